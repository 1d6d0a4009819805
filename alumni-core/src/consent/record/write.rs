//! From a ledger to a record, a receipt, and the receipt that came before them.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::controller::{Controller, Processing};
use super::duration::RecordDuration;
use super::field::{self, Field};
use super::standing::{AsOf, Stands};
use super::{RECORD, Receipt, Record, receipt, term};
use crate::consent::purpose::check_id;
use crate::consent::{Actor, Event, EventKind, Ledger, LegalBasis, Method, Notice, Purpose, instant};
use crate::text::Lang;
use crate::{Error, document};

/// The profile that records are written in.
const PROFILE: &str = "https://w3id.org/dpv/schema/dpv-27560#record";
/// Until when whatever is no yes holds.
const LATER_DECISION: &str = "a later decision";
const RECEIPT_PROFILE: &str = "https://w3id.org/dpv/schema/dpv-27560#receipt";

impl Ledger {
    /// The consent record of `subject` and `purpose` under the identifier `id`, with every event that was known at
    /// `known_at` (`None` for everything known).
    ///
    /// What no ledger knows (who is responsible, which data, where it is stored and for how long) comes from `controller`.
    /// Each decision stands in the vocabulary's terms and, as `alumni:event`, as the event that it was: what the ledger
    /// answers can be computed from the record again ([`Record::restore`]). An objection to a purpose that rests on consent is
    /// told as consent withdrawn; restrictions, and objections where no consent is asked for, are no consent status and
    /// stand as `alumni:event` alone. So does a yes that never permitted anything.
    ///
    /// The record is as of `known_at`, or of the last that is on record. Where the last decision is a yes that does not stand then,
    /// a status of its own follows, marked with that instant (`alumni:asOf`): `ConsentExpired` since it ended by time, a happening,
    /// its last use or a new notice, `ConsentUnknown` while use is restricted, or whatever the ledger's state is.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a purpose that is not known here, and
    /// [`Missing`](crate::ErrorKind::Missing) for a mandatory field: its path is where it belongs in `controller`, or
    /// `events` where the ledger has no decision, or no notice on which one rests.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::{Controller, Event, EventKind, Ledger, Record, Status};
    ///
    /// # let mut ledger = Ledger::from_json(r#"{"purposes": [{"id": "newsletter", "title": "Newsletter", "legal_basis": "consent"}],
    /// #     "notices": [{"id": "alumni", "version": 3, "purposes": ["newsletter"], "text": {"en": "We write monthly."}}]}"#)?;
    /// # let controller = Controller::from_json(
    /// #     r#"{"id": "https://example.com/acme", "name": "Acme K.K.", "address": "1-1 Chiyoda, Tokyo",
    /// #         "contact": "privacy@example.com", "language": "ja", "jurisdiction": ["loc:JP"],
    /// #         "withdrawal": "https://example.com/consent", "processing": {"newsletter": {
    /// #             "personal_data": [{"category": "pd:EmailAddress"}], "storage_locations": ["loc:JP"],
    /// #             "retention": {"kind": "temporal", "length": "P2Y"}}}}"#,
    /// # )?;
    /// let at = "2024-03-29T10:00:00+09:00".parse()?;
    /// ledger.extend([Event::new("form", "ce_12", "w-0471", "newsletter", EventKind::Given, at).notice("alumni", 3)])?;
    /// let record = ledger.record("w-0471", "newsletter", &controller, "a6f58318-72e6-46a2-bfd7-f36d795e30cd", None)?;
    /// assert_eq!(record.status(), Some(Status::Given));
    /// assert_eq!(Record::from_json(&record.to_json())?, record);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn record(
        &self,
        subject: &str,
        purpose: &str,
        controller: &Controller,
        id: &str,
        known_at: Option<DateTime<Utc>>,
    ) -> Result<Record, Error> {
        check_id(id).map_err(|error| error.within("id"))?;
        let purpose = self.known_purpose(purpose)?;
        let events = self.told(subject, purpose, known_at);
        let processing = controller.processing.get(&purpose.id);
        let place = format!("controller.processing.{}", purpose.id);
        let processing = processing.ok_or_else(|| field::PII_INFORMATION.error(place.as_str()))?;
        let mut node = object([
            ("@context", context()),
            ("@id", format!("urn:alumni:record:{id}").into()),
            ("@type", RECORD.into()),
            ("dct:conformsTo", PROFILE.into()),
            ("dct:identifier", id.into()),
            ("dpv:hasDataSubject", object([("dct:identifier", subject.into())]).into()),
            ("dpv:hasDataController", party(controller)?),
            ("dct:language", need(&controller.language, field::LANGUAGE, "controller.language")?.into()),
            (
                "dpv:hasJurisdiction",
                texts(&controller.jurisdiction, field::JURISDICTION, "controller.jurisdiction")?,
            ),
            ("dpv:hasConsentControl", control(controller)?),
        ]);
        node.insert("dpv:hasNotice".into(), self.shown(&events)?);
        node.insert("dpv:hasProcess".into(), process(purpose, processing, controller, &events, &place)?);
        let by_consent = purpose.legal_basis == LegalBasis::Consent;
        // Where no consent is asked for, an objection takes none back.
        let of_consent =
            |event: &Event| status(event).is_some() && (by_consent || event.kind != EventKind::Objected);
        let (place, _) = self.purpose(&purpose.id)?;
        let as_of = AsOf::new(self, subject, place, &events, known_at);
        let is_told = |event: &&Event| of_consent(event) && (!event.is_yes() || as_of.took_effect(event));
        let (told, others): (Vec<_>, Vec<_>) = events.iter().partition(is_told);
        let untold: Vec<_> = others.iter().copied().filter(|event| event.is_yes()).collect();
        let stands = as_of.stands(&told, &untold);
        let statuses = told.iter().map(|event| decision(event, purpose));
        let statuses: Vec<_> = statuses.chain(stands.map(|stands| derived(stands, as_of.at))).collect();
        if statuses.is_empty() {
            return Err(field::EVENT_STATE.error("events"));
        }
        let others: Vec<_> = others.into_iter().map(literal).collect();
        node.insert("dpv:hasConsentStatus".into(), statuses.into());
        if !others.is_empty() {
            node.insert(term::EVENT.into(), others.into());
        }
        let record = Record { document: node };
        field::problems(&record).first()?;
        Ok(record)
    }

    /// The receipt that `subject` is handed at `at`: a record of each of `purposes` as known then, and the texts of the
    /// notices they rest on. The records are called `id/PURPOSE`.
    ///
    /// # Errors
    ///
    /// Those of [`record`](Self::record), and [`Missing`](crate::ErrorKind::Missing) without a purpose.
    pub fn receipt<'a>(
        &self,
        subject: &str,
        purposes: impl IntoIterator<Item = &'a str>,
        controller: &Controller,
        id: &str,
        at: DateTime<Utc>,
    ) -> Result<Receipt, Error> {
        let mut records = Vec::new();
        let mut notices = BTreeSet::new();
        for purpose in purposes {
            let name = format!("{id}/{purpose}");
            records.push(Value::from(self.record(subject, purpose, controller, &name, Some(at))?));
            let events = self.told(subject, self.known_purpose(purpose)?, Some(at));
            let shown = events.into_iter().filter_map(|event| event.notice);
            notices.extend(shown.map(|notice| (notice.id, notice.version)));
        }
        if records.is_empty() {
            return Err(Error::missing("expected a purpose to give a receipt for").within("purposes"));
        }
        let texts = self.notices().filter(|notice| notices.contains(&(notice.id.clone(), notice.version)));
        let texts: Vec<_> = texts.map(|notice| serde_json::to_value(notice).unwrap_or_default()).collect();
        let document = object([
            ("@context", context()),
            ("@id", format!("urn:alumni:receipt:{id}").into()),
            ("@type", receipt::RECEIPT.into()),
            ("dct:conformsTo", RECEIPT_PROFILE.into()),
            ("dct:identifier", id.into()),
            ("dct:created", instant::written(at.fixed_offset()).into()),
            ("dct:publisher", controller.id.as_str().into()),
            ("schema:recipient", "dpv:DataSubject".into()),
            (receipt::RECORDS, records.into()),
            (term::NOTICE_TEXT, texts.into()),
        ]);
        Ok(Receipt { document })
    }

    /// The events of `subject` and `purpose` that were known, by the time of the act; then the happenings of other purposes
    /// that a yes among them waits for.
    pub(super) fn told(
        &self,
        subject: &str,
        purpose: &Purpose,
        known_at: Option<DateTime<Utc>>,
    ) -> Vec<Event> {
        let known = |event: &Event| known_at.is_none_or(|known_at| event.received_at <= known_at);
        let (mut told, elsewhere): (Vec<_>, Vec<_>) =
            self.events_of(subject).filter(known).partition(|event| event.purpose == purpose.id);
        // What a yes was given until ends it whatever purpose it is recorded under.
        let awaited: BTreeSet<_> = told.iter().filter_map(|event| event.valid_until_event.clone()).collect();
        let happened = |event: &Event| event.happening.as_ref().is_some_and(|name| awaited.contains(name));
        told.extend(elsewhere.into_iter().filter(happened));
        told
    }

    pub(super) fn known_purpose(&self, id: &str) -> Result<&Purpose, Error> {
        let found = self.purposes().find(|purpose| purpose.id == id);
        found.ok_or_else(|| {
            crate::consent::unknown::unknown(
                "purpose",
                id,
                self.purposes().map(|purpose| purpose.id.as_str()),
            )
            .within("purpose")
        })
    }

    /// The notices that the events name, each version once.
    fn shown(&self, events: &[Event]) -> Result<Value, Error> {
        let named: BTreeSet<_> = events.iter().filter_map(|event| event.notice.as_ref()).collect();
        let known = |id: &str, version| {
            self.notices().find(|notice| notice.id == id && notice.version == version).map(Notice::hash)
        };
        let notices: Vec<Value> = named
            .into_iter()
            .map(|notice| {
                let mut node = object([
                    ("@type", "dpv:ConsentNotice".into()),
                    ("dct:identifier", notice.id.as_str().into()),
                    ("schema:version", notice.version.into()),
                ]);
                // What was shown, where the capturing system said so; else the text on file.
                if let Some(hash) = notice.hash.clone().or_else(|| known(&notice.id, notice.version)) {
                    node.insert("alumni:sha256".into(), hash.to_ascii_lowercase().into());
                }
                node.into()
            })
            .collect();
        if notices.is_empty() { Err(field::PRIVACY_NOTICE.error("events")) } else { Ok(notices.into()) }
    }
}

