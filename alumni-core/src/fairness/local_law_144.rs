mod names;
mod table;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

pub(super) use names::{attributes_of, categories_of};
use table::escaped;
pub use table::{ImpactRow, ImpactTable};

use super::category_columns::{CategoryColumns, Counts};
use super::input_hash;
use super::selection::MOST_PEOPLE;
use super::sentence::joined;
use crate::Error;
use crate::columns::Columns;
use crate::text::{Argument, Lang, Reason};

/// The tables that New York City's Local Law 144 wants published of an automated tool: by each attribute and by their
/// combinations, with the figures that say how far they carry.
///
/// The rate is the *selection rate* or, for scores, the *scoring rate*: the share with a score above the median of
/// everybody, people of unknown category included. The impact ratio is a category's rate over the highest rate. A
/// category of less than 2 % of all people is listed with its number and rate but has no ratio, and its rate is none to
/// be compared with. No statistical test is adjusted for how many categories there are: the law wants every ratio.
///
/// # Source
///
/// 6 RCNY 5-300 to 5-304, effective 5 July 2023.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::LocalLaw144;
///
/// let tables = LocalLaw144::selection(["sex", "race"], [
///     ([Some("women"), Some("black")], 40, 10),
///     ([Some("women"), Some("white")], 60, 24),
///     ([Some("men"), Some("black")], 50, 15),
///     ([Some("men"), Some("white")], 70, 35),
///     ([Some("men"), None], 8, 2),
/// ])?;
/// let sex = &tables.tables[0];
/// assert_eq!((sex.rows[0].categories[0].as_str(), sex.rows[0].people), ("men", 128));
/// assert_eq!(sex.unknown, 0);
/// assert_eq!(tables.tables[2].unknown, 8);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LocalLaw144 {
    /// What the rates are of.
    pub kind: RateKind,
    /// Everybody, people of unknown category included.
    pub people: u64,
    /// The median of all scores; absent for selections, and for nobody.
    pub median: Option<f64>,
    /// One table for each attribute, then those of the combinations of two and more.
    pub tables: Vec<ImpactTable>,
    /// Where the method comes from.
    pub source: String,
    /// A fingerprint of the attributes, what the rates are of, the median, and of each combination of categories how many people there
    /// are and how many were selected or scored above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_hash: Option<String>,
}

/// What a rate is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RateKind {
    /// People selected.
    Selection,
    /// People with a score strictly above the median.
    Scoring,
}
const SOURCE: &str = "6 RCNY 5-300 to 5-304 (New York City, Local Law 144 of 2021)";
const MOST_ATTRIBUTES: usize = 3;
const MOST_CELLS: usize = 100_000;

