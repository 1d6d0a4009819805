//! What each finding says in sentences.

use std::fmt;

use super::super::offer::limit_name;
use super::super::verdict::{number, probability};
use super::super::wording::{joined, opening};
use super::super::{
    Compression, Headroom, Inversions, JapanPayRatios, LocalLaw144, PayGap, PayPosition, RateComparison,
    Regression, UkPayGaps,
};
use super::ReportedFinding;
use crate::text::{Argument, Lang, Localized, Reason};

/// The finding's own sentences, or those that figures without any come to.
pub(super) fn text(finding: &ReportedFinding, lang: Lang) -> String {
    match finding {
        ReportedFinding::Selection(found) => found.text(lang),
        ReportedFinding::Strata(found) => found.text(lang),
        ReportedFinding::Table(found) => found.text(lang),
        ReportedFinding::Thresholds(found) => found.text(lang),
        ReportedFinding::EuPayGaps(found) => found.text(lang),
        ReportedFinding::AdjustedPayGap(found) => found.text(lang),
        ReportedFinding::Logib(found) => found.text(lang),
        ReportedFinding::Offer(found) => found.text(lang),
        ReportedFinding::PublishedSelection(found) => found.text(lang),
        ReportedFinding::PolicyGap(found) => found.text(lang),
        ReportedFinding::Counterfactuals(found) => {
            let note = Reason::new("report-counterfactual").text(lang);
            [found.text(lang), note]
                .into_iter()
                .filter(|line| !line.is_empty())
                .collect::<Vec<_>>()
                .join("\n")
        }
        ReportedFinding::CompaRatios(found) => found.text(lang),
        ReportedFinding::RateComparison(found) => found.text(lang),
        ReportedFinding::Regression(found) => found.text(lang),
        ReportedFinding::LocalLaw144(found) => sentences(&law(found), lang),
        ReportedFinding::UkPayGaps(found) => found.text(lang),
        ReportedFinding::JapanPayRatios(found) => found.text(lang),
        ReportedFinding::Compression(found) => found.text(lang),
        ReportedFinding::Inversions(found) => found.text(lang),
        ReportedFinding::Headroom(found) => sentences(&headroom(found), lang),
    }
}

/// Figures without a verdict, which say themselves in sentences.
macro_rules! said {
    ($($figures:ty = $reasons:expr;)+) => { $(
        impl $figures {
            /// The figures in sentences of `lang`.
            #[must_use]
            pub fn text(&self, lang: Lang) -> String {
                sentences(&$reasons(self), lang)
            }
        }

        impl fmt::Display for $figures {
            /// The English sentences.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.text(Lang::En))
            }
        }
    )+ };
}
said! {
    UkPayGaps = uk;
    JapanPayRatios = japan;
    Compression = compression;
    Inversions = inversions;
    PayPosition = position;
    RateComparison = rates;
    Regression = regression;
}

fn sentences(reasons: &[Reason], lang: Lang) -> String {
    let stop = match lang {
        Lang::En => ".",
        Lang::Ja => "。",
    };
    let mut parts: Vec<_> = reasons.iter().map(|reason| opening(&reason.text(lang), lang) + stop).collect();
    parts.push(Reason::new("pay-screening").text(lang));
    joined(&parts, lang)
}

fn law(found: &LocalLaw144) -> Vec<Reason> {
    let lowest = found.tables.iter().map(|table| {
        let by = table.attributes.iter().map(String::as_str).collect::<Argument>();
        let rows = table.rows.iter().filter_map(|row| Some((row.impact_ratio?, row)));
        match rows.min_by(|(one, _), (other, _)| one.total_cmp(other)) {
            Some((ratio, row)) => Reason::new("report-lowest-ratio")
                .with("attributes", by)
                .with("ratio", number(ratio))
                .with("category", row.categories.join(" × ")),
            None => Reason::new("report-no-ratio").with("attributes", by),
        }
    });
    lowest.collect()
}

/// Whether the rates differ anywhere, and the pair that chance explains least.
fn rates(found: &RateComparison) -> Vec<Reason> {
    let groups =
        u64::try_from(found.groups.iter().filter(|group| group.considered > 0).count()).unwrap_or(u64::MAX);
    let Some(together) = found.together else {
        return vec![Reason::new("report-rates-none")];
    };
    let chi_square = together.pearson;
    let mut reasons = vec![
        Reason::new("report-rates-together")
            .with("groups", groups)
            .with("statistic", number(chi_square.statistic))
            .with("freedom", chi_square.degrees_of_freedom)
            .with("p", probability(chi_square.p)),
    ];
    let tested = found.pairs.iter().filter_map(|pair| Some((pair.tests?.fisher, pair)));
    if let Some((fisher, pair)) = tested.min_by(|(one, _), (other, _)| one.p.total_cmp(&other.p)) {
        reasons.push(
            Reason::new("report-rates-pair")
                .with("first", pair.first.as_str())
                .with("second", pair.second.as_str())
                .with("p", probability(fisher.p))
                .with("adjusted", probability(fisher.adjusted_p))
                .with("pairs", found.comparisons),
        );
    }
    reasons
}

