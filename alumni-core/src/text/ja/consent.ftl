# 判定
consent-verdict-allowed = 可
consent-verdict-review = 要確認
consent-verdict-denied = 不可

# 利用時に守ること
consent-obligation-unsubscribe-link = 配信停止の方法を本文に明示する
consent-obligation-sender-identity = 送信者・発信者の名称を明示する
consent-obligation-record-to-keep = 利用の記録とこの判定を保存する
consent-obligation-postal-address = 送信者の所在地を明示する
consent-obligation-contact-details = 苦情・問合せの受付先を明示する
consent-obligation-first-contact-notice = 個人情報の入手元、利用目的及び本人の権利を知らせる
consent-obligation-provision-record = 提供先及び提供した項目を記録する
consent-obligation-transfer-information = 提供先の国名及び当該国・提供先における保護の状況をあらかじめ知らせる
consent-obligation-current-job-information = 求人情報が正確かつ最新であることを確認する

# 文中の語
consent-basis-name = { $basis ->
    [contract] 契約の履行
    [legitimate_interest] 正当な利益
    [legal_obligation] 法的義務
    [vital_interest] 生命・身体の保護
    [public_task] 公的任務の遂行
   *[other] { $basis }
}
consent-channel-name = { $channel ->
    [email] メール
    [sms] SMS
    [phone] 電話
    [postal] 郵送
    [sns] SNS
    [in_app] アプリ内メッセージ
   *[other] { $channel }
}

# 可
consent-given = { $on }に同意を取得済み（通知文{ $notice } 第{ $version }版、記録{ $event }）
consent-given-label = 同意あり
consent-renewed = { $on }に同意を更新済み（通知文{ $notice } 第{ $version }版、記録{ $event }）
consent-renewed-label = 同意更新済み
consent-basis-applies = 「{ consent-basis-name }」を法的根拠とし、この利用目的について、これを妨げる記録はありません
consent-basis-applies-label = 同意以外の法的根拠による

# 注記
consent-renewed-without-given = 「更新」と記録されていますが、それ以前の同意がないため、新規の同意として扱っています（記録{ $event }）
consent-renewed-without-given-label = 以前の同意がない更新
consent-given-while-employed = 在職中に取得した同意です。任意性を退職後に確認することが望まれます（記録{ $event }）
consent-given-while-employed-label = 在職中に取得した同意
consent-endless = { $on }の同意には期限がありません。期限のない同意が認められない法域があります（記録{ $event }）
consent-endless-label = 期限のない同意

# 不可：意思表示なし
consent-never-asked = 同意を求めたことがありません
consent-never-asked-label = 同意を求めていない
consent-question-unusable = 質問に不備があるため、判断できません
consent-question-unusable-label = 質問の不備
consent-notice-shown = { $on }に通知文を提示しましたが、まだ意思表示がありません（記録{ $event }）
consent-notice-shown-label = 通知文を提示済み、意思表示なし
consent-requested = { $on }に同意を求めましたが、まだ意思表示がありません（記録{ $event }）
consent-requested-label = 依頼済み、意思表示なし
consent-deferred = { $on }に同意の可否が保留されました（記録{ $event }）
consent-deferred-label = 保留
consent-not-affirmative = { $on }の記録は本人の明確な行為によらないため、意思表示とは認められません（記録{ $event }）
consent-not-affirmative-label = 本人の明確な行為がない
consent-given-elsewhere = { $on }の同意は、この連絡手段または提供先を対象としていません（記録{ $event }）
consent-given-elsewhere-label = 別の連絡手段・提供先への同意のみ

# 不可：根拠にならない同意
consent-not-by-subject = { $on }の同意は本人によるものではありません（記録{ $event }）
consent-not-by-subject-label = 本人によらない同意
consent-without-notice = { $on }の同意には、提示した通知文の記録がありません（記録{ $event }）
consent-without-notice-label = 通知文の記録がない同意
consent-notice-unknown = { $on }の同意の根拠である通知文{ $notice } 第{ $version }版が登録されていません（記録{ $event }）
consent-notice-unknown-label = 未登録の通知文による同意
consent-notice-changed = { $on }の同意時に提示された文面が、登録済みの通知文{ $notice } 第{ $version }版と一致しません（記録{ $event }）
consent-notice-changed-label = 登録済みの通知文と文面が異なる同意
consent-notice-other-purpose = { $on }の同意の根拠である通知文{ $notice } 第{ $version }版は、この利用目的を説明していません（記録{ $event }）
consent-notice-other-purpose-label = この利用目的を説明しない通知文による同意
consent-import-unproven = { $on }の同意は、証拠なしに取り込まれたものです（記録{ $event }）
consent-import-unproven-label = 証拠なしに取り込まれた同意
consent-dated-ahead = { $on }の同意は、記録を受け取った時点より1日を超えて先の日付になっています（記録{ $event }）
consent-dated-ahead-label = 受領より先の日付の同意
consent-import-after-no = { $on }の同意は取り込まれたもので、それ以前の拒否・撤回等を覆すことはできません（記録{ $event }）
consent-import-after-no-label = 拒否・撤回等の後に取り込まれた同意
consent-time-uncertain = { $on }の同意は、日時の確かさが足りず、拒否・撤回等より前のものである可能性があります（記録{ $event }）
consent-time-uncertain-label = 拒否・撤回等より前の可能性がある同意
consent-no-new-notice = { $on }の同意は、拒否・撤回等の後に通知文を改めて提示せずに得たものです（記録{ $event }）
consent-no-new-notice-label = 通知文の再提示がない再同意

