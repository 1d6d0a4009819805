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

fn first_sure(found: &Health) -> &'static str {
    let sure = found.causes.iter().find(|cause| cause.certainty == Certainty::Sure);
    sure.map_or("none", |cause| cause.cause.as_str())
}

fn living(members: u32, ailment: Ailment, seed: u64) -> Health {
    let living = Living::new(members, ailment, seed);
    let events = interactions_from_csv(&living.interactions()).unwrap();
    let roster = living
        .members
        .iter()
        .fold(Roster::default(), |roster, (member, joined)| roster.with(Living::id(*member), joined.day()));
    diagnose(&events, &roster)
}

fn scenario(scenario: &Scenario, seed: u64) -> Health {
    let data = Data::generate(scenario, seed);
    let csv = data.file("interactions.csv", &[]).unwrap().bytes;
    let events = interactions_from_csv(std::str::from_utf8(&csv).unwrap()).unwrap();
    let end = alumni_synthetic::Moment::start_of(AS_OF);
    let members = data.people.iter().filter_map(|person| {
        let membership = person.membership?;
        membership.until.is_none_or(|until| until > end).then_some((person.index, membership.from.day()))
    });
    let roster =
        members.fold(Roster::default(), |roster, (member, joined)| roster.with(Living::id(member), joined));
    diagnose(&events, &roster.opened(scenario.opened()))
}

type Table = BTreeMap<String, BTreeMap<String, u64>>;

fn print(title: &str, table: &Table, of: u64) {
    println!("\n{title}, {of} seeds each");
    for (planted, found) in table {
        let found: Vec<String> = found.iter().map(|(name, count)| format!("{name} {count}")).collect();
        println!("| {planted} | {} |", found.join(", "));
    }
}

/// At 200 members the first sure cause, or the state where that is what is planted, is the planted one in at least 90 of 100 networks, and
/// in as many that are well there is none. Aimed at are 95, which silent newcomers miss; the guide has the figures.
#[test]
fn one_planted_fault_is_the_first_cause() {
    let (mut causes, mut states) = (Table::new(), Table::new());
    let of = seeds().count() as u64;
    for ailment in Ailment::ALL {
        for seed in seeds() {
            let found = living(200, ailment, seed);
            let planted = ailment.as_str().to_owned();
            *causes.entry(planted.clone()).or_default().entry(first_sure(&found).to_owned()).or_default() +=
                1;
            *states.entry(planted).or_default().entry(found.state.as_str().to_owned()).or_default() += 1;
        }
    }
    print("Planted fault and first sure cause, 200 members", &causes, of);
    print("Planted fault and state, 200 members", &states, of);
    let least = of - (of / 10).max(2);
    for ailment in Ailment::ALL {
        let planted = ailment.as_str();
        let table = if matches!(ailment, Ailment::Fading | Ailment::Hollow) { &states } else { &causes };
        let right = table[planted].get(planted).copied().unwrap_or_default();
        assert!(right >= least, "{planted}: {:?} {:?}", causes[planted], states[planted]);
    }
}

/// The scenarios of the trade press: which state each is in, and that nothing surely ails those that are well.
#[test]
fn scenarios_are_in_their_state() {
    let mut table = Table::new();
    let mut causes = Table::new();
    let of = seeds().count() as u64;
    let expected = [
        ("maruhan140", HealthState::SelfRunning),
        ("maker160", HealthState::Quiet),
        ("jbs200", HealthState::SelfRunning),
        ("consulting250k", HealthState::SelfRunning),
    ];
    for (name, _) in expected {
        let mut made = Scenario::named(name).unwrap();
        if name == "consulting250k" {
            made = made.with_members(2_500).with_months(12);
        }
        for seed in seeds() {
            let found = scenario(&made, seed);
            *table.entry(name.to_owned()).or_default().entry(found.state.as_str().to_owned()).or_default() +=
                1;
            *causes.entry(name.to_owned()).or_default().entry(first_sure(&found).to_owned()).or_default() +=
                1;
        }
    }
    print("Scenario and state", &table, of);
    print("Scenario and first sure cause", &causes, of);
    for (name, state) in expected {
        let right = table[name].get(state.as_str()).copied().unwrap_or_default();
        assert!(right * 100 >= of * 80, "{name}: {:?}", table[name]);
    }
}
