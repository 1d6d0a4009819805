//! How often people are contacted, when, and by whom: reserving and settling.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::consent::{
    Contact, ContactRequest, ContactRules, Contacts, Pause, Permit, Settled, Verdict,
};
use alumni_core::document;

use super::alumni_ledger;
use crate::boundary::{
    Failure, Kept, KeptIn, c_text, give, guard, handle, number, read, read_text, release, text,
};
use crate::calendar::alumni_instant;
use crate::error::{alumni_error, alumni_status};
use crate::text::{ALUMNI_NONE, Reasons};

/// What was sent to whom, what is about to be, and who wants a pause.
#[derive(Debug)]
pub struct alumni_contacts {
    pub(super) inner: Contacts,
    json: Kept,
}

/// Whether a message may be sent.
#[derive(Debug)]
pub struct alumni_permit {
    inner: Permit,
    text: KeptIn,
    json: Kept,
    token: Option<std::ffi::CString>,
    reasons: Reasons,
}

/// What came of settling a reservation.
#[derive(Debug)]
pub struct alumni_settled {
    inner: Settled,
    json: Kept,
    used: Kept,
    reasons: Reasons,
}

impl From<Permit> for alumni_permit {
    fn from(inner: Permit) -> Self {
        Self {
            text: KeptIn::default(),
            json: Kept::default(),
            token: inner.token.as_deref().map(c_text),
            reasons: inner.reasons.iter().collect(),
            inner,
        }
    }
}

impl From<Settled> for alumni_settled {
    fn from(inner: Settled) -> Self {
        Self { json: Kept::default(), used: Kept::default(), reasons: inner.reasons.iter().collect(), inner }
    }
}

/// Makes a log without contacts from rules in TOML or JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_contacts_new(
    rules: *const c_char,
    contacts: Option<&mut MaybeUninit<*mut alumni_contacts>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(contacts, "contacts", || {
            let inner = Contacts::new(ContactRules::parse(text(rules, "rules")?)?)?;
            Ok(alumni_contacts { inner, json: Kept::default() })
        })
    })
}

/// Reads a log that `alumni_contacts_json` wrote.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_contacts_from_json(
    json: *const c_char,
    contacts: Option<&mut MaybeUninit<*mut alumni_contacts>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(contacts, "contacts", || {
            let inner = Contacts::from_json(text(json, "json")?)?;
            Ok(alumni_contacts { inner, json: Kept::default() })
        })
    })
}

/// Takes in a contact that was made before, or elsewhere, as JSON in the form of those that `alumni_contacts_json` lists: it counts
/// from now on. One that is there already, under its token, is taken once; one that differs from it is an error.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_contacts_record_json(
    contacts: Option<&mut alumni_contacts>,
    contact_json: *const c_char,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let contacts = contacts.ok_or(Failure::Null("contacts"))?;
        let contact: Contact = document::from_json(text(contact_json, "contact_json")?)?;
        contacts.json = Kept::default();
        Ok(contacts.inner.record(contact)?)
    })
}

/// Keeps a person's wish to hear nothing for a while: `{"subject": …, "from": …, "until": …, "channels": […]}`, of which the
/// last two may be left out.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_contacts_pause_json(
    contacts: Option<&mut alumni_contacts>,
    pause_json: *const c_char,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let contacts = contacts.ok_or(Failure::Null("contacts"))?;
        let pause: Pause = document::from_json(text(pause_json, "pause_json")?)?;
        contacts.json = Kept::default();
        Ok(contacts.inner.pause(pause)?)
    })
}

/// Ends the pauses of a person who wants to hear again: every one that holds at `at`, on whatever channel. `ended` is how many these
/// were, and may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_contacts_resume(
    contacts: Option<&mut alumni_contacts>,
    subject: *const c_char,
    at: alumni_instant,
    ended: Option<&mut MaybeUninit<u64>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let contacts = contacts.ok_or(Failure::Null("contacts"))?;
        let (subject, at) = (text(subject, "subject")?, at.checked("at")?);
        contacts.json = Kept::default();
        let number = contacts.inner.resume(subject, at)?;
        if let Some(ended) = ended {
            ended.write(u64::try_from(number).unwrap_or(u64::MAX));
        }
        Ok(())
    })
}

/// Whether a message may be sent, without reserving: `{"question": {"subject": …, "purpose": …, "channel": …, "at": …},
/// "sender": …, "message": …, "utc_offset": …}`, of which the last may be left out, or be `time_zone` instead. The question may also say `recipient`,
/// `activity`, `country` and `regimes`; `alumni_ledger_commit` asks with them again.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_may_contact_json(
    ledger: Option<&alumni_ledger>,
    contacts: Option<&alumni_contacts>,
    request_json: *const c_char,
    permit: Option<&mut MaybeUninit<*mut alumni_permit>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(permit, "permit", || {
            let (ledger, contacts) = (handle(ledger, "ledger")?, handle(contacts, "contacts")?);
            let request: ContactRequest = document::from_json(text(request_json, "request_json")?)?;
            Ok(ledger.inner.may_contact(&contacts.inner, &request)?.into())
        })
    })
}

