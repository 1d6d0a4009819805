use std::sync::Arc;

use alumni_core::Error;
use alumni_core::eligibility as core;
use pyo3::prelude::*;

use super::book::PolicyDiff;
use super::cases::{Case, CaseReport};
use super::decision::{Decision, PolicyReference};
use super::judge::Judge;
use super::nearest::Nearest;
use crate::convert::{self, date, py_date};
use crate::exceptions::{quick, raise, run};
use crate::names::Names as _;
use crate::text::{Page, lang};
use crate::workforce::{vocabulary, worker};

/// A checked policy: criteria over a vocabulary, with id, version and effective dates.
///
/// A policy that exists is valid: every name is known, every comparison typed. It never changes and can be shared between
/// threads. Two policies are equal when their content is (see `hash`), however each was written.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> policy = al.Policy.parse('''
/// ... id = "return-track"
/// ... version = 3
/// ... [[criteria]]
/// ... id = "cooling-off"
/// ... require = "since_separation >= 6 months"
/// ... ''')
/// >>> worker = al.Worker("w-1042", spells=[al.Spell(date(2016, 4, 1), date(2021, 9, 30))])
/// >>> decision = policy.decide(worker, as_of=date(2021, 12, 1))
/// >>> print(decision)
/// Ineligible; eligible on 2022-04-01
/// >>> policy.facts
/// ['since_separation']
#[pyclass(module = "alumni", frozen)]
#[derive(Debug)]
pub(crate) struct Policy(pub(crate) Arc<core::Policy>);

impl From<core::Policy> for Policy {
    fn from(policy: core::Policy) -> Self {
        Self(Arc::new(policy))
    }
}

#[pymethods]
impl Policy {
    /// Read a policy in TOML, or in JSON when it starts with a brace.
    ///
    /// Parameters
    /// ----------
    /// text : str
    ///     The document.
    /// vocabulary : Vocabulary or mapping, optional
    ///     The customer's facts; the built-in ones when left out. The policy carries the definitions that it uses.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     Of the kind that fits, with the place in ``path``: ``criteria[3].require: 1:14``.
    ///
    /// Examples
    /// --------
    /// >>> import alumni as al
    /// >>> try:
    /// ...     al.Policy.parse('id = "r"\nversion = 1\n[[criteria]]\nid = "c"\nrequire = "tenur >= 5 years"')
    /// ... except al.UnknownNameError as error:
    /// ...     print(error)
    /// criteria[0].require: 1:1: expected a known fact, got `tenur`; did you mean `tenure`?
    #[staticmethod]
    #[pyo3(signature = (text, *, vocabulary=None))]
    fn parse(
        py: Python<'_>,
        text: &Bound<'_, PyAny>,
        vocabulary: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let text = convert::text(text, "text")?;
        let vocabulary = convert::optional(vocabulary, "vocabulary", self::vocabulary)?;
        let read = || core::Policy::parse_with(&text, vocabulary.unwrap_or_default());
        run(py, read).map(|policy| Self(Arc::new(policy)))
    }

