use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::exact::{Quotient, gap, mean, median};
use super::people::{count, ordinary, received, sorted, whole};
use super::quartiles::quartiles;
use super::uk::{percent, stated};
use super::{PaidWorker, PayGap, PayQuestion, Quartiles};
use crate::Error;
use crate::fairness::Verdict;
use crate::text::{Argument, Lang, Reason};

/// The indicators of the European Union's pay transparency directive, and the categories that reach its 5 % line.
///
/// Pay is ordinary and variable pay together where nothing else is said. A positive gap means that the group looked at
/// is paid less. The line of Article 10 is decided on whole numbers: *at least* 5 % of the reference's average, in
/// either direction. The directive asks further whether objective criteria justify a difference and whether it was
/// remedied within six months: a person answers that.
///
/// # Source
///
/// Directive (EU) 2023/970, Articles 3(1), 9(1)(a) to (g) and 10(1)(a).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct EuPayGaps {
    /// What the categories ask of their reader.
    pub verdict: Verdict,
    /// Why, one for each category that reaches the line or cannot be compared.
    pub reasons: Vec<Reason>,
    /// How many of the group that is looked at.
    pub focal: u64,
    /// How many of the group it is compared with.
    pub reference: u64,
    /// How many are in neither, and left out.
    pub others: u64,
    /// How many of the two groups have no category.
    pub uncategorised: u64,
    /// (a) Of mean pay; absent unless both groups have people and the reference is paid at all. So are the others.
    pub mean_gap: Option<PayGap>,
    /// (b) Of mean variable pay, among those who receive some.
    pub variable_mean_gap: Option<PayGap>,
    /// The same among everyone, with nothing counted as zero.
    pub variable_mean_gap_everyone: Option<PayGap>,
    /// (c) Of median pay.
    pub median_gap: Option<PayGap>,
    /// (d) Of median variable pay, among those who receive some.
    pub variable_median_gap: Option<PayGap>,
    /// (e) The shares that receive variable pay.
    pub receiving: ReceivingShare,
    /// (f) The four quarters of pay.
    pub quartiles: Quartiles,
    /// (g) The categories of workers by name.
    pub categories: Vec<CategoryPayGap>,
    /// A fingerprint of the two groups and everybody's pay, in the canonical form of [`input_hash`](crate::fairness::input_hash); every answer of this library has
    /// one. It is of people's pay: whoever knows all of it but one amount can find that amount by trying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_hash: Option<String>,
}

/// The shares of two groups that receive variable pay, in per cent with one decimal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReceivingShare {
    /// Of the group that is looked at; absent for nobody.
    pub focal_percent: Option<f64>,
    /// Of the group it is compared with; absent for nobody.
    pub reference_percent: Option<f64>,
}

/// The pay gaps of one category of workers doing the same work or work of equal value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CategoryPayGap {
    /// Its name.
    pub category: String,
    /// How many of the group that is looked at.
    pub focal: u64,
    /// How many of the group it is compared with.
    pub reference: u64,
    /// Of mean pay; absent when one group has nobody here. So are the others.
    pub mean_gap: Option<PayGap>,
    /// Of mean ordinary pay.
    pub ordinary_gap: Option<PayGap>,
    /// Of mean variable pay, among those who receive some.
    pub variable_gap: Option<PayGap>,
    /// Whether mean pay differs by at least 5 %; absent when it cannot be compared.
    pub at_line: Option<bool>,
}

