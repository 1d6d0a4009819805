//! Counts by category, read from tables.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::TableOptions;
use super::local_law_144::{Cells, Scored, attributes_of};
use super::pay::{Numbers, Wholes};
use super::table::{Counted, column};
use crate::Error;
use crate::columns::Columns;
use crate::columns::codes::Codes;

/// Which columns of a table say of what category people are, and who was selected or how they scored.
///
/// A row is a person with an outcome, a person with a score, or a cell: so many considered, of them so many selected. A category is a
/// text, a whole number or a boolean; where it is unknown, or a blank text, the category is not known.
///
/// # Example
///
/// ```
/// use alumni_core::columns::{Column, Columns, Integers, Texts, Values};
/// use alumni_core::fairness::{CategoryColumns, LocalLaw144};
///
/// let sex = ["women", "women", "men", "men", ""];
/// let hired = [1_u8, 0, 1, 1, 0];
/// let table = Columns::new(5)?
///     .with("sex", Column::new(Values::Texts(Texts::Slices(&sex))))?
///     .with("hired", Column::new(Values::Integers(Integers::U8(&hired))))?;
/// let tables = LocalLaw144::from_columns(&table, &CategoryColumns::outcome(["sex"], "hired"))?;
/// assert_eq!((tables.tables[0].rows[1].people, tables.tables[0].unknown), (2, 1));
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CategoryColumns {
    /// The columns of categories, one to three; the attributes are named after them.
    pub attributes: Vec<String>,
    /// The column of outcomes, booleans or 0 and 1; every row is a person and has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// The column of scores; every row is a person and has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<String>,
    /// The column that says how many were considered; every row is a cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub considered: Option<String>,
    /// The column that says how many of those were selected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selected: Option<String>,
}

#[cfg(feature = "table")]
const FIELDS: [&str; 5] = ["attributes", "outcome", "score", "considered", "selected"];

