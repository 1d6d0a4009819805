//! Records and receipts: what the standard's own examples hold, and that nothing is lost on the way out and in.

mod guide;
mod statuses;
mod validity;

use std::collections::BTreeSet;

use alumni_core::consent::{
    Actor, Channel, Controller, Event, EventKind, Ledger, LegalBasis, Method, Notice, NoticeRef, Paper,
    Purpose, Question, Receipt, Record, RecordDuration, RecordImport, Status,
};
use alumni_core::text::{Argument, Lang, Localized};
use alumni_core::{ErrorKind, Reason};
use chrono::{DateTime, Utc};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::dpv::reference;
use super::{day, ledger, whole};

fn controller() -> Controller {
    Controller::from_json(
        r#"{"id": "https://example.com/acme", "name": "Acme K.K.", "address": "1-1 Chiyoda, Tokyo",
            "contact": "Privacy office", "email": "privacy@example.com", "phone": "+81 3 0000 0000",
            "policy_url": "https://example.com/privacy", "language": "ja", "jurisdiction": ["loc:JP"],
            "withdrawal": "https://example.com/consent", "processing": {
                "jobs": {"broader": ["dpv:RecruitmentManagement"], "storage_locations": ["loc:JP"],
                    "personal_data": [{"category": "pd:EmailAddress"}, {"category": "pd:HealthData", "special": true}],
                    "retention": {"kind": "temporal", "length": "P2Y"}, "service": "Alumni network",
                    "collection_method": "Off-boarding form", "recipients": ["https://example.com/ats"]},
                "study": {"personal_data": [{"category": "pd:Education"}], "storage_locations": ["loc:JP"],
                    "retention": {"kind": "until_event", "event": "the study ends"}}}}"#,
    )
    .unwrap()
}

fn event(id: &str, kind: EventKind, n: i64) -> Event {
    Event::new("s", id, "w", "jobs", kind, day(n).fixed_offset())
}

fn given() -> Ledger {
    let mut ledger = ledger();
    let mut yes = event("e1", EventKind::Given, 1).notice("n", 1);
    yes.method = Some(Method::Form);
    ledger.extend([yes]).unwrap();
    ledger
}

fn argument(reason: &Reason, name: &str) -> String {
    match &reason.args()[name] {
        Argument::Text(text) => text.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_missing_mandatory_field_is_named_with_its_clause() {
    let whole: Value = given().record("w", "jobs", &controller(), "r-1", None).unwrap().into();
    Record::from_json(&whole.to_string()).unwrap();
    for (name, field, clause) in [
        ("dct:conformsTo", "schema_version", "record header"),
        ("dpv:hasDataSubject", "pii_principal_id", "record header"),
        ("dpv:hasNotice", "privacy_notice", "clause 6.3.4.1"),
        ("dct:language", "language", "clause 6.3.4.2"),
        ("dpv:hasDataController", "pii_controllers", "clause 6.3.4.8"),
        ("dpv:hasJurisdiction", "jurisdiction", "clause 6.3.4.16"),
        ("dpv:hasConsentControl", "withdrawal_method", "clause 6.3.4.18"),
        ("dpv:hasConsentStatus", "event_state", "clause 6.3.7.6"),
        ("dpv:hasProcess.dpv:hasPurpose", "purposes", "clause 6.3.4.3"),
        ("dpv:hasProcess.dpv:hasPersonalData", "pii_information", "clause 6.3.4.7"),
        ("dpv:hasProcess.dpv:hasStorageCondition", "storage_locations", "clause 6.3.4.11"),
        ("dpv:hasProcess.dpv:hasRecipient", "recipient_third_parties", "clause 6.3.4.17"),
        ("dpv:hasDataController.dpv:hasAddress", "party_address", "party identification"),
        ("dpv:hasConsentStatus.0.dpv:isIndicatedAtTime", "event_time", "clause 6.3.7.1"),
        ("dpv:hasConsentStatus.0.dpv:hasDuration", "validity_duration", "clause 6.3.7.2"),
        ("dpv:hasConsentStatus.0.dpv:isIndicatedBy", "entity_id", "clause 6.3.7.3"),
    ] {
        let mut record = whole.clone();
        let (outer, last) = name.rsplit_once('.').unwrap_or(("", name));
        let pointer: String =
            outer.split('.').filter(|part| !part.is_empty()).map(|part| format!("/{part}")).collect();
        record.pointer_mut(&pointer).unwrap().as_object_mut().unwrap().remove(last).unwrap();
        let error = Record::from_json(&record.to_string()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Missing, "{name}: {error}");
        assert!(error.message().contains(&format!("`{field}`")), "{name}: {error}");
        assert!(error.message().contains(clause), "{name}: {error}");
        assert!(!error.path().is_empty(), "{name}");
    }
}

#[test]
fn what_a_controller_does_not_say_is_asked_for_where_it_belongs() {
    let complete = serde_json::to_value(controller()).unwrap();
    for (pointer, path) in [
        ("/name", "controller.name"),
        ("/address", "controller.address"),
        ("/withdrawal", "controller.withdrawal"),
        ("/language", "controller.language"),
        ("/jurisdiction", "controller.jurisdiction"),
        ("/processing/jobs", "controller.processing.jobs"),
        ("/processing/jobs/retention", "controller.processing.jobs.retention"),
        ("/processing/jobs/personal_data", "controller.processing.jobs.personal_data"),
        ("/processing/jobs/storage_locations", "controller.processing.jobs.storage_locations"),
    ] {
        let mut document = complete.clone();
        let (outer, last) = pointer.rsplit_once('/').unwrap();
        document.pointer_mut(outer).unwrap().as_object_mut().unwrap().remove(last).unwrap();
        let partial = Controller::from_json(&document.to_string()).unwrap();
        let error = given().record("w", "jobs", &partial, "r-1", None).unwrap_err();
        assert_eq!((error.kind(), error.path()), (ErrorKind::Missing, path), "{error}");
    }
    let error = ledger().record("w", "jobs", &controller(), "r-1", None).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Missing, "events"));
    assert!(error.message().contains("`privacy_notice`"), "{error}");
}

