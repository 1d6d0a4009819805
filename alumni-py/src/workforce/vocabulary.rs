use alumni_core::Error;
use alumni_core::workforce as core;
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;

use super::worker::Worker;
use crate::convert::{items, quoted, text};
use crate::exceptions::{quick, run};
use crate::names::Names as _;
use crate::text::{Page, Reason, lang};

/// A value that a category can have, or a name for a whole number.
///
/// Examples
/// --------
/// >>> from alumni.workforce import Vocabulary
/// >>> Vocabulary.hr()["separation_kind"].values[0]
/// <KnownValue 'voluntary'>
#[pyclass(module = "alumni.workforce", frozen)]
#[derive(Debug)]
pub(crate) struct KnownValue(core::Known);

#[pymethods]
impl KnownValue {
    /// The value as rules and data write it.
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    /// What people call it in ``lang``, where the vocabulary says so.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<Option<&str>> {
        let lang = self::lang(lang)?;
        Ok(self.0.title.as_ref().map(|title| title.text(lang)))
    }

    /// The whole number it stands for; ``None`` for a category.
    #[getter]
    fn number(&self) -> Option<i64> {
        self.0.number
    }

    fn __repr__(&self) -> String {
        format!("<KnownValue {}>", quoted(&self.0.name))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.name)
    }
}
document!(KnownValue, core::Known);

/// What a rule may ask for: name, type, title, and the values it can have.
///
/// Examples
/// --------
/// >>> from alumni.workforce import Vocabulary
/// >>> tenure = Vocabulary.hr()["tenure"]
/// >>> tenure.type.value, tenure.title("ja")
/// ('period', '勤続')
#[pyclass(module = "alumni.workforce", frozen)]
#[derive(Debug)]
pub(crate) struct FactDefinition(core::FactDefinition);

#[pymethods]
impl FactDefinition {
    /// What people call it in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.title.text(self::lang(lang)?))
    }

    /// The unit of a number in ``lang``, where it has one.
    #[pyo3(signature = (lang=None))]
    fn unit(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<Option<&str>> {
        let lang = self::lang(lang)?;
        Ok(self.0.unit.as_ref().map(|unit| unit.text(lang)))
    }

    fn __repr__(&self) -> String {
        format!("<FactDefinition {}, {}>", quoted(&self.0.name), self.0.kind.as_str())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.name)
    }
}
getters!(FactDefinition {
    /// The name in rules and data.
    name: &str = |fact, _py| &fact.name;
    /// The type.
    r#type: Bound<'py, PyAny> = |fact, py| fact.kind.member(py)?;
    /// Whether the name is followed by a value in parentheses, as in ``time_in_job_family(sales)``.
    parameter: bool = |fact, _py| fact.parameter;
    /// The values a category can have, or the names of whole numbers; empty for any.
    values: Vec<KnownValue> = |fact, _py| fact.values.iter().cloned().map(KnownValue).collect();
    /// The least number that can occur.
    minimum: Option<i64> = |fact, _py| fact.minimum;
    /// The largest number that can occur.
    maximum: Option<i64> = |fact, _py| fact.maximum;
    /// Whether it lies in the past, so that nobody can change it any more.
    fixed: bool = |fact, _py| fact.fixed;
    /// Whether it is a protected characteristic, or stands for one.
    protected: bool = |fact, _py| fact.protected;
});
document!(FactDefinition, core::FactDefinition);

/// A name in data that is no fact's, with what was probably meant.
///
/// Examples
/// --------
/// >>> from alumni.workforce import Vocabulary
/// >>> [unknown] = Vocabulary.hr().unknown(["tenure", "grad"])
/// >>> unknown.name, unknown.nearest
/// ('grad', 'grade')
/// >>> print(unknown)
/// `grad` is no fact of the vocabulary and is not used; did you mean `grade`?
#[pyclass(module = "alumni.workforce", frozen)]
#[derive(Debug)]
pub(crate) struct UnknownFact(core::UnknownFact);

#[pymethods]
impl UnknownFact {
    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("<UnknownFact {}>", quoted(&self.0.name))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.name)
    }
}
getters!(UnknownFact {
    /// The name, as the data has it.
    name: &str = |unknown, _py| &unknown.name;
    /// The fact that was probably meant; ``None`` when none is near.
    nearest: Option<&str> = |unknown, _py| unknown.nearest.as_deref();
    /// The same as a reason.
    reason: Reason = |unknown, _py| Reason(unknown.reason());
});
document!(UnknownFact, core::UnknownFact);

