use alumni_core::calendar::Span;
use alumni_core::engagement as core;
use pyo3::prelude::*;

use super::interaction::interactions;
use super::network;
use super::permission::permission;
use crate::convert::{self, quoted, text};
use crate::document::to_dict;
use crate::exceptions::run;
use crate::text::lang;

/// Which acts stand for recency, frequency and value, and into how many groups people are put: a document.
///
/// Such a measure is here to compare a score with: a group moves when others act.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> model = al.engagement.RfmModel.preset("hughes-1994")
/// >>> events = [al.engagement.Interaction("e-1", datetime(2026, 3, 1, tzinfo=UTC), "reply", "w-1", "alumnus")]
/// >>> model.measure(events, window=al.calendar.Span(date(2026, 1, 1), date(2026, 4, 1)))[0]["frequency"]
/// 1
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct RfmModel(core::RfmModel);

#[pymethods]
impl RfmModel {
    /// Read a model in TOML, or in JSON when it begins with a brace.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     Of the kind that fits, with the place in ``path``: ``kinds[3]``.
    #[staticmethod]
    fn parse(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = convert::text(text, "text")?;
        run(py, || core::RfmModel::parse(&text)).map(Self)
    }

    /// One of the models that come with the library; see `presets`.
    #[staticmethod]
    fn preset(py: Python<'_>, name: &Bound<'_, PyAny>) -> PyResult<Self> {
        let name = text(name, "name")?;
        run(py, || core::RfmModel::preset(&name).map_err(|error| error.within("name"))).map(Self)
    }

    /// The names of the models that come with the library.
    #[staticmethod]
    fn presets() -> Vec<&'static str> {
        core::RfmModel::presets().collect()
    }

    /// Recency, frequency and value of every alumnus whose acts of these kinds fall within ``window``, each with its group.
    ///
    /// Parameters
    /// ----------
    /// events : iterable of Interaction or mapping, or a table of them
    /// window : Span
    ///     The days looked at, in UTC.
    /// permitted : iterable of str, optional
    ///     Who may be scored; everybody when left out.
    ///
    /// Returns
    /// -------
    /// list of dict
    ///     What `rfm` gives.
    #[pyo3(signature = (events, *, window, permitted=None))]
    fn measure<'py>(
        &self,
        py: Python<'py>,
        events: &Bound<'py, PyAny>,
        window: &Bound<'py, PyAny>,
        permitted: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let window: Span = network::window(window)?;
        let listed = permission(permitted)?;
        let events = interactions(events, "events")?;
        let found = run(py, || self.0.measure(&events, window, listed.as_core()))?;
        to_dict(py, &found)
    }

    /// The title in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.title().text(self::lang(lang)?))
    }

    fn __repr__(&self) -> String {
        format!("<RfmModel {} v{}, {} groups>", quoted(self.0.id()), self.0.version(), self.0.groups())
    }
}
getters!(RfmModel {
    /// The id.
    id: String = |model, _py| model.id().to_owned();
    /// The version, 1 or more.
    version: u32 = |model, _py| model.version();
    /// Where the measure comes from.
    source: String = |model, _py| model.source().to_owned();
    /// Into how many groups people are put.
    groups: u8 = |model, _py| model.groups();
    /// The kinds that count, in the document's order; ``None`` for all.
    kinds: Option<Vec<String>> = |model, _py| model.kinds().map(|kinds| kinds.iter().map(ToString::to_string).collect());
    /// SHA-256 of the model, in hexadecimal: the same for TOML and JSON that say the same.
    hash: String = |model, _py| model.hash();
});
document!(RfmModel, core::RfmModel, core::RfmModel::parse);
shown!(RfmModel);
hashed!(RfmModel);
