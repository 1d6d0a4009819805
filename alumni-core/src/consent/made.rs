//! The ids of events that are made here: the same for the same thing however often it is made, and nothing that names a person.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::canonical;
use crate::{Error, document};

/// A secret that the ids of events made here are made with, so that nobody without it can try them back to a person.
///
/// An event's id stays when the event is erased. An id made of what a row or an invitation says is found again by whoever tries every
/// person it may be about; with a key it tells nothing to those who do not have it. Keep it apart from the events, and give the
/// same one whenever the same thing is taken in again: under another key it is another event.
///
/// It is a text of at least 16 bytes, best 64 random hexadecimal digits, and is not shown by `Debug`.
///
/// # Example
///
/// ```
/// use alumni_core::consent::IdKey;
///
/// assert!(IdKey::new("0f3a8c51d2e94b7796ab00c4e85d1f20").is_ok());
/// assert!(IdKey::new("short").is_err());
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
pub struct IdKey(String);

const SHORTEST: usize = 16;

impl IdKey {
    /// A key.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for one of fewer than 16 bytes, which can be tried.
    pub fn new(key: impl Into<String>) -> Result<Self, Error> {
        let key = key.into();
        if key.len() < SHORTEST {
            return Err(Error::out_of_range(format!("expected a secret of at least {SHORTEST} bytes")));
        }
        Ok(Self(key))
    }
}

impl TryFrom<String> for IdKey {
    type Error = Error;

    fn try_from(key: String) -> Result<Self, Error> {
        Self::new(key)
    }
}

impl From<IdKey> for String {
    fn from(key: IdKey) -> Self {
        key.0
    }
}

impl fmt::Debug for IdKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdKey(secret)")
    }
}

/// The id of what `content` says: SHA-256 of `alumni`, what it is and `1`, a line feed and the canonical JSON; with a key
/// HMAC-SHA-256 of the same.
pub(super) fn id(key: Option<&IdKey>, what: &str, content: &impl Serialize) -> String {
    let text = format!("alumni {what} 1\n{}", canonical::json(content));
    match key {
        Some(key) => document::hmac_sha256(key.0.as_bytes(), text),
        None => document::sha256([text]),
    }
}
