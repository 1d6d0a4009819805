use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::asked::Stretch;
use super::event::EventKey;
use super::store::Record;
use super::titles::{recipient, titled};
use super::{Ledger, Question, Verdict, instant};
use crate::Error;
use crate::text::{Argument, Clock, Lang, Localized, Reason};

/// A time during which somebody could be shown a subject's data, as far as the events say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Visible {
    /// The purpose's id.
    pub purpose: String,
    /// What people read for the purpose; its id where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Localized>,
    /// Who could see it.
    pub recipient: String,
    /// The fields that belong to the purpose; empty where the caller named none.
    pub fields: Vec<String>,
    /// From when on, not before the instant asked from.
    #[serde(deserialize_with = "instant::utc")]
    pub since: DateTime<Utc>,
    /// Until when, this instant excluded; not after the instant asked until.
    #[serde(deserialize_with = "instant::utc")]
    pub until: DateTime<Utc>,
    /// The events that it rests on.
    pub evidence: Vec<EventKey>,
}

impl Visible {
    /// What could be seen as a reason: `consent-visible`, or `consent-visible-any` where no fields are named.
    #[must_use]
    pub fn reason(&self) -> Reason {
        let reason = if self.fields.is_empty() {
            Reason::new("consent-visible-any")
        } else {
            let fields: Argument = self.fields.iter().map(String::as_str).collect();
            Reason::new("consent-visible").with("fields", fields)
        };
        let reason = reason.with("recipient", recipient(&self.recipient));
        let reason = reason.with("purpose", titled(self.title.as_ref(), &self.purpose));
        reason.with("since", self.since).with("until", self.until)
    }

    /// What could be seen in one line.
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

impl fmt::Display for Visible {
    /// In English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl Ledger {
    /// Who could see which field of `subject` between `since` and `until`, this instant excluded, as known at `known_at`
    /// (`None` for everything known).
    ///
    /// `fields` are the fields that belong to each purpose. Recipients are those that an event names; whether anybody did
    /// look is not in the ledger.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) where `until` is not after `since`, and
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for fields of a purpose that is not known here.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::BTreeMap;
    ///
    /// use alumni_core::consent::Ledger;
    ///
    /// let ledger = Ledger::from_json(
    ///     r#"{"purposes": [{"id": "directory", "title": "Directory", "legal_basis": "consent"}],
    ///         "notices": [{"id": "n", "version": 1, "purposes": ["directory"], "text": {"en": "Other alumni see your name."}}],
    ///         "events": [
    ///             {"source": "s", "id": "1", "subject": "w", "purpose": "directory", "kind": "given", "recipient": "all-alumni",
    ///              "notice": {"id": "n", "version": 1}, "occurred_at": "2024-01-01T00:00:00Z", "received_at": "2024-01-01T00:00:00Z"},
    ///             {"source": "s", "id": "2", "subject": "w", "purpose": "directory", "kind": "withdrawn",
    ///              "occurred_at": "2024-03-01T00:00:00Z", "received_at": "2024-03-01T00:00:00Z"}]}"#,
    /// )?;
    /// let fields = BTreeMap::from([("directory".to_owned(), vec!["name".to_owned()])]);
    /// let year = ("2023-01-01T00:00:00Z".parse()?, "2025-01-01T00:00:00Z".parse()?);
    /// let visible = ledger.visible("w", year.0, year.1, &fields, None)?;
    /// assert_eq!((visible.len(), visible[0].recipient.as_str()), (1, "all-alumni"));
    /// assert_eq!(visible[0].until.to_rfc3339(), "2024-03-01T00:00:00+00:00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn visible(
        &self,
        subject: &str,
        since: DateTime<Utc>,
        until: DateTime<Utc>,
        fields: &BTreeMap<String, Vec<String>>,
        known_at: Option<DateTime<Utc>>,
    ) -> Result<Vec<Visible>, Error> {
        self.whom(subject)?;
        if until <= since {
            return Err(Error::out_of_range("expected an instant after `since`").within("until"));
        }
        for purpose in fields.keys() {
            self.purpose(purpose).map_err(|error| error.within("fields"))?;
        }
        let named: BTreeSet<_> =
            self.events_of(subject).filter_map(|event| Some((event.purpose, event.recipient?))).collect();
        let mut visible: Vec<Visible> = Vec::new();
        for (purpose, recipient) in &named {
            let (purpose, recipient) = (purpose.as_str(), recipient.as_str());
            let mut question = Question::new(subject, purpose, None, since).recipient(recipient);
            question.known_at = known_at;
            let course = self.course(&question, until)?;
            let ends = course.iter().skip(1).map(|next| next.from.into()).chain([until]);
            for (Stretch { from, judgement, .. }, end) in course.iter().zip(ends) {
                let at: DateTime<Utc> = (*from).into();
                let key = |record: &&Record| EventKey {
                    source: self.store.source(record).to_owned(),
                    id: self.store.id(record).to_owned(),
                };
                let evidence = || judgement.evidence.iter().map(key);
                if judgement.verdict == Verdict::Allowed {
                    let before = visible.last_mut().filter(|before| {
                        (before.purpose.as_str(), before.recipient.as_str(), before.until)
                            == (purpose, recipient, at)
                    });
                    match before {
                        // The reason changed, not what could be seen.
                        Some(before) => {
                            before.until = end;
                            let more: Vec<_> =
                                evidence().filter(|key| !before.evidence.contains(key)).collect();
                            before.evidence.extend(more);
                        }
                        None => visible.push(Visible {
                            purpose: purpose.to_owned(),
                            title: self.title(purpose),
                            recipient: recipient.to_owned(),
                            fields: fields.get(purpose).cloned().unwrap_or_default(),
                            since: at,
                            until: end,
                            evidence: evidence().collect(),
                        }),
                    }
                }
            }
        }
        Ok(visible)
    }
}
