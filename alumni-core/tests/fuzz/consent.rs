//! What reads other systems' consent.

use alumni_core::consent::{
    Channel, ContactRequest, ContactRules, Contacts, EncodedEvent, Ledger, LegalBasis, ListOptions,
    NoticeRef, Pack, Propagation, Purpose, Question, Receipt, ReconsentRequest, Record, RecordImport,
    events_from_json,
};
use alumni_core::text::{Lang, Localized};
use alumni_core::workforce::Table;

use super::text;

fn notice() -> NoticeRef {
    serde_json::from_str(r#"{"id": "n", "version": 1}"#).expect("a notice")
}

/// A document of records is read or refused, comes out as it went in, and its events are ones that a ledger takes.
pub(crate) fn record(data: &[u8]) {
    let Some(text) = text(data) else { return };
    if let Ok(receipt) = Receipt::from_json(text) {
        assert_eq!(Receipt::from_json(&receipt.to_json()).as_ref(), Ok(&receipt), "{receipt}");
    }
    let Ok(reading) = Record::read(text) else {
        assert!(Record::from_json(text).is_err());
        return;
    };
    let received = "2026-04-01T00:00:00Z".parse().expect("an instant");
    for record in &reading.records {
        let json = record.to_json();
        let again = Record::read(&json).expect("what was written is read");
        assert_eq!(again.records.first(), Some(record), "{json}");
        assert!(again.duplicates.is_empty(), "{json}");
        let _ = (record.status(), record.events(), record.restore());
        let mut import = RecordImport::new("other", received);
        for theirs in record.purposes() {
            import = import.purpose(theirs, "p");
        }
        let Ok(events) = record.import(&import.notice("n", notice())) else { continue };
        let mut ledger = Ledger::from_json(
            r#"{"purposes": [{"id": "p", "title": "P", "legal_basis": "consent"}],
                "notices": [{"id": "n", "version": 1, "purposes": ["p"], "text": {"en": "T"}}]}"#,
        )
        .expect("a ledger");
        ledger.extend(events.clone()).unwrap_or_else(|error| panic!("{error}\n{json}"));
        assert_eq!(ledger.extend(events).expect("the same").added, 0);
    }
}

/// A request for a plan reads back to itself; its notice is compared with the one on file and a plan made of it, or refused.
pub(crate) fn notice_change(data: &[u8]) {
    let Some(Ok(request)) = text(data).map(ReconsentRequest::from_json) else { return };
    let json = serde_json::to_string(&request).expect("a request is JSON");
    assert_eq!(ReconsentRequest::from_json(&json).as_ref(), Ok(&request));
    let ledger = Ledger::from_json(
        r#"{"purposes": [{"id": "p", "title": "P", "legal_basis": "consent"},
                {"id": "q", "title": "Q", "legal_basis": "legal_obligation", "class": "administration"}],
            "notices": [{"id": "n", "version": 1, "purposes": ["p"], "text": {"en": "T"}, "recipients": []}],
            "events": [{"source": "s", "id": "e", "subject": "w", "purpose": "p", "kind": "given",
                "occurred_at": "2024-04-01T00:00:00Z", "received_at": "2024-04-01T00:00:00Z",
                "notice": {"id": "n", "version": 1}}],
            "packs": ["jp-appi"], "regimes": {"everyone": ["jp"]}}"#,
    )
    .expect("a ledger");
    let old = ledger.notices().next().expect("a notice").clone();
    if let Ok(diff) = ledger.notice_diff(&old, &request.notice, Some(request.at)) {
        let marked = diff.marked(&request.notice);
        assert!(
            marked.is_err()
                || !ledger
                    .notice_diff(&old, &marked.expect("marked"), Some(request.at))
                    .expect("the same")
                    .is_contradictory()
        );
        assert!(Lang::ALL.iter().all(|lang| !diff.text(*lang).is_empty()));
    }
    let contacts = Contacts::new(ContactRules::new("c", 1)).expect("no rules");
    if let Ok(plan) = ledger.plan_reconsent(&contacts, &request) {
        assert!(plan.loss.least <= plan.loss.most && plan.people.len() <= 1);
        assert!(Lang::ALL.iter().all(|lang| !plan.text(*lang).is_empty()));
    }
}

/// A pack that exists reads back to itself, and answers under it never fail.
pub(crate) fn pack(data: &[u8]) {
    let Some(Ok(pack)) = text(data).map(Pack::parse) else { return };
    let json = serde_json::to_string(&pack).expect("a pack is JSON");
    assert_eq!(Pack::parse(&json).as_ref(), Ok(&pack));
    let purpose = Purpose::new("p", Localized::same("P"), LegalBasis::LegitimateInterest);
    let Ok(ledger) = Ledger::new([purpose], []).and_then(|ledger| ledger.with_packs([pack])) else { return };
    for at in ["0002-01-01T00:00:00Z", "2026-04-01T00:00:00Z", "9998-12-31T00:00:00Z"] {
        let at = at.parse().expect("an instant");
        for channel in Channel::ALL.iter().copied().map(Some).chain([None]) {
            let question = Question::new("w", "p", channel, at).recipient("r");
            ledger.may(&question).expect("the purpose is known");
        }
    }
}

