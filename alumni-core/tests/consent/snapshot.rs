//! A snapshot says what the ledger says.

use alumni_core::consent::{Channel, Ledger, Pack, Question, Regimes, Stand};
use proptest::prelude::*;

use crate::properties::events;
use crate::{day, ledger};

/// That everything in `stand` is what `ledger` answers to `question`.
fn agrees(ledger: &Ledger, question: &Question, stand: &Stand<'_>) -> Result<(), TestCaseError> {
    let answer = ledger.may(question).unwrap();
    prop_assert_eq!(stand.verdict(), answer.verdict);
    prop_assert_eq!(stand.code(), answer.reasons[0].code());
    let evidence = answer.evidence.first().map(|key| (key.source.as_str(), key.id.as_str()));
    prop_assert_eq!(stand.evidence(), evidence);
    prop_assert_eq!((stand.state(), stand.valid_until()), (answer.state, answer.valid_until));
    prop_assert_eq!(stand.answer().unwrap(), answer);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn it_answers_as_the_ledger_does(
        events in events(),
        subjects in 1..4_usize,
        at in -1..40_i64,
        known_at in prop::option::weighted(0.3, -1..16_i64),
        packs in prop::bool::weighted(0.3),
    ) {
        let mut held = ledger();
        if packs {
            let packs = ["eu-gdpr-eprivacy", "us-canspam-tcpa-ccpa"].map(|id| Pack::shipped(id).unwrap());
            held = held.with_packs(packs).unwrap();
            held = held.with_regimes(Regimes::everyone(["eu"]).subject("w1", ["us"])).unwrap();
        }
        held.extend(events.into_iter().enumerate().map(|(n, mut event)| {
            event.subject = format!("w{}", n % subjects);
            event
        })).unwrap();
        let (at, known_at) = (day(at * 5), known_at.map(|n| day(n * 10)));
        let snapshot = held.snapshot(at, known_at);
        let names = ["w1", "w0", "nobody", "w2", "w0"];
        for purpose in ["jobs", "study"] {
            for channel in Channel::ALL.iter().copied().map(Some).chain([None]) {
                let mut each = Vec::new();
                snapshot.may_each(names, purpose, channel, |stand| each.push(stand)).unwrap();
                prop_assert_eq!(each.len(), names.len());
                for (name, stand) in names.into_iter().zip(each) {
                    let mut question = Question::new(name, purpose, channel, at);
                    question.known_at = known_at;
                    agrees(&held, &question, &stand)?;
                    agrees(&held, &question, &snapshot.may(name, purpose, channel).unwrap())?;
                }
            }
        }
    }
}

#[test]
fn it_keeps_the_ledger_as_it_was() {
    use alumni_core::consent::{Event, EventKind, Verdict};
    let mut held = ledger();
    let event = |id: &str, kind, n| Event::new("s", id, "w", "study", kind, day(n).fixed_offset());
    held.extend([event("1", EventKind::NoticeShown, 1)]).unwrap();
    let before = held.snapshot(day(9), None);
    held.extend([event("2", EventKind::Objected, 2)]).unwrap();
    assert_eq!(before.may("w", "study", None).unwrap().verdict(), Verdict::Allowed);
    let after = held.snapshot(day(9), None);
    assert_eq!(after.may("w", "study", None).unwrap().code(), "consent-objected");
    assert_eq!((before.states(), before.ledger().len(), held.len()), (1, 1, 2));
    assert!(after.may("w", "studies", None).unwrap_err().message().contains("did you mean `study`"));
}
