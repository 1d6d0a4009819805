use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{AdjustedPayQuestion, FactoredWorker, kennedy};
use crate::Error;
use crate::fairness::design::{self, Design};
use crate::fairness::linear::{self, freedman_lane};
use crate::fairness::pay::count;
use crate::fairness::wording;
use crate::fairness::{
    Degrees, FactorValue, Leverage, Permutation, Regression, RegressionOptions, StandardErrors, Verdict,
    input_hash,
};
use crate::text::{Argument, Lang, Localized, Reason};

/// The difference in pay between two groups beside the listed factors.
///
/// Differences are shares of the reference's pay, above zero when the group looked at is paid *more*. The model is one of
/// the logarithm of pay; factors that are not listed are not ruled out.
///
/// # Formula
///
/// `ln pay = a + d [in the group] + b' factors`; the difference is Kennedy's `exp(d - var(d) / 2) - 1`, the interval
/// `exp(d ± t se(d)) - 1`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AdjustedPayGap {
    /// What the difference asks of its reader.
    pub verdict: Verdict,
    /// Why.
    pub reasons: Vec<Reason>,
    /// The code of the group that is looked at.
    pub focal_group: String,
    /// The code of the group it is compared with.
    pub reference_group: String,
    /// How many of the first are in the model.
    pub focal: u64,
    /// How many of the second.
    pub reference: u64,
    /// How many are in neither group, and left out.
    pub others: u64,
    /// How many of the two lack a factor, and are left out.
    pub incomplete: u64,
    /// The difference; absent when it cannot be estimated. So are the figures of it.
    pub difference: Option<f64>,
    /// The lower end of its interval.
    pub lower: Option<f64>,
    /// The upper end of its interval.
    pub upper: Option<f64>,
    /// How sure the interval is.
    pub confidence: f64,
    /// The group's coefficient in the model of the logarithm of pay.
    pub coefficient: Option<f64>,
    /// The coefficient's standard error.
    pub standard_error: Option<f64>,
    /// Degrees of freedom of its t distribution.
    pub degrees: Option<f64>,
    /// The p-value of the t test.
    pub p: Option<f64>,
    /// The permutation test, which decides where the smaller group is small.
    pub permutation: Option<Permutation>,
    /// The factor within whose levels alone it permutes; absent for any order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permuted_within: Option<String>,
    /// The difference of mean logarithms with no factor at all.
    pub unadjusted: Option<f64>,
    /// The difference without the factors that it may run through; absent when none were named.
    pub without_tainted: Option<f64>,
    /// The factors in the model.
    pub factors: Vec<String>,
    /// The level of each factor that the others are compared with.
    pub base_levels: BTreeMap<String, String>,
    /// Columns that depend on others and were left out.
    pub dropped: Vec<String>,
    /// The share of the logarithm's variation that the model accounts for.
    pub r_squared: Option<f64>,
    /// How much single people decide; rows are counted in the model's own order. Absent where there is no model.
    pub leverage: Option<Leverage>,
    /// How standard errors were computed.
    pub errors: StandardErrors,
    /// Whose t distribution was used.
    pub degrees_method: Degrees,
    /// A fingerprint of the question, people and options, in the canonical form of [`input_hash`](crate::fairness::input_hash); every answer of this library has
    /// one. It is of people's pay: whoever knows all of it but one amount can find that amount by trying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_hash: Option<String>,
}

/// People beyond which a permutation test would take too long; a t test serves them as well.
const MOST_PERMUTED: usize = 2_000;

