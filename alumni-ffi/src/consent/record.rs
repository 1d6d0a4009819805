//! Records, lists, the byte form of events, and the person's and the officer's side.

use std::collections::BTreeMap;
use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::consent::{
    AccessExport, AccessOptions, Agreed, Controller, EncodedEvent, Event, Ledger, ListOptions, ListReport,
    Receipt, Record, RecordImport, RetentionDue, RetentionRule, Visible,
};
use alumni_core::text::{Clock, Page};
use alumni_core::workforce::Table;
use alumni_core::{Error, Lang, document};
use chrono::{DateTime, FixedOffset, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::propagation::alumni_propagation;
use super::{alumni_contacts, alumni_ledger};
use crate::boundary::{
    HasPage, Kept, Out, Outcome, Paged, Said, give, guard, handle, read_text, release, text,
};
use crate::calendar::alumni_instant;
use crate::error::{alumni_error, alumni_status};

/// A document that the consent engine wrote.
#[derive(Debug)]
pub struct alumni_consent_document {
    json: Kept,
    said: Option<Said>,
}

/// Everything about one subject.
#[derive(Debug)]
pub struct alumni_access_export {
    inner: Paged<AccessExport>,
}

impl HasPage for AccessExport {
    fn page(&self, lang: Lang) -> Page {
        self.page(lang)
    }
}

fn written(json: String) -> alumni_consent_document {
    let kept = Kept::default();
    kept.get(|| json);
    alumni_consent_document { json: kept, said: None }
}

impl alumni_consent_document {
    /// Whether it says any times by a clock, which is this one from now on.
    pub(super) fn tell_at(&mut self, clock: Clock) -> bool {
        self.said.as_mut().is_some_and(|said| said.tell_at(clock))
    }
}

/// A document that people can read as well.
pub(super) fn said<T: Serialize + Send + Sync + 'static>(
    value: T,
    text: impl Fn(&T, Lang) -> String + Send + Sync + 'static,
) -> Outcome<alumni_consent_document> {
    let made = json(&value)?;
    Ok(alumni_consent_document { said: Some(Said::of(value, text)), ..made })
}

/// A document with one line for each of several, by whatever clock is asked for.
fn lines<T: Serialize + Send + Sync + 'static>(
    items: Vec<T>,
    text_at: impl Fn(&T, Lang, Clock) -> String + Send + Sync + 'static,
) -> Outcome<alumni_consent_document> {
    let made = json(&items)?;
    let said = Said::at(items, move |items, lang, clock| {
        items.iter().map(|item| text_at(item, lang, clock)).collect::<Vec<_>>().join("\n")
    });
    Ok(alumni_consent_document { said: Some(said), ..made })
}

pub(super) fn json(value: &impl Serialize) -> Outcome<alumni_consent_document> {
    let json = serde_json::to_string(value).map_err(|error| Error::inconsistent(error.to_string()))?;
    Ok(written(json))
}

/// What a ledger says to a request in JSON.
pub(super) fn answer<R: DeserializeOwned>(
    ledger: Option<&alumni_ledger>,
    request_json: *const c_char,
    document: Out<'_, alumni_consent_document>,
    say: impl FnOnce(&Ledger, R) -> Outcome<alumni_consent_document>,
) -> Outcome<()> {
    give(document, "document", || {
        let ledger = handle(ledger, "ledger")?;
        say(&ledger.inner, document::from_json(text(request_json, "request_json")?)?)
    })
}

/// What a ledger says of a list.
pub(super) fn judge(
    ledger: Option<&alumni_ledger>,
    list: impl FnOnce() -> Outcome<Table>,
    options_json: *const c_char,
    document: Out<'_, alumni_consent_document>,
) -> Outcome<()> {
    give(document, "document", || {
        let (ledger, list) = (handle(ledger, "ledger")?, list()?);
        let options = ListOptions::from_json(text(options_json, "options_json")?)?;
        said(ledger.inner.import_list(&list, &options)?, ListReport::text)
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordRequest {
    subject: String,
    purpose: String,
    controller: Controller,
    id: String,
    known_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReceiptRequest {
    subject: String,
    purposes: Vec<String>,
    controller: Controller,
    id: String,
    at: DateTime<Utc>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AgreedRequest {
    subject: String,
    at: DateTime<FixedOffset>,
    known_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VisibleRequest {
    subject: String,
    since: DateTime<Utc>,
    until: DateTime<Utc>,
    #[serde(default)]
    fields: BTreeMap<String, Vec<String>>,
    known_at: Option<DateTime<Utc>>,
}

/// The JSON of a document.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_consent_document_json(document: Option<&alumni_consent_document>) -> *const c_char {
    read_text(|| Some(document?.json.get(String::new)))
}

/// What the document says, line by line: of what was agreed to, who could see what, what is due to be deleted, and the plan
/// for a list. NULL for other documents, which are for programs.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_consent_document_text(
    document: Option<&alumni_consent_document>,
    lang: u32,
) -> *const c_char {
    read_text(|| document?.said.as_ref()?.get(lang))
}

/// Frees a document; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_consent_document_free(document: Option<Box<alumni_consent_document>>) {
    release(document);
}

/// The consent record of a subject and a purpose, as ISO/IEC TS 27560 has it in JSON-LD. The request is
/// `{"subject": …, "purpose": …, "controller": {…}, "id": …, "known_at": …}`, the last may be left out.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_record_json(
    ledger: Option<&alumni_ledger>,
    request_json: *const c_char,
    document: Option<&mut MaybeUninit<*mut alumni_consent_document>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        answer(ledger, request_json, document, |ledger, asked: RecordRequest| {
            let RecordRequest { subject, purpose, controller, id, known_at } = asked;
            Ok(written(ledger.record(&subject, &purpose, &controller, &id, known_at)?.to_json()))
        })
    })
}

