use alumni_core::engagement as core;
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use crate::convert::{integer, optional, quoted, text};
use crate::exceptions::{quick, run};
use crate::html;
use crate::names::Names as _;
use crate::text::{Reason, reasons};

/// Everybody's score on one day.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> at = datetime(2026, 3, 1, tzinfo=UTC)
/// >>> events = [al.engagement.Interaction("e-1", at, "reply", "w-1", "alumnus")]
/// >>> scores = al.ScoreModel.preset("alumni").score(events, as_of=date(2026, 4, 1))
/// >>> [score.person for score in scores.people], scores.get("w-2") is None
/// (['w-1'], True)
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Scores(pub(crate) core::Scores);

#[pymethods]
impl Scores {
    /// The score of ``person``; ``None`` when they were not scored or did nothing before ``as_of``.
    fn get(&self, person: &Bound<'_, PyAny>) -> PyResult<Option<Score>> {
        Ok(self.0.get(&text(person, "person")?).cloned().map(Score))
    }

    /// Why ``person`` has the score they have, strongest part first: ``event_attend +3.1, post_help_request +2.4``.
    ///
    /// For somebody without a score the reason for that, in English; `reasons_for` has it as a code.
    fn why(&self, py: Python<'_>, person: &Bound<'_, PyAny>) -> PyResult<String> {
        let person = text(person, "person")?;
        quick(py, || self.0.why(&person))
    }

    /// The reasons for ``person``'s score, or the one for not having any.
    fn reasons_for<'py>(&self, py: Python<'py>, person: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
        let person = text(person, "person")?;
        reasons(py, &quick(py, || self.0.reasons_for(&person))?)
    }

    /// The ``n`` highest scores, highest first, ties by id; all of them when left out.
    #[pyo3(signature = (n=None))]
    fn top(&self, n: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<Score>> {
        let n = optional(n, "n", integer::<usize>)?.unwrap_or(usize::MAX);
        Ok(self.0.top(n).into_iter().cloned().map(Score).collect())
    }

    /// Everybody who stands in another band of their segment than they did ``before``, and why, in the order of their ids.
    ///
    /// Both days are ranked with the same ``segments`` and ``options``; where people changed their segment, `Ranks.moves` compares ranks.
    ///
    /// Parameters
    /// ----------
    /// before : Scores
    ///     The scores of the same model on an earlier day.
    /// segments, options : optional
    ///     As for `ranks`.
    ///
    /// Returns
    /// -------
    /// list of dict
    ///     What `Ranks.moves` gives, and in ``parts`` for each ``kind`` that changed what it added ``before`` and ``after``, the largest
    ///     change first.
    ///
    /// Raises
    /// ------
    /// InconsistentError
    ///     At ``before`` for scores by another model and of a later day.
    #[pyo3(signature = (before, segments=None, *, options=None))]
    fn moves<'py>(
        &self,
        py: Python<'py>,
        before: &Bound<'py, PyAny>,
        segments: Option<&Bound<'py, PyAny>>,
        options: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let before = super::rank::earlier::<Self>(before, "Scores")?;
        let (segments, options) = super::rank::options(segments, options)?;
        let moves = run(py, || self.0.moves(&before.0, &segments, &options))?;
        crate::document::to_dict(py, &moves)
    }

    /// The score of ``person`` with its parts as a waterfall.
    ///
    /// Parameters
    /// ----------
    /// person : str
    /// ax : matplotlib.axes.Axes, optional
    ///     Where to draw; a new figure when left out.
    /// lang : Lang or str, optional
    ///     The language of the labels.
    ///
    /// Raises
    /// ------
    /// ImportError
    ///     Where matplotlib is not installed: ``pip install 'alumni[plot]'``.
    #[pyo3(signature = (person, ax=None, *, lang=None))]
    fn plot<'py>(
        slf: &Bound<'py, Self>,
        person: &Bound<'py, PyAny>,
        ax: Option<&Bound<'py, PyAny>>,
        lang: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let lang = crate::text::lang(lang)?.member(slf.py())?;
        let draw = PyModule::import(slf.py(), "alumni._scores")?.getattr("draw_score")?;
        draw.call1((slf, text(person, "person")?, ax, lang))
    }

    fn __len__(&self) -> usize {
        self.0.people.len()
    }

    /// The scores one after another, in the order of the people's ids.
    fn __iter__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let builtins = slf.py().import("builtins")?;
        let rows = builtins.getattr("range")?.call1((slf.get().0.people.len(),))?;
        builtins.getattr("map")?.call1((slf.getattr("__getitem__")?, rows))
    }

    /// The score at a place in the order of the people's ids; negative numbers count from the end. `get` finds people by id.
    fn __getitem__(slf: &Bound<'_, Self>, row: isize) -> PyResult<Score> {
        let people = &slf.get().0.people;
        let rows = people.len();
        let place = usize::try_from(row).ok().or_else(|| rows.checked_sub(row.unsigned_abs()));
        let found = place.and_then(|place| people.get(place)).cloned().map(Score);
        found.ok_or_else(|| PyIndexError::new_err(format!("expected a row below {rows}, got {row}")))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        format!("<Scores of {} people as of {}>", self.0.people.len(), self.0.as_of)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |score: &&core::Score| {
                let recency = score.recency_days.map_or_else(|| "–".to_owned(), |days| days.to_string());
                vec![score.person.clone(), score.score.to_string(), recency, self.0.why(&score.person)]
            };
            let rows: Vec<_> = self.0.top(20).iter().map(row).collect();
            let title = format!("{} v{} as of {}", self.0.model, self.0.version, self.0.as_of);
            html::table(&title, &["person", "score", "days since two-way contact", "why"], &rows)
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.hash, self.0.as_of, self.0.people.len()))
    }
}
scored!(Scores);
getters!(Scores {
    /// Who was scored, in the order of their ids.
    people: Vec<Score> = |scores, _py| scores.people.iter().cloned().map(Score).collect();
});
document!(Scores, core::Scores);
arrow!(Scores);

