//! Interactions, score models, who may be scored, traffic and pulse.

use std::collections::BTreeSet;
use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::calendar::Span;
use alumni_core::engagement::{
    self, Interaction, Permitted, Pulse, ScoreModel, Traffic, interactions_from_csv, interactions_from_json,
    tenure_years_from_json as tenure_years,
};

use crate::boundary::{Kept, KeptIn, Outcome, give, guard, handle, read, read_text, release, text, texts};
use crate::calendar::alumni_date;
use crate::error::{alumni_error, alumni_status};
use crate::text::{Reasons, Words};

mod activity;
mod acts;
mod check;
mod cox;
mod curves;
mod health;
mod network;
mod permitted;
mod repeat;
mod returning;
mod rfm;
mod score_streams;
mod scores;
mod scoring;
mod small;
mod windows;

pub use activity::*;
pub use acts::*;
pub use check::*;
pub use cox::*;
pub use curves::*;
pub use health::*;
pub use network::*;
pub use permitted::*;
pub use repeat::*;
pub use returning::*;
pub use rfm::*;
pub use score_streams::*;
pub use scores::*;
pub use scoring::*;
pub use small::*;
pub use windows::*;

/// A record of what people did: who, what, when, to whom, in which thread, and what prompted it.
#[derive(Debug)]
pub struct alumni_interactions {
    pub(crate) inner: Vec<Interaction>,
    json: Kept,
}

/// Which kinds of events count for how much and how fast they fade.
#[derive(Debug)]
pub struct alumni_score_model {
    pub(crate) inner: ScoreModel,
    id: Kept,
    hash: Kept,
    title: KeptIn,
    json: Kept,
}

/// Who may be scored: everyone, or those on a list. Scoring people needs a purpose of its own.
#[derive(Debug)]
pub struct alumni_permitted {
    /// Absent for everyone.
    only: Option<BTreeSet<String>>,
    ids: Words,
}

/// Who speaks to whom: the messages of a stretch of days by side and audience.
#[derive(Debug)]
pub struct alumni_traffic {
    inner: Traffic,
    json: Kept,
    reasons: Reasons,
}

/// How much life there is in the network, each figure with what it rests on.
#[derive(Debug)]
pub struct alumni_pulse {
    inner: Pulse,
    json: Kept,
    reasons: Reasons,
}

impl alumni_permitted {
    pub(crate) fn only<'a>(ids: impl IntoIterator<Item = &'a str>) -> Self {
        let only: BTreeSet<String> = ids.into_iter().map(str::to_owned).collect();
        Self { ids: only.iter().cloned().collect(), only: Some(only) }
    }

    fn as_core(&self) -> Permitted<'_> {
        self.only.as_ref().map_or(Permitted::Everyone, Permitted::Only)
    }
}

/// Reads a JSON list of interactions. Instants need their offset.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_interactions_from_json(
    json: *const c_char,
    interactions: Option<&mut MaybeUninit<*mut alumni_interactions>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(interactions, "interactions", || {
            let inner = interactions_from_json(text(json, "json")?)?;
            Ok(alumni_interactions { inner, json: Kept::default() })
        })
    })
}

/// Reads interactions from CSV: columns `id`, `at`, `kind`, `actor`, `actor_type`, and if need be `target`,
/// `target_type`, `thread`, `prompted_by`, `value`. Errors name line and column.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_interactions_from_csv(
    csv: *const c_char,
    interactions: Option<&mut MaybeUninit<*mut alumni_interactions>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(interactions, "interactions", || {
            let inner = interactions_from_csv(text(csv, "csv")?)?;
            Ok(alumni_interactions { inner, json: Kept::default() })
        })
    })
}

/// Number of interactions, repetitions included.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_interactions_count(interactions: Option<&alumni_interactions>) -> usize {
    read(0, || Some(interactions?.inner.len()))
}

/// The interactions as a JSON list.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_interactions_json(interactions: Option<&alumni_interactions>) -> *const c_char {
    read_text(|| {
        let interactions = interactions?;
        interactions.json.json(&interactions.inner)
    })
}

/// Frees interactions; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_interactions_free(interactions: Option<Box<alumni_interactions>>) {
    release(interactions);
}

/// Reads a score model in TOML, or in JSON when it starts with a brace.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_score_model_parse(
    document: *const c_char,
    model: Option<&mut MaybeUninit<*mut alumni_score_model>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(model, "model", || Ok(score_model(ScoreModel::parse(text(document, "document")?)?))))
}

/// One of the models that come with the library: `alumni`, `case-modes`, `orbit-2020`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_score_model_preset(
    name: *const c_char,
    model: Option<&mut MaybeUninit<*mut alumni_score_model>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(model, "model", || Ok(score_model(ScoreModel::preset(text(name, "name")?)?))))
}

