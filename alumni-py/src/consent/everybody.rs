use std::sync::OnceLock;

use alumni_core::Lang;
use alumni_core::consent as core;
use alumni_core::table::Stream;
use pyo3::prelude::*;

use super::snapshot::{Snapshot, Stand, Told};
use crate::convert::optional;
use crate::document::{drawing, to_dict};
use crate::exceptions::{quick, run};
use crate::html;
use crate::names::Names as _;
use crate::text::lang;

/// What a `Snapshot` says of everybody about one purpose and channel.
///
/// It goes wherever a table goes: ``pl.DataFrame(everybody)``, ``pa.table(everybody)``, DuckDB's ``con.from_arrow``, or `to_polars`,
/// `to_pandas` and `to_arrow`. The columns are ``subject``, ``verdict``, ``reason`` (the code that decided), ``evidence`` (the first
/// event that it rests on) and ``valid_until``.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
/// >>> _ = ledger.extend([al.consent.Event("mail", "ce_88", "w-0471", "newsletter", "withdrawn",
/// ...                                     occurred_at=datetime(2025, 7, 1, tzinfo=UTC))])
/// >>> everybody = ledger.snapshot(datetime(2026, 4, 1, tzinfo=UTC)).everybody("newsletter")
/// >>> everybody
/// <Everybody 1 'newsletter': 0 allowed, 0 review, 1 denied>
/// >>> everybody.to_polars()["reason"].to_list()
/// ['consent-withdrawn']
/// >>> [stand.evidence.id for stand in everybody]
/// ['ce_88']
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Everybody(Asked);

#[derive(Debug)]
struct Asked {
    snapshot: Py<Snapshot>,
    purpose: String,
    channel: Option<core::Channel>,
    evidence: bool,
    /// Once they are wanted.
    counts: OnceLock<core::AnswerCounts>,
}

impl Asked {
    fn counts(&self) -> Result<&core::AnswerCounts, alumni_core::Error> {
        match self.counts.get() {
            Some(counts) => Ok(counts),
            None => {
                let counts = self.ask()?.counts();
                Ok(self.counts.get_or_init(|| counts))
            }
        }
    }

    /// The snapshot does not change: asked again, it says the same.
    fn ask(&self) -> Result<core::Everybody<'_>, alumni_core::Error> {
        self.snapshot.get().0.everybody(&self.purpose, self.channel)
    }

    fn stream(&self) -> Result<Stream, alumni_core::Error> {
        self.ask()?.stream(self.evidence)
    }
}

impl Everybody {
    pub(super) fn new(
        snapshot: &Bound<'_, Snapshot>,
        purpose: String,
        channel: Option<core::Channel>,
        evidence: bool,
    ) -> PyResult<Self> {
        let of = &snapshot.get().0;
        // That the purpose is known is told at once.
        run(snapshot.py(), || of.may_each([], &purpose, channel, |_| ()))?;
        let counts = OnceLock::new();
        Ok(Self(Asked { snapshot: snapshot.clone().unbind(), purpose, channel, evidence, counts }))
    }

    fn told(&self, py: Python<'_>) -> PyResult<&core::AnswerCounts> {
        run(py, || self.0.counts())
    }
}

#[pymethods]
impl Everybody {
    /// The snapshot that was asked.
    #[getter]
    fn snapshot(&self, py: Python<'_>) -> Py<Snapshot> {
        self.0.snapshot.clone_ref(py)
    }

    /// The purpose's id.
    #[getter]
    fn purpose(&self) -> &str {
        &self.0.purpose
    }