#[test]
fn repeated_names_of_keywords_and_of_our_own_events_are_refused() {
    for text in [
        r#"{"@type": "dpv:ConsentRecord", "@id": "a", "@id": "b"}"#,
        r#"{"@type": "dpv:ConsentRecord", "@id": "a", "id": "b"}"#,
        r#"{"@type": "dpv:ConsentRecord", "alumni:event": {"kind": "given", "kind": "withdrawn"}}"#,
    ] {
        assert_eq!(Record::read(text).unwrap_err().kind(), ErrorKind::Duplicate, "{text}");
    }
    // Two spellings of one name are one name.
    let text = r#"{"@type": "dpv:ConsentRecord", "dpv:hasPurpose": "dpv:Marketing",
        "https://w3id.org/dpv#hasPurpose": "https://w3id.org/dpv#Analytics"}"#;
    let reading = Record::read(text).unwrap();
    assert_eq!(reading.records[0].purposes(), ["dpv:Analytics", "dpv:Marketing"]);
    assert_eq!(reading.duplicates.len(), 1);
    assert_eq!(Record::from_json(text).unwrap_err().kind(), ErrorKind::Duplicate);
    let text = r#"{"@context": {"dpv": "https://example.com/other#"}, "@type": "dpv:ConsentRecord"}"#;
    assert_eq!(Record::read(text).unwrap_err().kind(), ErrorKind::Inconsistent);
    for text in ["[]", "{}", "1", r#"{"@type": "dpv:Process"}"#, r#"[[{"@type": "dpv:ConsentRecord"}]]"#] {
        match Record::read(text) {
            Ok(reading) => assert!(reading.records.is_empty() && text == "[]", "{text}"),
            Err(error) => assert_eq!(error.kind(), ErrorKind::WrongType, "{text}"),
        }
    }
}

#[test]
fn an_imported_record_permits_under_a_known_notice_and_never_lifts_a_no() {
    let record = given().record("w", "jobs", &controller(), "r-1", None).unwrap();
    let mut import = RecordImport::new("partner", day(10)).purpose("jobs", "jobs");
    let error = record.import(&RecordImport::new("partner", day(10))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownName);
    let question = Question::new("w", "jobs", Channel::Email, day(20));
    let asked = |events: Vec<Event>| {
        let mut ledger = ledger();
        ledger.extend(events).unwrap();
        ledger.may(&question).unwrap()
    };
    let unknown = asked(record.import(&import).unwrap());
    assert_eq!(unknown.reasons[0].code(), "consent-without-notice");
    let reference: NoticeRef = serde_json::from_str(r#"{"id": "n", "version": 1}"#).unwrap();
    import = import.notice("n", reference);
    let events = record.import(&import).unwrap();
    assert!(asked(events.clone()).is_allowed());
    assert_eq!(record.import(&import).unwrap(), events);

    let mut withdrawn = event("no", EventKind::Withdrawn, 0);
    withdrawn.id = "no".into();
    let shown = event("shown", EventKind::NoticeShown, 1).notice("n", 1);
    let answer = asked([vec![withdrawn, shown], events].concat());
    assert!(!answer.is_allowed(), "{answer}");
}

/// What a tool leaves of a record that keeps to the vocabulary's terms.
fn plain(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(plain),
        Value::Object(members) => {
            members.retain(|name, _| !name.starts_with("alumni:"));
            members.values_mut().for_each(plain);
        }
        _ => {}
    }
}

