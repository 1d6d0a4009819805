//! Tables on their way in.

use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::ffi_stream::{ArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{Array, ArrayReader as _, ArrayRef, StructArray, new_empty_array};
use arrow_schema::{ArrowError, DataType, Fields};

use super::Record;
use super::column::{Zone, column, in_its_zone, zone, zoned};
use crate::Error;
use crate::columns::{Column, Columns, Values};

/// Longer batches are given in pieces, so that whoever waits hears of it.
pub(super) const LONGEST: usize = 1 << 20;

/// A table that comes in batch by batch; the columns that are not [kept](Self::keep) are known by name only.
#[derive(Debug)]
pub struct Reader {
    source: Source,
    fields: Fields,
    kept: Vec<bool>,
    zones_kept: bool,
    /// What is left of a batch longer than [`LONGEST`].
    left: Option<StructArray>,
    batches: usize,
}

#[derive(Debug)]
enum Source {
    Stream(ArrayStreamReader),
    Array(Option<ArrayRef>),
}

/// Some rows of a table.
#[derive(Clone, Debug)]
pub struct Batch {
    rows: usize,
    fields: Fields,
    /// One for each field; `None` where the reader does not keep it.
    arrays: Vec<Option<ArrayRef>>,
    /// The zone of each column of timestamps, where the reader keeps them.
    zones: Vec<Option<Zone>>,
    /// Whether a column of numbers without any may be one of texts.
    void_is_null: bool,
}

impl Reader {
    /// Reads what a stream of the Arrow C stream interface gives.
    #[doc(hidden)]
    pub fn from_stream(stream: FFI_ArrowArrayStream) -> Result<Self, Error> {
        let reader = ArrayStreamReader::try_new(stream).map_err(|error| broken(&error))?;
        let kind = reader.field().data_type().clone();
        Self::new(Source::Stream(reader), &kind)
    }

    /// Reads one array of structs as a table of one batch.
    #[doc(hidden)]
    pub fn from_array(array: ArrayRef) -> Result<Self, Error> {
        let kind = array.data_type().clone();
        Self::new(Source::Array(Some(array)), &kind)
    }

    fn new(source: Source, kind: &DataType) -> Result<Self, Error> {
        let DataType::Struct(fields) = kind else {
            return Err(Error::wrong_type(format!("expected a table, got a column of the type {kind}")));
        };
        let kept = vec![true; fields.len()];
        Ok(Self { source, fields: fields.clone(), kept, zones_kept: false, left: None, batches: 0 })
    }

    /// The names of all columns, in the table's order. The index that pandas hands over with a frame that was sorted or filtered
    /// is no column.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name().as_str()).filter(|name| !is_index(name))
    }

    /// Looks at the columns with these names only: the others may be of any type, and come as nothing but nulls.
    pub fn keep(&mut self, wanted: impl Fn(&str) -> bool) {
        self.kept = self.fields.iter().map(|field| wanted(field.name())).collect();
    }

    /// Gives timestamps in a time zone as [`Values::Zoned`] instead of days, so that those without one can be told apart, and columns of
    /// numbers without any as nothing but nulls: so pandas hands over texts that are all missing.
    pub fn keep_zones(&mut self) {
        self.zones_kept = true;
    }

    /// A batch without rows, which has the types of those to come.
    ///
    /// # Errors
    ///
    /// Those of [`next_batch`](Self::next_batch).
    pub fn empty(&self) -> Result<Batch, Error> {
        let arrays = self.fields.iter().map(|field| new_empty_array(field.data_type())).collect();
        self.batch(0, arrays)
    }

    /// The next rows; `None` after the last.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for a producer that fails or breaks the interface,
    /// [`Missing`](crate::ErrorKind::Missing) for rows that are null as a whole, and, with the column as the path, a time
    /// zone that is not known or an instant outside the calendar.
    pub fn next_batch(&mut self) -> Result<Option<Batch>, Error> {
        let Some(mut rows) = self.next_rows()? else { return Ok(None) };
        if rows.len() > LONGEST {
            self.left = Some(rows.slice(LONGEST, rows.len().saturating_sub(LONGEST)));
            rows = rows.slice(0, LONGEST);
        }
        self.batch(rows.len(), rows.columns().to_vec()).map(Some)
    }

    /// Every batch, behind one without rows that has their types.
    ///
    /// # Errors
    ///
    /// Those of [`next_batch`](Self::next_batch).
    pub fn batches(mut self) -> Result<Vec<Batch>, Error> {
        let mut all = vec![self.empty()?];
        while let Some(batch) = self.next_batch()? {
            all.push(batch);
        }
        Ok(all)
    }

    fn next_rows(&mut self) -> Result<Option<StructArray>, Error> {
        if let Some(left) = self.left.take() {
            return Ok(Some(left));
        }
        let next = match &mut self.source {
            Source::Stream(stream) => stream.next().transpose().map_err(|error| broken(&error))?,
            Source::Array(array) => array.take(),
        };
        let Some(array) = next else { return Ok(None) };
        let at = self.batches;
        self.batches = at.saturating_add(1);
        let Some(rows) = array.as_struct_opt() else {
            return Err(Error::inconsistent("expected a batch of rows").within(format!("[{at}]")));
        };
        if rows.null_count() > 0 {
            return Err(
                Error::missing("expected rows, got some that are null as a whole").within(format!("[{at}]"))
            );
        }
        Ok(Some(rows.clone()))
    }

    fn batch(&self, rows: usize, arrays: Vec<ArrayRef>) -> Result<Batch, Error> {
        let fields = self.fields.iter().filter(|field| !is_index(field.name())).cloned().collect();
        let (kept, zones) = (Vec::new(), Vec::new());
        let mut batch = Batch { rows, fields, arrays: kept, zones, void_is_null: self.zones_kept };
        let columns = self.fields.iter().zip(&self.kept).zip(arrays);
        for ((field, kept), array) in columns.filter(|((field, _), _)| !is_index(field.name())) {
            let within = |error: Error| error.within(field.name());
            let zone = if *kept && self.zones_kept { zone(array.as_ref()).map_err(within)? } else { None };
            let array = match (kept, self.zones_kept) {
                (false, _) => None,
                (true, true) => Some(array),
                (true, false) => Some(in_its_zone(array).map_err(within)?),
            };
            batch.arrays.push(array);
            batch.zones.push(zone);
        }
        Ok(batch)
    }
}

