//! One walk over the events finds what asking again at every instant finds.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::consent::{Answer, Event, LegalBasis, Notice, Pack, Purpose, Regimes};
use crate::text::Localized;

fn hour(n: i64) -> DateTime<Utc> {
    "2027-01-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::hours(n)
}

fn asked(ledger: &Ledger, scope: &Scope<'_>, at: DateTime<Utc>, known_at: Option<DateTime<Utc>>) -> Answer {
    ledger.may(&scope.question(at, known_at)).unwrap()
}

fn is_over(answer: &Answer) -> bool {
    let carried = || answer.reasons.iter().any(|reason| reason.code() == "consent-law-revocation");
    answer.verdict == Verdict::Denied
        && (answer.state.decision.is_no() || answer.state.restricted || carried())
}

/// By a question at every instant at which anything was said about anything.
fn slowly(
    history: &History,
    ledger: &Ledger,
    scope: &Scope<'_>,
    at: DateTime<Utc>,
    known_at: Option<DateTime<Utc>>,
) -> Option<Ended> {
    let answer = asked(ledger, scope, at, known_at);
    if history.noes.is_empty() || !is_over(&answer) {
        return None;
    }
    let concerns = |of: &&(String, bool, DateTime<Utc>)| (of.1 || of.0 == scope.purpose) && of.2 <= at;
    let mut instants: Vec<_> = history.instants.iter().filter(concerns).map(|of| of.2).collect();
    instants.sort_unstable();
    instants.insert(0, instants[0] - TimeDelta::nanoseconds(1));
    let (mut began, mut carried, mut was_permitted, mut running) = (at, answer.evidence.clone(), false, true);
    for instant in instants.into_iter().rev() {
        let before = asked(ledger, scope, instant, known_at);
        running = running && is_over(&before);
        if running {
            began = instant;
            carried.extend(before.evidence);
        } else if before.verdict != Verdict::Denied {
            was_permitted = true;
            break;
        }
    }
    let in_run = |no: &&No| {
        let carried = !scope.is_covered(no) && carried.contains(&no.key);
        no.from <= at && ((no.from >= began && scope.is_covered(no)) || carried)
    };
    let noes: Vec<_> = history.noes.iter().filter(in_run).collect();
    let earliest = noes.iter().map(|no| no.from).min()?;
    let mut first: Vec<_> = noes.iter().filter(|no| no.from == earliest).collect();
    first.sort_by(|a, b| (strictness(b.kind), &a.key).cmp(&(strictness(a.kind), &b.key)));
    Some(Ended {
        no: (**first[0]).clone(),
        noes: noes.iter().map(|no| no.key.clone()).collect(),
        channels: noes.iter().map(|no| no.channel).collect(),
        state: answer.state,
        reason: answer.reasons.first().cloned(),
        was_permitted,
    })
}

type Said = (EventKind, &'static str, Option<Channel>, Option<&'static str>, i64, i64);

fn said() -> impl Strategy<Value = Said> {
    let kind = prop_oneof![
        select(EventKind::ALL),
        select(vec![EventKind::Given, EventKind::NoticeShown, EventKind::Withdrawn, EventKind::Refused]),
    ];
    let channel = select(vec![None, None, Some(Channel::Email), Some(Channel::Phone)]);
    let recipient = select(vec![None, None, None, Some("a")]);
    (kind, select(vec!["jobs", "study"]), channel, recipient, 0..30_i64, select(vec![0, 0, 0, -4, 3, 9]))
}

fn ledger_of(all: Vec<Said>, pack: &str) -> Ledger {
    let purpose = |id: &str, basis| Purpose::new(id, Localized::same(id), basis);
    let purposes = [purpose("jobs", LegalBasis::Consent), purpose("study", LegalBasis::LegitimateInterest)];
    let mut ledger =
        Ledger::new(purposes, [Notice::new("n", 1, ["jobs", "study"]).text("en", "Text.")]).unwrap();
    if !pack.is_empty() {
        ledger = ledger.with_packs(Pack::shipped_for(pack).unwrap()).unwrap();
        ledger = ledger.with_regimes(Regimes::everyone([pack])).unwrap();
    }
    for (n, (kind, purpose, channel, recipient, at, delay)) in all.into_iter().enumerate() {
        let mut event = Event::new("s", format!("e{n}"), "w", purpose, kind, hour(at).fixed_offset());
        event.received_at = hour(at + delay);
        (event.channel, event.recipient) = (channel, recipient.map(str::to_owned));
        match kind {
            EventKind::Happened => {
                event.happening = Some("left".to_owned());
                (event.channel, event.recipient) = (None, None);
            }
            EventKind::Given | EventKind::Renewed if n % 4 == 0 => event.valid_uses = Some(1),
            EventKind::Given | EventKind::Renewed if n % 4 == 1 => {
                event.valid_until = Some(hour(at + 5));
            }
            _ => {}
        }
        if matches!(kind, EventKind::Given | EventKind::Renewed | EventKind::NoticeShown) {
            event = event.notice("n", 1);
        }
        ledger.extend([event]).unwrap();
    }
    ledger
}

proptest! {
    #[test]
    fn one_walk_finds_what_every_question_finds(
        all in prop::collection::vec(said(), 0..14),
        pack in select(vec!["", "", "us"]),
        at in 0..40_i64,
        known in prop::option::weighted(0.3, 0..40_i64),
    ) {
        let ledger = ledger_of(all, pack);
        let (at, known_at) = (hour(at), known.map(hour));
        let history = History::of(&ledger, "w", known_at);
        for purpose in ["jobs", "study"] {
            for channel in [None, Some(Channel::Email), Some(Channel::Phone)] {
                for recipient in [None, Some("a")] {
                    let scope = Scope::new("w", purpose, channel, recipient);
                    let quick = history.ended(&ledger, &scope, at, known_at).unwrap();
                    let slow = slowly(&history, &ledger, &scope, at, known_at);
                    prop_assert_eq!(format!("{quick:?}"), format!("{slow:?}"), "{:?}", scope);
                }
            }
        }
    }
}
