use alumni_core::consent as core;
use alumni_core::table::RowId;
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use super::event::{Event, EventKey};
use super::everybody::counted;
use super::ledger::{Extended, Ledger};
use crate::boundary;
use crate::convert::{self, instant, items, optional, py_instant, quoted, text};
use crate::document::{drawing, to_dict};
use crate::exceptions::{quick, run};
use crate::names::Names as _;
use crate::progress::{Stopped, Told};
use crate::text::lang;

#[pymethods]
impl Ledger {
    /// Take a table of events in: all of them, or none when one cannot be used.
    ///
    /// The columns are the fields of `Event`, with ``notice_id``, ``notice_version`` and ``notice_hash`` for its notice, in any
    /// order; ``source``, ``id``, ``subject``, ``purpose``, ``kind``, ``occurred_at`` and ``received_at`` must be there. Instants
    /// are timestamps in a time zone, or texts with an offset.
    ///
    /// Parameters
    /// ----------
    /// frame : table
    ///     Anything with ``__arrow_c_stream__`` or ``__arrow_c_array__``: a frame of pandas, polars or pyarrow, a relation of
    ///     DuckDB, an `EventTable`. Other threads of Python run meanwhile.
    /// progress : bool or callable, optional
    ///     Called after each batch with the number of rows so far; ``True`` shows a bar where tqdm is installed.
    ///
    /// Returns
    /// -------
    /// Extended
    ///
    /// Raises
    /// ------
    /// WrongTypeError
    ///     For what is no table, timestamps without a time zone, or a column of a type that is not read.
    /// UnknownNameError
    ///     For a column that events do not have: a misspelt one would be taken for an absent one.
    /// AlumniError
    ///     Of the kind that fits, with column and row in ``path``: ``occurred_at: row 12``.
    ///
    /// Examples
    /// --------
    /// >>> import alumni as al
    /// >>> import polars as pl
    /// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
    /// >>> events = pl.DataFrame({
    /// ...     "source": ["mail"], "id": ["ce_88"], "subject": ["w-1"], "purpose": ["newsletter"], "kind": ["withdrawn"],
    /// ...     "occurred_at": ["2025-07-01T18:00:00+09:00"], "received_at": ["2025-07-01T18:00:05+09:00"],
    /// ... })
    /// >>> ledger.extend_table(events)
    /// <Extended 1 added, 0 duplicates>
    #[pyo3(signature = (frame, *, progress=None))]
    fn extend_table(
        &self,
        py: Python<'_>,
        frame: &Bound<'_, PyAny>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Extended> {
        let told = Told::new(py, progress)?;
        let table = boundary::table(frame, "frame")?;
        let read = run(py, || Ok(core::EventTable::read(table, |rows| told.tell(rows))))?;
        let events = read.map_err(|Stopped(error)| error)?;
        run(py, || self.write().extend_table(&events)).map(Extended)
    }

    /// The events as a table, sorted by source and id, each once.
    ///
    /// Raises
    /// ------
    /// OutOfRangeError
    ///     Where one event is exact to the nanosecond and another lies outside the years 1678 to 2261.
    fn event_table(&self, py: Python<'_>) -> PyResult<EventTable> {
        run(py, || self.read().event_table()).map(EventTable)
    }

