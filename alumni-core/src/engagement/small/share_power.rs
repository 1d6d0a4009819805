use serde::{Deserialize, Serialize};

use super::limits::inside;
use crate::numerics::normal;
use crate::text::Argument;
use crate::{Error, Reason, document};

/// How large does a difference between two shares have to be to be noticed, or how many people does it take?
///
/// # Formula
///
/// The difference `d` from the share `p` that is noticed solves `d = z √(p(1-p)/n₁ + (p+d)(1-p-d)/n₂)`, `z` being the sum of the normal
/// quantiles of the confidence (two-sided) and of the power. The people needed for a difference, in equal halves, are twice
/// `z² (p(1-p) + (p+d)(1-p-d)) / d²`, rounded up to whole people in each half. Whether the people there are suffice is told of the groups
/// given: 20 compared with 2,000 notice less than two halves of 272.
///
/// # Source
///
/// Fleiss, Levin and Paik, *Statistical Methods for Rates and Proportions* (2003), 4.1, with the variances unpooled.
///
/// # Example
///
/// 140 people in two halves, 20 % of whom take part: nothing below 21 points more is noticed.
///
/// ```
/// use alumni_core::engagement::SharePowerQuestion;
///
/// let rises = [140, 160, 200].map(|people| SharePowerQuestion::new(people, 0.2).answer().unwrap().rise.unwrap());
/// assert_eq!(rises.map(|rise| (rise * 1e3).round()), [212.0, 198.0, 176.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SharePowerQuestion {
    /// How many people there are: in both halves together, or in the first group. At most a billion.
    pub people: u64,
    /// How many are in the second group; the people are halved when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared_with: Option<u64>,
    /// The share to start from: above 0, below 1.
    pub share: f64,
    /// A difference to notice, 0.1 for ten points more and -0.1 for ten fewer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<f64>,
    /// How sure to be that there is a difference: above 0, below 1; 0.95 when left out.
    #[serde(default = "confidence")]
    pub confidence: f64,
    /// How surely a difference is to be noticed: above 0, below 1; 0.8 when left out.
    #[serde(default = "power")]
    pub power: f64,
}

fn confidence() -> f64 {
    0.95
}

fn power() -> f64 {
    0.8
}

/// How large a difference between two shares has to be, and how many people a difference takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SharePower {
    /// How many people are in each of the two groups.
    pub groups: [u64; 2],
    /// The smallest rise that is noticed; `None` where not even a rise to everybody is.
    pub rise: Option<f64>,
    /// The smallest fall that is noticed, as a number above 0; `None` where not even a fall to nobody is.
    pub fall: Option<f64>,
    /// How many people the difference asked for takes, in two equal groups; `None` when none was asked for.
    pub people_needed: Option<u64>,
    /// The same in words.
    pub reasons: Vec<Reason>,
}

const MOST: u64 = 1_000_000_000;

impl SharePowerQuestion {
    /// So many people in two halves, and the share to start from.
    #[must_use]
    pub fn new(people: u64, share: f64) -> Self {
        Self {
            people,
            compared_with: None,
            share,
            difference: None,
            confidence: confidence(),
            power: power(),
        }
    }

    /// Sets a difference to notice.
    #[must_use]
    pub fn difference(mut self, difference: f64) -> Self {
        self.difference = Some(difference);
        self
    }

