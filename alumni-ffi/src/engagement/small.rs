//! What a small network can tell and what it cannot.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::engagement::{RatePowerQuestion, SharePowerQuestion, ShrinkQuestion, SilenceQuestion};
use alumni_core::{Error, Reason};
use serde::Serialize;

use crate::boundary::{Kept, Outcome, give, guard, read, read_text, release, text};
use crate::error::{alumni_error, alumni_status};
use crate::text::Reasons;

/// An answer about a network: a document, and sentences about it.
#[derive(Debug)]
pub struct alumni_engagement_answer {
    document: String,
    json: Kept,
    reasons: Reasons,
}

pub(super) fn answer(found: &impl Serialize, reasons: &[Reason]) -> Outcome<alumni_engagement_answer> {
    let document = serde_json::to_string(found).map_err(|error| Error::inconsistent(error.to_string()))?;
    Ok(alumni_engagement_answer { document, json: Kept::default(), reasons: reasons.iter().collect() })
}

/// The shares or rates of small groups, each pulled towards what they have in common as far as the counts say. `question_json` is
/// `{"law": "share" or "rate", "groups": [{"id": …, "count": …, "of": …}]}`, with `method` (`likelihood` or `moments`), `prior`
/// (`{"mean": …, "size": …}`) and `confidence` where needed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_shrink_json(
    question_json: *const c_char,
    shrinkage: Option<&mut MaybeUninit<*mut alumni_engagement_answer>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(shrinkage, "shrinkage", || {
            let found = ShrinkQuestion::from_json(text(question_json, "question_json")?)?.answer()?;
            answer(&found, &found.reasons)
        })
    })
}

/// Whether a silence is longer than the network's own pace explains. `question_json` is `{"count": …, "days": …, "silent_days": …}`,
/// with `known` (whether that is the pace itself, not a measurement of it) and `level` where needed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_silence_json(
    question_json: *const c_char,
    silence: Option<&mut MaybeUninit<*mut alumni_engagement_answer>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(silence, "silence", || {
            let found = SilenceQuestion::from_json(text(question_json, "question_json")?)?.answer()?;
            answer(&found, &found.reasons)
        })
    })
}

/// How surely it is noticed that a rate fell, and how many weeks that takes. `question_json` is `{"per_week": …, "weeks": …}`, with
/// `factor` (what is left of the rate), `level` and `wanted` where needed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_rate_power_json(
    question_json: *const c_char,
    power: Option<&mut MaybeUninit<*mut alumni_engagement_answer>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(power, "power", || {
            let found = RatePowerQuestion::from_json(text(question_json, "question_json")?)?.answer()?;
            answer(&found, &found.reasons)
        })
    })
}

/// How large a difference between two shares has to be to be noticed, and how many people a difference takes. `question_json` is
/// `{"people": …, "share": …}`, with `compared_with`, `difference`, `confidence` and `power` where needed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_share_power_json(
    question_json: *const c_char,
    power: Option<&mut MaybeUninit<*mut alumni_engagement_answer>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(power, "power", || {
            let found = SharePowerQuestion::from_json(text(question_json, "question_json")?)?.answer()?;
            answer(&found, &found.reasons)
        })
    })
}

/// The answer as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_answer_json(answer: Option<&alumni_engagement_answer>) -> *const c_char {
    read_text(|| {
        let answer = answer?;
        Some(answer.json.get(|| answer.document.clone()))
    })
}

/// Number of sentences about the answer.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_answer_reason_count(answer: Option<&alumni_engagement_answer>) -> usize {
    read(0, || Some(answer?.reasons.count()))
}

/// The stable code of such a sentence.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_answer_reason_code(
    answer: Option<&alumni_engagement_answer>,
    index: usize,
) -> *const c_char {
    read_text(|| answer?.reasons.code(index))
}

/// The sentence.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_answer_reason_text(
    answer: Option<&alumni_engagement_answer>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| answer?.reasons.text(index, lang))
}

/// Frees an answer; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_answer_free(answer: Option<Box<alumni_engagement_answer>>) {
    release(answer);
}
