use std::fmt;

use serde::{Deserialize, Serialize};

use super::cohort::OfferCohort;
use super::people::{Candidate, CandidateInOrder, OfferPeer};
use super::percent::{divided, product};
use crate::Error;
use crate::fairness::input_hash;
use crate::text::{Lang, Reason};
use crate::workforce::Money;

/// A limit on offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OfferLimit {
    /// The pay range.
    Range,
    /// Pay over the midpoint.
    CompaRatio,
    /// Returners' mean pay beside incumbents'.
    MeanGap,
    /// The same beside the factors.
    AdjustedGap,
    /// Two groups' mean pay.
    GroupGap,
    /// Colleagues with more service and no lower rating who would be paid less, and the other way round.
    Inversions,
}

/// Why a limit that was set bounds nothing here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum WhyNoBound {
    /// There is no range, or it has no midpoint.
    NoRange,
    /// There are no incumbents.
    NoIncumbents,
    /// The candidate is in neither group, or the other group has nobody.
    NoGroup,
    /// The candidate has no rating and others do.
    NotRated,
    /// The candidate lacks a factor, or has a level of one that nobody has.
    FactorsUnknown,
    /// The factors and being a returner cannot be told apart, or the candidate is unlike everyone.
    NotEstimable,
}

/// What one limit allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Bound {
    /// The limit.
    pub limit: OfferLimit,
    /// The lowest pay that keeps it, in whole minor units; absent when there is none above zero.
    pub lowest: Option<Money>,
    /// The highest pay that keeps it, in whole minor units; absent when there is none; nothing or
    /// less than nothing when no pay keeps it.
    pub highest: Option<Money>,
    /// Why it bounds nothing, where it cannot be applied.
    pub why_not: Option<WhyNoBound>,
}

/// The room that the agreed limits leave for an offer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Headroom {
    /// The lowest pay that keeps all of them.
    pub lowest: Option<Money>,
    /// Which limit says so; of several the first.
    pub lowest_by: Option<OfferLimit>,
    /// The highest pay that keeps all of them; nothing or less than nothing when none does.
    pub highest: Option<Money>,
    /// Which limit says so; of several the first.
    pub highest_by: Option<OfferLimit>,
    /// Whether any pay keeps all of them.
    pub feasible: bool,
    /// What each limit that was set allows, in the order of [`OfferLimit`].
    pub bounds: Vec<Bound>,
    /// A fingerprint of the cohort and the candidate, in the canonical form of [`input_hash`](crate::fairness::input_hash); every answer of this library has
    /// one. It is of people's pay: whoever knows all of it but one amount can find that amount by trying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_hash: Option<String>,
}

impl Bound {
    /// Whether no pay keeps the limit.
    pub(super) fn is_empty(&self) -> bool {
        let lowest = self.lowest.map_or(1, |low| low.minor());
        self.highest.is_some_and(|high| high.minor() < lowest)
    }
}

impl Headroom {
    /// The room in one sentence of `lang`: both ends and which limits bind them.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let (amount, limit) = (|money: Money| money.to_string(), super::report::name);
        let reason = match (self.feasible, self.lowest.zip(self.lowest_by), self.highest.zip(self.highest_by))
        {
            (false, _, _) => Reason::new("offer-no-room"),
            (true, Some((lowest, below)), Some((highest, above))) => Reason::new("headroom-between")
                .with("lowest", amount(lowest))
                .with("highest", amount(highest))
                .with("above", limit(above))
                .with("below", limit(below)),
            (true, Some((lowest, below)), None) => {
                Reason::new("headroom-from").with("lowest", amount(lowest)).with("below", limit(below))
            }
            (true, None, Some((highest, above))) => {
                Reason::new("headroom-to").with("highest", amount(highest)).with("above", limit(above))
            }
            (true, None, None) => Reason::new("offer-no-limits"),
        };
        crate::fairness::wording::opening(&reason.text(lang), lang)
    }

    /// That no offer keeps all of the limits, and which: those that none keeps alone, or the two that clash.
    pub(in crate::fairness) fn why_no_room(&self) -> Vec<Reason> {
        let name = super::report::name;
        let mut reasons = vec![Reason::new("offer-no-room")];
        let alone = self.bounds.iter().filter(|bound| bound.is_empty());
        reasons.extend(alone.map(|bound| Reason::new("offer-none-keeps").with("limit", name(bound.limit))));
        if let ([_], Some((low, below)), Some((high, above))) =
            (reasons.as_slice(), self.lowest.zip(self.lowest_by), self.highest.zip(self.highest_by))
        {
            let reason = Reason::new("offer-limits-clash").with("lowest", low.to_string());
            let reason = reason.with("highest", high.to_string());
            reasons.push(reason.with("below", name(below)).with("above", name(above)));
        }
        reasons
    }
}

