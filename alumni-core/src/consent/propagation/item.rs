use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};

use super::super::event::EventKey;
use super::super::instant;
use super::super::kind::{Channel, EventKind};
use super::super::words::words;
use super::acknowledgement::{Acknowledgement, AcknowledgementStatus};
use super::deadline::Deadline;
use super::ended::{Ended, Scope};
use super::rules::PropagationRules;
use super::usage::Use;
use crate::text::{Clock, Lang, Localized, Reason};

words! {
    /// Where a withdrawal stands at one system.
    PropagationStatus, "status of a withdrawal" {
        /// Not acknowledged, and the due instant has passed.
        Overdue = "overdue",
        /// Not acknowledged, and due soon.
        DueSoon = "due_soon",
        /// Not acknowledged, and in time.
        Open = "open",
        /// Acknowledged, but after the due instant.
        AcknowledgedLate = "acknowledged_late",
        /// Acknowledged in time.
        Acknowledged = "acknowledged",
    }
}

impl PropagationStatus {
    /// Whether it has reached the system.
    #[must_use]
    pub const fn is_acknowledged(self) -> bool {
        matches!(self, Self::Acknowledged | Self::AcknowledgedLate)
    }
}

words! {
    /// Why a withdrawal is to be sent to a system now.
    Sending, "reason to send" {
        /// It never was.
        NeverSent = "never_sent",
        /// The data was used there since it was last sent.
        UsedSince = "used_since",
        /// The system said that it could not be done.
        Failed = "failed",
        /// Nothing came back for as long as the rules allow.
        Unanswered = "unanswered",
    }
}

/// One withdrawal at one system that has the person's data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PropagationItem {
    /// Whose withdrawal it is.
    pub subject: String,
    /// The purpose's id.
    pub purpose: String,
    /// The channel it is about there; absent for the purpose as a whole.
    #[serde(default)]
    pub channel: Option<Channel>,
    /// To whom the data was disclosed there; absent for the controller's own use.
    #[serde(default)]
    pub recipient: Option<String>,
    /// The system's id.
    pub system: String,
    /// What people read of the system.
    pub title: Localized,
    /// The event that ended the permission.
    pub withdrawal: EventKey,
    /// What that event is.
    pub kind: EventKind,
    /// When it was said, at the place where it was.
    #[serde(deserialize_with = "instant::local")]
    pub occurred_at: DateTime<FixedOffset>,
    /// When it became known here.
    #[serde(deserialize_with = "instant::utc")]
    pub received_at: DateTime<Utc>,
    /// From when on the clock runs: when it was said, or when it became known where a fast clock dates it later.
    #[serde(deserialize_with = "instant::utc")]
    pub began_at: DateTime<Utc>,
    /// The deadline that decides: the strictest.
    pub deadline: Deadline,
    /// The other deadlines, the stricter first.
    #[serde(default)]
    pub other_deadlines: Vec<Deadline>,
    /// Where it stands.
    pub status: PropagationStatus,
    /// When the system acknowledged it; absent while it has not, or has used the data since.
    #[serde(default, deserialize_with = "instant::optional_utc")]
    pub acknowledged_at: Option<DateTime<Utc>>,
    /// The record of that acknowledgement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledgement: Option<EventKey>,
    /// How far it came at last, whether it is done or not; absent where nothing is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_status: Option<AcknowledgementStatus>,
    /// When it was last sent there.
    #[serde(default, deserialize_with = "instant::optional_utc")]
    pub sent_at: Option<DateTime<Utc>>,
    /// How often it was sent there.
    pub times_sent: usize,
    /// Why it is to be sent now; absent where there is nothing to do but wait.
    #[serde(default)]
    pub send: Option<Sending>,
    /// How many uses there are on record before the withdrawal; 0 where the system gets everybody's data.
    pub uses: usize,
    /// The uses since the withdrawal: each opened it again.
    #[serde(default)]
    pub uses_since: Vec<EventKey>,
}

impl PropagationItem {
    /// Where it stands as a reason: `propagation-overdue` with system, due instant and what gives the length.
    #[must_use]
    pub fn reason(&self) -> Reason {
        let code = format!("propagation-{}", self.status.as_str().replace('_', "-"));
        let by = self.deadline.reason();
        let both = Localized::new(by.text(Lang::En), by.text(Lang::Ja));
        let reason = Reason::new(code).with("system", self.title.clone()).with("by", both);
        let reason = reason.with("due", self.deadline.due_at).with("began", self.began_at);
        match self.acknowledged_at {
            Some(at) => reason.with("at", at),
            None => reason,
        }
    }

