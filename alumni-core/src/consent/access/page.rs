//! The export as a page for the person.

use chrono::{DateTime, Utc};

use super::AccessExport;
use super::redaction::REDACTED;
use crate::consent::agreed::{act, expressed};
use crate::consent::answer::phrase;
use crate::consent::titles::recipient;
use crate::consent::{Channel, ShownNotice, instant};
use crate::text::{Cell, Lang, Page};

impl AccessExport {
    /// The export for the person: what stands, every text shown, every event, and who could see what. What reads `redacted` in the
    /// document is said in `lang`. Days and times are those at the offset of the instant asked about; events keep their own.
    #[must_use]
    pub fn page(&self, lang: Lang) -> Page {
        let word = |code: &str| phrase(&format!("consent-access-{code}"), lang);
        let text = |text: &str| Cell::Text(text.to_owned());
        let code = |text: &str| Cell::Code(text.to_owned());
        // The document has one word for it in every language, a page that of its reader.
        let withheld = word("withheld");
        let told = |text: &str| text.replace(REDACTED, &withheld);
        let clock = (*self.agreed.at.offset()).into();
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
                vec![
                    Cell::Text(told(&purpose.label(answer, lang))),
                    Cell::Text(told(&answer.text_at(lang, clock))),
                ]
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
            let same = |other: &&&ShownNotice| {
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
                self.purpose(&event.purpose, lang),
                Cell::Text(act(event.kind, lang)),
                Cell::Text(expressed(event.actor, event.method, lang)),
                Cell::Text(
                    event.recipient.as_deref().map(|of| told(recipient(of).text(lang))).unwrap_or_default(),
                ),
                Cell::Text(self.clock(event.received_at)),
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
                text(&told(recipient(&visible.recipient).text(lang))),
                self.purpose(&visible.purpose, lang),
                text(&told(&visible.fields.join(", "))),
                Cell::Text(self.clock(visible.since)),
                Cell::Text(self.clock(visible.until)),
            ]
        });
        page.table(["recipient", "purpose", "fields", "from", "until"].map(word).to_vec(), visible.collect());
        if !self.uses.is_empty() {
            page.heading(word("received"));
            let uses = self.uses.iter().map(|made| {
                vec![
                    Cell::Text(self.clock(made.at)),
                    text(&told(made.title.text(lang))),
                    Cell::Text(
                        made.recipient
                            .as_deref()
                            .map(|of| told(recipient(of).text(lang)))
                            .unwrap_or_default(),
                    ),
                    self.purpose(&made.purpose, lang),
                    text(&told(&made.items.join(", "))),
                    Cell::Text(made.basis(lang)),
                    Cell::Code(format!("{} {}", made.made.source, made.made.id)),
                ]
            });
            let head = ["when", "system", "recipient", "purpose", "items", "basis", "record"];
            page.table(head.map(word).to_vec(), uses.collect());
        }
        self.acknowledged(&mut page, &told, lang);
        self.contacted(&mut page, &told, lang);
        self.paused(&mut page, lang);
        page
    }

    /// An instant at the offset of whoever asked.
    fn clock(&self, at: DateTime<Utc>) -> String {
        instant::written(at.with_timezone(self.agreed.at.offset()))
    }

    /// What people read for a purpose; the id of one that is not known.
    fn purpose(&self, id: &str, lang: Lang) -> Cell {
        let of = self.agreed.purposes.iter().find(|purpose| purpose.purpose == id);
        of.map_or_else(|| Cell::Code(id.to_owned()), |of| Cell::Text(of.title.text(lang).to_owned()))
    }

    fn acknowledged(&self, page: &mut Page, told: &impl Fn(&str) -> String, lang: Lang) {
        if self.acknowledgements.is_empty() {
            return;
        }
        let word = |code: &str| phrase(&format!("consent-access-{code}"), lang);
        page.heading(word("acknowledged"));
        let rows = self.acknowledgements.iter().map(|came| {
            let title = self.uses.iter().find(|made| made.system == came.system);
            let system = title.map_or(came.system.as_str(), |made| made.title.text(lang));
            vec![
                Cell::Text(self.clock(came.at)),
                Cell::Text(told(system)),
                came.purpose
                    .as_ref()
                    .map_or_else(|| Cell::Text(word("every-purpose")), |purpose| self.purpose(purpose, lang)),
                Cell::Text(came.channel.map_or_else(|| word("every-channel"), |of| channel(of, lang))),
                Cell::Text(word(&format!("came-{}", came.status))),
                Cell::Code(format!("{} {}", came.source, came.id)),
            ]
        });
        let head = ["when", "system", "purpose", "channel", "state", "record"];
        page.table(head.map(word).to_vec(), rows.collect());
    }

    fn contacted(&self, page: &mut Page, told: &impl Fn(&str) -> String, lang: Lang) {
        if self.contacts.is_empty() {
            return;
        }
        let word = |code: &str| phrase(&format!("consent-access-{code}"), lang);
        page.heading(word("contacts"));
        let rows = self.contacts.iter().map(|contact| {
            vec![
                Cell::Text(self.clock(contact.settled_at.unwrap_or(contact.at))),
                self.purpose(&contact.purpose, lang),
                Cell::Text(channel(contact.channel, lang)),
                Cell::Text(told(&contact.sender)),
                Cell::Text(contact.recipient.as_deref().map(told).unwrap_or_default()),
                Cell::Text(word(&format!("contact-{}", contact.state))),
                Cell::Code(contact.token.clone()),
            ]
        });
        let head = ["when", "purpose", "channel", "sender", "recipient", "state", "record"];
        page.table(head.map(word).to_vec(), rows.collect());
    }

    fn paused(&self, page: &mut Page, lang: Lang) {
        if self.pauses.is_empty() {
            return;
        }
        let word = |code: &str| phrase(&format!("consent-access-{code}"), lang);
        page.heading(word("pauses"));
        let rows = self.pauses.iter().map(|pause| {
            let channels = pause.channels.as_ref().map_or_else(
                || word("every-channel"),
                |of| of.iter().map(|of| channel(*of, lang)).collect::<Vec<_>>().join(", "),
            );
            vec![
                Cell::Text(self.clock(pause.from)),
                Cell::Text(pause.until.map_or_else(|| word("no-end"), |at| self.clock(at))),
                Cell::Text(channels),
                Cell::Text(pause.ended_at.map(|at| self.clock(at)).unwrap_or_default()),
            ]
        });
        page.table(["from", "until", "channel", "ended"].map(word).to_vec(), rows.collect());
    }
}

fn channel(of: Channel, lang: Lang) -> String {
    phrase(&format!("consent-access-channel-{of}"), lang)
}
