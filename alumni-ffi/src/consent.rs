//! Notices and the ledger of consent events.

use std::collections::BTreeMap;
use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;

use alumni_core::consent::{
    Channel, Event, EventKey, Extended, Ledger, Notice, Question, events_from_csv, events_from_json,
};
use alumni_core::document;

use crate::boundary::{
    Failure, Kept, Outcome, c_text, give, give_if_wanted, guard, handle, member, optional_text, read,
    read_text, release, text,
};
use crate::calendar::alumni_instant;
use crate::engagement::alumni_permitted;
use crate::error::{alumni_error, alumni_status};
use crate::text::ALUMNI_NONE;

mod answer;
mod contact;
mod lifecycle;
mod notices;
mod packs;
mod propagation;
mod record;
mod snapshot;
mod table;
mod told;

pub use answer::*;
pub use contact::*;
pub use lifecycle::*;
pub use notices::*;
pub use packs::*;
pub use propagation::*;
pub use record::*;
pub use snapshot::*;
pub use table::*;
pub use told::*;

/// E-mail.
pub const ALUMNI_CHANNEL_EMAIL: u32 = 0;
/// Short message to a mobile phone.
pub const ALUMNI_CHANNEL_SMS: u32 = 1;
/// Telephone call.
pub const ALUMNI_CHANNEL_PHONE: u32 = 2;
/// Letter.
pub const ALUMNI_CHANNEL_POSTAL: u32 = 3;
/// A social network or messenger.
pub const ALUMNI_CHANNEL_SNS: u32 = 4;
/// Inside the programme's own application.
pub const ALUMNI_CHANNEL_IN_APP: u32 = 5;

/// A text that was shown, with version and hash.
#[derive(Debug)]
pub struct alumni_notice {
    inner: Notice,
    hash: Kept,
    json: Kept,
}

/// Purposes, notices, and every event that is known: what was said, by whom, when, and when it became known.
#[derive(Debug)]
pub struct alumni_ledger {
    pub(crate) inner: Ledger,
    state_hash: Kept,
    events_json: Kept,
    json: Kept,
}

/// What taking events in did.
#[derive(Debug)]
pub struct alumni_extended {
    inner: Extended,
    json: Kept,
    unproven: Vec<Key>,
}

/// The source and id of an event.
#[derive(Debug)]
struct Key {
    source: CString,
    id: CString,
}

fn keys(keys: &[EventKey]) -> Vec<Key> {
    keys.iter().map(|key| Key { source: c_text(key.source.as_str()), id: c_text(key.id.as_str()) }).collect()
}

impl From<Notice> for alumni_notice {
    fn from(inner: Notice) -> Self {
        Self { inner, hash: Kept::default(), json: Kept::default() }
    }
}

impl From<Ledger> for alumni_ledger {
    fn from(inner: Ledger) -> Self {
        Self { inner, state_hash: Kept::default(), events_json: Kept::default(), json: Kept::default() }
    }
}

impl From<Extended> for alumni_extended {
    fn from(inner: Extended) -> Self {
        Self { json: Kept::default(), unproven: keys(&inner.unproven), inner }
    }
}

/// A channel, or `ALUMNI_NONE` for none.
fn channel(number: u32) -> Outcome<Option<Channel>> {
    if number == ALUMNI_NONE { Ok(None) } else { member(Channel::ALL, 0, number, "channel").map(Some) }
}

/// Reads a notice from JSON: id, version, purposes and texts by language.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_notice_from_json(
    json: *const c_char,
    notice: Option<&mut MaybeUninit<*mut alumni_notice>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(notice, "notice", || Ok(document::from_json::<Notice>(text(json, "json")?)?.into())))
}

/// SHA-256 of what the notice says, in hexadecimal: a changed notice has another.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_notice_hash(notice: Option<&alumni_notice>) -> *const c_char {
    read_text(|| {
        let notice = notice?;
        Some(notice.hash.get(|| notice.inner.hash()))
    })
}

/// The notice as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_notice_json(notice: Option<&alumni_notice>) -> *const c_char {
    read_text(|| {
        let notice = notice?;
        notice.json.json(&notice.inner)
    })
}

/// Frees a notice; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_notice_free(notice: Option<Box<alumni_notice>>) {
    release(notice);
}

