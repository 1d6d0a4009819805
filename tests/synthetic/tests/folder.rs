//! The files of a data folder: read by the library without complaint, and every fault found where it was put.

use alumni_core::Error;
use alumni_core::consent::{Ledger, Notice, Purpose, events_from_table};
use alumni_core::eligibility::Policy;
use alumni_core::engagement::interactions_from_table;
use alumni_core::fairness::Standard;
use alumni_core::workforce::{Import, Mapping, Overlay, Table};
use alumni_synthetic::{Data, Effect, Fault, Injected, Scenario};

fn jbs200(seed: u64) -> Data {
    Data::generate(&Scenario::named("jbs200").unwrap(), seed)
}

/// One part of the programme's document, as the engine that it is for reads it.
fn parts<T: serde::de::DeserializeOwned>(document: &toml::Table, name: &str) -> Vec<T> {
    document[name].as_array().unwrap().iter().map(|part| part.clone().try_into().unwrap()).collect()
}

fn document(data: &Data) -> toml::Table {
    let text = String::from_utf8(data.file("programme.toml", &[]).unwrap().bytes).unwrap();
    toml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn table(data: &Data, name: &str, faults: &[Fault]) -> Result<Table, Error> {
    Table::from_csv_bytes(name, &data.file(name, faults).unwrap().bytes)
}

const WORKFORCE: [&str; 5] =
    ["people.csv", "spells.csv", "positions.csv", "compensation.csv", "contacts.csv"];

fn import(data: &Data, faults: &[Fault]) -> Result<Import, Error> {
    let overlay: Overlay = document(data)["export"].clone().try_into().unwrap();
    let tables =
        WORKFORCE.map(|name| table(data, name, faults)).into_iter().collect::<Result<Vec<_>, _>>()?;
    Mapping::with_overlay(overlay).unwrap().import_lenient(&tables)
}

#[test]
fn every_scenario_is_read_without_complaint() {
    for name in Scenario::NAMES {
        let mut scenario = Scenario::named(name).unwrap();
        if scenario.members > 1_000 {
            scenario = scenario.with_members(500);
        }
        let data = Data::generate(&scenario, 3);
        let import = import(&data, &[]).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(import.faults, [], "{name}");
        assert_eq!(import.workers.len(), data.people.len(), "{name}");

        let document = document(&data);
        let mut ledger =
            Ledger::new(parts::<Purpose>(&document, "purposes"), parts::<Notice>(&document, "notices"))
                .unwrap();
        let events = events_from_table(&table(&data, "consent_events.csv", &[]).unwrap()).unwrap();
        assert_eq!(events.len(), data.consents.len(), "{name}");
        ledger.extend(events).unwrap_or_else(|error| panic!("{name}: {error}"));

        let interactions = interactions_from_table(&table(&data, "interactions.csv", &[]).unwrap()).unwrap();
        assert_eq!(interactions.len(), data.log.interactions.len(), "{name}");

        for policy in document["policies"].as_array().unwrap() {
            let policy = Policy::parse(&toml::to_string(policy).unwrap());
            policy.unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        Standard::parse(&toml::to_string(&document["fairness"]).unwrap()).unwrap();
        for name in ["groups.csv", "selections.csv"] {
            table(&data, name, &[]).unwrap().require(&["worker_id"]).unwrap();
        }
    }
}

#[test]
fn everything_says_that_it_is_made_up() {
    let data = jbs200(1);
    let text = |name: &str| String::from_utf8(data.file(name, &[]).unwrap().bytes).unwrap();
    assert_eq!(document(&data)["synthetic"].as_str(), Some("generate --scenario jbs200 --seed 1"));
    assert!(text("README.txt").starts_with("SYNTHETIC DATA / 合成データ\n"));
    assert!(text("truth/truth.json").starts_with(r#"{"synthetic":"made up;"#));
    for line in text("contacts.csv").lines().filter(|line| line.contains(",email,")) {
        assert!(line.contains("example.invalid,"), "{line}");
    }
}

fn column(injected: &Injected) -> String {
    injected.column.map(|column| format!("({column})")).unwrap_or_default()
}

#[test]
fn each_fault_is_found_where_it_was_put() {
    let data = jbs200(2);
    let clean = import(&data, &[]).unwrap();
    for fault in Fault::ALL {
        let name = fault.as_str();
        let injected = data.file(fault.file(), &[fault]).unwrap().injected;
        assert!(!injected.is_empty(), "{name}");
        match fault.effect() {
            Effect::Read => assert_eq!(import(&data, &[fault]).unwrap(), clean, "{name}"),
            Effect::Silent => assert_eq!(import(&data, &[fault]).unwrap().faults, [], "{name}"),
            Effect::Warning => {
                let found = import(&data, &[fault]).unwrap();
                assert_eq!(found.faults, [], "{name}");
                assert_eq!(found.warnings.len(), clean.warnings.len() + 1, "{name}: {:?}", found.warnings);
            }
            Effect::Row => {
                let found = import(&data, &[fault]).unwrap();
                let found: Vec<_> = found
                    .faults
                    .iter()
                    .map(|one| (one.file.as_str(), one.line as usize, &one.path))
                    .collect();
                let put: Vec<_> = injected.iter().map(|one| (one.file, one.line)).collect();
                assert_eq!(
                    found.iter().map(|(file, line, _)| (*file, *line)).collect::<Vec<_>>(),
                    put,
                    "{name}"
                );
                for ((.., path), one) in found.iter().zip(&injected) {
                    assert!(path.ends_with(&column(one)), "{name}: {path}");
                }
            }
            Effect::File => {
                let found = match fault.file() {
                    "consent_events.csv" => table(&data, fault.file(), &[fault])
                        .and_then(|table| events_from_table(&table))
                        .map(drop),
                    _ => import(&data, &[fault]).map(drop),
                };
                let error = found.expect_err(name);
                let place = format!("{}: line {}", fault.file(), injected[0].line);
                assert!(error.path().starts_with(&place), "{name}: {error}, not at {place}");
                assert!(
                    error.path().ends_with(&column(&injected[0])) || fault == Fault::ShiftJis,
                    "{name}: {error}"
                );
            }
            _ => unreachable!(),
        }
    }
}

#[test]
fn faults_that_are_injected_together_are_all_listed() {
    let data = jbs200(2);
    let text = String::from_utf8(data.file("truth/truth.json", &Fault::ALL).unwrap().bytes).unwrap();
    let truth: serde_json::Value = serde_json::from_str(&text).unwrap();
    let listed = truth["faults"].as_array().unwrap();
    for fault in Fault::ALL {
        assert!(listed.iter().any(|one| one["fault"] == fault.as_str()), "{}", fault.as_str());
    }
    // All but the fault that is one of the whole file: what is not usable in one row does not hide another's fault.
    let faults: Vec<Fault> = Fault::ALL.into_iter().filter(|fault| fault.effect() != Effect::File).collect();
    let rows = |file: &&str| {
        data.file(file, &faults).unwrap().injected.into_iter().filter(|one| one.effect == Effect::Row)
    };
    let put: Vec<_> =
        WORKFORCE.iter().flat_map(|file| rows(file)).map(|one| (one.file.to_owned(), one.line)).collect();
    let found = import(&data, &faults).unwrap().faults;
    for one in &found {
        assert!(put.contains(&(one.file.clone(), one.line as usize)), "{one}");
    }
    assert!(found.len() * 10 >= put.len() * 8, "{} of {} faults were found", found.len(), put.len());
}
