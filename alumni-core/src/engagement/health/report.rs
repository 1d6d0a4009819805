use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::figure::whole;
use super::seen::Seen;
use super::{Cause, Certainty, Figure, FigureUnit, HealthModel, HealthState, Roster};
use crate::Reason;
use crate::calendar::Span;
use crate::engagement::Kind;
use crate::engagement::traffic::lines;
use crate::text::Argument;

/// How a network is, what that rests on, and what ails it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Health {
    /// The day as of which it is told.
    pub as_of: NaiveDate,
    /// The recent days, in which causes are looked for.
    pub window: Span,
    /// The model's id.
    pub model: String,
    /// The model's version.
    pub version: u32,
    /// The model's hash.
    pub hash: String,
    /// Members on the roster who joined before the day, or of whom it is not known when they joined.
    pub members: u64,
    /// The state.
    pub state: HealthState,
    /// The state in a sentence.
    pub headline: Reason,
    /// What the state rests on, the strongest first. Introductions, which everybody makes once, are part of no pace that posts fall from or that a
    /// silence is held against.
    pub evidence: Vec<Evidence>,
    /// What ails it, surely or perhaps, the worst first.
    pub causes: Vec<Cause>,
    /// What was looked for and is clear, or cannot be told.
    pub others: Vec<Cause>,
    /// What is needed where the state cannot be told.
    pub needs: Vec<Reason>,
    /// What was left out of the record, and why.
    pub notes: Vec<Reason>,
    /// Events of kinds known neither to the library nor to the model, by kind.
    pub unknown_kinds: BTreeMap<Kind, u64>,
    /// What happened week by week, the last week ending with `as_of`.
    pub weeks: Vec<Week>,
}

/// Something that the state rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Evidence {
    /// The figure; `None` where it is not a share or a rate.
    pub figure: Option<Figure>,
    /// The same in words.
    pub reason: Reason,
}

/// What happened in a week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Week {
    /// Its first day.
    pub from: NaiveDate,
    /// Posts by alumni.
    pub posts: u64,
    /// Other messages by alumni.
    pub messages: u64,
    /// What else alumni did that others can notice.
    pub took_part: u64,
    /// How often alumni looked at something.
    pub looks: u64,
    /// What the company sent.
    pub sent: u64,
}

impl Evidence {
    pub(super) fn new(reason: Reason) -> Self {
        Self { figure: None, reason }
    }
}

pub(super) fn write(
    seen: Seen,
    (roster, not_yet): (&Roster, u64),
    model: &HealthModel,
    (as_of, window): (NaiveDate, Span),
    (state, evidence, needs): (HealthState, Vec<Evidence>, Vec<Reason>),
    causes: Vec<Cause>,
) -> Health {
    let ails = |cause: &Cause| matches!(cause.certainty, Certainty::Sure | Certainty::Suspected);
    let (causes, others) = causes.into_iter().partition(ails);
    let headline = headline(&seen, state, &evidence, &needs, model);
    let mut notes: Vec<Reason> = [
        ("health-repeated-members", roster.repeated()),
        ("health-not-yet-members", not_yet),
        ("health-repeated-events", seen.duplicates),
        ("health-after-as-of", seen.after_as_of),
        ("health-before-joining", seen.before_joining),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(code, count)| Reason::new(code).with("count", count))
    .collect();
    if let (Some(first), Some(value)) = (seen.first, seen.from_first) {
        let value = Argument::Number { value, digits: 2 };
        notes.push(Reason::new("health-record-begins").with("first", first).with("value", value));
    }
    notes.extend(seen.unknown_kinds.iter().map(|(kind, count)| {
        Reason::new("health-unknown-kind").with("kind", kind.as_str()).with("count", *count)
    }));
    Health {
        as_of,
        window,
        model: model.id.clone(),
        version: model.version,
        hash: model.hash(),
        members: u64::try_from(roster.len()).unwrap_or(u64::MAX),
        state,
        headline,
        evidence,
        causes,
        others,
        needs,
        notes,
        unknown_kinds: seen.unknown_kinds,
        weeks: seen.weeks,
    }
}

