//! Every short history, one by one.

use alumni_core::consent::{Channel, DecisionState, Event, EventKind, Question};

use super::{day, ledger};

/// One step of a history. The notice is named by its version; there is no version 3.
#[derive(Clone, Copy, Debug)]
struct Step {
    kind: EventKind,
    notice: Option<u32>,
    imported: bool,
}

fn steps() -> Vec<Step> {
    let plain = |kind| Step { kind, notice: None, imported: false };
    let mut steps: Vec<_> = EventKind::ALL.iter().copied().map(plain).collect();
    for kind in [EventKind::Given, EventKind::Renewed, EventKind::NoticeShown] {
        for notice in [1, 3] {
            steps.push(Step { kind, notice: Some(notice), imported: false });
        }
        steps.push(Step { kind, notice: Some(1), imported: true });
    }
    steps
}

/// Calls `check` with every history of up to `length` steps.
fn explore(length: usize, history: &mut Vec<Step>, steps: &[Step], check: &mut impl FnMut(&[Step])) {
    check(history);
    if history.len() < length {
        for step in steps {
            history.push(*step);
            explore(length, history, steps, check);
            history.pop();
        }
    }
}

/// Step `n` happens on day `n` and is known at once; imports have proof, so that nothing but the no stands against them.
fn told(history: &[Step]) -> Vec<Event> {
    let event = |(n, step): (i64, &Step)| {
        let mut event = Event::new("s", format!("e{n}"), "w", "jobs", step.kind, day(n).fixed_offset());
        event.imported = step.imported;
        event.happening = (step.kind == EventKind::Happened).then(|| "left".to_owned());
        event.evidence_ref = step.imported.then(|| "scan".to_owned());
        match step.notice {
            Some(version) => event.notice("n", version),
            None => event,
        }
    };
    (0..).zip(history).map(event).collect()
}

#[test]
fn after_a_no_only_a_new_act_bound_to_a_notice_shown_after_it_permits() {
    let is_no = |step: &Step| {
        use EventKind::{Invalidated, Objected, Refused, Revoked, Withdrawn};
        matches!(step.kind, Refused | Withdrawn | Revoked | Invalidated | Objected)
    };
    let is_act = |step: &Step| {
        matches!(step.kind, EventKind::Given | EventKind::Renewed) && step.notice == Some(1) && !step.imported
    };
    let is_showing =
        |step: &Step| step.kind == EventKind::NoticeShown && step.notice == Some(1) && !step.imported;
    let (mut seen, mut permitted, mut restored) = (0, 0, 0);
    let (empty, question) = (ledger(), Question::new("w", "jobs", Channel::Email, day(50)));
    explore(4, &mut Vec::new(), &steps(), &mut |history| {
        let mut ledger = empty.clone();
        ledger.extend(told(history)).unwrap();
        let answer = ledger.may(&question).unwrap();
        seen += 1;
        if !answer.is_allowed() {
            return;
        }
        permitted += 1;
        assert!(matches!(answer.state.decision, DecisionState::Given | DecisionState::Renewed));
        let Some(no) = history.iter().rposition(is_no) else { return };
        restored += 1;
        let after = &history[no + 1..];
        let shown = after.iter().position(is_showing).unwrap_or_else(|| panic!("{history:?}"));
        assert!(after[shown + 1..].iter().any(is_act), "{history:?}");
    });
    println!("{seen} histories, {permitted} permit, {restored} of them after a no");
    assert_eq!(seen, (0..=4).map(|n| 23_usize.pow(n)).sum::<usize>());
    assert!(restored > 50);
}

#[test]
fn asking_never_changes_the_decision() {
    let asking = [EventKind::NoticeShown, EventKind::Requested, EventKind::Deferred];
    let empty = ledger();
    explore(3, &mut Vec::new(), &steps(), &mut |history| {
        let decision = |events: Vec<Event>| {
            let mut ledger = empty.clone();
            ledger.extend(events).unwrap();
            ledger.state("w", "jobs", None, day(50), None).unwrap().decision
        };
        let before = decision(told(history));
        for kind in asking {
            let mut events = told(history);
            events.push(Event::new("s", "asked", "w", "jobs", kind, day(10).fixed_offset()).notice("n", 1));
            assert_eq!(decision(events), before, "{history:?} then {kind}");
        }
    });
}
