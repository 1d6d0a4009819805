//! Decisions over whole policies. Expected dates were worked out by hand on the calendar.

mod batch;
#[cfg(feature = "dmn")]
mod dmn;
mod json_logic;
mod judge;
mod ladder;
mod language;
mod library_cases;
mod limits;
mod linear;
mod said;
mod simulate;
mod vocabulary;
mod waiting;

use super::*;
use crate::text::Lang;
use crate::workforce::{Completeness, RehireFlag, SeparationKind, Spell, Worker};
use crate::{Error, ErrorKind};

const RETURN_TRACK: &str = r#"
id = "return-track"
version = 3
effective_from = 2026-04-01
title = { en = "Return track", ja = "復職トラック" }

[[criteria]]
id = "service"
require = "tenure >= 5 years or grade >= 3"
source = "HR-12 s.3"

[[criteria]]
id = "cooling-off"
require = "since_separation >= 6 months"

[[criteria]]
id = "conduct"
bar = "separation_kind = involuntary_cause"

[[criteria]]
id = "flag"
review = "rehire_flag in [upon_review, not_answered, absent]"
"#;

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn worker(flag: RehireFlag) -> Worker {
    let spell = Spell::new(day("2016-04-01"), day("2021-09-30")).unwrap();
    Worker::new("w-1042", [spell.grade(2).separation(SeparationKind::Voluntary)]).unwrap().rehire_flag(flag)
}

fn policy(rule: &str) -> Result<Policy, Error> {
    let rule = rule.replace('\\', "\\\\").replace('"', "\\\"");
    Policy::parse(&format!("id = \"p\"\nversion = 1\n[[criteria]]\nid = \"c\"\nrequire = \"\"\"{rule}\"\"\""))
}

fn error_of(document: &str) -> (ErrorKind, String) {
    let error = Policy::parse(document).unwrap_err();
    (error.kind(), error.path().to_owned())
}

#[test]
fn the_return_track_decides_explains_and_foresees() {
    let policy = Policy::parse(RETURN_TRACK).unwrap();
    let decision = policy.decide(&worker(RehireFlag::Yes), day("2021-12-01")).unwrap();
    assert_eq!(decision.to_string(), "Ineligible; eligible on 2022-04-01");
    assert_eq!(decision.text(Lang::Ja), "対象外（2022年4月1日から対象）");
    let reasons: Vec<_> = decision.reasons().map(|reason| reason.text(Lang::Ja)).collect();
    assert_eq!(reasons, ["離職後6か月以上（2022年4月1日に満たします）"]);
    let said: Vec<_> = decision.criteria().iter().map(|criterion| criterion.reason.text(Lang::Ja)).collect();
    assert_eq!(said[0], "勤続5年以上または等級3以上（満たしています）");
    assert_eq!(said[2], "該当しません：離職の種類が「懲戒解雇等」");
    let later = policy.decide(&worker(RehireFlag::Yes), day("2022-04-01")).unwrap();
    assert_eq!((later.outcome(), later.eligible_on()), (Outcome::Eligible, None));
    assert_eq!(
        policy.decide(&worker(RehireFlag::Yes), day("2022-03-31")).unwrap().outcome(),
        Outcome::Ineligible
    );
    let conditional = policy.decide(&worker(RehireFlag::Absent), day("2022-04-01")).unwrap();
    assert_eq!(conditional.to_string(), "Conditional; a person decides on: flag");
}

#[test]
fn a_decision_reads_back_and_names_its_policy() {
    let policy = Policy::parse(RETURN_TRACK).unwrap();
    let decision = policy.decide(&worker(RehireFlag::Absent), day("2021-12-01")).unwrap();
    let json = serde_json::to_string(&decision).unwrap();
    assert_eq!(serde_json::from_str::<Decision>(&json).unwrap(), decision);
    assert_eq!(decision.policy(), &policy.reference());
    assert_eq!(policy.hash().len(), 64);
}

