//! The library.

use std::hint::black_box;

use alumni_core::columns::{Column, Columns, Integers, Texts, Values};
use alumni_core::fairness::{
    self, Candidate, OfferCohort, OfferLimits, OfferPeer, RegressionOptions, Standard, StandardErrors,
    TableOptions, ThresholdOptions,
};
use alumni_core::workforce::Money;

use crate::heap::most;
use crate::measure::{line, median, timed};
use crate::people::{self, AGE, GROUP, ORIGIN, Pay, People, SEX};

type Outcome = Result<(), Box<dyn std::error::Error>>;

const TIMES: usize = 5;

pub fn measure(rows: usize, round: usize) -> Outcome {
    let made = People::make(rows);
    selection(&made, round)?;
    thresholds(&made, round)?;
    drop(made);
    small_tables(round)?;
    offer(round)?;
    regression(rows, round)
}

fn coded<'a>(codes: &'a [u8], names: &'a [&'a str]) -> Column<'a> {
    Column::new(Values::Coded { codes: Integers::U8(codes), names: Texts::Slices(names), names_valid: None })
}

fn ms(group: &str, mode: &str, round: usize, mut run: impl FnMut()) {
    let time = median(TIMES, || timed(&mut run).0);
    line(group, "alumni", mode, round, "ms", time.as_secs_f64() * 1e3);
}

fn selection(made: &People, round: usize) -> Outcome {
    let columns = Columns::new(made.sex.len())?
        .with("sex", coded(&made.sex, &SEX))?
        .with("age", coded(&made.age, &AGE))?
        .with("origin", coded(&made.origin, &ORIGIN))?
        .with("selected", Column::new(Values::Integers(Integers::U8(&made.selected))))?;
    let standard = Standard::default();
    let options = TableOptions::new("selected", ["sex", "age", "origin"]).intersections(true);
    let (bytes, report) = most(|| standard.selection_columns(&columns, &options));
    let report = report?;
    line("memory", "alumni", "selection", round, "MB", bytes as f64 / 1e6);
    ms("selection", "everything that findings hold", round, || {
        black_box(standard.selection_columns(&columns, &options).expect("a report"));
    });
    let mut cells = 0.0;
    let last = report.intersections.last().and_then(|last| last.report.as_ref()).ok_or("cells")?;
    for (place, group) in last.groups.iter().enumerate() {
        cells += group.rate.unwrap_or_default() * (place + 1) as f64;
    }
    line("cells", "alumni", "", round, "", last.groups.len() as f64);
    line("rates", "alumni", "", round, "", cells);

    // The same as texts: each is hashed.
    let texts: Vec<[&str; 3]> = (0..made.sex.len())
        .map(|row| {
            [
                SEX[usize::from(made.sex[row])],
                AGE[usize::from(made.age[row])],
                ORIGIN[usize::from(made.origin[row])],
            ]
        })
        .collect();
    let one = |place: usize| texts.iter().map(|row| row[place]).collect::<Vec<_>>();
    let (sex, age, origin) = (one(0), one(1), one(2));
    let text = |slices| Column::new(Values::Texts(Texts::Slices(slices)));
    let columns = Columns::new(made.sex.len())?
        .with("sex", text(&sex))?
        .with("age", text(&age))?
        .with("origin", text(&origin))?
        .with("selected", Column::new(Values::Integers(Integers::U8(&made.selected))))?;
    ms("selection", "words as texts", round, || {
        black_box(standard.selection_columns(&columns, &options).expect("a report"));
    });
    Ok(())
}

fn thresholds(made: &People, round: usize) -> Outcome {
    let columns = Columns::new(made.group.len())?
        .with("group", coded(&made.group, &GROUP))?
        .with("tenure", Column::new(Values::Integers(Integers::I32(&made.tenure_months))))?;
    let options = ThresholdOptions::new("tenure", "group", (1..=60).map(|step| f64::from(step * 4)));
    let standard = Standard::default();
    let report = standard.thresholds_columns(&columns, &options)?;
    ms("thresholds", "60 of them, 6 groups", round, || {
        black_box(standard.thresholds_columns(&columns, &options).expect("a report"));
    });
    let eligible: u64 = report.points.iter().map(|point| point.eligible).sum();
    line("eligible", "alumni", "", round, "", eligible as f64);
    let lowest: f64 = report.points.iter().filter_map(|point| point.lowest_ratio).sum();
    line("lowest ratios", "alumni", "", round, "", lowest);
    Ok(())
}

