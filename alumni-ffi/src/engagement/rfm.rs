//! Recency, frequency and value by a model.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::engagement::RfmModel;

use super::scoring::rfm_report;
use super::{alumni_interactions, alumni_permitted, alumni_score_report, window};
use crate::boundary::{Kept, KeptIn, give, guard, handle, read, read_text, release, text};
use crate::calendar::alumni_date;
use crate::error::{alumni_error, alumni_status};

/// Which acts stand for recency, frequency and value, and into how many groups people are put.
#[derive(Debug)]
pub struct alumni_rfm_model {
    inner: RfmModel,
    id: Kept,
    hash: Kept,
    title: KeptIn,
    json: Kept,
}

impl From<RfmModel> for alumni_rfm_model {
    fn from(inner: RfmModel) -> Self {
        Self {
            inner,
            id: Kept::default(),
            hash: Kept::default(),
            title: KeptIn::default(),
            json: Kept::default(),
        }
    }
}

/// Reads an RFM model in TOML, or in JSON when it starts with a brace.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_rfm_model_parse(
    document: *const c_char,
    model: Option<&mut MaybeUninit<*mut alumni_rfm_model>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(model, "model", || Ok(RfmModel::parse(text(document, "document")?)?.into())))
}

/// One of the models that come with the library: `hughes-1994`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_rfm_model_preset(
    name: *const c_char,
    model: Option<&mut MaybeUninit<*mut alumni_rfm_model>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(model, "model", || Ok(RfmModel::preset(text(name, "name")?)?.into())))
}

/// The model's id.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_rfm_model_id(model: Option<&alumni_rfm_model>) -> *const c_char {
    read_text(|| {
        let model = model?;
        Some(model.id.get(|| model.inner.id().to_owned()))
    })
}

/// The model's version.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_rfm_model_version(model: Option<&alumni_rfm_model>) -> u32 {
    read(0, || Some(model?.inner.version()))
}

/// SHA-256 of the model's content in hexadecimal.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_rfm_model_hash(model: Option<&alumni_rfm_model>) -> *const c_char {
    read_text(|| {
        let model = model?;
        Some(model.hash.get(|| model.inner.hash()))
    })
}

/// The model's title.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_rfm_model_title(model: Option<&alumni_rfm_model>, lang: u32) -> *const c_char {
    read_text(|| {
        let model = model?;
        model.title.get(lang, |lang| model.inner.title().text(lang).to_owned())
    })
}

/// The model as JSON, which `alumni_rfm_model_parse` reads back.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_rfm_model_json(model: Option<&alumni_rfm_model>) -> *const c_char {
    read_text(|| {
        let model = model?;
        model.json.json(&model.inner)
    })
}

/// Frees a model; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_rfm_model_free(model: Option<Box<alumni_rfm_model>>) {
    release(model);
}

/// Recency, frequency and value of every alumnus whose acts of the model's kinds fall within the days from `from` up to but not including
/// `until`, each with its group, as `alumni_engagement_rfm` gives them.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_rfm_model_measure(
    model: Option<&alumni_rfm_model>,
    interactions: Option<&alumni_interactions>,
    from: alumni_date,
    until: alumni_date,
    permitted: Option<&alumni_permitted>,
    found: Option<&mut MaybeUninit<*mut alumni_score_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(found, "found", || {
            let (model, events) = (handle(model, "model")?, handle(interactions, "interactions")?);
            let permitted = handle(permitted, "permitted")?.as_core();
            rfm_report(&model.inner.measure(&events.inner, window(from, until)?, permitted)?)
        })
    })
}
