//! Spans of days.

use super::super::super::expression::Comparison;

/// The days on which something holds: from one up to but not including another.
pub(super) type Span = (i32, i32);

pub(super) const ALWAYS: Span = (i32::MIN, i32::MAX);
pub(super) const NEVER: Span = (i32::MAX, i32::MIN);

/// The days on which a number that never descends compares so with another: it reaches that one on the day `first` and
/// passes it on the day `past`; `None` when that is not one span from tomorrow on.
pub(super) fn span(is: Comparison, first: i32, past: i32, tomorrow: i32) -> Option<Span> {
    match is {
        Comparison::Less => Some((i32::MIN, first)),
        Comparison::AtMost => Some((i32::MIN, past)),
        Comparison::AtLeast => Some((first, i32::MAX)),
        Comparison::Greater => Some((past, i32::MAX)),
        Comparison::Equal => Some((first, past)),
        Comparison::NotEqual if first >= past => Some(ALWAYS),
        Comparison::NotEqual if past == i32::MAX => Some((i32::MIN, first)),
        Comparison::NotEqual => (first <= tomorrow).then_some((past, i32::MAX)),
    }
}

pub(super) fn negated(is: Comparison) -> Comparison {
    match is {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::AtLeast,
        Comparison::AtMost => Comparison::Greater,
        Comparison::Greater => Comparison::AtMost,
        Comparison::AtLeast => Comparison::Less,
    }
}

/// The days that two spans share.
pub(super) fn both(a: Span, b: Span) -> Span {
    (a.0.max(b.0), a.1.min(b.1))
}

/// The days of one span or the other; `None` when there is a gap between them.
pub(super) fn either(a: Span, b: Span) -> Option<Span> {
    let empty = |span: Span| span.0 >= span.1;
    if empty(a) {
        Some(b)
    } else if empty(b) {
        Some(a)
    } else {
        (a.0 <= b.1 && b.0 <= a.1).then_some((a.0.min(b.0), a.1.max(b.1)))
    }
}
