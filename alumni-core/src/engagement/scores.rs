use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Kind, Points, ScoreModel};
use crate::Reason;
use crate::text::Argument;

/// Everybody's score on one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Scores {
    /// The model's id.
    pub model: String,
    /// The model's version.
    pub version: u32,
    /// The model's [hash](ScoreModel::hash).
    pub hash: String,
    /// The day, beginning at 00:00 UTC.
    pub as_of: NaiveDate,
    /// Who was scored, in the order of their ids.
    pub people: Vec<Score>,
    /// Who was not, and why, in the order of their ids.
    pub not_scored: Vec<NotScored>,
    /// Where every event went.
    pub tally: Tally,
    /// What a reader of the scores should know about the record.
    pub reasons: Vec<Reason>,
}

/// One person's score.
///
/// In JSON it also carries its [reasons](Score::reasons).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "Document", into = "Document")]
#[non_exhaustive]
pub struct Score {
    /// The person's id.
    pub person: String,
    /// The score: exactly the sum of the parts' contributions.
    pub score: Points,
    /// One part for each kind of event that the person did and the model knows, strongest first, ties by kind.
    pub parts: Vec<Part>,
    /// Days since the person last took part in two-way contact; `None` when the record holds none.
    pub recency_days: Option<i64>,
    /// What the weights were multiplied by for the person's tenure; `None` where the model has no bands of tenure, or the
    /// person's tenure was not given.
    pub tenure_factor: Option<f64>,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Document {
    person: String,
    score: Points,
    parts: Vec<Part>,
    recency_days: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tenure_factor: Option<f64>,
    #[serde(default)]
    reasons: Vec<Reason>,
}

/// What one kind of event adds to a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Part {
    /// The kind.
    pub kind: Kind,
    /// What its events add.
    pub contribution: Points,
    /// How many events count.
    pub events: u64,
    /// How many more did not, because of the cap.
    pub capped: u64,
}

/// Somebody who acted and was not scored. That is no score of zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NotScored {
    /// The person's id.
    pub person: String,
    /// Why not.
    pub reason: Reason,
}

/// Where every event of the record went: all counts but `received` add up to `received`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Tally {
    /// Events given.
    pub received: u64,
    /// Events given again.
    pub duplicates: u64,
    /// Events at or after the start of `as_of`.
    pub after_as_of: u64,
    /// Events by staff, office, companies and machines, which are not scored.
    pub by_others: u64,
    /// Events of alumni who may not be scored.
    pub not_permitted: u64,
    /// Events of kinds that the model does not know, by kind.
    pub unknown_kinds: BTreeMap<Kind, u64>,
    /// Events beyond a cap.
    pub capped: u64,
    /// Events that count.
    pub counted: u64,
}

/// Rows of a printed table.
const SHOWN: usize = 10;
/// Parts that stand for a score.
const STRONGEST: usize = 3;

impl Tally {
    pub(super) fn new(received: usize, duplicates: u64) -> Self {
        Self { received: u64::try_from(received).unwrap_or(u64::MAX), duplicates, ..Self::default() }
    }

    /// The events of another record as well.
    pub(super) fn add(&mut self, other: &Self) {
        let sums = [
            (&mut self.received, other.received),
            (&mut self.duplicates, other.duplicates),
            (&mut self.after_as_of, other.after_as_of),
            (&mut self.by_others, other.by_others),
            (&mut self.not_permitted, other.not_permitted),
            (&mut self.capped, other.capped),
            (&mut self.counted, other.counted),
        ];
        for (sum, more) in sums {
            *sum = sum.saturating_add(more);
        }
        for (kind, more) in &other.unknown_kinds {
            let sum = self.unknown_kinds.entry(kind.clone()).or_default();
            *sum = sum.saturating_add(*more);
        }
    }