/// The facts that rules may ask for: the built-in HR facts and the customer's own.
///
/// A mapping of names to `FactDefinition`, in the order of the names.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> vocabulary = al.Vocabulary.parse('''
/// ... [[facts]]
/// ... name = "nda_signed"
/// ... type = "boolean"
/// ... title = { en = "NDA signed", ja = "秘密保持契約の締結" }
/// ... ''')
/// >>> "nda_signed" in vocabulary, vocabulary["nda_signed"].title("ja")
/// (True, '秘密保持契約の締結')
/// >>> policy = al.Policy.parse('id = "p"\nversion = 1\n[[criteria]]\nid = "nda"\nrequire = "nda_signed"',
/// ...                          vocabulary=vocabulary)
/// >>> policy.facts
/// ['nda_signed']
#[pyclass(module = "alumni", frozen, mapping)]
#[derive(Debug)]
pub(crate) struct Vocabulary(pub(crate) core::Vocabulary);

#[pymethods]
impl Vocabulary {
    /// The built-in HR facts.
    #[staticmethod]
    fn hr() -> Self {
        Self(core::Vocabulary::hr())
    }

    /// Read the customer's facts in TOML, or in JSON when the text starts with a brace, and add them to the built-in ones.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     Of the kind that fits, with the place in ``path``: ``facts[2].values[0].number``.
    #[staticmethod]
    fn parse(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = self::text(text, "text")?;
        run(py, || core::Vocabulary::parse(&text)).map(Self)
    }

    /// The customer's part: facts that are not built in, and built-in ones to which something was added.
    #[getter]
    fn own(&self) -> Vec<FactDefinition> {
        self.0.own().cloned().map(FactDefinition).collect()
    }

    /// The fact whose name is nearest to ``name``; ``None`` when none is near enough to be what was meant.
    fn nearest(&self, name: &Bound<'_, PyAny>) -> PyResult<Option<&str>> {
        Ok(self.0.nearest(&text(name, "name")?))
    }

    /// Those of ``names`` that no fact knows, each once: data that rules cannot ask for.
    ///
    /// Parameters
    /// ----------
    /// names : iterable of str, or Worker
    ///     The names of a table's columns (``table.columns``), or a worker, whose supplied facts are looked at.
    fn unknown(&self, py: Python<'_>, names: &Bound<'_, PyAny>) -> PyResult<Vec<UnknownFact>> {
        let found = match names.cast::<Worker>() {
            Ok(worker) => {
                let worker = &worker.get().0;
                run(py, || Ok::<_, Error>(self.0.unknown_facts(worker)))?
            }
            Err(_) => {
                let names = items(names, "names", text)?;
                run(py, || Ok::<_, Error>(self.0.unknown(names.iter().map(String::as_str))))?
            }
        };
        Ok(found.into_iter().map(UnknownFact).collect())
    }

    /// Every fact in tables for people, the customer's own first.
    #[pyo3(signature = (lang=None))]
    fn page(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<Page> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.page(lang)).map(Page)
    }

    fn __getitem__(&self, name: &Bound<'_, PyAny>) -> PyResult<FactDefinition> {
        let name = text(name, "name")?;
        let found = self.0.get(&name).cloned().map(FactDefinition);
        found.ok_or_else(|| PyKeyError::new_err(name))
    }

    fn __contains__(&self, name: &Bound<'_, PyAny>) -> bool {
        text(name, "name").is_ok_and(|name| self.0.get(&name).is_some())
    }

    fn __len__(&self) -> usize {
        self.0.iter().count()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let names: Vec<_> = self.0.iter().map(|fact| fact.name.clone()).collect();
        names.into_pyobject(py)?.call_method0("__iter__")
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.page(alumni_core::Lang::En).markdown())
    }

    fn __repr__(&self) -> String {
        format!("<Vocabulary, {} facts, {} own>", self.__len__(), self.0.own().count())
    }

    fn _repr_html_(&self) -> String {
        let rows: Vec<_> = self
            .0
            .iter()
            .map(|fact| {
                let titles = [&fact.title.en, &fact.title.ja].map(String::clone);
                [vec![fact.name.clone(), fact.kind.as_str().to_owned()], titles.into()].concat()
            })
            .collect();
        crate::html::table("Vocabulary", &["name", "type", "en", "ja"], &rows)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.to_json())
    }
}
document!(Vocabulary, core::Vocabulary, core::Vocabulary::parse);

/// Reads a `Vocabulary` or its document.
pub(crate) fn vocabulary(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::Vocabulary> {
    match value.cast::<Vocabulary>() {
        Ok(found) => Ok(found.get().0.clone()),
        Err(_) => crate::convert::from_value(value, name, core::Vocabulary::parse),
    }
}
