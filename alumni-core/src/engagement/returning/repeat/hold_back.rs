use std::collections::{BTreeMap, BTreeSet};
use std::iter;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::super::FitFailure;
use super::super::calibration::{Calibration, CalibrationOptions, calibration};
use super::acts::{ActOptions, RepeatActs, days, units_back};
use super::fit::RepeatFit;
use super::law::RepeatModel;
use crate::columns::{Column, Columns, Integers, Values};
use crate::engagement::kind::refuse_misspelt;
use crate::engagement::record::Record;
use crate::engagement::{Interaction, Permitted};
use crate::text::Argument;
use crate::{Error, Reason, document};

/// How a model of repeated acts is put to the test on time that it has not seen.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::{HoldBackOptions, RepeatModel};
///
/// let options = HoldBackOptions::new("2026-04-01".parse()?, 90);
/// assert_eq!((options.model, options.unit_days, options.bins), (RepeatModel::MbgNbd, 7, 10));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct HoldBackOptions {
    /// What happened before this day, 00:00 UTC, is known.
    pub as_of: NaiveDate,
    /// The last so many days before it are held back, from 1 to 36,525.
    pub horizon_days: u32,
    /// The model: MBG/NBD when left out.
    #[serde(default = "mbg")]
    pub model: RepeatModel,
    /// How many days a unit of time has: a week when left out.
    #[serde(default = "week")]
    pub unit_days: u32,
    /// The kinds that count, as in [`ActOptions`].
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub kinds: BTreeSet<String>,
    /// How many groups of equal width the probabilities are put in: 10 when left out.
    #[serde(default = "ten")]
    pub bins: u32,
}

fn mbg() -> RepeatModel {
    RepeatModel::MbgNbd
}

fn week() -> u32 {
    7
}

fn ten() -> u32 {
    10
}

impl HoldBackOptions {
    /// Holds back the last so many days before the day.
    #[must_use]
    pub fn new(as_of: NaiveDate, horizon_days: u32) -> Self {
        let (model, unit_days, bins) = (mbg(), week(), ten());
        Self { as_of, horizon_days, model, unit_days, kinds: BTreeSet::new(), bins }
    }

    /// Sets the model.
    #[must_use]
    pub fn model(mut self, model: RepeatModel) -> Self {
        self.model = model;
        self
    }

    /// Reads `{"as_of": …, "horizon_days": …}`, with what differs from the default.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }
}

/// What a model foresaw of the time that was held back, and what came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct HeldBack {
    /// What was asked.
    pub options: HoldBackOptions,
    /// The first day that was held back.
    pub since: NaiveDate,
    /// The model as fitted to what was known before that day.
    pub fit: RepeatFit,
    /// How many acts of the people known then it foresaw; absent where the fit has no numbers.
    pub expected: Option<f64>,
    /// How many there were: days on which one of them acted, for BG/BB units in which one did.
    pub acts: u64,
    /// Whether the probabilities of acting at all were right; absent where the fit has no numbers.
    pub calibration: Option<Calibration>,
    /// The same in words.
    pub reasons: Vec<Reason>,
}

