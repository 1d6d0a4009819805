//! Through Arrow, in batches, as in one table of borrowed columns.

use std::sync::Arc;

use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::types::*;
use arrow_array::*;
use arrow_buffer::{BooleanBuffer, OffsetBuffer};
use arrow_schema::{DataType, Field, Schema};

use super::*;
use crate::columns::{Bits, Column, Columns, Integers, Texts, TimeUnit, Values};
use crate::eligibility::{BatchOptions, DecidedTable, Deciding, RowId};
use crate::table::Reader;

fn integers(numbers: &Integers<'_>) -> ArrayRef {
    macro_rules! widths {
        ($($width:ident $array:ident),*) => { match numbers { $(Integers::$width(all) => Arc::new($array::from(all.to_vec())),)* } };
    }
    widths!(I8 Int8Array, I16 Int16Array, I32 Int32Array, I64 Int64Array, U8 UInt8Array, U16 UInt16Array, U32 UInt32Array, U64 UInt64Array)
}

/// The texts as an array of one of the three forms; those that are not there are null.
fn texts(texts: &Texts<'_>, valid: Option<Bits<'_>>, form: usize) -> ArrayRef {
    let text = |item| valid.is_none_or(|valid| valid.get(item)).then(|| texts.get(item).unwrap().unwrap());
    let texts = (0..texts.len()).map(text);
    match form {
        0 => Arc::new(texts.collect::<StringArray>()),
        1 => Arc::new(texts.collect::<LargeStringArray>()),
        _ => Arc::new(texts.collect::<StringViewArray>()),
    }
}

/// A borrowed column as an Arrow array.
fn array(draw: &mut Draw, column: &Column<'_>, rows: usize) -> ArrayRef {
    let made: ArrayRef = match column.values() {
        Values::Null(rows) => Arc::new(NullArray::new(*rows)),
        Values::Booleans(bits) => {
            Arc::new((0..rows).map(|row| Some(bits.get(row))).collect::<BooleanArray>())
        }
        Values::Integers(numbers) => integers(numbers),
        Values::Floats32(numbers) => Arc::new(Float32Array::from(numbers.to_vec())),
        Values::Floats64(numbers) => Arc::new(Float64Array::from(numbers.to_vec())),
        Values::Decimals { unscaled, scale } => {
            Arc::new(Decimal128Array::from(unscaled.to_vec()).with_precision_and_scale(38, *scale).unwrap())
        }
        Values::Days(days) => Arc::new(Date32Array::from(days.to_vec())),
        Values::Instants { counts, unit } => match unit {
            TimeUnit::Seconds => Arc::new(TimestampSecondArray::from(counts.to_vec())),
            TimeUnit::Milliseconds if draw.one_in(2) => Arc::new(Date64Array::from(counts.to_vec())),
            TimeUnit::Milliseconds => Arc::new(TimestampMillisecondArray::from(counts.to_vec())),
            TimeUnit::Microseconds => Arc::new(TimestampMicrosecondArray::from(counts.to_vec())),
            TimeUnit::Nanoseconds => {
                Arc::new(TimestampNanosecondArray::from(counts.to_vec()).with_timezone("UTC"))
            }
        },
        Values::Zoned { counts, offsets, .. } => {
            let offset = offsets.get(0).unwrap_or(0) / 3_600;
            Arc::new(TimestampSecondArray::from(counts.to_vec()).with_timezone(format!("{offset:+03}:00")))
        }
        Values::Texts(all) => return texts(all, column.validity(), draw.below(3)),
        Values::Coded { codes, names, names_valid } => {
            let names = texts(names, *names_valid, draw.below(3));
            // Where a row is not there, its number may be any.
            let code = |row| usize::try_from(codes.get(row).unwrap()).ok().filter(|code| *code < names.len());
            let codes = (0..rows).map(|row| {
                code(row).filter(|_| column.is_valid(row)).map(|code| u16::try_from(code).unwrap())
            });
            return Arc::new(DictionaryArray::<UInt16Type>::try_new(codes.collect(), names).unwrap());
        }
        Values::Lists { offsets, items } => {
            let items = array(draw, items, items.len());
            let ends = (0..rows).map(|row| offsets.get(row).unwrap().len());
            let field = Arc::new(Field::new_list_field(items.data_type().clone(), true));
            let first = offsets.get(0).map_or(0, |range| range.start);
            let items = items.slice(first, items.len() - first);
            let offsets = OffsetBuffer::<i64>::from_lengths(ends);
            Arc::new(LargeListArray::new(field, offsets, items, None))
        }
    };
    let Some(valid) = column.validity() else { return made };
    if made.data_type() == &DataType::Null {
        return made;
    }
    let nulls: BooleanBuffer = (0..rows).map(|row| valid.get(row)).collect();
    let data = made.to_data().into_builder().nulls(Some(nulls.into())).build().unwrap();
    make_array(data)
}

