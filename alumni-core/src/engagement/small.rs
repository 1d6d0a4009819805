//! What a small network can tell and what it cannot: 140 people are a network, and few of its figures are sure.
//!
//! * [`ShrinkQuestion`] pulls the shares and rates of small groups towards what all of them have in common, as far as the data say.
//! * [`SilenceQuestion`] says whether a silence is longer than the network's own pace explains.
//! * [`RatePowerQuestion`] says how long one has to watch to notice that a rate fell.
//! * [`SharePowerQuestion`] says how large a difference between two shares has to be, or how many people it takes.
//!
//! *Cannot tell yet* is an answer, and comes with what is still needed.

mod limits;
mod prior;
mod rate_power;
mod share_power;
mod shrink;
mod silence;

pub use prior::{GroupCount, Prior, PriorMethod, ShrinkLaw};
pub use rate_power::{RatePower, RatePowerQuestion};
pub use share_power::{SharePower, SharePowerQuestion};
pub use shrink::{ShrinkQuestion, Shrinkage, ShrunkGroup, Spread};
pub use silence::{Silence, SilenceQuestion, SilenceVerdict};

#[cfg(test)]
mod tests;