fn score_model(inner: ScoreModel) -> alumni_score_model {
    alumni_score_model {
        inner,
        id: Kept::default(),
        hash: Kept::default(),
        title: KeptIn::default(),
        json: Kept::default(),
    }
}

/// The model's id.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_score_model_id(model: Option<&alumni_score_model>) -> *const c_char {
    read_text(|| {
        let model = model?;
        Some(model.id.get(|| model.inner.id().to_owned()))
    })
}

/// The model's version.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_score_model_version(model: Option<&alumni_score_model>) -> u32 {
    read(0, || Some(model?.inner.version()))
}

/// SHA-256 of the model's content in hexadecimal.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_score_model_hash(model: Option<&alumni_score_model>) -> *const c_char {
    read_text(|| {
        let model = model?;
        Some(model.hash.get(|| model.inner.hash()))
    })
}

/// The model's title.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_score_model_title(model: Option<&alumni_score_model>, lang: u32) -> *const c_char {
    read_text(|| {
        let model = model?;
        model.title.get(lang, |lang| model.inner.title().text(lang).to_owned())
    })
}

/// The model as JSON, which `alumni_score_model_parse` reads back.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_score_model_json(model: Option<&alumni_score_model>) -> *const c_char {
    read_text(|| {
        let model = model?;
        model.json.json(&model.inner)
    })
}

/// The model for one purpose that it has factors for: its weights multiplied, without purposes.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_score_model_for_purpose(
    model: Option<&alumni_score_model>,
    purpose: *const c_char,
    made: Option<&mut MaybeUninit<*mut alumni_score_model>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(made, "made", || {
            Ok(score_model(handle(model, "model")?.inner.for_purpose(text(purpose, "purpose")?)?))
        })
    })
}

/// The model for people with so many completed years of tenure: its weights multiplied, without bands and purposes. A purpose is asked
/// for first.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_score_model_for_tenure(
    model: Option<&alumni_score_model>,
    years: u32,
    made: Option<&mut MaybeUninit<*mut alumni_score_model>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(made, "made", || Ok(score_model(handle(model, "model")?.inner.for_tenure(years)))))
}

/// Frees a model; NULL is fine. Scores made with it live on.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_score_model_free(model: Option<Box<alumni_score_model>>) {
    release(model);
}

/// Everybody in the record may be scored.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_permitted_everyone(
    permitted: Option<&mut MaybeUninit<*mut alumni_permitted>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(permitted, "permitted", || Ok(alumni_permitted { only: None, ids: Words::default() }))
    })
}

/// Only these `count` people may be scored; `alumni_ledger_permitted` makes the list from a ledger.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_permitted_only(
    ids: *const *const c_char,
    count: usize,
    permitted: Option<&mut MaybeUninit<*mut alumni_permitted>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(permitted, "permitted", || Ok(alumni_permitted::only(texts(ids, count, "ids")?))))
}

/// Number of people on the list; 0 when everybody may be scored.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_permitted_count(permitted: Option<&alumni_permitted>) -> usize {
    read(0, || Some(permitted?.ids.count()))
}

/// The id at `index`, in the order of the ids.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_permitted_id(permitted: Option<&alumni_permitted>, index: usize) -> *const c_char {
    read_text(|| permitted?.ids.get(index))
}

/// Frees it; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_permitted_free(permitted: Option<Box<alumni_permitted>>) {
    release(permitted);
}

/// Scores everybody who did something before the day `as_of` begins (00:00 UTC) and who may be scored.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_score_model_score(
    model: Option<&alumni_score_model>,
    interactions: Option<&alumni_interactions>,
    as_of: alumni_date,
    permitted: Option<&alumni_permitted>,
    scores: Option<&mut MaybeUninit<*mut alumni_scores>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(scores, "scores", || {
            let model = handle(model, "model")?;
            let interactions = &handle(interactions, "interactions")?.inner;
            let permitted = handle(permitted, "permitted")?.as_core();
            Ok(model.inner.score(interactions, as_of.checked("as_of")?, permitted)?.into())
        })
    })
}

/// Scores everybody as `alumni_score_model_score` does, each with the factor of their band of tenure. `tenure_years_json` maps ids to
/// completed years; whoever is not in it is scored with factor 1.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_score_model_score_by_tenure(
    model: Option<&alumni_score_model>,
    interactions: Option<&alumni_interactions>,
    as_of: alumni_date,
    permitted: Option<&alumni_permitted>,
    tenure_years_json: *const c_char,
    scores: Option<&mut MaybeUninit<*mut alumni_scores>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(scores, "scores", || {
            let model = handle(model, "model")?;
            let interactions = &handle(interactions, "interactions")?.inner;
            let (as_of, permitted) = (as_of.checked("as_of")?, handle(permitted, "permitted")?.as_core());
            let years = tenure_years(text(tenure_years_json, "tenure_years_json")?)?;
            Ok(model.inner.score_by_tenure(interactions, as_of, permitted, &years)?.into())
        })
    })
}

