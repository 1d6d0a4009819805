use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::super::newton::{Convergence, FitFailure, maximise};
use super::super::weibull::Parameter;
use super::counts::values;
use super::fit::{BOUND, Jet, RepeatParameter, exponentials};
use crate::columns::Columns;
use crate::numerics::gamma::{digamma, trigamma};
use crate::numerics::normal;
use crate::{Error, document};

/// Which columns of a table say how often people acted and of what value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct ValueOptions {
    /// The column of how many acts the value is the mean of: whole numbers.
    pub frequency: String,
    /// The column of the mean value of those acts: above 0 wherever there are any.
    pub value: String,
}

impl Default for ValueOptions {
    fn default() -> Self {
        Self { frequency: "frequency".to_owned(), value: "value".to_owned() }
    }
}

impl ValueOptions {
    /// The columns of frequency and of mean value.
    pub fn new(frequency: impl Into<String>, value: impl Into<String>) -> Self {
        Self { frequency: frequency.into(), value: value.into() }
    }

    /// Reads `{}`, with what differs from the default.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }
}

/// How many people share each frequency and mean value. Those without an act say nothing of values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValueCounts {
    /// Sorted by frequency and value.
    groups: Vec<(f64, f64, f64)>,
    people: u64,
}

/// The value of acts fitted to what people gave, by the model of Gamma and Gamma.
///
/// Frequency and value must have nothing to do with each other; `correlation` says how far that is so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ValueFit {
    /// How many people with an act there are.
    pub people: u64,
    /// The correlation of frequency and mean value over them; absent where one of the two is the same for all.
    pub correlation: Option<f64>,
    /// Whether the fit reached its maximum; without it there are no numbers below.
    pub convergence: Convergence,
    /// The parameters p, q and v with 95 % intervals; none without convergence.
    pub parameters: Vec<RepeatParameter>,
    /// The logarithm of the likelihood.
    pub log_likelihood: Option<f64>,
    /// The model with these parameters.
    pub law: Option<ValueLaw>,
}

/// The model of the value of acts, with its parameters.
///
/// # Source
///
/// P. Fader, B. Hardie, *The Gamma-Gamma model of monetary value*, 2013.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::ValueLaw;
///
/// // Fader and Hardie (2013): 7 acts of 73.74 on average.
/// let law = ValueLaw::new([6.25, 3.74, 15.44])?;
/// assert_eq!(law.mean(7.0, 73.74)?.map(f64::round), Some(71.0));
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ValueLaw {
    /// p, q and v.
    pub parameters: [f64; 3],
}

impl ValueLaw {
    /// The model with parameters from elsewhere.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a parameter that is not above 0.
    pub fn new(parameters: [f64; 3]) -> Result<Self, Error> {
        match parameters.iter().position(|value| !(*value > 0.0 && value.is_finite())) {
            None => Ok(Self { parameters }),
            Some(place) => {
                Err(Error::out_of_range("expected a number above 0").within(format!("parameters[{place}]")))
            }
        }
    }

    /// The value expected of an act of a person whose `frequency` acts had the mean `value`; absent where the mean has no bound.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a frequency that is no whole number from 0 on, and for a value that is not
    /// above 0 with a frequency above 0.
    pub fn mean(&self, frequency: f64, value: f64) -> Result<Option<f64>, Error> {
        check(frequency, value)?;
        let [p, q, v] = self.parameters;
        let given = if frequency > 0.0 { frequency * value } else { 0.0 };
        let degrees = p * frequency + q - 1.0;
        Ok((degrees > 0.0).then(|| p * (v + given) / degrees))
    }
}

fn check(frequency: f64, value: f64) -> Result<(), Error> {
    if !(frequency >= 0.0 && frequency.is_finite() && frequency.fract().abs() <= 0.0) {
        return Err(Error::out_of_range("expected a whole number from 0 on").within("frequency"));
    }
    if frequency > 0.0 && !(value > 0.0 && value.is_finite()) {
        return Err(Error::out_of_range("expected a number above 0").within("value"));
    }
    Ok(())
}

impl ValueCounts {
    /// Counts the rows of a table.
    ///
    /// # Errors
    ///
    /// With the column as path: [`Missing`](crate::ErrorKind::Missing) for a column that is not there and for a value that is
    /// unknown, [`WrongType`](crate::ErrorKind::WrongType) for one of another type,
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a frequency that is no whole number, a negative number, or a value of 0
    /// of somebody with acts.
    pub fn from_columns(columns: &Columns<'_>, options: &ValueOptions) -> Result<Self, Error> {
        let mut met = Met::default();
        met.add(columns, options)?;
        Ok(met.finish())
    }

    /// The same for a table in batches, as Arrow hands it over; only the columns asked for are read.
    ///
    /// # Errors
    ///
    /// Those of [`from_columns`](Self::from_columns) and of [`Reader::next_batch`](crate::table::Reader).
    #[cfg(feature = "table")]
    pub fn from_table(mut table: crate::table::Reader, options: &ValueOptions) -> Result<Self, Error> {
        let mut met = Met::default();
        table.keep(|name| name == options.frequency || name == options.value);
        met.add(&table.empty()?.columns()?, options)?;
        while let Some(batch) = table.next_batch()? {
            met.add(&batch.columns()?, options)?;
        }
        Ok(met.finish())
    }

