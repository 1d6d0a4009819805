//! `programme.toml`, the programme's own rules, and `README.txt`, which says that all of it is made up.

use std::fmt::Write;

use crate::data::Data;
use crate::dirt::Fault;
use crate::files::WORK_MAIL;
use crate::ladder::LADDER;
use crate::moment::Moment;
use crate::purposes::{PURPOSES, VERSIONS, version_from};
use crate::scenario::AS_OF;

/// The policies, from the lowest step to the highest. `{opened}` is the day on which the programme opened.
const POLICIES: &str = r#"
[[policies]]
id = "membership"
version = 2
effective_from = {opened}
title = { en = "Joining the network", ja = "ネットワークへの参加" }
source = "Alumni network rules, article 3 (made up)"

[[policies.criteria]]
id = "left"
require = "not employed"
title = { en = "has left the company", ja = "退職済みであること" }

[[policies.criteria]]
id = "service"
require = "total_tenure >= 1 year"
title = { en = "one year of service in all", ja = "通算勤続1年以上" }

[[policies.criteria]]
id = "conduct"
bar = "separation_kind = involuntary_cause"
title = { en = "dismissed for cause", ja = "懲戒解雇等による退職" }

[[policies.criteria]]
id = "living"
bar = "separation_kind = death"
title = { en = "died in service", ja = "在職中の死亡" }

[[policies]]
id = "contract-work"
version = 1
effective_from = {opened}
title = { en = "Side jobs and contract work", ja = "副業・業務委託" }
source = "HR-14 section 2 (made up)"

[[policies.criteria]]
id = "left"
require = "not employed"
title = { en = "has left the company", ja = "退職済みであること" }

[[policies.criteria]]
id = "service"
require = "total_tenure >= 3 years"
title = { en = "three years of service in all", ja = "通算勤続3年以上" }

[[policies.criteria]]
id = "conduct"
bar = "separation_kind = involuntary_cause or separation_kind = death"
title = { en = "dismissed for cause, or died in service", ja = "懲戒解雇等による退職または在職中の死亡" }

[[policies]]
id = "return-track"
version = 3
effective_from = {opened}
title = { en = "Return track", ja = "復職トラック" }
source = "HR-12 section 3 (made up)"

[[policies.criteria]]
id = "left"
require = "not employed"
title = { en = "has left the company", ja = "退職済みであること" }

[[policies.criteria]]
id = "service"
require = "tenure >= 5 years or grade_at_separation >= 3"
title = { en = "five years of service, or 主任 and above", ja = "勤続5年以上または主任以上" }
source = "HR-12 section 3.1"

[[policies.criteria]]
id = "cooling-off"
require = "since_separation >= 6 months"
title = { en = "six months since leaving", ja = "離職後6か月以上" }
source = "HR-12 section 3.2"

[[policies.criteria]]
id = "conduct"
bar = "separation_kind = involuntary_cause or separation_kind = death"
title = { en = "dismissed for cause, or died in service", ja = "懲戒解雇等による退職または在職中の死亡" }
source = "HR-12 section 3.3"

[[policies.criteria]]
id = "retired"
bar = "separation_kind = retirement"
title = { en = "retired: the re-employment scheme applies instead", ja = "定年退職（定年後再雇用制度の対象）" }
source = "HR-12 section 3.4"

{flag}[[policies.criteria]]
id = "third-return"
review = "return_count >= 2"
title = { en = "came back twice before", ja = "過去に2回以上の復職歴" }
source = "HR-12 section 3.6"
"#;

/// Where the HR system has a flag, a flag that is no clear yes is for a person to look at.
const FLAG: &str = r#"[[policies.criteria]]
id = "flag"
bar = "rehire_flag = no"
title = { en = "marked as not to be rehired", ja = "再雇用不可の区分" }
source = "HR-12 section 3.5"

[[policies.criteria]]
id = "flag-unclear"
review = "rehire_flag in [upon_review, not_answered, absent]"
title = { en = "rehire flag not settled", ja = "再雇用可否の区分が未確定" }
source = "HR-12 section 3.5"

"#;

/// What each version of the notice adds, in English and Japanese; `{purposes}` are the new purposes.
const NOTICES: [(&str, &str); 4] = [
    (
        "We invite you to our network of former colleagues. If you join, we keep your name, your own contact details, and the \
         years, departments and posts you held here, for as long as you are a member. You choose separately what we may use \
         them for: {purposes}. You can change or withdraw each choice at any time, on your page or by writing to \
         alumni@corp.example.invalid; what we did before stays lawful. Saying no has no effect on your reference, your severance \
         pay or a later application. We ask you again after two years where a choice lapses.",
        "当社のアルムナイネットワークにご招待します。ご参加いただいた場合、お名前、ご本人の連絡先、在籍期間、所属および役職を、会員である間保管\
         します。利用目的は一つずつお選びいただけます（{purposes}）。選択はマイページまたは alumni@corp.example.invalid へのご連絡により、いつ\
         でも変更・撤回できます。撤回前の取扱いには影響しません。同意されない場合でも、推薦状、退職金、再応募において不利益はありません。有効\
         期間のある項目については、2年後に改めてご意向をうかがいます。",
    ),
    (
        "New on your page: {purposes}. Your profile is shown to other members only if you say so, and you decide which parts of \
         it. Everything we told you before still holds.",
        "マイページに次の項目を追加しました（{purposes}）。プロフィールは、ご本人が選んだ範囲に限り、他の会員に公開されます。これまでのご説明に\
         変更はありません。",
    ),
    (
        "New on your page: {purposes}. If we would like to publish a conversation with you, you see the text before anybody \
         else, and nothing appears without your agreement to that text.",
        "マイページに次の項目を追加しました（{purposes}）。インタビューの公開をお願いする場合は、事前に原稿をご確認いただき、ご同意のない内容は\
         公開しません。",
    ),
    (
        "New on your page: {purposes}. From your posts, replies, visits and attendance we would compute how close you are to the \
         network, to decide whom to ask for help and what to offer. A person looks at every decision, you can see your figures \
         and what they are made of, and without your agreement none are made.",
        "マイページに次の項目を追加しました（{purposes}）。投稿、返信、閲覧およびイベント参加の記録から交流の度合いを算出し、ご協力のお願い先\
         やご案内の内容を決める際の参考とします。判断は必ず担当者が行い、ご本人は数値とその内訳を確認できます。同意がない場合、算出は行いません。",
    ),
];