fn object<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn context() -> Value {
    let mut context: Map<_, _> =
        term::PREFIXES.iter().map(|(prefix, address)| ((*prefix).to_owned(), (*address).into())).collect();
    // What stands there is JSON, not linked data.
    for name in [term::EVENT, term::NOTICE_TEXT] {
        context.insert(name.to_owned(), object([("@type", "@json".into())]).into());
    }
    context.into()
}

fn need<'a>(text: &'a str, field: Field, place: &str) -> Result<&'a str, Error> {
    if text.trim().is_empty() { Err(field.error(place)) } else { Ok(text) }
}

fn texts(list: &[String], field: Field, place: &str) -> Result<Value, Error> {
    if list.iter().all(|text| text.trim().is_empty()) { Err(field.error(place)) } else { Ok(list.into()) }
}

fn party(controller: &Controller) -> Result<Value, Error> {
    let id = need(&controller.id, field::PARTY_ID, "controller.id")?;
    let kind = if controller.kind.is_empty() { "dpv:Organisation" } else { &controller.kind };
    let mut node = object([
        ("@id", id.into()),
        ("@type", vec![kind, "dpv:DataController"].into()),
        ("dpv:hasName", need(&controller.name, field::PARTY_NAME, "controller.name")?.into()),
        ("dpv:hasAddress", need(&controller.address, field::PARTY_ADDRESS, "controller.address")?.into()),
        ("dpv:hasContact", need(&controller.contact, field::PARTY_CONTACT, "controller.contact")?.into()),
    ]);
    for (name, text) in [("schema:email", &controller.email), ("schema:telephone", &controller.phone)] {
        if !text.is_empty() {
            node.insert(name.to_owned(), text.as_str().into());
        }
    }
    Ok(node.into())
}

