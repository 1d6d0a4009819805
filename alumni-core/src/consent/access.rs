//! Everything the ledger has about one person, for that person.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};

use super::agreed::{act, expressed};
use super::answer::phrase;
use super::{Agreed, Event, Ledger, Propagation, Visible, instant};
use crate::Error;
use crate::text::{Cell, Lang, Page};

mod received;

pub use received::AccessUse;

/// What stands in the place of somebody else's data.
const REDACTED: &str = "redacted";

/// How an access request is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AccessOptions {
    /// The instant as of which it is answered, and up to which events are known.
    #[serde(deserialize_with = "instant::local")]
    pub at: DateTime<FixedOffset>,
    /// The fields of data that belong to each purpose.
    #[serde(default)]
    pub fields: BTreeMap<String, Vec<String>>,
    /// Texts that belong to other people, such as a clerk's name in a reference: they are taken out wherever they stand.
    #[serde(default)]
    pub redact: Vec<String>,
}

impl AccessOptions {
    /// Options for an answer as of `at`.
    #[must_use]
    pub fn new(at: DateTime<FixedOffset>) -> Self {
        Self { at, fields: BTreeMap::new(), redact: Vec::new() }
    }
}

/// Everything about one subject: as JSON for programs, as a [`page`](Self::page) for people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AccessExport {
    /// Where the subject stands, with every text they were shown.
    pub agreed: Agreed,
    /// Every event that was known, by purpose and time of the act; what belongs to others reads `redacted`.
    pub events: Vec<Event>,
    /// Who could see which field, and when.
    pub visible: Vec<Visible>,
    /// Who received what, by instant; empty where no register was looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<AccessUse>,
    /// How many values were taken out because they belong to others.
    pub redacted: usize,
}

impl Ledger {
    /// Everything the ledger knew about `subject` at the options' instant.
    ///
    /// A recipient that is another subject of this ledger is redacted, and so is another subject's id, or any text of
    /// `redact`, in whichever case, in an event's `evidence_ref`, `happening` and `valid_until_event`. The source and id of an event
    /// stay: they say which event it is. So do recipients that are organisations: the person has a right to know them.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for fields of a purpose that is not known here. A subject nobody has
    /// heard of is an answer without events.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::Lang;
    /// use alumni_core::consent::{AccessOptions, Event, EventKind, Ledger};
    ///
    /// let mut ledger = Ledger::from_json(
    ///     r#"{"purposes": [{"id": "directory", "title": {"en": "Directory", "ja": "名簿"}, "legal_basis": "consent"}]}"#,
    /// )?;
    /// let at = "2024-01-01T00:00:00Z".parse()?;
    /// let mut first = Event::new("s", "1", "w-1", "directory", EventKind::Refused, at);
    /// first.recipient = Some("w-2".into());
    /// ledger.extend([first, Event::new("s", "2", "w-2", "directory", EventKind::Refused, at)])?;
    /// let export = ledger.access("w-1", &AccessOptions::new("2024-05-20T09:00:00+09:00".parse()?))?;
    /// assert_eq!((export.events.len(), export.redacted), (1, 1));
    /// assert_eq!(export.events[0].recipient.as_deref(), Some("redacted"));
    /// assert!(export.page(Lang::Ja).markdown().contains("名簿"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn access(&self, subject: &str, options: &AccessOptions) -> Result<AccessExport, Error> {
        self.export(subject, options, None)
    }

    /// As [`access`](Self::access), with who received what: the uses that `register` has of `subject`, each with what is
    /// wrong with it by the ledger, as known at the options' instant.
    ///
    /// # Errors
    ///
    /// Those of [`access`](Self::access) and of [`propagation`](Self::propagation).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::Lang;
    /// use alumni_core::consent::{
    ///     AccessOptions, HouseDeadline, Ledger, Propagation, PropagationRules, System, Use, UseFindingKind,
    /// };
    /// use alumni_core::text::Localized;
    ///
    /// let ledger = Ledger::from_json(
    ///     r#"{"purposes": [{"id": "share", "title": {"en": "Sharing", "ja": "提供"}, "legal_basis": "consent"}]}"#,
    /// )?;
    /// let systems = [System::new("bbq", Localized::new("BBQ Ltd", "株式会社BBQ"))];
    /// let mut register = Propagation::new(PropagationRules::new("downstream", 1, HouseDeadline::days(3), systems))?;
    /// register.record_uses([Use::new("crm", "u-1", "bbq", "w-1", "share", "2024-03-10T05:00:00Z".parse()?)])?;
    /// let options = AccessOptions::new("2024-05-20T09:00:00+09:00".parse()?);
    /// let export = ledger.access_with_uses("w-1", &options, &register)?;
    /// assert_eq!(export.uses[0].finding, Some(UseFindingKind::WithoutPermission));
    /// assert!(export.page(Lang::Ja).markdown().contains("株式会社BBQ"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn access_with_uses(
        &self,
        subject: &str,
        options: &AccessOptions,
        register: &Propagation,
    ) -> Result<AccessExport, Error> {
        self.export(subject, options, Some(register))
    }

    fn export(
        &self,
        subject: &str,
        options: &AccessOptions,
        register: Option<&Propagation>,
    ) -> Result<AccessExport, Error> {
        let known_at = options.at.to_utc();
        let agreed = self.agreed(subject, options.at, Some(known_at))?;
        let mut events: Vec<Event> =
            self.events_of(subject).filter(|event| event.received_at <= known_at).collect();
        let first = events.iter().map(|event| event.occurred_at.to_utc()).min();
        let visible = match first.filter(|first| *first < known_at) {
            Some(first) => self.visible(subject, first, known_at, &options.fields, Some(known_at))?,
            None => Vec::new(),
        };
        let mut redaction = Redaction { ledger: self, subject, texts: &options.redact, count: 0 };
        for event in &mut events {
            redaction.recipient(&mut event.recipient);
            for text in [&mut event.evidence_ref, &mut event.happening, &mut event.valid_until_event] {
                text.as_mut().into_iter().for_each(|text| redaction.within(text));
            }
        }
        let mut uses = match register {
            Some(register) => received::received(self, register, subject, known_at)?,
            None => Vec::new(),
        };
        for made in &mut uses {
            redaction.recipient(&mut made.recipient);
        }
        let counted = redaction.count;
        let mut export = AccessExport { agreed, events, visible, uses, redacted: counted };
        let questions = export.agreed.purposes.iter_mut().flat_map(|purpose| &mut purpose.answers);
        for answer in questions {
            redaction.recipient(&mut answer.question.recipient);
        }
        for visible in &mut export.visible {
            if redaction.is_other(&visible.recipient) {
                REDACTED.clone_into(&mut visible.recipient);
            }
        }
        Ok(export)
    }
}

