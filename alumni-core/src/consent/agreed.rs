//! What somebody had agreed to at an instant, and which text they had been shown.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};

use super::answer::phrase;
use super::event::{Event, EventKey};
use super::{Actor, Answer, Channel, EventKind, Ledger, Method, Question, State, Status, instant, titles};
use crate::Error;
use crate::text::{Lang, Localized};

/// Where one subject stood with every purpose at an instant, as it is known now or was known then.
///
/// # Example
///
/// ```
/// use alumni_core::consent::{Event, EventKind, Ledger, Status};
///
/// let mut ledger = Ledger::from_json(
///     r#"{"purposes": [{"id": "newsletter", "title": "Newsletter", "legal_basis": "consent"}],
///         "notices": [{"id": "alumni", "version": 3, "purposes": ["newsletter"], "text": {"en": "We write monthly."}}]}"#,
/// )?;
/// let given = "2023-02-01T10:00:00+09:00".parse()?;
/// ledger.extend([Event::new("form", "ce_88", "w-0471", "newsletter", EventKind::Given, given).notice("alumni", 3)])?;
/// let agreed = ledger.agreed("w-0471", "2024-03-14T12:00:00+09:00".parse()?, None)?;
/// let newsletter = &agreed.purposes[0];
/// assert_eq!(newsletter.status, Status::Given);
/// assert_eq!(newsletter.shown[0].text["en"], "We write monthly.");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Agreed {
    /// Whom it is about.
    pub subject: String,
    /// The instant asked about, with the offset of whoever asked.
    #[serde(deserialize_with = "instant::local")]
    pub at: DateTime<FixedOffset>,
    /// As it was known at this instant; absent for everything known.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "instant::optional_utc")]
    pub known_at: Option<DateTime<Utc>>,
    /// Every purpose of the ledger, by id.
    pub purposes: Vec<AgreedPurpose>,
}

/// One purpose of an [`Agreed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AgreedPurpose {
    /// The purpose's id.
    pub purpose: String,
    /// What people read.
    pub title: Localized,
    /// Where the subject stood with the purpose as a whole.
    pub state: State,
    /// The same as one status of the Data Privacy Vocabulary.
    pub status: Status,
    /// The answers: for the purpose as a whole, for each channel that an event or the purpose names, and for each recipient that an event
    /// names; where an event names a channel, also for each other channel that may be used, and each with a recipient, of which another
    /// verdict is told than of the whole.
    pub answers: Vec<Answer>,
    /// The notices that had been shown or agreed to, each version once.
    pub shown: Vec<ShownNotice>,
}

/// A text that somebody had been shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ShownNotice {
    /// The notice's id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// The hash of what was shown: as the capturing system computed it, else that of the text on file; absent where neither
    /// is known.
    pub hash: Option<String>,
    /// The text on file by language; empty where there is none under this id and version, or one with another hash.
    pub text: BTreeMap<String, String>,
    /// The last event that names it.
    pub event: EventKey,
    /// What that event is.
    pub kind: EventKind,
    /// Who expressed it.
    pub actor: Actor,
    /// How it was expressed; absent where nobody recorded that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// When that was.
    #[serde(deserialize_with = "instant::local")]
    pub at: DateTime<FixedOffset>,
}

impl Ledger {
    /// What `subject` had agreed to at `at`, over all purposes, and which texts they had been shown, as known at `known_at`
    /// (`None` for everything known).
    ///
    /// # Errors
    ///
    /// Those of an event for a subject that could be none. A subject nobody has heard of is an answer.
    pub fn agreed(
        &self,
        subject: &str,
        at: DateTime<FixedOffset>,
        known_at: Option<DateTime<Utc>>,
    ) -> Result<Agreed, Error> {
        self.whom(subject)?;
        let mut purposes = Vec::new();
        for purpose in self.purposes() {
            let events: Vec<_> = self
                .events_of(subject)
                .filter(|event| event.purpose == purpose.id && event.occurred_at <= at)
                .filter(|event| known_at.is_none_or(|known_at| event.received_at <= known_at))
                .collect();
            let named = purpose.channels.iter().flatten().copied();
            let channels = events.iter().filter_map(|event| event.channel).chain(named);
            let channels: BTreeSet<Channel> = channels.collect();
            let recipients: BTreeSet<_> =
                events.iter().filter_map(|event| event.recipient.as_deref()).collect();
            let ask = |channel: Option<Channel>, recipient: Option<&str>| {
                let mut question = Question::new(subject, &purpose.id, channel, at.to_utc());
                question.recipient = recipient.map(str::to_owned);
                question.known_at = known_at;
                self.may(&question)
            };
            let is_narrowed = events.iter().any(|event| event.channel.is_some());
            let mut answers = Vec::new();
            for recipient in std::iter::once(None).chain(recipients.into_iter().map(Some)) {
                let whole = ask(None, recipient)?;
                let verdict = whole.verdict;
                answers.push(whole);
                let is_named = |channel: &Channel| recipient.is_none() && channels.contains(channel);
                let is_asked =
                    |channel: &Channel| is_named(channel) || (is_narrowed && purpose.allows(*channel));
                for channel in Channel::ALL.iter().filter(|channel| is_asked(channel)) {
                    let answer = ask(Some(*channel), recipient)?;
                    // Of a no on one channel the others know nothing.
                    if is_named(channel) || answer.verdict != verdict {
                        answers.push(answer);
                    }
                }
            }
            let state = self.state(subject, &purpose.id, None, at.to_utc(), known_at)?;
            purposes.push(AgreedPurpose {
                purpose: purpose.id.clone(),
                title: purpose.title.clone(),
                state,
                status: state.status(),
                answers,
                shown: self.texts(&events),
            });
        }
        Ok(Agreed { subject: subject.to_owned(), at, known_at, purposes })
    }