/// What the rows of a table are.
enum Rows<'o> {
    Outcomes(&'o str),
    Scores(&'o str),
    Cells(&'o str, &'o str),
}

/// What was read so far.
#[derive(Default)]
struct Gathered {
    counted: Counted,
    scored: Scored,
    rows: usize,
}

/// What a table comes to.
pub(super) enum Counts {
    /// How many of each combination of categories there are, and how many of those were selected.
    Selected(Cells),
    /// The categories and the score of each person.
    Scored(Scored),
}

impl CategoryColumns {
    fn by<A: Into<String>>(attributes: impl IntoIterator<Item = A>) -> Self {
        let attributes = attributes.into_iter().map(Into::into).collect();
        Self { attributes, outcome: None, score: None, considered: None, selected: None }
    }

    /// People who were selected or not.
    pub fn outcome<A: Into<String>>(
        attributes: impl IntoIterator<Item = A>,
        column: impl Into<String>,
    ) -> Self {
        Self { outcome: Some(column.into()), ..Self::by(attributes) }
    }

    /// People with a score.
    pub fn score<A: Into<String>>(
        attributes: impl IntoIterator<Item = A>,
        column: impl Into<String>,
    ) -> Self {
        Self { score: Some(column.into()), ..Self::by(attributes) }
    }

    /// Cells: so many considered, of them so many selected.
    pub fn counts<A: Into<String>>(
        attributes: impl IntoIterator<Item = A>,
        considered: impl Into<String>,
        selected: impl Into<String>,
    ) -> Self {
        let (considered, selected) = (Some(considered.into()), Some(selected.into()));
        Self { considered, selected, ..Self::by(attributes) }
    }

    /// Reads the columns together with what else a question about them asks.
    #[cfg(feature = "table")]
    pub(super) fn with_question<Q: serde::de::DeserializeOwned>(text: &str) -> Result<(Self, Q), Error> {
        let (columns, mut rest) = crate::document::divided(text, &FIELDS)?;
        if let Some(attributes) = columns.get("attributes") {
            rest.insert("attributes".to_owned(), attributes.clone());
        }
        Ok((crate::document::from_map(columns)?, crate::document::from_map(rest)?))
    }

    fn rows(&self) -> Result<Rows<'_>, Error> {
        attributes_of(self.attributes.iter().map(String::as_str))?;
        match (&self.outcome, &self.score, &self.considered, &self.selected) {
            (Some(outcome), None, None, None) => Ok(Rows::Outcomes(outcome)),
            (None, Some(score), None, None) => Ok(Rows::Scores(score)),
            (None, None, Some(considered), Some(selected)) => Ok(Rows::Cells(considered, selected)),
            _ => Err(Error::inconsistent(
                "expected one of `outcome`, `score`, or `considered` together with `selected`",
            )),
        }
    }

    /// The counts of all rows.
    pub(super) fn read(&self, columns: &Columns<'_>) -> Result<Counts, Error> {
        let mut gathered = Gathered::default();
        self.add(columns, &mut gathered)?;
        Ok(self.counts_of(gathered))
    }

    /// The counts of a table in batches; only the columns asked for are read.
    #[cfg(feature = "table")]
    pub(super) fn read_table(&self, mut table: crate::table::Reader) -> Result<Counts, Error> {
        self.rows()?;
        let further = [&self.outcome, &self.score, &self.considered, &self.selected];
        let wanted: Vec<&String> = self.attributes.iter().chain(further.into_iter().flatten()).collect();
        table.keep(|name| wanted.iter().any(|wanted| *wanted == name));
        let mut gathered = Gathered::default();
        self.add(&table.empty()?.columns()?, &mut gathered)?;
        while let Some(batch) = table.next_batch()? {
            let before = gathered.rows;
            self.add(&batch.columns()?, &mut gathered)
                .map_err(|error| crate::table::counted_on(error, before))?;
        }
        Ok(self.counts_of(gathered))
    }

    fn add(&self, columns: &Columns<'_>, gathered: &mut Gathered) -> Result<(), Error> {
        match self.rows()? {
            Rows::Outcomes(outcome) => {
                let options = TableOptions::new(outcome, self.attributes.iter().map(String::as_str));
                gathered.counted.add(columns, &options)?;
                if gathered.counted.undecided > 0 {
                    let message =
                        format!("expected an outcome in every row, {} have none", gathered.counted.undecided);
                    return Err(Error::missing(message).within(outcome));
                }
            }
            Rows::Scores(score) => {
                let scores = Numbers::new(columns, score)?;
                for (row, place) in self.places(columns, &mut gathered.scored)?.into_iter().enumerate() {
                    gathered.scored.scores.push((place, scores.finite(row)?));
                }
            }
            Rows::Cells(considered, selected) => {
                let counts = (Wholes::new(columns, considered)?, Wholes::new(columns, selected)?);
                let mut names = Scored::default();
                let places = self.places(columns, &mut names)?;
                let mut sums = vec![(0_u64, 0_u64); names.places.len()];
                for (row, place) in places.into_iter().enumerate() {
                    let (all, chosen) = (counts.0.required(row)?, counts.1.required(row)?);
                    if chosen > all {
                        let error = Error::inconsistent("expected at most as many selected as considered");
                        return Err(error.within(format!("row {row}")).within(selected));
                    }
                    if let Some(sum) = sums.get_mut(place) {
                        *sum = (sum.0.saturating_add(all.into()), sum.1.saturating_add(chosen.into()));
                    }
                }
                for (categories, place) in names.places {
                    let added = sums.get(place).copied().unwrap_or_default();
                    let sum = gathered.counted.cells.entry(categories).or_default();
                    *sum = (sum.0.saturating_add(added.0), sum.1.saturating_add(added.1));
                }
            }
        }
        gathered.rows = gathered.rows.saturating_add(columns.rows());
        Ok(())
    }

    /// For each row the place of its categories.
    fn places(&self, columns: &Columns<'_>, known: &mut Scored) -> Result<Vec<usize>, Error> {
        let mut coded = Vec::new();
        for name in &self.attributes {
            let mut codes =
                Codes::new(column(columns, name)?).map_err(|error| error.within(name.as_str()))?;
            let mut numbers = vec![0; columns.rows()];
            codes.read(0, &mut numbers).map_err(|error| error.within(name.as_str()))?;
            coded.push((codes.names(), numbers));
        }
        let mut places: HashMap<Vec<u32>, usize, foldhash::fast::FixedState> = HashMap::default();
        let mut key = Vec::new();
        let mut found = Vec::with_capacity(columns.rows());
        for row in 0..columns.rows() {
            key.clear();
            key.extend(coded.iter().map(|(_, numbers)| numbers.get(row).copied().unwrap_or(0)));
            if let Some(place) = places.get(&key) {
                found.push(*place);
                continue;
            }
            let name = |((names, _), code): (&(Vec<String>, _), &u32)| {
                names.get(usize::try_from(*code).ok()?.checked_sub(1)?).cloned()
            };
            let place = known.place(coded.iter().zip(&key).map(name).collect());
            places.insert(key.clone(), place);
            found.push(place);
        }
        Ok(found)
    }

    fn counts_of(&self, gathered: Gathered) -> Counts {
        match self.score {
            Some(_) => Counts::Scored(gathered.scored),
            None => Counts::Selected(gathered.counted.cells),
        }
    }
}
