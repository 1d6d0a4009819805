//! The receipt and the report for people.

use chrono::{DateTime, FixedOffset, Utc};

use super::super::answer::phrase;
use super::super::instant;
use super::super::kind::Channel;
use super::super::titles::recipient;
use super::item::PropagationItem;
use super::receipt::{REDACTED, WithdrawalReceipt, WithdrawnPurpose};
use super::report::PropagationReport;
use crate::text::{Cell, Clock, Lang, Page};

impl WithdrawalReceipt {
    /// The receipt for the person: what has ended, who was told and what they answered, what goes on and what is kept, and why.
    #[must_use]
    pub fn page(&self, lang: Lang) -> Page {
        self.page_at(lang, Clock::utc())
    }

    /// The same with days and times as a clock shows them; [`page`](Self::page) has them in UTC.
    #[must_use]
    pub fn page_at(&self, lang: Lang, clock: Clock) -> Page {
        let utc = |at: DateTime<Utc>| instant::written(clock.at(at));
        // What was said is dated by the clock of the place where it was, unless another is asked for.
        let said = |at: DateTime<FixedOffset>| {
            let keeps = clock == Clock::utc();
            instant::written(if keeps { at } else { clock.at(at.to_utc()) })
        };
        let word = |code: &str| phrase(&format!("propagation-receipt-{code}"), lang);
        let text = |text: String| Cell::Text(text);
        let mut page = Page::new(lang, word("title"));
        page.table(
            vec![word("item"), word("value")],
            vec![
                vec![text(word("id")), Cell::Code(self.id.clone())],
                vec![text(word("subject")), Cell::Code(self.subject.clone())],
                vec![text(word("at")), text(utc(self.at))],
            ],
        );
        page.heading(word("withdrawn"));
        if self.withdrawn.is_empty() {
            page.text(word("nothing"));
        } else {
            let rows = self.withdrawn.iter().map(|of| {
                vec![
                    text(of.label(lang)),
                    text(phrase(
                        &format!("consent-access-kind-{}", of.kind.as_str().replace('_', "-")),
                        lang,
                    )),
                    text(said(of.occurred_at)),
                    text(of.reason.text_at(lang, clock)),
                ]
            });
            page.table(["purpose", "what", "when", "why"].map(word).to_vec(), rows.collect());
            page.heading(word("systems"));
            self.systems(&mut page, lang, clock);
        }
        page.heading(word("stays"));
        let rows: Vec<_> = self
            .stays
            .iter()
            .map(|of| {
                let activities =
                    of.activities.iter().map(|of| phrase(&format!("propagation-activity-{of}"), lang));
                let only: Vec<_> = activities.collect();
                let what = if only.is_empty() { word("whole-purpose") } else { only.join(comma(lang)) };
                let title = label(of.title.text(lang), &of.channels, &of.recipients, lang);
                vec![text(title), text(what), text(of.reason.text_at(lang, clock))]
            })
            .collect();
        if rows.is_empty() {
            page.text(word("nothing-stays"));
        } else {
            page.table(["purpose", "for", "why"].map(word).to_vec(), rows);
            page.text(word("stays-note"));
        }
        if !self.kept.is_empty() {
            page.heading(word("kept"));
            let title = |id: &str| {
                let of = self.withdrawn.iter().find(|of| of.purpose == id);
                of.map_or(id.to_owned(), |of| of.title.text(lang).to_owned())
            };
            let rows = self
                .kept
                .iter()
                .map(|of| vec![text(title(&of.purpose)), text(of.reason.text_at(lang, clock))]);
            page.table(["purpose", "why"].map(word).to_vec(), rows.collect());
        }
        page
    }

    fn systems(&self, page: &mut Page, lang: Lang, clock: Clock) {
        let utc = |at: DateTime<Utc>| instant::written(clock.at(at));
        let word = |code: &str| phrase(&format!("propagation-receipt-{code}"), lang);
        let rows: Vec<_> = self
            .withdrawn
            .iter()
            .flat_map(|of| of.systems.iter().map(move |system| (of, system)))
            .map(|(of, system)| {
                let sent = system.sent_at.map_or_else(|| word("not-sent"), utc);
                let acknowledged = system.acknowledged_at.map_or_else(|| word("not-acknowledged"), utc);
                let name = label(system.title.text(lang), &[], system.recipient.as_slice(), lang);
                let due = in_brackets(&utc(system.due_at), &system.by.text_at(lang, clock), lang);
                let cells = [of.title.text(lang).to_owned(), name, sent, acknowledged, due];
                cells.map(Cell::Text).to_vec()
            })
            .collect();
        if rows.is_empty() {
            page.text(word("no-systems"));
            return;
        }
        page.table(["purpose", "system", "sent", "acknowledged", "due"].map(word).to_vec(), rows);
        page.text(word(if self.complete { "complete" } else { "incomplete" }));
    }
}

