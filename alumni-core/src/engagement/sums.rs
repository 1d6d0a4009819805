//! Decayed scores in bulk: columns in, a table of people out.

mod actors;
mod caps;
mod columns;
mod from_scores;
mod kernel;
mod quick;
mod table;
mod totals;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

pub use table::ScoreTable;
pub use totals::{ScoreTotals, TotalSums};

use super::record::start_of;
use super::{ScoreModel, Tally};
use crate::Error;
use crate::ids::Known;
use caps::Windows;
use kernel::Weights;

/// The scores of many people from columns, which may come in any number of batches.
///
/// For each person and kind it keeps one whole number, so a thousand million events need no more memory than the people in
/// them: 8 bytes for each kind of the model, and the id. The sums are those of [`ScoreModel::score`] to the last bit, whatever
/// the order and the batches; only recency is missing, which needs threads and targets: see [`Scores::table`](super::Scores::table).
///
/// Every row is an event. Rows are not compared with each other: what may be there twice is to be dropped before, or given to
/// [`ScoreModel::score`] with its ids.
///
/// Where the model caps a kind, the events of one person and capped kind must come in the order of time, because the first
/// ones of a window count.
///
/// # Example
///
/// ```
/// use alumni_core::columns::{Column, Columns, Texts, TimeUnit, Values, ZoneOffsets};
/// use alumni_core::engagement::{Permitted, ScoreModel, ScoreSums};
///
/// let model = ScoreModel::preset("alumni")?;
/// let texts = |texts| Column::new(Values::Texts(Texts::Slices(texts)));
/// let at = [1_759_485_600_i64, 1_774_000_000];
/// let zone = ZoneOffsets::Fixed(0);
/// let columns = Columns::new(2)?
///     .with("actor", texts(&["w-1042", "w-1042"]))?
///     .with("kind", texts(&["event_attend", "reply"]))?
///     .with("at", Column::new(Values::Zoned { counts: &at, unit: TimeUnit::Seconds, offsets: zone }))?;
/// let mut sums = ScoreSums::new(&model, "2026-04-01".parse()?);
/// sums.add(&columns, Permitted::Everyone)?;
/// let table = sums.finish();
/// assert_eq!(table.people, ["w-1042"]);
/// assert_eq!(table.scores[0], table.part(0, "event_attend").unwrap() + table.part(0, "reply").unwrap());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ScoreSums {
    model: ScoreModel,
    as_of: NaiveDate,
    /// The start of `as_of` in seconds since 1970.
    end: i64,
    weights: Weights,
    tables: Vec<super::decay::Table>,
    windows: Windows,
    /// Completed years.
    tenure_years: BTreeMap<String, u32>,
    people: Known,
    refused: BTreeSet<String>,
    /// Whether there is a sum for each person and kind of the model, or one for each person.
    parts: bool,
    /// In units of [`Points`](super::Points).
    units: Vec<u64>,
    /// Whole numbers that were full, by their place in `units`.
    full: HashMap<usize, u128>,
    /// Rows read so far.
    rows: u64,
    tally: Tally,
}

impl ScoreSums {
    /// Nobody yet, as seen from the start of `as_of` (00:00 UTC).
    ///
    /// Where the model has bands of tenure nobody's is known here: all weights count once, and a reason says so. See
    /// [`by_tenure`](Self::by_tenure).
    #[must_use]
    pub fn new(model: &ScoreModel, as_of: NaiveDate) -> Self {
        Self::by_tenure(model, as_of, BTreeMap::new())
    }

    /// The same, where each person's weights are multiplied by the factor of their band of tenure, as
    /// [`score_by_tenure`](ScoreModel::score_by_tenure) does.
    ///
    /// `tenure_years` are the completed years of each person. Whoever is not among them is scored with factor 1, and a reason
    /// says how many that were.
    #[must_use]
    pub fn by_tenure(model: &ScoreModel, as_of: NaiveDate, tenure_years: BTreeMap<String, u32>) -> Self {
        Self::with(model, as_of, tenure_years, true)
    }

