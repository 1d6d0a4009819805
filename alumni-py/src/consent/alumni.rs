use std::collections::BTreeMap;

use alumni_core::consent as core;
use pyo3::prelude::*;

use super::packs::events;
use crate::convert::{self, py_instant, quoted, text};
use crate::exceptions::{quick, run};
use crate::html;
use crate::names::Names as _;
use crate::text::reasons;

/// How much of a network rests on consent that was given to the employer alone.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("news", "News", "consent")])
/// >>> ledger.at_exit(at=datetime(2026, 4, 1, tzinfo=UTC)).total
/// <AtExitCount 0 of 0 people>
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct AtExit(pub(super) core::AtExit);

#[pymethods]
impl AtExit {
    fn __repr__(&self) -> String {
        format!("<AtExit {} of {} people>", self.0.total.at_exit, self.0.total.people)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |name: &str, count: &core::AtExitCount| {
                let counts = [count.people, count.confirmed, count.unknown, count.at_exit, count.endless];
                std::iter::once(name.to_owned()).chain(counts.map(|count| count.to_string())).collect()
            };
            let mut rows: Vec<Vec<String>> = vec![row("all", &self.0.total)];
            rows.extend(self.0.purposes.iter().map(|(purpose, count)| row(purpose, count)));
            html::table(
                "Consent at exit",
                &["purpose", "people", "confirmed", "unknown", "at exit alone", "endless alone"],
                &rows,
            )
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.at, self.0.total.people))
    }
}
getters!(AtExit {
    /// The instant of the question.
    at: Bound<'py, PyAny> = |report, py| py_instant(py, report.at)?;
    /// Over all purposes that rest on consent.
    total: AtExitCount = |report, _py| AtExitCount(report.total);
    /// By purpose that rests on consent.
    purposes: BTreeMap<String, AtExitCount> =
        |report, _py| report.purposes.iter().map(|(purpose, count)| (purpose.clone(), AtExitCount(*count))).collect();
});
document!(AtExit, core::AtExit);

/// People for whom a yes stands, by when it was given, and how many of them have endless ones alone.
///
/// Examples
/// --------
/// >>> from alumni.consent import AtExitCount
/// >>> AtExitCount.from_dict({"people": 4, "confirmed": 1, "unknown": 1, "at_exit": 2}).share
/// 0.5
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct AtExitCount(core::AtExitCount);

#[pymethods]
impl AtExitCount {
    fn __repr__(&self) -> String {
        format!("<AtExitCount {} of {} people>", self.0.at_exit, self.0.people)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.people, self.0.at_exit))
    }
}
getters!(AtExitCount {
    /// People for whom a yes stands.
    people: usize = |count, _py| count.people;
    /// With a yes after leaving.
    confirmed: usize = |count, _py| count.confirmed;
    /// With yeses of which none says that it came after leaving, and one does not say when it came.
    unknown: usize = |count, _py| count.unknown;
    /// With yeses given while employed alone.
    at_exit: usize = |count, _py| count.at_exit;
    /// With yeses alone that were asked for without an end and have none.
    endless: usize = |count, _py| count.endless;
    /// The share that rests on consent at exit alone; ``None`` for nobody.
    share: Option<f64> = |count, _py| count.share();
    /// The share that rests on endless yeses alone; ``None`` for nobody.
    endless_share: Option<f64> = |count, _py| count.endless_share();
});
document!(AtExitCount, core::AtExitCount);

/// A directory of people: which fields it has, and which purpose covers each.
///
/// Examples
/// --------
/// >>> from alumni.consent import Directory
/// >>> Directory.from_dict({"provided_by": "operator", "country": "JP", "fields": [
/// ...     {"id": "employer", "title": {"en": "Employer", "ja": "勤務先"}, "purpose": "directory_work"}]})
/// <Directory 1 fields>
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Directory(pub(super) core::Directory);

#[pymethods]
impl Directory {
    /// Read a directory from TOML or JSON.
    #[staticmethod]
    fn parse(py: Python<'_>, document: &Bound<'_, PyAny>) -> PyResult<Self> {
        let document = text(document, "document")?;
        run(py, || core::Directory::parse(&document)).map(Self)
    }

    fn __repr__(&self) -> String {
        format!("<Directory {} fields>", self.0.fields.len())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.fields.iter().map(|field| &field.id).collect::<Vec<_>>())
    }
}
document!(Directory, core::Directory, core::Directory::parse);

