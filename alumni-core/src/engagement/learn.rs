mod past;

use std::fmt;

use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

use past::{Cut, Past};

use super::{Interaction, Kind, Permitted, ScoreModel};
use crate::text::Argument;
use crate::{Error, Reason, document};

/// On which past a half-life is learned, and how far it may move.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct LearnOptions {
    /// Days in which somebody is to act again: what a score should foretell.
    pub horizon_days: u32,
    /// How many periods of so many days, the last one ending with `as_of`.
    pub cuts: u32,
    /// The half-lives in days that are tried, in rising order.
    pub grid: Vec<f64>,
    /// The half-life in days that is kept as long as there are no data; the model's own when absent.
    pub prior_days: Option<f64>,
    /// How many people acting weigh as much as the prior.
    pub prior_weight: u32,
    /// How many people must have acted, summed over the periods.
    pub minimum: u32,
    /// Whether each kind of event may get a half-life of its own.
    pub by_kind: bool,
    /// Of more people than this only so many are looked at, evenly by id.
    pub most_people: u32,
}

impl Default for LearnOptions {
    fn default() -> Self {
        Self {
            horizon_days: 28,
            cuts: 6,
            grid: [7, 14, 30, 60, 90, 180, 365, 730].map(f64::from).into(),
            prior_days: None,
            prior_weight: 50,
            minimum: 30,
            by_kind: false,
            most_people: 5_000,
        }
    }
}

impl LearnOptions {
    /// Reads the options' JSON; what is left out is as in the default.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with line and column; what [`learn_half_life`](ScoreModel::learn_half_life) refuses.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let options: Self = document::from_json(text)?;
        options.check()?;
        Ok(options)
    }

    fn check(&self) -> Result<(), Error> {
        let within = |name: &str, number: u32, most: u32| {
            if (1..=most).contains(&number) {
                return Ok(());
            }
            Err(Error::out_of_range(format!("expected 1 to {most}, got {number}")).within(name))
        };
        within("horizon_days", self.horizon_days, 3_660)?;
        within("cuts", self.cuts, 60)?;
        within("minimum", self.minimum, u32::MAX)?;
        within("most_people", self.most_people, 1_000_000)?;
        if self.grid.is_empty() || self.grid.len() > 100 {
            return Err(Error::out_of_range("expected 1 to 100 half-lives").within("grid"));
        }
        let mut last = 0.0;
        for (index, days) in self.grid.iter().chain(&self.prior_days).enumerate() {
            let is_prior = index >= self.grid.len();
            let place = if is_prior { "prior_days".to_owned() } else { format!("grid[{index}]") };
            // Also false for what is not a number.
            if !(*days > 0.0 && *days <= 36_525.0) {
                return Err(
                    Error::out_of_range("expected a half-life above 0 and up to 36525 days").within(place)
                );
            }
            if !is_prior && *days <= last {
                return Err(Error::inconsistent("expected half-lives in rising order").within(place));
            }
            last = *days;
        }
        Ok(())
    }
}

/// Half-lives learned from what a network did, and what they are worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LearnedHalfLife {
    /// The model with the half-lives in place. It has the id and the version of the model that was given; give it others
    /// before it is used beside that one.
    pub model: ScoreModel,
    /// The half-life of kinds without one of their own, in days.
    pub half_life_days: f64,
    /// Each kind whose half-life was learned apart: with `by_kind` each that at least `minimum` of those who acted had acts of before.
    pub by_kind: Vec<KindHalfLife>,
    /// How each half-life of the grid, used for all such kinds, did on all periods.
    pub tried: Vec<TriedHalfLife>,
    /// The share of pairs that the score put in the right order on periods that it had not been learned on; a pair is
    /// somebody who acted and somebody who did not. `None` without such a pair.
    pub held_back: Option<f64>,
    /// The same share for *who acted last*, on the same periods.
    pub recency_alone: Option<f64>,
    /// `held_back - recency_alone`. Where it is not above zero a half-life tells no more than the day of the last act; where `held_back` is
    /// not above one half it tells nothing, whatever the gain.
    pub gain: Option<f64>,
    /// How many periods were held back, each after all that its half-life was learned on.
    pub periods: u64,
    /// How many people were looked at.
    pub people: u64,
    /// How many of them acted, summed over the periods.
    pub acted: u64,
    /// The same in words.
    pub reasons: Vec<Reason>,
}

/// The half-life of one kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct KindHalfLife {
    /// The kind.
    pub kind: Kind,
    /// Its half-life in days.
    pub half_life_days: f64,
}

/// How one half-life did.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TriedHalfLife {
    /// The half-life in days.
    pub half_life_days: f64,
    /// The share of pairs in the right order; `None` without a pair.
    pub share: Option<f64>,
}

/// So many of so many pairs in the right order; those that are equal by half.
#[derive(Clone, Copy, Debug, Default)]
struct Pairs {
    right: f64,
    of: f64,
}

impl Pairs {
    fn plus(self, other: Self) -> Self {
        Self { right: self.right + other.right, of: self.of + other.of }
    }

    fn share(self) -> Option<f64> {
        (self.of > 0.0).then(|| self.right / self.of)
    }
}

