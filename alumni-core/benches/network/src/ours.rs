//! The library.

use alumni_core::columns::{Column, Columns, Integers, Values};
use alumni_core::engagement::{InteractionGraph, PageRankOptions, Permitted, TieOptions};

use crate::measure::{line, timed};
use crate::ties::make;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn told<T>(group: &str, round: usize, run: impl FnOnce() -> T) -> T {
    let (time, answer) = timed(run);
    line(group, "alumni", "", round, "ms", time.as_secs_f64() * 1e3);
    answer
}

/// The most memory this process has had, in MB.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}

pub fn measure(people: usize, round: usize) -> Outcome {
    let (from, to) = make(people);
    let graph = told("build", round, || {
        let columns = Columns::new(from.len())?
            .with("from", Column::new(Values::Integers(Integers::U32(&from))))?
            .with("to", Column::new(Values::Integers(Integers::U32(&to))))?;
        InteractionGraph::from_columns(&columns, &TieOptions::new("from", "to"), None, Permitted::Everyone)
    })?;
    line("peak, columns included", "alumni", "", round, "MB", peak().unwrap_or_default());
    drop((from, to));
    line("ties", "alumni", "", round, "", graph.tie_count() as f64);
    let ranks = told("PageRank to 1e-9", round, || graph.page_rank(&PageRankOptions::default()))?;
    line("largest rank", "alumni", "", round, "", ranks.ranks.iter().copied().fold(0.0, f64::max));
    line("squared ranks", "alumni", "", round, "", ranks.ranks.iter().map(|rank| rank * rank).sum());
    line("steps of PageRank", "alumni", "", round, "", ranks.steps.into());
    let reciprocity = told("reciprocity", round, || graph.reciprocity()).ok_or("ties")?;
    line("share returned", "alumni", "", round, "", reciprocity);
    let cores = told("k-core", round, || graph.cores());
    line("sum of cores", "alumni", "", round, "", cores.iter().map(|core| f64::from(*core)).sum());
    told("components", round, || graph.components());
    line("peak", "alumni", "", round, "MB", peak().unwrap_or_default());
    Ok(())
}
