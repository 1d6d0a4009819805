//! From events to where a subject stands: a pure function of the events, the instant, and what was known.

use super::act::Act;
use super::clocks::Clocks;
use super::kind::{Actor, Channel};
use super::notice::Mismatch;
use super::state::{DecisionState, RequestState, State};
use super::store::{Binding, Record, Store, Tick};

mod course;
mod ends;
mod narrower;

/// What a question narrows the events to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope {
    pub(super) channel: Option<Channel>,
    /// The recipient's number; 0 for the controller's own use.
    pub(super) recipient: u32,
    pub(super) known_at: Option<Tick>,
}

impl Scope {
    pub(super) fn knows(&self, record: &Record) -> bool {
        self.known_at.is_none_or(|known_at| record.received() <= known_at)
    }

    /// Whether all that the scope is about was part of what `record` is about: every channel where the scope names none, and one's own
    /// use where it names no recipient.
    fn is_within(&self, record: &Record) -> bool {
        let (channel, recipient) = (record.channel, record.recipient);
        (channel.is_none() || channel == self.channel) && (recipient == 0 || recipient == self.recipient)
    }

    /// A yes covers no more than it says, a no covers no less.
    fn covers(&self, record: &Record) -> bool {
        let (channel, recipient) = (record.channel, record.recipient);
        let channel_is_part = channel.is_none() || channel == self.channel;
        let recipient_is_part = recipient == 0 || recipient == self.recipient;
        match record.act {
            // These do not stand for themselves: they are held against a yes (`ends`).
            Act::Void | Act::Used | Act::Happened => false,
            Act::Given | Act::Renewed => channel_is_part && recipient == self.recipient,
            Act::Unrestricted => channel_is_part && recipient_is_part,
            Act::NoticeShown | Act::Requested | Act::Deferred => {
                (channel_is_part || self.channel.is_none()) && (recipient_is_part || self.recipient == 0)
            }
            _ => (channel_is_part || self.channel.is_none()) && recipient_is_part,
        }
    }
}

/// Why a recorded yes permits nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Defect {
    NotBySubject,
    WithoutNotice,
    Notice(Mismatch),
    Bundled,
    ImportUnproven,
    DatedAhead,
    ImportAfterNo,
    NoNewNotice,
    UncertainTime,
}