    /// Reads `{"people": …, "share": …}`.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    /// Answers it.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a number outside its range, fewer than one person in a group, and a difference
    /// of nothing or to a share that is none.
    pub fn answer(&self) -> Result<SharePower, Error> {
        let share = inside("share", self.share)?;
        let z = normal::two_sided(inside("confidence", self.confidence)?)
            + normal::upper_quantile(1.0 - inside("power", self.power)?);
        let groups = match self.compared_with {
            Some(other) => [self.people, other],
            None => [self.people / 2, self.people.saturating_sub(self.people / 2)],
        };
        for (name, people) in ["people", "compared_with"].into_iter().zip(groups) {
            if !(1..=MOST).contains(&people) {
                let name = if self.compared_with.is_none() { "people" } else { name };
                let message = "expected at least one person in each group, and at most a billion";
                return Err(Error::out_of_range(message).within(name));
            }
        }
        let rise = smallest(share, groups, z);
        let fall = smallest(1.0 - share, groups, z);
        let people_needed = self.difference.map(|difference| needed(share, difference, z)).transpose()?;
        let points = |value: f64| Argument::Number { value: value * 100.0, digits: 1 };
        let mut reason = Reason::new(match (rise, fall) {
            (Some(_), Some(_)) => "share-power-both",
            (Some(_), None) => "share-power-rise",
            (None, Some(_)) => "share-power-fall",
            (None, None) => "share-power-nothing",
        });
        reason = reason
            .with("first", groups[0])
            .with("second", groups[1])
            .with("share", Argument::Share { value: share, digits: 0 });
        for (name, found) in [("rise", rise), ("fall", fall)] {
            if let Some(found) = found {
                reason = reason.with(name, points(found));
            }
        }
        let mut reasons = vec![reason];
        if let (Some(difference), Some(people)) = (self.difference, people_needed) {
            let noticed = if difference > 0.0 { rise } else { fall };
            reasons.push(self.in_words(difference, people, noticed, groups, z));
        }
        Ok(SharePower { groups, rise, fall, people_needed, reasons })
    }

    /// Whether the groups given notice the difference; halves of as many people might, and these not.
    fn in_words(
        &self,
        difference: f64,
        people: u64,
        noticed: Option<f64>,
        groups: [u64; 2],
        z: f64,
    ) -> Reason {
        let [first, second] = groups;
        let of = |code: &str| {
            let points = Argument::Number { value: difference * 100.0, digits: 1 };
            Reason::new(code)
                .with("first", first)
                .with("second", second)
                .with("difference", points)
                .with("people", people)
        };
        // The edge is found to the last digits of a float only.
        if noticed.is_some_and(|noticed| noticed <= difference.abs() + 1e-12) {
            return of("share-power-enough");
        }
        if self.compared_with.is_none() {
            let missing = people.saturating_sub(first.saturating_add(second));
            return of("share-power-cannot-tell-yet").with("missing", missing);
        }
        match smaller_group(self.share, difference, groups, z) {
            Some(size) => {
                let smaller = first.min(second);
                of("share-power-cannot-tell-yet-between")
                    .with("smaller", smaller)
                    .with("missing", size.saturating_sub(smaller))
            }
            None => of("share-power-cannot-tell-between"),
        }
    }
}

/// How large the smaller group would have to be, the other one staying as it is; `None` where no size is enough.
fn smaller_group(share: f64, difference: f64, groups: [u64; 2], z: f64) -> Option<u64> {
    let then = share + difference;
    let (first, second) = (share * (1.0 - share), then * (1.0 - then));
    let [ahead, behind] = groups.map(|people| people as f64);
    let (own, other) = if ahead <= behind { (first, second / behind) } else { (second, first / ahead) };
    let room = difference * difference / (z * z) - other;
    let size = own / room;
    (room > 0.0 && size <= MOST as f64).then(|| whole(size))
}

/// The smallest rise from `share` that is noticed.
fn smallest(share: f64, groups: [u64; 2], z: f64) -> Option<f64> {
    let [first, second] = groups.map(|people| people as f64);
    // Convex and below 0 at 0: it crosses 0 once or never.
    let excess = |rise: f64| {
        let then = share + rise;
        rise - z * libm::sqrt(share * (1.0 - share) / first + (then * (1.0 - then)).max(0.0) / second)
    };
    let (mut low, mut high) = (0.0, 1.0 - share);
    if excess(high) < 0.0 {
        return None;
    }
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return Some(middle);
        }
        if excess(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
}

fn needed(share: f64, difference: f64, z: f64) -> Result<u64, Error> {
    let then = share + difference;
    if difference.abs() < 1e-6 || !(0.0..=1.0).contains(&then) {
        let message = "expected a difference of a millionth or more, to a share from 0 to 1";
        return Err(Error::out_of_range(message).within("difference"));
    }
    let each = z * z * (share * (1.0 - share) + then * (1.0 - then)) / (difference * difference);
    Ok(whole(each).saturating_mul(2))
}

/// So many people, rounded up; at least one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates; whole and above 0"
)]
fn whole(people: f64) -> u64 {
    libm::ceil(people).max(1.0) as u64
}