    /// The channel; ``None`` for the purpose as a whole.
    #[getter]
    fn channel<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.channel.map(|channel| channel.member(py)).transpose()
    }

    /// How many people have each verdict, and for which reason.
    fn counts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, self.told(py)?)
    }

    /// The counts in ``lang``: a line for the verdicts and one for each reason.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        let counts = self.told(py)?;
        quick(py, || counts.text(lang))
    }

    /// The people with ``verdict``.
    ///
    /// Parameters
    /// ----------
    /// verdict : Verdict or str, optional
    ///     Left out for all of them.
    #[pyo3(signature = (verdict=None))]
    fn subjects(&self, py: Python<'_>, verdict: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<String>> {
        let verdict = optional(verdict, "verdict", core::Verdict::read)?;
        run(py, || {
            let everybody = self.0.ask()?;
            let of = |stand: &core::Stand<'_>| verdict.is_none_or(|verdict| stand.verdict() == verdict);
            Ok(everybody.iter().filter(of).map(|stand| stand.subject().to_owned()).collect())
        })
    }

    /// A bar for each verdict and the reason that decided, the most frequent first.
    ///
    /// Parameters
    /// ----------
    /// ax : matplotlib.axes.Axes, optional
    ///     Where to draw; a new figure when left out.
    /// lang : Lang or str, optional
    ///     The language of the labels; English when left out.
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
        drawing(slf.py(), "plot_answers")?.call1((slf, ax, lang.member(slf.py())?))
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        Ok(self.told(py)?.rows)
    }

    /// What is said of each, one after another.
    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let asked = &self.0;
        let told: Vec<_> = run(py, || {
            let everybody = asked.ask()?;
            Ok(everybody.iter().map(|stand| (stand.subject().to_owned(), Told::of(&stand))).collect())
        })?;
        let stand = |(subject, told)| {
            Stand::new(asked.snapshot.clone_ref(py), subject, asked.purpose.clone(), asked.channel, told)
        };
        let stands: Vec<_> = told.into_iter().map(stand).collect();
        py.import("builtins")?.getattr("iter")?.call1((stands,))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        self.text(py, None)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let core::AnswerCounts { rows, allowed, review, denied, .. } = self.told(py)?;
        let purpose = crate::convert::quoted(&self.0.purpose);
        Ok(format!("<Everybody {rows} {purpose}: {allowed} allowed, {review} review, {denied} denied>"))
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        let counts = self.told(py)?;
        quick(py, || counted(counts))
    }

    fn __eq__(&self, py: Python<'_>, other: &Self) -> PyResult<bool> {
        let of = |asked: &Asked| (asked.purpose.clone(), asked.channel, asked.evidence);
        Ok(of(&self.0) == of(&other.0) && self.0.snapshot.bind(py).eq(other.0.snapshot.bind(py))?)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.purpose, self.0.evidence))
    }

    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    #[pyo3(signature = (memo, /))]
    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        // Frozen all the way down: the copy is the thing itself.
        let _ = memo;
        slf
    }

    /// The snapshot is asked again where it arrives.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Py<PyAny>, Bound<'py, PyAny>)> {
        let made = py.get_type::<Self>().getattr("_of")?.unbind();
        let asked = (self.snapshot(py), &self.0.purpose, self.channel(py)?, self.0.evidence);
        Ok((made, asked.into_pyobject(py)?.into_any()))
    }

    /// What this snapshot says.
    #[staticmethod]
    fn _of(
        snapshot: &Bound<'_, Snapshot>,
        purpose: &Bound<'_, PyAny>,
        channel: Option<&Bound<'_, PyAny>>,
        evidence: bool,
    ) -> PyResult<Self> {
        let channel = optional(channel, "channel", core::Channel::read)?;
        Self::new(snapshot, crate::convert::text(purpose, "purpose")?, channel, evidence)
    }
}
arrow!(Everybody);

/// Counts as a table: a row for each verdict and reason.
pub(super) fn counted(counts: &core::AnswerCounts) -> String {
    let text = counts.to_string();
    let title = text.lines().next().unwrap_or_default();
    let row = |reason: &core::ReasonCount| {
        vec![reason.verdict.text(Lang::En), reason.text(Lang::En), reason.count.to_string()]
    };
    let rows: Vec<_> = counts.reasons.iter().map(row).collect();
    html::table(title, &["verdict", "reason", "rows"], &rows)
}