/// What the decision rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Ground<'l> {
    /// Nothing is recorded.
    Nothing,
    /// Only asking is recorded.
    Asked(&'l Record),
    /// A yes is recorded, but for another channel or recipient.
    Elsewhere(&'l Record),
    /// A yes that permits nothing.
    Defective(Defect, &'l Record),
    /// A yes, and the showing of its notice where one is recorded.
    Yes { yes: &'l Record, shown: Option<&'l Record> },
    /// A yes that ended by time.
    Lapsed { yes: &'l Record, at: Tick },
    /// A yes whose notice was materially replaced.
    Superseded { yes: &'l Record, by: u32, at: Tick },
    /// A yes that ended with a happening.
    Happened { yes: &'l Record, by: &'l Record, at: Tick },
    /// A yes that ended with its last use.
    UsedUp { yes: &'l Record, last: &'l Record, at: Tick },
    /// A yes that was found invalid.
    Voided { yes: &'l Record, by: &'l Record },
    /// A no.
    No(&'l Record),
    /// A refusal of what had been given.
    RefusedAgain(&'l Record),
}

/// Where a subject stands, and why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Standing<'l> {
    pub(super) decision: DecisionState,
    pub(super) ground: Ground<'l>,
    pub(super) request: RequestState,
    pub(super) restriction: Option<&'l Record>,
    /// The last yes that changed nothing, since the decision.
    pub(super) ineffective: Option<(Defect, &'l Record)>,
    /// Whether one of the noes since the last yes was more than an objection.
    pub(super) is_refused: bool,
}

impl Standing<'_> {
    pub(super) fn state(&self) -> State {
        State { decision: self.decision, request: self.request, restricted: self.restriction.is_some() }
    }
}

/// One subject's events for one purpose, in fold order, as a question sees them.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'l> {
    pub(super) records: &'l [Record],
    /// The subject's records of every purpose, for what ends a yes whatever purpose it is recorded under.
    pub(super) of_subject: &'l [Record],
    pub(super) store: &'l Store,
    pub(super) clocks: &'l Clocks,
    pub(super) scope: Scope,
}

impl<'l> View<'l> {
    fn binding(&self, record: &Record) -> Option<&'l Binding> {
        self.store.binding(record)
    }

    fn relevant(&self) -> impl Iterator<Item = &'l Record> {
        let scope = self.scope;
        self.records.iter().filter(move |record| scope.knows(record) && scope.covers(record))
    }

    /// Where the subject stands at `at`.
    pub(super) fn standing(&self, at: Tick) -> Standing<'l> {
        self.standing_in(at, &mut Lists::default())
    }

    /// The same in the memory of `lists`, for loops over many subjects.
    pub(super) fn standing_in(&self, at: Tick, lists: &mut Lists<'l>) -> Standing<'l> {
        let mut fold = Fold::new(self, lists);
        for record in self.relevant().filter(|record| record.from() <= at) {
            fold.add(record);
        }
        let mut standing = fold.standing;
        match standing.ground {
            Ground::Yes { yes, .. } => {
                if let Some(ended) = self.first_end(yes).filter(|ended| ended.0 <= at) {
                    standing.decision = DecisionState::Expired;
                    standing.ground = ended.1;
                } else if let Some(narrower) = self.ended_on_a_channel(yes, at) {
                    let Standing { decision, ground, ineffective, .. } = narrower;
                    (standing.decision, standing.ground, standing.ineffective) =
                        (decision, ground, ineffective);
                }
            }
            Ground::Nothing | Ground::Asked(_) => {
                let elsewhere = |record: &&Record| {
                    record.act.is_yes()
                        && record.from() <= at
                        && self.scope.knows(record)
                        && !self.scope.covers(record)
                };
                if let Some(record) = self.records.iter().rfind(elsewhere) {
                    standing.ground = Ground::Elsewhere(record);
                }
            }
            _ => {}
        }
        standing
    }

    /// Whether `refusal`, which is one of these records, takes back a yes that stood, as far as has begun at `at`.
    pub(super) fn takes_back(&self, refusal: &Record, at: Tick) -> bool {
        let mut lists = Lists::default();
        let mut fold = Fold::new(self, &mut lists);
        for record in self.relevant().filter(|record| record.from() <= at) {
            fold.add(record);
            if std::ptr::eq(record, refusal) {
                return matches!(fold.standing.ground, Ground::RefusedAgain(of) if std::ptr::eq(of, refusal));
            }
        }
        false
    }

    /// Whether a yes would stand at `at` if all of `noes`, which may have been said about something else, had been said about this.
    pub(super) fn stands_despite(&self, mut noes: Vec<&'l Record>, at: Tick) -> bool {
        noes.sort_by_key(|no| (no.at(), no.act));
        let mut noes = noes.into_iter().peekable();
        let mut lists = Lists::default();
        let mut fold = Fold::new(self, &mut lists);
        for record in self.relevant().filter(|record| record.from() <= at) {
            while let Some(no) = noes.next_if(|no| (no.at(), no.act) < (record.at(), record.act)) {
                fold.no(no);
            }
            fold.add(record);
        }
        noes.for_each(|no| fold.no(no));
        matches!(fold.standing.ground, Ground::Yes { .. })
    }

    /// When and how `yes` ends, if it does: by time, because its notice was materially replaced, with a happening, or with
    /// its last use; the first of them counts.
    fn first_end(&self, yes: &'l Record) -> Option<(Tick, Ground<'l>)> {
        let lapse = yes.end().map(|end| (end, Ground::Lapsed { yes, at: end }));
        let superseded = self.binding(yes)?.superseded;
        let superseded = superseded.map(|(end, by)| (end, Ground::Superseded { yes, by, at: end }));
        let first = earlier(lapse, superseded);
        if !yes.has_detail() {
            return first;
        }
        earlier(earlier(first, self.happened(yes)), self.used_up(yes))
    }

    /// When what stands at `at` ends, where nothing that is known begins to count after it: then a state changes only by how
    /// a yes ends, and that changes it whatever is answered.
    pub(super) fn settled_until(&self, at: Tick, standing: &Standing<'l>) -> Option<Option<Tick>> {
        let begins = |record: &Record| record.from() > at && self.scope.knows(record);
        if self.records.iter().any(begins)
            || self.happenings().any(|instant| instant > at)
            || self.has_narrower()
        {
            return None;
        }
        Some(match standing.ground {
            Ground::Yes { yes, .. } => self.first_end(yes).map(|(end, _)| end),
            _ => None,
        })
    }

    /// The next instant after `at`, where `standing` is how it stands, at which `differs` holds of it and the standing, if
    /// nothing new arrives; `others` are instants at which something may change besides.
    pub(super) fn changes_after(
        &self,
        at: Tick,
        standing: &Standing<'l>,
        others: &[Tick],
        differs: impl Fn(Tick, &Standing<'l>) -> bool,
    ) -> Option<Tick> {
        if let Some(until) = self.settled_until(at, standing).filter(|_| others.is_empty()) {
            return until;
        }
        let superseded = |record: &Record| {
            let binding = self.binding(record).filter(|_| record.act.is_yes())?;
            Some(binding.superseded?.0)
        };
        let mut at = at;
        loop {
            let known = self.records.iter().filter(|record| self.scope.knows(record));
            let own = known
                .flat_map(|record| [Some(record.from()), record.end(), superseded(record)])
                .flatten()
                .chain(self.happenings())
                .filter(|instant| *instant > at);
            let other = others.iter().copied().filter(|instant| *instant > at);
            at = own.min().into_iter().chain(other.min()).min()?;
            if differs(at, &self.standing(at)) {
                return Some(at);
            }
        }
    }
}

/// The first of two ends; of two at one instant, `a`.
fn earlier<'l>(a: Option<(Tick, Ground<'l>)>, b: Option<(Tick, Ground<'l>)>) -> Option<(Tick, Ground<'l>)> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.0 < a.0 { b } else { a }),
        (one, None) | (None, one) => one,
    }
}

