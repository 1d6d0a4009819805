//! A whole programme and its review.

mod change;
mod counterfactual;
mod gap;

pub use change::*;
pub use counterfactual::*;
pub use gap::*;

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::sync::OnceLock;

use alumni_core::programme::{self, Data, Programme, Review};

use crate::boundary::{Kept, KeptIn, Outcome, give, guard, handle, read, read_text, release, text};
use crate::calendar::{alumni_date, alumni_instant};
use crate::consent::alumni_ledger;
use crate::eligibility::alumni_policy;
use crate::engagement::{alumni_interactions, alumni_score_model, alumni_scores};
use crate::error::{alumni_error, alumni_status};
use crate::exports::{alumni_tables, tables_from_json};
use crate::text::Reasons;
use crate::workforce::alumni_worker;

/// A programme: its policies, purposes, notices, fairness standard, engagement model, and how its exports are read.
#[derive(Debug)]
pub struct alumni_programme {
    inner: Programme,
    id: Kept,
    title: KeptIn,
    synthetic: Kept,
    policies: Vec<alumni_policy>,
}

/// What a programme's tables hold.
#[derive(Debug)]
pub struct alumni_data {
    inner: Data,
    workers: OnceLock<Vec<alumni_worker>>,
}

/// A whole programme as of a day.
#[derive(Debug)]
pub struct alumni_review {
    inner: Review,
    text: KeptIn,
    html: KeptIn,
    json: Kept,
    warnings: Reasons,
}

impl From<Programme> for alumni_programme {
    fn from(inner: Programme) -> Self {
        Self {
            id: Kept::default(),
            title: KeptIn::default(),
            synthetic: Kept::default(),
            policies: inner.policies().iter().cloned().map(alumni_policy::from).collect(),
            inner,
        }
    }
}

impl From<Review> for alumni_review {
    fn from(inner: Review) -> Self {
        Self {
            text: KeptIn::default(),
            html: KeptIn::default(),
            json: Kept::default(),
            warnings: inner.warnings.iter().collect(),
            inner,
        }
    }
}

/// Reads a programme in TOML, or in JSON when it starts with a brace.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_parse(
    document: *const c_char,
    programme: Option<&mut MaybeUninit<*mut alumni_programme>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(programme, "programme", || Ok(Programme::parse(text(document, "document")?)?.into()))
    })
}

/// The programme that comes with the library, for a first look at data of one's own.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_starter(
    programme: Option<&mut MaybeUninit<*mut alumni_programme>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(programme, "programme", || Ok(Programme::starter()?.into())))
}

/// The same programme, reading exports by a shipped mapping: `workday`, `successfactors`, `bamboohr`, `smarthr` or
/// `canonical`. A new handle; the given one stays as it is.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_with_mapping(
    programme: Option<&alumni_programme>,
    mapping: *const c_char,
    changed: Option<&mut MaybeUninit<*mut alumni_programme>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(changed, "changed", || {
            let programme = handle(programme, "programme")?.inner.clone();
            Ok(programme.with_mapping(text(mapping, "mapping")?)?.into())
        })
    })
}

/// The programme's id.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_id(programme: Option<&alumni_programme>) -> *const c_char {
    read_text(|| {
        let programme = programme?;
        Some(programme.id.get(|| programme.inner.id().to_owned()))
    })
}

/// The programme's version.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_version(programme: Option<&alumni_programme>) -> u32 {
    read(0, || Some(programme?.inner.version()))
}

/// The programme's title.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_title(programme: Option<&alumni_programme>, lang: u32) -> *const c_char {
    read_text(|| {
        let programme = programme?;
        programme.title.get(lang, |lang| programme.inner.title().text(lang).to_owned())
    })
}

/// How the programme's data was made up; NULL when it is not.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_synthetic(programme: Option<&alumni_programme>) -> *const c_char {
    read_text(|| {
        let programme = programme?;
        let synthetic = programme.inner.synthetic()?;
        Some(programme.synthetic.get(|| synthetic.to_owned()))
    })
}

