use serde::{Deserialize, Serialize};

use super::durations::Durations;
use super::exits::Lives;
use super::quantile::{CurveQuantile, quantile};
use crate::numerics::normal;
use crate::{Error, document};

/// How the band round a survival curve is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Band {
    /// On the scale of `ln(-ln S)`: it stays between 0 and 1, and holds its level with few people.
    #[default]
    LogLog,
    /// `S` and so many standard errors on either side, cut at 0 and 1.
    Plain,
}

/// What is asked of survival curves.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::{Band, CurveOptions};
///
/// let options = CurveOptions::default().quantiles([0.25, 0.5]).horizon(365.0);
/// assert_eq!((options.confidence, options.band), (0.95, Band::LogLog));
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct CurveOptions {
    /// How sure the bands are, each point by itself: above 0, below 1.
    pub confidence: f64,
    /// How the bands are drawn.
    pub band: Band,
    /// The shares of people by when whose ends are asked for: 0.5 is the median. Each above 0 and below 1, at most 100.
    pub quantiles: Vec<f64>,
    /// Up to when the mean time is taken; none is taken without it.
    pub horizon: Option<f64>,
}

const MOST_QUANTILES: usize = 100;

impl Default for CurveOptions {
    fn default() -> Self {
        Self { confidence: 0.95, band: Band::LogLog, quantiles: vec![0.5], horizon: None }
    }
}

impl CurveOptions {
    /// Sets how sure the bands are.
    #[must_use]
    pub fn confidence(mut self, confidence: f64) -> Self {
        self.confidence = confidence;
        self
    }

    /// Sets how the bands are drawn.
    #[must_use]
    pub fn band(mut self, band: Band) -> Self {
        self.band = band;
        self
    }

    /// Sets the shares of people by when whose ends are asked for.
    #[must_use]
    pub fn quantiles(mut self, shares: impl IntoIterator<Item = f64>) -> Self {
        self.quantiles = shares.into_iter().collect();
        self
    }

    /// Sets up to when the mean time is taken.
    #[must_use]
    pub fn horizon(mut self, time: f64) -> Self {
        self.horizon = Some(time);
        self
    }

    /// Reads `{}`, with what differs from the default.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    fn check(&self) -> Result<(), Error> {
        let between = |share: f64| share > 0.0 && share < 1.0;
        if !between(self.confidence) {
            return Err(Error::out_of_range("expected a confidence above 0 and below 1").within("confidence"));
        }
        if self.quantiles.len() > MOST_QUANTILES {
            return Err(Error::too_large("expected at most 100 shares").within("quantiles"));
        }
        if let Some(place) = self.quantiles.iter().position(|share| !between(*share)) {
            let error = Error::out_of_range("expected a share above 0 and below 1");
            return Err(error.within(format!("quantiles[{place}]")));
        }
        if self.horizon.is_some_and(|time| !(time > 0.0 && time.is_finite())) {
            return Err(Error::out_of_range("expected a time above 0").within("horizon"));
        }
        Ok(())
    }
}

/// A survival curve for each group: how many have not ended after so long, by Kaplan and Meier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SurvivalCurves {
    /// What was asked.
    pub options: CurveOptions,
    /// By group, sorted by name.
    pub curves: Vec<SurvivalCurve>,
}

/// The survival curve of a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SurvivalCurve {
    /// The group; absent where there is no column of groups.
    pub group: Option<String>,
    /// How many people there are.
    pub people: u64,
    /// Of how many it ended, whichever way.
    pub ended: u64,
    /// Every distinct time, in rising order. The curve is 1 before the first, and between two what it was at the earlier one.
    pub points: Vec<CurvePoint>,
    /// By when so many have ended, for each share asked for.
    pub quantiles: Vec<CurveQuantile>,
    /// The mean time up to the horizon, where one was given.
    pub restricted_mean: Option<RestrictedMean>,
    /// The first time at which all who were watched ended while others had yet to come under watch. From there on the curve
    /// is 0, whatever comes later: too few were watched so early.
    pub emptied: Option<f64>,
}

/// A survival curve at one time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CurvePoint {
    /// The time, in the unit of the durations.
    pub time: f64,
    /// How many were watched and had not ended until then.
    pub at_risk: u64,
    /// How many of those ended then.
    pub ended: u64,
    /// How many were last seen then and had not ended.
    pub open: u64,
    /// The share of people who have not ended, then included.
    pub survival: f64,
    /// Its standard error, by Greenwood; absent where nobody is left.
    pub standard_error: Option<f64>,
    /// The lower end of the band; absent like the standard error.
    pub lower: Option<f64>,
    /// The upper end of the band; absent like the standard error.
    pub upper: Option<f64>,
}

/// The mean time until it ended, where whoever had not ended by the horizon counts with the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RestrictedMean {
    /// The horizon.
    pub horizon: f64,
    /// The mean; absent where nobody was watched for so long and some had not ended.
    pub mean: Option<f64>,
    /// Its standard error; absent with the mean.
    pub standard_error: Option<f64>,
    /// The lower end of its interval, not below 0.
    pub lower: Option<f64>,
    /// The upper end of its interval, not above the horizon.
    pub upper: Option<f64>,
}

