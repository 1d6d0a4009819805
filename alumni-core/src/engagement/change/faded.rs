use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::Reason;
use crate::engagement::scoring::add;
use crate::engagement::{Interaction, Kind, Points};
use crate::text::Argument;

/// An event of before two days that lost points between them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FadedEvent {
    /// The event's id.
    pub event: String,
    /// Its kind.
    pub kind: Kind,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What it added on the earlier day.
    pub before: Points,
    /// What it still adds on the later day.
    pub after: Points,
}

/// The events that lost points and are not listed one by one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FadedRest {
    /// How many they are.
    pub events: u64,
    /// What they added on the earlier day.
    pub before: Points,
    /// What they still add on the later day.
    pub after: Points,
}

/// So many are listed.
const LISTED: usize = 100;
/// So many are said in words.
const SAID: usize = 3;

/// An event that lost points, and what it added on both days.
pub(super) struct Lost<'a> {
    pub(super) event: &'a Interaction,
    pub(super) before: Points,
    pub(super) after: Points,
}

impl Lost<'_> {
    fn points(&self) -> Points {
        self.before.minus(self.after)
    }
}

/// The events that lost the most, and what all others lost together; nothing is left out of the two.
pub(super) fn strongest(mut lost: Vec<Lost<'_>>) -> (Vec<FadedEvent>, FadedRest) {
    lost.sort_unstable_by(|one, next| {
        let order = next.points().cmp(&one.points());
        order.then_with(|| one.event.moment().cmp(&next.event.moment()))
    });
    let mut rest = FadedRest::default();
    for one in lost.iter().skip(LISTED) {
        add(&mut rest.events);
        rest.before = rest.before.plus(one.before);
        rest.after = rest.after.plus(one.after);
    }
    lost.truncate(LISTED);
    let listed = lost.iter().map(|one| FadedEvent {
        event: one.event.id().to_owned(),
        kind: one.event.kind().clone(),
        at: one.event.at(),
        before: one.before,
        after: one.after,
    });
    (listed.collect(), rest)
}

/// The events that lost the most in words, and how many more did.
pub(super) fn in_words(listed: &[FadedEvent], rest: &FadedRest) -> Vec<Reason> {
    let points = |points: Points| Argument::Number { value: points.value(), digits: 1 };
    let said = listed.iter().take(SAID).map(|one| {
        Reason::new("score-change-faded-event")
            .with("event", one.event.as_str())
            .with("kind", one.kind.as_str())
            .with("day", one.at.date_naive())
            .with("before", points(one.before))
            .with("after", points(one.after))
    });
    let others = listed.iter().skip(SAID);
    let count = u64::try_from(others.len()).unwrap_or(u64::MAX).saturating_add(rest.events);
    let lost = others.map(|one| one.before.minus(one.after)).chain([rest.before.minus(rest.after)]).sum();
    let more = (count > 0)
        .then(|| Reason::new("score-change-faded-more").with("count", count).with("points", points(lost)));
    said.chain(more).collect()
}
