//! Legal packs, and the reports of a ledger about law and about alumni.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::Error;
use alumni_core::consent::{Directory, DirectoryMatrix, Pack, Packs, Takeover};
use alumni_core::text::Clock;
use serde::Serialize;

use super::{alumni_ledger, channel};
use crate::boundary::{
    Failure, Kept, Outcome, Said, give, guard, handle, read, read_text, release, text, texts,
};
use crate::calendar::{alumni_date, alumni_instant};
use crate::error::{alumni_error, alumni_status};

/// The rules of one body of law, as dated data. It says what was found and how well that was checked, and is no legal
/// advice.
#[derive(Debug)]
pub struct alumni_pack {
    inner: Pack,
    id: Kept,
    json: Kept,
}

/// Several packs together.
#[derive(Debug)]
pub struct alumni_packs {
    inner: Packs,
}

/// A report as JSON, in the form that the documentation has of it.
#[derive(Debug)]
pub struct alumni_consent_report {
    json: String,
    kept: Kept,
    said: Option<Said>,
}

impl alumni_consent_report {
    pub(super) fn of(report: &impl Serialize) -> Outcome<Self> {
        let json = serde_json::to_string(report);
        let json = json.map_err(|error| Failure::from(Error::inconsistent(error.to_string())))?;
        Ok(Self { json, kept: Kept::default(), said: None })
    }

    /// Whether it says any times by a clock, which is this one from now on.
    pub(super) fn tell_at(&mut self, clock: Clock) -> bool {
        self.said.as_mut().is_some_and(|said| said.tell_at(clock))
    }
}

impl From<Pack> for alumni_pack {
    fn from(inner: Pack) -> Self {
        Self { inner, id: Kept::default(), json: Kept::default() }
    }
}

/// Reads a pack in TOML, or in JSON when the document starts with a brace. A mistake is named by its place:
/// `rules[2].effective_until`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_pack_parse(
    document: *const c_char,
    pack: Option<&mut MaybeUninit<*mut alumni_pack>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(pack, "pack", || Ok(Pack::parse(text(document, "document")?)?.into())))
}

/// Gives the pack `id` of those that come with the library, such as `jp-appi`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_pack_shipped(
    id: *const c_char,
    pack: Option<&mut MaybeUninit<*mut alumni_pack>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(pack, "pack", || Ok(Pack::shipped(text(id, "id")?)?.into())))
}

/// The pack's id.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_pack_id(pack: Option<&alumni_pack>) -> *const c_char {
    read_text(|| {
        let pack = pack?;
        Some(pack.id.get(|| pack.inner.id.clone()))
    })
}

/// Number of its rules.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_pack_rule_count(pack: Option<&alumni_pack>) -> usize {
    read(0, || Some(pack?.inner.rules.len()))
}

/// The pack as JSON, with every rule: article, dates, source, and how it was checked.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_pack_json(pack: Option<&alumni_pack>) -> *const c_char {
    read_text(|| {
        let pack = pack?;
        pack.json.json(&pack.inner)
    })
}

/// Frees a pack; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_pack_free(pack: Option<Box<alumni_pack>>) {
    release(pack);
}

/// Reads a JSON list of packs, each written out or named by its id where it is a shipped one.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_packs_from_json(
    json: *const c_char,
    packs: Option<&mut MaybeUninit<*mut alumni_packs>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(packs, "packs", || Ok(alumni_packs { inner: Packs::from_json(text(json, "json")?)? }))
    })
}

/// The rules that begin or cease to apply on the days from `from` to `until`, both included: a list.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_packs_changes_between(
    packs: Option<&alumni_packs>,
    from: alumni_date,
    until: alumni_date,
    report: Option<&mut MaybeUninit<*mut alumni_consent_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let packs = handle(packs, "packs")?;
            let (from, until) = (from.checked("from")?, until.checked("until")?);
            alumni_consent_report::of(&packs.inner.changes_between(from, until)?)
        })
    })
}

