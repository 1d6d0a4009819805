//! Vocabularies of customers: documents, bounds, names that no fact knows, and the table for people.

use super::super::{Expression, Policy};
use crate::text::Lang;
use crate::workforce::{Vocabulary, Worker};
use crate::{Error, ErrorKind};

const OWN: &str = r#"
[[facts]]
name = "grade"
type = "integer"
title = { en = "grade", ja = "等級" }
values = [{ name = "主任", title = { en = "shunin", ja = "主任" }, number = 3 }]
minimum = 1
maximum = 10

[[facts]]
name = "hours_a_week"
type = "decimal"
title = { en = "weekly hours", ja = "週所定労働時間" }
unit = { en = "hours a week", ja = "時間／週" }
minimum = 0
maximum = 60

[[facts]]
name = "union_member"
type = "boolean"
title = { en = "union member", ja = "組合員" }
fixed = true
protected = true

[[facts]]
name = "licences"
type = "categories"
title = { en = "licences", ja = "保有資格" }
values = [{ name = "簿記" }, { name = "forklift", title = { en = "fork-lift", ja = "フォークリフト" } }]
"#;

fn own() -> Vocabulary {
    Vocabulary::parse(OWN).unwrap()
}

fn decide(rule: &str, facts: serde_json::Value) -> Result<String, Error> {
    let text = serde_json::json!({"id": "p", "version": 1, "criteria": [{"id": "c", "require": rule}]});
    let worker = Worker::from_json(&serde_json::json!({"id": "w", "facts": facts}).to_string())?;
    let decision =
        Policy::parse_with(&text.to_string(), own())?.decide(&worker, "2026-04-01".parse().unwrap())?;
    Ok(decision.outcome().as_str().to_owned())
}

#[test]
fn a_vocabulary_adds_to_the_built_in_facts_and_reads_back() {
    let vocabulary = own();
    assert!(vocabulary.get("tenure").is_some() && vocabulary.get("hours_a_week").is_some());
    let names: Vec<_> = vocabulary.own().map(|fact| fact.name.as_str()).collect();
    assert_eq!(names, ["grade", "hours_a_week", "licences", "union_member"]);
    let json = vocabulary.to_json();
    assert_eq!(Vocabulary::parse(&json).unwrap(), vocabulary);
    assert_eq!(serde_json::from_str::<Vocabulary>(&json).unwrap(), vocabulary);
    assert_eq!(Vocabulary::hr().to_json(), r#"{"facts":[]}"#);
    assert_eq!(Vocabulary::parse("").unwrap(), Vocabulary::default());
    assert!(Vocabulary::hr().own_relations().is_empty());
}

#[test]
fn a_definition_that_cannot_be_is_refused_with_its_place() {
    let fact = |rest: &str| {
        let error =
            Vocabulary::parse(&format!("[[facts]]\nname = \"x\"\ntitle = \"x\"\n{rest}")).unwrap_err();
        (error.kind(), error.path().to_owned())
    };
    let at = |path: &str| path.to_owned();
    assert_eq!(fact("type = \"date\"\nminimum = 1"), (ErrorKind::WrongType, at("facts[0].minimum")));
    assert_eq!(fact("type = \"money\"\nmaximum = 1"), (ErrorKind::WrongType, at("facts[0].maximum")));
    assert_eq!(fact("type = \"category\"\nunit = \"km\""), (ErrorKind::WrongType, at("facts[0].unit")));
    assert_eq!(
        fact("type = \"integer\"\nminimum = 3\nmaximum = 2"),
        (ErrorKind::Inconsistent, at("facts[0].maximum"))
    );
    assert_eq!(
        fact(
            "type = \"integer\"\nmaximum = 2\nvalues = [{ name = \"a\", number = 2 }, { name = \"b\", number = 3 }]"
        ),
        (ErrorKind::OutOfRange, at("facts[0].values[1].number"))
    );
    assert_eq!(fact("type = \"integer\"\ncolour = 1"), (ErrorKind::WrongType, at("5:1")));
    assert_eq!(fact("type = \"text\"").0, ErrorKind::UnknownName);
    let error =
        Vocabulary::parse("[[facts]]\nname = \"tenure\"\ntitle = \"t\"\ntype = \"integer\"").unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::WrongType, "facts[0].type"));
    assert_eq!(Vocabulary::parse(&" ".repeat(5 << 20)).unwrap_err().kind(), ErrorKind::TooLarge);
}

