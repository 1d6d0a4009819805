use serde::{Deserialize, Serialize};

use super::super::{Outcome, Status};
use crate::Error;

/// As many further words of 64 bits as the criteria of the longest policy need beyond the first.
const MORE: usize = 15;

/// What a [`Judge`](super::Judge) says about one row: the outcome, and how each criterion stands.
///
/// Of a policy of up to 64 criteria nothing in it is on the heap; the standings of those beyond are in one piece there. In JSON
/// `{"outcome": "ineligible", "statuses": ["met", "unmet"]}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Written", into = "Written")]
pub struct Ruling {
    outcome: Outcome,
    criteria: u16,
    /// Small, because a ruling is moved from hand to hand.
    first: Standings,
    /// The criteria after the first 64.
    more: Option<Box<[Standings; MORE]>>,
}

/// How 64 criteria stand: bit by bit the number of the status in [`Status::ALL`], its lower and its higher bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Standings {
    pub(super) low: u64,
    pub(super) high: u64,
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
    /// Of a policy of up to 64 criteria.
    #[inline]
    pub(super) const fn of_few(outcome: Outcome, criteria: u16, first: Standings) -> Self {
        Self { outcome, criteria, first, more: None }
    }

    /// Of a policy of any number of criteria, 64 at a time.
    pub(super) fn new(
        outcome: Outcome,
        criteria: u16,
        standings: impl IntoIterator<Item = Standings>,
    ) -> Self {
        let mut standings = standings.into_iter();
        let mut ruling = Self::of_few(outcome, criteria, standings.next().unwrap_or_default());
        if criteria > 64 {
            let mut more = Box::new([Standings::default(); MORE]);
            more.iter_mut().zip(standings).for_each(|(to, from)| *to = from);
            ruling.more = Some(more);
        }
        ruling
    }

    #[inline]
    fn standings(&self, word: usize) -> Option<Standings> {
        match word.checked_sub(1) {
            None => Some(self.first),
            Some(word) => self.more.as_ref()?.get(word).copied(),
        }
    }

    /// The outcome.
    #[inline]
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// How many criteria the policy has.
    #[inline]
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
        let standings = self.standings(place / 64)?;
        let bit = |word: u64| word.checked_shr(shift(place)).unwrap_or(0) & 1 == 1;
        Some(match (bit(standings.high), bit(standings.low)) {
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
    #[inline]
    #[must_use]
    pub fn mask(&self, status: Status, word: usize) -> u64 {
        let Some(Standings { low, high }) = self.standings(word) else { return 0 };
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
    pub fn places(&self, status: Status) -> impl Iterator<Item = usize> + use<'_> {
        (0..self.criteria()).filter(move |place| self.status(*place) == Some(status))
    }
}

#[inline]
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
        let standings = written.statuses.chunks(64).map(|statuses| {
            let bits = |wanted: Status| {
                let bits = statuses.iter().rev().map(|status| u64::from(*status == wanted));
                bits.fold(0, |bits, bit| bits << 1 | bit)
            };
            let unknown = bits(Status::Unknown);
            Standings { low: bits(Status::Unmet) | unknown, high: bits(Status::Review) | unknown }
        });
        Ok(Self::new(written.outcome, criteria, standings))
    }
}
