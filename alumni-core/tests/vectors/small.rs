//! `engagement.health`, `engagement.shrink`, `engagement.silence`, `engagement.rate_power` and `engagement.share_power`.

use alumni_core::Error;
use alumni_core::engagement::{
    self, HealthModel, RatePowerQuestion, Roster, SharePowerQuestion, ShrinkQuestion, SilenceQuestion,
    interactions_from_json,
};
use serde_json::{Value, json};

use crate::{Answer, argument};

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    let text = given.to_string();
    Some(match name {
        "health" => health(given),
        "shrink" => ShrinkQuestion::from_json(&text).and_then(|asked| Ok(json!(asked.answer()?))),
        "silence" => SilenceQuestion::from_json(&text).and_then(|asked| Ok(json!(asked.answer()?))),
        "rate_power" => RatePowerQuestion::from_json(&text).and_then(|asked| Ok(json!(asked.answer()?))),
        "share_power" => SharePowerQuestion::from_json(&text).and_then(|asked| Ok(json!(asked.answer()?))),
        _ => return None,
    })
}

fn health(given: &Value) -> Result<Value, Error> {
    let events = interactions_from_json(&argument::<Value>(given, "events").to_string())?;
    let roster = Roster::from_json(&argument::<Value>(given, "members").to_string())?;
    let roster =
        given.get("opened").map_or(roster.clone(), |_| roster.clone().opened(argument(given, "opened")));
    let model = HealthModel::preset("alumni-health")?;
    Ok(json!(engagement::health(&events, &roster, argument(given, "as_of"), &model)?))
}
