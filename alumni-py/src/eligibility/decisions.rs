use alumni_core::eligibility as core;
use alumni_core::eligibility::{BatchOptions, OnMissingColumn, OnUnusableValue, RowId, Status};
use alumni_core::{Error, Lang};
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use serde::{Deserialize, Serialize};

use super::{Policy, PolicyReference};
use crate::boundary;
use crate::convert::{self, date, optional, py_date, quoted};
use crate::document::helper;
use crate::exceptions::{quick, raise, run};
use crate::html;
use crate::names::Names as _;
use crate::progress::{Stopped, Told};

#[pymethods]
impl Policy {
    /// Decide about every row of a table as of a day.
    ///
    /// Each row is taken as a worker whose facts are all supplied, one column for each fact under the name that rules write.
    /// The answers are those of `decide` for that worker. Columns that the policy does not ask for are not looked at.
    ///
    /// Parameters
    /// ----------
    /// frame : table
    ///     Anything with ``__arrow_c_stream__`` or ``__arrow_c_array__``: a frame of pandas, polars or pyarrow, a relation of
    ///     DuckDB. It is read batch by batch and not copied, and other threads of Python run meanwhile.
    /// as_of : datetime.date
    ///     The day of the decisions.
    /// eligible_on : bool, default True
    ///     Whether to find the first day on which each row becomes eligible.
    /// missing : {"error", "unknown"}, default "error"
    ///     What a fact of the policy without a column is: a fault, or unknown for everybody and told in ``missing_columns``.
    /// faults : {"error", "unknown"}, default "error"
    ///     What a value is that its fact cannot have: a fault, or unknown and counted in ``unusable``.
    /// id : str, optional
    ///     The column whose values go with the answers: texts or whole numbers.
    /// progress : bool or callable, optional
    ///     Called after each batch with the number of rows so far; ``True`` shows a bar where tqdm is installed.
    ///
    /// Returns
    /// -------
    /// Decisions
    ///     One answer for each row, in the table's order.
    ///
    /// Raises
    /// ------
    /// MissingError
    ///     For a fact without a column.
    /// WrongTypeError
    ///     For what is no table, or a column of a type that is not read.
    /// AlumniError
    ///     Of the kind that fits, with the column and the row in ``path``, for a value that its fact cannot have.
    ///
    /// Examples
    /// --------
    /// >>> from datetime import date
    /// >>> import alumni as al
    /// >>> import polars as pl
    /// >>> policy = al.Policy.parse('id = "r"\nversion = 1\n[[criteria]]\nid = "grade"\nrequire = "grade >= 3"')
    /// >>> people = pl.DataFrame({"worker": ["w-1", "w-2", "w-3"], "grade": [3, 1, None]})
    /// >>> decisions = policy.decide_table(people, as_of=date(2026, 4, 1), id="worker")
    /// >>> print(decisions)
    /// 3 rows: Eligible 1, Conditional 0, Undetermined 1, Ineligible 1
    ///   grade: met 1, unmet 1, unknown 1
    /// >>> decisions[1]
    /// <DecidedRow 'w-2': ineligible>
    #[pyo3(signature = (frame, *, as_of, eligible_on=None, missing=None, faults=None, id=None, progress=None))]
    #[expect(clippy::too_many_arguments, reason = "they are Python's keywords")]
    fn decide_table(
        &self,
        py: Python<'_>,
        frame: &Bound<'_, PyAny>,
        as_of: &Bound<'_, PyAny>,
        eligible_on: Option<&Bound<'_, PyAny>>,
        missing: Option<&Bound<'_, PyAny>>,
        faults: Option<&Bound<'_, PyAny>>,
        id: Option<&Bound<'_, PyAny>>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Decisions> {
        let as_of = date(as_of, "as_of")?;
        let options = options(eligible_on, missing, faults)?;
        let id = optional(id, "id", convert::text)?;
        let told = Told::new(py, progress)?;
        let table = boundary::table(frame, "frame")?;
        let policy = std::sync::Arc::clone(&self.0);
        let deciding = run(py, || core::Deciding::new(policy, table, as_of, options, id.as_deref()))?;
        let decided = run(py, || Ok(deciding.collect(|rows| told.tell(rows))))?;
        decided.map(Decisions).map_err(|Stopped(error)| error)
    }
}