fn uk(found: &UkPayGaps) -> Vec<Reason> {
    let people =
        Reason::new("report-two-groups").with("focal", found.focal).with("reference", found.reference);
    let gaps = [
        gap("report-mean-pay", found.mean_gap),
        gap("report-median-pay", found.median_gap),
        gap("report-mean-bonus", found.mean_bonus_gap),
        gap("report-median-bonus", found.median_bonus_gap),
    ];
    let mut reasons = vec![people];
    reasons.extend(gaps.into_iter().flatten());
    if found.mean_gap.is_none() {
        reasons.push(Reason::new("report-no-gap"));
    }
    reasons
}

fn gap(code: &str, gap: Option<PayGap>) -> Option<Reason> {
    let percent = gap?.percent;
    let direction = match percent {
        above if above > 0.0 => Localized::new("lower", "低い"),
        below if below < 0.0 => Localized::new("higher", "高い"),
        _ => return Some(Reason::new(format!("{code}-same"))),
    };
    let size = Argument::Share { value: percent.abs() / 100.0, digits: 1 };
    Some(Reason::new(code).with("size", size).with("direction", Argument::Phrase(direction)))
}

fn japan(found: &JapanPayRatios) -> Vec<Reason> {
    let kinds = [
        (found.all_percent, Localized::new("all workers", "全労働者")),
        (found.regular_percent, Localized::new("regular workers", "正規雇用労働者")),
        (found.non_regular_percent, Localized::new("non-regular workers", "非正規雇用労働者")),
    ];
    let ratio = |(percent, kind): (Option<f64>, Localized)| match percent {
        Some(percent) => Reason::new("report-japan")
            .with("kind", kind)
            .with("percent", Argument::Share { value: percent / 100.0, digits: 1 }),
        None => Reason::new("report-japan-none").with("kind", kind),
    };
    kinds.into_iter().map(ratio).collect()
}

fn compression(found: &Compression) -> Vec<Reason> {
    let reason =
        |code| Reason::new(code).with("newcomers", found.newcomers).with("incumbents", found.incumbents);
    vec![match found.index {
        Some(index) => reason("report-compression").with("index", number(index)),
        None => reason("report-compression-none"),
    }]
}

fn inversions(found: &Inversions) -> Vec<Reason> {
    let pairs = Reason::new("report-inversions")
        .with("inverted", found.inverted_pairs)
        .with("eligible", found.eligible_pairs);
    vec![pairs.with("affected", found.incumbents_affected)]
}

fn position(found: &PayPosition) -> Vec<Reason> {
    let (Some(mean), Some(sums)) = (found.mean_of_ratios, found.ratio_of_sums) else {
        return vec![Reason::new("report-position-none")];
    };
    vec![
        Reason::new("report-position-mean").with("people", found.people).with("ratio", number(mean)),
        Reason::new("report-position-sums").with("ratio", number(sums)),
    ]
}

fn regression(found: &Regression) -> Vec<Reason> {
    let fitted = |code| Reason::new(code).with("rows", found.observations);
    let mut reasons = vec![match found.r_squared {
        Some(share) => fitted("report-regression").with("share", Argument::Share { value: share, digits: 0 }),
        None => fitted("report-regression-flat"),
    }];
    let short = found.coefficients.iter().filter(|coefficient| coefficient.standard_error.is_none());
    let short: Vec<_> = short.map(|coefficient| coefficient.name.as_str()).collect();
    if !short.is_empty() {
        reasons.push(
            Reason::new("report-regression-untold").with("columns", short.into_iter().collect::<Argument>()),
        );
    }
    if !found.dropped.is_empty() {
        let names = found.dropped.iter().map(String::as_str).collect::<Argument>();
        reasons.push(Reason::new("report-regression-dropped").with("columns", names));
    }
    reasons.push(
        Reason::new("report-regression-leverage")
            .with("highest", number(found.leverage.highest))
            .with("rows", found.leverage.above_twice_mean),
    );
    reasons
}

fn headroom(found: &Headroom) -> Vec<Reason> {
    if !found.feasible {
        return found.why_no_room();
    }
    let ends =
        [("offer-highest", found.highest, found.highest_by), ("offer-lowest", found.lowest, found.lowest_by)];
    let end = |(code, amount, limit): (&str, Option<crate::workforce::Money>, _)| {
        Some(Reason::new(code).with("amount", amount?.to_string()).with("limit", limit_name(limit?)))
    };
    let reasons: Vec<_> = ends.into_iter().filter_map(end).collect();
    if reasons.is_empty() { vec![Reason::new("offer-no-limits")] } else { reasons }
}
