use std::collections::BTreeMap;

use super::super::{Row, Table};
use super::document::{Column, Document, File, check_value};
use super::field::{Field, Target};
use super::notes::Notes;
use crate::Error;

/// Where a record stands: which table, which row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Origin {
    pub(super) table: usize,
    pub(super) row: usize,
}

/// What could not be used, and where; boxed, because it is large and rare.
pub(super) type Wrong = Box<Unusable>;

/// What could not be used, and where.
#[derive(Clone, Debug)]
pub(super) struct Unusable {
    pub(super) origin: Origin,
    /// The column as the table calls it.
    pub(super) column: Option<String>,
    pub(super) target: Option<Target>,
    pub(super) worker: Option<String>,
    pub(super) error: Error,
}

/// A table with what each of its columns is.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) index: usize,
    pub(super) file: &'a File,
    pub(super) table: &'a Table,
    pub(super) entries: Vec<Entry>,
    /// The mapping's names of the columns to the table's.
    names: BTreeMap<&'a str, &'a str>,
}

/// A column of the table and where it goes.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) column: String,
    pub(super) target: Target,
    pub(super) filled: bool,
    pub(super) scheme: Option<String>,
    pub(super) completes: bool,
    /// Values by their folded form; `None` where the column has the house's own names.
    pub(super) values: Option<BTreeMap<String, String>>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(
        document: &'a Document,
        file: &'a File,
        table: &'a Table,
        index: usize,
        notes: &mut Notes,
    ) -> Result<Self, Error> {
        let mut plan = Self { index, file, table, entries: Vec::new(), names: BTreeMap::new() };
        let mut unknown = Vec::new();
        for header in table.columns() {
            if !plan.add(document, header)? {
                unknown.push(header.as_str());
            }
        }
        for column in file.columns.iter().filter(|column| column.required) {
            if !plan.names.contains_key(column.name.as_str()) {
                let also: Vec<_> = column.also.iter().map(|name| format!(" or `{name}`")).collect();
                let message = format!("expected a column `{}`{}", column.name, also.concat());
                return Err(Error::missing(message).within(format!("{}: line 1", table.name())));
            }
        }
        if !unknown.is_empty() {
            notes.columns_unknown(table.name(), &unknown);
        }
        Ok(plan)
    }

    /// Adds what `header` is; false when nobody knows it.
    fn add(&mut self, document: &'a Document, header: &'a str) -> Result<bool, Error> {
        let (overlay, file) = (&document.overlay, self.file);
        let own = overlay.columns.get(header).map(String::as_str);
        // Another name for a column of the mapping, else the mapping's own.
        let name = own.filter(|own| named(file, own).next().is_some()).unwrap_or(header);
        let own_values = overlay.values.get(header);
        let mut found = Vec::new();
        for column in named(file, name) {
            let shipped = column.values.as_ref().and_then(|values| document.values.get(values));
            found.push(Entry {
                column: header.to_owned(),
                target: column.field.clone(),
                filled: column.filled,
                scheme: overlay.schemes.get(header).or(column.scheme.as_ref()).cloned(),
                completes: column.completes,
                values: values(&column.field, shipped, own_values, header)?,
            });
        }
        let canonical = named(file, name).next().map(|column| column.name.as_str());
        // What the customer makes of the column goes beside what the mapping makes of it.
        let extra = own.and_then(|own| Target::try_from(own.to_owned()).ok());
        if found.is_empty() || extra.is_some() {
            let target = match extra {
                Some(own) => Some(own),
                None if self.file.facts => Target::try_from(header.to_owned())
                    .ok()
                    .filter(|target| matches!(target, Target::Fact(_))),
                None => None,
            };
            let values =
                target.as_ref().map(|target| values(target, None, own_values, header)).transpose()?.flatten();
            found.extend(target.map(|target| Entry {
                column: header.to_owned(),
                target,
                filled: false,
                scheme: overlay.schemes.get(header).cloned(),
                completes: false,
                values,
            }));
        }
        let known = !found.is_empty() || self.file.unused.iter().any(|unused| unused == header);
        self.names.insert(canonical.unwrap_or(header), header);
        self.entries.extend(found);
        Ok(known)
    }

    /// The cell of the column that the mapping calls `name`.
    pub(super) fn text(&self, row: &Row<'a>, name: &str) -> Option<&'a str> {
        row.text(self.names.get(name)?)
    }

    pub(super) fn has(&self, field: Field) -> bool {
        self.entries.iter().any(|entry| entry.target.is(field))
    }

    /// The table's name of the first column that is `field`.
    pub(super) fn column_of(&self, field: Field) -> Option<&str> {
        self.entries.iter().find(|entry| entry.target.is(field)).map(|entry| entry.column.as_str())
    }

    /// An error about `field` in `row`, at the column where it stands.
    pub(super) fn wrong(&self, row: usize, field: Field, worker: Option<&str>, error: &Error) -> Wrong {
        let column = self.column_of(field).map(str::to_owned);
        let place = match (&column, self.table.row(row)) {
            (Some(column), Some(row)) => row.place(column),
            (None, Some(row)) => format!("{}: line {}", self.table.name(), row.line()),
            _ => self.table.name().to_owned(),
        };
        Box::new(Unusable {
            origin: Origin { table: self.index, row },
            column,
            target: Some(Target::Field(field)),
            worker: worker.map(str::to_owned),
            error: Error::new(error.kind(), error.message()).within(place),
        })
    }
}

/// The columns of `file` that `name` is a name of.
fn named<'a>(file: &'a File, name: &str) -> impl Iterator<Item = &'a Column> {
    let is = move |column: &&Column| column.name == name || column.also.iter().any(|also| also == name);
    file.columns.iter().filter(is)
}

/// An error about `field` in the row at `origin`, wherever that stands.
pub(super) fn wrong_at(
    plans: &[Plan<'_>],
    origin: Origin,
    field: Field,
    worker: Option<&str>,
    error: &Error,
) -> Wrong {
    match plans.get(origin.table) {
        Some(plan) => plan.wrong(origin.row, field, worker, error),
        None => Box::new(Unusable {
            origin,
            column: None,
            target: Some(Target::Field(field)),
            worker: worker.map(str::to_owned),
            error: error.clone(),
        }),
    }
}

/// The values of a column by their folded form: the mapping's and over them the customer's.
fn values(
    target: &Target,
    shipped: Option<&BTreeMap<String, String>>,
    own: Option<&BTreeMap<String, String>>,
    column: &str,
) -> Result<Option<BTreeMap<String, String>>, Error> {
    if shipped.is_none() && own.is_none() {
        return Ok(None);
    }
    for (written, value) in own.into_iter().flatten() {
        check_value(target, value).map_err(|error| {
            error.within(written.clone()).within(column).within("values").within("overlay")
        })?;
    }
    let all = shipped.into_iter().chain(own).flatten();
    Ok(Some(all.map(|(written, value)| (folded(written), value.clone())).collect()))
}

/// A text as values are compared: full-width letters as half-width, capital letters as small.
pub(super) fn folded(text: &str) -> String {
    let half = |letter: char| match letter {
        '！'..='～' => char::from_u32(u32::from(letter).wrapping_sub(0xFEE0)).unwrap_or(letter),
        '　' => ' ',
        other => other,
    };
    text.trim().chars().map(half).flat_map(char::to_lowercase).collect()
}
