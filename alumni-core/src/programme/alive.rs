use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::calendar::{Period, Span, subtract};
use crate::consent::{Event, EventKind, Ledger};
use crate::engagement::{
    Health, HealthModel, Interaction, Permitted, Pulse, Roster, ScoreModel, Scores, Traffic, health, pulse,
    traffic,
};

/// Whether the network is alive and what ails it, who speaks to whom, and who is close.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Network {
    /// How the network is, what that rests on, and what ails it; the days are UTC's.
    pub health: Health,
    /// How much life there is.
    pub pulse: Pulse,
    /// Who speaks to whom.
    pub traffic: Traffic,
    /// People with a score.
    pub scored: u64,
    /// People who acted and may not be scored.
    pub not_scored: u64,
    /// The five with the highest scores.
    pub closest: Vec<Closest>,
}

/// A person with a high score, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Closest {
    /// The person's id.
    pub person: String,
    /// The score as printed.
    pub score: String,
    /// The parts, strongest first: `event_attend +3.1, reply +2.4`.
    pub why: String,
    /// Days since the last two-way contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recency_days: Option<i64>,
}

/// Scores whom the ledger permits to be scored for `purpose` at the instant `at`, and nobody else.
///
/// # Errors
///
/// Those of [`Ledger::permitted`] and [`ScoreModel::score`].
///
/// # Example
///
/// ```
/// use alumni_core::consent::{Ledger, LegalBasis, Purpose};
/// use alumni_core::engagement::{ActorType, Interaction, ScoreModel};
/// use alumni_core::programme::scores_with_consent;
/// use alumni_core::text::Localized;
///
/// let purpose = Purpose::new("profiling_scoring", Localized::new("Scoring", "スコアリング"), LegalBasis::Consent);
/// let ledger = Ledger::new([purpose], [])?;
/// let events = [Interaction::new("e-1", "2026-03-01T09:00:00Z".parse()?, "reply", "w-1", ActorType::Alumnus)?];
/// let as_of = "2026-04-01".parse()?;
/// let scores = scores_with_consent(
///     &ScoreModel::preset("alumni")?, &events, as_of, &ledger, "profiling_scoring", "2026-04-01T00:00:00Z".parse()?,
/// )?;
/// assert!(scores.get("w-1").is_none()); // nobody agreed to anything
/// assert_eq!(scores.not_scored[0].person, "w-1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn scores_with_consent(
    model: &ScoreModel,
    interactions: &[Interaction],
    as_of: NaiveDate,
    ledger: &Ledger,
    purpose: &str,
    at: DateTime<Utc>,
) -> Result<Scores, Error> {
    let permitted: BTreeSet<String> = ledger.permitted(purpose, at)?.into_iter().map(str::to_owned).collect();
    model.score(interactions, as_of, Permitted::Only(&permitted))
}

/// The members, when each agreed to be one, and when the network opened.
pub(super) fn roster<'a>(
    members: &BTreeSet<String>,
    membership: Option<&str>,
    events: impl IntoIterator<Item = &'a Event>,
    opened: Option<NaiveDate>,
) -> Roster {
    let roster: Roster = members.iter().map(|id| (id.clone(), None)).collect();
    let agreed = events.into_iter().filter(|event| {
        event.kind == EventKind::Given
            && membership == Some(event.purpose.as_str())
            && members.contains(&event.subject)
    });
    // Whoever left and came back joined the first time.
    let roster = agreed.fold(roster, |roster, event| {
        roster.with(event.subject.clone(), event.occurred_at.to_utc().date_naive())
    });
    opened.into_iter().fold(roster, Roster::opened)
}

/// What the network is looked at with.
pub(super) struct Look<'a> {
    pub(super) window: Period,
    pub(super) as_of: NaiveDate,
    pub(super) roster: &'a Roster,
    pub(super) model: &'a HealthModel,
    pub(super) scores: &'a Scores,
}

/// Looks at the network of `members` over the window before the day.
pub(super) fn network(
    interactions: &[Interaction],
    members: &BTreeSet<String>,
    look: &Look<'_>,
) -> Result<Network, Error> {
    let Look { window, as_of, roster, model, scores } = *look;
    let from = subtract(as_of, window)
        .ok_or_else(|| Error::out_of_range("expected a window within the calendar").within("window"))?;
    let window = Span::new(from, as_of)?;
    let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    let closest = scores.top(5).into_iter().map(|score| Closest {
        person: score.person.clone(),
        score: score.score.to_string(),
        why: scores.why(&score.person),
        recency_days: score.recency_days,
    });
    Ok(Network {
        health: health(interactions, roster, as_of, model).map_err(|error| match error.path() {
            "opened" => error.within("network"),
            _ => error,
        })?,
        pulse: pulse(interactions, members, window)?,
        traffic: traffic(interactions, window)?,
        scored: count(scores.people.len()),
        not_scored: count(scores.not_scored.len()),
        closest: closest.collect(),
    })
}
