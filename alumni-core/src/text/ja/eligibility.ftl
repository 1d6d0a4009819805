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
ladder-up-to = 「{ $step }」まで可。次の段階「{ $next }」は{ $decision }
ladder-top = 最上位の「{ $step }」まで可
ladder-none = 可能な段階なし。次の段階「{ $next }」は{ $decision }
set-open = 対象：{ $steps }
set-none = 対象となるものなし

## 規程を1ページにまとめたもの

policy-page-titled = { $title }：{ $rule }
policy-page-purpose = 目的：{ $purpose }
policy-page-in-force = 第{ $version }版（適用期間：{ $from }から{ $until }まで）
policy-page-in-force-from = 第{ $version }版（{ $from }から適用）
policy-page-in-force-until = 第{ $version }版（{ $until }まで適用）
policy-page-in-force-open = 第{ $version }版（適用期間の定めなし）
policy-page-source = 出典：{ $source }
policy-page-require = 満たすべき条件
policy-page-bar = 除外条件
policy-page-review = 担当者が確認する事項
policy-page-criterion = 条件ID
policy-page-rule = 内容
policy-page-criterion-source = 根拠
policy-page-outcomes = 判定結果
policy-page-eligible = 対象：満たすべき条件をすべて満たし、除外条件にも、担当者の確認事項にも該当しない場合です。
policy-page-conditional = 要確認：条件は満たしていますが、担当者の確認事項に該当する場合です。担当者が判断します。
policy-page-undetermined = 判定保留：判定に必要な情報が足りない場合です。不足している情報を示します。情報がないことを不利に扱うことはありません。
policy-page-ineligible = 対象外：満たしていない条件があるか、除外条件に該当する場合です。その理由と、時間の経過だけで結果が変わるときはその最初の日を示します。
policy-page-facts = 判定に使う情報とその出所
policy-page-fact = 情報
policy-page-name = データ上の項目名
policy-page-from = 出所
policy-page-built-in = 人事システムの在籍記録
policy-page-own = この判定のために会社が登録する情報
policy-page-unused = 判定に使わない情報
policy-page-nothing-else = 上記以外の個人の情報は使いません。
policy-page-no-protected = 保護すべき属性として指定された情報は使いません。
policy-page-protected-used = 保護すべき属性として指定された情報を使っています：{ $facts }。その理由の確認が必要です。
policy-page-content = 文書の特定
policy-page-content-note = 判定の記録には次の情報が残り、どの文書に基づく判定かを確認できます。
policy-page-id = 規程ID
policy-page-version = 版
policy-page-hash = 内容のSHA-256


case-outcome = 判定：期待は{ $expected }、結果は{ $found }
case-unmet = 満たしていない項目：期待は{ $expected }、結果は{ $found }
case-unknown = 判断できない項目：期待は{ $expected }、結果は{ $found }
case-review = 確認が必要な項目：期待は{ $expected }、結果は{ $found }
case-eligible-on = 対象となる日：期待は{ $expected }、結果は{ $found }
case-report = 事例{ $cases }件のうち{ $passed }件が期待どおり。規則の変更{ $mutants }件のうち{ $unnoticed }件は検出されません
mutant-dropped = { $criterion }を外しても、どの事例でも検出されません
mutant-changed = { $criterion }を次のように変えても、どの事例でも検出されません：{ $rule }

diff-none = 項目の違いはありません
diff-added = 追加：{ $criterion }：{ $after }
diff-removed = 削除：{ $criterion }：{ $before }
diff-changed = 変更：{ $criterion }：{ $before } → { $after }
replay-same = 記録と完全に一致する判定です
replay-other = 記録と異なる判定です
replay-input-changed = 対象者の情報が記録時と異なります
replay-engine-changed = 記録時のライブラリはバージョン{ $recorded }、現在は{ $now }です
replay-content-changed = 規程の第{ $version }版の内容が記録時と異なります
replay-policy-unknown = 規程の第{ $version }版が見つかりません
replay-not-in-force = { $date }には第{ $version }版は適用されません
replay-facts-changed = 記録時と異なる情報：{ $facts }
replay-outcome-changed = 記録時は{ $recorded }、現在は{ $now }
migration = 第{ $version }版では{ $records }件のうち{ $moved }件の判定が変わります
