//! Every Arrow type through the C interface and back as a column, whole, sliced, empty, and in many batches.

use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, LargeListBuilder, LargeStringBuilder, ListBuilder, StringBuilder,
    StringDictionaryBuilder, StringViewBuilder,
};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::*;
use arrow_array::*;
use arrow_buffer::{NullBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, DataType, Field, Schema};

use super::{Batch, Reader, Record, Stream};
use crate::ErrorKind;
use crate::columns::{Column, Values};

/// A table of one column in so many batches, through the C interface.
fn through(name: &str, kind: &DataType, batches: Vec<ArrayRef>) -> Reader {
    let schema = Arc::new(Schema::new(vec![Field::new(name, kind.clone(), true)]));
    let batch = |array| RecordBatch::try_new(Arc::clone(&schema), vec![array]);
    let batches: Vec<_> = batches.into_iter().map(batch).collect();
    let stream = FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new(batches, Arc::clone(&schema))));
    Reader::from_stream(stream).unwrap()
}

fn batches(mut reader: Reader) -> Vec<Batch> {
    std::iter::from_fn(move || reader.next_batch().unwrap()).collect()
}

/// What a row of a column says, as text; the form of the values is told too.
fn said(column: &Column<'_>, row: usize) -> String {
    if !column.is_valid(row) {
        return "-".to_owned();
    }
    match column.values() {
        Values::Null(_) => unreachable!(),
        Values::Booleans(bits) => format!("boolean {}", bits.get(row)),
        Values::Integers(numbers) => format!("integer {}", numbers.get(row).unwrap()),
        Values::Floats32(numbers) => format!("float {}", numbers[row]),
        Values::Floats64(numbers) => format!("float {}", numbers[row]),
        Values::Decimals { unscaled, scale } => format!("decimal {} at {scale}", unscaled[row]),
        Values::Days(days) => format!("day {}", days[row]),
        Values::Instants { counts, unit } => format!("{unit:?} {}", counts[row]),
        Values::Zoned { counts, unit, offsets } => {
            format!("{unit:?} {} at {}", counts[row], offsets.get(row).unwrap())
        }
        Values::Texts(texts) => format!("text {}", texts.get(row).unwrap().unwrap()),
        Values::Coded { codes, names, names_valid } => {
            let code = usize::try_from(codes.get(row).unwrap()).unwrap();
            match names_valid {
                Some(valid) if !valid.get(code) => "-".to_owned(),
                _ => format!("text {}", names.get(code).unwrap().unwrap()),
            }
        }
        Values::Lists { offsets, items } => {
            let items: Vec<_> = offsets.get(row).unwrap().map(|item| said(items, item)).collect();
            format!("[{}]", items.join(", "))
        }
    }
}

fn all(batches: &[Batch]) -> Vec<String> {
    let rows = |batch: &Batch| -> Vec<String> {
        let columns = batch.columns().unwrap();
        let column = columns.get("fact").unwrap();
        (0..columns.rows()).map(|row| said(column, row)).collect()
    };
    batches.iter().flat_map(rows).collect()
}

const LONG: &str = "a department whose name is longer than twelve bytes";
const TEXTS: [Option<&str>; 5] = [Some("sales"), None, Some(LONG), Some(""), Some("主任")];

fn texts() -> [ArrayRef; 3] {
    [
        Arc::new(StringArray::from_iter(TEXTS)),
        Arc::new(LargeStringArray::from_iter(TEXTS)),
        Arc::new(StringViewArray::from_iter(TEXTS)),
    ]
}

