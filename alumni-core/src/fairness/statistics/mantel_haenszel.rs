//! Two groups' rates over several strata: common ratios and differences, whether there is one, and how unlikely it is.

use super::float;
use super::score::{chi_square_1, chi_square_tail};

/// The counts of one stratum as floats: selected and not of the first group, then of the second.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table {
    a: f64,
    b: f64,
    c: f64,
    d: f64,
}

/// An estimate with the standard error of its logarithm or, for a difference, of itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Estimate {
    pub(crate) value: f64,
    pub(crate) error: f64,
}

/// A chi-square statistic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ChiSquare {
    pub(crate) statistic: f64,
    pub(crate) freedom: u64,
    pub(crate) p: f64,
}

impl ChiSquare {
    fn new(statistic: f64, freedom: u64) -> Option<Self> {
        let p = if freedom == 1 { chi_square_1(statistic) } else { chi_square_tail(statistic, freedom) };
        (statistic.is_finite() && freedom > 0).then_some(Self { statistic, freedom, p })
    }
}

impl Table {
    /// `selected` of `considered` people in the first and the second group.
    pub(crate) fn new(selected: [u64; 2], considered: [u64; 2]) -> Self {
        let [x1, x2] = selected;
        let [n1, n2] = considered;
        let [a, b, c, d] = [x1, n1.saturating_sub(x1), x2, n2.saturating_sub(x2)].map(float);
        Self { a, b, c, d }
    }

    fn people(&self) -> f64 {
        self.a + self.b + self.c + self.d
    }

    /// Whether both groups have people, and some are selected and some are not: the others say nothing of a ratio.
    pub(crate) fn is_informative(&self) -> bool {
        let Self { a, b, c, d } = *self;
        a + b > 0.0 && c + d > 0.0 && a + c > 0.0 && b + d > 0.0
    }

    /// The expected count in the first cell, and its variance, with all margins fixed and equal rates.
    fn expected(&self) -> (f64, f64) {
        let Self { a, b, c, d } = *self;
        let n = self.people();
        let expected = (a + b) * ((a + c) / n);
        (expected, expected * ((c + d) / n) * ((b + d) / (n - 1.0).max(1.0)))
    }
}

/// The tables in which there are people of both groups.
fn paired(tables: &[Table]) -> impl Iterator<Item = (Table, f64)> + Clone + '_ {
    tables.iter().filter(|t| t.a + t.b > 0.0 && t.c + t.d > 0.0).map(|table| (*table, table.people()))
}

fn sum(tables: &[Table], of: impl Fn(Table, f64) -> f64) -> f64 {
    paired(tables).map(|(table, people)| of(table, people)).sum()
}

/// The common odds ratio.
///
/// # Formula
///
/// ```text
/// OR = sum(R) / sum(S)      R = ad/n  S = bc/n  P = (a+d)/n  Q = (b+c)/n
/// var ln OR = sum(PR) / (2 sum(R)^2) + sum(PS + QR) / (2 sum(R) sum(S)) + sum(QS) / (2 sum(S)^2)
/// ```
///
/// `None` where one of the two sums is zero.
///
/// # Source
///
/// N. Mantel and W. Haenszel, JNCI 22 (1959); J. Robins, N. Breslow and S. Greenland, Biometrics 42 (1986).
pub(crate) fn odds_ratio(tables: &[Table]) -> Option<Estimate> {
    let r = sum(tables, |t, n| t.a * (t.d / n));
    let s = sum(tables, |t, n| t.b * (t.c / n));
    if r <= 0.0 || s <= 0.0 {
        return None;
    }
    let pr = sum(tables, |t, n| (t.a + t.d) / n * (t.a * (t.d / n)));
    let mixed = sum(tables, |t, n| (t.a + t.d) / n * (t.b * (t.c / n)) + (t.b + t.c) / n * (t.a * (t.d / n)));
    let qs = sum(tables, |t, n| (t.b + t.c) / n * (t.b * (t.c / n)));
    let variance = pr / r / r / 2.0 + mixed / r / s / 2.0 + qs / s / s / 2.0;
    Some(Estimate { value: r / s, error: libm::sqrt(variance) })
}

/// The common ratio of rates; `None` where one of the two groups has nobody selected in the strata that have both.
///
/// # Formula
///
/// ```text
/// RR = sum(a n2 / n) / sum(c n1 / n)
/// var ln RR = sum( (n1 n2 m - a c n) / n^2 ) / ( sum(a n2 / n) sum(c n1 / n) )      m = a + c
/// ```
///
/// # Source
///
/// S. Greenland and J. M. Robins, Biometrics 41 (1985).
pub(crate) fn rate_ratio(tables: &[Table]) -> Option<Estimate> {
    let (r, s) = rate_ratio_parts(tables);
    if r <= 0.0 || s <= 0.0 {
        return None;
    }
    let spread = sum(tables, |t, n| (t.a + t.b) / n * ((t.c + t.d) / n) * (t.a + t.c) - t.a / n * t.c);
    Some(Estimate { value: r / s, error: libm::sqrt((spread / r / s).max(0.0)) })
}

/// Numerator and denominator of the common ratio of rates.
pub(crate) fn rate_ratio_parts(tables: &[Table]) -> (f64, f64) {
    (sum(tables, |t, n| t.a * ((t.c + t.d) / n)), sum(tables, |t, n| t.c * ((t.a + t.b) / n)))
}

