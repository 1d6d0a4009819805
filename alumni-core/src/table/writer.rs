//! Tables on their way out.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::UInt8Type;
use arrow_array::{
    Array as _, ArrayRef, BooleanArray, Date32Array, DictionaryArray, RecordBatch, RecordBatchOptions,
    RecordBatchReader, StringArray, StructArray, UInt8Array,
};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer};
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{ArrowError, Field, Fields, Schema, SchemaRef};

use crate::Error;

/// Rows of an answer, column by column.
#[derive(Clone, Debug)]
pub struct Record {
    pub(super) rows: usize,
    pub(super) fields: Vec<Field>,
    pub(super) arrays: Vec<ArrayRef>,
}

/// An answer on its way out, batch by batch, each made when it is asked for.
pub struct Stream {
    schema: SchemaRef,
    next: Box<dyn FnMut() -> Result<Option<Record>, Error> + Send>,
    ended: bool,
}

impl Record {
    /// So many rows without columns.
    #[must_use]
    pub fn new(rows: usize) -> Self {
        Self { rows, fields: Vec::new(), arrays: Vec::new() }
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The rows from `from` on, at most `len`, which copies nothing.
    #[must_use]
    pub fn slice(&self, from: usize, len: usize) -> Self {
        let from = from.min(self.rows);
        let rows = len.min(self.rows.saturating_sub(from));
        let arrays = self.arrays.iter().map(|array| array.slice(from, rows)).collect();
        Self { rows, fields: self.fields.clone(), arrays }
    }

    /// Puts a column as it came in before the others.
    #[doc(hidden)]
    #[must_use]
    pub fn first(mut self, name: &str, array: ArrayRef) -> Self {
        self.fields.insert(0, Field::new(name, array.data_type().clone(), true));
        self.arrays.insert(0, array);
        self
    }

    /// Adds a column of names: each row has the number of its name.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a number that no name has.
    pub fn coded(mut self, name: &str, names: &[&str], codes: Vec<u8>) -> Result<Self, Error> {
        let names = Arc::new(StringArray::from_iter_values(names));
        let array = DictionaryArray::<UInt8Type>::try_new(UInt8Array::from(codes), names)
            .map_err(|error| Error::out_of_range(error.to_string()).within(name))?;
        self.fields.push(Field::new(name, array.data_type().clone(), false));
        self.arrays.push(Arc::new(array));
        Ok(self)
    }

    /// Adds a column of names of which a row may have none.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a number that no name has.
    pub fn coded_or_none(
        mut self,
        name: &str,
        names: &[&str],
        codes: impl IntoIterator<Item = Option<u8>>,
    ) -> Result<Self, Error> {
        let names = Arc::new(StringArray::from_iter_values(names));
        let array = DictionaryArray::<UInt8Type>::try_new(codes.into_iter().collect::<UInt8Array>(), names)
            .map_err(|error| Error::out_of_range(error.to_string()).within(name))?;
        self.fields.push(Field::new(name, array.data_type().clone(), true));
        self.arrays.push(Arc::new(array));
        Ok(self)
    }

    /// Adds the columns of another record of as many rows as one column `name`.
    #[must_use]
    pub fn within(mut self, name: &str, inner: Self) -> Self {
        let array = if inner.fields.is_empty() {
            StructArray::new_empty_fields(inner.rows, None)
        } else {
            StructArray::new(Fields::from(inner.fields), inner.arrays, None)
        };
        self.fields.push(Field::new(name, array.data_type().clone(), false));
        self.arrays.push(Arc::new(array));
        self
    }

    /// Adds a column of days since 1970-01-01, of which the bits say which are there: the first lowest.
    #[must_use]
    pub fn days(mut self, name: &str, days: Vec<i32>, there: Vec<u64>) -> Self {
        let there = NullBuffer::new(bits(there, self.rows));
        let array = Date32Array::new(days.into(), Some(there));
        self.fields.push(Field::new(name, array.data_type().clone(), true));
        self.arrays.push(Arc::new(array));
        self
    }

    /// Adds a column of so many named bits in each row.
    #[must_use]
    pub fn flags<'a>(mut self, name: &str, flags: impl Iterator<Item = (&'a str, Vec<u64>)>) -> Self {
        let mut fields = Vec::new();
        let mut arrays: Vec<ArrayRef> = Vec::new();
        for (name, words) in flags {
            let array = BooleanArray::new(bits(words, self.rows), None);
            fields.push(Field::new(name, array.data_type().clone(), false));
            arrays.push(Arc::new(array));
        }
        let array = StructArray::new(Fields::from(fields), arrays, None);
        self.fields.push(Field::new(name, array.data_type().clone(), false));
        self.arrays.push(Arc::new(array));
        self
    }

    fn batch(self, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
        let options = RecordBatchOptions::new().with_row_count(Some(self.rows));
        RecordBatch::try_new_with_options(Arc::clone(schema), self.arrays, &options)
    }
}

