//! Linear regression by least squares, with standard errors that do not assume equal variances.
//!
//! Rows are read in blocks and folded into one small triangle by Householder reflections, so memory does not grow with
//! their number. Columns that depend on earlier ones are dropped and named.

mod blocks;
mod columns;
mod options;
mod permutation;
mod regression;
mod rows;
mod second;
mod student;
mod triangle;

pub use columns::RegressionColumns;
pub use options::{Degrees, NamedColumn, RegressionOptions, RegressionQuestion, StandardErrors};
pub use permutation::{Permutation, PermutationOptions};
pub use regression::{Coefficient, Leverage, Regression, regress};

pub(super) use blocks::Triangle;
pub(super) use permutation::freedman_lane;
pub(super) use regression::fit;
pub(super) use triangle::Factor;

/// The sum of products. Eight sums side by side, which compilers turn into vector instructions.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (whole_a, rest_a) = a.as_chunks::<8>();
    let (whole_b, rest_b) = b.as_chunks::<8>();
    let mut sums = [0.0_f64; 8];
    for (a, b) in whole_a.iter().zip(whole_b) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    let rest: f64 = rest_a.iter().zip(rest_b).map(|(a, b)| a * b).sum();
    let [a, b, c, d, e, f, g, h] = sums;
    ((a + b) + (c + d)) + ((e + f) + (g + h)) + rest
}

/// `to += factor * from`
fn add_scaled(to: &mut [f64], factor: f64, from: &[f64]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += factor * from;
    }
}