/// Compares two groups' pay beside factors. The order of the people does not matter.
///
/// The verdict: [`NotEstimable`](Verdict::NotEstimable) without a coefficient and its standard error;
/// [`Review`](Verdict::Review) for a difference of at least the limit that is unlikely by chance;
/// [`Watch`](Verdict::Watch) for a smaller one that is; [`Insufficient`](Verdict::Insufficient) when the interval reaches
/// the limit, or a group has fewer than five people; [`NoSignal`](Verdict::NoSignal) otherwise.
///
/// # Errors
///
/// With the place (`people[3].pay`): [`OutOfRange`](crate::ErrorKind::OutOfRange) for pay that is not above zero, a
/// number that is not finite, or an option outside its range; [`Inconsistent`](crate::ErrorKind::Inconsistent) for two
/// currencies or one group named twice; [`WrongType`](crate::ErrorKind::WrongType) for a factor that is a number for some
/// and a text for others, or a number to permute within; [`UnknownName`](crate::ErrorKind::UnknownName) for a tainted factor, or
/// one to permute within, that nobody has.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::{AdjustedPayQuestion, FactoredWorker, Verdict, adjusted_pay_gap};
///
/// let worker = |group: &str, pay: i64, years: f64| {
///     FactoredWorker::new(group, format!("{pay} JPY").parse().unwrap()).with("years", years)
/// };
/// let people = [worker("women", 5_000_000, 1.0), worker("men", 5_100_000, 2.0), worker("men", 5_300_000, 3.0)];
/// let gap = adjusted_pay_gap(&AdjustedPayQuestion::new(people))?;
/// assert_eq!(gap.verdict, Verdict::NotEstimable); // as many unknowns as people
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn adjusted_pay_gap(question: &AdjustedPayQuestion) -> Result<AdjustedPayGap, Error> {
    question.checked()?;
    let in_groups =
        |worker: &FactoredWorker| worker.group == question.focal || worker.group == question.reference;
    let both = question.people.iter().enumerate().filter(|(_, worker)| in_groups(worker));
    let design = Design::new(both.clone().map(|(index, worker)| (index, &worker.factors)))?;
    let names = design.names();
    if let Some((index, name)) = question.tainted.iter().enumerate().find(|(_, name)| !names.contains(name)) {
        let place = format!("tainted[{index}]");
        return Err(Error::unknown_name(format!("expected a factor, got `{name}`")).within(place));
    }
    let is_level = |factor: &str| {
        both.clone().all(|(_, worker)| !matches!(worker.factors.get(factor), Some(FactorValue::Number(_))))
    };
    match &question.within {
        Some(factor) if !names.contains(factor) => {
            let error = Error::unknown_name(format!("expected a factor, got `{factor}`"));
            return Err(error.within("within"));
        }
        Some(factor) if !is_level(factor) => {
            return Err(Error::wrong_type("expected a factor with levels, not a number").within("within"));
        }
        _ => {}
    }
    let everyone = both.clone().count();
    let mut people: Vec<_> =
        both.map(|(_, worker)| worker).filter(|worker| design.row(&worker.factors).is_some()).collect();
    people.sort_by(|a, b| {
        let side = |worker: &FactoredWorker| worker.group == question.focal;
        side(a)
            .cmp(&side(b))
            .then_with(|| design::order(&a.factors, &b.factors))
            .then_with(|| a.pay.minor().cmp(&b.pay.minor()))
    });
    let model = Model::new(question, &people, &design);
    let focal = model.focal.iter().filter(|value| **value > 0.5).count();
    let mut found = AdjustedPayGap {
        verdict: Verdict::NotEstimable,
        reasons: Vec::new(),
        focal_group: question.focal.clone(),
        reference_group: question.reference.clone(),
        focal: count(focal),
        reference: count(people.len().saturating_sub(focal)),
        others: count(question.people.len().saturating_sub(everyone)),
        incomplete: count(everyone.saturating_sub(people.len())),
        difference: None,
        lower: None,
        upper: None,
        confidence: question.confidence,
        coefficient: None,
        standard_error: None,
        degrees: None,
        p: None,
        permutation: None,
        permuted_within: None,
        unadjusted: None,
        without_tainted: None,
        factors: names,
        base_levels: design.bases(),
        dropped: Vec::new(),
        r_squared: None,
        leverage: None,
        errors: question.errors,
        degrees_method: question.degrees,
        input_hash: fingerprint(question),
    };
    let fit = model.fit(question)?;
    if let Some(fit) = &fit {
        found.take(fit);
        let smaller = focal.min(people.len().saturating_sub(focal));
        let few = u32::try_from(smaller).unwrap_or(u32::MAX) < question.permute_below;
        if few && people.len() <= MOST_PERMUTED && found.standard_error.is_some() {
            found.permutation = model.permuted(question);
            found.permuted_within.clone_from(&question.within);
        }
        found.unadjusted = Model::new(question, &people, &Design::default()).difference(question)?;
        if !question.tainted.is_empty() {
            found.without_tainted =
                Model::new(question, &people, &design.without(&question.tainted)).difference(question)?;
        }
    }
    found.judge(question);
    Ok(found)
}

