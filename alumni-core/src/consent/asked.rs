//! A question on its way to an answer.

use super::answer::Verdict;
use super::fold::{Ground, Lists, Scope, Standing, View};
use super::law::{Case, Due, apply, instants, limits};
use super::ledger::Ledger;
use super::purpose::Purpose;
use super::question::Question;
use super::reasons::{Headline, Judgement, headline, judge};
use super::ruling::Ruling;
use super::state::State;
use super::store::{Record, Tick};

/// An answer as far as a state keeps it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stood<'l> {
    pub(super) headline: Headline<'l>,
    pub(super) state: State,
    pub(super) until: Option<Tick>,
    /// The yes that stands, where one was looked for alone.
    pub(super) yes: Option<&'l Record>,
}

/// A time during which one answer holds, until the next one begins.
#[derive(Clone, Debug)]
pub(super) struct Stretch<'l> {
    pub(super) from: Tick,
    pub(super) state: State,
    pub(super) judgement: Judgement<'l>,
}

/// A question with what it is about looked up.
#[derive(Clone, Copy)]
pub(super) struct Asked<'l, 'q> {
    ledger: &'l Ledger,
    question: &'q Question,
    purpose: &'l Purpose,
    /// Where the purpose stands among those of the ledger.
    place: u16,
    name: &'q str,
    pub(super) view: View<'l>,
}

impl<'l, 'q> Asked<'l, 'q> {
    /// About nobody yet: what is asked is looked up once for many subjects.
    pub(super) fn new(ledger: &'l Ledger, question: &'q Question, purpose: (u16, &'l Purpose)) -> Self {
        let store = &*ledger.store;
        let scope = Scope {
            channel: question.channel,
            recipient: store.recipient(question.recipient.as_deref()),
            known_at: question.known_at.map(Tick::from),
        };
        let view = View { records: &[], of_subject: &[], store, clocks: &ledger.clocks, scope };
        let (place, purpose) = purpose;
        Self { ledger, question, purpose, place, name: "", view }
    }

    /// About the subject with this name and number.
    pub(super) fn subject(&mut self, name: &'q str, number: Option<u32>) {
        self.name = name;
        let store = &*self.ledger.store;
        self.view.of_subject = number.map(|number| store.records(number)).unwrap_or_default();
        self.view.records = number.map(|number| store.records_about(number, self.place)).unwrap_or_default();
    }

    /// About a subject with these records, and these about the purpose.
    pub(super) fn records(&mut self, name: &'q str, of_subject: &'l [Record], about: &'l [Record]) {
        (self.name, self.view.of_subject, self.view.records) = (name, of_subject, about);
    }

    fn case(&self, standing: &Standing<'l>, at: Tick) -> Case<'l, 'q> {
        Case {
            question: self.question,
            purpose: self.purpose,
            place: self.place,
            ledger: self.ledger,
            records: self.view.of_subject,
            standing: *standing,
            at,
            known_at: self.view.scope.known_at,
            store: self.view.store,
            clocks: self.view.clocks,
        }
    }

    /// What is judged at `at`, in the memory of `spare`.
    fn judged(
        &self,
        standing: &Standing<'l>,
        at: Tick,
        spare: Judgement<'l>,
    ) -> (Judgement<'l>, Vec<Due<'l>>) {
        let case = self.case(standing, at);
        let mut judgement = judge(standing, self.purpose, self.question.channel, spare);
        limits(case, &mut judgement);
        let dues = if self.ledger.packs.is_empty() {
            Vec::new()
        } else {
            let laws = self.ledger.laws_of(self.name, &self.question.regimes);
            apply(laws, case, &mut judgement)
        };
        (judgement, dues)
    }

    /// The verdict and the code of the reason that decided.
    pub(super) fn verdict(&self, at: Tick) -> (Verdict, &'static str) {
        let (judgement, _) = self.judged(&self.view.standing(at), at, Judgement::default());
        (judgement.verdict, judgement.code())
    }

    /// Whether nothing but where a subject stands is looked at.
    pub(super) fn is_plain(&self) -> bool {
        self.ledger.packs.is_empty()
            && !self.purpose.confirm_after_leaving
            && self.question.activity.is_none()
            && self.question.data_of.is_none()
    }

    /// What is kept of the answer where many are.
    pub(super) fn stood(&self, at: Tick, lists: &mut Lists<'l>) -> Stood<'l> {
        if !self.is_plain() {
            let ruling = self.ruling(at, Judgement::default());
            let (headline, until) = (Headline::from(&ruling.judgement), ruling.valid_until);
            return Stood { headline, state: ruling.state, until, yes: None };
        }
        let standing = self.view.standing_in(at, lists);
        let headline = headline(&standing, self.purpose, self.question.channel);
        let judged = |standing: &Standing<'l>, at| self.judged(standing, at, Judgement::default()).0;
        let until = self.view.changes_after(at, &standing, &[], |later_at, later| {
            *later != standing
                && (later.state() != standing.state() || judged(later, later_at) != judged(&standing, at))
        });
        let yes = match standing.ground {
            Ground::Yes { yes, .. } => Some(yes),
            _ => None,
        };
        Stood { headline, state: standing.state(), until, yes }
    }

    /// What is answered from `begin` to `end`, that excluded, one answer after the other.
    pub(super) fn course(&self, begin: Tick, end: Tick) -> Vec<Stretch<'l>> {
        let mut course: Vec<Stretch<'l>> = Vec::new();
        if let Some(standings) = self.view.course(begin, end).filter(|_| self.is_plain() && begin < end) {
            for (from, standing) in standings {
                let (judgement, state) =
                    (self.judged(&standing, from, Judgement::default()).0, standing.state());
                // Where somebody stands may change without changing what is answered.
                if course.last().is_none_or(|last| last.state != state || last.judgement != judgement) {
                    course.push(Stretch { from, state, judgement });
                }
            }
            return course;
        }
        let mut next = Some(begin);
        while let Some(from) = next.filter(|from| *from < end) {
            let Ruling { judgement, state, valid_until, .. } = self.ruling(from, Judgement::default());
            course.push(Stretch { from, state, judgement });
            // It always advances: an answer holds beyond the instant it is for.
            next = valid_until.filter(|until| *until > from);
        }
        course
    }

    /// What is answered at `at`, whenever it changes.
    pub(super) fn stretch(&self, at: Tick) -> Stretch<'l> {
        self.stands(at, &self.view.standing(at))
    }

