use serde::{Deserialize, Serialize};

use chrono::NaiveDate;

use super::ScoreSums;
use crate::Reason;
use crate::engagement::scores::{tenure_of_no_use, without_tenure};
use crate::engagement::{NotScored, Points, Tally};

/// Everybody's score on one day, column by column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ScoreTable {
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
    /// Their scores: for each exactly the sum of the parts.
    pub scores: Vec<Points>,
    /// The kinds of the model.
    pub kinds: Vec<String>,
    /// For each person what each kind adds: those of the first person, in the order of `kinds`, then of the second.
    pub parts: Vec<Points>,
    /// What each person's weights were multiplied by for their tenure, `None` where that was not given; empty where nobody's was,
    /// or the model has no bands of tenure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tenure_factors: Vec<Option<f64>>,
    /// Days since each person's last two-way contact, `None` where the record holds none; no list for scores by
    /// [`ScoreSums`](crate::engagement::ScoreSums), which cannot tell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recency_days: Option<Vec<Option<i64>>>,
    /// Who was not scored, and why, in the order of their ids.
    pub not_scored: Vec<NotScored>,
    /// Where every event went.
    pub tally: Tally,
    /// What a reader of the scores should know about the record.
    pub reasons: Vec<Reason>,
}

pub(super) fn finish(sums: ScoreSums) -> ScoreTable {
    let width = sums.width();
    let points = |units: u128| Points::from_units(i128::try_from(units).unwrap_or(i128::MAX));
    let order = sums.people.in_order();
    let order: Vec<usize> = order.into_iter().filter_map(|number| usize::try_from(number).ok()).collect();
    let mut parts = Vec::with_capacity(sums.units.len());
    let mut scores = Vec::with_capacity(order.len());
    for person in &order {
        let first = person.saturating_mul(width);
        let own = (first..first.saturating_add(width)).map(|place| points(sums.exact(place)));
        let from = parts.len();
        parts.extend(own);
        scores.push(parts.iter().skip(from).copied().sum());
    }
    let refused = sums.refused.into_iter();
    let not_scored =
        refused.map(|person| NotScored { person, reason: Reason::new("score-not-permitted") }).collect();
    let mut tally = sums.tally;
    tally.received = sums.rows;
    let mut tenure_factors: Vec<_> = order.iter().map(|person| sums.weights.factor(*person)).collect();
    let without = tenure_factors.iter().filter(|factor| factor.is_none()).count();
    if without == tenure_factors.len() {
        tenure_factors = Vec::new();
    }
    let names: Vec<&str> = sums.people.names().collect();
    let named = order.iter().filter_map(|person| names.get(*person)).map(|name| (*name).to_owned()).collect();
    ScoreTable {
        model: sums.model.id().to_owned(),
        version: sums.model.version(),
        hash: sums.model.hash(),
        as_of: sums.as_of,
        people: named,
        scores,
        kinds: sums.model.kinds().iter().map(|kind| kind.kind.to_string()).collect(),
        parts,
        tenure_factors,
        recency_days: None,
        not_scored,
        reasons: tally
            .reasons()
            .into_iter()
            .chain(without_tenure(&sums.model, without))
            .chain(tenure_of_no_use(&sums.model, sums.tenure_years.len()))
            .collect(),
        tally,
    }
}

impl ScoreTable {
    /// What `kind` adds to the score of the person at `index`; `None` for a kind that the model does not know.
    #[must_use]
    pub fn part(&self, index: usize, kind: &str) -> Option<Points> {
        let place = self.kinds.iter().position(|known| known == kind)?;
        self.parts.get(index.checked_mul(self.kinds.len())?.checked_add(place)?).copied()
    }

    /// The place of `person` among those scored.
    #[must_use]
    pub fn find(&self, person: &str) -> Option<usize> {
        self.people.binary_search_by(|known| known.as_str().cmp(person)).ok()
    }

    /// The table as it goes out: `person`, `score`, `recency_days` where they are told, and a column for each kind, in points;
    /// `tenure_factor` at last, where anybody's tenure was given.
    ///
    /// # Errors
    ///
    /// None that a table which exists can have.
    #[cfg(feature = "table")]
    pub fn stream(&self) -> Result<crate::table::Stream, crate::Error> {
        let rows = self.people.len();
        let values = |points: &[Points]| points.iter().map(|points| points.value()).collect();
        let mut record = crate::table::Record::new(rows)
            .texts("person", self.people.iter().map(String::as_str))
            .numbers("score", values(&self.scores));
        if let Some(days) = &self.recency_days {
            record = record.integers("recency_days", days.iter().copied());
        }
        for (place, kind) in self.kinds.iter().enumerate() {
            let own = self.parts.iter().skip(place).step_by(self.kinds.len().max(1));
            record = record.numbers(kind, own.map(|points| points.value()).collect());
        }
        if !self.tenure_factors.is_empty() {
            record = record.numbers_or_none("tenure_factor", self.tenure_factors.iter().copied());
        }
        let about =
            [("model", self.model.clone()), ("as_of", self.as_of.to_string()), ("hash", self.hash.clone())];
        Ok(crate::table::Stream::once(record, about))
    }
}
