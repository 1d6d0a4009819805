//! Who is in touch with whom, in figures.

mod measures;
mod segments;
mod summary;

use std::collections::{BTreeMap, BTreeSet};

use alumni_core::Error;
use alumni_core::engagement as core;
use pyo3::prelude::*;
use serde::de::DeserializeOwned;

pub(super) use measures::PersonMeasures;
pub(super) use segments::SegmentMatrix;
pub(super) use summary::NetworkSummary;

use super::interaction::interactions_telling;
use super::permission::Allowed;
use super::returning::counted;
use crate::boundary;
use crate::convert::{self, integer, items, optional, text};
use crate::document::to_dict;
use crate::exceptions::{quick, raise, run};
use crate::html;
use crate::progress::{Stopped, Told, heard};

/// Options given as keyword arguments, of which those left out keep their default.
pub(super) fn options<T: DeserializeOwned>(given: &[(&str, Option<&Bound<'_, PyAny>>)]) -> PyResult<T> {
    let mut document = serde_json::Map::new();
    for (name, value) in given {
        if let Some(value) = value.filter(|value| !value.is_none()) {
            document.insert((*name).to_owned(), convert::json(value, name)?);
        }
    }
    serde_path_to_error::deserialize(serde_json::Value::Object(document)).map_err(|error| {
        let path = error.path().to_string();
        let error = alumni_core::document::misread(&error.into_inner().to_string());
        raise(&if path == "." { error } else { error.within(path) })
    })
}

/// A list of ids, or `None` for everybody.
pub(super) fn people(value: Option<&Bound<'_, PyAny>>, name: &str) -> PyResult<Option<BTreeSet<String>>> {
    let listed = optional(value, name, |value, name| items(value, name, text))?;
    Ok(listed.map(|people| people.into_iter().collect()))
}

/// The graph of a record: who is in touch with whom, in which direction and how much.
///
/// An event makes a tie from its actor to the person it is directed at; else, where it is a message, to the author of what it
/// answers; else, where it is directed at content (a reaction), to the author of that.
///
/// Parameters
/// ----------
/// events : iterable of Interaction or mapping, or a table of them
///     In any order; an event that stands twice counts once.
/// as_of : datetime.date
///     What happened at or after this day, 00:00 UTC, is counted and not used.
/// since : datetime.date, optional
///     What happened before this day is counted and not used.
/// half_life_days : float, optional
///     The days in which an interaction's weight halves; nothing fades when left out.
/// parties : {"alumni", "people", "everyone"}, optional
///     Who can be a node: alumni when left out; people are alumni and staff.
/// kinds : mapping of str to float, optional
///     The weight of an interaction by kind, where it is not 1 for posts, messages and taking part and 0 for the rest.
/// members : iterable of str, optional
///     The roster: the nodes are those of them who are permitted, with ties or without.
/// permitted : iterable of str, optional
///     Who has agreed; everybody when left out. Who has not is no node: their ties are left out and counted.
/// consent, purpose, at : optional
///     A ledger that says who may be scored, instead of ``permitted``, as for `ScoreModel.score`; it is asked at the start of ``as_of`` in UTC
///     when ``at`` is left out.
/// progress : bool or callable, optional
///     Show a bar, or call this with the rows read so far; a signal such as Ctrl-C ends the work.
///
/// Raises
/// ------
/// DuplicateError
///     At ``events[i].id`` when one id stands for two different events.
/// OutOfRangeError
///     For a half-life or a weight outside its range.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> at = datetime(2025, 6, 1, 9, tzinfo=UTC)
/// >>> events = [
/// ...     al.engagement.Interaction("e-1", at, "post_question", "w-1", "alumnus"),
/// ...     al.engagement.Interaction("e-2", at, "direct_message", "w-2", "alumnus", target="w-1", target_type="person"),
/// ... ]
/// >>> al.engagement.interaction_graph(events, as_of=date(2025, 7, 1))
/// <InteractionGraph: 2 people, 1 tie>
#[pyfunction]
#[pyo3(signature = (
    events, *, as_of, since=None, half_life_days=None, parties=None, kinds=None, members=None, permitted=None, consent=None, purpose=None, at=None,
    progress=None,
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
pub(super) fn interaction_graph(
    py: Python<'_>,
    events: &Bound<'_, PyAny>,
    as_of: &Bound<'_, PyAny>,
    since: Option<&Bound<'_, PyAny>>,
    half_life_days: Option<&Bound<'_, PyAny>>,
    parties: Option<&Bound<'_, PyAny>>,
    kinds: Option<&Bound<'_, PyAny>>,
    members: Option<&Bound<'_, PyAny>>,
    permitted: Option<&Bound<'_, PyAny>>,
    consent: Option<&Bound<'_, PyAny>>,
    purpose: Option<&Bound<'_, PyAny>>,
    at: Option<&Bound<'_, PyAny>>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<InteractionGraph> {
    let options: core::GraphOptions = options(&[
        ("as_of", Some(as_of)),
        ("since", since),
        ("half_life_days", half_life_days),
        ("parties", parties),
        ("kinds", kinds),
    ])?;
    let members = people(members, "members")?;
    let allowed = Allowed::new(permitted, consent, purpose, at, options.as_of)?;
    let told = Told::new(py, progress)?;
    let events = interactions_telling(events, "events", &told)?;
    let graph = |permitted: core::Permitted<'_>| {
        let tell = |rows| told.tell(rows);
        core::InteractionGraph::from_interactions_telling(
            &events,
            &options,
            members.as_ref(),
            permitted,
            tell,
        )
    };
    run(py, || allowed.with(graph))?.map(InteractionGraph).map_err(|Stopped(error)| error)
}

/// The graph of a table of ties: one row for each time that somebody was in touch with somebody, or for each tie.
///
/// Parameters
/// ----------
/// table : table
///     Anything with ``__arrow_c_stream__`` or ``__arrow_c_array__``, such as a frame of pandas, polars, pyarrow or DuckDB.
/// source, target : str, optional
///     The columns of who began, and of whom it was directed at; ``from`` and ``to`` when left out.
/// weight : str, optional
///     The column of weights, from 0 on; 1 for each row when left out.
/// at : str, optional
///     The column of days or instants.
/// as_of, since : datetime.date, optional
///     With ``at``: what happened at or after ``as_of``, or before ``since``, is counted and not used.
/// half_life_days : float, optional
///     With ``at`` and ``as_of``: the days in which a row's weight halves.
/// both_ways : bool, optional
///     Whether each row is a tie in either direction.
/// members, permitted : iterable of str, optional
///     As in `interaction_graph`.
/// consent, purpose, consent_at : optional
///     A ledger that says who may be scored, instead of ``permitted``, as for `ScoreModel.score`; it is asked at the start of ``as_of`` in
///     UTC when ``consent_at`` is left out, and one of the two is needed.
///
/// Raises
/// ------
/// AlumniError
///     For columns and values that cannot be used, with the column as ``path``.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> ties = pa.table({"from": ["abe", "kato", "mori"], "to": ["kato", "abe", "abe"]})
/// >>> graph = al.engagement.tie_graph(ties)
/// >>> graph.people, round(graph.reciprocity, 3)
/// (['abe', 'kato', 'mori'], 0.667)
#[pyfunction]
#[pyo3(signature = (
    table, *, source=None, target=None, weight=None, at=None, as_of=None, since=None, half_life_days=None,
    both_ways=None, members=None, permitted=None, consent=None, purpose=None, consent_at=None,
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
pub(super) fn tie_graph(
    py: Python<'_>,
    table: &Bound<'_, PyAny>,
    source: Option<&Bound<'_, PyAny>>,
    target: Option<&Bound<'_, PyAny>>,
    weight: Option<&Bound<'_, PyAny>>,
    at: Option<&Bound<'_, PyAny>>,
    as_of: Option<&Bound<'_, PyAny>>,
    since: Option<&Bound<'_, PyAny>>,
    half_life_days: Option<&Bound<'_, PyAny>>,
    both_ways: Option<&Bound<'_, PyAny>>,
    members: Option<&Bound<'_, PyAny>>,
    permitted: Option<&Bound<'_, PyAny>>,
    consent: Option<&Bound<'_, PyAny>>,
    purpose: Option<&Bound<'_, PyAny>>,
    consent_at: Option<&Bound<'_, PyAny>>,
) -> PyResult<InteractionGraph> {
    let source = optional(source, "source", text)?.unwrap_or_else(|| "from".to_owned());
    let target = optional(target, "target", text)?.unwrap_or_else(|| "to".to_owned());
    let (source, target) = (source.into_pyobject(py)?.into_any(), target.into_pyobject(py)?.into_any());
    let options: core::TieOptions = options(&[
        ("from", Some(&source)),
        ("to", Some(&target)),
        ("weight", weight),
        ("at", at),
        ("as_of", as_of),
        ("since", since),
        ("half_life_days", half_life_days),
        ("both_ways", both_ways),
    ])?;
    let members = people(members, "members")?;
    let allowed = Allowed::at_once(permitted, consent, purpose, ("consent_at", consent_at), options.as_of)?;
    let table = boundary::table(table, "table")?;
    let graph = |permitted: core::Permitted<'_>| {
        core::InteractionGraph::from_table(table, &options, members.as_ref(), permitted)
    };
    run(py, || allowed.with(graph)?).map(InteractionGraph)
}

