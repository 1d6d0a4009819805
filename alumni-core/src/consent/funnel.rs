use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::answer::phrase;
use super::words::words;
use super::{
    Channel, ContactRequest, Contacts, DecisionState, EventKind, Ledger, LegalBasis, Question, ReasonCount,
    Verdict, instant,
};
use crate::Error;
use crate::text::Lang;

words! {
    /// How far somebody has come on the way to being reached.
    FunnelStage, "stage of the funnel" {
        /// Everybody who is counted.
        People = "people",
        /// The ledger has an event about them.
        Known = "known",
        /// They were asked for this purpose, or answered.
        Asked = "asked",
        /// They agreed at some time, effectively, on some channel.
        Agreed = "agreed",
        /// That stands: neither withdrawn nor ended.
        Standing = "standing",
        /// Nothing else stands against using the channel: no restriction, no legal rule, no review.
        Allowed = "allowed",
        /// No pause, cap or quiet hour stands against it now.
        Reachable = "reachable",
    }
}

impl FunnelStage {
    /// The words people read.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        phrase(&format!("consent-funnel-{self}"), lang)
    }

    const fn decides_consent(self) -> bool {
        matches!(self, Self::Known | Self::Asked | Self::Agreed | Self::Standing)
    }
}

/// From everybody down to those who may be written to now, and what holds the others back.
///
/// Each step counts those of the step before it who got that far.
///
/// # Example
///
/// ```
/// use alumni_core::consent::{Channel, Event, EventKind, Ledger};
///
/// let mut ledger = Ledger::from_json(
///     r#"{"purposes": [{"id": "newsletter", "title": "Newsletter", "legal_basis": "consent"}],
///         "notices": [{"id": "n", "version": 1, "purposes": ["newsletter"], "text": {"en": "A letter every month."}}]}"#,
/// )?;
/// let event = |id: &str, subject: &str, kind, at: &str| {
///     Event::new("form", id, subject, "newsletter", kind, at.parse().unwrap()).notice("n", 1)
/// };
/// ledger.extend([
///     event("1", "w-1", EventKind::Given, "2024-01-01T00:00:00Z"),
///     event("2", "w-2", EventKind::Given, "2024-01-01T00:00:00Z"),
///     event("3", "w-2", EventKind::Withdrawn, "2025-01-01T00:00:00Z"),
/// ])?;
/// let now = "2026-04-01T00:00:00Z".parse()?;
/// let funnel = ledger.funnel(["w-1", "w-2", "w-3"], "newsletter", Some(Channel::Email), now, None, None)?;
/// let counts: Vec<_> = funnel.steps.iter().map(|step| (step.stage.as_str(), step.people)).collect();
/// assert_eq!(counts, [("people", 3), ("known", 2), ("asked", 2), ("agreed", 2), ("standing", 1), ("allowed", 1)]);
/// assert_eq!(funnel.steps[4].lost[0].code, "consent-withdrawn");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Funnel {
    /// The purpose's id.
    pub purpose: String,
    /// The channel; absent for the purpose as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// The instant of the question.
    #[serde(deserialize_with = "instant::utc")]
    pub at: DateTime<Utc>,
    /// As it was known at this instant; absent for everything known.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "instant::optional_utc")]
    pub known_at: Option<DateTime<Utc>>,
    /// The steps, from everybody on. Known, asked, agreed and standing are left out where the purpose does not rest on
    /// consent, reachable where no log of contacts was given.
    pub steps: Vec<FunnelStep>,
}

/// One step of a [`Funnel`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FunnelStep {
    /// The stage.
    pub stage: FunnelStage,
    /// People who got that far.
    pub people: usize,
    /// People of the step before who did not, by the reason that decided; the most frequent first.
    pub lost: Vec<ReasonCount>,
}

impl Funnel {
    /// People who got to the last step.
    #[must_use]
    pub fn reachable(&self) -> usize {
        self.steps.last().map_or(0, |step| step.people)
    }

    /// A line for each step, with the reasons of those it lost.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let line = |step: &FunnelStep| {
            let lost = step.lost.iter().map(|lost| match lang {
                Lang::En => format!("{} {}", lost.text(lang), lost.count),
                Lang::Ja => format!("{}{}", lost.text(lang), lost.count),
            });
            let lost = lost.collect::<Vec<_>>();
            let stage = step.stage.text(lang);
            match (lang, lost.is_empty()) {
                (Lang::En, true) => format!("{stage}: {}", step.people),
                (Lang::En, false) => format!("{stage}: {} (less {})", step.people, lost.join(", ")),
                (Lang::Ja, true) => format!("{stage}：{}", step.people),
                (Lang::Ja, false) => format!("{stage}：{}（減：{}）", step.people, lost.join("、")),
            }
        };
        self.steps.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

