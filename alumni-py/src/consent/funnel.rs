use alumni_core::consent as core;
use alumni_core::text::Lang;
use pyo3::prelude::*;

use super::contact::Contacts;
use super::ledger::Ledger;
use crate::convert::{instant, items, optional, py_instant, quoted, text};
use crate::document::{drawing, to_dict};
use crate::exceptions::{quick, run};
use crate::html;
use crate::names::Names as _;
use crate::text::lang;

#[pymethods]
impl Ledger {
    /// How many may be reached for ``purpose``, and at which step the others are lost.
    ///
    /// Parameters
    /// ----------
    /// purpose : str
    /// channel : Channel or str, optional
    ///     The channel to be used; left out for the purpose as a whole.
    /// at : datetime.datetime
    ///     The instant at which it would be done.
    /// known_at : datetime.datetime, optional
    ///     As it was known at this instant; left out for everything known.
    /// among : iterable of str, optional
    ///     The people to count, each once, whether the ledger knows them or not; all subjects of the ledger when left out.
    /// contacts : Contacts, optional
    ///     The log whose caps, pauses and quiet hours are the last step.
    ///
    /// Returns
    /// -------
    /// Funnel
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     For a purpose that is not known here.
    /// MissingError
    ///     For contacts without a channel.
    #[pyo3(signature = (purpose, *, channel=None, at, known_at=None, among=None, contacts=None))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn funnel(
        &self,
        py: Python<'_>,
        purpose: &Bound<'_, PyAny>,
        channel: Option<&Bound<'_, PyAny>>,
        at: &Bound<'_, PyAny>,
        known_at: Option<&Bound<'_, PyAny>>,
        among: Option<&Bound<'_, PyAny>>,
        contacts: Option<PyRef<'_, Contacts>>,
    ) -> PyResult<Funnel> {
        let purpose = text(purpose, "purpose")?;
        let channel = optional(channel, "channel", core::Channel::read)?;
        let at = instant(at, "at")?;
        let known_at = optional(known_at, "known_at", instant)?;
        let among = optional(among, "among", |value, name| items(value, name, text))?;
        let contacts = contacts.as_deref();
        run(py, || {
            let ledger = self.read();
            let log = contacts.map(Contacts::read);
            let log = log.as_deref();
            match &among {
                Some(people) => {
                    ledger.funnel(people.iter().map(String::as_str), &purpose, channel, at, known_at, log)
                }
                None => ledger.funnel(ledger.subjects(), &purpose, channel, at, known_at, log),
            }
        })
        .map(Funnel)
    }
}

/// From everybody down to those who may be written to now, and what holds the others back.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
/// >>> funnel = ledger.funnel("newsletter", channel="email", at=datetime(2026, 4, 1, tzinfo=UTC), among=["w-1", "w-2"])
/// >>> print(funnel)
/// people: 2
/// on record: 0 (less never asked 2)
/// asked: 0
/// agreed: 0
/// not withdrawn or ended: 0
/// allowed on this channel: 0
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Funnel(core::Funnel);

#[pymethods]
impl Funnel {
    /// The steps, each a mapping with ``stage``, ``people`` and ``lost``: by reason, the most frequent first.
    #[getter]
    fn steps<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.steps)
    }

    /// A bar for each step, from everybody down to those who may be reached.
    ///
    /// Parameters
    /// ----------
    /// ax : matplotlib.axes.Axes, optional
    ///     Where to draw; a new figure when left out.
    /// lang : Lang or str, optional
    ///     The language of the labels; English when left out. Japanese takes an installed Japanese font.
    ///
    /// Returns
    /// -------
    /// matplotlib.axes.Axes
    ///     Where it was drawn.
    ///
    /// Raises
    /// ------
    /// ImportError
    ///     Where matplotlib is not installed: ``pip install 'alumni[plot]'``.
    #[pyo3(signature = (ax=None, *, lang=None))]
    fn plot<'py>(
        slf: &Bound<'py, Self>,
        ax: Option<&Bound<'py, PyAny>>,
        lang: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let lang = self::lang(lang)?;
        drawing(slf.py(), "plot_funnel")?.call1((slf, ax, lang.member(slf.py())?))
    }

    fn __repr__(&self) -> String {
        let people = self.0.steps.first().map_or(0, |step| step.people);
        format!("<Funnel {}: {} of {people}>", quoted(&self.0.purpose), self.0.reachable())
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |step: &core::FunnelStep| {
                let lost = step.lost.iter().map(|lost| format!("{} {}", lost.text(Lang::En), lost.count));
                vec![step.stage.text(Lang::En), step.people.to_string(), lost.collect::<Vec<_>>().join(", ")]
            };
            let rows: Vec<_> = self.0.steps.iter().map(row).collect();
            html::table(&self.0.purpose, &["step", "people", "lost"], &rows)
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.purpose, self.0.at, self.0.reachable()))
    }
}
getters!(Funnel {
    /// The purpose's id.
    purpose: String = |funnel, _py| funnel.purpose.clone();
    /// The channel; ``None`` for the purpose as a whole.
    channel: Option<Bound<'py, PyAny>> = |funnel, py| funnel.channel.map(|channel| channel.member(py)).transpose()?;
    /// The instant of the question.
    at: Bound<'py, PyAny> = |funnel, py| py_instant(py, funnel.at)?;
    /// As it was known at this instant; ``None`` for everything known.
    known_at: Option<Bound<'py, PyAny>> = |funnel, py| funnel.known_at.map(|at| py_instant(py, at)).transpose()?;
    /// People who got to the last step.
    reachable: usize = |funnel, _py| funnel.reachable();
});
said!(Funnel, "A line for each step in ``lang``, with the reasons of those it lost.");
document!(Funnel, core::Funnel);
