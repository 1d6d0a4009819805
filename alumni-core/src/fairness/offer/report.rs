use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::bounds::{Headroom, OfferLimit, WhyNoBound};
use super::circle::Circle;
use super::record::{OfferOverride, PublishedRule};
use super::terms::{TermComparison, TermFinding, TermKind};
use super::withheld;
use crate::fairness::Verdict;
use crate::fairness::wording;
use crate::text::{Argument, Lang, Localized, Reason};
use crate::workforce::Money;

/// An offer measured beside its cohort. Nobody's pay stands in it but the offer's, and colleagues are counts. With
/// the same input the same version gives the same report.
///
/// Premiums are shares above zero when the offer is higher.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct OfferReport {
    /// What the offer asks of its reader.
    pub verdict: Verdict,
    /// Why, and what else is to be known.
    pub reasons: Vec<Reason>,
    /// The pay offered.
    pub pay: Money,
    /// The room that the limits leave.
    pub headroom: Headroom,
    /// Pay over the midpoint; absent without one.
    pub compa_ratio: Option<f64>,
    /// How far into the range; absent without one.
    pub range_penetration: Option<f64>,
    /// How many incumbents, returners not counted.
    pub incumbents: u64,
    /// How many of them are paid less than the offer.
    pub paid_less: u64,
    /// How many of those have at least as much service (with the margin) and no lower rating; absent when the candidate
    /// has no rating and others do.
    pub inversions: Option<u64>,
    /// The ids of those who have one, in their order.
    pub inverted_ids: Vec<String>,
    /// What it would cost to raise those to the offer, in the period of pay.
    pub raises_to_remove_inversions: Option<Money>,
    /// By when they are to be raised, where the limits say within how many days, the offer has a day and there are any.
    pub raise_by: Option<NaiveDate>,
    /// Returners' pay beside incumbents' with the factors taken into account, after the offer, as a share; absent without
    /// a limit on it or when it cannot be told.
    pub adjusted_difference: Option<f64>,
    /// Over the incumbents' median.
    pub over_incumbent_median: Option<f64>,
    /// How many colleagues who stayed were given.
    pub stayers: u64,
    /// Over the median of what they earn.
    pub over_stayer_median: Option<f64>,
    /// Over indexed last pay; absent when no pay history was given.
    pub over_indexed_last: Option<f64>,
    /// The terms beside pay.
    pub terms: Vec<TermFinding>,
    /// The circle of people that was compared; absent where the cohort has none.
    pub circle: Option<Localized>,
    /// How many of the cohort were left out, by why.
    pub left_out: BTreeMap<String, u64>,
    /// The published rule that the offer follows.
    pub rule: Option<PublishedRule>,
    /// How many days before the offer it was published; below zero when it was after.
    pub rule_days: Option<i64>,
    /// Who decided for the offer whatever the limits say; the verdict is as without it.
    pub overridden: Option<OfferOverride>,
    /// A fingerprint of the cohort and the offer, in the canonical form of [`input_hash`](crate::fairness::input_hash); every answer of this library has
    /// one. It is of people's pay: whoever knows all of it but one amount can find that amount by trying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_hash: Option<String>,
    /// The version of the library that measured it; empty in reports written before they said so.
    #[serde(default)]
    pub library_version: String,
}

/// Below how many incumbents a cohort says little.
pub(super) const FEW: u64 = 5;

impl OfferReport {
    pub(super) fn judge(&mut self, premium_percent: Option<f64>, circle: Option<&Circle>) {
        let headroom = self.headroom.clone();
        let applied = headroom.bounds.iter().any(|bound| bound.why_not.is_none());
        let mut watch = false;
        let outside = if headroom.feasible {
            self.say_room(&headroom)
        } else {
            self.reasons.extend(headroom.why_no_room());
            true
        };
        for bound in &headroom.bounds {
            if let Some(why) = bound.why_not {
                watch = true;
                let code = format!("offer-not-applied-{}", why.code());
                self.say(Reason::new(code).with("limit", name(bound.limit)));
            }
        }
        let premiums = [
            ("offer-over-last", self.over_indexed_last),
            ("offer-over-median", self.over_incumbent_median),
            ("offer-over-stayers", self.over_stayer_median),
        ];
        for (code, premium) in premiums {
            let Some(premium) = premium else { continue };
            let direction = if premium < 0.0 { ("below", "低い") } else { ("above", "高い") };
            let size = Argument::Share { value: premium.abs(), digits: 1 };
            let direction = Argument::Phrase(Localized::new(direction.0, direction.1));
            self.say(Reason::new(code).with("size", size).with("direction", direction));
            if let Some(most) = premium_percent.filter(|most| premium * 100.0 > *most) {
                watch = true;
                let most = Argument::Share { value: most / 100.0, digits: 1 };
                self.say(Reason::new("offer-premium-above-limit").with("limit", most));
            }
        }
        if let (Some(people @ 1..), Some(raises)) = (self.inversions, self.raises_to_remove_inversions) {
            self.say(
                Reason::new("offer-inversions").with("people", people).with("raises", raises.to_string()),
            );
        }
        if let Some(on) = self.raise_by {
            self.say(Reason::new("offer-raise-by").with("on", on));
        }
        for found in self.terms.clone() {
            watch |= found.comparison != TermComparison::Same && found.term.rule.is_none();
            self.say_term(&found);
        }
        watch |= self.say_record();
        self.say_compared(circle);
        if self.incumbents < FEW {
            self.say(Reason::new("offer-few").with("people", self.incumbents));
        }
        self.verdict = if outside {
            Verdict::Review
        } else if !applied {
            self.say(Reason::new("offer-no-limits"));
            Verdict::NotEstimable
        } else if self.incumbents < FEW {
            Verdict::Insufficient
        } else if watch {
            Verdict::Watch
        } else {
            Verdict::NoSignal
        };
    }