impl fmt::Display for Funnel {
    /// In English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

/// Stands for the sender and the message of a question that nothing is sent for.
const NOBODY: &str = "alumni:funnel";

impl Ledger {
    /// How many of `among` may be reached for `purpose` on `channel` at `at`, and at which step the others are lost.
    ///
    /// Each of `among` counts once, however often it is named, whether the ledger knows them or not. With `contacts`, the last step is
    /// that of its caps, pauses and quiet hours. Recipients do not matter: it is about the controller's own use.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a purpose that is not known here,
    /// [`Missing`](crate::ErrorKind::Missing) for contacts without a channel, and those of
    /// [`may_contact`](Self::may_contact), with the place among the people (`among[3]`).
    pub fn funnel<'a>(
        &self,
        among: impl IntoIterator<Item = &'a str>,
        purpose: &str,
        channel: Option<Channel>,
        at: DateTime<Utc>,
        known_at: Option<DateTime<Utc>>,
        contacts: Option<&Contacts>,
    ) -> Result<Funnel, Error> {
        let (_, known) = self.purpose(purpose)?;
        let by_consent = known.legal_basis == LegalBasis::Consent;
        if contacts.is_some() && channel.is_none() {
            return Err(Error::missing("expected the channel on which to contact").within("channel"));
        }
        let stages = FunnelStage::ALL.iter().copied().filter(|stage| {
            (by_consent || !stage.decides_consent())
                && (contacts.is_some() || *stage != FunnelStage::Reachable)
        });
        let stages: Vec<_> = stages.collect();
        let mut question = Question::new("", purpose, channel, at);
        question.known_at = known_at;
        let mut ended: BTreeMap<(FunnelStage, Verdict, String), usize> = BTreeMap::new();
        let mut met = BTreeSet::new();
        for (place, subject) in among.into_iter().enumerate() {
            if !met.insert(subject) {
                continue;
            }
            subject.clone_into(&mut question.subject);
            let found = self.came_to(&question, contacts);
            let (stage, verdict, code) = found.map_err(|error| error.within(format!("among[{place}]")))?;
            let count = ended.entry((stage, verdict, code)).or_default();
            *count = count.saturating_add(1);
        }
        let mut steps: Vec<FunnelStep> = Vec::new();
        for (place, stage) in stages.iter().enumerate() {
            let people = ended.iter().filter(|((last, ..), _)| last >= stage).map(|(_, count)| *count).sum();
            let before = place.checked_sub(1).and_then(|before| stages.get(before));
            let mut lost: BTreeMap<(Verdict, &str), usize> = BTreeMap::new();
            for ((last, verdict, code), people) in &ended {
                if before.is_some_and(|before| last >= before) && last < stage {
                    let count = lost.entry((*verdict, code)).or_default();
                    *count = count.saturating_add(*people);
                }
            }
            let reason = |((verdict, code), count): ((Verdict, &str), usize)| ReasonCount {
                verdict,
                code: code.to_owned(),
                count,
            };
            let mut lost: Vec<_> = lost.into_iter().map(reason).collect();
            lost.sort_by_key(|reason| std::cmp::Reverse(reason.count));
            steps.push(FunnelStep { stage: *stage, people, lost });
        }
        Ok(Funnel { purpose: purpose.to_owned(), channel, at, known_at, steps })
    }

    /// The last stage that somebody came to, and what decided.
    fn came_to(
        &self,
        question: &Question,
        contacts: Option<&Contacts>,
    ) -> Result<(FunnelStage, Verdict, String), Error> {
        let ruling = self.rule(question)?;
        let decided = || ruling.codes().next().unwrap_or_default().to_owned();
        if ruling.is_allowed() {
            let Some(contacts) = contacts else {
                return Ok((FunnelStage::Allowed, ruling.verdict(), decided()));
            };
            let permit =
                self.may_contact(contacts, &ContactRequest::new(question.clone(), NOBODY, NOBODY))?;
            let stage = if permit.is_allowed() { FunnelStage::Reachable } else { FunnelStage::Allowed };
            let code = permit.reasons.first().map(|reason| reason.code().to_owned());
            return Ok((stage, permit.verdict, code.unwrap_or_default()));
        }
        Ok((self.before_permission(question)?, ruling.verdict(), decided()))
    }

    /// How far somebody came who may not be written to.
    fn before_permission(&self, question: &Question) -> Result<FunnelStage, Error> {
        let (mut known, mut asked, mut yeses) = (false, false, Vec::new());
        for event in self.events_of(&question.subject) {
            let at = event.occurred_at.to_utc();
            if question.known_at.is_some_and(|known_at| event.received_at > known_at) {
                continue;
            }
            known = true;
            if event.purpose != question.purpose || at > question.at {
                continue;
            }
            asked |= matches!(
                event.kind,
                EventKind::Requested
                    | EventKind::Deferred
                    | EventKind::Refused
                    | EventKind::Given
                    | EventKind::Renewed
                    | EventKind::Withdrawn
            );
            if matches!(event.kind, EventKind::Given | EventKind::Renewed) {
                yeses.push((at, event.channel));
            }
        }
        let agrees = |channel, at| {
            let state = self.state(&question.subject, &question.purpose, channel, at, question.known_at)?;
            Ok::<_, Error>(matches!(state.decision, DecisionState::Given | DecisionState::Renewed))
        };
        let mut stage = match (known, asked) {
            (_, true) => FunnelStage::Asked,
            (true, false) => FunnelStage::Known,
            (false, false) => FunnelStage::People,
        };
        for (at, channel) in yeses {
            for channel in [channel, question.channel] {
                if agrees(channel, question.at)? {
                    return Ok(FunnelStage::Standing);
                }
                if agrees(channel, at)? {
                    stage = FunnelStage::Agreed;
                }
            }
        }
        Ok(stage)
    }
}