#[test]
fn literals_and_supplied_values_lie_within_the_bounds() {
    let fails = |rule: &str, facts: serde_json::Value| {
        let error = decide(rule, facts).unwrap_err();
        (error.kind(), error.to_string())
    };
    for (rule, message) in [
        ("grade >= 11", "criteria[0].require: 1:10: expected a number from 1 to 10 for `grade`, got `11`"),
        ("0 < grade", "criteria[0].require: 1:1: expected a number from 1 to 10 for `grade`, got `0`"),
        (
            "grade in [1, 主任, 12]",
            "criteria[0].require: 1:18: expected a number from 1 to 10 for `grade`, got `12`",
        ),
        (
            "hours_a_week between 20 and 60.5",
            "criteria[0].require: 1:29: expected a number from 0 to 60 for `hours_a_week`, got `60.5`",
        ),
    ] {
        assert_eq!(fails(rule, serde_json::json!({})), (ErrorKind::OutOfRange, message.to_owned()), "{rule}");
    }
    assert_eq!(decide("grade between 1 and 10", serde_json::json!({"grade": "主任"})).unwrap(), "eligible");
    assert_eq!(decide("grade >= 主任", serde_json::json!({"grade": 10})).unwrap(), "eligible");
    assert_eq!(
        fails("grade >= 3", serde_json::json!({"grade": 11})),
        (ErrorKind::OutOfRange, "facts.grade: expected a number from 1 to 10".into())
    );
    // A person's value is not quoted.
    assert_eq!(
        fails("hours_a_week >= 20", serde_json::json!({"hours_a_week": -0.5})),
        (ErrorKind::OutOfRange, "facts.hours_a_week: expected a number from 0 to 60".into())
    );
}

#[test]
fn a_policy_carries_the_definitions_it_uses() {
    let text = r#"{"id": "p", "version": 1, "criteria": [{"id": "c", "require": "grade >= 主任 and union_member"}]}"#;
    let policy = Policy::parse_with(text, own()).unwrap();
    let again = Policy::parse(&policy.to_json()).unwrap();
    assert_eq!((again.hash(), &again), (policy.hash(), &policy));
    assert!(!policy.to_json().contains("licences"));
    // What a name means is part of the content.
    let shunin_is_4 = Vocabulary::parse(&OWN.replace("number = 3", "number = 4")).unwrap();
    assert_ne!(Policy::parse_with(text, shunin_is_4).unwrap().hash(), policy.hash());
    // A policy over the built-in facts is the same with any vocabulary.
    let plain = r#"{"id": "p", "version": 1, "criteria": [{"id": "c", "require": "tenure >= 3 years"}]}"#;
    assert_eq!(Policy::parse_with(plain, own()).unwrap(), Policy::parse(plain).unwrap());
    // A document's own facts stand beside the vocabulary's.
    let both = r#"{"id": "p", "version": 1, "facts": [{"name": "x", "type": "boolean", "title": "x"}],
        "criteria": [{"id": "c", "require": "x or licences has 簿記"}]}"#;
    let policy = Policy::parse_with(both, own()).unwrap();
    assert_eq!(Policy::parse(&policy.to_json()).unwrap(), policy);
}

#[test]
fn names_that_no_fact_knows_are_reported_once_and_in_order() {
    let unknown = |names: &[&str]| {
        let found = own().unknown(names.iter().copied());
        found.into_iter().map(|unknown| (unknown.name, unknown.nearest)).collect::<Vec<_>>()
    };
    let told = |name: &str, nearest: Option<&str>| (name.to_owned(), nearest.map(str::to_owned));
    assert_eq!(unknown(&["tenure", "grade", "hours_a_week", "time_in_job_family(sales)"]), []);
    assert_eq!(
        unknown(&["zzz", "Grade", "zzz", "週所定労働時間", "hours a week", "Weekly Hours", "rehire-flag"]),
        [
            told("zzz", None),
            told("Grade", Some("grade")),
            told("週所定労働時間", Some("hours_a_week")),
            told("hours a week", Some("hours_a_week")),
            told("Weekly Hours", Some("hours_a_week")),
            told("rehire-flag", Some("rehire_flag")),
        ]
    );
    assert_eq!(
        unknown(&["time_in_job_family", "time_in_job_family()", "tenure(x)", "time_in_job_famly(x)", ""]),
        [
            told("time_in_job_family", Some("time_in_job_family(…)")),
            told("time_in_job_family()", Some("time_in_job_family(…)")),
            told("tenure(x)", Some("tenure")),
            told("time_in_job_famly(x)", Some("time_in_job_family(…)")),
            told("", None),
        ]
    );
    let worker = Worker::new("w", []).unwrap().with_fact("grad", 3).with_fact("tenure", 400);
    let found = own().unknown_facts(&worker);
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].reason().text(Lang::Ja),
        "「grad」は判定項目の一覧にないため、使用しません。「grade」の誤りではありませんか。"
    );
}

