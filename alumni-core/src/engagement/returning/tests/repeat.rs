//! Models of repeated acts: reference cases, laws of probability, and data that have no fit.

use proptest::prelude::*;
use serde_json::Value;

use super::super::{FitFailure, RepeatCounts, RepeatLaw, RepeatModel, RepeatOptions, ValueLaw};
use super::published::{case, near};
use crate::columns::{Column, Columns, Values};

fn law(model: RepeatModel, parameters: &Value) -> RepeatLaw {
    let numbers: Vec<f64> =
        parameters.as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect();
    RepeatLaw::new(model, numbers.try_into().unwrap()).unwrap()
}

fn counts(rows: &[(f64, f64, f64)]) -> RepeatCounts {
    let column = |of: fn(&(f64, f64, f64)) -> f64| rows.iter().map(of).collect::<Vec<_>>();
    let (frequency, recency, age) = (column(|row| row.0), column(|row| row.1), column(|row| row.2));
    let columns = Columns::new(rows.len())
        .unwrap()
        .with("frequency", Column::new(Values::Floats64(&frequency)))
        .unwrap()
        .with("recency", Column::new(Values::Floats64(&recency)))
        .unwrap()
        .with("age", Column::new(Values::Floats64(&age)))
        .unwrap();
    RepeatCounts::from_columns(&columns, &RepeatOptions::default()).unwrap()
}

#[test]
fn published_people_are_told_as_published() {
    for (id, model, sets) in [
        ("bgnbd_cdnow", RepeatModel::BgNbd, &[("mle", "at_mle"), ("paper", "at_paper_params")][..]),
        ("mbgnbd_cdnow", RepeatModel::MbgNbd, &[("mle", "at_mle")]),
        ("paretonbd_cdnow", RepeatModel::ParetoNbd, &[("paper", "at_paper_params")]),
    ] {
        let Some(case) = case(id) else { return };
        for (parameters, people) in sets {
            let law = law(model, &case[parameters]);
            let people = case[people].as_array().unwrap();
            assert!(people.len() > 3);
            for person in people {
                let at = |name: &str| person[name].as_f64().unwrap();
                let told = law.predict(at("x"), at("tx"), at("T"), 39.0).unwrap();
                near(told.alive, at("alive"), 1e-9);
                if let Some(next) = person.get("next39").and_then(Value::as_f64) {
                    near(told.expected, next, 1e-9);
                }
            }
        }
    }
    let Some(case) = case("paretonbd_cdnow") else { return };
    let told = law(RepeatModel::ParetoNbd, &case["paper"]).predict(26.0, 30.86, 31.0, 52.0).unwrap();
    near(told.expected, case["check_26"].as_f64().unwrap(), 1e-10);
}

#[test]
fn published_values_are_told_as_published() {
    let Some(case) = case("gammagamma_cdnow") else { return };
    let parameters: Vec<f64> =
        case["mle"].as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect();
    let law = ValueLaw::new(parameters.try_into().unwrap()).unwrap();
    for person in case["conditional_mean_at_mle"].as_array().unwrap() {
        let at = |name: &str| person[name].as_f64().unwrap();
        near(law.mean(at("x"), at("m")).unwrap().unwrap(), at("value"), 1e-12);
    }
}

#[test]
fn three_hundred_acts_are_no_different_from_three() {
    for model in [RepeatModel::MbgNbd, RepeatModel::BgNbd, RepeatModel::ParetoNbd] {
        let law = RepeatLaw::new(model, [0.5, 10.0, 0.6, 11.0]).unwrap();
        for acts in [300.0, 3_000.0, 100_000.0] {
            let told = law.predict(acts, 39.0 - 20.0 / acts, 39.0, 39.0).unwrap();
            assert!(
                told.alive > 0.5
                    && told.alive <= 1.0
                    && told.expected > 10.0
                    && told.expected < acts
                    && told.any <= told.alive,
                "{told:?}"
            );
            let gone = law.predict(acts, 5.0, 39.0, 39.0).unwrap();
            assert!(gone.alive < 1e-100 && gone.any <= gone.alive, "{gone:?}");
        }
    }
}

