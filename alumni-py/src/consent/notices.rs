use std::collections::BTreeSet;

use alumni_core::Error;
use alumni_core::consent as core;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::contact::Contacts;
use super::ledger::Ledger;
use super::purpose::{Notice, notice};
use crate::convert::{self, boolean, instant, integer, items, optional, py_instant, quoted, text};
use crate::exceptions::{quick, run};
use crate::html;
use crate::names::Names as _;
use crate::text::{lang, reasons};

/// How two versions of a notice differ, and what follows from it in each regime.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> old = al.consent.Notice("alumni", 1, ["jobs"], text={"ja": "求人をご案内します。"}, recipients=[])
/// >>> new = al.consent.Notice("alumni", 2, ["jobs"], text={"ja": "当社と紹介会社が求人をご案内します。"},
/// ...     recipients=[{"id": "agency", "role": "third_party"}])
/// >>> ledger = al.Ledger([al.consent.Purpose("jobs", "Jobs", "consent")], packs=["jp-appi"], regimes=["jp"])
/// >>> diff = ledger.notice_diff(old, new, at=datetime(2026, 6, 1, tzinfo=UTC))
/// >>> diff.consequence, diff.ends
/// (<NoticeConsequence.ASK_AGAIN: 'ask_again'>, {'jobs'})
/// >>> diff.is_contradictory
/// True
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct NoticeDiff(core::NoticeDiff);

#[pymethods]
impl NoticeDiff {
    /// The later version as one under which earlier consent ends where the difference asks for it.
    ///
    /// It ends nowhere else, and the hash stays. ``notice`` is the later version of the two that were compared.
    ///
    /// Raises
    /// ------
    /// InconsistentError
    ///     For another notice than the one compared.
    /// MissingError
    ///     Where consent ends and the notice does not say when it takes effect.
    fn marked(&self, notice: &Bound<'_, PyAny>) -> PyResult<Notice> {
        let py = notice.py();
        let notice = super::purpose::notice(notice, "notice")?;
        run(py, || self.0.marked(&notice)).map(Notice)
    }

    /// The strictest that follows in ``regime``; ``None`` for one that nobody in the ledger can be under.
    fn consequence_in<'py>(&self, regime: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let py = regime.py();
        let regime = text(regime, "regime")?;
        self.0.consequences.get(&regime).map(|consequence| consequence.member(py)).transpose()
    }

    fn __repr__(&self) -> String {
        let (from, to) = (&self.0.from, &self.0.to);
        let consequence = self.0.consequence();
        format!("<NoticeDiff {} v{} to v{}: {consequence}>", quoted(&from.id), from.version, to.version)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let mut rows = Vec::new();
            for difference in &self.0.differences {
                for ruling in &difference.rulings {
                    let rule = ruling.rule.clone().unwrap_or_default();
                    let said = difference.reason.to_string();
                    rows.push(vec![said, ruling.regime.clone(), ruling.consequence.to_string(), rule]);
                }
                if difference.rulings.is_empty() {
                    rows.push(vec![
                        difference.reason.to_string(),
                        String::new(),
                        String::new(),
                        String::new(),
                    ]);
                }
            }
            html::table(&self.__repr__(), &["difference", "regime", "what follows", "rule"], &rows)
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.from, &self.0.to, self.0.at))
    }
}
getters!(NoticeDiff {
    /// The version before.
    old_version: u32 = |diff, _py| diff.from.version;
    /// The later version.
    new_version: u32 = |diff, _py| diff.to.version;
    /// The instant whose rules are applied.
    at: Bound<'py, PyAny> = |diff, py| py_instant(py, diff.at)?;
    /// The strictest that follows anywhere.
    consequence: Bound<'py, PyAny> = |diff, py| diff.consequence().member(py)?;
    /// What differs, with what each regime makes of it.
    differences: Vec<NoticeDifference> = |diff, _py| diff.differences.iter().cloned().map(NoticeDifference).collect();
    /// The purposes that somebody has to be asked about.
    asks: BTreeSet<String> = |diff, _py| diff.asks.clone();
    /// The purposes among them to which earlier consent must not be used any more.
    ends: BTreeSet<String> = |diff, _py| diff.ends.clone();
    /// What does not fit together, and what could not be compared.
    findings: Bound<'py, PyList> = |diff, py| reasons(py, &diff.findings)?;
    /// Whether the new version is marked as material without a difference that asks for it, or the other way round.
    is_contradictory: bool = |diff, _py| diff.is_contradictory();
});
said!(NoticeDiff, "One line for each thing that differs, then what does not fit together.");
document!(NoticeDiff, core::NoticeDiff);

