//! Who received what of whom, and whether a withdrawal has reached them all.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::consent::{
    Acknowledgement, Controller, Directory, DirectoryMatrix, Propagation, PropagationReport,
    PropagationRules, PropagationStatus, Recorded, Use, WithdrawalReceipt,
};
use alumni_core::text::{Clock, Page};
use alumni_core::{Lang, document};

use super::record::json;
use super::{alumni_consent_document, alumni_contacts, alumni_ledger};
use crate::boundary::{
    Failure, HasPage, Kept, Outcome, Paged, give, give_if_wanted, guard, handle, number, read, read_text,
    release, text,
};
use crate::calendar::alumni_instant;
use crate::error::{alumni_error, alumni_status};
use crate::text::{ALUMNI_NONE, Reasons};

/// Not acknowledged, and the due instant has passed.
pub const ALUMNI_PROPAGATION_STATUS_OVERDUE: u32 = 0;
/// Not acknowledged, and due soon.
pub const ALUMNI_PROPAGATION_STATUS_DUE_SOON: u32 = 1;
/// Not acknowledged, and in time.
pub const ALUMNI_PROPAGATION_STATUS_OPEN: u32 = 2;
/// Acknowledged, but after the due instant.
pub const ALUMNI_PROPAGATION_STATUS_ACKNOWLEDGED_LATE: u32 = 3;
/// Acknowledged in time.
pub const ALUMNI_PROPAGATION_STATUS_ACKNOWLEDGED: u32 = 4;

/// Who received what of whom, and what came back about withdrawals: an append-only record beside the ledger.
#[derive(Debug)]
pub struct alumni_propagation {
    inner: Propagation,
    json: Kept,
    state_hash: Kept,
}

/// What taking records in did.
#[derive(Debug)]
pub struct alumni_recorded {
    inner: Recorded,
}

/// How far withdrawals have come, and what is wrong with uses.
#[derive(Debug)]
pub struct alumni_propagation_report {
    inner: Paged<PropagationReport>,
    items: Reasons,
    findings: Reasons,
}

/// What a person is handed who took something back.
#[derive(Debug)]
pub struct alumni_withdrawal_receipt {
    inner: Paged<WithdrawalReceipt>,
}

impl HasPage for PropagationReport {
    fn page(&self, lang: Lang) -> Page {
        self.page(lang)
    }

    fn page_at(&self, lang: Lang, clock: Clock) -> Page {
        self.page_at(lang, clock)
    }
}

impl HasPage for WithdrawalReceipt {
    fn page(&self, lang: Lang) -> Page {
        self.page(lang)
    }

    fn page_at(&self, lang: Lang, clock: Clock) -> Page {
        self.page_at(lang, clock)
    }
}

impl alumni_withdrawal_receipt {
    pub(super) fn tell_at(&mut self, clock: Clock) {
        self.inner.tell_at(clock);
    }
}

impl alumni_propagation_report {
    pub(super) fn tell_at(&mut self, clock: Clock) {
        let findings: Vec<_> =
            self.inner.value.findings.iter().map(|finding| finding.reason_at(clock)).collect();
        self.findings = findings.iter().collect::<Reasons>().by(clock);
        self.items = std::mem::take(&mut self.items).by(clock);
        self.inner.tell_at(clock);
    }
}

impl alumni_propagation {
    pub(super) fn register(&self) -> &Propagation {
        &self.inner
    }
}

impl From<Propagation> for alumni_propagation {
    fn from(inner: Propagation) -> Self {
        Self { inner, json: Kept::default(), state_hash: Kept::default() }
    }
}

impl From<PropagationReport> for alumni_propagation_report {
    fn from(inner: PropagationReport) -> Self {
        let items: Vec<_> = inner.items.iter().map(|item| item.reason()).collect();
        let findings: Vec<_> = inner.findings.iter().map(|finding| finding.reason()).collect();
        Self { items: items.iter().collect(), findings: findings.iter().collect(), inner: Paged::new(inner) }
    }
}

