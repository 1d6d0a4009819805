//! States as a snapshot holds them.

use crate::consent::answer::Verdict;
use crate::consent::kind::Channel;
use crate::consent::ruling::Ruling;
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

    /// Whether it answers a question on `channel`, unless an earlier state does.
    pub(super) fn answers(self, channel: Option<Channel>) -> bool {
        match (self, channel) {
            (Self::Everything, _) | (Self::Whole, None) | (Self::Others, Some(_)) => true,
            (Self::Channel(place), Some(channel)) => place == channel as u8,
            _ => false,
        }
    }
}

/// What a state says of an answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    pub(super) verdict: Verdict,
    pub(super) code: &'static str,
    /// One more than the place of the event it rests on among those of the subject; 0 for none.
    pub(super) evidence: u32,
    pub(super) state: State,
    pub(super) until: Option<Tick>,
}

impl Told {
    /// What is said where nothing is known of what is asked.
    pub(super) const NOTHING: Self = Self {
        verdict: Verdict::Denied,
        code: "consent-never-asked",
        evidence: 0,
        state: State {
            decision: DecisionState::Undecided,
            request: RequestState::NotAsked,
            restricted: false,
        },
        until: None,
    };

    pub(super) fn new(records: &[Record], ruling: &Ruling<'_>) -> Self {
        let event = ruling.judgement.evidence.first();
        let place = event.and_then(|event| records.iter().position(|record| std::ptr::eq(record, *event)));
        let evidence = place.and_then(|place| u32::try_from(place.saturating_add(1)).ok());
        Self {
            verdict: ruling.judgement.verdict,
            code: ruling.judgement.code(),
            evidence: evidence.unwrap_or_default(),
            state: ruling.state,
            until: ruling.valid_until,
        }
    }
}

/// What one subject, purpose and scope come to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    until: i64,
    evidence: u32,
    until_nanos: u16,
    /// The purpose's place among those of the ledger.
    pub(super) purpose: u16,
    pub(super) scope: Scope,
    /// Where the code stands among the codes.
    code: u8,
    verdict: Verdict,
    state: State,
}

const _: () = assert!(size_of::<Cell>() <= 32, "what is promised for a state");

/// The cells of all subjects, and the codes they speak of.
#[derive(Clone, Debug, Default)]
pub(super) struct Cells {
    /// Where the cells of each subject end; they begin where those of the subject before end.
    ends: Vec<u32>,
    all: Vec<Cell>,
    codes: Vec<&'static str>,
}

impl Cells {
    pub(super) fn with_capacity(subjects: usize, cells: usize) -> Self {
        Self { ends: Vec::with_capacity(subjects), all: Vec::with_capacity(cells), codes: Vec::new() }
    }

    pub(super) fn push(&mut self, purpose: u16, scope: Scope, records: &[Record], ruling: &Ruling<'_>) {
        let told = Told::new(records, ruling);
        let until = told.until.map_or((i64::MAX, 0), Tick::parts);
        let code = self.code(told.code);
        self.all.push(Cell {
            until: until.0,
            evidence: told.evidence,
            until_nanos: until.1,
            purpose,
            scope,
            code,
            verdict: told.verdict,
            state: told.state,
        });
    }

    pub(super) fn told(&self, cell: &Cell) -> Told {
        Told {
            verdict: cell.verdict,
            code: self.codes.get(usize::from(cell.code)).copied().unwrap_or_default(),
            evidence: cell.evidence,
            state: cell.state,
            until: (cell.until != i64::MAX).then(|| Tick::of_parts(cell.until, cell.until_nanos)),
        }
    }

    /// Ends the cells of a subject.
    pub(super) fn end(&mut self) {
        self.ends.push(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
    }

    pub(super) fn shrink(&mut self) {
        self.all.shrink_to_fit();
    }

    /// There are fewer codes than a byte can tell: they are written in this crate.
    fn code(&mut self, code: &'static str) -> u8 {
        let known = self.codes.iter().position(|known| std::ptr::eq(*known, code) || *known == code);
        let place = known.unwrap_or_else(|| {
            self.codes.push(code);
            self.codes.len().saturating_sub(1)
        });
        u8::try_from(place).unwrap_or(u8::MAX)
    }

    /// The cells of a subject.
    pub(super) fn of(&self, subject: u32) -> &[Cell] {
        let end = |subject: u32| {
            let place = usize::try_from(subject).ok()?;
            usize::try_from(*self.ends.get(place)?).ok()
        };
        let from = subject.checked_sub(1).and_then(end).unwrap_or_default();
        self.all.get(from..end(subject).unwrap_or(from)).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn bytes(&self) -> usize {
        let cells = self.all.capacity().saturating_mul(size_of::<Cell>());
        cells.saturating_add(self.ends.capacity().saturating_mul(size_of::<u32>()))
    }
}
