use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Decimal, Fact, Relation, Supplied, Value, Worker};
use crate::Error;
use crate::calendar::Span;
use crate::text::Localized;

/// The type of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "the expression language has these types and no other")]
pub enum FactType {
    /// True or false.
    Boolean,
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal,
    /// An amount of money.
    Money,
    /// A day.
    Date,
    /// Elapsed time.
    Period,
    /// One of a set of values.
    Category,
    /// Several of a set of values.
    Categories,
}

names!(FactType {
    Boolean => "boolean",
    Integer => "integer",
    Decimal => "decimal",
    Money => "money",
    Date => "date",
    Period => "period",
    Category => "category",
    Categories => "categories",
});

/// A value that a category can have, or a name for a whole number (a rung of a grade ladder).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The value as rules and data write it.
    pub name: String,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Localized>,
    /// The whole number it stands for; only for integer facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
}

/// What a rule may ask for: name, type, title, and the values it can have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FactDefinition {
    /// The name in rules: lower-case letters, digits and underscores.
    pub name: String,
    /// The type.
    #[serde(rename = "type")]
    pub kind: FactType,
    /// What people call it.
    pub title: Localized,
    /// Whether the name is followed by a value in parentheses, as in `time_in_job_family(sales)`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub parameter: bool,
    /// The values a category can have, or the names of whole numbers; empty for any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Known>,
    /// The unit of a number, such as hours a week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Localized>,
    /// The least whole number or decimal that can occur.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    /// The largest whole number or decimal that can occur.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
    /// Whether it lies in the past, so that nobody can change it any more: a start date, the kind of a separation.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fixed: bool,
    /// Whether it is a protected characteristic, or stands for one; never proposed as something to change.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub protected: bool,
}

/// The facts that rules may ask for: the built-in HR facts and the customer's own.
///
/// # Example
///
/// ```
/// use alumni_core::workforce::{FactType, Vocabulary};
///
/// let hr = Vocabulary::hr();
/// assert_eq!(hr.get("tenure").map(|fact| fact.kind), Some(FactType::Period));
/// assert_eq!(hr.nearest("tenur"), Some("tenure"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Vocabulary {
    facts: BTreeMap<String, FactDefinition>,
    relations: Vec<Relation>,
}

mod bounds;
mod document;
mod page;
mod unknown;

use document::Document;
pub use unknown::UnknownFact;

static HR: LazyLock<Vocabulary> = LazyLock::new(|| {
    let document = crate::document::from_toml::<Document>(include_str!("../../vocabulary/hr.toml"))
        .unwrap_or_else(|_| Document { facts: Vec::new(), relations: Vec::new() });
    let facts = document.facts.into_iter().map(|fact| (fact.name.clone(), fact)).collect();
    Vocabulary { facts, relations: document.relations }
});

/// Words of the expression language, which cannot be names of facts.
const RESERVED: [&str; 15] = [
    "and", "or", "not", "in", "is", "between", "has", "any", "all", "known", "true", "false", "as_of", "of",
    "if",
];

impl Vocabulary {
    /// The built-in HR facts.
    #[must_use]
    pub fn hr() -> Self {
        HR.clone()
    }