    fn stands(&self, at: Tick, standing: &Standing<'l>) -> Stretch<'l> {
        let (judgement, _) = self.judged(standing, at, Judgement::default());
        Stretch { from: at, state: standing.state(), judgement }
    }

    /// What is answered at each of `instants`, which come by time, the last one first.
    pub(super) fn backwards<'i>(
        self,
        instants: &'i [Tick],
    ) -> impl Iterator<Item = Stretch<'l>> + use<'l, 'q, 'i> {
        let ends = instants.first().zip(instants.last());
        let mut course = ends.and_then(|(first, last)| self.view.course(*first, last.after_seconds(1)));
        instants.iter().rev().map(move |at| {
            let standing = course.as_mut().and_then(|course| {
                while course.last().is_some_and(|(from, _)| from > at) {
                    course.pop();
                }
                course.last().map(|(_, standing)| *standing)
            });
            self.stands(*at, &standing.unwrap_or_else(|| self.view.standing(*at)))
        })
    }

    pub(super) fn ruling(&self, at: Tick, spare: Judgement<'l>) -> Ruling<'l> {
        let standing = self.view.standing(at);
        let (judgement, dues) = self.judged(&standing, at, spare);
        let mut others = Vec::new();
        if !self.ledger.packs.is_empty() {
            let laws = self.ledger.laws_of(self.name, &self.question.regimes);
            others.extend(instants(laws, self.case(&standing, at)).map(Tick::from));
            // A rule may look at what was said or shown for other purposes.
            others.extend(self.view.of_subject.iter().flat_map(|record| [record.at(), record.from()]));
        }
        // The standing may change without changing what is answered: only what is answered counts.
        let valid_until = self.view.changes_after(at, &standing, &others, |at, later| {
            (!others.is_empty() || *later != standing)
                && (later.state() != standing.state() || {
                    let (later, more) = self.judged(later, at, Judgement::default());
                    later != judgement || more != dues
                })
        });
        Ruling {
            ledger: self.ledger,
            judgement,
            dues,
            state: standing.state(),
            valid_until,
            channel: self.question.channel,
        }
    }
}
