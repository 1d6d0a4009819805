use alumni_core::eligibility as core;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::decision::{Decision, PolicyReference};
use super::policy::Policy;
use crate::convert::{self, date, instant, integer, items, optional, py_date, quoted};
use crate::exceptions::{quick, run};
use crate::names::Names as _;
use crate::text::{Reason, lang, reasons};
use crate::workforce::{Worker, worker};

/// The versions of one policy, each in force on its days.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> book = al.Book.parse('''
/// ... utc_offset = "+09:00"
/// ... [[versions]]
/// ... id = "return"
/// ... version = 1
/// ... effective_from = 2022-04-01
/// ... criteria = [{ id = "service", require = "tenure >= 5 years" }]
/// ... [[versions]]
/// ... id = "return"
/// ... version = 2
/// ... effective_from = 2024-04-01
/// ... criteria = [{ id = "service", require = "tenure >= 3 years" }]
/// ... ''')
/// >>> book.in_force(date(2024, 3, 31)).version
/// 1
/// >>> book.day_of(datetime(2024, 3, 31, 15, tzinfo=UTC))
/// datetime.date(2024, 4, 1)
/// >>> print(book.diff(1, 2))
/// changed: service: required: tenure at least 5 years → required: tenure at least 3 years
#[pyclass(module = "alumni", frozen)]
#[derive(Debug)]
pub(crate) struct Book(core::Book);
document!(Book, core::Book, core::Book::parse);
getters!(Book {
    /// The id that the versions share.
    id: String = |book, py| book.id().to_owned();
    /// The versions, by the day on which they begin.
    versions: Vec<Policy> = |book, py| book.versions().iter().cloned().map(Policy::from).collect();
});

#[pymethods]
impl Book {
    /// Read a book in TOML, or in JSON when it starts with a brace.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     Of the kind that fits; gaps and overlaps name both versions.
    #[staticmethod]
    fn parse(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = convert::text(text, "text")?;
        run(py, || core::Book::parse(&text)).map(Self)
    }

