//! What went out, read back.

use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::ffi_stream::RecordBatchStreamReader as StreamReader;
use arrow_array::types::*;
use arrow_array::*;
use arrow_schema::DataType;

use super::super::{AnsweredTable, EventTable};
use crate::Error;
use crate::consent::*;
use crate::table::{Reader, Stream};

pub(super) fn nothing(_: usize) -> Result<(), Error> {
    Ok(())
}

/// A table that went out, as it comes in again.
pub(super) fn again(table: &EventTable) -> EventTable {
    EventTable::read(Reader::from_stream(table.stream().unwrap().export()).unwrap(), nothing).unwrap()
}

/// The answers that went out, row by row as text.
pub(super) fn read_back(table: &AnsweredTable) -> Vec<String> {
    let stream = StreamReader::try_new(table.stream().unwrap().export()).unwrap();
    let mut rows = Vec::new();
    for batch in stream {
        let batch = batch.unwrap();
        let column = |name: &str| Arc::clone(batch.column_by_name(name).unwrap());
        let word = |array: &ArrayRef, row: usize| {
            let array = arrow_cast_to_text(array);
            (!array.is_null(row)).then(|| array.value(row).to_owned())
        };
        for row in 0..batch.num_rows() {
            let list = |name: &str| {
                let items = column(name).as_list::<i32>().value(row);
                (0..items.len()).map(|item| word(&items, item).unwrap()).collect::<Vec<_>>()
            };
            let evidence = column("evidence").as_list::<i32>().value(row);
            let evidence = evidence.as_struct();
            let keys: Vec<_> = (0..evidence.len())
                .map(|item| [0, 1].map(|part| word(evidence.column(part), item).unwrap()))
                .collect();
            let until = column("valid_until");
            let until = until.as_primitive::<TimestampMicrosecondType>();
            let until = (!until.is_null(row)).then(|| until.value(row));
            rows.push(said(
                &word(&column("verdict"), row).unwrap(),
                &list("reasons"),
                &keys,
                &list("obligations"),
                until,
            ));
            assert_eq!(word(&column("reason"), row), list("reasons").first().cloned());
        }
    }
    rows
}

/// Everybody's rows that went out, as text.
pub(super) fn everybody_back(stream: Stream, with_evidence: bool) -> Vec<String> {
    let stream = StreamReader::try_new(stream.export()).unwrap();
    let mut rows = Vec::new();
    for batch in stream {
        let batch = batch.unwrap();
        let column = |name: &str| Arc::clone(batch.column_by_name(name).unwrap());
        let word = |array: &ArrayRef, row: usize| arrow_cast_to_text(array).value(row).to_owned();
        assert_eq!(batch.column_by_name("evidence").is_some(), with_evidence);
        for row in 0..batch.num_rows() {
            let key = batch.column_by_name("evidence").and_then(|evidence| {
                let event = evidence.as_list::<i32>().value(row);
                assert!(event.len() < 2);
                (event.len() == 1).then(|| [0, 1].map(|part| word(event.as_struct().column(part), 0)))
            });
            let until = column("valid_until");
            let until = until.as_primitive::<TimestampMicrosecondType>();
            let until = (!until.is_null(row)).then(|| until.value(row));
            let [subject, verdict, reason] =
                ["subject", "verdict", "reason"].map(|name| word(&column(name), row));
            rows.push(stood(&subject, &verdict, &reason, key, until));
        }
    }
    rows
}

pub(super) fn stood(
    subject: &str,
    verdict: &str,
    reason: &str,
    key: Option<[String; 2]>,
    until: Option<i64>,
) -> String {
    format!("{subject} {verdict} {reason} {key:?} {until:?}")
}

pub(super) fn arrow_cast_to_text(array: &ArrayRef) -> StringArray {
    fn texts<K: ArrowDictionaryKeyType>(array: &ArrayRef) -> StringArray {
        let array = array.as_dictionary::<K>();
        array.downcast_dict::<StringArray>().unwrap().into_iter().collect()
    }
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().clone(),
        DataType::Dictionary(key, _) if **key == DataType::UInt8 => texts::<UInt8Type>(array),
        _ => texts::<UInt32Type>(array),
    }
}

pub(super) fn said(
    verdict: &str,
    reasons: &[String],
    keys: &[[String; 2]],
    obligations: &[String],
    until: Option<i64>,
) -> String {
    format!("{verdict} {reasons:?} {keys:?} {obligations:?} {until:?}")
}

pub(super) fn told(answer: &Answer) -> String {
    let reasons: Vec<_> = answer.reasons.iter().map(|reason| reason.code().to_owned()).collect();
    let keys: Vec<_> = answer.evidence.iter().map(|key| [key.source.clone(), key.id.clone()]).collect();
    let obligations: Vec<_> = answer.obligations.iter().map(|one| one.to_string()).collect();
    let until = answer.valid_until.map(|at| at.timestamp_micros());
    said(answer.verdict.as_str(), &reasons, &keys, &obligations, until)
}