/// Number of policies.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_policy_count(programme: Option<&alumni_programme>) -> usize {
    read(0, || Some(programme?.policies.len()))
}

/// The policy at `index`, which belongs to the programme: not to be freed, and gone with it.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_policy(
    programme: Option<&alumni_programme>,
    index: usize,
) -> Option<&alumni_policy> {
    read(None, || Some(programme?.policies.get(index)))
}

/// The instant at which a day begins where the programme is.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_start_of(
    programme: Option<&alumni_programme>,
    day: alumni_date,
) -> alumni_instant {
    read(alumni_instant::INVALID, || Some(Some(programme?.inner.start_of(day.day()?)).into()))
}

/// A ledger of the programme's purposes and notices that holds the data's consent events.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_ledger(
    programme: Option<&alumni_programme>,
    data: Option<&alumni_data>,
    ledger: Option<&mut MaybeUninit<*mut alumni_ledger>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(ledger, "ledger", || {
            let programme = handle(programme, "programme")?;
            let events = handle(data, "data")?.inner.events().iter().cloned();
            Ok(programme.inner.ledger(events)?.into())
        })
    })
}

/// Reads a programme's tables: those of its mapping, and beside them `consent_events.csv`, `interactions.csv`,
/// `groups.csv` and `selections.csv`. The first row that cannot be used is an error, which names file, line and column.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_read(
    programme: Option<&alumni_programme>,
    tables: Option<&alumni_tables>,
    data: Option<&mut MaybeUninit<*mut alumni_data>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(data, "data", || {
            let programme = handle(programme, "programme")?;
            let inner = programme.inner.read(&handle(tables, "tables")?.inner)?;
            Ok(alumni_data { inner, workers: OnceLock::new() })
        })
    })
}

/// Reads them and goes on after rows of the workforce that cannot be used: those people are left out whole, and the
/// review lists the rows.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_read_lenient(
    programme: Option<&alumni_programme>,
    tables: Option<&alumni_tables>,
    data: Option<&mut MaybeUninit<*mut alumni_data>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(data, "data", || {
            let programme = handle(programme, "programme")?;
            let inner = programme.inner.read_lenient(&handle(tables, "tables")?.inner)?;
            Ok(alumni_data { inner, workers: OnceLock::new() })
        })
    })
}

/// Reviews the programme as of a day: who may join and return, who may be reached, whether it is fair, whether the network
/// is alive. Consent decides who is scored.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_review(
    programme: Option<&alumni_programme>,
    data: Option<&alumni_data>,
    as_of: alumni_date,
    review: Option<&mut MaybeUninit<*mut alumni_review>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(review, "review", || {
            let programme = handle(programme, "programme")?;
            let data = &handle(data, "data")?.inner;
            Ok(programme.inner.review(data, as_of.checked("as_of")?)?.into())
        })
    })
}

/// Reviews tables given as a JSON object of CSV texts by file name; the same as `alumni_tables_from_json`,
/// `alumni_programme_read` and `alumni_programme_review`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_review_json(
    programme: Option<&alumni_programme>,
    tables_json: *const c_char,
    as_of: alumni_date,
    review: Option<&mut MaybeUninit<*mut alumni_review>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(review, "review", || {
            let programme = handle(programme, "programme")?;
            let tables = tables_from_json(text(tables_json, "tables_json")?)?;
            let as_of = as_of.checked("as_of")?;
            Ok(programme.inner.review(&programme.inner.read(&tables.inner)?, as_of)?.into())
        })
    })
}

/// Everybody's score as of a day, of those whom the ledger permits to be scored for the programme's scoring purpose.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_scores(
    programme: Option<&alumni_programme>,
    data: Option<&alumni_data>,
    ledger: Option<&alumni_ledger>,
    as_of: alumni_date,
    scores: Option<&mut MaybeUninit<*mut alumni_scores>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(scores, "scores", || {
            let (programme, data) = (handle(programme, "programme")?, handle(data, "data")?);
            let ledger = &handle(ledger, "ledger")?.inner;
            Ok(programme.inner.scores(&data.inner, ledger, as_of.checked("as_of")?)?.into())
        })
    })
}

