//! Turns of direct messages.

use chrono::{DateTime, Utc};

use super::super::answers::Answer;
use super::super::ids::Ids;
use super::ResponsivenessOptions;
use super::reply_times::Wait;
use super::responsiveness::person;

/// How long each turn that begins from `from` on waited until the other wrote back.
pub(super) fn turns(
    found: &[Answer<'_>],
    options: &ResponsivenessOptions,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Vec<Wait> {
    let mut ids = Ids::default();
    let mut messages = Vec::new();
    for (event, _) in found.iter().filter(|(event, _)| event.kind().speaks()) {
        if let Some(to) = person(event) {
            let (by, to) = (ids.number(event.actor()), ids.number(to));
            messages.push(((by.min(to), by.max(to)), event.moment(), by, event.actor_type()));
        }
    }
    // Who writes first at one instant is decided by the id, as everywhere.
    messages.sort_unstable_by(|one, next| (one.0, one.1).cmp(&(next.0, next.1)));
    let mut waits = Vec::new();
    for exchange in messages.chunk_by(|one, next| one.0 == next.0) {
        // Whose turn it is, since when, and whether they are among those whose messages wait.
        let mut turn: Option<(u32, DateTime<Utc>, bool)> = None;
        let mut end = |turn: Option<(u32, DateTime<Utc>, bool)>, reply: Option<DateTime<Utc>>| {
            if let Some((_, since, true)) = turn
                && since >= from
            {
                waits.push(Wait::new(since, reply, until));
            }
        };
        for (_, (at, _), by, actor) in exchange {
            match turn {
                Some((whose, ..)) if whose == *by => continue,
                Some(_) if !options.answered_by.admits(*actor) => continue,
                _ => end(turn, Some(*at)),
            }
            turn = Some((*by, *at, options.asked_by.admits(*actor)));
        }
        end(turn, None);
    }
    waits
}
