use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::counts::{RepeatCounts, RepeatOptions};
use super::fit::RepeatFit;
use super::law::RepeatModel;
use crate::calendar::days_between;
use crate::columns::{Column, Columns, Values};
use crate::engagement::kind::refuse_misspelt;
use crate::engagement::record::{Record, start_of};
use crate::engagement::{ActorType, Interaction, Kind, Permitted};
use crate::{Error, document};

/// Which acts of a record count, and in what unit of time.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::ActOptions;
///
/// let options = ActOptions::new("2026-04-01".parse()?).unit_days(30);
/// assert_eq!(options, ActOptions::from_json(r#"{"as_of": "2026-04-01", "unit_days": 30}"#)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ActOptions {
    /// What happened before this day, 00:00 UTC, is known.
    pub as_of: NaiveDate,
    /// How many days a unit of time has, from 1 to 36,525: a week when left out.
    #[serde(default = "week")]
    pub unit_days: u32,
    /// The kinds that count; when left out those that others can notice: posts, other messages, taking part.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub kinds: BTreeSet<String>,
}

fn week() -> u32 {
    7
}

impl ActOptions {
    /// Everything before the day that others can notice, in weeks.
    #[must_use]
    pub fn new(as_of: NaiveDate) -> Self {
        Self { as_of, unit_days: week(), kinds: BTreeSet::new() }
    }

    /// Sets how many days a unit has.
    #[must_use]
    pub fn unit_days(mut self, days: u32) -> Self {
        self.unit_days = days;
        self
    }

    /// Sets the kinds that count.
    #[must_use]
    pub fn kinds<T: Into<String>>(mut self, kinds: impl IntoIterator<Item = T>) -> Self {
        self.kinds = kinds.into_iter().map(Into::into).collect();
        self
    }

    /// Reads `{"as_of": …}`, with what differs from the default.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        if !(1..=36_525).contains(&self.unit_days) {
            return Err(Error::out_of_range("expected from 1 to 36525 days").within("unit_days"));
        }
        for kind in &self.kinds {
            kind.parse::<Kind>().map_err(|error| error.within("kinds"))?;
        }
        Ok(())
    }

    fn counts(&self, kind: &Kind) -> bool {
        if self.kinds.is_empty() { kind.is_noticed() } else { self.kinds.contains(kind.as_str()) }
    }
}

/// How often the people of a record acted, as the models of repeated acts want it: one row for each person who ever did.
///
/// What somebody does on one day (UTC) is one act. `frequency` counts the days beyond the first one, `recency` is the time from the
/// first to the last, `age` that from the first to the day as of which this is told.
///
/// # Source
///
/// Fader, Hardie and Lee, *"Counting your customers" the easy way*, Marketing Science 24 (2005), with days as the acts.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::{ActOptions, ActorType, Interaction, Permitted, RepeatActs};
///
/// let told = |id: &str, at: &str| Interaction::new(id, at.parse().unwrap(), "reply", "w-1", ActorType::Alumnus);
/// let events = [told("e-1", "2026-01-05T09:00:00Z")?, told("e-2", "2026-01-05T10:00:00Z")?, told("e-3", "2026-01-19T09:00:00Z")?];
/// let acts = RepeatActs::of(&events, &ActOptions::new("2026-02-02".parse()?), Permitted::Everyone)?;
/// assert_eq!((acts.frequency[0], acts.recency[0], acts.age[0]), (1.0, 2.0, 4.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RepeatActs {
    /// What was asked.
    pub options: ActOptions,
    /// The people, in the order of their ids.
    pub person: Vec<String>,
    /// On how many days beyond the first each acted.
    pub frequency: Vec<f64>,
    /// How long after the first the last was.
    pub recency: Vec<f64>,
    /// How long ago the first was.
    pub age: Vec<f64>,
    /// In how many whole units after that of the first act each acted: the frequency of BG/BB. Units are counted back from the day as of
    /// which this is told, so that all of them are over, and everybody's are the same.
    #[serde(default)]
    pub taken: Vec<f64>,
    /// Which of those units was the last they acted in, 0 for none: the recency of BG/BB.
    #[serde(default)]
    pub last_taken: Vec<f64>,
    /// How many those units are: the age of BG/BB.
    #[serde(default)]
    pub opportunities: Vec<f64>,
    /// How many events of alumni who are permitted, before the day, are of kinds that do not count.
    #[serde(default)]
    pub other_kinds: u64,
}