#[test]
fn a_yes_in_the_vocabularys_terms_alone_permits_nothing_before_somebody_vouches_for_it() {
    let yes = || event("e1", EventKind::Given, 1).notice("n", 1);
    let mut by_mail = yes();
    by_mail.channel = Some(Channel::Email);
    let mut shared = yes();
    shared.recipient = Some("r".into());
    let mut otherwise = yes();
    otherwise.notice.as_mut().unwrap().hash = Some("0".repeat(64));
    let mut papers = yes();
    papers.bundled_with = vec![Paper::Severance];
    for given in [yes(), by_mail, shared, otherwise, papers] {
        let mut theirs = ledger();
        theirs.extend([given]).unwrap();
        let mut document: Value = theirs.record("w", "jobs", &controller(), "r-1", None).unwrap().into();
        plain(&mut document);
        let record = Record::from_json(&document.to_string()).unwrap();
        let reference: NoticeRef = serde_json::from_str(r#"{"id": "n", "version": 1}"#).unwrap();
        let import = RecordImport::new("partner", day(10)).purpose("jobs", "jobs").notice("n", reference);
        let mut events = record.import(&import).unwrap();
        let mut ours = ledger();
        ours.extend(events.clone()).unwrap();
        for channel in [None, Some(Channel::Email), Some(Channel::Sms)] {
            for recipient in [None, Some("r")] {
                let mut question = Question::new("w", "jobs", channel, day(20));
                question.recipient = recipient.map(str::to_owned);
                assert!(!ours.may(&question).unwrap().is_allowed(), "{channel:?} {recipient:?}");
            }
        }
        // Whoever has looked at the proof says where it is, and what it covers.
        let Some(yes) = events.iter_mut().find(|event| event.kind == EventKind::Given) else { continue };
        (yes.evidence_ref, yes.channel) = (Some("shelf 3".into()), Some(Channel::Email));
        let mut ours = ledger();
        ours.extend(events).unwrap();
        assert!(ours.may(&Question::new("w", "jobs", Channel::Email, day(20))).unwrap().is_allowed());
        assert!(!ours.may(&Question::new("w", "jobs", Channel::Sms, day(20))).unwrap().is_allowed());
    }
}

#[test]
fn restoring_refuses_an_event_that_says_something_else_than_its_record() {
    let whole: Value = given().record("w", "jobs", &controller(), "r-1", None).unwrap().into();
    for (pointer, value) in [
        ("/dpv:hasConsentStatus/0/alumni:event/subject", "somebody else"),
        ("/dpv:hasConsentStatus/0/alumni:event/kind", "withdrawn"),
        ("/dpv:hasConsentStatus/0/alumni:event/occurred_at", "2030-01-01T00:00:00Z"),
    ] {
        let mut document = whole.clone();
        *document.pointer_mut(pointer).unwrap() = value.into();
        let error = Record::read(&document.to_string()).unwrap().records[0].restore().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Inconsistent, "{pointer}: {error}");
        assert!(!error.to_string().contains("somebody"), "{error}");
    }
    let mut document = whole;
    document["dpv:hasConsentStatus"][0].as_object_mut().unwrap().remove("alumni:event").unwrap();
    let error = Record::from_json(&document.to_string()).unwrap().restore().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Missing);
}

#[test]
fn a_receipt_holds_its_records_and_the_texts_and_reads_back() {
    let receipt = given().receipt("w", ["jobs"], &controller(), "r-7", day(3)).unwrap();
    assert_eq!(Receipt::from_json(&receipt.to_json()).unwrap(), receipt);
    assert_eq!(Receipt::from_json(&receipt.to_string()).unwrap(), receipt);
    assert_eq!((receipt.id(), receipt.records()[0].id()), (Some("r-7"), Some("r-7/jobs")));
    assert!(receipt.to_json().contains("Text 1."));
    let record = given().record("w", "jobs", &controller(), "r-7/jobs", Some(day(3))).unwrap();
    assert_eq!(receipt.records(), [record]);
    let reading = Record::read(&receipt.to_json()).unwrap();
    assert!(reading.problems.is_empty() && reading.duplicates.is_empty());
    // Before the yes was known there is nothing to give a receipt for.
    assert_eq!(
        given().receipt("w", ["jobs"], &controller(), "r-7", day(0)).unwrap_err().kind(),
        ErrorKind::Missing
    );
    assert_eq!(given().receipt("w", [], &controller(), "r-7", day(3)).unwrap_err().path(), "purposes");
}

