//! Consent records and receipts as ISO/IEC TS 27560:2023 has them, in the Data Privacy Vocabulary's JSON-LD.

mod controller;
mod duration;
mod field;
mod kantara;
mod node;
mod read;
mod receipt;
mod standing;
mod term;
mod transfer;
mod withdrawal;
mod write;

use std::fmt;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Status, canonical, instant};
use crate::Error;

pub use controller::{Controller, PersonalData, Processing};
pub use duration::RecordDuration;
pub use kantara::{KantaraController, KantaraPurpose, KantaraReceipt, KantaraService};
pub use read::RecordReading;
pub use receipt::Receipt;
pub use transfer::RecordImport;

/// A consent record: what a subject was told and decided about one or more purposes, and by whom it is processed.
///
/// It is the JSON-LD document with every property it came with, known here or not. Full addresses and prefixed names are
/// the same (`https://w3id.org/dpv#hasPurpose`, `dpv:hasPurpose`); the short form is kept. A ledger writes one with
/// [`Ledger::record`](super::Ledger::record).
///
/// # Example
///
/// ```
/// use alumni_core::ErrorKind;
/// use alumni_core::consent::{Record, Status};
///
/// let text = r#"{"@type": "dpv:ConsentRecord", "dct:identifier": "a6f58318", "dpv:hasPurpose": "dpv:Marketing",
///     "dpv:hasConsentStatus": {"@type": "dpv:ConsentTerminated", "dpv:isIndicatedAtTime": "2024-01-01T00:00:00Z"}}"#;
/// let reading = Record::read(text)?;
/// assert_eq!(reading.records[0].status(), Some(Status::Revoked));
///
/// // A record that is to be relied on has every mandatory field.
/// let error = Record::from_json(text).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Missing);
/// assert!(error.message().contains("`schema_version`"));
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "node::Node")]
#[serde(into = "Value")]
pub struct Record {
    document: Map<String, Value>,
}

/// One decision in a record, as it says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RecordEvent {
    /// The status that it brought about; `None` where the record names none of the vocabulary's.
    pub status: Option<Status>,
    /// When it was expressed; `None` where the record has no instant with an offset.
    pub at: Option<DateTime<FixedOffset>>,
    /// Who expressed it, as the record names them.
    pub indicated_by: Vec<String>,
    /// How it was expressed, in the record's words.
    pub method: Option<String>,
    /// How long it holds; the first where the record says several things.
    pub duration: Option<RecordDuration>,
    /// What else the record says about how long it holds: the earliest end counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_durations: Vec<RecordDuration>,
}

impl Record {
    /// Reads a record that is to be relied on: complete, and without repeated names.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) with line and column for a text that is not JSON,
    /// [`Missing`](crate::ErrorKind::Missing) for a mandatory field, with its place and the clause that asks for it,
    /// [`Duplicate`](crate::ErrorKind::Duplicate) for a name that is there twice,
    /// [`WrongType`](crate::ErrorKind::WrongType) for another document than one record, and others for a field that
    /// cannot be used, such as a time without an offset. [`read`](Self::read) reads such records and tells.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let mut told = Vec::new();
        let document = node::Node::read(text)?.merged("", &mut told)?;
        if let Some(reason) = told.first() {
            let argument = |name: &str| reason.args().get(name).map(|value| value.text(crate::Lang::En));
            let name = argument("name").unwrap_or_default();
            let message = format!("expected `{name}` once, or as one list");
            return Err(Error::duplicate(message).within(argument("place").unwrap_or_default()));
        }
        let record = Self::of(document)?;
        field::problems(&record).first()?;
        Ok(record)
    }

    /// A record from a merged document.
    fn of(document: Value) -> Result<Self, Error> {
        term::check_context(&document)?;
        match document {
            Value::Object(document)
                if term::values(&document, "@type").iter().any(|kind| is(kind, RECORD)) =>
            {
                Ok(Self { document })
            }
            _ => Err(Error::wrong_type("expected a `dpv:ConsentRecord`")),
        }
    }

    /// The JSON-LD document, which [`from_json`](Self::from_json) reads back: names sorted, no white space.
    #[must_use]
    pub fn to_json(&self) -> String {
        canonical::json(&self.document)
    }

    /// The record's identifier.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        term::first(&self.document, &["dct:identifier", "dpv:hasIdentifier", "@id"])
    }

    /// Whom it is about.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        term::first(&self.document, &["dpv:hasDataSubject"])
    }

    /// The purposes: identifiers where they have one, else terms such as `dpv:Marketing`; sorted, each once.
    #[must_use]
    pub fn purposes(&self) -> Vec<String> {
        let processes = self.processes();
        let purposes = processes.into_iter().flat_map(|process| term::values(process, "dpv:hasPurpose"));
        let mut names: Vec<_> = purposes.filter_map(purpose).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The decisions, in the order of the record.
    #[must_use]
    pub fn events(&self) -> Vec<RecordEvent> {
        term::values(&self.document, "dpv:hasConsentStatus").into_iter().map(event).collect()
    }

    /// The status that stands: the last by time of the act, of equal times the strictest; those without a time come first.
    ///
    /// The specification does not say how to find it; this is the ledger's own rule. Ends by time are not considered here:
    /// ask a ledger.
    #[must_use]
    pub fn status(&self) -> Option<Status> {
        let events = self.events();
        let last =
            events.iter().filter_map(|event| Some((event.at, strictness(event.status?), event.status?)));
        last.max_by_key(|(at, strictness, _)| (*at, *strictness)).map(|(_, _, status)| status)
    }

    /// What each process says, or the record itself where it has no process.
    fn processes(&self) -> Vec<&Map<String, Value>> {
        let processes = term::values(&self.document, "dpv:hasProcess");
        let processes: Vec<_> = processes.into_iter().filter_map(Value::as_object).collect();
        if processes.is_empty() { vec![&self.document] } else { processes }
    }

    /// The controllers that the record or a process names.
    fn controllers(&self) -> Vec<&Value> {
        let processes = term::values(&self.document, "dpv:hasProcess");
        let nodes = processes.into_iter().filter_map(Value::as_object).chain([&self.document]);
        nodes.flat_map(|node| term::values(node, "dpv:hasDataController")).collect()
    }

    /// What the record tells of a party: where it names it, or in its list of entities.
    fn party<'a>(&'a self, named: &'a Value) -> Option<&'a Map<String, Value>> {
        let id = term::text(named);
        let listed = term::values(&self.document, "dpv:hasEntity").into_iter();
        let mut listed = listed.filter(|entity| id.is_some() && term::text(entity) == id);
        let told = |value: &'a Value| value.as_object().filter(|node| node.len() > 1);
        told(named).or_else(|| listed.find_map(Value::as_object))
    }
}