fn bits(words: Vec<u64>, rows: usize) -> BooleanBuffer {
    // The bits of a byte count from the lowest; so do the bytes of a word where it is little-endian.
    let words: Vec<u64> = words.into_iter().map(u64::to_le).collect();
    BooleanBuffer::new(Buffer::from_vec(words), 0, rows)
}

impl Stream {
    /// A stream of what `next` gives, each record with the columns of `shape`; `notes` say about the whole where it comes
    /// from.
    pub fn new<'a>(
        shape: &Record,
        notes: impl IntoIterator<Item = (&'a str, String)>,
        next: impl FnMut() -> Result<Option<Record>, Error> + Send + 'static,
    ) -> Self {
        let notes: HashMap<_, _> = notes.into_iter().map(|(name, note)| (name.to_owned(), note)).collect();
        let schema = Arc::new(Schema::new_with_metadata(shape.fields.clone(), notes));
        Self { schema, next: Box::new(next), ended: false }
    }

    /// A stream of one record, with notes about where it comes from.
    pub fn once<'a>(record: Record, notes: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        let shape = record.slice(0, 0);
        let mut left = Some(record);
        Self::new(&shape, notes, move || Ok(left.take()))
    }

    /// The columns that the stream has, in the form of the Arrow C data interface.
    #[doc(hidden)]
    pub fn export_schema(&self) -> Result<FFI_ArrowSchema, Error> {
        FFI_ArrowSchema::try_from(self.schema.as_ref())
            .map_err(|error| Error::inconsistent(error.to_string()))
    }

    /// The stream in the form of the Arrow C stream interface.
    #[doc(hidden)]
    #[must_use]
    pub fn export(self) -> FFI_ArrowArrayStream {
        FFI_ArrowArrayStream::new(Box::new(Exported(self)))
    }
}

/// Implements the traits of the Arrow library, which are no part of the interface.
struct Exported(Stream);

impl Iterator for Exported {
    type Item = Result<RecordBatch, ArrowError>;

    /// Nothing may unwind from here, and no message hold a NUL: the caller is a C function.
    fn next(&mut self) -> Option<Self::Item> {
        let Self(stream) = self;
        if stream.ended {
            return None;
        }
        let made = catch_unwind(AssertUnwindSafe(|| {
            let record = (stream.next)().map_err(|error| said(&error.to_string()))?;
            record.map(|record| record.batch(&stream.schema)).transpose()
        }));
        let made = made.unwrap_or_else(|_| Err(said("a fault of the library itself; please report it")));
        stream.ended = !matches!(made, Ok(Some(_)));
        made.transpose()
    }
}

impl RecordBatchReader for Exported {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.0.schema)
    }
}

impl std::fmt::Debug for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stream")
            .field("schema", &self.schema)
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}

fn said(message: &str) -> ArrowError {
    ArrowError::InvalidArgumentError(message.replace('\0', "\u{FFFD}"))
}
