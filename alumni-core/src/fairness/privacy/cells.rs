use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::Standard;
use super::super::category_columns::{CategoryColumns, Counts};
use super::super::local_law_144::{Cells, Scored, attributes_of, categories_of};
use super::super::selection::MOST_PEOPLE;
use super::Privacy;
use super::grid::Grid;
use crate::columns::Columns;
use crate::{Error, document};

/// The counts of a publication, and how they are to be shown.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::{PublicationCell, PublicationQuestion};
///
/// let same = PublicationQuestion::from_json(
///     r#"{"attributes": ["sex"], "cells": [{"categories": ["women"], "considered": 52, "selected": 24}]}"#,
/// )?;
/// let cell = PublicationCell::new([Some("women")], 52, 24);
/// assert_eq!(PublicationQuestion::new(["sex"]).with_cells([cell]), same);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PublicationQuestion {
    /// One to three attributes; strata, such as requisitions or years, are one of them.
    pub attributes: Vec<String>,
    /// Counts by category of every attribute; cells of the same categories add up.
    #[serde(default)]
    pub cells: Vec<PublicationCell>,
    /// People with a score instead of counts, as Local Law 144 has them: those strictly above the median of everybody count as
    /// selected. The median is not shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<ScoredPerson>,
    /// Whether combinations of attributes are shown too; they are unless set.
    #[serde(default = "yes")]
    pub intersections: bool,
    /// How groups are compared; four fifths of the highest rate unless set.
    #[serde(default)]
    pub standard: Standard,
    /// What is too small to be shown.
    #[serde(default)]
    pub privacy: Privacy,
}

/// How many people of one combination of categories were considered and selected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PublicationCell {
    /// The category of each attribute; null where it is not known.
    pub categories: Vec<Option<String>>,
    /// How many were considered.
    pub considered: u64,
    /// How many of those were selected.
    pub selected: u64,
}

/// One person's categories and score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ScoredPerson {
    /// The category of each attribute; null where it is not known.
    pub categories: Vec<Option<String>>,
    /// The score, finite.
    pub score: f64,
}

impl ScoredPerson {
    /// A person of these categories with this score.
    pub fn new<N: Into<String>>(categories: impl IntoIterator<Item = Option<N>>, score: f64) -> Self {
        Self { categories: categories.into_iter().map(|name| name.map(Into::into)).collect(), score }
    }
}

fn yes() -> bool {
    true
}

impl PublicationCell {
    /// So many considered and selected of these categories.
    pub fn new<N: Into<String>>(
        categories: impl IntoIterator<Item = Option<N>>,
        considered: u64,
        selected: u64,
    ) -> Self {
        let categories = categories.into_iter().map(|name| name.map(Into::into)).collect();
        Self { categories, considered, selected }
    }
}

/// The categories of each attribute by name, unknown last.
pub(super) type Categories = Vec<Vec<Option<String>>>;

/// Tables of more combinations take too long to hide well, and hardly anything of them could be shown.
const MOST_COMBINATIONS: usize = 1_000;

impl PublicationQuestion {
    /// A publication by these attributes, without counts yet.
    pub fn new<A: Into<String>>(attributes: impl IntoIterator<Item = A>) -> Self {
        Self {
            attributes: attributes.into_iter().map(Into::into).collect(),
            cells: Vec::new(),
            people: Vec::new(),
            intersections: true,
            standard: Standard::default(),
            privacy: Privacy::default(),
        }
    }

    /// Adds counts.
    #[must_use]
    pub fn with_cells(mut self, cells: impl IntoIterator<Item = PublicationCell>) -> Self {
        self.cells.extend(cells);
        self
    }

    /// Adds people with a score, instead of counts.
    #[must_use]
    pub fn with_people(mut self, people: impl IntoIterator<Item = ScoredPerson>) -> Self {
        self.people.extend(people);
        self
    }

    /// Whether combinations of attributes are shown too.
    #[must_use]
    pub fn with_intersections(mut self, shown: bool) -> Self {
        self.intersections = shown;
        self
    }

    /// How groups are compared.
    #[must_use]
    pub fn with_standard(mut self, standard: Standard) -> Self {
        self.standard = standard;
        self
    }

    /// What is too small to be shown.
    #[must_use]
    pub fn with_privacy(mut self, privacy: Privacy) -> Self {
        self.privacy = privacy;
        self
    }