/// The receipt that a subject is handed. The request is `{"subject": …, "purposes": […], "controller": {…}, "id": …,
/// "at": …}`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_receipt_json(
    ledger: Option<&alumni_ledger>,
    request_json: *const c_char,
    document: Option<&mut MaybeUninit<*mut alumni_consent_document>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        answer(ledger, request_json, document, |ledger, asked: ReceiptRequest| {
            let ReceiptRequest { subject, purposes, controller, id, at } = asked;
            let purposes = purposes.iter().map(String::as_str);
            Ok(written(ledger.receipt(&subject, purposes, &controller, &id, at)?.to_json()))
        })
    })
}

/// The receipt in the form of Kantara v1.1, for the same request; every purpose must be allowed by consent.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_kantara_receipt_json(
    ledger: Option<&alumni_ledger>,
    request_json: *const c_char,
    document: Option<&mut MaybeUninit<*mut alumni_consent_document>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        answer(ledger, request_json, document, |ledger, asked: ReceiptRequest| {
            let ReceiptRequest { subject, purposes, controller, id, at } = asked;
            let purposes = purposes.iter().map(String::as_str);
            json(&ledger.kantara_receipt(&subject, purposes, &controller, &id, at)?)
        })
    })
}

/// Reads a record that is to be relied on: complete, and without repeated names. The document is the record.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_consent_record_from_json(
    record_json: *const c_char,
    document: Option<&mut MaybeUninit<*mut alumni_consent_document>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(document, "document", || {
            Ok(written(Record::from_json(text(record_json, "record_json")?)?.to_json()))
        })
    })
}

/// Reads a receipt with complete records. The document is the receipt.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_consent_receipt_from_json(
    receipt_json: *const c_char,
    document: Option<&mut MaybeUninit<*mut alumni_consent_document>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(document, "document", || {
            Ok(written(Receipt::from_json(text(receipt_json, "receipt_json")?)?.to_json()))
        })
    })
}

/// Reads records, complete or not. The document tells the records, the names that stood more than once, and the mandatory
/// fields that are missing.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_consent_record_read(
    records_json: *const c_char,
    document: Option<&mut MaybeUninit<*mut alumni_consent_document>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(document, "document", || json(&Record::read(text(records_json, "records_json")?)?)))
}

/// The events of a record that one's own ledger wrote, exactly as they were: a list that a ledger takes in.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_consent_record_restore(
    record_json: *const c_char,
    document: Option<&mut MaybeUninit<*mut alumni_consent_document>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(document, "document", || json(&Record::from_json(text(record_json, "record_json")?)?.restore()?))
    })
}

/// The events that another system's record amounts to here: a list of imports, which never lift a no. `import_json` is
/// `{"source": …, "received_at": …, "purposes": {theirs: ours}, "notices": {theirs: {"id": …, "version": …}}}`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_consent_record_import(
    record_json: *const c_char,
    import_json: *const c_char,
    document: Option<&mut MaybeUninit<*mut alumni_consent_document>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(document, "document", || {
            let record = Record::from_json(text(record_json, "record_json")?)?;
            let import: RecordImport = document::from_json(text(import_json, "import_json")?)?;
            json(&record.import(&import)?)
        })
    })
}

/// Judges a list from before there was a ledger; changes nothing. `options_json` is `{"source": …, "received_at": …}`, with
/// `utc_offset`, `purpose`, `columns` and `words` where needed. The document is the report; its `events` may be taken in.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_import_list_csv(
    ledger: Option<&alumni_ledger>,
    list_csv: *const c_char,
    options_json: *const c_char,
    document: Option<&mut MaybeUninit<*mut alumni_consent_document>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let list = || Ok(Table::from_csv("list.csv", text(list_csv, "list_csv")?)?);
        judge(ledger, list, options_json, document)
    })
}

/// An event as bytes under a salt: 32 bytes that nobody can guess, in 64 hexadecimal digits. The document is `{"header":
/// …, "payload": …, "salt": …}`; the SHA-256 of the header's bytes names the event in a log.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_event_encode_json(
    event_json: *const c_char,
    salt: *const c_char,
    document: Option<&mut MaybeUninit<*mut alumni_consent_document>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(document, "document", || {
            let event: Event = document::from_json(text(event_json, "event_json")?)?;
            json(&event.encode(&EncodedEvent::salt_from_hex(text(salt, "salt")?)?))
        })
    })
}

