//! Is the network alive, and what ails it?

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::engagement::{self, HealthModel, Roster};

use super::alumni_interactions;
use super::small::{alumni_engagement_answer, answer};
use crate::boundary::{give, guard, handle, optional_text, text};
use crate::calendar::alumni_date;
use crate::error::{alumni_error, alumni_status};

/// How the network is as of a day (00:00 UTC), what that rests on, and what ails it. `members_json` is a list of ids, or an object of ids
/// with the day each joined, from which on they count, or null; `opened` the day on which the programme opened, not after `as_of`, or an
/// invalid date where the first event of the record counts; `model` the thresholds in TOML or JSON, or NULL for those that come with the
/// library. The first sentence of the answer is the state.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_health(
    interactions: Option<&alumni_interactions>,
    members_json: *const c_char,
    as_of: alumni_date,
    opened: alumni_date,
    model: *const c_char,
    health: Option<&mut MaybeUninit<*mut alumni_engagement_answer>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(health, "health", || {
            let interactions = &handle(interactions, "interactions")?.inner;
            let mut roster = Roster::from_json(text(members_json, "members_json")?)
                .map_err(|error| error.within("members_json"))?;
            if let Some(day) = opened.day() {
                roster = roster.opened(day);
            }
            let model = match optional_text(model, "model")? {
                None => HealthModel::preset("alumni-health")?,
                Some(document) => HealthModel::parse(document)?,
            };
            let found = engagement::health(interactions, &roster, as_of.checked("as_of")?, &model)?;
            answer(&found, &found.reasons().cloned().collect::<Vec<_>>())
        })
    })
}
