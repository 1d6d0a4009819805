use serde::Serialize;
use serde_json::Value;

use crate::{Error, document};

/// A fingerprint of a JSON document, such as the question or the rows that a finding was made from: 64 hexadecimal digits.
///
/// What is hashed is the document on one line without spaces, the keys of every object in the order of their UTF-8 bytes,
/// numbers as the shortest text that gives the same number back (1.0 keeps its point). So it does not matter who wrote the document, in which
/// language and in which order of keys; the order of lists does.
///
/// Without a `key` it is SHA-256, and whoever can guess the document can prove the guess: a document of a few small counts
/// is found by trying them all. With a key it is HMAC-SHA-256 and tells nothing to those who do not have the key, which
/// should be 32 random bytes that are kept apart from the report. So give a fingerprint of small counts or of people's pay
/// with a key or not at all.
///
/// # Errors
///
/// [`Syntax`](crate::ErrorKind::Syntax) and [`TooLarge`](crate::ErrorKind::TooLarge) as
/// [`document::from_json`](crate::document::from_json); [`Missing`](crate::ErrorKind::Missing) for an empty key.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::input_hash;
///
/// let one = input_hash(r#"{"selected": 3, "considered": 9}"#, None)?;
/// assert_eq!(one, input_hash("{\"considered\":9,\n \"selected\":3}", None)?);
/// assert_ne!(one, input_hash(r#"{"selected": 3, "considered": 9}"#, Some(b"32 random bytes"))?);
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn input_hash(text: &str, key: Option<&[u8]>) -> Result<String, Error> {
    let mut value = document::from_json::<Value>(text)?;
    // Another crate in the same build may make maps keep their order.
    value.sort_all_objects();
    let bytes = value.to_string();
    match key {
        None => Ok(document::sha256([bytes])),
        Some([]) => Err(Error::missing("expected a key of at least one byte").within("key")),
        Some(key) => Ok(document::hmac_sha256(key, bytes)),
    }
}

/// The same of what an answer was made from, whose keys stand in their order already.
pub(super) fn of(input: &impl Serialize) -> Option<String> {
    // Text, whole numbers and finite floats: there is nothing that cannot be written.
    Some(document::sha256([serde_json::to_string(input).ok()?]))
}

/// A value with its keys in their order.
pub(super) fn canonical(input: &impl Serialize) -> Value {
    let mut value = serde_json::to_value(input).unwrap_or_default();
    value.sort_all_objects();
    value
}

/// People or rows as a list of which the order does not depend on that in which they came.
pub(super) fn sorted<T: Serialize>(rows: impl IntoIterator<Item = T>) -> Value {
    let mut rows: Vec<Value> = rows.into_iter().map(|row| canonical(&row)).collect();
    rows.sort_by_cached_key(Value::to_string);
    Value::Array(rows)
}
