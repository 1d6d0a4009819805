//! Tables of questions through a snapshot.

use std::sync::Arc;

use arrow_array::Int64Array;
use proptest::prelude::*;

use super::super::AnsweredTable;
use super::draw::*;
use super::made::*;
use super::read::*;
use crate::consent::*;
use crate::table::{Reader, RowId};
use crate::{Error, ErrorKind};

/// A row of a table: whom, for what (`None` where the cell is empty), and on which channel.
type Row = (&'static str, Option<&'static str>, Option<Channel>);

const KNOWN: [&str; 2] = ["jobs", "study"];

fn rows(draw: &mut Draw, many: usize) -> Vec<Row> {
    let row = |draw: &mut Draw| {
        let subject = if draw.one_in(5) { "nobody" } else { draw.of(&SUBJECTS) };
        (subject, Some(draw.of(&KNOWN)), draw.maybe(Channel::ALL))
    };
    (0..many).map(|_| row(draw)).collect()
}

fn table(draw: &mut Draw, rows: &[Row]) -> Reader {
    let column =
        |draw: &mut Draw, of: &dyn Fn(&Row) -> Option<String>| texts(draw, rows.iter().map(of).collect());
    let ids: Vec<i64> = (0..rows.len()).map(|row| i64::try_from(row).unwrap()).collect();
    let columns = vec![
        ("channel", column(draw, &|row| row.2.map(|channel| channel.to_string()))),
        ("subject", column(draw, &|row| Some(row.0.to_owned()))),
        ("row", Arc::new(Int64Array::from(ids)) as _),
        ("purpose", column(draw, &|row| row.1.map(str::to_owned))),
    ];
    reader(draw, rows.len(), columns)
}

/// What the ledger says of a row, as far as a brief answer goes.
fn wanted(ledger: &Ledger, snapshot: &Snapshot, row: &Row) -> Answer {
    let mut question = Question::new(row.0, row.1.unwrap(), row.2, snapshot.at());
    question.known_at = snapshot.known_at();
    let mut answer = ledger.may(&question).unwrap();
    answer.evidence.truncate(1);
    answer
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn its_rows_are_answered_as_one_by_one(seed: u64, packs in prop::bool::weighted(0.3), evidence: bool, known: bool) {
        let mut draw = Draw(seed);
        let mut ledger = ledger();
        ledger.extend(events(&mut draw)).unwrap();
        if packs {
            ledger = ledger.with_packs([Pack::shipped("eu-gdpr-eprivacy").unwrap()]).unwrap();
        }
        let snapshot = ledger.snapshot(day(120), known.then(|| day(60)));
        let many = draw.below(400);
        let mut rows = rows(&mut draw, many);
        // Some cannot be asked.
        let holes = draw.one_in(2);
        rows.iter_mut().filter(|_| holes && draw.one_in(30)).for_each(|row| row.1 = None);
        let unusable = rows.iter().filter(|row| row.1.is_none()).count();
        let mut options = AskOptions { evidence, unusable: UnusableQuestion::Denied, ..AskOptions::default() };
        let table = table(&mut draw, &rows);
        let answered = snapshot.may_table(table, options.clone(), Some("row"), nothing).unwrap();
        (options.at, options.known_at) = (Some(snapshot.at()), snapshot.known_at());
        prop_assert_eq!(answered.options(), &options);
        let answers = answered.answers();
        prop_assert!(answers.is_brief() && answers.has_evidence() == evidence);
        prop_assert_eq!(answers.rows(), rows.len());
        prop_assert_eq!(answers.unusable().iter().map(|of| of.count).sum::<usize>(), unusable);
        for (place, row) in rows.iter().enumerate() {
            let found = answers.row(place).unwrap();
            prop_assert_eq!(answered.id(place), Some(RowId::Number(i64::try_from(place).unwrap())));
            prop_assert_eq!(found.obligations().count(), 0);
            if row.1.is_none() {
                prop_assert_eq!((found.verdict(), found.reasons()), (Verdict::Denied, &["consent-question-unusable".to_owned()][..]));
                prop_assert_eq!((found.evidence().count(), found.valid_until()), (0, None));
                continue;
            }
            let wanted = wanted(&ledger, &snapshot, row);
            prop_assert_eq!(found.verdict(), wanted.verdict);
            prop_assert_eq!(found.reasons(), &[wanted.reasons[0].code().to_owned()]);
            prop_assert_eq!(found.evidence().collect::<Vec<_>>(), if evidence { wanted.evidence } else { Vec::new() });
            prop_assert_eq!(found.valid_until(), wanted.valid_until);
        }
        prop_assert_eq!(answers.counts().rows, rows.len());
        prop_assert_eq!(answers.counts().reasons.iter().map(|reason| reason.count).sum::<usize>(), rows.len());
        let kept: AnsweredTable = serde_json::from_str(&serde_json::to_string(&answered).unwrap()).unwrap();
        prop_assert_eq!(kept, answered);
    }

    #[test]
    fn they_go_out_as_they_stand(seed: u64, evidence: bool) {
        let mut draw = Draw(seed);
        let mut ledger = ledger();
        ledger.extend(events(&mut draw)).unwrap();
        let snapshot = ledger.snapshot(day(120), None);
        let rows: Vec<Row> = rows(&mut draw, 200).into_iter().map(|row| (row.0, Some("jobs"), None)).collect();
        let subjects: Vec<_> = rows.iter().map(|row| Some(row.0.to_owned())).collect();
        let subjects = Arc::new(arrow_array::StringArray::from(subjects));
        let table = reader(&mut draw, rows.len(), vec![("subject", subjects)]);
        let options = AskOptions { purpose: Some("jobs".into()), evidence, ..AskOptions::default() };
        let answered = snapshot.may_table(table, options, Some("subject"), nothing).unwrap();
        let wanted: Vec<_> = rows.iter().map(|row| {
            let answer = wanted(&ledger, &snapshot, row);
            let key = answer.evidence.first().filter(|_| evidence).map(|key| [key.source.clone(), key.id.clone()]);
            let until = answer.valid_until.map(|until| until.timestamp_micros());
            stood(row.0, answer.verdict.as_str(), answer.reasons[0].code(), key, until)
        }).collect();
        prop_assert_eq!(everybody_back(answered.stream().unwrap(), evidence), wanted);
    }
}

