//! The hypergeometric law: how many of the selected fall into one group by chance, both margins fixed.

use std::f64::consts::PI;

use super::float;
use super::window::Window;

/// The law of the number selected in the first of two groups when `selected` people are drawn from both.
///
/// The groups together hold at most 10^18 people, which the callers see to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hypergeometric {
    first: u64,
    second: u64,
    selected: u64,
    /// Cells expected by chance: first selected, first not, second selected, second not.
    expected: [f64; 4],
    variance: f64,
    /// The part of the log-probability that is the same for every count.
    constant: f64,
}

/// By how much each of the four cells moves when one more of the first group is selected.
const SIGNS: [f64; 4] = [1.0, -1.0, -1.0, 1.0];

/// Above this variance a tail is an integral with end corrections, below it a sum.
const SMOOTH: f64 = 40_000.0;

impl Hypergeometric {
    /// The law for group sizes `first` and `second`, at least one of them positive, and `selected` of all.
    pub(crate) fn new(first: u64, second: u64, selected: u64) -> Self {
        let all = first.saturating_add(second);
        let left = all.saturating_sub(selected);
        let [n1, n2, m, l, n] = [first, second, selected, left, all.max(1)].map(float);
        let expected = [n1 * m / n, n1 * l / n, n2 * m / n, n2 * l / n];
        let variance = n1 / n * (n2 / n) * (m / n) * l * (n / (n - 1.0).max(1.0));
        let constant =
            stirling(first) + stirling(second) + stirling(selected) + stirling(left) - stirling(all);
        Self { first, second, selected, expected, variance, constant }
    }

    /// The same law counted in the other group.
    pub(crate) fn mirrored(&self) -> Self {
        let [a, b, c, d] = self.expected;
        Self { first: self.second, second: self.first, expected: [c, d, a, b], ..*self }
    }

    /// The count in the other group when the first has `count`.
    pub(crate) fn other(&self, count: u64) -> u64 {
        self.selected.saturating_sub(count)
    }

    /// The smallest possible count.
    pub(crate) fn low(&self) -> u64 {
        self.selected.saturating_sub(self.second)
    }

    /// The largest possible count.
    pub(crate) fn high(&self) -> u64 {
        self.first.min(self.selected)
    }

    /// The likeliest count; the larger one where two are.
    pub(crate) fn mode(&self) -> u64 {
        Self::mode_of([self.first, self.second], self.selected)
    }

    /// The likeliest count of the law that `new` would make.
    pub(crate) fn mode_of([first, second]: [u64; 2], selected: u64) -> u64 {
        let product =
            u128::from(first.saturating_add(1)).saturating_mul(u128::from(selected.saturating_add(1)));
        let people = u128::from(first.saturating_add(second).saturating_add(2));
        let mode = product.checked_div(people).and_then(|mode| u64::try_from(mode).ok()).unwrap_or_default();
        mode.clamp(selected.saturating_sub(second), first.min(selected))
    }

    /// The variance of the count.
    pub(crate) fn variance(&self) -> f64 {
        self.variance
    }

    /// The four cells of the table with `count` in the first: selected and not of the first group, then of the second.
    pub(crate) fn cells(&self, count: u64) -> [u64; 4] {
        let other = self.other(count);
        [count, self.first.saturating_sub(count), other, self.second.saturating_sub(other)]
    }

    /// All counts that are not vanishingly unlikely.
    pub(crate) fn window(&self) -> Window {
        Window::around(self.mode(), self.low(), self.high(), |count| {
            let [a, b, c, d] = self.cells(count).map(float);
            b / (a + 1.0) * (c / (d + 1.0))
        })
    }

    /// `count` less its expectation, exact before the one division.
    pub(crate) fn deviation(&self, count: u64) -> f64 {
        let all = i128::from(self.first.saturating_add(self.second));
        let scaled = i128::from(count).saturating_mul(all);
        let mean = i128::from(self.first).saturating_mul(i128::from(self.selected));
        scaled.saturating_sub(mean) as f64 / (all.max(1) as f64)
    }