/// The tables' input as a document.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    attributes: Vec<String>,
    #[serde(default)]
    cells: Option<Vec<DocumentCell>>,
    #[serde(default)]
    people: Option<Vec<DocumentPerson>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentCell {
    categories: Vec<Option<String>>,
    people: u64,
    selected: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentPerson {
    categories: Vec<Option<String>>,
    score: f64,
}

/// Of each combination of categories, how many people there are and how many of them were selected.
pub(super) type Cells = BTreeMap<Vec<Option<String>>, (u64, u64)>;

/// People with a score: each combination of categories has a place, and each person the place of theirs.
#[derive(Default)]
pub(super) struct Scored {
    pub(super) places: BTreeMap<Vec<Option<String>>, usize>,
    pub(super) scores: Vec<(usize, f64)>,
}

impl LocalLaw144 {
    /// The tables of selections; each cell is its category of every attribute (`None` where unknown), how many people, and
    /// how many of them were selected. Cells of the same categories add up.
    ///
    /// # Errors
    ///
    /// - [`OutOfRange`](crate::ErrorKind::OutOfRange): no attribute or more than three.
    /// - [`Missing`](crate::ErrorKind::Missing): an attribute or a category without a name.
    /// - [`Duplicate`](crate::ErrorKind::Duplicate): an attribute named twice.
    /// - [`Inconsistent`](crate::ErrorKind::Inconsistent): more selected than there are, or a cell without one category (or
    ///   `None`) for each attribute.
    /// - [`TooLarge`](crate::ErrorKind::TooLarge): more than 100,000 cells, 10^18 people, or a name of more than 1,000 bytes.
    pub fn selection<A, C, N>(
        attributes: impl IntoIterator<Item = A>,
        cells: impl IntoIterator<Item = (C, u64, u64)>,
    ) -> Result<Self, Error>
    where
        A: Into<String>,
        C: IntoIterator<Item = Option<N>>,
        N: Into<String>,
    {
        let attributes = attributes_of(attributes)?;
        let mut sums = Cells::new();
        let mut people = 0_u64;
        for (index, (categories, count, selected)) in cells.into_iter().enumerate() {
            let at = |error: Error| error.within(format!("cells[{index}]"));
            if index >= MOST_CELLS {
                return Err(Error::too_large("expected at most 100000 cells").within("cells"));
            }
            let categories = categories_of(categories, attributes.len()).map_err(at)?;
            if selected > count {
                let error = Error::inconsistent("expected at most as many selected as people");
                return Err(at(error.within("selected")));
            }
            people = people.saturating_add(count);
            if people > MOST_PEOPLE {
                return Err(at(Error::too_large("expected at most 10^18 people in all").within("people")));
            }
            let sum = sums.entry(categories).or_default();
            *sum = (sum.0.saturating_add(count), sum.1.saturating_add(selected));
        }
        Ok(Self::new(RateKind::Selection, None, &attributes, &sums, people))
    }

    /// The tables of scores; each person is their category of every attribute (`None` where unknown) and their score.
    ///
    /// The median of an even number of scores is the mean of the two in the middle.
    ///
    /// # Errors
    ///
    /// Those of [`selection`](Self::selection) with `people` in place of the cells, and
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a score that is infinite or not a number.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::fairness::LocalLaw144;
    ///
    /// let people = [("a", 1.0), ("a", 4.0), ("b", 2.0), ("b", 3.0), ("b", 9.0)];
    /// let tables = LocalLaw144::scoring(["group"], people.map(|(group, score)| ([Some(group)], score)))?;
    /// assert_eq!(tables.median, Some(3.0));
    /// assert_eq!(tables.tables[0].rows[1].rate, Some(1.0 / 3.0));
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn scoring<A, C, N>(
        attributes: impl IntoIterator<Item = A>,
        people: impl IntoIterator<Item = (C, f64)>,
    ) -> Result<Self, Error>
    where
        A: Into<String>,
        C: IntoIterator<Item = Option<N>>,
        N: Into<String>,
    {
        let attributes = attributes_of(attributes)?;
        Ok(Self::scored(&attributes, Scored::new(attributes.len(), people)?))
    }

    fn scored(attributes: &[String], people: Scored) -> Self {
        let all = u64::try_from(people.scores.len()).unwrap_or(u64::MAX);
        let (median, sums) = people.above_median();
        Self::new(RateKind::Scoring, median, attributes, &sums, all)
    }

    /// The tables of the people or cells in a table.
    ///
    /// # Errors
    ///
    /// Those of [`selection`](Self::selection) and [`scoring`](Self::scoring). With the column as path:
    /// [`Missing`](crate::ErrorKind::Missing) for a column that is not there, or rows without an outcome, a score or a count;
    /// [`WrongType`](crate::ErrorKind::WrongType) for a column of another type; [`OutOfRange`](crate::ErrorKind::OutOfRange) for an
    /// outcome that is neither 0 nor 1, or a count that is not whole; [`Inconsistent`](crate::ErrorKind::Inconsistent) for columns
    /// of more than one kind of row, or none.
    pub fn from_columns(table: &Columns<'_>, columns: &CategoryColumns) -> Result<Self, Error> {
        Self::counted(columns, columns.read(table)?)
    }

    /// The same for a table in batches; `options` is a JSON object of the fields of [`CategoryColumns`].
    ///
    /// # Errors
    ///
    /// Those of [`from_columns`](Self::from_columns), of [`Reader::next_batch`](crate::table::Reader), and
    /// [`Syntax`](crate::ErrorKind::Syntax) and [`WrongType`](crate::ErrorKind::WrongType) for the options.
    #[cfg(feature = "table")]
    pub fn from_table(table: crate::table::Reader, options: &str) -> Result<Self, Error> {
        let columns: CategoryColumns = crate::document::from_json(options)?;
        Self::counted(&columns, columns.read_table(table)?)
    }

    fn counted(columns: &CategoryColumns, counts: Counts) -> Result<Self, Error> {
        match counts {
            Counts::Scored(people) => Ok(Self::scored(&columns.attributes, people)),
            Counts::Selected(cells) => {
                let cells =
                    cells.into_iter().map(|(categories, (people, selected))| (categories, people, selected));
                Self::selection(&columns.attributes, cells)
            }
        }
    }

    /// The tables of a document: `attributes`, and either `cells` (each `categories`, `people` and `selected`), as
    /// [`selection`](Self::selection) takes them, or `people` (each `categories` and `score`), as
    /// [`scoring`](Self::scoring) does.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) and [`WrongType`](crate::ErrorKind::WrongType) with line and column,
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for neither or both, and those of the two.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::of(crate::document::from_document(text)?)
    }

    fn of(document: Document) -> Result<Self, Error> {
        match (document.cells, document.people) {
            (Some(cells), None) => {
                let cells = cells.into_iter().map(|cell| (cell.categories, cell.people, cell.selected));
                Self::selection(document.attributes, cells)
            }
            (None, Some(people)) => {
                let people = people.into_iter().map(|person| (person.categories, person.score));
                Self::scoring(document.attributes, people)
            }
            _ => Err(Error::inconsistent("expected either `cells` or `people`")),
        }
    }

    fn new(kind: RateKind, median: Option<f64>, attributes: &[String], cells: &Cells, people: u64) -> Self {
        let all = attributes.len();
        let mut sets: Vec<Vec<usize>> = (1_usize..1 << all.min(MOST_ATTRIBUTES))
            .map(|set| {
                (0..all)
                    .filter(|place| set.wrapping_shr(u32::try_from(*place).unwrap_or(0)) & 1 == 1)
                    .collect()
            })
            .collect();
        sets.sort_by(|one: &Vec<usize>, other| (one.len(), one).cmp(&(other.len(), other)));
        let tables = sets.iter().map(|places| ImpactTable::new(places, attributes, cells, people)).collect();
        let counts =
            cells.iter().map(|(categories, counts)| (categories, counts.0, counts.1)).collect::<Vec<_>>();
        let input = serde_json::json!({
            "attributes": attributes,
            "cells": counts,
            "kind": kind,
            "median": median,
        });
        let input_hash = input_hash::of(&input_hash::canonical(&input));
        Self { kind, people, median, tables, source: SOURCE.to_owned(), input_hash }
    }

    /// The tables as Markdown, ready to be published, in `lang`.
    #[must_use]
    pub fn markdown(&self, lang: Lang) -> String {
        let said = |piece: &str| Reason::new(format!("local-law-144-{piece}"));
        let word = |piece: &str| said(piece).text(lang);
        let (selected, rate) = match self.kind {
            RateKind::Selection => (word("selected"), word("selection-rate")),
            RateKind::Scoring => (word("above-median"), word("scoring-rate")),
        };
        let mut text = String::new();
        for table in &self.tables {
            let title = said("by")
                .with("attributes", table.attributes.iter().map(String::as_str).collect::<Argument>())
                .text(lang);
            let mut head: Vec<String> = table.attributes.iter().map(|name| escaped(name)).collect();
            head.extend([word("people"), selected.clone(), rate.clone(), word("ratio"), word("interval")]);
            let line = " --- |".repeat(head.len());
            text += &format!("### {}\n\n| {} |\n|{line}\n", escaped(&title), head.join(" | "));
            for row in &table.rows {
                text += &format!("| {} |\n", row.cells(&word("left-out")).join(" | "));
            }
            text += &format!("\n{}\n\n", said("unknown").with("people", table.unknown).text(lang));
        }
        if let Some(median) = self.median {
            text += &format!("{}\n\n", said("median").with("median", median.to_string()).text(lang));
        }
        let method = said("method").with("people", self.people).with("source", self.source.as_str());
        let screening = Reason::new("selection-screening").text(lang);
        text + &joined(vec![method.text(lang), screening], lang) + "\n"
    }
}

