//! Other people's data taken out of what one person is given.

use super::AccessExport;
use crate::consent::Ledger;
use crate::consent::folded::{begins, key, letters};
use crate::consent::others::Others;
use crate::text::{Argument, Reason};

/// What stands in the place of somebody else's data.
pub(super) const REDACTED: &str = "redacted";

pub(super) struct Redaction<'a> {
    others: Others<'a>,
    subject: &'a str,
    own: String,
    /// What is to be taken out besides, as it is compared.
    texts: Vec<String>,
    count: usize,
}

impl<'a> Redaction<'a> {
    pub(super) fn new(ledger: &'a Ledger, subject: &'a str, texts: &'a [String]) -> Self {
        let texts = texts.iter().map(|text| key(text)).filter(|text| !text.is_empty()).collect();
        Self { others: Others::new(ledger), subject, own: key(subject), texts, count: 0 }
    }

    /// Takes everybody else out of `export`. What follows from the records is redacted as they are, but not counted again.
    pub(super) fn apply(mut self, export: &mut AccessExport) {
        for event in &mut export.events {
            self.recipient(&mut event.recipient);
            for text in [&mut event.evidence_ref, &mut event.happening, &mut event.valid_until_event] {
                self.within_any(text);
            }
        }
        for made in &mut export.uses {
            self.recipient(&mut made.recipient);
            for text in [&mut made.system, &mut made.title.en, &mut made.title.ja] {
                self.within(text);
            }
            made.items.iter_mut().for_each(|item| self.within(item));
        }
        for came in &mut export.acknowledgements {
            self.within(&mut came.system);
        }
        for contact in &mut export.contacts {
            self.recipient(&mut contact.recipient);
            for text in [&mut contact.sender, &mut contact.message] {
                self.within(text);
            }
        }
        export.redacted = self.count;
        for visible in &mut export.visible {
            if self.is_other(&visible.recipient) {
                REDACTED.clone_into(&mut visible.recipient);
            }
            visible.fields.iter_mut().for_each(|field| self.within(field));
        }
        for answer in export.agreed.purposes.iter_mut().flat_map(|purpose| &mut purpose.answers) {
            self.recipient(&mut answer.question.recipient);
            answer.reasons.iter_mut().for_each(|reason| self.reason(reason));
        }
    }

    /// Whether it names another person, in whichever letters.
    fn is_other(&self, id: &str) -> bool {
        self.is_listed(id) || self.others.has(id, self.subject)
    }

    fn is_listed(&self, id: &str) -> bool {
        !self.texts.is_empty() && self.texts.contains(&key(id))
    }

    fn recipient(&mut self, recipient: &mut Option<String>) {
        if recipient.as_ref().is_some_and(|id| self.is_other(id)) {
            *recipient = Some(REDACTED.to_owned());
            self.count = self.count.saturating_add(1);
        }
        // Of an organisation's name no word is taken for a person.
        for name in recipient.iter_mut() {
            self.put(self.unnamed(name), name);
        }
    }

    fn within_any(&mut self, text: &mut Option<String>) {
        text.iter_mut().for_each(|text| self.within(text));
    }

    fn within(&mut self, text: &mut String) {
        self.put(self.redacted(text), text);
    }

    fn put(&mut self, redacted: String, text: &mut String) {
        if redacted != *text {
            *text = redacted;
            self.count = self.count.saturating_add(1);
        }
    }

    /// `text` without the texts that are named.
    fn unnamed(&self, text: &str) -> String {
        self.texts.iter().fold(text.to_owned(), |text, part| without(text, part))
    }

    fn redacted(&self, text: &str) -> String {
        if self.is_other(text) {
            return REDACTED.to_owned();
        }
        super::naming::replaced(&self.unnamed(text), REDACTED, |id| self.is_own(id), |id| self.is_other(id))
    }

    /// Whether it is the own id, in other letters too where they are nobody else's.
    fn is_own(&self, id: &str) -> bool {
        id == self.subject || (key(id) == self.own && !self.is_other(id))
    }

    fn reason(&self, reason: &mut Reason) {
        let mut told = Reason::new(reason.code());
        for (name, argument) in reason.args() {
            told = told.with(name, self.argument(argument));
        }
        *reason = told;
    }

    fn argument(&self, argument: &Argument) -> Argument {
        match argument {
            Argument::Text(text) => Argument::Text(self.redacted(text)),
            Argument::List(items) => Argument::List(items.iter().map(|item| self.argument(item)).collect()),
            other => other.clone(),
        }
    }
}

/// `whole` with everything redacted that is compared as `part`.
fn without(whole: String, part: &str) -> String {
    if !key(&whole).contains(part) {
        return whole;
    }
    let all = letters(&whole);
    let mut plain = String::with_capacity(whole.len());
    let (mut rest, mut copied) = (all.as_slice(), 0);
    while let Some((first, after)) = rest.split_first() {
        let found = begins(rest, part).and_then(|count| rest.split_at_checked(count));
        rest = match found.and_then(|(found, after)| Some((found.last()?, after))) {
            Some((last, after)) => {
                plain.push_str(whole.get(copied..first.place.start).unwrap_or_default());
                plain.push_str(REDACTED);
                copied = last.place.end;
                after
            }
            None => after,
        };
    }
    plain.push_str(whole.get(copied..).unwrap_or_default());
    plain
}
