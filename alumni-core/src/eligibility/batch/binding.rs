//! Which column each fact of a policy is read from.

use std::collections::BTreeSet;

use super::super::Policy;
use super::decisions::UnknownColumn;
use super::options::BatchOptions;
use crate::Error;
use crate::columns::{Column, Columns, Values};
use crate::text::did_you_mean;
use crate::workforce::{Fact, FactDefinition, FactType};

/// A fact with its column.
pub(in crate::eligibility) struct Bound<'a> {
    /// As rules write it, which is also the column's name.
    pub(in crate::eligibility) name: String,
    pub(in crate::eligibility) kind: FactType,
    pub(in crate::eligibility) column: Option<&'a Column<'a>>,
    /// For money as numbers: its currency codes.
    pub(in crate::eligibility) currency: Option<&'a Column<'a>>,
}

/// All facts with their columns, and the columns without facts.
pub(in crate::eligibility) struct Binding<'a> {
    /// The policy's facts by number, then those from which others follow.
    pub(in crate::eligibility) facts: Vec<Bound<'a>>,
    pub(in crate::eligibility) unknown: Vec<UnknownColumn>,
    pub(in crate::eligibility) unused: Vec<String>,
    pub(in crate::eligibility) missing: Vec<String>,
}

impl<'a> Binding<'a> {
    pub(in crate::eligibility) fn new(
        policy: &Policy,
        columns: &'a Columns<'a>,
        options: &BatchOptions,
    ) -> Result<Self, Error> {
        let mut used = BTreeSet::new();
        let mut binding =
            Self { facts: Vec::new(), unknown: Vec::new(), unused: Vec::new(), missing: Vec::new() };
        for fact in &policy.facts {
            let bound = bind(policy, fact.written(), &fact.name, columns);
            if bound.column.is_none() && !follows(&fact.name, columns) {
                if options.missing_is_error() {
                    return Err(missing(&bound.name, columns));
                }
                binding.missing.push(bound.name.clone());
            }
            used.insert(bound.name.clone());
            binding.facts.push(bound);
        }
        if policy.facts.iter().any(|fact| !sources(&fact.name).is_empty()) {
            for source in SOURCES.map(Fact::as_str) {
                if used.insert(source.to_owned()) {
                    binding.facts.push(bind(policy, source.to_owned(), source, columns));
                }
            }
        }
        binding.sort_columns(policy, columns, &used);
        Ok(binding)
    }

    fn sort_columns(&mut self, policy: &Policy, columns: &Columns<'_>, used: &BTreeSet<String>) {
        for (name, _) in columns.iter() {
            let plain = name.split('(').next().unwrap_or(name);
            let currency = name.strip_suffix(CURRENCY).unwrap_or_default();
            if used.contains(name) {
                continue;
            }
            if self.facts.iter().any(|fact| fact.currency.is_some() && fact.name == currency) {
                continue;
            }
            if policy.vocabulary.get(plain).is_some_and(|fact| fact.parameter == (plain != name)) {
                self.unused.push(name.to_owned());
            } else {
                let nearest = policy.vocabulary.nearest(plain).map(str::to_owned);
                self.unknown.push(UnknownColumn { name: name.to_owned(), nearest });
            }
        }
    }
}

const CURRENCY: &str = "_currency";

/// Facts from which others follow.
const SOURCES: [Fact; 3] = [Fact::StartDate, Fact::SeparationDate, Fact::Employed];

/// The facts from which the fact `name` follows when it is not supplied: all of the first, one of the second.
fn sources(name: &str) -> &'static [&'static [Fact]] {
    match name.parse() {
        Ok(Fact::Employed) => &[&[Fact::SeparationDate]],
        Ok(Fact::Tenure) => &[&[Fact::StartDate], &[Fact::SeparationDate, Fact::Employed]],
        Ok(Fact::SinceSeparation) => &[&[Fact::SeparationDate, Fact::Employed]],
        _ => &[],
    }
}

fn follows(name: &str, columns: &Columns<'_>) -> bool {
    let sources = sources(name);
    let any = |facts: &&[Fact]| facts.iter().any(|fact| columns.get(fact.as_str()).is_some());
    !sources.is_empty() && sources.iter().all(any)
}

fn missing(name: &str, columns: &Columns<'_>) -> Error {
    let hint = did_you_mean(name, columns.iter().map(|(name, _)| name));
    let from = sources(name).iter().map(|facts| {
        facts.iter().map(|fact| format!("`{}`", fact.as_str())).collect::<Vec<_>>().join(" or ")
    });
    let from = from.collect::<Vec<_>>().join(" and ");
    let from = if from.is_empty() { from } else { format!(", or {from} from which it follows") };
    Error::missing(format!("expected a column for the fact `{name}`{from}{hint}")).within(name)
}

fn bind<'a>(policy: &Policy, written: String, name: &str, columns: &'a Columns<'a>) -> Bound<'a> {
    let kind =
        policy.vocabulary.get(name).map_or(FactType::Boolean, |definition: &FactDefinition| definition.kind);
    let column = columns.get(&written);
    let currency = match column {
        Some(column) if kind == FactType::Money && is_number(column) => {
            columns.get(&format!("{written}{CURRENCY}"))
        }
        _ => None,
    };
    Bound { name: written, kind, column, currency }
}

pub(super) fn is_number(column: &Column<'_>) -> bool {
    use Values::{Decimals, Floats32, Floats64, Integers};
    matches!(column.values(), Integers(_) | Floats32(_) | Floats64(_) | Decimals { .. })
}
