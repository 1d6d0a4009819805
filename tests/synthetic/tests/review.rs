//! A whole review of the sample finds what its maker knows.

use std::collections::BTreeSet;
use std::path::Path;

use alumni_core::Lang;
use alumni_core::programme::{Programme, Review};
use alumni_core::workforce::Table;
use alumni_synthetic::{AS_OF, Actor, Data, Moment, Person, Scenario};

fn made() -> Data {
    Data::generate(&Scenario::named("jbs200").unwrap(), 7)
}

fn review() -> Review {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/sample");
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let programme = Programme::parse(std::str::from_utf8(&read("programme.toml")).unwrap()).unwrap();
    let tables: Vec<Table> = Data::FILES
        .iter()
        .filter(|name| name.ends_with(".csv"))
        .map(|name| Table::from_csv_bytes(name, &read(name)).unwrap())
        .collect();
    programme.review(&programme.read(&tables).unwrap(), AS_OF).unwrap()
}

#[test]
fn the_review_counts_the_people_that_were_made_up() {
    let (data, review) = (made(), review());
    let count = |of: &dyn Fn(&&Person) -> bool| data.people.iter().filter(of).count() as u64;
    assert_eq!(review.faults, []);
    assert_eq!(review.workforce.people, data.people.len() as u64);
    assert_eq!(review.workforce.employed, count(&|person| person.employed()));
    assert_eq!(review.workforce.returned, count(&|person| person.spells.len() > 1));
    assert_eq!(review.programme.synthetic.as_deref(), Some("generate --scenario jbs200 --seed 7"));
    for lang in [Lang::En, Lang::Ja] {
        assert!(review.text(lang).contains("generate --scenario jbs200 --seed 7"), "{lang:?}");
    }
}

#[test]
fn the_review_finds_the_network_that_was_made_up() {
    let (data, review) = (made(), review());
    let network = review.network.unwrap();
    let now = Moment::start_of(AS_OF);
    let belongs =
        |person: &&Person| !person.employed() && person.membership.is_some_and(|one| one.holds(now));
    let members: BTreeSet<u32> = data.people.iter().filter(belongs).map(|person| person.index).collect();
    assert_eq!(network.pulse.members, members.len() as u64);

    let post = |kind: &str| kind.starts_with("post_");
    let by = |actor: Actor| if let Actor::Alumnus(index) = actor { Some(index) } else { None };
    // The window's days are UTC days: what happened in the first nine hours of its first day here lies before it.
    let from = Moment::start_of(AS_OF - chrono::Months::new(12)).after_hours(9.0);
    let posts = || {
        data.log.interactions.iter().filter(|one| post(one.kind) && by(one.actor).is_some() && one.at >= from)
    };
    assert_eq!(network.pulse.posts.count, posts().count() as u64);
    let posted: BTreeSet<u32> =
        posts().filter_map(|one| by(one.actor)).filter(|one| members.contains(one)).collect();
    assert_eq!(network.pulse.posted.count, posted.len() as u64);
    // About half of 200 introduced themselves, as in the case that the scenario is named after.
    assert!((88..=112).contains(&posts().filter(|one| one.kind == "post_intro").count()));
}

#[test]
fn consent_in_the_review_is_what_people_were_made_to_say() {
    let (data, review) = (made(), review());
    let now = Moment::start_of(AS_OF);
    let reach = review.reach.iter().find(|reach| reach.summary.purpose == "membership").unwrap();
    let belongs =
        |person: &&Person| !person.employed() && person.membership.is_some_and(|one| one.holds(now));
    assert_eq!(reach.summary.allowed, data.people.iter().filter(belongs).count());
}