struct Redaction<'a> {
    ledger: &'a Ledger,
    subject: &'a str,
    texts: &'a [String],
    count: usize,
}

impl Redaction<'_> {
    /// Whether it names another person.
    fn is_other(&self, id: &str) -> bool {
        let listed = self.texts.iter().any(|text| text == id);
        listed || (id != self.subject && self.ledger.events_of(id).next().is_some())
    }

    fn recipient(&mut self, recipient: &mut Option<String>) {
        if recipient.as_ref().is_some_and(|id| self.is_other(id)) {
            *recipient = Some(REDACTED.to_owned());
            self.count = self.count.saturating_add(1);
        }
    }

    fn within(&mut self, reference: &mut String) {
        let mut redacted = reference.clone();
        for text in self.texts {
            redacted = without(&redacted, text);
        }
        // Ids of people are written between spaces and marks that no id holds, and often in other letters.
        let apart = |letter: char| {
            letter.is_whitespace() || ",;:/()[]{}\"'=&?|#<>!*、。・（）「」＝＆？｜".contains(letter)
        };
        let own = self.subject.to_lowercase();
        let is_other = |word: &str| {
            let (small, capital) = (word.to_lowercase(), word.to_uppercase());
            self.is_other(word) || (small != own && (self.is_other(&small) || self.is_other(&capital)))
        };
        let mut words = String::with_capacity(redacted.len());
        for piece in redacted.split_inclusive(apart) {
            let word = piece.trim_end_matches(apart);
            words.push_str(if word.is_empty() || !is_other(word) { word } else { REDACTED });
            words.push_str(piece.get(word.len()..).unwrap_or_default());
        }
        redacted = words;
        if redacted != *reference {
            *reference = redacted;
            self.count = self.count.saturating_add(1);
        }
    }
}

/// `whole` with every `part` of it redacted, in whichever case it is written.
fn without(whole: &str, part: &str) -> String {
    if part.is_empty() {
        return whole.to_owned();
    }
    let mut plain = String::with_capacity(whole.len());
    let mut rest = whole;
    while let Some(letter) = rest.chars().next() {
        match beginning(rest, part) {
            Some(after) => {
                plain.push_str(REDACTED);
                rest = after;
            }
            None => {
                plain.push(letter);
                rest = rest.get(letter.len_utf8()..).unwrap_or_default();
            }
        }
    }
    plain
}