/// The state with the figures that best show it.
fn headline(
    seen: &Seen,
    state: HealthState,
    evidence: &[Evidence],
    needs: &[Reason],
    model: &HealthModel,
) -> Reason {
    let find = |code: &str| evidence.iter().find(|evidence| evidence.reason.code() == code);
    let figure = |code: &str| find(code).and_then(|evidence| evidence.figure);
    let state_name = state.as_str().replace('_', "-");
    if state == HealthState::CannotTell {
        let needs: Argument = needs.iter().map(|need| need.code().to_owned()).collect();
        return Reason::new("health-cannot-tell").with("needs", needs);
    }
    let per_year = match (figure("health-posts").map(|posts| posts.unit), seen.year_days) {
        (Some(FigureUnit::PerMemberYear), days) if days > 0 => seen.posts as f64 * 365.0 / days as f64,
        _ => 0.0,
    };
    let (answered, acted) = (figure("health-answered"), figure("health-acted"));
    let sure = model.certainty.sure;
    // Asked or not, and whether enough answered: that is what tells the quiet from the hollow.
    let (with, figure) = match (state, answered) {
        (HealthState::Hollow, _) if find("health-opted-out").is_some() => ("-left", acted),
        (HealthState::Hollow, Some(_)) => ("-asked", answered),
        (HealthState::Quiet, Some(answers)) if answers.reaches(model.states.hollow_answered, sure) => {
            ("-asked", answered)
        }
        (HealthState::Quiet, Some(_)) => ("-answers", acted),
        _ => ("", acted),
    };
    let code = match state {
        HealthState::Growing | HealthState::SelfRunning if !seen.records_prompts => {
            "health-lively".to_owned()
        }
        _ => format!("health-{state_name}{with}"),
    };
    let mut reason = Reason::new(code).with("posts", whole(libm::rint(per_year)));
    let asked_on =
        find("health-answered").and_then(|evidence| evidence.reason.args().get("asked_on").cloned());
    if let Some(asked_on) = asked_on.filter(|_| with == "-asked" || with == "-answers") {
        reason = reason.with("asked_on", asked_on);
    }
    reason = match (state, answered) {
        // A pace of few days says little: what there was, in how many.
        (HealthState::Seeding, _) => reason.with("made", seen.posts).with("days", seen.year_days),
        (HealthState::Quiet, None) => reason
            .with("request_days", i64::from(model.states.request_days))
            .with("year_days", i64::from(model.year_days)),
        (HealthState::Quiet, Some(answers)) => {
            reason.with("answered", answers.count).with("asked", whole(answers.of))
        }
        _ => reason,
    };
    if let Some(figure) = figure {
        let percent = |value: f64| Argument::Number { value: value * 100.0, digits: 0 };
        reason = reason
            .with("count", figure.count)
            .with("of", Argument::Number { value: figure.of, digits: 0 })
            .with("lower", percent(figure.lower))
            .with("upper", percent(figure.upper.unwrap_or(1.0)));
    }
    reason
}

impl Health {
    /// Headline, evidence, causes with what would clear them, needs and notes, in this order.
    pub fn reasons(&self) -> impl Iterator<Item = &Reason> {
        std::iter::once(&self.headline)
            .chain(self.needs.iter())
            .chain(self.evidence.iter().map(|evidence| &evidence.reason))
            .chain(self.causes.iter().flat_map(|cause| &cause.reasons))
            .chain(self.notes.iter())
    }
}

impl fmt::Display for Health {
    /// The headline, what is needed, a long silence, and the causes; one English sentence to a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = self.causes.iter().filter_map(|cause| cause.reasons.first());
        let silence = self.evidence.iter().map(|evidence| &evidence.reason);
        let silence = silence.filter(|reason| reason.code() == "silence-alarm");
        let said = std::iter::once(&self.headline).chain(self.needs.iter()).chain(silence).chain(found);
        let said: Vec<Reason> = said.cloned().collect();
        lines(f, &said)
    }
}