/// One thing that differs between two versions of a notice.
///
/// Examples
/// --------
/// >>> from alumni.consent import Notice
/// >>> old = Notice("alumni", 1, ["news"], text={"en": "We write to you."}, data_items=[])
/// >>> new = Notice("alumni", 2, ["news"], text={"en": "We write to you."}, data_items=[{"id": "salary"}])
/// >>> old.differences(new)[0].text("ja")
/// '利用する項目にsalaryを追加（対象：news）'
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct NoticeDifference(core::NoticeDifference);

#[pymethods]
impl NoticeDifference {
    /// What was said and what is said.
    #[pyo3(signature = (lang=None))]
    fn text(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        Ok(self.0.reason.text(self::lang(lang)?))
    }

    fn __str__(&self) -> String {
        self.0.reason.to_string()
    }

    fn __repr__(&self) -> String {
        match &self.0.item {
            Some(item) => format!("<NoticeDifference {} {}>", self.0.change, quoted(item)),
            None => format!("<NoticeDifference {}>", self.0.change),
        }
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.change, &self.0.item, &self.0.purposes))
    }
}
getters!(NoticeDifference {
    /// What kind of difference.
    change: Bound<'py, PyAny> = |difference, py| difference.change.member(py)?;
    /// What it is about: the id of a purpose, recipient or kind of data, a country, or the languages of the text.
    item: Option<String> = |difference, _py| difference.item.clone();
    /// The purposes it concerns.
    purposes: BTreeSet<String> = |difference, _py| difference.purposes.clone();
    /// What follows, by regime and purpose, as mappings.
    rulings: Bound<'py, PyAny> = |difference, py| crate::document::to_dict(py, &difference.rulings)?;
});
document!(NoticeDifference, core::NoticeDifference);

/// Who is asked again, who is told, when, and what may be lost.
///
/// It prints without naming anybody. Examples stand in the guide, *When a notice changes*.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> old = al.consent.Notice("alumni", 1, ["news"], text={"en": "We write to you."})
/// >>> ledger = al.Ledger([al.consent.Purpose("news", "News", "consent")], [old])
/// >>> new = al.consent.Notice("alumni", 2, ["news"], text={"en": "We and others write to you."})
/// >>> ledger.plan_reconsent(al.consent.Contacts({"id": "contact", "version": 1}), new, asking="news",
/// ...     channels=["email"], sender="office", message="m", at=datetime(2026, 4, 1, tzinfo=UTC),
/// ...     deadline=datetime(2026, 5, 1, tzinfo=UTC))
/// <ReconsentPlan 'alumni' v2: 0 asked, 0 told>
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct ReconsentPlan(core::ReconsentPlan);

