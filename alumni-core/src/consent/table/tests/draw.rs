//! Random numbers, and columns in random Arrow layouts.

use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::*;
use arrow_array::*;
use arrow_schema::{Field, Schema};
use chrono::{DateTime, Utc};

use crate::table::Reader;

/// Random numbers from a seed (splitmix64).
pub(super) struct Draw(pub(super) u64);

impl Draw {
    pub(super) fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % most as u64).unwrap()
    }

    pub(super) fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    pub(super) fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    pub(super) fn maybe<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        if self.one_in(2) { None } else { Some(self.of(all)) }
    }
}

/// Texts in one of the layouts that libraries hand over.
pub(super) fn texts(draw: &mut Draw, values: Vec<Option<String>>) -> ArrayRef {
    let all = StringArray::from_iter(values.iter().map(Option::as_deref));
    match draw.below(6) {
        0 => Arc::new(all),
        1 => Arc::new(LargeStringArray::from_iter(values.iter().map(Option::as_deref))),
        2 => Arc::new(StringViewArray::from_iter(values.iter().map(Option::as_deref))),
        3 => Arc::new(values.iter().map(Option::as_deref).collect::<DictionaryArray<UInt8Type>>()),
        4 => Arc::new(values.iter().map(Option::as_deref).collect::<DictionaryArray<Int64Type>>()),
        _ if values.iter().all(Option::is_none) => Arc::new(NullArray::new(values.len())),
        _ => Arc::new(values.iter().map(Option::as_deref).collect::<DictionaryArray<Int32Type>>()),
    }
}

/// Instants, exact to the millisecond, as timestamps of one unit in a zone, or as texts.
pub(super) fn instants(draw: &mut Draw, values: &[Option<DateTime<Utc>>], zone: &str) -> ArrayRef {
    let counts = |per_second: i64| {
        values
            .iter()
            .map(move |at| at.map(|at| at.timestamp_millis() * (per_second / 1_000)))
            .collect::<Vec<_>>()
    };
    match draw.below(4) {
        0 => Arc::new(TimestampMillisecondArray::from(counts(1_000)).with_timezone(zone)),
        1 => Arc::new(TimestampMicrosecondArray::from(counts(1_000_000)).with_timezone(zone)),
        2 => Arc::new(TimestampNanosecondArray::from(counts(1_000_000_000)).with_timezone(zone)),
        _ => texts(draw, values.iter().map(|at| at.map(|at| at.to_rfc3339())).collect()),
    }
}

/// A table in batches of random lengths, some of them empty.
pub(super) fn reader(draw: &mut Draw, rows: usize, columns: Vec<(&str, ArrayRef)>) -> Reader {
    let field = |(name, array): &(&str, ArrayRef)| Field::new(*name, array.data_type().clone(), true);
    let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
    let columns = columns.into_iter().map(|(_, array)| array).collect();
    let whole = RecordBatch::try_new(Arc::clone(&schema), columns).unwrap();
    let (mut batches, mut from) = (Vec::new(), 0);
    while from < rows {
        let len = (1 + draw.below(20)).min(rows - from);
        batches.push(Ok(whole.slice(from, len)));
        from += len;
        if draw.one_in(5) {
            batches.push(Ok(whole.slice(from, 0)));
        }
    }
    let stream = RecordBatchIterator::new(batches, schema);
    Reader::from_stream(FFI_ArrowArrayStream::new(Box::new(stream))).unwrap()
}