    fn texts(&self, events: &[Event]) -> Vec<ShownNotice> {
        let mut shown = BTreeMap::new();
        for event in events {
            let Some(named) = &event.notice else { continue };
            let on_file =
                self.notices().find(|notice| (&notice.id, notice.version) == (&named.id, named.version));
            let hash = on_file.map(super::Notice::hash);
            let same = named
                .hash
                .as_ref()
                .is_none_or(|said| hash.as_ref().is_some_and(|hash| said.eq_ignore_ascii_case(hash)));
            let text = on_file.filter(|_| same).map(|notice| notice.text.clone()).unwrap_or_default();
            let shown_hash = named.hash.as_ref().map(|hash| hash.to_ascii_lowercase()).or(hash);
            // By time of the act, so that the last one stays.
            shown.insert(
                (named.id.clone(), named.version, shown_hash.clone()),
                ShownNotice {
                    id: named.id.clone(),
                    version: named.version,
                    hash: shown_hash,
                    text,
                    event: event.key(),
                    kind: event.kind,
                    actor: event.actor,
                    method: event.method,
                    at: event.occurred_at,
                },
            );
        }
        shown.into_values().collect()
    }
}

impl Agreed {
    /// The purposes with their verdicts and the notices shown, line by line, in `lang`; days are those at the offset of
    /// [`at`](Self::at).
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let mut lines = Vec::new();
        for purpose in &self.purposes {
            for answer in &purpose.answers {
                lines.push(format!(
                    "{}: {}",
                    purpose.label(answer, lang),
                    answer.text_at(lang, (*self.at.offset()).into())
                ));
            }
            lines.extend(purpose.shown.iter().map(|shown| format!("  {}", shown.label(lang))));
        }
        lines.join("\n")
    }
}

impl fmt::Display for Agreed {
    /// In English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl AgreedPurpose {
    /// The purpose's title, with the channel or recipient of the answer.
    pub(super) fn label(&self, answer: &Answer, lang: Lang) -> String {
        let title = self.title.text(lang);
        let channel =
            answer.question.channel.map(|channel| phrase(&format!("consent-access-channel-{channel}"), lang));
        let recipient = answer.question.recipient.as_deref();
        let recipient = recipient.map(|recipient| titles::recipient(recipient).text(lang).to_owned());
        let narrower: Vec<_> = channel.into_iter().chain(recipient).collect();
        match (lang, narrower.is_empty()) {
            (_, true) => title.to_owned(),
            (Lang::En, false) => format!("{title} ({})", narrower.join(", ")),
            (Lang::Ja, false) => format!("{title}（{}）", narrower.join("、")),
        }
    }
}

impl ShownNotice {
    /// Notice, version, languages, event and hash in one line.
    pub(super) fn label(&self, lang: Lang) -> String {
        let hash = self.hash.as_deref().map(|hash| format!(" sha256:{hash}")).unwrap_or_default();
        let languages: Vec<_> = self.text.keys().map(String::as_str).collect();
        let (id, version, at) = (&self.id, self.version, instant::written(self.at));
        let (what, how) = (act(self.kind, lang), expressed(self.actor, self.method, lang));
        let event = &self.event.id;
        match lang {
            Lang::En => {
                let languages = in_brackets(&languages.join(", "), " in ", "");
                format!(
                    "notice {id} version {version}{languages} ({what} on {at}, {how}, event {event}){hash}"
                )
            }
            Lang::Ja => {
                let languages = in_brackets(&languages.join("、"), "[", "]");
                format!("通知文{id} 第{version}版{languages}（{at}に{what}、{how}、記録{event}）{hash}")
            }
        }
    }
}

/// What an event is, in a few words.
pub(super) fn act(kind: EventKind, lang: Lang) -> String {
    phrase(&format!("consent-access-kind-{}", kind.as_str().replace('_', "-")), lang)
}

/// Who expressed it, and how where that is known.
pub(super) fn expressed(actor: Actor, method: Option<Method>, lang: Lang) -> String {
    let by = phrase(&format!("consent-access-actor-{actor}"), lang);
    let how = method.map(|method| phrase(&format!("consent-access-method-{method}"), lang));
    match (how, lang) {
        (None, _) => by,
        (Some(how), Lang::En) => format!("{by}, {how}"),
        (Some(how), Lang::Ja) => format!("{by}、{how}"),
    }
}

/// A text between two others; nothing where there is none.
fn in_brackets(text: &str, before: &str, after: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{before}{text}{after}") }
}
