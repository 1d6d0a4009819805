//! Weibull's law and Cox's model: reference cases, closed forms, and data that have no fit.

use proptest::prelude::*;

use super::super::{CommonOptions, CoxFit, CoxOptions, FitFailure, Ties, cox};
use super::published::{case, near};
use super::survival::durations;
use crate::ErrorKind;
use crate::columns::{Column, Columns, Integers, Values};

fn numbers(case: &serde_json::Value, name: &str) -> Vec<f64> {
    case[name].as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
}

/// Fits rows of duration, whether it ended, and covariates `x0`, `x1`, …
fn fitted(rows: &[(f64, bool, Vec<f64>)], ties: Ties, entries: Option<&[f64]>) -> CoxFit {
    let times: Vec<f64> = rows.iter().map(|row| row.0).collect();
    let ended: Vec<u8> = rows.iter().map(|row| u8::from(row.1)).collect();
    let width = rows.first().map_or(1, |row| row.2.len());
    let names: Vec<String> = (0..width).map(|place| format!("x{place}")).collect();
    let values: Vec<Vec<f64>> =
        (0..width).map(|place| rows.iter().map(|row| row.2[place]).collect()).collect();
    let mut columns = Columns::new(rows.len())
        .unwrap()
        .with("time", Column::new(Values::Floats64(&times)))
        .unwrap()
        .with("ended", Column::new(Values::Integers(Integers::U8(&ended))))
        .unwrap();
    let mut options = CoxOptions::new("time", "ended", &names).ties(ties);
    if let Some(entries) = entries {
        columns = columns.with("entry", Column::new(Values::Floats64(entries))).unwrap();
        options = options.entry("entry");
    }
    for (name, values) in names.iter().zip(&values) {
        columns = columns.with(name, Column::new(Values::Floats64(values))).unwrap();
    }
    cox(&columns, &options).unwrap()
}

#[test]
fn rossi_is_the_published_fit() {
    let Some(case) = case("survival_rossi_cox") else { return };
    let rows: Vec<_> = case["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let row: Vec<f64> = row.as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect();
            (row[0], row[1] > 0.0, row[2..].to_vec())
        })
        .collect();
    let fit = fitted(&rows, Ties::Efron, None);
    assert_eq!((fit.people, fit.ended), (case["n"].as_u64().unwrap(), case["events"].as_u64().unwrap()));
    for ((found, expected), error) in
        fit.coefficients.iter().zip(numbers(&case, "coef")).zip(numbers(&case, "se"))
    {
        near(found.coefficient, expected, 1e-10);
        near(found.standard_error, error, 1e-8);
    }
    for (found, ratio) in fit.coefficients.iter().zip(numbers(&case, "hazard_ratio")) {
        near(found.hazard_ratio, ratio, 1e-10);
    }
    near(fit.log_likelihood.unwrap(), case["loglik"].as_f64().unwrap(), 1e-12);
    near(fit.log_likelihood_null.unwrap(), case["loglik_null"].as_f64().unwrap(), 1e-12);
    let breslow = fitted(&rows, Ties::Breslow, None);
    for (found, expected) in breslow.coefficients.iter().zip(numbers(&case, "coef_breslow")) {
        near(found.coefficient, expected, 1e-10);
    }
    near(breslow.log_likelihood.unwrap(), case["loglik_breslow"].as_f64().unwrap(), 1e-12);
    // A column that is the sum of two others says nothing new, and changes nothing.
    let more: Vec<_> = rows
        .iter()
        .map(|(time, ended, values)| {
            let mut values = values.clone();
            values.insert(2, 3.0 * values[0] - values[1]);
            values.push(1.0);
            (*time, *ended, values)
        })
        .collect();
    let dropped = fitted(&more, Ties::Efron, None);
    assert_eq!(dropped.dropped, ["x2", "x8"]);
    for (found, expected) in dropped.coefficients.iter().zip(&fit.coefficients) {
        near(found.coefficient, expected.coefficient, 1e-10);
    }
}

