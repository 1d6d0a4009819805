//! The ledger takes every transition of the table, and no other.

use std::collections::BTreeSet;

use alumni_core::consent::{
    Event, EventKind, Ledger, LegalBasis, LifecyclePart, LifecycleStep, Notice, Purpose, Question, State,
    Transition,
};
use alumni_core::text::Localized;
use chrono::{DateTime, TimeDelta, Utc};

/// Day `n`, at noon.
fn day(n: i64) -> DateTime<Utc> {
    "2024-01-01T12:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::days(n)
}

/// The notice `n`, and the notice `old`, which was materially replaced before anything happened.
fn ledger() -> Ledger {
    let notice = |id: &str, version, text: &str| Notice::new(id, version, ["jobs"]).text("en", text);
    Ledger::new(
        [Purpose::new("jobs", Localized::same("Jobs"), LegalBasis::Consent)],
        [
            notice("n", 1, "n"),
            notice("old", 1, "old"),
            notice("old", 2, "new").effective_from(day(-1)).material(),
        ],
    )
    .unwrap()
}

/// What may happen next: an event without instant, and whether it would be a yes that is never effective.
#[derive(Clone)]
struct Act {
    event: Event,
    never_effective: bool,
}

fn acts() -> Vec<Act> {
    let plain = |kind| Act {
        event: Event::new("s", "", "w", "jobs", kind, day(0).fixed_offset()),
        never_effective: false,
    };
    let with = |kind, notice: &str, change: &dyn Fn(&mut Event)| {
        let mut act = plain(kind);
        act.event = act.event.notice(notice, 1);
        change(&mut act.event);
        act
    };
    let mut acts = Vec::new();
    for kind in EventKind::ALL.iter().copied() {
        match kind {
            EventKind::Given | EventKind::Renewed => {
                acts.push(with(kind, "n", &|_| {}));
                acts.push(with(kind, "old", &|_| {}));
                acts.push(with(kind, "n", &|yes| yes.valid_for = Some("P1D".parse().unwrap())));
                acts.push(with(kind, "n", &|yes| yes.valid_uses = Some(1)));
                acts.push(with(kind, "n", &|yes| yes.valid_until_event = Some("left".into())));
                acts.push(Act { never_effective: true, ..plain(kind) });
            }
            EventKind::NoticeShown => acts.extend(["n", "old"].map(|notice| with(kind, notice, &|_| {}))),
            EventKind::Happened => {
                for name in ["left", "moved"] {
                    let mut act = plain(kind);
                    act.event.happening = Some(name.into());
                    acts.push(act);
                }
            }
            kind => acts.push(plain(kind)),
        }
    }
    acts
}

/// A history, and what only the walker keeps of it.
#[derive(Clone)]
struct History {
    ledger: Ledger,
    length: i64,
    /// The notices shown since the last no.
    shown: BTreeSet<String>,
    /// Which kind of end the last effective yes has.
    ends: (bool, bool, bool),
}

impl History {
    fn state(&self, at: DateTime<Utc>) -> State {
        self.ledger.state("w", "jobs", None, at, None).unwrap()
    }

    fn key(&self) -> (State, BTreeSet<String>, (bool, bool, bool)) {
        (self.state(day(10 * self.length + 9)), self.shown.clone(), self.ends)
    }

    /// The same with one act more, ten days after the last; and which step that is.
    fn and(&self, act: &Act, before: State) -> (Self, LifecycleStep) {
        let mut next = self.clone();
        next.length += 1;
        let mut event = act.event.clone();
        event.id = format!("e{}", next.length);
        event.occurred_at = day(10 * next.length).fixed_offset();
        event.received_at = day(10 * next.length);
        next.ledger.extend([event.clone()]).unwrap();
        let step: LifecycleStep = event.kind.as_str().parse().unwrap();
        let notice = event.notice.map(|notice| notice.id);
        let step = match event.kind {
            EventKind::NoticeShown => {
                next.shown.extend(notice);
                step
            }
            EventKind::Given | EventKind::Renewed => {
                let shown = notice.is_some_and(|notice| self.shown.contains(&notice));
                if act.never_effective || (before.decision.is_no() && !shown) {
                    LifecycleStep::Ineffective
                } else {
                    let until = event.valid_until_event.is_some();
                    next.ends = (event.valid_for.is_some(), event.valid_uses.is_some(), until);
                    step
                }
            }
            EventKind::Refused
            | EventKind::Objected
            | EventKind::Revoked
            | EventKind::Withdrawn
            | EventKind::Invalidated => {
                next.shown.clear();
                step
            }
            _ => step,
        };
        (next, step)
    }
}

