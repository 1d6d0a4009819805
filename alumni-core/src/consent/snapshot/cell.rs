//! States as a snapshot holds them.

use crate::consent::answer::Verdict;
use crate::consent::asked::Stood;
use crate::consent::kind::Channel;
use crate::consent::reasons::Headline;
use crate::consent::state::{DecisionState, RequestState, State};
use crate::consent::store::{Record, Tick};

/// Which questions about a purpose a state answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Those on the channel at this place among all.
    Channel(u8),
    /// Those on any channel that no event names.
    Others,
    /// Those without a channel.
    Whole,
    /// The last two.
    Everything,
}

impl Scope {
    /// The channels, and none.
    pub(super) const COUNT: usize = Channel::ALL.len() + 1;

    const OTHERS: u8 = 0xfd;
    const WHOLE: u8 = 0xfe;
    const EVERYTHING: u8 = 0xff;

    const fn number(self) -> u8 {
        match self {
            Self::Channel(place) => place,
            Self::Others => Self::OTHERS,
            Self::Whole => Self::WHOLE,
            Self::Everything => Self::EVERYTHING,
        }
    }
}

/// What a state says of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Told<K = Kind> {
    pub(super) kind: K,
    /// One more than the place of the event it rests on among those of the subject; 0 for none.
    pub(super) evidence: u32,
    /// [`NEVER`] where it stays so.
    pub(super) until: Tick,
}

/// Everything of an answer but the event and the end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Kind {
    pub(super) verdict: Verdict,
    pub(super) code: &'static str,
    pub(super) state: State,
}

/// An instant after all others.
pub(super) const NEVER: Tick = Tick::of_parts(i64::MAX, 0);

impl Told {
    /// What is said where nothing is known of what is asked.
    pub(super) const NOTHING: Self = Self {
        kind: Kind {
            verdict: Verdict::Denied,
            code: "consent-never-asked",
            state: State {
                decision: DecisionState::Undecided,
                request: RequestState::NotAsked,
                restricted: false,
            },
        },
        evidence: 0,
        until: NEVER,
    };

    #[inline]
    pub(super) fn by_ref(&self) -> Told<&Kind> {
        Told { kind: &self.kind, evidence: self.evidence, until: self.until }
    }

    pub(super) fn new(records: &[Record], stood: &Stood<'_>) -> Self {
        let place = |event: &Record| records.iter().position(|record| std::ptr::eq(record, event));
        let place = stood.headline.evidence.and_then(place);
        let evidence = place.and_then(|place| u32::try_from(place.saturating_add(1)).ok());
        let Headline { verdict, code, .. } = stood.headline;
        Self {
            kind: Kind { verdict, code, state: stood.state },
            evidence: evidence.unwrap_or_default(),
            until: stood.until.unwrap_or(NEVER),
        }
    }
}

/// The kinds of answers that cells refer to.
#[derive(Clone, Debug, Default)]
pub(super) struct Kinds(Vec<Kind>);

impl Kinds {
    pub(super) fn all(&self) -> &[Kind] {
        &self.0
    }

    fn number(&mut self, of: Kind) -> u8 {
        // Codes are constants: two at one place are one.
        let same = |kind: &Kind| {
            let is_so = kind.verdict == of.verdict && kind.state == of.state;
            is_so && (std::ptr::eq(kind.code, of.code) || kind.code == of.code)
        };
        let place = self.0.iter().position(same).unwrap_or_else(|| {
            self.0.push(of);
            self.0.len().saturating_sub(1)
        });
        u8::try_from(place).unwrap_or(Cell::UNTOLD)
    }
}

/// What one subject, purpose and scope come to, in 16 bytes.
///
/// From the lowest bit: microseconds until the answer changes, in 64 bits; one more than the event's place, and what is said
/// of channels that no event names, in 16 each; the purpose's place in 16; the scope in 8, the kind in 8.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cell(u128);

/// What a cell says of the channels that no event about its purpose names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Others {
    /// Nothing: another cell does, or it is folded when it is asked.
    Unsaid,
    /// Nothing is recorded.
    Nothing,
    /// A yes is recorded elsewhere: one more than its place.
    Elsewhere(u16),
}

impl Cell {
    const EVIDENCE: u32 = 64;
    const OTHERS: u32 = 80;
    const PURPOSE: u32 = 96;
    const SCOPE: u32 = 112;
    const KIND: u32 = 120;
    /// The kind of what has no room in a cell, and is folded when it is asked.
    const UNTOLD: u8 = u8::MAX;
    const UNSAID: u16 = u16::MAX;

    pub(super) fn new(purpose: u16, scope: Scope, told: &Told, kinds: &mut Kinds) -> Self {
        let until = told.until.parts();
        let evidence = u16::try_from(told.evidence);
        let kind = if until.1 == 0 && evidence.is_ok() { kinds.number(told.kind) } else { Self::UNTOLD };
        let until = u64::from_le_bytes(until.0.to_le_bytes());
        Self(
            u128::from(until)
                | u128::from(evidence.unwrap_or_default()) << Self::EVIDENCE
                | u128::from(Self::UNSAID) << Self::OTHERS
                | u128::from(purpose) << Self::PURPOSE
                | u128::from(scope.number()) << Self::SCOPE
                | u128::from(kind) << Self::KIND,
        )
    }

    #[inline]
    pub(super) const fn of_bits(bits: u128) -> Self {
        Self(bits)
    }

