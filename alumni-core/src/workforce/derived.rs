//! Facts that follow from other supplied facts, for workers who come as a row of facts rather than as spells.

use chrono::NaiveDate;

use super::{Fact, Value};
use crate::Error;
use crate::calendar::{Span, day_after};

/// What is supplied of a worker without spells, and the day that is asked about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dates<Day> {
    pub(crate) as_of: Day,
    pub(crate) start: Option<Day>,
    pub(crate) end: Option<Day>,
    pub(crate) employed: Option<bool>,
}

impl<Day: Copy + Ord> Dates<Day> {
    /// No last day employed has passed, or the worker came back after it (`start_date > separation_date`).
    pub(crate) fn employed(&self) -> Option<bool> {
        let told = |end: Day| self.as_of <= end || self.start.is_some_and(|start| start > end);
        self.employed.or_else(|| self.end.map(told))
    }

    /// The day after the last day employed, or the day asked about while employed; `after` gives the day after another.
    pub(crate) fn until(&self, after: impl Fn(Day) -> Option<Day>) -> Option<Day> {
        match self.employed()? {
            true => Some(self.as_of),
            false => self.end.and_then(after).map(|day| day.min(self.as_of)),
        }
    }

    /// From the first day to `until`: the first day and the day after the last.
    pub(crate) fn tenure(&self, until: Option<Day>) -> Option<(Day, Day)> {
        let (start, until) = self.start.zip(until)?;
        Some((start, until.max(start)))
    }

    /// From `until` to the day asked about; nothing while employed.
    pub(crate) fn since_separation(&self, until: Option<Day>) -> Option<(Day, Day)> {
        Some((until?, self.as_of))
    }
}

/// What `name` is as of a day by the supplied facts that `get` tells; `None` when they do not tell it.
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
        _ => None,
    };
    let dates = Dates { as_of, start, end, employed };
    let until = dates.until(day_after);
    let span = |(from, until)| Some(Value::Period(Span::new(from, until).ok()?));
    Ok(match fact {
        Some(Fact::Employed) => dates.employed().map(Value::Boolean),
        Some(Fact::Tenure) => dates.tenure(until).and_then(span),
        _ => dates.since_separation(until).and_then(span),
    })
}
