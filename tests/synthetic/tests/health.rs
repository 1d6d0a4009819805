//! Networks with one planted fault each are diagnosed right.
//!
//! ```sh
//! ALUMNI_SEEDS=200 cargo test -p alumni-synthetic --release --test health -- --nocapture
//! ```
//!
//! prints the table of what was planted and what was found that stands in the guide. Thresholds and habits were tuned on the seeds from
//! 1001 on; those reported are 1 to 200.

use std::collections::BTreeMap;

use alumni_core::engagement::{
    Certainty, Health, HealthModel, HealthState, Interaction, Roster, health, interactions_from_csv,
};
use alumni_synthetic::{AS_OF, Ailment, Data, Living, Scenario};

fn seeds() -> std::ops::RangeInclusive<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("ALUMNI_FIRST_SEED").unwrap_or(1);
    first..=first + number("ALUMNI_SEEDS").unwrap_or(20) - 1
}

fn diagnose(events: &[Interaction], roster: &Roster) -> Health {
    health(events, roster, AS_OF, &HealthModel::preset("alumni-health").unwrap()).unwrap()
}

fn told(living: &Living, with: impl Fn(Roster) -> Roster) -> Health {
    let events = interactions_from_csv(&living.interactions()).unwrap();
    let roster = living
        .members
        .iter()
        .fold(Roster::default(), |roster, (member, joined)| roster.with(Living::id(*member), joined.day()));
    diagnose(&events, &with(roster))
}

fn sick(data: &Data, ailment: Ailment) -> Health {
    let opened = data.scenario.opened();
    told(&Living::sick(data, ailment), |roster| roster.opened(opened))
}

type Table = BTreeMap<String, BTreeMap<String, u64>>;

fn print(title: &str, table: &Table, of: u64) {
    println!("\n{title}, {of} seeds each");
    for (planted, found) in table {
        let found: Vec<String> = found.iter().map(|(name, count)| format!("{name} {count}")).collect();
        println!("| {planted} | {} |", found.join(", "));
    }
}

/// What was found where this was planted: the state where that is what is planted, else the first sure cause, else how sure the planted
/// cause is.
fn outcome(planted: Ailment, found: &Health) -> String {
    if matches!(planted, Ailment::Fading | Ailment::Hollow) {
        return found.state.as_str().to_owned();
    }
    let all = || found.causes.iter().chain(&found.others);
    if let Some(sure) = all().find(|cause| cause.certainty == Certainty::Sure) {
        return sure.cause.as_str().to_owned();
    }
    match all().find(|cause| cause.cause.as_str() == planted.as_str()).map(|cause| cause.certainty) {
        Some(Certainty::Suspected) => "suspected".to_owned(),
        Some(Certainty::CannotTell) => "cannot_tell".to_owned(),
        _ => "none".to_owned(),
    }
}

#[derive(Default)]
struct Confusion {
    outcomes: Table,
    states: Table,
}

impl Confusion {
    fn add(&mut self, planted: Ailment, found: &Health) {
        let count = |table: &mut Table, found: String| {
            *table.entry(planted.as_str().to_owned()).or_default().entry(found).or_default() += 1;
        };
        count(&mut self.outcomes, outcome(planted, found));
        count(&mut self.states, found.state.as_str().to_owned());
    }

    /// In how many networks of so many the planted fault was found, or nothing where nothing was planted.
    fn right(&self, planted: Ailment) -> u64 {
        self.outcomes[planted.as_str()].get(planted.as_str()).copied().unwrap_or_default()
    }

    fn check(&self, name: &str, of: u64, beyond: &[Ailment]) {
        print(&format!("{name}: planted and found"), &self.outcomes, of);
        print(&format!("{name}: planted and state"), &self.states, of);
        // Of 95 in 100 that are found, so few are missed but for one time in a thousand.
        let missed = (0.05 * of as f64 + 3.0 * (0.05 * 0.95 * of as f64).sqrt()).floor();
        for ailment in Ailment::ALL.into_iter().filter(|ailment| !beyond.contains(ailment)) {
            let planted = ailment.as_str();
            let found = (&self.outcomes[planted], &self.states[planted]);
            assert!((of - self.right(ailment)) as f64 <= missed, "{name}, {planted}: {found:?}");
        }
    }
}

/// At 200 members what is planted is found in 95 of 100 networks, within three standard deviations, and in as many that are well there is
/// no sure cause. The guide has the figures.
#[test]
fn one_planted_fault_is_the_first_cause() {
    let mut confusion = Confusion::default();
    for ailment in Ailment::ALL {
        for seed in seeds() {
            confusion.add(ailment, &told(&Living::new(200, ailment, seed), |roster| roster));
        }
    }
    confusion.check("200 members", seeds().count() as u64, &[]);
}

/// The scenario is in its state, and what is planted in it is found; except for what is beyond what its record can tell.
fn of_scenario(name: &str, state: HealthState, beyond: &[Ailment]) {
    let mut made = Scenario::named(name).unwrap();
    if name == "consulting250k" {
        made = made.with_members(2_500).with_months(12);
    }
    let mut confusion = Confusion::default();
    for seed in seeds() {
        let data = Data::generate(&made, seed);
        for ailment in Ailment::ALL {
            confusion.add(ailment, &sick(&data, ailment));
        }
    }
    let of = seeds().count() as u64;
    confusion.check(name, of, beyond);
    let states = &confusion.states["none"];
    assert!(states.get(state.as_str()).is_some_and(|right| right * 100 >= of * 80), "{name}: {states:?}");
}

#[test]
fn maruhan140() {
    of_scenario(
        "maruhan140",
        HealthState::SelfRunning,
        &[Ailment::OneHub, Ailment::Unanswered, Ailment::OfficeDriven],
    );
}

#[test]
fn maker160() {
    of_scenario(
        "maker160",
        HealthState::Quiet,
        &[Ailment::OneHub, Ailment::Unanswered, Ailment::OfficeDriven],
    );
}

#[test]
fn jbs200() {
    of_scenario("jbs200", HealthState::SelfRunning, &[Ailment::Unanswered]);
}

#[test]
fn consulting250k() {
    of_scenario("consulting250k", HealthState::SelfRunning, &[]);
}