#[test]
fn waltons_has_the_published_weibull_law() {
    let Some((case, _)) = super::survival::waltons() else { return };
    let rows: Vec<_> = case["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["T"].as_f64().unwrap(), if row["E"] == 1 { "died" } else { "" }, 0.0, "all"))
        .collect();
    let fits = durations(&rows).weibull(&CommonOptions::default()).unwrap();
    let (fit, weibull) = (&fits.fits[0], &case["weibull"]);
    near(fit.shape.unwrap().value, weibull["rho"].as_f64().unwrap(), 1e-9);
    near(fit.scale.unwrap().value, weibull["lambda_"].as_f64().unwrap(), 1e-9);
    near(fit.log_likelihood.unwrap(), weibull["loglik"].as_f64().unwrap(), 1e-12);
}

#[test]
fn one_binary_column_has_a_closed_form() {
    // Two at risk, one ends, then the rest: the likelihood is e^b/(e^b + 1) · 1/2 · …; by hand.
    let rows =
        [(1.0, true, vec![1.0]), (2.0, true, vec![0.0]), (3.0, false, vec![1.0]), (4.0, true, vec![0.0])];
    let fit = fitted(&rows, Ties::Efron, None);
    // At 1: e/(2e + 2). At 2: 1/(e + 2). At 4: 1. The sum of logarithms b - ln(2e+2) - ln(e+2) has its maximum where
    // 1 = e/(e+1) + e/(e+2), so e² = 2.
    near(fit.coefficients[0].hazard_ratio, 2.0_f64.sqrt(), 1e-12);
}

#[test]
fn a_column_that_tells_who_ends_has_no_fit() {
    let rows: Vec<_> = (1..=20)
        .map(|day| (f64::from(day), day <= 10, vec![f64::from(u8::from(day <= 10)), f64::from(day % 3)]))
        .collect();
    for ties in [Ties::Efron, Ties::Breslow] {
        let fit = fitted(&rows, ties, None);
        assert_eq!(fit.convergence.failure, Some(FitFailure::MonotoneLikelihood), "{fit:?}");
        assert_eq!(fit.separated_by, ["x0"]);
        assert!(fit.coefficients.is_empty() && fit.log_likelihood.is_none());
    }
    // Nobody of a group ends.
    let rows: Vec<_> = (1..=30)
        .map(|day| {
            (f64::from(day), day % 3 == 0, vec![f64::from(u8::from(day % 3 == 1)), f64::from(day % 5)])
        })
        .collect();
    let fit = fitted(&rows, Ties::Efron, None);
    assert_eq!(
        (fit.convergence.failure, fit.separated_by),
        (Some(FitFailure::MonotoneLikelihood), vec!["x0".to_owned()])
    );
}

#[test]
fn a_strong_column_that_does_not_tell_all_is_fitted() {
    let rows: Vec<_> = (1..=40)
        .map(|day| {
            (f64::from(day), day <= 20 || day == 40, vec![f64::from(u8::from(day <= 18 || day == 35))])
        })
        .collect();
    let fit = fitted(&rows, Ties::Efron, None);
    assert!(fit.convergence.reached, "{fit:?}");
    assert!(fit.coefficients[0].hazard_ratio > 3.0);
}

#[test]
fn nothing_to_fit_is_an_answer() {
    let none = fitted(&[(1.0, false, vec![1.0]), (2.0, false, vec![2.0])], Ties::Efron, None);
    assert_eq!(none.convergence.failure, Some(FitFailure::NothingToFit));
    let same = fitted(&[(1.0, true, vec![1.0]), (2.0, false, vec![1.0])], Ties::Efron, None);
    assert_eq!(
        (same.convergence.failure, same.dropped),
        (Some(FitFailure::NothingToFit), vec!["x0".to_owned()])
    );
    let nobody = fitted(&[], Ties::Efron, None);
    assert_eq!((nobody.convergence.failure, nobody.people), (Some(FitFailure::NothingToFit), 0));
}

#[test]
fn weibull_without_a_maximum_has_no_numbers() {
    // All at one time: the law wants a shape without bound.
    let fits = durations(&[(5.0, "x", 0.0, "a"), (5.0, "x", 0.0, "a"), (9.0, "", 0.0, "b")])
        .weibull(&CommonOptions::default())
        .unwrap();
    assert_eq!(fits.fits[0].convergence.failure, Some(FitFailure::NoMaximum));
    assert_eq!(fits.fits[1].convergence.failure, Some(FitFailure::NothingToFit));
    assert!(fits.fits.iter().all(|fit| fit.shape.is_none() && fit.scale.is_none()));
    let error = durations(&[(0.0, "x", 0.0, "a")]).weibull(&CommonOptions::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutOfRange);
}

#[test]
fn options_that_cannot_be_fitted_are_refused() {
    let columns = Columns::new(1)
        .unwrap()
        .with("time", Column::new(Values::Integers(Integers::U8(&[1]))))
        .unwrap()
        .with("ended", Column::new(Values::Integers(Integers::U8(&[1]))))
        .unwrap()
        .with("x", Column::new(Values::Floats64(&[f64::NAN])))
        .unwrap();
    let refused = |options: CoxOptions| {
        let error = cox(&columns, &options).unwrap_err();
        (error.kind(), error.path().to_owned())
    };
    let none: [&str; 0] = [];
    assert_eq!(
        refused(CoxOptions::new("time", "ended", none)),
        (ErrorKind::Missing, "covariates".to_owned())
    );
    assert_eq!(
        refused(CoxOptions::new("time", "ended", ["x", "x"])),
        (ErrorKind::Duplicate, "covariates[1]".to_owned())
    );
    assert_eq!(refused(CoxOptions::new("time", "ended", ["x"])), (ErrorKind::OutOfRange, "x".to_owned()));
    assert_eq!(
        refused(CoxOptions::new("time", "ended", ["time"]).end("7")),
        (ErrorKind::UnknownName, "end".to_owned())
    );
    let many: Vec<String> = (0..65).map(|place| place.to_string()).collect();
    assert_eq!(
        refused(CoxOptions::new("time", "ended", many)),
        (ErrorKind::TooLarge, "covariates".to_owned())
    );
}

/// The slope of the partial likelihood by definition: person by person, Efron's way.
fn slope(rows: &[(f64, bool, Vec<f64>)], entries: &[f64], at: &[f64], column: usize) -> f64 {
    let weight = |row: &(f64, bool, Vec<f64>)| row.2.iter().zip(at).map(|(a, b)| a * b).sum::<f64>().exp();
    let mut times: Vec<f64> = rows.iter().filter(|row| row.1).map(|row| row.0).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let mut sum = 0.0;
    for time in times {
        let risk: Vec<_> = rows
            .iter()
            .zip(entries)
            .filter(|(row, entry)| row.0 >= time && (**entry < time || **entry <= 0.0))
            .map(|(row, _)| row)
            .collect();
        let tied: Vec<_> = rows.iter().filter(|row| row.0.total_cmp(&time).is_eq() && row.1).collect();
        for (place, row) in tied.iter().enumerate() {
            let share = place as f64 / tied.len() as f64;
            let all: f64 = risk.iter().map(|row| weight(row)).sum();
            let own: f64 = tied.iter().map(|row| weight(row)).sum();
            let first: f64 = risk.iter().map(|row| weight(row) * row.2[column]).sum();
            let own_first: f64 = tied.iter().map(|row| weight(row) * row.2[column]).sum();
            sum += row.2[column] - (first - share * own_first) / (all - share * own);
        }
    }
    sum
}

proptest! {
    #[test]
    fn at_the_fit_the_slope_by_definition_is_zero(
        people in prop::collection::vec((1_u32..15, any::<bool>(), 0.0_f64..0.9, -2.0_f64..2.0, 0_u8..3), 12..40),
        late in any::<bool>(),
        fine in any::<bool>(),
    ) {
        let rows: Vec<_> = people
            .iter()
            .map(|(time, ended, _, a, b)| {
                let time = f64::from(*time) * if fine { 0.37 } else { 1.0 };
                (time, *ended, vec![*a, f64::from(*b)])
            })
            .collect();
        let entries: Vec<f64> =
            people.iter().zip(&rows).map(|(person, row)| if late && person.2 > 0.4 { person.2 * row.0 } else { 0.0 }).collect();
        let fit = fitted(&rows, Ties::Efron, late.then_some(entries.as_slice()));
        if fit.convergence.reached && fit.dropped.is_empty() {
            let at: Vec<f64> = fit.coefficients.iter().map(|found| found.coefficient).collect();
            for column in 0..2 {
                prop_assert!(slope(&rows, &entries, &at, column).abs() < 1e-6, "{fit:?}");
            }
        }
        let text = serde_json::to_string(&fit).unwrap();
        prop_assert_eq!(serde_json::from_str::<CoxFit>(&text).unwrap(), fit);
    }

    #[test]
    fn a_weibull_fit_is_scaled_with_the_unit(
        days in prop::collection::vec((1_u32..400, any::<bool>()), 8..40),
    ) {
        let rows = |unit: f64| -> Vec<_> {
            days.iter().map(|(day, ended)| (f64::from(*day) * unit, if *ended { "x" } else { "" }, 0.0, "a")).collect()
        };
        let [day, hour] = [1.0, 24.0].map(|unit| {
            durations(&rows(unit)).weibull(&CommonOptions::default()).unwrap().fits.remove(0)
        });
        prop_assert_eq!(day.convergence.reached, hour.convergence.reached);
        if let (Some(a), Some(b)) = (day.scale, hour.scale) {
            near(b.value / 24.0, a.value, 1e-8);
            near(b.standard_error / 24.0, a.standard_error, 1e-6);
            near(day.shape.unwrap().value, hour.shape.unwrap().value, 1e-8);
        }
    }
}
