//! What else a score model says: why a score changed, half-lives learned; ranks, and recency with frequency.

use std::collections::BTreeMap;
use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;

use alumni_core::engagement::{
    BandMove, LearnOptions, RankOptions, Ranks, Rfm, interactions_from_arrow, rfm,
};
use alumni_core::{Error, document};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use serde::Serialize;

use super::{alumni_interactions, alumni_permitted, alumni_score_model, alumni_scores, window};
use crate::boundary::{
    Kept, Outcome, c_text, give, give_stream, guard, handle, optional_text, read_text, reader, release,
    take_stream, text,
};
use crate::calendar::alumni_date;
use crate::error::{alumni_error, alumni_status};

/// What was found out about scores, as a document.
#[derive(Debug)]
pub struct alumni_score_report {
    json: CString,
    text: CString,
}

pub(super) fn report<T: Serialize>(answer: &T, text: impl Into<String>) -> Outcome<alumni_score_report> {
    let written = serde_json::to_string(answer).map_err(|error| Error::inconsistent(error.to_string()))?;
    Ok(alumni_score_report { json: c_text(written), text: c_text(text) })
}

pub(super) fn rfm_report(found: &[Rfm]) -> Outcome<alumni_score_report> {
    let lines: Vec<_> = found.iter().map(|one| format!("{} {}", one.person, one.score)).collect();
    report(&found, lines.join("\n"))
}

/// The report as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_score_report_json(report: Option<&alumni_score_report>) -> *const c_char {
    read_text(|| Some(report?.json.as_c_str()))
}

/// The report as a few lines of English.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_score_report_text(report: Option<&alumni_score_report>) -> *const c_char {
    read_text(|| Some(report?.text.as_c_str()))
}

/// Frees a report; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_score_report_free(report: Option<Box<alumni_score_report>>) {
    release(report);
}

/// Reads interactions from a table with the columns of `alumni_interactions_from_csv`; `at` holds timestamps in a time zone, or texts
/// with their offset. `table` is taken whatever becomes of the call. Errors name column and row, from 0.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_interactions_from_stream(
    table: *mut FFI_ArrowArrayStream,
    interactions: Option<&mut MaybeUninit<*mut alumni_interactions>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let table = take_stream(table, "table");
        give(interactions, "interactions", || {
            let table = reader(table, "table")?;
            Ok(alumni_interactions { inner: interactions_from_arrow(table)?, json: Kept::default() })
        })
    })
}

/// Why the score of `person` at the start of the day `until` is another one than at the start of `from`: which `events` came in, which
/// `faded_events` lost how many points (the 100 that lost the most; `faded_rest` has the sum of all others), and what a cap kept out.
/// `before` and `after` of somebody who is not scored are null.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_score_model_why_between(
    model: Option<&alumni_score_model>,
    interactions: Option<&alumni_interactions>,
    person: *const c_char,
    from: alumni_date,
    until: alumni_date,
    permitted: Option<&alumni_permitted>,
    change: Option<&mut MaybeUninit<*mut alumni_score_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(change, "change", || {
            let (model, events) = (handle(model, "model")?, handle(interactions, "interactions")?);
            let (person, permitted) = (text(person, "person")?, handle(permitted, "permitted")?.as_core());
            let (from, until) = (from.checked("from")?, until.checked("until")?);
            let found = model.inner.why_between(&events.inner, person, from, until, permitted)?;
            report(&found, found.to_string())
        })
    })
}

/// Learns how fast a network's acts fade, from whether people acted again in periods that are over before `as_of`; the report has the
/// model with its half-lives and the gain over recency alone. `options_json` may be NULL, or has what differs from the default:
/// `horizon_days`, `cuts`, `grid`, `prior_days`, `prior_weight`, `minimum`, `by_kind` and `most_people`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_score_model_learn_half_life(
    model: Option<&alumni_score_model>,
    interactions: Option<&alumni_interactions>,
    as_of: alumni_date,
    options_json: *const c_char,
    permitted: Option<&alumni_permitted>,
    learned: Option<&mut MaybeUninit<*mut alumni_score_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(learned, "learned", || {
            let (model, events) = (handle(model, "model")?, handle(interactions, "interactions")?);
            let options = optional_text(options_json, "options_json")?
                .map_or_else(|| Ok(LearnOptions::default()), LearnOptions::from_json)?;
            let permitted = handle(permitted, "permitted")?.as_core();
            let as_of = as_of.checked("as_of")?;
            let found = model.inner.learn_half_life(&events.inner, as_of, &options, permitted)?;
            report(&found, found.to_string())
        })
    })
}

