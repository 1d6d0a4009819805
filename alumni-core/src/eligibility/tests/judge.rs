//! A judge against `decide`: over random policies and rows the same outcome, the same criteria, the same decision.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::batch::policies::{self, Draw};
use super::batch::tables;
use super::*;
use crate::workforce::{Cell, Supplied};

/// What a judge says of a row read from JSON, and what `decide` says of the worker that the same JSON is.
fn both(
    policy: &Policy,
    judge: &Judge,
    row: &mut Row,
    worker: &Worker,
    as_of: NaiveDate,
) -> Result<(), TestCaseError> {
    let facts = serde_json::to_string(worker.supplied()).unwrap();
    let json = format!(r#"{{"id": "row", "facts": {facts}}}"#);
    let read: Result<Worker, Error> = Worker::from_json(&json);
    let expected = policy.decide(&read.unwrap(), as_of);
    let found = row.read_json(&json).and_then(|()| judge.decide(row));
    match (expected, found) {
        (Ok(expected), Ok(found)) => {
            prop_assert_eq!(found.outcome(), expected.outcome(), "{}\n{}\n{}", json, as_of, policy.to_json());
            let statuses: Vec<_> = expected.criteria().iter().map(|criterion| criterion.status).collect();
            prop_assert_eq!(
                found.statuses().collect::<Vec<_>>(),
                statuses,
                "{}\n{}\n{}",
                json,
                as_of,
                policy.to_json()
            );
            prop_assert_eq!(judge.explain(row, "row").unwrap(), expected);
            // The bare facts are the same row.
            row.read_json(&facts).unwrap();
            prop_assert_eq!(judge.decide(row).unwrap(), found);
        }
        // Facts from which nothing follows here are looked at too, and the first in the document is named.
        (expected, Err(found)) => {
            let faults = faults(policy, judge, worker, as_of);
            if faults.is_empty() {
                let expected = expected.err().map(|error| (error.kind(), error.message().to_owned()));
                prop_assert_eq!(Some((found.kind(), found.message().to_owned())), expected, "{}", json);
            } else {
                let told = |fault: &Error| {
                    (fault.kind(), fault.message()) == (found.kind(), found.message())
                        && found.path().starts_with(&format!("{}: 1:", fault.path()))
                };
                prop_assert!(faults.iter().any(told), "{} {:?}\n{}", found, faults, json);
            }
        }
        (Err(expected), Ok(_)) => prop_assert!(false, "{}\n{}\n{}", expected, json, policy.to_json()),
    }
    Ok(())
}

/// The errors of facts that are supplied, each alone.
fn faults(policy: &Policy, judge: &Judge, worker: &Worker, as_of: NaiveDate) -> Vec<Error> {
    let alone = |slot: &Slot| {
        let value = worker.supplied().get(&slot.name)?.clone();
        let alone = Worker::new("w", []).unwrap().with_fact(slot.name.as_str(), value);
        let (fact, parameter) = slot
            .name
            .split_once('(')
            .map_or((slot.name.as_str(), None), |(fact, rest)| (fact, rest.strip_suffix(')')));
        policy.vocabulary().value(&alone, fact, parameter, as_of).err()
    };
    judge.slots().iter().filter_map(alone).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_judge_says_what_decide_says(seed: u64, unusable: bool) {
        let mut draw = Draw::new(seed);
        let policy = Policy::parse(&policies::policy(&mut draw)).unwrap();
        let table = tables::table(&mut draw, &policy, unusable);
        let as_of = policies::day(&mut draw);
        let judge = policy.judge(as_of).unwrap();
        let mut row = judge.row();
        for number in 0..table.rows.min(40) {
            let worker = table.worker(number);
            both(&policy, &judge, &mut row, &worker, as_of)?;
            // The same as texts, which are nothing else, and as cells of a table of texts.
            for form in [Supplied::Text as fn(String) -> Supplied, |text| Cell::new(text).into()] {
                both(&policy, &judge, &mut row, &written(&worker, form), as_of)?;
            }
        }
    }
}

/// The worker with every plain value as a text in another form.
fn written(worker: &Worker, form: fn(String) -> Supplied) -> Worker {
    worker.supplied().iter().fold(Worker::new("row", []).unwrap(), |made, (name, value)| {
        let text = match value {
            Supplied::Boolean(value) => value.to_string(),
            Supplied::Integer(number) => number.to_string(),
            Supplied::Text(text) => text.clone(),
            Supplied::Texts(texts) if !texts.is_empty() => texts.join("; "),
            other => return made.with_fact(name.clone(), other.clone()),
        };
        made.with_fact(name.clone(), form(text))
    })
}

fn judge(rule: &str) -> Judge {
    policy(rule).unwrap().judge(day("2026-04-01")).unwrap()
}

#[test]
fn faults_of_a_document_say_where_and_never_what() {
    let judge =
        judge("grade >= 3 and separation_kind = voluntary and tenure > 1 year and job_families has sales");
    let mut row = judge.row();
    for (json, kind, expected) in [
        ("", ErrorKind::WrongType, "1:1: expected an object of facts"),
        ("[1]", ErrorKind::WrongType, "1:1: expected an object of facts"),
        ("{\"grade\": 3} x", ErrorKind::Syntax, "1:14: expected the end of the document"),
        ("{\"grade\": 3", ErrorKind::Syntax, "1:12: expected `,` or `}`"),
        ("{\"grade\": 3,}", ErrorKind::Syntax, "1:13: expected a text"),
        ("{\n  \"grade\" 3}", ErrorKind::Syntax, "2:11: expected `:`"),
        ("{\"grade\": 03}", ErrorKind::Syntax, "facts.grade: 1:11: expected a number"),
        ("{\"grade\": 3.}", ErrorKind::Syntax, "facts.grade: 1:13: expected a number"),
        ("{\"grade\": nul}", ErrorKind::Syntax, "facts.grade: 1:11: expected a value"),
        (
            "{\"grade\": \"a\nb\"}",
            ErrorKind::Syntax,
            "facts.grade: 1:13: expected no control character in a text",
        ),
        (
            "{\"grade\": \"\\ud800\"}",
            ErrorKind::Syntax,
            "facts.grade: 1:12: expected an escape such as `\\n` or `\\u3042`",
        ),
        ("{\"grade\": 1e999}", ErrorKind::OutOfRange, "facts.grade: 1:11: expected a number below 1.8e308"),
        (
            "{\"grade\": 3.5}",
            ErrorKind::WrongType,
            "facts.grade: 1:11: expected a whole number, or a name that the vocabulary gives one",
        ),
        (
            "{\"separation_kind\": \"secret\"}",
            ErrorKind::UnknownName,
            "facts.separation_kind: 1:21: expected one of the values that the vocabulary allows",
        ),
        (
            "{\"start_date\": \"2023-02-29\"}",
            ErrorKind::WrongType,
            "facts.start_date: 1:16: expected a date such as `2024-04-01`",
        ),
        (
            "{\"grade\": [1]}",
            ErrorKind::WrongType,
            "facts.grade: 1:12: expected true or false, a number, a text, a list of texts, { from, until } or { cell }",
        ),
        (
            "{\"job_families\": [\"sales\"], \"job_families\": []}",
            ErrorKind::Duplicate,
            "facts: 1:29: expected the fact `job_families` once",
        ),
        (
            "{\"gradd\": 3}",
            ErrorKind::UnknownName,
            "facts: 1:2: expected a known fact, got `gradd`; did you mean `grade`?",
        ),
        (
            "{\"tenure\": {\"from\": \"2020-01-02\", \"until\": \"2020-01-01\"}}",
            ErrorKind::Inconsistent,
            "facts.tenure: 1:12: expected a first day on or before the last day",
        ),
        ("{\"id\": \"\"}", ErrorKind::Missing, "id: 1:8: expected a worker id"),
        ("{\"id\": 3}", ErrorKind::WrongType, "id: 1:8: expected a text"),
        (
            "{\"id\": \"w\", \"spells\": []}",
            ErrorKind::UnknownName,
            "1:13: expected `id` and `facts`; a worker with more than facts is decided about as a whole",
        ),
        ("{\"facts\": {}, \"facts\": {}}", ErrorKind::Duplicate, "1:15: expected each name once"),
    ] {
        row.set(0, 3).unwrap();
        let error = row.read_json(json).unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (kind, expected), "{json}");
        assert!(!row.is_known(0), "nothing is known after an error");
    }
    let long = format!("{{\"{}\": 3}}", "x".repeat(1_000_000));
    assert!(row.read_json(&long).unwrap_err().to_string().len() < 200);
}

