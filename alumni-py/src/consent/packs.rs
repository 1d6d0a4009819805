use alumni_core::consent as core;
use pyo3::prelude::*;
use pyo3::types::PyString;

use super::event::Event;
use crate::calendar::Period;
use crate::convert::{self, instant, items, optional, py_date, quoted, text};
use crate::exceptions::{quick, raise, run};
use crate::html;
use crate::names::Names as _;
use crate::text::lang;

/// The rules of one body of law, as dated data.
///
/// A pack says what was found about the law and how well that was checked; it is no legal advice.
///
/// Examples
/// --------
/// >>> from alumni.consent import Pack
/// >>> pack = Pack.shipped("jp-appi")
/// >>> pack.rules[0].article("ja"), pack.rules[0].checked
/// ('個人情報保護法第18条第1項', <Checked.SECONDARY: 'secondary'>)
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Pack(pub(super) core::Pack);

#[pymethods]
impl Pack {
    /// Read a pack from TOML or JSON.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     With the place in ``path``: ``rules[2].effective_until``.
    #[staticmethod]
    fn parse(py: Python<'_>, document: &Bound<'_, PyAny>) -> PyResult<Self> {
        let document = text(document, "document")?;
        run(py, || core::Pack::parse(&document)).map(Self)
    }

    /// The pack ``id`` of those that come with the library.
    #[staticmethod]
    fn shipped(py: Python<'_>, id: &Bound<'_, PyAny>) -> PyResult<Self> {
        let id = text(id, "id")?;
        run(py, || core::Pack::shipped(&id)).map(Self)
    }

    /// The packs that come with the library for ``place``, which is what their ids begin with.
    ///
    /// Examples
    /// --------
    /// >>> from alumni.consent import Pack
    /// >>> [pack.id for pack in Pack.shipped_for("jp")]
    /// ['jp-appi', 'jp-employment-security', 'jp-specified-email']
    #[staticmethod]
    fn shipped_for(py: Python<'_>, place: &Bound<'_, PyAny>) -> PyResult<Vec<Self>> {
        let place = text(place, "place")?;
        let packs = run(py, || core::Pack::shipped_for(&place))?;
        Ok(packs.into_iter().map(Self).collect())
    }

    /// The ids of the packs that come with the library.
    #[staticmethod]
    fn shipped_ids() -> Vec<&'static str> {
        core::Pack::shipped_ids().collect()
    }

    /// What people read in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.title.text(self::lang(lang)?))
    }

    fn __repr__(&self) -> String {
        format!("<Pack {} v{}: {} rules>", quoted(&self.0.id), self.0.version, self.0.rules.len())
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let rows: Vec<_> = self
                .0
                .rules
                .iter()
                .map(|rule| {
                    let until = rule.effective_until.map_or_else(String::new, |day| day.to_string());
                    let cells = [&rule.id, &rule.article.en, &rule.regime, &rule.text.en];
                    let mut row: Vec<String> = cells.into_iter().cloned().collect();
                    row.extend([rule.effective_from.to_string(), until, rule.checked.to_string()]);
                    row
                })
                .collect();
            html::table(
                &self.0.title.en,
                &["rule", "article", "regime", "asks for", "from", "until", "checked"],
                &rows,
            )
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.id, self.0.version))
    }
}
getters!(Pack {
    /// The id.
    id: String = |pack, _py| pack.id.clone();
    /// The version, rising.
    version: u32 = |pack, _py| pack.version;
    /// The rules.
    rules: Vec<Rule> = |pack, _py| pack.rules.iter().cloned().map(Rule).collect();
});
document!(Pack, core::Pack, core::Pack::parse);