    /// The logarithm of the probability of a possible `count`, to about 1e-14 whatever the size.
    ///
    /// # Formula
    ///
    /// ```text
    /// ln P = s(n1) + s(n2) + s(m) + s(N-m) - s(N) - sum over the cells x of [ s(x) + D(x, E) ]
    /// s(n) = ln n! - n ln n + n          D(x, E) = x ln(x/E) + E - x          E = expected cell
    /// ```
    ///
    /// # Source
    ///
    /// The saddle-point form of C. Loader, *Fast and Accurate Computation of Binomial Probabilities* (2000), applied to
    /// all four cells at once: their deviations from expectation are the same number with two signs, so no large terms
    /// cancel.
    pub(crate) fn ln(&self, count: u64) -> f64 {
        let deviation = self.deviation(count);
        let cells = self.cells(count).into_iter().zip(self.expected).zip(SIGNS);
        cells.fold(self.constant, |ln, ((cell, expected), sign)| {
            ln - stirling(cell) - divergence(float(cell), expected, sign * deviation)
        })
    }

    /// The probability of a possible `count`.
    pub(crate) fn probability(&self, count: u64) -> f64 {
        libm::exp(self.ln(count))
    }

    /// The probability of `count` or fewer.
    pub(crate) fn lower_tail(&self, count: u64) -> f64 {
        if count < self.low() {
            return 0.0;
        }
        if count >= self.high() {
            return 1.0;
        }
        self.mirrored().upper_tail(self.other(count))
    }

    /// The probability of `count` or more; accurate where `count` is at the mode or above.
    pub(crate) fn upper_tail(&self, count: u64) -> f64 {
        if count > self.high() {
            return 0.0;
        }
        if count <= self.low() {
            return 1.0;
        }
        if self.variance > SMOOTH { self.upper_integral(count) } else { self.upper_sum(count) }
    }

    /// Adds term by term until nothing more is added.
    fn upper_sum(&self, count: u64) -> f64 {
        let first = self.probability(count);
        let [mut a, mut b, mut c, mut d] = self.cells(count).map(float);
        let (mut term, mut sum) = (1.0, 1.0);
        while b > 0.0 && c > 0.0 && term > sum * 1e-18 {
            a += 1.0;
            d += 1.0;
            term *= b / a * (c / d);
            b -= 1.0;
            c -= 1.0;
            sum += term;
        }
        first * sum
    }

    /// The sum by the Euler-Maclaurin formula, the integral by Gauss-Legendre panels.
    ///
    /// The variance is at least [`SMOOTH`], so every cell is far from zero wherever the probability is not, and the
    /// first term left out is below 1e-10 of the tail for a p-value above 1e-30.
    fn upper_integral(&self, count: u64) -> f64 {
        let at = self.deviation(count);
        let ln_first = self.ln(count);
        if ln_first < -745.0 {
            return 0.0;
        }
        let slope = self.slope(at);
        let curve = -self.expected.into_iter().zip(SIGNS).map(|(e, sign)| 1.0 / (e + sign * at)).sum::<f64>();
        // Where the logarithm has fallen by 60: nothing beyond is seen.
        let falling = (-slope).max(0.0);
        let reach = self.variance * (libm::sqrt(falling * falling + 120.0 / self.variance) - falling);
        let reach = reach.min(float(self.high().saturating_sub(count)));
        let width = reach / PANELS;
        let mut integral = 0.0;
        let mut left = 0.0;
        while left < reach - 0.5 * width {
            for (node, weight) in GAUSS {
                for node in [0.5 - node, 0.5 + node] {
                    integral += weight * libm::exp(self.ln_smooth(at + left + node * width) - ln_first);
                }
            }
            left += width;
        }
        // Derivatives of the probability over the probability itself.
        let (first, third) = (slope, slope * slope * slope + 3.0 * slope * curve);
        libm::exp(ln_first) * (integral * width + 0.5 - first / 12.0 + third / 720.0)
    }

    /// [`ln`](Self::ln) between whole counts, for cells far from zero.
    fn ln_smooth(&self, deviation: f64) -> f64 {
        self.expected.into_iter().zip(SIGNS).fold(self.constant, |ln, (expected, sign)| {
            let cell = expected + sign * deviation;
            ln - stirling_series(cell) - divergence(cell, expected, sign * deviation)
        })
    }

    /// The derivative of [`ln_smooth`](Self::ln_smooth).
    fn slope(&self, deviation: f64) -> f64 {
        self.expected.into_iter().zip(SIGNS).fold(0.0, |slope, (expected, sign)| {
            let part = sign * deviation;
            slope - sign * (libm::log1p(part / expected) + 0.5 / (expected + part))
        })
    }
}

