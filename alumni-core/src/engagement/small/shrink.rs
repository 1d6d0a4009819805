use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::limits::inside;
use super::prior::{GroupCount, Prior, PriorMethod, ShrinkLaw};
use crate::engagement::Proportion;
use crate::numerics::gamma;
use crate::text::Argument;
use crate::{Error, Reason, document};

/// What are the shares or rates of small groups, given that they are groups of one network?
///
/// A group of five of whom nobody posted is not a group that never posts. Each group's own figure is pulled towards the mean of all, the
/// more the fewer people it has and the more alike the groups are. How alike they are is told from the counts themselves, or given as a
/// `prior`, such as that of last year or of another network.
///
/// # Formula
///
/// `value = (mean · size + count) / (size + of)`, see [`Prior`]; `Likelihood` maximises the likelihood over mean and size.
/// `Moments`: with `X = Σ of_i (r_i - r)² / v`, `v` being `r(1-r)` for shares and `r` for rates, and `B = (k-3) / X`, the size is
/// `n B / (1-B)`, `n` being `(Σ of - Σ of² / Σ of) / (k-1)`. Intervals are the quantiles of the posterior and take the prior for known:
/// with few groups they are somewhat too narrow.
///
/// # Source
///
/// Efron and Morris, *Data analysis using Stein's estimator and its generalizations*, JASA 70 (1975); Robbins's empirical Bayes with
/// conjugate priors: Carlin and Louis, *Bayesian Methods for Data Analysis* (2009), 5.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::{GroupCount, PriorMethod, ShrinkLaw, ShrinkQuestion};
///
/// let hits = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7];
/// let groups = hits.iter().zip(1..).map(|(hits, number)| GroupCount::new(format!("p-{number}"), *hits, 45.0)).collect();
/// let found = ShrinkQuestion::new(ShrinkLaw::Share, groups).method(PriorMethod::Moments).answer()?;
/// assert_eq!((found.groups[0].value.unwrap() * 1e3).round(), 294.0); // Clemente, from .400
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ShrinkQuestion {
    /// What is counted.
    pub law: ShrinkLaw,
    /// The groups.
    pub groups: Vec<GroupCount>,
    /// How the prior is fitted, where none is given.
    #[serde(default)]
    pub method: PriorMethod,
    /// A prior from elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prior: Option<Prior>,
    /// How sure intervals are: above 0, below 1; 0.95 when left out.
    #[serde(default = "confidence")]
    pub confidence: f64,
}

fn confidence() -> f64 {
    0.95
}

/// Whether the groups differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Spread {
    /// They do: chance alone would hardly make such counts (at 5 %).
    Told,
    /// It cannot be told: chance alone may have made such counts. The prior is the best guess, no more.
    NotTold,
    /// They lie no further apart than chance puts them: all get the common mean.
    Nothing,
    /// There are fewer than three groups (four for `Moments`), or nothing was counted: no prior, each group stands alone.
    TooFew,
    /// The prior was given.
    Given,
}

/// The groups' figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Shrinkage {
    /// What was counted.
    pub law: ShrinkLaw,
    /// Whether the groups differ.
    pub spread: Spread,
    /// What they have in common; `None` from too few.
    pub prior: Option<Prior>,
    /// The lower end of the size's interval, by the profile of the likelihood at 95 %; `None` where it was not fitted so.
    pub size_lower: Option<f64>,
    /// The upper end; `None` where it has no bound, or was not fitted so.
    pub size_upper: Option<f64>,
    /// The logarithm of the likelihood, as [`Prior::log_likelihood`] has it; `None` without a prior.
    pub log_likelihood: Option<f64>,
    /// How often chance alone puts the groups so far apart; `None` where that was not asked.
    pub p: Option<f64>,
    /// The groups, in the order given.
    pub groups: Vec<ShrunkGroup>,
    /// The same in words.
    pub reasons: Vec<Reason>,
}

/// One group's figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ShrunkGroup {
    /// The group's id.
    pub id: String,
    /// How many.
    pub count: u64,
    /// Of how many, or in how much time.
    pub of: f64,
    /// The one over the other; `None` of nothing.
    pub raw: Option<f64>,
    /// What it is, given the other groups; `None` of nothing without a prior.
    pub value: Option<f64>,
    /// The lower end of its interval.
    pub lower: f64,
    /// The upper end; `None` where it has no bound.
    pub upper: Option<f64>,
    /// How much of the value is the group's own: 0 for the mean of all, 1 for its own figure.
    pub weight: f64,
}

/// Largest number of anybody or anything in a group.
const MOST: f64 = 1e12;

