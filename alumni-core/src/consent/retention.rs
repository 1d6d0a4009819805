use std::collections::BTreeSet;
use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::asked::Stretch;
use super::titles::titled;
use super::words::words;
use super::{Channel, Ledger, Question, Verdict, instant};
use crate::Error;
use crate::calendar::{self, Period};
use crate::text::{Clock, Lang, Localized, Reason};

words! {
    /// From what a length of retention is counted.
    RetentionStart, "start of a retention" {
        /// From when the permission ended; from the last event where there never was one.
        PermissionEnded = "permission_ended",
        /// From the last event.
        LastEvent = "last_event",
    }
}

/// How long data for a purpose is kept once it is no longer permitted to be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RetentionRule {
    /// The purpose's id.
    pub purpose: String,
    /// How long.
    pub keep_for: Period,
    /// From what that is counted.
    pub start: RetentionStart,
}

impl RetentionRule {
    /// A rule that keeps for `keep_for` from when the permission ended.
    pub fn new(purpose: impl Into<String>, keep_for: Period) -> Self {
        Self { purpose: purpose.into(), keep_for, start: RetentionStart::PermissionEnded }
    }

    /// Counts from the last event instead.
    #[must_use]
    pub fn from_last_event(mut self) -> Self {
        self.start = RetentionStart::LastEvent;
        self
    }
}

/// Data of one subject for one purpose that should be gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RetentionDue {
    /// Whose data.
    pub subject: String,
    /// For which purpose.
    pub purpose: String,
    /// What people read for the purpose; its id where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Localized>,
    /// From when the length was counted.
    #[serde(deserialize_with = "instant::utc")]
    pub since: DateTime<Utc>,
    /// When it was due.
    #[serde(deserialize_with = "instant::utc")]
    pub due_at: DateTime<Utc>,
}

impl RetentionDue {
    /// What is due as a reason: `consent-retention-due`.
    #[must_use]
    pub fn reason(&self) -> Reason {
        let reason = Reason::new("consent-retention-due").with("subject", self.subject.as_str());
        let reason = reason.with("purpose", titled(self.title.as_ref(), &self.purpose));
        reason.with("since", self.since).with("due", self.due_at)
    }

