//! The fields of ISO/IEC TS 27560:2023 that a record must have, and where each is missing.

use serde_json::{Map, Value};

use super::duration::RecordDuration;
use super::{Record, term};
use crate::consent::{Status, instant};
use crate::text::Reason;
use crate::{Error, ErrorKind};

/// A field of the specification, with the clause that asks for it.
///
/// # Source
///
/// The guide *Consent Records and Receipts as per ISO/IEC TS 27560:2023 using DPV* of W3C's Data Privacy Vocabularies and
/// Controls Community Group; it numbers no clause for the header and for parties, whose sections are named instead.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) clause: &'static str,
}

macro_rules! fields {
    ($($constant:ident = $name:literal, $clause:literal;)*) => {
        $( pub(super) const $constant: Field = Field { name: $name, clause: $clause }; )*
    };
}
fields! {
    SCHEMA_VERSION = "schema_version", "header";
    RECORD_ID = "record_id", "header";
    PII_PRINCIPAL_ID = "pii_principal_id", "header";
    RECEIPT_ID = "receipt_id", "receipt";
    PRIVACY_NOTICE = "privacy_notice", "6.3.4.1";
    LANGUAGE = "language", "6.3.4.2";
    PURPOSES = "purposes", "6.3.4.3";
    PII_INFORMATION = "pii_information", "6.3.4.7";
    PII_CONTROLLERS = "pii_controllers", "6.3.4.8";
    STORAGE_LOCATIONS = "storage_locations", "6.3.4.11";
    RETENTION_PERIOD = "retention_period", "6.3.4.12";
    JURISDICTION = "jurisdiction", "6.3.4.16";
    RECIPIENT_THIRD_PARTIES = "recipient_third_parties", "6.3.4.17";
    WITHDRAWAL_METHOD = "withdrawal_method", "6.3.4.18";
    PARTY_ID = "party_id", "party";
    PARTY_NAME = "party_name", "party";
    PARTY_ADDRESS = "party_address", "party";
    PARTY_CONTACT = "party_contact", "party";
    PARTY_TYPE = "party_type", "party";
    EVENT_TIME = "event_time", "6.3.7.1";
    VALIDITY_DURATION = "validity_duration", "6.3.7.2";
    ENTITY_ID = "entity_id", "6.3.7.3";
    EVENT_TYPE = "event_type", "6.3.7.4";
    EVENT_STATE = "event_state", "6.3.7.6";
}

impl Field {
    /// The error of a field that the caller's own document does not have.
    pub(super) fn error(self, place: impl Into<String>) -> Error {
        let message = format!(
            "expected `{}`, which a record must have (ISO/IEC TS 27560, {})",
            self.name,
            self.named_clause()
        );
        Error::missing(message).within(place)
    }

    fn named_clause(self) -> String {
        match self.clause {
            "header" => "record header".to_owned(),
            "receipt" => "receipt header".to_owned(),
            "party" => "party identification".to_owned(),
            clause => format!("clause {clause}"),
        }
    }
}

/// What is wrong with a record, place by place.
#[derive(Debug, Default)]
pub(super) struct Problems {
    found: Vec<(Reason, Error)>,
}

impl Problems {
    pub(super) fn reasons(self) -> Vec<Reason> {
        self.found.into_iter().map(|(reason, _)| reason).collect()
    }

    pub(super) fn first(self) -> Result<(), Error> {
        self.found.into_iter().next().map_or(Ok(()), |(_, error)| Err(error))
    }

    pub(super) fn need(&mut self, there: bool, field: Field, place: &str) {
        if !there {
            self.tell("consent-record-field-missing", field, place, field.error(place));
        }
    }

    fn malformed(&mut self, field: Field, place: &str, kind: ErrorKind, expected: &str) {
        let message =
            format!("expected {expected} as `{}` (ISO/IEC TS 27560, {})", field.name, field.named_clause());
        self.tell("consent-record-field-unusable", field, place, Error::new(kind, message).within(place));
    }

    fn tell(&mut self, code: &str, field: Field, place: &str, error: Error) {
        let reason = Reason::new(code).with("field", field.name).with("clause", field.clause);
        self.found.push((reason.with("place", place), error));
    }
}

/// Everything a record lacks.
pub(super) fn problems(record: &Record) -> Problems {
    let mut problems = Problems::default();
    let node = &record.document;
    problems.need(term::first(node, &["dct:conformsTo"]).is_some(), SCHEMA_VERSION, "dct:conformsTo");
    problems.need(record.id().is_some(), RECORD_ID, "dct:identifier");
    problems.need(record.subject().is_some(), PII_PRINCIPAL_ID, "dpv:hasDataSubject");
    for (one, place) in [("dpv:hasDataSubject", PII_PRINCIPAL_ID), ("dct:conformsTo", SCHEMA_VERSION)] {
        if term::values(node, one).len() > 1 {
            problems.malformed(place, one, ErrorKind::Duplicate, "one value");
        }
    }
    let processes = record.processes();
    for (index, process) in processes.iter().enumerate() {
        let place = if term::values(node, "dpv:hasProcess").is_empty() {
            String::new()
        } else {
            format!("dpv:hasProcess[{index}].")
        };
        processing(&mut problems, node, process, &place);
    }
    parties(&mut problems, record);
    events(&mut problems, record);
    problems
}