/// Fits a model to what was known some days ago, and compares what it foresaw with what came.
///
/// Only people who had acted before are foretold, and only what was known then is used. The model to beat tells everybody the same: the
/// share of those known before an equally long time who acted in it, just before the time held back; where nobody was known so early,
/// the share in the time held back itself, which is harder to beat.
///
/// # Errors
///
/// [`OutOfRange`](crate::ErrorKind::OutOfRange) at `horizon_days` for BG/BB where that is no multiple of `unit_days`; those of
/// [`RepeatActs::of`] and of [`RepeatCounts::fit`](super::RepeatCounts::fit); [`OutOfRange`](crate::ErrorKind::OutOfRange) at
/// `horizon_days` and `bins`.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::{HoldBackOptions, Permitted, hold_back};
///
/// // Nobody to tell from: no numbers.
/// let found = hold_back(&[], &HoldBackOptions::new("2026-04-01".parse()?, 90), Permitted::Everyone)?;
/// assert_eq!((found.acts, found.calibration, found.reasons[0].code()), (0, None, "held-back-no-fit"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn hold_back(
    interactions: &[Interaction],
    options: &HoldBackOptions,
    permitted: Permitted<'_>,
) -> Result<HeldBack, Error> {
    let back = |day: NaiveDate| {
        let earlier = (1..=36_525).contains(&options.horizon_days).then_some(u64::from(options.horizon_days));
        let error = || Error::out_of_range("expected from 1 to 36525 days").within("horizon_days");
        earlier.and_then(|days| day.checked_sub_days(Days::new(days))).ok_or_else(error)
    };
    let from = back(options.as_of)?;
    let known = ActOptions { as_of: from, unit_days: options.unit_days, kinds: options.kinds.clone() };
    known.check()?;
    if options.model == RepeatModel::BgBb && !options.horizon_days.is_multiple_of(options.unit_days) {
        let message = format!("expected whole units of {} days for bg_bb", options.unit_days);
        return Err(Error::out_of_range(message).within("horizon_days"));
    }
    let record = Record::new(interactions)?;
    refuse_misspelt(known.kinds.iter().map(String::as_str), record.events())?;
    let all = days(&record, &known, permitted, options.as_of);
    let before = days(&record, &known, permitted, from);
    let acts = RepeatActs::counted(&before, &known);
    let fit = acts.fit(options.model)?;
    let in_units = options.model == RepeatModel::BgBb;
    let came = |days: &BTreeSet<NaiveDate>| {
        let days = days.range(from..);
        if in_units {
            let back = |day: &NaiveDate| units_back(*day, options.as_of, options.unit_days);
            return count(days.map(back).collect::<BTreeSet<_>>().len());
        }
        count(days.count())
    };
    let came: Vec<u64> = acts.person.iter().map(|person| all.get(person.as_str()).map_or(0, came)).collect();
    let mut found = HeldBack {
        options: options.clone(),
        since: from,
        expected: None,
        acts: came.iter().copied().fold(0, u64::saturating_add),
        calibration: None,
        reasons: Vec::new(),
        fit,
    };
    if let Some(law) = &found.fit.law {
        let horizon = f64::from(options.horizon_days) / f64::from(options.unit_days);
        let mut any = Vec::with_capacity(acts.person.len());
        let mut expected = 0.0;
        let (frequency, recency, age) = if in_units {
            (&acts.taken, &acts.last_taken, &acts.opportunities)
        } else {
            (&acts.frequency, &acts.recency, &acts.age)
        };
        for ((frequency, recency), age) in frequency.iter().zip(recency).zip(age) {
            let told = law.predict(*frequency, *recency, *age, horizon)?;
            any.push(told.any.clamp(0.0, 1.0));
            expected += told.expected;
        }
        let base = base_rate(&before, back(from)?);
        let happened: Vec<u8> = came.iter().map(|acts| u8::from(*acts > 0)).collect();
        let columns = Columns::new(any.len())?
            .with("any", Column::new(Values::Floats64(&any)))?
            .with("happened", Column::new(Values::Integers(Integers::U8(&happened))))?;
        let mut asked = CalibrationOptions::new("any", "happened").bins(options.bins);
        asked.base_rate = base;
        found.expected = Some(expected);
        found.calibration = Some(calibration(&columns, &asked)?);
    }
    found.reasons = found.in_words();
    Ok(found)
}

/// The share of those who had acted before `from` who acted since; absent of nobody.
fn base_rate(before: &BTreeMap<&str, BTreeSet<NaiveDate>>, from: NaiveDate) -> Option<f64> {
    let known = || before.values().filter(|days| days.first().is_some_and(|first| *first < from));
    let again = known().filter(|days| days.last().is_some_and(|last| *last >= from)).count();
    let known = known().count();
    (known > 0).then(|| again as f64 / known as f64)
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

impl HeldBack {
    fn in_words(&self) -> Vec<Reason> {
        let days = self.options.horizon_days;
        let told = self.expected.zip(self.calibration.as_ref()).and_then(|(expected, calibration)| {
            Some((expected, calibration.brier?, calibration.brier_base?))
        });
        let Some((expected, brier, base)) = told else {
            let none = Reason::new("held-back-no-fit").with("people", self.fit.people).with("days", days);
            return iter::once(none).chain(self.fit.convergence.failure.map(FitFailure::reason)).collect();
        };
        let number = |value: f64, digits| Argument::Number { value, digits };
        let acts = Reason::new("held-back-acts")
            .with("people", self.fit.people)
            .with("days", days)
            .with("expected", number(expected, 0))
            .with("acts", self.acts);
        let code = if brier < base { "held-back-better" } else { "held-back-no-better" };
        vec![acts, Reason::new(code).with("brier", number(brier, 3)).with("base", number(base, 3))]
    }
}
