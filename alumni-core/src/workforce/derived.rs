//! Facts that follow from other supplied facts, for workers who come as a row of facts rather than as spells.

use chrono::NaiveDate;

use super::{Fact, Value};
use crate::Error;
use crate::calendar::{Span, day_after};

/// What `name` is as of a day by the supplied facts that `get` tells; `None` when they do not tell it.
///
/// - `employed`: no last day employed has passed, or the worker came back after it (`start_date > separation_date`).
/// - `tenure`: from `start_date` to the day after `separation_date`, or to `as_of` while employed.
/// - `since_separation`: from the day after `separation_date` to `as_of`; nothing while employed.
pub(super) fn derived(
    name: &str,
    as_of: NaiveDate,
    get: impl Fn(&str) -> Result<Option<Value>, Error>,
) -> Result<Option<Value>, Error> {
    let date = |fact: Fact| match get(fact.as_str())? {
        Some(Value::Date(date)) => Ok::<_, Error>(Some(date)),
        _ => Ok(None),
    };
    let fact = name.parse().ok();
    if !matches!(fact, Some(Fact::Employed | Fact::Tenure | Fact::SinceSeparation)) {
        return Ok(None);
    }
    let (start, end) = (date(Fact::StartDate)?, date(Fact::SeparationDate)?);
    let employed = match get(Fact::Employed.as_str())? {
        Some(Value::Boolean(employed)) => Some(employed),
        _ => end.map(|end| as_of <= end || start.is_some_and(|start| start > end)),
    };
    let until = match employed {
        Some(true) => Some(as_of),
        Some(false) => end.and_then(day_after).map(|day| day.min(as_of)),
        None => None,
    };
    Ok(match fact {
        Some(Fact::Employed) => employed.map(Value::Boolean),
        Some(Fact::Tenure) => start
            .zip(until)
            .and_then(|(start, until)| Span::new(start, until.max(start)).ok())
            .map(Value::Period),
        _ => until.and_then(|until| Span::new(until, as_of).ok()).map(Value::Period),
    })
}
