//! The JSON doors, for callers that have text rather than types.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer};

use super::clocks::Clocks;
use super::event::Event;
use super::ledger::Ledger;
use super::notice::Notice;
use super::pack::Pack;
use super::packs::{Packs, Regimes};
use super::purpose::Purpose;
use super::question::Question;
use crate::{Error, document};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    purposes: Vec<Purpose>,
    #[serde(default)]
    notices: Vec<Notice>,
    #[serde(default)]
    events: Vec<Event>,
    #[serde(default)]
    packs: Vec<WrittenPack>,
    #[serde(default)]
    regimes: Regimes,
    #[serde(default)]
    clocks: Clocks,
    #[serde(default)]
    recipient_countries: BTreeMap<String, String>,
}

/// The id of a shipped pack or the place of several, or a pack.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected the id of a shipped pack, a place such as `jp`, or a pack")]
enum WrittenPack {
    Shipped(String),
    Own(#[serde(deserialize_with = "document::object")] Box<Pack>),
}

impl WrittenPack {
    fn read(self, place: usize) -> Result<Vec<Pack>, Error> {
        match self {
            Self::Shipped(id) => {
                Pack::shipped_for(&id).map_err(|error| error.within(format!("packs[{place}]")))
            }
            Self::Own(pack) => Ok(vec![*pack]),
        }
    }
}

impl Ledger {
    /// Reads `{"purposes": […], "notices": […], "events": […], "packs": […], "regimes": {"everyone": […], "subjects":
    /// {…}}, "clocks": {…}, "recipient_countries": {…}}`, of which the purposes must be there. A pack is written out, or named by
    /// its id where it is a shipped one; `jp` names all that are shipped for Japan.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column; and those of [`new`](Self::new),
    /// [`with_packs`](Self::with_packs), [`with_regimes`](Self::with_regimes), [`with_clocks`](Self::with_clocks),
    /// [`with_recipient_countries`](Self::with_recipient_countries) and [`extend`](Self::extend).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::Ledger;
    ///
    /// let ledger = Ledger::from_json(
    ///     r#"{"purposes": [{"id": "records", "title": "Records", "legal_basis": "legal_obligation"}]}"#,
    /// )?;
    /// assert_eq!(ledger.purposes().count(), 1);
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let Written { purposes, notices, events, packs, regimes, clocks, recipient_countries } =
            document::from_json(text)?;
        let mut ledger = Self::new(purposes, notices)?
            .with_packs(self::packs(packs)?)?
            .with_regimes(regimes)?
            .with_clocks(clocks)?
            .with_recipient_countries(recipient_countries)?;
        ledger.extend(events)?;
        Ok(ledger)
    }
}

/// Purposes, notices, events, packs, regimes, clocks and where recipients are, as [`Ledger::from_json`] reads them back.
impl Serialize for Ledger {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Parts<'a> {
            purposes: Vec<&'a Purpose>,
            notices: Vec<&'a Notice>,
            events: Vec<Event>,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            packs: Vec<&'a Pack>,
            #[serde(skip_serializing_if = "Option::is_none")]
            regimes: Option<&'a Regimes>,
            #[serde(skip_serializing_if = "Option::is_none")]
            clocks: Option<&'a Clocks>,
            #[serde(skip_serializing_if = "BTreeMap::is_empty")]
            recipient_countries: &'a BTreeMap<String, String>,
        }
        let parts = Parts {
            purposes: self.purposes().collect(),
            notices: self.notices().collect(),
            events: self.events().collect(),
            packs: self.packs().iter().collect(),
            regimes: Some(self.regimes()).filter(|of| **of != Regimes::default()),
            clocks: Some(self.clocks()).filter(|of| **of != Clocks::default()),
            recipient_countries: self.recipient_countries(),
        };
        parts.serialize(serializer)
    }
}

impl Packs {
    /// Reads a list of packs, each written out or named by its id where it is a shipped one; `jp` names all that are shipped for
    /// Japan.
    ///
    /// # Errors
    ///
    /// Text that is not such a list, with the line and column; and those of [`new`](Self::new).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::Packs;
    ///
    /// let packs = Packs::from_json(r#"["jp", "eu-gdpr-eprivacy"]"#)?;
    /// assert_eq!(packs.iter().count(), 4);
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn from_json(text: &str) -> Result<Self, Error> {
        Self::new(packs(document::from_json(text)?)?)
    }
}

fn packs(written: Vec<WrittenPack>) -> Result<Vec<Pack>, Error> {
    let read = written.into_iter().enumerate().map(|(place, pack)| pack.read(place));
    Ok(read.collect::<Result<Vec<_>, _>>()?.concat())
}

impl Question {
    /// Reads a question.
    ///
    /// # Errors
    ///
    /// Text that is not a question, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }
}

/// Reads a list of events.
///
/// # Errors
///
/// Text that is not a list of events, with the line and column.
pub fn events_from_json(text: &str) -> Result<Vec<Event>, Error> {
    document::from_json(text)
}