/// Reads a `Directory` or its document.
pub(super) fn directory(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::Directory> {
    convert::given(value, name, |of: &Directory| &of.0)
}

/// Who may see which field of one person.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("directory_work", "Employer", "consent")])
/// >>> fields = [{"id": "employer", "title": "Employer", "purpose": "directory_work"}]
/// >>> matrix = ledger.directory({"provided_by": "operator", "fields": fields}, "w-1", at=datetime(2026, 4, 1, tzinfo=UTC))
/// >>> matrix.verdict("employer", "recruiters")
/// <Verdict.DENIED: 'denied'>
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct DirectoryMatrix(pub(super) core::DirectoryMatrix);

#[pymethods]
impl DirectoryMatrix {
    /// Whether ``audience`` may see ``field``; ``None`` for a field that the directory does not have.
    fn verdict<'py>(
        &self,
        field: &Bound<'py, PyAny>,
        audience: &Bound<'py, PyAny>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let py = field.py();
        let (field, audience) = (text(field, "field")?, core::Audience::read(audience, "audience")?);
        let cell = self.0.cells.iter().find(|cell| cell.field == field && cell.audience == audience);
        cell.map(|cell| cell.verdict.member(py)).transpose()
    }

    fn __repr__(&self) -> String {
        let allowed = self.0.cells.iter().filter(|cell| cell.verdict == core::Verdict::Allowed).count();
        format!("<DirectoryMatrix {}: {allowed} of {} allowed>", quoted(&self.0.subject), self.0.cells.len())
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let width = core::Audience::ALL.len();
            let rows: Vec<_> = self
                .0
                .cells
                .chunks(width)
                .map(|cells| {
                    let field = cells.first().map(|cell| cell.field.clone()).unwrap_or_default();
                    let verdicts = cells.iter().map(|cell| cell.verdict.to_string());
                    std::iter::once(field).chain(verdicts).collect()
                })
                .collect();
            let heads: Vec<_> =
                std::iter::once("field").chain(core::Audience::ALL.iter().map(|of| of.as_str())).collect();
            html::table(&self.0.subject, &heads, &rows)
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.subject, self.0.at))
    }
}
getters!(DirectoryMatrix {
    /// Whom it is about.
    subject: String = |matrix, _py| matrix.subject.clone();
    /// The instant of the question.
    at: Bound<'py, PyAny> = |matrix, py| py_instant(py, matrix.at)?;
    /// Every field with every audience, as mappings.
    cells: Bound<'py, PyAny> = |matrix, py| crate::document::to_dict(py, &matrix.cells)?;
    /// What has to be recorded when what is allowed is shown, as mappings: one for each audience.
    provisions: Bound<'py, PyAny> = |matrix, py| crate::document::to_dict(py, &matrix.provisions)?;
});
said_at!(DirectoryMatrix, "Every field with every audience, then what has to be recorded, line by line.");
document!(DirectoryMatrix, core::DirectoryMatrix);

/// Who is asked into the network out of a group elsewhere, and who is not.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> ledger = al.Ledger(
/// ...     [al.consent.Purpose("news", "News", "consent")],
/// ...     [al.consent.Notice("alumni", 1, ["news"], text={"en": "We send you news."})],
/// ... )
/// >>> invitations = ledger.invitations({
/// ...     "source": "line:tokyo", "purpose": "news", "channel": "sns", "notice": {"id": "alumni", "version": 1},
/// ...     "at": "2026-04-01T09:00:00+09:00", "members": ["w-1"]})
/// >>> invitations, invitations.events[0].kind
/// (<Invitations 1 asked, 0 left out>, <EventKind.REQUESTED: 'requested'>)
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Invitations(pub(super) core::Invitations);

#[pymethods]
impl Invitations {
    /// Those who are not asked, with the reasons.
    #[getter]
    fn left_out<'py>(&self, py: Python<'py>) -> PyResult<Vec<(String, Bound<'py, PyAny>)>> {
        let left_out = self.0.left_out.iter();
        left_out.map(|left| Ok((left.subject.clone(), reasons(py, &left.reasons)?.into_any()))).collect()
    }

    fn __repr__(&self) -> String {
        format!("<Invitations {} asked, {} left out>", self.0.events.len(), self.0.left_out.len())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.events.iter().map(core::Event::key).collect::<Vec<_>>())
    }
}
getters!(Invitations {
    /// One request for each who may be asked, to be recorded once it was sent.
    events: Vec<super::event::Event> = |invitations, _py| events(&invitations.events);
});
document!(Invitations, core::Invitations);