/// Reserves the sending of a message, the first of two steps: where it is allowed, the permit has a token. The request is that
/// of `alumni_ledger_may_contact_json`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_reserve_json(
    ledger: Option<&alumni_ledger>,
    contacts: Option<&mut alumni_contacts>,
    request_json: *const c_char,
    permit: Option<&mut MaybeUninit<*mut alumni_permit>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(permit, "permit", || {
            let ledger = handle(ledger, "ledger")?;
            let contacts = contacts.ok_or(Failure::Null("contacts"))?;
            let request: ContactRequest = document::from_json(text(request_json, "request_json")?)?;
            contacts.json = Kept::default();
            Ok(ledger.inner.reserve(&mut contacts.inner, &request)?.into())
        })
    })
}

/// Settles a reservation as sent, the second step: only the call that is done may send. Ledger and rules are asked again: a pause
/// or quiet hours that began in between stand against it, and so does a cap that was filled from outside.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_commit(
    ledger: Option<&alumni_ledger>,
    contacts: Option<&mut alumni_contacts>,
    token: *const c_char,
    at: alumni_instant,
    settled: Option<&mut MaybeUninit<*mut alumni_settled>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(settled, "settled", || {
            let ledger = handle(ledger, "ledger")?;
            let contacts = contacts.ok_or(Failure::Null("contacts"))?;
            let (token, at) = (text(token, "token")?, at.checked("at")?);
            contacts.json = Kept::default();
            Ok(ledger.inner.commit(&mut contacts.inner, token, at)?.into())
        })
    })
}

/// Gives a reservation back: it no longer counts.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_contacts_cancel(
    contacts: Option<&mut alumni_contacts>,
    token: *const c_char,
    at: alumni_instant,
    settled: Option<&mut MaybeUninit<*mut alumni_settled>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(settled, "settled", || {
            let contacts = contacts.ok_or(Failure::Null("contacts"))?;
            let (token, at) = (text(token, "token")?, at.checked("at")?);
            contacts.json = Kept::default();
            Ok(contacts.inner.cancel(token, at)?.into())
        })
    })
}

/// The log as one line of JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_contacts_json(contacts: Option<&alumni_contacts>) -> *const c_char {
    read_text(|| {
        let contacts = contacts?;
        contacts.json.json(&contacts.inner)
    })
}

/// Frees a log; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_contacts_free(contacts: Option<Box<alumni_contacts>>) {
    release(contacts);
}

/// Whether it may be sent: an `ALUMNI_CONSENT_VERDICT_…`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_permit_verdict(permit: Option<&alumni_permit>) -> u32 {
    read(ALUMNI_NONE, || Some(number(Verdict::ALL, 0, &permit?.inner.verdict)))
}

/// What settles the reservation; NULL when nothing was reserved.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_permit_token(permit: Option<&alumni_permit>) -> *const c_char {
    read_text(|| permit?.token.as_deref())
}

/// Verdict and reasons in one line, like `Denied: 4 contacts within 1 month (cap monthly)`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_permit_text(permit: Option<&alumni_permit>, lang: u32) -> *const c_char {
    read_text(|| {
        let permit = permit?;
        permit.text.get(lang, |lang| permit.inner.text(lang))
    })
}

/// When the reservation ends; invalid when nothing was reserved.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_permit_expires_at(permit: Option<&alumni_permit>) -> alumni_instant {
    read(alumni_instant::INVALID, || Some(permit?.inner.expires_at.into()))
}

/// Where it may not be sent now: the first instant at which it may, if nothing new arrives; invalid when there is none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_permit_not_before(permit: Option<&alumni_permit>) -> alumni_instant {
    read(alumni_instant::INVALID, || Some(permit?.inner.not_before.into()))
}

/// Number of reasons.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_permit_reason_count(permit: Option<&alumni_permit>) -> usize {
    read(0, || Some(permit?.reasons.count()))
}

/// The stable code of the reason at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_permit_reason_code(permit: Option<&alumni_permit>, index: usize) -> *const c_char {
    read_text(|| permit?.reasons.code(index))
}

/// The permit as one line of JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_permit_json(permit: Option<&alumni_permit>) -> *const c_char {
    read_text(|| {
        let permit = permit?;
        permit.json.json(&permit.inner)
    })
}

/// Frees a permit; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_permit_free(permit: Option<Box<alumni_permit>>) {
    release(permit);
}

/// Whether this call settled the reservation, 1 or 0: a message is to be sent only then.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_settled_is_done(settled: Option<&alumni_settled>) -> u32 {
    read(0, || Some(u32::from(settled?.inner.done)))
}

/// Number of reasons why not; 0 when it did.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_settled_reason_count(settled: Option<&alumni_settled>) -> usize {
    read(0, || Some(settled?.reasons.count()))
}

/// The stable code of the reason at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_settled_reason_code(
    settled: Option<&alumni_settled>,
    index: usize,
) -> *const c_char {
    read_text(|| settled?.reasons.code(index))
}

/// What came of it as one line of JSON, with the contact as it stands now.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_settled_json(settled: Option<&alumni_settled>) -> *const c_char {
    read_text(|| {
        let settled = settled?;
        settled.json.json(&settled.inner)
    })
}

/// The use to record with `alumni_ledger_extend_json`, as a list of one event, where the yes it rests on is good for a number of
/// uses; NULL otherwise. Until it is on record, the gate counts the contact itself.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_settled_used_json(settled: Option<&alumni_settled>) -> *const c_char {
    read_text(|| {
        let settled = settled?;
        settled.used.json(&[settled.inner.used.as_ref()?])
    })
}

/// Frees it; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_settled_free(settled: Option<Box<alumni_settled>>) {
    release(settled);
}
