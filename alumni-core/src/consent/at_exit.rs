use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::fold::{Ground, Scope};
use super::instant;
use super::kind::EmploymentState;
use super::law::is_at_exit;
use super::ledger::Ledger;
use super::purpose::{LegalBasis, Purpose};
use super::reasons::has_no_end;

/// How much of a network rests on consent that was given to the employer alone.
///
/// Somebody counts once, however many purposes and channels: as confirmed with one yes after leaving, else as unknown with
/// one yes whose employment state nobody recorded, else as at exit. Beside that, whoever has no other yeses than endless ones
/// counts as endless.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AtExit {
    /// The instant of the question.
    #[serde(deserialize_with = "instant::utc")]
    pub at: DateTime<Utc>,
    /// Over all purposes that rest on consent.
    pub total: AtExitCount,
    /// By purpose that rests on consent.
    pub purposes: BTreeMap<String, AtExitCount>,
}

/// People for whom a yes stands, by when it was given, and how many of them have endless ones alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AtExitCount {
    /// People for whom a yes stands.
    pub people: usize,
    /// With a yes after leaving.
    pub confirmed: usize,
    /// With yeses of which none says that it came after leaving, and one does not say when it came.
    pub unknown: usize,
    /// With yeses given while employed alone.
    pub at_exit: usize,
    /// With yeses alone that were asked for without an end and have none, of whichever of these three kinds.
    #[serde(default)]
    pub endless: usize,
}

/// What somebody's yeses come to.
#[derive(Clone, Copy)]
struct Rests {
    on: Given,
    endlessly: bool,
}

impl Rests {
    fn and(self, other: Self) -> Self {
        Self { on: self.on.max(other.on), endlessly: self.endlessly && other.endlessly }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Given {
    AtExit,
    Unknown,
    Confirmed,
}

impl AtExitCount {
    /// The share that rests on consent at exit alone, of those for whom a yes stands; `None` for nobody.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        self.share_of(self.at_exit)
    }

    /// The share that rests on endless yeses alone, of those for whom a yes stands; `None` for nobody.
    #[must_use]
    pub fn endless_share(&self) -> Option<f64> {
        self.share_of(self.endless)
    }

    fn share_of(&self, part: usize) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "people are fewer than 2^52")]
        (self.people > 0).then(|| part as f64 / self.people as f64)
    }

    fn add(&mut self, rests: Rests) {
        let part = match rests.on {
            Given::AtExit => &mut self.at_exit,
            Given::Unknown => &mut self.unknown,
            Given::Confirmed => &mut self.confirmed,
        };
        *part = part.saturating_add(1);
        self.people = self.people.saturating_add(1);
        self.endless = self.endless.saturating_add(usize::from(rests.endlessly));
    }
}

impl Ledger {
    /// What share of the network rests on consent that was given while still employed, and what share on endless consent.
    ///
    /// Counted are yeses that stand at `at`, for the controller's own use or for any recipient, for the purpose as a whole or on any
    /// of its channels, with everything known; what legal packs make of them does not matter here.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::{EmploymentState, Event, EventKind, Ledger, LegalBasis, Notice, Purpose};
    /// use alumni_core::text::Localized;
    ///
    /// let mut ledger = Ledger::new(
    ///     [Purpose::new("news", Localized::same("News"), LegalBasis::Consent)],
    ///     [Notice::new("alumni", 1, ["news"]).text("en", "We send you news.")],
    /// )?;
    /// let mut yes = Event::new("form", "1", "w-1", "news", EventKind::Given, "2026-03-31T10:00:00+09:00".parse()?)
    ///     .notice("alumni", 1);
    /// yes.employment_state = Some(EmploymentState::NoticePeriod);
    /// ledger.extend([yes])?;
    /// let report = ledger.at_exit("2026-05-01T00:00:00Z".parse()?);
    /// assert_eq!((report.total.at_exit, report.total.share()), (1, Some(1.0)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn at_exit(&self, at: DateTime<Utc>) -> AtExit {
        let asked: Vec<_> =
            self.purposes().filter(|purpose| purpose.legal_basis == LegalBasis::Consent).collect();
        let mut total = AtExitCount::default();
        let mut purposes: BTreeMap<_, _> =
            asked.iter().map(|purpose| (purpose.id.clone(), AtExitCount::default())).collect();
        for subject in self.subjects() {
            let mut all: Option<Rests> = None;
            for purpose in &asked {
                let Some(rests) = self.rests(subject, purpose, at) else { continue };
                if let Some(count) = purposes.get_mut(&purpose.id) {
                    count.add(rests);
                }
                all = Some(all.map_or(rests, |all| all.and(rests)));
            }
            if let Some(rests) = all {
                total.add(rests);
            }
        }
        AtExit { at, total, purposes }
    }

    fn rests(&self, subject: &str, purpose: &Purpose, at: DateTime<Utc>) -> Option<Rests> {
        let place = self.purpose(&purpose.id).ok()?.0;
        let own = Scope { channel: None, recipient: 0, known_at: None };
        let yeses = self.view(subject, place, own).records.iter().filter(|record| record.act.is_yes());
        let recipients: BTreeSet<u32> = yeses.map(|record| record.recipient).collect();
        let channels: Vec<_> = std::iter::once(None).chain(purpose.each_channel().map(Some)).collect();
        let scopes = recipients.into_iter().flat_map(|recipient| {
            channels.iter().map(move |channel| Scope { channel: *channel, recipient, ..own })
        });
        let rests = scopes.filter_map(|scope| {
            let Ground::Yes { yes, .. } = self.view(subject, place, scope).standing(at.into()).ground else {
                return None;
            };
            let on = if is_at_exit(yes) {
                Given::AtExit
            } else if yes.employment_state == Some(EmploymentState::Former) {
                Given::Confirmed
            } else {
                Given::Unknown
            };
            Some(Rests { on, endlessly: has_no_end(yes) })
        });
        rests.reduce(Rests::and)
    }
}