/// How a table is read.
pub(crate) fn options(
    eligible_on: Option<&Bound<'_, PyAny>>,
    missing: Option<&Bound<'_, PyAny>>,
    faults: Option<&Bound<'_, PyAny>>,
) -> PyResult<BatchOptions> {
    let mut options = BatchOptions::new()
        .eligible_on(optional(eligible_on, "eligible_on", convert::boolean)?.unwrap_or(true));
    if optional(missing, "missing", unknown)? == Some(true) {
        options = options.on_missing_column(OnMissingColumn::Unknown);
    }
    if optional(faults, "faults", unknown)? == Some(true) {
        options = options.on_unusable_value(OnUnusableValue::Unknown);
    }
    Ok(options)
}

/// Reads what becomes of what does not fit: `error` or `unknown`.
fn unknown(value: &Bound<'_, PyAny>, name: &str) -> PyResult<bool> {
    match convert::text(value, name)?.as_str() {
        "error" => Ok(false),
        "unknown" => Ok(true),
        other => {
            let message = format!("expected `error` or `unknown`, got `{other}`");
            Err(raise(&Error::unknown_name(message).within(name)))
        }
    }
}

/// The answers for every row of a table, in the table's order.
///
/// It goes wherever a table goes: ``pl.DataFrame(decisions)``, ``pa.table(decisions)``, DuckDB's ``con.from_arrow``, or
/// `to_polars`, `to_pandas`, `to_arrow` and `to_dicts`. The columns are the ids, ``outcome``, ``eligible_on``, and ``unmet``,
/// ``unknown`` and ``review``, each with a bit for every criterion. It holds no fact of anybody.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> import polars as pl
/// >>> policy = al.Policy.parse('id = "r"\nversion = 1\n[[criteria]]\nid = "grade"\nrequire = "grade >= 3"')
/// >>> decisions = policy.decide_table(pl.DataFrame({"grade": [3, 1]}), as_of=date(2026, 4, 1))
/// >>> len(decisions), decisions.counts()["outcomes"]["eligible"]
/// (2, 1)
/// >>> decisions.to_polars()["outcome"].to_list()
/// ['eligible', 'ineligible']
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct Decisions(pub(super) core::DecidedTable);