#[test]
fn the_table_has_every_fact_in_both_languages() {
    for lang in Lang::ALL {
        let text = own().page(lang).markdown();
        for fact in own().iter() {
            let name =
                if fact.parameter { format!("`{}(…)`", fact.name) } else { format!("`{}`", fact.name) };
            assert!(text.contains(&format!("| {name} | {} |", fact.title.text(lang))), "{name}");
        }
    }
    let ja = own().page(Lang::Ja).markdown();
    assert!(
        ja.contains("| `hours_a_week` | 週所定労働時間 | 小数 | 0以上60以下、単位：時間／週 |  |"),
        "{ja}"
    );
    assert!(ja.contains("| 組合員 | 該当・非該当 |  | 過去の事実であり、変更できない、保護すべき属性（変更すべき点としては示さない） |"));
    let en = own().page(Lang::En).markdown();
    assert!(en.contains("| `grade` | grade | whole number | from 1 to 10; 主任 (shunin) |  |"), "{en}");
    assert!(en.contains("簿記; forklift (fork-lift)"), "{en}");
}

#[test]
fn a_table_with_a_number_out_of_bounds_is_refused_as_a_row_is() {
    use crate::columns::{Column, Columns, Integers, Texts, Values};
    let policy = |rule: &str| {
        let text = serde_json::json!({"id": "p", "version": 1, "criteria": [{"id": "c", "require": rule}]});
        Policy::parse_with(&text.to_string(), own()).unwrap()
    };
    let day = "2026-04-01".parse().unwrap();
    let asked = |rule: &str, name: &str, values: Values<'_>| {
        let columns = Columns::new(3).unwrap().with(name, Column::new(values)).unwrap();
        let decided = policy(rule).decide_columns(&columns, day);
        decided.map(|found| (0..3).map(|row| found.outcome(row).unwrap().as_str()).collect::<Vec<_>>())
    };
    let grades = |values: &[i8; 3]| asked("grade >= 3", "grade", Values::Integers(Integers::I8(values)));
    assert_eq!(grades(&[1, 3, 10]).unwrap(), ["ineligible", "eligible", "eligible"]);
    let error = grades(&[1, 11, 0]).unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string()),
        (ErrorKind::OutOfRange, "grade: row 1: expected a number from 1 to 10".into())
    );
    let texts = |values: &[&str; 3]| asked("grade >= 主任", "grade", Values::Texts(Texts::Slices(values)));
    assert_eq!(texts(&["主任", "2", "4"]).unwrap(), ["eligible", "ineligible", "eligible"]);
    assert_eq!(texts(&["主任", "2", "0"]).unwrap_err().kind(), ErrorKind::OutOfRange);
    let hours = |values: &[f64; 3]| asked("hours_a_week >= 20", "hours_a_week", Values::Floats64(values));
    assert_eq!(hours(&[0.0, 20.0, 60.0]).unwrap(), ["ineligible", "eligible", "eligible"]);
    assert_eq!(hours(&[0.0, -0.5, 60.5]).unwrap_err().kind(), ErrorKind::OutOfRange);
}

