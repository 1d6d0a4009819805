//! How and why spells end.

use crate::random::Rng;
use crate::scenario::Flags;

/// Kinds of separation below retirement age, of 90; retirement makes up the rest to 100.
const KINDS: [(&str, f64); 6] = [
    ("voluntary", 70.0),
    ("end_of_term", 12.0),
    ("transfer_out", 3.0),
    ("involuntary_no_cause", 3.0),
    ("involuntary_cause", 1.5),
    ("death", 0.5),
];

/// Of those who leave at 55 or later this share retires, so that about 10 of 100 separations are retirements.
const RETIRING: f64 = 0.64;

/// Reasons of those who leave of their own accord: women, men. The shares of `relations`, `hours_conditions` and `other` are
/// published (雇用動向調査 令和5年 and, for men's hours, 令和4年); the others fill up what is left.
const REASONS: [(&str, f64, f64); 13] = [
    ("relations", 13.0, 9.1),
    ("hours_conditions", 11.1, 9.1),
    ("other", 12.0, 8.0),
    ("pay", 7.0, 8.0),
    ("better_offer", 8.0, 12.0),
    ("career_change", 7.0, 9.0),
    ("job_content", 5.0, 6.0),
    ("company_future", 4.0, 6.0),
    ("skills_unused", 4.0, 5.0),
    ("founding_business", 2.0, 5.0),
    ("childbirth_childcare", 4.0, 0.5),
    ("caregiving", 2.0, 1.0),
    ("study", 2.0, 2.0),
];

/// 離職区分 for a kind: the usual one first.
fn codes(kind: &str) -> &'static [(&'static str, f64)] {
    match kind {
        "voluntary" => &[("4D", 90.0), ("3C", 10.0)],
        "end_of_term" => &[("2D", 80.0), ("2A", 10.0), ("2C", 10.0)],
        "retirement" | "transfer_out" => &[("2E", 1.0)],
        "involuntary_no_cause" => &[("1A", 1.0)],
        "involuntary_cause" => &[("5E", 1.0)],
        _ => &[],
    }
}

pub(crate) fn kind(rng: &mut Rng, age: i32) -> &'static str {
    if age >= 55 && rng.chance(RETIRING) { "retirement" } else { rng.weighted(&KINDS) }
}

pub(crate) fn reason(rng: &mut Rng, kind: &str, woman: bool) -> Option<&'static str> {
    Some(match kind {
        "voluntary" => {
            let reasons = REASONS.map(|(reason, women, men)| (reason, if woman { women } else { men }));
            rng.weighted(&reasons)
        }
        "end_of_term" => "contract_expired",
        "retirement" => "retirement_age",
        "involuntary_no_cause" => rng.weighted(&[("redundancy", 3.0), ("closure", 1.0)]),
        "involuntary_cause" => "misconduct",
        _ => return None,
    })
}

/// The code on the form; one in fifty disagrees with the kind.
pub(crate) fn code(rng: &mut Rng, kind: &str) -> Option<&'static str> {
    let usual = codes(kind);
    if usual.is_empty() {
        return None;
    }
    Some(if rng.chance(0.02) { rng.pick(&["4D", "3C", "2D", "1A"]) } else { rng.weighted(usual) })
}

/// The rehire flag and its origin after a separation of this kind.
pub(crate) fn flag(rng: &mut Rng, flags: Flags, kind: &str) -> (&'static str, &'static str) {
    let dismissed = kind == "involuntary_cause";
    match flags {
        Flags::Japan => ("", ""),
        // 1.5 of 100 are dismissed for cause, so that all in all 10 of 100 have a no.
        Flags::BambooHr if dismissed => ("no", "human"),
        Flags::BambooHr => (
            rng.weighted(&[("yes", 70.0), ("no", 8.5), ("upon_review", 18.0), ("not_answered", 2.0)]),
            "human",
        ),
        Flags::Workday if dismissed => ("no", "human"),
        Flags::Workday => (rng.weighted(&[("yes", 90.0), ("no", 6.5), ("upon_review", 2.0)]), "human"),
        Flags::Adp => (rng.weighted(&[("yes", 99.2), ("no", 0.8)]), "default"),
    }
}
