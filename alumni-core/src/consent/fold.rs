//! From events to where a subject stands: a pure function of the events, the instant, and what was known.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};

use super::clocks::Clocks;
use super::event::{Event, EventKey};
use super::kind::{Actor, Channel, EventKind, Method};
use super::notice::{Mismatch, NoticeRef, Notices};
use super::purpose::Purpose;
use super::state::{DecisionState, RequestState, State};

mod ends;

/// What an event amounts to, given who expressed it and how; declared from the mildest to the strictest, which is how ties
/// are broken: at equal instants the last one folded stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Act {
    Void,
    Used,
    Happened,
    NoticeShown,
    Requested,
    Deferred,
    Given,
    Renewed,
    Refused,
    Objected,
    Revoked,
    Withdrawn,
    Invalidated,
    Unrestricted,
    Restricted,
}

impl Act {
    fn of(event: &Event) -> Self {
        let by_subject = event.actor == Actor::Subject;
        match event.kind {
            EventKind::NoticeShown => Self::NoticeShown,
            EventKind::Requested => Self::Requested,
            EventKind::Deferred => Self::Deferred,
            EventKind::Given | EventKind::Renewed if !event.method.is_none_or(Method::is_affirmative) => {
                Self::Deferred
            }
            EventKind::Given => Self::Given,
            EventKind::Renewed => Self::Renewed,
            EventKind::Refused => Self::Refused,
            EventKind::Objected => Self::Objected,
            // A no is never turned away for its author: it becomes the no that its author can say.
            EventKind::Withdrawn | EventKind::Revoked if by_subject => Self::Withdrawn,
            EventKind::Withdrawn | EventKind::Revoked => Self::Revoked,
            EventKind::Invalidated if event.actor == Actor::Authority => Self::Invalidated,
            EventKind::Invalidated if by_subject => Self::Withdrawn,
            EventKind::Invalidated => Self::Revoked,
            EventKind::Restricted => Self::Restricted,
            // Neither a program nor an import loosens anything.
            EventKind::Unrestricted if event.actor == Actor::Engine || event.imported => Self::Void,
            EventKind::Unrestricted => Self::Unrestricted,
            EventKind::Used => Self::Used,
            EventKind::Happened => Self::Happened,
        }
    }

    fn is_yes(self) -> bool {
        matches!(self, Self::Given | Self::Renewed)
    }

    /// Whether it can only take permission away.
    fn tightens(self) -> bool {
        self.decision().is_no() || matches!(self, Self::Restricted | Self::Used | Self::Happened)
    }

    fn decision(self) -> DecisionState {
        match self {
            Self::Given => DecisionState::Given,
            Self::Renewed => DecisionState::Renewed,
            Self::Refused => DecisionState::Refused,
            Self::Objected => DecisionState::Objected,
            Self::Revoked => DecisionState::Revoked,
            Self::Withdrawn => DecisionState::Withdrawn,
            Self::Invalidated => DecisionState::Invalidated,
            _ => DecisionState::Undecided,
        }
    }
}

/// An event in the ledger, with what it amounts to.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) event: Event,
    pub(super) act: Act,
    /// When a yes ends by time.
    pub(super) end: Option<DateTime<Utc>>,
}

impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        (&self.event.source, &self.event.id) == (&other.event.source, &other.event.id)
    }
}

impl Record {
    pub(super) fn new(event: Event, purpose: &Purpose) -> Self {
        Self { act: Act::of(&event), end: event.end(purpose.valid_for), event }
    }

    pub(super) fn is(&self, key: &EventKey) -> bool {
        (&self.event.source, &self.event.id) == (&key.source, &key.id)
    }

    pub(super) fn at(&self) -> DateTime<Utc> {
        self.event.occurred_at.to_utc()
    }

    /// From when on it counts. What takes permission away, and is dated after its arrival by a clock that runs ahead, counts
    /// from its arrival.
    pub(super) fn from(&self) -> DateTime<Utc> {
        if self.act.tightens() { self.at().min(self.event.received_at) } else { self.at() }
    }

    /// The order in which a subject's events are kept and folded: by purpose, then time of the act, then strictness.
    pub(super) fn order(&self) -> impl Ord + '_ {
        let event = &self.event;
        // Of two equal acts at one instant the one that ends first counts, so it comes last; no end comes first.
        let end = (self.end.is_some(), Reverse(self.end));
        (&event.purpose, event.occurred_at.to_utc(), self.act, end, &event.source, &event.id)
    }
}

/// What a question narrows the events to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope<'q> {
    pub(super) channel: Option<Channel>,
    pub(super) recipient: Option<&'q str>,
    pub(super) known_at: Option<DateTime<Utc>>,
}