/// The table in batches of random lengths, each a slice of the whole, with ids and a column of no fact.
fn reader(draw: &mut Draw, columns: &Columns<'_>) -> Reader {
    let rows = columns.rows();
    let mut all: Vec<(String, ArrayRef)> =
        columns.iter().map(|(name, column)| (name.to_owned(), array(draw, column, rows))).collect();
    let ids = (0..rows).map(|row| format!("w-{row}"));
    all.push(("worker_id".into(), Arc::new(ids.map(Some).collect::<StringViewArray>())));
    all.push(("photo".into(), Arc::new(BinaryArray::from_iter_values((0..rows).map(|_| b"x")))));
    let field = |(name, array): &(String, ArrayRef)| Field::new(name, array.data_type().clone(), true);
    let schema = Arc::new(Schema::new(all.iter().map(field).collect::<Vec<_>>()));
    let whole =
        RecordBatch::try_new(Arc::clone(&schema), all.into_iter().map(|(_, array)| array).collect()).unwrap();
    let mut batches = Vec::new();
    let mut from = 0;
    while from < rows {
        let len = (1 + draw.below(90)).min(rows - from);
        batches.push(Ok(whole.slice(from, len)));
        from += len;
        if draw.one_in(5) {
            batches.push(Ok(whole.slice(from, 0)));
        }
    }
    let stream = RecordBatchIterator::new(batches, schema);
    Reader::from_stream(FFI_ArrowArrayStream::new(Box::new(stream))).unwrap()
}

/// The answers that went out, as `(id, outcome, eligible_on, unmet, unknown, review)` in text.
fn read_back(table: FFI_ArrowArrayStream) -> Vec<String> {
    let stream = RecordBatchStreamReader::try_new(table).unwrap();
    let mut rows = Vec::new();
    for batch in stream {
        let batch = batch.unwrap();
        let column = |name: &str| Arc::clone(batch.column_by_name(name).unwrap());
        let (outcome, days) = (column("outcome"), column("eligible_on"));
        let outcome = outcome.as_any().downcast_ref::<DictionaryArray<UInt8Type>>().unwrap();
        let outcome = outcome.downcast_dict::<StringArray>().unwrap();
        let days = days.as_any().downcast_ref::<Date32Array>().unwrap();
        let ids = batch.column(0).as_any().downcast_ref::<StringViewArray>().unwrap();
        for row in 0..batch.num_rows() {
            let flags = ["unmet", "unknown", "review"].map(|name| {
                let flags = column(name);
                let flags = flags.as_any().downcast_ref::<StructArray>().unwrap();
                let bit = |bits: &ArrayRef| bits.as_any().downcast_ref::<BooleanArray>().unwrap().value(row);
                flags.columns().iter().map(bit).collect::<Vec<_>>()
            });
            let on = days.is_valid(row).then(|| days.value_as_date(row).unwrap());
            rows.push(format!("{} {} {on:?} {flags:?}", ids.value(row), outcome.value_at(row)));
        }
    }
    rows
}

trait ValueAt {
    fn value_at(&self, row: usize) -> &str;
}

impl ValueAt for TypedDictionaryArray<'_, UInt8Type, StringArray> {
    fn value_at(&self, row: usize) -> &str {
        self.values().value(usize::from(self.keys().value(row)))
    }
}

fn told(decisions: &Decisions) -> Vec<String> {
    let row = |row: usize| {
        let found = decisions.row(row).unwrap();
        let statuses: Vec<_> = found.statuses().collect();
        let flags = [Status::Unmet, Status::Unknown, Status::Review]
            .map(|wanted| statuses.iter().map(|status| *status == wanted).collect::<Vec<_>>());
        format!("w-{row} {} {:?} {flags:?}", found.outcome().as_str(), found.eligible_on())
    };
    (0..decisions.rows()).map(row).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn through_arrow_in_batches_the_answers_are_those_for_plain_columns(seed: u64, lenient: bool) {
        let mut draw = Draw::new(seed);
        let policy = Arc::new(Policy::parse(&policies::policy(&mut draw)).unwrap());
        let table = tables::table(&mut draw, &policy, lenient);
        let as_of = policies::day(&mut draw);
        let owned = table.owned(&mut draw);
        let columns = tables::columns(&owned, table.rows);
        let mut options = BatchOptions::new();
        if lenient {
            options = options.on_unusable_value(OnUnusableValue::Unknown).on_missing_column(OnMissingColumn::Unknown);
        }
        let plain = columns.clone()
            .with("worker_id", Column::new(Values::Null(table.rows))).unwrap()
            .with("photo", Column::new(Values::Null(table.rows))).unwrap();
        let wanted = policy.decide_columns_with(&plain, as_of, &options);
        let reader = reader(&mut draw, &columns);
        let found = Deciding::new(Arc::clone(&policy), reader, as_of, options, Some("worker_id"))
            .and_then(|deciding| deciding.collect(|_| Ok::<_, Error>(())));
        match (wanted, found) {
            (Ok(wanted), Ok(found)) => {
                prop_assert_eq!(found.decisions(), &wanted);
                prop_assert_eq!(read_back(found.stream().unwrap().export()), told(&wanted));
                let kept: DecidedTable = serde_json::from_str(&serde_json::to_string(&found).unwrap()).unwrap();
                prop_assert_eq!(kept, found);
            }
            (Err(wanted), Err(found)) => prop_assert_eq!(wanted, found),
            (wanted, found) => prop_assert!(false, "{:?} {:?}", wanted.err(), found.err()),
        }
    }
}

