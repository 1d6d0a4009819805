//! A policy's rules, ready to be asked of the cells of a row.

use chrono::NaiveDate;

use super::super::expression::{Comparison, Quantifier, Sign};
use super::super::resolve::{Node, Term};
use super::cell::Cell;
use super::layout::Layout;
use super::truth::{Range, Turn};
use crate::calendar::{Length, Period, add, subtract};
use crate::workforce::{Fact, FactType, Value};

/// A rule; slots by number.
#[derive(Debug)]
// Its kind stands in a byte of its own, which is asked for often.
#[repr(u8)]
pub(super) enum Rule {
    All(Vec<Rule>),
    Any(Vec<Rule>),
    /// A boolean, a whole number or a day that is supplied or not known.
    Key {
        slot: usize,
        is: Range,
    },
    /// A period of days alone.
    Days {
        elapsed: Elapsed,
        is: Range,
        than: i64,
    },
    /// Categories as bits, the first 64 and the others.
    OneOf {
        slot: usize,
        is: Turn,
        names: u64,
        others: Box<[u64]>,
    },
    Other(Box<Other>),
}

/// What is asked less often.
#[derive(Debug)]
pub(super) enum Other {
    /// Only what has no opposite of its own.
    Not(Rule),
    Constant(bool),
    Unknown,
    Known(usize),
    /// Whether the worker is employed, which follows from dates where it is not supplied.
    Employed {
        slot: usize,
        is: bool,
    },
    Period {
        elapsed: Elapsed,
        is: Range,
        than: Length,
    },
    Has {
        slot: usize,
        quantifier: Quantifier,
        names: Vec<u64>,
    },
    Compare {
        left: Side,
        is: Comparison,
        right: Side,
    },
}

impl From<Other> for Rule {
    fn from(other: Other) -> Self {
        Self::Other(Box::new(other))
    }
}

/// One side of a comparison.
#[derive(Debug)]
pub(super) enum Side {
    Slot(usize),
    Constant(Value),
    Shift(Box<Side>, Sign, Period),
}

/// Where a period stands, and what follows from dates where it is not supplied.
#[derive(Clone, Copy, Debug)]
pub(super) struct Elapsed {
    pub(super) slot: usize,
    pub(super) follows: Option<Fact>,
}

impl Rule {
    pub(super) fn new(node: &Node, layout: &Layout, as_of: NaiveDate) -> Self {
        let all = |parts: &[Node]| parts.iter().map(|part| Self::new(part, layout, as_of)).collect();
        match node {
            Node::And(parts) => Self::All(all(parts)),
            Node::Or(parts) => Self::Any(all(parts)),
            Node::Not(inner) => Self::new(inner, layout, as_of).opposite(),
            Node::Constant(value) => Other::Constant(*value).into(),
            Node::Holds(slot) if layout.follows(*slot).is_some() => {
                Other::Employed { slot: *slot, is: true }.into()
            }
            Node::Holds(slot) => Self::Key { slot: *slot, is: Range::of(Comparison::Equal, 1) },
            Node::Known(slot) => Other::Known(*slot).into(),
            Node::Period { fact, is, period } => {
                let elapsed = Elapsed { slot: *fact, follows: layout.follows(*fact) };
                let days =
                    i32::try_from(period.total_days()).ok().filter(|_| period.total_months() == Some(0));
                match days.map(i64::from) {
                    Some(than) => Self::Days { elapsed, is: Range::of(*is, than), than },
                    None => {
                        Other::Period { elapsed, is: Range::of_order(*is), than: Length::of(*period) }.into()
                    }
                }
            }
            Node::OneOf { fact, values } => {
                let names: Option<Vec<&str>> = values
                    .iter()
                    .map(|value| if let Value::Category(name) = value { Some(name.as_str()) } else { None })
                    .collect();
                match names {
                    Some(names) => Self::one_of(layout, *fact, names),
                    None => Self::Any(
                        values
                            .iter()
                            .map(|value| Self::constant(layout, *fact, Comparison::Equal, value))
                            .collect(),
                    ),
                }
            }
            Node::Has { fact, quantifier, values } => {
                let names = bits(layout, *fact, values.iter().map(String::as_str));
                Other::Has { slot: *fact, quantifier: *quantifier, names }.into()
            }
            Node::Compare { left, is, right } => match (side(left, as_of), side(right, as_of)) {
                (Some(Side::Slot(slot)), Some(Side::Constant(value))) => {
                    Self::constant(layout, slot, *is, &value)
                }
                (Some(Side::Constant(value)), Some(Side::Slot(slot))) => {
                    Self::constant(layout, slot, is.mirrored(), &value)
                }
                (Some(left), Some(right)) => Other::Compare { left, is: *is, right }.into(),
                // A day that the calendar does not have is not known.
                _ => Other::Unknown.into(),
            },
        }
    }