/// Where everybody stands within their segment: percentiles and bands. `segments_json` may be NULL, or maps ids to the names of
/// segments; `options_json` may be NULL, or has `bands` (`name` and `from`) and `minimum`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_ranks(
    scores: Option<&alumni_scores>,
    segments_json: *const c_char,
    options_json: *const c_char,
    ranks: Option<&mut MaybeUninit<*mut alumni_score_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(ranks, "ranks", || {
            let scores = handle(scores, "scores")?;
            let (segments, options) = asked(segments_json, options_json)?;
            let found = scores.inner.ranks(&segments, &options);
            report(&found, found.to_string())
        })
    })
}

/// Where everybody in a table of scores stands within their segment: `out` gets the columns `person`, `segment`, `score`, `percentile` and
/// `band`. The table has `person` and `score`, as `alumni_score_model_score_stream` gives them, and `segment` where there is one; other
/// columns are not read. `table` is taken whatever becomes of the call. `options_json` may be NULL, or has `bands` (`name` and `from`) and
/// `minimum`. `report` may be NULL; it gets the `segments` and `reasons`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_ranks_stream(
    table: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    out: *mut FFI_ArrowArrayStream,
    report: Option<&mut MaybeUninit<*mut alumni_score_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let table = take_stream(table, "table");
        give_stream(out, "out", || {
            let options = optional_text(options_json, "options_json")?
                .map_or_else(|| Ok(RankOptions::default()), RankOptions::from_json)?;
            let table = reader(table, "table")?;
            let ranks = Ranks::from_arrow(table, &options)?;
            let stream = ranks.stream()?.export();
            if report.is_some() {
                let document = serde_json::json!({ "segments": ranks.segments, "reasons": ranks.reasons });
                give(report, "report", || self::report(&document, ranks.to_string()))?;
            }
            Ok(stream)
        })
    })
}

/// Everybody who stands in another band of their segment by `scores` than by the scores `before` of an earlier day, and why, as a JSON list
/// in the order of ids: what `alumni_engagement_rank_moves` gives, with the kinds of events that moved the score in `parts`. Both days are
/// ranked with the same `segments_json` and `options_json`, as for `alumni_scores_ranks`. Scores by another model or of a later day are
/// refused.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_scores_moves(
    scores: Option<&alumni_scores>,
    before: Option<&alumni_scores>,
    segments_json: *const c_char,
    options_json: *const c_char,
    moves: Option<&mut MaybeUninit<*mut alumni_score_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(moves, "moves", || {
            let (scores, before) = (handle(scores, "scores")?, handle(before, "before")?);
            let (segments, options) = asked(segments_json, options_json)?;
            moves_report(&scores.inner.moves(&before.inner, &segments, &options)?)
        })
    })
}

fn moves_report(moves: &[BandMove]) -> Outcome<alumni_score_report> {
    let lines: Vec<_> = moves.iter().map(ToString::to_string).collect();
    report(&moves, lines.join("\n"))
}

/// The segments and options of a question about ranks.
fn asked(
    segments_json: *const c_char,
    options_json: *const c_char,
) -> Outcome<(BTreeMap<String, String>, RankOptions)> {
    let segments = optional_text(segments_json, "segments_json")?.map(document::from_json).transpose()?;
    let options = optional_text(options_json, "options_json")?.map(RankOptions::from_json).transpose()?;
    Ok((segments.unwrap_or_default(), options.unwrap_or_default()))
}

/// Everybody who stands in another band of `ranks_json` than of the ranks `before_json`, as a JSON list in the order of ids: `person`,
/// the bands `from` and `to`, `score_before`, `score`, `percentile_before`, `percentile`, `parts` (empty: ranks hold none) and `reasons`.
/// Ranks by another model or of a later day are refused.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_rank_moves(
    ranks_json: *const c_char,
    before_json: *const c_char,
    moves: Option<&mut MaybeUninit<*mut alumni_score_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(moves, "moves", || {
            let ranks = Ranks::from_json(text(ranks_json, "ranks_json")?)?;
            let before = Ranks::from_json(text(before_json, "before_json")?)?;
            let moves = ranks.moves(&before).map_err(|error| {
                let (kind, message) = (error.kind(), error.message().to_owned());
                Error::new(kind, message).within("before_json")
            })?;
            moves_report(&moves)
        })
    })
}

/// Recency, frequency and value of every alumnus who did something from the day `from` up to but not including `until`, each with its
/// fifth from 1 to 5, as a JSON list in the order of ids.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_rfm(
    interactions: Option<&alumni_interactions>,
    from: alumni_date,
    until: alumni_date,
    permitted: Option<&alumni_permitted>,
    found: Option<&mut MaybeUninit<*mut alumni_score_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(found, "found", || {
            let events = handle(interactions, "interactions")?;
            let permitted = handle(permitted, "permitted")?.as_core();
            rfm_report(&rfm(&events.inner, window(from, until)?, permitted)?)
        })
    })
}
