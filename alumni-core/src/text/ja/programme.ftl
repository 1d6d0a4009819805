review-synthetic = このデータは架空のものです（作成方法：{ $how }）
review-of = { $as_of }時点のレビュー（プログラム：{ $programme }、第{ $version }版）
review-people = データ上の人数は{ $people }人（在籍中{ $employed }人、退職者{ $former }人、うち再入社の経験がある人は在籍者を含めて{ $returned }人）

review-section-gates = 参加・復職の対象者
review-policy = { $title }（{ $policy }、第{ $version }版）：退職者{ $people }人
review-soon = 待てば12か月以内に対象になる人
review-for-review = 担当者の確認が必要：{ $rule }
review-missing = 確認が必要な情報：{ $fact }

review-section-reach = 連絡できる人と、できない理由
review-purpose = { $title }
review-purpose-channel = { $title }（{ review-channel }）
review-channel = { $channel ->
    [email] メール
    [sms] SMS
    [phone] 電話
    [postal] 郵便
    [sns] SNS
    [in_app] アプリ内
   *[other] { $channel }
}

review-section-fairness = 公平性の点検
review-by-attribute = { $title }（属性：{ $attribute }）
review-unknown-group = 区分が不明でどのグループにも入れていない人：{ $count }人
review-pay = 在籍者の給与レンジ中央値に対する比率（コンパレシオ）
review-pay-returners = 再入社した人：比率の平均{ $mean }、合計額の比{ $sums }（{ $count }人）
review-pay-returners-none = 再入社した人：給与レンジのわかる人がいません
review-pay-stayers = 退職経験のない人：比率の平均{ $mean }、合計額の比{ $sums }（{ $count }人）
review-pay-stayers-none = 退職経験のない人：給与レンジのわかる人がいません

review-section-network = ネットワークの活動状況
review-scored = スコアを算出した人は{ $scored }人です。活動があってもスコア算出に同意していない{ $not_scored }人は対象外です
review-closest = { $person }：{ $score }（{ $why }）
review-closest-recent = { $person }：{ $score }（{ $why }）、最後の双方向のやり取りは{ $days }日前

review-section-decisions = { $count }人の判定結果の詳細

review-section-notes = データについての注記
review-no-consent-events = 同意の記録がないため、連絡の可否は判断できず、スコアも算出していません
review-no-interactions = 活動の記録がないため、ネットワークの活動状況は判断できません
review-no-groups = 属性の区分がないため、グループ間の比較は行っていません
review-more-faults = このほか{ $count }行を読み込めませんでした
review-idle-gaps = このほか、どの規程でも使わない{ $count }項目がエクスポートに含まれていません
review-reach = { $title }：可{ $allowed }人、不可{ $denied }人（{ $blocked }）
review-reach-contact = { $title }：可{ $allowed }人（うち有効な連絡先あり{ $with_contact }人）、不可{ $denied }人（{ $blocked }）
review-reach-review = { $title }：可{ $allowed }人、要確認{ $review }人、不可{ $denied }人（{ $blocked }）
review-reach-contact-review = { $title }：可{ $allowed }人（うち有効な連絡先あり{ $with_contact }人）、要確認{ $review }人、不可{ $denied }人（{ $blocked }）
review-quiet = { $verdict ->
    [no_signal] 差は見られず、意味のある差があれば検出できた可能性が高いもの
    [insufficient] 人数が足りず判断できないもの
    [not_estimable] 比を計算できないもの
   *[other] { $verdict }
}：{ $findings }
review-may = { $answer }：{ $purposes }
review-met = + 満たしている条件：{ $rules }
review-clear = + 該当しない条件：{ $rules }