/// Each array with what its rows say: five rows, the second of which is null.
fn cases() -> Vec<(ArrayRef, Vec<String>)> {
    let mut cases: Vec<(ArrayRef, Vec<String>)> = Vec::new();
    let text: Vec<_> =
        TEXTS.iter().map(|text| text.map_or_else(|| "-".to_owned(), |text| format!("text {text}"))).collect();
    for array in texts() {
        cases.push((array, text.clone()));
    }
    macro_rules! dictionaries {
        ($($key:ty),*) => { $( for names in texts() {
            // The second row has no key, the last one a key whose text is null.
            let keys = PrimitiveArray::<$key>::from_iter([Some(2), None, Some(0), Some(4), Some(1)]);
            let said = ["text ".to_owned() + LONG, "-".into(), "text sales".into(), "text 主任".into(), "-".into()];
            cases.push((Arc::new(DictionaryArray::<$key>::try_new(keys, names).unwrap()), said.to_vec()));
        } )* };
    }
    dictionaries!(Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type);
    macro_rules! numbers {
        ($($kind:ty, $word:literal, $numbers:expr);*) => { $( {
            let numbers = $numbers;
            let said = |number: Option<_>| number.map_or("-".to_owned(), |number| format!("{} {number}", $word));
            cases.push((Arc::new(PrimitiveArray::<$kind>::from_iter(numbers)), numbers.map(said).to_vec()));
        } )* };
    }
    numbers!(
        Int8Type, "integer", [Some(1), None, Some(i8::MIN), Some(i8::MAX), Some(0)];
        Int16Type, "integer", [Some(1), None, Some(i16::MIN), Some(i16::MAX), Some(0)];
        Int32Type, "integer", [Some(1), None, Some(i32::MIN), Some(i32::MAX), Some(0)];
        Int64Type, "integer", [Some(1), None, Some(i64::MIN), Some(i64::MAX), Some(0)];
        UInt8Type, "integer", [Some(1), None, Some(u8::MAX), Some(7), Some(0)];
        UInt16Type, "integer", [Some(1), None, Some(u16::MAX), Some(7), Some(0)];
        UInt32Type, "integer", [Some(1), None, Some(u32::MAX), Some(7), Some(0)];
        UInt64Type, "integer", [Some(1), None, Some(u64::MAX), Some(7), Some(0)];
        Float32Type, "float", [Some(1.5_f32), None, Some(-2.25), Some(0.0), Some(3.0)];
        Float64Type, "float", [Some(1.5_f64), None, Some(-2.25), Some(0.0), Some(3.0)];
        Date32Type, "day", [Some(0), None, Some(-719_162), Some(18_718), Some(2_932_896)];
        Date64Type, "Milliseconds", [Some(0_i64), None, Some(-86_400_000), Some(1_617_235_200_000), Some(1)]
    );
    let decimals = Decimal128Array::from_iter([Some(125), None, Some(-1), Some(10_i128.pow(37)), Some(0)]);
    let said = |text: &str| format!("decimal {text} at 2");
    let ten = format!("1{}", "0".repeat(37));
    cases.push((
        Arc::new(decimals.with_precision_and_scale(38, 2).unwrap()),
        vec![said("125"), "-".into(), said("-1"), said(&ten), said("0")],
    ));
    let bits = [Some(true), None, Some(false), Some(true), Some(false)];
    let said = |bit: Option<bool>| bit.map_or("-".to_owned(), |bit| format!("boolean {bit}"));
    cases.push((Arc::new(BooleanArray::from_iter(bits)), bits.map(said).to_vec()));
    cases.push((Arc::new(NullArray::new(5)), vec!["-".to_owned(); 5]));
    let keys = Int8Array::from(vec![None; 5]);
    let nothing = DictionaryArray::<Int8Type>::try_new(keys, Arc::new(NullArray::new(0))).unwrap();
    cases.push((Arc::new(nothing), vec!["-".to_owned(); 5]));
    timestamps(&mut cases);
    lists(&mut cases);
    cases
}

/// 2021-03-31 15:30:00 UTC, which is 00:30 on 1 April in Tokyo and 10:30 in Chicago, and a second before 1970.
fn timestamps(cases: &mut Vec<(ArrayRef, Vec<String>)>) {
    const SECONDS: [Option<i64>; 5] = [Some(1_617_204_600), None, Some(-1), Some(0), Some(86_400)];
    macro_rules! units {
        ($($kind:ty, $name:literal, $units:literal);*) => { $( for zone in [
            None, Some("UTC"), Some("+00:00"), Some("+09:00"), Some("Asia/Tokyo"), Some("America/Chicago"),
        ] {
            let counts = SECONDS.map(|second| second.map(|second| second * $units));
            let array = PrimitiveArray::<$kind>::from_iter(counts).with_timezone_opt(zone);
            let days = match zone {
                Some("+09:00" | "Asia/Tokyo") => ["day 18718", "-", "day 0", "day 0", "day 1"].map(str::to_owned),
                Some("America/Chicago") => ["day 18717", "-", "day -1", "day -1", "day 0"].map(str::to_owned),
                _ => counts.map(|count| count.map_or("-".to_owned(), |count| format!("{} {count}", $name))),
            };
            cases.push((Arc::new(array), days.to_vec()));
        } )* };
    }
    units!(
        TimestampSecondType, "Seconds", 1;
        TimestampMillisecondType, "Milliseconds", 1_000;
        TimestampMicrosecondType, "Microseconds", 1_000_000;
        TimestampNanosecondType, "Nanoseconds", 1_000_000_000
    );
}

