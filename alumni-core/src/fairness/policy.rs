//! What is found about an eligibility policy. The findings stand here, beside all others that a report holds; they are made where
//! the engines meet, by [`programme::policy_gap`](crate::programme::policy_gap) and
//! [`programme::counterfactuals`](crate::programme::counterfactuals).

mod counterfactuals;
mod gap;

pub use counterfactuals::{
    CounterfactualCriterion, CounterfactualFact, CounterfactualGroup, CounterfactualValue, Counterfactuals,
};
pub use gap::PolicyGap;