impl Durations {
    /// The survival curve of each group, with bands, quantiles and the mean time up to a horizon.
    ///
    /// # Formula
    ///
    /// `S(t) = Π (1 - d/n)` over the times up to `t`, with `n` at risk and `d` ends; Greenwood's variance `S² Σ d/(n(n-d))`.
    ///
    /// # Source
    ///
    /// E. Kaplan, P. Meier, *Nonparametric estimation from incomplete observations*, JASA 53 (1958); J. Kalbfleisch, R.
    /// Prentice, *The Statistical Analysis of Failure Time Data*, 2nd ed. 2002, 1.4 (bands), 1.4.5 (late entries).
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) and [`TooLarge`](crate::ErrorKind::TooLarge) for options outside what they
    /// say, with the option as path.
    ///
    /// # Example
    ///
    /// See [`Durations`].
    pub fn kaplan_meier(&self, options: &CurveOptions) -> Result<SurvivalCurves, Error> {
        options.check()?;
        let curves = self.groups.iter().map(|lives| curve(lives, options)).collect();
        Ok(SurvivalCurves { options: options.clone(), curves })
    }
}

fn curve(lives: &Lives, options: &CurveOptions) -> SurvivalCurve {
    let z = normal::two_sided(options.confidence);
    let (mut survival, mut variance) = (1.0, 0.0);
    let mut points = Vec::with_capacity(lives.times.len());
    let mut emptied = None;
    let last_entry = lives.entries.last().map_or(0.0, |entry| entry.time);
    for risk in lives.risks() {
        let ended = risk.all_ended();
        let (n, d) = (risk.at_risk as f64, ended as f64);
        if ended > 0 && ended >= risk.at_risk {
            survival = 0.0;
            if last_entry >= risk.time && emptied.is_none() {
                emptied = Some(risk.time);
            }
        } else if ended > 0 {
            survival *= (n - d) / n;
            variance += d / (n * (n - d));
        }
        let error = (survival > 0.0).then(|| survival * libm::sqrt(variance));
        let band = error.map(|error| band(options.band, survival, variance, error, z));
        points.push(CurvePoint {
            time: risk.time,
            at_risk: risk.at_risk,
            ended,
            open: risk.open,
            survival,
            standard_error: error,
            lower: band.map(|(lower, _)| lower),
            upper: band.map(|(_, upper)| upper),
        });
    }
    let quantiles = options.quantiles.iter().map(|share| quantile(&points, *share)).collect();
    let mut curve = SurvivalCurve {
        group: lives.group.clone(),
        people: lives.people(),
        ended: lives.all_ended(),
        points,
        quantiles,
        restricted_mean: None,
        emptied,
    };
    curve.restricted_mean = options.horizon.map(|horizon| curve.mean_until(horizon, z));
    curve
}

fn band(band: Band, survival: f64, variance: f64, error: f64, z: f64) -> (f64, f64) {
    match band {
        Band::Plain => ((survival - z * error).max(0.0), (survival + z * error).min(1.0)),
        Band::LogLog => {
            let log = libm::log(survival);
            // Nobody ended yet: there is no error and no band but the curve itself.
            if log >= 0.0 {
                return (1.0, 1.0);
            }
            let reach = z * libm::sqrt(variance) / -log;
            (libm::exp(log * libm::exp(reach)), libm::exp(log * libm::exp(-reach)))
        }
    }
}

impl SurvivalCurve {
    /// The curve at a time: the last point not after it. Absent before 0, and after the last time while some had not ended.
    #[must_use]
    pub fn at(&self, time: f64) -> Option<CurvePoint> {
        let last = self.points.last()?;
        if time.is_nan() || time < 0.0 || time > last.time && last.survival > 0.0 {
            return None;
        }
        let before = self.points.partition_point(|point| point.time <= time);
        let found = before.checked_sub(1).and_then(|place| self.points.get(place)).copied();
        Some(found.unwrap_or_else(|| {
            let at_risk = self.points.first().map_or(0, |first| first.at_risk);
            let (standard_error, lower, upper) = (Some(0.0), Some(1.0), Some(1.0));
            CurvePoint { time: 0.0, at_risk, ended: 0, open: 0, survival: 1.0, standard_error, lower, upper }
        }))
    }

    /// The area under the curve up to `horizon`, and its variance: the sum over the times of ends of the squared area after
    /// each times `d/(n(n-d))`.
    fn mean_until(&self, horizon: f64, z: f64) -> RestrictedMean {
        let mut found =
            RestrictedMean { horizon, mean: None, standard_error: None, lower: None, upper: None };
        let Some(last) = self.points.last() else { return found };
        if horizon > last.time && last.survival > 0.0 {
            return found;
        }
        let within = self.points.partition_point(|point| point.time <= horizon);
        let points = self.points.get(..within).unwrap_or_default();
        // From the horizon back, so that the area after each time is at hand.
        let (mut after, mut variance, mut end) = (0.0, 0.0, horizon);
        for point in points.iter().rev() {
            after += point.survival * (end - point.time);
            end = point.time;
            let (n, d) = (point.at_risk as f64, point.ended as f64);
            if d > 0.0 && d < n {
                variance += after * after * d / (n * (n - d));
            }
        }
        let mean = after + end;
        let error = libm::sqrt(variance);
        found.mean = Some(mean);
        found.standard_error = Some(error);
        found.lower = Some((mean - z * error).max(0.0));
        found.upper = Some((mean + z * error).min(horizon));
        found
    }
}
