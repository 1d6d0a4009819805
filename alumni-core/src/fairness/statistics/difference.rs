//! Intervals of the difference of two rates; [`score`](super::score) has Newcombe's.

use super::float;
use super::koopman::Counts;

/// The first rate less the second, in whole numbers but for one division.
pub(crate) fn difference(Counts { selected: [x1, x2], considered: [n1, n2] }: Counts) -> f64 {
    let product = |x: u64, n: u64| i128::from(x).saturating_mul(n.into());
    product(x1, n2).saturating_sub(product(x2, n1)) as f64 / (float(n1) * float(n2))
}

fn around(middle: f64, reach: f64) -> (f64, f64) {
    ((middle - reach).max(-1.0), (middle + reach).min(1.0))
}

/// Wald's interval, from the rates' own variances: too short for small groups, and no interval at all at 0 and 1.
pub(crate) fn wald(counts: Counts, z: f64) -> (f64, f64) {
    let [v1, v2] = pairs(counts).map(|(x, n)| x * (n - x) / (n * n * n));
    around(difference(counts), z * libm::sqrt(v1 + v2))
}

/// Wald's interval with one more selected and one more not in each group.
///
/// # Source
///
/// A. Agresti and B. Caffo, *Simple and Effective Confidence Intervals for Proportions and Differences of Proportions*, The American
/// Statistician 54 (2000).
pub(crate) fn agresti_caffo(counts: Counts, z: f64) -> (f64, f64) {
    let [(x1, n1), (x2, n2)] = pairs(counts).map(|(x, n)| (x + 1.0, n + 2.0));
    let variance = |x: f64, n: f64| x * (n - x) / (n * n * n);
    around(x1 / n1 - x2 / n2, z * libm::sqrt(variance(x1, n1) + variance(x2, n2)))
}

/// Mee's interval: all differences whose score is within `z`.
///
/// # Formula
///
/// ```text
/// all d with | r1 - r2 - d | <= z sqrt( p1 (1-p1) / n1 + p2 (1-p2) / n2 ),  p1 = p2 + d
/// p2 = the likeliest rate of the second group if the difference is d
/// ```
///
/// # Source
///
/// R. W. Mee, *Confidence Bounds for the Difference between Two Probabilities*, Biometrics 40 (1984).
pub(crate) fn mee(counts: Counts, z: f64) -> (f64, f64) {
    let gap = difference(counts);
    (edge(counts, gap, -1.0, z), edge(counts, gap, 1.0, z))
}

/// Miettinen and Nurminen's interval: Mee's with the variance times N/(N-1).
pub(crate) fn miettinen_nurminen(counts: Counts, z: f64) -> (f64, f64) {
    let all = counts.considered.map(float).iter().sum::<f64>();
    mee(counts, z * libm::sqrt(all / (all - 1.0)))
}

fn pairs(counts: Counts) -> [(f64, f64); 2] {
    let [x1, x2] = counts.selected.map(float);
    let [n1, n2] = counts.considered.map(float);
    [(x1, n1), (x2, n2)]
}

/// The difference on one side of the observed one that is `z` standard errors off: the distance grows with every step outwards.
fn edge(counts: Counts, gap: f64, outermost: f64, z: f64) -> f64 {
    let (mut inner, mut outer) = (gap, outermost);
    loop {
        let middle = 0.5 * (inner + outer);
        if libm::fabs(middle - inner) <= 0.0 || libm::fabs(middle - outer) <= 0.0 {
            return middle;
        }
        if libm::fabs(gap - middle) <= z * error(counts, middle) {
            inner = middle;
        } else {
            outer = middle;
        }
    }
}

/// The standard error of the difference of rates, were `difference` true.
fn error(counts: Counts, difference: f64) -> f64 {
    let [(_, n1), (_, n2)] = pairs(counts);
    let p2 = likeliest(counts, difference);
    let p1 = p2 + difference;
    libm::sqrt((p1 * (1.0 - p1) / n1 + p2 * (1.0 - p2) / n2).max(0.0))
}

/// The second group's likeliest rate if the first group's is larger by `difference`: the likelihood is concave, so that Newton's
/// steps within a bracket find it.
fn likeliest(counts: Counts, difference: f64) -> f64 {
    let [(x1, n1), (x2, n2)] = pairs(counts);
    let (mut low, mut high) = ((-difference).max(0.0), (1.0 - difference).min(1.0));
    let part =
        |count: f64, rate: f64| if count > 0.0 { (count / rate, count / rate / rate) } else { (0.0, 0.0) };
    let mut rate = 0.5 * (low + high);
    for _ in 0..200 {
        let parts = [
            part(x1, rate + difference),
            part(x2, rate),
            part(n1 - x1, 1.0 - rate - difference),
            part(n2 - x2, 1.0 - rate),
        ];
        let [a, b, c, d] = parts;
        let (slope, curve) = (a.0 + b.0 - c.0 - d.0, a.1 + b.1 + c.1 + d.1);
        if slope > 0.0 {
            low = rate;
        } else {
            high = rate;
        }
        let newton = rate + slope / curve;
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        if libm::fabs(next - rate) <= 1e-16 * next || next <= low || next >= high {
            break;
        }
        rate = next;
    }
    rate
}
