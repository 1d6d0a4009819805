//! `engagement.shrink`, `engagement.silence`, `engagement.rate_power` and `engagement.share_power`.

use alumni_core::engagement::{RatePowerQuestion, SharePowerQuestion, ShrinkQuestion, SilenceQuestion};
use serde_json::{Value, json};

use crate::Answer;

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    let text = given.to_string();
    Some(match name {
        "shrink" => ShrinkQuestion::from_json(&text).and_then(|asked| Ok(json!(asked.answer()?))),
        "silence" => SilenceQuestion::from_json(&text).and_then(|asked| Ok(json!(asked.answer()?))),
        "rate_power" => RatePowerQuestion::from_json(&text).and_then(|asked| Ok(json!(asked.answer()?))),
        "share_power" => SharePowerQuestion::from_json(&text).and_then(|asked| Ok(json!(asked.answer()?))),
        _ => return None,
    })
}
