//! What was found, in words.

use super::super::Proportion;
use super::{NetworkSummary, Responsiveness};
use crate::Reason;
use crate::text::Argument;

pub(super) fn figure(code: &str, figure: Proportion) -> Reason {
    let arguments = figure.arguments().into_iter();
    arguments.fold(Reason::new(code), |reason, (name, value)| reason.with(name, value))
}

pub(super) fn digits(value: f64, digits: u8) -> Argument {
    Argument::Number { value, digits }
}

pub(super) fn of_responsiveness(found: &Responsiveness) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if found.starts.asked == 0 && found.turns.asked == 0 {
        reasons.push(Reason::new("reply-nothing-asked").with("days", found.window.days()));
    }
    if found.starts.asked > 0 {
        reasons.push(figure("reply-starts", found.starts.answered));
        reasons.push(match found.starts.median_hours.and_then(|median| median.time) {
            Some(hours) => Reason::new("reply-median").with("hours", digits(hours, 1)),
            None => Reason::new("reply-median-not-reached"),
        });
    }
    for (code, times) in [("reply-newcomers", &found.newcomers), ("reply-turns", &found.turns)] {
        if times.asked > 0 {
            reasons.push(figure(code, times.answered));
        }
    }
    if found.first_time_repliers.of > 0 {
        let Proportion { count, of, .. } = found.first_time_repliers;
        reasons.push(Reason::new("reply-first-timers").with("count", count).with("of", of));
    }
    if found.without_root > 0 {
        reasons.push(Reason::new("reply-without-root").with("count", found.without_root));
    }
    if found.before_question > 0 {
        reasons.push(Reason::new("reply-before-question").with("count", found.before_question));
    }
    if found.not_permitted > 0 {
        reasons.push(Reason::new("reply-not-permitted").with("count", found.not_permitted));
    }
    reasons.extend(found.unknown_kinds.iter().map(|(kind, count)| {
        Reason::new("reply-unknown-kind").with("kind", kind.as_str()).with("count", *count)
    }));
    reasons
}

pub(super) fn of_network(found: &NetworkSummary) -> Vec<Reason> {
    let share = |value: f64| Argument::Share { value, digits: 0 };
    let mut reasons = vec![
        Reason::new("network-people")
            .with("people", found.people)
            .with("pairs", found.pairs)
            .with("isolated", found.isolated),
    ];
    if found.components.is_none() {
        reasons.push(Reason::new("network-too-few").with("minimum", found.options.minimum_cell));
    }
    if let Some(reciprocity) = found.reciprocity {
        reasons.push(
            Reason::new("network-reciprocity").with("share", share(reciprocity)).with("ties", found.ties),
        );
    }
    if let Some(largest) = found.largest_component {
        reasons.push(Reason::new("network-largest-component").with("share", share(largest)));
    }
    if let Some((given, (factor, top))) =
        found.given.as_ref().and_then(|given| Some((given, given.absence_factor.zip(given.top_tenth)?)))
    {
        reasons.push(
            Reason::new("network-absence-factor")
                .with("count", factor)
                .with("of", given.people)
                .with("top", top.people)
                .with("share", share(top.share)),
        );
    }
    if let (Some(communities), Some(modularity)) = (&found.communities, found.modularity) {
        let large = u64::try_from(communities.sizes.len()).unwrap_or(u64::MAX);
        reasons.push(
            Reason::new("network-communities")
                .with("count", large)
                .with("minimum", found.options.minimum_cell)
                .with("modularity", digits(modularity, 2)),
        );
    }
    if found.left_out.not_permitted > 0 {
        reasons.push(Reason::new("network-not-permitted").with("count", found.left_out.not_permitted));
    }
    reasons.extend(found.left_out.unknown_kinds.iter().map(|(kind, count)| {
        Reason::new("reply-unknown-kind").with("kind", kind.as_str()).with("count", *count)
    }));
    reasons
}
