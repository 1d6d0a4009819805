//! `fairness.*` about pay and offers: `given` is a question in its public JSON form.

use alumni_core::fairness::{
    self, InversionQuestion, LocalLaw144, OfferCohort, PayColumns, PublicationQuestion, RegressionColumns,
    RegressionQuestion, Standard, TableOptions,
};
use alumni_core::workforce::Money;
use alumni_core::{Error, Lang};
use serde::Serialize;
use serde_json::{Value, json};

use crate::returning::with_columns;
use crate::{Answer, argument, document};

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
        "offer_text" => cohort(given).and_then(|cohort| {
            let report = cohort.check(&argument(given, "offer"))?;
            Ok(json!({
                "en": report.text(Lang::En),
                "ja": report.text(Lang::Ja),
                "en_without_amounts": report.text_without_amounts(Lang::En),
                "ja_without_amounts": report.text_without_amounts(Lang::Ja),
            }))
        }),
        "check_offer" => told(cohort(given).and_then(|cohort| cohort.check(&argument(given, "offer")))),
        "pay_table" => pay_table(given),
        "selection_table" => with_columns(given, |columns| {
            let options = TableOptions::parse(&document(given, "options"))?;
            Ok(json!(Standard::default().selection_columns(columns, &options)?))
        }),
        _ => return None,
    })
}

/// What a question about pay answers whose people stand in `columns`: `names` says in which.
fn pay_table(given: &Value) -> Result<Value, Error> {
    let of: String = argument(given, "of");
    with_columns(given, |columns| {
        if of == "regress" {
            let mut asked = given["names"].clone();
            asked["options"] = given["options"].clone();
            return told(RegressionColumns::from_json(&asked.to_string())?.fit(columns));
        }
        if of == "local_law_144" {
            return told(LocalLaw144::from_columns(columns, &argument(given, "names")));
        }
        if of == "publish" {
            let counted = PublicationQuestion::from_columns(columns, &argument(given, "names"))?;
            let mut asked = given["options"].clone();
            (asked["attributes"], asked["cells"]) = (json!(counted.attributes), json!(counted.cells));
            return told(fairness::publish(&PublicationQuestion::from_json(&asked.to_string())?));
        }
        if of == "headroom" {
            let mut options = given["names"].clone();
            let further = given["options"].as_object().expect("an object").clone();
            options.as_object_mut().expect("an object").extend(further);
            let cohort = OfferCohort::from_columns(columns, &options.to_string())?;
            return told(cohort.headroom(&argument(given, "candidate")));
        }
        let names: PayColumns = argument(given, "names");
        let mut question = given["options"].clone();
        match of.as_str() {
            "uk_pay_gaps" | "eu_pay_gaps" => {
                question["people"] = json!(names.paid_workers(columns)?);
                if of == "uk_pay_gaps" {
                    return told(fairness::uk_pay_gaps(&whole(&question)));
                }
                told(fairness::eu_pay_gaps(&whole(&question)))
            }
            "adjusted_pay_gap" => {
                question["people"] = json!(names.factored_workers(columns)?);
                told(fairness::adjusted_pay_gap(&whole(&question)))
            }
            "inversions" => {
                question["people"] = json!(names.peers(columns)?);
                told(fairness::inversions(&whole::<InversionQuestion>(&question)))
            }
            "logib" => told(fairness::logib(&names.logib_workers(columns)?)),
            "japan_pay_ratios" => told(fairness::japan_pay_ratios(&names.japan_totals(columns)?)),
            "compa_ratios" => told(fairness::compa_ratios(names.positions(columns)?)),
            "compression" => {
                let (new, old): (Vec<_>, Vec<_>) =
                    names.sides(columns)?.into_iter().partition(|(came_in, _)| *came_in);
                let pay = |side: Vec<(bool, Money)>| side.into_iter().map(|(_, pay)| pay).collect::<Vec<_>>();
                told(fairness::compression(&pay(new), &pay(old)))
            }
            other => panic!("no question about pay is called {other}"),
        }
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
