//! Names to facts and values, every comparison checked against the types of the vocabulary.

use std::collections::{BTreeMap, BTreeSet};

use super::expression::{Comparison, Expression, Literal, Operand, Place, Quantifier, Sign};
use super::lexer::is_bare;
use super::parse::{DEEPEST, KEYWORDS};
use crate::Error;
use crate::calendar::Period;
use crate::text::nearest;
use crate::workforce::{Decimal, FactDefinition, FactType, Known, Value, Vocabulary};

/// A checked expression over numbered facts.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Or(Vec<Node>),
    And(Vec<Node>),
    Not(Box<Node>),
    Constant(bool),
    Holds(usize),
    Known(usize),
    Period { fact: usize, is: Comparison, period: Period },
    Compare { left: Term, is: Comparison, right: Term },
    OneOf { fact: usize, values: Vec<Value> },
    Has { fact: usize, quantifier: Quantifier, values: Vec<String> },
}

/// One side of a checked comparison.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Term {
    Fact(usize),
    Constant(Value),
    AsOf,
    Shift(Box<Term>, Sign, Period),
}

/// A fact that a policy asks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FactUse {
    pub(super) name: String,
    pub(super) parameter: Option<String>,
}

impl FactUse {
    /// As rules write it: `tenure`, `time_in_job_family(sales)`.
    pub(super) fn written(&self) -> String {
        match &self.parameter {
            Some(parameter) => format!("{}({parameter})", self.name),
            None => self.name.clone(),
        }
    }
}

/// An error and the byte it points at, where the operand has one.
pub(super) type Resolved<T> = Result<T, (Error, usize)>;

pub(super) struct Resolver<'v> {
    vocabulary: &'v Vocabulary,
    /// The facts found so far, by their numbers.
    pub(super) facts: Vec<FactUse>,
    numbers: BTreeMap<FactUse, usize>,
    /// The values of each fact that was compared with a word: a policy and a vocabulary may both be long.
    words: BTreeMap<&'v str, BTreeMap<&'v str, &'v Known>>,
}

/// An operand, as far as it can be told alone.
enum Side<'a> {
    Term(Term, FactType),
    Period(Period),
    /// A value whose fact is on the other side.
    Word(&'a str, bool),
}

impl<'v> Resolver<'v> {
    pub(super) fn new(vocabulary: &'v Vocabulary) -> Self {
        Self { vocabulary, facts: Vec::new(), numbers: BTreeMap::new(), words: BTreeMap::new() }
    }

    /// One that knows `facts` by their numbers already.
    pub(super) fn over(vocabulary: &'v Vocabulary, facts: &[FactUse]) -> Self {
        let numbers = facts.iter().cloned().enumerate().map(|(number, fact)| (fact, number)).collect();
        Self { vocabulary, facts: facts.to_vec(), numbers, words: BTreeMap::new() }
    }

    pub(super) fn node(&mut self, expression: &Expression, depth: usize) -> Resolved<Node> {
        if depth > DEEPEST {
            return Err((too_deep(), 0));
        }
        let below = depth.saturating_add(1);
        match expression {
            Expression::Or(parts) | Expression::And(parts) => {
                if parts.len() < 2 {
                    return Err((Error::out_of_range("expected at least two parts of `and` or `or`"), 0));
                }
                let parts = parts.iter().map(|part| self.node(part, below)).collect::<Result<_, _>>()?;
                Ok(if matches!(expression, Expression::Or(_)) { Node::Or(parts) } else { Node::And(parts) })
            }
            Expression::Not(inner) => Ok(Node::Not(Box::new(self.node(inner, below)?))),
            Expression::Compare { left, is, right } => self.compare(left, *is, right),
            Expression::Between { of, negated, low, high } => {
                let least = self.compare(of, Comparison::AtLeast, low)?;
                let most = self.compare(of, Comparison::AtMost, high)?;
                one_currency([low, high])?;
                if is_reversed(&least, &most) {
                    let message = format!("expected the lower end first, got `{low} and {high}`");
                    return Err((Error::inconsistent(message), offset(low)));
                }
                Ok(negate(Node::And(vec![least, most]), *negated))
            }
            Expression::In { of, negated, values } => {
                self.one_of(of, values).map(|node| negate(node, *negated))
            }
            Expression::Has { of, quantifier, values } => self.has(of, *quantifier, values),
            Expression::Known { of, negated } => {
                let (fact, _) = self.fact(of)?;
                Ok(negate(Node::Known(fact), *negated))
            }
            Expression::Holds(Operand::Literal(literal)) => match literal.inner {
                Literal::Boolean(value) => Ok(Node::Constant(value)),
                _ => Err((
                    Error::wrong_type(format!("expected a condition, got `{}`", literal.inner)),
                    literal.offset,
                )),
            },
            Expression::Holds(of) => {
                let (fact, definition) = self.fact(of)?;
                if definition.kind == FactType::Boolean {
                    return Ok(Node::Holds(fact));
                }
                let kind = definition.kind.as_str();
                let message = format!(
                    "expected a comparison: `{}` is of the type {kind}, not boolean",
                    definition.name
                );
                Err((Error::wrong_type(message), offset(of)))
            }
        }
    }

