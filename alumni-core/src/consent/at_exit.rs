use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::fold::{Ground, Scope};
use super::instant;
use super::kind::{Channel, EmploymentState};
use super::law::is_at_exit;
use super::ledger::Ledger;
use super::purpose::{LegalBasis, Purpose};

/// How much of a network rests on consent that was given to the employer alone.
///
/// Somebody counts once, however many purposes and channels: as confirmed with one yes after leaving, else as unknown with
/// one yes whose employment state nobody recorded, else as at exit.
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

/// People for whom a yes stands, by when it was given.
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
        #[expect(clippy::cast_precision_loss, reason = "people are fewer than 2^52")]
        (self.people > 0).then(|| self.at_exit as f64 / self.people as f64)
    }

    fn add(&mut self, given: Given) {
        let part = match given {
            Given::AtExit => &mut self.at_exit,
            Given::Unknown => &mut self.unknown,
            Given::Confirmed => &mut self.confirmed,
        };
        *part = part.saturating_add(1);
        self.people = self.people.saturating_add(1);
    }
}

impl Ledger {
    /// What share of the network rests on consent that was given while still employed.
    ///
    /// Counted are yeses that stand at `at` for the controller's own use, for the purpose as a whole or on any of its
    /// channels, with everything known; what legal packs make of them does not matter here.
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
            let mut best = None;
            for purpose in &asked {
                let given = self.given(subject, purpose, at);
                if let (Some(given), Some(count)) = (given, purposes.get_mut(&purpose.id)) {
                    count.add(given);
                }
                best = best.max(given);
            }
            if let Some(given) = best {
                total.add(given);
            }
        }
        AtExit { at, total, purposes }
    }

    fn given(&self, subject: &str, purpose: &Purpose, at: DateTime<Utc>) -> Option<Given> {
        let place = self.purpose(&purpose.id).ok()?.0;
        let channels = Channel::ALL.iter().filter(|channel| purpose.allows(**channel)).map(|of| Some(*of));
        let given = std::iter::once(None).chain(channels).filter_map(|channel| {
            let scope = Scope { channel, recipient: 0, known_at: None };
            match self.view(subject, place, scope).standing(at.into()).ground {
                Ground::Yes { yes, .. } if is_at_exit(yes) => Some(Given::AtExit),
                Ground::Yes { yes, .. } if yes.employment_state == Some(EmploymentState::Former) => {
                    Some(Given::Confirmed)
                }
                Ground::Yes { .. } => Some(Given::Unknown),
                _ => None,
            }
        });
        given.max()
    }
}