    /// May we? For every row of a table.
    ///
    /// Each row is a question; the answers are those of `may`. A part of the question is a column of its name (``subject``,
    /// ``purpose``, ``channel``, ``recipient``, ``at``, ``known_at``, ``activity``, ``country``, ``data_of``, ``regimes``) or one
    /// value for all rows.
    ///
    /// Parameters
    /// ----------
    /// frame : table
    ///     Anything with ``__arrow_c_stream__`` or ``__arrow_c_array__``, with a column ``subject``. A column that a question does
    ///     not have is an error, but for ``id``.
    /// at : datetime.datetime, optional
    ///     The instant at which it would be done.
    /// known_at : datetime.datetime, optional
    ///     As it was known at this instant; left out for everything known.
    /// purpose : str, optional
    /// channel : Channel or str, optional
    ///     Left out and without a column: the purpose as a whole.
    /// recipient : str, optional
    ///     Left out and without a column: the controller's own use.
    /// activity : Activity or str, optional
    /// country : str, optional
    /// data_of : str, optional
    /// regimes : iterable of str, optional
    /// faults : {"error", "denied"}, default "error"
    ///     What a row is that cannot be asked, such as one with an unknown purpose: a fault, or denied with the reason
    ///     ``consent-question-unusable`` and counted in ``unusable``.
    /// evidence : bool, default True
    ///     Whether the answers have the events they rest on, which is what takes the most memory.
    /// id : str, optional
    ///     The column whose values go with the answers: texts or whole numbers. ``"subject"`` will do.
    /// progress : bool or callable, optional
    ///     Called after each batch with the number of rows so far; ``True`` shows a bar where tqdm is installed.
    ///
    /// Returns
    /// -------
    /// Answers
    ///     One answer for each row, in the table's order, all of them from the ledger as it is when it is asked.
    ///
    /// Raises
    /// ------
    /// MissingError
    ///     For a subject, purpose or instant that is neither a column nor given.
    /// DuplicateError
    ///     For a part that is both.
    /// AlumniError
    ///     Of the kind that fits, with column and row in ``path``, for a row that cannot be asked.
    ///
    /// Examples
    /// --------
    /// >>> from datetime import UTC, datetime
    /// >>> import alumni as al
    /// >>> import polars as pl
    /// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
    /// >>> people = pl.DataFrame({"subject": ["w-1", "w-2"]})
    /// >>> answers = ledger.may_table(people, purpose="newsletter", channel="email", at=datetime(2026, 4, 1, tzinfo=UTC))
    /// >>> print(answers)
    /// 2 rows: Allowed 0, Review 0, Denied 2
    ///   Denied: never asked 2
    #[pyo3(signature = (
        frame, *, at=None, known_at=None, purpose=None, channel=None, recipient=None, activity=None, country=None,
        data_of=None, regimes=None, faults=None, evidence=None, id=None, progress=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "they are Python's keywords")]
    fn may_table(
        &self,
        py: Python<'_>,
        frame: &Bound<'_, PyAny>,
        at: Option<&Bound<'_, PyAny>>,
        known_at: Option<&Bound<'_, PyAny>>,
        purpose: Option<&Bound<'_, PyAny>>,
        channel: Option<&Bound<'_, PyAny>>,
        recipient: Option<&Bound<'_, PyAny>>,
        activity: Option<&Bound<'_, PyAny>>,
        country: Option<&Bound<'_, PyAny>>,
        data_of: Option<&Bound<'_, PyAny>>,
        regimes: Option<&Bound<'_, PyAny>>,
        faults: Option<&Bound<'_, PyAny>>,
        evidence: Option<&Bound<'_, PyAny>>,
        id: Option<&Bound<'_, PyAny>>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Answers> {
        let mut options = how(py, faults, evidence)?;
        options.at = optional(at, "at", instant)?;
        options.known_at = optional(known_at, "known_at", instant)?;
        options.purpose = optional(purpose, "purpose", text)?;
        options.channel = optional(channel, "channel", core::Channel::read)?;
        options.recipient = optional(recipient, "recipient", text)?;
        options.activity = optional(activity, "activity", core::Activity::read)?;
        options.country = optional(country, "country", text)?;
        options.data_of = optional(data_of, "data_of", text)?;
        options.regimes =
            optional(regimes, "regimes", |value, name| items(value, name, text))?.unwrap_or_default();
        let id = optional(id, "id", text)?;
        let told = Told::new(py, progress)?;
        let table = boundary::table(frame, "frame")?;
        // A clone holds on to the events as they are: who hears of progress may use the ledger, and it may grow.
        let ledger = self.read().clone();
        let asking = run(py, || core::Asking::new(&ledger, table, options, id.as_deref()))?;
        let answered = run(py, || Ok(asking.collect(&ledger, |rows| told.tell(rows))))?;
        answered.map(Answers).map_err(|Stopped(error)| error)
    }
}

/// Options that say how rows are answered.
pub(super) fn how(
    py: Python<'_>,
    faults: Option<&Bound<'_, PyAny>>,
    evidence: Option<&Bound<'_, PyAny>>,
) -> PyResult<core::AskOptions> {
    let mut options = core::AskOptions::default();
    if let Some(faults) = optional(faults, "faults", text)? {
        options.unusable =
            run(py, || faults.parse().map_err(|error: alumni_core::Error| error.within("faults")))?;
    }
    options.evidence = optional(evidence, "evidence", convert::boolean)?.unwrap_or(true);
    Ok(options)
}

/// A table of events: what `Ledger.event_table` writes, and what `Ledger.extend_table` takes in.
///
/// It goes wherever a table goes: ``pl.DataFrame(events)``, ``pa.table(events)``, DuckDB's ``con.from_arrow``, or `to_polars`,
/// `to_pandas` and `to_arrow`.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
/// >>> _ = ledger.extend([al.consent.Event("mail", "1", "w-1", "newsletter", "withdrawn",
/// ...                                     occurred_at=datetime(2026, 4, 1, tzinfo=UTC))])
/// >>> events = ledger.event_table()
/// >>> events.to_polars()["kind"].to_list()
/// ['withdrawn']
/// >>> ledger.extend_table(events)
/// <Extended 0 added, 1 duplicates>
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct EventTable(core::EventTable);