#[test]
fn form_and_spacing_do_not_change_a_policy() {
    let toml = Policy::parse(RETURN_TRACK).unwrap();
    let json = Policy::parse(&toml.to_json()).unwrap();
    assert_eq!((json.hash(), json.to_json()), (toml.hash(), toml.to_json()));
    let spaced = Policy::parse(&RETURN_TRACK.replace("5 years or", "5  years   or")).unwrap();
    assert_eq!(spaced.hash(), toml.hash());
    let stricter = Policy::parse(&RETURN_TRACK.replace("5 years", "6 years")).unwrap();
    assert_ne!(stricter.hash(), toml.hash());
    let tree = r#"{"id": "p", "version": 1, "criteria": [{"id": "c", "require":
        {"compare": {"left": {"name": "tenure"}, "is": ">=", "right": {"period": "P5Y"}}}}]}"#;
    assert_eq!(Policy::parse(tree).unwrap().hash(), policy("tenure >= 5 years").unwrap().hash());
}

#[test]
fn missing_is_not_no() {
    let policy = Policy::parse(RETURN_TRACK).unwrap();
    // Nothing but an open start: tenure unknown because the end is, and no grade.
    let bare = Spell::open(day("2016-04-01")).separation(SeparationKind::Voluntary);
    let decision = policy
        .decide(&Worker::new("w", [bare.clone()]).unwrap().rehire_flag(RehireFlag::Yes), day("2022-04-01"))
        .unwrap();
    assert_eq!(decision.outcome(), Outcome::Undetermined);
    assert_eq!(decision.missing(), ["tenure", "grade", "since_separation"]);
    assert_eq!(decision.text(Lang::Ja), "判定保留（確認が必要な情報：勤続、等級、離職後）");
    // The grade decides one criterion without the tenure.
    let graded = policy
        .decide(&Worker::new("w", [bare.grade(3)]).unwrap().rehire_flag(RehireFlag::Yes), day("2022-04-01"))
        .unwrap();
    assert_eq!(graded.missing(), ["since_separation"]);
    // A bar that holds settles it, whatever else is unknown.
    let barred = Spell::open(day("2016-04-01")).separation(SeparationKind::InvoluntaryCause);
    assert_eq!(
        policy.decide(&Worker::new("w", [barred]).unwrap(), day("2022-04-01")).unwrap().outcome(),
        Outcome::Ineligible
    );
    let latest = worker(RehireFlag::Yes).completeness(Completeness::LatestOnly);
    let total = self::policy("total_tenure >= 1 year").unwrap();
    let total = total.decide(&latest, day("2022-04-01")).unwrap();
    assert_eq!((total.outcome(), total.missing()), (Outcome::Undetermined, &["total_tenure".to_owned()][..]));
}

#[test]
fn the_kleene_truth_tables_are_strong() {
    let own = "[[facts]]\nname = \"a\"\ntype = \"boolean\"\ntitle = \"a\"\n[[facts]]\nname = \"b\"\ntype = \"boolean\"\ntitle = \"b\"\n";
    let values = [Some(true), Some(false), None];
    // Kleene 1952, section 64: true, false, unknown by true, false, unknown.
    let and = [Some(true), Some(false), None, Some(false), Some(false), Some(false), None, Some(false), None];
    let or = [Some(true), Some(true), Some(true), Some(true), Some(false), None, Some(true), None, None];
    let not = [Some(false), Some(true), None];
    let ask = |rule: &str, a: Option<bool>, b: Option<bool>| {
        let text = format!("id = \"p\"\nversion = 1\n{own}[[criteria]]\nid = \"c\"\nrequire = \"{rule}\"");
        let mut worker = Worker::new("w", []).unwrap();
        for (name, value) in [("a", a), ("b", b)] {
            if let Some(value) = value {
                worker = worker.with_fact(name, value);
            }
        }
        match Policy::parse(&text).unwrap().decide(&worker, day("2022-01-01")).unwrap().outcome() {
            Outcome::Eligible => Some(true),
            Outcome::Ineligible => Some(false),
            _ => None,
        }
    };
    for (i, a) in values.into_iter().enumerate() {
        for (j, b) in values.into_iter().enumerate() {
            assert_eq!(ask("a and b", a, b), and[3 * i + j], "{a:?} and {b:?}");
            assert_eq!(ask("a or b", a, b), or[3 * i + j], "{a:?} or {b:?}");
        }
        assert_eq!(ask("not a", a, None), not[i]);
        assert_eq!(ask("a is known", a, None), Some(a.is_some()));
    }
}