    /// Where it stands in one line.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        self.reason().text(lang)
    }

    /// The same with days and times as a clock shows them; [`text`](Self::text) has them in UTC.
    #[must_use]
    pub fn text_at(&self, lang: Lang, clock: Clock) -> String {
        self.reason().text_at(lang, clock)
    }
}

/// What is on record about one system and one scope, as known and up to the instant of the question.
pub(super) struct Edge<'a> {
    pub(super) uses: Vec<&'a Use>,
    /// Whether the system gets everybody's data for the purpose.
    pub(super) standing: bool,
}

/// The item of `edge`, unless the withdrawal does not concern the system: it never had the data, or has erased it.
pub(super) fn item(
    rules: &PropagationRules,
    scope: &Scope<'_>,
    system: (&str, &Localized),
    edge: &Edge<'_>,
    came: &[&Acknowledgement],
    (ended, deadlines): (&Ended, Vec<Deadline>),
    at: DateTime<Utc>,
) -> Option<PropagationItem> {
    let began_at = ended.no.from;
    let (before, since): (Vec<&Use>, Vec<&Use>) =
        edge.uses.iter().copied().partition(|made| made.at < began_at);
    let of_system = |came: &&&Acknowledgement| {
        came.system == system.0
            && came.purpose.as_ref().is_none_or(|purpose| purpose == scope.purpose)
            && (came.channel.is_none() || came.channel == scope.channel)
            && came.at <= at
    };
    let came: Vec<_> = came.iter().filter(of_system).collect();
    let last_before = before.iter().map(|made| made.at).max();
    let erased = came.iter().any(|came| {
        came.status == AcknowledgementStatus::Erased && came.at < began_at && Some(came.at) >= last_before
    });
    let by_standing = edge.standing && ended.was_permitted;
    if !by_standing && since.is_empty() && (before.is_empty() || erased) {
        return None;
    }
    let mut about: Vec<_> = came
        .into_iter()
        .filter(|came| came.at >= began_at)
        .filter(|came| came.withdrawal.as_ref().is_none_or(|event| ended.noes.contains(event)))
        .collect();
    about.sort_unstable_by_key(|came| (came.at, came.status, &came.source, &came.id));
    let last_use = since.iter().map(|made| made.at).max();
    let done = about.iter().find(|came| came.status.is_done() && Some(came.at) >= last_use);
    let sent: Vec<_> = about.iter().filter(|came| came.status == AcknowledgementStatus::Sent).collect();
    let sent_at = sent.last().map(|came| came.at);
    let failed_at =
        about.iter().rfind(|came| came.status == AcknowledgementStatus::Failed).map(|came| came.at);
    let answered_at = about.iter().rfind(|came| !came.status.is_done()).map(|came| came.at);
    let send = match (done, sent_at) {
        (Some(_), _) => None,
        (None, None) => Some(Sending::NeverSent),
        (None, Some(sent_at)) if last_use > Some(sent_at) => Some(Sending::UsedSince),
        (None, Some(sent_at)) if failed_at >= Some(sent_at) => Some(Sending::Failed),
        (None, Some(sent_at)) if rules.to_send_again(answered_at.unwrap_or(sent_at), at) => {
            Some(Sending::Unanswered)
        }
        (None, Some(_)) => None,
    };
    let mut deadlines = deadlines.into_iter();
    let deadline = deadlines.next()?;
    let left = deadline.due_at.signed_duration_since(at);
    let status = match done {
        Some(done) if done.at <= deadline.due_at => PropagationStatus::Acknowledged,
        Some(_) => PropagationStatus::AcknowledgedLate,
        None if at > deadline.due_at => PropagationStatus::Overdue,
        None if left <= rules.due_soon() => PropagationStatus::DueSoon,
        None => PropagationStatus::Open,
    };
    let key = |source: &String, id: &String| EventKey { source: source.clone(), id: id.clone() };
    let mut uses_since: Vec<_> = since.iter().map(|made| key(&made.source, &made.id)).collect();
    uses_since.sort_unstable();
    Some(PropagationItem {
        subject: scope.subject.to_owned(),
        purpose: scope.purpose.to_owned(),
        channel: scope.channel,
        recipient: scope.recipient.map(str::to_owned),
        system: system.0.to_owned(),
        title: system.1.clone(),
        withdrawal: ended.no.key.clone(),
        kind: ended.no.kind,
        occurred_at: ended.no.occurred_at,
        received_at: ended.no.received_at,
        began_at,
        deadline,
        other_deadlines: deadlines.collect(),
        status,
        acknowledged_at: done.map(|done| done.at),
        acknowledgement: done.map(|done| key(&done.source, &done.id)),
        last_status: about.last().map(|came| came.status),
        sent_at,
        times_sent: sent.len(),
        send,
        uses: before.len(),
        uses_since,
    })
}
