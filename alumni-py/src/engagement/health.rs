use alumni_core::engagement as core;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use super::interaction::interactions_telling;
use super::network::counts;
use super::permission::Allowed;
use crate::calendar::Span;
use crate::convert::{self, date, optional, py_date, text};
use crate::document::to_dict;
use crate::exceptions::{quick, raise, run};
use crate::html;
use crate::names::Names as _;
use crate::progress::{Stopped, Told};
use crate::text::{Reason, lang, reasons};

fn roster(members: &Bound<'_, PyAny>, opened: Option<&Bound<'_, PyAny>>) -> PyResult<core::Roster> {
    let roster = super::network::members(members)?.into_iter().collect::<core::Roster>();
    Ok(match optional(opened, "opened", date)? {
        None => roster,
        Some(day) => roster.opened(day),
    })
}

/// Say how the network is, what that rests on, and what ails it.
///
/// Parameters
/// ----------
/// events : iterable of Interaction or mapping, or a table of them
///     The record. What happened on or after ``as_of`` is left out and counted.
/// members : iterable of str, or mapping of str to datetime.date or None, or a table
///     The ids on the roster, or the day each joined where it is known; newcomers can only be told from that. Each counts from that
///     day on, and whoever joins on or after ``as_of`` is left out and counted. A table has the column ``id``, and ``joined`` where
///     that is known; a midnight without a zone is a day.
/// as_of : datetime.date
///     That day at 00:00 UTC.
/// opened : datetime.date, optional
///     When the programme opened, not after ``as_of``; the day of the first event when left out.
/// model : HealthModel, mapping or str, optional
///     The thresholds; ``"alumni-health"`` when left out.
/// permitted : iterable of str, optional
///     Which alumni may be counted; everybody when left out. Events by and to the others are left out, as though there were none.
/// consent, purpose, at : optional
///     A ledger that says who may be scored, instead of ``permitted``, as for `ScoreModel.score`; it is asked at the start of ``as_of`` in UTC
///     when ``at`` is left out.
/// progress : bool or callable, optional
///     Show a bar, or call this with the rows read so far; a signal such as Ctrl-C ends the work.
///
/// Raises
/// ------
/// AlumniError
///     For events that contradict each other, a model that cannot be used, and a programme that opens after ``as_of``.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> post = al.engagement.Interaction("e-1", datetime(2024, 1, 5, tzinfo=UTC), "post_update", "w-1", "alumnus")
/// >>> print(al.engagement.health([post], ["w-1", "w-2"], as_of=date(2024, 4, 1)))
/// Cannot tell yet how the network is
/// needed: 8 more members; there are 2
#[pyfunction]
#[pyo3(signature = (
    events, members, *, as_of, opened=None, model=None, permitted=None, consent=None, purpose=None, at=None, progress=None,
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
pub(super) fn health(
    py: Python<'_>,
    events: &Bound<'_, PyAny>,
    members: &Bound<'_, PyAny>,
    as_of: &Bound<'_, PyAny>,
    opened: Option<&Bound<'_, PyAny>>,
    model: Option<&Bound<'_, PyAny>>,
    permitted: Option<&Bound<'_, PyAny>>,
    consent: Option<&Bound<'_, PyAny>>,
    purpose: Option<&Bound<'_, PyAny>>,
    at: Option<&Bound<'_, PyAny>>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<Health> {
    let as_of = date(as_of, "as_of")?;
    let model = match model.filter(|model| !model.is_none()) {
        None => core::HealthModel::preset("alumni-health").map_err(|error| raise(&error))?,
        Some(model) => match text(model, "model") {
            Ok(name) => core::HealthModel::preset(&name).map_err(|error| raise(&error.within("model")))?,
            Err(_) => convert::given(model, "model", |model: &HealthModel| &model.0)?,
        },
    };
    let roster = roster(members, opened)?;
    let allowed = Allowed::new(permitted, consent, purpose, at, as_of)?;
    let told = Told::new(py, progress)?;
    let events = interactions_telling(events, "events", &told)?;
    let found = run(py, || {
        let found = allowed.with(|permitted| {
            let (seen, roster) = (permitted.events(&events)?, roster.permitted(permitted));
            core::health_telling(&seen, &roster, as_of, &model, |rows| told.tell(rows))
        });
        drop(events);
        found
    });
    found?.map(Health).map_err(|Stopped(error)| error)
}

/// When a network is alive, quiet, fading or hollow, and from when on something ails it.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> model = al.engagement.HealthModel.preset("alumni-health")
/// >>> [cause["threshold"] for cause in model.to_dict()["causes"] if cause["cause"] == "over_recruiting"]
/// [0.3]
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct HealthModel(core::HealthModel);

#[pymethods]
impl HealthModel {
    /// Read a model in TOML, or in JSON when the text begins with a brace.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     With the place in ``path``.
    #[staticmethod]
    fn parse(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = convert::text(text, "text")?;
        run(py, || core::HealthModel::parse(&text)).map(Self)
    }

