//! The log of contacts as those who send see it.

use alumni_core::consent::{
    Channel, Contact, ContactRequest, ContactRules, Contacts, Ledger, Pause, Question, Settled,
};
use chrono::{DateTime, Utc};
use proptest::prelude::*;

const RULES: &str =
    r#"{"id": "c", "version": 1, "caps": [{"id": "weekly", "at_most": 1, "within": "1 week"}]}"#;

fn ledger() -> Ledger {
    Ledger::from_json(r#"{"purposes": [{"id": "s", "title": "S", "legal_basis": "contract"}]}"#).unwrap()
}

fn contacts(rules: &str) -> Contacts {
    Contacts::new(ContactRules::parse(rules).unwrap()).unwrap()
}

fn request(message: &str, at: &str) -> ContactRequest {
    ContactRequest::new(Question::new("w", "s", Channel::Email, at.parse().unwrap()), "hr", message)
}

fn codes(settled: &Settled) -> Vec<&str> {
    settled.reasons.iter().map(|reason| reason.code()).collect()
}

fn outside(message: &str, at: &str) -> Contact {
    serde_json::from_value(serde_json::json!({
        "token": format!("outside-{message}"), "subject": "w", "purpose": "s", "channel": "email", "sender": "hr",
        "message": message, "at": at, "expires_at": at, "state": "sent", "settled_at": at, "outside": true,
    }))
    .unwrap()
}

#[test]
fn what_was_sent_from_outside_in_between_counts_at_the_commit() {
    let ledger = ledger();
    for (message, expected) in
        [("m-2", &["contact-cap-reached"] as &[_]), ("m-1", &["contact-already-sent", "contact-cap-reached"])]
    {
        let mut contacts = contacts(RULES);
        let permit = ledger.reserve(&mut contacts, &request("m-1", "2026-04-01T00:00:00Z")).unwrap();
        let token = permit.token.unwrap();
        contacts.record(outside(message, "2026-04-01T00:01:00Z")).unwrap();
        let settled = ledger.commit(&mut contacts, &token, "2026-04-01T00:02:00Z".parse().unwrap()).unwrap();
        assert_eq!((settled.done, codes(&settled).as_slice()), (false, expected));
        // It is held still, and can be given back.
        assert!(contacts.cancel(&token, "2026-04-01T00:03:00Z".parse().unwrap()).unwrap().done);
    }
}

#[test]
fn a_commit_stands_against_nothing_until_the_permit_ends() {
    let ledger = ledger();
    let mut contacts = contacts(
        r#"{"id": "c", "version": 1, "quiet_hours": [{"id": "n", "from": "21:00", "until": "08:00"}]}"#,
    );
    let asked = request("m-1", "2026-04-01T11:50:00Z").utc_offset("+09:00");
    let permit = ledger.reserve(&mut contacts, &asked).unwrap();
    let (token, until) = (permit.token.unwrap(), permit.valid_until.unwrap());
    assert_eq!(until, "2026-04-01T12:00:00Z".parse::<DateTime<Utc>>().unwrap());
    assert_eq!(contacts.contact(&token).unwrap().utc_offset.as_deref(), Some("+09:00"));
    assert_eq!(codes(&ledger.commit(&mut contacts, &token, until).unwrap()), ["contact-quiet-hours"]);
    assert!(ledger.commit(&mut contacts, &token, until - chrono::TimeDelta::seconds(1)).unwrap().done);
}

#[test]
fn a_pause_that_was_ended_stays_ended_however_often_it_comes() {
    let (from, at) = ("2026-04-01T00:00:00Z".parse().unwrap(), "2026-04-02T00:00:00Z".parse().unwrap());
    let mut contacts = contacts(RULES);
    let pause = Pause::new("w", from, None);
    contacts.pause(pause.clone()).unwrap();
    assert_eq!(contacts.resume("w", at), Ok(1));
    contacts.pause(pause).unwrap();
    let kept = serde_json::to_string(&contacts).unwrap();
    assert_eq!(Contacts::from_json(&kept).as_ref(), Ok(&contacts));
    assert!(ledger().may_contact(&contacts, &request("m-1", "2026-04-02T00:00:00Z")).unwrap().is_allowed());
    // A new wish is a pause of its own.
    contacts.pause(Pause::new("w", at, None)).unwrap();
    assert!(!ledger().may_contact(&contacts, &request("m-1", "2026-04-03T00:00:00Z")).unwrap().is_allowed());
    assert_eq!(contacts.resume("w", "2026-04-03T00:00:00Z".parse().unwrap()), Ok(1));
    let wrong = r#"{"rules": {"id": "c", "version": 1}, "pauses": [{"subject": "w", "from": "2026-04-02T00:00:00Z",
        "ended_at": "2026-04-01T00:00:00Z"}]}"#;
    assert_eq!(Contacts::from_json(wrong).unwrap_err().path(), "pauses[0].ended_at");
}

