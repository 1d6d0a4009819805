//! What is left of a pay gap beside the factors that are listed.

mod gap;
mod logib;
mod question;

pub use gap::{AdjustedPayGap, adjusted_pay_gap};
pub use logib::{LogibRating, LogibReport, LogibWorker, logib};
pub use question::{AdjustedPayQuestion, FactoredWorker};

/// Kennedy's estimate of a group's difference in pay from its coefficient in a model of the logarithm of pay.
///
/// # Source
///
/// P. E. Kennedy, American Economic Review 71 (1981).
fn kennedy(coefficient: f64, variance: f64) -> f64 {
    libm::expm1(coefficient - 0.5 * variance)
}
