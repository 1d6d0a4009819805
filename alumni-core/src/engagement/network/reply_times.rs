use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::proportion::wilson;
use super::super::{CurveOptions, CurveQuantile, DurationOptions, Durations, Proportion, SurvivalCurve};
use crate::Error;
use crate::columns::{Column, Columns, Integers, Values};
use crate::numerics::normal;

/// How long messages waited for their first answer, those still waiting among them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReplyTimes {
    /// How many messages waited for an answer.
    pub asked: u64,
    /// How many of them had one by the end of the window. Young ones may still get theirs.
    pub answered: Proportion,
    /// The hours after which half of all had an answer, by Kaplan and Meier, with its interval; absent where nothing was
    /// asked. Its time is absent where it was never half.
    pub median_hours: Option<CurveQuantile>,
    /// The median of those alone that were answered, for comparison: it leaves out all that still wait and is too kind.
    pub median_hours_of_answered: Option<f64>,
    /// How many were answered within so many hours.
    pub within: Vec<ReplyWithin>,
    /// The share still waiting by hours, by Kaplan and Meier; absent where nothing was asked.
    pub curve: Option<SurvivalCurve>,
}

/// How many messages were answered within so many hours.
///
/// # Source
///
/// Rothman, *Estimation of confidence limits for the cumulative probability of survival in life table analysis*, Journal of Chronic
/// Diseases 31 (1978): Wilson's interval with an effective number. Unlike Greenwood's, it is never a point: of three messages without an
/// answer the share lies between 0 and 56 %.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReplyWithin {
    /// The hours.
    pub hours: f64,
    /// The share answered, by Kaplan and Meier; absent where no message was watched for so long.
    pub share: Option<f64>,
    /// The lower end of its interval.
    pub lower: Option<f64>,
    /// The upper end of its interval.
    pub upper: Option<f64>,
    /// Of the messages that were put so long or longer before the end of the window, those answered within the hours.
    pub matured: Proportion,
}

/// One message's wait.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wait {
    /// Until the answer, or until the end of the window.
    pub(super) hours: f64,
    pub(super) answered: bool,
    /// Until the end of the window.
    open: f64,
}

impl Wait {
    pub(super) fn new(asked: DateTime<Utc>, reply: Option<DateTime<Utc>>, until: DateTime<Utc>) -> Self {
        let open = hours(asked, until);
        Self { hours: reply.map_or(open, |reply| hours(asked, reply)), answered: reply.is_some(), open }
    }
}

fn hours(from: DateTime<Utc>, until: DateTime<Utc>) -> f64 {
    let length = until.signed_duration_since(from);
    let seconds = length.num_seconds() as f64;
    (seconds + f64::from(length.subsec_nanos()) / 1e9) / 3_600.0
}

impl ReplyTimes {
    pub(super) fn of(waits: &[Wait], hours: &[f64], confidence: f64) -> Result<Self, Error> {
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let answered = waits.iter().filter(|wait| wait.answered).count();
        let mut made = Self {
            asked: number(waits.len()),
            answered: Proportion::new(number(answered), number(waits.len())),
            median_hours: None,
            median_hours_of_answered: median(waits),
            within: Vec::new(),
            curve: None,
        };
        made.curve = curve(waits, confidence)?;
        made.median_hours = made.curve.as_ref().and_then(|curve| curve.quantiles.first().copied());
        let within = |hours: &f64| {
            let at = made.curve.as_ref().and_then(|curve| curve.at(*hours));
            let matured = waits.iter().filter(|wait| wait.open >= *hours);
            let known =
                waits.iter().filter(|wait| wait.open >= *hours || wait.answered && wait.hours <= *hours);
            let band = at.and_then(|at| {
                interval(1.0 - at.survival, at.standard_error, known.count() as f64, confidence)
            });
            let (mut count, mut of) = (0_usize, 0_usize);
            for wait in matured {
                of = of.saturating_add(1);
                count = count.saturating_add(usize::from(wait.answered && wait.hours <= *hours));
            }
            ReplyWithin {
                hours: *hours,
                share: at.map(|at| 1.0 - at.survival),
                lower: band.map(|(lower, _)| lower),
                upper: band.map(|(_, upper)| upper),
                matured: Proportion::new(number(count), number(of)),
            }
        };
        made.within = hours.iter().map(within).collect();
        Ok(made)
    }
}

/// Wilson's interval of a share by Kaplan and Meier, for as many messages as would have its error if none were still waiting; where the
/// share is nothing or all and so has no error, for those of which it is known.
fn interval(share: f64, error: Option<f64>, known: f64, confidence: f64) -> Option<(f64, f64)> {
    let effective = match error {
        Some(error) if error > 0.0 => share * (1.0 - share) / (error * error),
        _ => known,
    };
    (effective > 0.0).then(|| wilson(share, effective, normal::two_sided(confidence)))
}

fn curve(waits: &[Wait], confidence: f64) -> Result<Option<SurvivalCurve>, Error> {
    let times: Vec<f64> = waits.iter().map(|wait| wait.hours).collect();
    let ended: Vec<u8> = waits.iter().map(|wait| u8::from(wait.answered)).collect();
    if times.is_empty() {
        return Ok(None);
    }
    let columns = Columns::new(times.len())?
        .with("hours", Column::new(Values::Floats64(&times)))?
        .with("answered", Column::new(Values::Integers(Integers::U8(&ended))))?;
    let durations = Durations::from_columns(&columns, &DurationOptions::new("hours", "answered"))?;
    let options = CurveOptions::default().confidence(confidence).quantiles([0.5]);
    Ok(durations.kaplan_meier(&options)?.curves.into_iter().next())
}

/// The median of those that were answered; of two in the middle their mean.
fn median(waits: &[Wait]) -> Option<f64> {
    let mut times: Vec<f64> = waits.iter().filter(|wait| wait.answered).map(|wait| wait.hours).collect();
    times.sort_unstable_by(f64::total_cmp);
    let middle = times.len().checked_div(2)?;
    let upper = *times.get(middle)?;
    if times.len() & 1 == 1 {
        return Some(upper);
    }
    let lower = *times.get(middle.checked_sub(1)?)?;
    Some(0.5 * (lower + upper))
}