fn small_tables(round: usize) -> Outcome {
    let tables = people::tables();
    let find = |[a, b]: &[(u64, u64); 2]| fairness::selection([("a", a.0, a.1), ("b", b.0, b.1)]);
    ms("1,000 small tables", "everything that findings hold", round, || {
        for table in &tables {
            black_box(find(table).expect("a report"));
        }
    });
    let mut sum = 0.0;
    for table in tables.iter().take(CHECKED) {
        let report = find(table)?;
        let finding = report.findings.first().ok_or("a finding")?;
        sum += finding.tests.and_then(|tests| tests.boschloo_central).ok_or("Boschloo")?;
    }
    line("boschloo", "alumni", "", round, "", sum);
    Ok(())
}

/// So many tables are compared with the peers' answers.
const CHECKED: usize = 40;

fn offer(round: usize) -> Outcome {
    let yen = |amount: i64| Money::new(amount, "JPY".parse().expect("a currency"));
    let mut draw = people::SplitMix(3);
    let people: Vec<_> = (0..200)
        .map(|place| {
            let years = draw.below(20) as f64;
            let pay = 5_000_000.0 * (1.0 + 0.02 * years) * (1.0 + 0.05 * draw.normal());
            let mut peer = OfferPeer::new(yen(pay as i64));
            peer.returner = place % 5 == 0;
            peer.group = Some(if draw.below(2) == 0 { "women" } else { "men" }.to_owned());
            (peer.tenure_months, peer.rating) = (years as u32 * 12, Some(1 + draw.below(5) as u32));
            peer.factors.insert("years".to_owned(), years.into());
            peer
        })
        .collect();
    let mut limits = OfferLimits::default();
    (limits.mean_gap_percent, limits.adjusted_gap_percent) = (Some(5.0), Some(5.0));
    (limits.group_gap_percent, limits.inversions) = (Some(5.0), Some(10));
    let cohort = OfferCohort::new(people, None, limits)?;
    let candidate = Candidate::new(60).of_group("women").rated(3).with("years", 5.0);
    let (bytes, headroom) = most(|| cohort.headroom(&candidate));
    assert!(headroom?.feasible);
    line("memory", "alumni", "offer", round, "MB", bytes as f64 / 1e6);
    const ASKED: usize = 10_000;
    let time = median(TIMES, || {
        timed(|| {
            for _ in 0..ASKED {
                black_box(cohort.headroom(black_box(&candidate)).expect("room"));
            }
        })
        .0
    });
    line(
        "offer",
        "alumni",
        "what-if beside 200 people, every limit",
        round,
        "µs",
        time.as_secs_f64() * 1e6 / ASKED as f64,
    );
    Ok(())
}

fn regression(rows: usize, round: usize) -> Outcome {
    let pay = Pay::make(rows);
    let names: Vec<String> = (0..pay.columns.len()).map(|number| format!("x{number:02}")).collect();
    let columns: Vec<(&str, &[f64])> =
        names.iter().zip(&pay.columns).map(|(name, values)| (name.as_str(), values.as_slice())).collect();
    let options = RegressionOptions::default()
        .with_errors(StandardErrors::Hc3)
        .with_degrees(fairness::Degrees::Residual);
    let (bytes, fit) = most(|| fairness::regress(&pay.outcome, &columns, &options));
    let fit = fit?;
    line("memory", "alumni", "regression", round, "MB", bytes as f64 / 1e6);
    ms("regression", "HC3", round, || {
        black_box(fairness::regress(&pay.outcome, &columns, &options).expect("a fit"));
    });
    let last = fit.coefficients.last().ok_or("a coefficient")?;
    line("estimate", "alumni", "", round, "", last.estimate);
    line("standard error", "alumni", "", round, "", last.standard_error.ok_or("an error")?);
    Ok(())
}
