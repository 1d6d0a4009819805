use std::sync::Arc;

use alumni_core::Error;
use alumni_core::programme as core;
use pyo3::prelude::*;

use super::data::Data;
use super::review::Review;
use crate::consent::{Ledger, Purpose, event};
use crate::convert::{self, boolean, date, items, optional, py_instant, quoted, text, type_name};
use crate::eligibility::Policy;
use crate::engagement::{ScoreModel, Scores};
use crate::exceptions::{raise, run};
use crate::fairness::Standard;
use crate::text::lang;
use crate::workforce::tables;

/// A programme: its policies, purposes, notices, fairness standard, engagement model, and how its exports are read.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> programme = al.Programme.starter()
/// >>> review = programme.review({
/// ...     "people.csv": "worker_id,rehire_flag\nw-1,yes\n",
/// ...     "spells.csv": "worker_id,start_on,end_on,separation_kind\nw-1,2016-04-01,2021-09-30,voluntary\n",
/// ... }, as_of=date(2026, 4, 1))
/// >>> review.workforce.former
/// 1
#[pyclass(module = "alumni", frozen)]
#[derive(Debug)]
pub(crate) struct Programme {
    core: core::Programme,
    /// What it was read from, so that it can be pickled; `None` for the one that comes with the library.
    text: Option<Arc<str>>,
    mapping: Option<String>,
}

/// What pickle remakes a programme from: its text and mapping.
type Made = (Option<String>, Option<String>);

impl Programme {
    fn of(text: String) -> Result<Self, Error> {
        Ok(Self { core: core::Programme::parse(&text)?, text: Some(text.into()), mapping: None })
    }

    fn mapped(&self, id: String) -> Result<Self, Error> {
        let core = self.core.clone().with_mapping(&id)?;
        Ok(Self { core, text: self.text.clone(), mapping: Some(id) })
    }
}

#[pymethods]
impl Programme {
    /// Read a programme in TOML, or in JSON when the text begins with a brace.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     Of the kind that fits, with the place in ``path``: ``policies[1].criteria[0].require: 1:14``.
    #[staticmethod]
    fn parse(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = convert::text(text, "text")?;
        run(py, || Self::of(text))
    }

    /// Read a programme's document given as Python values.
    #[staticmethod]
    fn from_dict(py: Python<'_>, document: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = convert::json(document, "")?.to_string();
        run(py, || Self::of(text))
    }

    /// The programme that comes with the library, for a first look at data of one's own.
    #[staticmethod]
    fn starter(py: Python<'_>) -> PyResult<Self> {
        run(py, || Ok(Self { core: core::Programme::starter()?, text: None, mapping: None }))
    }

    /// The same programme, reading exports by another shipped mapping.
    ///
    /// Parameters
    /// ----------
    /// id : str
    ///     ``workday``, ``successfactors``, ``bamboohr``, ``smarthr`` or ``canonical``.
    fn with_mapping(&self, py: Python<'_>, id: &Bound<'_, PyAny>) -> PyResult<Self> {
        let id = text(id, "id")?;
        run(py, || self.mapped(id))
    }