/// Makes a ledger from `{"purposes": […], "notices": […], "events": […], "packs": […], "regimes": {…}, "clocks": {…},
/// "recipient_countries": {…}}`; all but the purposes may be left out. A pack is written out, or named by its id where it is a shipped one.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_from_json(
    json: *const c_char,
    ledger: Option<&mut MaybeUninit<*mut alumni_ledger>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(ledger, "ledger", || Ok(Ledger::from_json(text(json, "json")?)?.into())))
}

/// Takes in a JSON list of events: all of them, or none when one cannot be used. They may come in any order and as
/// often as they are delivered. `extended` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_extend_json(
    ledger: Option<&mut alumni_ledger>,
    events_json: *const c_char,
    extended: Option<&mut MaybeUninit<*mut alumni_extended>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give_if_wanted(extended, || {
            extend(ledger, || Ok(events_from_json(text(events_json, "events_json")?)?))
        })
    })
}

/// Takes in a table of events as CSV, likewise. Errors name line and column.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_extend_csv(
    ledger: Option<&mut alumni_ledger>,
    events_csv: *const c_char,
    extended: Option<&mut MaybeUninit<*mut alumni_extended>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give_if_wanted(extended, || extend(ledger, || Ok(events_from_csv(text(events_csv, "events_csv")?)?)))
    })
}

fn extend(
    ledger: Option<&mut alumni_ledger>,
    events: impl FnOnce() -> Outcome<Vec<Event>>,
) -> Outcome<alumni_extended> {
    let ledger = ledger.ok_or(Failure::Null("ledger"))?;
    let extended = ledger.inner.extend(events()?)?;
    (ledger.state_hash, ledger.events_json, ledger.json) = Default::default();
    Ok(extended.into())
}

/// Says in which country (ISO 3166-1 alpha-2) recipients are, as `{"all_alumni": "JP"}`, instead of anything said before. Every
/// question with such a recipient and without a country is asked as if it named this one; a country that a question or a
/// directory names is preferred. A mistake is named by its place: `recipient_countries.all_alumni`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_set_recipient_countries_json(
    ledger: Option<&mut alumni_ledger>,
    countries_json: *const c_char,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let ledger = ledger.ok_or(Failure::Null("ledger"))?;
        let countries: BTreeMap<String, String> =
            document::from_json(text(countries_json, "countries_json")?)?;
        ledger.inner = ledger.inner.clone().with_recipient_countries(countries)?;
        ledger.json = Kept::default();
        Ok(())
    })
}

/// SHA-256 over all events in hexadecimal: equal for equal sets of events.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_state_hash(ledger: Option<&alumni_ledger>) -> *const c_char {
    read_text(|| {
        let ledger = ledger?;
        Some(ledger.state_hash.get(|| ledger.inner.state_hash()))
    })
}

/// All events as a JSON list, by source and id, each once.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_events_json(ledger: Option<&alumni_ledger>) -> *const c_char {
    read_text(|| {
        let ledger = ledger?;
        ledger.events_json.json(&ledger.inner.events().collect::<Vec<_>>())
    })
}

/// The whole ledger as one line of JSON, which `alumni_ledger_from_json` reads back: its purposes, notices, events, packs, regimes,
/// clocks, and where recipients are.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_json(ledger: Option<&alumni_ledger>) -> *const c_char {
    read_text(|| {
        let ledger = ledger?;
        ledger.json.json(&ledger.inner)
    })
}

/// May we do this, to this person, at this instant, as known then? `channel` is an `ALUMNI_CHANNEL_…`, or `ALUMNI_NONE`
/// for the purpose as a whole. `recipient` may be NULL for one's own use, `known_at` for everything known.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_may(
    ledger: Option<&alumni_ledger>,
    subject: *const c_char,
    purpose: *const c_char,
    channel: u32,
    recipient: *const c_char,
    at: alumni_instant,
    known_at: Option<&alumni_instant>,
    answer: Option<&mut MaybeUninit<*mut alumni_answer>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(answer, "answer", || {
            let ledger = handle(ledger, "ledger")?;
            let (subject, purpose) = (text(subject, "subject")?, text(purpose, "purpose")?);
            let mut question = Question::new(subject, purpose, self::channel(channel)?, at.checked("at")?);
            if let Some(recipient) = optional_text(recipient, "recipient")? {
                question = question.recipient(recipient);
            }
            if let Some(known_at) = known_at {
                question = question.known_at(known_at.checked("known_at")?);
            }
            Ok(ledger.inner.may(&question)?.into())
        })
    })
}

