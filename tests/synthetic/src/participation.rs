//! What members do of their own accord: posts, replies to them, visits.

use crate::conversation::{Actor, Crowd, Interaction, Log, Target, is_member};
use crate::moment::{Moment, leisure};
use crate::person::Person;
use crate::random::Rng;
use crate::scenario::Scenario;

/// Visits per post.
const VISITS: f64 = 8.0;
/// Reactions per post.
const REACTIONS: f64 = 1.5;
/// Perks used per member and year.
const PERKS: f64 = 0.05;
/// Hours to a reply: median, and standard deviation of the logarithm.
pub(crate) const REPLY_HOURS: (f64, f64) = (8.0, 1.0);

/// Posts a year, and whether the person founded a business.
///
/// The rate is Gamma distributed. Founders are drawn by it, with probability 0.1974 + 0.4679 · rate / (rate + mean): so 30 of
/// 100 are founders, they post three times as much as the others on average, and the distribution of rates stays what it is.
pub(crate) fn rate(rng: &mut Rng, scenario: &Scenario) -> (f64, bool) {
    let mean = scenario.posts_per_year;
    let rate = rng.gamma(scenario.shape, mean);
    let founder = if scenario.founders { 0.1974 + 0.4679 * rate / (rate + mean) } else { 0.08 };
    (rate, rng.chance(founder))
}

pub(crate) fn posts(scenario: &Scenario, seed: u64, people: &[Person], crowd: &Crowd, log: &mut Log) {
    let (from, until) = scenario.window();
    let years = scenario.years();
    for person in people.iter().filter(|person| person.membership.is_some()) {
        let mut rng = Rng::stream(seed, "posts", u64::from(person.index));
        for _ in 0..rng.poisson(person.rate * years) {
            let at = leisure(&mut rng, from, until);
            let kind = post_kind(&mut rng, scenario, person);
            if !is_member(person, at) {
                continue;
            }
            let post = log.add(Interaction::new(at, kind, Actor::Alumnus(person.index), Target::Network));
            echo(&mut rng, scenario, people, crowd, log, post);
        }
        for _ in 0..rng.poisson(person.rate * VISITS * years) {
            visit(&mut rng, person, "visit", (from, until), log);
        }
        for _ in 0..rng.poisson(PERKS * years) {
            visit(&mut rng, person, "perk_use", (from, until), log);
        }
    }
}

fn visit(rng: &mut Rng, person: &Person, kind: &'static str, window: (Moment, Moment), log: &mut Log) {
    let at = leisure(rng, window.0, window.1);
    if is_member(person, at) {
        log.add(Interaction::new(at, kind, Actor::Alumnus(person.index), Target::Network));
    }
}

fn post_kind(rng: &mut Rng, scenario: &Scenario, person: &Person) -> &'static str {
    if rng.chance(scenario.questions) {
        return rng.weighted(&[("post_question", 2.0), ("post_help_request", 1.0)]);
    }
    if rng.chance(if person.founder { 0.4 } else { 0.1 }) { "post_promo" } else { "post_update" }
}

/// Replies and reactions to a post; one reply in ten is by somebody who works there.
pub(crate) fn echo(
    rng: &mut Rng,
    scenario: &Scenario,
    people: &[Person],
    crowd: &Crowd,
    log: &mut Log,
    post: usize,
) {
    let Interaction { at: posted, kind, actor, .. } = log.interactions[post];
    let author = if let Actor::Alumnus(index) = actor { Some(index) } else { None };
    let asks = ["post_question", "post_help_request"].contains(&kind);
    let reply = if asks { "answer" } else { "reply" };
    let (median, sigma) = REPLY_HOURS;
    for _ in 0..rng.poisson(scenario.replies) {
        let at = posted.after_hours(rng.log_normal(median, sigma));
        let staff = rng.chance(0.1);
        let colleague = rng.below(people.len() as u64);
        let Some(member) = crowd.draw(rng, people, at, author) else { continue };
        let colleague = &people[usize::try_from(colleague).unwrap_or(0)];
        // Only those who never left are staff here: one person acts on one side.
        if staff && colleague.first_left().is_none() {
            log.answer(at, reply, Actor::Staff(colleague.index), post);
        } else {
            log.answer(at, reply, Actor::Alumnus(member.index), post);
        }
    }
    for _ in 0..rng.poisson(REACTIONS) {
        let at = posted.after_hours(rng.log_normal(median / 2.0, sigma));
        if let Some(member) = crowd.draw(rng, people, at, author) {
            log.add(Interaction::new(at, "reaction", Actor::Alumnus(member.index), Target::Content(post)));
        }
    }
}
