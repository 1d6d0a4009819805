//! JSON Logic by <https://jsonlogic.com/operations.html>; what each rule means was read there, not from this library.

use super::*;
use crate::workforce::Vocabulary;

fn options() -> ImportOptions {
    let document = r#"{"id": "p", "names": {
        "years": {"fact": "tenure", "unit": "years"}, "level": "grade", "today": "as_of",
        "sales": "time_in_job_family(sales)"
    }}"#;
    ImportOptions::from_json(document).unwrap()
}

fn import(logic: &str) -> Imported {
    Policy::from_json_logic(logic, &options(), Vocabulary::hr()).unwrap()
}

/// Each criterion as `effect: expression`.
fn rules(logic: &str) -> Vec<String> {
    let imported = import(logic);
    assert_eq!(imported.lost().map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new(), "{logic}");
    let policy = imported.policy().unwrap();
    assert_eq!(Policy::parse(&policy.to_json()).unwrap().hash(), policy.hash());
    let rule = |criterion: &Criterion| format!("{}: {}", criterion.effect().as_str(), criterion.expression());
    policy.criteria().iter().map(rule).collect()
}

fn lost(logic: &str) -> Vec<(String, String)> {
    let imported = import(logic);
    assert!(imported.policy().is_none(), "{logic}");
    imported.lost().map(|remark| (remark.at.clone(), remark.reason.code().to_owned())).collect()
}