/// Reads a list of which each is a `Pack`, its document, the id of a shipped one, or the place of several.
pub(super) fn packs(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Vec<core::Pack>> {
    Ok(items(value, name, named)?.concat())
}

fn named(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Vec<core::Pack>> {
    if let Ok(found) = value.cast::<Pack>() {
        return Ok(vec![found.get().0.clone()]);
    }
    if value.is_instance_of::<PyString>() {
        return core::Pack::shipped_for(&text(value, name)?).map_err(|error| raise(&error.within(name)));
    }
    Ok(vec![convert::plain(value, name)?])
}

/// The names of the days as they are here.
pub(super) fn in_python(error: alumni_core::Error) -> alumni_core::Error {
    if error.path() == "until" {
        alumni_core::Error::inconsistent(error.message()).within("end")
    } else {
        error
    }
}

/// Reads the regimes of everybody, or of everybody and of subjects.
pub(super) fn regimes(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::Regimes> {
    if value.hasattr("keys")? {
        return convert::plain(value, name);
    }
    Ok(core::Regimes::everyone(items(value, name, text)?))
}

/// One requirement of a law, with its dates and with how well it was checked.
///
/// Examples
/// --------
/// >>> from alumni.consent import Pack
/// >>> rule = Pack.shipped("us-canspam-tcpa-ccpa").rules[7]
/// >>> rule.id, rule.effective_from.isoformat(), rule.effect
/// ('us-tcpa-revoke-all', '2027-01-31', 'revocation')
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Rule(core::Rule);

#[pymethods]
impl Rule {
    /// Where it stands, in ``lang``: law and article.
    #[pyo3(signature = (lang=None))]
    fn article(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.article.text(self::lang(lang)?))
    }

    /// What it asks for, in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn text(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.text.text(self::lang(lang)?))
    }

    fn __repr__(&self) -> String {
        format!("<Rule {}: {}>", quoted(&self.0.id), self.0.effect.kind())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.id)
    }
}
getters!(Rule {
    /// The id.
    id: String = |rule, _py| rule.id.clone();
    /// Where it applies.
    regime: String = |rule, _py| rule.regime.clone();
    /// The first day on which it applies.
    effective_from: Bound<'py, PyAny> = |rule, py| py_date(py, rule.effective_from)?;
    /// The first day on which it no longer applies.
    effective_until: Option<Bound<'py, PyAny>> = |rule, py| rule.effective_until.map(|day| py_date(py, day)).transpose()?;
    /// What it was taken from.
    source: String = |rule, _py| rule.source.clone();
    /// How it was checked.
    checked: Bound<'py, PyAny> = |rule, py| rule.checked.member(py)?;
    /// How its dates were checked.
    dates_checked: Bound<'py, PyAny> = |rule, py| rule.dates_checked.member(py)?;
    /// What it does, in a word; its document has the rest.
    effect: &'static str = |rule, _py| rule.effect.kind();
});
document!(Rule, core::Rule);

/// Several packs together.
///
/// Parameters
/// ----------
/// packs : iterable of Pack, mapping or str
///     A text is the id of a shipped one, or a place such as ``jp`` for all of it.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> from alumni.consent import Packs
/// >>> packs = Packs(["us-canspam-tcpa-ccpa"])
/// >>> packs.changes_between(date(2027, 1, 31), date(2027, 1, 31))
/// [<RuleChange 2027-01-31 'us-tcpa-revoke-topic' ends>, <RuleChange 2027-01-31 'us-tcpa-revoke-all' begins>]
/// >>> packs.revocation("Stop", channel="sms", regimes=["us"], at=datetime(2027, 2, 1, tzinfo=UTC))
/// {'scope': 'all', 'rule': 'us-tcpa-revoke-all'}
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Packs(core::Packs);

#[pymethods]
impl Packs {
    #[new]
    fn new(packs: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = packs.py();
        let packs = self::packs(packs, "packs")?;
        run(py, || core::Packs::new(packs)).map(Self)
    }

    /// Every pack that comes with the library.
    #[staticmethod]
    fn shipped(py: Python<'_>) -> PyResult<Self> {
        run(py, core::Packs::shipped).map(Self)
    }

    /// The rules that begin or cease to apply on the days from ``start`` to ``end``, both included.
    fn changes_between(
        &self,
        py: Python<'_>,
        start: &Bound<'_, PyAny>,
        end: &Bound<'_, PyAny>,
    ) -> PyResult<Vec<RuleChange>> {
        let (start, end) = (convert::date(start, "start")?, convert::date(end, "end")?);
        let changes = run(py, || self.0.changes_between(start, end).map_err(in_python))?;
        Ok(changes.into_iter().map(RuleChange).collect())
    }

