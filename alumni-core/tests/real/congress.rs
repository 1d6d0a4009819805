//! Members of the US Congress, 1947 to 2014: people who leave and come back.

use std::collections::{BTreeMap, BTreeSet};

use alumni_core::calendar::{Span, completed_years, day_after};
use alumni_core::workforce::{Fact, Row, Spell, Table, Value, Worker};
use chrono::NaiveDate;

use super::{Facts, table};

/// The first day of the `number`-th Congress.
fn first_day(number: i64) -> NaiveDate {
    let year = i32::try_from(1789 + 2 * (number - 1)).unwrap();
    NaiveDate::from_ymd_opt(year, 1, 3).unwrap()
}

/// Consecutive Congresses in one chamber are one spell; the last Congress of the file has not ended.
pub(super) fn workers(terms: &Table) -> Vec<Worker> {
    let mut seats: BTreeMap<String, BTreeMap<String, BTreeSet<i64>>> = BTreeMap::new();
    let mut latest = 0;
    for row in terms.rows() {
        let number = row.required("congress", Row::integer).unwrap();
        latest = latest.max(number);
        let person = seats.entry(row.need("bioguide").unwrap().to_owned()).or_default();
        person.entry(row.need("chamber").unwrap().to_owned()).or_default().insert(number);
    }
    let worker = |(person, chambers): (String, BTreeMap<String, BTreeSet<i64>>)| {
        let mut spells = Vec::new();
        for (chamber, numbers) in chambers {
            let numbers: Vec<i64> = numbers.into_iter().collect();
            for run in numbers.chunk_by(|one, next| one + 1 == *next) {
                let (first, last) = (run[0], run[run.len() - 1]);
                let start = first_day(first);
                let mut spell = if last == latest {
                    Spell::open(start)
                } else {
                    Spell::new(start, first_day(last + 1).pred_opt().unwrap()).unwrap()
                };
                spell.legal_entity = Some(chamber.clone());
                spells.push(spell);
            }
        }
        Worker::new(person, spells).unwrap()
    };
    seats.into_iter().map(worker).collect()
}

fn span(worker: &Worker, fact: Fact, as_of: NaiveDate) -> Span {
    match fact.of(worker, None, as_of) {
        Some(Value::Period(span)) => span,
        other => panic!("{} of {}: {other:?}", fact.as_str(), worker.id()),
    }
}

fn count(worker: &Worker, as_of: NaiveDate) -> u64 {
    match Fact::SpellCount.of(worker, None, as_of) {
        Some(Value::Integer(count)) => u64::try_from(count).unwrap(),
        other => panic!("spells of {}: {other:?}", worker.id()),
    }
}

/// Whole years between one spell in a chamber and the next in the same.
fn years_away(worker: &Worker) -> Vec<u64> {
    let spells: Vec<&Spell> = worker.spells().iter().collect();
    let again = |one: &&Spell| {
        let next =
            spells.iter().find(|next| next.legal_entity == one.legal_entity && next.start() > one.start())?;
        Some(u64::from(completed_years(day_after(one.last_day()?)?, next.start())))
    };
    spells.iter().filter_map(again).collect()
}

#[test]
fn spells_of_congress_are_counted_as_pandas_counts_them() {
    let Some(terms) = table("congress_terms.csv") else { return };
    let facts = Facts::about("congress");
    let as_of: NaiveDate = facts.0["as_of"].as_str().unwrap().parse().unwrap();
    let workers = workers(&terms);
    facts.check("rows", terms.rows().count());
    facts.check("people", workers.len());
    facts.check("spells", workers.iter().map(|worker| worker.spells().len()).sum::<usize>());
    facts.check_histogram("people_by_spells", workers.iter().map(|worker| count(worker, as_of)));
    let returned = workers.iter().filter(|worker| count(worker, as_of) >= 2);
    facts.check("people_with_two_or_more_spells", returned.count());
    facts.check(
        "people_back_in_the_same_chamber",
        workers.iter().filter(|worker| !years_away(worker).is_empty()).count(),
    );
    facts.check_histogram("years_away", workers.iter().flat_map(years_away));
}

#[test]
fn tenure_and_time_since_congress_are_what_pandas_finds() {
    let Some(terms) = table("congress_terms.csv") else { return };
    let facts = Facts::about("congress");
    let as_of: NaiveDate = facts.0["as_of"].as_str().unwrap().parse().unwrap();
    let workers = workers(&terms);
    let employed = |worker: &Worker| Fact::Employed.of(worker, None, as_of) == Some(Value::Boolean(true));
    let years = |fact: Fact| {
        let workers = workers.iter();
        workers.map(move |worker| u64::from(span(worker, fact, as_of).years()))
    };
    facts.check("employed", workers.iter().filter(|worker| employed(worker)).count());
    facts.check_histogram("tenure_years", years(Fact::Tenure));
    facts.check_histogram("total_tenure_years", years(Fact::TotalTenure));
    let left = workers.iter().filter(|worker| !employed(worker));
    let since = left.map(|worker| u64::from(span(worker, Fact::SinceSeparation, as_of).years()));
    facts.check_histogram("years_since_separation", since);

    let line = |worker: &Worker| {
        let total = span(worker, Fact::TotalTenure, as_of);
        let Some(Value::Date(first)) = Fact::FirstStartDate.of(worker, None, as_of) else {
            panic!("a first day")
        };
        let id = worker.id();
        format!("{id},{},{first},{},{},{}", worker.spells().len(), total.until(), total.days(), total.years())
    };
    facts.check_table(workers.iter().map(line).collect());
}