impl ScoreModel {
    /// Learns how fast this network's acts fade, from whether people acted again in periods that are over.
    ///
    /// For each period everybody who had acted before is scored as of its first day; a half-life is as good as the share of
    /// pairs, of one who acted in the period and one who did not, that it puts in the right order (the area under the ROC
    /// curve). The best of the grid is drawn towards the prior by the fewer data the more, and judged on periods after those
    /// it was learned on, beside the plain rule *whoever acted last acts next*.
    ///
    /// # Formula
    ///
    /// `log h = (n · log h_best + w · log h_prior) / (n + w)`, `n` people who acted and `w` the weight of the prior.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) and [`Inconsistent`](crate::ErrorKind::Inconsistent) with the field for
    /// options that cannot be used, and [`Duplicate`](crate::ErrorKind::Duplicate) at `events[i].id` when one id stands for
    /// two different events. Too few people who acted are no error: the prior stays, and a reason
    /// says so; likewise where no period could be held back, for then the gain over recency alone is not known.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::{LearnOptions, Permitted, ScoreModel};
    ///
    /// let model = ScoreModel::preset("alumni")?;
    /// let learned = model.learn_half_life(&[], "2026-04-01".parse()?, &LearnOptions::default(), Permitted::Everyone)?;
    /// assert_eq!((learned.half_life_days, learned.gain), (180.0, None));
    /// assert_eq!(learned.reasons[0].code(), "half-life-too-few");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn learn_half_life(
        &self,
        interactions: &[Interaction],
        as_of: NaiveDate,
        options: &LearnOptions,
        permitted: Permitted<'_>,
    ) -> Result<LearnedHalfLife, Error> {
        options.check()?;
        let past = Past::new(self, interactions, as_of, options, permitted)?;
        let horizon = i64::from(options.horizon_days);
        let cuts: Vec<Cut> = (1..=i64::from(options.cuts))
            .rev()
            .filter_map(|back| {
                let days = Duration::try_days(back.saturating_mul(horizon))?;
                past.cut(as_of.checked_sub_signed(days)?, options.horizon_days)
            })
            .collect();
        let acted: u64 = cuts.iter().map(Cut::acted).fold(0, u64::saturating_add);
        let prior = options.prior_days.unwrap_or_else(|| self.half_life_days());
        let grid = options.grid.iter();
        let tried = grid.map(|days| TriedHalfLife {
            half_life_days: *days,
            share: past.pairs(&cuts, &past.all(*days)).share(),
        });
        let tried: Vec<_> = tried.collect();

        let enough = acted >= u64::from(options.minimum);
        let (mut held, mut recency, mut periods) = (Pairs::default(), Pairs::default(), 0_u64);
        for place in 1..cuts.len() {
            let (Some(before), Some(one)) = (cuts.get(..place), cuts.get(place..place.saturating_add(1)))
            else {
                continue;
            };
            let known: u64 = before.iter().map(Cut::acted).fold(0, u64::saturating_add);
            if known >= u64::from(options.minimum) {
                let learned = past.learn(before, options, prior);
                held = held.plus(past.pairs(one, &learned.half_lives));
                recency = recency.plus(past.pairs_by_recency(one));
                periods = periods.saturating_add(1);
            }
        }
        let (held_back, recency_alone) = (held.share(), recency.share());
        // What was learned is used where its gain is known, and not otherwise.
        let is_measured = held_back.is_some() && recency_alone.is_some();
        let found =
            if enough && is_measured { past.learn(&cuts, options, prior) } else { past.as_before(prior) };
        let model = past.model(&found, as_of);
        let apart = past.apart(&found);
        let mut learned = LearnedHalfLife {
            half_life_days: model.half_life_days(),
            model,
            by_kind: apart,
            tried,
            held_back,
            recency_alone,
            gain: held_back.zip(recency_alone).map(|(held, recency)| held - recency),
            periods,
            people: past.people(),
            acted,
            reasons: Vec::new(),
        };
        learned.reasons = learned.in_words(options, enough);
        Ok(learned)
    }
}

impl LearnedHalfLife {
    fn in_words(&self, options: &LearnOptions, enough: bool) -> Vec<Reason> {
        if !enough {
            let reason = Reason::new("half-life-too-few").with("count", self.acted);
            return vec![reason.with("minimum", u64::from(options.minimum))];
        }
        let days = |days: f64| Argument::Number { value: days, digits: 0 };
        let share = |value: f64| Argument::Share { value, digits: 1 };
        let mut reasons = Vec::new();
        if let (Some(held), Some(recency), Some(gain)) = (self.held_back, self.recency_alone, self.gain) {
            let reason = Reason::new("half-life-learned").with("days", days(self.half_life_days));
            reasons.push(reason.with("share", share(held)));
            reasons.push(if gain > 0.0 {
                let points = Argument::Number { value: gain * 100.0, digits: 1 };
                Reason::new("half-life-gain").with("gain", points).with("cuts", self.periods)
            } else {
                Reason::new("half-life-no-gain").with("share", share(held)).with("recency", share(recency))
            });
            if held <= 0.5 {
                reasons.push(Reason::new("half-life-chance").with("share", share(held)));
            }
        } else {
            let reason = Reason::new("half-life-not-held-back").with("days", days(self.half_life_days));
            reasons.push(reason.with("minimum", u64::from(options.minimum)));
        }
        reasons.extend(self.by_kind.iter().map(|of| {
            Reason::new("half-life-kind").with("kind", of.kind.as_str()).with("days", days(of.half_life_days))
        }));
        reasons
    }
}

impl fmt::Display for LearnedHalfLife {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let people = if self.people == 1 { "1 person".to_owned() } else { format!("{} people", self.people) };
        let acts = if self.acted == 1 { "1 act".to_owned() } else { format!("{} acts", self.acted) };
        write!(f, "half-life {:.0} days, {people}, {acts}", self.half_life_days)?;
        for reason in &self.reasons {
            write!(f, "\n{reason}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
