//! What is said of an offer to readers who may not see amounts of pay.

use super::OfferReport;
use super::report::FEW;
use crate::text::{Argument, Localized, Reason};

/// The arguments of reasons that are amounts of pay.
const AMOUNTS: [&str; 6] = ["amount", "by", "highest", "lowest", "offer", "raises"];

/// The reasons without amounts, without exact premiums, and without comparisons that would tell one person's pay.
pub(super) fn reasons(report: &OfferReport) -> Vec<Reason> {
    let amount = Argument::Phrase(Localized::new("(amount withheld)", "(金額非表示)"));
    let mut left_out = false;
    let mut told = Vec::with_capacity(report.reasons.len());
    for reason in &report.reasons {
        let (premium, instead) = match reason.code() {
            "offer-over-last" => (report.over_indexed_last, None),
            "offer-over-median" => {
                let few = report.incumbents < FEW;
                (report.over_incumbent_median, few.then_some("offer-median-withheld"))
            }
            "offer-over-stayers" => {
                (report.over_stayer_median, (report.stayers < FEW).then_some("offer-stayers-withheld"))
            }
            // It is about the premium before it.
            "offer-premium-above-limit" if left_out => continue,
            _ => (None, None),
        };
        left_out = instead.is_some();
        let amounts = AMOUNTS.iter().filter(|name| reason.args().contains_key(**name));
        told.push(match (instead, premium) {
            (Some(code), _) => Reason::new(code).with("minimum", FEW),
            (None, Some(premium)) => reason.clone().with("size", Argument::Phrase(step(premium))),
            (None, None) => amounts.fold(reason.clone(), |reason, name| reason.with(name, amount.clone())),
        });
    }
    told
}

/// The step of five points that a premium is in, whichever its sign.
fn step(premium: f64) -> Localized {
    let points = premium.abs() * 100.0;
    if points >= 50.0 {
        return Localized::new("50% or more", "50%以上");
    }
    // Of five points each: 12.9 is in the step from 10.
    let low = libm::floor(points / 5.0) * 5.0;
    let high = low + 5.0;
    Localized::new(format!("{low}% to {high}%"), format!("{low}〜{high}%"))
}
