//! Selection rates that may be shown to everybody: small groups hidden, and others with them, so that no difference finds them.

mod bands;
mod cells;
mod grid;
mod hide;
mod noise;
mod publish;
mod say;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use bands::Band;
pub use cells::{PublicationCell, PublicationQuestion, ScoredPerson};
pub use noise::Noise;
pub use publish::publish;
pub(super) use say::said;

use super::{SelectionReport, Standard, Verdict};
use crate::Error;
use crate::text::{Lang, Reason};

/// What is too small to be shown, and how well it is hidden.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::Privacy;
///
/// let privacy = Privacy::default();
/// assert_eq!((privacy.minimum_cell, privacy.minimum_outcome, privacy.protection), (10, 3, 5));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Privacy {
    /// A group with fewer considered is not shown; 10 unless set.
    pub minimum_cell: u64,
    /// Nor is one with fewer selected, or fewer not selected; 3 unless set.
    pub minimum_outcome: u64,
    /// A number that is not shown could be any of at least one more than this many whole numbers in a row, as far as
    /// everything that is shown tells; 5 unless set, from 1 to 1,000.
    pub protection: u64,
    /// Noise on the counts; none unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noise: Option<Noise>,
}

impl Default for Privacy {
    fn default() -> Self {
        Self { minimum_cell: 10, minimum_outcome: 3, protection: 5, noise: None }
    }
}

impl Privacy {
    /// Groups with fewer considered are not shown.
    #[must_use]
    pub fn with_minimum_cell(mut self, considered: u64) -> Self {
        self.minimum_cell = considered;
        self
    }

    /// Nor are those with fewer selected, or fewer not selected.
    #[must_use]
    pub fn with_minimum_outcome(mut self, people: u64) -> Self {
        self.minimum_outcome = people;
        self
    }

    /// How many further values each number that is not shown could have.
    #[must_use]
    pub fn with_protection(mut self, values: u64) -> Self {
        self.protection = values;
        self
    }

    /// Puts noise on the counts.
    #[must_use]
    pub fn with_noise(mut self, noise: Noise) -> Self {
        self.noise = Some(noise);
        self
    }

    fn checked(&self) -> Result<(), Error> {
        if !(1..=1_000).contains(&self.protection) {
            return Err(Error::out_of_range("expected a number from 1 to 1000").within("protection"));
        }
        self.noise.map_or(Ok(()), |noise| noise.checked().map_err(|error| error.within("noise")))
    }
}

/// Selection rates by attributes, and by their combinations, from which nobody can find what is too small to be shown.
///
/// A row that is too small ([`Privacy`]) is hidden with everything it is divided into, and further rows with it, until this
/// holds: for every row that is hidden, how many were considered, how many selected and how many not could each be any of
/// `protection + 1` whole numbers in a row, the true one among them, while every number that is shown (rows, totals, the
/// tables of single attributes beside those of their combinations, and bands) stays exactly as it is. So no sum and no
/// difference of what is shown, and no other reckoning with it, finds a hidden number or comes nearer to it. Comparisons are
/// made from shown numbers only.
///
/// What is not guaranteed: that a hidden group is not small (it may be hidden for the sake of another, or because it is);
/// anything against people who know more than what is shown here, such as an earlier report, a report on other attributes of
/// the same people, or some of the people; that nobody can tell how *likely* each of the possible values is. Two reports on
/// overlapping people are not protected against each other: put their attributes into one.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::{PublicationCell, PublicationQuestion, publish};
///
/// let question = PublicationQuestion::new(["sex"]).with_cells([
///     PublicationCell::new([Some("women")], 52, 24),
///     PublicationCell::new([Some("men")], 80, 48),
///     PublicationCell::new([Some("other")], 4, 1),
/// ]);
/// let published = publish(&question)?;
/// let shown: Vec<bool> = published.tables[0].rows.iter().map(|row| row.considered.is_some()).collect();
/// // The totals less the men would give away both of the others together, and those are as many as it takes.
/// assert_eq!(shown, [true, false, false]);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PublishedSelection {
    /// The standard that shown groups were compared by.
    pub standard: Standard,
    /// Below how many considered a group is hidden.
    pub minimum_cell: u64,
    /// Below how many selected, or not selected, a group is hidden.
    pub minimum_outcome: u64,
    /// How many further values each hidden number could have.
    pub protection: u64,
    /// The epsilon of the noise on all counts; absent where there is none. The seed is nowhere.
    pub epsilon: Option<f64>,
    /// The attributes.
    pub attributes: Vec<String>,
    /// How many were considered in all; absent where even that is hidden, and then everything is.
    pub considered: Option<u64>,
    /// How many were selected in all.
    pub selected: Option<u64>,
    /// A table for each attribute and, where asked for, for each combination.
    pub tables: Vec<PublishedTable>,
    /// The highest verdict of the comparisons that are shown; [`Insufficient`](Verdict::Insufficient) where none is.
    pub verdict: Verdict,
    /// What is to be known about the publication as a whole.
    pub reasons: Vec<Reason>,
    /// A fingerprint of what is shown, in the canonical form of [`input_hash`](super::input_hash) without this field: one of the counts
    /// would give hidden ones away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_hash: Option<String>,
}

/// The rows of one attribute, or of a combination.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PublishedTable {
    /// The attributes.
    pub attributes: Vec<String>,
    /// Every combination of their categories, by name; those of unknown category come last.
    pub rows: Vec<PublishedRow>,
    /// The comparison of the shown groups of known category; absent where there is nothing to compare. With one attribute
    /// its p-values are adjusted for all single attributes, with several for all combinations.
    pub report: Option<SelectionReport>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PublishedRow {
    /// The category of each attribute; absent where unknown.
    pub categories: Vec<Option<String>>,
    /// How many were considered; absent where the row is hidden. So are the others.
    pub considered: Option<u64>,
    /// How many of those were selected.
    pub selected: Option<u64>,
    /// Selected over considered; absent for nobody.
    pub rate: Option<f64>,
    /// Between which edges the impact ratio of a hidden row lies, where saying so gives nothing away: 0, 0.5, 0.8, 1.25.
    pub ratio_band: Option<Band>,
    /// Between which edges the two-sided mid-p of a hidden row lies, where saying so gives nothing away: 0, 0.01, 0.05, 0.1, 1.
    pub p_band: Option<Band>,
}

impl PublishedRow {
    /// The name of the group, parts divided by ` × `.
    pub(in crate::fairness) fn name(&self, lang: Lang) -> String {
        let unknown = || Reason::new("privacy-unknown").text(lang);
        let parts: Vec<_> = self.categories.iter().map(|name| name.clone().unwrap_or_else(unknown)).collect();
        parts.join(super::table::TIMES)
    }
}

impl PublishedSelection {
    /// What is shown in sentences of `lang`, and what is not.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        say::text(self, lang)
    }
}

impl fmt::Display for PublishedSelection {
    /// The English sentences.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}