impl WithdrawnPurpose {
    /// The purpose's title, with the channels or recipients where it has ended for these only.
    fn label(&self, lang: Lang) -> String {
        label(self.title.text(lang), &self.channels, &self.recipients, lang)
    }
}

impl PropagationReport {
    /// The report for the data-protection officer: the counts, what is not acknowledged, and what is wrong with uses.
    #[must_use]
    pub fn page(&self, lang: Lang) -> Page {
        self.page_at(lang, Clock::utc())
    }

    /// The same with days and times as a clock shows them; [`page`](Self::page) has them in UTC.
    #[must_use]
    pub fn page_at(&self, lang: Lang, clock: Clock) -> Page {
        let utc = |at: DateTime<Utc>| instant::written(clock.at(at));
        let word = |code: &str| phrase(&format!("propagation-report-{code}"), lang);
        let text = |text: String| Cell::Text(text);
        let mut page = Page::new(lang, word("title"));
        let known = self.known_at.map_or_else(|| word("everything"), utc);
        let oldest = self.oldest.map_or_else(|| word("none"), utc);
        page.table(
            vec![word("item"), word("value")],
            vec![
                vec![text(word("at")), text(utc(self.at))],
                vec![text(word("known-at")), text(known)],
                vec![text(word("withdrawals")), text(self.withdrawals.to_string())],
                vec![text(word("unpropagated")), text(self.unpropagated.to_string())],
                vec![text(word("oldest")), text(oldest)],
            ],
        );
        page.heading(word("systems"));
        let rows = self.systems.iter().map(|(system, count)| {
            let numbers =
                [count.overdue, count.due_soon, count.open, count.acknowledged_late, count.acknowledged];
            let mut row = vec![Cell::Code(system.clone())];
            row.extend(numbers.map(|number| text(number.to_string())));
            row
        });
        let head = ["system", "overdue", "due-soon", "open", "acknowledged-late", "acknowledged"];
        page.table(head.map(word).to_vec(), rows.collect());
        page.heading(word("open-items"));
        let open: Vec<_> = self.items.iter().filter(|item| !item.status.is_acknowledged()).collect();
        if open.is_empty() {
            page.text(word("none"));
        } else {
            let rows = open.into_iter().map(|item| row(item, lang, clock)).collect();
            page.table(["subject", "purpose", "why", "send"].map(word).to_vec(), rows);
        }
        page.heading(word("findings"));
        if self.findings.is_empty() {
            page.text(word("none"));
        } else {
            let rows = self.findings.iter().map(|finding| {
                let record = format!("{} {}", finding.made.source, finding.made.id);
                vec![
                    Cell::Code(finding.subject.clone()),
                    Cell::Code(record),
                    text(finding.text_at(lang, clock)),
                ]
            });
            page.table(["subject", "use", "why"].map(word).to_vec(), rows.collect());
        }
        page
    }
}

fn row(item: &PropagationItem, lang: Lang, clock: Clock) -> Vec<Cell> {
    let send = item.send.map(|send| format!("propagation-send-{}", send.as_str().replace('_', "-")));
    vec![
        Cell::Code(item.subject.clone()),
        Cell::Code(item.purpose.clone()),
        Cell::Text(item.text_at(lang, clock)),
        Cell::Text(send.map(|code| phrase(&code, lang)).unwrap_or_default()),
    ]
}

/// A title with what it is narrowed to.
fn label(title: &str, channels: &[Channel], recipients: &[String], lang: Lang) -> String {
    let channels = channels.iter().map(|of| phrase(&format!("consent-access-channel-{of}"), lang));
    // The document has one word for another person in every language, a page that of its reader.
    let named = recipients.iter().map(|of| match of.as_str() {
        REDACTED => phrase("consent-access-withheld", lang),
        of => recipient(of).text(lang).to_owned(),
    });
    let narrower: Vec<_> = channels.chain(named).collect();
    if narrower.is_empty() { title.to_owned() } else { in_brackets(title, &narrower.join(comma(lang)), lang) }
}

const fn comma(lang: Lang) -> &'static str {
    match lang {
        Lang::En => ", ",
        Lang::Ja => "、",
    }
}

fn in_brackets(text: &str, more: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{text} ({more})"),
        Lang::Ja => format!("{text}（{more}）"),
    }
}