impl ShrinkQuestion {
    /// What are the shares or rates of these groups?
    #[must_use]
    pub fn new(law: ShrinkLaw, groups: Vec<GroupCount>) -> Self {
        Self { law, groups, method: PriorMethod::default(), prior: None, confidence: confidence() }
    }

    /// Sets how the prior is fitted.
    #[must_use]
    pub fn method(mut self, method: PriorMethod) -> Self {
        self.method = method;
        self
    }

    /// Sets a prior from elsewhere.
    #[must_use]
    pub fn prior(mut self, prior: Prior) -> Self {
        self.prior = Some(prior);
        self
    }

    /// Reads `{"law": "share", "groups": [{"id": …, "count": …, "of": …}]}`.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    /// Answers it.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) at `groups[i].of` and `groups[i].count` for what cannot be counted (less than
    /// nobody, a part of a person, more than there are), at `prior` for a mean or size outside its range, at `confidence`;
    /// [`Duplicate`](crate::ErrorKind::Duplicate) for an id that stands twice.
    pub fn answer(&self) -> Result<Shrinkage, Error> {
        inside("confidence", self.confidence)?;
        self.check()?;
        let mut rows: BTreeMap<(u64, u64), f64> = BTreeMap::new();
        for group in self.groups.iter().filter(|group| group.of > 0.0) {
            *rows.entry((group.count, group.of.to_bits())).or_default() += 1.0;
        }
        let rows: Vec<Row> = rows
            .into_iter()
            .map(|((count, of), groups)| Row { count: count as f64, of: f64::from_bits(of), groups })
            .collect();
        let counts = Counts { law: self.law, rows };
        let fitted = match (self.prior, self.method) {
            (Some(prior), _) => Fitted { prior: Some(prior), ..Fitted::of(Spread::Given) },
            (None, PriorMethod::Likelihood) => counts.by_likelihood(),
            (None, PriorMethod::Moments) => counts.by_moments(),
        };
        let groups = self.groups.iter().map(|group| self.group(group, &fitted, &counts)).collect();
        Ok(Shrinkage {
            law: self.law,
            spread: fitted.spread,
            prior: fitted.prior,
            size_lower: fitted.lower,
            size_upper: fitted.upper,
            log_likelihood: fitted.prior.map(|prior| counts.log_likelihood(prior)),
            p: fitted.p,
            reasons: vec![fitted.in_words(self.law, self.groups.len())],
            groups,
        })
    }

    fn check(&self) -> Result<(), Error> {
        let mut ids = std::collections::BTreeSet::new();
        for (index, group) in self.groups.iter().enumerate() {
            let at = |error: Error, field: &str| Err(error.within(field).within(format!("groups[{index}]")));
            let whole = self.law == ShrinkLaw::Rate || group.of.fract().abs() <= 0.0;
            if !(whole && (0.0..=MOST).contains(&group.of)) {
                let expected = match self.law {
                    ShrinkLaw::Share => "expected a whole number from 0 to a million millions",
                    ShrinkLaw::Rate => "expected a number from 0 to a million millions",
                };
                return at(Error::out_of_range(expected), "of");
            }
            let most = if self.law == ShrinkLaw::Share || group.of <= 0.0 { group.of } else { MOST };
            if group.count as f64 > most {
                return at(Error::out_of_range("expected no more than there can be"), "count");
            }
            if !ids.insert(group.id.as_str()) {
                return at(
                    Error::duplicate(format!("expected one group of an id, got `{}` again", group.id)),
                    "id",
                );
            }
        }
        if let Some(prior) = self.prior {
            let mean =
                prior.mean > 0.0 && (self.law == ShrinkLaw::Rate || prior.mean < 1.0) && prior.mean <= MOST;
            if !mean {
                return Err(Error::out_of_range("expected a mean above 0, and below 1 for shares")
                    .within("prior.mean"));
            }
            if prior.size.is_some_and(|size| !(size > 0.0 && size <= MOST)) {
                return Err(Error::out_of_range("expected a size above 0").within("prior.size"));
            }
        }
        Ok(())
    }