/// What a fold keeps lists of, and their memory for the next one.
#[derive(Debug, Default)]
pub(super) struct Lists<'l> {
    /// Notices shown since the last no, by the last event that showed them.
    shown: Vec<(&'l Binding, &'l Record)>,
    /// What was found invalid: all of it that is known, whenever it was found.
    invalidations: Vec<&'l Record>,
    /// Restrictions that nothing has lifted.
    restrictions: Vec<&'l Record>,
    /// The noes that may be later than what their times say.
    uncertain: Vec<&'l Record>,
}

struct Fold<'v, 'l> {
    view: &'v View<'l>,
    standing: Standing<'l>,
    lists: &'v mut Lists<'l>,
    /// Whether there was a no of any kind.
    any_no: bool,
}

impl<'v, 'l> Fold<'v, 'l> {
    fn new(view: &'v View<'l>, lists: &'v mut Lists<'l>) -> Self {
        let Lists { shown, invalidations, restrictions, uncertain } = lists;
        shown.clear();
        restrictions.clear();
        uncertain.clear();
        invalidations.clear();
        let invalid = view.records.iter().filter(|record| record.act == Act::Invalidated);
        invalidations.extend(invalid.filter(|record| view.scope.knows(record) && view.scope.covers(record)));
        let standing = Standing {
            decision: DecisionState::Undecided,
            ground: Ground::Nothing,
            request: RequestState::NotAsked,
            restriction: None,
            ineffective: None,
            is_refused: false,
        };
        Self { view, standing, lists, any_no: false }
    }

    fn add(&mut self, record: &'l Record) {
        match record.act {
            Act::Void | Act::Used | Act::Happened => {}
            Act::NoticeShown => self.notice_shown(record),
            Act::Requested => self.asked(record, RequestState::Requested),
            Act::Deferred => self.asked(record, RequestState::Deferred),
            Act::Given | Act::Renewed => self.yes(record),
            Act::Refused => {
                self.standing.request = RequestState::Answered;
                self.no(record);
            }
            Act::Objected | Act::Revoked | Act::Withdrawn | Act::Invalidated => self.no(record),
            Act::Restricted => {
                self.lists.restrictions.push(record);
                self.standing.restriction = Some(record);
            }
            Act::Unrestricted => {
                let View { clocks, store, .. } = self.view;
                self.lists.restrictions.retain(|before| !clocks.is_surely_before(before, record, store));
                self.standing.restriction = self.lists.restrictions.last().copied();
            }
        }
    }

    /// Whether `record` is certain to be later than every no before it.
    fn is_after_noes(&self, record: &Record) -> bool {
        let View { clocks, store, .. } = self.view;
        if clocks.trust(record, store) {
            self.lists.uncertain.iter().all(|no| clocks.is_surely_before(no, record, store))
        } else {
            !self.any_no
        }
    }