    /// Adds the customer's own facts.
    ///
    /// A definition that repeats a built-in fact may add values or names to it (`主任` for grade 3), give it another title, a
    /// unit and bounds, and say that it is fixed or protected; it cannot change the type or take anything back.
    ///
    /// # Errors
    ///
    /// With the path `facts[i]`: [`Syntax`](crate::ErrorKind::Syntax) for a name that is not lower-case letters, digits and
    /// underscores, or is a word of the language; [`Duplicate`](crate::ErrorKind::Duplicate) for a fact or a value given twice;
    /// [`WrongType`](crate::ErrorKind::WrongType) for another type of a built-in fact, or values, a unit or bounds where the
    /// type has none; [`Inconsistent`](crate::ErrorKind::Inconsistent) for a minimum above the maximum, and
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a named number outside them.
    pub fn with(mut self, facts: impl IntoIterator<Item = FactDefinition>) -> Result<Self, Error> {
        let mut seen = std::collections::BTreeSet::new();
        for (index, fact) in facts.into_iter().enumerate() {
            let at = |field: &str, error: Error| error.within(field).within(format!("facts[{index}]"));
            check_name(&fact.name).map_err(|error| at("name", error))?;
            if !seen.insert(fact.name.clone()) {
                return Err(at(
                    "name",
                    Error::duplicate(format!("expected one definition of the fact `{}`", fact.name)),
                ));
            }
            check_values(&fact).map_err(|error| at("values", error))?;
            bounds::check(&fact).map_err(|(field, error)| at(field, error))?;
            match self.facts.get_mut(&fact.name) {
                None => {
                    if fact.parameter {
                        return Err(at(
                            "parameter",
                            Error::wrong_type("expected a fact without a parameter"),
                        ));
                    }
                    self.facts.insert(fact.name.clone(), fact);
                }
                Some(known) if known.kind == fact.kind => {
                    known.values.retain(|old| fact.values.iter().all(|new| new.name != old.name));
                    known.values.extend(fact.values);
                    known.title = fact.title;
                    known.unit = fact.unit.or(known.unit.take());
                    known.minimum = fact.minimum.or(known.minimum);
                    known.maximum = fact.maximum.or(known.maximum);
                    known.fixed |= fact.fixed;
                    known.protected |= fact.protected;
                }
                Some(known) => {
                    let message = format!(
                        "expected the type {} of the built-in fact `{}`",
                        known.kind.as_str(),
                        fact.name
                    );
                    return Err(at("type", Error::wrong_type(message)));
                }
            }
        }
        Ok(self)
    }

    /// Adds what always holds between facts.
    ///
    /// The expressions are checked when a policy is built over the vocabulary.
    #[must_use]
    pub fn with_relations(mut self, relations: impl IntoIterator<Item = Relation>) -> Self {
        self.relations.extend(relations);
        self
    }

    /// What always holds between facts: the built-in relations first.
    #[must_use]
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// The vocabulary of relations: the facts, and what relations say about their ends and neighbours.
    pub(crate) fn of_relations(&self) -> Self {
        let mut facts = self.facts.clone();
        for (name, kind) in
            [("first_day", FactType::Date), ("end", FactType::Date), ("next", FactType::Integer)]
        {
            let definition = FactDefinition {
                name: name.to_owned(),
                kind,
                title: Localized::same(name),
                parameter: true,
                values: Vec::new(),
                unit: None,
                minimum: None,
                maximum: None,
                fixed: false,
                protected: false,
            };
            facts.insert(name.to_owned(), definition);
        }
        Self { facts, relations: Vec::new() }
    }