    fn group(&self, group: &GroupCount, fitted: &Fitted, counts: &Counts) -> ShrunkGroup {
        let (count, of) = (group.count as f64, group.of);
        let raw = (of > 0.0).then(|| count / of);
        let alone = |count: u64, of: f64| -> (f64, Option<f64>) {
            let tail = 0.5 * (1.0 - self.confidence);
            match self.law {
                _ if of <= 0.0 => (0.0, (self.law == ShrinkLaw::Share).then_some(1.0)),
                ShrinkLaw::Share => wilson(count, of, self.confidence),
                ShrinkLaw::Rate => {
                    let lower = if count == 0 { 0.0 } else { gamma::quantile(count as f64, tail) / of };
                    (lower, Some(gamma::quantile(count as f64 + 1.0, 1.0 - tail) / of))
                }
            }
        };
        let (value, lower, upper, weight) = match fitted.prior {
            None => {
                let (lower, upper) = alone(group.count, of);
                (raw, lower, upper, 1.0)
            }
            Some(prior) => match prior.posterior(self.law, count, of, self.confidence) {
                Some([value, lower, upper]) => {
                    (Some(value), lower, Some(upper), of / (of + prior.size.unwrap_or_default()))
                }
                // All alike: what is unsure is the mean of all.
                None if fitted.spread == Spread::Given => {
                    (Some(prior.mean), prior.mean, Some(prior.mean), 0.0)
                }
                None => {
                    let (count, of) = counts.total();
                    let (lower, upper) = alone(to_count(count), of);
                    (Some(prior.mean), lower, upper, 0.0)
                }
            },
        };
        ShrunkGroup { id: group.id.clone(), count: group.count, of, raw, value, lower, upper, weight }
    }
}

fn wilson(count: u64, of: f64, confidence: f64) -> (f64, Option<f64>) {
    let found = Proportion::at(count, to_count(of), crate::numerics::normal::two_sided(confidence));
    (found.lower, Some(found.upper))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole, from 0 to a million millions each"
)]
fn to_count(number: f64) -> u64 {
    number as u64
}

/// How many groups have this count.
struct Row {
    count: f64,
    of: f64,
    groups: f64,
}

struct Counts {
    law: ShrinkLaw,
    rows: Vec<Row>,
}

struct Fitted {
    spread: Spread,
    prior: Option<Prior>,
    lower: Option<f64>,
    upper: Option<f64>,
    p: Option<f64>,
}

/// Half the 0.95 quantile of chi-square with one degree of freedom.
const HALF_CHI_SQUARE: f64 = 1.920_729_410_347_062;
/// Where a size is looked for, around the mean size of a group: in steps of the logarithm.
const STEPS: i32 = 24;
const STEP: f64 = 0.75;

impl Fitted {
    fn of(spread: Spread) -> Self {
        Self { spread, prior: None, lower: None, upper: None, p: None }
    }

    fn in_words(&self, law: ShrinkLaw, groups: usize) -> Reason {
        let number = |value: f64| Argument::Number { value, digits: if value < 100.0 { 1 } else { 0 } };
        let code = match self.spread {
            Spread::Told => "shrink-told",
            Spread::NotTold => "shrink-not-told",
            Spread::Nothing => "shrink-nothing",
            Spread::TooFew => return Reason::new("shrink-too-few").with("groups", groups),
            Spread::Given => "shrink-given",
        };
        let mut reason = Reason::new(code).with("groups", groups);
        if let Some(prior) = self.prior {
            reason = reason.with(
                "mean",
                match law {
                    ShrinkLaw::Share => Argument::Share { value: prior.mean, digits: 1 },
                    ShrinkLaw::Rate => Argument::Number { value: prior.mean, digits: 4 },
                },
            );
            if let (Some(size), Spread::Told | Spread::NotTold) = (prior.size, self.spread) {
                reason = reason.with("size", number(size));
            }
        }
        reason
    }
}

impl Counts {
    fn total(&self) -> (f64, f64) {
        self.rows
            .iter()
            .fold((0.0, 0.0), |(count, of), row| (count + row.groups * row.count, of + row.groups * row.of))
    }

    fn groups(&self) -> f64 {
        self.rows.iter().map(|row| row.groups).sum()
    }

    /// The mean of all; `None` where it is at an end of its range.
    fn mean(&self) -> Option<f64> {
        let (count, of) = self.total();
        let full = self.law == ShrinkLaw::Share && count >= of;
        (count > 0.0 && !full).then(|| count / of)
    }

    fn log_likelihood(&self, prior: Prior) -> f64 {
        self.rows.iter().map(|row| row.groups * prior.log_term(self.law, row.count, row.of)).sum()
    }

