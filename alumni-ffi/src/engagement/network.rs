//! Who is in touch with whom, and how soon people answer.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;

use alumni_core::engagement::{
    self, BetweennessOptions, CommunityOptions, GraphOptions, Inequality, InteractionGraph, MeasureOptions,
    NetworkOptions, PageRankOptions, ResponsivenessOptions, SilentMembers, TieOptions,
};
use alumni_core::{Error, document};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use serde::Serialize;

use super::{alumni_interactions, alumni_permitted, window};
use crate::boundary::{
    Kept, Outcome, c_text, give, give_stream, guard, handle, member, optional_text, read, read_text, reader,
    release, slice, take_stream, text, texts,
};
use crate::calendar::alumni_date;
use crate::error::{alumni_error, alumni_status};

/// Who is in touch with whom, in which direction and how much. It holds ids and is not for publishing.
#[derive(Debug)]
pub struct alumni_graph {
    inner: InteractionGraph,
    json: Kept,
}

/// What a network says, as a document.
#[derive(Debug)]
pub struct alumni_network_report {
    json: CString,
}

fn report(answer: &impl Serialize) -> Outcome<alumni_network_report> {
    let written = serde_json::to_string(answer).map_err(|error| Error::inconsistent(error.to_string()))?;
    Ok(alumni_network_report { json: c_text(written) })
}

fn graph(inner: InteractionGraph) -> alumni_graph {
    alumni_graph { inner, json: Kept::default() }
}

/// A roster; NULL is none.
fn roster(members: *const *const c_char, count: usize) -> Outcome<Option<BTreeSet<String>>> {
    if members.is_null() && count == 0 {
        return Ok(None);
    }
    Ok(Some(texts(members, count, "members")?.into_iter().map(str::to_owned).collect()))
}

fn options<T: Default>(json: *const c_char, read: impl FnOnce(&str) -> Result<T, Error>) -> Outcome<T> {
    match optional_text(json, "options_json")? {
        None => Ok(T::default()),
        Some(text) => Ok(read(text)?),
    }
}

/// The graph of a record. `options_json` is `{"as_of": …}`, with `since`, `half_life_days`, `parties` (`alumni`, `people` or
/// `everyone`) and `kinds` where needed. `members` may be NULL with the count 0: the nodes are then all who did anything or were
/// directed at; else those on the roster.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_graph_from_interactions(
    interactions: Option<&alumni_interactions>,
    options_json: *const c_char,
    members: *const *const c_char,
    member_count: usize,
    permitted: Option<&alumni_permitted>,
    graph: Option<&mut MaybeUninit<*mut alumni_graph>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(graph, "graph", || {
            let interactions = &handle(interactions, "interactions")?.inner;
            let options = GraphOptions::from_json(text(options_json, "options_json")?)?;
            let (members, permitted) =
                (roster(members, member_count)?, handle(permitted, "permitted")?.as_core());
            let made =
                InteractionGraph::from_interactions(interactions, &options, members.as_ref(), permitted)?;
            Ok(self::graph(made))
        })
    })
}

/// The graph of a table of ties. `table` is read once, and taken whatever becomes of the call. `options_json` is `{"from": …, "to": …}`,
/// names of columns, with `weight`, `at`, `as_of`, `since`, `half_life_days` and `both_ways` where needed. `members` as in
/// `alumni_graph_from_interactions`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_graph_from_stream(
    table: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    members: *const *const c_char,
    member_count: usize,
    permitted: Option<&alumni_permitted>,
    graph: Option<&mut MaybeUninit<*mut alumni_graph>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let table = take_stream(table, "table");
        give(graph, "graph", || {
            let options = TieOptions::from_json(text(options_json, "options_json")?)?;
            let (members, permitted) =
                (roster(members, member_count)?, handle(permitted, "permitted")?.as_core());
            let table = reader(table, "table")?;
            Ok(self::graph(InteractionGraph::from_table(table, &options, members.as_ref(), permitted)?))
        })
    })
}

/// Reads what `alumni_graph_json` writes.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_graph_from_json(
    json: *const c_char,
    graph: Option<&mut MaybeUninit<*mut alumni_graph>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(graph, "graph", || Ok(self::graph(InteractionGraph::from_json(text(json, "json")?)?)))
    })
}

/// How many people there are.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_graph_people(graph: Option<&alumni_graph>) -> usize {
    read(0, || Some(graph?.inner.person_count()))
}

/// How many ties there are, each direction for itself.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_graph_ties(graph: Option<&alumni_graph>) -> usize {
    read(0, || Some(graph?.inner.tie_count()))
}

/// The graph as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_graph_json(graph: Option<&alumni_graph>) -> *const c_char {
    read_text(|| {
        let graph = graph?;
        graph.json.json(&graph.inner)
    })
}

/// Frees a graph; NULL is fine. Reports made from it live on.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_graph_free(graph: Option<Box<alumni_graph>>) {
    release(graph);
}

/// The network in figures, without ids. `options_json` may be NULL, or has `silent_members` (`counted` or `left_out`), `minimum_cell`
/// and `communities`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_graph_summary(
    graph: Option<&alumni_graph>,
    options_json: *const c_char,
    summary: Option<&mut MaybeUninit<*mut alumni_network_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(summary, "summary", || {
            let options = options(options_json, NetworkOptions::from_json)?;
            report(&handle(graph, "graph")?.inner.summary(&options)?)
        })
    })
}