/// Any table as a list: every row is judged, and nothing the list says permits anything.
pub(crate) fn list(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let Ok(table) = Table::from_csv("list.csv", text) else { return };
    let mut ledger = Ledger::from_json(
        r#"{"purposes": [{"id": "p", "title": "P", "legal_basis": "consent"}, {"id": "q", "title": "Q", "legal_basis": "consent"}],
            "notices": [{"id": "n", "version": 1, "purposes": ["p"], "text": {"en": "T"}}]}"#,
    )
    .expect("a ledger");
    let at = "2026-04-01T00:00:00Z".parse().expect("an instant");
    let mut options = ListOptions::new("list", at);
    options.utc_offset = Some("+09:00".into());
    let Ok(report) = ledger.import_list(&table, &options) else { return };
    assert!(report.rows.len() >= table.len());
    ledger.extend(report.events.clone()).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let again = ledger.import_list(&table, &options).expect("the same list");
    assert_eq!(again.events, report.events);
    for subject in ledger.subjects() {
        for purpose in ["p", "q"] {
            let question = Question::new(subject, purpose, None, at);
            assert!(!ledger.may(&question).expect("an answer").is_allowed(), "{text}");
        }
    }
}

/// An event has one byte form: what is read as one is written the same.
pub(crate) fn event(data: &[u8]) {
    let Some(text) = text(data) else { return };
    if let Ok(encoded) = EncodedEvent::from_json(text)
        && let Ok(event) = encoded.decode()
    {
        let salt = encoded.salt.as_deref().expect("a salt");
        let bytes: Vec<u8> =
            (0..32).filter_map(|n| u8::from_str_radix(salt.get(n * 2..n * 2 + 2)?, 16).ok()).collect();
        assert_eq!(event.encode(&bytes.try_into().expect("32 bytes")), encoded);
    }
    if let Ok(events) = events_from_json(text) {
        for event in events {
            // What a ledger would not take need not survive.
            if let Ok(again) = event.encode(&[1; 32]).decode() {
                assert_eq!(again, event);
            }
        }
    }
}

/// A register of uses reads back to itself, merges into itself without a change, and is reported on, or refused.
pub(crate) fn register(data: &[u8]) {
    let Some(Ok(mut register)) = text(data).map(Propagation::from_json) else { return };
    let json = serde_json::to_string(&register).expect("a register is JSON");
    assert_eq!(Propagation::from_json(&json).as_ref(), Ok(&register), "{json}");
    let before = register.clone();
    register.merge(&before).expect("its own rules");
    assert_eq!(register.state_hash(), before.state_hash(), "{json}");
    let ledger = Ledger::from_json(
        r#"{"purposes": [{"id": "newsletter", "title": "P", "legal_basis": "consent"}],
            "events": [{"source": "s", "id": "e", "subject": "w-0471", "purpose": "newsletter", "kind": "withdrawn",
                "occurred_at": "2024-04-16T00:00:00Z", "received_at": "2024-04-16T00:00:00Z"}],
            "packs": ["jp-appi", "eu-gdpr-eprivacy"], "regimes": {"everyone": ["jp", "eu"]}}"#,
    )
    .expect("a ledger");
    for at in ["0002-01-01T00:00:00Z", "2024-05-01T00:00:00Z", "9998-12-31T00:00:00Z"] {
        let at = at.parse().expect("an instant");
        // A standing purpose that the ledger does not know is refused.
        let Ok(report) = ledger.propagation(&register, at, None) else { continue };
        assert!(report.unpropagated <= report.items.len(), "{json}");
        assert!(Lang::ALL.iter().all(|lang| report.items.iter().all(|item| !item.text(*lang).is_empty())));
    }
}

/// Rules of contact read back to themselves; what they let through is held, settled once, and counted.
pub(crate) fn contact(data: &[u8]) {
    let Some(Ok(rules)) = text(data).map(ContactRules::parse) else { return };
    let json = serde_json::to_string(&rules).expect("rules are JSON");
    assert_eq!(ContactRules::parse(&json).as_ref(), Ok(&rules), "{json}");
    let Ok(mut contacts) = Contacts::new(rules) else { return };
    let ledger = Ledger::from_json(r#"{"purposes": [{"id": "p", "title": "P", "legal_basis": "contract"}]}"#)
        .expect("a ledger");
    for (number, at) in
        ["2026-04-01T00:00:00Z", "2026-04-01T12:34:56Z", "9998-12-31T00:00:00Z"].into_iter().enumerate()
    {
        let at = at.parse().expect("an instant");
        let request =
            ContactRequest::new(Question::new("w", "p", Channel::Email, at), "s", format!("m-{number}"));
        // A person's offset may be wanted.
        let Ok(permit) = ledger.reserve(&mut contacts, &request) else { continue };
        let Some(token) = permit.token else { continue };
        ledger.commit(&mut contacts, &token, at).expect("a token that was given");
        assert!(!ledger.commit(&mut contacts, &token, at).expect("the same").done, "{json}");
    }
}
