//! The tables of findings about pay and offers.

use super::super::super::offer::limit_name;
use super::super::super::{
    AdjustedPayGap, CategoryPayGap, Compression, EuPayGaps, Headroom, Inversions, JapanPayRatios,
    LogibReport, OfferReport, PayGap, PayPosition, Quartiles, Regression, UkPayGaps,
};
use super::super::ReportedFinding;
use super::super::page::{cell, word};
use super::{NONE, decimal, probability, share, table, whole};
use crate::text::{Cell, Lang, Page};

pub(super) fn tables(page: &mut Page, finding: &ReportedFinding, lang: Lang) {
    match finding {
        ReportedFinding::UkPayGaps(found) => uk(page, found, lang),
        ReportedFinding::EuPayGaps(found) => eu(page, found, lang),
        ReportedFinding::JapanPayRatios(found) => japan(page, found, lang),
        ReportedFinding::Compression(found) => compression(page, found, lang),
        ReportedFinding::Inversions(found) => inversions(page, found, lang),
        ReportedFinding::AdjustedPayGap(found) => adjusted(page, found, lang),
        ReportedFinding::Logib(found) => logib(page, found, lang),
        ReportedFinding::Headroom(found) => headroom(page, found, lang),
        ReportedFinding::Offer(found) => offer(page, found, lang),
        ReportedFinding::CompaRatios(found) => position(page, found, lang),
        ReportedFinding::Regression(found) => regression(page, found, lang),
        _ => {}
    }
}

fn uk(page: &mut Page, found: &UkPayGaps, lang: Lang) {
    let rows = [
        ("focal-people", whole(found.focal)),
        ("reference-people", whole(found.reference)),
        ("other-people", whole(found.others)),
        ("mean-gap", gap(found.mean_gap)),
        ("median-gap", gap(found.median_gap)),
        ("mean-bonus-gap", gap(found.mean_bonus_gap)),
        ("median-bonus-gap", gap(found.median_bonus_gap)),
        ("focal-bonus", percent(found.focal_bonus_percent)),
        ("reference-bonus", percent(found.reference_bonus_percent)),
    ];
    figures(page, rows, lang);
    quartiles(page, &found.quartiles, lang);
}

fn eu(page: &mut Page, found: &EuPayGaps, lang: Lang) {
    let rows = [
        ("focal-people", whole(found.focal)),
        ("reference-people", whole(found.reference)),
        ("other-people", whole(found.others)),
        ("uncategorised", whole(found.uncategorised)),
        ("mean-gap", gap(found.mean_gap)),
        ("variable-mean-gap", gap(found.variable_mean_gap)),
        ("variable-mean-gap-everyone", gap(found.variable_mean_gap_everyone)),
        ("median-gap", gap(found.median_gap)),
        ("variable-median-gap", gap(found.variable_median_gap)),
        ("focal-variable", percent(found.receiving.focal_percent)),
        ("reference-variable", percent(found.receiving.reference_percent)),
    ];
    figures(page, rows, lang);
    quartiles(page, &found.quartiles, lang);
    if found.categories.is_empty() {
        return;
    }
    let columns = [
        "category",
        "focal-people",
        "reference-people",
        "mean-gap",
        "ordinary-gap",
        "variable-gap",
        "at-line",
    ];
    let row = |category: &CategoryPayGap| {
        vec![
            cell(&category.category),
            whole(category.focal),
            whole(category.reference),
            gap(category.mean_gap),
            gap(category.ordinary_gap),
            gap(category.variable_gap),
            match category.at_line {
                None => cell(NONE),
                Some(at_line) => cell(word(if at_line { "yes" } else { "no" }, lang)),
            },
        ]
    };
    table(page, &columns, found.categories.iter().map(row).collect(), lang);
}

fn quartiles(page: &mut Page, found: &Quartiles, lang: Lang) {
    let bands = [
        ("lower", found.lower),
        ("lower-middle", found.lower_middle),
        ("upper-middle", found.upper_middle),
        ("upper", found.upper),
    ];
    let rows = bands.map(|(name, band)| {
        vec![cell(word(name, lang)), whole(band.focal), whole(band.reference), percent(band.focal_percent)]
    });
    table(page, &["quarter", "focal-people", "reference-people", "focal-share"], rows.to_vec(), lang);
}

fn japan(page: &mut Page, found: &JapanPayRatios, lang: Lang) {
    let rows = [
        ("all-workers", percent(found.all_percent)),
        ("regular-workers", percent(found.regular_percent)),
        ("non-regular-workers", percent(found.non_regular_percent)),
    ];
    figures(page, rows, lang);
}

fn compression(page: &mut Page, found: &Compression, lang: Lang) {
    let rows = [
        ("newcomers", whole(found.newcomers)),
        ("incumbents", whole(found.incumbents)),
        ("compression-index", decimal(found.index, 3)),
    ];
    figures(page, rows, lang);
}

fn inversions(page: &mut Page, found: &Inversions, lang: Lang) {
    let rows = [
        ("returners", whole(found.returners)),
        ("incumbents", whole(found.incumbents)),
        ("unrated", whole(found.unrated)),
        ("eligible-pairs", whole(found.eligible_pairs)),
        ("inverted-pairs", whole(found.inverted_pairs)),
        ("inversion-rate", share(found.rate)),
        ("incumbents-affected", whole(found.incumbents_affected)),
    ];
    figures(page, rows, lang);
}