    /// Reads a question in JSON.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) and [`WrongType`](crate::ErrorKind::WrongType) with line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    /// The cells, or those of the people.
    fn counted(&self, attributes: usize) -> Result<Cow<'_, [PublicationCell]>, Error> {
        if self.people.is_empty() {
            return Ok(Cow::Borrowed(&self.cells));
        }
        if !self.cells.is_empty() {
            return Err(Error::inconsistent("expected either `cells` or `people`").within("people"));
        }
        let scored = self.people.iter().map(|person| {
            (person.categories.iter().map(Option::as_deref).collect::<Vec<Option<&str>>>(), person.score)
        });
        let (_, sums) = Scored::new(attributes, scored)?.above_median();
        Ok(Cow::Owned(cells(sums)))
    }

    /// A publication of the people or cells in a table. Of people with a score those strictly above the median of everybody count as
    /// selected.
    ///
    /// # Errors
    ///
    /// Those of [`LocalLaw144::from_columns`](crate::fairness::LocalLaw144::from_columns).
    pub fn from_columns(table: &Columns<'_>, columns: &CategoryColumns) -> Result<Self, Error> {
        Ok(Self::new(&columns.attributes).with_cells(selected(columns.read(table)?)))
    }

    /// The same for a table in batches; `options` is a JSON object of the fields of [`CategoryColumns`] and of this question, its
    /// `cells` and `people` left out.
    ///
    /// # Errors
    ///
    /// Those of [`LocalLaw144::from_table`](crate::fairness::LocalLaw144::from_table), and
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for cells or people in the options.
    #[cfg(feature = "table")]
    pub fn from_table(table: crate::table::Reader, options: &str) -> Result<Self, Error> {
        let (columns, mut question): (CategoryColumns, Self) = CategoryColumns::with_question(options)?;
        if !question.cells.is_empty() || !question.people.is_empty() {
            return Err(Error::inconsistent("expected people or cells in the table only"));
        }
        question.cells = selected(columns.read_table(table)?);
        Ok(question)
    }

    /// The counts by place, checked.
    pub(super) fn grid(&self) -> Result<(Categories, Grid), Error> {
        self.privacy.checked().map_err(|error| error.within("privacy"))?;
        let attributes = attributes_of(self.attributes.iter().map(String::as_str))?;
        let counted = self.counted(attributes.len())?;
        let mut names: Vec<BTreeMap<(bool, &str), usize>> = vec![BTreeMap::new(); attributes.len()];
        let mut people = 0_u64;
        for (index, cell) in counted.iter().enumerate() {
            let at = |error: Error| error.within(format!("cells[{index}]"));
            categories_of(cell.categories.iter().map(Option::as_deref), attributes.len()).map_err(at)?;
            if cell.selected > cell.considered {
                let error = Error::inconsistent("expected at most as many selected as considered");
                return Err(at(error.within("selected")));
            }
            people = people.saturating_add(cell.considered);
            if people > MOST_PEOPLE {
                return Err(at(
                    Error::too_large("expected at most 10^18 considered in all").within("considered")
                ));
            }
            for (names, name) in names.iter_mut().zip(&cell.categories) {
                names.insert(key(name), 0);
            }
        }
        let combinations = names.iter().fold(1_usize, |all, names| all.saturating_mul(names.len()));
        if combinations == 0 {
            return Err(Error::missing("expected at least one cell").within("cells"));
        }
        if combinations > MOST_COMBINATIONS {
            return Err(Error::too_large("expected at most 1000 combinations of categories").within("cells"));
        }
        for names in &mut names {
            for (place, (_, number)) in names.iter_mut().enumerate() {
                *number = place;
            }
        }
        let mut grid = Grid::new(names.iter().map(BTreeMap::len).collect());
        for cell in counted.iter() {
            let places: Vec<usize> = names
                .iter()
                .zip(&cell.categories)
                .filter_map(|(names, name)| names.get(&key(name)).copied())
                .collect();
            grid.add(&places, [cell.considered.saturating_sub(cell.selected), cell.selected]);
        }
        let categories = names.iter().map(|names| {
            names.keys().map(|(unknown, name)| (!unknown).then(|| (*name).to_owned())).collect()
        });
        Ok((categories.collect(), grid))
    }
}

fn cells(sums: Cells) -> Vec<PublicationCell> {
    let cell = |(categories, (considered, selected))| PublicationCell { categories, considered, selected };
    sums.into_iter().map(cell).collect()
}

fn selected(counts: Counts) -> Vec<PublicationCell> {
    cells(match counts {
        Counts::Selected(sums) => sums,
        Counts::Scored(people) => people.above_median().1,
    })
}

/// Those of unknown category come last.
fn key(name: &Option<String>) -> (bool, &str) {
    (name.is_none(), name.as_deref().unwrap_or_default())
}
