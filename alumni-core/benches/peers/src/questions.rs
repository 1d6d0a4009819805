//! What else is asked of a policy: reading it, and what it means for everybody.

use std::hint::black_box;
use std::time::Duration;

use alumni_core::eligibility::{BatchOptions, Policy};

use crate::answer::Outcome;
use crate::measure::{each, line, median, timed};
use crate::ours;
use crate::people::{AS_OF, Person, Table};

pub fn run(round: usize, people: &[Person]) {
    let time = median(31, || timed(ours::policy).0);
    each("load", "alumni", "explain", round, time, 1);

    let policy = ours::policy();
    let table = Table::new(people);
    let columns = ours::columns(&table);
    let all = |mode: &str, time: Duration| {
        line("questions", mode, "all", round, "ns", time.as_nanos() as f64);
    };
    let mut again = ours::decide(&policy, &columns, &ours::masks());
    all(
        "outcomes and masks",
        median(11, || timed(|| ours::decide_again(&policy, black_box(&columns), &mut again)).0),
    );

    let options = BatchOptions::new();
    let mut decisions = ours::decide(&policy, &columns, &options);
    check_days(&policy, people, decisions.eligible_on().expect("asked for"));
    let mut again = || {
        let decided =
            policy.decide_columns_into(black_box(&columns), ours::day(AS_OF), &options, &mut decisions);
        decided.expect("decisions");
    };
    let time = median(11, || timed(&mut again).0);
    all("outcomes, masks and eligible_on", time);

    let text = ours::POLICY.replace("1096 days", "1826 days");
    let other = Policy::parse(&text).expect("a policy");
    let simulate = || policy.simulate(&other, black_box(&columns), ours::day(AS_OF)).expect("a simulation");
    check_moves(&other, people, simulate().moves.moved());
    all("difference of two policies", median(11, || timed(simulate).0));
}

/// The day, row by row, against the reference on a sample: the policy has one turning point for each of three criteria.
fn check_days(policy: &Policy, people: &[Person], (days, valid): (&[i32], &[u64])) {
    for (row, person) in people.iter().enumerate().step_by(997) {
        let decision = policy.decide(&ours::worker(person), ours::day(AS_OF)).expect("a decision");
        let there = valid[row / 64] >> (row % 64) & 1 == 1;
        let day = there.then(|| ours::day(days[row]));
        assert_eq!(day, decision.eligible_on(), "row {row}: {person:?}");
    }
}

/// Those who are eligible or undetermined now and would not be with five years instead of three.
fn check_moves(other: &Policy, people: &[Person], moved: usize) {
    let stricter = |person: &Person| person.separation + 1 - person.start < 1826 && person.grade < 3;
    let in_question = |person: &&Person| crate::answer::explain(person).outcome != Outcome::Ineligible;
    let expected = people.iter().filter(in_question).filter(|person| stricter(person)).count();
    assert_eq!(moved, expected, "{}", other.id());
}
