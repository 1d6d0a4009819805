//! Published figures of strata, and what must hold of any.

use proptest::prelude::*;

use super::super::statistics::conditional::Conditional;
use super::super::statistics::hypergeometric::Hypergeometric;
use super::super::statistics::mantel_haenszel::{self as mh, Table};
use super::super::statistics::{fisher, normal};
use super::published::Case;

/// Of each stratum: selected and considered, first group first.
type Counts = ([u64; 2], [u64; 2]);

fn counts(case: &Case, path: &str) -> Vec<Counts> {
    let tables = case.inputs(path).as_array().unwrap().iter();
    tables
        .map(|table| {
            let at = |row: usize, column: usize| table[row][column].as_u64().unwrap();
            ([at(0, 0), at(1, 0)], [at(0, 0) + at(0, 1), at(1, 0) + at(1, 1)])
        })
        .collect()
}

fn tables(counts: &[Counts]) -> Vec<Table> {
    counts.iter().map(|(selected, considered)| Table::new(*selected, *considered)).collect()
}

fn conditional(counts: &[Counts], ratio: f64) -> Conditional {
    let laws: Vec<_> = counts
        .iter()
        .filter(|(selected, considered)| Table::new(*selected, *considered).is_informative())
        .map(|([x1, x2], [n1, n2])| (Hypergeometric::new(*n1, *n2, x1 + x2), *x1))
        .collect();
    Conditional::new(laws.iter().map(|(law, count)| (law, *count)), ratio).unwrap()
}

fn check_odds_ratio(case: &Case, tables: &[Table]) {
    let found = mh::odds_ratio(tables).unwrap();
    let z = normal::two_sided(0.95);
    case.check("mh_or", found.value);
    case.check("mh_ci/0", found.value * (-z * found.error).exp());
    case.check("mh_ci/1", found.value * (z * found.error).exp());
}

#[test]
fn s09_berkeley_admissions() {
    let Some(case) = Case::read("S09_ucb_admissions_mh") else { return };
    let tables = tables(&counts(&case, "/tables_rows_male_female_cols_admit_reject"));
    check_odds_ratio(&case, &tables);
    let (_, corrected) = mh::cochran(&tables).unwrap();
    case.check("cmh_cc", corrected.statistic);
    case.check("cmh_cc_p", corrected.p);
    let found = mh::homogeneity(&tables).unwrap();
    case.check("woolf_half_p", found.woolf.p);
    case.check("bd", found.breslow_day.statistic);
    case.check("bd_p", found.breslow_day.p);
    case.check("tarone", found.tarone.statistic);
}

#[test]
fn s10_rabbits_with_empty_margins() {
    let Some(case) = Case::read("S10_rabbits_mh_exact") else { return };
    let counts = counts(&case, "/tables");
    let tables = tables(&counts);
    check_odds_ratio(&case, &tables);
    let (_, corrected) = mh::cochran(&tables).unwrap();
    case.check("cmh_cc", corrected.statistic);
    case.check("cmh_cc_p", corrected.p);
    let law = conditional(&counts, 1.0);
    case.check("exact_p_two", law.test().fisher);
    let law = conditional(&counts, 7.0);
    case.check("cond_or", law.estimate().unwrap());
    let (lower, upper) = law.limits(0.95, false);
    // R's roots are coarse; the notes of the case give the upper limit of a precise inversion.
    let expected = case.0["verified_full_precision"]["cond_ci_lower"].as_f64().unwrap();
    assert!((lower - expected).abs() < 1e-9, "{lower}");
    assert!(case.0["notes"].as_str().unwrap().contains("531.5128"));
    assert!((upper.unwrap() - 531.5128).abs() < 5e-5, "{upper:?}");
}

#[test]
fn s11_five_small_strata() {
    let Some(case) = Case::read("S11_statsmodels_stratified2") else { return };
    let tables = tables(&counts(&case, "/tables"));
    check_odds_ratio(&case, &tables);
    let (_, corrected) = mh::cochran(&tables).unwrap();
    case.check("cmh_cc", corrected.statistic);
    case.check("cmh_cc_p", corrected.p);
    let found = mh::homogeneity(&tables).unwrap();
    case.check("bd", found.breslow_day.statistic);
    case.check("bd_p", found.breslow_day.p);
    case.check("tarone", found.tarone.statistic);
    case.check("tarone_p", found.tarone.p);
}