#[pymethods]
impl EventTable {
    /// Read a table of events to its end and find it in order, without a ledger.
    ///
    /// Parameters
    /// ----------
    /// frame : table
    ///     As for `Ledger.extend_table`.
    /// progress : bool or callable, optional
    ///     As for `Ledger.extend_table`.
    #[staticmethod]
    #[pyo3(signature = (frame, *, progress=None))]
    fn read(py: Python<'_>, frame: &Bound<'_, PyAny>, progress: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let told = Told::new(py, progress)?;
        let table = boundary::table(frame, "frame")?;
        let read = run(py, || Ok(core::EventTable::read(table, |rows| told.tell(rows))))?;
        read.map(Self).map_err(|Stopped(error)| error)
    }

    /// The events, in the table's order.
    #[getter]
    fn events(&self, py: Python<'_>) -> PyResult<Vec<Event>> {
        run(py, || Ok(self.0.events().map(Event).collect()))
    }

    fn __len__(&self) -> usize {
        self.0.rows()
    }

    fn __repr__(&self) -> String {
        format!("<EventTable {} events>", self.0.rows())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.rows())
    }
}
document!(EventTable, core::EventTable);
arrow!(EventTable);

/// The answers to a table of questions, in the table's order.
///
/// It goes wherever a table goes: ``pl.DataFrame(answers)``, ``pa.table(answers)``, DuckDB's ``con.from_arrow``, or `to_polars`,
/// `to_pandas`, `to_arrow` and `to_dicts`. The columns are the ids, ``verdict``, ``reason`` (the code that decided), ``reasons``,
/// ``evidence``, ``obligations`` and ``valid_until``; those of a snapshot have no ``reasons`` and no ``obligations``.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> import polars as pl
/// >>> ledger = al.Ledger([al.consent.Purpose("statement", "Statement", "contract")])
/// >>> people = pl.DataFrame({"subject": ["w-1"]})
/// >>> answers = ledger.may_table(people, purpose="statement", at=datetime(2026, 4, 1, tzinfo=UTC), id="subject")
/// >>> answers[0]
/// <AnswerRow 'w-1': allowed>
/// >>> answers.to_polars()["verdict"].to_list()
/// ['allowed']
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Answers(pub(super) core::AnsweredTable);

#[pymethods]
impl Answers {
    /// What every row asked, where the table had no column for it.
    #[getter]
    fn options<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, self.0.options())
    }

    /// The name of the column of ids, where there is one.
    #[getter]
    fn id(&self) -> Option<&str> {
        self.0.id_column()
    }

    /// Whether these are the answers of a snapshot.
    ///
    /// They have one reason each, the one that decided, and no obligations, which does not mean that there are none.
    #[getter]
    fn is_brief(&self) -> bool {
        self.0.answers().is_brief()
    }

    /// Rows that could not be asked: for each column how many, the first rows, and what was expected.
    #[getter]
    fn unusable<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.answers().unusable())
    }

    /// How many rows have each verdict, and for which reason.
    fn counts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.answers().counts())
    }

    /// The counts in ``lang``: a line for the verdicts and one for each reason.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.answers().counts().text(lang))
    }

    fn __len__(&self) -> usize {
        self.0.answers().rows()
    }

    /// The rows one after another.
    fn __iter__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let builtins = slf.py().import("builtins")?;
        let rows = builtins.getattr("range")?.call1((slf.get().0.answers().rows(),))?;
        builtins.getattr("map")?.call1((slf.getattr("__getitem__")?, rows))
    }

    /// One row's answer; negative numbers count from the end.
    fn __getitem__(slf: &Bound<'_, Self>, row: isize) -> PyResult<AnswerRow> {
        let table = &slf.get().0;
        let rows = table.answers().rows();
        let place = usize::try_from(row).ok().or_else(|| rows.checked_sub(row.unsigned_abs()));
        place
            .and_then(|place| AnswerRow::new(table, place))
            .ok_or_else(|| PyIndexError::new_err(format!("expected a row below {rows}, got {row}")))
    }

    /// The answers as a list of dictionaries, one for each row.
    fn to_dicts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let rows: Vec<_> = (0..self.0.answers().rows()).filter_map(|row| Row::new(&self.0, row)).collect();
        to_dict(py, &rows)
    }

    /// A bar for each verdict and the reason that decided, the most frequent first.
    ///
    /// Parameters
    /// ----------
    /// ax : matplotlib.axes.Axes, optional
    ///     Where to draw; a new figure when left out.
    /// lang : Lang or str, optional
    ///     The language of the labels; English when left out.
    ///
    /// Returns
    /// -------
    /// matplotlib.axes.Axes
    ///     Where it was drawn.
    ///
    /// Raises
    /// ------
    /// ImportError
    ///     Where matplotlib is not installed: ``pip install 'alumni[plot]'``.
    #[pyo3(signature = (ax=None, *, lang=None))]
    fn plot<'py>(
        slf: &Bound<'py, Self>,
        ax: Option<&Bound<'py, PyAny>>,
        lang: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let lang = self::lang(lang)?;
        drawing(slf.py(), "plot_answers")?.call1((slf, ax, lang.member(slf.py())?))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.answers().counts().to_string())
    }

    fn __repr__(&self) -> String {
        let counts = self.0.answers().counts();
        let core::AnswerCounts { rows, allowed, review, denied, .. } = counts;
        format!("<Answers {rows} rows: {allowed} allowed, {review} review, {denied} denied>")
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || counted(&self.0.answers().counts()))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.answers().rows(), self.0.answers().verdicts()))
    }
}
document!(Answers, core::AnsweredTable);
arrow!(Answers);