/// The directive's indicators from everyone's pay.
///
/// # Errors
///
/// As [`uk_pay_gaps`](super::uk_pay_gaps).
///
/// # Example
///
/// ```
/// use alumni_core::fairness::{PaidWorker, PayQuestion, Verdict, eu_pay_gaps};
///
/// let paid = |group: &str, pay: &str| PaidWorker::new(group, pay.parse().unwrap()).with_category("G5");
/// let exactly = [paid("women", "95.00 EUR"), paid("men", "100.00 EUR")];
/// let gaps = eu_pay_gaps(&PayQuestion::new(exactly))?;
/// assert_eq!(gaps.verdict, Verdict::Review);
/// assert_eq!(gaps.reasons[0].to_string(), "in the category G5 mean pay differs by 5.0%, which reaches the line of 5%");
///
/// let below = [paid("women", "95.01 EUR"), paid("men", "100.00 EUR")];
/// assert_eq!(eu_pay_gaps(&PayQuestion::new(below))?.categories[0].at_line, Some(false));
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn eu_pay_gaps(question: &PayQuestion) -> Result<EuPayGaps, Error> {
    question.checked()?;
    let amounts = |group: &str, of: fn(&PaidWorker) -> Option<i64>| sorted(question.of(group), of);
    let pair = |of| (amounts(&question.reference, of), amounts(&question.focal, of));
    let (reference, focal) = pair(whole);
    let (reference_variable, focal_variable) = pair(received);
    let everyone = pair(|worker| Some(received(worker).unwrap_or_default()));
    let names: BTreeSet<_> = [&question.focal, &question.reference]
        .into_iter()
        .flat_map(|group| question.of(group).filter_map(|worker| worker.category.as_deref()))
        .collect();
    let categories = names.into_iter().map(|name| category(question, name)).collect::<Result<Vec<_>, _>>()?;
    let categorised = categories
        .iter()
        .fold(0_u64, |sum, category| sum.saturating_add(category.focal).saturating_add(category.reference));
    let both = count(reference.len()).saturating_add(count(focal.len()));
    let (verdict, reasons) = verdict(&categories, focal.is_empty() || reference.is_empty());
    Ok(EuPayGaps {
        verdict,
        reasons,
        focal: count(focal.len()),
        reference: count(reference.len()),
        others: question.others(),
        uncategorised: both.saturating_sub(categorised),
        mean_gap: stated(gap(mean(&reference), mean(&focal))?)?,
        variable_mean_gap: stated(gap(mean(&reference_variable), mean(&focal_variable))?)?,
        variable_mean_gap_everyone: stated(gap(mean(&everyone.0), mean(&everyone.1))?)?,
        median_gap: stated(gap(median(&reference), median(&focal))?)?,
        variable_median_gap: stated(gap(median(&reference_variable), median(&focal_variable))?)?,
        receiving: ReceivingShare {
            focal_percent: percent(focal_variable.len(), focal.len())?,
            reference_percent: percent(reference_variable.len(), reference.len())?,
        },
        quartiles: quartiles(&focal, &reference),
        categories,
        input_hash: question.fingerprint(),
    })
}

fn category(question: &PayQuestion, name: &str) -> Result<CategoryPayGap, Error> {
    let here = |group: &str, of: fn(&PaidWorker) -> Option<i64>| {
        sorted(question.of(group).filter(|worker| worker.category.as_deref() == Some(name)), of)
    };
    let compared = |of| gap(mean(&here(&question.reference, of)), mean(&here(&question.focal, of)));
    let mean_gap = compared(whole)?;
    Ok(CategoryPayGap {
        category: name.to_owned(),
        focal: count(here(&question.focal, ordinary).len()),
        reference: count(here(&question.reference, ordinary).len()),
        mean_gap: stated(mean_gap)?,
        ordinary_gap: stated(compared(ordinary)?)?,
        variable_gap: stated(compared(received)?)?,
        at_line: mean_gap.map(|gap: Quotient| gap.at_least(5, 100)).transpose()?,
    })
}

fn verdict(categories: &[CategoryPayGap], one_group_empty: bool) -> (Verdict, Vec<Reason>) {
    let mut reasons = Vec::new();
    for category in categories {
        let reason = match (category.at_line, category.mean_gap) {
            (Some(true), Some(gap)) => Reason::new("pay-category-at-line")
                .with("gap", Argument::Share { value: gap.percent.abs() / 100.0, digits: 1 }),
            (None, _) => Reason::new("pay-category-one-group"),
            _ => continue,
        };
        reasons.push(reason.with("category", category.category.as_str()));
    }
    let comparable = categories.iter().any(|category| category.at_line.is_some());
    let verdict = if categories.iter().any(|category| category.at_line == Some(true)) {
        Verdict::Review
    } else if one_group_empty || !comparable {
        if reasons.is_empty() {
            reasons.push(Reason::new("pay-nothing-to-compare"));
        }
        Verdict::NotEstimable
    } else if categories.iter().any(|category| category.at_line.is_none()) {
        Verdict::Watch
    } else {
        Verdict::NoSignal
    };
    (verdict, reasons)
}

impl EuPayGaps {
    /// What is found by category, in sentences.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        crate::fairness::wording::lines(&self.reasons, self.verdict, lang)
    }
}
