use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{EmploymentType, Separation, WorkerType};
use crate::Error;
use crate::calendar::Span;

/// One period employed, first and last day included.
///
/// An open spell has no last day. A spell with a separation but no last day has ended on a day that the source does not
/// tell: lengths that need it are unknown.
///
/// # Example
///
/// ```
/// use alumni_core::workforce::{SeparationKind, Spell};
///
/// let spell = Spell::new("2016-04-01".parse()?, "2021-09-30".parse()?)?
///     .grade(2)
///     .separation(SeparationKind::Voluntary);
/// assert_eq!(spell.last_day(), Some("2021-09-30".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Spell {
    /// The source's id of the spell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    start: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end: Option<NaiveDate>,
    /// The employing company, where there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_entity: Option<String>,
    /// What the worker was to the employer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worker_type: Option<WorkerType>,
    /// On what terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employment_type: Option<EmploymentType>,
    /// Grade as a rank on the customer's own ladder, higher is more senior; used for days without a position that has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<i32>,
    /// Positions held, each with its own days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positions: Vec<Position>,
    /// Whether the source tells only the latest position and grade: what was held before is then unknown, and the position's
    /// first day is no more than the spell's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub latest_position_only: bool,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub separation: Option<Separation>,
}

/// A position within a spell: what somebody did, where, and at which grade.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// First day in the position.
    pub from: NaiveDate,
    /// Last day, included; open until the next position or the spell's end when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// Title as the source writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_title: Option<String>,
    /// Job family (職種).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_family: Option<String>,
    /// Department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Grade as a rank on the customer's own ladder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<i32>,
}

impl Position {
    /// A position from `from` on, to be filled in.
    #[must_use]
    pub fn new(from: NaiveDate) -> Self {
        Self { from, to: None, job_title: None, job_family: None, department: None, grade: None }
    }
}

impl Spell {
    /// A spell from `start` to `end`, both included.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) when `end` is before `start`.
    pub fn new(start: NaiveDate, end: NaiveDate) -> Result<Self, Error> {
        let spell = Self { end: Some(end), ..Self::open(start) };
        spell.check()?;
        Ok(spell)
    }

    /// A spell that has not ended.
    #[must_use]
    pub fn open(start: NaiveDate) -> Self {
        Self {
            id: None,
            start,
            end: None,
            legal_entity: None,
            worker_type: None,
            employment_type: None,
            grade: None,
            positions: Vec::new(),
            latest_position_only: false,
            separation: None,
        }
    }

    /// Sets the grade, a rank on the customer's own ladder.
    #[must_use]
    pub fn grade(mut self, grade: i32) -> Self {
        self.grade = Some(grade);
        self
    }

    /// Sets how the spell ended: a kind alone or a whole [`Separation`].
    #[must_use]
    pub fn separation(mut self, separation: impl Into<Separation>) -> Self {
        self.separation = Some(separation.into());
        self
    }

    /// Adds a position.
    #[must_use]
    pub fn position(mut self, position: Position) -> Self {
        self.positions.push(position);
        self
    }

    /// The first day.
    #[must_use]
    pub fn start(&self) -> NaiveDate {
        self.start
    }

    /// The last day as recorded, rescinded or not.
    #[must_use]
    pub fn recorded_end(&self) -> Option<NaiveDate> {
        self.end
    }

    /// The last day employed; `None` while the spell is open, when its separation was rescinded, and when it ended on a
    /// day not told.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        if self.is_rescinded() { None } else { self.end }
    }

    /// Whether the separation was taken back.
    #[must_use]
    pub fn is_rescinded(&self) -> bool {
        self.separation.as_ref().is_some_and(|separation| separation.rescinded_on.is_some())
    }

    /// The separation in force: none while it is rescinded.
    #[must_use]
    pub fn in_force(&self) -> Option<&Separation> {
        self.separation.as_ref().filter(|separation| separation.rescinded_on.is_none())
    }

    /// Whether the spell has ended on a day the source does not tell.
    #[must_use]
    pub fn ended_unknown(&self) -> bool {
        self.end.is_none() && self.in_force().is_some()
    }

    /// Checks what serde cannot: the order of the days, and positions inside the spell that do not overlap.
    pub(super) fn check(&self) -> Result<(), Error> {
        if let Some(end) = self.end {
            Span::inclusive(self.start, end).map_err(|error| error.within("end"))?;
        }
        let mut ordered: Vec<_> = self.positions.iter().enumerate().collect();
        ordered.sort_by_key(|(_, position)| position.from);
        let mut before: Option<&Position> = None;
        for (index, position) in ordered {
            let at = |field: &str, error: Error| error.within(field).within(format!("positions[{index}]"));
            if position.from < self.start || self.last_day().is_some_and(|end| position.from > end) {
                return Err(at("from", Error::inconsistent("expected a day within the spell")));
            }
            if position.to.is_some_and(|to| to < position.from) {
                return Err(at("to", Error::inconsistent("expected a last day on or after `from`")));
            }
            if position.to.zip(self.last_day()).is_some_and(|(to, end)| to > end) {
                return Err(at("to", Error::inconsistent("expected a day within the spell")));
            }
            let overlaps = before.is_some_and(|earlier| {
                earlier.from == position.from || earlier.to.is_some_and(|to| to >= position.from)
            });
            if overlaps {
                return Err(at("from", Error::inconsistent("expected positions that do not overlap")));
            }
            before = Some(position);
        }
        Ok(())
    }
}