    fn compare(&mut self, left: &Operand, is: Comparison, right: &Operand) -> Resolved<Node> {
        let (l, r) = (self.side(left)?, self.side(right)?);
        let at = offset(right);
        match (l, r) {
            (Side::Term(l, kind), r) => self.compare_term(l, kind, is, r, [offset(left), at]),
            (l, Side::Term(r, kind)) => self.compare_term(r, kind, is.mirrored(), l, [at, offset(left)]),
            (Side::Word(word, bare), _) => Err((self.unknown(word, bare), offset(left))),
            (Side::Period(_), Side::Word(word, bare)) => Err((self.unknown(word, bare), at)),
            (Side::Period(_), Side::Period(_)) => {
                Err((Error::wrong_type("expected a fact on one side of the comparison"), offset(left)))
            }
        }
    }

    fn compare_term(
        &mut self,
        left: Term,
        kind: FactType,
        is: Comparison,
        right: Side<'_>,
        [other_at, at]: [usize; 2],
    ) -> Resolved<Node> {
        let ordered = !matches!(kind, FactType::Boolean | FactType::Category | FactType::Categories);
        if !ordered && !matches!(is, Comparison::Equal | Comparison::NotEqual) {
            let message = format!("expected `=` or `!=`: values of the type {} have no order", kind.as_str());
            return Err((Error::wrong_type(message), at));
        }
        match (&left, right) {
            (Term::Fact(fact), Side::Period(period)) if kind == FactType::Period => {
                Ok(Node::Period { fact: *fact, is, period })
            }
            (Term::Fact(fact), Side::Word(word, bare)) => {
                let right = Term::Constant(self.word(*fact, kind, word, bare, at)?);
                Ok(Node::Compare { left, is, right })
            }
            (_, Side::Word(word, bare)) => Err((self.unknown(word, bare), at)),
            (_, Side::Period(period)) => Err((mismatch(kind, &format!("the period `{period}`")), at)),
            (_, Side::Term(right, other)) => {
                if matches!((&left, &right), (Term::Constant(_), Term::Constant(_))) {
                    return Err((Error::wrong_type("expected a fact on one side of the comparison"), at));
                }
                let numbers = |kind| matches!(kind, FactType::Integer | FactType::Decimal);
                let same = kind == other || (numbers(kind) && numbers(other));
                if !same || matches!(kind, FactType::Period | FactType::Categories) {
                    return Err((mismatch(kind, &format!("a value of the type {}", other.as_str())), at));
                }
                match (&left, &right) {
                    (Term::Fact(fact), Term::Constant(value)) => self.within_bounds(*fact, value, at)?,
                    (Term::Constant(value), Term::Fact(fact)) => {
                        self.within_bounds(*fact, value, other_at)?
                    }
                    _ => {}
                }
                Ok(Node::Compare { left, is, right })
            }
        }
    }