    /// Between which amounts an offer keeps every limit; whether this one is outside.
    fn say_room(&mut self, headroom: &Headroom) -> bool {
        for (code, amount, limit) in [
            ("offer-highest", headroom.highest, headroom.highest_by),
            ("offer-lowest", headroom.lowest, headroom.lowest_by),
        ] {
            if let (Some(amount), Some(limit)) = (amount, limit) {
                self.say(Reason::new(code).with("amount", amount.to_string()).with("limit", name(limit)));
            }
        }
        let pay = self.pay.minor();
        let above = headroom.highest.filter(|high| pay > high.minor());
        let below = headroom.lowest.filter(|low| pay < low.minor());
        for (code, bound) in [("offer-above", above), ("offer-below", below)] {
            if let Some(bound) = bound {
                let by = i128::from(pay).abs_diff(bound.minor().into());
                let by = Money::new(i64::try_from(by).unwrap_or(i64::MAX), bound.currency());
                let offer = Reason::new(code).with("offer", self.pay.to_string());
                self.say(offer.with("by", by.to_string()));
            }
        }
        above.is_some() || below.is_some()
    }

    /// Whether the rule came after the offer, with what is on record.
    fn say_record(&mut self) -> bool {
        let mut late = false;
        if let (Some(rule), Some(days)) = (self.rule.clone(), self.rule_days) {
            late = days < 0;
            let code = if late { "offer-rule-later" } else { "offer-rule-published" };
            let days = Argument::Integer(days.saturating_abs());
            self.say(Reason::new(code).with("rule", rule.id.as_str()).with("on", rule.on).with("days", days));
        }
        if let Some(by) = self.overridden.clone() {
            let reason = Reason::new("offer-overridden").with("approver", by.approver.as_str());
            self.say(reason.with("why", by.reason.as_str()).with("on", by.on));
        }
        late
    }

    /// Who was compared and who was not.
    fn say_compared(&mut self, circle: Option<&Circle>) {
        if let Some(Circle { title, incumbents, widened_from: Some((own, few)), .. }) = circle {
            let reason = Reason::new("offer-widened").with("own", Argument::Phrase(own.clone()));
            let reason = reason.with("few", *few).with("circle", Argument::Phrase(title.clone()));
            self.say(reason.with("people", *incumbents));
        }
        for (why, people) in self.left_out.clone() {
            self.say(Reason::new("offer-left-out").with("people", people).with("why", why));
        }
    }

    fn say(&mut self, reason: Reason) {
        self.reasons.push(reason);
    }

    fn say_term(&mut self, found: &TermFinding) {
        let term = &found.term;
        let code = match (found.comparison, &term.rule) {
            (TermComparison::Same, _) => return,
            (TermComparison::Better, None) => "offer-term-better",
            (TermComparison::Worse, None) => "offer-term-worse",
            (_, Some(_)) => "offer-term-by-rule",
        };
        let number = |value: f64| {
            let whole = (value - libm::round(value)).abs() < 1e-9;
            Argument::Number { value, digits: u8::from(!whole) }
        };
        let reason = Reason::new(code)
            .with("term", term.kind.name())
            .with("offered", number(term.offered))
            .with("standard", number(term.standard));
        self.say(match &term.rule {
            Some(rule) => reason.with("rule", rule.as_str()),
            None => reason,
        });
    }

    /// The offer in sentences, with its verdict.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        wording::lines(&self.reasons, self.verdict, lang)
    }

    /// The same for readers who may not see amounts of pay: each is withheld, and counts stay.
    ///
    /// What the offer is above or below is told in steps of five percentage points, and from half of it as 50 % or
    /// more: beside one who knows the offer an exact share would give the median away, which with an odd number is one
    /// person's pay. A median of fewer than five people is not compared with at all, and the text says so.
    #[must_use]
    pub fn text_without_amounts(&self, lang: Lang) -> String {
        wording::lines(&withheld::reasons(self), self.verdict, lang)
    }
}

pub(in crate::fairness) fn name(limit: OfferLimit) -> Argument {
    let (en, ja) = match limit {
        OfferLimit::Range => ("pay range", "賃金レンジ"),
        OfferLimit::CompaRatio => ("compa-ratio", "コンパレシオ"),
        OfferLimit::MeanGap => ("mean gap", "平均賃金の差"),
        OfferLimit::AdjustedGap => ("adjusted gap", "要因調整後の差"),
        OfferLimit::GroupGap => ("gap between groups", "群間の差"),
        OfferLimit::Inversions => ("inversions", "逆転"),
    };
    Argument::Phrase(Localized::new(en, ja))
}

impl WhyNoBound {
    fn code(self) -> &'static str {
        match self {
            Self::NoRange => "no-range",
            Self::NoIncumbents => "no-incumbents",
            Self::NoGroup => "no-group",
            Self::NotRated => "not-rated",
            Self::FactorsUnknown => "factors-unknown",
            Self::NotEstimable => "not-estimable",
        }
    }
}

impl TermKind {
    fn name(self) -> Argument {
        let (en, ja) = match self {
            Self::GradeSteps => ("grade steps since separation", "離職時からの等級の上昇"),
            Self::ProbationDays => ("days of probation", "試用期間の日数"),
            Self::LeaveDays => ("days of leave", "休暇の付与日数"),
            Self::BonusPercent => ("bonus in per cent of pay", "年収に対する賞与の割合(%)"),
            Self::BridgedMonths => ("months of earlier service that count", "通算する過去の勤続月数"),
        };
        Argument::Phrase(Localized::new(en, ja))
    }
}
