engagement-posts-a-year = 年換算{ $posts }件
engagement-posts-made = これまでの{ $days }日間の投稿は{ $made }件
health-seeding = 立ち上げ期：開始から日の浅いネットワークです（{ engagement-posts-made }、登録者{ $of }人中{ $count }人に行動あり、{ $lower }～{ $upper }%）
health-growing = 成長期：投稿は{ engagement-posts-a-year }で、事務局の働きかけによるものが多く含まれます（登録者{ $of }人中{ $count }人に行動あり、{ $lower }～{ $upper }%）
health-self-running = 自走期：投稿は{ engagement-posts-a-year }で、大半が自発的なものです（登録者{ $of }人中{ $count }人に行動あり、{ $lower }～{ $upper }%）
health-lively = 活発な状態：投稿は{ engagement-posts-a-year }です。事務局の働きかけによるものかどうかは記録されていません（登録者{ $of }人中{ $count }人に行動あり、{ $lower }～{ $upper }%）
health-quiet-asked = 静かですが形骸化していません：投稿は{ engagement-posts-a-year }にとどまるものの、{ $asked_on }の依頼には{ $of }人中{ $count }人が回答しました（{ $lower }～{ $upper }%）
health-quiet = 静かな状態：投稿は{ engagement-posts-a-year }、登録者{ $of }人中{ $count }人に行動がありました（{ $lower }～{ $upper }%）。直近{ $year_days }日間に、{ $request_days }日以上経過した全体への依頼は記録されていません
health-quiet-answers = 静かな状態：投稿は{ engagement-posts-a-year }、登録者{ $of }人中{ $count }人に行動があり（{ $lower }～{ $upper }%）、{ $asked_on }の依頼には{ $asked }人中{ $answered }人が回答しました
health-fading = 衰退の兆し：以前より活動が減っています（投稿は{ engagement-posts-a-year }、登録者{ $of }人中{ $count }人に行動あり、{ $lower }～{ $upper }%）
health-hollow-asked = 形骸化：投稿は{ engagement-posts-a-year }で、最も多く回答のあった{ $asked_on }の依頼でも、回答したのは{ $of }人中{ $count }人でした（{ $lower }～{ $upper }%）
health-hollow-left = 形骸化：投稿は{ engagement-posts-a-year }、登録者{ $of }人中{ $count }人に行動がありました（{ $lower }～{ $upper }%）。全員が配信を停止しており、依頼できる相手が残っていません
health-hollow = 形骸化：投稿は{ engagement-posts-a-year }、登録者{ $of }人中{ $count }人に行動がありました（{ $lower }～{ $upper }%）
health-cannot-tell = ネットワークの状態はまだ判断できません
health-needs-members = 判断に必要なもの：登録者があと{ $missing }人（現在{ $members }人）
health-needs-record = 判断に必要なもの：基準日より前の行動記録
health-needs-request = 判断に必要なもの：登録者全員への具体的な依頼1件と、回答を待つ{ $days }日間（静かなだけなのか形骸化しているのかが分かります）
health-needs-request-left = 判断に必要なもの：配信を停止していない登録者{ $members }人への具体的な依頼1件と、回答を待つ{ $days }日間（{ $opted_out }人は配信を停止しています。静かなだけなのか形骸化しているのかが分かります）
health-needs-answers = 判断に必要なもの：{ $open }日前の依頼への回答（あと{ $more }日待てば、静かなだけなのか形骸化しているのかが分かります）
health-opened = 運営開始から{ $days }日が経過しています
health-first-event = 最初の記録から{ $days }日が経過しています（運営開始日は登録されていません）
health-posts = アルムナイの投稿は{ $days }日間で{ $count }件、登録者1人あたり年{ $value }件です（95%信頼区間 { $lower }～{ $upper }件）
health-answered = { $asked_on }の依頼には、依頼を受けた登録者{ $of }人中{ $count }人が回答しました（{ $requests ->
    [1] 対象期間の依頼はこの1件のみ
   *[other] 対象期間の依頼{ $requests }件のうち回答率が最も高いもの
}、95%信頼区間 { $lower }～{ $upper }、うち初めての発言{ $first_timers }人、投稿から{ $days }日経過）
health-answers-not-recorded = 回答が1件も記録されていないため、誰も回答していないのか、回答が記録されていないのかは区別できません
health-opted-out = 登録者{ $of }人中{ $count }人が配信を停止しており、依頼できる相手が残っていません
health-pace-undecided = 投稿のペースの信頼区間（登録者1人あたり年{ $lower }～{ $upper }件）が、活発とみなす基準の年{ $threshold }件をまたいでいます。この投稿数では、活発なのか静かなのかを確実には区別できません
health-acted = 直近半年間に、登録者{ $of }人中{ $count }人に投稿・返信・参加などの行動がありました（95%信頼区間 { $lower }～{ $upper }）
health-own-posts = 最近の投稿{ $of }件中{ $count }件は、会社からの働きかけによらない自発的な投稿です（95%信頼区間 { $lower }～{ $upper }）
health-own-posts-not-recorded = 投稿のきっかけが一切記録されていないため、自走しているのか事務局頼みなのかは区別できません（状態の判定では自走として扱っています）
health-posts-fell = 自発的な投稿（自己紹介を除く）が、その前の半年間の{ $before }件から{ $after }件に減りました（偶然に起こる確率：{ $p }）
health-looks-fell = 閲覧のあった延べ週数が、その前の半年間の{ $before }から{ $after }に減りました（偶然に起こる確率：{ $p }）
health-one-way = 一方通行：メッセージ{ $of }件中、アルムナイからのものは{ $count }件です（{ $value }、95%信頼区間 { $lower }～{ $upper }、基準値{ $threshold }）
health-clear-one-way = 会社からの発信数が同じであれば、アルムナイからのメッセージがあと{ $needed }件で解消します
health-over-recruiting = 採用色が強すぎる：会社からの配信{ $of }件中{ $count }件が求人・再入社に関するものです（{ $value }、95%信頼区間 { $lower }～{ $upper }、基準値{ $threshold }）
health-clear-over-recruiting = 次の求人案内の前に、それ以外の話題を{ $needed }件配信すれば解消します
health-opt-outs = 求人に関する配信から{ $days }日以内（計{ $covered }日間）の配信停止は{ $count }件（年換算{ $per_year }件）、それ以外の{ $other_days }日間は{ $others }件（年換算{ $otherwise }件）です
health-opt-outs-alone = 求人に関する配信から{ $days }日以内（計{ $covered }日間）の配信停止は{ $count }件（年換算{ $per_year }件）です。それ以外の期間がないため、比較はできません
health-no-member-benefit = 登録者にとってのメリットがない：提供・利用は{ $of }人年で{ $count }件です（1人あたり年{ $value }件、95%信頼区間 { $lower }～{ $upper }件、基準値{ $threshold }件）
health-clear-no-member-benefit = 特典の利用、イベントへの参加、人の紹介などがあと{ $needed }件で解消します
health-tool-only = ツールを入れただけ：閲覧した{ $of }人中、発言もした方は{ $count }人です（{ $value }、95%信頼区間 { $lower }～{ $upper }、基準値{ $threshold }）
health-clear-tool-only = 閲覧している方のうち、あと{ $needed }人が発言すれば解消します
health-group-only = グループを作っただけ：行動のあった{ $of }人中{ $count }人が名簿に登録されていません（{ $value }、95%信頼区間 { $lower }～{ $upper }、基準値{ $threshold }）
health-clear-group-only = そのうち{ $needed }人を名簿に登録すれば解消します
health-one-hub = 特定の1人に集中：やり取り{ $of }件中{ $count }件に同じ1人が関わっています（{ $value }、95%信頼区間 { $lower }～{ $upper }、基準値{ $threshold }）
health-one-hub-posts = 特定の1人に集中：会社からの働きかけによらない投稿{ $of }件中{ $count }件を、同じ1人が書いています（{ $value }、95%信頼区間 { $lower }～{ $upper }、基準値{ $threshold }）
health-clear-one-hub-posts = それ以外の方の投稿があと{ $needed }件で解消します
health-clear-one-hub = それ以外の方同士のやり取りがあと{ $needed }件で解消します
health-silent-newcomers = 新規登録者が発言しない：最近登録した{ $of }人中、行動のあった方は{ $count }人です（{ $value }、95%信頼区間 { $lower }～{ $upper }、基準値{ $threshold }）
health-clear-silent-newcomers = 新規登録者のうち、あと{ $needed }人に行動があれば解消します
health-unanswered = 依頼・質問が放置されている：アルムナイからの依頼・質問{ $of }件中、回答があったものは{ $count }件です（{ $value }、95%信頼区間 { $lower }～{ $upper }、基準値{ $threshold }）
health-clear-unanswered = あと{ $needed }件に回答があれば解消します
health-split = 分断：やり取りのある{ $of }人中{ $count }人が、最大の集団とつながりのない、2番目に大きい集団に属しています（{ $value }、95%信頼区間 { $lower }～{ $upper }、基準値{ $threshold }）
health-clear-split = 大きいほうから{ $groups }つの集団が互いにつながるよう、あと{ $needed }件の紹介があれば解消します
health-office-driven = 事務局頼み：アルムナイの投稿{ $of }件中、働きかけによらないものは{ $count }件です（{ $value }、95%信頼区間 { $lower }～{ $upper }、基準値{ $threshold }）
health-clear-office-driven = 自発的な投稿があと{ $needed }件で解消します
health-suspected = 確実とはいえません：信頼区間が基準値をまたいでいます
engagement-cause = { $cause ->
    [one_way] 一方通行
    [over_recruiting] 採用色が強すぎる
    [no_member_benefit] 登録者にとってのメリットがない
    [tool_only] ツールを入れただけ
    [group_only] グループを作っただけ
    [one_hub] 特定の1人に集中
    [silent_newcomers] 新規登録者が発言しない
    [unanswered] 依頼・質問が放置されている
    [split] 分断
   *[office_driven] 事務局頼み
}
engagement-missing = { $cause ->
    [one_way] メッセージがあと{ $needed }件
    [over_recruiting] 会社からの配信があと{ $needed }件
    [no_member_benefit] 登録者があと{ $needed }人
    [tool_only] 閲覧した方があと{ $needed }人
    [group_only] 行動のあった方があと{ $needed }人
    [one_hub] アルムナイ同士のやり取りがあと{ $needed }件
    [silent_newcomers] 新規登録者があと{ $needed }人
    [unanswered] アルムナイからの依頼・質問があと{ $needed }件
    [split] やり取りのある方があと{ $needed }人
   *[office_driven] アルムナイの投稿があと{ $needed }件
}
health-too-few = 「{ engagement-cause }」に当たるかどうかは判断できません：{ engagement-missing }必要です
health-undecided = 「{ engagement-cause }」に当たるかどうかはまだ判断できません：数値は基準を外れていますが、信頼区間が基準値をまたいでいます。この水準が続く場合、判断には{ engagement-missing }必要です
health-prompts-not-recorded = 「{ engagement-cause }」に当たるかどうかは判断できません：投稿のきっかけが記録されていません
health-not-recorded = 「{ engagement-cause }」に当たるかどうかは判断できません：必要な記録がありません
health-repeated-members = 名簿に重複して記載された{ $count }件を除きました
health-not-yet-members = 入会日が基準日以降の{ $count }人は、まだ登録者ではないため含めていません
health-repeated-events = 重複して取り込まれた{ $count }件を除きました
health-after-as-of = 基準日以降の{ $count }件は含めていません
health-record-begins = 運営が始まっていたにもかかわらず、{ $first }より前の記録がありません。投稿のない期間として数えていますが、記録の開始がこの日である場合、ペースは登録者1人あたり年{ $value }件となります。判断には、それ以前の記録が必要です
health-before-joining = 入会日より前の日付の行動が{ $count }件あります。集計には含めていますが、新規登録者の行動としては数えていません
health-unknown-kind = 種類「{ $kind }」の{ $count }件は、内容を判別できないため含めていません