fn fingerprint(question: &AdjustedPayQuestion) -> Option<String> {
    let mut options = question.clone();
    let people = std::mem::take(&mut options.people);
    let mut input = input_hash::canonical(&options);
    *input.get_mut("people")? = input_hash::sorted(people);
    input_hash::of(&input)
}

/// The columns of one model.
struct Model {
    outcome: Vec<f64>,
    names: Vec<String>,
    columns: Vec<Vec<f64>>,
    focal: Vec<f64>,
    /// The number of each person's level of the factor that is permuted within.
    levels: Vec<usize>,
}

impl Model {
    fn new(question: &AdjustedPayQuestion, people: &[&FactoredWorker], design: &Design) -> Self {
        Self {
            outcome: people.iter().map(|worker| libm::log(worker.pay.minor() as f64)).collect(),
            names: design.columns(),
            columns: design.matrix(people.iter().map(|worker| &worker.factors)),
            focal: people.iter().map(|worker| f64::from(u8::from(worker.group == question.focal))).collect(),
            levels: levels(people, question.within.as_deref()),
        }
    }

    /// The group comes last, so that it is dropped, and not a factor, where it depends on them.
    fn fit(&self, question: &AdjustedPayQuestion) -> Result<Option<Regression>, Error> {
        let named = self.names.iter().map(|name| format!("factor {name}")).collect::<Vec<_>>();
        let mut columns: Vec<(&str, &[f64])> = named
            .iter()
            .zip(&self.columns)
            .map(|(name, column)| (name.as_str(), column.as_slice()))
            .collect();
        columns.push(("group", &self.focal));
        let options = RegressionOptions::default()
            .with_errors(question.errors)
            .with_degrees(question.degrees)
            .with_confidence(question.confidence);
        if self.outcome.is_empty() {
            return Ok(None);
        }
        linear::fit(&self.outcome, &columns, &options).map(Some)
    }

    fn difference(&self, question: &AdjustedPayQuestion) -> Result<Option<f64>, Error> {
        let fit = self.fit(question)?;
        Ok(fit.as_ref().and_then(|fit| fit.coefficient("group")).and_then(|group| {
            Some(kennedy(group.estimate, group.standard_error? * group.standard_error?))
                .filter(|gap| gap.is_finite())
        }))
    }

    fn permuted(&self, question: &AdjustedPayQuestion) -> Option<Permutation> {
        let ones = vec![1.0; self.outcome.len()];
        let others: Vec<&[f64]> =
            std::iter::once(ones.as_slice()).chain(self.columns.iter().map(Vec::as_slice)).collect();
        freedman_lane(&self.outcome, &self.focal, &others, &self.levels, question.permutation)
    }
}

/// The place of each person's level among all by name; everybody's is 0 without a factor.
fn levels(people: &[&FactoredWorker], factor: Option<&str>) -> Vec<usize> {
    let level = |worker: &FactoredWorker| match factor.and_then(|factor| worker.factors.get(factor)) {
        Some(FactorValue::Level(level)) => level.clone(),
        _ => String::new(),
    };
    let names: BTreeSet<String> = people.iter().map(|worker| level(worker)).collect();
    let places: BTreeMap<String, usize> = names.into_iter().zip(0..).collect();
    people.iter().map(|worker| places.get(&level(worker)).copied().unwrap_or_default()).collect()
}

