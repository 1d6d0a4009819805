use alumni_core::engagement as core;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::interaction::interactions;
use super::permission::Allowed;
use super::scores::{NotScored, Tally};
use crate::convert::{self, date, integer, optional, py_date, quoted, text};
use crate::document::to_dict;
use crate::exceptions::{quick, run};
use crate::text::{lang, reasons};

/// Points for what somebody did within a window of time, with caps, in the order of a sum or of a distance: a document.
///
/// Such a measure is here to compare a score with. A window jumps, and the parts of a distance do not add up to it.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> model = al.engagement.WindowModel.preset("belmont-2025")
/// >>> at = datetime(2026, 3, 1, tzinfo=UTC)
/// >>> clicks = [al.engagement.Interaction(f"c-{n}", at, "click", "w-1", "alumnus") for n in range(8)]
/// >>> found = model.measure(clicks, as_of=date(2026, 4, 1), window="6-months")
/// >>> found.people[0]["score"], found.people[0]["count"]
/// (5.0, 5)
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct WindowModel(core::WindowModel);

#[pymethods]
impl WindowModel {
    /// Read a model in TOML, or in JSON when it begins with a brace.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     Of the kind that fits, with the place in ``path``: ``kinds[3].points``.
    #[staticmethod]
    fn parse(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = convert::text(text, "text")?;
        run(py, || core::WindowModel::parse(&text)).map(Self)
    }

    /// One of the models that come with the library; see `presets`.
    #[staticmethod]
    fn preset(py: Python<'_>, name: &Bound<'_, PyAny>) -> PyResult<Self> {
        let name = text(name, "name")?;
        run(py, || core::WindowModel::preset(&name).map_err(|error| error.within("name"))).map(Self)
    }

    /// The names of the models that come with the library.
    #[staticmethod]
    fn presets() -> Vec<&'static str> {
        core::WindowModel::presets().collect()
    }

    /// Measure everybody who did something within ``window`` before the day ``as_of`` begins (00:00 UTC).
    ///
    /// Parameters
    /// ----------
    /// events : iterable of Interaction or mapping, or a table of them
    ///     In any order; an event that stands twice counts once.
    /// as_of : datetime.date
    ///     The day, beginning at 00:00 UTC.
    /// window : str
    ///     The name of one of the ``windows``.
    /// permitted : iterable of str, optional
    ///     Who may be scored; everybody when left out.
    /// consent, purpose, at : optional
    ///     A ledger that says who may be scored, instead of ``permitted``, as for `ScoreModel.score`; it is asked at the start of ``as_of`` in UTC
    ///     when ``at`` is left out.
    ///
    /// Returns
    /// -------
    /// WindowScores
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     At ``window`` for another name.
    #[pyo3(signature = (events, *, as_of, window, permitted=None, consent=None, purpose=None, at=None))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn measure(
        &self,
        py: Python<'_>,
        events: &Bound<'_, PyAny>,
        as_of: &Bound<'_, PyAny>,
        window: &Bound<'_, PyAny>,
        permitted: Option<&Bound<'_, PyAny>>,
        consent: Option<&Bound<'_, PyAny>>,
        purpose: Option<&Bound<'_, PyAny>>,
        at: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<WindowScores> {
        let (as_of, window) = (date(as_of, "as_of")?, text(window, "window")?);
        let allowed = Allowed::new(permitted, consent, purpose, at, as_of)?;
        let events = interactions(events, "events")?;
        let measure = |permitted: core::Permitted<'_>| self.0.measure(&events, as_of, &window, permitted);
        run(py, || allowed.with(measure)?).map(WindowScores)
    }

    /// The title in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.title().text(self::lang(lang)?))
    }

    fn __repr__(&self) -> String {
        let (id, kinds) = (quoted(self.0.id()), self.0.kinds().len());
        format!("<WindowModel {id} v{}, {kinds} kinds>", self.0.version())
    }
}
getters!(WindowModel {
    /// The id.
    id: String = |model, _py| model.id().to_owned();
    /// The version, 1 or more.
    version: u32 = |model, _py| model.version();
    /// Where the measure comes from.
    source: String = |model, _py| model.source().to_owned();
    /// The names of the windows, in the document's order.
    windows: Vec<String> = |model, _py| model.windows().iter().map(|window| window.name.clone()).collect();
    /// The kinds that the model knows, in the document's order.
    kinds: Vec<String> = |model, _py| model.kinds().iter().map(|kind| kind.kind.to_string()).collect();
    /// SHA-256 of the model, in hexadecimal: the same for TOML and JSON that say the same.
    hash: String = |model, _py| model.hash();
});
document!(WindowModel, core::WindowModel, core::WindowModel::parse);
shown!(WindowModel);
hashed!(WindowModel);

