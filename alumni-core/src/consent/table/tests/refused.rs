//! Tables that cannot be used.

use std::sync::Arc;

use arrow_array::ffi_stream::RecordBatchStreamReader as StreamReader;
use arrow_array::*;
use arrow_schema::{DataType, TimeUnit};
use chrono::{DateTime, FixedOffset};

use super::super::{Asking, EventTable};
use super::draw::*;
use super::made::*;
use super::read::*;
use crate::columns::{Column, Columns, Texts, Values};
use crate::consent::*;
use crate::table::Reader;
use crate::{Error, ErrorKind};

fn small(columns: Vec<(&str, ArrayRef)>) -> Reader {
    let rows = columns[0].1.len();
    reader(&mut Draw(1), rows, columns)
}

fn strings(texts: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(texts.to_vec()))
}

/// Two events, with one column in the place of its own or besides.
fn with(name: &'static str, array: ArrayRef) -> Result<EventTable, Error> {
    let at = strings(&[Some("2024-01-01T09:00:00+09:00"), Some("2024-01-02T09:00:00+09:00")]);
    let mut columns: Vec<(&str, ArrayRef)> = vec![
        ("source", strings(&[Some("form"); 2])),
        ("id", strings(&[Some("1"), Some("2")])),
        ("subject", strings(&[Some("w-1"); 2])),
        ("purpose", strings(&[Some("jobs"); 2])),
        ("kind", strings(&[Some("given"), Some("withdrawn")])),
        ("occurred_at", Arc::clone(&at)),
        ("received_at", at),
    ];
    columns.retain(|(known, _)| *known != name);
    columns.push((name, array));
    EventTable::read(small(columns), nothing)
}

fn refused(name: &'static str, array: ArrayRef) -> (ErrorKind, String) {
    let error = with(name, array).unwrap_err();
    (error.kind(), error.to_string())
}

#[test]
fn what_cannot_be_an_event_is_told_with_column_and_row() {
    let kind = strings(&[Some("given"), Some("expired")]);
    let message = "kind: row 1: expected a kind of event, got `expired`: expiry follows from `valid_until`, it is not recorded";
    assert_eq!(refused("kind", kind), (ErrorKind::UnknownName, message.into()));
    let near = "kind: row 0: expected a known kind of event, got `givn`; did you mean `given`?";
    assert_eq!(refused("kind", strings(&[Some("givn"), None])), (ErrorKind::UnknownName, near.into()));
    let absent = (ErrorKind::Missing, "subject: row 1: expected a value".to_owned());
    assert_eq!(refused("subject", strings(&[Some("w"), None])), absent);
    let naive = Arc::new(TimestampMicrosecondArray::from(vec![0, 1]));
    let message =
        "occurred_at: expected timestamps in a time zone, got some without; say which zone they are in";
    assert_eq!(refused("occurred_at", naive), (ErrorKind::WrongType, message.into()));
    let days = Arc::new(Date32Array::from(vec![0, 1]));
    assert_eq!(refused("received_at", days).0, ErrorKind::WrongType);
    let local = strings(&[Some("2024-01-01T09:00:00+09:00"), Some("2024-01-01T09:00:00")]);
    let (kind, said) = refused("received_at", local);
    assert!(kind == ErrorKind::Syntax && said.starts_with("received_at: row 1: "), "{said}");
    let far = TimestampSecondArray::from(vec![0, i64::MAX]).with_timezone("UTC");
    let (kind, said) = refused("occurred_at", Arc::new(far));
    assert_eq!(kind, ErrorKind::OutOfRange, "{said}");
    assert!(said.starts_with("occurred_at: row 1: "), "{said}");
    let alone = refused("notice_version", Arc::new(Int64Array::from(vec![Some(1), None])));
    assert_eq!(alone, (ErrorKind::Missing, "notice_id: row 0: expected the notice's id".into()));
    let half = Arc::new(Float64Array::from(vec![1.5, 1.0]));
    assert_eq!(refused("notice_version", half).1, "notice_version: row 0: expected a whole number");
    let twice = strings(&[None, Some("severance")]);
    let message = "bundled_with: row 1: expected papers only with `given` or `renewed`";
    assert_eq!(refused("bundled_with", twice), (ErrorKind::Inconsistent, message.into()));
    let (kind, said) = refused("chanel", strings(&[None, Some("email")]));
    assert_eq!(kind, ErrorKind::UnknownName);
    assert!(said.contains("did you mean `channel`?"), "{said}");
    let ahead = Arc::new(Int64Array::from(vec![540, 540]));
    assert_eq!(refused("occurred_at_offset", ahead).0, ErrorKind::Inconsistent);
    let truth = strings(&[Some("yes"), None]);
    assert_eq!(
        refused("imported", truth),
        (ErrorKind::WrongType, "imported: row 0: expected `true` or `false`".into())
    );
    let error = EventTable::read(small(vec![("source", strings(&[Some("form")]))]), nothing).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Missing, "id"));
}

