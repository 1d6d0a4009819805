use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Deserializer, Serialize};

use super::super::kind::Channel;
use super::super::pack::check_country;
use super::super::purpose::check_id;
use super::super::rule::check_regime;
use super::super::unknown::unknown;
use crate::text::Localized;
use crate::{Error, document};

/// A system, a processor or another organisation that people's data goes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct System {
    /// The id that uses and acknowledgements name.
    pub id: String,
    /// What people read, also on their receipt.
    pub title: Localized,
    /// To whom data is disclosed by sending it there; absent for a system of the controller or a processor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// The country of the recipient (ISO 3166-1 alpha-2); absent for the one in which the ledger knows the recipient to be. Where it
    /// knows none, the recipient counts as abroad.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The channels it serves: a use that names none is about each of these. Absent for a system that serves whatever the
    /// purpose allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channels: Option<Vec<Channel>>,
    /// The senders of contacts that are this system, besides its own id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub senders: Vec<String>,
    /// The purposes for which it gets everybody's data, such as by a nightly list, without a use being recorded for each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub standing_purposes: Vec<String>,
}

impl System {
    /// A system of the controller, for uses that are recorded one by one.
    pub fn new(id: impl Into<String>, title: Localized) -> Self {
        Self {
            id: id.into(),
            title,
            recipient: None,
            country: None,
            channels: None,
            senders: Vec::new(),
            standing_purposes: Vec::new(),
        }
    }

    /// The channels that a use which names `channel` is about; `None` for the purpose as a whole.
    pub(super) fn channels_of(&self, channel: Option<Channel>) -> Vec<Option<Channel>> {
        match (channel, &self.channels) {
            (None, Some(channels)) => channels.iter().copied().map(Some).collect(),
            _ => vec![channel],
        }
    }

    fn check(&self) -> Result<(), Error> {
        check_id(&self.id).map_err(|error| error.within("id"))?;
        if let Some(recipient) = &self.recipient {
            check_id(recipient).map_err(|error| error.within("recipient"))?;
        }
        if let Some(country) = &self.country {
            check_country(country).map_err(|error| error.within("country"))?;
        }
        if self.channels.as_ref().is_some_and(Vec::is_empty) {
            return Err(Error::missing("expected at least one channel, got an empty list").within("channels"));
        }
        for (field, ids) in [("senders", &self.senders), ("standing_purposes", &self.standing_purposes)] {
            for (place, id) in ids.iter().enumerate() {
                check_id(id).map_err(|error| error.within(format!("{field}[{place}]")))?;
            }
        }
        Ok(())
    }
}

/// How long the house gives itself where no rule of a legal pack gives a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct HouseDeadline {
    /// Days; 0 for at once.
    pub days: u16,
    /// Whether Saturdays, Sundays and holidays are left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub business_days: bool,
}

impl HouseDeadline {
    /// So many days.
    #[must_use]
    pub const fn days(days: u16) -> Self {
        Self { days, business_days: false }
    }

    /// So many business days.
    #[must_use]
    pub const fn business_days(days: u16) -> Self {
        Self { days, business_days: true }
    }
}

/// Where data goes, and how soon a withdrawal has to have reached every place: a document of the programme.
///
/// # Example
///
/// ```
/// use alumni_core::consent::PropagationRules;
///
/// let rules = PropagationRules::parse(r#"
///     id = "downstream"
///     version = 1
///     utc_offset = "+09:00"
///     house_deadline = { days = 3, business_days = true }
///     holidays = [2026-04-29]
///     [[systems]]
///     id = "mail-tool"
///     title = { en = "Newsletter service", ja = "メール配信サービス" }
///     channels = ["email"]
/// "#)?;
/// assert_eq!((rules.due_soon_days, rules.resend_after_hours), (3, 24));
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PropagationRules {
    /// The id.
    pub id: String,
    /// The version, rising.
    pub version: u32,
    /// The offset at which the days of the house begin, like `+09:00`; UTC when absent. Those of a legal pack begin at the
    /// pack's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utc_offset: Option<String>,
    /// The deadline where no rule gives one.
    pub house_deadline: HouseDeadline,
    /// How long before the due instant something is due soon, in days of 24 hours: 3 when absent.
    #[serde(default = "three")]
    pub due_soon_days: u16,
    /// How long after it was last sent, without an answer, something is to be sent again, in hours: 24 when absent.
    #[serde(default = "day")]
    pub resend_after_hours: u32,
    /// Days that are no business days, for every deadline.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "days")]
    pub holidays: Vec<NaiveDate>,
    /// Days that are no business days for the rules of a regime and of its parts: those of `us` count for `us-ca`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "days_of_regimes")]
    pub regime_holidays: BTreeMap<String, Vec<NaiveDate>>,
    /// Where data goes.
    pub systems: Vec<System>,
}

