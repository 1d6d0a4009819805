use alumni_core::Error;
use alumni_core::programme as core;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::sections::{Network, PayComparison, PolicyReview, Reach, SelectionFinding};
use crate::consent::Answer;
use crate::convert::{py_date, quoted};
use crate::eligibility::Decision;
use crate::exceptions::{quick, run};
use crate::html;
use crate::text::{lang, reasons};
use crate::workforce::{CannotSupply, Fault};

/// A whole programme as of a day.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> review = al.Programme.starter().review({
/// ...     "people.csv": "worker_id\nw-1\n",
/// ...     "spells.csv": "worker_id,start_on,end_on\nw-1,2016-04-01,2021-09-30\n",
/// ... }, as_of=date(2026, 4, 1))
/// >>> review.save("review.html", lang="ja")
/// >>> open("review.html", encoding="utf-8").read().startswith("<!DOCTYPE html>")
/// True
#[pyclass(module = "alumni.programme", frozen)]
#[derive(Debug)]
pub(crate) struct Review(pub(super) core::Review);

#[pymethods]
impl Review {
    /// The review as a page of plain text in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        run(py, || Ok::<_, Error>(self.0.text(lang)))
    }

    /// The review as one HTML page in ``lang`` that needs nothing else.
    #[pyo3(signature = (lang=None))]
    fn html(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        run(py, || Ok::<_, Error>(self.0.html(lang)))
    }

    /// Write the review to a file: HTML, plain text or JSON, by what its name ends in.
    ///
    /// Parameters
    /// ----------
    /// path : path
    ///     Ends in ``.html``, ``.txt`` or ``.json``.
    /// lang : Lang or str, optional
    ///     The language of HTML and plain text; English when left out.
    #[pyo3(signature = (path, *, lang=None))]
    fn save(slf: &Bound<'_, Self>, path: &Bound<'_, PyAny>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
        let lang = self::lang(lang)?;
        slf.py().import("alumni._files")?.getattr("save")?.call1((slf, path, lang.as_str()))?;
        Ok(())
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        format!("<Review {} as of {}>", quoted(&self.0.programme.id), self.0.as_of)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        // A page of its own, so that its style stays its own.
        let page = self.html(py, None)?;
        Ok(format!(
            "<iframe srcdoc=\"{}\" sandbox=\"\" style=\"width:100%;height:40rem;border:0\"></iframe>",
            html::escape(&page)
        ))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.programme.id, self.0.programme.version, self.0.as_of))
    }
}
getters!(Review {
    /// The programme.
    programme: ProgrammeReference = |review, _py| ProgrammeReference(review.programme.clone());
    /// The day.
    as_of: Bound<'py, PyAny> = |review, py| py_date(py, review.as_of)?;
    /// How many people the data holds.
    workforce: Workforce = |review, _py| Workforce(review.workforce);
    /// Who may join and return, policy by policy.
    policies: Vec<PolicyReview> = |review, _py| review.policies.iter().cloned().map(PolicyReview).collect();
    /// Who may be reached for which purpose; empty without consent events.
    reach: Vec<Reach> = |review, _py| review.reach.iter().cloned().map(Reach).collect();
    /// The fairness findings; empty without group codes.
    fairness: Vec<SelectionFinding> = |review, _py| review.fairness.iter().cloned().map(SelectionFinding).collect();
    /// Pay of those who came back and those who stayed, where ranges are known.
    pay: Option<PayComparison> = |review, _py| review.pay.clone().map(PayComparison);
    /// Whether the network is alive; ``None`` without interactions.
    network: Option<Network> = |review, _py| review.network.clone().map(Network);
    /// Some people's decisions in full.
    decisions: Vec<Explained> = |review, _py| review.decisions.iter().cloned().map(Explained).collect();
    /// What looks wrong in the data without being unusable, and what was not given.
    warnings: Bound<'py, PyList> = |review, py| reasons(py, &review.warnings)?;
    /// The facts that the export does not tell of everybody.
    cannot_supply: Vec<CannotSupply> = |review, _py| review.cannot_supply.iter().cloned().map(CannotSupply).collect();
    /// Rows that could not be used.
    faults: Vec<Fault> = |review, _py| review.faults.iter().cloned().map(Fault).collect();
});
document!(Review, core::Review);

/// Which programme was reviewed.
///
/// Examples
/// --------
/// >>> from alumni.programme import ProgrammeReference
/// >>> ProgrammeReference.from_dict({"id": "jbs", "version": 2, "title": "Alumni"}).version
/// 2
#[pyclass(module = "alumni.programme", frozen)]
#[derive(Debug)]
pub(crate) struct ProgrammeReference(core::ProgrammeReference);

#[pymethods]
impl ProgrammeReference {
    /// The title in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.title.text(self::lang(lang)?))
    }

    fn __repr__(&self) -> String {
        format!("<ProgrammeReference {} v{}>", quoted(&self.0.id), self.0.version)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.id, self.0.version))
    }
}
getters!(ProgrammeReference {
    /// The id.
    id: String = |programme, _py| programme.id.clone();
    /// The version.
    version: u32 = |programme, _py| programme.version;
    /// How the data was made up, when it is.
    synthetic: Option<String> = |programme, _py| programme.synthetic.clone();
});
document!(ProgrammeReference, core::ProgrammeReference);

/// Who is in the data.
///
/// Examples
/// --------
/// >>> from alumni.programme import Workforce
/// >>> Workforce.from_dict({"people": 5, "employed": 1, "former": 4, "not_started": 0, "returned": 1})
/// <Workforce of 5>
#[pyclass(module = "alumni.programme", frozen)]
#[derive(Debug)]
pub(crate) struct Workforce(core::Workforce);

#[pymethods]
impl Workforce {
    fn __repr__(&self) -> String {
        format!("<Workforce of {}>", self.0.people)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.people, self.0.employed, self.0.former))
    }
}
getters!(Workforce {
    /// Everybody.
    people: u64 = |workforce, _py| workforce.people;
    /// Employed on the day.
    employed: u64 = |workforce, _py| workforce.employed;
    /// Left and not employed on the day: those whom policies and purposes are about.
    former: u64 = |workforce, _py| workforce.former;
    /// Of whom no spell had begun.
    not_started: u64 = |workforce, _py| workforce.not_started;
    /// Who came back at least once; those of whom only the latest spell is known do not count.
    returned: u64 = |workforce, _py| workforce.returned;
});
document!(Workforce, core::Workforce);

/// A decision in full, and whether the person may be reached.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> review = al.Programme.starter().review({
/// ...     "people.csv": "worker_id\nw-1\n",
/// ...     "spells.csv": "worker_id,start_on,end_on\nw-1,2016-04-01,2021-09-30\n",
/// ... }, as_of=date(2026, 4, 1))
/// >>> [explained.decision.worker for explained in review.decisions]
/// ['w-1']
#[pyclass(module = "alumni.programme", frozen)]
#[derive(Debug)]
pub(crate) struct Explained(core::Explained);

#[pymethods]
impl Explained {
    fn __repr__(&self) -> String {
        let decision = &self.0.decision;
        format!("<Explained {}: {}>", quoted(decision.worker()), decision.outcome().as_str())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.decision.worker(), self.0.decision.as_of()))
    }
}
getters!(Explained {
    /// The decision.
    decision: Decision = |explained, _py| Decision(explained.decision.clone());
    /// The answers for each purpose and channel.
    may: Vec<Answer> = |explained, _py| explained.may.iter().cloned().map(Answer).collect();
});
document!(Explained, core::Explained);
