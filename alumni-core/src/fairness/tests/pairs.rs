//! Published figures of two groups: tests, intervals, odds ratios, adjustments.

use super::super::statistics::conditional::Conditional;
use super::super::statistics::effort::Effort;
use super::super::statistics::hypergeometric::Hypergeometric;
use super::super::statistics::koopman::{self, Counts};
use super::super::statistics::{benjamini_hochberg, normal, score, unconditional};
use super::published::Case;

/// Tables as rows of selected and not.
fn rows(case: &Case) -> ([u64; 2], [u64; 2]) {
    let at = |row, column| case.count(&format!("/table/{row}/{column}"));
    ([at(0, 0), at(1, 0)], [at(0, 0) + at(0, 1), at(1, 0) + at(1, 1)])
}

fn conditional(selected: [u64; 2], considered: [u64; 2]) -> Conditional {
    let [x1, x2] = selected;
    let [n1, n2] = considered;
    Conditional::new([(&Hypergeometric::new(n1, n2, x1 + x2), x1)], 1.0).unwrap()
}

#[test]
fn s03_standard_deviations() {
    let Some(case) = Case::read("S03_morris2017_ztest") else { return };
    let at = |place: &str| case.count(place);
    let selected = [at("/minority/0"), at("/majority/0")];
    let considered = [at("/minority/1"), at("/majority/1")];
    let found = score::test(selected, considered);
    case.check("z", found.z);
    case.check("p_two", found.p);
    // The notes of the case: Boschloo in four digits.
    let exact = unconditional::exact(selected, considered, Effort::of(1)).unwrap();
    assert!(case.0["notes"].as_str().unwrap().contains("Boschloo p=0.0366"));
    assert!((exact.boschloo_central - 0.0366).abs() < 5e-5, "{exact:?}");
}

#[test]
fn s04_the_tea_tasters_odds_and_chi_square() {
    let Some(case) = Case::read("S04_fisher_tea") else { return };
    let (selected, considered) = rows(&case);
    let law = conditional(selected, considered);
    case.check("cond_or", law.estimate().unwrap());
    // One-sided 95 %: the lower limit of a two-sided 90 %.
    case.check("or_lower_one_sided95", law.limits(0.9, false).0);
    let (lower, upper) = law.limits(0.95, true);
    case.check("midp_or_ci/0", lower);
    case.check("midp_or_ci/1", upper.unwrap());
    let score = score::test(selected, considered);
    case.check("pearson", score.z * score.z);
    case.check("pearson_p", score.p);
    case.check("unconditional_p", unconditional::exact(selected, considered, Effort::of(1)).unwrap().barnard);
}

#[test]
fn s05_the_convictions_odds() {
    let Some(case) = Case::read("S05_fisher_convictions") else { return };
    let (selected, considered) = rows(&case);
    let law = conditional(selected, considered);
    case.check("cond_or", law.estimate().unwrap());
    for (name, confidence) in [("ci95", 0.95), ("ci99", 0.99)] {
        let (lower, upper) = law.limits(confidence, false);
        case.check(&format!("{name}/0"), lower);
        case.check(&format!("{name}/1"), upper.unwrap());
    }
}

#[test]
fn s06_score_intervals_of_the_ratio_and_newcombes_of_the_difference() {
    let Some(case) = Case::read("S06_perondi_ratio_cis") else { return };
    let [x1, n1, x2, n2] = ["/group1/0", "/group1/1", "/group2/0", "/group2/1"].map(|path| case.count(path));
    let z = normal::two_sided(0.95);
    let counts = Counts { selected: [x1, x2], considered: [n1, n2] };
    let (lower, upper) = koopman::miettinen_nurminen(counts, z);
    case.check("miettinen_nurminen/0", lower);
    case.check("miettinen_nurminen/1", upper.unwrap());
    let (lower, upper) = score::newcombe([x1, x2], [n1, n2], z);
    case.check("diff_newcombe/0", lower);
    case.check("diff_newcombe/1", upper);
}

#[test]
fn s08_wilsons_interval() {
    let Some(case) = Case::read("S08_wilson_newcombe1998") else { return };
    for text in case.inputs("/x_over_n").as_array().unwrap() {
        let text = text.as_str().unwrap();
        let (x, n) = text.split_once('/').unwrap();
        let (lower, upper) = score::wilson(x.parse().unwrap(), n.parse().unwrap(), normal::two_sided(0.95));
        for (place, found) in [lower, upper].into_iter().enumerate() {
            for (column, tolerance) in [("expected", 6e-5), ("verified_full_precision", 1e-12)] {
                let expected = case.0[column][text][place].as_f64().unwrap();
                assert!((found - expected).abs() < tolerance, "{text}: {found} {expected}");
            }
        }
    }
}

#[test]
fn s15_benjamini_hochbergs_adjustment() {
    let Some(case) = Case::read("S15_bh1995") else { return };
    let p: Vec<f64> = case.inputs("/p").as_array().unwrap().iter().map(|p| p.as_f64().unwrap()).collect();
    let level = case.inputs("/level").as_f64().unwrap();
    let adjusted = benjamini_hochberg::adjust(&p);
    let found = adjusted.iter().filter(|p| **p <= level).count();
    case.check("bh_rejections", f64::from(u32::try_from(found).unwrap()));
    case.check("bh_adj_4", adjusted[3]);
    assert!(adjusted.is_sorted());
}

#[test]
fn s17_four_proportions_at_once() {
    let Some(case) = Case::read("S17_smokers_k_groups") else { return };
    let column = |name: &str| -> Vec<f64> {
        case.inputs(name).as_array().unwrap().iter().map(|count| count.as_f64().unwrap()).collect()
    };
    let (x, n) = (column("/x"), column("/n"));
    let pooled = x.iter().sum::<f64>() / n.iter().sum::<f64>();
    let statistic: f64 =
        x.iter().zip(&n).map(|(x, n)| (x - n * pooled).powi(2) / (n * pooled * (1.0 - pooled))).sum();
    case.check("X2", statistic);
    case.check("p", score::chi_square_tail(statistic, 3));
}

#[test]
fn chi_square_tails_agree_with_scipy() {
    // scipy.stats.chi2.sf
    for (statistic, freedom, expected) in [
        (3.841_458_820_694_124, 1, 0.05),
        (5.991_464_547_107_98, 2, 0.05),
        (18.307_038_053_275_146, 10, 0.05),
        (18.825_513_705_236_514, 5, 0.002_071_390_349_917_545_7),
        (1200.0, 1001, 1.349_007_580_754_398_8e-5),
        (2000.0, 1000, 4.143_678_591_453_918e-69),
    ] {
        let found = score::chi_square_tail(statistic, freedom);
        assert!((found / expected - 1.0).abs() < 1e-9, "{statistic} {freedom}: {found} {expected}");
    }
    assert!(score::chi_square_tail(0.0, 4) >= 1.0);
}
