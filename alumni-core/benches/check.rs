//! How long checks take: a policy of 30 realistic criteria, two versions of it, and policies made to be hard.
//!
//! `cargo bench -p alumni-core --bench check` prints the medians.

use std::fmt::Write;
use std::time::{Duration, Instant};

use alumni_core::eligibility::Policy;

const RULES: [&str; 30] = [
    "require tenure >= 3 years or grade >= 3",
    "require since_separation >= 6 months",
    "require since_separation <= 10 years",
    "bar separation_kind in [involuntary_cause, death]",
    "review rehire_flag in [upon_review, not_answered, absent]",
    "bar rehire_flag = no",
    "require not employed",
    "require worker_type in [employee, contractor]",
    "require employment_type not in [casual, temporary_agency]",
    "require return_count <= 2",
    "require total_tenure >= 1 year",
    "bar non_compete_until is known and as_of <= non_compete_until",
    "require property_returned",
    "require handover_done",
    "bar no_contact_agreed",
    "require notice_given >= 1 month or separation_kind = end_of_term",
    "require personal_contacts has any [email, mobile]",
    "require start_date <= 2024-03-31",
    "require separation_date >= 2010-04-01",
    "require job_families has any [sales, engineering, finance]",
    "require time_in_job_family(sales) >= 1 year or time_in_job_family(engineering) >= 2 years or grade >= 4",
    "review pay >= 12000000 JPY",
    "review separation_reason in [health, caregiving]",
    "review separation_regretted = false",
    "require legal_entity in [parent, sister]",
    "bar department = audit and since_separation < 1 year",
    "require highest_grade >= 2",
    "review grade_at_separation >= 6",
    "bar separation_reason = misconduct",
    "review since_separation >= 5 years and grade < 5",
];

fn policy(rules: &[String]) -> Policy {
    let mut text = String::from("id = \"p\"\nversion = 1\n");
    for (index, rule) in rules.iter().enumerate() {
        let (effect, rule) = rule.split_once(' ').expect("a rule has an effect");
        writeln!(text, "[[criteria]]\nid = \"c{index}\"\n{effect} = \"{rule}\"")
            .expect("a string takes text");
    }
    Policy::parse(&text).expect("the rules are valid")
}

fn median(runs: usize, mut run: impl FnMut()) -> Duration {
    run();
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[runs / 2]
}

fn main() {
    let rules: Vec<String> = RULES.map(str::to_owned).to_vec();
    let mut looser = rules.clone();
    looser[1] = "require since_separation >= 3 months".to_owned();
    let (new, old) = (policy(&looser), policy(&rules));
    let short = include_str!("peers/policies/alumni.toml");
    let load = || Policy::parse(short).map(|policy| policy.check());
    // One run of one of them, for a profiler.
    match std::env::var("ONCE").as_deref() {
        Ok("check") => return drop(std::hint::black_box(old.check())),
        Ok("compare") => return drop(std::hint::black_box(new.compare(&old))),
        Ok("load") => return drop(std::hint::black_box(load())),
        _ => {}
    }
    print!("{}\n\n", old.check());
    println!("{}\n", new.compare(&old).expect("one vocabulary"));
    println!("check, 30 criteria      {:?}", median(101, || _ = std::hint::black_box(old.check())));
    println!("compare, 30 criteria    {:?}", median(101, || _ = std::hint::black_box(new.compare(&old))));
    println!("load and check, 10 criteria {:?}", median(101, || _ = std::hint::black_box(load())));
    // Every criterion shares a fact with every other.
    let same: Vec<String> =
        (0..1_000).map(|n| format!("require tenure >= {n} days or grade >= {}", 1_000 - n)).collect();
    // Dates against each other, month ends everywhere.
    let dates: Vec<String> = (0..1_000)
        .map(|n| {
            let dates = ["start_date", "separation_date", "first_start_date", "non_compete_until"];
            format!(
                "require {} + {} months <= {} + {} days or grade = {n}",
                dates[n % 4],
                n % 7,
                dates[(n / 4 + 1) % 4],
                n % 211
            )
        })
        .collect();
    for (name, rules) in [("chained", same), ("dates", dates)] {
        let policy = policy(&rules);
        let start = Instant::now();
        let check = policy.check();
        let undecided = check.undecided().len();
        println!("check, 1,000 {name:<8} {:?}, {undecided} questions given up", start.elapsed());
    }
}