#[pymethods]
impl ReconsentPlan {
    fn __repr__(&self) -> String {
        let plan = &self.0;
        let notice = quoted(&plan.notice);
        format!("<ReconsentPlan {notice} v{}: {} asked, {} told>", plan.version, plan.ask, plan.tell)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |day: &core::ReconsentDay| {
                vec![day.on.to_string(), day.channel.to_string(), day.ask.to_string(), day.tell.to_string()]
            };
            let rows: Vec<_> = self.0.days.iter().map(row).collect();
            html::table(&self.__repr__(), &["day", "channel", "asked", "told"], &rows)
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.notice, self.0.version, self.0.at, self.0.ask, self.0.tell))
    }
}
getters!(ReconsentPlan {
    /// The notice's id.
    notice: String = |plan, _py| plan.notice.clone();
    /// The new version.
    version: u32 = |plan, _py| plan.version;
    /// From when on people can be written to.
    at: Bound<'py, PyAny> = |plan, py| py_instant(py, plan.at)?;
    /// Before when everybody has to be reached.
    by: Bound<'py, PyAny> = |plan, py| py_instant(py, plan.by)?;
    /// What differs from each earlier version that people may have agreed to.
    diffs: Vec<NoticeDiff> = |plan, _py| plan.diffs.iter().cloned().map(NoticeDiff).collect();
    /// People to be asked.
    ask: usize = |plan, _py| plan.ask;
    /// People to be told, and not asked.
    tell: usize = |plan, _py| plan.tell;
    /// Everybody else in the ledger.
    nothing: usize = |plan, _py| plan.nothing;
    /// Those to be asked or told, and those who are left alone for a reason, as mappings.
    people: Bound<'py, PyAny> = |plan, py| crate::document::to_dict(py, &plan.people)?;
    /// How many on which day and channel, as mappings.
    days: Bound<'py, PyAny> = |plan, py| crate::document::to_dict(py, &plan.days)?;
    /// How many people may lose a permission: ``at_stake``, ``least``, ``most`` and, with a rate, ``expected``.
    loss: Bound<'py, PyAny> = |plan, py| crate::document::to_dict(py, &plan.loss)?;
    /// How many permissions may be lost, by purpose: the same counts.
    purposes: Bound<'py, PyAny> = |plan, py| crate::document::to_dict(py, &plan.purposes)?;
    /// What people read for these purposes, as mappings of languages.
    titles: Bound<'py, PyAny> = |plan, py| crate::document::to_dict(py, &plan.titles)?;
    /// What a person has to look at.
    findings: Bound<'py, PyList> = |plan, py| reasons(py, &plan.findings)?;
});
said_at!(ReconsentPlan, "What is at stake, the days, and what has to be looked at. Nobody is named.");
document!(ReconsentPlan, core::ReconsentPlan);

#[pymethods]
impl Notice {
    /// What ``newer`` says differently, whatever follows from it.
    ///
    /// Parameters
    /// ----------
    /// newer : Notice or mapping
    ///
    /// Returns
    /// -------
    /// list of NoticeDifference
    fn differences(&self, newer: &Bound<'_, PyAny>) -> PyResult<Vec<NoticeDifference>> {
        let newer = notice(newer, "newer")?;
        Ok(self.0.differences(&newer).into_iter().map(NoticeDifference).collect())
    }
}

