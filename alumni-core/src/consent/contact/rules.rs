use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use serde::{Deserialize, Deserializer, Serialize};

use super::super::kind::Channel;
use super::super::purpose::{check_id, check_length};
use super::zone::Zone;
use crate::calendar::Period;
use crate::{Error, document};

/// How often one person may be contacted, over all purposes and senders that a cap does not exclude.
///
/// The window slides: no stretch of time as long as `within` holds more than `at_most` contacts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ContactCap {
    /// The id, which reasons name.
    pub id: String,
    /// The most contacts in the window; 0 for none at all.
    pub at_most: u32,
    /// The length of the window, laid on the calendar of the person's time zone.
    pub within: Period,
    /// The purposes that count, each known to the ledger that is asked; absent for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purposes: Option<Vec<String>>,
    /// The channels that count; absent for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channels: Option<Vec<Channel>>,
}

impl ContactCap {
    /// Whether a contact for `purpose` on `channel` counts.
    pub(super) fn counts(&self, purpose: &str, channel: Channel) -> bool {
        self.purposes.as_ref().is_none_or(|purposes| purposes.iter().any(|of| of == purpose))
            && has(self.channels.as_deref(), channel)
    }
}

/// Hours of the person's own day in which nobody contacts them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct QuietHours {
    /// The id, which reasons name.
    pub id: String,
    /// When they begin, like `21:00`.
    #[serde(with = "time")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub from: NaiveTime,
    /// When they end, like `08:00`: on the next day when not later than `from`.
    #[serde(with = "time")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub until: NaiveTime,
    /// The days of the week on which they begin, like `sat`; absent for every day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<String>>"))]
    pub weekdays: Option<Vec<Weekday>>,
    /// The channels that are quiet; absent for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channels: Option<Vec<Channel>>,
}

impl QuietHours {
    /// When the quiet hours that begin on `day` begin and end, if they do.
    fn on(&self, day: NaiveDate, zone: Zone) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        if self.weekdays.as_ref().is_some_and(|days| !days.contains(&day.weekday())) {
            return None;
        }
        let last = if self.until > self.from { day } else { day.checked_add_days(Days::new(1))? };
        Some((zone.first(day, self.from)?, zone.last(last, self.until)?))
    }
}

/// How often, when and on which days people may be contacted: a document of the programme.
///
/// # Example
///
/// ```
/// use alumni_core::consent::ContactRules;
///
/// let rules = ContactRules::parse(r#"
///     id = "contact"
///     version = 1
///     utc_offset = "+09:00"
///     holidays = [2026-01-01]
///     [[caps]]
///     id = "monthly"
///     at_most = 4
///     within = "1 month"
///     [[quiet_hours]]
///     id = "night"
///     from = "21:00"
///     until = "08:00"
///     channels = ["sms", "phone"]
/// "#)?;
/// assert_eq!(rules.caps[0].at_most, 4);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ContactRules {
    /// The id.
    pub id: String,
    /// The version, rising.
    pub version: u32,
    /// The offset of people of whom nothing else is known, like `+09:00`; UTC when there is no time zone either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utc_offset: Option<String>,
    /// Instead of an offset the time zone, as the IANA database names it, like `America/New_York`: quiet hours and days follow the
    /// clock there when it is set forward or back. Needs the feature `time-zones`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// How long a reservation is held, in minutes: 1 to 1,440, 15 when absent.
    #[serde(default = "fifteen")]
    pub hold_minutes: u32,
    /// How often.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caps: Vec<ContactCap>,
    /// Not at these hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quiet_hours: Vec<QuietHours>,
    /// Not on these days.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "days")]
    pub holidays: Vec<NaiveDate>,
    /// The channels that keep the holidays; absent for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holiday_channels: Option<Vec<Channel>>,
}

const fn fifteen() -> u32 {
    15
}

impl ContactRules {
    /// Rules without any: nothing is held back, and a reservation lasts 15 minutes.
    pub fn new(id: impl Into<String>, version: u32) -> Self {
        Self {
            id: id.into(),
            version,
            utc_offset: None,
            time_zone: None,
            hold_minutes: fifteen(),
            caps: Vec::new(),
            quiet_hours: Vec::new(),
            holidays: Vec::new(),
            holiday_channels: None,
        }
    }

