//! Selection rates that may be shown to everybody.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::fairness::{self, PublicationQuestion, PublishedSelection, Verdict};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;

use crate::boundary::{
    Kept, KeptIn, from_table, give, give_stream, guard, handle, number, read, read_text, release, text,
};
use crate::error::{alumni_error, alumni_status};
use crate::text::ALUMNI_NONE;

/// Selection rates from which nobody can find what is too small to be shown.
#[derive(Debug)]
pub struct alumni_published_selection {
    inner: PublishedSelection,
    json: Kept,
    text: KeptIn,
}

/// Hides small groups, and others with them, so that no sum and no difference of what is shown finds a hidden number.
/// `question_json` is `{"attributes": […], "cells": [{"categories": […], "considered": …, "selected": …}]}`, or instead of the cells `"people":
/// [{"categories": […], "score": …}]`, of whom those above the median of everybody count as selected; with `intersections`
/// (false for single attributes only), `standard` and `privacy` (`minimum_cell`, `minimum_outcome`, `protection`, `noise` with
/// `epsilon` and `seed`) where needed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_publish_json(
    question_json: *const c_char,
    published: Option<&mut MaybeUninit<*mut alumni_published_selection>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(published, "published", || {
            let question = PublicationQuestion::from_json(text(question_json, "question_json")?)?;
            let inner = fairness::publish(&question)?;
            Ok(alumni_published_selection { inner, json: Kept::default(), text: KeptIn::default() })
        })
    })
}

/// `alumni_fairness_publish_json` for the rows of a table, which is taken whatever becomes of the call. `options_json` names the
/// columns as those of `alumni_local_law_144_from_stream`, and has `intersections`, `standard` and `privacy` where needed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_publish_stream(
    people: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    published: Option<&mut MaybeUninit<*mut alumni_published_selection>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        from_table(people, options_json, published, "published", |people, options| {
            let inner = fairness::publish(&PublicationQuestion::from_table(people, options)?)?;
            Ok(alumni_published_selection { inner, json: Kept::default(), text: KeptIn::default() })
        })
    })
}

/// The rows of every table as one table: `attributes`, `category` (NULL where it is not known), `considered`, `selected` and `rate`
/// (NULL where `hidden`), and between what ratio and mid-p of a hidden row lie where that is shown: `ratio_from`, `ratio_below`,
/// `p_from`, `p_below`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_published_selection_stream(
    published: Option<&alumni_published_selection>,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give_stream(out, "out", || Ok(handle(published, "published")?.inner.stream()?.export())))
}

/// The highest verdict of the comparisons that are shown: an `ALUMNI_FAIRNESS_VERDICT_…`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_published_selection_verdict(published: Option<&alumni_published_selection>) -> u32 {
    read(ALUMNI_NONE, || Some(number(&Verdict::ALL, 0, &published?.inner.verdict)))
}

/// What is shown as one line of JSON, which holds no hidden number.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_published_selection_json(
    published: Option<&alumni_published_selection>,
) -> *const c_char {
    read_text(|| {
        let published = published?;
        published.json.json(&published.inner)
    })
}

/// What is shown in sentences, and what is not; NULL for a language there is not.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_published_selection_text(
    published: Option<&alumni_published_selection>,
    lang: u32,
) -> *const c_char {
    read_text(|| {
        let published = published?;
        published.text.get(lang, |lang| published.inner.text(lang))
    })
}

/// Frees a publication; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_published_selection_free(published: Option<Box<alumni_published_selection>>) {
    release(published);
}