/// Scores those whom a ledger permits to be scored for a purpose at an instant; the others are listed as not scored.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_scores_with_consent(
    model: Option<&alumni_score_model>,
    interactions: Option<&alumni_interactions>,
    as_of: alumni_date,
    ledger: Option<&alumni_ledger>,
    purpose: *const c_char,
    at: alumni_instant,
    scores: Option<&mut MaybeUninit<*mut alumni_scores>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(scores, "scores", || scores_with_consent(model, interactions, as_of, ledger, purpose, at))
    })
}

fn scores_with_consent(
    model: Option<&alumni_score_model>,
    interactions: Option<&alumni_interactions>,
    as_of: alumni_date,
    ledger: Option<&alumni_ledger>,
    purpose: *const c_char,
    at: alumni_instant,
) -> Outcome<alumni_scores> {
    let scores = programme::scores_with_consent(
        &handle(model, "model")?.inner,
        &handle(interactions, "interactions")?.inner,
        as_of.checked("as_of")?,
        &handle(ledger, "ledger")?.inner,
        text(purpose, "purpose")?,
        at.checked("at")?,
    )?;
    Ok(scores.into())
}

/// Frees a programme; NULL is fine. What was made with it lives on.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_free(programme: Option<Box<alumni_programme>>) {
    release(programme);
}

/// Number of workers.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_data_worker_count(data: Option<&alumni_data>) -> usize {
    read(0, || Some(data?.inner.workers().len()))
}

/// The worker at `index`, who belongs to the data: not to be freed, and gone with it.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_data_worker(data: Option<&alumni_data>, index: usize) -> Option<&alumni_worker> {
    read(None, || {
        let data = data?;
        let made = || data.inner.workers().iter().cloned().map(alumni_worker::from).collect();
        Some(data.workers.get_or_init(made).get(index))
    })
}

/// Frees data; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_data_free(data: Option<Box<alumni_data>>) {
    release(data);
}

/// The review as a page of plain text.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_review_text(review: Option<&alumni_review>, lang: u32) -> *const c_char {
    read_text(|| {
        let review = review?;
        review.text.get(lang, |lang| review.inner.text(lang))
    })
}

/// The review as one HTML page that needs nothing else.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_review_html(review: Option<&alumni_review>, lang: u32) -> *const c_char {
    read_text(|| {
        let review = review?;
        review.html.get(lang, |lang| review.inner.html(lang))
    })
}

/// The whole review as JSON, with every decision, answer and finding that it shows.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_review_json(review: Option<&alumni_review>) -> *const c_char {
    read_text(|| {
        let review = review?;
        review.json.json(&review.inner)
    })
}

/// The day of the review.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_review_as_of(review: Option<&alumni_review>) -> alumni_date {
    read(alumni_date::INVALID, || Some(Some(review?.inner.as_of).into()))
}

/// Number of people in the data.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_review_people(review: Option<&alumni_review>) -> u64 {
    read(0, || Some(review?.inner.workforce.people))
}

/// Number of people who left and are not employed on the day.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_review_former(review: Option<&alumni_review>) -> u64 {
    read(0, || Some(review?.inner.workforce.former))
}

/// Number of people who came back at least once.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_review_returned(review: Option<&alumni_review>) -> u64 {
    read(0, || Some(review?.inner.workforce.returned))
}

/// Number of things that look wrong in the data without being unusable, or that were not given.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_review_warning_count(review: Option<&alumni_review>) -> usize {
    read(0, || Some(review?.warnings.count()))
}

/// The stable code of such a thing.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_review_warning_code(review: Option<&alumni_review>, index: usize) -> *const c_char {
    read_text(|| review?.warnings.code(index))
}

/// The sentence of such a thing.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_review_warning_text(
    review: Option<&alumni_review>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| review?.warnings.text(index, lang))
}

/// Frees a review; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_review_free(review: Option<Box<alumni_review>>) {
    release(review);
}