/// Who is in touch with whom, in which direction and how much.
///
/// People stand in the order of the bytes of their ids, and every list of figures has that order. The same rows in another order
/// give the same graph. It holds ids and is not for publishing.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> ties = pa.table({"from": ["a", "b", "c", "c"], "to": ["b", "c", "a", "d"]})
/// >>> graph = al.engagement.tie_graph(ties)
/// >>> graph.cores()
/// [2, 2, 2, 1]
/// >>> graph.components()["sizes"]
/// [4]
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct InteractionGraph(pub(crate) core::InteractionGraph);

#[pymethods]
impl InteractionGraph {
    /// What was given and makes no tie: counts by why.
    #[getter]
    fn left_out<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, self.0.left_out())
    }

    /// The tie between two people, a mapping with ``from``, ``to``, ``weight``, ``back`` and ``share``.
    ///
    /// ``None`` where either is no node or they are not in touch.
    fn tie<'py>(
        &self,
        py: Python<'py>,
        source: &Bound<'_, PyAny>,
        target: &Bound<'_, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.tie(&text(source, "source")?, &text(target, "target")?))
    }

    /// The pairs with most contact in both directions together, each a mapping like that of `tie`.
    fn strongest<'py>(&self, py: Python<'py>, most: &Bound<'_, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let most = integer::<usize>(most, "most")?;
        to_dict(py, &run(py, || Ok::<_, Error>(self.0.strongest(most)))?)
    }

    /// Which people can reach each other: a mapping with ``of``, the component of each, and ``sizes``, the largest first.
    fn components<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &run(py, || Ok::<_, Error>(self.0.components()))?)
    }

    /// How deep in the network each person stands.
    ///
    /// It is taken on the simple graph without directions: two people are in touch when there is a tie in either direction.
    fn cores(&self, py: Python<'_>) -> PyResult<Vec<u32>> {
        run(py, || Ok::<_, Error>(self.0.cores()))
    }

    /// How much attention each person gets: a mapping with ``ranks``, ``steps``, ``change`` and ``reached``.
    ///
    /// Parameters
    /// ----------
    /// damping : float, optional
    ///     How likely attention goes on along a tie; 0.85 when left out.
    /// tolerance : float, optional
    ///     By how much the ranks may still change in all; 1e-9 when left out.
    /// most_steps : int, optional
    ///     1,000 when left out; without reaching the tolerance there are no ranks.
    #[pyo3(signature = (*, damping=None, tolerance=None, most_steps=None))]
    fn page_rank<'py>(
        &self,
        py: Python<'py>,
        damping: Option<&Bound<'_, PyAny>>,
        tolerance: Option<&Bound<'_, PyAny>>,
        most_steps: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options: core::PageRankOptions =
            options(&[("damping", damping), ("tolerance", tolerance), ("most_steps", most_steps)])?;
        heard(py, None, |told| self.0.page_rank_telling(&options, told)).and_then(|found| to_dict(py, &found))
    }

    /// How often each person stands between others: a mapping with ``values``, ``standard_errors``, ``exact`` and ``pivots``.
    ///
    /// Where it is not exact, a standard error says how far off a figure is on average, squared, and makes no interval of 95 %: few
    /// pivots see much. It is 0 also for whoever no pivot saw on a path, whose exact figure need not be 0.
    ///
    /// Parameters
    /// ----------
    /// pivots : int, optional
    ///     From how many people, drawn at random, paths are looked at; with as many as there are people it is exact.
    /// seed : int, optional
    ///     Where the draw begins; 0 when left out.
    /// progress : bool or callable, optional
    ///     Show a bar, or call this with the number of people from whom paths have been looked at; a signal such as Ctrl-C ends the work.
    #[pyo3(signature = (*, pivots=None, seed=None, progress=None))]
    fn betweenness<'py>(
        &self,
        py: Python<'py>,
        pivots: Option<&Bound<'_, PyAny>>,
        seed: Option<&Bound<'_, PyAny>>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options: core::BetweennessOptions = options(&[("pivots", pivots), ("seed", seed)])?;
        heard(py, progress, |told| self.0.betweenness_telling(&options, told))
            .and_then(|found| to_dict(py, &found))
    }

    /// Who connects people that are not in touch: a mapping with ``constraints`` and ``effective_sizes`` (Burt).
    ///
    /// Both are ``None`` for who is in touch with nobody. A constraint can exceed 1.
    fn brokers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        heard(py, None, |told| self.0.brokers_telling(told)).and_then(|found| to_dict(py, &found))
    }

    /// Groups of people who are more in touch with each other than with the rest (Leiden).
    ///
    /// A mapping with ``of``, the community of each, ``sizes``, ``modularity`` and ``stability``. The same graph and seed give the
    /// same communities everywhere.
    ///
    /// Parameters
    /// ----------
    /// resolution : float, optional
    ///     More than 1 gives more and smaller communities.
    /// attempts : int, optional
    ///     How many orders are tried; 10, or 1 in large networks, when left out.
    /// seed : int, optional
    ///     Where the orders begin; 0 when left out.
    /// progress : bool or callable, optional
    ///     Show a bar, or call this with the number of attempts done; a signal such as Ctrl-C ends the work.
    #[pyo3(signature = (*, resolution=None, attempts=None, seed=None, progress=None))]
    fn communities<'py>(
        &self,
        py: Python<'py>,
        resolution: Option<&Bound<'_, PyAny>>,
        attempts: Option<&Bound<'_, PyAny>>,
        seed: Option<&Bound<'_, PyAny>>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options: core::CommunityOptions =
            options(&[("resolution", resolution), ("attempts", attempts), ("seed", seed)])?;
        heard(py, progress, |told| self.0.communities_telling(&options, told))
            .and_then(|found| to_dict(py, &found))
    }

    /// How often those with whom a person is in touch are in touch: a mapping with ``values``, ``mean`` and ``transitivity``.
    fn clustering<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        heard(py, None, |told| self.0.clustering_telling(told)).and_then(|found| to_dict(py, &found))
    }

    /// The network in figures, without ids.
    ///
    /// Parameters
    /// ----------
    /// silent_members : {"counted", "left_out"}, optional
    ///     Whether those who gave nothing are among the people whose shares are compared; counted when left out.
    /// minimum_cell : int, optional
    ///     Groups of fewer people are not told one by one; 5 when left out.
    /// communities : mapping, optional
    ///     The arguments of `communities`.
    /// progress : bool or callable, optional
    ///     Show a bar, or call this with the number of people now and then; a signal such as Ctrl-C ends the work.
    #[pyo3(signature = (*, silent_members=None, minimum_cell=None, communities=None, progress=None))]
    fn summary(
        &self,
        py: Python<'_>,
        silent_members: Option<&Bound<'_, PyAny>>,
        minimum_cell: Option<&Bound<'_, PyAny>>,
        communities: Option<&Bound<'_, PyAny>>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<NetworkSummary> {
        let options: core::NetworkOptions = options(&[
            ("silent_members", silent_members),
            ("minimum_cell", minimum_cell),
            ("communities", communities),
        ])?;
        heard(py, progress, |told| self.0.summary_telling(&options, told)).map(NetworkSummary)
    }

    /// The figures of each person, which export an Arrow table.
    ///
    /// Parameters
    /// ----------
    /// page_rank, betweenness, communities : mapping, optional
    ///     The arguments of the methods of these names.
    /// progress : bool or callable, optional
    ///     Show a bar, or call this with the number of people now and then; a signal such as Ctrl-C ends the work.
    #[pyo3(signature = (*, page_rank=None, betweenness=None, communities=None, progress=None))]
    fn measures(
        &self,
        py: Python<'_>,
        page_rank: Option<&Bound<'_, PyAny>>,
        betweenness: Option<&Bound<'_, PyAny>>,
        communities: Option<&Bound<'_, PyAny>>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PersonMeasures> {
        let options: core::MeasureOptions =
            options(&[("page_rank", page_rank), ("betweenness", betweenness), ("communities", communities)])?;
        heard(py, progress, |told| self.0.measures_telling(&options, told)).map(PersonMeasures)
    }

    /// Which segments talk to which.
    ///
    /// Parameters
    /// ----------
    /// segments : mapping of str to str
    ///     To which segment people belong, by id.
    /// minimum_cell : int, optional
    ///     The fewest people that a cell needs on either side to be told; 5 when left out.
    ///
    /// Raises
    /// ------
    /// TooLargeError
    ///     For more than 200 segments.
    #[pyo3(signature = (segments, *, minimum_cell=None))]
    fn between(
        &self,
        py: Python<'_>,
        segments: &Bound<'_, PyAny>,
        minimum_cell: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<SegmentMatrix> {
        let segments: BTreeMap<String, String> = convert::plain(segments, "segments")?;
        let minimum = optional(minimum_cell, "minimum_cell", integer::<u32>)?.unwrap_or(5);
        run(py, || self.0.between(&segments, minimum)).map(SegmentMatrix)
    }

    fn __len__(&self) -> usize {
        self.0.person_count()
    }

    fn __repr__(&self) -> String {
        let people = self.0.person_count();
        let people = if people == 1 { "1 person".to_owned() } else { format!("{people} people") };
        format!("<InteractionGraph: {people}, {}>", counted(self.0.tie_count(), "tie"))
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        let title = self.__repr__();
        quick(py, || {
            let value = serde_json::to_value(self.0.left_out()).unwrap_or_default();
            html::document(&format!("{}; what makes no tie", title.trim_matches(['<', '>'])), &value)
        })
    }
}
getters!(InteractionGraph {
    /// The ids of the people, in the order of their bytes.
    people: Vec<String> = |graph, _py| graph.people().map(str::to_owned).collect();
    /// How many ties there are, each direction for itself.
    ties: usize = |graph, _py| graph.tie_count();
    /// How many pairs are in touch, in whichever direction.
    pairs: usize = |graph, _py| graph.pair_count();
    /// What each person has given.
    given: Vec<f64> = |graph, _py| graph.given();
    /// What each person has received.
    received: Vec<f64> = |graph, _py| graph.received();
    /// The share of ties that are returned; ``None`` where there are none.
    reciprocity: Option<f64> = |graph, _py| graph.reciprocity();
    /// The share of the weight that is returned; ``None`` where there is none.
    weighted_reciprocity: Option<f64> = |graph, _py| graph.weighted_reciprocity();
    /// Ties among all that are possible; ``None`` with fewer than two people.
    density: Option<f64> = |graph, _py| graph.density();
    /// Pairs in touch among all that are possible; ``None`` with fewer than two people.
    pair_density: Option<f64> = |graph, _py| graph.pair_density();
});
document!(InteractionGraph, core::InteractionGraph, core::InteractionGraph::from_json);
hashed!(InteractionGraph);