fn control(controller: &Controller) -> Result<Value, Error> {
    let place = need(&controller.withdrawal, field::WITHDRAWAL_METHOD, "controller.withdrawal")?;
    Ok(object([("@type", "dpv:WithdrawConsent".into()), ("dpv:isExercisedAt", place.into())]).into())
}

fn process(
    purpose: &Purpose,
    processing: &Processing,
    controller: &Controller,
    events: &[Event],
    place: &str,
) -> Result<Value, Error> {
    let mut named = object([
        ("@type", "dpv:Purpose".into()),
        ("dct:identifier", purpose.id.as_str().into()),
        ("dct:title", purpose.title.text(Lang::En).into()),
    ]);
    if !processing.broader.is_empty() {
        named.insert("skos:broader".into(), processing.broader.clone().into());
    }
    let of = |name: &str| format!("{place}.{name}");
    if processing.personal_data.is_empty() {
        return Err(field::PII_INFORMATION.error(of("personal_data")));
    }
    let mut data = Vec::new();
    for (index, personal) in processing.personal_data.iter().enumerate() {
        let at = of(&format!("personal_data[{index}].category"));
        let mut node =
            object([("skos:broader", need(&personal.category, field::PII_INFORMATION, &at)?.into())]);
        let necessity = if personal.optional { "dpv:Optional" } else { "dpv:Required" };
        node.insert("dpv:hasNecessity".into(), necessity.into());
        if personal.special {
            node.insert("@type".into(), "dpv:SpecialCategoryPersonalData".into());
        }
        if !personal.fields.is_empty() {
            node.insert("schema:name".into(), personal.fields.clone().into());
        }
        data.push(Value::from(node));
    }
    let locations = texts(&processing.storage_locations, field::STORAGE_LOCATIONS, &of("storage_locations"))?;
    let retention = processing.retention.as_ref();
    let retention = retention.ok_or_else(|| field::RETENTION_PERIOD.error(of("retention")))?;
    let storage = vec![
        object([("@type", "dpv:StorageLocation".into()), ("dpv:hasLocation", locations)]),
        object([("@type", "dpv:StorageDuration".into()), ("dpv:hasDuration", retention.write())]),
    ];
    // The controller itself comes first, as in the guide's examples; then everybody else, each once.
    let agreed = events.iter().filter_map(|event| event.recipient.as_ref());
    let others: BTreeSet<&String> = processing.recipients.iter().chain(agreed).collect();
    let recipients = [&controller.id].into_iter().chain(others).cloned().collect::<Vec<_>>();
    let mut node = object([
        ("@type", "dpv:Process".into()),
        ("dpv:hasPurpose", named.into()),
        ("dpv:hasLegalBasis", purpose.legal_basis.iri().into()),
        ("dpv:hasPersonalData", data.into()),
        ("dpv:hasStorageCondition", storage.into_iter().map(Value::from).collect()),
        ("dpv:hasRecipient", recipients.into()),
    ]);
    for (name, list) in [("dpv:hasProcessing", &processing.operations)] {
        if !list.is_empty() {
            node.insert(name.to_owned(), list.clone().into());
        }
    }
    for (name, text) in
        [("dpv:hasService", &processing.service), ("dpv:hasDataSource", &processing.collection_method)]
    {
        if !text.is_empty() {
            node.insert(name.to_owned(), text.as_str().into());
        }
    }
    Ok(node.into())
}

