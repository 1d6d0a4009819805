use alumni_core::consent as core;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::event::{Event, id_key as secret};
use super::ledger::Ledger;
use crate::convert::{self, instant, items, optional, quoted, text};
use crate::document::to_dict;
use crate::exceptions::{quick, run};
use crate::names::Names as _;
use crate::text::reasons;

/// A consent record of ISO/IEC TS 27560 in the Data Privacy Vocabulary's JSON-LD, with every property it came with.
///
/// `Ledger.record` writes one; `from_json` reads a complete one, `read` any document of records.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> text = '{"@type": "dpv:ConsentRecord", "dpv:hasPurpose": "a", "dpv:hasPurpose": "b"}'
/// >>> reading = al.consent.Record.read(text)
/// >>> reading.records[0].purposes
/// ['a', 'b']
/// >>> print(reading.duplicates[0])
/// `dpv:hasPurpose` stands 2 times in record; all values are kept
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Record(core::Record);

#[pymethods]
impl Record {
    /// Read a record that is to be relied on: complete, and without repeated names.
    ///
    /// Raises
    /// ------
    /// MissingError
    ///     For a mandatory field; ``path`` is its place, and the message names the clause that asks for it.
    /// DuplicateError
    ///     For a name that stands twice.
    /// AlumniError
    ///     For a text that is not such a record.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = convert::text(text, "text")?;
        run(py, || core::Record::from_json(&text)).map(Self)
    }

    /// Read the same document as Python values.
    #[staticmethod]
    fn from_dict(document: &Bound<'_, PyAny>) -> PyResult<Self> {
        convert::from_value::<core::Record>(document, "", core::Record::from_json).map(Self)
    }

    /// Read the records of a document, complete or not: a record, a receipt, or a list of them.
    ///
    /// Values of a name that stands more than once are put together, as JSON-LD means them, and told.
    #[staticmethod]
    fn read(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<RecordReading> {
        let text = convert::text(text, "text")?;
        run(py, || core::Record::read(&text)).map(RecordReading)
    }

    /// The record's identifier.
    #[getter]
    fn id(&self) -> Option<&str> {
        self.0.id()
    }

    /// Whom it is about.
    #[getter]
    fn subject(&self) -> Option<&str> {
        self.0.subject()
    }

    /// The purposes: identifiers where they have one, else terms such as ``dpv:Marketing``.
    #[getter]
    fn purposes(&self) -> Vec<String> {
        self.0.purposes()
    }

    /// The status that stands: the last by time of the act, of equal times the strictest.
    #[getter]
    fn status<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.status().map(|status| status.member(py)).transpose()
    }

    /// The decisions as mappings: ``status``, ``at``, ``indicated_by``, ``method`` and ``duration``.
    #[getter]
    fn events<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.events())
    }

    /// The events of a record that one's own ledger wrote, exactly as they were.
    ///
    /// Raises
    /// ------
    /// MissingError, InconsistentError
    ///     For a record of another system, or one that was changed.
    fn restore(&self, py: Python<'_>) -> PyResult<Vec<Event>> {
        Ok(run(py, || self.0.restore())?.into_iter().map(Event).collect())
    }

    /// The events that another system's record amounts to here: imports, which never lift a no.
    ///
    /// Parameters
    /// ----------
    /// source : str
    ///     The source that the events will have.
    /// received_at : datetime.datetime
    ///     When the record became known here.
    /// purposes : mapping of str to str
    ///     The ids of the purposes here by the record's names for them.
    /// notices : mapping of str to NoticeRef or mapping, optional
    ///     The notices here by the record's identifiers for them.
    /// subject : str, optional
    ///     The subject's id here, where the record has another.
    /// id_key : str, optional
    ///     A secret of at least 16 bytes that the events' ids are made with.
    #[pyo3(signature = (source, *, received_at, purposes, notices=None, subject=None, id_key=None), name = "import_")]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn import_events(
        &self,
        py: Python<'_>,
        source: &Bound<'_, PyAny>,
        received_at: &Bound<'_, PyAny>,
        purposes: &Bound<'_, PyAny>,
        notices: Option<&Bound<'_, PyAny>>,
        subject: Option<&Bound<'_, PyAny>>,
        id_key: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Vec<Event>> {
        let mut import =
            core::RecordImport::new(text(source, "source")?, instant(received_at, "received_at")?);
        import.purposes = convert::plain(purposes, "purposes")?;
        import.notices = optional(notices, "notices", convert::plain)?.unwrap_or_default();
        import.subject = optional(subject, "subject", text)?;
        import.id_key = optional(id_key, "id_key", secret)?;
        Ok(run(py, || self.0.import(&import))?.into_iter().map(Event).collect())
    }

    /// The JSON-LD document: names sorted, no white space.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_json())
    }

    /// The JSON-LD document as Python values.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0)
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        format!("<Record {}>", quoted(self.0.id().unwrap_or_default()))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.to_json())
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<(Py<PyAny>, (String,))> {
        // A record of a reading may be incomplete; a copy of it is no less so.
        Ok((slf.get_type().getattr("_of")?.unbind(), (slf.get().0.to_json(),)))
    }

    /// A record that need not be complete.
    #[staticmethod]
    fn _of(py: Python<'_>, text: &str) -> PyResult<Self> {
        run(py, || alumni_core::document::from_json(text)).map(Self)
    }
}
value!(Record);