fn lists(cases: &mut Vec<(ArrayRef, Vec<String>)>) {
    let rows = [Some(vec!["sales", LONG]), None, Some(vec![]), Some(vec!["主任"]), Some(vec!["", "x", "y"])];
    let said = |row: &Option<Vec<&str>>| match row {
        None => "-".to_owned(),
        Some(texts) => {
            let texts: Vec<_> = texts.iter().map(|text| format!("text {text}")).collect();
            format!("[{}]", texts.join(", "))
        }
    };
    let wanted: Vec<_> = rows.iter().map(said).collect();
    macro_rules! lists {
        ($($list:ident of $text:ident),*) => { $( {
            let mut made = $list::new($text::new());
            for row in &rows {
                for text in row.iter().flatten() {
                    made.values().append_value(text);
                }
                made.append(row.is_some());
            }
            cases.push((Arc::new(made.finish()), wanted.clone()));
        } )* };
    }
    lists!(
        ListBuilder of StringBuilder, ListBuilder of LargeStringBuilder, ListBuilder of StringViewBuilder,
        LargeListBuilder of StringBuilder, LargeListBuilder of LargeStringBuilder, LargeListBuilder of StringViewBuilder
    );
    let mut coded = LargeListBuilder::new(StringDictionaryBuilder::<UInt32Type>::new());
    for row in &rows {
        for text in row.iter().flatten() {
            coded.values().append_value(text);
        }
        coded.append(row.is_some());
    }
    cases.push((Arc::new(coded.finish()), wanted));
}

#[test]
fn every_type_comes_in_whole_sliced_empty_and_in_many_batches() {
    let cases = cases();
    assert_eq!(cases.len(), 3 + 24 + 12 + 4 + 24 + 7);
    for (array, wanted) in cases {
        let kind = array.data_type().clone();
        assert_eq!(all(&batches(through("fact", &kind, vec![Arc::clone(&array)]))), wanted, "{kind}");
        for from in 0..=5 {
            for len in 0..=(5 - from) {
                let found = all(&batches(through("fact", &kind, vec![array.slice(from, len)])));
                assert_eq!(found, wanted[from..from + len], "{kind}, {len} rows from {from}");
            }
        }
        let split = vec![array.slice(0, 0), array.slice(0, 2), array.slice(2, 1), array.slice(3, 2)];
        assert_eq!(all(&batches(through("fact", &kind, split))), wanted, "{kind}");
        assert!(batches(through("fact", &kind, vec![])).is_empty());
        assert_eq!(through("fact", &kind, vec![]).empty().unwrap().columns().unwrap().rows(), 0);
    }
}

#[test]
fn a_reader_that_keeps_zones_gives_instants_with_the_offset_of_their_place() {
    // 2021-03-31 15:30 UTC, and the first second of 1880, when Tokyo had no standard time yet.
    let counts = vec![Some(1_617_204_600), None, Some(-2_840_140_800)];
    let said = |zone: Option<&str>| {
        let array = TimestampSecondArray::from(counts.clone()).with_timezone_opt(zone);
        let mut reader = through("fact", &array.data_type().clone(), vec![Arc::new(array)]);
        reader.keep_zones();
        all(&batches(reader))
    };
    let wanted = |offsets: [i32; 2]| {
        vec![
            format!("Seconds 1617204600 at {}", offsets[0]),
            "-".to_owned(),
            format!("Seconds -2840140800 at {}", offsets[1]),
        ]
    };
    assert_eq!(said(Some("UTC")), wanted([0, 0]));
    assert_eq!(said(Some("-03:30")), wanted([-12_600, -12_600]));
    assert_eq!(said(Some("Asia/Tokyo")), wanted([32_400, 0]));
    assert_eq!(said(Some("America/Chicago")), wanted([-18_000, 0]));
    assert_eq!(said(None), ["Seconds 1617204600", "-", "Seconds -2840140800"]);
    let array = TimestampSecondArray::from(counts.clone()).with_timezone("Mars/Olympus");
    let mut reader = through("fact", &array.data_type().clone(), vec![Arc::new(array)]);
    reader.keep_zones();
    let error = reader.next_batch().unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::UnknownName, "fact"));
}

#[test]
fn an_array_of_structs_is_a_table_and_an_offset_of_the_whole_is_seen() {
    let numbers: ArrayRef = Arc::new(Int32Array::from(vec![0, 1, 2, 3]));
    let field = Field::new("fact", DataType::Int32, true);
    let table = StructArray::new(vec![field].into(), vec![numbers], None).slice(1, 2);
    assert_eq!(all(&batches(Reader::from_array(Arc::new(table)).unwrap())), ["integer 1", "integer 2"]);
}

