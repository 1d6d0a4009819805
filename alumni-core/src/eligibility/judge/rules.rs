//! A policy's rules over the cells of a row.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::super::expression::{Comparison, Quantifier, Sign};
use super::super::resolve::{Node, Term};
use super::cell::Cell;
use super::layout::Layout;
use super::row::Row;
use crate::calendar::{Length, Period, add, subtract};
use crate::workforce::{Dates, Decimal, Fact, FactType, Money, Value};

/// A rule; slots by number.
#[derive(Debug)]
pub(super) enum Rule {
    All(Vec<Rule>),
    Any(Vec<Rule>),
    /// Only what has no opposite of its own.
    Not(Box<Rule>),
    Constant(bool),
    Unknown,
    Known(usize),
    Holds {
        slot: usize,
        is: bool,
    },
    Period {
        slot: usize,
        is: Orders,
        than: Length,
    },
    Whole {
        slot: usize,
        is: Orders,
        than: i64,
    },
    Day {
        slot: usize,
        is: Orders,
        than: NaiveDate,
    },
    /// Categories as bits, the first 64 and the others.
    OneOf {
        slot: usize,
        is: bool,
        names: u64,
        others: Vec<u64>,
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

/// One side of a comparison.
#[derive(Debug)]
pub(super) enum Side {
    Slot(usize),
    Constant(Value),
    Shift(Box<Side>, Sign, Period),
}

/// The orders that satisfy a comparison: less, equal and greater from the lowest bit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Orders(u8);

impl Orders {
    fn of(is: Comparison) -> Self {
        let bit = |order: Ordering| u8::from(is.holds(order));
        Self(bit(Ordering::Less) | bit(Ordering::Equal) << 1 | bit(Ordering::Greater) << 2)
    }

    fn opposite(self) -> Self {
        Self(!self.0 & 7)
    }

    /// Without a branch, for no order can be foreseen.
    fn truth(self, order: Ordering) -> Truth {
        let place = u32::from(order.is_ge()).wrapping_add(u32::from(order.is_gt()));
        Truth::of(self.0.wrapping_shr(place) & 1 == 1)
    }
}

/// Whether a rule holds, or does not, or neither is known; and whether amounts in two currencies met.
#[derive(Clone, Copy)]
pub(super) struct Truth(u8);

impl Truth {
    const HOLDS: u8 = 1;
    const FAILS: u8 = 2;
    const MIXED: u8 = 4;
    const UNKNOWN: Self = Self(0);

    fn of(holds: bool) -> Self {
        Self(Self::FAILS.wrapping_sub(u8::from(holds)))
    }

    /// The same, or unknown.
    fn if_known(self, known: bool) -> Self {
        Self(self.0 & 0_u8.wrapping_sub(u8::from(known)))
    }

    fn and(self, other: Self) -> Self {
        Self(self.0 & other.0 & Self::HOLDS | (self.0 | other.0) & (Self::FAILS | Self::MIXED))
    }

    fn or(self, other: Self) -> Self {
        Self(self.0 & other.0 & Self::FAILS | (self.0 | other.0) & (Self::HOLDS | Self::MIXED))
    }

    fn not(self) -> Self {
        let turned = (self.0 & Self::HOLDS) << 1 | (self.0 & Self::FAILS) >> 1;
        Self(turned | self.0 & Self::MIXED)
    }

    /// Whether the rule holds, as a bit.
    pub(super) fn holds(self) -> u64 {
        u64::from(self.0 & Self::HOLDS)
    }

    /// Whether it does not, as a bit; neither is not known.
    pub(super) fn fails(self) -> u64 {
        u64::from(self.0 >> 1 & 1)
    }

    pub(super) fn is_mixed(self) -> bool {
        self.0 & Self::MIXED != 0
    }
}

impl Rule {
    pub(super) fn new(node: &Node, layout: &Layout, as_of: NaiveDate) -> Self {
        let all = |parts: &[Node]| parts.iter().map(|part| Self::new(part, layout, as_of)).collect();
        match node {
            Node::And(parts) => Self::All(all(parts)),
            Node::Or(parts) => Self::Any(all(parts)),
            Node::Not(inner) => Self::new(inner, layout, as_of).opposite(),
            Node::Constant(value) => Self::Constant(*value),
            Node::Holds(slot) => Self::Holds { slot: *slot, is: true },
            Node::Known(slot) => Self::Known(*slot),
            Node::Period { fact, is, period } => {
                Self::Period { slot: *fact, is: Orders::of(*is), than: Length::of(*period) }
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
                Self::Has { slot: *fact, quantifier: *quantifier, names }
            }
            Node::Compare { left, is, right } => match (side(left, as_of), side(right, as_of)) {
                (Some(Side::Slot(slot)), Some(Side::Constant(value))) => {
                    Self::constant(layout, slot, *is, &value)
                }
                (Some(Side::Constant(value)), Some(Side::Slot(slot))) => {
                    Self::constant(layout, slot, is.mirrored(), &value)
                }
                (Some(left), Some(right)) => Self::Compare { left, is: *is, right },
                // A day that the calendar does not have is not known.
                _ => Self::Unknown,
            },
        }
    }

    /// What holds where this fails, and the other way round: asked for at once rather than turned around each time.
    fn opposite(self) -> Self {
        let all = |parts: Vec<Self>| parts.into_iter().map(Self::opposite).collect();
        match self {
            Self::All(parts) => Self::Any(all(parts)),
            Self::Any(parts) => Self::All(all(parts)),
            Self::Not(inner) => *inner,
            Self::Constant(value) => Self::Constant(!value),
            Self::Unknown => Self::Unknown,
            Self::Holds { slot, is } => Self::Holds { slot, is: !is },
            Self::Period { slot, is, than } => Self::Period { slot, is: is.opposite(), than },
            Self::Whole { slot, is, than } => Self::Whole { slot, is: is.opposite(), than },
            Self::Day { slot, is, than } => Self::Day { slot, is: is.opposite(), than },
            Self::OneOf { slot, is, names, others } => Self::OneOf { slot, is: !is, names, others },
            other @ (Self::Known(_) | Self::Has { .. } | Self::Compare { .. }) => Self::Not(Box::new(other)),
        }
    }

    fn one_of<'a>(layout: &Layout, slot: usize, names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut bits = bits(layout, slot, names).into_iter();
        Self::OneOf { slot, is: true, names: bits.next().unwrap_or(0), others: bits.collect() }
    }

    fn constant(layout: &Layout, slot: usize, is: Comparison, value: &Value) -> Self {
        match (value, is) {
            (Value::Category(name), Comparison::Equal) => Self::one_of(layout, slot, [name.as_str()]),
            (Value::Category(_), Comparison::NotEqual) => {
                Self::constant(layout, slot, Comparison::Equal, value).opposite()
            }
            (Value::Integer(than), _) if layout.is_whole(slot) => {
                Self::Whole { slot, is: Orders::of(is), than: *than }
            }
            (Value::Date(than), _) => Self::Day { slot, is: Orders::of(is), than: *than },
            _ => Self::Compare { left: Side::Slot(slot), is, right: Side::Constant(value.clone()) },
        }
    }
}

impl Layout {
    fn is_whole(&self, slot: usize) -> bool {
        self.places.get(slot).is_some_and(|place| place.definition.kind == FactType::Integer)
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

fn shifted(day: NaiveDate, sign: Sign, by: Period) -> Option<NaiveDate> {
    match sign {
        Sign::Plus => add(day, by),
        Sign::Minus => subtract(day, by),
    }
}

/// What one side of a comparison is.
#[derive(Clone, Copy)]
enum Seen<'a> {
    Boolean(bool),
    Number(Decimal),
    Money(Money),
    Day(NaiveDate),
    Text(&'a str),
}

impl<'a> Seen<'a> {
    fn of(value: &'a Value) -> Option<Self> {
        Some(match value {
            Value::Boolean(value) => Self::Boolean(*value),
            Value::Integer(number) => Self::Number(Decimal::from(*number)),
            Value::Decimal(number) => Self::Number(*number),
            Value::Money(money) => Self::Money(*money),
            Value::Date(day) => Self::Day(*day),
            Value::Category(name) => Self::Text(name),
            Value::Period(_) | Value::Categories(_) => return None,
        })
    }
}

/// The facts of a row as of a day.
pub(super) struct Facts<'a> {
    row: &'a Row,
    /// What follows from dates where it is not supplied.
    employed: Cell,
    tenure: Cell,
    since_separation: Cell,
}

impl<'a> Facts<'a> {
    pub(super) fn new(row: &'a Row, as_of: NaiveDate) -> Self {
        let mut facts =
            Self { row, employed: Cell::Unknown, tenure: Cell::Unknown, since_separation: Cell::Unknown };
        let Some([start, end, employed]) = row.layout.sources else { return facts };
        let day = |slot: usize| match row.cells.get(slot) {
            Some(Cell::Day(day)) => Some(*day),
            _ => None,
        };
        let employed = match row.cells.get(employed) {
            Some(Cell::Boolean(employed)) => Some(*employed),
            _ => None,
        };
        let dates = Dates { as_of, start: day(start), end: day(end), employed };
        facts.employed = dates.employed().map_or(Cell::Unknown, Cell::Boolean);
        facts.tenure = dates.tenure().map_or(Cell::Unknown, Cell::Period);
        facts.since_separation = dates.since_separation().map_or(Cell::Unknown, Cell::Period);
        facts
    }

