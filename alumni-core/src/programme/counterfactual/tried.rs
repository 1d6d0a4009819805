//! The rows decided again, and what is counted of them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::options::{CounterfactualOptions, TriedFact};
use crate::Error;
use crate::columns::codes::Codes;
use crate::columns::{Column, Columns, Integers, Texts, UnusableValues, Values};
use crate::eligibility::{BatchOptions, CriterionMasks, Decisions, Policy};
use crate::fairness::{
    CounterfactualCriterion, CounterfactualFact, CounterfactualGroup, CounterfactualValue, Counterfactuals,
};
use crate::text::{Localized, did_you_mean};

/// What is kept of a table.
pub(super) struct Sums<'a> {
    policy: &'a Policy,
    options: &'a CounterfactualOptions,
    batch: BatchOptions,
    as_of: NaiveDate,
    tried: Vec<Tried>,
    rows: usize,
    missing_columns: Vec<String>,
    unusable: Vec<UnusableValues>,
}

/// A fact, its values, and what they change.
struct Tried {
    fact: String,
    title: Localized,
    protected: bool,
    read: bool,
    complete: bool,
    /// Where the caller named it, the place among those.
    place: Option<usize>,
    /// As texts, and whether each stands for any other.
    values: Vec<(String, bool)>,
    changed_by: Vec<Changes>,
    criteria: Vec<(String, u64)>,
    all: Changes,
    unknown: u64,
    groups: BTreeMap<Option<String>, Changes>,
}

/// Rows that are decided about together.
#[derive(Clone, Copy)]
struct Round<'a> {
    policy: &'a Policy,
    columns: &'a Columns<'a>,
    batch: &'a BatchOptions,
    now: &'a Decisions,
    groups: Option<&'a Groups>,
}

/// Of how many people an outcome changes.
#[derive(Clone, Copy, Default)]
struct Changes {
    known: u64,
    changed: u64,
    better: u64,
    worse: u64,
}

/// Rows as bits.
struct Rows {
    changed: Vec<u64>,
    better: Vec<u64>,
    worse: Vec<u64>,
}

impl<'a> Sums<'a> {
    /// Nobody yet; `columns` says which columns there are.
    pub(super) fn new(
        policy: &'a Policy,
        columns: &Columns<'_>,
        as_of: NaiveDate,
        options: &'a CounterfactualOptions,
    ) -> Result<Self, Error> {
        let vocabulary = policy.vocabulary();
        let mut tried = Vec::new();
        for fact in vocabulary.iter().filter(|fact| fact.protected) {
            if !options.facts.iter().any(|tried| base(&tried.fact) == fact.name) {
                let asked = TriedFact { fact: fact.name.clone(), values: Vec::new() };
                tried.extend(of_fact(policy, &asked, None, as_of)?);
            }
        }
        for (place, fact) in options.facts.iter().enumerate() {
            let at = |error: Error| error.within("fact").within(format!("facts[{place}]"));
            if options.facts.iter().take(place).any(|before| before.fact == fact.fact) {
                return Err(at(Error::duplicate(format!(
                    "expected each fact once, got `{}` again",
                    fact.fact
                ))));
            }
            if vocabulary.get(base(&fact.fact)).is_none() && columns.get(&fact.fact).is_none() {
                let names = vocabulary.iter().map(|fact| fact.name.as_str());
                let hint = did_you_mean(&fact.fact, names.chain(columns.iter().map(|(name, _)| name)));
                let message = format!("expected a fact or a column, got `{}`{hint}", fact.fact);
                return Err(at(Error::unknown_name(message)));
            }
            tried.extend(of_fact(policy, fact, Some(place), as_of)?);
        }
        let batch = options.of_batch();
        Ok(Self {
            policy,
            options,
            batch,
            as_of,
            tried,
            rows: 0,
            missing_columns: Vec::new(),
            unusable: Vec::new(),
        })
    }

