//! Will they act again? Repeated acts of people who may have stopped for good without telling.
//!
//! What is known of a person: how many acts beyond the first (*frequency*), when the last of them was (*recency*) and how long
//! they have been watched (*age*), both counted from the first act, in one unit. For yearly yes or no the three count
//! opportunities.

mod acts;
mod beta_binomial;
mod beta_geometric;
mod counts;
mod fit;
mod hold_back;
mod law;
mod pareto;
mod predictions;
mod value;

pub use acts::{ActOptions, RepeatActs};
pub use counts::{RepeatCounts, RepeatOptions};
pub use fit::{RepeatFit, RepeatParameter};
pub use hold_back::{HeldBack, HoldBackOptions, hold_back};
pub use law::{RepeatLaw, RepeatModel, RepeatPrediction};
pub use predictions::RepeatPredictions;
pub use value::{ValueCounts, ValueFit, ValueLaw, ValueOptions};
