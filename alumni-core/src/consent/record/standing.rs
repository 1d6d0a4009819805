//! Which decisions a record tells as they were made, and what stands of them as of an instant: nobody who reads the last status
//! may take a yes for one that permits nothing.

use chrono::{DateTime, FixedOffset, Utc};

use super::write::status;
use super::{Status, strictness};
use crate::consent::fold::{Ground, Scope, Standing, View};
use crate::consent::store::Tick;
use crate::consent::{Event, Ledger};

/// What stands as of an instant, where the last decision does not say so.
pub(super) struct Stands {
    pub(super) status: Status,
    /// Since when: the end of a yes, or the instant as of which the record is.
    pub(super) at: DateTime<FixedOffset>,
    /// The yes that is at an end.
    pub(super) yes: Option<Event>,
}

/// One purpose of one subject as of an instant.
pub(super) struct AsOf<'l> {
    ledger: &'l Ledger,
    subject: &'l str,
    purpose: u16,
    known_at: Option<DateTime<Utc>>,
    pub(super) at: DateTime<Utc>,
}

impl<'l> AsOf<'l> {
    /// As of `known_at`; of everything known, as of the last of `events`.
    pub(super) fn new(
        ledger: &'l Ledger,
        subject: &'l str,
        purpose: u16,
        events: &[Event],
        known_at: Option<DateTime<Utc>>,
    ) -> Self {
        let instants = events.iter().flat_map(|event| [event.occurred_at.to_utc(), event.received_at]);
        let at = known_at.or_else(|| instants.max()).unwrap_or_default();
        Self { ledger, subject, purpose, known_at, at }
    }

    /// The subject's records as a question in the scope of `event` sees them; without one, about the purpose as a whole.
    fn view(&self, event: Option<&Event>) -> View<'l> {
        let recipient = event.and_then(|event| event.recipient.as_deref());
        let scope = Scope {
            channel: event.and_then(|event| event.channel),
            recipient: self.ledger.store.recipient(recipient),
            known_at: self.known_at.map(Tick::from),
        };
        self.ledger.view(self.subject, self.purpose, scope)
    }

    fn standing(&self, event: Option<&Event>) -> Standing<'l> {
        self.view(event).standing(self.at.into())
    }

    /// Whether a yes ever permitted anything: nothing was wrong with it when it was given, and that is not to come yet.
    pub(super) fn took_effect(&self, event: &Event) -> bool {
        let view = self.view(Some(event));
        let is = |record: &_| view.store.source(record) == event.source && view.store.id(record) == event.id;
        let mut upto = view.records;
        while let Some((last, before)) = upto.split_last() {
            if is(last) {
                // As if nothing had come after it.
                let standing = View { records: upto, ..view }.standing(last.from());
                let stood = match standing.ground {
                    Ground::Yes { yes, .. }
                    | Ground::Lapsed { yes, .. }
                    | Ground::Superseded { yes, .. }
                    | Ground::Happened { yes, .. }
                    | Ground::UsedUp { yes, .. }
                    | Ground::Voided { yes, .. } => yes == last,
                    _ => false,
                };
                return stood && last.from() <= self.at.into();
            }
            upto = before;
        }
        false
    }

    /// What stands, unless the last of the decisions `told` says it; `untold` are the yeses that are not told as given.
    pub(super) fn stands(&self, told: &[&Event], untold: &[&Event]) -> Option<Stands> {
        let said = |event: &Event| status(event).and_then(|term| Status::from_iri(term).ok());
        let last = told.iter().filter_map(|event| Some((*event, said(event)?)));
        let last = last.max_by_key(|(event, status)| (event.occurred_at, strictness(*status)));
        let whole = self.standing(None).state();
        let now = |status, of: &Event| {
            let at = self.at.with_timezone(of.occurred_at.offset());
            Some(Stands { status, at, yes: Some(of.clone()) })
        };
        match last {
            Some((yes, _)) if yes.is_yes() => {
                let standing = self.standing(Some(yes));
                let end = match standing.ground {
                    _ if standing.restriction.is_some() || whole.restricted => {
                        return now(Status::Unknown, yes);
                    }
                    // A no on one channel ends the whole, and a reader cannot see that the yes was for another.
                    Ground::Yes { .. } if whole.decision.is_no() => return now(whole.status(), yes),
                    Ground::Yes { .. } => return None,
                    Ground::Lapsed { at, .. }
                    | Ground::Superseded { at, .. }
                    | Ground::Happened { at, .. }
                    | Ground::UsedUp { at, .. } => at,
                    _ => return now(standing.state().status(), yes),
                };
                let at = DateTime::<Utc>::from(end).with_timezone(yes.occurred_at.offset());
                Some(Stands { status: Status::Expired, at, yes: Some(yes.clone()) })
            }
            Some((_, status)) => {
                let of = untold.last()?;
                let whole = whole.status();
                if whole == status || whole.is_valid_for_processing() { None } else { now(whole, of) }
            }
            None => now(whole.status(), untold.last()?),
        }
    }
}