    #[cfg(feature = "table")]
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// The next rows.
    pub(super) fn add(&mut self, columns: &Columns<'_>) -> Result<(), Error> {
        let now = self.policy.decide_columns_with(columns, self.as_of, &self.batch)?;
        let groups = self.options.group().map(|attribute| groups(columns, attribute)).transpose()?;
        let mut then = now.clone();
        let round =
            Round { policy: self.policy, columns, batch: &self.batch, now: &now, groups: groups.as_ref() };
        for tried in self.tried.iter_mut().filter(|tried| tried.read) {
            let known = columns.get(&tried.fact).map_or_else(|| vec![0; words(columns.rows())], known);
            if known.iter().any(|word| *word != 0) {
                tried.rows(&round, &known, &mut then)?;
            }
            tried.unknown = tried.unknown.saturating_add(
                u64::try_from(columns.rows()).unwrap_or(u64::MAX).saturating_sub(ones(&known)),
            );
        }
        self.missing_columns = now.missing_columns().to_vec();
        UnusableValues::append(&mut self.unusable, now.unusable().to_vec(), self.rows);
        self.rows = self.rows.saturating_add(columns.rows());
        Ok(())
    }

    pub(super) fn finished(self) -> Counterfactuals {
        let minimum = self.options.minimum_cell;
        let found = Counterfactuals {
            policy: self.policy.reference(),
            as_of: self.as_of,
            rows: u64::try_from(self.rows).unwrap_or(u64::MAX),
            facts: self.tried.into_iter().map(|tried| tried.finished(minimum)).collect(),
            missing_columns: self.missing_columns,
            unusable: self.unusable,
            input_hash: None,
        };
        found.fingerprinted()
    }
}

/// A fact's name without its parameter.
fn base(fact: &str) -> &str {
    fact.split('(').next().unwrap_or(fact)
}

/// A fact as the rules ask for it, once for each of its parameters.
fn of_fact(
    policy: &Policy,
    tried: &TriedFact,
    place: Option<usize>,
    as_of: NaiveDate,
) -> Result<Vec<Tried>, Error> {
    let definition = policy.vocabulary().get(base(&tried.fact));
    let title = |fact: &str| match definition {
        Some(definition) if fact == definition.name => definition.title.clone(),
        _ => Localized::same(fact),
    };
    let made = |fact: String, read: bool| Tried {
        title: title(&fact),
        fact,
        protected: definition.is_some_and(|definition| definition.protected),
        read,
        complete: true,
        place,
        values: Vec::new(),
        changed_by: Vec::new(),
        criteria: Vec::new(),
        all: Changes::default(),
        unknown: 0,
        groups: BTreeMap::new(),
    };
    let asked = policy.asks_for(&tried.fact, as_of);
    if asked.is_empty() {
        return Ok(vec![made(tried.fact.clone(), false)]);
    }
    let with_values = |asked: crate::eligibility::Asked| {
        let mut made = made(asked.fact, true);
        if tried.values.is_empty() {
            if asked.values.is_empty() && !asked.complete {
                let message =
                    format!("expected the values to try: the rules read `{}` through other facts", made.fact);
                let error = Error::missing(message).within("values");
                return Err(
                    error.within(place.map_or_else(|| made.fact.clone(), |place| format!("facts[{place}]")))
                );
            }
            made.values = asked.values.into_iter().map(|value| (value.text, value.is_any_other)).collect();
            made.complete = asked.complete;
        } else {
            made.values = tried.values.iter().map(|value| (value.clone(), false)).collect();
            // The caller's values are all the values there are.
        }
        made.changed_by = vec![Changes::default(); made.values.len()];
        made.criteria = asked.criteria.into_iter().map(|id| (id, 0)).collect();
        Ok(made)
    };
    asked.into_iter().map(with_values).collect()
}