impl fmt::Display for LocalLaw144 {
    /// The English Markdown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.markdown(Lang::En))
    }
}

impl Scored {
    pub(super) fn new<C, N>(
        attributes: usize,
        people: impl IntoIterator<Item = (C, f64)>,
    ) -> Result<Self, Error>
    where
        C: IntoIterator<Item = Option<N>>,
        N: Into<String>,
    {
        let mut scored = Self::default();
        for (index, (categories, score)) in people.into_iter().enumerate() {
            let at = |error: Error| error.within(format!("people[{index}]"));
            if !score.is_finite() {
                return Err(at(Error::out_of_range("expected a finite number").within("score")));
            }
            let place = scored.place(categories_of(categories, attributes).map_err(at)?);
            scored.scores.push((place, score));
        }
        Ok(scored)
    }

    /// The place of these categories, which is new where nobody had them yet.
    pub(super) fn place(&mut self, categories: Vec<Option<String>>) -> usize {
        let next = self.places.len();
        *self.places.entry(categories).or_insert(next)
    }

    /// The median of the scores, and of each combination of categories how many people there are and how many with a higher score.
    pub(super) fn above_median(self) -> (Option<f64>, Cells) {
        let mut scores: Vec<f64> = self.scores.iter().map(|(_, score)| *score).collect();
        let median = median(&mut scores);
        let mut sums = vec![(0_u64, 0_u64); self.places.len()];
        for (place, score) in self.scores {
            if let Some(sum) = sums.get_mut(place) {
                let above = median.is_some_and(|median| score > median);
                *sum = (sum.0.saturating_add(1), sum.1.saturating_add(u64::from(above)));
            }
        }
        let of = |(categories, place)| (categories, sums.get(place).copied().unwrap_or_default());
        (median, self.places.into_iter().map(of).collect())
    }
}

/// The middle of the scores, which are finite.
fn median(scores: &mut [f64]) -> Option<f64> {
    scores.sort_by(f64::total_cmp);
    let half = scores.len() / 2;
    let upper = *scores.get(half)?;
    if scores.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *scores.get(half.checked_sub(1)?)?;
    // Half of each, so that the largest numbers do not overflow.
    Some(0.5 * lower + 0.5 * upper)
}
