//! More rows and more criteria: time for each stays the same, and memory does not grow with rows.

use std::time::Duration;

use alumni_core::eligibility::Policy;

use crate::measure::{each, line, median, timed};
use crate::ours;
use crate::people::{Person, Table};

/// Rows at once: larger tables come as batches of so many.
const BATCH: u64 = 1_000_000;

/// From 10^5 rows to `most`, generated batch by batch.
pub fn rows(most: u64) {
    let policy = ours::policy();
    let mut rows = 100_000;
    let mut decisions = None;
    while rows <= most {
        let mut time = Duration::ZERO;
        let mut from = 0;
        let mut eligible = 0;
        while from < rows {
            let until = rows.min(from + BATCH);
            let people: Vec<_> = (from..until).map(Person::number).collect();
            let table = Table::new(&people);
            let columns = ours::columns(&table);
            let decisions = decisions.get_or_insert_with(|| ours::decide(&policy, &columns, &ours::masks()));
            time += timed(|| ours::decide_again(&policy, &columns, decisions)).0;
            eligible += decisions.codes().iter().filter(|code| **code == 0).count();
            from = until;
        }
        each("rows", "alumni", &format!("{rows} rows"), 0, time, usize::try_from(rows).expect("rows"));
        line("memory", "peak of the process", &format!("{rows} rows"), 0, "MB", peak());
        eprintln!("{rows} rows: {eligible} eligible");
        rows *= 10;
    }
}

/// The most memory that this process has held.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("VmHWM");
    peak.trim().trim_end_matches(" kB").parse::<f64>().expect("kB") / 1e3
}

/// From one criterion to a thousand: the ten over and over, each time with other numbers.
pub fn criteria() {
    let people: Vec<_> = (0..100_000).map(Person::number).collect();
    let table = Table::new(&people);
    let columns = ours::columns(&table);
    for count in [1, 10, 100, 1_000] {
        let policy = Policy::parse(&document(count)).expect("a policy");
        let mut decisions = ours::decide(&policy, &columns, &ours::masks());
        let time = median(11, || timed(|| ours::decide_again(&policy, &columns, &mut decisions)).0);
        each("criteria", "alumni", &format!("{count} criteria"), 0, time, table.rows * count);
    }
}

fn document(count: usize) -> String {
    let (head, criteria) = ours::POLICY.split_once("[[criteria]]").expect("criteria");
    let criteria: Vec<_> = criteria.split("[[criteria]]").collect();
    let mut document = head.to_owned();
    for at in 0..count {
        let more = at / criteria.len();
        let criterion = criteria[at % criteria.len()]
            .replacen("id = \"", &format!("id = \"x{more}-"), 1)
            .replace("1096", &(1096 + more).to_string())
            .replace("180", &(180 + more).to_string());
        document.push_str("[[criteria]]");
        document.push_str(&criterion);
    }
    document
}
