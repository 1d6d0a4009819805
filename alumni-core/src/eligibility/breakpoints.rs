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

/// The first day the outcome becomes eligible, and for each criterion the first day it is met.
type Waiting = (Option<NaiveDate>, Vec<Option<NaiveDate>>);

impl Policy {
    /// Finds, for an outcome that is not eligible now, the days on which it and its unmet criteria become so.
    ///
    /// Between two recorded changes (a spell ends, a position begins) only elapsed time and `as_of` move, and each
    /// comparison changes on a day that its own threshold gives; so it is enough to look at those days, in order.
    pub(super) fn waiting(
        &self,
        worker: &Worker,
        values: &[Option<Value>],
        as_of: NaiveDate,
        now: Outcome,
        statuses: &[Status],
    ) -> Result<Waiting, Error> {
        let mut met_on = vec![None; statuses.len()];
        let mut eligible_on = None;
        if matches!(now, Outcome::Eligible) {
            return Ok((None, met_on));
        }
        let mut stages = changes_after(worker, as_of);
        stages.insert(0, as_of);
        let mut values = values.to_vec();
        for (index, start) in stages.iter().enumerate() {
            let end = stages.get(index.saturating_add(1));
            if index > 0 {
                values = self.values(worker, *start)?;
            }
            let mut days = BTreeSet::new();
            for criterion in &self.criteria {
                self.thresholds(&criterion.node, &Facts { values: &values, as_of: *start }, &mut days);
            }
            days.insert(*start);
            for day in days.range(start..).filter(|day| **day > as_of && end.is_none_or(|end| *day < end)) {
                let values = self.values(worker, *day)?;
                let later = self.statuses(&Facts { values: &values, as_of: *day })?;
                for ((met_on, was), is) in met_on.iter_mut().zip(statuses).zip(&later) {
                    if met_on.is_none() && *was == Status::Unmet && *is == Status::Met {
                        *met_on = Some(*day);
                    }
                }
                if eligible_on.is_none() && outcome(&self.criteria, &later) == Outcome::Eligible {
                    eligible_on = Some(*day);
                }
            }
        }
        Ok((eligible_on, met_on))
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
