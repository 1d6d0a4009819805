//! Scores without their parts: one whole number for each person.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ScoreSums, table};
use crate::Error;
use crate::Reason;
use crate::columns::Columns;
use crate::engagement::{NotScored, Permitted, Points, ScoreModel, Tally};

/// The scores of many people from columns, without what each kind adds: [`ScoreSums`] with one whole number for each person.
///
/// The scores are those of [`ScoreModel::score`] and of [`ScoreSums`] to the last bit, for every model, with its caps, bands of
/// tenure and half-lives. A person takes 8 bytes and the id, however many kinds the model has; events in the order of time, each of
/// another person than the one before, take less time for it. What made a score what it is cannot be asked afterwards.
///
/// Everything else is as for [`ScoreSums`]: every row is an event, and where the model caps a kind the events of one person and
/// capped kind come in the order of time.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::{ScoreModel, TotalSums};
///
/// let model = ScoreModel::preset("alumni")?;
/// let place = |kind: &str| model.kinds().iter().position(|known| known.kind.as_str() == kind).unwrap() as u16;
/// let mut sums = TotalSums::new(&model, "2026-04-01".parse()?);
/// let person = sums.person("w-1042")?;
/// sums.add_codes(&[person, person], &[place("event_attend"), place("reply")], &[1_759_485_600, 1_774_000_000])?;
/// let totals = sums.finish();
/// assert_eq!(totals.people, ["w-1042"]);
/// assert_eq!(format!("{:.3}", totals.scores[0]), "6.329");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct TotalSums(ScoreSums);

impl TotalSums {
    /// Nobody yet; see [`ScoreSums::new`].
    #[must_use]
    pub fn new(model: &ScoreModel, as_of: NaiveDate) -> Self {
        Self::by_tenure(model, as_of, BTreeMap::new())
    }

    /// The same with completed years of tenure; see [`ScoreSums::by_tenure`].
    #[must_use]
    pub fn by_tenure(model: &ScoreModel, as_of: NaiveDate, tenure_years: BTreeMap<String, u32>) -> Self {
        Self(ScoreSums::with(model, as_of, tenure_years, false))
    }

    /// The number of `person` for [`add_codes`](Self::add_codes), from 0 in the order of the first mention.
    ///
    /// # Errors
    ///
    /// Those of [`ScoreSums::person`].
    pub fn person(&mut self, person: &str) -> Result<u32, Error> {
        self.0.person(person)
    }

    /// Adds the events of a table, or of its next batch; see [`ScoreSums::add`].
    ///
    /// # Errors
    ///
    /// Those of [`ScoreSums::add`].
    pub fn add(&mut self, columns: &Columns<'_>, permitted: Permitted<'_>) -> Result<(), Error> {
        self.0.add(columns, permitted)
    }

    /// Adds events as numbers; see [`ScoreSums::add_codes`].
    ///
    /// # Errors
    ///
    /// Those of [`ScoreSums::add_codes`].
    pub fn add_codes(&mut self, people: &[u32], kinds: &[u16], seconds: &[i64]) -> Result<(), Error> {
        self.0.add_codes(people, kinds, seconds)
    }

    /// Takes in the events of another record; see [`ScoreSums::merge`].
    ///
    /// # Errors
    ///
    /// Those of [`ScoreSums::merge`].
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        self.0.merge(&other.0)
    }

    /// Everybody who has a [number](Self::person), in the order of their ids: from columns, those who did something before `as_of`.
    #[must_use]
    pub fn finish(self) -> ScoreTotals {
        let table = table::finish(self.0);
        ScoreTotals {
            model: table.model,
            version: table.version,
            hash: table.hash,
            as_of: table.as_of,
            people: table.people,
            scores: table.scores,
            tenure_factors: table.tenure_factors,
            not_scored: table.not_scored,
            tally: table.tally,
            reasons: table.reasons,
        }
    }
}

#[cfg(feature = "table")]
impl TotalSums {
    /// Adds the events of a table in batches, as Arrow hands it over; see [`ScoreSums::add_table`].
    ///
    /// # Errors
    ///
    /// Those of [`ScoreSums::add_table`].
    pub fn add_table(&mut self, table: crate::table::Reader, permitted: Permitted<'_>) -> Result<(), Error> {
        self.0.add_table(table, permitted)
    }

    /// The same, telling `tell` after each batch how many rows are done; see [`ScoreSums::add_table_telling`].
    ///
    /// # Errors
    ///
    /// Those of [`ScoreSums::add_table_telling`].
    pub fn add_table_telling<E: From<Error>>(
        &mut self,
        table: crate::table::Reader,
        permitted: Permitted<'_>,
        tell: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<(), E> {
        self.0.add_table_telling(table, permitted, tell)
    }
}

/// Everybody's score on one day without the parts it is made of, column by column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ScoreTotals {
    /// The model's id.
    pub model: String,
    /// The model's version.
    pub version: u32,
    /// The model's [hash](crate::engagement::ScoreModel::hash).
    pub hash: String,
    /// The day, beginning at 00:00 UTC.
    pub as_of: NaiveDate,
    /// Who was scored, in the order of their ids.
    pub people: Vec<String>,
    /// Their scores.
    pub scores: Vec<Points>,
    /// What each person's weights were multiplied by for their tenure, `None` where that was not given; empty where nobody's was,
    /// or the model has no bands of tenure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tenure_factors: Vec<Option<f64>>,
    /// Who was not scored, and why, in the order of their ids.
    pub not_scored: Vec<NotScored>,
    /// Where every event went.
    pub tally: Tally,
    /// What a reader of the scores should know about the record.
    pub reasons: Vec<Reason>,
}

impl ScoreTotals {
    /// The score of `person`; `None` where they were not scored.
    #[must_use]
    pub fn get(&self, person: &str) -> Option<Points> {
        let place = self.people.binary_search_by(|known| known.as_str().cmp(person)).ok()?;
        self.scores.get(place).copied()
    }

    /// The table as it goes out: `person` and `score`, in points; `tenure_factor` at last, where anybody's tenure was given.
    ///
    /// # Errors
    ///
    /// None that totals which exist can have.
    #[cfg(feature = "table")]
    pub fn stream(&self) -> Result<crate::table::Stream, Error> {
        let mut record = crate::table::Record::new(self.people.len())
            .texts("person", self.people.iter().map(String::as_str))
            .numbers("score", self.scores.iter().map(|points| points.value()).collect());
        if !self.tenure_factors.is_empty() {
            record = record.numbers_or_none("tenure_factor", self.tenure_factors.iter().copied());
        }
        let about =
            [("model", self.model.clone()), ("as_of", self.as_of.to_string()), ("hash", self.hash.clone())];
        Ok(crate::table::Stream::once(record, about))
    }
}