/// The answer for one row of a table.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> import polars as pl
/// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
/// >>> row = ledger.may_table(pl.DataFrame({"subject": ["w-1"]}), purpose="newsletter", at=datetime(2026, 4, 1, tzinfo=UTC))[0]
/// >>> row.verdict.value, row.reasons, row.valid_until
/// ('denied', ['consent-never-asked'], None)
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct AnswerRow(Row);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    row: usize,
    id: Option<RowId>,
    verdict: core::Verdict,
    reasons: Vec<String>,
    evidence: Vec<core::EventKey>,
    obligations: Vec<core::Obligation>,
    valid_until: Option<chrono::DateTime<chrono::Utc>>,
}

impl Row {
    fn new(table: &core::AnsweredTable, row: usize) -> Option<Self> {
        let found = table.answers().row(row)?;
        Some(Self {
            row,
            id: table.id(row),
            verdict: found.verdict(),
            reasons: found.reasons().to_vec(),
            evidence: found.evidence().collect(),
            obligations: found.obligations().collect(),
            valid_until: found.valid_until(),
        })
    }
}

impl AnswerRow {
    fn new(table: &core::AnsweredTable, row: usize) -> Option<Self> {
        Row::new(table, row).map(Self)
    }
}

#[pymethods]
impl AnswerRow {
    fn __repr__(&self) -> String {
        let name = match &self.0.id {
            Some(RowId::Text(text)) => quoted(text),
            Some(RowId::Number(number)) => number.to_string(),
            Some(RowId::Large(number)) => number.to_string(),
            None => format!("row {}", self.0.row),
        };
        format!("<AnswerRow {name}: {}>", self.0.verdict.as_str())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.row, self.0.verdict))
    }
}
getters!(AnswerRow {
    /// The number of the row, from 0.
    row: usize = |row, _py| row.row;
    /// What stands in the column of ids; ``None`` where nothing does.
    id: Option<Bound<'py, PyAny>> = |row, py| match &row.id {
        None => None,
        Some(RowId::Text(text)) => Some(text.into_pyobject(py)?.into_any()),
        Some(RowId::Number(number)) => Some(number.into_pyobject(py)?.into_any()),
        Some(RowId::Large(number)) => Some(number.into_pyobject(py)?.into_any()),
    };
    /// Whether it may be done.
    verdict: Bound<'py, PyAny> = |row, py| row.verdict.member(py)?;
    /// Whether it may be done without another look.
    is_allowed: bool = |row, _py| row.verdict == core::Verdict::Allowed;
    /// The codes of the reasons: first the one that decided, then what is to be noted.
    reasons: Vec<String> = |row, _py| row.reasons.clone();
    /// The events it rests on; empty where they were not asked for.
    evidence: Vec<EventKey> = |row, _py| row.evidence.iter().cloned().map(EventKey).collect();
    /// What to do when it is done; empty when it is denied, and where the answers are brief.
    obligations: Vec<Bound<'py, PyAny>> =
        |row, py| row.obligations.iter().map(|duty| duty.member(py)).collect::<PyResult<_>>()?;
    /// The next instant at which the answer changes if nothing new arrives, down to the microsecond.
    valid_until: Option<Bound<'py, PyAny>> = |row, py| row.valid_until.map(|at| py_instant(py, at)).transpose()?;
});
document!(AnswerRow, Row);
