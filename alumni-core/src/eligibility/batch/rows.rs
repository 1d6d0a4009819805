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
use super::candidate::{Candidate, Lanes};
use super::cell::supplied;
use super::decisions::{Decisions, set};
use super::fast;
use super::foresee::OFTEN;
use super::kernels::BLOCK;
use super::machine::Machine;
use super::options::BatchOptions;
use crate::Error;
use crate::columns::{Columns, UnusableValues};
use crate::workforce::{Currency, FactType, Money, Supplied, Value, Worker};

/// A policy that decides, with its program for the day where there is one.
pub(in crate::eligibility) struct Decider<'p> {
    pub(in crate::eligibility) policy: &'p Policy,
    pub(in crate::eligibility) program: Option<&'p Program>,
}

/// The program of a policy for a day and so many rows.
pub(in crate::eligibility) fn program(policy: &Policy, as_of: NaiveDate, rows: usize) -> Option<Program> {
    let mut program = Program::new(policy, as_of);
    if let Some(program) = program.as_mut().filter(|_| rows > OFTEN) {
        program.tabulate();
    }
    program
}

/// Decides about every row of `columns` under several policies, so many rows at a time.
///
/// For each policy there is an answer to be filled; `done` sees them after each round, with the number of the first row.
/// Rounds begin at a multiple of [`BLOCK`].
pub(in crate::eligibility) fn decide(
    deciders: &[Decider<'_>],
    columns: &Columns<'_>,
    as_of: NaiveDate,
    options: &BatchOptions,
    to: &mut [Decisions],
    at_a_time: usize,
    mut done: impl FnMut(&[Decisions], usize),
) -> Result<(), Error> {
    let rows = columns.rows();
    let bind = |decider: &Decider<'_>| Binding::new(decider.policy, columns, options);
    let bindings = deciders.iter().map(bind).collect::<Result<Vec<_>, Error>>()?;
    let mut readers: Vec<_> = deciders
        .iter()
        .zip(&bindings)
        .map(|(Decider { policy, .. }, binding)| Reader {
            policy,
            binding,
            as_of,
            options,
            unusable: Vec::new(),
        })
        .collect();
    let mut lanes = Lanes::new();
    let candidates = deciders.iter().zip(&bindings).map(|(Decider { policy, program }, binding)| {
        let program = program.filter(|program| !program.is_partial())?;
        let mut candidate = Candidate { policy, program, binding, lanes: Vec::new() };
        candidate.lanes = lanes.of(&candidate, rows)?;
        Some(candidate)
    });
    let candidates: Vec<_> = candidates.collect();
    let mut machine = Machine::new(&candidates, &lanes.all, rows, options.wants_eligible_on());
    let blocks = at_a_time.div_ceil(BLOCK).max(1);
    let mut first = 0_usize;
    loop {
        let rows = rows.saturating_sub(first).min(blocks.saturating_mul(BLOCK));
        machine.fresh = true;
        for (decider, to) in deciders.iter().zip(to.iter_mut()) {
            machine.fresh &= to.make_room(decider.policy, as_of, rows, options.wants_eligible_on());
        }
        fast::decide(&machine, &mut readers, first / BLOCK, rows, to)?;
        done(to, first);
        first = first.saturating_add(rows);
        if first >= columns.rows() {
            break;
        }
    }
    let unusable: Vec<_> = readers.into_iter().map(|reader| reader.unusable).collect();
    for ((to, binding), unusable) in to.iter_mut().zip(bindings).zip(unusable) {
        to.unusable = unusable;
        to.unknown_columns = binding.unknown;
        to.unused_columns = binding.unused;
        to.missing_columns = binding.missing;
    }
    Ok(())
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
    /// Decides about one row and writes what comes out for a row that is `first` rows before it.
    pub(in crate::eligibility) fn decide(
        &mut self,
        row: usize,
        first: usize,
        to: &mut Decisions,
    ) -> Result<(), Error> {
        let (worker, values) = self.row(row)?;
        let facts = Facts { values: &values, as_of: self.as_of };
        let at = |error: Error| at_row(error, row);
        let statuses = self.policy.statuses(&facts).map_err(at)?;
        let outcome = outcome(&self.policy.criteria, &statuses);
        let place = row.saturating_sub(first);
        if let Some(code) = to.outcomes.get_mut(place) {
            *code = code_of(outcome);
        }
        for (criterion, status) in to.criteria.iter_mut().zip(&statuses) {
            set(criterion.unknown.write(), place, *status == Status::Unknown);
            set(criterion.standing.write(), place, matches!(status, Status::Unmet | Status::Review));
        }
        if let Some(found) = &mut to.eligible_on {
            let (day, _) =
                self.policy.waiting(&worker, &values, self.as_of, outcome, &statuses).map_err(at)?;
            set(&mut found.valid, place, day.is_some());
            if let Some(to) = found.days.get_mut(place) {
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
                UnusableValues::count(&mut self.unusable, &bound.name, row, &error);
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
        Some(Supplied::Cell(number)) => number.text().to_owned(),
        Some(other) => return Ok(Some(other)),
    };
    let Some(currency) = bound.currency else {
        let name = &bound.name;
        return Err(Error::missing(format!(
            "expected a column `{name}_currency` beside amounts without a currency"
        )));
    };
    match supplied(currency, FactType::Category, row)? {
        Some(Supplied::Cell(code)) => {
            let currency: Currency = code.text().parse()?;
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

/// The place of an outcome in [`Outcome::ALL`].
const fn code_of(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Eligible => 0,
        Outcome::Conditional => 1,
        Outcome::Undetermined => 2,
        Outcome::Ineligible => 3,
    }
}
