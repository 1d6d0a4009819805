# 撤回等の連携先への伝達状況
propagation-overdue = { $system }から停止完了の報告がありません。期限は{ $due }でした（{ $by }）
propagation-overdue-label = 期限超過
propagation-due-soon = { $system }から停止完了の報告がまだありません。期限は{ $due }です（{ $by }）
propagation-due-soon-label = 期限間近
propagation-open = { $system }の停止完了報告の期限は{ $due }です（{ $by }）
propagation-open-label = 報告待ち
propagation-acknowledged-late = { $system }は期限の{ $due }を過ぎて{ $at }に停止完了を報告しました（{ $by }）
propagation-acknowledged-late-label = 期限後の報告
propagation-acknowledged = { $system }は{ $at }に停止完了を報告しました
propagation-acknowledged-label = 報告済み
propagation-by-law-at-once = { $article }、日数の定めがないため即時対応とする、ルールID：{ $rule }
propagation-by-law-at-once-label = 法令等により即時対応
propagation-by-law-days = { $article }、{ $days }日以内、ルールID：{ $rule }
propagation-by-law-days-label = 法令等による日数
propagation-by-law-business-days = { $article }、{ $days }営業日以内、ルールID：{ $rule }
propagation-by-law-business-days-label = 法令等による営業日数
propagation-by-house-at-once = 期限を定める規則がないため、社内の定めにより直ちに
propagation-by-house-at-once-label = 社内の定めにより直ちに
propagation-by-house-days = 期限を定める規則がないため、社内の定めにより{ $days }日以内
propagation-by-house-days-label = 社内で定めた日数
propagation-by-house-business-days = 期限を定める規則がないため、社内の定めにより{ $days }営業日以内
propagation-by-house-business-days-label = 社内で定めた営業日数
propagation-send-never-sent = 未連絡
propagation-send-used-since = 連絡後に利用あり
propagation-send-failed = 停止処理の失敗
propagation-send-unanswered = 回答なし

# 利用記録に関する指摘
propagation-use-after-withdrawal = { $system }が{ $at }に、許可の終了後であるにもかかわらず{ $purpose }のために利用しました：{ $because }
propagation-use-after-withdrawal-label = 許可終了後の利用
propagation-use-without-permission = { $system }が{ $at }に、許可なく{ $purpose }のために利用しました：{ $because }
propagation-use-without-permission-label = 許可のない利用
propagation-use-in-retrospect = { $system }が{ $at }に{ $purpose }のために利用しました。当時の記録では許可されていましたが、現在の記録では許可されていません：{ $because }
propagation-use-in-retrospect-label = 現在の記録では許可のない利用
propagation-use-known-later = { $system }が{ $at }に、許可の記録を受け取る前に{ $purpose }のために利用しました：{ $because }
propagation-use-known-later-label = 許可の記録を受け取る前の利用
propagation-use-unknown-purpose = { $system }が{ $at }に、台帳にない利用目的{ $purpose }のために利用しました
propagation-use-unknown-purpose-label = 台帳にない利用目的での利用

# 継続する利用と保存する記録
propagation-stays-consent = 別の同意が有効です
propagation-stays-consent-label = 別の同意
propagation-stays-basis = 同意ではなく{ consent-basis-name }に基づきます
propagation-stays-basis-label = 同意以外の法的根拠による
propagation-kept-consent = 同意を証明する記録を、{ $article }により保存します（期間の定めなし）
propagation-kept-consent-label = 同意の証明
propagation-kept-consent-until = 同意を証明する記録を、{ $article }により{ $until }まで保存します
propagation-kept-consent-until-label = 同意の証明
propagation-kept-provision = 提供の記録を、{ $article }により保存します（期間の定めなし）
propagation-kept-provision-label = 提供の記録
propagation-kept-provision-until = 提供の記録を、{ $article }により{ $until }まで保存します
propagation-kept-provision-until-label = 提供の記録
propagation-kept-withdrawal = お申出に従うため、その記録を保存します
propagation-kept-withdrawal-label = 意思表示の記録