#[test]
fn a_kantara_receipt_tells_of_consent_that_stands() {
    let receipt = given().kantara_receipt("w", ["jobs"], &controller(), "k-1", day(3)).unwrap();
    assert_eq!(receipt.consent_timestamp, day(1).timestamp());
    assert!(receipt.sensitive && receipt.spi_cat == ["pd:HealthData"]);
    let purpose = &receipt.services[0].purposes[0];
    assert_eq!(purpose.third_party_name.as_deref(), Some("https://example.com/ats"));
    let json = serde_json::to_value(&receipt).unwrap();
    assert_eq!(json["consentReceiptID"], "k-1");
    assert_eq!(json["policyUrl"], "https://example.com/privacy");
    assert_eq!(serde_json::from_value::<alumni_core::consent::KantaraReceipt>(json).unwrap(), receipt);

    let mut ledger = given();
    ledger.extend([event("e2", EventKind::Withdrawn, 2)]).unwrap();
    let error = ledger.kantara_receipt("w", ["jobs"], &controller(), "k-1", day(3)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Inconsistent);
    let mut silent = controller();
    silent.phone.clear();
    let error = given().kantara_receipt("w", ["jobs"], &silent, "k-1", day(3)).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Missing, "controller.phone"));
}

#[test]
fn what_is_wrong_with_a_record_is_said_in_both_languages() {
    let text = r#"{"@type": "dpv:ConsentRecord", "dpv:hasNotice": "a", "dpv:hasNotice": "b", "dpv:hasConsentStatus": {"@type": "x"}}"#;
    let reading = Record::read(text).unwrap();
    assert!(reading.problems.iter().any(|reason| reason.code() == "consent-record-field-unusable"));
    for reason in reading.duplicates.iter().chain(&reading.problems) {
        for lang in Lang::ALL {
            let sentence = reason.text(lang);
            assert!(!sentence.starts_with("consent-") && !sentence.contains("$"), "{sentence}");
        }
    }
}

fn at() -> impl Strategy<Value = DateTime<Utc>> {
    (0..90i64).prop_map(day)
}

