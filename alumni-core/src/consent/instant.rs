//! Instants in documents: RFC 3339 with an offset. A local time without one is refused, never taken for UTC.

use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Deserializer};

pub(super) use crate::calendar::instant::{check, parse};

/// An instant whose offset matters: the time on the wall where it happened.
pub(super) fn local<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<FixedOffset>, D::Error> {
    parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}

pub(super) fn utc<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
    local(deserializer).map(|instant| instant.to_utc())
}

pub(super) fn optional_utc<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<DateTime<Utc>>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| parse(&text).map(|instant| instant.to_utc()))
        .transpose()
        .map_err(serde::de::Error::custom)
}

/// As [`optional_utc`], and TOML's own date-times as well.
pub(super) fn optional_written<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<DateTime<Utc>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected an instant with its offset, such as 2026-04-01T00:00:00+09:00")]
    enum Written {
        Text(String),
        Toml(toml::value::Datetime),
    }
    let text = match Option::<Written>::deserialize(deserializer)? {
        None => return Ok(None),
        Some(Written::Text(text)) => text,
        Some(Written::Toml(datetime)) => datetime.to_string(),
    };
    parse(&text).map(|instant| Some(instant.to_utc())).map_err(serde::de::Error::custom)
}

/// As documents and hashes write an instant: no fraction or one of 3, 6 or 9 digits, `Z` for the offset zero.
pub(super) fn written(at: DateTime<FixedOffset>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}