impl RepeatActs {
    /// Counts the acts of the alumni in a record.
    ///
    /// # Errors
    ///
    /// [`Duplicate`](crate::ErrorKind::Duplicate) at `events[i].id` when one id stands for two different events;
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) at `unit_days`, [`Syntax`](crate::ErrorKind::Syntax) at `kinds`,
    /// [`UnknownName`](crate::ErrorKind::UnknownName) there for a kind that neither the library knows nor the record has.
    pub fn of(
        interactions: &[Interaction],
        options: &ActOptions,
        permitted: Permitted<'_>,
    ) -> Result<Self, Error> {
        options.check()?;
        let record = Record::new(interactions)?;
        refuse_misspelt(options.kinds.iter().map(String::as_str), record.events())?;
        let mut acts = Self::counted(&days(&record, options, permitted, options.as_of), options);
        let end = start_of(options.as_of);
        let others = record.events().iter().filter(|event| {
            event.at() < end
                && event.actor_type() == ActorType::Alumnus
                && !options.counts(event.kind())
                && permitted.allows(event.actor())
        });
        acts.other_kinds = u64::try_from(others.count()).unwrap_or(u64::MAX);
        Ok(acts)
    }

    pub(super) fn counted(days: &BTreeMap<&str, BTreeSet<NaiveDate>>, options: &ActOptions) -> Self {
        let unit = f64::from(options.unit_days);
        let mut acts = Self {
            options: options.clone(),
            person: Vec::with_capacity(days.len()),
            frequency: Vec::with_capacity(days.len()),
            recency: Vec::with_capacity(days.len()),
            age: Vec::with_capacity(days.len()),
            taken: Vec::with_capacity(days.len()),
            last_taken: Vec::with_capacity(days.len()),
            opportunities: Vec::with_capacity(days.len()),
            other_kinds: 0,
        };
        for (person, days) in days {
            let (Some(first), Some(last)) = (days.first(), days.last()) else { continue };
            acts.person.push((*person).to_owned());
            acts.frequency.push(days.len().saturating_sub(1) as f64);
            acts.recency.push(days_between(*first, *last) as f64 / unit);
            acts.age.push(days_between(*first, options.as_of) as f64 / unit);
            let back = |day: NaiveDate| units_back(day, options.as_of, options.unit_days);
            let begun = back(*first);
            let taken: BTreeSet<i64> =
                days.iter().map(|day| back(*day)).filter(|unit| *unit < begun).collect();
            acts.taken.push(taken.len() as f64);
            // The fewer back, the later.
            acts.last_taken.push(taken.first().map_or(0, |last| begun.saturating_sub(*last)) as f64);
            acts.opportunities.push(begun as f64);
        }
        acts
    }

    /// Fits a model to them: BG/BB, which knows of acts or none in each unit, to whole units, the others to the time between days.
    ///
    /// # Errors
    ///
    /// None that counted acts can have, but for more than 10,000 units for BG/BB.
    pub fn fit(&self, model: RepeatModel) -> Result<RepeatFit, Error> {
        if model != RepeatModel::BgBb {
            return self.counts()?.fit(model);
        }
        Self::columns(&self.taken, &self.last_taken, &self.opportunities)?.fit(model)
    }

    /// The counts that a model is fitted to, in the time between days.
    ///
    /// # Errors
    ///
    /// None that counted acts can have.
    pub fn counts(&self) -> Result<RepeatCounts, Error> {
        Self::columns(&self.frequency, &self.recency, &self.age)
    }

    fn columns(frequency: &[f64], recency: &[f64], age: &[f64]) -> Result<RepeatCounts, Error> {
        fn numbers(values: &[f64]) -> Column<'_> {
            Column::new(Values::Floats64(values))
        }
        let columns = Columns::new(frequency.len())?
            .with("frequency", numbers(frequency))?
            .with("recency", numbers(recency))?
            .with("age", numbers(age))?;
        RepeatCounts::from_columns(&columns, &RepeatOptions::default())
    }

    /// The acts as a table that goes out: `person`, `frequency`, `recency` and `age`, and for BG/BB `taken`, `last_taken` and
    /// `opportunities`.
    ///
    /// # Errors
    ///
    /// None that counted acts can have.
    #[cfg(feature = "table")]
    pub fn stream(&self) -> Result<crate::table::Stream, Error> {
        let record = crate::table::Record::new(self.person.len())
            .texts("person", self.person.iter().map(String::as_str))
            .numbers("frequency", self.frequency.clone())
            .numbers("recency", self.recency.clone())
            .numbers("age", self.age.clone())
            .numbers("taken", self.taken.clone())
            .numbers("last_taken", self.last_taken.clone())
            .numbers("opportunities", self.opportunities.clone());
        Ok(crate::table::Stream::once(record, []))
    }
}

/// How many whole units before the day `until` begins the unit that holds this one ends.
pub(super) fn units_back(day: NaiveDate, until: NaiveDate, unit_days: u32) -> i64 {
    days_between(day, until).saturating_sub(1).div_euclid(i64::from(unit_days.max(1)))
}

/// The days on which each permitted alumnus acted before `until`.
pub(super) fn days<'a>(
    record: &Record<'a>,
    options: &ActOptions,
    permitted: Permitted<'_>,
    until: NaiveDate,
) -> BTreeMap<&'a str, BTreeSet<NaiveDate>> {
    let end = start_of(until);
    let mut days: BTreeMap<&str, BTreeSet<NaiveDate>> = BTreeMap::new();
    for event in record.events() {
        let counts = event.at() < end
            && event.actor_type() == ActorType::Alumnus
            && options.counts(event.kind())
            && permitted.allows(event.actor());
        if counts {
            days.entry(event.actor()).or_default().insert(event.at().date_naive());
        }
    }
    days
}