/// The common difference of rates; `None` where no stratum has people of both groups.
///
/// # Formula
///
/// ```text
/// RD = sum( (a n2 - c n1) / n ) / sum(n1 n2 / n)
/// var RD = ( RD sum(P) + sum(Q) ) / sum(n1 n2 / n)^2
/// P = ( n1^2 c - n2^2 a + n1 n2 (n2 - n1) / 2 ) / n^2      Q = ( a d + c b ) / (2n)
/// ```
///
/// # Source
///
/// T. Sato, S. Greenland and J. M. Robins, Biometrics 45 (1989).
pub(crate) fn rate_difference(tables: &[Table]) -> Option<Estimate> {
    let weight = sum(tables, |t, n| (t.a + t.b) * ((t.c + t.d) / n));
    if weight <= 0.0 {
        return None;
    }
    let (r, s) = rate_ratio_parts(tables);
    let value = (r - s) / weight;
    let p = sum(tables, |t, n| {
        let (f, g) = ((t.a + t.b) / n, (t.c + t.d) / n);
        f * f * t.c - g * g * t.a + f * g * ((t.c + t.d) - (t.a + t.b)) / 2.0
    });
    let q = sum(tables, |t, n| (t.a * (t.d / n) + t.c * (t.b / n)) / 2.0);
    let error = libm::sqrt((value * p + q).max(0.0)) / weight;
    Some(Estimate { value, error })
}

/// Cochran's, Mantel's and Haenszel's test of equal rates within all strata: without and with correction for continuity.
///
/// # Formula
///
/// `(|sum(a - E)| - c)^2 / sum(V)`, `E = n1 m / n`, `V = n1 n2 m (n-m) / (n^2 (n-1))`; `c` is 0 without correction and,
/// with it, one half unless the deviation itself is smaller. `None` where no stratum says anything.
///
/// # Source
///
/// Mantel and Haenszel (1959). SAS prints the first, R's `mantelhaen.test` the second.
pub(crate) fn cochran(tables: &[Table]) -> Option<(ChiSquare, ChiSquare)> {
    let informative = || paired(tables).filter(|(table, _)| table.is_informative());
    let variance: f64 = informative().map(|(table, _)| table.expected().1).sum();
    let deviation = libm::fabs(informative().map(|(table, _)| table.a - table.expected().0).sum::<f64>());
    if variance <= 0.0 {
        return None;
    }
    let corrected = if deviation >= 0.5 { deviation - 0.5 } else { deviation };
    let of = |deviation: f64| ChiSquare::new(deviation * deviation / variance, 1);
    Some((of(deviation)?, of(corrected)?))
}

/// Whether all strata can have one odds ratio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Homogeneity {
    pub(crate) breslow_day: ChiSquare,
    pub(crate) tarone: ChiSquare,
    pub(crate) woolf: ChiSquare,
}

/// The tests of one common odds ratio; `None` for fewer than two informative strata or where no common one can be formed.
///
/// # Formula
///
/// ```text
/// Breslow-Day = sum( (a - A)^2 / V )      A = the expected count at the common odds ratio, V = 1 / sum(1 / cell at A)
/// Tarone      = Breslow-Day - (sum(a - A))^2 / sum(V)
/// Woolf       = sum( w (ln or - mean)^2 ), w = 1 / sum(1 / (cell + 1/2)), or with one half added to each cell
/// ```
///
/// # Source
///
/// N. E. Breslow and N. E. Day, *Statistical Methods in Cancer Research* 1 (1980), 4.4; R. E. Tarone, Biometrika 72
/// (1985); B. Woolf, Annals of Human Genetics 19 (1955).
pub(crate) fn homogeneity(tables: &[Table]) -> Option<Homogeneity> {
    let common = odds_ratio(tables)?.value;
    let informative: Vec<Table> = tables.iter().copied().filter(Table::is_informative).collect();
    let freedom = u64::try_from(informative.len()).ok()?.checked_sub(1)?;
    let (mut each, mut deviation, mut spread) = (0.0, 0.0, 0.0);
    let (mut weights, mut logs, mut squares) = (0.0, 0.0, 0.0);
    for table in &informative {
        let expected = fitted(table, common);
        let Table { a, b, c, d } = *table;
        let cells = [expected, a + b - expected, a + c - expected, d - a + expected];
        let variance = 1.0 / cells.iter().map(|cell| 1.0 / cell).sum::<f64>();
        if !variance.is_finite() || variance <= 0.0 {
            return None;
        }
        each += (a - expected) * (a - expected) / variance;
        deviation += a - expected;
        spread += variance;
        let [a, b, c, d] = [a, b, c, d].map(|cell| cell + 0.5);
        let weight = 1.0 / (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d);
        let ln = libm::log(a / b) - libm::log(c / d);
        weights += weight;
        logs += weight * ln;
        squares += weight * ln * ln;
    }
    let woolf = (squares - logs * logs / weights).max(0.0);
    Some(Homogeneity {
        breslow_day: ChiSquare::new(each, freedom)?,
        tarone: ChiSquare::new((each - deviation * deviation / spread).max(0.0), freedom)?,
        woolf: ChiSquare::new(woolf, freedom)?,
    })
}

/// The first cell at which a table with these margins has the odds ratio `ratio`.
///
/// The root of `A (n2 - m + A) = ratio (n1 - A) (m - A)` within the margins, by bisection, which loses no digits where
/// the ratio is near 1.
fn fitted(table: &Table, ratio: f64) -> f64 {
    let (first, second, all) = (table.a + table.b, table.c + table.d, table.a + table.c);
    let above = |cell: f64| cell * (second - all + cell) > ratio * (first - cell) * (all - cell);
    let (mut low, mut high) = ((all - second).max(0.0), first.min(all));
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        if above(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
}
