//! Columns of other types for tables on their way out.

use std::sync::Arc;

use arrow_array::types::{ArrowTimestampType, UInt32Type};
use arrow_array::{
    Array as _, ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int64Array, ListArray, PrimitiveArray,
    StringArray, StructArray, TimestampMicrosecondArray, TimestampNanosecondArray, UInt32Array,
};
use arrow_buffer::{BooleanBuffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{Field, Fields};

use super::Record;
use crate::Error;

impl Record {
    fn with(mut self, name: &str, array: ArrayRef, nullable: bool) -> Self {
        self.fields.push(Field::new(name, array.data_type().clone(), nullable));
        self.arrays.push(array);
        self
    }

    /// Adds a column of texts, of which every row has one.
    #[must_use]
    pub fn texts<'a>(self, name: &str, texts: impl Iterator<Item = &'a str>) -> Self {
        self.with(name, Arc::new(StringArray::from_iter_values(texts)), false)
    }

    /// Adds a column of texts of which a row may have none.
    #[must_use]
    pub fn texts_or_none<'a>(self, name: &str, texts: impl Iterator<Item = Option<&'a str>>) -> Self {
        self.with(name, Arc::new(texts.collect::<StringArray>()), true)
    }

    /// Adds a column of names of which there may be many: each row has the number of its name, or none.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a number that no name has.
    pub fn named<'a>(
        self,
        name: &str,
        names: impl Iterator<Item = &'a str>,
        codes: impl Iterator<Item = Option<u32>>,
    ) -> Result<Self, Error> {
        let names = Arc::new(StringArray::from_iter_values(names));
        let codes: UInt32Array = codes.collect();
        let nullable = codes.null_count() > 0;
        let array = DictionaryArray::<UInt32Type>::try_new(codes, names)
            .map_err(|error| Error::out_of_range(error.to_string()).within(name))?;
        Ok(self.with(name, Arc::new(array), nullable))
    }

    /// Adds a column of names of which there may be many, of which each row has the number of one; none is allowed to be missing, as
    /// far as the column says.
    ///
    /// # Errors
    ///
    /// Those of [`named`](Self::named).
    pub fn numbered<'a>(
        self,
        name: &str,
        names: impl Iterator<Item = &'a str>,
        numbers: Vec<u32>,
    ) -> Result<Self, Error> {
        let names = Arc::new(StringArray::from_iter_values(names));
        let array = DictionaryArray::<UInt32Type>::try_new(UInt32Array::from(numbers), names)
            .map_err(|error| Error::out_of_range(error.to_string()).within(name))?;
        Ok(self.with(name, Arc::new(array), false))
    }

    /// The same where the column may have rows without a name, whether it has some or not.
    ///
    /// # Errors
    ///
    /// Those of [`named`](Self::named).
    pub fn named_or_none<'a>(
        self,
        name: &str,
        names: impl Iterator<Item = &'a str>,
        codes: impl Iterator<Item = Option<u32>>,
    ) -> Result<Self, Error> {
        let mut made = self.named(name, names, codes)?;
        if let Some(field) = made.fields.last_mut() {
            field.set_nullable(true);
        }
        Ok(made)
    }

    /// Adds a column of instants in UTC: microseconds since 1970-01-01.
    #[must_use]
    pub fn microseconds(self, name: &str, counts: impl Iterator<Item = Option<i64>>) -> Self {
        let array: TimestampMicrosecondArray = counts.collect();
        self.instants(name, array)
    }

    /// Adds a column of instants in UTC: microseconds since 1970-01-01, of which `none` stands for none.
    #[must_use]
    pub fn microseconds_or_none(self, name: &str, counts: Vec<i64>, none: i64) -> Self {
        let there = BooleanBuffer::collect_bool(counts.len(), |row| {
            counts.get(row).is_some_and(|count| *count != none)
        });
        let there = Some(NullBuffer::new(there)).filter(|there| there.null_count() > 0);
        self.instants(name, TimestampMicrosecondArray::new(counts.into(), there))
    }

    /// Adds a column of instants in UTC: nanoseconds since 1970-01-01.
    #[must_use]
    pub fn nanoseconds(self, name: &str, counts: impl Iterator<Item = Option<i64>>) -> Self {
        let array: TimestampNanosecondArray = counts.collect();
        self.instants(name, array)
    }

    fn instants<T: ArrowTimestampType>(self, name: &str, array: PrimitiveArray<T>) -> Self {
        self.with(name, Arc::new(array.with_timezone("UTC")), true)
    }

    /// Adds a column of whole numbers of which a row may have none.
    #[must_use]
    pub fn integers(self, name: &str, numbers: impl Iterator<Item = Option<i64>>) -> Self {
        self.with(name, Arc::new(numbers.collect::<Int64Array>()), true)
    }

    /// Adds a column of numbers.
    #[must_use]
    pub fn numbers(self, name: &str, numbers: Vec<f64>) -> Self {
        self.with(name, Arc::new(Float64Array::from(numbers)), false)
    }

    /// Adds a column of numbers of which a row may have none.
    #[must_use]
    pub fn numbers_or_none(self, name: &str, numbers: impl Iterator<Item = Option<f64>>) -> Self {
        self.with(name, Arc::new(numbers.collect::<Float64Array>()), true)
    }

    /// Adds a column of truths.
    #[must_use]
    pub fn booleans(self, name: &str, truths: impl Iterator<Item = bool>) -> Self {
        let truths: Vec<_> = truths.collect();
        self.with(name, Arc::new(BooleanArray::from(truths)), false)
    }

    /// Adds a column of truths of which a row may have none.
    #[must_use]
    pub fn booleans_or_none(self, name: &str, truths: impl Iterator<Item = Option<bool>>) -> Self {
        self.with(name, Arc::new(truths.collect::<BooleanArray>()), true)
    }

    /// Adds a column of lists: for each row how many of the rows of `items`, one after the other, are its own. An item is
    /// what stands in the one column of `items`, or all of its columns by name.
    ///
    /// # Errors
    ///
    /// [`TooLarge`](crate::ErrorKind::TooLarge) for more than 2^31 - 1 items, and
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) where the lists hold another number of items than there are.
    pub fn lists(self, name: &str, lengths: impl Iterator<Item = usize>, items: Self) -> Result<Self, Error> {
        let mut offsets = vec![0_i32];
        let mut end = 0_usize;
        for length in lengths {
            end = end.saturating_add(length);
            let end = i32::try_from(end);
            offsets.push(end.map_err(|_| Error::too_large("expected fewer items in a batch").within(name))?);
        }
        let (field, array): (Field, ArrayRef) = match (items.fields.as_slice(), items.arrays.as_slice()) {
            ([field], [array]) => {
                (Field::new_list_field(field.data_type().clone(), false), Arc::clone(array))
            }
            _ => {
                let array = StructArray::new(Fields::from(items.fields), items.arrays, None);
                (Field::new_list_field(array.data_type().clone(), false), Arc::new(array))
            }
        };
        let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
        let array = ListArray::try_new(Arc::new(field), offsets, array, None)
            .map_err(|error| Error::inconsistent(error.to_string()).within(name))?;
        Ok(self.with(name, Arc::new(array), false))
    }
}
