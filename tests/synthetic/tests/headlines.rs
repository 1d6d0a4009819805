//! Over many seeds, what each scenario is known by lies where its specification says.
//!
//! Expected values follow from the stated distributions (Poisson, binomial, Gamma-Poisson), not from our own output. Bounds on
//! means and on shares of seeds are four standard errors wide, so that an innocent change of a stream does not break them.

use std::collections::{BTreeMap, BTreeSet};

use alumni_synthetic::{AS_OF, Act, Actor, Data, Interaction, PURPOSES, Person, Scenario};
use chrono::{Datelike, Days, Months};

const SEEDS: u64 = 200;

fn mean(figures: &[f64]) -> f64 {
    figures.iter().sum::<f64>() / figures.len() as f64
}

/// The share of figures from `least` to `most`.
fn within(figures: &[f64], least: f64, most: f64) -> f64 {
    figures.iter().filter(|figure| (least..=most).contains(*figure)).count() as f64 / figures.len() as f64
}

fn named(name: &str) -> Scenario {
    Scenario::named(name).unwrap()
}

fn posts(data: &Data) -> impl Iterator<Item = &Interaction> {
    let by_alumnus = |one: &&Interaction| matches!(one.actor, Actor::Alumnus(_));
    data.log.interactions.iter().filter(by_alumnus).filter(|one| one.kind.starts_with("post_"))
}

/// The distinct alumni who answered the last request, and the hours that each took.
fn answers(data: &Data) -> Vec<f64> {
    let log = &data.log.interactions;
    let root =
        log.iter().rposition(|one| one.kind == "post_help_request" && (one.at.0 % 86_400 == 36_000)).unwrap();
    let answered =
        log.iter().filter(|one| one.thread == Some(root) && matches!(one.actor, Actor::Alumnus(_)));
    answered.map(|one| (one.at.0 - log[root].at.0) as f64 / 3_600.0).collect()
}

#[track_caller]
fn assert_between(figure: f64, least: f64, most: f64) {
    assert!((least..=most).contains(&figure), "{figure} is not between {least} and {most}");
}

/// Ids of alumni who posted.
fn posters(data: &Data) -> BTreeSet<u32> {
    let alumnus =
        |post: &Interaction| if let Actor::Alumnus(index) = post.actor { Some(index) } else { None };
    posts(data).filter_map(alumnus).collect()
}

/// Members from the beginning of the record to its end.
fn throughout(data: &Data) -> impl Iterator<Item = &Person> {
    let (from, until) = data.scenario.window();
    data.people
        .iter()
        .filter(move |person| person.membership.is_some_and(|one| one.holds(from) && one.holds(until)))
}

// 140 members with a Gamma rate of mean 0.186 and shape 0.15 post 26.0 times a year, 14 to 40 times in 90 % of years; a member
// posts at all with probability 1 - (1 + 0.186/0.15)^-0.15 = 0.114; founders, 30 % with three times the rate, write 56 %. Some
// join within the year and some leave, which adds about one post.
#[test]
fn maruhan140_posts_once_in_two_weeks() {
    let (mut counts, mut posted, mut members, mut by_founders, mut founders) =
        (Vec::new(), 0.0, 0.0, 0.0, 0.0);
    for seed in 1..=SEEDS {
        let data = Data::generate(&named("maruhan140"), seed);
        let writers = posters(&data);
        let founder: BTreeSet<u32> =
            throughout(&data).filter(|person| person.founder).map(|person| person.index).collect();
        let everybody: BTreeSet<u32> = throughout(&data).map(|person| person.index).collect();
        counts.push(posts(&data).count() as f64);
        members += everybody.len() as f64;
        founders += founder.len() as f64;
        posted += everybody.intersection(&writers).count() as f64;
        let by = |these: &BTreeSet<u32>| {
            posts(&data)
                .filter(|post| matches!(post.actor, Actor::Alumnus(one) if these.contains(&one)))
                .count() as f64
        };
        by_founders += by(&founder) / by(&everybody).max(1.0);
    }
    assert_between(mean(&counts), 24.0, 29.0);
    assert_between(within(&counts, 14.0, 40.0), 0.82, 0.99);
    assert_between(posted / members, 0.106, 0.122);
    assert_between(founders / members, 0.285, 0.315);
    assert_between(by_founders / SEEDS as f64, 0.50, 0.62);
}

