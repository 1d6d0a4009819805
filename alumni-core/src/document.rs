//! Documents in JSON and TOML, read with errors that name the line and column.

use hmac_sha256::{HMAC, Hash};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::Error;

mod names;
mod objects;
mod plain;

pub use self::objects::Objects;
pub use self::plain::misread;
use self::plain::plain_words;

/// Documents larger than this are refused before they are read.
const LARGEST: usize = 64 << 20;

/// Reads a value of this library from its JSON document: every public value has one.
///
/// Types whose documents need more checks than their form have a `from_json` or `parse` of their own; prefer that.
///
/// # Errors
///
/// With line and column like `3:14`: [`Syntax`](crate::ErrorKind::Syntax) for a text that is not JSON,
/// [`WrongType`](crate::ErrorKind::WrongType) for fields that are not as expected, [`UnknownName`](crate::ErrorKind::UnknownName) for a word
/// that is none of those of its field, [`Duplicate`](crate::ErrorKind::Duplicate) for a name that
/// stands twice in an object that maps names, and [`TooLarge`](crate::ErrorKind::TooLarge) beyond
/// 127 levels of nesting; without a place, [`TooLarge`](crate::ErrorKind::TooLarge) beyond 64 MiB.
///
/// # Example
///
/// ```
/// use alumni_core::{ErrorKind, document, workforce::Money};
///
/// let error = document::from_json::<Money>(r#"{"minor": "five", "currency": "JPY"}"#).unwrap_err();
/// assert_eq!((error.kind(), error.path()), (ErrorKind::WrongType, "1:16"));
/// ```
pub fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let read = from_json_as_written(text)?;
    // A map would keep the last of two values and drop the first.
    serde_json::from_str::<names::Once>(text).map_err(|error| told(&error))?;
    Ok(read)
}

/// The same for what keeps every value of a name that stands twice.
pub(crate) fn from_json_as_written<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    if text.len() > LARGEST {
        return Err(Error::too_large("expected a document of at most 64 MiB"));
    }
    json(text).map_err(|error| told(&error))
}

/// Reads JSON whose objects are written as objects, with the errors of its reader.
pub(crate) fn json<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = T::deserialize(Objects(&mut reader))?;
    reader.end()?;
    Ok(read)
}

/// A part that is read again after it was kept as any value: one of several forms. Its objects, too, are written as objects.
pub(crate) fn object<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    T::deserialize(Objects(deserializer))
}

fn told(error: &serde_json::Error) -> Error {
    let message = error.to_string();
    // serde_json appends the place that the path already names.
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(said, _)| said).to_owned();
    let made = if message.starts_with(names::TWICE) {
        Error::duplicate(message)
    } else if message.starts_with("recursion limit") {
        Error::too_large("expected at most 127 levels of nesting")
    } else if error.is_data() {
        misread(&message)
    } else {
        Error::syntax(plain_words(&message))
    };
    made.within(format!("{}:{}", error.line(), error.column()))
}

/// Reads a TOML document; errors name the line and column, like `3:14: …`, and have the kinds of [`from_json`].
pub(crate) fn from_toml<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    if text.len() > LARGEST {
        return Err(Error::too_large("expected a document of at most 64 MiB"));
    }
    toml::Deserializer::parse(text).and_then(|reader| T::deserialize(Objects(reader))).map_err(
        |error: toml::de::Error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count().saturating_add(1);
            let column = before.chars().rev().take_while(|letter| *letter != '\n').count().saturating_add(1);
            let message = error.message().replace('\n', " ");
            let made = if message.contains("cannot recurse further") {
                Error::too_large(message)
            } else if toml::from_str::<toml::Table>(text).is_err() {
                Error::syntax(plain_words(&message))
            } else {
                misread(&message)
            };
            made.within(format!("{line}:{column}"))
        },
    )
}

/// Reads a document that is JSON when it starts with a brace and TOML otherwise.
pub(crate) fn from_document<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    if text.trim_start().starts_with('{') { from_json(text) } else { from_toml(text) }
}

/// The fields of a JSON object that are named, and the others.
pub(crate) fn divided(text: &str, fields: &[&str]) -> Result<(JsonObject, JsonObject), Error> {
    let all: JsonObject = from_json(text)?;
    Ok(all.into_iter().partition(|(name, _)| fields.contains(&name.as_str())))
}