/// The same with the question as JSON: `{"subject": …, "purpose": …, "channel": …, "recipient": …, "at": …,
/// "known_at": …}`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_may_json(
    ledger: Option<&alumni_ledger>,
    question_json: *const c_char,
    answer: Option<&mut MaybeUninit<*mut alumni_answer>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(answer, "answer", || {
            let ledger = handle(ledger, "ledger")?;
            let question = Question::from_json(text(question_json, "question_json")?)?;
            Ok(ledger.inner.may(&question)?.into())
        })
    })
}

/// Counts verdicts and the reasons that decided over all subjects of the ledger, with everything known.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_summary(
    ledger: Option<&alumni_ledger>,
    purpose: *const c_char,
    channel: u32,
    at: alumni_instant,
    summary: Option<&mut MaybeUninit<*mut alumni_summary>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(summary, "summary", || {
            let ledger = handle(ledger, "ledger")?;
            let (purpose, channel) = (text(purpose, "purpose")?, self::channel(channel)?);
            Ok(ledger.inner.summary(purpose, channel, at.checked("at")?)?.into())
        })
    })
}

/// The subjects of the ledger for whom a purpose is allowed without any channel, such as computing a score.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_permitted(
    ledger: Option<&alumni_ledger>,
    purpose: *const c_char,
    at: alumni_instant,
    permitted: Option<&mut MaybeUninit<*mut alumni_permitted>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(permitted, "permitted", || {
            let ledger = handle(ledger, "ledger")?;
            let people = ledger.inner.permitted(text(purpose, "purpose")?, at.checked("at")?)?;
            Ok(alumni_permitted::only(people))
        })
    })
}

/// Frees a ledger; NULL is fine. Its answers live on.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_free(ledger: Option<Box<alumni_ledger>>) {
    release(ledger);
}

/// Number of events that were new.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_extended_added(extended: Option<&alumni_extended>) -> usize {
    read(0, || Some(extended?.inner.added))
}

/// Number of events that were known before, or came twice.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_extended_duplicates(extended: Option<&alumni_extended>) -> usize {
    read(0, || Some(extended?.inner.duplicates))
}

/// Number of new events whose notice the ledger does not have, or has with another text: they are kept and permit
/// nothing.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_extended_unproven_count(extended: Option<&alumni_extended>) -> usize {
    read(0, || Some(extended?.unproven.len()))
}

/// The system that the unproven event at `index` comes from.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_extended_unproven_source(
    extended: Option<&alumni_extended>,
    index: usize,
) -> *const c_char {
    read_text(|| Some(extended?.unproven.get(index)?.source.as_c_str()))
}

/// Its id in that system.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_extended_unproven_id(
    extended: Option<&alumni_extended>,
    index: usize,
) -> *const c_char {
    read_text(|| Some(extended?.unproven.get(index)?.id.as_c_str()))
}

/// All of it as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_extended_json(extended: Option<&alumni_extended>) -> *const c_char {
    read_text(|| {
        let extended = extended?;
        extended.json.json(&extended.inner)
    })
}

/// Frees it; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_extended_free(extended: Option<Box<alumni_extended>>) {
    release(extended);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boundary::number;

    #[test]
    fn channels_have_their_numbers() {
        let channels = [
            (Channel::Email, ALUMNI_CHANNEL_EMAIL),
            (Channel::Sms, ALUMNI_CHANNEL_SMS),
            (Channel::Phone, ALUMNI_CHANNEL_PHONE),
            (Channel::Postal, ALUMNI_CHANNEL_POSTAL),
            (Channel::Sns, ALUMNI_CHANNEL_SNS),
            (Channel::InApp, ALUMNI_CHANNEL_IN_APP),
        ];
        assert_eq!(channels.map(|(channel, _)| channel), *Channel::ALL);
        assert!(channels.iter().all(|(channel, wanted)| number(Channel::ALL, 0, channel) == *wanted));
    }
}