# 不可：効力を失った同意
consent-expired = { $on }に有効期限が切れています（記録{ $event }）
consent-expired-label = 期限切れ
consent-notice-superseded = 通知文{ $notice } 第{ $version }版による同意ですが、{ $on }に第{ $new_version }版へ重要な変更がありました（記録{ $event }）
consent-notice-superseded-label = 通知文の重要な変更により失効
consent-event-happened = 「{ $happening }」までの同意ですが、{ $on }にその事由が発生しています（記録{ $event }）
consent-event-happened-label = 終了事由の発生により失効
consent-used-up = { $uses }回までの同意ですが、{ $on }に最後の1回が利用されています（記録{ $event }）
consent-used-up-label = 同意した利用回数に到達

# 不可：拒否・撤回等
consent-refused = { $on }に拒否されています（記録{ $event }）
consent-refused-label = 拒否
consent-refused-after-given = { $on }の再確認の際に拒否されています（記録{ $event }）
consent-refused-after-given-label = 再確認時に拒否
consent-objected = { $on }に異議の申立てがありました（記録{ $event }）
consent-objected-label = 異議申立て
consent-revoked = { $on }に本人以外により取り消されています（記録{ $event }）
consent-revoked-label = 本人以外による取消し
consent-withdrawn = { $on }に撤回されています（記録{ $event }）
consent-withdrawn-label = 撤回
consent-invalidated = { $on }に無効と判断されています（記録{ $event }）
consent-invalidated-label = 無効
consent-restricted = { $on }から利用が停止されています（記録{ $event }）
consent-restricted-label = 利用停止中
consent-basis-switched = 同意の拒否・撤回等の後に、法的根拠を「{ consent-basis-name }」に切り替えることはできません
consent-basis-switched-label = 拒否・撤回等の後の法的根拠の切替え
consent-channel-not-allowed = この利用目的では{ consent-channel-name }を使用できません
consent-channel-not-allowed-label = この利用目的で使用できない連絡手段

# 要確認
consent-objection-to-review = 「{ consent-basis-name }」を法的根拠としていますが、異議の申立てがあるため、担当者の確認が必要です
consent-objection-to-review-label = 確認が必要な異議申立て

# 利用目的の限界
consent-bundled = { $on }の同意は、退職合意書又は秘密保持契約書等と一体で求められたものです（記録{ $event }）
consent-bundled-label = 退職合意書等と一体で求めた同意
consent-confirm-after-leaving = { $on }の同意は在職中に取得したものです。この利用目的では退職後の再確認が必要です（記録{ $event }）
consent-confirm-after-leaving-label = 退職後の再確認が必要
consent-rehire-not-inferred = この利用目的は採用に関するものではなく、これを根拠に求人の案内や再入社の勧誘を行うことはできません
consent-rehire-not-inferred-label = 採用に関する利用目的ではない
consent-scoring-not-inferred = この利用目的はスコアリング・プロファイリングに関するものではなく、これを根拠に算出することはできません
consent-scoring-not-inferred-label = スコアリングに関する利用目的ではない
consent-data-of-companion = 本人以外の個人情報であり、その方自身の同意が必要です
consent-data-of-companion-label = 本人以外の個人情報

