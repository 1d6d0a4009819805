//! The values of a fact that stand for all, as columns hold them.

use chrono::NaiveDate;

use super::Policy;
use super::cells::is_stand_in;
use super::evaluate::{Facts, each_fact};
use super::policy::Criterion;
use crate::calendar::Span;
use crate::workforce::{Fact, Value};

/// How a policy asks for a fact.
pub(crate) struct Asked {
    /// The fact as rules write it.
    pub(crate) fact: String,
    /// The ids of the criteria that ask for it.
    pub(crate) criteria: Vec<String>,
    /// Values that stand for all as far as the rules tell them apart, in the order of their kind.
    pub(crate) values: Vec<StandIn>,
    /// Whether they do: not when the rules compare the fact with another one.
    pub(crate) complete: bool,
}

/// A value that stands for others.
pub(crate) struct StandIn {
    /// As a column of texts holds it.
    pub(crate) text: String,
    /// Whether it is any value that no rule names.
    pub(crate) is_any_other: bool,
}

/// Facts from which others follow where these are not supplied.
const FOLLOWING: [Fact; 3] = [Fact::Employed, Fact::Tenure, Fact::SinceSeparation];
const SOURCES: [Fact; 3] = [Fact::StartDate, Fact::SeparationDate, Fact::Employed];

impl Policy {
    /// How the rules ask for the fact `name`, with each of its parameters; empty when they do not.
    pub(crate) fn asks_for(&self, name: &str, as_of: NaiveDate) -> Vec<Asked> {
        let direct =
            self.facts.iter().enumerate().filter(|(_, used)| used.name == name || used.written() == name);
        let mut found: Vec<Asked> = direct
            .map(|(number, used)| {
                let cells = self.cells_by_rules(number, as_of);
                Asked {
                    fact: used.written(),
                    criteria: self.asking(&[number]),
                    values: cells.0,
                    complete: cells.1,
                }
            })
            .collect();
        if found.is_empty() && SOURCES.iter().any(|fact| fact.as_str() == name) {
            let follows = |name: &str| FOLLOWING.iter().any(|fact| fact.as_str() == name);
            let numbers: Vec<_> =
                (0..).zip(&self.facts).filter(|(_, used)| follows(&used.name)).map(|(n, _)| n).collect();
            if !numbers.is_empty() {
                let criteria = self.asking(&numbers);
                found.push(Asked { fact: name.to_owned(), criteria, values: Vec::new(), complete: false });
            }
        }
        found
    }

    fn asking(&self, facts: &[usize]) -> Vec<String> {
        let asks = |criterion: &&Criterion| {
            let mut asks = false;
            each_fact(&criterion.node, &mut |fact| asks |= facts.contains(&fact));
            asks
        };
        self.criteria.iter().filter(asks).map(|criterion| criterion.id.clone()).collect()
    }

    /// The cells of a fact as texts, nothing else being known, and whether they are complete.
    fn cells_by_rules(&self, number: usize, as_of: NaiveDate) -> (Vec<StandIn>, bool) {
        let mut values = vec![None; self.facts.len()];
        // Elapsed time comes as days, which are laid from this day.
        let first = NaiveDate::from_ymd_opt(2001, 1, 1);
        let is_period = self
            .facts
            .get(number)
            .and_then(|used| self.vocabulary.get(&used.name))
            .is_some_and(|definition| definition.kind == crate::workforce::FactType::Period);
        if let (true, Some(value), Some(first)) = (is_period, values.get_mut(number), first) {
            *value = Span::new(first, first).ok().map(Value::Period);
        }
        let cells = self.cells(number, &Facts { values: &values, as_of });
        let taken: Vec<String> = cells.values.iter().filter_map(text).collect();
        let mut complete = cells.complete;
        let mut found = Vec::new();
        for value in &cells.values {
            if is_stand_in(value) {
                found.push(StandIn { text: another(&taken), is_any_other: true });
            } else if let Some(text) = text(value).filter(|text| !text.is_empty()) {
                found.push(StandIn { text, is_any_other: false });
            } else {
                // A set of nothing has no text.
                complete = false;
            }
        }
        (found, complete)
    }
}

/// A name that is none of those taken.
fn another(taken: &[String]) -> String {
    let mut name = "another".to_owned();
    while taken.contains(&name) {
        name.push('_');
    }
    name
}

fn text(value: &Value) -> Option<String> {
    Some(match value {
        Value::Boolean(value) => value.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Money(amount) => amount.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Period(span) => span.until().signed_duration_since(span.from()).num_days().to_string(),
        Value::Category(name) => name.clone(),
        Value::Categories(names) => names.join(";"),
    })
}