#[test]
fn rows_that_are_null_as_a_whole_are_an_error_not_rows_of_unknown_facts() {
    let numbers: ArrayRef = Arc::new(Int32Array::from(vec![0, 1]));
    let field = Field::new("fact", DataType::Int32, true);
    let table =
        StructArray::new(vec![field].into(), vec![numbers], Some(NullBuffer::from(vec![true, false])));
    let error = Reader::from_array(Arc::new(table)).unwrap().next_batch().unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Missing, "[0]"));
}

#[test]
fn other_types_are_named_with_their_column_unless_the_column_is_not_kept() {
    let items = Field::new_list_field(DataType::Int32, true);
    let coded = DictionaryArray::<Int8Type>::try_new(vec![0_i8].into(), Arc::new(Int64Array::from(vec![1])));
    let others: [ArrayRef; 9] = [
        Arc::new(BinaryArray::from_vec(vec![b"x"])),
        Arc::new(LargeBinaryArray::from_vec(vec![b"x"])),
        Arc::new(Time32SecondArray::from(vec![1])),
        Arc::new(DurationSecondArray::from(vec![1])),
        Arc::new(IntervalYearMonthArray::from(vec![1])),
        Arc::new(Decimal256Array::from_iter_values([arrow_buffer::i256::ONE])),
        new_empty_array(&DataType::List(Arc::new(items))),
        Arc::new(coded.unwrap()),
        Arc::new(StructArray::new_empty_fields(1, None)),
    ];
    for array in others {
        let kind = array.data_type().clone();
        let mut reader = through("pay", &kind, vec![Arc::clone(&array)]);
        let error = reader.next_batch().unwrap().unwrap().columns().unwrap_err();
        assert_eq!((error.kind(), error.path()), (ErrorKind::WrongType, "pay"), "{kind}");
        assert!(error.message().ends_with(&format!("got {kind}")), "{error}");
        // A table is wide, a policy asks for little of it.
        let mut reader = through("pay", &kind, vec![array]);
        reader.keep(|name| name != "pay");
        let batch = reader.next_batch().unwrap().unwrap();
        assert!(batch.array("pay").is_none());
        assert!(matches!(batch.columns().unwrap().get("pay").unwrap().values(), Values::Null(_)), "{kind}");
    }
}

#[test]
fn a_column_is_no_table_and_what_breaks_the_interface_is_said() {
    let error = Reader::from_array(Arc::new(Int32Array::from(vec![1]))).unwrap_err();
    assert_eq!(error.to_string(), "expected a table, got a column of the type Int32");
    let error = Reader::from_stream(FFI_ArrowArrayStream::empty()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Inconsistent);

    let schema = Arc::new(Schema::new(vec![Field::new("fact", DataType::Int32, true)]));
    let failing = [Err(ArrowError::ComputeError("the disk\nis gone".into()))];
    let stream = FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new(failing, schema)));
    let error = Reader::from_stream(stream).unwrap().next_batch().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Inconsistent);
    assert!(error.message().contains("the disk is gone"), "{error}");

    let array = TimestampSecondArray::from(vec![1]).with_timezone("Mars/Olympus");
    let mut reader = through("start_date", &array.data_type().clone(), vec![Arc::new(array)]);
    assert_eq!(
        reader.next_batch().unwrap_err().to_string(),
        "start_date: expected a known time zone, got `Mars/Olympus`"
    );
    let array = TimestampSecondArray::from(vec![i64::MAX]).with_timezone("Asia/Tokyo");
    let mut reader = through("start_date", &array.data_type().clone(), vec![Arc::new(array)]);
    assert_eq!(reader.next_batch().unwrap_err().kind(), ErrorKind::OutOfRange);
}

#[test]
fn two_columns_of_one_name_are_an_error_where_the_name_is_asked_for() {
    let field = Field::new("fact", DataType::Int32, true);
    let numbers: ArrayRef = Arc::new(Int32Array::from(vec![1]));
    let table =
        StructArray::new(vec![field.clone(), field].into(), vec![Arc::clone(&numbers), numbers], None);
    let table: ArrayRef = Arc::new(table);
    let batch = Reader::from_array(Arc::clone(&table)).unwrap().next_batch().unwrap().unwrap();
    assert_eq!(batch.columns().unwrap_err().kind(), ErrorKind::Duplicate);
    let mut reader = Reader::from_array(table).unwrap();
    reader.keep(|_| false);
    assert_eq!(reader.next_batch().unwrap().unwrap().columns().unwrap().iter().count(), 1);
}

