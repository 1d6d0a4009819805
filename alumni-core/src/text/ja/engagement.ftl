engagement-kind = { $kind ->
    [post_intro] 自己紹介の投稿
    [nominate] 次の方の指名
    [post_update] 近況の投稿
    [post_question] 質問の投稿
    [post_help_request] 協力依頼の投稿
    [post_promo] 自社・自身の事業紹介
    [answer] 質問への回答
    [reply] 返信
    [reaction] リアクション
    [profile_view] プロフィール閲覧
    [direct_message] ダイレクトメッセージ
    [directory_search] 名簿検索
    [visit] サイト訪問
    [event_rsvp] イベント申込み
    [event_attend] イベント参加
    [event_rate] イベント評価
    [company_push] 会社からの配信
    [open] 配信の開封
    [click] 配信のクリック
    [opt_out] 配信停止
    [perk_use] 特典の利用
    [introduction] 人の紹介
    [broker_action] 商談などの橋渡し
    [job_view] 求人の閲覧
    [application] 応募
    [job_post] 求人の案内
    [rehire_push] 再入社の案内
    [referral_request] 人材紹介の依頼
    [event_invite] イベントの案内
    [perk_offer] 特典の案内
    [career_advice] キャリア相談の案内
   *[other] { $kind }
}
score-part = { engagement-kind }：{ $points }点（{ $events }件）
score-nothing-counts = この方の行動のうち、スコアの対象となるものはありません
score-recency = 直近の双方向のやり取りは{ $days }日前です
score-tenure = 在籍年数により、配点を{ $factor }倍にしています
score-no-two-way-contact = 双方向のやり取りの記録はありません
score-not-permitted = スコア対象外：この方のスコア算出は認められていません
score-no-events = スコア対象外：{ $as_of }より前の記録がありません
score-change = スコアは{ $from }時点で{ $before }、{ $until }時点で{ $after }です
score-change-entered = { engagement-kind }：新たな{ $events }件により＋{ $points }点
score-change-faded = { engagement-kind }：時間の経過により－{ $points }点
score-change-faded-event = { $day }の{ engagement-kind }（{ $event }）：{ $before }点から{ $after }点へ減衰
score-change-faded-more = ほかに{ $count }件が時間の経過により減衰：計－{ $points }点
score-change-capped = { engagement-kind }：新たな{ $count }件は上限を超えたため含めていません
score-move = スコアは{ $before }点から{ $after }点になりました
score-move-new = 前回はスコアがなく、今回は{ $after }点です
score-move-gone = 前回は{ $before }点、今回はスコアがありません
score-move-segment = 比較する区分が{ $from }から{ $to }に変わりました
score-move-up = { engagement-kind }：＋{ $points }点
score-move-down = { engagement-kind }：－{ $points }点
score-move-others = 本人のスコアではなく、同じ区分のほかの方のスコアの変動により順位が変わりました
score-move-segment-size = いずれかの日の区分の人数が、順位の算出に足りません
score-segment-too-small = { $segment }：スコアのある方は{ $count }人です。順位の算出には{ $minimum }人以上が必要です
half-life-learned = 半減期{ $days }日：検証期間において{ $share }の組み合わせで順序が一致しました
half-life-gain = 直近の行動日のみによる順位を{ $gain }ポイント上回りました（検証期間{ $cuts }回）
half-life-no-gain = 直近の行動日のみによる順位を上回りませんでした（{ $share }、直近の行動日のみでは{ $recency }）
half-life-chance = 順序が一致した組み合わせは{ $share }で、偶然による一致（50%）を上回っていません。このスコアによる順位づけは避けてください
half-life-too-few = 学習に必要な行動者数に達していません（{ $count }人、{ $minimum }人以上が必要です）
half-life-not-held-back = 半減期は{ $days }日のままとします。それ以前に{ $minimum }件以上の行動がある検証期間がないため、直近の行動日のみによる順位との比較ができません
half-life-kind = { engagement-kind }：半減期{ $days }日
interactions-usable = { $rows }行すべてを取り込めます
interactions-unusable = { $rows }行のうち{ $count }行は取り込めません
interactions-repeated = { $count }行は前の行と同じ内容のため、あわせて1件として数えます
held-back-acts = { $days }日前の時点で把握していた{ $people }人について、その後の行動を{ $expected }件と予測し、実績は{ $acts }件でした
held-back-better = 予測確率は基準率による予測を上回りました（ブライアスコア{ $brier }、基準率では{ $base }）
held-back-no-better = 予測確率は基準率による予測を上回りませんでした（ブライアスコア{ $brier }、基準率では{ $base }）
held-back-no-fit = { $days }日前の時点で把握していた{ $people }人のデータからは、モデルを推定できませんでした
fit-nothing-to-fit = 再び行動した人や終了した人がいないか、人による差がないため、推定の対象がありません
fit-monotone-likelihood = 値の大きい人が必ず先に（又は後に）終了しているため、係数は有限の値に定まりません
fit-no-maximum = パラメータが限りなく大きく（又は小さく）なるほど尤度が上がります。データにモデルの想定する現象がないか、わずかしかありません
fit-flat = データから一部のパラメータを区別できません
fit-too-many-steps = 反復回数の上限までに最大値に達しませんでした
participation-rest = { $count }区分は「その他」に合算しました（{ $minimum }人未満の区分、またはその秘匿に必要な区分）
participation-too-few = 対象が{ $minimum }人未満のため、割合は示していません
participation-joined = うち{ $count }区分は人数が足りていますが、少人数の区分が推測されないよう合算しました
score-duplicates = 重複して取り込まれた{ $count }件を除きました
score-after-as-of = 基準日以降の{ $count }件は含めていません
score-events-not-permitted = スコア算出が認められていない方の{ $count }件は含めていません
score-capped = 種類ごとの上限を超えた{ $count }件は含めていません
score-tenure-unused = 在籍年数を{ $count }人分受け取りましたが、スコアモデル「{ $model }」に在籍年数の区分がないため、スコアには反映していません
score-tenure-missing = 在籍年数の指定がない{ $count }人は、倍率1で算出しています
score-unknown-kind = 種類「{ $kind }」の{ $count }件は、スコアモデルに定義がないため含めていません
traffic-shares = メッセージ{ $n }件の内訳：会社からアルムナイへ{ $company_to_alumni }、アルムナイから会社へ{ $alumni_to_company }、アルムナイ同士{ $alumni_to_alumni }
traffic-none = { $days }日間にメッセージはありませんでした
traffic-unknown-kind = 種類「{ $kind }」の{ $count }件は、メッセージかどうか判別できないため含めていません
pulse-posts = アルムナイの投稿は{ $days }日間で{ $count }件、年換算{ $per_year }件（95%信頼区間 { $lower }～{ $upper }件）
pulse-no-days = 集計期間の日数が0日です
pulse-no-members = 名簿に登録者がいません
pulse-acted = 登録者{ $of }人中{ $count }人に、投稿・返信・参加などの行動がありました（95%信頼区間 { $lower }～{ $upper }）
pulse-posted = 登録者{ $of }人中{ $count }人が投稿しました（95%信頼区間 { $lower }～{ $upper }）
pulse-last-request = 直近の依頼・質問（{ $event }）には{ $of }人中{ $count }人が返信しました（95%信頼区間 { $lower }～{ $upper }、うち初めての発言{ $first_timers }人、投稿から{ $days }日経過）
pulse-no-request = ネットワークへの依頼や質問はありませんでした
pulse-organic = アルムナイの投稿{ $of }件中{ $count }件は、会社からの働きかけによらない自発的な投稿です（95%信頼区間 { $lower }～{ $upper }）
pulse-prompts-not-recorded = 投稿のきっかけが記録されていないため、自発的な投稿かどうかは分かりません
pulse-outside-roster = 行動の記録はあるものの名簿にない方が{ $count }人います
pulse-unknown-kind = アルムナイの行動のうち種類「{ $kind }」の{ $count }件は、内容を判別できないため含めていません