/// The status that an event brings about where consent is asked for, in the vocabulary's words; `None` for what is no consent
/// status.
pub(super) fn status(event: &Event) -> Option<&'static str> {
    Some(match event.kind {
        EventKind::Requested => "dpv:ConsentRequested",
        EventKind::Deferred => "dpv:ConsentRequestDeferred",
        EventKind::Refused => "dpv:ConsentRefused",
        EventKind::Given => "dpv:ConsentGiven",
        EventKind::Renewed => "dpv:RenewedConsentGiven",
        // The vocabulary has no word for objecting to what one agreed to.
        EventKind::Withdrawn | EventKind::Objected => "dpv:ConsentWithdrawn",
        EventKind::Revoked => "dpv:ConsentRevoked",
        EventKind::Invalidated => "dpv:ConsentInvalidated",
        _ => return None,
    })
}

/// How long a decision holds: each of its ends, or the one kind that says there is none.
pub(super) fn durations(event: &Event, purpose: &Purpose) -> Vec<RecordDuration> {
    let offset = *event.occurred_at.offset();
    let time = event.end(purpose.valid_for);
    let time = time.map(|end| RecordDuration::UntilTime { until: end.with_timezone(&offset) });
    let happening = event.valid_until_event.clone().map(|event| RecordDuration::UntilEvent { event });
    let uses = event.valid_uses.map(|uses| RecordDuration::Occurrences { uses: uses.into() });
    let ends: Vec<_> = [time, happening, uses].into_iter().flatten().collect();
    match ends.is_empty() {
        false => ends,
        true if event.is_yes() => vec![RecordDuration::Endless],
        true => vec![RecordDuration::UntilEvent { event: LATER_DECISION.to_owned() }],
    }
}

