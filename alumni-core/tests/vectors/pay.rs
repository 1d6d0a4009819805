//! `fairness.*` about pay and offers: `given` is a question in its public JSON form.

use alumni_core::Error;
use alumni_core::fairness::{self, InversionQuestion, OfferCohort, RegressionQuestion};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{Answer, argument};

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    Some(match name {
        "uk_pay_gaps" => told(fairness::uk_pay_gaps(&whole(given))),
        "eu_pay_gaps" => told(fairness::eu_pay_gaps(&whole(given))),
        "japan_pay_ratios" => told(fairness::japan_pay_ratios(&argument::<Vec<_>>(given, "totals"))),
        "compression" => told(fairness::compression(
            &argument::<Vec<_>>(given, "newcomers"),
            &argument::<Vec<_>>(given, "incumbents"),
        )),
        "inversions" => told(fairness::inversions(&whole::<InversionQuestion>(given))),
        "regress" => told(whole::<RegressionQuestion>(given).answer()),
        "adjusted_pay_gap" => told(fairness::adjusted_pay_gap(&whole(given))),
        "logib" => told(fairness::logib(&argument::<Vec<_>>(given, "people"))),
        "headroom" => told(cohort(given).and_then(|cohort| cohort.headroom(&argument(given, "candidate")))),
        "check_offer" => told(cohort(given).and_then(|cohort| cohort.check(&argument(given, "offer")))),
        _ => return None,
    })
}

fn whole<T: serde::de::DeserializeOwned>(given: &Value) -> T {
    serde_json::from_value(given.clone()).expect("a question")
}

fn cohort(given: &Value) -> Result<OfferCohort, Error> {
    OfferCohort::parse(&given["cohort"].to_string())
}

fn told<T: Serialize>(answer: Result<T, Error>) -> Result<Value, Error> {
    answer.map(|answer| json!(answer))
}
