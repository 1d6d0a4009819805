use alumni_core::calendar::Span;
use alumni_core::engagement as core;
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::interaction::interactions;
use super::network;
use super::permission::Allowed;
use crate::convert::{self, quoted, text};
use crate::document::to_dict;
use crate::exceptions::{quick, run};
use crate::html;
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
    /// consent, purpose, at : optional
    ///     A ledger that says who may be scored, instead of ``permitted``, as for `ScoreModel.score`; it is asked at the end of ``window`` in UTC
    ///     when ``at`` is left out.
    ///
    /// Returns
    /// -------
    /// RfmTable
    #[pyo3(signature = (events, *, window, permitted=None, consent=None, purpose=None, at=None))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn measure(
        &self,
        py: Python<'_>,
        events: &Bound<'_, PyAny>,
        window: &Bound<'_, PyAny>,
        permitted: Option<&Bound<'_, PyAny>>,
        consent: Option<&Bound<'_, PyAny>>,
        purpose: Option<&Bound<'_, PyAny>>,
        at: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<RfmTable> {
        let window: Span = network::window(window)?;
        let allowed = Allowed::new(permitted, consent, purpose, at, window.until())?;
        let events = interactions(events, "events")?;
        let found = run(py, || allowed.with(|permitted| self.0.measure(&events, window, permitted))?)?;
        Ok(RfmTable(core::RfmTable(found)))
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

/// Recency, frequency and value of people, each a mapping, in the order of their ids.
///
/// It is a sequence of rows and equal to a list of the same, and exports an Arrow table with ``person``, ``recency_days``, ``frequency``,
/// ``value``, ``r``, ``f``, ``m`` and ``score``.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> events = [al.engagement.Interaction("e-1", datetime(2026, 3, 1, tzinfo=UTC), "reply", "w-1", "alumnus")]
/// >>> found = al.engagement.rfm(events, window=al.calendar.Span(date(2026, 1, 1), date(2026, 4, 1)))
/// >>> found, [row["recency_days"] for row in found]
/// (<RfmTable of 1 person>, [31])
#[pyclass(module = "alumni.engagement", frozen, sequence)]
#[derive(Debug)]
pub(crate) struct RfmTable(pub(super) core::RfmTable);

#[pymethods]
impl RfmTable {
    fn __len__(&self) -> usize {
        self.0.0.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(to_dict(py, &self.0)?.try_iter()?.into_any())
    }

    /// The row at a place, or a list of those in a slice; negative numbers count from the end.
    fn __getitem__<'py>(&self, row: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let rows = self.0.0.len();
        let Ok(number) = row.extract::<isize>() else { return to_dict(row.py(), &self.0)?.get_item(row) };
        let place = usize::try_from(number).ok().or_else(|| rows.checked_sub(number.unsigned_abs()));
        match place.and_then(|place| self.0.0.get(place)) {
            Some(found) => to_dict(row.py(), found),
            None => Err(PyIndexError::new_err(format!("expected a row below {rows}, got {number}"))),
        }
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let py = other.py();
        if let Ok(other) = other.cast::<Self>() {
            return Ok((self.0 == other.get().0).into_pyobject(py)?.to_owned().into_any().unbind());
        }
        if !other.is_instance_of::<PyList>() {
            return Ok(py.NotImplemented());
        }
        Ok(to_dict(py, &self.0)?.eq(other)?.into_pyobject(py)?.to_owned().into_any().unbind())
    }

    fn __repr__(&self) -> String {
        let people = self.0.0.len();
        format!("<RfmTable of {people} {}>", if people == 1 { "person" } else { "people" })
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |one: &core::Rfm| {
                let figures =
                    [one.recency_days.to_string(), one.frequency.to_string(), html::number(one.value)];
                let groups = [u16::from(one.r), u16::from(one.f), u16::from(one.m), one.score];
                let groups = groups.map(|group| group.to_string());
                std::iter::once(one.person.clone()).chain(figures).chain(groups).collect()
            };
            let rows: Vec<_> = self.0.0.iter().take(html::SHOWN).map(row).collect();
            let head = ["person", "days since the last", "how often", "value", "r", "f", "m", "score"];
            html::table(&html::heading("Recency, frequency, value", self.0.0.len()), &head, &rows)
        })
    }
}
written!(RfmTable, core::RfmTable, core::RfmTable::from_json);
copied!(RfmTable);
hashed!(RfmTable);
arrow!(RfmTable);
