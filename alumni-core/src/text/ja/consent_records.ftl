# 記録の読込み
consent-record-duplicate-key = 「{ $name }」が{ $place }に{ $count }回記載されています（すべての値を保持しました）
consent-record-field-missing = { $place }に「{ $field }」がありません（ISO/IEC TS 27560 { consent-record-clause }）
consent-record-field-unusable = { $place }の「{ $field }」は使用できません（ISO/IEC TS 27560 { consent-record-clause }）
consent-record-clause = { $clause ->
    [header] 記録のヘッダー
    [receipt] 受領書のヘッダー
    [party] 当事者の特定
   *[other] { $clause }
}

# 既存リストの評価
consent-list-grade-proved = 証明済み
consent-list-grade-documented = 資料あり
consent-list-grade-asserted = 記載のみ
consent-list-grade-unknown = 不明
consent-list-remedy-honour-no = 拒否・撤回として記録し、利用を停止する
consent-list-remedy-keep-out = 本人の拒否・撤回の記録があるため、利用しない
consent-list-remedy-read-answer = 拒否・撤回の可能性があるため、回答の内容を担当者が確認するまで連絡しない
consent-list-remedy-file-evidence = 証拠を確認し、同意として記録する
consent-list-remedy-complete-evidence = 不足している情報を調べる
consent-list-remedy-ask-again = 連絡が認められる範囲で、本人に改めて同意を求める
consent-list-remedy-find-ground = 保有を続ける他の根拠を探すか、削除する
consent-list-remedy-settled = 対応不要（リストによらず利用可）
consent-list-missing = { consent-list-field }の記載がありません
consent-list-unusable = { consent-list-field }を読み取れません
consent-list-not-affirmative = 本人の明確な行為によらない記録です
consent-list-day-only = 日付のみで、時刻の記載がありません
consent-list-no-offset = 意思表示の日時に時差の記載がなく、所在地の時差も指定されていません
consent-list-future = 意思表示の日時がリストの受領日時より後です
consent-list-id-width = IDの表記「{ $written }」は、記録にある「{ $known }」と同一とみなしました
consent-list-id-several = ID「{ $written }」に当たる記録が、全角・半角の違いで複数あり、特定できません
consent-list-notice-unknown = 通知文{ $notice } 第{ $version }版が登録されていません
consent-list-notice-changed = 提示された文面が、登録済みの通知文{ $notice } 第{ $version }版と一致しません
consent-list-notice-other-purpose = 通知文{ $notice } 第{ $version }版は、この利用目的を説明していません
consent-list-field = { $field ->
    [subject] 対象者
    [answer] 意思表示
    [purpose] 利用目的
    [channel] 連絡手段
    [occurred_at] 意思表示の日時
    [notice] 提示した通知文
    [method] 意思表示の方法
    [evidence_ref] 証拠の保管場所
   *[other] { $field }
}

# 開示請求への回答
consent-access-title = 同意に関する記録の開示
consent-access-item = 項目
consent-access-value = 内容
consent-access-subject = 対象者
consent-access-at = 基準日時
consent-access-redacted = 第三者の情報のため除いた件数
consent-access-withheld = 非開示
consent-access-agreed = 同意の状況
consent-access-purpose = 利用目的
consent-access-answer = 判定
consent-access-notices = 提示した通知文
consent-access-none = 記録はありません。
consent-access-events = すべての記録
consent-access-when = 日時
consent-access-what = 内容
consent-access-recipient = 提供先
consent-access-record = 記録
consent-access-visible = 閲覧できた者と項目
consent-access-fields = 項目
consent-access-from = 開始
consent-access-until = 終了
consent-access-channel-email = メール
consent-access-channel-sms = SMS
consent-access-channel-phone = 電話
consent-access-channel-postal = 郵送
consent-access-channel-sns = SNS
consent-access-channel-in_app = アプリ内メッセージ
consent-access-kind-notice-shown = 通知文の提示
consent-access-kind-requested = 同意の依頼
consent-access-kind-deferred = 保留
consent-access-kind-refused = 拒否
consent-access-kind-given = 同意
consent-access-kind-renewed = 同意の更新
consent-access-kind-withdrawn = 撤回
consent-access-kind-revoked = 本人以外による取消し
consent-access-kind-invalidated = 無効の判断
consent-access-kind-objected = 異議申立て
consent-access-kind-restricted = 利用停止
consent-access-kind-unrestricted = 利用停止の解除
consent-access-kind-used = 同意に基づく利用
consent-access-kind-happened = 終了事由の発生
consent-access-how = 表明者及び方法
consent-access-known = 受領日時
consent-access-proof = 証跡
consent-access-actor-subject = 本人
consent-access-actor-controller = 会社
consent-access-actor-authority = 監督機関等
consent-access-actor-engine = システム
consent-access-method-form = 画面上のフォーム
consent-access-method-email_click = メール内のリンク
consent-access-method-paper = 書面
consent-access-method-verbal_recorded = 口頭（記録あり）
consent-access-method-api = 他システム経由
consent-access-method-pre_ticked = 事前にチェック済みの欄
consent-access-method-silence = 無回答
consent-access-method-dismissed = 通知を閉じた
consent-access-method-group_membership = グループの参加者として把握
consent-access-received = データの利用及び提供
consent-access-system = 利用・提供先
consent-access-items = データの項目
consent-access-basis = 許可の有無
consent-access-permitted = 許可あり
consent-access-channel = 連絡手段
consent-access-sender = 送信者
consent-access-state = 状況
consent-access-every-purpose = すべての利用目的
consent-access-every-channel = すべての連絡手段
consent-access-acknowledged = 撤回等に関する連携先への連絡及び回答
consent-access-came-sent = 連絡済み
consent-access-came-received = 連携先で受領
consent-access-came-stopped = 利用停止
consent-access-came-erased = 利用停止及び消去
consent-access-came-failed = 対応できず
consent-access-contacts = ご本人への連絡
consent-access-contact-reserved = 送信予定
consent-access-contact-sent = 送信済み
consent-access-contact-cancelled = 取りやめ
consent-access-pauses = 連絡の休止のお申出
consent-access-no-end = 解除のお申出まで
consent-access-ended = 解除日時

# 閲覧できた者、提供の記録、削除期限
consent-visible = { $recipient }は{ $since }から{ $until }まで、{ $purpose }のために{ $fields }を閲覧できました
consent-visible-label = 閲覧可能
consent-visible-any = { $recipient }は{ $since }から{ $until }まで、{ $purpose }のためにデータを閲覧できました
consent-visible-any-label = 閲覧可能
consent-provision = { $subject }の{ $items }を{ $at }に{ $audience }へ提供（同意の記録{ $events }）。提供の記録を保存します（期間の定めなし）
consent-provision-label = 提供の記録
consent-provision-until = { $subject }の{ $items }を{ $at }に{ $audience }へ提供（同意の記録{ $events }）。提供の記録を{ $until }まで保存します
consent-provision-until-label = 提供の記録
consent-retention-due = { $purpose }のための{ $subject }のデータは{ $due }が削除期限でした（起算日時{ $since }）
consent-retention-due-label = 削除期限超過
consent-audience-same-team = 同じ部署のアルムナイ
consent-audience-all-alumni = すべてのアルムナイ
consent-audience-recruiters = 採用担当者
consent-audience-group-companies = グループ会社
consent-audience-abroad = 国外の者