/// Takes records in, after which the texts of the register are written anew.
fn record(
    propagation: Option<&mut alumni_propagation>,
    take: impl FnOnce(&mut Propagation) -> Outcome<Recorded>,
) -> Outcome<alumni_recorded> {
    let propagation = propagation.ok_or(Failure::Null("propagation"))?;
    let inner = take(&mut propagation.inner)?;
    (propagation.json, propagation.state_hash) = Default::default();
    Ok(alumni_recorded { inner })
}

/// Makes a register without records from rules in TOML or JSON: the systems, the house's deadline, holidays.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_new(
    rules: *const c_char,
    propagation: Option<&mut MaybeUninit<*mut alumni_propagation>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(propagation, "propagation", || {
            Ok(Propagation::new(PropagationRules::parse(text(rules, "rules")?)?)?.into())
        })
    })
}

/// Reads a register that `alumni_propagation_json` wrote: `{"rules": …, "uses": […], "acknowledgements": […]}`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_from_json(
    json: *const c_char,
    propagation: Option<&mut MaybeUninit<*mut alumni_propagation>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(propagation, "propagation", || Ok(Propagation::from_json(text(json, "json")?)?.into()))
    })
}

/// Takes in a JSON list of uses: all of them, or none when one cannot be used. They may come in any order and as often as they
/// are delivered. `recorded` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_record_uses_json(
    propagation: Option<&mut alumni_propagation>,
    uses_json: *const c_char,
    recorded: Option<&mut MaybeUninit<*mut alumni_recorded>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give_if_wanted(recorded, || {
            record(propagation, |register| {
                let uses: Vec<Use> = document::from_json(text(uses_json, "uses_json")?)?;
                Ok(register.record_uses(uses)?)
            })
        })
    })
}

/// Takes in a JSON list of acknowledgements, likewise.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_record_acknowledgements_json(
    propagation: Option<&mut alumni_propagation>,
    acknowledgements_json: *const c_char,
    recorded: Option<&mut MaybeUninit<*mut alumni_recorded>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give_if_wanted(recorded, || {
            record(propagation, |register| {
                let came = text(acknowledgements_json, "acknowledgements_json")?;
                Ok(register.record_acknowledgements(document::from_json::<Vec<Acknowledgement>>(came)?)?)
            })
        })
    })
}

/// Takes every contact that was sent as a use, by the system whose id or sender it names. `recorded` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_take_contacts(
    propagation: Option<&mut alumni_propagation>,
    contacts: Option<&alumni_contacts>,
    recorded: Option<&mut MaybeUninit<*mut alumni_recorded>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give_if_wanted(recorded, || {
            let contacts = handle(contacts, "contacts")?;
            record(propagation, |register| Ok(register.take_contacts(&contacts.inner)?))
        })
    })
}

/// Takes every event of the kind `used` as a use, by the system whose id or sender its source is. `recorded` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_take_used(
    propagation: Option<&mut alumni_propagation>,
    ledger: Option<&alumni_ledger>,
    recorded: Option<&mut MaybeUninit<*mut alumni_recorded>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give_if_wanted(recorded, || {
            let ledger = handle(ledger, "ledger")?;
            record(propagation, |register| Ok(register.take_used(&ledger.inner)?))
        })
    })
}

/// Takes what a directory provides as uses: one for each purpose and each system whose recipient is the audience. The matrix is
/// the report of `alumni_ledger_directory`. `recorded` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_take_provisions_json(
    propagation: Option<&mut alumni_propagation>,
    directory: *const c_char,
    matrix_json: *const c_char,
    recorded: Option<&mut MaybeUninit<*mut alumni_recorded>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give_if_wanted(recorded, || {
            let directory = Directory::parse(text(directory, "directory")?)?;
            let matrix: DirectoryMatrix = document::from_json(text(matrix_json, "matrix_json")?)?;
            record(propagation, |register| Ok(register.take_provisions(&directory, &matrix)?))
        })
    })
}

/// Takes in everything that another register has; the rules stay those of the first. `recorded` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_merge(
    propagation: Option<&mut alumni_propagation>,
    other: Option<&alumni_propagation>,
    recorded: Option<&mut MaybeUninit<*mut alumni_recorded>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give_if_wanted(recorded, || {
            let other = handle(other, "other")?;
            record(propagation, |register| Ok(register.merge(&other.inner)?))
        })
    })
}