const fn three() -> u16 {
    3
}

const fn day() -> u32 {
    24
}

impl PropagationRules {
    /// Rules with these systems and deadline, without holidays.
    pub fn new(
        id: impl Into<String>,
        version: u32,
        house_deadline: HouseDeadline,
        systems: impl IntoIterator<Item = System>,
    ) -> Self {
        Self {
            id: id.into(),
            version,
            utc_offset: None,
            house_deadline,
            due_soon_days: three(),
            resend_after_hours: day(),
            holidays: Vec::new(),
            regime_holidays: BTreeMap::new(),
            systems: systems.into_iter().collect(),
        }
    }

    /// Reads rules in TOML, or in JSON when they start with a brace.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column; [`Duplicate`](crate::ErrorKind::Duplicate) for a system or
    /// a sender named twice, [`Syntax`](crate::ErrorKind::Syntax) for something else than an offset, a country or a regime;
    /// the path says where (`systems[1].country`).
    pub fn parse(text: &str) -> Result<Self, Error> {
        let rules: Self = document::from_document(text)?;
        rules.check()?;
        Ok(rules)
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        check_id(&self.id).map_err(|error| error.within("id"))?;
        self.offset()?;
        for regime in self.regime_holidays.keys() {
            check_regime(regime).map_err(|error| error.within("regime_holidays"))?;
        }
        let (mut ids, mut senders) = (BTreeSet::new(), BTreeSet::new());
        for (place, system) in self.systems.iter().enumerate() {
            let path = || format!("systems[{place}]");
            system.check().map_err(|error| error.within(path()))?;
            let named = [&system.id].into_iter().chain(&system.senders);
            let doubled = named.filter(|sender| !senders.insert(*sender)).count() > 0;
            if !ids.insert(&system.id) || doubled {
                let error = Error::duplicate(format!(
                    "expected each id and each sender to belong to one system (`{}`)",
                    system.id
                ));
                return Err(error.within(path()));
            }
        }
        Ok(())
    }

    pub(super) fn offset(&self) -> Result<FixedOffset, Error> {
        let offset = self.utc_offset.as_deref().unwrap_or("+00:00");
        offset.parse().map_err(|_| Error::syntax("expected an offset such as `+09:00`").within("utc_offset"))
    }

    pub(super) fn system(&self, id: &str) -> Result<&System, Error> {
        let found = self.systems.iter().find(|system| system.id == id);
        found.ok_or_else(|| unknown("system", id, self.systems.iter().map(|system| system.id.as_str())))
    }

    /// Where `recipient` is, if every system of theirs that says so is in one country.
    pub(super) fn country_of(&self, recipient: &str) -> Option<&str> {
        let theirs = self.systems.iter().filter(|system| system.recipient.as_deref() == Some(recipient));
        let countries: BTreeSet<_> = theirs.map(|system| system.country.as_deref()).collect();
        if countries.len() == 1 { countries.into_iter().next().flatten() } else { None }
    }

    pub(super) fn system_of_sender(&self, sender: &str) -> Result<&System, Error> {
        let is = |system: &&System| system.id == sender || system.senders.iter().any(|of| of == sender);
        let names = self.systems.iter().flat_map(|system| [&system.id].into_iter().chain(&system.senders));
        let found = self.systems.iter().find(is);
        found.ok_or_else(|| unknown("sender", sender, names.map(String::as_str)))
    }

    pub(super) fn due_soon(&self) -> TimeDelta {
        TimeDelta::days(i64::from(self.due_soon_days))
    }

    pub(super) fn to_send_again(&self, last: DateTime<Utc>, at: DateTime<Utc>) -> bool {
        at.signed_duration_since(last) >= TimeDelta::hours(i64::from(self.resend_after_hours))
    }
}

#[derive(Deserialize)]
struct Day(#[serde(deserialize_with = "document::date::deserialize")] NaiveDate);

/// Days in documents: TOML dates or texts.
fn days<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<NaiveDate>, D::Error> {
    Ok(Vec::<Day>::deserialize(deserializer)?.into_iter().map(|day| day.0).collect())
}

fn days_of_regimes<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Vec<NaiveDate>>, D::Error> {
    let written = BTreeMap::<String, Vec<Day>>::deserialize(deserializer)?;
    let plain = |days: Vec<Day>| days.into_iter().map(|day| day.0).collect();
    Ok(written.into_iter().map(|(regime, days)| (regime, plain(days))).collect())
}