#[test]
fn where_a_formula_is_nothing_over_nothing_it_goes_on_smoothly() {
    let at = |a: f64| {
        RepeatLaw::new(RepeatModel::BgNbd, [0.5, 10.0, a, 2.0])
            .unwrap()
            .predict(3.0, 20.0, 39.0, 39.0)
            .unwrap()
            .expected
    };
    near(at(1.0), 0.5 * (at(1.0 - 2e-3) + at(1.0 + 2e-3)), 1e-5);
    near(at(1.0), at(1.0 + 1e-9), 1e-8);
    let at = |s: f64| {
        RepeatLaw::new(RepeatModel::ParetoNbd, [0.5, 10.0, s, 2.0])
            .unwrap()
            .predict(3.0, 20.0, 39.0, 39.0)
            .unwrap()
            .expected
    };
    near(at(1.0), 0.5 * (at(1.0 - 1e-4) + at(1.0 + 1e-4)), 1e-7);
}

#[test]
fn people_who_never_stop_have_no_fit_of_stopping() {
    // All act in step with their age: nobody has stopped, and the chance to stop goes to nothing.
    let rows: Vec<_> = (1..60).map(|n| (f64::from(n % 7 + 1), 98.0, 100.0)).collect();
    for model in [RepeatModel::MbgNbd, RepeatModel::BgNbd, RepeatModel::ParetoNbd] {
        let fit = counts(&rows).fit(model).unwrap();
        assert!(!fit.convergence.reached, "{fit:?}");
        assert!(fit.convergence.failure.is_some() && fit.parameters.is_empty() && fit.law.is_none());
    }
    let nobody = counts(&[]).fit(RepeatModel::BgBb).unwrap();
    assert_eq!(nobody.convergence.failure, Some(FitFailure::NothingToFit));
}

/// A history that can be: frequency, recency, age.
fn history() -> impl Strategy<Value = (f64, f64, f64)> {
    (0_u32..60, 0.01_f64..1.0, 1.0_f64..400.0).prop_map(|(x, share, age)| {
        let frequency = f64::from(x);
        (frequency, if x == 0 { 0.0 } else { share * age }, age)
    })
}

proptest! {
    #[test]
    fn chances_are_chances(
        (frequency, recency, age) in history(),
        parameters in prop::array::uniform4(0.05_f64..30.0),
        near_by in 0.0_f64..50.0,
        further in 0.0_f64..500.0,
        model in prop::sample::select(vec![RepeatModel::MbgNbd, RepeatModel::BgNbd, RepeatModel::ParetoNbd]),
    ) {
        let law = RepeatLaw::new(model, parameters).unwrap();
        let soon = law.predict(frequency, recency, age, near_by).unwrap();
        let late = law.predict(frequency, recency, age, near_by + further).unwrap();
        for told in [soon, late] {
            prop_assert!((0.0..=1.0).contains(&told.alive) && told.any >= 0.0, "{told:?}");
            prop_assert!(told.any <= told.alive * (1.0 + 1e-9), "{told:?}");
            // Markov: at least one act is no likelier than acts are many.
            prop_assert!(told.any <= told.expected + 1e-9, "{told:?}");
        }
        prop_assert!(soon.any <= late.any + 1e-9 && soon.expected <= late.expected + 1e-9);
        prop_assert!(law.predict(frequency, recency, age, 0.0).unwrap().any <= 0.0);
    }

    #[test]
    fn yearly_chances_are_chances(
        n in 0_u32..12, taken in 0_u32..12, last in 0_u32..12, years in 0_u32..20,
        parameters in prop::array::uniform4(0.05_f64..30.0),
    ) {
        let last = last.min(n);
        let taken = if last == 0 { 0 } else { taken.clamp(1, last) };
        let law = RepeatLaw::new(RepeatModel::BgBb, parameters).unwrap();
        let told = law.predict(taken.into(), last.into(), n.into(), years.into()).unwrap();
        prop_assert!(told.any <= told.alive + 1e-9 && told.alive <= 1.0 && told.any <= told.expected + 1e-9, "{told:?}");
    }
}
