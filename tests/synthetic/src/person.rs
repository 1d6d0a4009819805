//! People: what the HR system knows of them, and what only their maker knows.

use chrono::NaiveDate;

use crate::permission::Membership;

/// Somebody who works or worked there.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Person {
    /// The number in the id.
    pub index: u32,
    /// For fairness findings; half are women.
    pub woman: bool,
    /// The year of birth.
    pub born: i32,
    /// The spells, earliest first.
    pub spells: Vec<Spell>,
    /// Pay, earliest first.
    pub pay: Vec<Pay>,
    /// The rehire flag and its origin, as words.
    pub flag: (&'static str, &'static str),
    /// The application to come back that was decided, if there was one.
    pub application: Option<Application>,
    /// Posts a year while a member: latent, known to nobody.
    pub rate: f64,
    /// Whether they founded a business since.
    pub founder: bool,
    /// The present employer: colleagues of old meet there.
    pub employer: u32,
    /// Membership of the network, if they ever joined.
    pub membership: Option<Membership>,
}

/// A period employed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Spell {
    /// First day.
    pub start: NaiveDate,
    /// Last day; none while it lasts.
    pub end: Option<NaiveDate>,
    /// `full_time`, `part_time` or `fixed_term`.
    pub employment_type: &'static str,
    /// Positions, earliest first.
    pub positions: Vec<Position>,
    /// How it ended.
    pub kind: Option<&'static str>,
    /// Why it ended.
    pub reason: Option<&'static str>,
    /// The 離職区分.
    pub code: Option<&'static str>,
    /// When notice was given.
    pub notified_on: Option<NaiveDate>,
}

/// A position within a spell.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Position {
    /// First day.
    pub from: NaiveDate,
    /// Place on the ladder, from 0.
    pub rung: usize,
    /// Number of the job family.
    pub family: usize,
    /// Number of the department.
    pub department: u64,
}

/// Yearly base pay in yen from a day on, with the range of the grade.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Pay {
    /// First day.
    pub from: NaiveDate,
    /// The amount.
    pub amount: i64,
    /// Minimum, midpoint and maximum of the grade's range.
    pub range: (i64, i64, i64),
}

/// An application to come back.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Application {
    /// When it was decided.
    pub decided_on: NaiveDate,
    /// Whether it succeeded.
    pub selected: bool,
}

impl Person {
    /// The id.
    #[must_use]
    pub fn id(&self) -> String {
        worker_id(self.index)
    }

    /// Last day of the first spell that ended, which is when somebody becomes an alumnus.
    #[must_use]
    pub fn first_left(&self) -> Option<NaiveDate> {
        self.spells.first().and_then(|spell| spell.end)
    }

    /// Whether they work there now.
    #[must_use]
    pub fn employed(&self) -> bool {
        self.spells.last().is_some_and(|spell| spell.end.is_none())
    }
}

/// The id of a worker.
pub(crate) fn worker_id(index: u32) -> String {
    format!("w-{index:06}")
}