    /// A cell, or what follows where it is not supplied.
    #[inline]
    fn cell(&self, slot: usize) -> &Cell {
        match self.row.cells.get(slot) {
            Some(Cell::Unknown) | None => match self.row.layout.derived.get(slot) {
                Some(Some(Fact::Employed)) => &self.employed,
                Some(Some(Fact::Tenure)) => &self.tenure,
                Some(Some(Fact::SinceSeparation)) => &self.since_separation,
                _ => &Cell::Unknown,
            },
            Some(cell) => cell,
        }
    }

    /// A cell of which nothing else follows.
    #[inline]
    fn supplied(&self, slot: usize) -> &Cell {
        self.row.cells.get(slot).unwrap_or(&Cell::Unknown)
    }

    /// Whether a rule holds; in line, because most rules are one question and a call would take longer than that.
    #[inline(always)]
    pub(super) fn truth(&self, rule: &Rule) -> Truth {
        match rule {
            Rule::All(_) | Rule::Any(_) | Rule::Not(_) => self.joined(rule),
            Rule::Constant(value) => Truth::of(*value),
            Rule::Unknown => Truth::UNKNOWN,
            Rule::Known(slot) => Truth::of(*self.cell(*slot) != Cell::Unknown),
            Rule::Holds { slot, is } => match self.cell(*slot) {
                Cell::Boolean(value) => Truth::of(value == is),
                _ => Truth::UNKNOWN,
            },
            Rule::Period { slot, is, than } => match self.cell(*slot) {
                Cell::Period(span) => span.cmp_length(than).map_or(Truth::UNKNOWN, |order| is.truth(order)),
                _ => Truth::UNKNOWN,
            },
            Rule::Whole { slot, is, than } => match self.supplied(*slot) {
                Cell::Whole(number) => is.truth(number.cmp(than)),
                _ => Truth::UNKNOWN,
            },
            Rule::Day { slot, is, than } => match self.supplied(*slot) {
                Cell::Day(day) => is.truth(day.cmp(than)),
                _ => Truth::UNKNOWN,
            },
            Rule::OneOf { slot, is, names, others } => {
                // Whether a category is known cannot be foreseen: it is read without a branch.
                let (number, known) = match self.supplied(*slot) {
                    Cell::Category(number) => (*number, true),
                    _ => (0, false),
                };
                let one = match number {
                    0..64 => names.wrapping_shr(number) & 1 == 1,
                    _ => {
                        let word = usize::try_from((number / 64).wrapping_sub(1)).ok();
                        let word = word.and_then(|word| others.get(word));
                        word.is_some_and(|word| word.wrapping_shr(number % 64) & 1 == 1)
                    }
                };
                Truth::of(one == *is).if_known(known)
            }
            Rule::Has { slot, quantifier, names } => match self.supplied(*slot) {
                Cell::Set => {
                    let held = self.row.set_of(*slot).iter().zip(names);
                    Truth::of(match quantifier {
                        Quantifier::Any => held.into_iter().any(|(held, names)| held & names != 0),
                        Quantifier::All => held.into_iter().all(|(held, names)| names & !held == 0),
                    })
                }
                // Rules name at least one.
                Cell::Empty => Truth::of(false),
                _ => Truth::UNKNOWN,
            },
            Rule::Compare { left, is, right } => self.compare(left, *is, right),
        }
    }