/// Everybody's points within a window.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> event = al.engagement.Interaction("e-1", datetime(2026, 3, 1, tzinfo=UTC), "introduction", "w-1", "alumnus")
/// >>> model = al.engagement.WindowModel.preset("belmont-2025")
/// >>> model.measure([event], as_of=date(2026, 4, 1), window="30-days").get("w-1") is None
/// True
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct WindowScores(core::WindowScores);

#[pymethods]
impl WindowScores {
    /// The points of ``person``; ``None`` when they were not scored or did nothing within the window.
    fn get<'py>(&self, py: Python<'py>, person: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.get(&text(person, "person")?).map(|one| to_dict(py, one)).transpose()
    }

    /// The first ``n`` in the order of rank, ties by id; all of them when left out.
    #[pyo3(signature = (n=None))]
    fn top<'py>(&self, py: Python<'py>, n: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        let n = optional(n, "n", integer::<usize>)?.unwrap_or(usize::MAX);
        to_dict(py, &self.0.top(n))
    }

    fn __len__(&self) -> usize {
        self.0.people.len()
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        format!("<WindowScores of {} people as of {}>", self.0.people.len(), self.0.as_of)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |one: &&core::WindowScore| {
                let distance =
                    one.distance.map_or_else(|| "–".to_owned(), |distance| format!("{distance:.2}"));
                let (rank, count) = (one.rank.to_string(), one.count.to_string());
                vec![rank, one.person.clone(), distance, one.score.to_string(), count]
            };
            let rows: Vec<_> = self.0.top(20).iter().map(row).collect();
            let title =
                format!("{} v{}, {}, as of {}", self.0.model, self.0.version, self.0.window, self.0.as_of);
            crate::html::table(&title, &["rank", "person", "distance", "score", "count"], &rows)
        })
    }
}
getters!(WindowScores {
    /// The model's id.
    model: String = |scores, _py| scores.model.clone();
    /// The model's version.
    version: u32 = |scores, _py| scores.version;
    /// The model's hash.
    hash: String = |scores, _py| scores.hash.clone();
    /// The window's name.
    window: String = |scores, _py| scores.window.clone();
    /// The first day that counts; ``None`` where the window has no beginning.
    since: Option<Bound<'py, PyAny>> = |scores, py| scores.from.map(|day| py_date(py, day)).transpose()?;
    /// The first day that does not count any more.
    as_of: Bound<'py, PyAny> = |scores, py| py_date(py, scores.as_of)?;
    /// Who did something within the window, in the order of their ids, each a mapping.
    ///
    /// Its keys are ``person``, ``score``, ``count``, ``distance``, ``rank`` and ``parts``.
    people: Bound<'py, PyAny> = |scores, py| to_dict(py, &scores.people)?;
    /// Who did and may not be scored, in the order of their ids.
    not_scored: Vec<NotScored> = |scores, _py| scores.not_scored.iter().cloned().map(NotScored).collect();
    /// Events before the window.
    before_window: u64 = |scores, _py| scores.before_window;
    /// Where every other event went.
    tally: Tally = |scores, _py| Tally(scores.tally.clone());
    /// What a reader should know about the record.
    reasons: Bound<'py, PyList> = |scores, py| reasons(py, &scores.reasons)?;
});
document!(WindowScores, core::WindowScores);
hashed!(WindowScores);
arrow!(WindowScores);