impl AdjustedPayGap {
    fn take(&mut self, fit: &Regression) {
        let stripped = |name: &String| name.strip_prefix("factor ").unwrap_or(name).to_owned();
        self.dropped = fit.dropped.iter().map(stripped).collect();
        (self.r_squared, self.leverage) = (fit.r_squared, Some(fit.leverage));
        let Some(group) = fit.coefficient("group") else { return };
        self.coefficient = Some(group.estimate);
        (self.standard_error, self.degrees, self.p) = (group.standard_error, group.degrees, group.p);
        let finite = |value: f64| Some(value).filter(|value| value.is_finite());
        self.difference =
            group.standard_error.and_then(|error| finite(kennedy(group.estimate, error * error)));
        self.lower = group.lower.and_then(|lower| finite(libm::expm1(lower)));
        self.upper = group.upper.and_then(|upper| finite(libm::expm1(upper)));
    }

    fn judge(&mut self, question: &AdjustedPayQuestion) {
        let limit = question.limit_percent / 100.0;
        let p = self.permutation.map(|permutation| permutation.p).or(self.p);
        let (Some(difference), Some(lower), Some(upper), Some(p)) =
            (self.difference, self.lower, self.upper, p)
        else {
            self.reasons.push(Reason::new("pay-gap-not-estimable"));
            return;
        };
        let practical = difference.abs() >= limit;
        let statistical = p < 1.0 - question.confidence;
        let few = self.focal.min(self.reference) < 5;
        self.verdict = match (practical, statistical) {
            _ if few => Verdict::Insufficient,
            (true, true) => Verdict::Review,
            (false, true) => Verdict::Watch,
            (true, false) => Verdict::Insufficient,
            (false, false) if lower <= -limit || upper >= limit => Verdict::Insufficient,
            (false, false) => Verdict::NoSignal,
        };
        let shares = Reason::new("pay-gap-adjusted");
        let factors = self.factors.iter().map(|name| Argument::from(name.as_str())).collect();
        let factors = if self.factors.is_empty() {
            Argument::Phrase(Localized::new("none", "なし"))
        } else {
            Argument::List(factors)
        };
        let percent = |value: f64| Argument::Number { value: value * 100.0, digits: 1 };
        let direction = if difference < 0.0 { ("less", "低い") } else { ("more", "高い") };
        self.reasons.push(
            shares
                .with("group", self.focal_group.as_str())
                .with("reference", self.reference_group.as_str())
                .with("factors", factors)
                .with("size", Argument::Share { value: difference.abs(), digits: 1 })
                .with("direction", Argument::Phrase(Localized::new(direction.0, direction.1)))
                .with("confidence", Argument::Share { value: self.confidence, digits: 0 })
                .with("lower", percent(lower))
                .with("upper", percent(upper)),
        );
        let code = if self.permutation.is_some() { "pay-gap-permutation" } else { "pay-gap-t" };
        self.reasons.push(Reason::new(code).with("p", Argument::Number { value: p, digits: 3 }));
        if let Some(factor) = &self.permuted_within {
            self.reasons.push(Reason::new("pay-gap-within").with("factor", factor.as_str()));
        }
        if few {
            self.reasons.push(Reason::new("pay-gap-few"));
        }
        if let Some(leverage) = self.leverage.filter(|leverage| leverage.highest > 0.5) {
            let highest = Argument::Number { value: leverage.highest, digits: 2 };
            self.reasons.push(Reason::new("pay-gap-leverage").with("leverage", highest));
        }
        if !self.dropped.is_empty() {
            let dropped = self.dropped.iter().map(|name| Argument::from(name.as_str())).collect();
            self.reasons.push(Reason::new("pay-gap-dropped").with("columns", Argument::List(dropped)));
        }
        if self.incomplete > 0 {
            self.reasons.push(Reason::new("pay-gap-incomplete").with("people", self.incomplete));
        }
    }

    /// The difference in sentences, with its verdict.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        wording::lines(&self.reasons, self.verdict, lang)
    }
}
