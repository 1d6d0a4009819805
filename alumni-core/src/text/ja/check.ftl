severity-error = エラー
severity-warning = 警告
severity-note = 参考

check-clean = 成り立たない条件、矛盾する条件、重複する条件はありません
check-line = { $severity }：{ $finding }
check-shown = { $finding }［例：{ $witness }］
check-undecided = 所定の手順数では判定できませんでした：{ $code }（{ $criteria }）

criterion-never-met = { $criterion }：満たせる人がいません（{ $rule }）
criterion-never-fails = { $criterion }：必ず満たされます（{ $rule }）
criterion-currencies = { $criterion }：異なる通貨の金額を比較しています（{ $rule }）
criterion-implied = { $criterion }：{ $by }を満たす人は必ず満たします（{ $rule }）
review-always-asks = { $criterion }：常に担当者の確認が必要になります（{ $rule }）
review-never-asks = { $criterion }：担当者の確認が必要になることはありません（{ $rule }）
review-unreachable = { $criterion }：確認が必要になるのは、{ $by }により対象外となる人だけです（{ $rule }）
review-implied = { $criterion }：確認が必要になるときは、{ $by }でも確認が必要か対象外になります（{ $rule }）
policy-admits-nobody = 次の条件をすべて満たせる人がいません：{ $criteria }
policy-nobody-eligible = 担当者の確認なしに対象となる人がいません：{ $criteria }
part-never-matters = { $criterion }：判定に影響しない部分があります：{ $part }
part-implied = { $criterion }：{ $by }があるため、判定に影響しない部分があります：{ $part }

ladder-clean = 段階の抜け、食い違い、使われない段階はありません
step-empty = { $step }：対象となる人がいません
step-gap = { $step }：{ $others }の対象でありながら、間のこの段階の対象にならない人がいます
step-overlap = { $step }：一つ下の段階（{ $others }）の対象にならない人が対象になります
step-unused = { $step }：対象となる人は必ず上の段階（{ $others }）の対象にもなります
ladder-left-out = どの段階の対象にもならない人がいます

relation-equivalent = 同等
relation-stricter = より厳しい
relation-looser = より緩い
relation-incomparable = 一概に比較できません
relation-not-decided = 判定できません
comparison-witness = { $relation }（例：{ $witness }）
comparison-witnesses = { $relation }（新たに対象となる例：{ $gained }／対象外となる例：{ $lost }）
difference = { $witness }（{ $criteria }により対象外）

witness-number = { $fact }{ $value }
witness-value = { $fact }「{ $value }」
witness-yes = { $fact }：該当
witness-no = { $fact }：非該当
witness-none = { $fact }：なし
witness-unknown = { $fact }は不明
witness-day = { $date }時点