#[test]
fn a_table_is_taken_in_whole_or_not_at_all() {
    let mut ledger = ledger();
    let table = with("purpose", strings(&[Some("jobs"), Some("payroll")])).unwrap();
    let error = ledger.extend_table(&table).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::UnknownName, "purpose: row 1"));
    assert_eq!(ledger.subjects().count(), 0);
    let table = with("id", strings(&[Some("1"), Some("1")])).unwrap();
    let error = ledger.extend_table(&table).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Inconsistent, "row 1"));
    assert_eq!(ledger.subjects().count(), 0);
    assert_eq!(ledger.extend_table(&with("recipient", strings(&[None, None])).unwrap()).unwrap().added, 2);
}

#[test]
fn an_instant_exact_to_the_nanosecond_goes_out_exactly_or_not_at_all() {
    let mut ledger = ledger();
    let at = |text: &str| text.parse::<DateTime<FixedOffset>>().unwrap();
    let event = |id: &str, text: &str| Event::new("form", id, "w-1", "jobs", EventKind::Withdrawn, at(text));
    ledger.extend([event("1", "2024-01-01T00:00:00.000000001-03:30")]).unwrap();
    let table = ledger.event_table().unwrap();
    assert_eq!(again(&table).events().collect::<Vec<_>>(), ledger.events().collect::<Vec<_>>());
    let stream = StreamReader::try_new(table.stream().unwrap().export()).unwrap();
    let field = stream.schema().field_with_name("occurred_at").unwrap().data_type().clone();
    assert_eq!(field, DataType::Timestamp(TimeUnit::Nanosecond, Some("UTC".into())));
    ledger.extend([event("2", "9999-01-01T00:00:00Z")]).unwrap();
    assert_eq!(ledger.event_table().unwrap_err().kind(), ErrorKind::OutOfRange);
}

#[test]
fn a_row_that_cannot_be_asked_is_an_error_or_denied_with_its_reason() {
    let ledger = ledger();
    let table = || {
        small(vec![
            ("subject", strings(&[Some("w-1"), Some("w-2"), None])),
            ("purpose", strings(&[Some("study"), Some("studies"), Some("study")])),
        ])
    };
    let mut options = AskOptions { at: Some(day(0)), ..AskOptions::default() };
    let ask = |options: &AskOptions, table: Reader| {
        Asking::new(&ledger, table, options.clone(), None)?.collect(&ledger, nothing)
    };
    let error = ask(&options, table()).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::UnknownName, "purpose: row 1"));
    options.unusable = UnusableQuestion::Denied;
    let found = ask(&options, table()).unwrap();
    let answers = found.answers();
    let verdicts: Vec<_> = (0..3).map(|row| answers.verdict(row).unwrap()).collect();
    assert_eq!(verdicts, [Verdict::Allowed, Verdict::Denied, Verdict::Denied]);
    assert_eq!(answers.row(1).unwrap().reasons(), ["consent-question-unusable"]);
    let unusable: Vec<_> =
        answers.unusable().iter().map(|found| (found.column.as_str(), &found.rows[..])).collect();
    assert_eq!(unusable, [("purpose", &[1][..]), ("subject", &[2][..])]);
    assert!(answers.unusable()[0].expected.contains("did you mean `study`?"));
}

#[test]
fn a_part_of_a_question_comes_from_one_place_that_is_known() {
    let ledger = ledger();
    let refused = |options: &str, columns: Vec<(&str, ArrayRef)>| {
        let options = AskOptions::from_json(options).unwrap();
        let error = Asking::new(&ledger, small(columns), options, None).unwrap_err();
        (error.kind(), error.to_string())
    };
    let one = || strings(&[Some("w-1")]);
    let jobs = || strings(&[Some("jobs")]);
    let (subject, all) = (vec![("subject", one())], r#"{"purpose": "jobs", "at": "2024-01-01T00:00:00Z"}"#);
    assert_eq!(refused(all, vec![("subjekt", one())]).0, ErrorKind::UnknownName);
    assert_eq!(refused(all, vec![("channel", one())]).0, ErrorKind::Missing);
    let both =
        (ErrorKind::Duplicate, "purpose: expected one value for all rows or a column, got both".to_owned());
    assert_eq!(refused(all, vec![("subject", one()), ("purpose", jobs())]), both);
    let without = refused(r#"{"purpose": "jobs"}"#, subject.clone());
    assert_eq!(without, (ErrorKind::Missing, "at: expected a column, or one value for all rows".into()));
    let unknown = refused(r#"{"purpose": "job", "at": "2024-01-01T00:00:00Z"}"#, subject.clone());
    assert_eq!(unknown.0, ErrorKind::UnknownName);
    let naive: ArrayRef = Arc::new(TimestampSecondArray::from(vec![0]));
    let naive = refused(r#"{"purpose": "jobs"}"#, vec![("subject", one()), ("at", naive)]);
    assert!(naive.1.starts_with("at: expected timestamps in a time zone"), "{}", naive.1);
    let column = Column::new(Values::Texts(Texts::Slices(&["w-1"])));
    let columns = Columns::new(1).unwrap().with("subject", column).unwrap();
    let options = AskOptions::from_json(&all.replace("jobs", "study")).unwrap();
    assert_eq!(ledger.may_columns(&columns, &options).unwrap().verdict(0), Some(Verdict::Allowed));
}
