use serde::{Deserialize, Serialize};

use super::super::{Outcome, Status};
use crate::Error;

/// As many words of 64 bits as the criteria of the longest policy need.
pub(super) const WORDS: usize = 16;

/// What a [`Judge`](super::Judge) says about one row: the outcome, and how each criterion stands.
///
/// Nothing in it is on the heap: it is copied like a number, and takes 264 bytes, enough for the 1,000 criteria that a policy
/// may have. In JSON `{"outcome": "ineligible", "statuses": ["met", "unmet"]}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Written", into = "Written")]
pub struct Ruling {
    pub(super) outcome: Outcome,
    criteria: u16,
    /// Bit by bit the number of the status in [`Status::ALL`]: here its lower bit.
    low: [u64; WORDS],
    high: [u64; WORDS],
}

/// A ruling as written.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Ruling"))]
#[serde(deny_unknown_fields)]
struct Written {
    /// The outcome.
    outcome: Outcome,
    /// How each criterion stands, in the policy's order.
    statuses: Vec<Status>,
}

impl Ruling {
    const fn new(criteria: u16) -> Self {
        Self::of_few(Outcome::Eligible, criteria, 0, 0)
    }

    /// With the bits of the first 64 criteria.
    #[inline]
    pub(super) const fn of_few(outcome: Outcome, criteria: u16, low: u64, high: u64) -> Self {
        // Written out, so that it is made where it is wanted and not moved there.
        Self {
            outcome,
            criteria,
            low: [low, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            high: [high, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        }
    }

    /// Sets the bits of 64 criteria.
    pub(super) fn set(&mut self, word: usize, bits_low: u64, bits_high: u64) {
        if let (Some(low), Some(high)) = (self.low.get_mut(word), self.high.get_mut(word)) {
            (*low, *high) = (bits_low, bits_high);
        }
    }

    /// The outcome.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// How many criteria the policy has.
    #[must_use]
    pub const fn criteria(&self) -> usize {
        self.criteria as usize
    }

    /// How the criterion at `place` of the policy's order, from 0, stands; `None` when there is none.
    #[must_use]
    pub fn status(&self, place: usize) -> Option<Status> {
        if place >= self.criteria() {
            return None;
        }
        let bit = |words: &[u64; WORDS]| {
            words.get(place / 64).is_some_and(|word| word.checked_shr(shift(place)).unwrap_or(0) & 1 == 1)
        };
        Some(match (bit(&self.high), bit(&self.low)) {
            (false, false) => Status::Met,
            (false, true) => Status::Unmet,
            (true, false) => Status::Review,
            (true, true) => Status::Unknown,
        })
    }

    /// How every criterion stands, in the policy's order.
    pub fn statuses(&self) -> impl Iterator<Item = Status> + use<'_> {
        (0..self.criteria()).filter_map(|place| self.status(place))
    }

    /// The criteria that stand so, as bits, 64 at a time: that at place `p` is bit `p % 64` of the word `p / 64`.
    ///
    /// Of a policy of up to 64 criteria word 0 has them all.
    #[must_use]
    pub fn mask(&self, status: Status, word: usize) -> u64 {
        let (Some(low), Some(high)) = (self.low.get(word), self.high.get(word)) else { return 0 };
        let left = self.criteria().saturating_sub(word.saturating_mul(64));
        let all = if left >= 64 { u64::MAX } else { 1_u64.wrapping_shl(shift(left)).wrapping_sub(1) };
        all & match status {
            Status::Met => !low & !high,
            Status::Unmet => low & !high,
            Status::Review => !low & high,
            Status::Unknown => low & high,
        }
    }

    /// The places of the criteria that stand so, ascending; [`Judge::criteria`](super::Judge::criteria) gives the criteria.
    pub fn places(&self, status: Status) -> impl Iterator<Item = usize> + use<> {
        let ruling = *self;
        (0..self.criteria()).filter(move |place| ruling.status(*place) == Some(status))
    }
}

fn shift(place: usize) -> u32 {
    u32::try_from(place % 64).unwrap_or_default()
}

impl From<Ruling> for Written {
    fn from(ruling: Ruling) -> Self {
        Self { outcome: ruling.outcome, statuses: ruling.statuses().collect() }
    }
}

impl TryFrom<Written> for Ruling {
    type Error = Error;

    fn try_from(written: Written) -> Result<Self, Error> {
        let any = |wanted: Status| written.statuses.contains(&wanted);
        let fits = match written.outcome {
            Outcome::Ineligible => any(Status::Unmet),
            Outcome::Undetermined => any(Status::Unknown) && !any(Status::Unmet),
            Outcome::Conditional => any(Status::Review) && !any(Status::Unmet),
            Outcome::Eligible => written.statuses.iter().all(|status| *status == Status::Met),
        };
        if !fits {
            return Err(Error::inconsistent("expected an outcome that follows from the statuses"));
        }
        let criteria = u16::try_from(written.statuses.len()).ok().filter(|count| *count <= 1_000);
        let criteria = criteria.ok_or_else(|| Error::too_large("expected at most 1000 statuses"))?;
        let mut ruling = Self::new(criteria);
        ruling.outcome = written.outcome;
        for (word, statuses) in written.statuses.chunks(64).enumerate() {
            let bits = |wanted: Status| {
                let bits = statuses.iter().rev().map(|status| u64::from(*status == wanted));
                bits.fold(0, |bits, bit| bits << 1 | bit)
            };
            let unknown = bits(Status::Unknown);
            ruling.set(word, bits(Status::Unmet) | unknown, bits(Status::Review) | unknown);
        }
        Ok(ruling)
    }
}