/// The register as one line of JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_json(propagation: Option<&alumni_propagation>) -> *const c_char {
    read_text(|| {
        let propagation = propagation?;
        propagation.json.json(&propagation.inner)
    })
}

/// SHA-256 over all records in hexadecimal: equal for equal sets of records.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_state_hash(propagation: Option<&alumni_propagation>) -> *const c_char {
    read_text(|| {
        let propagation = propagation?;
        Some(propagation.state_hash.get(|| propagation.inner.state_hash()))
    })
}

/// Frees a register; NULL is fine. Its reports live on.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_free(propagation: Option<Box<alumni_propagation>>) {
    release(propagation);
}

/// Number of records that were new.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_recorded_added(recorded: Option<&alumni_recorded>) -> usize {
    read(0, || Some(recorded?.inner.added))
}

/// Number of records that were known before, or came twice.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_recorded_duplicates(recorded: Option<&alumni_recorded>) -> usize {
    read(0, || Some(recorded?.inner.duplicates))
}

/// Frees it; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_recorded_free(recorded: Option<Box<alumni_recorded>>) {
    release(recorded);
}

/// How far withdrawals have come at an instant, for everybody. `known_at` may be NULL for everything known.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_propagation(
    ledger: Option<&alumni_ledger>,
    propagation: Option<&alumni_propagation>,
    at: alumni_instant,
    known_at: Option<&alumni_instant>,
    report: Option<&mut MaybeUninit<*mut alumni_propagation_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let (ledger, register) = (handle(ledger, "ledger")?, handle(propagation, "propagation")?);
            let known_at = known_at.map(|known_at| known_at.checked("known_at")).transpose()?;
            Ok(ledger.inner.propagation(&register.inner, at.checked("at")?, known_at)?.into())
        })
    })
}

/// Number of events that ended a permission which some system relied on.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_report_withdrawals(report: Option<&alumni_propagation_report>) -> usize {
    read(0, || Some(report?.inner.value.withdrawals))
}

/// Number of those that some system has not acknowledged.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_report_unpropagated(
    report: Option<&alumni_propagation_report>,
) -> usize {
    read(0, || Some(report?.inner.value.unpropagated))
}

/// Since when the oldest of these runs; invalid when there is none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_report_oldest(
    report: Option<&alumni_propagation_report>,
) -> alumni_instant {
    read(alumni_instant::INVALID, || Some(report?.inner.value.oldest.into()))
}

/// Number of items: every withdrawal at every system that it concerns, what is overdue first.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_report_item_count(report: Option<&alumni_propagation_report>) -> usize {
    read(0, || Some(report?.items.count()))
}

/// Where the item at `index` stands: an `ALUMNI_PROPAGATION_STATUS_…`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_report_item_status(
    report: Option<&alumni_propagation_report>,
    index: usize,
) -> u32 {
    read(ALUMNI_NONE, || {
        Some(number(PropagationStatus::ALL, 0, &report?.inner.value.items.get(index)?.status))
    })
}

/// By when it has to have stopped.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_report_item_due_at(
    report: Option<&alumni_propagation_report>,
    index: usize,
) -> alumni_instant {
    read(alumni_instant::INVALID, || Some(Some(report?.inner.value.items.get(index)?.deadline.due_at).into()))
}

/// Whether it is to be sent to the system now, 1 or 0.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_report_item_is_to_send(
    report: Option<&alumni_propagation_report>,
    index: usize,
) -> u32 {
    read(0, || Some(u32::from(report?.inner.value.items.get(index)?.send.is_some())))
}

/// Where it stands in one line, with the article that gives the length, or that the house does.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_report_item_text(
    report: Option<&alumni_propagation_report>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| report?.items.text(index, lang))
}

/// Number of findings about uses.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_report_finding_count(
    report: Option<&alumni_propagation_report>,
) -> usize {
    read(0, || Some(report?.findings.count()))
}

/// The stable code of the finding at `index`, such as `propagation-use-after-withdrawal`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_report_finding_code(
    report: Option<&alumni_propagation_report>,
    index: usize,
) -> *const c_char {
    read_text(|| report?.findings.code(index))
}

/// The finding at `index` in one line.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_report_finding_text(
    report: Option<&alumni_propagation_report>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| report?.findings.text(index, lang))
}