impl Batch {
    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns, borrowed from the batch.
    ///
    /// # Errors
    ///
    /// With the column's name as the path: [`WrongType`](crate::ErrorKind::WrongType) for an Arrow type that is not read,
    /// and those of [`Columns::with`].
    pub fn columns(&self) -> Result<Columns<'_>, Error> {
        let mut columns = Columns::new(self.rows)?;
        for ((field, array), zone) in self.fields.iter().zip(&self.arrays).zip(&self.zones) {
            let name = field.name();
            let column = match array {
                Some(array) if self.void_is_null && is_void(array.as_ref()) => {
                    Column::new(Values::Null(self.rows))
                }
                Some(array) => match zone {
                    Some(zone) => zoned(array, zone),
                    None => column(array),
                }
                .map_err(|error| error.within(name))?,
                // Nobody asks for it: that two have one name is no fault of the table.
                None if columns.get(name).is_some() => continue,
                None => Column::new(Values::Null(self.rows)),
            };
            columns = columns.with(name, column)?;
        }
        Ok(columns)
    }

    /// The column `name` as it came in.
    #[doc(hidden)]
    #[must_use]
    pub fn array(&self, name: &str) -> Option<&ArrayRef> {
        let mut columns = self.fields.iter().zip(&self.arrays);
        columns.find(|(field, _)| field.name() == name)?.1.as_ref()
    }
}

impl TryFrom<Record> for Batch {
    type Error = Error;

    /// What goes out as what came in, with its zones.
    fn try_from(record: Record) -> Result<Self, Error> {
        let zones = record.arrays.iter().map(|array| zone(array.as_ref())).collect::<Result<_, _>>()?;
        let arrays = record.arrays.into_iter().map(Some).collect();
        Ok(Self { rows: record.rows, fields: record.fields.into(), arrays, zones, void_is_null: false })
    }
}

impl From<&Batch> for Record {
    /// The columns that were kept.
    fn from(batch: &Batch) -> Self {
        let kept = batch.fields.iter().zip(&batch.arrays);
        let (fields, arrays) = kept
            .filter_map(|(field, array)| Some((field.as_ref().clone(), Arc::clone(array.as_ref()?))))
            .unzip();
        Self { rows: batch.rows, fields, arrays }
    }
}

/// Whether nothing is in it: pandas has an empty column of texts as numbers.
fn is_void(array: &dyn Array) -> bool {
    *array.data_type() == DataType::Float64 && array.null_count() == array.len()
}

/// Whether this is how pandas calls an index without a name.
fn is_index(name: &str) -> bool {
    let level = name.strip_prefix("__index_level_").and_then(|name| name.strip_suffix("__"));
    level.is_some_and(|level| !level.is_empty() && level.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The error with the row counted from the first of the table, where its path ends in one of a batch.
pub(crate) fn counted_on(error: Error, rows: usize) -> Error {
    let Some((place, row)) = error.path().rsplit_once("row ") else { return error };
    match row.parse::<usize>() {
        Ok(row) if rows > 0 => Error::new(error.kind(), error.message())
            .within(format!("{place}row {}", row.saturating_add(rows))),
        _ => error,
    }
}

/// What a producer says about its own failure.
fn broken(error: &ArrowError) -> Error {
    let message = match error {
        ArrowError::CDataInterface(message) => message.clone(),
        other => other.to_string(),
    };
    Error::inconsistent(format!(
        "expected a table through the Arrow C interface: {}",
        message.replace(['\n', '\0'], " ")
    ))
}
