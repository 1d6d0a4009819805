use serde::{Deserialize, Serialize};

use super::super::Proportion;
use super::read::{column, refuse_unknown};
use super::times::read_numbers;
use crate::columns::codes::Codes;
use crate::columns::{Columns, Values};
use crate::{Error, document};

/// Which columns of a table say what was predicted and what happened then.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::CalibrationOptions;
///
/// let options = CalibrationOptions::new("any", "came").base_rate(0.2);
/// assert_eq!((options.bins, options.base_rate), (10, Some(0.2)));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CalibrationOptions {
    /// The column of predicted probabilities, from 0 to 1. They must have been made without a look at the time held back.
    pub predicted: String,
    /// The column that says whether it happened in the time held back: booleans, or whole numbers 0 and 1.
    pub happened: String,
    /// What a model would predict for everybody that knows nothing but how many did it before; the share in the time held back
    /// where it is left out, which is harder to beat.
    #[serde(default)]
    pub base_rate: Option<f64>,
    /// How many groups of equal width the probabilities are put in, from 1 to 100.
    #[serde(default = "ten")]
    pub bins: u32,
}

fn ten() -> u32 {
    10
}

impl CalibrationOptions {
    /// The columns of what was predicted and what happened.
    pub fn new(predicted: impl Into<String>, happened: impl Into<String>) -> Self {
        Self { predicted: predicted.into(), happened: happened.into(), base_rate: None, bins: ten() }
    }

    /// Sets what is predicted for everybody by the model to beat.
    #[must_use]
    pub fn base_rate(mut self, rate: f64) -> Self {
        self.base_rate = Some(rate);
        self
    }

    /// Sets how many groups there are.
    #[must_use]
    pub fn bins(mut self, bins: u32) -> Self {
        self.bins = bins;
        self
    }

    /// Reads `{"predicted": …, "happened": …}`, with what differs from the default.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }
}

/// Whether probabilities were right: of those to whom 30 % were promised, did 30 % come?
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Calibration {
    /// What was asked.
    pub options: CalibrationOptions,
    /// How many it happened to, of how many.
    pub happened: Proportion,
    /// The mean of the predictions; absent of nobody.
    pub mean_predicted: Option<f64>,
    /// What the model to beat predicts for everybody; absent of nobody.
    pub base_rate: Option<f64>,
    /// The mean squared distance of predictions from what happened (Brier); 0 is best.
    pub brier: Option<f64>,
    /// The same of the model to beat.
    pub brier_base: Option<f64>,
    /// The mean of `-ln` of the probability of what happened; 0 is best. Absent of nobody, and where something happened that
    /// was held to be impossible: there it has no bound.
    pub log_score: Option<f64>,
    /// The same of the model to beat.
    pub log_score_base: Option<f64>,
    /// The groups of probabilities in rising order, those without people too.
    pub bins: Vec<CalibrationBin>,
}

/// The people to whom about the same was predicted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CalibrationBin {
    /// From this probability on.
    pub from: f64,
    /// Up to this one; it belongs to the next group, but for 1.
    pub until: f64,
    /// The mean of their predictions; absent of nobody.
    pub mean_predicted: Option<f64>,
    /// How many it happened to, of how many.
    pub happened: Proportion,
}

/// Compares what was predicted with what happened in the time held back.
///
/// # Source
///
/// G. Brier, *Verification of forecasts expressed in terms of probability*, Monthly Weather Review 78 (1950); I. Good, *Rational
/// decisions*, JRSS B 14 (1952).
///
/// # Errors
///
/// With the column as path: one that is missing, of another type, or has an unknown value or a probability that is not from 0 to
/// 1; [`OutOfRange`](crate::ErrorKind::OutOfRange) with `base_rate` and `bins`.
///
/// # Example
///
/// ```
/// use alumni_core::columns::{Column, Columns, Integers, Values};
/// use alumni_core::engagement::{CalibrationOptions, calibration};
///
/// let columns = Columns::new(4)?
///     .with("any", Column::new(Values::Floats64(&[0.25, 0.25, 0.75, 0.75])))?
///     .with("came", Column::new(Values::Integers(Integers::U8(&[0, 0, 1, 1]))))?;
/// let found = calibration(&columns, &CalibrationOptions::new("any", "came").bins(2))?;
/// assert_eq!((found.brier, found.brier_base), (Some(0.0625), Some(0.25)));
/// assert_eq!(found.bins[1].happened.count, 2);
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn calibration(columns: &Columns<'_>, options: &CalibrationOptions) -> Result<Calibration, Error> {
    let mut sums = Sums::new(options)?;
    sums.add(columns, options)?;
    Ok(sums.finish(options))
}

/// The same for a table in batches, as Arrow hands it over; only the columns asked for are read.
///
/// # Errors
///
/// Those of [`calibration`] and of [`Reader::next_batch`](crate::table::Reader).
#[cfg(feature = "table")]
pub fn calibration_table(
    mut table: crate::table::Reader,
    options: &CalibrationOptions,
) -> Result<Calibration, Error> {
    let mut sums = Sums::new(options)?;
    table.keep(|name| name == options.predicted || name == options.happened);
    sums.add(&table.empty()?.columns()?, options)?;
    while let Some(batch) = table.next_batch()? {
        sums.add(&batch.columns()?, options)?;
    }
    Ok(sums.finish(options))
}