    /// Read the tables that a review looks at.
    ///
    /// The workforce's tables are those of the programme's mapping; beside them may stand ``consent_events.csv``,
    /// ``interactions.csv``, ``groups.csv`` and ``selections.csv``.
    ///
    /// Parameters
    /// ----------
    /// files : path, or mapping of file names to text or bytes
    ///     A folder with CSV files, one file, or the files themselves.
    /// mapping : str, optional
    ///     Another shipped mapping (see `with_mapping`).
    /// lenient : bool
    ///     Whether to go on after rows of the workforce that cannot be used: those people are left out whole, and the rows
    ///     listed in the review.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     With the cell in ``path``: ``spells.csv: line 12, column 5 (end_on)``.
    #[pyo3(signature = (files, *, mapping=None, lenient=None))]
    fn read(
        &self,
        py: Python<'_>,
        files: &Bound<'_, PyAny>,
        mapping: Option<&Bound<'_, PyAny>>,
        lenient: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Data> {
        let lenient = optional(lenient, "lenient", boolean)?.unwrap_or_default();
        let mapped = optional(mapping, "mapping", text)?.map(|id| run(py, || self.mapped(id))).transpose()?;
        let programme = &mapped.as_ref().unwrap_or(self).core;
        let tables = tables(files, "files")?;
        run(py, || if lenient { programme.read_lenient(&tables) } else { programme.read(&tables) }).map(Data)
    }

    /// Review the whole programme as of a day.
    ///
    /// Who may join and return, who may be reached, whether it is fair, and whether the network is alive.
    ///
    /// Parameters
    /// ----------
    /// data : Data, path, or mapping of file names to text or bytes
    ///     What `read` gave, or what it takes.
    /// mapping : str, optional
    /// lenient : bool
    ///     As in `read`.
    /// as_of : datetime.date
    ///     The day.
    #[pyo3(signature = (data, *, mapping=None, lenient=None, as_of))]
    fn review(
        &self,
        py: Python<'_>,
        data: &Bound<'_, PyAny>,
        mapping: Option<&Bound<'_, PyAny>>,
        lenient: Option<&Bound<'_, PyAny>>,
        as_of: &Bound<'_, PyAny>,
    ) -> PyResult<Review> {
        let as_of = date(as_of, "as_of")?;
        if let Ok(found) = data.cast::<Data>() {
            if mapping.is_some() || lenient.is_some() {
                let message = "expected `mapping` and `lenient` only where files are read";
                return Err(raise(&Error::inconsistent(message).within("data")));
            }
            let found = &found.get().0;
            return run(py, || self.core.review(found, as_of)).map(Review);
        }
        let Data(found) = self.read(py, data, mapping, lenient)?;
        run(py, || self.core.review(&found, as_of)).map(Review)
    }

    /// A ledger of the programme's purposes and notices that holds ``events``.
    #[pyo3(signature = (events=None))]
    fn ledger(&self, py: Python<'_>, events: Option<&Bound<'_, PyAny>>) -> PyResult<Ledger> {
        let events = optional(events, "events", |value, name| items(value, name, event))?.unwrap_or_default();
        run(py, || self.core.ledger(events)).map(Ledger::of)
    }

    /// Everybody's score as of a day, of those whom ``ledger`` permits to be scored.
    #[pyo3(signature = (data, ledger, *, as_of))]
    fn scores(
        &self,
        py: Python<'_>,
        data: &Bound<'_, PyAny>,
        ledger: &Bound<'_, PyAny>,
        as_of: &Bound<'_, PyAny>,
    ) -> PyResult<Scores> {
        let as_of = date(as_of, "as_of")?;
        let wrong = |value, expected, name| {
            let message = format!("expected {expected}, got {}", type_name(value));
            raise(&Error::wrong_type(message).within(name))
        };
        let data = &data.cast::<Data>().map_err(|_| wrong(data, "a Data", "data"))?.get().0;
        let ledger = ledger.cast::<Ledger>().map_err(|_| wrong(ledger, "a Ledger", "ledger"))?.get();
        run(py, || self.core.scores(data, &ledger.read(), as_of)).map(Scores)
    }

    /// The instant at which the day ``as_of`` begins where the programme is.
    #[pyo3(signature = (*, as_of))]
    fn start_of<'py>(&self, py: Python<'py>, as_of: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        py_instant(py, self.core.start_of(date(as_of, "as_of")?))
    }

    /// The id.
    #[getter]
    fn id(&self) -> &str {
        self.core.id()
    }

    /// The version.
    #[getter]
    fn version(&self) -> u32 {
        self.core.version()
    }

    /// The title in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.core.title().text(self::lang(lang)?))
    }

    /// How its data was made up, when it is.
    #[getter]
    fn synthetic(&self) -> Option<&str> {
        self.core.synthetic()
    }

    /// The eligibility policies, in the document's order.
    #[getter]
    fn policies(&self) -> Vec<Policy> {
        self.core.policies().iter().cloned().map(|policy| Policy(Arc::new(policy))).collect()
    }

    /// The purposes, in the document's order.
    #[getter]
    fn purposes(&self) -> Vec<Purpose> {
        self.core.purposes().iter().cloned().map(Purpose).collect()
    }

    /// The fairness standard.
    #[getter]
    fn standard(&self) -> Standard {
        Standard(self.core.standard().clone())
    }

    /// The engagement model.
    #[getter]
    fn model(&self) -> ScoreModel {
        ScoreModel(self.core.model().clone())
    }

    /// The id of the mapping by which exports are read.
    #[getter]
    fn mapping(&self) -> &str {
        self.core.mapping().id()
    }

    /// Whether both were read from the same text and read exports by the same mapping.
    fn __eq__(&self, other: &Self) -> bool {
        self.text == other.text && self.core.mapping() == other.core.mapping()
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.core.id(), self.core.version()))
    }

    fn __repr__(&self) -> String {
        let policies = self.core.policies().len();
        format!("<Programme {} v{}, {policies} policies>", quoted(self.core.id()), self.core.version())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Made)> {
        let make = slf.py().import("alumni._alumni")?.getattr("_programme")?;
        let programme = slf.get();
        Ok((make, (programme.text.as_deref().map(str::to_owned), programme.mapping.clone())))
    }

    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    #[pyo3(signature = (memo, /))]
    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        let _ = memo;
        slf
    }
}

/// A programme as pickle remakes it.
#[pyfunction]
pub(super) fn _programme(
    py: Python<'_>,
    text: Option<String>,
    mapping: Option<String>,
) -> PyResult<Programme> {
    let made = match text {
        Some(text) => run(py, || Programme::of(text))?,
        None => Programme::starter(py)?,
    };
    match mapping {
        Some(id) => run(py, || made.mapped(id)),
        None => Ok(made),
    }
}