    pub(super) fn reasons(&self) -> Vec<Reason> {
        let counts = [
            ("score-duplicates", self.duplicates),
            ("score-after-as-of", self.after_as_of),
            ("score-events-not-permitted", self.not_permitted),
            ("score-capped", self.capped),
        ];
        let counts = counts.into_iter().filter(|(_, count)| *count > 0);
        let unknown = self.unknown_kinds.iter().map(|(kind, count)| {
            Reason::new("score-unknown-kind").with("kind", kind.as_str()).with("count", *count)
        });
        counts.map(|(code, count)| Reason::new(code).with("count", count)).chain(unknown).collect()
    }
}

/// That the model asks for a tenure which so many people's scores went without.
pub(super) fn without_tenure(model: &ScoreModel, people: usize) -> Option<Reason> {
    let asked = !model.tenure().is_empty() && people > 0;
    asked
        .then(|| Reason::new("score-tenure-missing").with("count", u64::try_from(people).unwrap_or(u64::MAX)))
}

/// Tenures that a model without bands has no use for.
pub(super) fn tenure_of_no_use(model: &ScoreModel, given: usize) -> Option<Reason> {
    let useless = model.tenure().is_empty() && given > 0;
    useless.then(|| {
        Reason::new("score-tenure-unused")
            .with("count", u64::try_from(given).unwrap_or(u64::MAX))
            .with("model", model.id())
    })
}

impl Scores {
    pub(super) fn new(
        model: &ScoreModel,
        as_of: NaiveDate,
        people: Vec<Score>,
        not_scored: Vec<NotScored>,
        (tally, tenures): (Tally, usize),
    ) -> Self {
        let without = people.iter().filter(|score| score.tenure_factor.is_none()).count();
        let reasons = tally.reasons().into_iter().chain(without_tenure(model, without));
        let reasons = reasons.chain(tenure_of_no_use(model, tenures)).collect();
        Self {
            model: model.id().to_owned(),
            version: model.version(),
            hash: model.hash(),
            as_of,
            people,
            not_scored,
            tally,
            reasons,
        }
    }

    /// The score of `person`; `None` when they were not scored or did nothing before `as_of`.
    #[must_use]
    pub fn get(&self, person: &str) -> Option<&Score> {
        let place = self.people.binary_search_by(|score| score.person.as_str().cmp(person)).ok()?;
        self.people.get(place)
    }

    /// Why `person` has the score they have, strongest part first: `event_attend +3.1, post_help_request +2.4`.
    ///
    /// For somebody without a score the reason for that, in English; [`reasons_for`](Self::reasons_for) has it as a code.
    #[must_use]
    pub fn why(&self, person: &str) -> String {
        match self.get(person) {
            Some(score) if score.parts.iter().any(|part| part.contribution > Points::ZERO) => {
                score.why(usize::MAX)
            }
            _ => self.reasons_for(person).first().map(Reason::to_string).unwrap_or_default(),
        }
    }

    /// The reasons for `person`'s score, or the one for not having any.
    #[must_use]
    pub fn reasons_for(&self, person: &str) -> Vec<Reason> {
        if let Some(score) = self.get(person) {
            return score.reasons();
        }
        let place = self.not_scored.binary_search_by(|one| one.person.as_str().cmp(person)).ok();
        let reason = place.and_then(|place| self.not_scored.get(place)).map(|one| one.reason.clone());
        vec![reason.unwrap_or_else(|| Reason::new("score-no-events").with("as_of", self.as_of))]
    }

    /// The `n` highest scores, highest first, ties by id.
    #[must_use]
    pub fn top(&self, n: usize) -> Vec<&Score> {
        let mut people: Vec<_> = self.people.iter().collect();
        people.sort_by(|one, next| next.score.cmp(&one.score).then_with(|| one.person.cmp(&next.person)));
        people.truncate(n);
        people
    }
}

