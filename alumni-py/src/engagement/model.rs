use std::collections::BTreeMap;

use alumni_core::Error;
use alumni_core::engagement as core;
use pyo3::prelude::*;
use pyo3::types::PyMapping;

use super::change::ScoreChange;
use super::interaction::interactions;
use super::learn::LearnedHalfLife;
use super::permission::Allowed;
use super::scores::Scores;
use super::sums::ScoreTable;
use crate::convert::{self, date, integer, optional, quoted, text};
use crate::exceptions::{quick, raise, run};
use crate::progress::heard;
use crate::text::lang;

/// The completed years of tenure of people, as a mapping of ids to numbers.
pub(super) fn tenure_years(value: Option<&Bound<'_, PyAny>>) -> PyResult<BTreeMap<String, u32>> {
    let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(BTreeMap::new()) };
    let Ok(given) = value.cast::<PyMapping>() else {
        let message =
            format!("expected a mapping of ids to completed years, got {}", convert::type_name(value));
        return Err(raise(&Error::wrong_type(message).within("tenure_years")));
    };
    let mut years = BTreeMap::new();
    for pair in given.items()?.iter() {
        let (id, own): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
        let id = text(&id, "tenure_years")?;
        // A table has whole numbers with a point where others are missing.
        if !convert::is_absent(&own) {
            let place = format!("tenure_years.{id}");
            years.insert(id, completed(&own, &place)?);
        }
    }
    Ok(years)
}

fn completed(value: &Bound<'_, PyAny>, place: &str) -> PyResult<u32> {
    let number = convert::number(value, place)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and in range")]
    if (0.0..=1_000.0).contains(&number) && number.fract() == 0.0 {
        return Ok(number as u32);
    }
    Err(raise(&Error::out_of_range("expected a whole number of years from 0 to 1000").within(place)))
}

/// Which kinds of events count for how much and how fast they fade: a document, never code.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> model = al.ScoreModel.preset("alumni")
/// >>> event = al.engagement.Interaction("e-1", datetime(2025, 10, 3, 10, tzinfo=UTC), "event_attend", "w-1042", "alumnus")
/// >>> model.score([event], as_of=date(2026, 4, 1)).why("w-1042")
/// 'event_attend +2.5'
#[pyclass(module = "alumni", frozen)]
#[derive(Debug)]
pub(crate) struct ScoreModel(pub(crate) core::ScoreModel);

#[pymethods]
impl ScoreModel {
    /// Read a model in TOML, or in JSON when it begins with a brace.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     Of the kind that fits, with the place in ``path``: ``kinds[3].weight``.
    #[staticmethod]
    fn parse(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = convert::text(text, "text")?;
        run(py, || core::ScoreModel::parse(&text)).map(Self)
    }

    /// One of the models that come with the library; see `presets`.
    #[staticmethod]
    fn preset(py: Python<'_>, name: &Bound<'_, PyAny>) -> PyResult<Self> {
        let name = text(name, "name")?;
        run(py, || core::ScoreModel::preset(&name).map_err(|error| error.within("name"))).map(Self)
    }