#[pymethods]
impl Decisions {
    /// The day the decisions are for.
    #[getter]
    fn as_of<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py_date(py, self.0.decisions().as_of())
    }

    /// The policy that decided.
    #[getter]
    fn policy(&self) -> PolicyReference {
        PolicyReference(self.0.decisions().policy().clone())
    }

    /// The ids of the policy's criteria, in its order.
    #[getter]
    fn criteria(&self) -> Vec<&str> {
        self.0.decisions().criteria().iter().map(core::CriterionMasks::id).collect()
    }

    /// The name of the column of ids, where there is one.
    #[getter]
    fn id(&self) -> Option<&str> {
        self.0.id_column()
    }

    /// Columns that are named like no fact, each with the fact that was probably meant.
    #[getter]
    fn unknown_columns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let found = PyDict::new(py);
        for column in self.0.decisions().unknown_columns() {
            if Some(column.name.as_str()) != self.0.id_column() {
                found.set_item(&column.name, &column.nearest)?;
            }
        }
        Ok(found)
    }

    /// Columns of facts that the policy does not ask for.
    #[getter]
    fn unused_columns(&self) -> Vec<String> {
        self.0.decisions().unused_columns().to_vec()
    }

    /// Facts of the policy that have no column: unknown for every row.
    #[getter]
    fn missing_columns(&self) -> Vec<String> {
        self.0.decisions().missing_columns().to_vec()
    }

    /// Values that were taken for unknown: for each column how many, the first rows, and what was expected.
    #[getter]
    fn unusable<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let rows = self.0.decisions().unusable().iter().map(|found| {
            let row = PyDict::new(py);
            row.set_item("column", &found.column)?;
            row.set_item("count", found.count)?;
            row.set_item("rows", &found.rows)?;
            row.set_item("expected", &found.expected)?;
            Ok(row)
        });
        PyList::new(py, rows.collect::<PyResult<Vec<_>>>()?)
    }

    /// How many rows have each outcome, and how each criterion stands among them.
    fn counts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        crate::document::to_dict(py, &self.0.decisions().counts())
    }

    /// For each criterion in the policy's order how many rows it is the first to make ineligible.
    fn removed<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let found = PyDict::new(py);
        for (criterion, rows) in self.0.decisions().removed() {
            found.set_item(criterion, rows)?;
        }
        Ok(found)
    }

    fn __len__(&self) -> usize {
        self.0.decisions().rows()
    }

    /// The rows one after another.
    fn __iter__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let builtins = slf.py().import("builtins")?;
        let rows = builtins.getattr("range")?.call1((slf.get().0.decisions().rows(),))?;
        builtins.getattr("map")?.call1((slf.getattr("__getitem__")?, rows))
    }

    /// One row's answers; negative numbers count from the end.
    fn __getitem__(slf: &Bound<'_, Self>, row: isize) -> PyResult<DecidedRow> {
        let table = &slf.get().0;
        let rows = table.decisions().rows();
        let place = usize::try_from(row).ok().or_else(|| rows.checked_sub(row.unsigned_abs()));
        place
            .and_then(|place| DecidedRow::new(table, place))
            .ok_or_else(|| PyIndexError::new_err(format!("expected a row below {rows}, got {row}")))
    }

    /// The answers as a list of dictionaries, one for each row.
    fn to_dicts<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        helper(slf.as_any(), "to_dicts")?.call1((slf,))
    }

    /// A bar for each outcome; with ``kind="criteria"`` a waterfall of how many each criterion removes.
    ///
    /// Parameters
    /// ----------
    /// ax : matplotlib.axes.Axes, optional
    ///     Where to draw; a new figure when left out.
    /// kind : {"outcomes", "criteria"}, default "outcomes"
    ///     What to draw.
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
    #[pyo3(signature = (ax=None, *, kind=None))]
    fn plot<'py>(
        slf: &Bound<'py, Self>,
        ax: Option<&Bound<'py, PyAny>>,
        kind: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        helper(slf.as_any(), "plot")?.call1((slf, ax, kind))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.decisions().counts().to_string())
    }

    fn __repr__(&self) -> String {
        let decisions = self.0.decisions();
        let policy = decisions.policy();
        let (rows, day) = (decisions.rows(), decisions.as_of());
        format!("<Decisions of {} v{} as of {day}: {rows} rows>", quoted(&policy.id), policy.version)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let decisions = self.0.decisions();
            let counts = decisions.counts();
            let outcomes: Vec<_> = core::Outcome::ALL
                .iter()
                .map(|outcome| format!("{} {}", outcome.text(Lang::En), counts.outcomes.get(*outcome)))
                .collect();
            let policy = decisions.policy();
            let title = format!(
                "{} v{} as of {}: {} rows; {}",
                policy.id,
                policy.version,
                decisions.as_of(),
                counts.rows,
                outcomes.join(", ")
            );
            let row = |criterion: &core::CriterionCounts| {
                let rows = criterion.rows;
                let counts = [rows.met, rows.unmet, rows.review, rows.unknown].map(|count| count.to_string());
                [vec![criterion.id.clone()], counts.to_vec()].concat()
            };
            let rows: Vec<_> = counts.criteria.iter().map(row).collect();
            html::table(&title, &["criterion", "met", "unmet", "review", "unknown"], &rows)
        })
    }

    fn __hash__(&self) -> u64 {
        let decisions = self.0.decisions();
        crate::document::hash(&(&decisions.policy().hash, decisions.as_of(), decisions.rows()))
    }
}
document!(Decisions, core::DecidedTable);
arrow!(Decisions);