// Two hundred members are named once each and answer with probability 1/2: 100 introductions, 88 to 111 in 90 % of cases. On
// six chains that takes about 160 days (971 for one chain).
#[test]
fn jbs200_has_about_half_of_its_members_introduce_themselves() {
    let mut days = Vec::new();
    let mut introductions = Vec::new();
    for seed in 1..=SEEDS {
        let data = Data::generate(&named("jbs200"), seed);
        let written = || data.log.interactions.iter().filter(|one| one.kind == "post_intro");
        introductions.push(written().count() as f64);
        let start = data.scenario.counted().0;
        days.push(written().next_back().map_or(0.0, |last| last.at.days_since(start)));
        let named = data.log.interactions.iter().filter(|one| one.kind == "nominate").count();
        assert_eq!(named, 200, "seed {seed}");
    }
    assert_between(mean(&introductions), 98.0, 102.0);
    assert_between(within(&introductions, 88.0, 111.0), 0.80, 0.98);
    assert_between(mean(&days), 150.0, 170.0);
}

// 160 members answer a clear question with probability 0.09: 14.4 of them, 9 to 21 in 93 % of cases, 11 to 19 in 77 %, and
// hardly anybody who answers has written before. They post 0.03 times a year each, 4.8 times in all.
#[test]
fn maker160_is_quiet_and_answers() {
    let (mut answered, mut posted) = (Vec::new(), Vec::new());
    for seed in 1..=SEEDS {
        let data = Data::generate(&named("maker160"), seed);
        answered.push(answers(&data).len() as f64);
        posted.push(posts(&data).count() as f64);
    }
    assert_between(mean(&answered), 13.4, 15.4);
    assert_between(within(&answered, 9.0, 21.0), 0.85, 1.0);
    assert_between(within(&answered, 11.0, 19.0), 0.65, 0.89);
    assert_between(mean(&posted), 4.0, 5.9);
}

// 200 members answer with probability 0.03 after a log-normal time of median 8 hours and sigma 1: 200 · 0.03 · Φ(ln 1.5) = 3.9
// answers within 12 hours, 2 to 6 in 81 % of cases.
#[test]
fn finance200_answers_within_half_a_day() {
    let soon = |data: &Data| answers(data).iter().filter(|hours| **hours <= 12.0).count() as f64;
    let soon: Vec<f64> = (1..=SEEDS).map(|seed| soon(&Data::generate(&named("finance200"), seed))).collect();
    assert_between(mean(&soon), 3.4, 4.5);
    assert_between(within(&soon, 2.0, 6.0), 0.69, 0.92);
}

// A member posts at all within a year with probability 1 - (1 + 0.186/0.05)^-0.05 = 0.0747, and 0.186 times on average: of
// 20,000 members 1,494 post, give or take 37.
#[test]
fn consulting250k_has_seven_posters_in_a_hundred() {
    let scenario = named("consulting250k").with_members(20_000).with_months(12);
    for seed in [1, 2, 3] {
        let data = Data::generate(&scenario, seed);
        let members: BTreeSet<u32> = throughout(&data).map(|person| person.index).collect();
        let posted = members.intersection(&posters(&data)).count();
        assert_between(posted as f64 / members.len() as f64, 0.067, 0.083);
        assert_between(posts(&data).count() as f64 / members.len() as f64, 0.155, 0.225);
    }
}

