//! Figures that others have published.

use super::*;
use crate::engagement::Proportion;

const REFERENCE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/reference/engagement/worked_examples.json");

fn reference() -> Option<serde_json::Value> {
    let text = std::fs::read_to_string(REFERENCE).ok();
    if text.is_none() {
        println!("skipped: the reference {REFERENCE} is absent");
    }
    text.map(|text| serde_json::from_str(&text).unwrap())
}

/// A twelfth of a mean Gregorian year of 365.2425 days, in seconds.
const MEAN_MONTH: i64 = 2_629_746;

#[test]
fn the_orbit_models_own_example_is_met_at_whole_months() {
    let Some(reference) = reference() else { return };
    let orbit = &reference["orbit_2020"];
    let model = ScoreModel::preset("orbit-2020").unwrap();
    let months = orbit["implied_half_life_months"].as_f64().unwrap();
    assert!((model.half_life_days() / 30.436_875 - months).abs() < 1e-12);
    let day: chrono::NaiveDate = "2020-02-20".parse().unwrap();
    let midnight = crate::engagement::record::start_of(day);
    let weighing = |weight: u64| {
        let named = |kind: &&crate::engagement::KindWeight| (kind.weight - weight as f64).abs() < 1e-9;
        model.kinds().iter().find(named).map(|kind| kind.kind.to_string()).unwrap()
    };
    let events: Vec<_> = orbit["activities"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
        .map(|(index, activity)| {
            let months_ago = activity[2].as_i64().unwrap();
            // Half a second, because what happens at midnight belongs to the day itself.
            let when = midnight
                - chrono::Duration::seconds(MEAN_MONTH * months_ago)
                - chrono::Duration::milliseconds(500);
            let kind = weighing(activity[1].as_u64().unwrap());
            let person = activity[0].as_str().unwrap();
            Interaction::new(format!("e-{index}"), when, &kind, person, ActorType::Alumnus).unwrap()
        })
        .collect();
    let scores = model.score(&events, day, Permitted::Everyone).unwrap();
    for (person, love) in orbit["love"].as_object().unwrap() {
        let found = scores.get(person).unwrap().score.value();
        assert!((found - love.as_f64().unwrap()).abs() < 1e-11, "{person}: {found}");
    }
    println!(
        "in scope of this engine: love at whole months; not: monthly steps, the 12-month cut, reach, gravity"
    );
}

#[test]
fn threados_example_is_a_sum_of_weights_without_decay() {
    let Some(reference) = reference() else { return };
    let threado = &reference["threado"];
    let kinds = [("post_update", "posts"), ("reply", "replies"), ("reaction", "reactions")];
    let entries: String = kinds
        .iter()
        .map(|(kind, name)| format!("[[kinds]]\nkind = \"{kind}\"\nweight = {}\n", threado["weights"][name]))
        .collect();
    let head =
        "id = \"threado\"\nversion = 1\ntitle = \"Threado\"\nsource = \"help centre, article 7935991\"\n";
    let model = ScoreModel::parse(&format!("{head}half_life_days = 90\n{entries}")).unwrap();
    let mut events = Vec::new();
    for (index, (kind, _)) in kinds.iter().enumerate() {
        for number in 0..threado["counts"][index].as_u64().unwrap() {
            events.push(alumnus(&format!("{kind}-{number}"), "2024-01-31T23:59:59.5Z", kind, "w-1"));
        }
    }
    let scores = model.score(&events, "2024-02-01".parse().unwrap(), Permitted::Everyone).unwrap();
    assert_eq!(
        scores.get("w-1").unwrap().score.value().to_bits(),
        threado["value"].as_f64().unwrap().to_bits()
    );
}

#[test]
fn intervals_of_the_field_are_met() {
    // Wilson intervals as printed: half of 200 relayed introductions, 15 of 160 replies to a request, 2 of 10 referrals.
    for (count, of, lower, upper) in [(100, 200, 0.431, 0.569), (15, 160, 0.058, 0.149), (2, 10, 0.057, 0.51)]
    {
        let found = Proportion::new(count, of);
        assert!((found.lower - lower).abs() <= 0.000_51, "{found:?}");
        assert!((found.upper - upper).abs() <= if count == 2 { 0.005 } else { 0.000_51 }, "{found:?}");
    }
}