    /// Read the JSON document of a policy.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Self> {
        Self::parse(py, text, None)
    }

    /// Read the document of a policy as Python values, over a vocabulary as `parse` does.
    #[staticmethod]
    #[pyo3(signature = (document, *, vocabulary=None))]
    fn from_dict(document: &Bound<'_, PyAny>, vocabulary: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let vocabulary = convert::optional(vocabulary, "vocabulary", self::vocabulary)?.unwrap_or_default();
        let read = |text: &str| core::Policy::parse_with(text, vocabulary.clone());
        convert::from_value(document, "", read).map(|policy| Self(Arc::new(policy)))
    }

    /// Decide about ``worker`` as of a day.
    ///
    /// Parameters
    /// ----------
    /// worker : Worker or mapping
    ///     A worker or its document.
    /// as_of : datetime.date
    ///     The day of the decision.
    ///
    /// Returns
    /// -------
    /// Decision
    ///     With reasons. What cannot be told is `Outcome.UNDETERMINED`, not an error.
    ///
    /// Raises
    /// ------
    /// WrongTypeError, UnknownNameError
    ///     For a fact of the customer's own that is not what the policy's vocabulary says.
    #[pyo3(signature = (worker, *, as_of))]
    fn decide(
        &self,
        py: Python<'_>,
        worker: &Bound<'_, PyAny>,
        as_of: &Bound<'_, PyAny>,
    ) -> PyResult<Decision> {
        let as_of = date(as_of, "as_of")?;
        if let Ok(found) = worker.cast::<crate::workforce::Worker>() {
            let found = &found.get().0;
            return run(py, || self.0.decide(found, as_of)).map(Decision);
        }
        let found = self::worker(worker, "worker")?;
        run(py, || self.0.decide(&found, as_of)).map(Decision)
    }

    /// Make the policy ready to decide about one person at a time as of a day: a `Judge`.
    ///
    /// Parameters
    /// ----------
    /// as_of : datetime.date
    ///     The day of the decisions.
    #[pyo3(signature = (*, as_of))]
    fn judge(&self, py: Python<'_>, as_of: &Bound<'_, PyAny>) -> PyResult<Judge> {
        let as_of = date(as_of, "as_of")?;
        run(py, || Judge::new(&self.0, as_of))
    }

    /// Find the smallest sets of changes that would make the outcome eligible, those of the fewest steps first.
    ///
    /// Waiting counts as a step. Facts that are protected or cannot change any more are left out.
    ///
    /// Parameters
    /// ----------
    /// worker : Worker or mapping
    ///     A worker or its document.
    /// as_of : datetime.date
    ///     The day asked about.
    /// limit : int
    ///     The most ways to look for.
    ///
    /// Returns
    /// -------
    /// Nearest
    ///     The ways; none when the outcome is eligible already, or when nothing that can change makes it so.
    #[pyo3(signature = (worker, *, as_of, limit=5))]
    fn nearest(
        &self,
        py: Python<'_>,
        worker: &Bound<'_, PyAny>,
        as_of: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = limit)] limit: usize,
    ) -> PyResult<Nearest> {
        let as_of = date(as_of, "as_of")?;
        let worker = self::worker(worker, "worker")?;
        run(py, || self.0.nearest(&worker, as_of, limit)).map(Nearest)
    }

    /// The cases inside the document, in its order.
    #[getter]
    fn cases(&self) -> Vec<Case> {
        self.0.cases().iter().cloned().map(Case).collect()
    }

    /// Run the document's cases: which pass, how they saw each criterion, and which changes of the rules go unnoticed.
    fn run_cases(&self, py: Python<'_>) -> PyResult<CaseReport> {
        run(py, || self.0.run_cases()).map(CaseReport)
    }

    /// What stands otherwise in the policy ``after``.
    fn diff(&self, py: Python<'_>, after: &Self) -> PyResult<PolicyDiff> {
        quick(py, || self.0.diff(&after.0)).map(PolicyDiff)
    }

    /// The policy's id.
    #[getter]
    fn id(&self) -> &str {
        self.0.id()
    }

    /// The policy's version.
    #[getter]
    fn version(&self) -> u32 {
        self.0.version()
    }

    /// The first day on which the policy applies; ``None`` is open.
    #[getter]
    fn effective_from<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.effective().0.map(|day| py_date(py, day)).transpose()
    }

    /// The last day on which the policy applies; ``None`` is open.
    #[getter]
    fn effective_until<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.effective().1.map(|day| py_date(py, day)).transpose()
    }

    /// The title in ``lang``, where there is one.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<Option<&str>> {
        let lang = self::lang(lang)?;
        Ok(self.0.title().map(|title| title.text(lang)))
    }

    /// What the policy is for in ``lang``, where it says so.
    #[pyo3(signature = (lang=None))]
    fn purpose(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<Option<&str>> {
        let lang = self::lang(lang)?;
        Ok(self.0.purpose().map(|purpose| purpose.text(lang)))
    }

    /// The policy as one page in ``lang``, for a works council, say.
    ///
    /// Its criteria in words with their sources, what can come out, what is read and what is not.
    #[pyo3(signature = (lang=None))]
    fn page(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<Page> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.page(lang)).map(Page)
    }

    /// Where the policy comes from, where it says so.
    #[getter]
    fn source(&self) -> Option<&str> {
        self.0.source()
    }

    /// The criteria, in the document's order.
    #[getter]
    fn criteria(&self) -> Vec<Criterion> {
        (0..self.0.criteria().len()).map(|index| Criterion { policy: Arc::clone(&self.0), index }).collect()
    }

    /// The facts that the policy asks for, as rules write them: what the HR system has to supply.
    #[getter]
    fn facts(&self) -> Vec<String> {
        self.0.facts()
    }

    /// SHA-256 of the policy's content, in hexadecimal: the same from TOML or JSON, however it was spaced.
    #[getter]
    fn hash(&self) -> &str {
        self.0.hash()
    }

    /// Id, version and hash: how a decision names its policy.
    #[getter]
    fn reference(&self) -> PolicyReference {
        PolicyReference(self.0.reference())
    }

    /// The policy as one line of JSON, with expressions as printed text.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_json())
    }

    /// The policy's document as Python values.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?.getattr("loads")?.call1((self.to_json(py)?,))
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.0.hash() == other.0.hash()
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.hash())
    }

    fn __repr__(&self) -> String {
        let criteria = self.0.criteria().len();
        let plural = if criteria == 1 { "criterion" } else { "criteria" };
        format!("<Policy {} v{}, {criteria} {plural}>", convert::quoted(self.0.id()), self.0.version())
    }

    fn _repr_html_(&self) -> String {
        let rows: Vec<_> = self
            .0
            .criteria()
            .iter()
            .map(|criterion| {
                let rule = format!("{} {}", criterion.effect().as_str(), criterion.expression());
                vec![criterion.id().to_owned(), rule, criterion.source().unwrap_or_default().to_owned()]
            })
            .collect();
        crate::html::table(
            &format!("{} v{}", self.0.id(), self.0.version()),
            &["criterion", "rule", "source"],
            &rows,
        )
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<(Py<PyAny>, (String,))> {
        Ok((slf.get_type().getattr("from_json")?.unbind(), (slf.get().to_json(slf.py())?,)))
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

fn limit(value: &Bound<'_, PyAny>) -> PyResult<usize> {
    convert::integer(value, "limit")
}

/// One criterion of a policy, checked.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> policy = al.Policy.parse('id = "r"\nversion = 1\n[[criteria]]\nid = "c"\nrequire = "grade>=3"')
/// >>> criterion = policy.criteria[0]
/// >>> criterion.id, criterion.effect.value, criterion.expression
/// ('c', 'require', 'grade >= 3')
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct Criterion {
    policy: Arc<core::Policy>,
    index: usize,
}

impl Criterion {
    fn core(&self) -> PyResult<&core::Criterion> {
        let found = self.policy.criteria().get(self.index);
        found.ok_or_else(|| raise(&Error::out_of_range("expected the number of a criterion").within("index")))
    }
}

#[pymethods]
impl Criterion {
    /// The id, unique in the policy.
    #[getter]
    fn id(&self) -> PyResult<&str> {
        Ok(self.core()?.id())
    }

    /// What it does.
    #[getter]
    fn effect<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.core()?.effect().member(py)
    }

    /// Its expression, printed.
    #[getter]
    fn expression(&self) -> PyResult<String> {
        Ok(self.core()?.expression().to_string())
    }

    /// Where it comes from, such as ``HR-12 s.3``.
    #[getter]
    fn source(&self) -> PyResult<Option<&str>> {
        Ok(self.core()?.source())
    }

    fn __eq__(&self, other: &Self) -> PyResult<bool> {
        Ok(self.core()? == other.core()?)
    }

    fn __hash__(&self) -> PyResult<u64> {
        Ok(crate::document::hash(&self.core()?.id()))
    }

    fn __repr__(&self) -> PyResult<String> {
        Ok(format!("<Criterion {}>", convert::quoted(self.core()?.id())))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String, usize))> {
        let make = py.import("alumni._alumni")?.getattr("_criterion")?;
        Ok((make, (self.policy.to_json(), self.index)))
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

/// A criterion as pickle remakes it.
#[pyfunction]
pub(super) fn _criterion(py: Python<'_>, policy: &str, index: usize) -> PyResult<Criterion> {
    let made = Criterion { policy: Arc::new(run(py, || core::Policy::parse(policy))?), index };
    made.core()?;
    Ok(made)
}