    /// The definition of the fact `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&FactDefinition> {
        self.facts.get(name)
    }

    /// Every definition, by name.
    pub fn iter(&self) -> impl Iterator<Item = &FactDefinition> {
        self.facts.values()
    }

    /// The fact whose name is nearest to `name`, when one is near enough to be what was meant.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Option<&str> {
        crate::text::nearest(name, self.facts.keys().map(String::as_str))
    }

    /// The value of the fact `name` of `worker` as of `as_of`: derived for the built-in facts, else as supplied.
    ///
    /// A customer's fact that repeats the name of a built-in one is used where the built-in one is unknown. For a worker
    /// without spells, whose facts are all supplied (a row of a table of facts), `employed`, `tenure` and
    /// `since_separation` follow from a supplied `start_date`, `separation_date` and `employed`. Elapsed time that is supplied as a bare number of days is laid from 1 January 2001, the first day of a common year: 31 days are a month,
    /// 365 a year.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a fact that is not defined, and
    /// with the path `facts.name` [`WrongType`](crate::ErrorKind::WrongType) for a supplied value of another type,
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for one that is not among the values that the definition lists, and
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a number outside its bounds.
    pub fn value(
        &self,
        worker: &Worker,
        name: &str,
        parameter: Option<&str>,
        as_of: NaiveDate,
    ) -> Result<Option<Value>, Error> {
        let definition = self
            .get(name)
            .ok_or_else(|| Error::unknown_name(format!("expected a known fact, got `{name}`")))?;
        if let Some(value) = name.parse().ok().and_then(|fact: Fact| fact.of(worker, parameter, as_of)) {
            // A flag that was never set, or contact points that were never given, are what is supplied, if anything is.
            let is_default = match name.parse() {
                Ok(Fact::RehireFlag) => worker.flag().0 == super::RehireFlag::Absent,
                Ok(Fact::RehireFlagOrigin) => worker.flag() == Default::default(),
                Ok(Fact::PersonalContacts) => worker.contacts().is_empty(),
                _ => false,
            };
            if !(is_default && worker.supplied().contains_key(name)) {
                return Ok(Some(value));
            }
        }
        match parameter {
            // One value is supplied for each parameter, under the name as rules write it.
            Some(parameter) => {
                let name = format!("{name}({parameter})");
                let Some(supplied) = worker.supplied().get(&name) else { return Ok(None) };
                definition.typed(supplied).map(Some).map_err(|error| error.within(name).within("facts"))
            }
            None => self.supplied(worker, definition, as_of),
        }
    }

    /// A supplied value, or else what follows from supplied dates.
    fn supplied(
        &self,
        worker: &Worker,
        definition: &FactDefinition,
        as_of: NaiveDate,
    ) -> Result<Option<Value>, Error> {
        let name = definition.name.as_str();
        if let Some(supplied) = worker.supplied().get(name) {
            return definition.typed(supplied).map(Some).map_err(|error| error.within(name).within("facts"));
        }
        // What follows from spells was asked of the spells.
        if !worker.spells().is_empty() {
            return Ok(None);
        }
        super::derived::derived(name, as_of, |name| {
            let Some(definition) = self.get(name).filter(|_| worker.supplied().contains_key(name)) else {
                return Ok(None);
            };
            self.supplied(worker, definition, as_of)
        })
    }
}

fn check_name(name: &str) -> Result<(), Error> {
    let letters = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    let ok = name.starts_with(|letter: char| letter.is_ascii_lowercase())
        && name.chars().all(letters)
        && name.len() <= 64;
    if !ok {
        return Err(Error::syntax(
            "expected a name of lower-case letters, digits and underscores, at most 64",
        ));
    }
    if RESERVED.contains(&name) {
        return Err(Error::syntax(format!("expected another name: `{name}` is a word of the language")));
    }
    Ok(())
}

fn check_values(fact: &FactDefinition) -> Result<(), Error> {
    let mut seen = std::collections::BTreeSet::new();
    for (index, value) in fact.values.iter().enumerate() {
        let at = |error: Error| error.within(format!("[{index}]"));
        if value.name.is_empty() || !seen.insert(&value.name) {
            return Err(at(Error::duplicate("expected a name that is given once")));
        }
        let takes_values = matches!(fact.kind, FactType::Category | FactType::Categories);
        if !takes_values && fact.kind != FactType::Integer {
            return Err(at(Error::wrong_type("expected values only for categories and integers")));
        }
        if value.number.is_some() == takes_values {
            return Err(at(Error::wrong_type(
                "expected a number for the name of an integer, and none for a category",
            )));
        }
    }
    Ok(())
}

impl FactDefinition {
    /// A supplied value as one of the fact.
    pub(crate) fn typed(&self, supplied: &Supplied) -> Result<Value, Error> {
        let value = converted(self, supplied)?;
        self.check_bounds(&value)?;
        Ok(value)
    }
}