impl fmt::Display for Headroom {
    /// The English sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

/// Counts and sums of pay, and the incumbents by rising pay.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    returners: Sum,
    pub(super) incumbents: Sum,
    focal: Sum,
    reference: Sum,
    pub(super) by_pay: Vec<Incumbent>,
    pub(super) rated: bool,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    pub(super) people: i128,
    pay: i128,
}

#[derive(Clone, Debug)]
pub(super) struct Incumbent {
    pub(super) pay: i64,
    pub(super) tenure: u64,
    pub(super) rating: Option<u32>,
    pub(super) id: Option<String>,
}

impl Sums {
    pub(super) fn new<'a>(people: impl Iterator<Item = &'a OfferPeer>, focal: &str, reference: &str) -> Self {
        let mut sums = Self::default();
        for peer in people {
            let pay = peer.pay.minor();
            if peer.returner { &mut sums.returners } else { &mut sums.incumbents }.add(pay);
            match peer.group.as_ref() {
                Some(group) if group == focal => sums.focal.add(pay),
                Some(group) if group == reference => sums.reference.add(pay),
                _ => {}
            }
            if !peer.returner {
                let tenure = u64::from(peer.tenure_months);
                sums.by_pay.push(Incumbent { pay, tenure, rating: peer.rating, id: peer.id.clone() });
            }
            sums.rated |= peer.rating.is_some();
        }
        sums.by_pay.sort_by_key(|incumbent| incumbent.pay);
        sums
    }
}

impl Sum {
    fn add(&mut self, pay: i64) {
        self.people = self.people.saturating_add(1);
        self.pay = self.pay.saturating_add(pay.into());
    }
}

/// The lowest and the highest pay in minor units.
type Pair = (Option<i128>, Option<i128>);

/// Pay that brings the mean of `own` with one more between `low` and `high` times the mean of `other`, the factors being
/// fractions.
fn mean_between(own: Sum, other: Sum, low: (i128, i128), high: (i128, i128)) -> Pair {
    let bound = |(over, under): (i128, i128), up| {
        let scaled = product([over, other.pay, own.people.saturating_add(1)]);
        divided(scaled, product([under, other.people]), up)?.checked_sub(own.pay)
    };
    (bound(low, true), bound(high, false))
}

/// What is asked, as its fingerprint has it: the cohort by its own.
#[derive(Serialize)]
struct Asked<'a> {
    candidate: CandidateInOrder<'a>,
    cohort: Option<&'a str>,
}

const WHOLE: i128 = 10_000;

impl OfferCohort {
    /// Between which amounts an offer to `candidate` keeps every limit, and which limits bind.
    ///
    /// Amounts are whole minor units, rounded to the side that keeps the limit. Takes time proportional to the square of
    /// the number of factors, and for inversions to how many of the lowest paid (or highest paid) incumbents are passed
    /// over before one counts; nothing is fitted again.
    ///
    /// # Formula
    ///
    /// With `n`, `S` the number and pay of the candidate's side without the candidate and `m` the mean of the other:
    /// mean gap `(1 - g) m <= (S + pay) / (n + 1) <= (1 + g) m`; between groups with `m` of the reference the same for a
    /// candidate of the focal group, and `m / (1 + g)` to `m / (1 - g)` for one of the reference. Adjusted gap:
    /// `ln(1 - g) <= d' <= ln(1 + g)` of the coefficient after the offer.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) when there is neither a range nor anybody in the cohort,
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a factor that is not finite.
    pub fn headroom(&self, candidate: &Candidate) -> Result<Headroom, Error> {
        let mut headroom = self.room(candidate)?;
        headroom.input_hash =
            input_hash::of(&Asked { candidate: candidate.in_order(), cohort: self.hash.as_deref() });
        Ok(headroom)
    }

    fn room(&self, candidate: &Candidate) -> Result<Headroom, Error> {
        let currency =
            self.currency.ok_or_else(|| Error::missing("expected a range or people").within("people"))?;
        for (name, value) in &candidate.factors {
            if let crate::fairness::FactorValue::Number(number) = value
                && !crate::fairness::design::usable(*number)
            {
                let message = "expected a finite number of at most 1e100 in size";
                return Err(Error::out_of_range(message).within(format!("candidate.factors.{name}")));
            }
        }
        let money = |minor: i128| {
            let minor = i64::try_from(minor).unwrap_or(if minor < 0 { i64::MIN } else { i64::MAX });
            Money::new(minor, currency)
        };
        let mut bounds = Vec::with_capacity(6);
        self.each(candidate, |limit, found| {
            let ((low, high), why_not) = match found {
                Ok(pair) => (pair, None),
                Err(why) => ((None, None), Some(why)),
            };
            let low = low.filter(|low| *low > 0);
            bounds.push(Bound { limit, lowest: low.map(money), highest: high.map(money), why_not });
        });
        let mut headroom = Headroom {
            lowest: None,
            lowest_by: None,
            highest: None,
            highest_by: None,
            feasible: true,
            bounds,
            input_hash: None,
        };
        for bound in &headroom.bounds {
            if let Some(low) = bound.lowest
                && headroom.lowest.is_none_or(|so_far| low.minor() > so_far.minor())
            {
                (headroom.lowest, headroom.lowest_by) = (Some(low), Some(bound.limit));
            }
            if let Some(high) = bound.highest
                && headroom.highest.is_none_or(|so_far| high.minor() < so_far.minor())
            {
                (headroom.highest, headroom.highest_by) = (Some(high), Some(bound.limit));
            }
        }
        // An offer is of one minor unit at least.
        let lowest = headroom.lowest.map_or(1, |low| low.minor());
        headroom.feasible = headroom.highest.is_none_or(|high| high.minor() >= lowest);
        Ok(headroom)
    }

