//! Runs the corpus `tests/vectors/**/*.json` through the public Rust API.
//!
//! To reach a new call, add a file for its engine (or a line in it) and one line in [`answer`]. The other doors run the
//! same files; what a vector means is written in `tests/README.md`.

mod calendar;
mod compare;
mod consent;
mod consent_notices;
mod corpus;
mod eligibility;
mod engagement;
mod fairness;
mod golden;
mod network;
mod pay;
mod programme;
mod records;
mod returning;
mod scoring;
mod small;
mod workforce;

use alumni_core::Error;
use corpus::File;
use serde_json::Value;

/// What a call answers, as JSON, or the error it returns; `None` when the engine does not know the call.
type Answer = Option<Result<Value, Error>>;

fn answer(call: &str, given: &Value) -> Answer {
    let (engine, name) = call.split_once('.')?;
    match engine {
        "calendar" => calendar::answer(name, given),
        "consent" => consent::answer(name, given),
        "eligibility" => eligibility::answer(name, given),
        "engagement" => engagement::answer(name, given)
            .or_else(|| returning::answer(name, given))
            .or_else(|| network::answer(name, given))
            .or_else(|| scoring::answer(name, given))
            .or_else(|| records::answer(name, given))
            .or_else(|| small::answer(name, given)),
        "fairness" => fairness::answer(name, given),
        "programme" => programme::answer(name, given),
        "workforce" => workforce::answer(name, given),
        _ => None,
    }
}

/// Reads the argument `name` of a case; a case that cannot even be asked is a fault of the corpus.
fn argument<T: serde::de::DeserializeOwned>(given: &Value, name: &str) -> T {
    let value = given.get(name).unwrap_or_else(|| panic!("`given` has no `{name}`")).clone();
    serde_json::from_value(value).unwrap_or_else(|error| panic!("given.{name}: {error}"))
}

/// The document `name` of a case as text: TOML or JSON in a string, or JSON as it stands.
fn document(given: &Value, name: &str) -> String {
    match argument(given, name) {
        Value::String(text) => text,
        value => value.to_string(),
    }
}

/// What is wrong with the answers to the cases of `file`, one line each.
fn failures(file: &File) -> Vec<String> {
    let mut wrong = Vec::new();
    for case in &file.cases {
        let place = format!("{}: {}: {}", file.path, file.call, case.name);
        let asked = std::panic::catch_unwind(|| answer(&file.call, &case.given));
        let found = match asked {
            Ok(Some(Ok(value))) => value,
            // An expectation of few keys must not take an error for an answer.
            Ok(Some(Err(error))) if case.expect.get("error").is_none() => {
                wrong.push(format!("{place}: expected an answer, got the error `{error}`"));
                continue;
            }
            Ok(Some(Err(error))) => serde_json::json!({
                "error": {"kind": error.kind(), "path": error.path(), "message": error.message()}
            }),
            Ok(None) => {
                wrong.push(format!("{place}: this door does not know the call"));
                continue;
            }
            Err(panic) => {
                let text = panic.downcast_ref::<String>().map_or("a panic", String::as_str);
                wrong.push(format!("{place}: {text}"));
                continue;
            }
        };
        let differences =
            compare::differences(&case.expect, &found, case.tolerance.unwrap_or(file.tolerance));
        wrong.extend(differences.iter().map(|difference| format!("{place}\n    {difference}")));
    }
    wrong
}

#[test]
fn every_case_of_the_corpus_holds() {
    let mut files = corpus::read();
    if !cfg!(feature = "dmn") {
        println!("skipped: decision tables, without the feature `dmn`");
        files.retain(|file| file.call != "eligibility.import_dmn");
    }
    assert!(!files.is_empty(), "no vectors were found");
    let wrong: Vec<String> = files.iter().flat_map(failures).collect();
    let cases: usize = files.iter().map(|file| file.cases.len()).sum();
    assert!(wrong.is_empty(), "{} differences in {cases} cases:\n{}", wrong.len(), wrong.join("\n"));
    println!("{cases} cases in {} files", files.len());
}

#[test]
fn every_call_is_told_in_the_readme() {
    let readme = include_str!("../../../tests/README.md");
    for file in corpus::read() {
        assert!(
            readme.contains(&format!("`{}`", file.call)),
            "tests/README.md does not list `{}`",
            file.call
        );
    }
}

#[test]
fn a_wrong_expectation_an_unknown_call_and_a_missing_argument_are_failures() {
    let file = |call: &str, given: Value, expect: Value| {
        let text = serde_json::json!({
            "call": call, "source": "this test", "cases": [{"name": "a case", "given": given, "expect": expect}]
        });
        failures(&corpus::parse("x.json", &text.to_string()))
    };
    let given = || serde_json::json!({"from": "2021-01-01", "until": "2021-01-02"});
    assert_eq!(file("calendar.days_between", given(), 1.into()), Vec::<String>::new());
    let wrong = file("calendar.days_between", given(), 2.into());
    assert_eq!(wrong, ["x.json: calendar.days_between: a case\n    answer: expected 2, got 1"]);
    assert!(file("calendar.days_apart", given(), 1.into())[0].ends_with("this door does not know the call"));
    assert!(file("horoscope.cast", given(), 1.into())[0].ends_with("this door does not know the call"));
    assert!(file("calendar.add", given(), 1.into())[0].ends_with("`given` has no `date`"));
    let wrong = file("calendar.parse_date", serde_json::json!({"text": "soon"}), serde_json::json!({}));
    assert!(wrong[0].contains("expected an answer, got the error"), "{wrong:?}");
}
