//! One byte form for each event, in two parts: what identifies it, and what it says about a person.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::canonical;
use super::event::Event;
use crate::{Error, document};

/// What the header says it is.
const FORMAT: &str = "alumni-event-1";
/// What the commitment is made over, before the salt and the payload.
const DOMAIN: &[u8] = b"alumni event payload 1\n";
/// The members of an event that identify it and say nothing about a person; all others are payload.
const HEADER: [&str; 3] = ["id", "received_at", "source"];

/// An event as bytes: a header that identifies it and commits to a payload, and the payload with its salt.
///
/// A log keeps the header for ever and hashes nothing else. Once payload and salt are deleted the header says nothing about a
/// person: the salt is what keeps somebody from trying all likely payloads against the commitment.
///
/// The page `docs/formats/consent-event-bytes.md` specifies every byte.
///
/// # Example
///
/// ```
/// use alumni_core::consent::{Event, EventKind};
///
/// let at = "2024-03-29T10:00:00+09:00".parse()?;
/// let event = Event::new("form", "ce_12", "w-0471", "newsletter", EventKind::Given, at);
/// let encoded = event.encode(&[7; 32]);
/// assert!(!encoded.header.contains("w-0471"));
/// assert_eq!(encoded.decode()?, event);
///
/// let erased = encoded.clone().erased();
/// assert_eq!(erased.hash(), encoded.hash());
/// assert!(erased.decode().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct EncodedEvent {
    /// What identifies the event, and the commitment: canonical JSON, whose UTF-8 bytes are hashed.
    pub header: String,
    /// What the event says: canonical JSON; absent once it is erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
    /// 32 random bytes in lower-case hexadecimal; absent once they are erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    commitment: String,
    format: String,
    id: String,
    received_at: String,
    source: String,
}

impl Event {
    /// The event as bytes under `salt`: 32 bytes that nobody can guess, others for every event.
    #[must_use]
    pub fn encode(&self, salt: &[u8; 32]) -> EncodedEvent {
        let mut whole: Map<String, Value> = document::from_json(&self.canonical()).unwrap_or_default();
        let [id, received_at, source] = HEADER.map(|name| whole.remove(name).unwrap_or_default());
        let text = |value: Value| value.as_str().unwrap_or_default().to_owned();
        let payload = canonical::json(&whole);
        let header = Header {
            commitment: commitment(salt, &payload),
            format: FORMAT.to_owned(),
            id: text(id),
            received_at: text(received_at),
            source: text(source),
        };
        let salt = salt.iter().map(|byte| format!("{byte:02x}")).collect();
        EncodedEvent { header: canonical::json(&header), payload: Some(payload), salt: Some(salt) }
    }
}

impl EncodedEvent {
    /// Reads an encoded event: its header must be one, whether or not the payload is still there.
    ///
    /// # Errors
    ///
    /// Those of [`decode`](Self::decode), apart from a missing payload.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let read: Self = document::from_json(text)?;
        read.read_header()?;
        if read.payload.is_some() || read.salt.is_some() {
            read.decode()?;
        }
        Ok(read)
    }

    /// The event, after the payload is found to be the one that the header commits to.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) where payload or salt are erased,
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for another payload than the header's, and
    /// [`Syntax`](crate::ErrorKind::Syntax) and others for parts that are not in the one form they may have.
    pub fn decode(&self) -> Result<Event, Error> {
        let header = self.read_header()?;
        let erased = |name: &str| Error::missing("expected what has been erased").within(name);
        let payload = self.payload.as_ref().ok_or_else(|| erased("payload"))?;
        let salt = read_salt(self.salt.as_ref().ok_or_else(|| erased("salt"))?)?;
        if commitment(&salt, payload) != header.commitment {
            let message = "expected the payload and the salt that the header commits to";
            return Err(Error::inconsistent(message).within("payload"));
        }
        let mut whole: Map<String, Value> =
            document::from_json(payload).map_err(|error| error.within("payload"))?;
        let said = [header.id, header.received_at, header.source];
        whole.extend(HEADER.into_iter().zip(said).map(|(name, text)| (name.to_owned(), text.into())));
        let event: Event = document::from_json(&canonical::json(&whole))
            .map_err(|error| Error::new(error.kind(), error.message()).within("payload"))?;
        event.check()?;
        // One event has one form: anything else could be hashed in two ways.
        if event.encode(&salt) != *self {
            return Err(Error::syntax("expected the canonical form").within("payload"));
        }
        Ok(event)
    }

    /// A salt from 64 lower-case hexadecimal digits.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) for anything else.
    pub fn salt_from_hex(text: &str) -> Result<[u8; 32], Error> {
        read_salt(text)
    }

    /// SHA-256 of the header's bytes, in lower-case hexadecimal: the event's name in a log.
    #[must_use]
    pub fn hash(&self) -> String {
        document::sha256([&self.header])
    }

    /// The same event without what it says about a person; its hash stays.
    #[must_use]
    pub fn erased(self) -> Self {
        Self { payload: None, salt: None, ..self }
    }

    fn read_header(&self) -> Result<Header, Error> {
        let header: Header = document::from_json(&self.header).map_err(|error| error.within("header"))?;
        if header.format != FORMAT {
            return Err(Error::unknown_name(format!("expected the format `{FORMAT}`")).within("header"));
        }
        let is_hash = header.commitment.len() == 64
            && header.commitment.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !is_hash || canonical::json(&header) != self.header {
            return Err(Error::syntax("expected the canonical form").within("header"));
        }
        Ok(header)
    }
}

fn commitment(salt: &[u8; 32], payload: &str) -> String {
    document::sha256([DOMAIN, salt, payload.as_bytes()])
}

/// 32 bytes from 64 lower-case hexadecimal digits.
fn read_salt(text: &str) -> Result<[u8; 32], Error> {
    let wrong = || Error::syntax("expected 64 lower-case hexadecimal digits").within("salt");
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte.wrapping_sub(b'0')),
        b'a'..=b'f' => Some(byte.wrapping_sub(b'a').wrapping_add(10)),
        _ => None,
    };
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return Err(wrong()) };
    let byte = |[high, low]: &[u8; 2]| Some(digit(*high)?.wrapping_shl(4) | digit(*low)?);
    let bytes: Vec<u8> = pairs.iter().map(byte).collect::<Option<_>>().ok_or_else(wrong)?;
    bytes.try_into().map_err(|_| wrong())
}
