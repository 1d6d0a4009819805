//! Row by row, each as a worker: what the batch means, and the way for rows that the fast one leaves out.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::super::Policy;
use super::super::decide::outcome;
use super::super::decision::{Outcome, Status};
use super::super::evaluate::{Facts, each_fact};
use super::super::program::Program;
use super::super::resolve::Node;
use super::binding::{Binding, Bound, is_number};
use super::blocks::Machine;
use super::cell::supplied;
use super::decisions::{CriterionMasks, Decisions, EligibleOn, UnusableValues, set};
use super::fast;
use super::foresee::OFTEN;
use super::options::BatchOptions;
use crate::Error;
use crate::columns::Columns;
use crate::workforce::{Currency, FactType, Money, Supplied, Value, Worker};

/// More rows of unusable values are counted but not named.
pub(super) const NAMED: usize = 10;

pub(super) fn decide(
    policy: &Policy,
    columns: &Columns<'_>,
    as_of: NaiveDate,
    options: &BatchOptions,
) -> Result<Decisions, Error> {
    let binding = Binding::new(policy, columns, options)?;
    let rows = columns.rows();
    let mut decisions = Decisions {
        as_of,
        policy: policy.reference(),
        outcomes: vec![0; rows],
        criteria: policy
            .criteria
            .iter()
            .map(|criterion| CriterionMasks::new(&criterion.id, criterion.effect, rows))
            .collect(),
        eligible_on: options
            .wants_eligible_on()
            .then(|| EligibleOn { days: vec![0; rows], valid: vec![0; rows.div_ceil(64)] }),
        unknown_columns: Vec::new(),
        unused_columns: Vec::new(),
        missing_columns: Vec::new(),
        unusable: Vec::new(),
    };
    let mut reader = Reader { policy, binding: &binding, as_of, options, unusable: Vec::new() };
    let mut program = Program::new(policy, as_of);
    if let Some(program) = program.as_mut().filter(|_| rows > OFTEN) {
        program.tabulate();
    }
    let machine = program.as_ref().and_then(|program| Machine::new(policy, program, &binding, rows));
    match machine {
        Some(machine) => fast::decide(&machine, &mut reader, &mut decisions)?,
        None => (0..rows).try_for_each(|row| reader.decide(row, &mut decisions))?,
    }
    decisions.unusable = reader.unusable;
    decisions.unknown_columns = binding.unknown;
    decisions.unused_columns = binding.unused;
    decisions.missing_columns = binding.missing;
    Ok(decisions)
}

/// Facts whose values cannot be used, by number, and why.
type Refused = Vec<(usize, Error)>;

/// Reads rows as workers.
pub(in crate::eligibility) struct Reader<'a> {
    pub(in crate::eligibility) policy: &'a Policy,
    pub(in crate::eligibility) binding: &'a Binding<'a>,
    pub(in crate::eligibility) as_of: NaiveDate,
    pub(in crate::eligibility) options: &'a BatchOptions,
    pub(in crate::eligibility) unusable: Vec<UnusableValues>,
}