    pub(super) const fn bits(self) -> u128 {
        self.0
    }

    #[inline]
    fn field(self, shift: u32) -> u16 {
        u16::try_from(self.0 >> shift & u128::from(u16::MAX)).unwrap_or_default()
    }

    #[inline]
    pub(super) fn purpose(self) -> u16 {
        self.field(Self::PURPOSE)
    }

    /// Whether it answers a question on `channel`, unless an earlier state does.
    #[inline]
    pub(super) fn answers(self, channel: Option<Channel>) -> bool {
        let [scope, _] = self.field(Self::SCOPE).to_le_bytes();
        match channel {
            Some(channel) => scope == channel as u8 || scope == Scope::OTHERS || scope == Scope::EVERYTHING,
            None => scope == Scope::WHOLE || scope == Scope::EVERYTHING,
        }
    }

    #[inline]
    pub(super) fn others(self) -> Others {
        match self.field(Self::OTHERS) {
            Self::UNSAID => Others::Unsaid,
            0 => Others::Nothing,
            place => Others::Elsewhere(place),
        }
    }

    /// The same cell, which also speaks of channels that no event names.
    pub(super) fn with_others(self, others: Others) -> Self {
        let said = match others {
            Others::Unsaid => Self::UNSAID,
            Others::Nothing => 0,
            Others::Elsewhere(place) => place,
        };
        let rest = self.0 & !(u128::from(u16::MAX) << Self::OTHERS);
        Self(rest | u128::from(said) << Self::OTHERS)
    }

    /// One more than the place of the event it rests on; 0 for none.
    #[inline]
    pub(super) fn evidence(self) -> u16 {
        self.field(Self::EVIDENCE)
    }

    /// The same cell, resting on another event until another instant, in microseconds; `i64::MAX` for none.
    #[inline]
    pub(super) fn resting_on(self, evidence: u16, until: i64) -> Self {
        let rest = self.0 & !(u128::from(u16::MAX) << Self::EVIDENCE | u128::from(u64::MAX));
        let until = u64::from_le_bytes(until.to_le_bytes());
        Self(rest | u128::from(evidence) << Self::EVIDENCE | u128::from(until))
    }

    /// The kind of what it says; `None` where that is to be folded.
    #[inline]
    pub(super) fn kind(self, kinds: &Kinds) -> Option<&Kind> {
        kinds.0.get(usize::from(self.kind_number()?))
    }

    /// The number of its kind; `None` where what it says is to be folded.
    #[inline]
    pub(super) fn kind_number(self) -> Option<u8> {
        let [_, kind] = self.field(Self::SCOPE).to_le_bytes();
        Some(kind).filter(|kind| *kind != Self::UNTOLD)
    }

    /// Until when it says so.
    #[inline]
    pub(super) fn until(self) -> Tick {
        let until = u64::try_from(self.0 & u128::from(u64::MAX)).unwrap_or_default();
        Tick::of_parts(i64::from_le_bytes(until.to_le_bytes()), 0)
    }
}

impl Others {
    /// One more than the place of the yes elsewhere, as few bits as there are for it.
    pub(super) fn elsewhere(evidence: u32) -> Option<Self> {
        let place = u16::try_from(evidence).ok().filter(|place| *place != Cell::UNSAID && *place != 0)?;
        Some(Self::Elsewhere(place))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cell_says_what_was_put_in(
            purpose: u16,
            channel in 0..Channel::ALL.len(),
            evidence in 0..=70_000_u32,
            until in prop::option::of((any::<i64>(), 0..2_u16)),
            others in prop::option::of(0..=u16::MAX),
        ) {
            let mut kinds = Kinds::default();
            let until = until.map_or(NEVER, |(micros, nanos)| Tick::of_parts(micros.min(i64::MAX - 1), nanos));
            let told = Told { evidence, until, ..Told::NOTHING };
            let scope = Scope::Channel(u8::try_from(channel).unwrap());
            let others = others.map_or(Others::Unsaid, |place| {
                Others::elsewhere(place.into()).unwrap_or(Others::Nothing)
            });
            let cell = Cell::new(purpose, scope, &told, &mut kinds).with_others(others);
            let cell = Cell::of_bits(cell.bits());
            let fits = evidence <= 65_535 && until.parts().1 == 0;
            prop_assert_eq!(cell.kind(&kinds), fits.then_some(&told.kind));
            if fits {
                prop_assert_eq!((u32::from(cell.evidence()), cell.until()), (told.evidence, told.until));
            }
            prop_assert_eq!((cell.purpose(), cell.others()), (purpose, others));
            for asked in Channel::ALL.iter().copied() {
                prop_assert_eq!(cell.answers(Some(asked)), asked as usize == channel);
            }
            prop_assert!(!cell.answers(None));
        }
    }

    #[test]
    fn more_kinds_than_fit_are_left_to_be_folded() {
        let codes: Vec<&'static str> = (0..300).map(|n| &*format!("consent-{n}").leak()).collect();
        let mut kinds = Kinds::default();
        for (place, code) in codes.iter().enumerate() {
            let told = Told { kind: Kind { code, ..Told::NOTHING.kind }, ..Told::NOTHING };
            let cell = Cell::new(0, Scope::Whole, &told, &mut kinds);
            assert_eq!(cell.kind(&kinds), (place < 255).then_some(&told.kind));
        }
    }
}