/// What is kept of the rows: for each group how many, how many it happened to, and the sum of predictions.
#[derive(Debug)]
struct Sums {
    rows: usize,
    bins: Vec<(u64, u64, f64)>,
    squares: f64,
    logs: f64,
}

impl Sums {
    fn new(options: &CalibrationOptions) -> Result<Self, Error> {
        if options.base_rate.is_some_and(|rate| !(0.0..=1.0).contains(&rate)) {
            return Err(Error::out_of_range("expected a probability").within("base_rate"));
        }
        let bins = usize::try_from(options.bins).unwrap_or(usize::MAX);
        if !(1..=100).contains(&bins) {
            return Err(Error::out_of_range("expected from 1 to 100 groups").within("bins"));
        }
        Ok(Self { rows: 0, bins: vec![(0, 0, 0.0); bins], squares: 0.0, logs: 0.0 })
    }

    fn add(&mut self, columns: &Columns<'_>, options: &CalibrationOptions) -> Result<(), Error> {
        let at_predicted = |error: Error| error.within(options.predicted.as_str());
        let at_happened = |error: Error| error.within(options.happened.as_str());
        let (found, truths) = (column(columns, &options.predicted)?, column(columns, &options.happened)?);
        let mut predicted = vec![0.0; columns.rows()];
        refuse_unknown(found, self.rows, "a probability").map_err(at_predicted)?;
        read_numbers(found, 0, &mut predicted).map_err(at_predicted)?;
        if !matches!(truths.values(), Values::Booleans(_) | Values::Integers(_)) {
            return Err(at_happened(Error::wrong_type(
                "expected a column of booleans or of whole numbers 0 and 1",
            )));
        }
        refuse_unknown(truths, self.rows, "an answer").map_err(at_happened)?;
        let mut codes = Codes::new(truths).map_err(at_happened)?;
        let mut read = vec![0_u32; columns.rows()];
        codes.read(0, &mut read).map_err(at_happened)?;
        let mut meaning = vec![false];
        for name in codes.names() {
            meaning.push(match name.as_str() {
                "0" | "false" => false,
                "1" | "true" => true,
                _ => return Err(at_happened(Error::out_of_range("expected nothing but 0 and 1"))),
            });
        }
        for ((probability, code), row) in predicted.into_iter().zip(read).zip(self.rows..) {
            if !(0.0..=1.0).contains(&probability) {
                let message = format!("expected a probability from 0 to 1 in row {row}");
                return Err(at_predicted(Error::out_of_range(message)));
            }
            let happened = usize::try_from(code).ok().and_then(|code| meaning.get(code)) == Some(&true);
            let last = self.bins.len().saturating_sub(1);
            let place = whole(probability * f64::from(options.bins)).min(last);
            if let Some((people, those, sum)) = self.bins.get_mut(place) {
                *people = people.saturating_add(1);
                *those = those.saturating_add(u64::from(happened));
                *sum += probability;
            }
            let (distance, chance) =
                if happened { (1.0 - probability, probability) } else { (probability, 1.0 - probability) };
            self.squares += distance * distance;
            self.logs -= libm::log(chance);
        }
        self.rows = self.rows.saturating_add(columns.rows());
        Ok(())
    }

    fn finish(self, options: &CalibrationOptions) -> Calibration {
        let total = |of: fn(&(u64, u64, f64)) -> u64| self.bins.iter().map(of).fold(0, u64::saturating_add);
        let (people, those) = (total(|bin| bin.0), total(|bin| bin.1));
        let happened = Proportion::new(those, people);
        let n = people as f64;
        let some = |value: f64| (people > 0 && value.is_finite()).then_some(value);
        let base = options.base_rate.or(happened.share);
        let share = happened.share.unwrap_or_default();
        let of_base = |rate: f64| share * (1.0 - rate) * (1.0 - rate) + (1.0 - share) * rate * rate;
        // What never happens costs nothing, however unlikely it was held to be.
        let cost = |share: f64, chance: f64| if share > 0.0 { -share * libm::log(chance) } else { 0.0 };
        let width = 1.0 / f64::from(options.bins);
        let bins = (0_u32..).zip(&self.bins).map(|(place, (people, those, sum))| CalibrationBin {
            from: f64::from(place) * width,
            until: f64::from(place.saturating_add(1)) * width,
            mean_predicted: (*people > 0).then(|| sum / *people as f64),
            happened: Proportion::new(*those, *people),
        });
        Calibration {
            options: options.clone(),
            happened,
            mean_predicted: some(self.bins.iter().map(|bin| bin.2).sum::<f64>() / n),
            base_rate: base.and_then(some),
            brier: some(self.squares / n),
            brier_base: base.map(of_base).and_then(some),
            log_score: some(self.logs / n),
            log_score_base: base.map(|rate| cost(share, rate) + cost(1.0 - share, 1.0 - rate)).and_then(some),
            bins: bins.collect(),
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
fn whole(number: f64) -> usize {
    number as usize
}
