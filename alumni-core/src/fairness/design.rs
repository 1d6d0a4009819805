//! Factors of pay as columns of a regression.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::Error;

/// What a factor is for one person: a number such as years, or a level such as a grade's name.
///
/// In JSON a number or a text.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::FactorValue;
///
/// assert_eq!(serde_json::from_str::<FactorValue>("3.5")?, FactorValue::from(3.5));
/// assert_eq!(serde_json::from_str::<FactorValue>("\"G5\"")?, FactorValue::from("G5"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "expected a number or a text")]
#[expect(clippy::exhaustive_enums, reason = "a column holds numbers or levels")]
pub enum FactorValue {
    /// A number, finite.
    Number(f64),
    /// The name of a level.
    Level(String),
}

impl From<f64> for FactorValue {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for FactorValue {
    fn from(level: &str) -> Self {
        Self::Level(level.to_owned())
    }
}

impl FactorValue {
    /// A total order, so that sums do not depend on the order of people.
    pub(super) fn order(&self, other: &Self) -> std::cmp::Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Level(a), Self::Level(b)) => a.cmp(b),
            (Self::Number(_), Self::Level(_)) => std::cmp::Ordering::Less,
            (Self::Level(_), Self::Number(_)) => std::cmp::Ordering::Greater,
        }
    }
}

/// Whether squares and sums of a number stay finite: it is a number, and at most 1e100 in size.
pub(super) fn usable(number: f64) -> bool {
    number.abs() <= 1e100
}

/// The factors of one person by name.
pub type Factors = BTreeMap<String, FactorValue>;

pub(super) fn order(a: &Factors, b: &Factors) -> std::cmp::Ordering {
    let pairs = a.iter().zip(b);
    let unequal = pairs
        .map(|((name, value), (other, other_value))| name.cmp(other).then_with(|| value.order(other_value)))
        .find(|order| order.is_ne());
    unequal.unwrap_or_else(|| a.len().cmp(&b.len()))
}

/// How the factors of a population become columns: numbers as they are, levels as yes-or-no columns beside the most
/// frequent one, of several the first by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Design {
    factors: Vec<(String, Kind)>,
}

#[derive(Clone, Debug)]
enum Kind {
    Number,
    Levels { base: String, others: Vec<String> },
}

impl Design {
    /// The design of people who have all of the factors that anybody has; `people` come with their place.
    pub(super) fn new<'a>(people: impl Iterator<Item = (usize, &'a Factors)> + Clone) -> Result<Self, Error> {
        let names: BTreeSet<&str> =
            people.clone().flat_map(|(_, factors)| factors.keys().map(String::as_str)).collect();
        let mut design = Self::default();
        for name in names {
            let mut levels = BTreeMap::<&str, u64>::new();
            let mut numbers = false;
            for (index, factors) in people.clone() {
                let at = |error: Error| error.within(format!("people[{index}].factors.{name}"));
                match factors.get(name) {
                    None => continue,
                    Some(FactorValue::Number(number)) if !usable(*number) => {
                        return Err(at(Error::out_of_range(
                            "expected a finite number of at most 1e100 in size",
                        )));
                    }
                    Some(FactorValue::Number(_)) => numbers = true,
                    Some(FactorValue::Level(level)) => {
                        let people = levels.entry(level).or_default();
                        *people = people.saturating_add(1);
                    }
                }
                if numbers && !levels.is_empty() {
                    let message =
                        format!("expected `{name}` to be a number for everyone or a text for everyone");
                    return Err(at(Error::wrong_type(message)));
                }
            }
            let most = levels.values().max().copied();
            let base = levels
                .iter()
                .find(|(_, people)| Some(**people) == most)
                .map(|(level, _)| (*level).to_owned());
            design.factors.push((
                name.to_owned(),
                match base {
                    None => Kind::Number,
                    Some(base) => {
                        let others = levels.keys().filter(|level| ***level != *base);
                        Kind::Levels { others: others.map(|level| (*level).to_owned()).collect(), base }
                    }
                },
            ));
        }
        Ok(design)
    }

    /// The same without some factors.
    pub(super) fn without(&self, names: &[String]) -> Self {
        let kept = self.factors.iter().filter(|(name, _)| !names.contains(name));
        Self { factors: kept.cloned().collect() }
    }

    /// The names of the factors.
    pub(super) fn names(&self) -> Vec<String> {
        self.factors.iter().map(|(name, _)| name.clone()).collect()
    }

    /// The level of each factor that the others are compared with.
    pub(super) fn bases(&self) -> BTreeMap<String, String> {
        let base = |(name, kind): &(String, Kind)| match kind {
            Kind::Number => None,
            Kind::Levels { base, .. } => Some((name.clone(), base.clone())),
        };
        self.factors.iter().filter_map(base).collect()
    }

    /// The names of the columns.
    pub(super) fn columns(&self) -> Vec<String> {
        let named = |(name, kind): &(String, Kind)| match kind {
            Kind::Number => vec![name.clone()],
            Kind::Levels { others, .. } => others.iter().map(|level| format!("{name}={level}")).collect(),
        };
        self.factors.iter().flat_map(named).collect()
    }

    /// One person's row; nothing when a factor is missing or has a level that nobody had.
    pub(super) fn row(&self, factors: &Factors) -> Option<Vec<f64>> {
        let mut row = Vec::with_capacity(self.factors.len().saturating_mul(4));
        for (name, kind) in &self.factors {
            match (kind, factors.get(name)?) {
                (Kind::Number, FactorValue::Number(number)) => row.push(*number),
                (Kind::Levels { base, others }, FactorValue::Level(level)) => {
                    let known = level == base || others.contains(level);
                    row.extend(others.iter().map(|other| f64::from(u8::from(known && other == level))));
                    if !known {
                        return None;
                    }
                }
                _ => return None,
            }
        }
        Some(row)
    }

    /// Everyone's rows, column by column; people come from this design.
    pub(super) fn matrix<'a>(&self, people: impl Iterator<Item = &'a Factors>) -> Vec<Vec<f64>> {
        let mut columns = vec![Vec::new(); self.columns().len()];
        for row in people.filter_map(|factors| self.row(factors)) {
            for (column, value) in columns.iter_mut().zip(row) {
                column.push(value);
            }
        }
        columns
    }
}
