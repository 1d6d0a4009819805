use std::str::FromStr as _;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use super::purpose::check_id;
use super::rule::Rule;
use super::unknown::unknown;
use crate::text::Localized;
use crate::{Error, document};

/// The packs that come with the library, by id.
const SHIPPED: [(&str, &str); 7] = [
    ("eu-gdpr-eprivacy", include_str!("../../packs/eu-gdpr-eprivacy.toml")),
    ("jp-appi", include_str!("../../packs/jp-appi.toml")),
    ("jp-employment-security", include_str!("../../packs/jp-employment-security.toml")),
    ("jp-specified-email", include_str!("../../packs/jp-specified-email.toml")),
    ("us-canspam-tcpa-ccpa", include_str!("../../packs/us-canspam-tcpa-ccpa.toml")),
    ("br-lgpd", include_str!("../../packs/br-lgpd.toml")),
    ("in-dpdp", include_str!("../../packs/in-dpdp.toml")),
];
/// More rules than any body of law about this has.
const MOST_RULES: usize = 4096;

/// The rules of one body of law, as dated data.
///
/// A pack says what was found about the law and how well that was checked; it is no legal advice. Packs are documents in
/// TOML or JSON, and a customer's own pack stands beside the shipped ones with equal rights.
///
/// # Example
///
/// ```
/// use alumni_core::consent::{Checked, Pack};
///
/// let pack = Pack::parse(r#"
/// id = "works-agreement"
/// version = 1
/// title = "Works agreement on the alumni network"
/// offset = "+02:00"
///
/// [[rules]]
/// id = "works-agreement-4"
/// article = "Works agreement 2026/3, s. 4"
/// text = "A yes given before leaving is confirmed afterwards."
/// regime = "eu-de"
/// effective_from = 2026-07-01
/// source = "Intranet, works council"
/// checked = "primary"
/// dates_checked = "primary"
/// effect = { kind = "requires_confirmation_after_leaving" }
/// "#)?;
/// assert_eq!(pack.rules[0].checked, Checked::Primary);
/// assert!(Pack::shipped("jp-appi")?.rules.len() > 3);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Pack {
    /// The id.
    pub id: String,
    /// The version, rising.
    pub version: u32,
    /// What people read.
    pub title: Localized,
    /// The offset from UTC at which its days begin, such as `+09:00`.
    pub offset: String,
    /// The countries (ISO 3166-1 alpha-2) that are not abroad; every country is where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub home: Vec<String>,
    /// The rules.
    pub rules: Vec<Rule>,
}

impl Pack {
    /// Reads a pack from TOML or JSON.
    ///
    /// # Errors
    ///
    /// Text that is not a pack, with line and column; rules that contradict themselves, with the place
    /// (`rules[2].effective_until`).
    pub fn parse(text: &str) -> Result<Self, Error> {
        let pack: Self = document::from_document(text)?;
        pack.check()?;
        Ok(pack)
    }

    /// The pack `id` of those that come with the library.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for any other id, with the nearest.
    pub fn shipped(id: &str) -> Result<Self, Error> {
        Self::parse(Self::shipped_text(id)?)
    }

    /// The document of the shipped pack `id`, in TOML with its comments: to read, or to copy and change.
    ///
    /// # Errors
    ///
    /// Those of [`shipped`](Self::shipped).
    pub fn shipped_text(id: &str) -> Result<&'static str, Error> {
        SHIPPED
            .iter()
            .find(|(known, _)| *known == id)
            .map(|(_, text)| *text)
            .ok_or_else(|| unknown("shipped pack", id, SHIPPED.iter().map(|(known, _)| *known)))
    }

    /// The shipped packs of a place, such as `jp` or `eu`, which is what their ids begin with; or the one of this id.
    ///
    /// # Errors
    ///
    /// Those of [`shipped`](Self::shipped).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::Pack;
    ///
    /// let ids: Vec<_> = Pack::shipped_for("jp")?.into_iter().map(|pack| pack.id).collect();
    /// assert_eq!(ids, ["jp-appi", "jp-employment-security", "jp-specified-email"]);
    /// assert_eq!(Pack::shipped_for("eu-gdpr-eprivacy")?.len(), 1);
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn shipped_for(place: &str) -> Result<Vec<Self>, Error> {
        let of_place = Self::shipped_ids().filter(|id| id.split('-').next() == Some(place));
        let found = of_place.map(Self::shipped).collect::<Result<Vec<_>, _>>()?;
        if found.is_empty() { Ok(vec![Self::shipped(place)?]) } else { Ok(found) }
    }

    /// The ids of the shipped packs.
    pub fn shipped_ids() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(id, _)| *id)
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        check_id(&self.id).map_err(|error| error.within("id"))?;
        self.zone().map_err(|error| error.within("offset"))?;
        if self.rules.len() > MOST_RULES {
            let error = Error::too_large(format!("expected at most {MOST_RULES} rules"));
            return Err(error.within("rules"));
        }
        for (place, country) in self.home.iter().enumerate() {
            check_country(country).map_err(|error| error.within(format!("home[{place}]")))?;
        }
        for (place, rule) in self.rules.iter().enumerate() {
            rule.check().map_err(|error| error.within(format!("rules[{place}]")))?;
            let zone = self.zone()?;
            for (field, day) in
                [("effective_from", Some(rule.effective_from)), ("effective_until", rule.effective_until)]
            {
                if day.is_some_and(|day| begin(day, zone).is_none()) {
                    let error = Error::out_of_range("expected a day in the years 1 to 9999");
                    return Err(error.within(field).within(format!("rules[{place}]")));
                }
            }
        }
        Ok(())
    }

    fn zone(&self) -> Result<FixedOffset, Error> {
        FixedOffset::from_str(&self.offset)
            .map_err(|_| Error::syntax("expected an offset from UTC such as `+09:00`"))
    }

    /// The instant at which `day` begins here.
    pub(super) fn begin(&self, day: NaiveDate) -> Option<DateTime<Utc>> {
        begin(day, self.zone().ok()?)
    }

    /// The day that it is here at `at`.
    pub(super) fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        self.zone().map_or(at.date_naive(), |zone| at.with_timezone(&zone).date_naive())
    }
}

fn begin(day: NaiveDate, zone: FixedOffset) -> Option<DateTime<Utc>> {
    let at = day.and_time(NaiveTime::MIN).and_local_timezone(zone).single()?;
    super::instant::check(at).ok()?;
    Some(at.to_utc())
}

pub(super) fn check_country(country: &str) -> Result<(), Error> {
    if country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Ok(())
    } else {
        Err(Error::syntax("expected a country as two capital letters (ISO 3166-1), such as `JP`"))
    }
}