/// The event in an encoded one, after its payload is found to be the one that the header commits to.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_event_decode_json(
    encoded_json: *const c_char,
    document: Option<&mut MaybeUninit<*mut alumni_consent_document>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(document, "document", || {
            json(&EncodedEvent::from_json(text(encoded_json, "encoded_json")?)?.decode()?)
        })
    })
}

/// What a subject had agreed to at an instant, over all purposes, and which texts they had been shown. The request is
/// `{"subject": …, "at": …, "known_at": …}`, the last may be left out.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_agreed_json(
    ledger: Option<&alumni_ledger>,
    request_json: *const c_char,
    document: Option<&mut MaybeUninit<*mut alumni_consent_document>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        answer(ledger, request_json, document, |ledger, asked: AgreedRequest| {
            said(ledger.agreed(&asked.subject, asked.at, asked.known_at)?, Agreed::text)
        })
    })
}

/// Who could see which field of a subject, as far as the events say. The request is `{"subject": …, "since": …, "until": …}`,
/// with `fields` by purpose and `known_at` where needed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_visible_json(
    ledger: Option<&alumni_ledger>,
    request_json: *const c_char,
    document: Option<&mut MaybeUninit<*mut alumni_consent_document>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        answer(ledger, request_json, document, |ledger, asked: VisibleRequest| {
            let VisibleRequest { subject, since, until, fields, known_at } = asked;
            lines(ledger.visible(&subject, since, until, &fields, known_at)?, Visible::text_at)
        })
    })
}

/// Whose data is due to be deleted at an instant. `rules_json` is a list of `{"purpose": …, "keep_for": …, "start":
/// "permission_ended"}`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_retention_due(
    ledger: Option<&alumni_ledger>,
    rules_json: *const c_char,
    at: alumni_instant,
    document: Option<&mut MaybeUninit<*mut alumni_consent_document>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(document, "document", || {
            let ledger = handle(ledger, "ledger")?;
            let rules: Vec<RetentionRule> = document::from_json(text(rules_json, "rules_json")?)?;
            lines(ledger.inner.retention_due(at.checked("at")?, &rules)?, RetentionDue::text_at)
        })
    })
}

/// Everything the ledger knew about a subject, with what belongs to other people taken out. `options_json` is `{"at": …}`,
/// with `fields` by purpose and a list of texts to `redact` where needed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_access(
    ledger: Option<&alumni_ledger>,
    subject: *const c_char,
    options_json: *const c_char,
    answer: Option<&mut MaybeUninit<*mut alumni_access_export>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(answer, "answer", || access(ledger, subject, options_json, Ledger::access)))
}

/// As `alumni_ledger_access`, with who received what: the register's uses of the subject, each with what is wrong with it.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_access_with_uses(
    ledger: Option<&alumni_ledger>,
    propagation: Option<&alumni_propagation>,
    subject: *const c_char,
    options_json: *const c_char,
    answer: Option<&mut MaybeUninit<*mut alumni_access_export>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(answer, "answer", || {
            let register = handle(propagation, "propagation")?.register();
            access(ledger, subject, options_json, |ledger, subject, options| {
                ledger.access_with_uses(subject, options, register)
            })
        })
    })
}

/// As `alumni_ledger_access`, from whatever else there is: the register's uses and what came back about withdrawals, and the log's
/// contacts and pauses. `propagation` and `contacts` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_access_with(
    ledger: Option<&alumni_ledger>,
    propagation: Option<&alumni_propagation>,
    contacts: Option<&alumni_contacts>,
    subject: *const c_char,
    options_json: *const c_char,
    answer: Option<&mut MaybeUninit<*mut alumni_access_export>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(answer, "answer", || {
            let register = propagation.map(alumni_propagation::register);
            let contacts = contacts.map(|log| &log.inner);
            access(ledger, subject, options_json, |ledger, subject, options| {
                ledger.access_with(subject, options, register, contacts)
            })
        })
    })
}

fn access(
    ledger: Option<&alumni_ledger>,
    subject: *const c_char,
    options_json: *const c_char,
    make: impl FnOnce(&Ledger, &str, &AccessOptions) -> Result<AccessExport, Error>,
) -> Outcome<alumni_access_export> {
    let ledger = handle(ledger, "ledger")?;
    let subject = text(subject, "subject")?;
    let options: AccessOptions = document::from_json(text(options_json, "options_json")?)?;
    Ok(alumni_access_export { inner: Paged::new(make(&ledger.inner, subject, &options)?) })
}

/// The export as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_access_export_json(of: Option<&alumni_access_export>) -> *const c_char {
    read_text(|| of?.inner.json())
}

/// The export for the person as one page in Markdown.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_access_export_markdown(
    of: Option<&alumni_access_export>,
    lang: u32,
) -> *const c_char {
    read_text(|| of?.inner.markdown(lang))
}

/// The same page as one HTML document that needs nothing else.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_access_export_html(of: Option<&alumni_access_export>, lang: u32) -> *const c_char {
    read_text(|| of?.inner.html(lang))
}

/// Frees an export; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_access_export_free(of: Option<Box<alumni_access_export>>) {
    release(of);
}