/// The answers for one row of a table.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> import polars as pl
/// >>> policy = al.Policy.parse('id = "r"\nversion = 1\n[[criteria]]\nid = "grade"\nrequire = "grade >= 3"')
/// >>> row = policy.decide_table(pl.DataFrame({"grade": [1]}), as_of=date(2026, 4, 1))[0]
/// >>> row.outcome.value, row.unmet, row.statuses["grade"].value
/// ('ineligible', ['grade'], 'unmet')
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct DecidedRow(Row);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    row: usize,
    id: Option<RowId>,
    outcome: core::Outcome,
    eligible_on: Option<chrono::NaiveDate>,
    statuses: Vec<(String, Status)>,
}

impl DecidedRow {
    fn new(table: &core::DecidedTable, row: usize) -> Option<Self> {
        let found = table.decisions().row(row)?;
        let criteria = table.decisions().criteria().iter().map(|criterion| criterion.id().to_owned());
        Some(Self(Row {
            row,
            id: table.id(row),
            outcome: found.outcome(),
            eligible_on: found.eligible_on(),
            statuses: criteria.zip(found.statuses()).collect(),
        }))
    }

    fn standing(&self, wanted: Status) -> Vec<&str> {
        let those = self.0.statuses.iter().filter(|(_, status)| *status == wanted);
        those.map(|(criterion, _)| criterion.as_str()).collect()
    }
}

#[pymethods]
impl DecidedRow {
    /// The number of the row, from 0.
    #[getter]
    fn row(&self) -> usize {
        self.0.row
    }

    /// What stands in the column of ids; ``None`` where nothing does.
    #[getter]
    fn id<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        Ok(match &self.0.id {
            None => None,
            Some(RowId::Text(text)) => Some(text.into_pyobject(py)?.into_any()),
            Some(RowId::Number(number)) => Some(number.into_pyobject(py)?.into_any()),
            Some(RowId::Large(number)) => Some(number.into_pyobject(py)?.into_any()),
        })
    }

    /// The outcome.
    #[getter]
    fn outcome<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.outcome.member(py)
    }

    /// The first day after ``as_of`` on which the outcome becomes eligible; ``None`` where there is none.
    #[getter]
    fn eligible_on<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.eligible_on.map(|day| py_date(py, day)).transpose()
    }

    /// How each criterion stands, by its id, in the policy's order.
    #[getter]
    fn statuses<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let found = PyDict::new(py);
        for (criterion, status) in &self.0.statuses {
            found.set_item(criterion, status.member(py)?)?;
        }
        Ok(found)
    }

    /// The criteria that make the row ineligible.
    #[getter]
    fn unmet(&self) -> Vec<&str> {
        self.standing(Status::Unmet)
    }

    /// The criteria that cannot be told.
    #[getter]
    fn unknown(&self) -> Vec<&str> {
        self.standing(Status::Unknown)
    }

    /// The criteria that ask for a person.
    #[getter]
    fn review(&self) -> Vec<&str> {
        self.standing(Status::Review)
    }

    fn __repr__(&self) -> String {
        let name = match &self.0.id {
            Some(RowId::Text(text)) => quoted(text),
            Some(RowId::Number(number)) => number.to_string(),
            Some(RowId::Large(number)) => number.to_string(),
            None => format!("row {}", self.0.row),
        };
        format!("<DecidedRow {name}: {}>", self.0.outcome.as_str())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.row, self.0.outcome))
    }
}
document!(DecidedRow, Row);