pub(crate) fn programme(data: &Data) -> String {
    let scenario = &data.scenario;
    let opened = scenario.opened();
    let (en, ja) = scenario.title;
    let grades: Vec<_> = LADDER.iter().map(|(code, rank, _)| format!("{code:?} = {rank}")).collect();
    let flag = if scenario.flags == crate::scenario::Flags::Japan { "" } else { FLAG };
    let mut text = format!(
        "# Made up, every word and number of it: see README.txt.\n\
         id = {:?}\n\
         version = 1\n\
         title = {{ en = \"{en} (synthetic)\", ja = \"{ja}（合成データ）\" }}\n\
         synthetic = {:?}\n\
         utc_offset = \"+09:00\"\n\
         \n\
         [export]\n\
         mapping = \"canonical\"\n\
         grades = {{ {} }}\n\
         mail_domains = [{WORK_MAIL:?}]\n\
         \n\
         [network]\n\
         membership = \"membership\"\n\
         scoring = \"profiling_scoring\"\n\
         window = \"12 months\"\n",
        scenario.name,
        data.command(&[]),
        grades.join(", "),
    );
    text.push_str(&POLICIES.replace("{opened}", &opened.to_string()).replace("{flag}", flag));
    for purpose in &PURPOSES {
        let (en, ja) = purpose.title;
        let _ = write!(
            text,
            "\n[[purposes]]\nid = {:?}\ntitle = {{ en = {en:?}, ja = \"{ja}\" }}\nlegal_basis = \"consent\"\nchannels = [{}]\n",
            purpose.id, purpose.channels
        );
        if let Some(months) = purpose.months {
            let _ = writeln!(text, "valid_for = \"{months} months\"");
        }
    }
    for version in 1..=VERSIONS {
        text.push_str(&notice(data, version));
    }
    text.push_str(
        "\n[fairness]\n\
         id = \"four-fifths\"\n\
         version = 1\n\
         title = { en = \"Four-fifths screening\", ja = \"5分の4基準による点検\" }\n\
         source = \"29 CFR 1607.4(D)\"\n\
         \n\
         [engagement]\n\
         preset = \"alumni\"\n",
    );
    text
}

/// A version of the notice, which says again what the earlier ones said.
fn notice(data: &Data, version: u32) -> String {
    let explained: Vec<_> = PURPOSES.iter().filter(|purpose| purpose.since_version <= version).collect();
    let ids: Vec<_> = explained.iter().map(|purpose| format!("{:?}", purpose.id)).collect();
    let (mut english, mut japanese) = (Vec::new(), Vec::new());
    for (part, (en, ja)) in (1..=version).zip(NOTICES) {
        let new = || explained.iter().filter(|purpose| purpose.since_version == part);
        let titles = new().map(|purpose| purpose.title.0.to_lowercase()).collect::<Vec<_>>().join("; ");
        english.push(en.replace("{purposes}", &titles));
        let titles = new().map(|purpose| purpose.title.1).collect::<Vec<_>>().join("、");
        japanese.push(ja.replace("{purposes}", &titles));
    }
    format!(
        "\n[[notices]]\nid = \"alumni\"\nversion = {version}\npurposes = [{}]\neffective_from = \"{}\"\n\
         text.en = \"\"\"\n{}\"\"\"\ntext.ja = \"\"\"\n{}\"\"\"\n",
        ids.join(", "),
        Moment::start_of(version_from(&data.scenario, version)),
        english.join("\n"),
        japanese.join("\n"),
    )
}

pub(crate) fn readme(data: &Data, faults: &[Fault]) -> String {
    let (en, ja) = data.scenario.title;
    let mut text = format!(
        "SYNTHETIC DATA / 合成データ\n\
         \n\
         Everything in this folder is made up: no person, company, rule or event is real. Addresses end in\n\
         example.invalid, which belongs to nobody (RFC 2606); telephone numbers cannot be dialled.\n\
         このフォルダの内容はすべて架空のものです。実在の人物、企業、規程、出来事とは関係ありません。\n\
         \n\
         {en}\n{ja}\n\
         \n\
         Made by:  cargo run --release --example {} --out DIR\n\
         Told as of {AS_OF}. The same command gives the same bytes.\n\
         \n\
         The files and their columns are described in docs/formats/data-folder.md, the distributions and their sources\n\
         in docs/generator.md. truth/truth.json has what only the maker knows; no review may read it.\n",
        data.command(faults).replacen("generate ", "generate -- ", 1),
    );
    if !faults.is_empty() {
        text.push_str(
            "\nThe files have faults on purpose; truth/truth.json lists each with its file and line.\n",
        );
    }
    text
}