/// The report as one line of JSON: every item with its deadlines, and the counts of each system.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_report_json(
    report: Option<&alumni_propagation_report>,
) -> *const c_char {
    read_text(|| report?.inner.json())
}

/// The report for the data-protection officer as one page in Markdown.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_report_markdown(
    report: Option<&alumni_propagation_report>,
    lang: u32,
) -> *const c_char {
    read_text(|| report?.inner.markdown(lang))
}

/// The same page as one HTML document that needs nothing else.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_report_html(
    report: Option<&alumni_propagation_report>,
    lang: u32,
) -> *const c_char {
    read_text(|| report?.inner.html(lang))
}

/// Frees a report; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_report_free(report: Option<Box<alumni_propagation_report>>) {
    release(report);
}

/// The receipt `id` that a subject is handed at an instant, with what was known then.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_withdrawal_receipt(
    ledger: Option<&alumni_ledger>,
    propagation: Option<&alumni_propagation>,
    subject: *const c_char,
    id: *const c_char,
    at: alumni_instant,
    receipt: Option<&mut MaybeUninit<*mut alumni_withdrawal_receipt>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(receipt, "receipt", || {
            let (ledger, register) = (handle(ledger, "ledger")?, handle(propagation, "propagation")?);
            let (subject, id) = (text(subject, "subject")?, text(id, "id")?);
            let inner = ledger.inner.withdrawal_receipt(&register.inner, subject, id, at.checked("at")?)?;
            Ok(alumni_withdrawal_receipt { inner: Paged::new(inner) })
        })
    })
}

/// The same as a receipt of ISO/IEC TS 27560 in the Data Privacy Vocabulary's JSON-LD.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_withdrawal_receipt_to_receipt(
    receipt: Option<&alumni_withdrawal_receipt>,
    ledger: Option<&alumni_ledger>,
    controller_json: *const c_char,
    document: Option<&mut MaybeUninit<*mut alumni_consent_document>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(document, "document", || {
            let (receipt, ledger) = (handle(receipt, "receipt")?, handle(ledger, "ledger")?);
            let controller = Controller::from_json(text(controller_json, "controller_json")?)?;
            json(&receipt.inner.value.to_receipt(&ledger.inner, &controller)?)
        })
    })
}

/// Whether every system that the withdrawal concerns has acknowledged it, 1 or 0.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_withdrawal_receipt_is_complete(receipt: Option<&alumni_withdrawal_receipt>) -> u32 {
    read(0, || Some(u32::from(receipt?.inner.value.complete)))
}

/// The receipt as one line of JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_withdrawal_receipt_json(
    receipt: Option<&alumni_withdrawal_receipt>,
) -> *const c_char {
    read_text(|| receipt?.inner.json())
}

/// The receipt for the person as one page in Markdown.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_withdrawal_receipt_markdown(
    receipt: Option<&alumni_withdrawal_receipt>,
    lang: u32,
) -> *const c_char {
    read_text(|| receipt?.inner.markdown(lang))
}

/// The same page as one HTML document that needs nothing else.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_withdrawal_receipt_html(
    receipt: Option<&alumni_withdrawal_receipt>,
    lang: u32,
) -> *const c_char {
    read_text(|| receipt?.inner.html(lang))
}

/// Frees a receipt; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_withdrawal_receipt_free(receipt: Option<Box<alumni_withdrawal_receipt>>) {
    release(receipt);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_have_their_numbers() {
        let numbers = [
            (PropagationStatus::Overdue, ALUMNI_PROPAGATION_STATUS_OVERDUE),
            (PropagationStatus::DueSoon, ALUMNI_PROPAGATION_STATUS_DUE_SOON),
            (PropagationStatus::Open, ALUMNI_PROPAGATION_STATUS_OPEN),
            (PropagationStatus::AcknowledgedLate, ALUMNI_PROPAGATION_STATUS_ACKNOWLEDGED_LATE),
            (PropagationStatus::Acknowledged, ALUMNI_PROPAGATION_STATUS_ACKNOWLEDGED),
        ];
        assert_eq!(numbers.map(|(status, _)| status), *PropagationStatus::ALL);
        assert!(numbers.iter().all(|(status, wanted)| number(PropagationStatus::ALL, 0, status) == *wanted));
    }
}
