//! An explorer of the ledger itself: every set of up to five events of the alphabet is a state, one event more is a step, and
//! so is time that passes. What the ledger answers in each state is held against the rules.
//!
//! Arrival in another order is no other state: that the set alone decides is a property of its own (`consent::merge`).

use std::sync::atomic::{AtomicUsize, Ordering};

use alumni_core::consent::{Channel, DecisionState, Event, EventKind, Ledger, Question};
use chrono::{DateTime, Utc};

use super::alphabet::{Role, alphabet, has_no, hour, ledger, may_be_permitted, role};

/// Events in a state.
const SIZE: usize = 5;
/// Between the two instants of the alphabet, and after both.
const INSTANTS: [i64; 2] = [1, 3];
const CHANNELS: [Option<Channel>; 2] = [None, Some(Channel::Email)];

/// What was seen, to know that the exploration is not about nothing.
#[derive(Debug, Default)]
struct Seen {
    states: usize,
    answers: usize,
    allowed: usize,
    /// Allowed although a no is among the events.
    restored: usize,
    /// Steps from a standing no to permission.
    steps_back: usize,
    expired: usize,
}

impl Seen {
    fn add(&mut self, other: &Self) {
        self.states += other.states;
        self.answers += other.answers;
        self.allowed += other.allowed;
        self.restored += other.restored;
        self.steps_back += other.steps_back;
        self.expired += other.expired;
    }
}

struct Explorer<'a> {
    alphabet: &'a [Event],
    questions: Vec<(Option<Channel>, DateTime<Utc>, Question)>,
    seen: Seen,
}

impl<'a> Explorer<'a> {
    fn new(alphabet: &'a [Event]) -> Self {
        let asked = CHANNELS.iter().flat_map(|channel| INSTANTS.map(|n| (*channel, hour(n))));
        let questions =
            asked.map(|(channel, at)| (channel, at, Question::new("w", "jobs", channel, at))).collect();
        Self { alphabet, questions, seen: Seen::default() }
    }

    /// Visits the set of `chosen` and all its supersets by later events. `denied` says which of the questions
    /// that were asked of its parent it denied.
    fn visit(&mut self, ledger: &Ledger, chosen: &mut Vec<&'a Event>, next: usize, denied: &[Option<bool>]) {
        let denied = self.check(ledger, chosen, denied);
        if chosen.len() == SIZE {
            return;
        }
        for (place, event) in self.alphabet.iter().enumerate().skip(next) {
            let mut longer = ledger.clone();
            longer.extend([event.clone()]).unwrap();
            chosen.push(event);
            self.visit(&longer, chosen, place + 1, &denied);
            chosen.pop();
        }
    }

    fn check(&mut self, ledger: &Ledger, set: &[&Event], before: &[Option<bool>]) -> Vec<Option<bool>> {
        self.seen.states += 1;
        // Looking at every state twice would take twice as long.
        let thorough = self.seen.states.is_multiple_of(1009);
        let hash = thorough.then(|| ledger.state_hash());
        // Before the second instant only a finding that reaches back makes a difference to the set without its later events,
        // which is a state of its own.
        let reaches_back = set.iter().any(|event| event.kind == EventKind::Invalidated);
        let mut denied = vec![None; before.len()];
        for (place, (channel, at, question)) in self.questions.iter().enumerate() {
            if *at < hour(2) && !reaches_back && !thorough {
                continue;
            }
            let ruling = ledger.rule(question).unwrap();
            self.seen.answers += 1;
            self.seen.expired += usize::from(ruling.state().decision == DecisionState::Expired);
            denied[place] = Some(!ruling.is_allowed());
            if thorough {
                let answer = ledger.may(question).unwrap();
                assert_eq!((answer.verdict, answer.state), (ruling.verdict(), ruling.state()), "{set:?}");
                assert_eq!(ledger.may(question).unwrap(), answer, "{set:?}");
            }
            if !ruling.is_allowed() {
                continue;
            }
            self.seen.allowed += 1;
            assert!(may_be_permitted(set, *channel, *at), "{question:?} is allowed by {set:?}");
            let last = set.last().map_or(Role::Other, |event| role(event));
            // A step that takes away never gives.
            let taken = last == Role::Tightening && before[place] == Some(true);
            assert!(!taken, "{question:?} is allowed by the last of {set:?}");
            if has_no(set, *channel, *at) {
                self.seen.restored += 1;
                self.seen.steps_back += steps_back(set, question);
            }
        }
        if let Some(hash) = hash {
            assert_eq!(ledger.state_hash(), hash, "a question changed the ledger");
        }
        denied
    }
}

/// Of the steps by which `set` may have been reached, those out of a no: each must have brought an act of the subject, the showing
/// of its notice, or the end of a restriction, as the last that was missing.
fn steps_back(set: &[&Event], question: &Question) -> usize {
    let mut steps = 0;
    for (place, event) in set.iter().enumerate() {
        let mut before = ledger();
        let others = set.iter().enumerate().filter(|(other, _)| *other != place);
        before.extend(others.map(|(_, event)| (*event).clone())).unwrap();
        let answer = before.may(question).unwrap();
        if !answer.is_allowed() && answer.state.decision.is_no() {
            steps += 1;
            let role = role(event);
            assert!(matches!(role, Role::Act | Role::Showing | Role::Lifting), "{role:?}: {set:?}");
        }
    }
    steps
}

#[test]
fn no_path_leads_from_a_no_to_permission_but_by_a_new_act_under_a_notice_shown_after_it() {
    let alphabet = alphabet();
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let explore = || {
        let mut explorer = Explorer::new(&alphabet);
        // Each worker takes the next first event until none is left.
        while let Some(first) = alphabet.get(next.fetch_add(1, Ordering::Relaxed)) {
            let place = alphabet.iter().position(|event| event == first).unwrap();
            let mut ledger = ledger();
            ledger.extend([first.clone()]).unwrap();
            explorer.visit(&ledger, &mut vec![first], place + 1, &[Some(true); 4]);
        }
        explorer.seen
    };
    let mut seen = Seen::default();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(explore)).collect();
        for worker in workers {
            seen.add(&worker.join().unwrap());
        }
    });
    println!("{seen:?}");
    let choose = |n: usize, k: usize| (0..k).fold(1, |product, i| product * (n - i) / (i + 1));
    assert_eq!(seen.states, (1..=SIZE).map(|k| choose(alphabet.len(), k)).sum::<usize>());
    assert!(seen.states >= 10_000_000, "{seen:?}");
    assert!(seen.restored > 10_000 && seen.steps_back > 10_000 && seen.expired > 10_000, "{seen:?}");
}