    /// The day that an instant falls on where the book applies.
    fn day_of<'py>(&self, py: Python<'py>, at: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        py_date(py, self.0.day_of(instant(at, "at")?))
    }

    /// The version in force on a day; ``None`` when there is none.
    fn in_force(&self, as_of: &Bound<'_, PyAny>) -> PyResult<Option<Policy>> {
        Ok(self.0.in_force(date(as_of, "as_of")?).cloned().map(Policy::from))
    }

    /// Decide about ``worker`` under the version in force on the day.
    ///
    /// Parameters
    /// ----------
    /// worker : Worker or mapping
    ///     A worker or its document.
    /// as_of : datetime.date
    ///     The day of the decision.
    ///
    /// Raises
    /// ------
    /// OutOfRangeError
    ///     For a day on which no version is in force.
    #[pyo3(signature = (worker, *, as_of))]
    fn decide(
        &self,
        py: Python<'_>,
        worker: &Bound<'_, PyAny>,
        as_of: &Bound<'_, PyAny>,
    ) -> PyResult<Decision> {
        let (as_of, worker) = (date(as_of, "as_of")?, self::worker(worker, "worker")?);
        run(py, || self.0.decide(&worker, as_of)).map(Decision)
    }

    /// Decide about ``worker`` at an instant: as of the day that it falls on where the book applies.
    ///
    /// Parameters
    /// ----------
    /// worker : Worker or mapping
    ///     A worker or its document.
    /// at : datetime.datetime
    ///     The instant, with its zone.
    ///
    /// Raises
    /// ------
    /// OutOfRangeError
    ///     For a day on which no version is in force.
    ///
    /// Examples
    /// --------
    /// >>> from datetime import UTC, datetime
    /// >>> import alumni as al
    /// >>> book = al.Book.from_dict({"utc_offset": "+09:00", "versions": [{"id": "return", "version": 1,
    /// ...     "criteria": [{"id": "cooling-off", "require": "since_separation >= 6 months"}]}]})
    /// >>> worker = {"id": "w-1", "facts": {"separation_date": "2025-09-30"}}
    /// >>> print(book.decide_at(worker, at=datetime(2026, 3, 31, 15, tzinfo=UTC)))
    /// Eligible
    #[pyo3(signature = (worker, *, at))]
    fn decide_at(
        &self,
        py: Python<'_>,
        worker: &Bound<'_, PyAny>,
        at: &Bound<'_, PyAny>,
    ) -> PyResult<Decision> {
        let (at, worker) = (instant(at, "at")?, self::worker(worker, "worker")?);
        run(py, || self.0.decide_at(&worker, at)).map(Decision)
    }

    /// Decide as `decide` does, and keep what is needed to decide again.
    #[pyo3(signature = (worker, *, as_of))]
    fn record(
        &self,
        py: Python<'_>,
        worker: &Bound<'_, PyAny>,
        as_of: &Bound<'_, PyAny>,
    ) -> PyResult<Record> {
        let (as_of, worker) = (date(as_of, "as_of")?, self::worker(worker, "worker")?);
        run(py, || self.0.record(&worker, as_of)).map(Record)
    }

    /// Make a recorded decision again, about the recorded worker or another one.
    ///
    /// Parameters
    /// ----------
    /// record : Record or mapping
    ///     What `record` returned, or its document.
    /// worker : Worker or mapping, optional
    ///     For a record that holds only the worker's hash.
    #[pyo3(signature = (record, *, worker=None))]
    fn replay(
        &self,
        py: Python<'_>,
        record: &Bound<'_, PyAny>,
        worker: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Replay> {
        let record = self::record(record, "record")?;
        let worker = optional(worker, "worker", self::worker)?;
        run(py, || self.0.replay(&record, worker.as_ref())).map(Replay)
    }

    /// What stands otherwise in the version ``after`` than in the version ``before``.
    fn diff(
        &self,
        py: Python<'_>,
        before: &Bound<'_, PyAny>,
        after: &Bound<'_, PyAny>,
    ) -> PyResult<PolicyDiff> {
        let (before, after) = (integer(before, "before")?, integer(after, "after")?);
        run(py, || self.0.diff(before, after)).map(PolicyDiff)
    }

    /// Decide recorded decisions again under another version, and list those whose answer changes.
    ///
    /// Parameters
    /// ----------
    /// records : iterable of Record or mapping
    ///     With their workers.
    /// version : int
    ///     The version to decide under.
    /// as_of : datetime.date, optional
    ///     The day to decide for; each record's own when absent.
    #[pyo3(signature = (records, *, version, as_of=None))]
    fn migrate(
        &self,
        py: Python<'_>,
        records: &Bound<'_, PyAny>,
        version: &Bound<'_, PyAny>,
        as_of: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Migration> {
        let records = items(records, "records", record)?;
        let (version, as_of) = (integer(version, "version")?, optional(as_of, "as_of", date)?);
        run(py, || self.0.migrate(&records, version, as_of)).map(Migration)
    }

    fn __repr__(&self) -> String {
        let versions: Vec<_> = self.0.versions().iter().map(|policy| policy.version().to_string()).collect();
        let count = versions.len();
        let shown =
            if count > 8 { format!("{count} versions") } else { format!("v{}", versions.join(", v")) };
        format!("<Book {}: {shown}>", quoted(self.0.id()))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.to_json())
    }
}

fn record(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::Record> {
    if let Ok(found) = value.cast::<Record>() {
        return Ok(found.get().0.clone());
    }
    convert::from_value(value, name, convert::from_text::<core::Record>)
}

/// A decision with what is needed to make it again.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> book = al.Book.parse('''
/// ... [[versions]]
/// ... id = "return"
/// ... version = 1
/// ... criteria = [{ id = "grade", require = "grade >= 3" }]
/// ... ''')
/// >>> record = book.record({"id": "w", "facts": {"grade": 3}}, as_of=date(2026, 4, 1))
/// >>> book.replay(al.eligibility.Record.from_json(record.to_json())).same
/// True
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct Record(core::Record);
document!(Record, core::Record);
getters!(Record {
    /// The version of this library that decided.
    engine: String = |record, py| record.engine().to_owned();
    /// SHA-256 of the worker's JSON document, in hexadecimal.
    input_hash: String = |record, py| record.input_hash().to_owned();
    /// The worker as decided about; ``None`` where only the hash is kept.
    worker: Option<Worker> = |record, py| record.worker().cloned().map(Worker);
    /// What was decided.
    decision: Decision = |record, py| Decision(record.decision().clone());
});

#[pymethods]
impl Record {
    /// The record with the worker's hash alone.
    fn without_worker(&self) -> Self {
        Self(self.0.clone().without_worker())
    }

    fn __repr__(&self) -> String {
        let decision = self.0.decision();
        format!("<Record {} as of {}>", quoted(decision.worker()), decision.as_of())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.input_hash(), self.0.decision().as_of()))
    }
}

