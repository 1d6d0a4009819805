use serde::{Deserialize, Serialize};

use crate::fairness::FactorValue;
use crate::fairness::design::Factors;
use crate::workforce::Money;

/// Somebody who is already in the cohort.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OfferPeer {
    /// Pay for the same period and working time as the offer's, above zero.
    pub pay: Money,
    /// Whether the person left and came back.
    #[serde(default)]
    pub returner: bool,
    /// The code of the group, where the gap between two groups is limited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Completed months of service, counted as the programme counts it.
    #[serde(default)]
    pub tenure_months: u32,
    /// The last rating, higher is better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u32>,
    /// What explains pay, by name; somebody who lacks a factor that others have is not in the adjusted gap.
    #[serde(default, skip_serializing_if = "Factors::is_empty")]
    pub factors: Factors,
    /// The caller's id of the person, by which a report names whoever would be paid less; never a name or a pay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// How far the person's work is from the offer's: the place in the cohort's `circles`, 0 being the nearest.
    #[serde(default, skip_serializing_if = "is_nearest")]
    pub circle: u32,
    /// Why the person is left out of every comparison, such as `probation` or `red-circled`; whoever is left out is counted
    /// in the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
fn is_nearest(circle: &u32) -> bool {
    *circle == 0
}

impl OfferPeer {
    /// An incumbent of whom only pay is known.
    #[must_use]
    pub fn new(pay: Money) -> Self {
        Self {
            pay,
            returner: false,
            group: None,
            tenure_months: 0,
            rating: None,
            factors: Factors::new(),
            id: None,
            circle: 0,
            left_out: None,
        }
    }
}

/// The person who may be offered something. No pay history is asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Candidate {
    /// The code of the group, where the gap between two groups is limited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Completed months of service, counted as the programme counts it: bridged or not.
    #[serde(default)]
    pub tenure_months: u32,
    /// The last rating, higher is better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u32>,
    /// What explains pay, by name.
    #[serde(default, skip_serializing_if = "Factors::is_empty")]
    pub factors: Factors,
}

/// A candidate with the keys in their order.
#[derive(Serialize)]
pub(super) struct CandidateInOrder<'a> {
    #[serde(skip_serializing_if = "Factors::is_empty")]
    factors: &'a Factors,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<u32>,
    tenure_months: u32,
}

impl Candidate {
    pub(super) fn in_order(&self) -> CandidateInOrder<'_> {
        CandidateInOrder {
            factors: &self.factors,
            group: self.group.as_deref(),
            rating: self.rating,
            tenure_months: self.tenure_months,
        }
    }

    /// Somebody with so much service.
    #[must_use]
    pub fn new(tenure_months: u32) -> Self {
        Self { tenure_months, ..Self::default() }
    }

    /// Sets the group.
    #[must_use]
    pub fn of_group(mut self, group: impl Into<String>) -> Self {
        self.group = Some(group.into());
        self
    }

    /// Sets the rating.
    #[must_use]
    pub fn rated(mut self, rating: u32) -> Self {
        self.rating = Some(rating);
        self
    }

    /// Adds a factor.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<FactorValue>) -> Self {
        self.factors.insert(name.into(), value.into());
        self
    }
}