    #[inline(never)]
    fn joined(&self, rule: &Rule) -> Truth {
        match rule {
            Rule::All(parts) => parts.iter().fold(Truth::of(true), |all, part| all.and(self.truth(part))),
            Rule::Any(parts) => parts.iter().fold(Truth::of(false), |any, part| any.or(self.truth(part))),
            Rule::Not(inner) => self.truth(inner).not(),
            one => self.truth(one),
        }
    }

    #[inline(never)]
    fn compare(&self, left: &Side, is: Comparison, right: &Side) -> Truth {
        let (Some(left), Some(right)) = (self.seen(left), self.seen(right)) else { return Truth::UNKNOWN };
        let order: Ordering = match (left, right) {
            (Seen::Boolean(left), Seen::Boolean(right)) => left.cmp(&right),
            (Seen::Number(left), Seen::Number(right)) => left.cmp(&right),
            (Seen::Day(left), Seen::Day(right)) => left.cmp(&right),
            (Seen::Text(left), Seen::Text(right)) => left.cmp(right),
            (Seen::Money(left), Seen::Money(right)) if left.currency() == right.currency() => {
                left.minor().cmp(&right.minor())
            }
            (Seen::Money(_), Seen::Money(_)) => return Truth(Truth::MIXED),
            _ => return Truth::UNKNOWN,
        };
        Truth::of(is.holds(order))
    }

    fn seen<'s>(&'s self, side: &'s Side) -> Option<Seen<'s>> {
        match side {
            Side::Constant(value) => Seen::of(value),
            Side::Shift(of, sign, by) => match self.seen(of)? {
                Seen::Day(day) => shifted(day, *sign, *by).map(Seen::Day),
                _ => None,
            },
            Side::Slot(slot) => Some(match self.cell(*slot) {
                Cell::Boolean(value) => Seen::Boolean(*value),
                Cell::Whole(number) => Seen::Number(Decimal::from(*number)),
                Cell::Decimal(number) => Seen::Number(*number),
                Cell::Money(money) => Seen::Money(*money),
                Cell::Day(day) => Seen::Day(*day),
                Cell::Category(number) => Seen::Text(self.row.category(*slot, *number)?),
                Cell::Unknown | Cell::Period(_) | Cell::Set | Cell::Empty => return None,
            }),
        }
    }
}