    /// What a word like STOP ends by itself, as ``{"scope": ..., "rule": ...}``; ``None`` where a person has to read it.
    /// A regime that no pack knows is an error.
    #[pyo3(signature = (said, *, channel, at, regimes=None))]
    fn revocation<'py>(
        &self,
        py: Python<'py>,
        said: &Bound<'py, PyAny>,
        channel: &Bound<'py, PyAny>,
        at: &Bound<'py, PyAny>,
        regimes: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let (said, at) = (text(said, "said")?, instant(at, "at")?);
        let channel = core::Channel::read(channel, "channel")?;
        let regimes =
            optional(regimes, "regimes", |value, name| items(value, name, text))?.unwrap_or_default();
        let found = run(py, || {
            let regimes: Vec<_> = regimes.iter().map(String::as_str).collect();
            self.0.revocation(&said, channel, &regimes, at)
        })?;
        found.map(|found| crate::document::to_dict(py, &found)).transpose()
    }

    /// The packs.
    #[getter]
    fn packs(&self) -> Vec<Pack> {
        self.0.iter().cloned().map(Pack).collect()
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<(Py<PyAny>, (Vec<Pack>,))> {
        Ok((slf.get_type().into_any().unbind(), (slf.get().packs(),)))
    }

    fn __repr__(&self) -> String {
        format!("<Packs {} packs>", self.0.iter().count())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.iter().map(|pack| &pack.id).collect::<Vec<_>>())
    }
}
value!(Packs);

/// A rule that begins or ceases to apply.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> from alumni.consent import Packs
/// >>> change = Packs.shipped().changes_between(date(2027, 5, 13), date(2027, 5, 13))[0]
/// >>> change.rule, change.change, change.article()
/// ('in-dpdp-notice', <RuleChangeKind.BEGINS: 'begins'>, 'DPDP Rule 3')
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct RuleChange(pub(super) core::RuleChange);

#[pymethods]
impl RuleChange {
    /// Law and article, in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn article(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.article.text(self::lang(lang)?))
    }

    /// What it asks for, in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn text(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.text.text(self::lang(lang)?))
    }

    fn __repr__(&self) -> String {
        format!("<RuleChange {} {} {}>", self.0.on, quoted(&self.0.rule), self.0.change)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.rule, self.0.on))
    }
}
getters!(RuleChange {
    /// The day.
    on: Bound<'py, PyAny> = |change, py| py_date(py, change.on)?;
    /// Whether it begins or ends.
    change: Bound<'py, PyAny> = |change, py| change.change.member(py)?;
    /// The pack's id.
    pack: String = |change, _py| change.pack.clone();
    /// The rule's id.
    rule: String = |change, _py| change.rule.clone();
    /// Where it applies.
    regime: String = |change, _py| change.regime.clone();
    /// The purposes of the ledger that it touches.
    purposes: Vec<String> = |change, _py| change.purposes.iter().cloned().collect();
    /// The channels of those purposes that it touches.
    channels: Vec<Bound<'py, PyAny>> =
        |change, py| change.channels.iter().map(|channel| channel.member(py)).collect::<PyResult<_>>()?;
});
document!(RuleChange, core::RuleChange);

/// What a rule asks for when making use of a permission.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> jobs = al.consent.Purpose("jobs", "Jobs", "contract", class_="recruiting")
/// >>> ledger = al.Ledger([jobs], packs=["jp-employment-security"], regimes=["jp"])
/// >>> duty = ledger.may("w-1", "jobs", channel="email", at=datetime(2026, 4, 1, tzinfo=UTC)).duties[0]
/// >>> duty.obligation.value, duty.article()
/// ('current_job_information', 'Employment Security Act Art. 5-4')
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Duty(pub(super) core::Duty);

#[pymethods]
impl Duty {
    /// Law and article, in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn article(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.article.text(self::lang(lang)?))
    }

    /// What it asks for, in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn text(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.text.text(self::lang(lang)?))
    }

    fn __repr__(&self) -> String {
        format!("<Duty {} by {}>", self.0.obligation, quoted(&self.0.rule))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.rule, self.0.obligation))
    }
}
getters!(Duty {
    /// What to do.
    obligation: Bound<'py, PyAny> = |duty, py| duty.obligation.member(py)?;
    /// The pack's id.
    pack: String = |duty, _py| duty.pack.clone();
    /// The rule's id.
    rule: String = |duty, _py| duty.rule.clone();
    /// Where the rule applies.
    regime: String = |duty, _py| duty.regime.clone();
    /// How long a record is kept; ``None`` where the rule sets no length.
    keep_for: Option<Period> = |duty, _py| duty.keep_for.map(Period);
    /// From when on it is kept.
    keep_from: Option<Bound<'py, PyAny>> = |duty, py| duty.keep_from.map(|from| from.member(py)).transpose()?;
});
document!(Duty, core::Duty);

/// The events of a list.
pub(super) fn events(events: &[core::Event]) -> Vec<Event> {
    events.iter().cloned().map(Event).collect()
}