    /// What holds where this fails, and the other way round: asked for at once rather than turned around each time.
    fn opposite(self) -> Self {
        let all = |parts: Vec<Self>| parts.into_iter().map(Self::opposite).collect();
        match self {
            Self::All(parts) => Self::Any(all(parts)),
            Self::Any(parts) => Self::All(all(parts)),
            Self::Key { slot, is } => Self::Key { slot, is: is.opposite() },
            Self::Days { elapsed, is, than } => Self::Days { elapsed, is: is.opposite(), than },
            Self::OneOf { slot, is, names, others } => Self::OneOf { slot, is: is.opposite(), names, others },
            Self::Other(other) => match *other {
                Other::Not(inner) => inner,
                Other::Constant(value) => Other::Constant(!value).into(),
                Other::Unknown => Other::Unknown.into(),
                Other::Employed { slot, is } => Other::Employed { slot, is: !is }.into(),
                Other::Period { elapsed, is, than } => {
                    Other::Period { elapsed, is: is.opposite(), than }.into()
                }
                other @ (Other::Known(_) | Other::Has { .. } | Other::Compare { .. }) => {
                    Other::Not(other.into()).into()
                }
            },
        }
    }

    fn one_of<'a>(layout: &Layout, slot: usize, names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut bits = bits(layout, slot, names).into_iter();
        Self::OneOf { slot, is: Turn::NONE, names: bits.next().unwrap_or(0), others: bits.collect() }
    }

    fn constant(layout: &Layout, slot: usize, is: Comparison, value: &Value) -> Self {
        match (value, is) {
            (Value::Category(name), Comparison::Equal) => Self::one_of(layout, slot, [name.as_str()]),
            (Value::Category(_), Comparison::NotEqual) => {
                Self::constant(layout, slot, Comparison::Equal, value).opposite()
            }
            (Value::Integer(than), _) if layout.is_whole(slot) => {
                Self::Key { slot, is: Range::of(is, *than) }
            }
            (Value::Date(than), _) => Self::Key { slot, is: Range::of(is, Cell::day(*than).key) },
            _ => Other::Compare { left: Side::Slot(slot), is, right: Side::Constant(value.clone()) }.into(),
        }
    }
}

impl Layout {
    fn is_whole(&self, slot: usize) -> bool {
        self.places.get(slot).is_some_and(|place| place.definition.kind == FactType::Integer)
    }

    /// What it follows from dates as, where it does.
    pub(super) fn follows(&self, slot: usize) -> Option<Fact> {
        *self.derived.get(slot)?
    }
}

fn bits<'a>(layout: &Layout, slot: usize, names: impl IntoIterator<Item = &'a str>) -> Vec<u64> {
    let known = layout.places.get(slot).map(|place| &place.names);
    let mut bits = vec![0; known.map_or(0, |known| known.len().div_ceil(64))];
    for number in names.into_iter().filter_map(|name| known?.number(name)) {
        if let Some(word) = usize::try_from(number / 64).ok().and_then(|word| bits.get_mut(word)) {
            *word |= 1_u64.wrapping_shl(number % 64);
        }
    }
    bits
}

/// A side; `None` for a day that the calendar does not have.
fn side(term: &Term, as_of: NaiveDate) -> Option<Side> {
    Some(match term {
        Term::Fact(fact) => Side::Slot(*fact),
        Term::Constant(value) => Side::Constant(value.clone()),
        Term::AsOf => Side::Constant(Value::Date(as_of)),
        Term::Shift(of, sign, by) => match side(of, as_of)? {
            Side::Constant(Value::Date(day)) => Side::Constant(Value::Date(shifted(day, *sign, *by)?)),
            of => Side::Shift(Box::new(of), *sign, *by),
        },
    })
}

pub(super) fn shifted(day: NaiveDate, sign: Sign, by: Period) -> Option<NaiveDate> {
    match sign {
        Sign::Plus => add(day, by),
        Sign::Minus => subtract(day, by),
    }
}
