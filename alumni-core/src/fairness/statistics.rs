//! Exact and score statistics of two groups' counts, as pure functions of the counts.
//!
//! Counts reach 10^18 in total; probabilities are kept as logarithms and the work is bounded however large the counts
//! are. Special functions come from `libm`, so results repeat on every platform.

pub(super) mod benjamini_hochberg;
pub(super) mod chi_square;
pub(super) mod conditional;
mod critical;
pub(super) mod difference;
pub(super) mod effort;
pub(super) mod fisher;
pub(super) mod holm;
pub(super) mod hypergeometric;
pub(super) mod koopman;
pub(super) mod mantel_haenszel;
pub(super) mod power;
pub(super) mod ratio;
pub(super) mod score;
mod ties;
pub(super) mod unconditional;
mod window;

pub(super) use crate::numerics::normal;

/// A count as a float: exact up to 2^53, within one part in 10^16 beyond.
pub(super) fn float(count: u64) -> f64 {
    count as f64
}