#[test]
fn s12_migraine() {
    let Some(case) = Case::read("S12_sas_migraine_cmh") else { return };
    let tables = tables(&counts(&case, "/tables_female_male"));
    check_odds_ratio(&case, &tables);
    let (plain, corrected) = mh::cochran(&tables).unwrap();
    case.check("cmh", plain.statistic);
    case.check("cmh_p", plain.p);
    assert!((corrected.statistic - 7.198).abs() < 5e-4);
    let found = mh::homogeneity(&tables).unwrap();
    case.check("bd", found.breslow_day.statistic);
    case.check("bd_p", found.breslow_day.p);
}

fn strata() -> impl Strategy<Value = Vec<Counts>> {
    let stratum = (1_u64..25, 1_u64..25)
        .prop_flat_map(|(n1, n2)| (Just([n1, n2]), 0..=n1, 0..=n2))
        .prop_map(|(considered, x1, x2)| ([x1, x2], considered));
    prop::collection::vec(stratum, 1..5)
}

proptest! {
    #[test]
    fn one_stratum_has_the_figures_of_its_table(stratum in strata()) {
        let one = &stratum[..1];
        let ([x1, x2], [n1, n2]) = one[0];
        let table = tables(one);
        let [a, b, c, d] = [x1, n1 - x1, x2, n2 - x2].map(|count| count as f64);
        if let Some(ratio) = mh::odds_ratio(&table) {
            prop_assert!((ratio.value / (a * d / (b * c)) - 1.0).abs() < 1e-12);
            // Woolf's variance of one table.
            let variance = 1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d;
            prop_assert!((ratio.error.powi(2) / variance - 1.0).abs() < 1e-9);
        }
        if let Some(ratio) = mh::rate_ratio(&table) {
            let (n1, n2) = (n1 as f64, n2 as f64);
            prop_assert!((ratio.value / (a / n1 / (c / n2)) - 1.0).abs() < 1e-12);
            // Katz's variance.
            let variance = 1.0 / a - 1.0 / n1 + 1.0 / c - 1.0 / n2;
            prop_assert!((ratio.error.powi(2) - variance).abs() < 1e-9);
        }
        let difference = mh::rate_difference(&table).unwrap();
        let (n1, n2) = (n1 as f64, n2 as f64);
        prop_assert!((difference.value - (a / n1 - c / n2)).abs() < 1e-12);
        if (n1 - n2).abs() < 0.5 {
            let wald = a * b / n1.powi(3) + c * d / n2.powi(3);
            prop_assert!((difference.error.powi(2) - wald).abs() < 1e-9);
        }
        if Table::new([x1, x2], one[0].1).is_informative() {
            let exact = fisher::exact(&Hypergeometric::new(one[0].1[0], one[0].1[1], x1 + x2), x1);
            let found = conditional(one, 1.0).test();
            prop_assert!((found.fisher - exact.fisher).abs() < 1e-12, "{found:?} {exact:?}");
        }
    }

    #[test]
    fn the_limits_hold_the_estimate_and_the_exact_ones_hold_those_of_mid_p(strata in strata(), tilt in -2.0..2.0_f64) {
        let law = conditional(&strata, tilt.exp());
        let wide = law.limits(0.95, false);
        let narrow = law.limits(0.95, true);
        let estimate = law.estimate().unwrap_or(f64::INFINITY);
        let end = |limits: (f64, Option<f64>)| limits.1.unwrap_or(f64::INFINITY);
        prop_assert!(wide.0 <= narrow.0 * (1.0 + 1e-9) && end(narrow) <= end(wide) * (1.0 + 1e-9));
        prop_assert!(narrow.0 <= estimate && estimate <= end(narrow), "{narrow:?} {estimate}");
        // From wherever the weights are made, the answer is the same.
        let other = conditional(&strata, 1.0);
        prop_assert!((other.limits(0.95, false).0 - wide.0).abs() <= 1e-9 * wide.0);
        prop_assert!(other.estimate().is_none() == law.estimate().is_none());
    }

    #[test]
    fn the_order_of_the_strata_hardly_matters(strata in strata()) {
        let turned: Vec<Counts> = strata.iter().rev().copied().collect();
        let (one, other) = (conditional(&strata, 1.0).test(), conditional(&turned, 1.0).test());
        prop_assert!((one.mid_p - other.mid_p).abs() < 1e-12);
    }

    #[test]
    fn swaps_within_strata_are_the_fewest(strata in strata()) {
        let law = conditional(&strata, 1.0);
        let found = law.swaps_to_insignificance(0.05);
        prop_assert_eq!(found.is_some(), fisher::below(law.test().mid_p, 0.05));
    }
}
