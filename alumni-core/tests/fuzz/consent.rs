//! What reads other systems' consent.

use alumni_core::consent::{Ledger, NoticeRef, Receipt, Record, RecordImport};

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
