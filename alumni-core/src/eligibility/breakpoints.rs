//! When an answer changes by the passing of time alone.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::decide::outcome;
use super::decision::{Outcome, Status};
use super::evaluate::Facts;
use super::policy::Policy;
use super::resolve::{Node, Term};
use crate::Error;
use crate::calendar::{add, day_after, subtract};
use crate::workforce::{Value, Worker, changes_after};

/// What the passing of time will change.
#[derive(Default)]
pub(super) struct Foreseen {
    /// The first day after the one asked on which the outcome becomes eligible.
    pub(super) eligible_on: Option<NaiveDate>,
    /// The last day of the stretch of eligible days that runs now or begins then.
    pub(super) eligible_until: Option<NaiveDate>,
    /// For each criterion that is unmet, the first day it is met.
    pub(super) met_on: Vec<Option<NaiveDate>>,
}

/// The facts of a worker on any day.
pub(super) type Read<'a> = &'a dyn Fn(NaiveDate) -> Result<Vec<Option<Value>>, Error>;

/// The first day the outcome becomes eligible, and for each criterion the first day it is met.
type Waiting = (Option<NaiveDate>, Vec<Option<NaiveDate>>);

impl Policy {
    /// Finds, for an outcome that is not eligible now, the days on which it and its unmet criteria become so.
    pub(super) fn waiting(
        &self,
        worker: &Worker,
        values: &[Option<Value>],
        as_of: NaiveDate,
        now: Outcome,
        statuses: &[Status],
    ) -> Result<Waiting, Error> {
        if now == Outcome::Eligible {
            return Ok((None, vec![None; statuses.len()]));
        }
        let read = |day: NaiveDate| if day == as_of { Ok(values.to_vec()) } else { self.values(worker, day) };
        let found = self.foresee(&read, &changes_after(worker, as_of), as_of, statuses)?;
        Ok((found.eligible_on, found.met_on))
    }

    /// Finds the days on which the outcome begins and ceases to be eligible, and unmet criteria become met.
    ///
    /// Between two recorded changes (`changes`: a spell ends, a position begins) only elapsed time and `as_of` move, and each
    /// comparison changes on a day that its own threshold gives; so it is enough to look at those days, in order.
    pub(super) fn foresee(
        &self,
        read: Read<'_>,
        changes: &[NaiveDate],
        as_of: NaiveDate,
        statuses: &[Status],
    ) -> Result<Foreseen, Error> {
        let mut found = Foreseen { met_on: vec![None; statuses.len()], ..Foreseen::default() };
        let mut running = outcome(&self.criteria, statuses) == Outcome::Eligible;
        let stages: Vec<_> = [as_of].into_iter().chain(changes.iter().copied()).collect();
        for (index, start) in stages.iter().enumerate() {
            let end = stages.get(index.saturating_add(1));
            let values = read(*start)?;
            let mut days = BTreeSet::new();
            for criterion in &self.criteria {
                self.thresholds(&criterion.node, &Facts { values: &values, as_of: *start }, &mut days);
            }
            days.insert(*start);
            for day in days.range(start..).filter(|day| **day > as_of && end.is_none_or(|end| *day < end)) {
                let values = read(*day)?;
                let later = self.statuses(&Facts { values: &values, as_of: *day })?;
                for ((met_on, was), is) in found.met_on.iter_mut().zip(statuses).zip(&later) {
                    if met_on.is_none() && *was == Status::Unmet && *is == Status::Met {
                        *met_on = Some(*day);
                    }
                }
                match (running, outcome(&self.criteria, &later) == Outcome::Eligible) {
                    (false, true) if found.eligible_until.is_none() => {
                        found.eligible_on = found.eligible_on.or(Some(*day));
                        running = true;
                    }
                    (true, false) => {
                        found.eligible_until = found.eligible_until.or(day.pred_opt());
                        running = false;
                    }
                    _ => {}
                }
            }
        }
        Ok(found)
    }

    /// Adds the days on which a comparison in `node` can change, while no fact changes but by elapsed time.
    fn thresholds(&self, node: &Node, facts: &Facts<'_>, days: &mut BTreeSet<NaiveDate>) {
        match node {
            Node::And(parts) | Node::Or(parts) => {
                parts.iter().for_each(|part| self.thresholds(part, facts, days))
            }
            Node::Not(inner) => self.thresholds(inner, facts, days),
            Node::Period { fact, period, .. } => {
                if let Some(Some(Value::Period(span))) = facts.values.get(*fact) {
                    let reached = add(span.from(), *period);
                    days.extend(reached);
                    days.extend(reached.and_then(day_after));
                }
            }
            Node::Compare { left, right, .. } => {
                for (moving, fixed) in [(left, right), (right, left)] {
                    if let (Some(by), Some(date)) = (shifts(moving), fixed_date(fixed, facts)) {
                        around(date, &by, days);
                    }
                }
            }
            // These change only when a fact does.
            Node::Constant(_) | Node::Holds(_) | Node::Known(_) | Node::OneOf { .. } | Node::Has { .. } => {}
        }
    }
}

/// The shifts between `as_of` and a term, outermost first; `None` when the term does not move with `as_of`.
fn shifts(term: &Term) -> Option<Vec<(super::expression::Sign, crate::calendar::Period)>> {
    match term {
        Term::AsOf => Some(Vec::new()),
        Term::Shift(of, sign, by) => {
            let mut all = vec![(*sign, *by)];
            all.extend(shifts(of)?);
            Some(all)
        }
        Term::Fact(_) | Term::Constant(_) => None,
    }
}

fn fixed_date(term: &Term, facts: &Facts<'_>) -> Option<NaiveDate> {
    match term {
        Term::Constant(Value::Date(date)) => Some(*date),
        Term::Fact(fact) => match facts.values.get(*fact) {
            Some(Some(Value::Date(date))) => Some(*date),
            _ => None,
        },
        Term::Shift(of, sign, by) => {
            let date = fixed_date(of, facts)?;
            match sign {
                super::expression::Sign::Plus => add(date, *by),
                super::expression::Sign::Minus => subtract(date, *by),
            }
        }
        _ => None,
    }
}

/// Days near the one where `as_of`, shifted, reaches `date`.
///
/// Undoing a shift lands within three days of the answer for each month-end clamp (31 to 28), so a window of five for each
/// shift, and one for `>` against `>=`, holds it.
fn around(
    date: NaiveDate,
    by: &[(super::expression::Sign, crate::calendar::Period)],
    days: &mut BTreeSet<NaiveDate>,
) {
    let mut day = Some(date);
    let mut reach = 1_u64;
    for (sign, period) in by {
        day = day.and_then(|day| match sign {
            super::expression::Sign::Plus => subtract(day, *period),
            super::expression::Sign::Minus => add(day, *period),
        });
        reach = reach.saturating_add(5);
    }
    let Some(day) = day else { return };
    for away in 0..=reach {
        days.extend(day.checked_sub_days(Days::new(away)));
        days.extend(day.checked_add_days(Days::new(away)));
    }
}