#[cfg(feature = "table")]
impl Scores {
    /// The scores as a table that goes out: `person`, `score`, `recency_days`, a column of points for each kind that adds to
    /// anybody's, in the order of the kinds' ids, and, where a band of tenure counts for anybody, `tenure_factor`. A
    /// [`ScoreTable`](super::ScoreTable) has a column for every kind of the model, in the model's order.
    ///
    /// # Errors
    ///
    /// None that scores which exist can have.
    pub fn stream(&self) -> Result<crate::table::Stream, crate::Error> {
        let rows = self.people.len();
        let mut kinds: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for (place, score) in self.people.iter().enumerate() {
            for part in &score.parts {
                let column = kinds.entry(part.kind.as_str()).or_insert_with(|| vec![0.0; rows]);
                if let Some(cell) = column.get_mut(place) {
                    *cell = part.contribution.value();
                }
            }
        }
        let mut record = crate::table::Record::new(rows)
            .texts("person", self.people.iter().map(|score| score.person.as_str()))
            .numbers("score", self.people.iter().map(|score| score.score.value()).collect())
            .integers("recency_days", self.people.iter().map(|score| score.recency_days));
        for (kind, points) in kinds {
            record = record.numbers(kind, points);
        }
        if self.people.iter().any(|score| score.tenure_factor.is_some()) {
            let factors = self.people.iter().map(|score| score.tenure_factor);
            record = record.numbers_or_none("tenure_factor", factors);
        }
        let about =
            [("model", self.model.clone()), ("as_of", self.as_of.to_string()), ("hash", self.hash.clone())];
        Ok(crate::table::Stream::once(record, about))
    }
}

impl Score {
    /// Why the score is what it is: the three strongest parts, what tenure changes, and the last two-way contact.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason> {
        let strongest = self.parts.iter().filter(|part| part.contribution > Points::ZERO).take(STRONGEST);
        let mut reasons: Vec<_> = strongest
            .map(|part| {
                Reason::new("score-part")
                    .with("kind", part.kind.as_str())
                    .with("points", Argument::Number { value: part.contribution.value(), digits: 1 })
                    .with("events", part.events)
            })
            .collect();
        if reasons.is_empty() {
            reasons.push(Reason::new("score-nothing-counts"));
        }
        if let Some(factor) = self.tenure_factor {
            reasons.push(Reason::new("score-tenure").with("factor", factor.to_string()));
        }
        reasons.push(match self.recency_days {
            Some(days) => Reason::new("score-recency").with("days", days),
            None => Reason::new("score-no-two-way-contact"),
        });
        reasons
    }

    fn why(&self, most: usize) -> String {
        let parts = self.parts.iter().filter(|part| part.contribution > Points::ZERO).take(most);
        let parts: Vec<_> = parts.map(|part| format!("{} +{:.1}", part.kind, part.contribution)).collect();
        parts.join(", ")
    }
}

impl From<Document> for Score {
    fn from(document: Document) -> Self {
        // The reasons follow from the rest.
        Self {
            person: document.person,
            score: document.score,
            parts: document.parts,
            recency_days: document.recency_days,
            tenure_factor: document.tenure_factor,
        }
    }
}

impl From<Score> for Document {
    fn from(score: Score) -> Self {
        let reasons = score.reasons();
        Self {
            person: score.person,
            score: score.score,
            parts: score.parts,
            recency_days: score.recency_days,
            tenure_factor: score.tenure_factor,
            reasons,
        }
    }
}

impl fmt::Display for Scores {
    /// A table of the ten highest scores.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scored, not) = (self.people.len(), self.not_scored.len());
        write!(
            f,
            "{} v{} as of {}: {scored} scored, {not} not scored",
            self.model, self.version, self.as_of
        )?;
        let top = self.top(SHOWN);
        let width = top.iter().map(|score| score.person.chars().count()).chain([6]).max().unwrap_or_default();
        if !top.is_empty() {
            write!(f, "\n{:width$} {:>8} {:>8}  strongest parts", "person", "score", "recency")?;
        }
        for score in &top {
            let recency = score.recency_days.map_or_else(|| "none".to_owned(), |days| format!("{days} d"));
            write!(
                f,
                "\n{:width$} {:>8.2} {recency:>8}  {}",
                score.person,
                score.score,
                score.why(STRONGEST)
            )?;
        }
        let more = scored.saturating_sub(top.len());
        if more > 0 {
            write!(f, "\n… and {more} more")?;
        }
        for reason in &self.reasons {
            write!(f, "\n{reason}")?;
        }
        Ok(())
    }
}