impl Tried {
    /// Decides about rows again with each value.
    fn rows(&mut self, round: &Round<'_>, known: &[u64], then: &mut Decisions) -> Result<(), Error> {
        let Round { policy, columns, batch, now, groups } = *round;
        let mut all = Rows::none(columns.rows());
        let mut otherwise = vec![vec![0_u64; words(columns.rows())]; self.criteria.len()];
        for (place, (value, _)) in self.values.iter().enumerate() {
            let changed = with(columns, &self.fact, value, |columns| {
                policy.decide_columns_into(columns, now.as_of(), batch, then)
            });
            changed.map_err(|error| self.of_value(place, error))?;
            let rows = Rows::between(now, then, known);
            if let Some(changes) = self.changed_by.get_mut(place) {
                changes.add(&rows, known);
            }
            for ((id, _), mask) in self.criteria.iter().zip(&mut otherwise) {
                stands_otherwise(masks(now, id), masks(then, id), &rows.changed, mask);
            }
            all.add(&rows);
        }
        for ((_, count), mask) in self.criteria.iter_mut().zip(&otherwise) {
            *count = count.saturating_add(ones(mask));
        }
        self.all.add(&all, known);
        if let Some((codes, names)) = groups {
            for (row, code) in codes.iter().enumerate().filter(|(row, _)| bit(known, *row)) {
                let name = usize::try_from(*code).ok().and_then(|code| names.get(code.checked_sub(1)?));
                let changes = self.groups.entry(name.cloned()).or_default();
                changes.known = changes.known.saturating_add(1);
                for (count, mask) in [
                    (&mut changes.changed, &all.changed),
                    (&mut changes.better, &all.better),
                    (&mut changes.worse, &all.worse),
                ] {
                    *count = count.saturating_add(u64::from(bit(mask, row)));
                }
            }
        }
        Ok(())
    }

    /// An error of a value: the rows were decided about before with their own.
    fn of_value(&self, place: usize, error: Error) -> Error {
        match self.place {
            Some(fact) => Error::new(error.kind(), error.message())
                .within(format!("values[{place}]"))
                .within(format!("facts[{fact}]")),
            None => error,
        }
    }

    fn finished(self, minimum: u64) -> CounterfactualFact {
        let (shown, withheld): (Vec<_>, Vec<_>) =
            self.groups.into_iter().partition(|(_, changes)| changes.known >= minimum);
        // Those of unknown group come first by their key and last in the answer.
        let (nameless, named): (Vec<_>, Vec<_>) = shown.into_iter().partition(|(group, _)| group.is_none());
        let group = |(group, changes): (Option<String>, Changes)| CounterfactualGroup {
            group,
            known: changes.known,
            changed: changes.changed,
            better: changes.better,
            worse: changes.worse,
        };
        let value = |((value, any), changes): ((String, bool), Changes)| CounterfactualValue {
            value: (!any).then_some(value),
            changed: changes.changed,
            better: changes.better,
            worse: changes.worse,
        };
        let criterion = |(criterion, changed)| CounterfactualCriterion { criterion, changed };
        let mut fact = CounterfactualFact {
            fact: self.fact,
            title: self.title,
            protected: self.protected,
            read: self.read,
            complete: self.complete,
            known: self.all.known,
            unknown: self.unknown,
            changed: self.all.changed,
            better: self.all.better,
            worse: self.all.worse,
            values: self.values.into_iter().zip(self.changed_by).map(value).collect(),
            criteria: self.criteria.into_iter().map(criterion).collect(),
            groups: named.into_iter().chain(nameless).map(group).collect(),
            withheld: withheld.into_iter().filter_map(|(group, _)| group).collect(),
            reasons: Vec::new(),
        };
        fact.reasons = fact.said();
        fact
    }
}

/// A code for each row, and the names of the codes from 1 on.
type Groups = (Vec<u32>, Vec<String>);

fn groups(columns: &Columns<'_>, attribute: &str) -> Result<Groups, Error> {
    let column = super::super::gap::groups(columns, attribute)?;
    let read = || {
        let mut codes = Codes::new(column)?;
        let mut rows = vec![0; columns.rows()];
        codes.read(0, &mut rows)?;
        Ok((rows, codes.names()))
    };
    read().map_err(|error: Error| error.within(attribute))
}