#[test]
fn a_batch_longer_than_a_piece_loses_no_row() {
    let rows = super::reader::LONGEST * 2 + 3;
    let mut made = BooleanBuilder::new();
    (0..rows).for_each(|row| made.append_value(row % 3 == 0));
    let found = batches(through("fact", &DataType::Boolean, vec![Arc::new(made.finish())]));
    assert_eq!(found.iter().map(Batch::rows).collect::<Vec<_>>(), [rows / 2 - 1, rows / 2 - 1, 3]);
    let mut row = 0;
    for batch in &found {
        let columns = batch.columns().unwrap();
        let Some(Values::Booleans(bits)) = columns.get("fact").map(Column::values) else { panic!() };
        for at in 0..bits.len() {
            assert_eq!(bits.get(at), row % 3 == 0, "{row}");
            row += 1;
        }
    }
    assert_eq!(row, rows);
}

#[test]
fn nothing_is_copied_but_days_of_a_zone() {
    for (array, _) in cases() {
        let kind = array.data_type().clone();
        let at = |array: &ArrayRef| array.to_data().buffers().first().map(|buffer| buffer.as_ptr());
        let before = at(&array);
        let batch = through("fact", &kind, vec![array]).next_batch().unwrap().unwrap();
        let copied =
            matches!(&kind, DataType::Timestamp(_, Some(zone)) if !matches!(zone.as_ref(), "UTC" | "+00:00"));
        let after = at(batch.array("fact").unwrap());
        assert_eq!(before != after, copied, "{kind}");
    }
}

#[test]
fn a_record_goes_out_as_it_was_made() {
    let rows = 67;
    let record = || {
        let words = vec![0b101, 0b100];
        Record::new(rows)
            .coded("outcome", &["yes", "no"], (0..rows).map(|row| u8::from(row % 2 == 1)).collect())
            .unwrap()
            .days("on", (0..67).collect(), words.clone())
            .flags("unmet", [("service", words), ("conduct", vec![u64::MAX, 7])].into_iter())
    };
    let mut left = vec![record(), record()];
    let shape = record();
    let stream = Stream::new(&shape, [("policy", "return".to_owned())], move || Ok(left.pop()));
    let reader = ffi_stream::RecordBatchStreamReader::try_new(stream.export()).unwrap();
    assert_eq!(reader.schema().metadata()["policy"], "return");
    let batches: Vec<_> = reader.collect::<Result<_, _>>().unwrap();
    assert_eq!(batches.len(), 2);
    for batch in batches {
        let outcome = batch.column(0).as_any().downcast_ref::<DictionaryArray<UInt8Type>>().unwrap();
        let names = outcome.downcast_dict::<StringArray>().unwrap();
        assert_eq!(names.into_iter().map(Option::unwrap).take(3).collect::<Vec<_>>(), ["yes", "no", "yes"]);
        let days = batch.column(1).as_any().downcast_ref::<Date32Array>().unwrap();
        let there: Vec<_> = days.iter().flatten().collect();
        assert_eq!(there, [0, 2, 66]);
        let flags = batch.column(2).as_any().downcast_ref::<StructArray>().unwrap();
        let bits =
            |name: &str| flags.column_by_name(name).unwrap().as_any().downcast_ref::<BooleanArray>().unwrap();
        assert_eq!((bits("service").true_count(), bits("conduct").true_count()), (3, 67));
    }
    assert_eq!(Record::new(1).coded("outcome", &["yes"], vec![1]).unwrap_err().kind(), ErrorKind::OutOfRange);
}

#[test]
fn an_error_and_a_fault_end_a_stream_with_words() {
    for fault in [false, true] {
        let stream = Stream::new(&Record::new(0), [], move || {
            assert!(!fault, "the roof is leaking");
            Err(crate::Error::wrong_type("expected\0a date").within("start_date"))
        });
        let mut reader = ffi_stream::RecordBatchStreamReader::try_new(stream.export()).unwrap();
        let said = reader.next().unwrap().unwrap_err().to_string();
        let wanted =
            if fault { "a fault of the library itself" } else { "start_date: expected\u{FFFD}a date" };
        assert!(said.contains(wanted), "{said}");
        assert!(reader.next().is_none());
    }
}

#[test]
fn views_that_lie_are_no_texts() {
    // A view of 100 bytes in a buffer that does not exist.
    let views = ScalarBuffer::from(vec![100_u128]);
    let array = GenericByteViewArray::<StringViewType>::try_new(views, vec![], None);
    assert!(array.is_err(), "the library checks what is made in Rust");
}