    fn each(&self, candidate: &Candidate, mut found: impl FnMut(OfferLimit, Result<Pair, WhyNoBound>)) {
        let (limits, sums) = (&self.document.limits, &self.sums);
        if let Some(range) = self.document.range {
            found(
                OfferLimit::Range,
                Ok((Some(range.minimum.minor().into()), Some(range.maximum.minor().into()))),
            );
        }
        if limits.compa_ratio_percent.is_some() {
            let midpoint = self.document.range.and_then(|range| range.midpoint).ok_or(WhyNoBound::NoRange);
            found(
                OfferLimit::CompaRatio,
                midpoint.map(|midpoint| {
                    let times = |ratio: Option<i128>, up| {
                        divided(product([ratio?, midpoint.minor().into()]), Some(WHOLE), up)
                    };
                    (times(self.exact.lowest_compa_ratio, true), times(self.exact.highest_compa_ratio, false))
                }),
            );
        }
        if let Some(gap) = self.exact.mean_gap {
            let pair = if sums.incumbents.people > 0 {
                let (low, high) = (WHOLE.saturating_sub(gap), WHOLE.saturating_add(gap));
                Ok(mean_between(sums.returners, sums.incumbents, (low, WHOLE), (high, WHOLE)))
            } else {
                Err(WhyNoBound::NoIncumbents)
            };
            found(OfferLimit::MeanGap, pair);
        }
        if let Some(model) = &self.model {
            found(OfferLimit::AdjustedGap, model.line(candidate).and_then(|line| model.bounds(line)));
        }
        if let Some(gap) = self.exact.group_gap {
            found(OfferLimit::GroupGap, self.group_gap(candidate, gap));
        }
        if let Some(most) = limits.inversions {
            found(OfferLimit::Inversions, self.inverted(candidate, most));
        }
    }

    fn group_gap(&self, candidate: &Candidate, gap: i128) -> Result<Pair, WhyNoBound> {
        let (focal, reference) = (self.sums.focal, self.sums.reference);
        let (low, high) = (WHOLE.saturating_sub(gap), WHOLE.saturating_add(gap));
        let group = candidate.group.as_ref().ok_or(WhyNoBound::NoGroup)?;
        if *group == self.document.focal && reference.people > 0 {
            Ok(mean_between(focal, reference, (low, WHOLE), (high, WHOLE)))
        } else if *group == self.document.reference && focal.people > 0 {
            Ok(mean_between(reference, focal, (WHOLE, high), (WHOLE, low)))
        } else {
            Err(WhyNoBound::NoGroup)
        }
    }

    fn inverted(&self, candidate: &Candidate, most: u32) -> Result<Pair, WhyNoBound> {
        let passed = usize::try_from(most).unwrap_or(usize::MAX);
        let longer = self.longer(candidate)?;
        let highest = self.sums.by_pay.iter().filter(|incumbent| longer(incumbent)).nth(passed);
        let margin = u64::from(self.document.limits.inversion_margin_months);
        let own = u64::from(candidate.tenure_months);
        let shorter = |incumbent: &&Incumbent| {
            incumbent.tenure.saturating_add(margin) <= own
                && (!self.sums.rated
                    || incumbent.rating.is_some_and(|rating| Some(rating) <= candidate.rating))
        };
        let lowest = self.sums.by_pay.iter().rev().filter(shorter).nth(passed);
        Ok((lowest.map(|incumbent| incumbent.pay.into()), highest.map(|incumbent| incumbent.pay.into())))
    }

    /// Whether an incumbent has at least the candidate's service with the margin, and no lower rating.
    pub(super) fn longer(
        &self,
        candidate: &Candidate,
    ) -> Result<impl Fn(&Incumbent) -> bool + use<>, WhyNoBound> {
        let rated = self.sums.rated;
        let rating = candidate.rating;
        if rated && rating.is_none() {
            return Err(WhyNoBound::NotRated);
        }
        let margin = self.document.limits.inversion_margin_months;
        let tenure = u64::from(candidate.tenure_months).saturating_add(margin.into());
        Ok(move |incumbent: &Incumbent| {
            incumbent.tenure >= tenure
                && (!rated || incumbent.rating.is_some_and(|other| Some(other) >= rating))
        })
    }
}