proptest! {
    #[test]
    fn a_record_out_and_in_leaves_every_answer_as_it_was(
        steps in prop::collection::vec(
            (prop::sample::select(EventKind::ALL), at(), at(), prop::option::of(1..3u32), prop::sample::select(vec![None, Some(Channel::Email)])),
            1..8,
        ),
        asked in at(),
    ) {
        let mut before = ledger();
        let events = (0..).zip(steps).map(|(n, (kind, at, received, version, channel))| {
            let mut event = event(&format!("e{n}"), kind, 0).received_at(received);
            event.occurred_at = at.fixed_offset();
            event.channel = channel;
            event.notice = version.map(|version| serde_json::from_value(serde_json::json!({"id": "n", "version": version})).unwrap());
            whole(event, n)
        });
        before.extend(events).unwrap();
        let Ok(record) = before.record("w", "jobs", &controller(), "r-1", None) else { return Ok(()) };
        let read = Record::from_json(&record.to_json()).unwrap();
        prop_assert_eq!(&read, &record);
        let mut after = ledger();
        after.extend(read.restore().unwrap()).unwrap();
        prop_assert_eq!(after.state_hash(), before.state_hash());
        // What is told last permits no more than the state does.
        let last = before.record("w", "jobs", &controller(), "r-1", Some(asked)).ok().and_then(|record| record.status());
        let state = before.state("w", "jobs", None, asked, Some(asked)).unwrap();
        if last.is_some_and(Status::is_valid_for_processing) {
            prop_assert!(!state.restricted && !state.decision.is_no(), "{state:?}");
        }
        for channel in [None, Some(Channel::Email), Some(Channel::Sms)] {
            let question = Question::new("w", "jobs", channel, asked);
            prop_assert_eq!(after.may(&question).unwrap(), before.may(&question).unwrap());
        }
    }

    #[test]
    fn what_is_imported_permits_nothing_that_was_not_permitted(
        steps in prop::collection::vec(
            (prop::sample::select(EventKind::ALL), at(), prop::sample::select(vec![None, Some(Channel::Email)]), any::<[bool; 5]>(), 0..3_u32), 1..6,
        ),
    ) {
        let mut theirs = ledger();
        let events = (0..).zip(steps).map(|(n, (kind, at, channel, marks, version))| {
            let mut event = event(&format!("e{n}"), kind, 0);
            (event.occurred_at, event.received_at, event.channel) = (at.fixed_offset(), at, channel);
            let [recipient, papers, imported, wrong, few] = marks;
            event.recipient = recipient.then(|| "group_company:B".to_owned());
            event.imported = imported;
            if version > 0 {
                let hash = wrong.then(|| "0".repeat(64));
                event.notice = Some(serde_json::from_value(json!({"id": "n", "version": version, "hash": hash})).unwrap());
            }
            if matches!(kind, EventKind::Given | EventKind::Renewed) {
                event.bundled_with = if papers { vec![Paper::Nda] } else { Vec::new() };
                event.valid_uses = few.then_some(1);
            }
            whole(event, n)
        });
        theirs.extend(events).unwrap();
        let Ok(record) = theirs.record("w", "jobs", &controller(), "r-1", None) else { return Ok(()) };
        let mut import = RecordImport::new("partner", day(100)).purpose("jobs", "jobs");
        for notice in theirs.notices() {
            import = import.notice(&notice.id, serde_json::from_value(json!({"id": notice.id, "version": notice.version})).unwrap());
        }
        let mut ours = ledger();
        ours.extend(record.import(&import).unwrap()).unwrap();
        for channel in [None, Some(Channel::Email), Some(Channel::Sms)] {
            for recipient in [None, Some("group_company:B")] {
                let mut question = Question::new("w", "jobs", channel, day(200));
                question.recipient = recipient.map(str::to_owned);
                let (before, after) = (theirs.may(&question).unwrap(), ours.may(&question).unwrap());
                prop_assert!(before.is_allowed() || !after.is_allowed(), "{before} | {after}");
            }
        }
    }

    #[test]
    fn an_import_never_makes_a_no_a_yes(
        steps in prop::collection::vec((prop::sample::select(EventKind::ALL), at()), 1..6),
        no in at(),
    ) {
        let mut theirs = ledger();
        let events = (0..).zip(steps).map(|(n, (kind, at))| {
            let mut event = event(&format!("e{n}"), kind, 0).notice("n", 1);
            (event.occurred_at, event.received_at) = (at.fixed_offset(), at);
            whole(event, n)
        });
        theirs.extend(events).unwrap();
        let Ok(record) = theirs.record("w", "jobs", &controller(), "r-1", None) else { return Ok(()) };
        let reference: NoticeRef = serde_json::from_str(r#"{"id": "n", "version": 1}"#).unwrap();
        let import = RecordImport::new("partner", day(100)).purpose("jobs", "jobs").notice("n", reference);
        let mut ours = ledger();
        let mut withdrawn = event("no", EventKind::Withdrawn, 0);
        (withdrawn.occurred_at, withdrawn.received_at) = (no.fixed_offset(), no);
        ours.extend([withdrawn]).unwrap();
        ours.extend(record.import(&import).unwrap()).unwrap();
        prop_assert!(!ours.may(&Question::new("w", "jobs", None, day(200))).unwrap().is_allowed());
    }
}

#[test]
fn a_purpose_on_another_basis_has_a_record_too() {
    let mut ledger = Ledger::new(
        [Purpose::new("study", Localized::same("Study"), LegalBasis::LegitimateInterest)],
        [Notice::new("n", 1, ["study"]).text("en", "Text.")],
    )
    .unwrap();
    let event =
        |id: &str, kind, n| Event::new("s", id, "w", "study", kind, day(n).fixed_offset()).notice("n", 1);
    ledger.extend([event("a", EventKind::NoticeShown, 0), event("b", EventKind::Objected, 1)]).unwrap();
    // The specification records consent: where nothing was asked there is no record, and the error says so.
    let error = ledger.record("w", "study", &controller(), "r", None).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Missing, "events"));
    ledger.extend([event("c", EventKind::Refused, 2)]).unwrap();
    let record = ledger.record("w", "study", &controller(), "r", None).unwrap();
    assert_eq!(record.restore().unwrap().len(), 3);
}