fn consent_type(event: &Event) -> &'static str {
    match event.method {
        Some(method) if !Method::is_affirmative(method) => "dpv:ImpliedConsent",
        Some(_) => "dpv:ExpressedConsent",
        None if event.notice.is_some() => "dpv:InformedConsent",
        None => "dpv:UninformedConsent",
    }
}

fn decision(event: &Event, purpose: &Purpose) -> Value {
    let by = match event.actor {
        Actor::Subject => "dpv:DataSubject",
        Actor::Controller | Actor::Engine => "dpv:DataController",
        Actor::Authority => "dpv:Authority",
    };
    let mut node = object([
        ("@type", vec![status(event).unwrap_or_default(), consent_type(event)].into()),
        ("dpv:isIndicatedAtTime", instant::written(event.occurred_at).into()),
        ("dpv:isIndicatedBy", by.into()),
        ("dpv:hasDuration", one_or_all(durations(event, purpose).iter().map(RecordDuration::write))),
        (term::EVENT, literal(event)),
    ]);
    if let Some(method) = event.method {
        node.insert("dpv:hasIndicationMethod".into(), method.as_str().into());
    }
    node.into()
}

/// What stands as of `at`, which nobody expressed.
fn derived(stands: Stands, at: DateTime<Utc>) -> Value {
    let kind = stands.yes.as_ref().map_or("dpv:UninformedConsent", consent_type);
    let until = RecordDuration::UntilEvent { event: LATER_DECISION.to_owned() };
    let node = object([
        ("@type", vec![format!("dpv:{}", stands.status), kind.to_owned()].into()),
        ("dpv:isIndicatedAtTime", instant::written(stands.at).into()),
        ("dpv:isIndicatedBy", "dpv:DataController".into()),
        ("dpv:hasDuration", until.write()),
        (term::AS_OF, instant::written(at.fixed_offset()).into()),
    ]);
    node.into()
}

/// A single value as itself, several as a list.
fn one_or_all(values: impl Iterator<Item = Value>) -> Value {
    let mut values: Vec<_> = values.collect();
    if values.len() == 1 { values.pop().unwrap_or_default() } else { values.into() }
}

/// The event in its own JSON form.
fn literal(event: &Event) -> Value {
    // Its canonical form, so that absent members are left out.
    document::from_json(&event.canonical()).unwrap_or_default()
}