fn edges(
    before: State,
    on: LifecycleStep,
    after: State,
) -> [(LifecyclePart, String, LifecycleStep, String); 3] {
    let restriction = |state: State| if state.restricted { "yes" } else { "no" }.to_owned();
    [
        (LifecyclePart::Decision, before.decision.to_string(), on, after.decision.to_string()),
        (LifecyclePart::Request, before.request.to_string(), on, after.request.to_string()),
        (LifecyclePart::Restriction, restriction(before), on, restriction(after)),
    ]
}

#[test]
fn the_ledger_takes_every_transition_of_the_table_and_no_other() {
    let acts = acts();
    let start = History { ledger: ledger(), length: 0, shown: BTreeSet::new(), ends: (false, false, false) };
    let mut taken: BTreeSet<_> =
        edges(start.state(day(1)), LifecycleStep::Time, start.state(day(9))).into_iter().collect();
    let (mut frontier, mut known) = (vec![start], Vec::new());
    while !frontier.is_empty() {
        let mut carried = Vec::new();
        for history in &frontier {
            let before = history.state(day(10 * history.length + 9));
            for act in &acts {
                let (next, step) = history.and(act, before);
                let after = next.state(day(10 * next.length));
                let later = next.state(day(10 * next.length + 9));
                taken.extend(edges(before, step, after));
                taken.extend(edges(after, LifecycleStep::Time, later));
                // The verdict goes with the state, and asking changes nothing.
                let question = Question::new("w", "jobs", None, day(10 * next.length + 9));
                let answer = next.ledger.may(&question).unwrap();
                let permits = matches!(later.decision.as_str(), "given" | "renewed") && !later.restricted;
                assert_eq!((answer.is_allowed(), answer.state), (permits, later));
                let key = next.key();
                if !known.contains(&key) {
                    known.push(key);
                    carried.push(next);
                }
            }
        }
        frontier = carried;
    }
    let table = Transition::all().into_iter().map(|edge| (edge.of, edge.from, edge.on, edge.to));
    let table: BTreeSet<_> = table.collect();
    let difference = |a: &BTreeSet<_>, b: &BTreeSet<_>| a.difference(b).cloned().collect::<Vec<_>>();
    assert_eq!(difference(&taken, &table), [], "taken and not in the table");
    assert_eq!(difference(&table, &taken), [], "in the table and never taken");
    println!("{} states told apart, {} edges", known.len(), taken.len());
}

/// The edge of the table that an edge of the vocabulary's diagram is; `None` for the end of the lifecycle.
fn official(from: &str, to: &str) -> Option<(LifecyclePart, &'static str, LifecycleStep, &'static str)> {
    use LifecyclePart::{Decision, Request};
    Some(match (from, to) {
        (_, "[*]") => return None,
        ("[*]", "NoticeShown") => (Request, "not_asked", LifecycleStep::NoticeShown, "notice_shown"),
        ("NoticeShown", "Requested") => (Request, "notice_shown", LifecycleStep::Requested, "requested"),
        // A decision answers the request; the decision itself is the other state.
        ("Requested", "Given") => (Decision, "undecided", LifecycleStep::Given, "given"),
        ("Requested", "Refused") => (Decision, "undecided", LifecycleStep::Refused, "refused"),
        // Asked again while the decision stands.
        ("Given" | "Refused", "NoticeShown") => {
            (Request, "answered", LifecycleStep::NoticeShown, "notice_shown")
        }
        ("Given", "Withdrawn") => (Decision, "given", LifecycleStep::Withdrawn, "withdrawn"),
        ("Given", "Expired") => (Decision, "given", LifecycleStep::Time, "expired"),
        ("Given", "Invalidated") => (Decision, "given", LifecycleStep::Invalidated, "invalidated"),
        ("Given", "Halted") => (Decision, "given", LifecycleStep::Revoked, "revoked"),
        other => panic!("the diagram has a new edge, {other:?}"),
    })
}

#[test]
fn the_table_has_every_edge_of_the_vocabulary() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../shared/reference/consent/dpv/dpv-2.3-consent_lifecycle.plantuml"
    );
    let Ok(diagram) = std::fs::read_to_string(path) else {
        println!("skipped: the lifecycle of the Data Privacy Vocabulary is not at hand");
        return;
    };
    let table = Transition::all();
    let mut found = 0;
    for line in diagram.lines().filter(|line| !line.trim_start().starts_with('\'')) {
        let Some((from, to)) = line.split_once("-->") else { continue };
        let edge = official(from.trim(), to.split(':').next().unwrap().trim());
        let Some((of, from, on, to)) = edge else { continue };
        let is = |edge: &Transition| (edge.of, &*edge.from, edge.on, &*edge.to) == (of, from, on, to);
        assert!(table.iter().any(is), "{line}");
        found += 1;
    }
    assert_eq!(found, 10);
}
