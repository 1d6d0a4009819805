//! The JSON doors, for callers that have text rather than types.

use serde::Deserialize;

use super::event::Event;
use super::ledger::Ledger;
use super::notice::Notice;
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
}

impl Ledger {
    /// Reads `{"purposes": […], "notices": […], "events": […]}`, of which the purposes must be there.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column; and those of [`new`](Self::new) and
    /// [`extend`](Self::extend).
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
        let Written { purposes, notices, events } = document::from_json(text)?;
        let mut ledger = Self::new(purposes, notices)?;
        ledger.extend(events)?;
        Ok(ledger)
    }
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