/// One person's score: exactly the sum of its parts.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> at = datetime(2026, 3, 1, tzinfo=UTC)
/// >>> events = [al.engagement.Interaction("e-1", at, "reply", "w-1", "alumnus")]
/// >>> score = al.ScoreModel.preset("alumni").score(events, as_of=date(2026, 4, 1)).get("w-1")
/// >>> score.score == sum(part.contribution for part in score.parts)
/// True
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Score(core::Score);

#[pymethods]
impl Score {
    fn __str__(&self) -> String {
        format!("{} {}", self.0.person, self.0.score)
    }

    fn __repr__(&self) -> String {
        format!("<Score {}: {}>", quoted(&self.0.person), self.0.score)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.person, self.0.score))
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |part: &core::Part| {
                let [events, capped] = [part.events, part.capped].map(|count| count.to_string());
                vec![part.kind.to_string(), part.contribution.to_string(), events, capped]
            };
            let rows: Vec<_> = self.0.parts.iter().map(row).collect();
            let title = format!("{}: {}", self.0.person, self.0.score);
            html::table(&title, &["kind", "points", "events", "beyond the cap"], &rows)
        })
    }
}
getters!(Score {
    /// The person's id.
    person: String = |score, _py| score.person.clone();
    /// The score in points.
    score: f64 = |score, _py| score.score.value();
    /// One part for each kind of event that the person did and the model knows, strongest first.
    parts: Vec<Part> = |score, _py| score.parts.iter().cloned().map(Part).collect();
    /// Days since the person last took part in two-way contact; ``None`` when the record holds none.
    ///
    /// What others send later, and is not answered, changes nothing.
    recency_days: Option<i64> = |score, _py| score.recency_days;
    /// What the weights were multiplied by for the person's tenure; ``None`` without bands of tenure, or where it was not given.
    tenure_factor: Option<f64> = |score, _py| score.tenure_factor;
    /// Why the score is what it is: the three strongest parts, what tenure changes, and the last two-way contact.
    reasons: Bound<'py, PyList> = |score, py| reasons(py, &score.reasons())?;
});
document!(Score, core::Score);

/// What one kind of event adds to a score.
///
/// Examples
/// --------
/// >>> from alumni.engagement import Part
/// >>> Part.from_dict({"kind": "reply", "contribution": 2.5, "events": 1, "capped": 0})
/// <Part reply +2.5>
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Part(core::Part);

#[pymethods]
impl Part {
    fn __repr__(&self) -> String {
        format!("<Part {} +{}>", self.0.kind, self.0.contribution)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.kind, self.0.contribution))
    }
}
getters!(Part {
    /// The kind.
    kind: String = |part, _py| part.kind.to_string();
    /// What its events add, in points.
    contribution: f64 = |part, _py| part.contribution.value();
    /// How many events count.
    events: u64 = |part, _py| part.events;
    /// How many more did not, because of the cap.
    capped: u64 = |part, _py| part.capped;
});
document!(Part, core::Part);
shown!(Part);

/// Somebody who acted and was not scored. That is no score of zero.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> at = datetime(2026, 3, 1, tzinfo=UTC)
/// >>> events = [al.engagement.Interaction("e-1", at, "reply", "w-1", "alumnus")]
/// >>> scores = al.ScoreModel.preset("alumni").score(events, as_of=date(2026, 4, 1), permitted=[])
/// >>> scores.not_scored[0].person
/// 'w-1'
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct NotScored(pub(super) core::NotScored);

#[pymethods]
impl NotScored {
    fn __repr__(&self) -> String {
        format!("<NotScored {}>", quoted(&self.0.person))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.person)
    }
}
getters!(NotScored {
    /// The person's id.
    person: String = |one, _py| one.person.clone();
    /// Why not.
    reason: Reason = |one, _py| Reason(one.reason.clone());
});
document!(NotScored, core::NotScored);
shown!(NotScored);

/// Where every event of the record went: all counts but ``received`` add up to ``received``.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> al.ScoreModel.preset("alumni").score([], as_of=date(2026, 4, 1)).tally.received
/// 0
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Tally(pub(super) core::Tally);

#[pymethods]
impl Tally {
    fn __repr__(&self) -> String {
        format!("<Tally {} of {} counted>", self.0.counted, self.0.received)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.received, self.0.counted))
    }
}
getters!(Tally {
    /// Events given.
    received: u64 = |tally, _py| tally.received;
    /// Events given again.
    duplicates: u64 = |tally, _py| tally.duplicates;
    /// Events at or after the start of the day.
    after_as_of: u64 = |tally, _py| tally.after_as_of;
    /// Events by staff, office, companies and machines, which are not scored.
    by_others: u64 = |tally, _py| tally.by_others;
    /// Events of alumni who may not be scored.
    not_permitted: u64 = |tally, _py| tally.not_permitted;
    /// Events of kinds that the model does not know, by kind.
    unknown_kinds: Bound<'py, PyDict> = |tally, py| super::network::counts(py, &tally.unknown_kinds)?;
    /// Events beyond a cap.
    capped: u64 = |tally, _py| tally.capped;
    /// Events that count.
    counted: u64 = |tally, _py| tally.counted;
});
document!(Tally, core::Tally);
shown!(Tally);