#[pymethods]
impl Ledger {
    /// How ``new`` differs from ``old``, and what follows from it in every regime that anybody here can be under.
    ///
    /// Parameters
    /// ----------
    /// old, new : Notice or mapping
    ///     Neither has to be on file.
    /// at : datetime.datetime, optional
    ///     The instant whose rules are applied; left out for the one at which ``new`` takes effect.
    ///
    /// Returns
    /// -------
    /// NoticeDiff
    #[pyo3(signature = (old, new, *, at=None))]
    fn notice_diff(
        &self,
        old: &Bound<'_, PyAny>,
        new: &Bound<'_, PyAny>,
        at: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<NoticeDiff> {
        let py = old.py();
        let (old, new) = (notice(old, "old")?, notice(new, "new")?);
        let at = optional(at, "at", instant)?;
        run(py, || self.read().notice_diff(&old, &new, at)).map(NoticeDiff)
    }

    /// The pairs of neighbouring versions on file whose difference contradicts what the later one says about itself.
    ///
    /// It is not ``material`` though rules ask for consent again, or it is and nothing that can be compared differs so much.
    ///
    /// Parameters
    /// ----------
    /// at : datetime.datetime
    ///     The instant whose rules are applied to versions that do not say when they take effect.
    ///
    /// Returns
    /// -------
    /// list of NoticeDiff
    #[pyo3(signature = (*, at))]
    fn notice_contradictions(&self, py: Python<'_>, at: &Bound<'_, PyAny>) -> PyResult<Vec<NoticeDiff>> {
        let at = instant(at, "at")?;
        let found = run(py, || Ok(self.read().notice_contradictions(at)))?;
        Ok(found.into_iter().map(NoticeDiff).collect())
    }

    /// Who has to be asked or told about a new version of a notice, when, on which channel, and what may be lost.
    ///
    /// Nothing is changed or reserved.
    ///
    /// Parameters
    /// ----------
    /// contacts : Contacts
    ///     What was sent already, and the rules of contact.
    /// notice : Notice or mapping
    ///     The new version. It need not be on file yet; earlier ones must be.
    /// asking : str
    ///     The purpose under which people are asked and told.
    /// channels : iterable of Channel or str
    ///     The channels on which they may be, the best first.
    /// sender, message : str
    /// at : datetime.datetime
    ///     From when on people can be written to.
    /// deadline : datetime.datetime, optional
    ///     Until when; left out for the instant at which the new version takes effect.
    /// from_version : int, optional
    ///     Only people whose yes rests on this version.
    /// activity : Activity or str, optional
    ///     What asking and telling is; left out, legal packs take it for everything they know.
    /// per_day : int, optional
    ///     The most messages on one day.
    /// ask_after_no : bool, optional
    ///     Whether somebody who said no may be asked where a rule says for how long not, and that time is over.
    /// rate : mapping, optional
    ///     The share of those asked who agree: ``{"low": 0.4, "estimate": 0.5, "high": 0.6}``.
    /// utc_offsets : mapping, optional
    ///     The offsets of people who do not live on that of the rules of contact, by subject.
    /// time_zones : mapping, optional
    ///     Their time zones, such as ``America/New_York``, by subject; nobody has both.
    ///
    /// Returns
    /// -------
    /// ReconsentPlan
    #[pyo3(signature = (
        contacts, notice, *, asking, channels, sender, message, at, deadline=None, from_version=None, activity=None,
        per_day=None, ask_after_no=None, rate=None, utc_offsets=None,
        time_zones=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn plan_reconsent(
        &self,
        contacts: &Contacts,
        notice: &Bound<'_, PyAny>,
        asking: &Bound<'_, PyAny>,
        channels: &Bound<'_, PyAny>,
        sender: &Bound<'_, PyAny>,
        message: &Bound<'_, PyAny>,
        at: &Bound<'_, PyAny>,
        deadline: Option<&Bound<'_, PyAny>>,
        from_version: Option<&Bound<'_, PyAny>>,
        activity: Option<&Bound<'_, PyAny>>,
        per_day: Option<&Bound<'_, PyAny>>,
        ask_after_no: Option<&Bound<'_, PyAny>>,
        rate: Option<&Bound<'_, PyAny>>,
        utc_offsets: Option<&Bound<'_, PyAny>>,
        time_zones: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<ReconsentPlan> {
        let py = notice.py();
        let mut request = core::ReconsentRequest::new(
            self::notice(notice, "notice")?,
            text(asking, "asking")?,
            items(channels, "channels", core::Channel::read)?,
            text(sender, "sender")?,
            text(message, "message")?,
            instant(at, "at")?,
        );
        request.deadline = optional(deadline, "deadline", instant)?;
        request.from = optional(from_version, "from_version", integer)?;
        request.activity = optional(activity, "activity", core::Activity::read)?;
        request.per_day = optional(per_day, "per_day", integer)?;
        request.ask_after_no = optional(ask_after_no, "ask_after_no", boolean)?.unwrap_or_default();
        request.rate = optional(rate, "rate", convert::plain)?;
        request.utc_offsets = optional(utc_offsets, "utc_offsets", convert::plain)?.unwrap_or_default();
        request.time_zones = optional(time_zones, "time_zones", convert::plain)?.unwrap_or_default();
        // What the core calls `from` is no name for an argument here.
        let in_python = |error: Error| match error.path() {
            "from" => Error::new(error.kind(), error.message()).within("from_version"),
            _ => error,
        };
        let plan = || self.read().plan_reconsent(&contacts.read(), &request).map_err(in_python);
        run(py, plan).map(ReconsentPlan)
    }
}
