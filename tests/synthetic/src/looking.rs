//! Looking at profiles, and getting in touch with those who work where one works oneself.

use std::collections::BTreeSet;

use crate::conversation::{Actor, Crowd, Interaction, Log, Target};
use crate::moment::{Moment, leisure};
use crate::person::Person;
use crate::random::Rng;
use crate::scenario::Scenario;

/// Profiles looked at day by day: more in the days after an introduction.
pub(crate) fn views(
    scenario: &Scenario,
    seed: u64,
    people: &[Person],
    crowd: &Crowd,
    introductions: &[usize],
    log: &mut Log,
) {
    let mut rng = Rng::stream(seed, "views", 0);
    let written: Vec<Moment> = introductions.iter().map(|place| log.interactions[*place].at).collect();
    let (lift, lift_days) = scenario.relay.map_or((1.0, 0.0), |relay| relay.lift);
    let (from, until) = scenario.window();
    let mut day = from;
    while scenario.views_per_day > 0.0 && day < until {
        let next = day.after_days(1.0);
        let lifted = written.iter().any(|at| *at <= day && day < at.after_days(lift_days));
        for _ in 0..rng.poisson(scenario.views_per_day * if lifted { lift } else { 1.0 }) {
            let at = leisure(&mut rng, day, next);
            let Some(viewer) = crowd.draw(&mut rng, people, at, None) else { continue };
            let Some(seen) = crowd.draw(&mut rng, people, at, Some(viewer.index)) else { continue };
            let (actor, target) = (Actor::Alumnus(viewer.index), Target::Person(seen.index));
            log.add(Interaction::new(at, "profile_view", actor, target));
        }
        day = next;
    }
}

/// After an introduction, those who see that somebody works where they do may write to them.
pub(crate) fn contacts(
    scenario: &Scenario,
    seed: u64,
    people: &[Person],
    introductions: &[usize],
    log: &mut Log,
) {
    let mut rng = Rng::stream(seed, "contacts", 0);
    let visible = |person: &&Person| person.membership.is_some_and(|membership| membership.visible);
    let shown: Vec<&Person> = people.iter().filter(visible).collect();
    let mut met = BTreeSet::new();
    for introduction in introductions {
        let Interaction { at, actor: Actor::Alumnus(author), .. } = log.interactions[*introduction] else {
            continue;
        };
        let Some(author) = shown.iter().find(|person| person.index == author) else { continue };
        for other in
            shown.iter().filter(|other| other.employer == author.employer && other.index != author.index)
        {
            let pair = (author.index.min(other.index), author.index.max(other.index));
            if !met.insert(pair) || !rng.chance(scenario.same_employer_contact) {
                continue;
            }
            let at = leisure(&mut rng, at.after_days(1.0), at.after_days(10.0));
            let mut message = Interaction::new(
                at,
                "direct_message",
                Actor::Alumnus(other.index),
                Target::Person(author.index),
            );
            message.prompted_by = Some(*introduction);
            let message = log.add(message);
            if rng.chance(0.7) {
                let at = at.after_hours(rng.log_normal(8.0, 1.0));
                let mut reply = Interaction::new(
                    at,
                    "direct_message",
                    Actor::Alumnus(author.index),
                    Target::Person(other.index),
                );
                reply.thread = Some(message);
                log.add(reply);
            }
        }
    }
}