/// The columns with one value of a fact for everybody.
fn with<T>(
    columns: &Columns<'_>,
    fact: &str,
    value: &str,
    work: impl FnOnce(&Columns<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let (codes, names) = (vec![0_u8; columns.rows()], [value]);
    let currency = format!("{fact}_currency");
    let mut changed = Columns::new(columns.rows())?;
    for (name, column) in columns.iter().filter(|(name, _)| *name != fact && *name != currency) {
        changed = changed.with(name, column.clone())?;
    }
    let values =
        Values::Coded { codes: Integers::U8(&codes), names: Texts::Slices(&names), names_valid: None };
    work(&changed.with(fact, Column::new(values))?)
}

fn words(rows: usize) -> usize {
    rows.div_ceil(64)
}

fn ones(mask: &[u64]) -> u64 {
    mask.iter().map(|word| u64::from(word.count_ones())).fold(0, u64::saturating_add)
}

fn bit(mask: &[u64], row: usize) -> bool {
    mask.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
}

/// The rows whose value is there.
fn known(column: &Column<'_>) -> Vec<u64> {
    let rows = column.len();
    let mut mask = vec![0_u64; words(rows)];
    let named = |row: usize| match column.values() {
        Values::Coded { codes, names_valid: Some(valid), .. } => {
            codes.get(row).and_then(|code| usize::try_from(code).ok()).is_some_and(|code| valid.get(code))
        }
        _ => true,
    };
    let there = |row: usize| column.is_valid(row) && named(row);
    for row in (0..rows).filter(|row| there(*row)) {
        if let Some(word) = mask.get_mut(row / 64) {
            *word |= 1 << (row % 64);
        }
    }
    mask
}

fn masks<'d>(decisions: &'d Decisions, id: &str) -> Option<&'d CriterionMasks> {
    decisions.criteria().iter().find(|masks| masks.id() == id)
}

/// Adds the rows of `among` of which a criterion stands otherwise.
fn stands_otherwise(
    now: Option<&CriterionMasks>,
    then: Option<&CriterionMasks>,
    among: &[u64],
    to: &mut [u64],
) {
    let (Some(now), Some(then)) = (now, then) else { return };
    let word = |mask: &[u64], place: usize| mask.get(place).copied().unwrap_or_default();
    for (place, (to, among)) in to.iter_mut().zip(among).enumerate() {
        let differs = |of: fn(&CriterionMasks) -> &[u64]| word(of(now), place) ^ word(of(then), place);
        let any = differs(CriterionMasks::unmet)
            | differs(CriterionMasks::unknown)
            | differs(CriterionMasks::review);
        *to |= any & among;
    }
}

impl Changes {
    fn add(&mut self, rows: &Rows, known: &[u64]) {
        self.known = self.known.saturating_add(ones(known));
        self.changed = self.changed.saturating_add(ones(&rows.changed));
        self.better = self.better.saturating_add(ones(&rows.better));
        self.worse = self.worse.saturating_add(ones(&rows.worse));
    }
}

impl Rows {
    fn none(rows: usize) -> Self {
        let none = vec![0; words(rows)];
        Self { changed: none.clone(), better: none.clone(), worse: none }
    }

    /// The rows, of those known, whose outcome is another: codes rise from eligible to ineligible.
    fn between(now: &Decisions, then: &Decisions, known: &[u64]) -> Self {
        let mut rows = Self::none(now.rows());
        let codes = now.codes().chunks(64).zip(then.codes().chunks(64));
        let masks = rows.better.iter_mut().zip(&mut rows.worse).zip(&mut rows.changed);
        for (((now, then), ((better, worse), changed)), known) in codes.zip(masks).zip(known) {
            for (place, (now, then)) in now.iter().zip(then).enumerate() {
                *better |= u64::from(then < now) << place;
                *worse |= u64::from(then > now) << place;
            }
            *better &= known;
            *worse &= known;
            *changed = *better | *worse;
        }
        rows
    }

    fn add(&mut self, other: &Self) {
        let pairs = [
            (&mut self.changed, &other.changed),
            (&mut self.better, &other.better),
            (&mut self.worse, &other.worse),
        ];
        for (all, more) in pairs {
            all.iter_mut().zip(more).for_each(|(all, more)| *all |= more);
        }
    }
}