    fn one_of(&mut self, of: &Operand, values: &[Operand]) -> Resolved<Node> {
        if matches!(of, Operand::AsOf(_) | Operand::Shift { .. }) {
            return self.one_of_days(of, values);
        }
        let (fact, definition) = self.fact(of)?;
        let kind = definition.kind;
        if matches!(kind, FactType::Period | FactType::Categories | FactType::Boolean) {
            let message = format!(
                "expected a fact that is one value: `{}` is of the type {}",
                definition.name,
                kind.as_str()
            );
            return Err((Error::wrong_type(message), offset(of)));
        }
        one_currency(values)?;
        let values = self.constants(fact, kind, values, offset(of))?;
        Ok(Node::OneOf { fact, values })
    }

    /// `as_of in [2026-12-31, 2027-01-01]` is `as_of = 2026-12-31 or as_of = 2027-01-01`.
    fn one_of_days(&mut self, of: &Operand, values: &[Operand]) -> Resolved<Node> {
        let mut seen = BTreeSet::new();
        let mut days = Vec::new();
        for value in values {
            let Operand::Literal(Place { inner: Literal::Date(day), offset: at }) = value else {
                return Err((mismatch(FactType::Date, &format!("`{value}`")), offset(value)));
            };
            if !seen.insert(*day) {
                let message = format!("expected each value once, got `{day}` twice");
                return Err((Error::duplicate(message), *at));
            }
            days.push(self.compare(of, Comparison::Equal, value)?);
        }
        match days.len() {
            0 => Err((Error::out_of_range("expected at least one value in `[ ]`"), offset(of))),
            1 => Ok(days.swap_remove(0)),
            _ => Ok(Node::Or(days)),
        }
    }

    fn has(&mut self, of: &Operand, quantifier: Quantifier, values: &[Operand]) -> Resolved<Node> {
        let (fact, definition) = self.fact(of)?;
        if definition.kind != FactType::Categories {
            let message = format!(
                "expected a set before `has`: `{}` is of the type {}",
                definition.name,
                definition.kind.as_str()
            );
            return Err((Error::wrong_type(message), offset(of)));
        }
        let values = self.constants(fact, FactType::Category, values, offset(of))?;
        let name = |value| match value {
            Value::Category(name) => Some(name),
            _ => None,
        };
        Ok(Node::Has { fact, quantifier, values: values.into_iter().filter_map(name).collect() })
    }

    fn constants(
        &mut self,
        fact: usize,
        kind: FactType,
        values: &[Operand],
        of: usize,
    ) -> Resolved<Vec<Value>> {
        if values.is_empty() {
            return Err((Error::out_of_range("expected at least one value in `[ ]`"), of));
        }
        let mut constants = Vec::new();
        let mut seen = BTreeSet::new();
        for value in values {
            let at = offset(value);
            let constant = match value {
                Operand::Name(word) => {
                    check_bare(&word.inner, at)?;
                    self.word(fact, kind, &word.inner, true, at)?
                }
                _ => match self.side(value)? {
                    Side::Word(word, bare) => self.word(fact, kind, word, bare, at)?,
                    Side::Term(Term::Constant(constant), other) if other == kind => constant,
                    Side::Term(Term::Constant(Value::Integer(number)), _) if kind == FactType::Decimal => {
                        Value::Decimal(Decimal::from(number))
                    }
                    _ => return Err((mismatch(kind, &format!("`{value}`")), at)),
                },
            };
            // The debugging form tells values apart as `==` does.
            if !seen.insert(format!("{constant:?}")) {
                return Err((Error::duplicate(format!("expected each value once, got `{value}` twice")), at));
            }
            self.within_bounds(fact, &constant, at)?;
            constants.push(constant);
        }
        Ok(constants)
    }

    /// A number written out must be one that the fact can be.
    fn within_bounds(&self, fact: usize, value: &Value, at: usize) -> Resolved<()> {
        let name = self.facts.get(fact).map(|fact| fact.name.as_str()).unwrap_or_default();
        let Some(Err(error)) = self.vocabulary.get(name).map(|fact| fact.check_bounds(value)) else {
            return Ok(());
        };
        let found = match value {
            Value::Integer(number) => number.to_string(),
            Value::Decimal(number) => number.to_string(),
            _ => String::new(),
        };
        Err((Error::out_of_range(format!("{} for `{name}`, got `{found}`", error.message())), at))
    }

