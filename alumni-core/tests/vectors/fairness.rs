//! `fairness.*`: `given` is the groups and what differs from the default standard.

use alumni_core::Error;
use alumni_core::fairness::{self, Standard};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{Answer, argument};

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    let money = |name| argument(given, name);
    match name {
        "selection" => Some(selection(given)),
        "compa_ratio" => {
            Some(fairness::compa_ratio(money("pay"), money("midpoint")).map(|ratio| json!(ratio)))
        }
        "range_penetration" => Some(
            fairness::range_penetration(money("pay"), money("minimum"), money("maximum"))
                .map(|place| json!(place)),
        ),
        _ => None,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    group: String,
    considered: u64,
    selected: u64,
}

fn selection(given: &Value) -> Result<Value, Error> {
    let mut standard = json!(Standard::default());
    let options = given.as_object().expect("`given` is an object");
    for (name, value) in options.iter().filter(|(name, _)| *name != "groups") {
        standard[name] = value.clone();
    }
    let groups: Vec<Group> = argument(given, "groups");
    let groups = groups.into_iter().map(|group| (group.group, group.considered, group.selected));
    Ok(json!(Standard::parse(&standard.to_string())?.selection(groups)?))
}