/// What a document of consent records holds, complete or not.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> reading = al.consent.Record.read('{"@type": "dpv:ConsentRecord"}')
/// >>> print(reading.problems[0])
/// `schema_version` is missing at dct:conformsTo (ISO/IEC TS 27560, record header)
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct RecordReading(core::RecordReading);

#[pymethods]
impl RecordReading {
    fn __repr__(&self) -> String {
        let Self(reading) = self;
        let (records, problems) = (reading.records.len(), reading.problems.len());
        format!(
            "<RecordReading {records} records, {} duplicates, {problems} problems>",
            reading.duplicates.len()
        )
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.receipt, self.0.records.len(), self.0.problems.len()))
    }
}
getters!(RecordReading {
    /// The receipt's identifier where the document is a receipt.
    receipt: Option<String> = |reading, _py| reading.receipt.clone();
    /// The records, in the order of the document.
    records: Vec<Record> = |reading, _py| reading.records.iter().cloned().map(Record).collect();
    /// Names that stood more than once in one object: their values were put together, none was dropped.
    duplicates: Bound<'py, PyList> = |reading, py| reasons(py, &reading.duplicates)?;
    /// Mandatory fields that are missing or cannot be used.
    problems: Bound<'py, PyList> = |reading, py| reasons(py, &reading.problems)?;
});
document!(RecordReading, core::RecordReading);

/// A consent receipt: the records that a person is handed, with the texts of the notices they rest on.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> text = '{"@type": "dpv:ConsentReceipt", "dct:identifier": "r-1", "dct:conformsTo": "urn:example:receipt"}'
/// >>> al.consent.Receipt.from_json(text).id
/// 'r-1'
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Receipt(pub(super) core::Receipt);

#[pymethods]
impl Receipt {
    /// The receipt's identifier.
    #[getter]
    fn id(&self) -> Option<&str> {
        self.0.id()
    }

    /// The records.
    #[getter]
    fn records(&self) -> Vec<Record> {
        self.0.records().into_iter().map(Record).collect()
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        format!("<Receipt {}>", quoted(self.0.id().unwrap_or_default()))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.to_json())
    }
}
document!(Receipt, core::Receipt, core::Receipt::from_json);

pub(super) fn controller(value: &Bound<'_, PyAny>) -> PyResult<core::Controller> {
    convert::from_value(value, "controller", core::Controller::from_json)
}

fn strs(texts: &[String]) -> impl Iterator<Item = &str> {
    texts.iter().map(String::as_str)
}

#[pymethods]
impl Ledger {
    /// The consent record of a subject and a purpose, as ISO/IEC TS 27560 has it.
    ///
    /// Parameters
    /// ----------
    /// subject, purpose : str
    /// controller : mapping
    ///     What no ledger knows: who is responsible, which data, where it is stored and for how long; see the format
    ///     *Controller*.
    /// id : str
    ///     The record's identifier, best a UUID.
    /// known_at : datetime.datetime, optional
    ///     As it was known at this instant.
    ///
    /// Raises
    /// ------
    /// MissingError
    ///     For a mandatory field, with the place it belongs to in ``path`` and its clause in the message.
    #[pyo3(signature = (subject, purpose, *, controller, id, known_at=None))]
    fn record(
        &self,
        py: Python<'_>,
        subject: &Bound<'_, PyAny>,
        purpose: &Bound<'_, PyAny>,
        controller: &Bound<'_, PyAny>,
        id: &Bound<'_, PyAny>,
        known_at: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Record> {
        let (subject, purpose, id) = (text(subject, "subject")?, text(purpose, "purpose")?, text(id, "id")?);
        let controller = self::controller(controller)?;
        let known_at = optional(known_at, "known_at", instant)?;
        run(py, || self.read().record(&subject, &purpose, &controller, &id, known_at)).map(Record)
    }

    /// The receipt that a subject is handed at ``at``: a record of each purpose as known then, and the notices' texts.
    #[pyo3(signature = (subject, purposes, *, controller, id, at))]
    fn receipt(
        &self,
        py: Python<'_>,
        subject: &Bound<'_, PyAny>,
        purposes: &Bound<'_, PyAny>,
        controller: &Bound<'_, PyAny>,
        id: &Bound<'_, PyAny>,
        at: &Bound<'_, PyAny>,
    ) -> PyResult<Receipt> {
        let (subject, id) = (text(subject, "subject")?, text(id, "id")?);
        let purposes = items(purposes, "purposes", text)?;
        let (controller, at) = (self::controller(controller)?, instant(at, "at")?);
        run(py, || self.read().receipt(&subject, strs(&purposes), &controller, &id, at)).map(Receipt)
    }

    /// The receipt in the form of Kantara v1.1, as a mapping; every purpose must be allowed by consent at ``at``.
    #[pyo3(signature = (subject, purposes, *, controller, id, at))]
    fn kantara_receipt<'py>(
        &self,
        py: Python<'py>,
        subject: &Bound<'_, PyAny>,
        purposes: &Bound<'_, PyAny>,
        controller: &Bound<'_, PyAny>,
        id: &Bound<'_, PyAny>,
        at: &Bound<'_, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (subject, id) = (text(subject, "subject")?, text(id, "id")?);
        let purposes = items(purposes, "purposes", text)?;
        let (controller, at) = (self::controller(controller)?, instant(at, "at")?);
        let receipt =
            run(py, || self.read().kantara_receipt(&subject, strs(&purposes), &controller, &id, at))?;
        to_dict(py, &receipt)
    }
}