const RECORD: &str = "dpv:ConsentRecord";

fn is(value: &Value, term: &str) -> bool {
    value.as_str().is_some_and(|text| term::short(text) == term)
}

/// How a purpose is called: its identifier, or the term that it is a kind of.
fn purpose(value: &Value) -> Option<String> {
    if let Some(text) = term::text(value) {
        return Some(term::short(text).into_owned());
    }
    let kinds = term::kinds(value);
    kinds.into_iter().find(|kind| kind != "dpv:Purpose").map(std::borrow::Cow::into_owned)
}

fn event(value: &Value) -> RecordEvent {
    let empty = Map::new();
    let node = value.as_object().unwrap_or(&empty);
    let at = term::first(node, &["dpv:isIndicatedAtTime", "dct:date"]);
    let by = term::values(node, "dpv:isIndicatedBy").into_iter();
    let mut durations = term::values(node, "dpv:hasDuration").into_iter().filter_map(RecordDuration::read);
    RecordEvent {
        status: term::kinds(value).iter().find_map(|kind| Status::from_iri(kind).ok()),
        at: at.and_then(|at| instant::parse(at).ok()),
        indicated_by: by
            .filter_map(|by| {
                let kinds = term::kinds(by);
                let named = term::text(by).map(str::to_owned);
                named.or_else(|| kinds.into_iter().next().map(std::borrow::Cow::into_owned))
            })
            .collect(),
        method: term::first(node, &["dpv:hasIndicationMethod"]).map(str::to_owned),
        duration: durations.next(),
        other_durations: durations.collect(),
    }
}

/// The order in which statuses at one instant stand: the later the stricter.
fn strictness(status: Status) -> u8 {
    match status {
        Status::Requested => 0,
        Status::RequestDeferred => 1,
        Status::Given => 2,
        Status::RenewedGiven => 3,
        Status::Unknown => 4,
        Status::Expired => 5,
        Status::Refused => 6,
        Status::Revoked => 7,
        Status::Withdrawn => 8,
        Status::Invalidated => 9,
    }
}

impl TryFrom<node::Node> for Record {
    type Error = Error;

    /// Repeated names are merged here as in [`read`](Self::read).
    fn try_from(node: node::Node) -> Result<Self, Error> {
        Self::of(node.merged("", &mut Vec::new())?)
    }
}

impl From<Record> for Value {
    fn from(record: Record) -> Self {
        Self::Object(record.document)
    }
}

impl fmt::Display for Record {
    /// The JSON-LD document on several lines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&canonical::lines(&self.document))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Record {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ConsentRecord".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "object",
            "description": "A consent record as ISO/IEC TS 27560:2023 has it, in the JSON-LD of the Data Privacy Vocabulary.",
            "required": ["@type"],
        })
    }
}
