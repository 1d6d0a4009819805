use alumni_core::consent as core;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList};

use super::event::Event;
use super::ledger::Ledger;
use crate::boundary;
use crate::convert::{self, instant, items, local, optional, py_local, quoted, text};
use crate::document::to_dict;
use crate::exceptions::{quick, run};
use crate::names::Names as _;
use crate::text::{lang, reasons};

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
    #[pyo3(signature = (source, *, received_at, purposes, notices=None, subject=None), name = "import_")]
    fn import_events(
        &self,
        py: Python<'_>,
        source: &Bound<'_, PyAny>,
        received_at: &Bound<'_, PyAny>,
        purposes: &Bound<'_, PyAny>,
        notices: Option<&Bound<'_, PyAny>>,
        subject: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Vec<Event>> {
        let mut import =
            core::RecordImport::new(text(source, "source")?, instant(received_at, "received_at")?);
        import.purposes = convert::plain(purposes, "purposes")?;
        import.notices = optional(notices, "notices", convert::plain)?.unwrap_or_default();
        import.subject = optional(subject, "subject", text)?;
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

/// What a list from before there was a ledger is worth, row by row.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
/// >>> report = ledger.import_list("subject,answer\nw-1,yes\nw-2,no\n", source="list-2021", purpose="newsletter",
/// ...                             received_at=datetime(2026, 4, 1, tzinfo=UTC))
/// >>> [(row["subject"], row["grade"], row["remedy"]) for row in report.rows]
/// [('w-2', 'asserted', 'honour_no'), ('w-1', 'asserted', 'ask_again')]
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct ListReport(core::ListReport);

#[pymethods]
impl ListReport {
    /// The rows as a plan, each a mapping: by remedy, the most urgent first; then those that lack the least.
    #[getter]
    fn rows<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.rows)
    }

    /// Rows by grade: ``proved``, ``documented``, ``asserted``, ``unknown``.
    #[getter]
    fn grades<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let counts = PyDict::new(py);
        for count in &self.0.grades {
            counts.set_item(count.grade.as_str(), count.rows)?;
        }
        Ok(counts)
    }

    /// Rows by remedy, the most urgent first.
    #[getter]
    fn remedies<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let counts = PyDict::new(py);
        for count in &self.0.remedies {
            counts.set_item(count.remedy.as_str(), count.rows)?;
        }
        Ok(counts)
    }

    /// Each line of the plan as text: the line in the list, what to do, and what is missing.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.text(lang))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        format!("<ListReport {} rows, {} events>", self.0.rows.len(), self.0.events.len())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.rows.len(), self.0.events.len()))
    }
}
getters!(ListReport {
    /// The list's columns that nothing was read from.
    ignored: Vec<String> = |report, _py| report.ignored.clone();
    /// What a ledger may take in: no yes among them permits anything, every no counts.
    events: Vec<Event> = |report, _py| report.events.iter().cloned().map(Event).collect();
});
document!(ListReport, core::ListReport);

/// Where one subject stood with every purpose at an instant, as it is known now or was known then.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
/// >>> print(ledger.agreed("w-1", at=datetime(2024, 3, 14, 12, tzinfo=UTC)))
/// Newsletter: Denied: never asked
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Agreed(pub(super) core::Agreed);

#[pymethods]
impl Agreed {
    /// Every purpose as a mapping.
    ///
    /// Its keys are ``purpose``, ``title``, ``state``, ``status``, ``answers``, and ``shown``, the notices with their texts.
    #[getter]
    fn purposes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.purposes)
    }

    /// The purposes with their verdicts and the notices shown, line by line.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.text(lang))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        format!("<Agreed {}: {} purposes>", quoted(&self.0.subject), self.0.purposes.len())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.subject, self.0.at, self.0.known_at))
    }
}
getters!(Agreed {
    /// Whom it is about.
    subject: String = |agreed, _py| agreed.subject.clone();
    /// The instant asked about.
    at: Bound<'py, PyAny> = |agreed, py| py_local(py, agreed.at)?;
});
document!(Agreed, core::Agreed);

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

    /// Judge a list from before there was a ledger against what this ledger knows; changes nothing.
    ///
    /// Parameters
    /// ----------
    /// csv : str, bytes or table
    ///     The list: CSV, or anything with ``__arrow_c_stream__`` or ``__arrow_c_array__``, whose rows are counted as lines of
    ///     a file. Rows never fail it: what cannot be read of one is among what it lacks.
    /// source : str
    ///     The source that the events will have.
    /// received_at : datetime.datetime
    ///     When the list became known here.
    /// utc_offset : str, optional
    ///     The offset of the place, such as ``+09:00``, for days without a time.
    /// purpose : str, optional
    ///     The purpose of rows that name none.
    /// columns : mapping of str to str, optional
    ///     The list's own column by the name here.
    /// words : mapping of str to str, optional
    ///     What the list's own words mean: ``yes``, ``no`` or ``nothing``.
    #[pyo3(signature = (csv, *, source, received_at, utc_offset=None, purpose=None, columns=None, words=None))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn import_list(
        &self,
        py: Python<'_>,
        csv: &Bound<'_, PyAny>,
        source: &Bound<'_, PyAny>,
        received_at: &Bound<'_, PyAny>,
        utc_offset: Option<&Bound<'_, PyAny>>,
        purpose: Option<&Bound<'_, PyAny>>,
        columns: Option<&Bound<'_, PyAny>>,
        words: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<ListReport> {
        let mut options =
            core::ListOptions::new(text(source, "source")?, instant(received_at, "received_at")?);
        options.utc_offset = optional(utc_offset, "utc_offset", text)?;
        options.purpose = optional(purpose, "purpose", text)?;
        options.columns = optional(columns, "columns", convert::plain)?.unwrap_or_default();
        options.words = optional(words, "words", convert::plain)?.unwrap_or_default();
        if csv.hasattr("__arrow_c_stream__")? || csv.hasattr("__arrow_c_array__")? {
            let list = boundary::table(csv, "csv")?;
            return run(py, || self.read().import_list_table(list, &options)).map(ListReport);
        }
        let list = convert::csv(csv, "list.csv", "csv")?;
        run(py, || self.read().import_list(&list, &options)).map(ListReport)
    }

    /// What a subject had agreed to at ``at``, over all purposes, and which texts they had been shown.
    #[pyo3(signature = (subject, *, at, known_at=None))]
    fn agreed(
        &self,
        py: Python<'_>,
        subject: &Bound<'_, PyAny>,
        at: &Bound<'_, PyAny>,
        known_at: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Agreed> {
        let (subject, at) = (text(subject, "subject")?, local(at, "at")?);
        let known_at = optional(known_at, "known_at", instant)?;
        run(py, || self.read().agreed(&subject, at, known_at)).map(Agreed)
    }
}