#[test]
fn what_a_customer_says_of_a_built_in_fact_is_kept_and_never_taken_back() {
    let text = r#"
        [[facts]]
        name = "department"
        type = "category"
        title = "department"
        protected = true
        [[facts]]
        name = "grade"
        type = "integer"
        title = "grade"
        fixed = true
        [[facts]]
        name = "separation_kind"
        type = "category"
        title = "kind"
        fixed = false
    "#;
    let vocabulary = Vocabulary::parse(text).unwrap();
    let flags = |vocabulary: &Vocabulary, name: &str| {
        let fact = vocabulary.get(name).unwrap();
        (fact.fixed, fact.protected)
    };
    let hr = Vocabulary::hr();
    assert_eq!(flags(&vocabulary, "department"), (hr.get("department").unwrap().fixed, true));
    assert_eq!(flags(&vocabulary, "grade"), (true, false));
    // It is built in as fixed, and no document takes that back.
    assert_eq!(flags(&vocabulary, "separation_kind"), (true, false));
    assert_eq!(Vocabulary::parse(&vocabulary.to_json()).unwrap(), vocabulary);

    let rule = "department = sales or grade >= 3 or employed";
    let document =
        serde_json::json!({"id": "p", "version": 1, "criteria": [{"id": "c", "require": rule}]}).to_string();
    let policy = Policy::parse_with(&document, vocabulary).unwrap();
    let again = Policy::parse(&policy.to_json()).unwrap();
    for policy in [policy, again] {
        let facts = r#"{"id": "w", "facts": {"department": "law", "grade": 2, "employed": false}}"#;
        let nearest =
            policy.nearest(&Worker::from_json(facts).unwrap(), "2026-04-01".parse().unwrap(), 9).unwrap();
        let json = serde_json::to_string(&nearest).unwrap();
        assert!(!json.contains("\"department\"") && !json.contains("\"grade\""), "{json}");
        assert!(json.contains("\"employed\""), "{json}");
    }
}

#[test]
fn a_text_is_no_number_and_no_truth_but_a_cell_of_a_table_is_what_it_spells() {
    use serde_json::json;
    for (rule, text, spelt) in [
        ("grade >= 2", json!("2"), "2"),
        ("employed", json!("true"), "true"),
        ("tenure >= 1 month", json!("31"), "31"),
        ("licences has forklift", json!("forklift; 簿記"), "forklift; 簿記"),
    ] {
        let name = rule.split(' ').next().unwrap();
        let error = decide(rule, json!({ name: text })).unwrap_err();
        assert_eq!((error.kind(), error.path()), (ErrorKind::WrongType, format!("facts.{name}").as_str()));
        assert_eq!(decide(rule, json!({ name: { "cell": spelt } })).unwrap(), "eligible", "{rule}");
    }
    // The names that a vocabulary gives to numbers, days, amounts and decimals are texts everywhere.
    for (rule, facts) in [
        ("separation_date = 2020-03-31", json!({"separation_date": "2020-03-31"})),
        ("pay >= 5000000 JPY", json!({"pay": "5200000 JPY"})),
        ("hours_a_week = 37.5", json!({"hours_a_week": "37.50"})),
    ] {
        assert_eq!(decide(rule, facts).unwrap(), "eligible", "{rule}");
    }
    let worker = Worker::from_json(r#"{"id": "w", "facts": {"grade": {"cell": "2", "type": "integer"}}}"#);
    assert_eq!(worker.unwrap_err().kind(), ErrorKind::WrongType);
}

#[test]
fn the_least_number_reads_back_from_the_tree_and_the_text() {
    for literal in [
        r#"{"integer": -9223372036854775808}"#,
        r#"{"money": {"minor": -9223372036854775808, "currency": "JPY"}}"#,
    ] {
        let fact = if literal.contains("money") { "pay" } else { "grade" };
        let tree =
            format!(r#"{{"compare": {{"left": {{"name": "{fact}"}}, "is": ">=", "right": {literal}}}}}"#);
        let tree: Expression = serde_json::from_str(&tree).unwrap();
        assert_eq!(Expression::parse(&tree.to_string()).unwrap(), tree, "{tree}");
        assert_eq!(serde_json::from_str::<Expression>(&serde_json::to_string(&tree).unwrap()).unwrap(), tree);
    }
}

#[test]
fn the_day_of_the_decision_keeps_its_form_in_json() {
    let tree = Expression::parse("as_of between start_date and separation_date").unwrap();
    let json = serde_json::to_value(&tree).unwrap();
    assert_eq!(json["between"]["of"], serde_json::json!("as_of"));
    assert_eq!(serde_json::from_value::<Expression>(json.clone()).unwrap(), tree);
    let mut other = json;
    other["between"]["of"] = serde_json::json!("asof");
    assert!(serde_json::from_value::<Expression>(other).is_err());
}
