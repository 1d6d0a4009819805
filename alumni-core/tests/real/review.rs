//! Whole reviews of real input: the same public data as CSV files, read, decided and counted by the programme.

use std::fmt::Write;

use alumni_core::eligibility::Outcome;
use alumni_core::programme::{Programme, Review};
use alumni_core::workforce::Table;

use super::{Facts, congress, irc, table};

/// One policy, and nothing else.
const PROGRAMME: &str = r#"
id = "real"
version = 1
title = "Public data"

[[policies]]
id = "return"
version = 1

[[policies.criteria]]
id = "service"
require = "total_tenure >= 10 years"

[[policies.criteria]]
id = "cooling-off"
require = "since_separation >= 2 years"
"#;

fn review(files: &[(&str, &str)], as_of: &str) -> Review {
    let tables: Vec<Table> = files.iter().map(|(name, text)| Table::from_csv(name, text).unwrap()).collect();
    let programme = Programme::parse(PROGRAMME).unwrap();
    let data = programme.read(&tables).unwrap();
    programme.review(&data, as_of.parse().unwrap()).unwrap()
}

#[test]
fn a_review_of_congress_counts_what_pandas_counts() {
    let Some(terms) = table("congress_terms.csv") else { return };
    let facts = Facts::about("congress");
    let (mut people, mut spells) =
        (String::from("worker_id\n"), String::from("worker_id,start_on,end_on,legal_entity\n"));
    for worker in congress::workers(&terms) {
        writeln!(people, "{}", worker.id()).unwrap();
        for spell in worker.spells() {
            let end = spell.last_day().map(|day| day.to_string()).unwrap_or_default();
            let chamber = spell.legal_entity.as_deref().unwrap();
            writeln!(spells, "{},{},{end},{chamber}", worker.id(), spell.start()).unwrap();
        }
    }
    let review =
        review(&[("people.csv", &people), ("spells.csv", &spells)], facts.0["as_of"].as_str().unwrap());
    assert_eq!(review.faults, []);
    facts.check("people", review.workforce.people);
    facts.check("employed", review.workforce.employed);
    assert_eq!(review.workforce.former, review.workforce.people - review.workforce.employed);
    facts.check("people_with_two_or_more_spells", review.workforce.returned);

    let policy = &review.policies[0];
    let people =
        |outcome: Outcome| policy.outcomes.iter().find(|count| count.outcome == outcome).unwrap().people;
    facts.check("policy_eligible", people(Outcome::Eligible));
    assert_eq!(people(Outcome::Eligible) + people(Outcome::Ineligible), review.workforce.former);
    // All of them left with the Congress before, so two years are over within the next twelve months.
    facts.check("policy_eligible_but_for_waiting", policy.soon);
}

#[test]
fn a_review_of_conversations_counts_what_pandas_counts() {
    let Some(messages) = table("irc_replies.csv") else { return };
    let facts = Facts::about("irc");
    let (mut people, mut spells) = (String::from("worker_id\n"), String::from("worker_id,start_on,end_on\n"));
    let mut interactions = String::from("id,at,kind,actor,actor_type,target,target_type\n");
    for log in irc::logs(&messages).values() {
        for person in &log.people {
            writeln!(people, "{person}").unwrap();
            writeln!(spells, "{person},1990-01-01,2001-12-31").unwrap();
        }
        for event in &log.events {
            let (id, at, kind, actor) = (event.id(), event.at().to_rfc3339(), event.kind(), event.actor());
            let target = event.target().map_or_else(|| ",".to_owned(), |target| format!("{target},content"));
            writeln!(interactions, "{id},{at},{kind},{actor},alumnus,{target}").unwrap();
        }
    }
    let files =
        [("people.csv", people.as_str()), ("spells.csv", &spells), ("interactions.csv", &interactions)];
    let network = review(&files, irc::AS_OF).network.unwrap();
    facts.check("people", network.pulse.members);
    facts.check("starts", network.pulse.posts.count);
    facts.check("people_who_started", network.pulse.posted.count);
    facts.check("replies", network.traffic.alumni_to_alumni.count - network.pulse.posts.count);
}