impl Reader<'_> {
    /// Decides about one row and writes what comes out.
    pub(in crate::eligibility) fn decide(&mut self, row: usize, to: &mut Decisions) -> Result<(), Error> {
        let (worker, values) = self.row(row)?;
        let facts = Facts { values: &values, as_of: self.as_of };
        let at = |error: Error| at_row(error, row);
        let statuses = self.policy.statuses(&facts).map_err(at)?;
        let outcome = outcome(&self.policy.criteria, &statuses);
        if let Some(code) = to.outcomes.get_mut(row) {
            *code = code_of(outcome);
        }
        for (criterion, status) in to.criteria.iter_mut().zip(&statuses) {
            set(&mut criterion.unknown, row, *status == Status::Unknown);
            set(&mut criterion.standing, row, matches!(status, Status::Unmet | Status::Review));
        }
        if let Some(found) = &mut to.eligible_on {
            let (day, _) =
                self.policy.waiting(&worker, &values, self.as_of, outcome, &statuses).map_err(at)?;
            set(&mut found.valid, row, day.is_some());
            if let Some(to) = found.days.get_mut(row) {
                *to = day.map_or(0, |day| day.to_epoch_days());
            }
        }
        Ok(())
    }

    /// A row as a worker, with the values of the policy's facts; unusable values are left out where they may be.
    fn row(&mut self, row: usize) -> Result<(Worker, Vec<Option<Value>>), Error> {
        let mut left_out = BTreeSet::new();
        loop {
            let error = match self.read(row, &left_out) {
                Ok(found) => return Ok(found),
                Err(errors) => errors,
            };
            for (fact, error) in error {
                let Some(bound) = self.binding.facts.get(fact).filter(|_| !self.options.unusable_is_error())
                else {
                    return Err(error);
                };
                // Each round leaves out at least one more fact.
                if !left_out.insert(fact) {
                    return Err(error);
                }
                count(&mut self.unusable, bound, row, &error);
            }
        }
    }

    /// The row, or the facts whose values cannot be used.
    fn read(&self, row: usize, left_out: &BTreeSet<usize>) -> Result<(Worker, Vec<Option<Value>>), Refused> {
        let mut worker = Worker::new("row", []).map_err(|error| vec![(usize::MAX, error)])?;
        let mut refused = Vec::new();
        for (fact, bound) in self.binding.facts.iter().enumerate() {
            if left_out.contains(&fact) {
                continue;
            }
            match value_of(bound, row) {
                Ok(Some(value)) => worker = worker.with_fact(bound.name.clone(), value),
                Ok(None) => {}
                // A source that nothing follows from in this row is not looked at.
                Err(error) if fact < self.policy.facts.len() => {
                    refused.push((fact, at_column(&error, &bound.name, row)));
                }
                Err(_) => worker = worker.with_fact(bound.name.clone(), Supplied::Texts(Vec::new())),
            }
        }
        if !refused.is_empty() {
            return Err(refused);
        }
        let values = self.policy.values(&worker, self.as_of).map_err(|error| {
            let name = error.path().strip_prefix("facts.").unwrap_or_default();
            let fact = self.binding.facts.iter().position(|bound| bound.name == name);
            vec![(fact.unwrap_or(usize::MAX), at_column(&error, name, row))]
        })?;
        let facts = Facts { values: &values, as_of: self.as_of };
        let mut mixed = Vec::new();
        for criterion in &self.policy.criteria {
            mixed_currencies(&criterion.node, &facts, &mut |fact, error| {
                if mixed.iter().all(|(known, _)| *known != fact) {
                    let name =
                        self.binding.facts.get(fact).map(|bound| bound.name.as_str()).unwrap_or_default();
                    mixed.push((fact, at_column(&error, name, row)));
                }
            });
        }
        if mixed.is_empty() { Ok((worker, values)) } else { Err(mixed) }
    }
}

/// Calls `found` with each fact of a comparison that money of two currencies makes impossible.
fn mixed_currencies(node: &Node, facts: &Facts<'_>, found: &mut impl FnMut(usize, Error)) {
    match node {
        Node::And(parts) | Node::Or(parts) => {
            parts.iter().for_each(|part| mixed_currencies(part, facts, found))
        }
        Node::Not(inner) => mixed_currencies(inner, facts, found),
        leaf => {
            if let Err(error) = facts.truth(leaf) {
                each_fact(leaf, &mut |fact| found(fact, error.clone()));
            }
        }
    }
}

fn value_of(bound: &Bound<'_>, row: usize) -> Result<Option<Supplied>, Error> {
    let Some(column) = bound.column else { return Ok(None) };
    let value = supplied(column, bound.kind, row)?;
    if bound.kind != FactType::Money || !is_number(column) {
        return Ok(value);
    }
    let number = match value {
        None => return Ok(None),
        Some(Supplied::Integer(number)) => number.to_string(),
        Some(Supplied::Text(number)) => number,
        Some(other) => return Ok(Some(other)),
    };
    let Some(currency) = bound.currency else {
        let name = &bound.name;
        return Err(Error::missing(format!(
            "expected a column `{name}_currency` beside amounts without a currency"
        )));
    };
    match supplied(currency, FactType::Category, row)? {
        Some(Supplied::Text(code)) => {
            let currency: Currency = code.parse()?;
            Ok(Some(Money::parse_major(&number, currency)?.into()))
        }
        _ => Err(Error::missing("expected the currency of the amount")),
    }
}

fn at_column(error: &Error, column: &str, row: usize) -> Error {
    Error::new(error.kind(), error.message()).within(format!("{column}: row {row}"))
}

fn at_row(error: Error, row: usize) -> Error {
    Error::new(error.kind(), error.message()).within(format!("row {row}"))
}

fn count(unusable: &mut Vec<UnusableValues>, bound: &Bound<'_>, row: usize, error: &Error) {
    let place = unusable.iter().position(|known| known.column == bound.name).unwrap_or_else(|| {
        unusable.push(UnusableValues {
            column: bound.name.clone(),
            count: 0,
            rows: Vec::new(),
            expected: error.message().to_owned(),
        });
        unusable.len().saturating_sub(1)
    });
    if let Some(known) = unusable.get_mut(place) {
        known.count = known.count.saturating_add(1);
        if known.rows.len() < NAMED {
            known.rows.push(row);
        }
    }
}

/// The place of an outcome in [`Outcome::ALL`].
pub(in crate::eligibility) const fn code_of(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Eligible => 0,
        Outcome::Conditional => 1,
        Outcome::Undetermined => 2,
        Outcome::Ineligible => 3,
    }
}