#[test]
fn names_are_found_in_any_order_and_with_escapes() {
    let judge = judge("grade >= 3 and start_date < as_of and legal_entity = \"日本\"");
    let mut row = judge.row();
    for json in [
        r#"{"grade": 3, "start_date": "2020-01-01", "legal_entity": "日本"}"#,
        r#"{"legal_entity": "\u65e5\u672C", "grade":3,"start_date":"2020-01-01"}"#,
        r#"{"\u0067rade": 3, "department": "\ud83d\ude00", "start_date": "2020-01-01", "time_in_department(x)": 3, "legal_entity": "日本"}"#,
        r#" { "start_date" : "2020-01-01" , "legal_entity" : "日本" , "grade" : { "cell" : "3" } } "#,
    ] {
        row.read_json(json).unwrap();
        assert_eq!(judge.decide(&row).unwrap().outcome(), Outcome::Eligible, "{json}");
    }
}

#[test]
fn a_row_belongs_to_its_judge() {
    let (one, other) = (judge("grade >= 3"), judge("grade >= 3"));
    assert_eq!(one.decide(&other.row()).unwrap_err().kind(), ErrorKind::Inconsistent);
    assert_eq!(one.explain(&other.row(), "w").unwrap_err().kind(), ErrorKind::Inconsistent);
    assert_eq!(one.explain(&one.row(), "").unwrap_err().kind(), ErrorKind::Missing);
    assert_eq!(one.row().set(1, 3).unwrap_err().kind(), ErrorKind::OutOfRange);
}

