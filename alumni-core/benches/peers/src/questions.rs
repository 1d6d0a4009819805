//! What else is asked of a policy: reading it, and what it means for everybody.

use std::hint::black_box;
use std::time::Duration;

use alumni_core::eligibility::BatchOptions;

use crate::measure::{each, line, median, timed};
use crate::ours;
use crate::people::{Person, Table};

pub fn run(round: usize, people: &[Person]) {
    let time = median(31, || timed(ours::policy).0);
    each("load", "alumni", "explain", round, time, 1);

    let policy = ours::policy();
    let table = Table::new(people);
    let columns = ours::columns(&table);
    let all = |mode: &str, time: Duration| {
        line("questions", "alumni", mode, round, "ns", time.as_nanos() as f64);
    };
    let options = BatchOptions::new();
    all(
        "outcomes, masks and eligible_on",
        median(5, || timed(|| ours::decide(&policy, black_box(&columns), &options)).0),
    );
}
