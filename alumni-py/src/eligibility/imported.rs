//! Rules of other engines as policies, as in the core's `eligibility::import`.

use std::sync::Arc;

use alumni_core::eligibility as core;
use alumni_core::workforce::Vocabulary;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use super::Policy;
use crate::convert;
use crate::exceptions::run;
use crate::text::Reason;

/// What came of an import: the policy, if everything could be carried over, and a report.
///
/// Nothing changes its meaning silently. What cannot be carried over exactly is lost, and then ``policy`` is ``None``;
/// ``criteria`` still has what could be. Notes say where a missing value means *unknown* here and zero or false there.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> rule = {"and": [{">=": [{"var": "grade"}, 3]}, {"+": [{"var": "grade"}, 1]}]}
/// >>> imported = al.Policy.from_json_logic(rule, id="return")
/// >>> imported.policy is None, imported.criteria
/// (True, [('rule-1', 'require', 'grade >= 3', '/and/0')])
/// >>> print(imported.lost[0])
/// /and/1: `+` computes with facts: put the result into a fact of its own, or compare without arithmetic
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct Imported(core::Imported);

/// What is to be known about one place of an imported document.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> remark = al.Policy.from_json_logic('{"or": [{"var": "grade"}]}', id="return").lost[0]
/// >>> remark.at, remark.reason.code, remark.is_lost
/// ('/or/0', 'imported-truthiness', True)
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct Remark(core::Remark);

document!(Imported, core::Imported);
document!(Remark, core::Remark);

fn remarks<'a>(found: impl Iterator<Item = &'a core::Remark>) -> Vec<Remark> {
    found.cloned().map(Remark).collect()
}

#[pymethods]
impl Imported {
    /// The policy; ``None`` when something could not be carried over.
    #[getter]
    fn policy(&self) -> Option<Policy> {
        self.0.policy().cloned().map(|policy| Policy(Arc::new(policy)))
    }

    /// What could be carried over: id, effect, expression and place of each criterion.
    #[getter]
    fn criteria(&self) -> Vec<(String, &'static str, String, String)> {
        let criterion = |made: &core::ImportedCriterion| {
            (made.id.clone(), made.effect.as_str(), made.expression.to_string(), made.at.clone())
        };
        self.0.criteria().iter().map(criterion).collect()
    }

    /// Every remark, in the order in which the places were read.
    #[getter]
    fn remarks(&self) -> Vec<Remark> {
        remarks(self.0.remarks().iter())
    }

    /// What could not be carried over.
    #[getter]
    fn lost(&self) -> Vec<Remark> {
        remarks(self.0.lost())
    }

    /// Where the meaning is ours rather than the other engine's.
    #[getter]
    fn notes(&self) -> Vec<Remark> {
        remarks(self.0.notes())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.criteria())
    }

    fn __repr__(&self) -> String {
        let carried = self.0.criteria().len();
        format!(
            "<Imported {carried} criteria, {} lost, {} notes>",
            self.0.lost().count(),
            self.0.notes().count()
        )
    }
}

#[pymethods]
impl Remark {
    /// The place: a JSON Pointer such as ``/and/1``, or ``rules[2].inputs[0]`` of a decision table, from 0.
    #[getter]
    fn at(&self) -> &str {
        &self.0.at
    }

    /// Whether the place could not be carried over; otherwise the remark is a note on its meaning.
    #[getter]
    fn is_lost(&self) -> bool {
        self.0.lost
    }

    /// What and why.
    #[getter]
    fn reason(&self) -> Reason {
        Reason(self.0.reason.clone())
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.at, self.0.reason.code()))
    }

    fn __repr__(&self) -> String {
        format!("<Remark {} {}>", self.0.at, self.0.reason.code())
    }
}

/// The options that were given, as the core's document.
fn options(py: Python<'_>, given: &[(&str, Option<&Bound<'_, PyAny>>)]) -> PyResult<core::ImportOptions> {
    let document = PyDict::new(py);
    for (name, value) in given {
        if let Some(value) = value {
            document.set_item(name, value)?;
        }
    }
    convert::from_value(document.as_any(), "", core::ImportOptions::from_json)
}

