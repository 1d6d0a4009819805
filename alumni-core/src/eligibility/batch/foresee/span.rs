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

/// Where a span begins or ends.
#[derive(Clone, Copy)]
pub(super) enum Edge {
    Never,
    First,
    Past,
}

/// Where the [`span`] of a comparison begins and ends; `None` when it may be two.
pub(super) fn edges(is: Comparison) -> Option<(Edge, Edge)> {
    match is {
        Comparison::Less => Some((Edge::Never, Edge::First)),
        Comparison::AtMost => Some((Edge::Never, Edge::Past)),
        Comparison::AtLeast => Some((Edge::First, Edge::Never)),
        Comparison::Greater => Some((Edge::Past, Edge::Never)),
        Comparison::Equal => Some((Edge::First, Edge::Past)),
        Comparison::NotEqual => None,
    }
}

/// The span between edges.
#[inline]
pub(super) fn between((from, until): (Edge, Edge), first: i32, past: i32) -> Span {
    let day = |edge, never| match edge {
        Edge::Never => never,
        Edge::First => first,
        Edge::Past => past,
    };
    (day(from, i32::MIN), day(until, i32::MAX))
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

/// The days of one span or the other, and whether there is a gap between them.
pub(super) fn either(a: Span, b: Span) -> (Span, bool) {
    let [a_empty, b_empty] = [a, b].map(|span| span.0 >= span.1);
    let gap = !a_empty & !b_empty & ((a.0 > b.1) | (b.0 > a.1));
    // An empty span is neither the first nor the last of both.
    let from = [(a.0, a_empty), (b.0, b_empty)].map(|(from, empty)| if empty { i32::MAX } else { from });
    let until = [(a.1, a_empty), (b.1, b_empty)].map(|(until, empty)| if empty { i32::MIN } else { until });
    ((from[0].min(from[1]), until[0].max(until[1])), gap)
}
