//! Requests to the whole network, and gatherings.

use crate::conversation::{Actor, Crowd, Interaction, Log, Target, is_member};
use crate::moment::{Moment, leisure};
use crate::participation::REPLY_HOURS;
use crate::person::Person;
use crate::random::Rng;
use crate::scenario::{AS_OF, Scenario};

/// Share of those who said they would come who come, share of those who rate, and standard deviation of ratings.
const ATTENDS: f64 = 0.7;
const RATES: f64 = 0.6;
const RATING_SPREAD: f64 = 0.8;

fn days_before(days: u32) -> Moment {
    Moment::start_of(AS_OF).after_days(-f64::from(days))
}

/// Requests, and the answers of members.
pub(crate) fn requests(scenario: &Scenario, seed: u64, people: &[Person], crowd: &Crowd, log: &mut Log) {
    for (number, request) in scenario.requests.iter().enumerate() {
        let mut rng = Rng::stream(seed, "request", number as u64);
        let at = days_before(request.days_before).after_hours(10.0);
        let asker = if request.by_member { crowd.draw(&mut rng, people, at, None) } else { None };
        let actor = asker.map_or(Actor::Office, |person| Actor::Alumnus(person.index));
        let root = log.add(Interaction::new(at, "post_help_request", actor, Target::Network));
        for person in people.iter().filter(|person| is_member(person, at)) {
            if Actor::Alumnus(person.index) != actor && rng.chance(request.answer) {
                let (median, sigma) = REPLY_HOURS;
                let at = at.after_hours(rng.log_normal(median, sigma));
                log.answer(at, "answer", Actor::Alumnus(person.index), root);
            }
        }
    }
}

/// Gatherings: who says they will come, who comes, and how they like it.
pub(crate) fn gatherings(scenario: &Scenario, seed: u64, people: &[Person], log: &mut Log) {
    for (number, gathering) in scenario.gatherings.iter().enumerate() {
        let mut rng = Rng::stream(seed, "gathering", number as u64);
        let target = Target::Event(u32::try_from(number + 1).unwrap_or(0));
        let starts = days_before(gathering.days_before).after_hours(19.0);
        for person in people.iter().filter(|person| is_member(person, starts)) {
            let actor = Actor::Alumnus(person.index);
            if !rng.chance(gathering.rsvp) {
                continue;
            }
            let said = leisure(&mut rng, starts.after_days(-21.0), starts.after_days(-1.0));
            if !is_member(person, said) {
                continue;
            }
            log.add(Interaction::new(said, "event_rsvp", actor, target));
            if !rng.chance(ATTENDS) {
                continue;
            }
            log.add(Interaction::new(
                Moment(starts.0 + rng.between(0, 1_800)),
                "event_attend",
                actor,
                target,
            ));
            let liked = gathering.rating + RATING_SPREAD * rng.normal();
            if rng.chance(RATES) {
                let mut rating = Interaction::new(
                    starts.after_hours(3.0 + 20.0 * rng.unit()),
                    "event_rate",
                    actor,
                    target,
                );
                rating.value = (1..=5).min_by(|one, other| {
                    (*one as f64 - liked).abs().total_cmp(&(*other as f64 - liked).abs())
                });
                log.add(rating);
            }
        }
    }
}