/// What follows `part` where `text` begins with it, in whichever case.
fn beginning<'t>(text: &'t str, part: &str) -> Option<&'t str> {
    let mut rest = text.chars();
    for letter in part.chars() {
        let found = rest.next()?;
        if found != letter && !found.to_lowercase().eq(letter.to_lowercase()) {
            return None;
        }
    }
    Some(rest.as_str())
}

impl AccessExport {
    /// The export for the person: what stands, every text shown, every event, and who could see what. What reads `redacted` in the
    /// document is said in `lang`.
    #[must_use]
    pub fn page(&self, lang: Lang) -> Page {
        let word = |code: &str| phrase(&format!("consent-access-{code}"), lang);
        let text = |text: &str| Cell::Text(text.to_owned());
        let code = |text: &str| Cell::Code(text.to_owned());
        // The document has one word for it in every language, a page that of its reader.
        let withheld = word("withheld");
        let told = |text: &str| text.replace(REDACTED, &withheld);
        let at = instant::written(self.agreed.at);
        let mut page = Page::new(lang, word("title"));
        page.table(
            vec![word("item"), word("value")],
            vec![
                vec![Cell::Text(word("subject")), code(&self.agreed.subject)],
                vec![Cell::Text(word("at")), text(&at)],
                vec![Cell::Text(word("redacted")), text(&self.redacted.to_string())],
            ],
        );
        page.heading(word("agreed"));
        let answers = self.agreed.purposes.iter().flat_map(|purpose| {
            let told = &told;
            let row = move |answer| {
                vec![Cell::Text(told(&purpose.label(answer, lang))), Cell::Text(told(&answer.text(lang)))]
            };
            purpose.answers.iter().map(row)
        });
        page.table(vec![word("purpose"), word("answer")], answers.collect());
        page.heading(word("notices"));
        let shown: Vec<_> = self.agreed.purposes.iter().flat_map(|purpose| &purpose.shown).collect();
        if shown.is_empty() {
            page.text(word("none"));
        }
        for (place, notice) in shown.iter().enumerate() {
            // One text is shown once, for however many purposes.
            let same = |other: &&&super::ShownNotice| {
                (&other.id, other.version, &other.hash) == (&notice.id, notice.version, &notice.hash)
            };
            if shown.iter().take(place).any(|other| same(&other)) {
                continue;
            }
            page.text(notice.label(lang));
            let texts = notice.text.iter().map(|(tag, text)| format!("{tag}: {text}"));
            page.list(texts.collect());
        }
        page.heading(word("events"));
        let events = self.events.iter().map(|event| {
            vec![
                Cell::Text(instant::written(event.occurred_at)),
                code(&event.purpose),
                Cell::Text(act(event.kind, lang)),
                Cell::Text(expressed(event.actor, event.method, lang)),
                Cell::Text(event.recipient.as_deref().map(told).unwrap_or_default()),
                Cell::Text(utc(event.received_at)),
                Cell::Text(event.evidence_ref.as_deref().map(told).unwrap_or_default()),
                Cell::Code(format!("{} {}", event.source, event.id)),
            ]
        });
        let head =
            ["when", "purpose", "what", "how", "recipient", "known", "proof", "record"].map(word).to_vec();
        page.table(head, events.collect());
        page.heading(word("visible"));
        let visible = self.visible.iter().map(|visible| {
            vec![
                code(&told(&visible.recipient)),
                code(&visible.purpose),
                text(&visible.fields.join(", ")),
                Cell::Text(utc(visible.since)),
                Cell::Text(utc(visible.until)),
            ]
        });
        page.table(["recipient", "purpose", "fields", "from", "until"].map(word).to_vec(), visible.collect());
        if !self.uses.is_empty() {
            page.heading(word("received"));
            let uses = self.uses.iter().map(|made| {
                vec![
                    Cell::Text(utc(made.at)),
                    text(made.title.text(lang)),
                    Cell::Text(made.recipient.as_deref().map(told).unwrap_or_default()),
                    code(&made.purpose),
                    text(&made.items.join(", ")),
                    Cell::Text(made.basis(lang)),
                    Cell::Code(format!("{} {}", made.made.source, made.made.id)),
                ]
            });
            let head = ["when", "system", "recipient", "purpose", "items", "basis", "record"];
            page.table(head.map(word).to_vec(), uses.collect());
        }
        page
    }
}

fn utc(at: DateTime<Utc>) -> String {
    instant::written(at.fixed_offset())
}