#[test]
fn rules_that_mean_the_same_are_carried_over() {
    for (logic, expected) in [
        (r#"{">=": [{"var": "level"}, 3]}"#, "require: grade >= 3"),
        (r#"{"<": [3, {"var": ["grade"]}]}"#, "require: grade > 3"),
        (r#"{"<=": [2, {"var": "grade"}, 4]}"#, "require: grade between 2 and 4"),
        (r#"{"<": [2, {"var": "grade"}, 4]}"#, "require: grade > 2 and grade < 4"),
        (r#"{"===": [{"var": "separation_kind"}, "voluntary"]}"#, "require: separation_kind = voluntary"),
        (r#"{"!=": [{"var": "grade"}, null]}"#, "require: grade is known"),
        (r#"{"==": [null, {"var": "grade"}]}"#, "require: grade is not known"),
        (r#"{"!!": {"var": "handover_done"}}"#, "require: handover_done"),
        (r#"{"!": {"var": "no_contact_agreed"}}"#, "bar: no_contact_agreed"),
        (
            r#"{"or": [{"var": "employed"}, {"==": [{"var": "employed"}, false]}]}"#,
            "require: employed or not employed",
        ),
        (
            r#"{"in": [{"var": "job_family"}, ["sales", "sales", "Ops & co"]]}"#,
            "require: job_family in [sales, \"Ops & co\"]",
        ),
        (
            r#"{"in": [{"var": "job_family"}, ["sales", null]]}"#,
            "require: job_family = sales or job_family is not known",
        ),
        (r#"{"in": ["sales", {"var": "job_families"}]}"#, "require: job_families has sales"),
        (r#"{"in": [{"var": "grade"}, []]}"#, "require: false"),
        (r#"{">=": [{"var": "years"}, 5]}"#, "require: tenure >= 5 years"),
        (r#"{">": [{"var": "years"}, 5]}"#, "require: tenure >= 6 years"),
        (r#"{"==": [{"var": "years"}, 5]}"#, "require: tenure >= 5 years and tenure < 6 years"),
        (r#"{"<": [{"var": "start_date"}, "2020-04-01"]}"#, "require: start_date < 2020-04-01"),
        (
            r#"{"<=": [{"var": "non_compete_until"}, {"var": "today"}]}"#,
            "require: non_compete_until <= as_of",
        ),
        (r#"{">=": [{"var": "grade"}, {"+": [1, {"*": [2, 3]}]}]}"#, "require: grade >= 7"),
        (r#"{">=": [{"var": "grade"}, {"/": [5, 2]}]}"#, "require: grade >= 2.5"),
        (r#"{">=": [{"var": ["grade", 0]}, 3]}"#, "require: grade is known and grade >= 3"),
        (r#"{"<": [{"var": ["grade", 0]}, 3]}"#, "require: grade is not known or grade < 3"),
        (r#"{"!": {"missing": ["grade", "pay"]}}"#, "require: grade is known and pay is known"),
        (r#"{"missing_some": [1, ["grade", "pay"]]}"#, "require: grade is not known and pay is not known"),
        (
            r#"{"!": {"missing_some": [2, ["grade", "pay", "job_family"]]}}"#,
            "require: grade is known and (pay is known or job_family is known) or pay is known and job_family is known",
        ),
        (
            r#"{"if": [{"var": "employed"}, false, {">=": [{"var": "grade"}, 3]}]}"#,
            "require: not employed and grade >= 3",
        ),
        (
            r#"{"if": [{"var": "employed"}, {">": [{"var": "grade"}, 4]}, {">": [{"var": "grade"}, 2]}]}"#,
            "require: employed and grade > 4 or not employed and grade > 2",
        ),
        (r#"{"if": [{"var": "employed"}, true]}"#, "require: employed"),
        (r#"{"==": [1, 1]}"#, "require: true"),
        ("true", "require: true"),
    ] {
        assert_eq!(rules(logic), [expected], "{logic}");
    }
    let several = r#"{"and": [{"!": [{"var": "employed"}]}, {">": [{"var": "grade"}, 1]}, {"and": [true, {"var": "handover_done"}]}]}"#;
    assert_eq!(rules(several), ["bar: employed", "require: grade > 1", "require: true and handover_done"]);
}

#[test]
fn what_means_something_else_is_lost_with_its_place() {
    for (logic, at, code) in [
        (r#"{"var": "grade"}"#, "", "truthiness"),
        (r#"{"!": {"var": "grade"}}"#, "/!", "truthiness"),
        (r#"{"and": [1]}"#, "/and/0", "truthiness"),
        (r#"{"and": {"var": "grade"}}"#, "/and", "truthiness"),
        (r#"{"==": [{"var": "grade"}, "3"]}"#, "", "types-differ"),
        (r#"{"==": [{"var": "employed"}, 1]}"#, "", "types-differ"),
        (r#"{"==": [1, "1"]}"#, "", "coercion"),
        (r#"{"<": [{"var": "separation_kind"}, "m"]}"#, "", "order-of-texts"),
        (r#"{">": [3, 2, 1]}"#, "", "arity"),
        (r#"{">": [{"var": "grade"}]}"#, "", "arity"),
        (r#"{">=": [{"var": "tenure"}, 5]}"#, "", "period-without-unit"),
        (r#"{">=": [{"var": "years"}, 2.5]}"#, "", "fraction-of-unit"),
        (r#"{">=": [{"var": "years"}, -1]}"#, "", "fraction-of-unit"),
        (r#"{">=": [{"var": "pay"}, 5000000]}"#, "", "money"),
        (r#"{"<": [{"var": "start_date"}, "1 April 2020"]}"#, "", "types-differ"),
        (r#"{"<": [{"var": "start_date"}, "2023-02-29"]}"#, "", "types-differ"),
        (r#"{"==": [{"var": "separation_kind"}, "resigned"]}"#, "", "does-not-fit"),
        (r#"{"==": [{"var": "gade"}, 3]}"#, "", "unknown-fact"),
        (r#"{"==": [{"var": ""}, 3]}"#, "", "unknown-fact"),
        (r#"{"==": [{"var": 1}, 3]}"#, "", "no-name"),
        (r#"{">": [{"+": [{"var": "grade"}, 1]}, 3]}"#, "", "arithmetic-on-facts"),
        (r#"{"+": [1, 2]}"#, "", "truthiness-of-number"),
        (r#"{">": [{"var": "grade"}, {"/": [1, 0]}]}"#, "", "out-of-range"),
        (r#"{">": [{"var": "grade"}, {"+": [0.1, 0.2]}]}"#, "", "out-of-range"),
        (r#"{">": [{"var": "grade"}, {"+": ["1", 2]}]}"#, "", "coercion"),
        (r#"{">": [{"if": [{"var": "employed"}, 1, 2]}, 1]}"#, "", "conditional-value"),
        (r#"{"in": ["sal", "sales"]}"#, "", "substring"),
        (r#"{"in": ["sal", {"var": "job_family"}]}"#, "", "substring"),
        (r#"{"some": [{"var": "job_families"}, {"==": [{"var": ""}, "x"]}]}"#, "", "operator"),
        (r#"{"or": [true, {"a/b~c": [{"reduce": []}]}]}"#, "/or/1", "operator"),
        (r#"{"or": [true, {"!": [{"log": 1}]}]}"#, "/or/1/!/0", "operator"),
        (r#"{"and": [true], "or": [true]}"#, "", "not-an-operation"),
        (r#"{"or": []}"#, "", "arity"),
        (r#"{"missing": {"merge": ["grade", "pay"]}}"#, "", "no-name"),
        ("null", "", "truthiness"),
        ("[]", "", "truthiness"),
    ] {
        assert_eq!(lost(logic), [(at.to_owned(), format!("imported-{code}"))], "{logic}");
    }
    // Everything is told, not the first only, and what can be kept is kept.
    let logic = r#"{"and": [{"var": "grade"}, {"var": "employed"}, {"or": [{"map": []}, {"cat": []}]}]}"#;
    let found = lost(logic);
    let places: Vec<_> = found.iter().map(|(at, _)| at.as_str()).collect();
    assert_eq!(places, ["/and/0", "/and/2/or/0", "/and/2/or/1"]);
    assert_eq!(import(logic).criteria().len(), 1);
}

#[test]
fn where_missing_means_something_else_it_is_noted_once() {
    let imported = import(
        r#"{"and": [{">": [{"var": "years"}, 1]}, {"<": [{"var": "years"}, 9]}, {"==": [{"var": "grade"}, null]}]}"#,
    );
    let notes: Vec<_> = imported.notes().map(|note| (note.at.as_str(), note.reason.code())).collect();
    assert_eq!(notes, [("/and/0", "imported-missing-is-unknown"), ("/and/0", "imported-completed-units")]);
    for note in imported.notes() {
        assert!(
            note.reason.text(Lang::En).contains("tenure") && note.reason.text(Lang::Ja).contains("tenure")
        );
    }
}

#[test]
fn documents_beyond_the_limits_are_errors() {
    let error = |logic: &str| Policy::from_json_logic(logic, &options(), Vocabulary::hr()).unwrap_err();
    assert_eq!(error(r#"{"and": [true, ]}"#).kind(), ErrorKind::Syntax);
    assert_eq!(error(r#"{"and": [true, ]}"#).path(), "1:16");
    let deep = format!("{}true{}", r#"{"!":["#.repeat(5_000), "]}".repeat(5_000));
    assert_eq!(error(&deep).kind(), ErrorKind::TooLarge);
    let many = format!(r#"{{"and": [{}]}}"#, vec!["true"; 1_001].join(","));
    assert_eq!(error(&many).kind(), ErrorKind::TooLarge);
    assert_eq!(error(&" ".repeat((4 << 20) + 1)).kind(), ErrorKind::TooLarge);
    // Conditions inside conditions double: refused, not followed.
    let mut nested = r#"{"var": "employed"}"#.to_owned();
    for _ in 0..25 {
        nested =
            format!(r#"{{"if": [{nested}, {{"var": "handover_done"}}, {{"var": "property_returned"}}]}}"#);
    }
    assert!(lost(&nested).iter().any(|(_, code)| code == "imported-too-large"));
    let long = format!(r#"{{"or": [{}]}}"#, vec![r#"{"var": "employed"}"#; 3_000].join(","));
    assert_eq!(lost(&long), [(String::new(), "imported-too-large".to_owned())]);
}
