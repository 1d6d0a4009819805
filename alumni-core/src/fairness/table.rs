//! Selection rates from tables of people: one pass that counts, then every comparison from the counts.

mod count;
mod outcomes;
mod report;
mod tally;

use std::collections::BTreeMap;

pub(super) use report::TIMES;
pub use report::{AttributeReport, TableReport};
use serde::{Deserialize, Serialize};

use super::Standard;
use crate::Error;
use crate::columns::Columns;
pub(super) use count::{Counted, column};

/// Which columns of a table say who was selected, to which groups they belong, and in which stratum they were considered.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::TableOptions;
///
/// let options = TableOptions::new("selected", ["sex", "age"]).stratum("requisition").intersections(true);
/// assert_eq!(options.attributes(), ["sex", "age"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TableOptions {
    outcome: String,
    attributes: Vec<String>,
    #[serde(default)]
    stratum: Option<String>,
    #[serde(default)]
    intersections: bool,
    #[serde(default)]
    references: BTreeMap<String, String>,
}

/// More attributes would make more than 57 intersections.
const MOST_ATTRIBUTES: usize = 6;

impl TableOptions {
    /// The column of outcomes and those of groups, in the order in which they are reported.
    pub fn new<A: Into<String>>(outcome: impl Into<String>, attributes: impl IntoIterator<Item = A>) -> Self {
        let mut names: Vec<String> = Vec::new();
        for name in attributes {
            let name = name.into();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Self {
            outcome: outcome.into(),
            attributes: names,
            stratum: None,
            intersections: false,
            references: BTreeMap::new(),
        }
    }

    /// Reads a document of options: `outcome`, `attributes`, and maybe `stratum`, `intersections` and `references`
    /// (attribute to group).
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) and [`WrongType`](crate::ErrorKind::WrongType) with line and column.
    pub fn parse(text: &str) -> Result<Self, Error> {
        crate::document::from_document(text)
    }

    /// The column of strata: each attribute is compared within them too.
    #[must_use]
    pub fn stratum(mut self, column: impl Into<String>) -> Self {
        self.stratum = Some(column.into());
        self
    }

    /// Whether every combination of two or more attributes is compared as well; not unless set.
    #[must_use]
    pub fn intersections(mut self, wanted: bool) -> Self {
        self.intersections = wanted;
        self
    }

    /// The group that the others of an attribute are compared with, in place of the standard's reference. An intersection
    /// has the combination of its attributes' groups as its reference where each of them is named.
    #[must_use]
    pub fn reference(mut self, attribute: impl Into<String>, group: impl Into<String>) -> Self {
        self.references.insert(attribute.into(), group.into());
        self
    }

    /// The columns of groups.
    #[must_use]
    pub fn attributes(&self) -> &[String] {
        &self.attributes
    }

    fn check(&self) -> Result<(), Error> {
        if self.attributes.is_empty() {
            return Err(Error::missing("expected at least one column of groups").within("attributes"));
        }
        let mut known = std::collections::BTreeSet::new();
        if let Some(name) = self.attributes.iter().find(|name| !known.insert(name.as_str())) {
            let error = Error::duplicate(format!("expected each column once, got `{name}` again"));
            return Err(error.within("attributes"));
        }
        if self.attributes.len() > MOST_ATTRIBUTES {
            return Err(Error::too_large("expected at most 6 columns of groups").within("attributes"));
        }
        match self.references.keys().find(|name| !self.attributes.contains(name)) {
            Some(name) => {
                let message = format!("expected the name of a column of groups, got `{name}`");
                Err(Error::unknown_name(message).within("reference"))
            }
            None => Ok(()),
        }
    }

    /// The columns that are read.
    #[cfg(feature = "table")]
    fn columns(&self) -> impl Iterator<Item = &str> {
        [self.outcome.as_str()]
            .into_iter()
            .chain(self.attributes.iter().map(String::as_str))
            .chain(self.stratum.as_deref())
    }
}

impl Standard {
    /// Compares the selection rates of the people in a table, one row each.
    ///
    /// The outcome is a column of booleans or of whole numbers 0 and 1; a row whose outcome is unknown was not decided and is
    /// counted as such only. A group is a text, a whole number or a boolean; people whose group is unknown (or an empty
    /// text) are in none, and every finding says between which limits its ratio lies, whichever groups they belong to.
    /// The table is read once, and what is kept of it is counts.
    ///
    /// Attributes alone are the declared family: p-values are adjusted by Holm over all of them together. Intersections
    /// are exploration, and a family of their own; their `discovery_p` is the one to look at.
    ///
    /// # Errors
    ///
    /// With the column as path: [`Missing`](crate::ErrorKind::Missing) for a column that is not there,
    /// [`WrongType`](crate::ErrorKind::WrongType) for one of another type, [`OutOfRange`](crate::ErrorKind::OutOfRange) for an
    /// outcome that is neither 0 nor 1, [`Syntax`](crate::ErrorKind::Syntax) for bytes that are not UTF-8. With `attributes`:
    /// `Missing` for none and [`TooLarge`](crate::ErrorKind::TooLarge) for more than six, or for more than 10,000 groups of
    /// one of them or of a combination. [`Inconsistent`](crate::ErrorKind::Inconsistent) for a name with ` × ` in it where
    /// intersections are asked for. [`UnknownName`](crate::ErrorKind::UnknownName) for a reference that is no group.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::columns::{Column, Columns, Integers, Texts, Values};
    /// use alumni_core::fairness::{Standard, TableOptions};
    ///
    /// let sex = ["women", "women", "women", "men", "men"];
    /// let selected = [1_u8, 0, 0, 1, 1];
    /// let columns = Columns::new(5)?
    ///     .with("sex", Column::new(Values::Texts(Texts::Slices(&sex))))?
    ///     .with("selected", Column::new(Values::Integers(Integers::U8(&selected))))?;
    /// let report = Standard::default().selection_columns(&columns, &TableOptions::new("selected", ["sex"]))?;
    /// let women = &report.attributes[0].report.as_ref().unwrap().findings[0];
    /// assert_eq!((women.considered, women.selected), (3, 1));
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn selection_columns(
        &self,
        columns: &Columns<'_>,
        options: &TableOptions,
    ) -> Result<TableReport, Error> {
        options.check()?;
        let mut counted = Counted::default();
        counted.add(columns, options)?;
        report::report(self, options, &counted)
    }

    /// The same for a table in batches, as Arrow hands it over; only the columns asked for are read.
    ///
    /// # Errors
    ///
    /// Those of [`selection_columns`](Self::selection_columns) and of [`Reader::next_batch`](crate::table::Reader).
    #[cfg(feature = "table")]
    pub fn selection_table(
        &self,
        mut table: crate::table::Reader,
        options: &TableOptions,
    ) -> Result<TableReport, Error> {
        options.check()?;
        table.keep(|name| options.columns().any(|wanted| wanted == name));
        let mut counted = Counted::default();
        counted.add(&table.empty()?.columns()?, options)?;
        while let Some(batch) = table.next_batch()? {
            counted.add(&batch.columns()?, options)?;
        }
        report::report(self, options, &counted)
    }
}