/// Counts who spoke to whom from the day `from` up to but not including the day `until`, in UTC.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_traffic(
    interactions: Option<&alumni_interactions>,
    from: alumni_date,
    until: alumni_date,
    traffic: Option<&mut MaybeUninit<*mut alumni_traffic>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(traffic, "traffic", || {
            let interactions = &handle(interactions, "interactions")?.inner;
            let inner = engagement::traffic(interactions, window(from, until)?)?;
            Ok(alumni_traffic { json: Kept::default(), reasons: inner.reasons.iter().collect(), inner })
        })
    })
}

fn window(from: alumni_date, until: alumni_date) -> Outcome<Span> {
    Ok(Span::new(from.checked("from")?, until.checked("until")?)?)
}

/// Number of messages from the company to alumni, from alumni to the company, and among alumni, together.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_traffic_n(traffic: Option<&alumni_traffic>) -> u64 {
    read(0, || Some(traffic?.inner.n))
}

/// Number of messages from the company's side to alumni.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_traffic_company_to_alumni(traffic: Option<&alumni_traffic>) -> u64 {
    read(0, || Some(traffic?.inner.company_to_alumni.count))
}

/// Number of messages from alumni to the company's side.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_traffic_alumni_to_company(traffic: Option<&alumni_traffic>) -> u64 {
    read(0, || Some(traffic?.inner.alumni_to_company.count))
}

/// Number of messages among alumni.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_traffic_alumni_to_alumni(traffic: Option<&alumni_traffic>) -> u64 {
    read(0, || Some(traffic?.inner.alumni_to_alumni.count))
}

/// Number of sentences about the traffic.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_traffic_reason_count(traffic: Option<&alumni_traffic>) -> usize {
    read(0, || Some(traffic?.reasons.count()))
}

/// The stable code of such a sentence.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_traffic_reason_code(
    traffic: Option<&alumni_traffic>,
    index: usize,
) -> *const c_char {
    read_text(|| traffic?.reasons.code(index))
}

/// The sentence.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_traffic_reason_text(
    traffic: Option<&alumni_traffic>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| traffic?.reasons.text(index, lang))
}

/// All of it as JSON, with shares.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_traffic_json(traffic: Option<&alumni_traffic>) -> *const c_char {
    read_text(|| {
        let traffic = traffic?;
        traffic.json.json(&traffic.inner)
    })
}

/// Frees it; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_traffic_free(traffic: Option<Box<alumni_traffic>>) {
    release(traffic);
}

/// Measures the network of `member_count` members (ids) from the day `from` up to but not including `until`, in UTC.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_pulse(
    interactions: Option<&alumni_interactions>,
    members: *const *const c_char,
    member_count: usize,
    from: alumni_date,
    until: alumni_date,
    pulse: Option<&mut MaybeUninit<*mut alumni_pulse>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(pulse, "pulse", || {
            let interactions = &handle(interactions, "interactions")?.inner;
            let members = texts(members, member_count, "members")?.into_iter().map(str::to_owned).collect();
            let inner = engagement::pulse(interactions, &members, window(from, until)?)?;
            Ok(alumni_pulse { json: Kept::default(), reasons: inner.reasons.iter().collect(), inner })
        })
    })
}

/// Number of members.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_pulse_members(pulse: Option<&alumni_pulse>) -> u64 {
    read(0, || Some(pulse?.inner.members))
}

/// Number of posts by alumni.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_pulse_posts(pulse: Option<&alumni_pulse>) -> u64 {
    read(0, || Some(pulse?.inner.posts.count))
}

/// Number of members who posted at least once.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_pulse_posted(pulse: Option<&alumni_pulse>) -> u64 {
    read(0, || Some(pulse?.inner.posted.count))
}

/// Number of members who did at least one thing that others can notice.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_pulse_acted(pulse: Option<&alumni_pulse>) -> u64 {
    read(0, || Some(pulse?.inner.acted.count))
}

/// Number of sentences about the pulse.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_pulse_reason_count(pulse: Option<&alumni_pulse>) -> usize {
    read(0, || Some(pulse?.reasons.count()))
}

/// The stable code of such a sentence.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_pulse_reason_code(pulse: Option<&alumni_pulse>, index: usize) -> *const c_char {
    read_text(|| pulse?.reasons.code(index))
}

/// The sentence.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_pulse_reason_text(
    pulse: Option<&alumni_pulse>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| pulse?.reasons.text(index, lang))
}

/// All of it as JSON, with rates, shares, intervals and the latest request.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_pulse_json(pulse: Option<&alumni_pulse>) -> *const c_char {
    read_text(|| {
        let pulse = pulse?;
        pulse.json.json(&pulse.inner)
    })
}

/// Frees it; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_pulse_free(pulse: Option<Box<alumni_pulse>>) {
    release(pulse);
}