    /// The names of the models that come with the library.
    #[staticmethod]
    fn presets() -> Vec<&'static str> {
        core::ScoreModel::presets().collect()
    }

    /// Score everybody who did something before the day ``as_of`` begins (00:00 UTC).
    ///
    /// Parameters
    /// ----------
    /// events : iterable of Interaction or mapping, or a table of them
    ///     In any order; an event that stands twice counts once.
    /// as_of : datetime.date
    ///     The day, beginning at 00:00 UTC.
    /// permitted : iterable of str, optional
    ///     Who may be scored; everybody when left out. Whoever may not leaves no trace in other people's scores.
    /// consent : Ledger, optional
    ///     The ledger that says who may be scored, instead of ``permitted``.
    /// purpose : str, optional
    ///     The purpose that permits scoring; needed with ``consent``.
    /// at : datetime.datetime, optional
    ///     The instant at which the ledger is asked; the start of ``as_of`` in UTC when left out.
    /// tenure_years : mapping of str to int, optional
    ///     The completed years of tenure of each person, for a model with bands of tenure. Whoever is not in it is scored with
    ///     factor 1, and a reason says so; so it does where the model has no bands, to which they change nothing.
    ///
    /// Returns
    /// -------
    /// Scores
    ///
    /// Raises
    /// ------
    /// DuplicateError
    ///     At ``events[i].id`` when one id stands for two different events.
    #[pyo3(signature = (events, *, as_of, permitted=None, consent=None, purpose=None, at=None, tenure_years=None))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn score(
        &self,
        py: Python<'_>,
        events: &Bound<'_, PyAny>,
        as_of: &Bound<'_, PyAny>,
        permitted: Option<&Bound<'_, PyAny>>,
        consent: Option<&Bound<'_, PyAny>>,
        purpose: Option<&Bound<'_, PyAny>>,
        at: Option<&Bound<'_, PyAny>>,
        tenure_years: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Scores> {
        let as_of = date(as_of, "as_of")?;
        let allowed = Allowed::new(permitted, consent, purpose, at, as_of)?;
        let years = self::tenure_years(tenure_years)?;
        let events = interactions(events, "events")?;
        let score = || allowed.with(|permitted| self.0.score_by_tenure(&events, as_of, permitted, &years));
        run(py, || score()?).map(Scores)
    }

    /// The model for one of its `purposes`: its weights multiplied, without purposes.
    ///
    /// That purpose is what the score is for; the one beside ``consent`` is what permits scoring at all.
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     For a purpose that the model has no factors for.
    ///
    /// Examples
    /// --------
    /// >>> import alumni as al
    /// >>> document = al.ScoreModel.preset("alumni").to_dict()
    /// >>> document["purposes"] = [{"purpose": "referral", "kinds": {"introduction": 2.5}}]
    /// >>> al.ScoreModel.from_dict(document).for_purpose("referral").id
    /// 'alumni/referral'
    fn for_purpose(&self, py: Python<'_>, purpose: &Bound<'_, PyAny>) -> PyResult<Self> {
        let purpose = text(purpose, "purpose")?;
        run(py, || self.0.for_purpose(&purpose)).map(Self)
    }

    /// The model for people with so many completed years of tenure: its weights multiplied, without bands and purposes.
    ///
    /// A purpose is asked for first. A model without bands stays as it is.
    fn for_tenure(&self, years: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(self.0.for_tenure(integer(years, "years")?)))
    }

    /// Score everybody from columns, however many rows there are: the scores of `score` to the last bit, with recency where asked.
    ///
    /// Every row is an event; rows are not compared with each other. Where the model caps a kind, the events of a person and capped
    /// kind come in the order of time.
    ///
    /// Parameters
    /// ----------
    /// events : table
    ///     With ``actor``, ``kind``, ``at`` (in a time zone) and, where others than alumni are in it, ``actor_type``; other columns
    ///     of interactions are not read.
    /// as_of : datetime.date
    ///     The day, beginning at 00:00 UTC.
    /// permitted, consent, purpose, at, tenure_years : optional
    ///     As in `score`. Where the model has bands of tenure and anybody's is given, the table has a column ``tenure_factor``.
    /// recency : bool, optional
    ///     Whether to tell the days since each person's last two-way contact, in a column ``recency_days`` as in `Scores`. That hangs on
    ///     threads and targets: the table needs ``id`` and has ``target``, ``target_type``, ``thread`` and ``prompted_by``, all events are
    ///     held in memory, and an event that stands twice counts once, all as for `score`; ``progress`` tells nothing then.
    /// progress : bool or callable, optional
    ///     Show a bar, or call this with the rows done after each batch; a signal such as Ctrl-C ends the work between batches.
    ///
    /// Returns
    /// -------
    /// ScoreTable
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     With column and row in ``path``: ``at: row 12``.
    #[pyo3(signature = (
        events, *, as_of, permitted=None, consent=None, purpose=None, at=None, tenure_years=None, recency=None,
        progress=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn score_table(
        &self,
        py: Python<'_>,
        events: &Bound<'_, PyAny>,
        as_of: &Bound<'_, PyAny>,
        permitted: Option<&Bound<'_, PyAny>>,
        consent: Option<&Bound<'_, PyAny>>,
        purpose: Option<&Bound<'_, PyAny>>,
        at: Option<&Bound<'_, PyAny>>,
        tenure_years: Option<&Bound<'_, PyAny>>,
        recency: Option<&Bound<'_, PyAny>>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<ScoreTable> {
        let as_of = date(as_of, "as_of")?;
        let allowed = Allowed::new(permitted, consent, purpose, at, as_of)?;
        let years = self::tenure_years(tenure_years)?;
        if optional(recency, "recency", convert::boolean)?.unwrap_or(false) {
            let events = interactions(events, "events")?;
            let scored = |permitted: core::Permitted<'_>| {
                self.0.score_by_tenure(&events, as_of, permitted, &years)?.table(&self.0)
            };
            return run(py, || allowed.with(scored)?).map(ScoreTable);
        }
        let table = crate::boundary::table(events, "events")?;
        let sums = heard(py, progress, |tell| {
            allowed.with(|permitted| {
                let mut sums = core::ScoreSums::by_tenure(&self.0, as_of, years);
                sums.add_table_telling(table, permitted, tell)?;
                Ok(sums.finish())
            })?
        })?;
        Ok(ScoreTable(sums))
    }

    /// Why the score of ``person`` at the start of ``until`` is another one than at the start of ``since``.
    ///
    /// Parameters
    /// ----------
    /// events : iterable of Interaction or mapping, or a table of them
    /// person : str
    /// since, until : datetime.date
    ///     The days, beginning at 00:00 UTC.
    /// permitted : iterable of str, optional
    ///     Who may be scored; everybody when left out.
    /// consent, purpose, at : optional
    ///     A ledger that says who may be scored, instead of ``permitted``, as for `ScoreModel.score`; it is asked at the start of ``until`` in UTC
    ///     when ``at`` is left out.
    ///
    /// Returns
    /// -------
    /// ScoreChange
    ///
    /// Raises
    /// ------
    /// OutOfRangeError
    ///     At ``until`` for a day before ``since``.
    #[pyo3(signature = (events, person, *, since, until, permitted=None, consent=None, purpose=None, at=None))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn why_between(
        &self,
        py: Python<'_>,
        events: &Bound<'_, PyAny>,
        person: &Bound<'_, PyAny>,
        since: &Bound<'_, PyAny>,
        until: &Bound<'_, PyAny>,
        permitted: Option<&Bound<'_, PyAny>>,
        consent: Option<&Bound<'_, PyAny>>,
        purpose: Option<&Bound<'_, PyAny>>,
        at: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<ScoreChange> {
        let (since, until) = (date(since, "since")?, date(until, "until")?);
        if until < since {
            let message = "expected a day that is not before `since`";
            return Err(raise(&Error::out_of_range(message).within("until")));
        }
        let person = text(person, "person")?;
        let allowed = Allowed::new(permitted, consent, purpose, at, until)?;
        let events = interactions(events, "events")?;
        let why =
            |permitted: core::Permitted<'_>| self.0.why_between(&events, &person, since, until, permitted);
        run(py, || allowed.with(why)?).map(ScoreChange)
    }

    /// Learn how fast this network's acts fade, from whether people acted again in periods that are over.
    ///
    /// The gain over the plain rule *whoever acted last acts next* is always told, on periods that were held back.
    ///
    /// Parameters
    /// ----------
    /// events : iterable of Interaction or mapping, or a table of them
    /// as_of : datetime.date
    ///     The end of the past to learn from, at 00:00 UTC.
    /// options : mapping, optional
    ///     What differs from the default: ``horizon_days`` (28), ``cuts`` (6), ``grid`` of half-lives in days, ``prior_days`` (the
    ///     model's own), ``prior_weight`` (50 people acting), ``minimum`` (30 people acting), ``by_kind`` (false) and
    ///     ``most_people`` (5,000).
    /// permitted : iterable of str, optional
    ///     Who may be looked at; everybody when left out.
    /// consent, purpose, at : optional
    ///     A ledger that says who may be scored, instead of ``permitted``, as for `ScoreModel.score`; it is asked at the start of ``as_of`` in UTC
    ///     when ``at`` is left out.
    ///
    /// Returns
    /// -------
    /// LearnedHalfLife
    #[pyo3(signature = (events, *, as_of, options=None, permitted=None, consent=None, purpose=None, at=None))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn learn_half_life(
        &self,
        py: Python<'_>,
        events: &Bound<'_, PyAny>,
        as_of: &Bound<'_, PyAny>,
        options: Option<&Bound<'_, PyAny>>,
        permitted: Option<&Bound<'_, PyAny>>,
        consent: Option<&Bound<'_, PyAny>>,
        purpose: Option<&Bound<'_, PyAny>>,
        at: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<LearnedHalfLife> {
        let as_of = date(as_of, "as_of")?;
        let allowed = Allowed::new(permitted, consent, purpose, at, as_of)?;
        let read =
            |value: &Bound<'_, PyAny>, _: &str| convert::from_value(value, "", core::LearnOptions::from_json);
        let options = optional(options, "options", read)?.unwrap_or_default();
        let events = interactions(events, "events")?;
        let learn =
            |permitted: core::Permitted<'_>| self.0.learn_half_life(&events, as_of, &options, permitted);
        run(py, || allowed.with(learn)?).map(LearnedHalfLife)
    }

    /// The title in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.title().text(self::lang(lang)?))
    }

    fn __repr__(&self) -> String {
        format!("<ScoreModel {} v{}, {} kinds>", quoted(self.0.id()), self.0.version(), self.0.kinds().len())
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |kind: &core::KindWeight| {
                let half_life = kind.half_life_days.unwrap_or_else(|| self.0.half_life_days());
                let cap =
                    kind.cap.map_or_else(String::new, |cap| format!("{} per {}", cap.count(), cap.per()));
                let two_way = kind.two_way.map_or("", |two_way| if two_way { "yes" } else { "no" });
                let weight = kind.weight.to_string();
                vec![kind.kind.to_string(), weight, half_life.to_string(), cap, two_way.to_owned()]
            };
            let rows: Vec<_> = self.0.kinds().iter().map(row).collect();
            let title = format!("{} v{}", self.0.id(), self.0.version());
            let head = ["kind", "weight", "half-life in days", "at most", "two-way"];
            let mut said = crate::html::table(&title, &head, &rows);
            if !self.0.purposes().is_empty() {
                let factors = self.0.purposes().iter().flat_map(|one| {
                    one.kinds
                        .iter()
                        .map(|(kind, factor)| vec![one.purpose.clone(), kind.to_string(), factor.to_string()])
                });
                let rows: Vec<_> = factors.collect();
                said.push_str(&crate::html::table("Purposes", &["purpose", "kind", "factor"], &rows));
            }
            if !self.0.tenure().is_empty() {
                let band =
                    |band: &core::TenureBand| vec![band.from_years.to_string(), band.factor.to_string()];
                let rows: Vec<_> = self.0.tenure().iter().map(band).collect();
                said.push_str(&crate::html::table("Tenure", &["from completed years", "factor"], &rows));
            }
            said
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.id(), self.0.version()))
    }
}
getters!(ScoreModel {
    /// The id.
    id: String = |model, _py| model.id().to_owned();
    /// The version, 1 or more.
    version: u32 = |model, _py| model.version();
    /// Where the weights come from.
    source: String = |model, _py| model.source().to_owned();
    /// Days until half of an event's weight is left, for kinds without a half-life of their own.
    half_life_days: f64 = |model, _py| model.half_life_days();
    /// The kinds that the model knows, in the document's order.
    kinds: Vec<String> = |model, _py| model.kinds().iter().map(|kind| kind.kind.to_string()).collect();
    /// The purposes that the model has factors for, in the document's order.
    purposes: Vec<String> = |model, _py| model.purposes().iter().map(|one| one.purpose.clone()).collect();
    /// The bands of tenure: from how many completed years, and the factor.
    tenure: Vec<(u32, f64)> = |model, _py| model.tenure().iter().map(|band| (band.from_years, band.factor)).collect();
    /// SHA-256 of the model, in hexadecimal: the same for TOML and JSON that say the same.
    hash: String = |model, _py| model.hash();
});
document!(ScoreModel, core::ScoreModel, core::ScoreModel::parse);