#[test]
fn a_pause_about_no_channel_is_refused() {
    let mut contacts = contacts(RULES);
    let mut pause = Pause::new("w", "2026-04-01T00:00:00Z".parse().unwrap(), None);
    pause.channels = Some(Vec::new());
    let error = contacts.pause(pause).unwrap_err();
    assert_eq!((error.path(), error.kind()), ("channels", alumni_core::ErrorKind::Missing));
}

#[test]
fn a_permit_ends_where_what_is_on_record_for_later_fills_the_cap() {
    let ledger = ledger();
    let mut contacts = contacts(RULES);
    contacts.record(outside("m-1", "2026-02-10T00:00:00Z")).unwrap();
    let permit = |at: &str| ledger.may_contact(&contacts, &request("m-2", at)).unwrap();
    // A week that begins after 3 February holds the contact of the 10th.
    let until = "2026-02-03T00:00:00.000001Z".parse::<DateTime<Utc>>().unwrap();
    assert_eq!(permit("2026-01-30T00:00:00Z").valid_until, Some(until));
    assert!(permit("2026-02-03T00:00:00Z").is_allowed() && !permit("2026-02-03T00:00:01Z").is_allowed());
    assert_eq!(permit("2026-02-04T00:00:00Z").not_before, Some("2026-02-17T00:00:00Z".parse().unwrap()));
}

/// From 31 March a month ends on 30 April, as it does from 30 March: a window that begins later may end earlier.
#[test]
fn a_permit_ends_where_the_first_of_several_windows_is_full() {
    let ledger = ledger();
    let mut contacts =
        contacts(r#"{"id": "c", "version": 1, "caps": [{"id": "x", "at_most": 3, "within": "1 month"}]}"#);
    for (message, at) in
        [("a", "2026-03-31T00:00:00Z"), ("b", "2026-03-31T00:00:00Z"), ("c", "2026-04-30T00:00:00Z")]
    {
        contacts.record(outside(message, at)).unwrap();
    }
    let permit = ledger.may_contact(&contacts, &request("new", "2026-02-25T00:00:00Z")).unwrap();
    assert_eq!(permit.valid_until, Some("2026-03-30T00:00:00.000001Z".parse().unwrap()));
}

proptest! {
    /// Against asking on every half day: what a permit says holds until it says, and changes then where it changes at all.
    #[test]
    fn a_permit_holds_until_it_says(
        days in prop::collection::vec(0..120_i64, 0..8),
        most in 1..4_u32,
        within in prop::sample::select(vec!["1 week", "10 days", "1 month"]),
        asked in 0..60_i64,
    ) {
        let instant = |half: i64| DateTime::<Utc>::from_timestamp(1_769_904_000 + half * 43_200, 0).unwrap();
        let rules = format!(r#"{{"id": "c", "version": 1, "caps": [{{"id": "x", "at_most": {most}, "within": "{within}"}}]}}"#);
        let mut contacts = contacts(&rules);
        for (place, day) in days.iter().enumerate() {
            contacts.record(outside(&format!("m-{place}"), &instant(day * 2).to_rfc3339())).unwrap();
        }
        let ledger = ledger();
        let at = |half: i64| ledger.may_contact(&contacts, &request("new", &instant(half).to_rfc3339())).unwrap();
        let permit = at(asked);
        let next = (asked + 1..400).find(|half| at(*half).verdict != permit.verdict);
        if permit.is_allowed() {
            match (permit.valid_until, next) {
                (None, next) => prop_assert_eq!(next, None),
                (Some(until), Some(next)) => {
                    prop_assert!(instant(next - 1) < until && until <= instant(next), "{until} {next}");
                }
                (Some(until), None) => prop_assert!(false, "nothing changes at {}", until),
            }
        } else {
            prop_assert_eq!(permit.not_before, next.map(instant));
        }
    }
}
