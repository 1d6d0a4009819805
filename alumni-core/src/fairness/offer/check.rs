use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::cohort::OfferCohort;
use super::people::Candidate;
use super::record::{OfferOverride, PublishedRule};
use super::report::OfferReport;
use super::terms::{OfferTerm, compared};
use crate::Error;
use crate::calendar::days_between;
use crate::fairness::input_hash;
use crate::fairness::pay::{count, float, median_twice, not_negative, one_currency};
use crate::fairness::{compa_ratio, range_penetration};
use crate::workforce::Money;

/// An offer that is being thought about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Offer {
    /// The pay, for the same period and working time as that of the cohort, above zero.
    pub pay: Money,
    /// To whom.
    #[serde(default)]
    pub candidate: Candidate,
    /// Pay at separation, where it may be used: never required, and no part of the bounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<LastPay>,
    /// What similar colleagues who stayed earn now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stayers: Vec<Money>,
    /// Terms beside pay.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<OfferTerm>,
    /// The day of the offer: what days are counted from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// The published rule that the offer follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<PublishedRule>,
    /// Who decided for it whatever the limits say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overridden: Option<OfferOverride>,
}

/// Pay at separation, and how much pay has risen in general since.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LastPay {
    /// The pay, above zero.
    pub pay: Money,
    /// The wage index now over that at separation; 1 unless set, from 0.01 to 1,000.
    #[serde(default = "one")]
    pub index: f64,
}

fn one() -> f64 {
    1.0
}

impl LastPay {
    /// Pay at separation and the wage index since.
    #[must_use]
    pub fn new(pay: Money, index: f64) -> Self {
        Self { pay, index }
    }
}

impl Offer {
    /// An offer of pay to a candidate.
    #[must_use]
    pub fn new(pay: Money, candidate: Candidate) -> Self {
        Self {
            pay,
            candidate,
            last: None,
            stayers: Vec::new(),
            terms: Vec::new(),
            on: None,
            rule: None,
            overridden: None,
        }
    }

    /// Sets pay at separation.
    #[must_use]
    pub fn after(mut self, last: LastPay) -> Self {
        self.last = Some(last);
        self
    }

    /// Sets what similar colleagues who stayed earn.
    #[must_use]
    pub fn beside_stayers(mut self, pay: impl IntoIterator<Item = Money>) -> Self {
        self.stayers = pay.into_iter().collect();
        self
    }

    /// Sets the day of the offer.
    #[must_use]
    pub fn on(mut self, day: NaiveDate) -> Self {
        self.on = Some(day);
        self
    }

    /// Names the published rule that the offer follows.
    #[must_use]
    pub fn by_rule(mut self, rule: PublishedRule) -> Self {
        self.rule = Some(rule);
        self
    }

    /// Records who decided for it whatever the limits say.
    #[must_use]
    pub fn overridden(mut self, by: OfferOverride) -> Self {
        self.overridden = Some(by);
        self
    }

    /// Adds a term beside pay.
    #[must_use]
    pub fn with_term(mut self, term: OfferTerm) -> Self {
        self.terms.push(term);
        self
    }
}