    /// Reads rules in TOML, or in JSON when they start with a brace.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column; [`OutOfRange`](crate::ErrorKind::OutOfRange) for a
    /// window of no length or a hold outside its range, [`Duplicate`](crate::ErrorKind::Duplicate) for an id used twice,
    /// [`Syntax`](crate::ErrorKind::Syntax) for something else than an offset, [`UnknownName`](crate::ErrorKind::UnknownName) for a
    /// time zone that there is not; the path says where.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let rules: Self = document::from_document(text)?;
        rules.check()?;
        Ok(rules)
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        check_id(&self.id).map_err(|error| error.within("id"))?;
        if !(1..=1440).contains(&self.hold_minutes) {
            return Err(Error::out_of_range("expected 1 to 1440 minutes").within("hold_minutes"));
        }
        self.zone()?;
        let mut seen = std::collections::BTreeSet::new();
        let caps = self.caps.iter().enumerate().map(|(place, cap)| ("caps", place, &cap.id));
        let quiet =
            self.quiet_hours.iter().enumerate().map(|(place, quiet)| ("quiet_hours", place, &quiet.id));
        for (part, place, id) in caps.chain(quiet) {
            let path = format!("{part}[{place}].id");
            check_id(id).map_err(|error| error.within(path.as_str()))?;
            if !seen.insert(id) {
                return Err(Error::duplicate(format!("expected each id once, got `{id}` twice")).within(path));
            }
        }
        for (place, cap) in self.caps.iter().enumerate() {
            check_length(cap.within).map_err(|error| error.within(format!("caps[{place}].within")))?;
        }
        Ok(())
    }

    /// The time zone of people of whom no other is known.
    pub(in crate::consent) fn zone(&self) -> Result<Zone, Error> {
        let zone = Zone::read(self.utc_offset.as_deref(), self.time_zone.as_deref())?;
        Ok(zone.unwrap_or_else(Zone::utc))
    }

    pub(super) fn hold(&self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.hold_minutes))
    }

    /// The quiet hours that hold at `at` on `channel`: each with its end.
    pub(super) fn quiet_at(
        &self,
        at: DateTime<Utc>,
        channel: Channel,
        zone: Zone,
    ) -> impl Iterator<Item = (&QuietHours, DateTime<Utc>)> {
        let today = zone.day(at);
        let days = [today.checked_sub_days(Days::new(1)), Some(today)];
        let rules = self.quiet_hours.iter().filter(move |quiet| has(quiet.channels.as_deref(), channel));
        rules.filter_map(move |quiet| {
            let mut on = days.into_iter().flatten().filter_map(|day| quiet.on(day, zone));
            on.find(|(from, until)| *from <= at && at < *until).map(|(_, until)| (quiet, until))
        })
    }

    /// The holiday on which `at` falls, with its end.
    pub(super) fn holiday_at(
        &self,
        at: DateTime<Utc>,
        channel: Channel,
        zone: Zone,
    ) -> Option<(NaiveDate, DateTime<Utc>)> {
        let today = zone.day(at);
        if !has(self.holiday_channels.as_deref(), channel) || !self.holidays.contains(&today) {
            return None;
        }
        let next = today.checked_add_days(Days::new(1))?;
        Some((today, zone.last(next, NaiveTime::MIN)?))
    }

    /// The next instants after `at` at which quiet hours or a holiday begin.
    pub(super) fn begins_after(
        &self,
        at: DateTime<Utc>,
        channel: Channel,
        zone: Zone,
    ) -> Option<DateTime<Utc>> {
        let today = zone.day(at);
        let week = (0..=7).filter_map(move |days| today.checked_add_days(Days::new(days)));
        let quiet = self.quiet_hours.iter().filter(|quiet| has(quiet.channels.as_deref(), channel));
        let quiet = quiet.flat_map(|quiet| week.clone().filter_map(|day| quiet.on(day, zone)));
        let holidays = self.holidays.iter().filter(|_| has(self.holiday_channels.as_deref(), channel));
        let holidays = holidays.filter_map(|day| zone.first(*day, NaiveTime::MIN));
        quiet.map(|(from, _)| from).chain(holidays).filter(|from| *from > at).min()
    }
}

/// Whether `channels` has `channel`; absent ones have all.
pub(super) fn has(channels: Option<&[Channel]>, channel: Channel) -> bool {
    channels.is_none_or(|channels| channels.contains(&channel))
}

/// Days in documents: TOML dates or texts.
fn days<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<NaiveDate>, D::Error> {
    #[derive(Deserialize)]
    struct Day(#[serde(deserialize_with = "document::date::deserialize")] NaiveDate);

    Ok(Vec::<Day>::deserialize(deserializer)?.into_iter().map(|day| day.0).collect())
}

/// A time of day in documents: `21:00`.
mod time {
    use chrono::{NaiveTime, Timelike};
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveTime, D::Error> {
        let text = String::deserialize(deserializer)?;
        let time = text.split_once(':').filter(|(hour, minute)| hour.len() == 2 && minute.len() == 2);
        let time = time
            .and_then(|(hour, minute)| NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0));
        time.ok_or_else(|| D::Error::custom("expected a time of day such as `21:00`"))
    }

    pub(super) fn serialize<S: Serializer>(time: &NaiveTime, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{:02}:{:02}", time.hour(), time.minute()))
    }
}