#[test]
fn an_unknown_review_waits_unless_another_already_asks() {
    let text = |extra: &str| {
        format!(
            "id = \"p\"\nversion = 1\n[[criteria]]\nid = \"a\"\nreview = \"handover_done\"\n[[criteria]]\nid = \"b\"\nreview = \"{extra}\""
        )
    };
    let decide = |extra: &str| {
        Policy::parse(&text(extra))
            .unwrap()
            .decide(&worker(RehireFlag::No), day("2022-04-01"))
            .unwrap()
            .outcome()
    };
    assert_eq!(decide("rehire_flag = yes"), Outcome::Undetermined);
    assert_eq!(decide("rehire_flag = no"), Outcome::Conditional);
}

#[test]
fn a_supplied_fact_of_the_wrong_type_is_an_error_not_a_verdict() {
    let text = "id = \"p\"\nversion = 1\n[[facts]]\nname = \"nda_signed\"\ntype = \"boolean\"\ntitle = \"NDA\"\n[[criteria]]\nid = \"c\"\nrequire = \"nda_signed\"";
    let policy = Policy::parse(text).unwrap();
    let error = policy
        .decide(&worker(RehireFlag::Yes).with_fact("nda_signed", "signed"), day("2022-04-01"))
        .unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::WrongType, "facts.nda_signed"));
}

#[test]
fn every_code_has_a_sentence_in_both_languages() {
    for outcome in Outcome::ALL {
        for code in [format!("outcome-{}", outcome.as_str()), format!("decision-{}", outcome.as_str())] {
            assert!(
                Lang::ALL.into_iter().all(|lang| crate::text::codes(lang).any(|known| known == code)),
                "{code}"
            );
        }
    }
    for code in [
        "decision-ineligible-until",
        "criterion-met",
        "criterion-unmet",
        "criterion-unmet-until",
        "criterion-unknown",
        "criterion-review",
        "criterion-barred",
        "criterion-barred-until",
        "criterion-clear",
    ] {
        assert!(
            Lang::ALL.into_iter().all(|lang| crate::text::codes(lang).any(|known| known == code)),
            "{code}"
        );
    }
}

#[test]
fn documents_say_where_they_are_wrong() {
    let path = |text: &str| {
        let error = Policy::parse(text).unwrap_err();
        (error.kind(), error.path().to_owned())
    };
    let base = "id = \"p\"\nversion = 1\n";
    assert_eq!(path("id = "), (ErrorKind::Syntax, "1:6".into()));
    assert_eq!(path(&format!("{base}criteria = []")), (ErrorKind::Missing, "criteria".into()));
    assert_eq!(path(&format!("{base}[[criteria]]\nid = \"c\"")), (ErrorKind::Missing, "criteria[0]".into()));
    let two = "[[criteria]]\nid = \"c\"\nrequire = \"true\"\n";
    assert_eq!(path(&format!("{base}{two}{two}")), (ErrorKind::Duplicate, "criteria[1].id".into()));
    assert_eq!(path(&format!("{base}{two}bar = \"true\"")), (ErrorKind::Missing, "criteria[0]".into()));
    assert_eq!(
        path(&format!("{base}effective_from = 2026-04-01\neffective_until = 2026-03-31\n{two}")).1,
        "effective_until"
    );
    assert_eq!(path(&"x".repeat(5 << 20)).0, ErrorKind::TooLarge);
    let many: String =
        (0..1001).map(|i| format!("[[criteria]]\nid = \"c{i}\"\nrequire = \"true\"\n")).collect();
    assert_eq!(path(&format!("{base}{many}")), (ErrorKind::TooLarge, "criteria".into()));
}
