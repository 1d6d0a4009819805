//! The five verdicts and the rules that lead to them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::statistics::fisher::below;
use super::{Finding, Standard, UnknownRange};
use crate::text::{Argument, Reason};

/// What a finding asks of its reader, in rising order of attention.
///
/// Two questions are asked of the numbers: is the ratio below the standard's threshold (*practical*, decided on whole
/// numbers), and is a difference this large unlikely by chance (*statistical*: two-sided mid-p below alpha)? With the
/// first rule that applies:
///
/// 1. Nobody considered in one of the two groups, or nobody selected in both: [`NotEstimable`](Self::NotEstimable).
/// 2. Practical and statistical, and no single different decision ends either: [`Review`](Self::Review).
/// 3. Statistical otherwise: [`Watch`](Self::Watch). So is a significantly *higher* rate than that of a reference which
///    is not the highest.
/// 4. The interval covers both 1 and the threshold, or the smallest detectable ratio is worse (lower) than the
///    threshold: [`Insufficient`](Self::Insufficient).
/// 5. Practical: [`Watch`](Self::Watch).
/// 6. The ratio would be below the threshold if people of unknown group were divided unfavourably:
///    [`Insufficient`](Self::Insufficient).
/// 7. Otherwise: [`NoSignal`](Self::NoSignal).
///
/// So silence is never read from numbers that could not have spoken, and a difference that is seen is never hidden by
/// what else might have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "the lattice is closed: a host must handle all five")]
pub enum Verdict {
    /// No ratio can be formed.
    NotEstimable,
    /// The data cannot tell.
    Insufficient,
    /// No difference is shown, and one that matters would probably have been.
    NoSignal,
    /// A difference in one sense but not in the other, or one that hangs on a single decision.
    Watch,
    /// A difference in both senses: a person should look at how these decisions were made.
    Review,
}

impl Verdict {
    /// Every verdict, in rising order of attention and in the order of their numbers in C (0, 1, …).
    pub const ALL: [Self; 5] =
        [Self::NotEstimable, Self::Insufficient, Self::NoSignal, Self::Watch, Self::Review];

    /// The verdict's stable name, as in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotEstimable => "not_estimable",
            Self::Insufficient => "insufficient",
            Self::NoSignal => "no_signal",
            Self::Watch => "watch",
            Self::Review => "review",
        }
    }

    /// The verdict as a reason, whose text is its sentence.
    #[must_use]
    pub fn reason(self) -> Reason {
        Reason::new(match self {
            Self::NotEstimable => "selection-verdict-not-estimable",
            Self::Insufficient => "selection-verdict-insufficient",
            Self::NoSignal => "selection-verdict-no-signal",
            Self::Watch => "selection-verdict-watch",
            Self::Review => "selection-verdict-review",
        })
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The verdict on a finding whose figures stand, with the reasons that led to it.
pub(super) fn decide(finding: &Finding, standard: &Standard) -> (Verdict, Vec<Reason>) {
    let (Some(interval), Some(mid_p)) = (&finding.interval, finding.mid_p) else {
        return (Verdict::NotEstimable, vec![not_estimable(finding)]);
    };
    let threshold = standard.threshold().value();
    let practical = finding.below_threshold == Some(true);
    let statistical = below(mid_p, standard.alpha());
    let mut reasons = Vec::new();
    if let Some(ratio) = finding.impact_ratio {
        let code = if practical { "selection-below-threshold" } else { "selection-not-below-threshold" };
        reasons.push(Reason::new(code).with("ratio", number(ratio)).with("threshold", number(threshold)));
    }
    let code = if statistical { "selection-significant" } else { "selection-not-significant" };
    reasons.push(Reason::new(code).with("p", probability(mid_p)).with("alpha", standard.alpha().to_string()));

    let range = finding.unknown;
    let may_be_below = range.is_some_and(|range| range.lowest_below_threshold == Some(true));
    let hangs_on_unknown =
        range.is_some_and(|range| range.lowest_below_threshold != range.highest_below_threshold);
    if hangs_on_unknown && let Some(range) = range {
        reasons.push(said_range(range, threshold));
    }

    if statistical {
        let flips = finding.flips;
        let by_one = flips.threshold == Some(1) || flips.significance == Some(1);
        if by_one {
            reasons.push(Reason::new("selection-flips-by-one"));
        }
        if finding.impact_ratio.is_none_or(|ratio| ratio > 1.0) {
            reasons.push(Reason::new("selection-rate-above-reference"));
        }
        let verdict = if practical && !by_one { Verdict::Review } else { Verdict::Watch };
        return (verdict, reasons);
    }
    let covers_both = interval.covers(threshold) && interval.covers(1.0);
    let too_weak = finding.smallest_detectable_ratio.is_none_or(|ratio| ratio < threshold);
    if covers_both {
        reasons.push(Reason::new("selection-interval-covers-both").with("threshold", number(threshold)));
    }
    if too_weak {
        reasons.push(match finding.smallest_detectable_ratio {
            Some(ratio) => Reason::new("selection-power-low")
                .with("ratio", number(ratio))
                .with("threshold", number(threshold)),
            None => Reason::new("selection-power-none"),
        });
    }
    if covers_both || too_weak {
        if let Some(needed) = finding.needed_per_group {
            reasons.push(
                Reason::new("selection-needed").with("people", needed).with("threshold", number(threshold)),
            );
        }
        return (Verdict::Insufficient, reasons);
    }
    let verdict = match () {
        () if practical => Verdict::Watch,
        () if may_be_below => Verdict::Insufficient,
        () => Verdict::NoSignal,
    };
    (verdict, reasons)
}

fn said_range(range: UnknownRange, threshold: f64) -> Reason {
    let end = |end: Option<f64>| end.map_or_else(|| Argument::from("∞"), number);
    Reason::new("selection-hangs-on-unknown")
        .with("lowest", range.lowest.map_or_else(|| number(0.0), number))
        .with("highest", end(range.highest))
        .with("threshold", number(threshold))
}

fn not_estimable(finding: &Finding) -> Reason {
    if finding.considered == 0 {
        Reason::new("selection-nobody-considered").with("group", finding.group.as_str())
    } else if finding.reference_considered == 0 {
        Reason::new("selection-nobody-considered").with("group", finding.reference_name())
    } else {
        Reason::new("selection-nobody-selected")
            .with("group", finding.group.as_str())
            .with("reference", finding.reference_name())
    }
}

/// A ratio as sentences print it.
pub(super) fn number(value: f64) -> Argument {
    Argument::Number { value, digits: 2 }
}

/// A probability with two digits that say something, down to 0.0001.
pub(super) fn probability(value: f64) -> Argument {
    let digits = if value >= 0.0995 {
        2
    } else if value >= 0.00995 {
        3
    } else {
        4
    };
    Argument::Number { value, digits }
}
