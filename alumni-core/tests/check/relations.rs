//! What the vocabulary says always holds, against made-up workers.

use alumni_core::ErrorKind;
use alumni_core::eligibility::{Policy, Status};
use alumni_core::workforce::{Fact, Position, Separation, SeparationKind, Spell, Value, Vocabulary, Worker};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

fn day(days: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2010, 1, 1).unwrap() + Days::new(days)
}

fn spell() -> impl Strategy<Value = Spell> {
    let positions = prop::collection::btree_map(0_u64..300, (prop::option::of(1..9_i32), "[ab]"), 0..3);
    (0_u64..900, prop::option::of(0_u64..400), prop::option::of(1..9_i32), positions, 0..4_u8, 0_u64..200)
        .prop_map(|(start, length, grade, positions, ending, notice)| {
            let first = day(start);
            let last = length.map(|length| first + Days::new(length));
            let mut spell = last.map_or_else(|| Spell::open(first), |last| Spell::new(first, last).unwrap());
            if let Some(grade) = grade {
                spell = spell.grade(grade);
            }
            let separation = Separation::from(SeparationKind::Voluntary);
            spell = match (ending, last) {
                (0, _) => spell,
                (1, Some(last)) => {
                    let mut separation = separation;
                    separation.notified_on = Some(last - Days::new(notice));
                    spell.separation(separation)
                }
                (2, Some(last)) => {
                    let mut separation = separation;
                    separation.rescinded_on = Some(last);
                    spell.separation(separation)
                }
                _ => spell.separation(separation),
            };
            for (from, (grade, family)) in positions {
                if length.is_none_or(|length| from <= length) {
                    let mut position = Position::new(first + Days::new(from));
                    (position.grade, position.job_family) = (grade, Some(family));
                    spell = spell.position(position);
                }
            }
            spell
        })
}

/// The relation with ends and neighbours as facts of their own, and what those are of a worker.
fn plain(always: &str, worker: Worker, as_of: NaiveDate) -> (String, String, Worker) {
    let (mut rule, mut facts, mut worker) = (always.to_owned(), String::new(), worker);
    let ends = ["tenure", "since_separation", "total_tenure", "notice_given"];
    let calls = ends.iter().flat_map(|of| [("first_day", *of, "date"), ("end", *of, "date")]);
    for (call, of, kind) in calls.chain([("next", "return_count", "integer")]) {
        let name = format!("{call}_{of}");
        let written = format!("{call}({of})");
        if !rule.contains(&written) {
            continue;
        }
        rule = rule.replace(&written, &name);
        facts += &format!("[[facts]]\nname = \"{name}\"\ntype = \"{kind}\"\ntitle = \"{name}\"\n");
        worker = match of.parse::<Fact>().unwrap().of(&worker, None, as_of) {
            Some(Value::Period(span)) if call == "end" => worker.with_fact(name, span.until()),
            Some(Value::Period(span)) => worker.with_fact(name, span.from()),
            Some(Value::Integer(number)) => worker.with_fact(name, number + 1),
            _ => worker,
        };
    }
    (rule, facts, worker)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_relation_is_never_false(spells in prop::collection::vec(spell(), 0..4), at in 0_u64..1500) {
        // Spells that overlap in ways the worker refuses are no workers.
        let Ok(worker) = Worker::new("w", spells) else { return Ok(()) };
        let as_of = day(at);
        for relation in Vocabulary::hr().relations() {
            let (rule, facts, worker) = plain(&relation.always, worker.clone(), as_of);
            let text = format!("id = \"p\"\nversion = 1\n{facts}[[criteria]]\nid = \"c\"\nrequire = \"{rule}\"");
            let decision = Policy::parse(&text).unwrap().decide(&worker, as_of).unwrap();
            let stands = decision.criteria()[0].status;
            prop_assert_ne!(stands, Status::Unmet, "{} for {:?} as of {}", relation.always, worker, as_of);
        }
    }
}

#[test]
fn own_relations_are_checked_and_used() {
    let text = |always: &str| {
        format!(
            "id = \"p\"\nversion = 1\n[[facts]]\nname = \"manager\"\ntype = \"boolean\"\ntitle = \"m\"\n\
             [[relations]]\nalways = \"{always}\"\n[[criteria]]\nid = \"a\"\nrequire = \"manager\"\n\
             [[criteria]]\nid = \"b\"\nrequire = \"grade >= 4\""
        )
    };
    let policy = Policy::parse(&text("not manager or grade >= 5")).unwrap();
    assert_eq!(policy.check().findings()[0].criteria, ["b", "a"]);
    assert!(Policy::parse(&text("not manager or grade >= 3")).unwrap().check().is_clean());
    assert_eq!(Policy::parse(&policy.to_json()).unwrap().hash(), policy.hash());
    for (always, kind, path) in [
        ("not managr or grade >= 5", ErrorKind::UnknownName, "relations[0].always: 1:5"),
        ("end(grade) = as_of", ErrorKind::WrongType, "relations[0].always"),
        ("grade >=", ErrorKind::Syntax, "relations[0].always: 1:9"),
    ] {
        let error = Policy::parse(&text(always)).unwrap_err();
        assert_eq!((error.kind(), error.path()), (kind, path), "{error}");
    }
}