    fn side<'e>(&mut self, operand: &'e Operand) -> Resolved<Side<'e>> {
        self.side_at(operand, 0)
    }

    fn side_at<'e>(&mut self, operand: &'e Operand, depth: usize) -> Resolved<Side<'e>> {
        if depth > DEEPEST {
            return Err((too_deep(), offset(operand)));
        }
        Ok(match operand {
            Operand::Name(name) if self.vocabulary.get(&name.inner).is_none() => {
                check_bare(&name.inner, name.offset)?;
                Side::Word(&name.inner, true)
            }
            Operand::Name(_) | Operand::Call { .. } => {
                let (fact, definition) = self.fact(operand)?;
                Side::Term(Term::Fact(fact), definition.kind)
            }
            Operand::AsOf(_) => Side::Term(Term::AsOf, FactType::Date),
            Operand::Shift { of, sign, by } => match self.side_at(of, depth.saturating_add(1))? {
                Side::Term(term, FactType::Date) => {
                    Side::Term(Term::Shift(Box::new(term), *sign, *by), FactType::Date)
                }
                Side::Word(word, bare) => return Err((self.unknown(word, bare), offset(of))),
                _ => return Err((Error::wrong_type("expected a date before `+` or `-`"), offset(of))),
            },
            Operand::Literal(literal) => {
                let (value, kind) = match &literal.inner {
                    Literal::Period(period) => return Ok(Side::Period(*period)),
                    Literal::Text(text) => return Ok(Side::Word(text, false)),
                    Literal::Boolean(value) => (Value::Boolean(*value), FactType::Boolean),
                    Literal::Integer(number) => (Value::Integer(*number), FactType::Integer),
                    Literal::Decimal(number) => (Value::Decimal(*number), FactType::Decimal),
                    Literal::Money(money) => (Value::Money(*money), FactType::Money),
                    Literal::Date(date) => (Value::Date(*date), FactType::Date),
                };
                Side::Term(Term::Constant(value), kind)
            }
        })
    }

    /// The number of the fact that an operand names, and its definition.
    fn fact(&mut self, operand: &Operand) -> Resolved<(usize, &'v FactDefinition)> {
        let (name, parameter) = match operand {
            Operand::Name(name) => (name, None),
            Operand::Call { fact, parameter } => (fact, Some(parameter.clone())),
            _ => {
                return Err((
                    Error::wrong_type(format!("expected a fact, got `{operand}`")),
                    offset(operand),
                ));
            }
        };
        check_bare(&name.inner, name.offset)?;
        let definition =
            self.vocabulary.get(&name.inner).ok_or_else(|| (self.unknown(&name.inner, true), name.offset))?;
        if definition.parameter != parameter.is_some() {
            let message = if definition.parameter {
                format!("expected a value in parentheses after `{}`", name.inner)
            } else {
                format!("expected `{}` without parentheses", name.inner)
            };
            return Err((Error::syntax(message), name.offset));
        }
        let found = FactUse { name: name.inner.clone(), parameter };
        let next = self.facts.len();
        let number = *self.numbers.entry(found.clone()).or_insert(next);
        if number == next {
            self.facts.push(found);
        }
        Ok((number, definition))
    }

    /// The value that `word` is of the fact on the other side.
    fn word(&mut self, fact: usize, kind: FactType, word: &str, bare: bool, at: usize) -> Resolved<Value> {
        let name = self.facts.get(fact).map(|fact| fact.name.as_str()).unwrap_or_default();
        let definition = self.vocabulary.get(name);
        let values = definition.map(|definition| definition.values.as_slice()).unwrap_or_default();
        let known = definition.and_then(|definition| {
            let words = self.words.entry(definition.name.as_str()).or_insert_with(|| {
                definition.values.iter().map(|value| (value.name.as_str(), value)).collect()
            });
            words.get(word).copied()
        });
        match kind {
            FactType::Category if values.is_empty() => Ok(Value::Category(word.to_owned())),
            FactType::Category => match known {
                Some(_) => Ok(Value::Category(word.to_owned())),
                None => Err((unknown_value(name, word, values), at)),
            },
            FactType::Integer => match known.and_then(|value| value.number) {
                Some(number) => Ok(Value::Integer(number)),
                None if values.is_empty() => Err((self.unknown(word, bare), at)),
                None => Err((unknown_value(name, word, values), at)),
            },
            _ if bare && kind != FactType::Categories => Err((self.unknown(word, bare), at)),
            _ => Err((mismatch(kind, &format!("`\"{word}\"`")), at)),
        }
    }

    fn unknown(&self, word: &str, bare: bool) -> Error {
        if !bare {
            return Error::wrong_type(format!("expected a fact to compare with, got the text `\"{word}\"`"));
        }
        let hint = self
            .vocabulary
            .nearest(word)
            .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Error::unknown_name(format!("expected a known fact, got `{word}`{hint}"))
    }
}

