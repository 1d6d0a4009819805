//! What can be wrong with an event on its own.

use super::super::purpose::{check_id, check_length};
use super::super::{EventKind, instant};
use super::Event;
use crate::Error;

impl Event {
    /// What can be wrong with an event on its own; the path is the field's name.
    pub(in super::super) fn check(&self) -> Result<(), Error> {
        self.check_ids()?;
        for (field, at) in [
            ("occurred_at", Some(self.occurred_at)),
            ("received_at", Some(self.received_at.fixed_offset())),
            ("valid_until", self.valid_until.map(|at| at.fixed_offset())),
        ] {
            at.map_or(Ok(()), instant::check).map_err(|error| error.within(field))?;
        }
        self.check_place()?;
        self.check_ends()
    }

    /// Whether it says itself when it ends.
    pub(in super::super) fn has_end(&self) -> bool {
        self.valid_until.is_some()
            || self.valid_for.is_some()
            || self.valid_until_event.is_some()
            || self.valid_uses.is_some()
    }

    fn check_ids(&self) -> Result<(), Error> {
        let ids = [("source", &self.source), ("id", &self.id), ("subject", &self.subject)];
        let optional = [
            ("recipient", &self.recipient),
            ("valid_until_event", &self.valid_until_event),
            ("happening", &self.happening),
        ];
        let optional = optional.into_iter().filter_map(|(field, id)| Some((field, id.as_ref()?)));
        for (field, id) in ids.into_iter().chain(optional) {
            check_id(id).map_err(|error| error.within(field))?;
        }
        Ok(())
    }

    /// That each field stands with a kind of event that has it.
    fn check_place(&self) -> Result<(), Error> {
        let inconsistent = |field: &str, message: &str| Err(Error::inconsistent(message).within(field));
        let of_a_yes = [
            ("bundled_with", "papers", !self.bundled_with.is_empty()),
            ("valid_until", "an end", self.valid_until.is_some()),
            ("valid_for", "a length", self.valid_for.is_some()),
            ("valid_until_event", "an end", self.valid_until_event.is_some()),
            ("valid_uses", "a number of uses", self.valid_uses.is_some()),
            ("endless", "a length", self.endless),
        ];
        for (field, what, is_there) in of_a_yes {
            if is_there && !self.is_yes() {
                return inconsistent(field, &format!("expected {what} only with `given` or `renewed`"));
            }
        }
        match (&self.happening, self.kind) {
            (None, EventKind::Happened) => {
                return Err(Error::missing("expected what happened").within("happening"));
            }
            (Some(_), kind) if kind != EventKind::Happened => {
                return inconsistent("happening", "expected a happening only with `happened`");
            }
            _ => {}
        }
        // It ends every yes that waits for it; a channel would look as if it did not.
        for (field, is_there) in
            [("channel", self.channel.is_some()), ("recipient", self.recipient.is_some())]
        {
            if is_there && self.kind == EventKind::Happened {
                return inconsistent(field, &format!("expected no {field} with `happened`"));
            }
        }
        Ok(())
    }

    fn check_ends(&self) -> Result<(), Error> {
        if let Some(period) = self.valid_for {
            check_length(period).map_err(|error| error.within("valid_for"))?;
        }
        if self.valid_until.is_some_and(|until| until <= self.occurred_at) {
            return Err(Error::inconsistent("expected an end after `occurred_at`").within("valid_until"));
        }
        if self.valid_uses == Some(0) {
            return Err(Error::out_of_range("expected at least one use").within("valid_uses"));
        }
        if self.endless && self.has_end() {
            return Err(Error::inconsistent("expected either an end or none").within("endless"));
        }
        Ok(())
    }
}
