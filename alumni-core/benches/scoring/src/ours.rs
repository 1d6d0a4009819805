//! The library.

use alumni_core::engagement::{ScoreModel, ScoreSums, TotalSums};

use crate::events::{Events, WEIGHTS};
use crate::measure::{each, line, median, timed};

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn model() -> Result<ScoreModel, alumni_core::Error> {
    let kinds: String = WEIGHTS
        .iter()
        .map(|(kind, weight)| format!("[[kinds]]\nkind = \"{kind}\"\nweight = {weight}\n"))
        .collect();
    let head = "id = \"speed\"\nversion = 1\ntitle = \"speed\"\nsource = \"made up\"\nhalf_life_days = 90\n";
    ScoreModel::parse(&format!("{head}{kinds}"))
}

pub fn measure(rows: usize, people: usize, round: usize) -> Outcome {
    let model = model()?;
    let mut empty = ScoreSums::new(&model, "2026-04-01".parse()?);
    let mut none = TotalSums::new(&model, "2026-04-01".parse()?);
    for person in 0..people {
        let id = format!("w-{person:07}");
        empty.person(&id)?;
        none.person(&id)?;
    }
    let by_time = Events::by_time(rows, people);
    let by_person = by_time.by_person(people);
    for (group, events, batch) in [
        ("by person", &by_person, rows),
        ("in the order of time", &by_time, rows),
        ("in the order of time, in batches of 10,000", &by_time, 10_000),
    ] {
        let mut total = None;
        let time = median(3, || {
            let mut sums = empty.clone();
            let columns = events.people.chunks(batch).zip(events.kinds.chunks(batch)).zip(events.seconds.chunks(batch));
            let (time, outcome) = timed(|| {
                columns.into_iter().try_for_each(|((people, kinds), seconds)| sums.add_codes(people, kinds, seconds))
            });
            outcome.expect("the events can be used");
            let table = sums.finish();
            total = Some(table.scores.iter().map(|points| points.units()).sum::<i128>());
            time
        });
        each(group, "alumni", "", round, time, rows);
        let parts = total.ok_or("a total")?;
        line("sum of all scores", "alumni", group, round, "", points(parts));
        let time = median(3, || {
            let mut sums = none.clone();
            let columns = events.people.chunks(batch).zip(events.kinds.chunks(batch)).zip(events.seconds.chunks(batch));
            let (time, outcome) = timed(|| {
                columns.into_iter().try_for_each(|((people, kinds), seconds)| sums.add_codes(people, kinds, seconds))
            });
            outcome.expect("the events can be used");
            total = Some(sums.finish().scores.iter().map(|points| points.units()).sum::<i128>());
            time
        });
        if total != Some(parts) {
            return Err("the totals are not those of the parts".into());
        }
        each(group, TOTALS, "", round, time, rows);
        line("sum of all scores", TOTALS, group, round, "", points(parts));
    }
    Ok(())
}

const TOTALS: &str = "alumni, one sum for each person";

fn points(units: i128) -> f64 {
    units as f64 / 2_f64.powi(40)
}

/// Events that are made up a million at a time and forgotten: how long the library takes for them, and the most memory of all.
pub fn stream(rows: usize, people: usize) -> Outcome {
    let mut sums = ScoreSums::new(&model()?, "2026-04-01".parse()?);
    for person in 0..people {
        sums.person(&format!("w-{person:07}"))?;
    }
    let (mut made, mut seconds) = (0, 0.0);
    while made < rows {
        let batch = Events::batch(made as u64, 1_000_000.min(rows - made), people);
        let (time, outcome) = timed(|| sums.add_codes(&batch.people, &batch.kinds, &batch.seconds));
        outcome?;
        seconds += time.as_secs_f64();
        made += batch.people.len();
    }
    let table = sums.finish();
    println!("{made} events of {} people in {seconds:.1} s of work: {:.1} ns an event", table.people.len(), seconds * 1e9 / made as f64);
    println!("at most {:.0} MB in memory", peak_bytes() as f64 / 1e6);
    Ok(())
}

fn peak_bytes() -> u64 {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: the system fills what it is given.
    let usage = unsafe {
        libc::getrusage(libc::RUSAGE_SELF, usage.as_mut_ptr());
        usage.assume_init()
    };
    usage.ru_maxrss.unsigned_abs() * 1024
}