/// Whether a decision comes out again, and what differs.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> book = al.Book.parse('''
/// ... [[versions]]
/// ... id = "return"
/// ... version = 1
/// ... criteria = [{ id = "grade", require = "grade >= 3" }]
/// ... [[versions]]
/// ... id = "return"
/// ... version = 2
/// ... effective_from = 2024-04-01
/// ... criteria = [{ id = "grade", require = "grade >= 2" }]
/// ... ''')
/// >>> record = book.record({"id": "w", "facts": {"grade": 2}}, as_of=date(2023, 4, 1))
/// >>> print(book.replay(record, worker={"id": "w", "facts": {"grade": 1}}))
/// another decision; the worker is not as recorded; facts read otherwise: grade
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct Replay(core::Replay);
document!(Replay, core::Replay);
getters!(Replay {
    /// Whether the decision's JSON comes out again byte for byte.
    same: bool = |replay, py| replay.same;
    /// What differs from the day it was made.
    reasons: Bound<'py, PyList> = |replay, py| reasons(py, replay.reasons.iter())?;
    /// What comes out now; ``None`` when the book has no such version.
    decision: Option<Decision> = |replay, py| replay.decision.clone().map(Decision);
});

#[pymethods]
impl Replay {
    /// One line in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.text(lang))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.text(alumni_core::Lang::En))
    }

    fn __repr__(&self) -> String {
        format!("<Replay {}>", if self.0.same { "same" } else { "other" })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.same, self.0.reasons.len()))
    }
}

/// What differs between two policies.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> book = al.Book.parse('''
/// ... [[versions]]
/// ... id = "return"
/// ... version = 1
/// ... criteria = [{ id = "grade", require = "grade >= 3" }]
/// ... [[versions]]
/// ... id = "return"
/// ... version = 2
/// ... effective_from = 2024-04-01
/// ... criteria = [{ id = "grade", require = "grade >= 2" }]
/// ... ''')
/// >>> print(book.diff(1, 2))
/// changed: grade: required: grade at least 3 → required: grade at least 2
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct PolicyDiff(pub(crate) core::PolicyDiff);
document!(PolicyDiff, core::PolicyDiff);
getters!(PolicyDiff {
    /// The policy before (``from`` in JSON).
    before: PolicyReference = |diff, py| PolicyReference(diff.from.clone());
    /// The policy after (``to`` in JSON).
    after: PolicyReference = |diff, py| PolicyReference(diff.to.clone());
    /// The criteria that differ.
    criteria: Vec<CriterionDiff> = |diff, py| diff.criteria.iter().cloned().map(CriterionDiff).collect();
    /// Facts that only the policy after asks for.
    facts_added: Vec<String> = |diff, py| diff.facts_added.clone();
    /// Facts that only the policy before asks for.
    facts_removed: Vec<String> = |diff, py| diff.facts_removed.clone();
});

#[pymethods]
impl PolicyDiff {
    /// One line for each criterion that differs in ``lang``, or one line that says that none does.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.text(lang))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        let (from, to) = (self.0.from.version, self.0.to.version);
        format!("<PolicyDiff {} v{from} to v{to}: {}>", quoted(&self.0.to.id), self.0.criteria.len())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.from.hash, &self.0.to.hash))
    }
}

