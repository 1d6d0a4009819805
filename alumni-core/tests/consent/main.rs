//! The consent ledger as its users see it: properties, exhaustive exploration, the official lifecycle, documents, people.

mod access;
mod channels;
mod contacts;
mod documents;
mod dpv;
mod encoding;
mod exploration;
mod funnel;
mod ids;
mod intake;
mod lists;
mod made;
mod merge;
mod notices;
mod packs;
mod people;
mod propagation;
mod properties;
mod records;
mod snapshot;
mod timeline;
mod uses;
mod whereabouts;

use alumni_core::consent::{Event, EventKind, Ledger, LegalBasis, Notice, Purpose};
use alumni_core::text::Localized;
use chrono::{DateTime, TimeDelta, Utc};

/// Day `n` of the tests, at noon.
fn day(n: i64) -> DateTime<Utc> {
    "2024-01-01T12:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::days(n)
}

/// The event with what its kind asks for; every other yes is good for two uses, and until its subject has left.
fn whole(mut event: Event, n: i64) -> Event {
    match event.kind {
        EventKind::Happened => {
            event.happening = Some("left".to_owned());
            (event.channel, event.recipient) = (None, None);
        }
        EventKind::Given | EventKind::Renewed if n % 2 == 0 => {
            event.valid_until_event = Some("left".to_owned());
            event.valid_uses = Some(2);
        }
        _ => {}
    }
    event
}

/// A ledger with the purposes `jobs` (consent) and `study` (legitimate interest), and notice `n` in versions 1 and 2, the
/// second of which is material from day 60 on.
fn ledger() -> Ledger {
    let purpose = |id: &str, basis| Purpose::new(id, Localized::same(id), basis);
    let notice =
        |version| Notice::new("n", version, ["jobs", "study"]).text("en", format!("Text {version}."));
    Ledger::new(
        [purpose("jobs", LegalBasis::Consent), purpose("study", LegalBasis::LegitimateInterest)],
        [notice(1), notice(2).effective_from(day(60)).material()],
    )
    .unwrap()
}