    /// The model that comes with the library: ``alumni-health``.
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     For another name.
    #[staticmethod]
    fn preset(py: Python<'_>, name: &Bound<'_, PyAny>) -> PyResult<Self> {
        let name = text(name, "name")?;
        run(py, || core::HealthModel::preset(&name)).map(Self)
    }

    fn __repr__(&self) -> String {
        format!("<HealthModel {} v{}>", self.0.id, self.0.version)
    }
}
getters!(HealthModel {
    /// The id.
    id: String = |model, _py| model.id.clone();
    /// The version.
    version: u32 = |model, _py| model.version;
    /// SHA-256 of the model's content.
    sha256: String = |model, _py| model.hash();
});
document!(HealthModel, core::HealthModel, core::HealthModel::parse);
shown!(HealthModel);
hashed!(HealthModel);

/// How a network is, what that rests on, and what ails it.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> found = al.engagement.health([], ["w-1"], as_of=date(2024, 4, 1))
/// >>> found.state, found.causes, len(found.needs)
/// ('cannot_tell', [], 2)
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Health(pub(crate) core::Health);

#[pymethods]
impl Health {
    /// What the state rests on, the strongest first: mappings with ``figure`` and ``reason``.
    ///
    /// A figure has ``unit`` (``share`` or ``per_member_year``), ``count``, ``of``, ``value``, ``lower`` and ``upper``.
    #[getter]
    fn evidence<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.evidence)
    }

    /// What ails it, the worst first.
    ///
    /// Mappings with ``cause``, ``certainty`` (``sure`` or ``suspected``), ``figure``, ``threshold``, ``needed`` (how many it takes to
    /// clear it) and ``reasons``.
    #[getter]
    fn causes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.causes)
    }

    /// What was looked for and is ``clear``, or ``cannot_tell``: mappings as in `causes`.
    #[getter]
    fn others<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.others)
    }

    /// What happened week by week: mappings with ``from``, ``posts``, ``messages``, ``took_part``, ``looks`` and ``sent``.
    #[getter]
    fn weeks<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.weeks)
    }

    /// Headline, needs, evidence, causes with what would clear them, and notes.
    #[getter]
    fn reasons<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        reasons(py, &self.0.reasons().cloned().collect::<Vec<_>>())
    }

    /// All of it in sentences, one to a line.
    #[pyo3(signature = (lang=None))]
    fn text(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        Ok(self.0.reasons().map(|reason| reason.text(lang)).collect::<Vec<_>>().join("\n"))
    }

    /// Draw the health sheet: the figures with their intervals and thresholds, and the weeks.
    ///
    /// Needs matplotlib. Returns the two axes.
    ///
    /// Parameters
    /// ----------
    /// axes : sequence of two matplotlib axes, optional
    ///     Where to draw; a new figure when left out.
    /// lang : Lang or str, optional
    ///     The language of the labels; English when left out.
    #[pyo3(signature = (axes=None, *, lang=None))]
    fn plot<'py>(
        slf: &Bound<'py, Self>,
        axes: Option<&Bound<'py, PyAny>>,
        lang: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let lang = self::lang(lang)?.member(slf.py())?;
        slf.py().import("alumni._health")?.getattr("plot")?.call1((slf, axes, lang))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        format!("<Health: {}>", self.0.state.as_str())
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let said = |kind: &str, reason: &alumni_core::Reason| vec![kind.to_owned(), reason.to_string()];
            let mut rows: Vec<Vec<String>> = self.0.needs.iter().map(|need| said("needed", need)).collect();
            rows.extend(self.0.evidence.iter().map(|evidence| said("evidence", &evidence.reason)));
            for cause in &self.0.causes {
                rows.extend(cause.reasons.iter().map(|reason| said(cause.cause.as_str(), reason)));
            }
            rows.extend(self.0.notes.iter().map(|note| said("note", note)));
            html::table(&self.0.headline.to_string(), &[], &rows)
        })
    }
}
getters!(Health {
    /// The day as of which it is told.
    as_of: Bound<'py, PyAny> = |health, py| py_date(py, health.as_of)?.into_any();
    /// The recent days, in which causes are looked for.
    window: Span = |health, _py| Span(health.window);
    /// The model's id.
    model: String = |health, _py| health.model.clone();
    /// Members on the roster.
    members: u64 = |health, _py| health.members;
    /// ``"seeding"``, ``"growing"``, ``"self_running"``, ``"quiet"``, ``"fading"``, ``"hollow"`` or ``"cannot_tell"``.
    state: String = |health, _py| health.state.as_str().to_owned();
    /// The state in a sentence.
    headline: Reason = |health, _py| Reason(health.headline.clone());
    /// What is needed where the state cannot be told.
    needs: Bound<'py, PyList> = |health, py| reasons(py, &health.needs)?;
    /// What was left out of the record, and why.
    notes: Bound<'py, PyList> = |health, py| reasons(py, &health.notes)?;
    /// Events of kinds known neither to the library nor to the model, by kind.
    unknown_kinds: Bound<'py, PyDict> = |health, py| counts(py, &health.unknown_kinds)?;
});
document!(Health, core::Health);
hashed!(Health);
