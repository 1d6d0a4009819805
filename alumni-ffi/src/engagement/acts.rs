//! What is counted of a record: shares and rates with their intervals, who takes part, what happened on which day, how often people
//! act, and a model put to the test on time that it has not seen.

use std::collections::BTreeMap;
use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::document;
use alumni_core::engagement::{self, ActOptions, HoldBackOptions, Proportion, Rate, RepeatActs};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;

use super::small::{alumni_engagement_answer, answer};
use super::{alumni_interactions, alumni_permitted, window};
use crate::boundary::{give, give_stream, guard, handle, text};
use crate::calendar::alumni_date;
use crate::error::{alumni_error, alumni_status};

/// So many of so many, with the interval that the share may honestly lie in (Wilson, 95 %): `count`, `of`, `share`, `lower`, `upper`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_proportion(
    count: u64,
    of: u64,
    proportion: Option<&mut MaybeUninit<*mut alumni_engagement_answer>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(proportion, "proportion", || answer(&Proportion::checked(count, of)?, &[])))
}

/// So many in so many days, or person-days, as a rate per 365 of them with its interval (Garwood, 95 %): `count`, `days`, `per_year`,
/// `lower`, `upper`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_rate(
    count: u64,
    days: u64,
    rate: Option<&mut MaybeUninit<*mut alumni_engagement_answer>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(rate, "rate", || answer(&Rate::new(count, days), &[])))
}

/// What share of each segment did something that others can notice, from the day `from` up to but not including `until`, in UTC.
/// `segments_json` says by id to which segment each member belongs, `null` to none; segments with fewer people than `minimum_cell` are
/// told only together.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_participation(
    interactions: Option<&alumni_interactions>,
    segments_json: *const c_char,
    from: alumni_date,
    until: alumni_date,
    minimum_cell: u32,
    permitted: Option<&alumni_permitted>,
    participation: Option<&mut MaybeUninit<*mut alumni_engagement_answer>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(participation, "participation", || {
            let events = &handle(interactions, "interactions")?.inner;
            let segments: BTreeMap<String, Option<String>> =
                document::from_json(text(segments_json, "segments_json")?)?;
            let permitted = handle(permitted, "permitted")?.as_core();
            let window = window(from, until)?;
            let found = engagement::participation(events, &segments, window, minimum_cell, permitted)?;
            answer(&found, &found.reasons)
        })
    })
}

/// What happened on each day (UTC) from `from` up to but not including `until`; it names nobody.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_activity_calendar(
    interactions: Option<&alumni_interactions>,
    from: alumni_date,
    until: alumni_date,
    calendar: Option<&mut MaybeUninit<*mut alumni_engagement_answer>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(calendar, "calendar", || {
            let events = &handle(interactions, "interactions")?.inner;
            answer(&engagement::activity_calendar(events, window(from, until)?)?, &[])
        })
    })
}

/// How often the people of a record acted, as the models of repeated acts want it: `out` gets a row for each, with the columns `person`,
/// `frequency`, `recency` and `age`, and for BG/BB `taken`, `last_taken` and `opportunities`. `options_json` is `{"as_of": …}`, with `unit_days` and `kinds` where needed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_repeat_acts_stream(
    interactions: Option<&alumni_interactions>,
    options_json: *const c_char,
    permitted: Option<&alumni_permitted>,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give_stream(out, "out", || {
            let events = &handle(interactions, "interactions")?.inner;
            let options = ActOptions::from_json(text(options_json, "options_json")?)?;
            let permitted = handle(permitted, "permitted")?.as_core();
            Ok(RepeatActs::of(events, &options, permitted)?.stream()?.export())
        })
    })
}

/// Fits a model to what was known some days ago, and compares what it foresaw with what came. `options_json` is `{"as_of": …,
/// "horizon_days": …}`, with `model`, `unit_days`, `kinds` and `bins` where needed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_hold_back(
    interactions: Option<&alumni_interactions>,
    options_json: *const c_char,
    permitted: Option<&alumni_permitted>,
    held_back: Option<&mut MaybeUninit<*mut alumni_engagement_answer>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(held_back, "held_back", || {
            let events = &handle(interactions, "interactions")?.inner;
            let options = HoldBackOptions::from_json(text(options_json, "options_json")?)?;
            let permitted = handle(permitted, "permitted")?.as_core();
            let found = engagement::hold_back(events, &options, permitted)?;
            answer(&found, &found.reasons)
        })
    })
}
