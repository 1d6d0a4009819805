# 通知文の版の違い
notice-diff = 通知文{ $notice } 第{ $from }版から第{ $to }版への変更
notice-purpose-added = 利用目的{ $item }を追加
notice-purpose-changed = 利用目的{ $item }の内容を変更
notice-purpose-related = 利用目的{ $item }を追加又は変更（従前の利用目的と関連性があるとの申告あり）
notice-purpose-removed = 利用目的{ $item }を削除
notice-recipient-added = 提供先に{ $title }（{ $role }）を追加（対象：{ $purposes }）
notice-recipient-role = 提供先{ $title }の立場を{ $from }から{ $to }に変更（対象：{ $purposes }）
notice-recipient-removed = 提供先から{ $title }を削除（対象：{ $purposes }）
notice-recipients-unsaid = 提供先の記載を削除（対象：{ $purposes }）
notice-transfer-added = 移転先の国に{ $country }を追加（保護措置：{ $safeguard }、対象：{ $purposes }）
notice-transfer-changed = 移転先{ $country }の保護措置又はその説明を変更（保護措置：{ $safeguard }、対象：{ $purposes }）
notice-transfer-removed = 移転先の国から{ $country }を削除（対象：{ $purposes }）
notice-transfers-unsaid = 移転先の国の記載を削除（対象：{ $purposes }）
notice-retention-longer = { $item }の保存期間を{ $from }から{ $to }に延長
notice-retention-shorter = { $item }の保存期間を{ $from }から{ $to }に短縮
notice-retention-changed = { $item }の保存期間を{ $from }から{ $to }に変更
notice-item-added = 利用する項目に{ $title }を追加（対象：{ $purposes }）
notice-item-removed = 利用する項目から{ $title }を削除（対象：{ $purposes }）
notice-items-unsaid = 利用する項目の記載を削除（対象：{ $purposes }）
notice-controller-changed = 管理者を{ $from }から{ $to }に変更
notice-contact-changed = 問い合わせ先を{ $from }から{ $to }に変更
notice-text-changed = 本文の文言を変更（{ $item }）

# 必要な対応
notice-consequence-none = 対応不要
notice-consequence-notify = 通知が必要
notice-consequence-ask-again = 再同意が必要
notice-no-rule = 該当する規則なし

# 整合しない点
notice-material-missing = { $purposes }は再同意が必要ですが、新しい版に重要な変更の印がないため、従前の同意がそのまま存続します
notice-material-by-text-alone = { $purposes }について重要な変更の印がありますが、比較できる項目には再同意を要する違いがありません
notice-text-alone = 第{ $version }版は本文の文言だけが異なります。内容の違いは担当者が確認してください
notice-text-silent = 第{ $version }版は記載項目が変わっていますが、本文は変わっていません
notice-translation-unchanged = 他の言語の本文が変わり、{ $languages }の本文は変わっていません
notice-translation-missing = { $languages }の本文がなくなりました
notice-not-compared = どちらの版にも{ $parts }の記載がなく、その違いは比較できません
notice-transfer-incomplete = { $country }について、{ $article }が求める{ $parts }の記載がありません（ルールID：{ $rule }）
notice-no-rules = 通知文の変更への対応を定める規則で、施行中のものがありません

# 再同意の計画
reconsent-plan = 通知文{ $notice } 第{ $version }版：{ $by }までに再同意を求める人{ $ask }人、通知する人{ $tell }人、対応不要{ $nothing }人
reconsent-loss = { $purpose }：対象の同意{ $at_stake }件のうち、全員が同意した場合に失うもの{ $least }件、誰も回答しない場合{ $most }件
reconsent-loss-people = 同意が対象となる人{ $at_stake }人のうち、全員が同意した場合に失う人{ $least }人、誰も回答しない場合{ $most }人
reconsent-expected = 見込み{ $estimate }（{ $low }〜{ $high }）
reconsent-day = { $on }：{ consent-channel-name }で再同意の依頼{ $ask }人、通知{ $tell }人
reconsent-rule = { $change }：{ $article }（ルールID：{ $rule }）
reconsent-new-purpose = 新しい利用目的のため、別途同意が必要です
reconsent-marked-material = 新しい版に重要な変更の印があります
reconsent-ended-already = 新しい版の適用により同意は終了しています
reconsent-said-no = 本人が拒否しています
reconsent-ended-by-others = 同意は、本人以外により取り消されたか、無効と判断されています
reconsent-restricted = 利用が制限されています
reconsent-lapses-before = 新しい版の適用前に同意が失効します
reconsent-answered = 新しい版に同意済みです
reconsent-no-channel = { $asking }で連絡できる手段がありません
reconsent-no-time = { $by }までに連絡できる日時がありません
reconsent-late = 新しい版は既に適用されています
reconsent-gap = { $from }から{ $until }まで、未回答の人の同意がない期間があります
reconsent-unreached = 期限までに連絡できない人が{ $count }人います