    /// Fits the model by maximum likelihood. Starting values follow from the data.
    #[must_use]
    pub fn fit(&self) -> ValueFit {
        let mut found = ValueFit {
            people: self.people,
            correlation: self.correlation(),
            convergence: Convergence {
                reached: false,
                steps: 0,
                decrement: 0.0,
                failure: Some(FitFailure::NothingToFit),
            },
            parameters: Vec::new(),
            log_likelihood: None,
            law: None,
        };
        if self.people == 0 {
            return found;
        }
        // Values in units of their mean: the surface is the same for yen and euro.
        let total: f64 = self.groups.iter().map(|(_, value, people)| value * people).sum();
        let unit = total / self.people as f64;
        let scaled: Vec<(f64, f64, f64)> =
            self.groups.iter().map(|(x, value, people)| (*x, value / unit, *people)).collect();
        let search = maximise([3.0, 3.0, 1.0].map(libm::log).to_vec(), 1.5, BOUND, |at| {
            let parameters = exponentials::<3>(at);
            let mut jet = Jet::NONE;
            likelihood(parameters, &scaled, &mut jet);
            jet.in_logs(&parameters)
        });
        found.convergence = search.convergence;
        if !found.convergence.reached {
            return found;
        }
        let z = normal::two_sided(0.95);
        let shifts = [0.0, 0.0, libm::log(unit)];
        let variances = search.covariance.iter().flatten().step_by(4);
        let mut values = [0.0; 3];
        for (((to, at), shift), (variance, name)) in
            values.iter_mut().zip(&search.at).zip(shifts).zip(variances.zip(["p", "q", "v"]))
        {
            let estimate = Parameter::from_log(at + shift, *variance, z);
            *to = estimate.value;
            found.parameters.push(RepeatParameter { name: name.to_owned(), estimate });
        }
        found.log_likelihood = Some(search.value - self.people as f64 * libm::log(unit));
        found.law = ValueLaw::new(values).ok();
        found
    }

    fn correlation(&self) -> Option<f64> {
        let n = self.people as f64;
        let mean = |of: fn(&(f64, f64, f64)) -> f64| {
            self.groups.iter().map(|group| of(group) * group.2).sum::<f64>() / n
        };
        let (x, m) = (mean(|group| group.0), mean(|group| group.1));
        let sum = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
            self.groups.iter().map(|group| of(group.0 - x, group.1 - m) * group.2).sum()
        };
        let spread = sum(&|x, _| x * x) * sum(&|_, m| m * m);
        (spread > 0.0).then(|| sum(&|x, m| x * m) / libm::sqrt(spread))
    }
}

#[derive(Default)]
struct Met {
    rows: usize,
    people: u64,
    groups: HashMap<[u64; 2], u64, foldhash::fast::FixedState>,
}

impl Met {
    fn add(&mut self, columns: &Columns<'_>, options: &ValueOptions) -> Result<(), Error> {
        let frequency = values(columns, &options.frequency, self.rows)?;
        let value = values(columns, &options.value, self.rows)?;
        for ((frequency, value), row) in frequency.iter().zip(&value).zip(self.rows..) {
            check(*frequency, *value).map_err(|error| {
                let name = if error.path() == "frequency" { &options.frequency } else { &options.value };
                Error::new(error.kind(), format!("{} in row {row}", error.message())).within(name.as_str())
            })?;
            if *frequency > 0.0 {
                let count = self.groups.entry([frequency.to_bits(), value.to_bits()]).or_default();
                *count = count.saturating_add(1);
                self.people = self.people.saturating_add(1);
            }
        }
        self.rows = self.rows.saturating_add(columns.rows());
        Ok(())
    }

    fn finish(self) -> ValueCounts {
        let mut groups: Vec<([u64; 2], u64)> = self.groups.into_iter().collect();
        groups.sort_unstable();
        let group =
            |([x, value], people): ([u64; 2], u64)| (f64::from_bits(x), f64::from_bits(value), people as f64);
        ValueCounts { groups: groups.into_iter().map(group).collect(), people: self.people }
    }
}

/// Adds the logarithm of the likelihood of all.
fn likelihood([p, q, v]: [f64; 3], groups: &[(f64, f64, f64)], jet: &mut Jet<3>) {
    for same in groups.chunk_by(|one, other| one.0.total_cmp(&other.0).is_eq()) {
        let Some((x, ..)) = same.first() else { continue };
        let (px, all) = (p * x, p * x + q);
        let (end, end_2) = (digamma(all), trigamma(all));
        let value =
            libm::lgamma(all) - libm::lgamma(px) - libm::lgamma(q) + q * libm::log(v) + px * libm::log(*x);
        let by_p = x * (end - digamma(px) + libm::log(*x));
        let by_q = end - digamma(q) + libm::log(v);
        let (pp, pq, qq) = (x * x * (end_2 - trigamma(px)), x * end_2, end_2 - trigamma(q));
        for (_, m, people) in same {
            let sum = v + x * m;
            let (log_m, log_sum) = (libm::log(*m), libm::log(sum));
            let pv = -x / sum;
            let qv = 1.0 / v - 1.0 / sum;
            let term = Jet {
                value: value + (px - 1.0) * log_m - all * log_sum,
                slopes: [by_p + x * (log_m - log_sum), by_q - log_sum, q / v - all / sum],
                seconds: [[pp, pq, pv], [pq, qq, qv], [pv, qv, all / (sum * sum) - q / (v * v)]],
            };
            jet.add(*people, &term);
        }
    }
}