# 法令に基づく要件
consent-law-requires-consent = { $article }により同意が必要ですが、有効な同意がありません（ルールID：{ $rule }）
consent-law-requires-consent-label = 法令により同意が必要
consent-exemption-name = { $exemption ->
    [sale] 販売に伴う取得
    [address_in_writing] 書面によるアドレスの通知
    [business_relationship] 取引関係
    [published_address] アドレスの公表
    [employment] 雇用関係
   *[other] { $exemption }
}
consent-law-forbids-exemption = { $article }により、この利用目的では「{ consent-exemption-name }」の例外を適用できません（ルールID：{ $rule }）
consent-law-forbids-exemption-label = 例外を適用できない
consent-law-requires-notice-before-decision = { $article }により意思表示の前に通知文を提示する必要がありますが、提示の記録がありません（記録{ $event }、ルールID：{ $rule }）
consent-law-requires-notice-before-decision-label = 通知文の提示記録なし
consent-law-requires-confirmation-after-leaving = 在職中に取得した同意であり、{ $article }により退職後の再確認が必要です（記録{ $event }、ルールID：{ $rule }）
consent-law-requires-confirmation-after-leaving-label = 法令により退職後の再確認が必要
consent-law-forbids-bundling = 他の書類と一体で求めた同意であり、{ $article }に反します（記録{ $event }、ルールID：{ $rule }）
consent-law-forbids-bundling-label = 他の書類と一体で求めた同意
consent-law-requires-double-opt-in = { $article }が求める、アドレス側からの確認（ダブルオプトイン）がありません（記録{ $event }、ルールID：{ $rule }）
consent-law-requires-double-opt-in-label = ダブルオプトインなし
consent-law-objection-ends = { $article }により、異議の申立てがあれば中止します（記録{ $event }、ルールID：{ $rule }）
consent-law-objection-ends-label = 異議の申立てにより中止
consent-law-address = { $article }により、受信を拒否した本人のアドレスを第三者に渡すことはできません（記録{ $event }、ルールID：{ $rule }）
consent-law-address-label = 受信を拒否した本人のアドレス
consent-law-address-unsaid = { $article }により、受信を拒否した本人のアドレスを第三者に渡すことはできません。提供する項目にアドレスが含まれるか、担当者の確認が必要です（記録{ $event }、ルールID：{ $rule }）
consent-law-address-unsaid-label = 受信を拒否した本人のアドレスの提供の有無
consent-law-transfer-untold = { $article }により提供先の国名をあらかじめ知らせる必要がありますが、同意の際の通知文にその国の記載がありません（記録{ $event }、ルールID：{ $rule }）
consent-law-transfer-untold-label = 通知文に提供先の国の記載なし
consent-law-recipient-untold = { $article }により、同意は本人に示した提供先に限られますが、同意の際の通知文では提供先なしとされています（記録{ $event }、ルールID：{ $rule }）
consent-law-recipient-untold-label = 通知文では提供先なし
consent-law-recipient-unnamed = { $article }により、同意は本人に示した提供先に限られますが、同意の際の通知文にこの提供先の名称がありません。記載された提供先の範囲に含まれるか、担当者の確認が必要です（記録{ $event }、ルールID：{ $rule }）
consent-law-recipient-unnamed-label = 通知文にこの提供先の名称なし
consent-law-retention = { $article }による保存期間が{ $on }に満了しており、その後の本人の行為の記録がありません（記録{ $event }、ルールID：{ $rule }）
consent-law-retention-label = 保存期間の満了
consent-law-revocation = 別の利用目的又は別の連絡手段について撤回されており、{ $article }によりこの連絡手段での利用はすべてできません（記録{ $event }、ルールID：{ $rule }）
consent-law-revocation-label = この連絡手段全体の撤回
consent-law-stop-by = { $article }により、{ $on }までにすべての利用を停止する必要があります（記録{ $event }、ルールID：{ $rule }）
consent-law-stop-by-label = 利用停止の期限
consent-law-reask-not-before = { $article }により、{ $on }より前に改めて同意を求めることはできません（記録{ $event }、ルールID：{ $rule }）
consent-law-reask-not-before-label = 同意の再依頼は不可

# 連絡できる人の内訳
consent-funnel-people = 対象者
consent-funnel-known = 記録あり
consent-funnel-asked = 同意を依頼済み
consent-funnel-agreed = 同意
consent-funnel-standing = 撤回・失効なし
consent-funnel-allowed = この連絡手段で可
consent-funnel-reachable = 休止・回数上限・時間外に該当せず

# 意思表示の状態
consent-decision-undecided = 意思表示なし
consent-decision-unknown = 根拠を確認できない同意
consent-decision-given = 同意
consent-decision-renewed = 同意更新
consent-decision-expired = 失効
consent-decision-refused = 拒否
consent-decision-objected = 異議
consent-decision-revoked = 本人以外による取消し
consent-decision-withdrawn = 撤回
consent-decision-invalidated = 無効
consent-decision-restricted = 利用停止