#[test]
fn short_and_long_policies_have_a_ruling() {
    for count in [1, 4, 63, 64, 65, 127, 128, 129, 960, 1000] {
        long(count);
    }
}

fn long(count: usize) {
    let criteria = (0..count).map(|place| {
        let rule = ["grade >= 3", "grade < 3", "grade is known", "spell_count > 1"][place % 4];
        let effect = if place % 8 < 4 { "require" } else { "review" };
        format!("{{\"id\": \"c{place}\", \"{effect}\": \"{rule}\"}}")
    });
    let criteria: Vec<_> = criteria.collect();
    let text = format!("{{\"id\": \"p\", \"version\": 1, \"criteria\": [{}]}}", criteria.join(", "));
    let policy = Policy::parse(&text).unwrap();
    let judge = policy.judge(day("2026-04-01")).unwrap();
    let mut row = judge.row();
    row.set(0, 4).unwrap();
    let ruling = judge.decide(&row).unwrap();
    let expected =
        policy.decide(&Worker::new("w", []).unwrap().with_fact("grade", 4), day("2026-04-01")).unwrap();
    assert!(ruling.statuses().eq(expected.criteria().iter().map(|criterion| criterion.status)));
    assert_eq!(ruling.outcome(), expected.outcome());
    for status in Status::ALL {
        let bits: u32 = (0..16).map(|word| ruling.mask(status, word).count_ones()).sum();
        let expected = (0..).zip(expected.criteria()).filter(|(_, criterion)| criterion.status == status);
        let places: Vec<usize> = expected.map(|(place, _)| place).collect();
        assert_eq!(bits as usize, places.len(), "{status:?} of {count}");
        assert!(ruling.places(status).eq(places), "{status:?} of {count}");
    }
    assert_eq!((ruling.mask(Status::Met, 16), ruling.status(count)), (0, None));
    let json = serde_json::to_string(&ruling).unwrap();
    assert_eq!(serde_json::from_str::<Ruling>(&json).unwrap(), ruling);
    let wrong = r#"{"outcome": "eligible", "statuses": ["unmet"]}"#;
    assert!(serde_json::from_str::<Ruling>(wrong).is_err());
}