#[pymethods]
impl Policy {
    /// Read a JSON Logic rule as a policy, with a report of what cannot be carried over.
    ///
    /// Each member of an outermost ``and`` becomes a criterion, a member that begins with ``!`` a bar.
    ///
    /// Parameters
    /// ----------
    /// rule : str, mapping or list
    ///     The rule, as JSON text or as Python values.
    /// id : str
    ///     The id of the policy to make.
    /// version : int, optional
    ///     Its version, 1 when it is left out.
    /// names : mapping, optional
    ///     What the rule calls the facts: ``{"level": "grade", "years": {"fact": "tenure", "unit": "years"}}``.
    /// facts : list of mapping, optional
    ///     Facts that the policy declares, as in its document.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     For a text that is not JSON or too large. What cannot be carried over is in the report, not an error.
    ///
    /// Examples
    /// --------
    /// >>> import alumni as al
    /// >>> imported = al.Policy.from_json_logic('{">=": [{"var": "level"}, 3]}', id="p", names={"level": "grade"})
    /// >>> imported.policy.criteria[0].expression
    /// 'grade >= 3'
    #[staticmethod]
    #[pyo3(signature = (rule, *, id, version = None, names = None, facts = None))]
    fn from_json_logic(
        py: Python<'_>,
        rule: &Bound<'_, PyAny>,
        id: &Bound<'_, PyAny>,
        version: Option<&Bound<'_, PyAny>>,
        names: Option<&Bound<'_, PyAny>>,
        facts: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Imported> {
        let given = [("id", Some(id)), ("version", version), ("names", names), ("facts", facts)];
        let options = options(py, &given)?;
        let text = if rule.is_instance_of::<PyString>() {
            convert::text(rule, "rule")?
        } else {
            convert::plain::<serde_json::Value>(rule, "rule")?.to_string()
        };
        run(py, || core::Policy::from_json_logic(&text, &options, Vocabulary::hr())).map(Imported)
    }

    /// Read a DMN decision table as a policy, with a report of what cannot be carried over.
    ///
    /// Parameters
    /// ----------
    /// xml : str
    ///     The DMN document, versions 1.1 to 1.5.
    /// id : str
    ///     The id of the policy to make.
    /// outcomes : mapping
    ///     What each output value means: ``"eligible"``, ``"conditional"`` or ``"ineligible"``.
    /// version : int, optional
    ///     The policy's version, 1 when it is left out.
    /// names : mapping, optional
    ///     What the inputs are called: ``{"Years of service": {"fact": "tenure", "unit": "years"}}``.
    /// facts : list of mapping, optional
    ///     Facts that the policy declares, as in its document.
    /// decision, output : str, optional
    ///     Which table and which output column, where there are several.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     For a text that is not XML, has a document type or no decision table, or is too large.
    #[staticmethod]
    #[pyo3(signature = (
        xml, *, id, outcomes, version = None, names = None, facts = None, decision = None, output = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments of Python")]
    fn from_dmn(
        py: Python<'_>,
        xml: &Bound<'_, PyAny>,
        id: &Bound<'_, PyAny>,
        outcomes: &Bound<'_, PyAny>,
        version: Option<&Bound<'_, PyAny>>,
        names: Option<&Bound<'_, PyAny>>,
        facts: Option<&Bound<'_, PyAny>>,
        decision: Option<&Bound<'_, PyAny>>,
        output: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Imported> {
        let given = [
            ("id", Some(id)),
            ("outcomes", Some(outcomes)),
            ("version", version),
            ("names", names),
            ("facts", facts),
            ("decision", decision),
            ("output", output),
        ];
        let options = options(py, &given)?;
        let text = convert::text(xml, "xml")?;
        run(py, || core::Policy::from_dmn(&text, &options, Vocabulary::hr())).map(Imported)
    }
}