/// The figures of each person, one row for each: `person`, `given`, `received`, `ties_out`, `ties_in`, `two_way`, `component`, `core`,
/// `community`, `page_rank`, `betweenness`, `betweenness_error`, `constraint`, `effective_size` and `clustering`. `options_json` may be
/// NULL, or has the options of `page_rank`, `betweenness` and `communities`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_graph_measures_stream(
    graph: Option<&alumni_graph>,
    options_json: *const c_char,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give_stream(out, "out", || {
            let options = options(options_json, MeasureOptions::from_json)?;
            Ok(handle(graph, "graph")?.inner.measures(&options)?.stream()?.export())
        })
    })
}

/// The same as a document: one list for each figure.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_graph_measures(
    graph: Option<&alumni_graph>,
    options_json: *const c_char,
    measures: Option<&mut MaybeUninit<*mut alumni_network_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(measures, "measures", || {
            let options = options(options_json, MeasureOptions::from_json)?;
            report(&handle(graph, "graph")?.inner.measures(&options)?)
        })
    })
}

/// Which people can reach each other: `of`, the component of each in the order of the ids, and `sizes`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_graph_components(
    graph: Option<&alumni_graph>,
    components: Option<&mut MaybeUninit<*mut alumni_network_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(components, "components", || report(&handle(graph, "graph")?.inner.components())))
}

/// How much attention each person gets. `options_json` may be NULL, or has `damping`, `tolerance` and `most_steps`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_graph_page_rank(
    graph: Option<&alumni_graph>,
    options_json: *const c_char,
    ranks: Option<&mut MaybeUninit<*mut alumni_network_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(ranks, "ranks", || {
            let options = options(options_json, PageRankOptions::from_json)?;
            report(&handle(graph, "graph")?.inner.page_rank(&options)?)
        })
    })
}

/// How often each person stands between others. `options_json` may be NULL, or has `pivots` and `seed`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_graph_betweenness(
    graph: Option<&alumni_graph>,
    options_json: *const c_char,
    betweenness: Option<&mut MaybeUninit<*mut alumni_network_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(betweenness, "betweenness", || {
            let options = options(options_json, BetweennessOptions::from_json)?;
            report(&handle(graph, "graph")?.inner.betweenness(&options)?)
        })
    })
}

/// Groups of people who are more in touch with each other than with the rest. `options_json` may be NULL, or has `resolution`,
/// `attempts` and `seed`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_graph_communities(
    graph: Option<&alumni_graph>,
    options_json: *const c_char,
    communities: Option<&mut MaybeUninit<*mut alumni_network_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(communities, "communities", || {
            let options = options(options_json, CommunityOptions::from_json)?;
            report(&handle(graph, "graph")?.inner.communities(&options)?)
        })
    })
}

/// The pairs with most contact in both directions together: at most `most` of `from`, `to`, `weight`, `back` and `share`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_graph_strongest(
    graph: Option<&alumni_graph>,
    most: usize,
    ties: Option<&mut MaybeUninit<*mut alumni_network_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(ties, "ties", || report(&handle(graph, "graph")?.inner.strongest(most))))
}

/// Which segments talk to which. `segments_json` says by id to which segment people belong; a cell is told where `minimum_cell` people
/// or more are on either side.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_graph_between(
    graph: Option<&alumni_graph>,
    segments_json: *const c_char,
    minimum_cell: u32,
    matrix: Option<&mut MaybeUninit<*mut alumni_network_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(matrix, "matrix", || {
            let graph = handle(graph, "graph")?;
            let segments: BTreeMap<String, String> =
                document::from_json(text(segments_json, "segments_json")?)?;
            report(&graph.inner.between(&segments, minimum_cell)?)
        })
    })
}

/// How soon messages from the day `from` up to but not including `until`, in UTC, were answered, those still waiting counted.
/// `options_json` may be NULL, or has `asked_by`, `answered_by`, `hours` and `confidence`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_responsiveness(
    interactions: Option<&alumni_interactions>,
    from: alumni_date,
    until: alumni_date,
    permitted: Option<&alumni_permitted>,
    options_json: *const c_char,
    replies: Option<&mut MaybeUninit<*mut alumni_network_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(replies, "replies", || {
            let interactions = &handle(interactions, "interactions")?.inner;
            let permitted = handle(permitted, "permitted")?.as_core();
            let options = options(options_json, ResponsivenessOptions::from_json)?;
            report(&engagement::responsiveness(interactions, window(from, until)?, permitted, &options)?)
        })
    })
}

/// Who speaks, and who answers whom, from the day `from` up to but not including `until`, in UTC.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_exchange(
    interactions: Option<&alumni_interactions>,
    from: alumni_date,
    until: alumni_date,
    permitted: Option<&alumni_permitted>,
    exchange: Option<&mut MaybeUninit<*mut alumni_network_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(exchange, "exchange", || {
            let interactions = &handle(interactions, "interactions")?.inner;
            let permitted = handle(permitted, "permitted")?.as_core();
            report(&engagement::exchange(interactions, window(from, until)?, permitted)?)
        })
    })
}

/// Compares `count` amounts, one for each person. `silent_members` is 0 where those with 0 are among the people compared, and 1 where
/// they are left out.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_inequality(
    amounts: *const f64,
    count: usize,
    silent_members: u32,
    inequality: Option<&mut MaybeUninit<*mut alumni_network_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(inequality, "inequality", || {
            let silent = member(&SilentMembers::ALL, 0, silent_members, "silent_members")?;
            report(&Inequality::of(slice(amounts, count, "amounts")?, silent)?)
        })
    })
}

/// The report as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_network_report_json(report: Option<&alumni_network_report>) -> *const c_char {
    read_text(|| Some(report?.json.as_c_str()))
}

/// Frees a report; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_network_report_free(report: Option<Box<alumni_network_report>>) {
    release(report);
}
