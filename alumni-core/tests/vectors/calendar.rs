//! `calendar.*`: answers are bare values; a sum that leaves the calendar is `null`.

use alumni_core::calendar;
use serde_json::{Value, json};

use crate::{Answer, argument};

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    Some(Ok(match name {
        "add" | "subtract" => {
            let date = argument(given, "date");
            let period: calendar::Period = match argument::<String>(given, "period").parse() {
                Ok(period) => period,
                Err(error) => return Some(Err(error)),
            };
            let moved =
                if name == "add" { calendar::add(date, period) } else { calendar::subtract(date, period) };
            json!(moved)
        }
        "completed_months" => {
            json!(calendar::completed_months(argument(given, "from"), argument(given, "until")))
        }
        "completed_years" => {
            json!(calendar::completed_years(argument(given, "from"), argument(given, "until")))
        }
        "days_between" => json!(calendar::days_between(argument(given, "from"), argument(given, "until"))),
        "parse_date" => {
            return Some(calendar::parse_date(&argument::<String>(given, "text")).map(|date| json!(date)));
        }
        _ => return None,
    }))
}