#[test]
fn a_snapshot_is_asked_no_more_than_it_answers() {
    let snapshot = ledger().snapshot(day(10), None);
    let refused = |columns: Vec<(&'static str, &str)>, options: &str| {
        let columns = columns.into_iter().map(|(name, text)| {
            (name, Arc::new(arrow_array::StringArray::from(vec![text; 3])) as arrow_array::ArrayRef)
        });
        let table = reader(&mut Draw(1), 3, columns.collect());
        let options = AskOptions::from_json(options).unwrap();
        let error = snapshot.may_table::<Error>(table, options, None, nothing).unwrap_err();
        (error.kind(), error.to_string())
    };
    let (kind, message) =
        refused(vec![("subject", "w"), ("at", "2026-01-01T00:00:00Z")], r#"{"purpose": "jobs"}"#);
    assert_eq!(kind, ErrorKind::UnknownName);
    assert!(message.contains("(`subject`, `purpose`, `channel`), got `at`"), "{message}");
    for (name, value) in [
        ("at", "2026-01-01T00:00:00Z"),
        ("known_at", "2026-01-01T00:00:00Z"),
        ("recipient", "group"),
        ("country", "JP"),
    ] {
        let options = format!(r#"{{"purpose": "jobs", "{name}": "{value}"}}"#);
        let (kind, message) = refused(vec![("subject", "w")], &options);
        assert_eq!(kind, ErrorKind::Inconsistent);
        assert!(
            message.starts_with(&format!("{name}: expected none: a snapshot is about one instant")),
            "{message}"
        );
    }
    assert_eq!(refused(vec![("subject", "w")], "{}").0, ErrorKind::Missing);
    assert_eq!(refused(vec![("purpose", "jobs")], "{}").0, ErrorKind::Missing);
    let both = refused(vec![("subject", "w"), ("purpose", "jobs")], r#"{"purpose": "jobs"}"#);
    assert_eq!(both.0, ErrorKind::Duplicate);
    let (kind, message) = refused(vec![("subject", "w"), ("purpose", "job")], "{}");
    assert_eq!(
        (kind, message.as_str()),
        (ErrorKind::UnknownName, "purpose: row 0: expected a known purpose, got `job`; did you mean `jobs`?")
    );
}

#[test]
fn ids_may_be_named_like_other_parts_of_a_question_and_brief_answers_are_no_whole_ones() {
    let mut ledger = ledger();
    ledger.extend(events(&mut Draw(3))).unwrap();
    let snapshot = ledger.snapshot(day(120), Some(day(100)));
    let options = AskOptions { purpose: Some("jobs".into()), ..AskOptions::default() };
    for name in ["at", "known_at", "recipient", "regimes"] {
        let subjects = Arc::new(arrow_array::StringArray::from(vec![SUBJECTS[0], "nobody"]));
        let columns = vec![("subject", subjects as _), (name, Arc::new(Int64Array::from(vec![7, 8])) as _)];
        let table = reader(&mut Draw(1), 2, columns);
        let answered = snapshot.may_table(table, options.clone(), Some(name), nothing).unwrap();
        assert_eq!([answered.id(0), answered.id(1)], [Some(RowId::Number(7)), Some(RowId::Number(8))]);
    }
    let subjects = Arc::new(arrow_array::StringArray::from(vec![SUBJECTS[0]; 3]));
    let table = reader(&mut Draw(1), 3, vec![("subject", subjects as _)]);
    let answered = snapshot.may_table(table, options, None, nothing).unwrap();
    let made = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut value = serde_json::to_value(answered.answers()).unwrap();
        change(&mut value);
        serde_json::from_value::<Answers>(value).is_ok()
    };
    assert!(made(&|_| {}));
    assert!(!made(&|value| drop(value.as_object_mut().unwrap().remove("obligations"))));
    assert!(!made(&|value| value["obligations"] = serde_json::json!([0])));
    assert!(!made(&|value| value["lists"] = serde_json::json!([[]])));
    assert!(!made(&|value| value["lists"][0] = serde_json::json!(["consent-given", "consent-expired"])));
}

#[test]
fn the_row_of_a_later_batch_is_counted_from_the_first_of_the_table() {
    let snapshot = ledger().snapshot(day(10), None);
    let mut draw = Draw(7);
    let mut rows = rows(&mut draw, 300);
    rows[257].1 = None;
    let table = table(&mut draw, &rows);
    let error = snapshot.may_table::<Error>(table, AskOptions::default(), Some("row"), nothing).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Missing, "purpose: row 257"));
}