    fn by_likelihood(&self) -> Fitted {
        let (Some(pooled), true) = (self.mean(), self.groups() >= 3.0) else {
            return Fitted::of(Spread::TooFew);
        };
        let typical = self.total().1 / self.groups();
        let at = |log: f64| {
            let size = typical * libm::exp(log);
            let prior = Prior::new(self.best_mean(size, pooled), Some(size));
            (self.log_likelihood(prior), prior)
        };
        let alike = Prior::new(pooled, None);
        let all_alike = self.log_likelihood(alike);
        let logs = (-STEPS..=STEPS).map(|step| STEP * f64::from(step));
        let mut log = 0.0;
        let mut most = f64::NEG_INFINITY;
        for candidate in logs {
            let height = at(candidate).0;
            if height > most {
                (log, most) = (candidate, height);
            }
        }
        // The slope falls through 0 at the top, and has twice the digits of the height.
        let log = crossing(log + STEP, log - STEP, |log| self.slope_in_size(at(log).1));
        let (height, prior) = at(log);
        let gain = height - all_alike;
        if gain <= 1e-9 {
            let lower = Some(
                typical
                    * libm::exp(crossing(-STEP * f64::from(STEPS), STEP * f64::from(STEPS), |log| {
                        at(log).0 - (all_alike - HALF_CHI_SQUARE)
                    })),
            );
            return Fitted { prior: Some(alike), lower, p: Some(1.0), ..Fitted::of(Spread::Nothing) };
        }
        // No spread lies at the end of the range of sizes: half of the chances are on the other side.
        let p = 0.5 * gamma::chi_square_above(2.0 * gain, 1.0);
        let fallen = |log: f64| at(log).0 - (height - HALF_CHI_SQUARE);
        let farthest = STEP * f64::from(STEPS);
        let lower = typical * libm::exp(crossing(-farthest, log, fallen));
        let upper = (gain > HALF_CHI_SQUARE).then(|| typical * libm::exp(crossing(farthest, log, fallen)));
        let spread = if p < 0.05 { Spread::Told } else { Spread::NotTold };
        Fitted { spread, prior: Some(prior), lower: Some(lower), upper, p: Some(p) }
    }

    /// The mean at which the likelihood is highest for a size; it is a dome, since both parts of its slope fall.
    fn best_mean(&self, size: f64, start: f64) -> f64 {
        let slope = |mean: f64| {
            self.rows.iter().fold((0.0, 0.0), |(slope, curve), row| {
                let (one, two) = Prior::slope(self.law, mean, size, row.count, row.of);
                (slope + row.groups * one, curve + row.groups * two * size)
            })
        };
        let (mut low, mut high) = match self.law {
            ShrinkLaw::Share => (0.0, 1.0),
            ShrinkLaw::Rate => (0.0, f64::INFINITY),
        };
        let mut mean = start;
        for _ in 0..100 {
            let (up, curve) = slope(mean);
            if up > 0.0 {
                low = mean;
            } else {
                high = mean;
            }
            let newton = mean - up / curve;
            let next = if newton > low && newton < high {
                newton
            } else if high.is_finite() {
                0.5 * (low + high)
            } else {
                2.0 * low
            };
            let done = (next - mean).abs() <= 1e-15 * mean;
            mean = next;
            if done {
                break;
            }
        }
        mean
    }

    fn slope_in_size(&self, prior: Prior) -> f64 {
        let slope = |row: &Row| row.groups * prior.slope_in_size(self.law, row.count, row.of);
        self.rows.iter().map(slope).sum()
    }

    fn by_moments(&self) -> Fitted {
        let groups = self.groups();
        let (Some(mean), true) = (self.mean(), groups >= 4.0) else { return Fitted::of(Spread::TooFew) };
        let variance = match self.law {
            ShrinkLaw::Share => mean * (1.0 - mean),
            ShrinkLaw::Rate => mean,
        };
        let (_, of) = self.total();
        let mut apart = 0.0;
        let mut squares = 0.0;
        for row in &self.rows {
            let away = row.count / row.of - mean;
            apart += row.groups * row.of * away * away / variance;
            squares += row.groups * row.of * row.of;
        }
        let typical = (of - squares / of) / (groups - 1.0);
        let share = (groups - 3.0) / apart;
        let p = Some(gamma::chi_square_above(apart, groups - 1.0));
        if !share.is_finite() || share >= 1.0 {
            return Fitted { prior: Some(Prior::new(mean, None)), p, ..Fitted::of(Spread::Nothing) };
        }
        let prior = Some(Prior::new(mean, Some(typical * share / (1.0 - share))));
        let spread = if p.is_some_and(|p| p < 0.05) { Spread::Told } else { Spread::NotTold };
        Fitted { prior, p, ..Fitted::of(spread) }
    }
}

/// Where `value` crosses 0 between a place `outer`, where it is below, and `inner`, where it is not; `outer` where it is not below there.
fn crossing(mut outer: f64, mut inner: f64, value: impl Fn(f64) -> f64) -> f64 {
    if value(outer) >= 0.0 {
        return outer;
    }
    for _ in 0..60 {
        let middle = 0.5 * (outer + inner);
        if value(middle) < 0.0 {
            outer = middle;
        } else {
            inner = middle;
        }
    }
    0.5 * (outer + inner)
}