fn too_deep() -> Error {
    Error::too_large(format!("expected at most {DEEPEST} levels of nesting"))
}

fn unknown_value(fact: &str, word: &str, values: &[Known]) -> Error {
    let hint = match nearest(word, values.iter().map(|value| value.name.as_str())) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => {
            let names: Vec<_> = values.iter().take(8).map(|value| value.name.as_str()).collect();
            format!("; known are {}{}", names.join(", "), if values.len() > 8 { ", …" } else { "" })
        }
    };
    Error::unknown_name(format!("expected a value of `{fact}`, got `{word}`{hint}"))
}

fn mismatch(kind: FactType, found: &str) -> Error {
    let expected = match kind {
        FactType::Boolean => "`true` or `false`",
        FactType::Integer => "a whole number such as `3`",
        FactType::Decimal => "a number such as `0.75`",
        FactType::Money => "money such as `5000000 JPY`",
        FactType::Date => "a date such as `2026-04-01`, `as_of` or a date fact",
        FactType::Period => "a period such as `5 years`",
        FactType::Category => "a value such as `voluntary`",
        FactType::Categories => "`has` and a value",
    };
    Error::wrong_type(format!("expected {expected}, got {found}"))
}

fn check_bare(name: &str, at: usize) -> Resolved<()> {
    if is_bare(name) && !KEYWORDS.contains(&name) {
        return Ok(());
    }
    Err((Error::syntax(format!("expected the name of a fact, got `{name}`")), at))
}

/// Amounts that one fact is compared with at once must be in one currency: in another, the comparison has no answer.
fn one_currency<'a>(values: impl IntoIterator<Item = &'a Operand>) -> Resolved<()> {
    let mut first = None;
    for value in values {
        let Operand::Literal(Place { inner: Literal::Money(money), offset: at }) = value else { continue };
        let first = *first.get_or_insert(money.currency());
        if first != money.currency() {
            let message = format!("expected one currency, got `{first}` and `{}`", money.currency());
            return Err((Error::inconsistent(message), *at));
        }
    }
    Ok(())
}

fn negate(node: Node, negated: bool) -> Node {
    if negated { Node::Not(Box::new(node)) } else { node }
}

/// Whether a range from constants has its ends exchanged.
fn is_reversed(least: &Node, most: &Node) -> bool {
    let constant = |node: &Node| match node {
        Node::Compare { right: Term::Constant(value), .. } => Some(value.clone()),
        _ => None,
    };
    match (least, most) {
        // Laid from any day, the larger period reaches further: 2000 to 2400 holds every pattern of leap years.
        (Node::Period { period: low, .. }, Node::Period { period: high, .. }) => {
            let from = chrono::NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default();
            crate::calendar::add(from, *low) > crate::calendar::add(from, *high)
        }
        _ => match (constant(least), constant(most)) {
            (Some(low), Some(high)) => {
                super::evaluate::order(&low, &high).ok().flatten().is_some_and(|order| order.is_gt())
            }
            _ => false,
        },
    }
}

/// Where an operand stands in the text.
pub(super) fn offset(operand: &Operand) -> usize {
    match operand {
        Operand::Name(name) | Operand::Call { fact: name, .. } => name.offset,
        Operand::Literal(literal) => literal.offset,
        Operand::Shift { of, .. } => offset(of),
        Operand::AsOf(place) => place.offset,
    }
}