/// A table of one batch.
fn small(columns: Vec<(&str, ArrayRef)>) -> Reader {
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    );
    Reader::from_array(Arc::new(StructArray::from(batch.unwrap()))).unwrap()
}

fn grades() -> Vec<(&'static str, ArrayRef)> {
    vec![
        ("id", Arc::new(Int64Array::from(vec![7, 8, 9]))),
        ("grade", Arc::new(Int8Array::from(vec![Some(3), None, Some(1)]))),
    ]
}

fn deciding(table: Reader, id: Option<&str>) -> Result<Deciding, Error> {
    let policy = Arc::new(policy("grade >= 3").unwrap());
    Deciding::new(policy, table, day("2026-04-01"), BatchOptions::new(), id)
}

#[test]
fn ids_go_with_the_answers_and_come_back_by_row() {
    let decided = deciding(small(grades()), Some("id")).unwrap().collect(|_| Ok::<_, Error>(())).unwrap();
    assert_eq!(decided.id_column(), Some("id"));
    assert_eq!(
        (decided.id(0), decided.id(2), decided.id(3)),
        (Some(RowId::Number(7)), Some(RowId::Number(9)), None)
    );
    let stream = RecordBatchStreamReader::try_new(decided.stream().unwrap().export()).unwrap();
    let schema = stream.schema();
    let names: Vec<_> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    assert_eq!(names, ["id", "outcome", "eligible_on", "unmet", "unknown", "review"]);
    assert_eq!(schema.metadata()["alumni.as_of"], "2026-04-01");
    assert_eq!(schema.metadata()["alumni.policy_hash"].len(), 64);
}

#[test]
fn a_column_of_ids_must_be_there_once_and_hold_ids() {
    let refused = |table, id| {
        let error = deciding(small(table), Some(id)).unwrap_err();
        (error.kind(), error.to_string())
    };
    let (kind, said) = refused(grades(), "ids");
    assert_eq!(
        (kind, said.as_str()),
        (ErrorKind::UnknownName, "id: expected the name of a column, got `ids`; did you mean `id`?")
    );
    let named = |name, array: ArrayRef| {
        let mut table = grades();
        table.push((name, array));
        table
    };
    assert_eq!(refused(named("outcome", Arc::new(NullArray::new(3))), "outcome").0, ErrorKind::Duplicate);
    let floats: ArrayRef = Arc::new(Float64Array::from(vec![1.0, 2.0, 3.0]));
    assert_eq!(
        refused(named("key", floats), "key"),
        (ErrorKind::WrongType, "id: expected texts or whole numbers, got Float64".into())
    );
}

#[test]
fn a_missing_column_is_told_before_a_row_is_read_and_a_fault_with_its_row_of_the_table() {
    let error = deciding(small(vec![("grad", Arc::new(Int8Array::from(vec![1])))]), None).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Missing, "grade"));

    let schema = Arc::new(Schema::new(vec![Field::new("grade", DataType::Utf8, true)]));
    let batch = |texts: Vec<&str>| {
        RecordBatch::try_new(Arc::clone(&schema), vec![Arc::new(StringArray::from(texts))])
    };
    let batches = vec![batch(vec!["3", "1"]), batch(vec!["2", "many"])];
    let stream = RecordBatchIterator::new(batches, Arc::clone(&schema));
    let table = Reader::from_stream(FFI_ArrowArrayStream::new(Box::new(stream))).unwrap();
    let mut deciding = deciding(table, None).unwrap();
    assert_eq!(deciding.next_batch().unwrap().unwrap().decisions().codes(), [0, 3]);
    assert_eq!(deciding.next_batch().unwrap_err().path(), "grade: row 3");
}

#[test]
fn whoever_waits_may_end_the_work() {
    let ended =
        deciding(small(grades()), None).unwrap().collect(|rows| Err(Error::missing(format!("{rows}"))));
    assert_eq!(ended.unwrap_err().message(), "3");
}

#[test]
fn a_kept_table_that_does_not_fit_itself_is_refused() {
    let decided = deciding(small(grades()), Some("id")).unwrap().collect(|_| Ok::<_, Error>(())).unwrap();
    let json = serde_json::to_value(&decided).unwrap();
    for (part, value) in [
        ("outcomes", serde_json::json!([0, 1])),
        ("outcomes", serde_json::json!([0, 1, 4])),
        ("ids", serde_json::json!([1])),
        ("eligible_on", serde_json::json!({"days": [0, 0, 0], "valid": [8]})),
        ("eligible_on", serde_json::json!({"days": [0, 0], "valid": [0]})),
        ("criteria", serde_json::json!([{"id": "c", "effect": "require", "standing": [], "unknown": [0]}])),
    ] {
        let mut changed = json.clone();
        changed[part] = value;
        assert!(serde_json::from_value::<DecidedTable>(changed).is_err(), "{part}");
    }
    assert!(serde_json::from_value::<DecidedTable>(json).is_ok());
}
