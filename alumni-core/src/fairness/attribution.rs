//! Which criterion causes how much of a gap between pass rates.

mod hurdles;
mod report;
mod say;

pub use hurdles::Hurdles;
pub(crate) use hurdles::InTheWay;
pub use report::{GapAttribution, GapPart, GapReport};

#[cfg(test)]
mod tests;