    fn asked(&mut self, record: &'l Record, request: RequestState) {
        self.standing.request = request;
        if self.standing.decision == DecisionState::Undecided {
            self.standing.ground = Ground::Asked(record);
        }
    }

    fn notice_shown(&mut self, record: &'l Record) {
        self.asked(record, RequestState::NoticeShown);
        let View { clocks, store, .. } = self.view;
        // What was shown on one channel, or for one recipient, is not known to have been seen elsewhere.
        if !self.view.scope.is_within(record) {
            return;
        }
        if record.is_imported() || !clocks.trust(record, store) || !self.is_after_noes(record) {
            return;
        }
        if let Some(binding) = self.view.binding(record).filter(|binding| binding.proves.is_ok()) {
            match self.lists.shown.iter_mut().find(|(shown, _)| shown.is_of(binding)) {
                Some(again) => again.1 = record,
                None => self.lists.shown.push((binding, record)),
            }
        }
    }

    fn yes(&mut self, record: &'l Record) {
        let is_after_noes = self.is_after_noes(record);
        let is_ahead = self.view.clocks.is_ahead(record, self.view.store);
        let standing = &mut self.standing;
        let binding = self.view.binding(record);
        let shown = binding.and_then(|binding| {
            self.lists.shown.iter().find(|(shown, _)| shown.is_of(binding)).map(|(_, record)| *record)
        });
        if let Some(defect) = defect(record, binding, standing.decision, (is_ahead, is_after_noes), shown) {
            if matches!(standing.decision, DecisionState::Undecided | DecisionState::Unknown) {
                standing.decision = DecisionState::Unknown;
                standing.ground = Ground::Defective(defect, record);
            } else {
                standing.ineffective = Some((defect, record));
            }
            return;
        }
        standing.request = RequestState::Answered;
        standing.ineffective = None;
        let voided = self.lists.invalidations.iter().find(|by| by.at() >= record.at());
        if let Some(by) = voided {
            self.say_no(DecisionState::Invalidated, Ground::Voided { yes: record, by });
            return;
        }
        let again = matches!(standing.decision, DecisionState::Given | DecisionState::Renewed);
        standing.decision = if again { record.act.decision() } else { DecisionState::Given };
        standing.ground = Ground::Yes { yes: record, shown };
        standing.is_refused = false;
    }

    fn no(&mut self, record: &'l Record) {
        let View { clocks, store, .. } = self.view;
        self.any_no = true;
        if !clocks.are_exact() || !clocks.trust(record, store) {
            self.lists.uncertain.push(record);
        }
        let stands = match self.standing.ground {
            Ground::Yes { yes, .. } => self.view.first_end(yes).is_none_or(|(end, _)| end > record.at()),
            _ => false,
        };
        let (decision, ground) = if record.act == Act::Refused && stands {
            (DecisionState::Withdrawn, Ground::RefusedAgain(record))
        } else {
            (record.act.decision(), Ground::No(record))
        };
        self.say_no(decision, ground);
    }

    /// A second no changes what is said only where it is the stricter one, but it always asks for a new showing.
    fn say_no(&mut self, decision: DecisionState, ground: Ground<'l>) {
        let standing = &mut self.standing;
        standing.is_refused |= decision != DecisionState::Objected;
        if !standing.decision.is_no() || decision > standing.decision {
            standing.decision = decision;
            standing.ground = ground;
        }
        standing.ineffective = None;
        self.lists.shown.clear();
    }
}

/// Why the yes in `record` permits nothing, if so.
fn defect(
    record: &Record,
    binding: Option<&Binding>,
    decision: DecisionState,
    (is_ahead, is_after_noes): (bool, bool),
    shown: Option<&Record>,
) -> Option<Defect> {
    if record.actor != Actor::Subject {
        return Some(Defect::NotBySubject);
    }
    let Some(binding) = binding else { return Some(Defect::WithoutNotice) };
    if let Err(mismatch) = binding.proves {
        return Some(Defect::Notice(mismatch));
    }
    if record.is_voided() {
        return Some(Defect::Bundled);
    }
    if record.is_imported() && !record.is_proven() {
        return Some(Defect::ImportUnproven);
    }
    if is_ahead {
        return Some(Defect::DatedAhead);
    }
    if decision.is_no() && record.is_imported() {
        return Some(Defect::ImportAfterNo);
    }
    if !is_after_noes {
        return Some(Defect::UncertainTime);
    }
    (decision.is_no() && shown.is_none()).then_some(Defect::NoNewNotice)
}
