//! The relay of self-introductions: whoever writes names the next; where nobody answers the office names somebody else.

use crate::conversation::{Actor, Crowd, Interaction, Log, Target, is_member};
use crate::moment::Moment;
use crate::participation::echo;
use crate::person::Person;
use crate::random::Rng;
use crate::scenario::{AS_OF, Scenario};

/// Runs the relay; gives the introductions by place in the log.
pub(crate) fn run(
    scenario: &Scenario,
    seed: u64,
    people: &[Person],
    crowd: &Crowd,
    log: &mut Log,
) -> Vec<usize> {
    let Some(relay) = scenario.relay else { return Vec::new() };
    let mut rng = Rng::stream(seed, "relay", 0);
    let start = Moment::start_of(AS_OF).after_days(-f64::from(relay.days_before)).after_hours(10.0);
    let (from, until) = scenario.counted();
    // Everybody who is a member throughout is named once.
    let stays = |person: &&Person| is_member(person, from) && is_member(person, until);
    let mut left: Vec<u32> = people.iter().filter(stays).map(|person| person.index).collect();
    rng.shuffle(&mut left);
    let mut introductions = Vec::new();
    // Who names next in each chain, when, and after which introduction.
    let mut chains = vec![(start, Actor::Office, None); relay.chains];
    while let Some(named) = left.pop() {
        // The chain whose turn comes first names the next.
        let Some(chain) = chains.iter_mut().min_by_key(|(at, ..)| *at) else { break };
        let (at, by, after) = *chain;
        let mut nomination = Interaction::new(at, "nominate", by, Target::Person(named));
        nomination.prompted_by = after;
        let nomination = log.add(nomination);
        let lag = rng.exponential(relay.lag_days).min(relay.timeout_days - 0.01);
        if rng.chance(relay.answer) {
            let written = at.after_days(lag);
            let mut post = Interaction::new(written, "post_intro", Actor::Alumnus(named), Target::Network);
            post.prompted_by = Some(nomination);
            let post = log.add(post);
            introductions.push(post);
            *chain = (Moment(written.0 + 60), Actor::Alumnus(named), Some(post));
            echo(&mut rng, scenario, people, crowd, log, post);
        } else {
            *chain = (at.after_days(relay.timeout_days), Actor::Office, None);
        }
    }
    introductions
}
