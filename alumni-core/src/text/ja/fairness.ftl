# 所見の文
selection-rates = { $group }の選考通過率は{ $rate }({ $selected }/{ $considered })、{ $reference }は{ $reference_rate }({ $reference_selected }/{ $reference_considered })で、比は{ $ratio }({ $confidence }区間{ $lower }〜{ $upper }、スコア法)です。
selection-chance = 真の通過率が等しい場合でも、この程度の差は{ $of }回に約{ $times }回生じます(mid-p={ $p })。
selection-chance-rare = 真の通過率が等しい場合、この程度の差が生じるのは1,000回に1回未満です(mid-pは0.001未満)。
selection-detectable = この人数で確実に検出できるのは、比が約{ $ratio }未満の場合に限られます。
selection-detectable-none = この人数では、どのような比であっても確実には検出できません。
selection-verdict-not-estimable = 【算出不可】比を計算できません。
selection-verdict-insufficient = 【データ不足】このデータからは判断できません。
selection-verdict-no-signal = 【兆候なし】差は認められません。問題となる大きさの差があれば、おおむね検出できる人数です。
selection-verdict-watch = 【経過観察】今後の選考でもこの差が続くか、引き続き確認してください。
selection-verdict-review = 【要確認】選考がどのように行われたか、担当者による確認が必要です。
selection-several-comparisons = { $comparisons }件の比較を行いました。比較の数が多いほど、偶然目立つものも増えます。判定は比較ごとに行い、全件を考慮して補正したp値(Holm法)を併記しています。
selection-groups-withheld-beside = 合計から他の群の人数がわからないよう、あわせて表示していない群:{ $groups }。
selection-combinations-withheld = { $minimum }人未満の群があるため表示していない組み合わせ:{ $combinations }。
selection-groups-withheld = 対象者が{ $minimum }人未満のため表示していない群:{ $groups }。
selection-unknown-group = このほか、群が不明の人が{ $considered }人います(うち通過{ $selected }人)。
selection-undecided = 結果のない行が{ $rows }件あり、集計に含めていません。
selection-screening = 本値は点検のための統計であり、法的な判断ではありません。

# 判定の理由
selection-nobody-considered = 対象者がいません:{ $group }
selection-nobody-selected = 通過者がいません:{ $group }、{ $reference }
selection-below-threshold = 比{ $ratio }は点検の基準値{ $threshold }を下回っています
selection-not-below-threshold = 比{ $ratio }は点検の基準値{ $threshold }を下回っていません
selection-significant = この程度の差は偶然では生じにくいものです(mid-p={ $p }、{ $alpha }未満)
selection-not-significant = この程度の差は偶然でも説明できます(mid-p={ $p }、{ $alpha }以上)
selection-flips-by-one = 1人の結果が異なるだけで結論が変わります
selection-rate-above-reference = 通過率は比較対象を上回っています
selection-interval-covers-both = 区間に1と点検の基準値{ $threshold }の両方が含まれています
selection-power-low = この人数で確実に検出できるのは比が約{ $ratio }未満の場合に限られ、点検の基準値{ $threshold }に届きません
selection-power-none = この人数では、どのような比であっても確実には検出できません
selection-needed = 比{ $threshold }を検出するには、各群に約{ $people }人が必要です
selection-not-after-adjustment = 全件の比較を考慮して補正すると、偶然でも説明できる差です(p={ $p }、Holm法)
selection-hangs-on-unknown = 群が不明の人の内訳によって比は{ $lowest }〜{ $highest }の間で変わり、点検の基準値{ $threshold }をまたぎます

# 層別の通過率
strata-pooled = 全層を合わせると、{ $group }の選考通過率は{ $reference }の{ $ratio }倍です。
strata-within = 両者に共通する{ $strata }層の中で比べると、比は{ $ratio }({ $confidence }区間{ $lower }〜{ $upper }、マンテル・ヘンツェル法)です。
strata-reversed = 全体の値と層別の値が食い違っています:比は全体で{ $pooled }、層別で{ $within }となり、1をはさんで逆転しています
strata-disappears = 全体では差が見られますが、層別では見られません(全体{ $pooled }、層別{ $within })。どの層に対象者が多いかによる差の可能性があります
strata-appears = 全体の値に層別の差が隠れています(全体{ $pooled }、層別{ $within })
strata-not-comparable = 層別の比を計算できないため、全体の値についても判断できません
strata-differ = 層によってオッズ比が異なります(タローンの検定、p={ $p })。全層をまとめた1つの値では不十分なため、層ごとに確認してください

# ニューヨーク市Local Law 144の公表表
local-law-144-by = { $attributes }別
local-law-144-people = 人数
local-law-144-selected = 選考通過者数
local-law-144-above-median = 中央値を上回る人数
local-law-144-selection-rate = 選考通過率
local-law-144-scoring-rate = スコアリング率
local-law-144-ratio = インパクト比
local-law-144-interval = 95%区間
local-law-144-left-out = 2%未満
local-law-144-unknown = 区分が不明のため表に含まれない人数:{ $people }人。
local-law-144-median = 全スコアの中央値:{ $median }。
local-law-144-method = 全{ $people }人の2%未満の区分については、比を示していません。方法:{ $source }。
