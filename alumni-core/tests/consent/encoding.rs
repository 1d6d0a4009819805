//! The byte form of an event: one form, nothing personal in what is kept for ever.

use alumni_core::ErrorKind;
use alumni_core::consent::{Channel, EncodedEvent, Event, EventKind, Method, Paper};
use chrono::FixedOffset;
use proptest::prelude::*;

use super::{day, whole};

fn event() -> Event {
    let mut event =
        Event::new("form", "ce_12", "w-0471", "jobs", EventKind::Given, day(1).fixed_offset()).notice("n", 1);
    event.method = Some(Method::Form);
    event.evidence_ref = Some("scan of somebody".into());
    event.recipient = Some("group:a".into());
    event
}

#[test]
fn the_header_says_nothing_about_a_person() {
    let encoded = event().encode(&[3; 32]);
    let header: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&encoded.header).unwrap();
    assert_eq!(header.keys().collect::<Vec<_>>(), ["commitment", "format", "id", "received_at", "source"]);
    // Another salt is another commitment, so that equal payloads cannot be told to be equal.
    assert_ne!(encoded.hash(), event().encode(&[4; 32]).hash());
}

#[test]
fn an_erased_event_keeps_its_hash_and_tells_nothing() {
    let encoded = event().encode(&[3; 32]);
    let erased = encoded.clone().erased();
    assert_eq!(erased.hash(), encoded.hash());
    assert_eq!(erased.decode().unwrap_err().kind(), ErrorKind::Missing);
    let json = serde_json::to_string(&erased).unwrap();
    assert_eq!(EncodedEvent::from_json(&json).unwrap(), erased);
    for personal in ["w-0471", "jobs", "given", "scan", "group"] {
        assert!(!json.contains(personal), "{personal}");
    }
}

#[test]
fn another_payload_or_another_form_of_it_is_refused() {
    let encoded = event().encode(&[3; 32]);
    let with = |change: &dyn Fn(&mut EncodedEvent)| {
        let mut changed = encoded.clone();
        change(&mut changed);
        changed.decode().unwrap_err().kind()
    };
    let payload = encoded.payload.clone().unwrap();
    assert_eq!(with(&|e| e.payload = Some(payload.replace("given", "renewed"))), ErrorKind::Inconsistent);
    assert_eq!(with(&|e| e.salt = Some("00".repeat(32))), ErrorKind::Inconsistent);
    assert_eq!(with(&|e| e.salt = Some("0".repeat(63))), ErrorKind::Syntax);
    assert_eq!(
        with(&|e| e.salt = Some("03".repeat(32).to_uppercase().replace("03", "0G"))),
        ErrorKind::Syntax
    );
    assert_eq!(with(&|e| e.header = e.header.replace("\":\"", "\": \"")), ErrorKind::Syntax);
    assert_eq!(with(&|e| e.header = e.header.replace("event-1", "event-2")), ErrorKind::UnknownName);
}

proptest! {
    #[test]
    fn encoding_and_decoding_are_inverse(
        source in "[a-z]{1,8}", id in "\\PC{1,20}", subject in "[\u{3041}-\u{3096}a-z-]{1,12}", evidence in prop::option::of(any::<String>()),
        seconds in 0..2_000_000_000i64, nanos in 0..1_000_000_000u32, offset in -50_000..50_000i32, salt in any::<[u8; 32]>(),
        channel in prop::option::of(prop::sample::select(Channel::ALL)), kind in prop::sample::select(EventKind::ALL),
    ) {
        let offset = FixedOffset::east_opt(offset / 60 * 60).unwrap();
        let at = chrono::DateTime::from_timestamp(seconds, nanos).unwrap().with_timezone(&offset);
        let mut event = Event::new(source, id.trim(), subject, "jobs", kind, at);
        event.evidence_ref = evidence;
        event.channel = channel;
        let event = whole(event, seconds);
        let encoded = event.encode(&salt);
        match encoded.decode() {
            Ok(again) => prop_assert_eq!(again, event),
            // An id that no ledger takes.
            Err(error) => prop_assert!(id.trim().is_empty() || !error.path().is_empty(), "{}", error),
        }
    }
}

/// The same papers and the same length, written in several ways.
fn written() -> impl Strategy<Value = Event> {
    let papers = prop::collection::vec(
        prop::sample::select(vec![Paper::Terms, Paper::Other, Paper::Employment]),
        0..4,
    );
    let lengths = ["P1Y", "P12M", "P14D", "P2W", "P1Y1W", "P12M7D", "P9999Y9999M"];
    let length = prop::option::of(prop::sample::select(lengths.to_vec()));
    (papers, length, prop::sample::select(vec![0, 9])).prop_map(|(papers, length, hours)| {
        let at = day(1).with_timezone(&FixedOffset::east_opt(hours * 3600).unwrap());
        let mut event = Event::new("form", "1", "w", "jobs", EventKind::Given, at).notice("n", 1);
        event.bundled_with = papers;
        event.valid_for = length.map(|length| length.parse().unwrap());
        event
    })
}

proptest! {
    #[test]
    fn events_are_equal_where_their_bytes_are_and_no_conflict(one in written(), other in written()) {
        let bytes = |event: &Event| event.encode(&[3; 32]);
        let mut ledger = super::ledger();
        ledger.extend([one.clone()]).unwrap();
        prop_assert_eq!(one == other, bytes(&one) == bytes(&other));
        prop_assert_eq!(one == other, ledger.extend([other.clone()]).is_ok());
        prop_assert_eq!(bytes(&one).decode().unwrap(), one.clone());
        let hash = |event: Event| {
            let mut ledger = super::ledger();
            ledger.extend([event]).unwrap();
            ledger.state_hash()
        };
        prop_assert_eq!(one == other, hash(one) == hash(other));
    }
}

#[test]
fn another_offset_of_the_same_instant_is_told_as_that() {
    let at = day(1).fixed_offset();
    let event = |at| Event::new("form", "1", "w", "jobs", EventKind::Given, at).notice("n", 1);
    let mut ledger = super::ledger();
    ledger.extend([event(at)]).unwrap();
    let error =
        ledger.extend([event(at.with_timezone(&FixedOffset::east_opt(32_400).unwrap()))]).unwrap_err();
    assert!(error.to_string().contains("found another offset of occurred_at"), "{error}");
}