    /// What is due in one line.
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

impl fmt::Display for RetentionDue {
    /// In English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl Ledger {
    /// Whose data is due to be deleted as of `at`, with everything known: by `due_at`, then subject and purpose.
    ///
    /// Data is not due while the purpose is allowed or under review, on any channel that it may use or to any recipient; where nobody
    /// says in which country a recipient is, while it would be if the recipient were in any one. A length is laid on the calendar in UTC
    /// with the month-end clamp and ends at the same time of day; one that leaves the calendar never ends. A restriction on use is a
    /// reason to keep data, and defers its end.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a purpose that is not known here, and
    /// [`Duplicate`](crate::ErrorKind::Duplicate) for two rules about one.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::{Event, EventKind, Ledger, RetentionRule};
    ///
    /// let mut ledger = Ledger::from_json(
    ///     r#"{"purposes": [{"id": "newsletter", "title": "Newsletter", "legal_basis": "consent"}]}"#,
    /// )?;
    /// let at = "2024-02-29T10:00:00Z".parse()?;
    /// ledger.extend([Event::new("mail", "e", "w-0471", "newsletter", EventKind::Withdrawn, at)])?;
    /// let rule = RetentionRule::new("newsletter", "2 years".parse()?);
    /// let due = ledger.retention_due("2026-03-01T00:00:00Z".parse()?, &[rule])?;
    /// assert_eq!(due[0].due_at.to_rfc3339(), "2026-02-28T10:00:00+00:00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn retention_due(
        &self,
        at: DateTime<Utc>,
        rules: &[RetentionRule],
    ) -> Result<Vec<RetentionDue>, Error> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        let countries = self.telling_countries();
        for (place, rule) in rules.iter().enumerate() {
            let path = || format!("rules[{place}]");
            self.purpose(&rule.purpose).map_err(|error| error.within(path()))?;
            if !seen.insert(&rule.purpose) {
                return Err(Error::duplicate("expected one rule about a purpose")
                    .within("purpose")
                    .within(path()));
            }
            for subject in self.subjects() {
                found.extend(self.due(subject, rule, at, &countries)?);
            }
        }
        found.sort_by(|a, b| (a.due_at, &a.subject, &a.purpose).cmp(&(b.due_at, &b.subject, &b.purpose)));
        Ok(found)
    }

    fn due(
        &self,
        subject: &str,
        rule: &RetentionRule,
        at: DateTime<Utc>,
        countries: &[String],
    ) -> Result<Option<RetentionDue>, Error> {
        let events: Vec<_> = self.events_of(subject).filter(|event| event.purpose == rule.purpose).collect();
        let mut until = events.iter().filter(|event| event.occurred_at.to_utc() <= at);
        let Some(first) = until.next() else { return Ok(None) };
        let last = until.next_back().unwrap_or(first);
        let (first, last) = (first.occurred_at.to_utc(), last.occurred_at.to_utc());
        // Later ones count here: what is invalidated on one channel never held there, and leaves the others.
        let named: BTreeSet<Channel> = events.iter().filter_map(|event| event.channel).collect();
        let (_, purpose) = self.purpose(&rule.purpose)?;
        let unnamed = purpose.each_channel().filter(|channel| !named.contains(channel));
        // A no on one channel leaves a yes on the others. Without rules all that no event names are alike, and with no event that names
        // any, as the whole.
        let enough = match (self.packs.is_empty(), named.is_empty()) {
            (true, true) => 0,
            (true, false) => 1,
            (false, _) => usize::MAX,
        };
        let unnamed: Vec<_> = unnamed.take(enough).collect();
        let channels: Vec<Option<Channel>> =
            named.iter().copied().chain(unnamed).map(Some).chain([None]).collect();
        // The instant itself counts.
        let end = at.checked_add_signed(TimeDelta::nanoseconds(1)).unwrap_or(at);
        let recipients: BTreeSet<_> =
            events.iter().map(|event| event.recipient.as_deref()).chain([None]).collect();
        let mut ended = None;
        for channel in channels {
            for recipient in &recipients {
                let mut question = Question::new(subject, &rule.purpose, channel, first);
                question.recipient = recipient.map(str::to_owned);
                // Where nobody says where it is, it may be anywhere: data is not due where somebody has to say that first.
                let anywhere = if self.country_for(&question).is_none() && recipient.is_some() {
                    countries
                } else {
                    &[]
                };
                for country in std::iter::once(None).chain(anywhere.iter().map(Some)) {
                    question.country = country.cloned();
                    let (last, permitted) = self.permission(&question, end)?;
                    if permitted {
                        return Ok(None);
                    }
                    ended = ended.max(last);
                }
            }
        }
        let since = match rule.start {
            RetentionStart::PermissionEnded => ended.unwrap_or(last),
            RetentionStart::LastEvent => last,
        };
        let day = calendar::add(since.date_naive(), rule.keep_for);
        let due_at = day.map(|day| day.and_time(since.time()).and_utc());
        Ok(due_at.filter(|due_at| *due_at <= at).map(|due_at| RetentionDue {
            subject: subject.to_owned(),
            purpose: rule.purpose.clone(),
            title: self.title(&rule.purpose),
            since,
            due_at,
        }))
    }

    /// When the last permission ended before `end`, and whether one stands then. A restriction keeps data as well.
    fn permission(
        &self,
        question: &Question,
        end: DateTime<Utc>,
    ) -> Result<(Option<DateTime<Utc>>, bool), Error> {
        let (mut ended, mut permitted) = (None, false);
        for Stretch { from, state, judgement } in self.course(question, end)? {
            if permitted && judgement.verdict == Verdict::Denied {
                ended = ended.max(Some(from.into()));
            }
            permitted = judgement.verdict != Verdict::Denied || state.restricted;
        }
        Ok((ended, permitted))
    }
}