/// What a word like STOP, which came back over `channel` from somebody under these regimes, ends by itself: the scope
/// and the rule, or `null`. With no regimes (`regime_count` 0) all of them count; one that no pack knows
/// is an error.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_packs_revocation(
    packs: Option<&alumni_packs>,
    said: *const c_char,
    channel: u32,
    regimes: *const *const c_char,
    regime_count: usize,
    at: alumni_instant,
    report: Option<&mut MaybeUninit<*mut alumni_consent_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let packs = handle(packs, "packs")?;
            let said = text(said, "said")?;
            let channel = self::channel(channel)?
                .ok_or_else(|| Failure::from(Error::missing("expected a channel").within("channel")))?;
            let regimes = texts(regimes, regime_count, "regimes")?;
            alumni_consent_report::of(&packs.inner.revocation(said, channel, &regimes, at.checked("at")?)?)
        })
    })
}

/// Frees packs; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_packs_free(packs: Option<Box<alumni_packs>>) {
    release(packs);
}

/// What changes for this ledger from `from` to `until`, both included: the rules, with the purposes and channels they
/// touch.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_changes_between(
    ledger: Option<&alumni_ledger>,
    from: alumni_date,
    until: alumni_date,
    report: Option<&mut MaybeUninit<*mut alumni_consent_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let ledger = handle(ledger, "ledger")?;
            let (from, until) = (from.checked("from")?, until.checked("until")?);
            alumni_consent_report::of(&ledger.inner.changes_between(from, until)?)
        })
    })
}

/// How much of the network rests on consent that was given while still employed, and how much on endless consent alone.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_at_exit(
    ledger: Option<&alumni_ledger>,
    at: alumni_instant,
    report: Option<&mut MaybeUninit<*mut alumni_consent_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let ledger = handle(ledger, "ledger")?;
            alumni_consent_report::of(&ledger.inner.at_exit(at.checked("at")?))
        })
    })
}

/// Who may see which field of `subject` at `at`: every field of the directory (a document in TOML or JSON) with every
/// audience, and what has to be recorded. `known_at` may be NULL for everything known.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_directory(
    ledger: Option<&alumni_ledger>,
    directory: *const c_char,
    subject: *const c_char,
    at: alumni_instant,
    known_at: Option<&alumni_instant>,
    report: Option<&mut MaybeUninit<*mut alumni_consent_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let ledger = handle(ledger, "ledger")?;
            let directory = Directory::parse(text(directory, "directory")?)?;
            let known_at = known_at.map(|at| at.checked("known_at")).transpose()?;
            let subject = text(subject, "subject")?;
            let matrix = ledger.inner.directory(&directory, subject, at.checked("at")?, known_at)?;
            let report = alumni_consent_report::of(&matrix)?;
            let said = Some(Said::at(matrix, DirectoryMatrix::text_at));
            Ok(alumni_consent_report { said, ..report })
        })
    })
}

/// Whom the takeover of a group elsewhere (a document in TOML or JSON) may ask, as events to be recorded once they were
/// sent, and who is left out. They are requests and permit nothing; the ledger is not changed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_invitations(
    ledger: Option<&alumni_ledger>,
    takeover: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_consent_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let ledger = handle(ledger, "ledger")?;
            let takeover = Takeover::parse(text(takeover, "takeover")?)?;
            alumni_consent_report::of(&ledger.inner.invitations(&takeover)?)
        })
    })
}

/// The report.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_consent_report_json(report: Option<&alumni_consent_report>) -> *const c_char {
    read_text(|| {
        let report = report?;
        Some(report.kept.get(|| report.json.clone()))
    })
}

/// What the report of `alumni_ledger_directory` says, line by line; NULL for other reports, which are for programs.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_consent_report_text(
    report: Option<&alumni_consent_report>,
    lang: u32,
) -> *const c_char {
    read_text(|| report?.said.as_ref()?.get(lang))
}

/// Frees a report; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_consent_report_free(report: Option<Box<alumni_consent_report>>) {
    release(report);
}
