//! Ladders: what is refused, what is highest, and what stands before the next step.

use super::super::{Ladder, LadderDecision, Outcome};
use super::day;
use crate::ErrorKind;
use crate::text::Lang;
use crate::workforce::Worker;

fn ladder(ordered: bool, rules: &[&str]) -> Ladder {
    let steps: Vec<_> = rules
        .iter()
        .enumerate()
        .map(|(index, rule)| {
            let criteria = [serde_json::json!({"id": "c", "require": rule})];
            serde_json::json!({
                "id": format!("s{index}"),
                "policy": {"id": format!("p{index}"), "version": 1, "criteria": criteria},
            })
        })
        .collect();
    let facts = serde_json::json!([{"name": "a", "type": "boolean", "title": "a"}]);
    let document =
        serde_json::json!({"id": "l", "version": 1, "ordered": ordered, "facts": facts, "steps": steps});
    Ladder::parse(&document.to_string()).unwrap()
}

fn decided(rules: &[&str]) -> LadderDecision {
    let worker = Worker::from_json(r#"{"id": "w", "facts": {"grade": 3}}"#).unwrap();
    ladder(true, rules).decide(&worker, day("2026-04-01")).unwrap()
}

#[test]
fn the_highest_step_is_the_last_that_is_eligible() {
    let at = |rules: &[&str]| {
        let decision = decided(rules);
        let id = |step: Option<&super::super::StepDecision>| step.map(|step| step.id().to_owned());
        (id(decision.highest()), id(decision.next()), decision.is_settled())
    };
    let step = |index: usize| Some(format!("s{index}"));
    assert_eq!(at(&["true", "true"]), (step(1), None, true));
    assert_eq!(at(&["true", "false", "false"]), (step(0), step(1), true));
    // Each step stands for itself.
    assert_eq!(at(&["false", "grade >= 3", "false"]), (step(1), step(2), true));
    assert_eq!(at(&["false"]), (None, step(0), true));
    assert_eq!(at(&["true", "a"]), (step(0), step(1), false));
    assert_eq!(at(&["a", "true"]), (step(1), None, true));
    let set = ladder(false, &["true", "false", "a"]);
    let decision = set.decide(&Worker::new("w", []).unwrap(), day("2026-04-01")).unwrap();
    assert_eq!((decision.highest(), decision.next(), decision.is_settled()), (None, None, false));
    assert_eq!(decision.open().map(|step| step.id()).collect::<Vec<_>>(), ["s0"]);
    assert_eq!(decision.text(Lang::Ja), "対象：s0");
    assert_eq!(decision.steps()[2].decision().outcome(), Outcome::Undetermined);
}

#[test]
fn many_rows_are_decided_as_each_row_is() {
    use crate::columns::{Bits, Column, Columns, Integers, Values};
    let grades: Vec<i64> = (0..70).map(|row| row % 7).collect();
    let bits = [0x5A5A_5A5A_A5A5_0F0F_u64, 0x2A];
    let bytes: Vec<u8> = bits.iter().flat_map(|word| word.to_le_bytes()).collect();
    for ordered in [true, false] {
        let ladder =
            ladder(ordered, &["grade >= 1", "a", "grade >= 3 and not a", "grade >= 5 or a is not known"]);
        let columns = Columns::new(70)
            .unwrap()
            .with("grade", Column::new(Values::Integers(Integers::I64(&grades))))
            .unwrap()
            .with("a", Column::new(Values::Booleans(Bits::new(&bytes, 0, 70).unwrap())))
            .unwrap();
        let decisions = ladder.decide_columns(&columns, day("2026-04-01")).unwrap();
        let mut counts = vec![0; 4];
        for (row, grade) in grades.iter().enumerate() {
            let a = bits[row / 64] >> (row % 64) & 1 == 1;
            let facts = serde_json::json!({"id": "w", "facts": {"grade": grade, "a": a}});
            let worker = Worker::from_json(&facts.to_string()).unwrap();
            let one = ladder.decide(&worker, day("2026-04-01")).unwrap();
            let place = one.highest().map(|step| step.id()[1..].parse::<u8>().unwrap());
            assert_eq!(decisions.highest()[row], place, "row {row}");
            if let Some(place) = place {
                counts[usize::from(place)] += 1;
            }
        }
        assert_eq!(decisions.counts(), counts);
    }
}

#[test]
fn a_ladder_and_its_decision_are_values() {
    let ladder = ladder(true, &["a", "grade >= 3"]);
    assert_eq!(Ladder::parse(&ladder.to_json()).unwrap(), ladder);
    assert_eq!(serde_json::from_str::<Ladder>(&serde_json::to_string(&ladder).unwrap()).unwrap(), ladder);
    assert_eq!(ladder.facts(), ["a", "grade"]);
    let decision = decided(&["true", "false"]);
    let json = serde_json::to_string(&decision).unwrap();
    assert_eq!(serde_json::from_str::<LadderDecision>(&json).unwrap(), decision);
    assert_eq!(decision.to_string(), "Up to s0; next s1: Ineligible");
    assert_eq!(decided(&["false"]).text(Lang::Ja), "可能な段階なし。次の段階「s0」は対象外");
    assert_eq!(decided(&["true"]).text(Lang::Ja), "最上位の「s0」まで可");
}

#[test]
fn a_ladder_that_cannot_be_is_refused_with_its_place() {
    let at = |text: &str| {
        let error = Ladder::parse(text).unwrap_err();
        (error.kind(), error.path().to_owned())
    };
    let base = "id = \"l\"\nversion = 1\n";
    let step = "[[steps]]\nid = \"a\"\nlibrary = \"three-years\"\n";
    assert_eq!(at(&format!("{base}steps = []")), (ErrorKind::Missing, "steps".into()));
    assert_eq!(at(&format!("id = \"\"\nversion = 1\n{step}")), (ErrorKind::Missing, "id".into()));
    assert_eq!(at(&format!("{base}{step}{step}")), (ErrorKind::Duplicate, "steps[1].id".into()));
    assert_eq!(at(&format!("{base}[[steps]]\nid = \"a\"")), (ErrorKind::Missing, "steps[0]".into()));
    assert_eq!(
        at(&format!("{base}{}", step.replace("three", "tree"))),
        (ErrorKind::UnknownName, "steps[0].library".into())
    );
    let wrong = "[[steps]]\nid = \"a\"\n[steps.policy]\nid = \"p\"\nversion = 1\ncriteria = [{ id = \"c\", require = \"tenur\" }]";
    assert_eq!(
        at(&format!("{base}{wrong}")),
        (ErrorKind::UnknownName, "steps[0].policy.criteria[0].require: 1:1".into())
    );
    let many = (0..101).map(|i| step.replace("\"a\"", &format!("\"a{i}\""))).collect::<String>();
    assert_eq!(at(&format!("{base}{many}")), (ErrorKind::TooLarge, "steps".into()));
}