// The specification: 12.1 separations a year for 100 employed; kinds as listed; 3 to 6 in 100 leavers come back; about 30 in 100
// who stay are 主任 by the end of their sixth year; 70 in 100 are hired on 1 April.
#[test]
fn careers_have_the_rates_of_the_specification() {
    let mut scenario = named("consulting250k").with_members(30_000);
    scenario.staff_share = 1.0;
    let data = Data::generate(&scenario, 5);
    let spells = || data.people.iter().map(|person| &person.spells[0]);
    let year_ago = AS_OF - Months::new(12);
    // Seventy in a hundred start on that very day: the mean of the days before and after the intake.
    let employed =
        |day| spells().filter(|spell| spell.start < day && spell.end.is_none_or(|end| end >= day)).count();
    let employed = (employed(year_ago) + employed(year_ago + Days::new(1))) as f64 / 2.0;
    let left = spells().filter(|spell| spell.end.is_some_and(|end| end >= year_ago)).count();
    assert_between(left as f64 / employed, 0.112, 0.130);

    let ended = spells().filter(|spell| spell.end.is_some()).count() as f64;
    let mut kinds: BTreeMap<&str, f64> = BTreeMap::new();
    for kind in spells().filter_map(|spell| spell.kind) {
        *kinds.entry(kind).or_default() += 100.0 / ended;
    }
    for (kind, least, most) in [
        ("voluntary", 67.0, 73.0),
        ("end_of_term", 10.5, 13.5),
        ("retirement", 7.5, 12.5),
        ("transfer_out", 2.5, 3.5),
        ("involuntary_no_cause", 2.5, 3.5),
        ("involuntary_cause", 1.2, 1.8),
        ("death", 0.3, 0.7),
    ] {
        assert_between(kinds[kind], least, most);
    }

    let back = data.people.iter().filter(|person| person.spells.len() > 1).count() as f64;
    assert_between(back / ended, 0.03, 0.06);
    let april = spells().filter(|spell| (spell.start.month(), spell.start.day()) == (4, 1)).count() as f64;
    assert_between(april / data.people.len() as f64, 0.66, 0.78);

    // Full-time, from the bottom of the ladder, for six years at least.
    let stayed = || {
        spells().filter(|spell| {
            let six = spell.start + Months::new(72);
            spell.employment_type == "full_time"
                && spell.positions[0].rung == 0
                && six < AS_OF
                && spell.end.is_none_or(|end| end >= six)
        })
    };
    let risen = stayed().filter(|spell| {
        spell
            .positions
            .iter()
            .any(|position| position.rung >= 2 && position.from <= spell.start + Months::new(72))
    });
    assert_between(risen.count() as f64 / stayed().count() as f64, 0.26, 0.34);
}

// The specification: 85 in 100 leavers are asked, 60 in 100 of those join, 3 in 100 stand on an imported list.
#[test]
fn consent_has_the_rates_of_the_specification() {
    let (mut left, mut asked, mut joined, mut imported) = (0.0, 0.0, 0.0, 0.0);
    for seed in 1..=30 {
        let data = Data::generate(&named("jbs200"), seed);
        let living = data
            .people
            .iter()
            .filter(|person| person.first_left().is_some() && person.spells[0].kind != Some("death"));
        left += living.count() as f64;
        let membership = || data.consents.iter().filter(|event| event.purpose == 0);
        imported += membership().filter(|event| event.notice.is_none()).count() as f64;
        let form = || membership().filter(|event| event.method == "form");
        let people: BTreeSet<u32> = form().map(|event| event.person).collect();
        asked += people.len() as f64;
        joined += form().filter(|event| event.act == Act::Given).count() as f64;
        assert!(
            data.consents.iter().all(|event| event.received.day() < AS_OF && event.purpose < PURPOSES.len())
        );
    }
    assert_between(asked / left, 0.83, 0.87);
    assert_between(joined / asked, 0.57, 0.63);
    assert_between(imported / left, 0.02, 0.04);
}