const PANELS: f64 = 24.0;

/// Half distances and weights of the eight-point Gauss-Legendre rule on an interval of length one.
/// Source: Abramowitz and Stegun, table 25.4.
const GAUSS: [(f64, f64); 4] = [
    (0.5 * 0.183_434_642_495_649_8, 0.5 * 0.362_683_783_378_362),
    (0.5 * 0.525_532_409_916_329, 0.5 * 0.313_706_645_877_887_3),
    (0.5 * 0.796_666_477_413_626_7, 0.5 * 0.222_381_034_453_374_5),
    (0.5 * 0.960_289_856_497_536_3, 0.5 * 0.101_228_536_290_376_3),
];

/// `x ln(x/e) + e - x` with `d = x - e` given exactly: no digits are lost where `x` is close to `e`.
pub(super) fn divergence(x: f64, e: f64, d: f64) -> f64 {
    if x <= 0.0 {
        return e;
    }
    if d.abs() >= 0.1 * (x + e) {
        return x * libm::log(x / e) - d;
    }
    let v = d / (x + e);
    let square = v * v;
    let (mut sum, mut power, mut odd) = (d * v, 2.0 * x * v, 1.0);
    loop {
        power *= square;
        odd += 2.0;
        let next = sum + power / odd;
        if (next - sum).abs() <= f64::EPSILON * 1e-3 * sum.abs() {
            return next;
        }
        sum = next;
    }
}

/// `ln n! - n ln n + n`, zero for zero.
fn stirling(n: u64) -> f64 {
    /// By 60-digit decimal arithmetic.
    const SMALL: [f64; 16] = [
        0.0,
        1.0,
        1.306_852_819_440_054_6,
        1.495_922_603_223_725_8,
        1.632_876_385_868_383_2,
        1.740_302_180_611_544_2,
        1.828_694_396_641_771,
        1.903_790_317_678_221_2,
        1.969_070_569_306_562_9,
        2.026_806_284_055_495_2,
        2.078_561_643_135_058_6,
        2.125_459_845_091_81,
        2.168_334_698_205_882,
        2.207_822_206_123_445,
        2.244_418_568_125_061,
        2.278_518_367_307_740_7,
    ];
    let small = usize::try_from(n).ok().and_then(|n| SMALL.get(n));
    small.copied().unwrap_or_else(|| stirling_series(float(n)))
}

/// [`stirling`] for arguments from 16.
fn stirling_series(n: f64) -> f64 {
    let r = 1.0 / (n * n);
    let series = 1.0 / 12.0 - r * (1.0 / 360.0 - r * (1.0 / 1260.0 - r * (1.0 / 1680.0 - r / 1188.0)));
    0.5 * libm::log(2.0 * PI * n) + series / n
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tail_is_the_same_by_sum_and_by_integral() {
        for (first, second, selected) in
            [(400_000, 400_000, 300_000), (900_000, 5_000_000, 700_000), (10_000_000, 100_000_000, 600_000)]
        {
            let law = Hypergeometric::new(first, second, selected);
            assert!(law.variance > SMOOTH);
            let mode = law.mode();
            for above in [0, 1, 37, 200, 700, 1500, 3000] {
                let (sum, integral) = (law.upper_sum(mode + above), law.upper_integral(mode + above));
                assert!((sum / integral - 1.0).abs() < 1e-9, "{above}: {sum} {integral}");
            }
        }
    }

    #[test]
    fn both_tails_hold_everything_and_the_middle_twice() {
        for (first, second, selected) in [
            (4, 4, 4),
            (52, 80, 72),
            (1_000, 30, 500),
            (1_000_000, 1_000_000, 999_999),
            (1_000_000_000, 1_000_000_000, 77_000_000),
            (400_000_000_000_000_000, 500_000_000_000_000_000, 600_000_000_000_000_000),
        ] {
            let law = Hypergeometric::new(first, second, selected);
            let mode = law.mode();
            let sum = law.lower_tail(mode) + law.upper_tail(mode) - law.probability(mode);
            assert!((sum - 1.0).abs() < 1e-12, "{first} {second} {selected}: {sum}");
        }
    }
}