impl Scope<'_> {
    fn knows(&self, record: &Record) -> bool {
        self.known_at.is_none_or(|known_at| record.event.received_at <= known_at)
    }

    /// A yes covers no more than it says, a no covers no less.
    fn covers(&self, record: &Record) -> bool {
        let (channel, recipient) = (record.event.channel, record.event.recipient.as_deref());
        let channel_is_part = channel.is_none() || channel == self.channel;
        let recipient_is_part = recipient.is_none() || recipient == self.recipient;
        match record.act {
            // These do not stand for themselves: they are held against a yes (`ends`).
            Act::Void | Act::Used | Act::Happened => false,
            Act::Given | Act::Renewed => channel_is_part && recipient == self.recipient,
            Act::Unrestricted => channel_is_part && recipient_is_part,
            Act::NoticeShown | Act::Requested | Act::Deferred => {
                (channel_is_part || self.channel.is_none()) && (recipient_is_part || self.recipient.is_none())
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
    ImportAfterNo,
    UncertainTime,
    NoNewNotice,
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
    Lapsed { yes: &'l Record, at: DateTime<Utc> },
    /// A yes whose notice was materially replaced.
    Superseded { yes: &'l Record, by: u32, at: DateTime<Utc> },
    /// A yes that ended with a happening.
    Happened { yes: &'l Record, by: &'l Record, at: DateTime<Utc> },
    /// A yes that ended with its last use.
    UsedUp { yes: &'l Record, last: &'l Record, at: DateTime<Utc> },
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
}

impl Standing<'_> {
    pub(super) fn state(&self) -> State {
        State { decision: self.decision, request: self.request, restricted: self.restriction.is_some() }
    }
}

/// One subject's events for one purpose, in fold order, as a question sees them.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'l, 'q> {
    pub(super) records: &'l [Record],
    /// The subject's records of every purpose, for what ends a yes whatever purpose it is recorded under.
    pub(super) of_subject: &'l [Record],
    pub(super) notices: &'l Notices,
    pub(super) clocks: &'l Clocks,
    pub(super) purpose: &'l Purpose,
    pub(super) scope: Scope<'q>,
}

impl<'l> View<'l, '_> {
    fn relevant(&self) -> impl Iterator<Item = &'l Record> {
        let scope = self.scope;
        self.records.iter().filter(move |record| scope.knows(record) && scope.covers(record))
    }

    /// Where the subject stands at `at`.
    pub(super) fn standing(&self, at: DateTime<Utc>) -> Standing<'l> {
        let mut fold = Fold::new(self);
        for record in self.relevant().filter(|record| record.from() <= at) {
            fold.add(record);
        }
        let mut standing = fold.standing;
        match standing.ground {
            Ground::Yes { yes, .. } => {
                if let Some(ended) = self.ended(yes, at) {
                    standing.decision = DecisionState::Expired;
                    standing.ground = ended;
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

    /// How `yes` has ended at `at`, if it has: by time, because its notice was materially replaced, with a happening, or with
    /// its last use; the first of them counts.
    fn ended(&self, yes: &'l Record, at: DateTime<Utc>) -> Option<Ground<'l>> {
        let lapse = yes.end.map(|end| (end, Ground::Lapsed { yes, at: end }));
        let reference = yes.event.notice.as_ref()?;
        let superseded = self.notices.superseded(reference, &self.purpose.id);
        let superseded = superseded.map(|(end, by)| (end, Ground::Superseded { yes, by, at: end }));
        let ends = [lapse, superseded, self.happened(yes), self.used_up(yes)];
        let first = ends.into_iter().flatten().min_by_key(|(end, _)| *end)?;
        (first.0 <= at).then_some(first.1)
    }

    /// The next instant after `at` at which `differs` holds of it and the standing, if nothing new arrives; `others` are
    /// instants at which something may change besides.
    pub(super) fn changes_after(
        &self,
        at: DateTime<Utc>,
        others: impl Iterator<Item = DateTime<Utc>>,
        differs: impl Fn(DateTime<Utc>, &Standing<'l>) -> bool,
    ) -> Option<DateTime<Utc>> {
        let superseded = |record: &Record| {
            let reference = record.event.notice.as_ref().filter(|_| record.act.is_yes())?;
            self.notices.superseded(reference, &self.purpose.id).map(|(at, _)| at)
        };
        let known = self.records.iter().filter(|record| self.scope.knows(record));
        let mut instants: Vec<_> = known
            .flat_map(|record| [Some(record.from()), record.end, superseded(record)])
            .flatten()
            .chain(self.happenings())
            .chain(others)
            .filter(|instant| *instant > at)
            .collect();
        instants.sort_unstable();
        instants.dedup();
        instants.into_iter().find(|instant| differs(*instant, &self.standing(*instant)))
    }
}

struct Fold<'v, 'l, 'q> {
    view: &'v View<'l, 'q>,
    standing: Standing<'l>,
    /// Notices shown since the last no, by the event that showed them.
    shown: Vec<(&'l NoticeRef, &'l Record)>,
    /// What was found invalid: all of it that is known, whenever it was found.
    invalidations: Vec<&'l Record>,
    /// Restrictions that nothing has lifted.
    restrictions: Vec<&'l Record>,
    /// Whether there was a no of any kind.
    any_no: bool,
    /// The noes that may be later than what their times say.
    uncertain: Vec<&'l Record>,
}

impl<'v, 'l, 'q> Fold<'v, 'l, 'q> {
    fn new(view: &'v View<'l, 'q>) -> Self {
        Self {
            view,
            standing: Standing {
                decision: DecisionState::Undecided,
                ground: Ground::Nothing,
                request: RequestState::NotAsked,
                restriction: None,
                ineffective: None,
            },
            shown: Vec::new(),
            invalidations: view.relevant().filter(|record| record.act == Act::Invalidated).collect(),
            restrictions: Vec::new(),
            any_no: false,
            uncertain: Vec::new(),
        }
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
            Act::Restricted => self.restrictions.push(record),
            Act::Unrestricted => {
                let clocks = self.view.clocks;
                self.restrictions.retain(|before| !clocks.is_surely_before(&before.event, &record.event));
            }
        }
        self.standing.restriction = self.restrictions.last().copied();
    }

    /// Whether `record` is certain to be later than every no before it.
    fn is_after_noes(&self, record: &Record) -> bool {
        let clocks = self.view.clocks;
        if clocks.trust(&record.event) {
            self.uncertain.iter().all(|no| clocks.is_surely_before(&no.event, &record.event))
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
        let proven = |notice: &&NoticeRef| {
            !record.event.imported
                && self.view.notices.check(notice, &record.event.purpose).is_ok()
                && self.view.clocks.trust(&record.event)
                && self.is_after_noes(record)
        };
        if let Some(notice) = record.event.notice.as_ref().filter(proven) {
            self.shown.push((notice, record));
        }
    }

    fn yes(&mut self, record: &'l Record) {
        let is_after_noes = self.is_after_noes(record);
        let standing = &mut self.standing;
        let shown = record.event.notice.as_ref().and_then(|notice| {
            let same =
                |(shown, _): &&(&NoticeRef, _)| (&shown.id, shown.version) == (&notice.id, notice.version);
            self.shown.iter().rfind(same).map(|(_, record)| *record)
        });
        if let Some(defect) = defect(record, self.view.notices, standing.decision, is_after_noes, shown) {
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
        let voided = self.invalidations.iter().find(|by| by.at() >= record.at());
        if let Some(by) = voided {
            self.say_no(DecisionState::Invalidated, Ground::Voided { yes: record, by });
            return;
        }
        let again = matches!(standing.decision, DecisionState::Given | DecisionState::Renewed);
        standing.decision = if again { record.act.decision() } else { DecisionState::Given };
        standing.ground = Ground::Yes { yes: record, shown };
    }

    fn no(&mut self, record: &'l Record) {
        self.any_no = true;
        if !self.view.clocks.are_exact() || !self.view.clocks.trust(&record.event) {
            self.uncertain.push(record);
        }
        let stands = match self.standing.ground {
            Ground::Yes { yes, .. } => self.view.ended(yes, record.at()).is_none(),
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
        if !standing.decision.is_no() || decision > standing.decision {
            standing.decision = decision;
            standing.ground = ground;
        }
        standing.ineffective = None;
        self.shown.clear();
    }
}

/// Why the yes in `record` permits nothing, if so.
fn defect(
    record: &Record,
    notices: &Notices,
    decision: DecisionState,
    is_after_noes: bool,
    shown: Option<&Record>,
) -> Option<Defect> {
    let event = &record.event;
    if event.actor != Actor::Subject {
        return Some(Defect::NotBySubject);
    }
    let Some(notice) = &event.notice else { return Some(Defect::WithoutNotice) };
    if let Err(mismatch) = notices.check(notice, &event.purpose) {
        return Some(Defect::Notice(mismatch));
    }
    if event.bundled_with.iter().any(|paper| paper.voids()) {
        return Some(Defect::Bundled);
    }
    if event.imported && event.evidence_ref.is_none() {
        return Some(Defect::ImportUnproven);
    }
    if decision.is_no() && event.imported {
        return Some(Defect::ImportAfterNo);
    }
    if !is_after_noes {
        return Some(Defect::UncertainTime);
    }
    (decision.is_no() && shown.is_none()).then_some(Defect::NoNewNotice)
}
