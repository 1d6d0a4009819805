use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::answer::Verdict;
use super::super::asked::Stretch;
use super::super::event::EventKey;
use super::super::instant;
use super::super::kind::Channel;
use super::super::ledger::Ledger;
use super::super::titles::titled;
use super::super::words::words;
use super::ended::{Scope, has_ended};
use super::rules::System;
use super::usage::Use;
use crate::Error;
use crate::text::{Clock, Lang, Localized, Reason};

words! {
    /// What is wrong with a use, by the ledger.
    UseFindingKind, "finding about a use" {
        /// The permission had ended by a no that was known at the time.
        AfterWithdrawal = "after_withdrawal",
        /// It was not permitted, as it was known at the time.
        WithoutPermission = "without_permission",
        /// The answer was that a person has to look at it first: that is no permission, and none is on record.
        UnderReview = "under_review",
        /// It was permitted as it was known at the time, and is not as it is known now.
        InRetrospect = "in_retrospect",
        /// It was not permitted as it was known at the time, and is as it is known now.
        KnownLater = "known_later",
        /// It names a purpose that the ledger does not know.
        UnknownPurpose = "unknown_purpose",
    }
}

/// A use that the permissions on record do not carry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct UseFinding {
    /// What is wrong.
    pub kind: UseFindingKind,
    /// The record of the use.
    #[serde(rename = "use")]
    pub made: EventKey,
    /// Whose data was used.
    pub subject: String,
    /// The purpose's id.
    pub purpose: String,
    /// What people read for the purpose; its id where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Localized>,
    /// The channel; absent for the purpose as a whole.
    #[serde(default)]
    pub channel: Option<Channel>,
    /// To whom it was disclosed.
    #[serde(default)]
    pub recipient: Option<String>,
    /// The system's id.
    pub system: String,
    /// What people read of the system; its id where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system_title: Option<Localized>,
    /// When.
    #[serde(deserialize_with = "instant::utc")]
    pub at: DateTime<Utc>,
    /// The ledger's own reasons; empty for an unknown purpose.
    pub reasons: Vec<Reason>,
    /// The events they rest on.
    pub evidence: Vec<EventKey>,
}

impl UseFinding {
    /// The finding as a reason: `propagation-use-after-withdrawal` with system, instant, and why it was not permitted.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.reason_at(Clock::utc())
    }

    /// The same, with why it was not permitted as a clock shows days and times.
    #[must_use]
    pub fn reason_at(&self, clock: Clock) -> Reason {
        let first = self.reasons.first();
        let because = |lang| first.map(|reason| reason.text_at(lang, clock)).unwrap_or_default();
        let code = format!("propagation-use-{}", self.kind.as_str().replace('_', "-"));
        Reason::new(code)
            .with("system", titled(self.system_title.as_ref(), &self.system))
            .with("purpose", titled(self.title.as_ref(), &self.purpose))
            .with("at", self.at)
            .with("because", Localized::new(because(Lang::En), because(Lang::Ja)))
    }

    /// The finding in one line.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        self.reason().text(lang)
    }

    /// The same with days and times as a clock shows them; [`text`](Self::text) has them in UTC.
    #[must_use]
    pub fn text_at(&self, lang: Lang, clock: Clock) -> String {
        self.reason_at(clock).text_at(lang, clock)
    }
}

/// What is wrong with `made` as known at `known_at`: one finding for each channel that it is about.
pub(super) fn findings(
    ledger: &Ledger,
    system: &System,
    made: &Use,
    known_at: Option<DateTime<Utc>>,
) -> Result<Vec<UseFinding>, Error> {
    let mut found = Vec::new();
    let finding = |kind, channel, recipient: Option<&str>, (reasons, evidence)| UseFinding {
        kind,
        made: EventKey { source: made.source.clone(), id: made.id.clone() },
        subject: made.subject.clone(),
        purpose: made.purpose.clone(),
        title: ledger.title(&made.purpose),
        channel,
        recipient: recipient.map(str::to_owned),
        system: system.id.clone(),
        system_title: Some(system.title.clone()).filter(|title| *title != Localized::default()),
        at: made.at,
        reasons,
        evidence,
    };
    let recipient = made.recipient.as_deref().or(system.recipient.as_deref());
    if !ledger.purposes().any(|purpose| purpose.id == made.purpose) {
        return Ok(vec![finding(
            UseFindingKind::UnknownPurpose,
            made.channel,
            recipient,
            (Vec::new(), Vec::new()),
        )]);
    }
    let regimes = ledger.known_regimes(&made.regimes);
    for channel in system.channels_of(made.channel) {
        let scope = Scope {
            subject: &made.subject,
            purpose: &made.purpose,
            channel,
            recipient,
            country: made.country.as_deref().or(system.country.as_deref()),
            activity: made.activity,
            regimes: &regimes,
        };
        let then = known_at.map_or(made.at, |known_at| known_at.min(made.at));
        let then = scope.ask(ledger, made.at, Some(then))?;
        let now = scope.ask(ledger, made.at, known_at)?;
        // Whoever asked and was not allowed knew it, whatever the ledger says of what they did.
        let told = made.verdict.unwrap_or(Verdict::Allowed);
        let worst = (then.judgement.verdict.max(told), now.judgement.verdict.max(told));
        let (kind, answer) = match worst {
            (Verdict::Allowed, Verdict::Allowed) => continue,
            (Verdict::Allowed, _) => (UseFindingKind::InRetrospect, now),
            (_, Verdict::Allowed) => (UseFindingKind::KnownLater, then),
            (Verdict::Denied, _) if has_ended(&then) => (UseFindingKind::AfterWithdrawal, then),
            (Verdict::Review, Verdict::Review) => (UseFindingKind::UnderReview, now),
            (_, Verdict::Denied) => (UseFindingKind::WithoutPermission, now),
            (Verdict::Denied, Verdict::Review) => (UseFindingKind::WithoutPermission, then),
        };
        found.push(finding(kind, channel, recipient, said(ledger, &answer, told)));
    }
    Ok(found)
}

/// What was answered, and the events it rests on. An answer under which it was done that says less comes first.
fn said(ledger: &Ledger, answer: &Stretch<'_>, told: Verdict) -> (Vec<Reason>, Vec<EventKey>) {
    let store = &ledger.store;
    let judgement = &answer.judgement;
    let against = (judgement.verdict < told).then(|| Reason::new(format!("propagation-answered-{told}")));
    let key = |record| EventKey { source: store.source(record).to_owned(), id: store.id(record).to_owned() };
    let evidence = judgement.evidence.iter().copied().map(key).collect();
    (against.into_iter().chain(judgement.reasons(store)).collect(), evidence)
}