/// What the fields of an object say.
pub(crate) fn from_map<T: DeserializeOwned>(fields: JsonObject) -> Result<T, Error> {
    T::deserialize(Objects(serde_json::Value::Object(fields))).map_err(|error| misread(&error.to_string()))
}

/// The text of a document that comes with the library, by its name.
pub(crate) fn preset(presets: &[(&str, &'static str)], name: &str) -> Result<&'static str, Error> {
    presets.iter().find(|(id, _)| *id == name).map(|(_, text)| *text).ok_or_else(|| {
        let names: Vec<_> = presets.iter().map(|(id, _)| *id).collect();
        Error::unknown_name(format!("expected one of {}, got `{name}`", names.join(", ")))
    })
}

type JsonObject = serde_json::Map<String, serde_json::Value>;

/// SHA-256 of the parts in order, as 64 lower-case hexadecimal digits: how answers name the document they rest on.
pub(crate) fn sha256<T: AsRef<[u8]>>(parts: impl IntoIterator<Item = T>) -> String {
    let mut hash = Hash::new();
    for part in parts {
        hash.update(part);
    }
    hexadecimal(hash.finalize())
}

/// HMAC-SHA-256 of a text, as 64 lower-case hexadecimal digits.
pub(crate) fn hmac_sha256(key: &[u8], text: impl AsRef<[u8]>) -> String {
    hexadecimal(HMAC::mac(text, key))
}

fn hexadecimal(bytes: [u8; 32]) -> String {
    // Digit by digit: a text for each byte would take longer than the hash.
    let digit = |four: u8| char::from_digit(u32::from(four), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Which policy decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PolicyReference {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// SHA-256 of its content, in hexadecimal (see [`Policy::hash`](crate::eligibility::Policy::hash)).
    pub hash: String,
}

/// A date in documents: a TOML date or a text such as `2026-04-01`; written as text.
pub(crate) mod optional_date {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a date such as 2026-04-01")]
    enum Written {
        Text(NaiveDate),
        Toml(toml::value::Datetime),
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<NaiveDate>, D::Error> {
        match Option::<Written>::deserialize(deserializer)? {
            None => Ok(None),
            Some(Written::Text(date)) => Ok(Some(date)),
            Some(Written::Toml(date)) => {
                let text = date.to_string();
                text.parse().map(Some).map_err(|_| serde::de::Error::custom("expected a date without a time"))
            }
        }
    }

    pub(crate) fn serialize<S: Serializer>(
        date: &Option<NaiveDate>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        date.serialize(serializer)
    }
}

/// A date in documents that must be there.
pub(crate) mod date {
    use chrono::NaiveDate;
    use serde::{Deserializer, Serialize as _, Serializer, de::Error as _};

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
        super::optional_date::deserialize(deserializer)?
            .ok_or_else(|| D::Error::custom("expected a date such as 2026-04-01"))
    }

    pub(crate) fn serialize<S: Serializer>(date: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
        date.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keyed_hash_is_hmac_sha_256() {
        // Source: RFC 4231, test cases 2 and 3.
        let cases: [(&[u8], &[u8], &str); 2] = [
            (
                b"Jefe",
                b"what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (&[0xaa; 20], &[0xdd; 50], "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        ];
        for (key, text, expected) in cases {
            assert_eq!(hmac_sha256(key, text), expected);
        }
    }

    #[test]
    fn the_hash_is_sha_256() {
        // Source: NIST, examples with intermediate values for FIPS 180-4, SHA-256, and the byte-oriented sample vectors
        // SHA256ShortMsg and SHA256LongMsg of its validation programme: nothing, one block, two blocks, a million bytes.
        let two_blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
        for (text, expected) in [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (two_blocks, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
            (&"a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
        ] {
            assert_eq!(sha256([text]), expected);
            // In parts of any length it is the same.
            for length in [1, 7, 55, 56, 63, 64, 65, 4_096] {
                assert_eq!(sha256(text.as_bytes().chunks(length)), expected, "parts of {length}");
            }
        }
    }
}