impl OfferCohort {
    /// Measures an offer: its place in the range, the bounds, the premiums and the terms.
    ///
    /// The verdict: [`Review`](crate::fairness::Verdict::Review) for an offer outside what the limits allow;
    /// [`NotEstimable`](crate::fairness::Verdict::NotEstimable) when no limit could be applied;
    /// [`Insufficient`](crate::fairness::Verdict::Insufficient) beside fewer than five incumbents;
    /// [`Watch`](crate::fairness::Verdict::Watch) for a limit that could not be applied, a premium above its limit, a
    /// term that differs without a rule, or a rule that was not published before the offer;
    /// [`NoSignal`](crate::fairness::Verdict::NoSignal) otherwise.
    ///
    /// # Errors
    ///
    /// As [`headroom`](Self::headroom). [`Inconsistent`](crate::ErrorKind::Inconsistent) for another currency than the
    /// cohort's, [`OutOfRange`](crate::ErrorKind::OutOfRange) for pay that is not above zero, an index or a term without
    /// meaning, [`Duplicate`](crate::ErrorKind::Duplicate) for a term given twice, each with its place (`stayers[2]`).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::fairness::{Candidate, Offer, OfferCohort, OfferLimits, OfferPeer, Verdict};
    ///
    /// let yen = |amount: i64| format!("{amount} JPY").parse().unwrap();
    /// let mut limits = OfferLimits::default();
    /// limits.mean_gap_percent = Some(5.0);
    /// let people = [6_000_000, 6_100_000, 6_200_000, 6_300_000, 6_400_000].map(|pay| OfferPeer::new(yen(pay)));
    /// let cohort = OfferCohort::new(people, None, limits)?;
    /// let report = cohort.check(&Offer::new(yen(6_600_000), Candidate::new(60)))?;
    /// assert_eq!(report.verdict, Verdict::Review);
    /// assert_eq!(report.headroom.highest, Some(yen(6_510_000)));
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn check(&self, offer: &Offer) -> Result<OfferReport, Error> {
        let headroom = self.headroom(&offer.candidate)?;
        let currency = self.currency.unwrap_or_else(|| offer.pay.currency());
        let usable = |amount: Money| {
            one_currency([Money::new(0, currency), amount])?;
            not_negative(amount, "")?;
            if amount.minor() == 0 {
                return Err(Error::out_of_range("expected pay above zero"));
            }
            Ok(())
        };
        usable(offer.pay).map_err(|error| error.within("pay"))?;
        if let Some(last) = offer.last {
            usable(last.pay).map_err(|error| error.within("last.pay"))?;
            if !(0.01..=1000.0).contains(&last.index) {
                return Err(Error::out_of_range("expected a number from 0.01 to 1000").within("last.index"));
            }
        }
        for (index, pay) in offer.stayers.iter().enumerate() {
            usable(*pay).map_err(|error| error.within(format!("stayers[{index}]")))?;
        }
        if let Some(by) = &offer.overridden {
            by.check().map_err(|error| error.within("overridden"))?;
        }
        if offer.rule.is_some() && offer.on.is_none() {
            return Err(Error::missing("expected the day of the offer, beside the rule's").within("on"));
        }
        let terms = compared(&offer.terms)?;
        let mut stayers: Vec<i64> = offer.stayers.iter().map(Money::minor).collect();
        stayers.sort_unstable();
        let incumbents: Vec<i64> = self.sums.by_pay.iter().map(|incumbent| incumbent.pay).collect();
        let pay = offer.pay.minor();
        let over = |base: f64| Some(pay as f64 / base - 1.0).filter(|over| over.is_finite());
        let over_median = |sorted: &[i64]| median_twice(sorted).and_then(|twice| over(0.5 * float(twice)));
        let range = self.document.range;
        let midpoint = range.and_then(|range| range.midpoint);
        let line = self.model.as_ref().and_then(|model| model.line(&offer.candidate).ok());
        let inverted: Option<Vec<_>> = self.longer(&offer.candidate).ok().map(|longer| {
            let below = self.sums.by_pay.iter().filter(|incumbent| incumbent.pay < pay && longer(incumbent));
            below.collect()
        });
        let raises = inverted.as_ref().and_then(|below| {
            let sum = below.iter().fold(0_i128, |sum, incumbent| {
                sum.saturating_add(i128::from(pay).saturating_sub(incumbent.pay.into()))
            });
            Some(Money::new(i64::try_from(sum).ok()?, currency))
        });
        let inversions = inverted.as_ref().map(|below| count(below.len()));
        let mut inverted_ids: Vec<String> =
            inverted.into_iter().flatten().filter_map(|incumbent| incumbent.id.clone()).collect();
        inverted_ids.sort_unstable();
        let raise_by = offer.on.zip(self.document.limits.raise_within_days).and_then(|(on, days)| {
            on.checked_add_days(Days::new(days.into()))
                .filter(|_| inversions.is_some_and(|people| people > 0))
        });
        let mut left_out = BTreeMap::<String, u64>::new();
        for why in self.document.people.iter().filter_map(|peer| peer.left_out.as_ref()) {
            let people = left_out.entry(why.clone()).or_default();
            *people = people.saturating_add(1);
        }
        let mut report = OfferReport {
            verdict: crate::fairness::Verdict::NotEstimable,
            reasons: Vec::new(),
            pay: offer.pay,
            compa_ratio: midpoint.map(|midpoint| compa_ratio(offer.pay, midpoint)).transpose()?,
            range_penetration: range
                .map(|range| range_penetration(offer.pay, range.minimum, range.maximum))
                .transpose()?,
            incumbents: count(incumbents.len()),
            paid_less: count(incumbents.iter().filter(|other| **other < pay).count()),
            inversions,
            inverted_ids,
            raises_to_remove_inversions: raises,
            raise_by,
            adjusted_difference: line.and_then(|line| line.difference(pay)),
            over_incumbent_median: over_median(&incumbents),
            over_stayer_median: over_median(&stayers),
            stayers: count(stayers.len()),
            over_indexed_last: offer.last.and_then(|last| over(last.pay.minor() as f64 * last.index)),
            terms,
            circle: self.circle().cloned(),
            left_out,
            rule: offer.rule.clone(),
            rule_days: offer.rule.as_ref().zip(offer.on).map(|(rule, on)| days_between(rule.on, on)),
            overridden: offer.overridden.clone(),
            headroom,
            input_hash: self.fingerprint(offer),
            library_version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        report.judge(self.document.limits.premium_percent, self.circle.as_ref());
        Ok(report)
    }
    /// Of the cohort by its own fingerprint and the offer, whatever the order of those who stayed.
    fn fingerprint(&self, offer: &Offer) -> Option<String> {
        let mut offer = offer.clone();
        offer.stayers.sort_unstable_by_key(Money::minor);
        let input = serde_json::json!({ "cohort": self.hash, "offer": offer });
        input_hash::of(&input_hash::canonical(&input))
    }
}