    fn with(model: &ScoreModel, as_of: NaiveDate, tenure_years: BTreeMap<String, u32>, parts: bool) -> Self {
        let (weights, tables) = Weights::new(model);
        Self {
            windows: Windows::new(model, as_of),
            model: model.clone(),
            as_of,
            end: start_of(as_of).timestamp(),
            weights,
            tables,
            tenure_years,
            people: Known::default(),
            refused: BTreeSet::new(),
            parts,
            units: Vec::new(),
            full: HashMap::new(),
            rows: 0,
            tally: Tally::default(),
        }
    }

    /// How many sums each person has.
    fn width(&self) -> usize {
        if self.parts { self.model.kinds().len() } else { 1 }
    }

    /// What is kept of the place of a kind: nothing where all kinds go into one sum.
    fn kept(&self) -> u16 {
        if self.parts { u16::MAX } else { 0 }
    }

    /// The number of `person` for [`add_codes`](Self::add_codes), from 0 in the order of the first mention.
    ///
    /// # Errors
    ///
    /// [`TooLarge`](crate::ErrorKind::TooLarge) beyond 2³² - 2 people.
    pub fn person(&mut self, person: &str) -> Result<u32, Error> {
        if let Some(number) = self.people.find(person) {
            return Ok(number);
        }
        let number = self.people.add(person);
        let number = number.ok_or_else(|| Error::too_large("expected fewer than 2^32 people"))?;
        self.units.resize(self.people.len().saturating_mul(self.width()), 0);
        self.weights.add_person(self.tenure_years.get(person).copied());
        self.windows.people(self.people.len());
        Ok(number)
    }

    /// Takes in the events of another record, of other rows under the same model and for the same day.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for another model, day or tenures, and for a model with caps, whose
    /// windows cannot be put together from sums.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if other.model != self.model || other.as_of != self.as_of {
            return Err(Error::inconsistent("expected sums of the same model and day").within("other"));
        }
        if other.tenure_years != self.tenure_years {
            return Err(Error::inconsistent("expected sums with the same tenures").within("other"));
        }
        if !self.windows.is_empty() {
            let message =
                "expected a model without caps: which events a cap lets count cannot be told from sums";
            return Err(Error::inconsistent(message).within("other"));
        }
        let width = self.width();
        for (number, person) in other.people.names().enumerate() {
            let own = usize::try_from(self.person(person)?).unwrap_or_default();
            for place in 0..width {
                let theirs = other.exact(number.saturating_mul(width).saturating_add(place));
                self.put(own.saturating_mul(width).saturating_add(place), theirs);
            }
        }
        self.refused.extend(other.refused.iter().cloned());
        self.rows = self.rows.saturating_add(other.rows);
        self.tally.add(&other.tally);
        Ok(())
    }

    /// What stands at a place, however large.
    fn exact(&self, place: usize) -> u128 {
        let full = self.full.get(&place).copied().unwrap_or_default();
        full.saturating_add(u128::from(self.units.get(place).copied().unwrap_or_default()))
    }

    /// Keeps what ran over at a place: 2⁶⁴ units.
    #[cold]
    fn carry(&mut self, place: usize) {
        let full = self.full.entry(place).or_default();
        *full = full.saturating_add(1 << 64);
    }

    /// Adds to a place, however much.
    #[cold]
    fn put(&mut self, place: usize, units: u128) {
        let sum = self.exact(place).saturating_add(units);
        let small = u64::try_from(sum).unwrap_or_default();
        if let Some(slot) = self.units.get_mut(place) {
            *slot = small;
        }
        if u128::from(small) == sum {
            self.full.remove(&place);
        } else {
            self.full.insert(place, sum);
        }
    }

    /// The table of everybody who has a [number](Self::person), in the order of their ids: from columns, those who did something
    /// before `as_of`.
    #[must_use]
    pub fn finish(self) -> ScoreTable {
        table::finish(self)
    }
}

#[cfg(test)]
mod tests;
