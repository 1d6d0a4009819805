//! The library.

use alumni_core::columns::{Column, Columns, Integers, Values};
use alumni_core::engagement::{
    CoxOptions, CurveOptions, DurationOptions, Durations, RepeatCounts, RepeatModel, RepeatOptions, cox,
};

use crate::measure::{line, median, timed};
use crate::people::{Acts, Away};

type Outcome = Result<(), Box<dyn std::error::Error>>;

const NAMES: [&str; 5] = ["x0", "x1", "x2", "x3", "x4"];

/// The middle time of three, and the answer.
fn told<T>(group: &str, round: usize, mut run: impl FnMut() -> T) -> T {
    let mut answer = None;
    let time = median(3, || {
        let (time, found) = timed(&mut run);
        answer = Some(found);
        time
    });
    line(group, "alumni", "", round, "ms", time.as_secs_f64() * 1e3);
    answer.expect("three answers")
}

pub fn measure(rows: usize, round: usize) -> Outcome {
    let away = Away::make(rows);
    let mut columns = Columns::new(rows)?
        .with("days", Column::new(Values::Integers(Integers::I32(&away.days))))?
        .with("ended", Column::new(Values::Integers(Integers::U8(&away.ended))))?;
    for (name, values) in NAMES.iter().zip(&away.covariates) {
        columns = columns.with(name, Column::new(Values::Floats64(values)))?;
    }
    let curves = told("Kaplan-Meier", round, || {
        let durations = Durations::from_columns(&columns, &DurationOptions::new("days", "ended"))?;
        durations.kaplan_meier(&CurveOptions::default())
    })?;
    let year = curves.curves.first().and_then(|curve| curve.at(365.0)).ok_or("a year")?;
    line("survival after a year", "alumni", "", round, "", year.survival);
    let fit = told("Cox, 5 columns", round, || cox(&columns, &CoxOptions::new("days", "ended", NAMES)))?;
    let first = fit.coefficients.first().ok_or("a coefficient")?;
    line("coefficient", "alumni", "", round, "", first.coefficient);
    line("standard error", "alumni", "", round, "", first.standard_error);
    drop(columns);
    drop(away);

    let acts = Acts::make(rows);
    let columns = Columns::new(rows)?
        .with("frequency", Column::new(Values::Floats64(&acts.frequency)))?
        .with("recency", Column::new(Values::Floats64(&acts.recency)))?
        .with("age", Column::new(Values::Floats64(&acts.age)))?;
    let options = RepeatOptions::new("frequency", "recency", "age");
    let fit =
        told("BG/NBD", round, || RepeatCounts::from_columns(&columns, &options)?.fit(RepeatModel::BgNbd))?;
    let law = fit.law.ok_or("a law")?;
    for (name, value) in ["r", "alpha", "a", "b"].into_iter().zip(law.parameters) {
        line(name, "alumni", "", round, "", value);
    }
    line("log-likelihood", "alumni", "", round, "", fit.log_likelihood.ok_or("a likelihood")?);
    let fit =
        told("MBG/NBD", round, || RepeatCounts::from_columns(&columns, &options)?.fit(RepeatModel::MbgNbd))?;
    fit.law.ok_or("a law")?;
    Ok(())
}