fn processing(
    problems: &mut Problems,
    record: &Map<String, Value>,
    process: &Map<String, Value>,
    place: &str,
) {
    // What holds of the whole record need not be said of each process.
    let either =
        |name: &str| !term::values(process, name).is_empty() || !term::values(record, name).is_empty();
    let mut need = |there: bool, field, name: &str| problems.need(there, field, &format!("{place}{name}"));
    let notices = [process, record].into_iter().flat_map(|node| term::values(node, "dpv:hasNotice"));
    let notices: Vec<_> = notices.collect();
    need(notices.iter().any(|notice| term::text(notice).is_some()), PRIVACY_NOTICE, "dpv:hasNotice");
    let told = notices.iter().filter_map(|notice| notice.as_object());
    let language =
        either("dct:language") || told.into_iter().any(|notice| notice.contains_key("dct:language"));
    need(language, LANGUAGE, "dct:language");
    need(!term::values(process, "dpv:hasPurpose").is_empty(), PURPOSES, "dpv:hasPurpose");
    need(!term::values(process, "dpv:hasPersonalData").is_empty(), PII_INFORMATION, "dpv:hasPersonalData");
    need(either("dpv:hasDataController"), PII_CONTROLLERS, "dpv:hasDataController");
    let storage =
        [process, record].into_iter().flat_map(|node| term::values(node, "dpv:hasStorageCondition"));
    let storage: Vec<_> = storage.filter_map(Value::as_object).collect();
    let stored = |name: &str| storage.iter().any(|condition| !term::values(condition, name).is_empty());
    need(stored("dpv:hasLocation"), STORAGE_LOCATIONS, "dpv:hasStorageCondition");
    need(stored("dpv:hasDuration"), RETENTION_PERIOD, "dpv:hasStorageCondition");
    need(either("dpv:hasJurisdiction"), JURISDICTION, "dpv:hasJurisdiction");
    need(either("dpv:hasRecipient"), RECIPIENT_THIRD_PARTIES, "dpv:hasRecipient");
    let controls = [process, record].into_iter().flat_map(|node| term::values(node, "dpv:hasConsentControl"));
    let mut controls = controls.filter(|control| term::is_kind(control, "dpv:WithdrawConsent"));
    let withdrawal = controls
        .any(|control| control.as_object().is_some_and(|node| node.contains_key("dpv:isExercisedAt")));
    need(withdrawal, WITHDRAWAL_METHOD, "dpv:hasConsentControl");
}

fn parties(problems: &mut Problems, record: &Record) {
    for (index, controller) in record.controllers().into_iter().enumerate() {
        let place = format!("dpv:hasDataController[{index}]");
        problems.need(term::text(controller).is_some(), PARTY_ID, &place);
        let told = record.party(controller);
        let has = |names: &[&str]| {
            told.is_some_and(|node| names.iter().any(|name| !term::values(node, name).is_empty()))
        };
        problems.need(has(&["dpv:hasName", "schema:name", "dct:title"]), PARTY_NAME, &place);
        problems.need(has(&["dpv:hasAddress", "schema:address"]), PARTY_ADDRESS, &place);
        problems.need(has(&["dpv:hasContact", "schema:contactPoint"]), PARTY_CONTACT, &place);
        problems.need(has(&["@type"]), PARTY_TYPE, &place);
    }
}

fn events(problems: &mut Problems, record: &Record) {
    let statuses = term::values(&record.document, "dpv:hasConsentStatus");
    problems.need(!statuses.is_empty(), EVENT_STATE, "dpv:hasConsentStatus");
    let typed = |value: &Value| term::kinds(value).iter().any(|kind| is_consent_type(kind));
    let levels = record.processes();
    let levels = levels.iter().copied().chain([&record.document]);
    let mut bases = levels.flat_map(|node| term::values(node, "dpv:hasLegalBasis"));
    let by_basis = bases.any(typed);
    for (index, status) in statuses.into_iter().enumerate() {
        let place = format!("dpv:hasConsentStatus[{index}]");
        let known = term::kinds(status).iter().any(|kind| Status::from_iri(kind).is_ok());
        if !known {
            problems.malformed(EVENT_STATE, &place, ErrorKind::UnknownName, "a consent status of DPV 2.3");
        }
        let empty = Map::new();
        let node = status.as_object().unwrap_or(&empty);
        match term::first(node, &["dpv:isIndicatedAtTime", "dct:date"]) {
            None => problems.need(false, EVENT_TIME, &place),
            Some(at) => {
                if let Err(error) = instant::parse(at) {
                    problems.malformed(EVENT_TIME, &place, error.kind(), "an instant with its offset");
                }
            }
        }
        let durations = term::values(node, "dpv:hasDuration");
        problems.need(!durations.is_empty(), VALIDITY_DURATION, &place);
        if durations.into_iter().any(|duration| RecordDuration::read(duration).is_none()) {
            let expected = "a duration of one of the five kinds of DPV";
            problems.malformed(VALIDITY_DURATION, &place, ErrorKind::Syntax, expected);
        }
        problems.need(!term::values(node, "dpv:isIndicatedBy").is_empty(), ENTITY_ID, &place);
        let own = term::values(node, "dpv:hasLegalBasis").into_iter().any(typed);
        problems.need(by_basis || own || typed(status), EVENT_TYPE, &place);
    }
}

/// The consent types of DPV 2.3, and the GDPR's two articles about consent.
pub(super) fn is_consent_type(term: &str) -> bool {
    let types = [
        "dpv:Consent",
        "dpv:UninformedConsent",
        "dpv:InformedConsent",
        "dpv:ImpliedConsent",
        "dpv:ExpressedConsent",
        "dpv:ExplicitlyExpressedConsent",
    ];
    types.contains(&term) || term.starts_with("eu-gdpr:A6-1-a") || term.starts_with("eu-gdpr:A9-2-a")
}
