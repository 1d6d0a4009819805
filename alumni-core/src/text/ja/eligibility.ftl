outcome-eligible = 対象
outcome-conditional = 要確認
outcome-undetermined = 判定保留
outcome-ineligible = 対象外

decision-eligible = 対象
decision-eligible-until = 対象（{ $date }まで）
decision-conditional = 要確認（担当者の判断が必要な項目：{ $criteria }）
decision-undetermined = 判定保留（確認が必要な情報：{ $facts }）
decision-ineligible = 対象外
decision-ineligible-until = 対象外（{ $date }から対象）
decision-ineligible-between = 対象外（{ $from }から{ $until }まで対象）

criterion-met = { $rule }（満たしています）
criterion-unmet = { $rule }（満たしていません）
criterion-unmet-until = { $rule }（{ $date }に満たします）
criterion-unknown = { $rule }（{ $facts }が不明のため判断できません）
criterion-review = 担当者の確認が必要です：{ $rule }
criterion-barred = 除外条件に該当します：{ $rule }
criterion-barred-until = 除外条件に該当します：{ $rule }（{ $date }に解消）
criterion-clear = 該当しません：{ $rule }

change-fact = { $fact }を{ $from }から{ $to }に変更
change-learn = { $fact }が{ $to }と判明
change-wait = { $date }まで待つ
nearest-already = すでに対象です
nearest-none = 変更できる情報を変えても対象にはなりません
nearest-not-found = 所定の探索の範囲では対象となる方法が見つかりませんでした

simulation-moved = { $rows }人のうち{ $moved }人の判定が変わります
simulation-move = { $before }から{ $after }へ：{ $rows }人
simulation-opened = 「{ $criterion }」が妨げではなくなる人：{ $rows }人（うちこの条件のみ{ $alone }人）
simulation-closed = 新たに「{ $criterion }」が妨げとなる人：{ $rows }人（うちこの条件のみ{ $alone }人）
simulation-group = { $column }「{ $group }」：対象 変更前{ $before }人、変更後{ $after }人（全{ $rows }人）
simulation-group-unknown = { $column }不明：対象 変更前{ $before }人、変更後{ $after }人（全{ $rows }人）