/// One criterion that differs between two versions.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> book = al.Book.parse('''
/// ... [[versions]]
/// ... id = "return"
/// ... version = 1
/// ... criteria = [{ id = "grade", require = "grade >= 3" }]
/// ... [[versions]]
/// ... id = "return"
/// ... version = 2
/// ... effective_from = 2024-04-01
/// ... criteria = [{ id = "grade", require = "grade >= 2" }]
/// ... ''')
/// >>> changed, = book.diff(1, 2).criteria
/// >>> changed.kind.value, changed.before, changed.after
/// ('changed', 'grade >= 3', 'grade >= 2')
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct CriterionDiff(core::CriterionDiff);
document!(CriterionDiff, core::CriterionDiff);
getters!(CriterionDiff {
    /// The criterion's id.
    criterion: String = |diff, py| diff.criterion.clone();
    /// What became of it.
    kind: Bound<'py, PyAny> = |diff, py| diff.kind.member(py)?;
    /// Its rule as it was; ``None`` when it is new.
    before: Option<String> = |diff, py| diff.before.as_ref().map(|told| told.rule.clone());
    /// Its rule as it is; ``None`` when it is gone.
    after: Option<String> = |diff, py| diff.after.as_ref().map(|told| told.rule.clone());
    /// What became of it, as a code with arguments.
    reason: Reason = |diff, py| Reason(diff.reason.clone());
});

#[pymethods]
impl CriterionDiff {
    fn __repr__(&self) -> String {
        format!("<CriterionDiff {} {}>", quoted(&self.0.criterion), self.0.kind.as_str())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.criterion, self.0.kind))
    }
}

/// What another version changes for recorded decisions.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> book = al.Book.parse('''
/// ... [[versions]]
/// ... id = "return"
/// ... version = 1
/// ... criteria = [{ id = "grade", require = "grade >= 3" }]
/// ... [[versions]]
/// ... id = "return"
/// ... version = 2
/// ... effective_from = 2024-04-01
/// ... criteria = [{ id = "grade", require = "grade >= 2" }]
/// ... ''')
/// >>> record = book.record({"id": "w", "facts": {"grade": 2}}, as_of=date(2023, 4, 1))
/// >>> print(book.migrate([record], version=2))
/// 1 of 1 decisions change under version 2
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct Migration(core::Migration);
document!(Migration, core::Migration);
getters!(Migration {
    /// The version decided under.
    to: PolicyReference = |migration, py| PolicyReference(migration.to.clone());
    /// Number of records.
    records: usize = |migration, py| migration.records;
    /// Those whose outcome or day of becoming eligible changes.
    moved: Vec<Moved> = |migration, py| migration.moved.iter().cloned().map(Moved).collect();
});

#[pymethods]
impl Migration {
    /// One line in ``lang``: how many answers change.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.text(lang))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.text(alumni_core::Lang::En))
    }

    fn __repr__(&self) -> String {
        let Self(migration) = self;
        format!(
            "<Migration to v{}: {} of {}>",
            migration.to.version,
            migration.moved.len(),
            migration.records
        )
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.to.hash, self.0.records, self.0.moved.len()))
    }
}

/// A worker whose answer changes.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> book = al.Book.parse('''
/// ... [[versions]]
/// ... id = "return"
/// ... version = 1
/// ... criteria = [{ id = "grade", require = "grade >= 3" }]
/// ... [[versions]]
/// ... id = "return"
/// ... version = 2
/// ... effective_from = 2024-04-01
/// ... criteria = [{ id = "grade", require = "grade >= 2" }]
/// ... ''')
/// >>> record = book.record({"id": "w", "facts": {"grade": 2}}, as_of=date(2023, 4, 1))
/// >>> moved, = book.migrate([record], version=2).moved
/// >>> moved.before.value, moved.after.value, moved.criteria
/// ('ineligible', 'eligible', ['grade'])
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct Moved(core::Moved);
document!(Moved, core::Moved);
getters!(Moved {
    /// The worker's id.
    worker: String = |moved, py| moved.worker.clone();
    /// The day decided for.
    as_of: Bound<'py, PyAny> = |moved, py| py_date(py, moved.as_of)?;
    /// The version that decided before.
    version: u32 = |moved, py| moved.version;
    /// The recorded outcome (``from`` in JSON).
    before: Bound<'py, PyAny> = |moved, py| moved.from.member(py)?;
    /// The outcome under the other version (``to`` in JSON).
    after: Bound<'py, PyAny> = |moved, py| moved.to.member(py)?;
    /// The criteria that stand otherwise, or that only one of the two has.
    criteria: Vec<String> = |moved, py| moved.criteria.clone();
});

#[pymethods]
impl Moved {
    fn __repr__(&self) -> String {
        format!("<Moved {}: {} to {}>", quoted(&self.0.worker), self.0.from.as_str(), self.0.to.as_str())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.worker, self.0.as_of, self.0.to))
    }
}
