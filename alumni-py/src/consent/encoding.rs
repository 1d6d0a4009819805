use alumni_core::consent as core;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use super::event::Event;
use crate::exceptions::run;

/// An event as bytes: a header that identifies it and commits to a payload, and the payload with its salt.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> from alumni.consent import Event
/// >>> event = Event("form", "ce_12", "w-0471", "newsletter", "given", occurred_at=datetime(2024, 3, 29, tzinfo=UTC))
/// >>> encoded = event.encode(bytes(32))
/// >>> encoded.decode() == event, encoded.erased().hash == encoded.hash, "w-0471" in encoded.header
/// (True, True, False)
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct EncodedEvent(core::EncodedEvent);

#[pymethods]
impl EncodedEvent {
    /// The event, after the payload is found to be the one that the header commits to.
    ///
    /// Raises
    /// ------
    /// MissingError
    ///     Where payload or salt are erased.
    /// InconsistentError
    ///     For another payload than the header's.
    fn decode(&self, py: Python<'_>) -> PyResult<Event> {
        run(py, || self.0.decode()).map(Event)
    }

    /// The same event without what it says about a person; its hash stays.
    fn erased(&self) -> Self {
        Self(self.0.clone().erased())
    }

    fn __repr__(&self) -> String {
        let erased = if self.0.payload.is_none() { ", erased" } else { "" };
        format!("<EncodedEvent {}{erased}>", self.0.hash())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0)
    }
}
getters!(EncodedEvent {
    /// What identifies the event, and the commitment: canonical JSON, whose UTF-8 bytes are hashed.
    header: String = |encoded, _py| encoded.header.clone();
    /// What the event says: canonical JSON; ``None`` once it is erased.
    payload: Option<String> = |encoded, _py| encoded.payload.clone();
    /// 32 bytes in hexadecimal; ``None`` once they are erased.
    salt: Option<String> = |encoded, _py| encoded.salt.clone();
    /// SHA-256 of the header's bytes: the event's name in a log.
    hash: String = |encoded, _py| encoded.hash();
});
document!(EncodedEvent, core::EncodedEvent, core::EncodedEvent::from_json);

#[pymethods]
impl Event {
    /// The event as bytes under ``salt``: 32 bytes that nobody can guess, others for every event.
    fn encode(&self, salt: &Bound<'_, PyAny>) -> PyResult<EncodedEvent> {
        let wrong =
            || crate::exceptions::raise(&alumni_core::Error::wrong_type("expected 32 bytes").within("salt"));
        let salt = salt.cast::<PyBytes>().map_err(|_| wrong())?;
        let salt: &[u8; 32] = salt.as_bytes().try_into().map_err(|_| wrong())?;
        Ok(EncodedEvent(self.0.encode(salt)))
    }
}
