//! Points within a window of time.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::engagement::WindowModel;

use super::scoring::report;
use super::{alumni_interactions, alumni_permitted, alumni_score_report};
use crate::boundary::{Kept, KeptIn, give, guard, handle, read, read_text, release, text};
use crate::calendar::alumni_date;
use crate::error::{alumni_error, alumni_status};

/// Points for what somebody did within a window of time, with caps, in the order of a sum or of a distance.
#[derive(Debug)]
pub struct alumni_window_model {
    inner: WindowModel,
    id: Kept,
    hash: Kept,
    title: KeptIn,
    json: Kept,
}

impl From<WindowModel> for alumni_window_model {
    fn from(inner: WindowModel) -> Self {
        Self {
            inner,
            id: Kept::default(),
            hash: Kept::default(),
            title: KeptIn::default(),
            json: Kept::default(),
        }
    }
}

/// Reads a window model in TOML, or in JSON when it starts with a brace.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_window_model_parse(
    document: *const c_char,
    model: Option<&mut MaybeUninit<*mut alumni_window_model>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(model, "model", || Ok(WindowModel::parse(text(document, "document")?)?.into())))
}

/// One of the models that come with the library: `belmont-2025`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_window_model_preset(
    name: *const c_char,
    model: Option<&mut MaybeUninit<*mut alumni_window_model>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(model, "model", || Ok(WindowModel::preset(text(name, "name")?)?.into())))
}

/// The model's id.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_window_model_id(model: Option<&alumni_window_model>) -> *const c_char {
    read_text(|| {
        let model = model?;
        Some(model.id.get(|| model.inner.id().to_owned()))
    })
}

/// The model's version.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_window_model_version(model: Option<&alumni_window_model>) -> u32 {
    read(0, || Some(model?.inner.version()))
}

/// SHA-256 of the model's content in hexadecimal.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_window_model_hash(model: Option<&alumni_window_model>) -> *const c_char {
    read_text(|| {
        let model = model?;
        Some(model.hash.get(|| model.inner.hash()))
    })
}

/// The model's title.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_window_model_title(model: Option<&alumni_window_model>, lang: u32) -> *const c_char {
    read_text(|| {
        let model = model?;
        model.title.get(lang, |lang| model.inner.title().text(lang).to_owned())
    })
}

/// The model as JSON, which `alumni_window_model_parse` reads back.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_window_model_json(model: Option<&alumni_window_model>) -> *const c_char {
    read_text(|| {
        let model = model?;
        model.json.json(&model.inner)
    })
}

/// Frees a model; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_window_model_free(model: Option<Box<alumni_window_model>>) {
    release(model);
}

/// Measures everybody who did something within the window of the model called `window`, before the day `as_of` begins (00:00 UTC): the
/// report has the points, the counts, the distances and the ranks, and who may not be scored.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_window_model_measure(
    model: Option<&alumni_window_model>,
    interactions: Option<&alumni_interactions>,
    as_of: alumni_date,
    window: *const c_char,
    permitted: Option<&alumni_permitted>,
    measured: Option<&mut MaybeUninit<*mut alumni_score_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(measured, "measured", || {
            let (model, events) = (handle(model, "model")?, handle(interactions, "interactions")?);
            let (as_of, window) = (as_of.checked("as_of")?, text(window, "window")?);
            let permitted = handle(permitted, "permitted")?.as_core();
            let found = model.inner.measure(&events.inner, as_of, window, permitted)?;
            report(&found, found.to_string())
        })
    })
}