fn adjusted(page: &mut Page, found: &AdjustedPayGap, lang: Lang) {
    let rows = [
        ("focal-group", cell(&found.focal_group)),
        ("reference-group", cell(&found.reference_group)),
        ("focal-people", whole(found.focal)),
        ("reference-people", whole(found.reference)),
        ("other-people", whole(found.others)),
        ("incomplete", whole(found.incomplete)),
        ("difference", share(found.difference)),
        ("lower-end", share(found.lower)),
        ("upper-end", share(found.upper)),
        ("t-test-p", probability(found.p)),
        ("permutation-p", probability(found.permutation.map(|test| test.p))),
        ("unadjusted", share(found.unadjusted)),
        ("without-tainted", share(found.without_tainted)),
        ("r-squared", decimal(found.r_squared, 3)),
    ];
    figures(page, rows, lang);
}

fn logib(page: &mut Page, found: &LogibReport, lang: Lang) {
    let rows =
        [("women", whole(found.women)), ("men", whole(found.men)), ("difference", share(found.difference))];
    figures(page, rows, lang);
}

fn headroom(page: &mut Page, found: &Headroom, lang: Lang) {
    let amount = |amount: Option<crate::workforce::Money>| {
        cell(amount.map_or_else(|| NONE.to_owned(), |amount| amount.to_string()))
    };
    let rows = found.bounds.iter().map(|bound| {
        // Nothing or less is no offer.
        let highest = bound.highest.filter(|highest| highest.minor() > 0);
        vec![cell(limit_name(bound.limit).text(lang)), amount(bound.lowest), amount(highest)]
    });
    let rows = rows.collect();
    table(page, &["limit", "lowest", "highest"], rows, lang);
}

fn offer(page: &mut Page, found: &OfferReport, lang: Lang) {
    let rows = [
        ("pay", cell(found.pay.to_string())),
        ("compa-ratio", decimal(found.compa_ratio, 3)),
        ("range-penetration", decimal(found.range_penetration, 3)),
        ("incumbents", whole(found.incumbents)),
        ("paid-less", whole(found.paid_less)),
        ("inversions-name", found.inversions.map_or_else(|| cell(NONE), whole)),
        ("over-median", share(found.over_incumbent_median)),
        ("over-stayers", share(found.over_stayer_median)),
        ("over-last", share(found.over_indexed_last)),
    ];
    figures(page, rows, lang);
    headroom(page, &found.headroom, lang);
}

fn position(page: &mut Page, found: &PayPosition, lang: Lang) {
    let rows = [
        ("people", whole(found.people)),
        ("mean-of-ratios", decimal(found.mean_of_ratios, 3)),
        ("ratio-of-sums", decimal(found.ratio_of_sums, 3)),
    ];
    figures(page, rows, lang);
}

fn regression(page: &mut Page, found: &Regression, lang: Lang) {
    let significant = |value: Option<f64>| cell(value.map_or_else(|| NONE.to_owned(), six_digits));
    let rows = found.coefficients.iter().map(|coefficient| {
        vec![
            cell(&coefficient.name),
            significant(Some(coefficient.estimate)),
            significant(coefficient.standard_error),
            significant(coefficient.lower),
            significant(coefficient.upper),
            decimal(coefficient.degrees, 1),
            decimal(coefficient.t, 2),
            probability(coefficient.p),
        ]
    });
    let head =
        ["column", "estimate", "standard-error", "lower-end", "upper-end", "degrees", "t-value", "t-test-p"];
    table(page, &head, rows.collect(), lang);
    let rows = [
        ("rows", whole(found.observations)),
        ("residual-degrees", whole(found.residual_degrees)),
        ("errors", cell(found.errors.name())),
        ("confidence", share(Some(found.confidence))),
        ("r-squared", decimal(found.r_squared, 3)),
        ("highest-leverage", decimal(Some(found.leverage.highest), 3)),
    ];
    figures(page, rows, lang);
}

/// A number of any size with six digits that say something.
fn six_digits(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 {
        return "0".to_owned();
    }
    if !(1e-4..1e6).contains(&size) {
        return format!("{value:.5e}");
    }
    // From 0.0001 up to 999,999 the place of the first digit is found by rising powers, without a logarithm.
    let above =
        [1e-3, 1e-2, 1e-1, 1.0, 1e1, 1e2, 1e3, 1e4, 1e5].iter().take_while(|edge| size >= **edge).count();
    let digits = 9_usize.saturating_sub(above);
    format!("{value:.digits$}")
}

fn figures<const N: usize>(page: &mut Page, rows: [(&str, Cell); N], lang: Lang) {
    let rows = rows.map(|(name, value)| vec![cell(word(name, lang)), value]);
    table(page, &["figure", "value"], rows.to_vec(), lang);
}

fn gap(gap: Option<PayGap>) -> Cell {
    percent(gap.map(|gap| gap.percent))
}

/// A figure that is in per cent already.
fn percent(value: Option<f64>) -> Cell {
    cell(value.map_or_else(|| NONE.to_owned(), |value| format!("{value:.1}%")))
}