fn converted(definition: &FactDefinition, supplied: &Supplied) -> Result<Value, Error> {
    let wrong = || Error::wrong_type(format!("expected {}", described(definition.kind)));
    let allowed = |name: &String| {
        let ok = definition.values.is_empty() || definition.values.iter().any(|value| value.name == *name);
        if ok {
            Ok(name.clone())
        } else {
            Err(Error::unknown_name("expected one of the values that the vocabulary allows"))
        }
    };
    Ok(match (definition.kind, supplied) {
        (FactType::Boolean, Supplied::Boolean(value)) => Value::Boolean(*value),
        (FactType::Integer, Supplied::Integer(value)) => Value::Integer(*value),
        (FactType::Integer, Supplied::Text(text)) => {
            let known = definition.values.iter().find(|value| value.name == *text);
            Value::Integer(known.and_then(|value| value.number).ok_or_else(wrong)?)
        }
        (FactType::Decimal, Supplied::Integer(value)) => Value::Decimal(Decimal::from(*value)),
        (FactType::Decimal, Supplied::Number(value)) if value.is_finite() => {
            Value::Decimal(value.to_string().parse().map_err(|_| wrong())?)
        }
        (FactType::Decimal, Supplied::Text(text)) => Value::Decimal(text.parse().map_err(|_| wrong())?),
        (FactType::Money, Supplied::Text(text)) => Value::Money(text.parse().map_err(|_| wrong())?),
        (FactType::Date, Supplied::Text(text)) => Value::Date(text.parse().map_err(|_| wrong())?),
        (FactType::Period, Supplied::Period(span)) => Value::Period(*span),
        // Laid from a fixed day, so that its length in months does not depend on the day asked.
        (FactType::Period, Supplied::Integer(days)) => {
            let from = NaiveDate::from_ymd_opt(2001, 1, 1).ok_or_else(wrong)?;
            let days = u32::try_from(*days).map_err(|_| wrong())?;
            let until = crate::calendar::add(from, crate::calendar::Period::days(days)).ok_or_else(wrong)?;
            Value::Period(Span::new(from, until)?)
        }
        (FactType::Category, Supplied::Text(name)) => Value::Category(allowed(name)?),
        (FactType::Categories, Supplied::Texts(names)) => {
            let names: std::collections::BTreeSet<_> = names.iter().map(allowed).collect::<Result<_, _>>()?;
            Value::Categories(names.into_iter().collect())
        }
        (kind, Supplied::Cell(cell)) => {
            let text = cell.text();
            let named = |value: &Known| value.name == text;
            let read = match kind {
                FactType::Boolean => Supplied::Boolean(text.parse().map_err(|_| wrong())?),
                FactType::Integer if !definition.values.iter().any(named) => {
                    Supplied::Integer(text.parse().map_err(|_| wrong())?)
                }
                FactType::Period => Supplied::Integer(text.parse().map_err(|_| wrong())?),
                FactType::Categories => {
                    Supplied::Texts(text.split(';').map(|name| name.trim().to_owned()).collect())
                }
                _ => Supplied::Text(text.to_owned()),
            };
            return converted(definition, &read);
        }
        _ => return Err(wrong()),
    })
}

fn described(kind: FactType) -> &'static str {
    match kind {
        FactType::Boolean => "true or false",
        FactType::Integer => "a whole number, or a name that the vocabulary gives one",
        FactType::Decimal => "a number with at most 9 decimals",
        FactType::Money => "money such as `5200000 JPY`",
        FactType::Date => "a date such as `2024-04-01`",
        FactType::Period => "a number of days or { from, until }",
        FactType::Category => "a text",
        FactType::Categories => "a list of texts",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_vocabulary_has_every_built_in_fact_and_every_value() {
        let document: Document = toml::from_str(include_str!("../../vocabulary/hr.toml")).unwrap();
        let names: Vec<_> = document.facts.iter().map(|fact| fact.name.as_str()).collect();
        let facts: Vec<_> = Fact::ALL.iter().map(|fact| fact.as_str()).collect();
        assert_eq!(names, facts);
        let values = |name: &str| {
            HR.get(name).unwrap().values.iter().map(|value| value.name.clone()).collect::<Vec<_>>()
        };
        macro_rules! same {
            ($($fact:literal => $type:ident),*) => { $(
                assert_eq!(values($fact), super::super::$type::ALL.iter().map(|value| value.as_str()).collect::<Vec<_>>());
            )* };
        }
        same!(
            "separation_kind" => SeparationKind, "separation_reason" => SeparationReason, "rehire_flag" => RehireFlag,
            "rehire_flag_origin" => FlagOrigin, "worker_type" => WorkerType, "employment_type" => EmploymentType,
            "personal_contacts" => ContactKind
        );
        for fact in HR.iter() {
            assert_ne!(fact.title.en, fact.title.ja, "{}", fact.name);
            assert!(fact.values.iter().all(|value| value.title.is_some()), "{}", fact.name);
        }
    }
}
