//! Rows of ties on their way into a graph.

use std::collections::BTreeSet;

use super::super::scoring::add;
use super::adjacency::{Adjacency, add_up, place, refuse_more};
use super::names::Names;
use super::weights::Weights;
use super::{InteractionGraph, LeftOut};
use crate::Error;

/// Rows as they come: from whom, to whom, how strong.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) names: Names,
    pub(super) from: Vec<u32>,
    pub(super) to: Vec<u32>,
    /// Empty while every weight is 1.
    weights: Vec<f64>,
    pub(super) left_out: LeftOut,
    /// Rows before or after the time looked at are gone, and their people are in the names still.
    pub(super) rows_were_cut: bool,
}

/// The rank of who is no node.
const NOBODY: u32 = u32::MAX;

/// A rank with this bit is that of somebody who is not permitted.
const NOT_PERMITTED: u32 = u32::MAX - 1;

impl Rows {
    /// Adds the weight of the next row.
    pub(super) fn weigh(&mut self, weight: f64, row: usize) {
        if self.weights.is_empty() && weight.total_cmp(&1.0).is_ne() {
            self.weights.resize(row, 1.0);
            self.weights.push(weight);
        } else if !self.weights.is_empty() {
            self.weights.push(weight);
        }
    }

    pub(super) fn push(&mut self, from: u32, to: u32, weight: f64) {
        self.weigh(weight, self.from.len());
        self.from.push(from);
        self.to.push(to);
    }

    pub(super) fn finish(
        mut self,
        members: Option<&BTreeSet<String>>,
        allowed: impl Fn(&str) -> bool,
        both_ways: bool,
    ) -> Result<InteractionGraph, Error> {
        refuse_more(self.from.len(), "ties")?;
        if !self.weights.is_empty() {
            self.weights.resize(self.from.len(), 1.0);
        }
        for member in members.into_iter().flatten() {
            self.names.member(member)?;
        }
        let (ids, mut ranks) = self.names.sorted()?;
        let there = (members.is_none() && self.rows_were_cut)
            .then(|| occurring(&ranks, self.from.iter().chain(&self.to)));
        let mut people = Vec::with_capacity(ids.len());
        let mut place_of = Vec::with_capacity(ids.len());
        for (rank, id) in ids.into_iter().enumerate() {
            if !allowed(&id) {
                place_of.push(NOT_PERMITTED);
            } else if members.is_some_and(|members| !members.contains(&*id))
                || there.as_ref().is_some_and(|there| there.get(rank) != Some(&true))
            {
                place_of.push(NOBODY);
            } else {
                place_of.push(super::adjacency::number(people.len()));
                people.push(id);
            }
        }
        for rank in &mut ranks {
            *rank = place_of.get(place(*rank)).copied().unwrap_or(NOBODY);
        }
        let mut left_out = self.left_out;
        let kept = keep(&ranks, &mut self.from, &mut self.to, &mut self.weights, &mut left_out);
        self.from.truncate(kept);
        self.to.truncate(kept);
        self.weights.truncate(if self.weights.is_empty() { 0 } else { kept });
        let (out, weights) = sorted(people.len(), self.from, self.to, self.weights, both_ways)?;
        Ok(InteractionGraph::of(people, out, weights, left_out))
    }
}

/// Which ranks the rows have.
fn occurring<'a>(ranks: &[u32], numbers: impl Iterator<Item = &'a u32>) -> Vec<bool> {
    let mut there = vec![false; ranks.len()];
    for rank in numbers.filter_map(|number| ranks.get(place(*number))) {
        if let Some(there) = there.get_mut(place(*rank)) {
            *there = true;
        }
    }
    there
}

/// Moves the rows that make ties to the front, as ranks, and counts the others.
fn keep(
    ranks: &[u32],
    from: &mut [u32],
    to: &mut [u32],
    weights: &mut [f64],
    left_out: &mut LeftOut,
) -> usize {
    let rank =
        |number: Option<&u32>| number.and_then(|number| ranks.get(place(*number))).copied().unwrap_or(NOBODY);
    let mut kept = 0_usize;
    for row in 0..from.len() {
        let (one, other) = (rank(from.get(row)), rank(to.get(row)));
        let weight = weights.get(row).copied().unwrap_or(1.0);
        if one == NOT_PERMITTED || other == NOT_PERMITTED {
            add(&mut left_out.not_permitted);
        } else if one == NOBODY || other == NOBODY {
            add(&mut left_out.outside_roster);
        } else if one == other {
            add(&mut left_out.to_oneself);
        } else if weight <= 0.0 {
            add(&mut left_out.weightless);
        } else {
            if let (Some(from), Some(to)) = (from.get_mut(kept), to.get_mut(kept)) {
                (*from, *to) = (one, other);
            }
            if let Some(slot) = weights.get_mut(kept) {
                *slot = weight;
            }
            kept = kept.saturating_add(1);
        }
    }
    kept
}

/// The ties by whom they come from, each pair once with all of its weight.
fn sorted(
    people: usize,
    from: Vec<u32>,
    to: Vec<u32>,
    weights: Vec<f64>,
    both_ways: bool,
) -> Result<(Adjacency, Weights), Error> {
    let ends = || from.iter().zip(&to);
    let ties = from.len().saturating_mul(if both_ways { 2 } else { 1 });
    refuse_more(ties, "ties")?;
    let mut next = vec![0_u32; people.saturating_add(1)];
    let mut count = |node: u32| {
        if let Some(count) = next.get_mut(place(node).saturating_add(1)) {
            *count = count.saturating_add(1);
        }
    };
    for (one, other) in ends() {
        count(*one);
        if both_ways {
            count(*other);
        }
    }
    add_up(&mut next);
    let starts = next.clone();
    let mut neighbours = vec![0_u32; ties];
    let mut moved = vec![0_f64; if weights.is_empty() { 0 } else { ties }];
    let mut put = |one: u32, other: u32, weight: Option<&f64>| {
        let Some(slot) = next.get_mut(place(one)) else { return };
        let at = place(*slot);
        *slot = slot.saturating_add(1);
        if let Some(neighbour) = neighbours.get_mut(at) {
            *neighbour = other;
        }
        if let (Some(slot), Some(weight)) = (moved.get_mut(at), weight) {
            *slot = *weight;
        }
    };
    for (row, (one, other)) in ends().enumerate() {
        let weight = weights.get(row);
        put(*one, *other, weight);
        if both_ways {
            put(*other, *one, weight);
        }
    }
    drop((from, to, weights, next));
    Ok(merged(starts, neighbours, moved))
}

/// Sorts each list, and makes one tie of those that are parallel.
///
/// Their weights are added in rising order: the sum has the same bits in whatever order the rows came.
fn merged(mut starts: Vec<u32>, mut neighbours: Vec<u32>, mut weights: Vec<f64>) -> (Adjacency, Weights) {
    let mut parallel = false;
    let mut begin = 0;
    for end in starts.iter().skip(1).map(|end| place(*end)) {
        let list = neighbours.get_mut(begin..end).unwrap_or_default();
        match weights.get_mut(begin..end).filter(|weights| !weights.is_empty()) {
            None => list.sort_unstable(),
            Some(weights) => sort_together(list, weights),
        }
        parallel |= list.windows(2).any(|two| matches!(two, [one, next] if one == next));
        begin = end;
    }
    if parallel {
        if weights.is_empty() {
            weights = vec![1.0; neighbours.len()];
        }
        let (mut kept, mut begin) = (0_usize, 0);
        for start in starts.iter_mut().skip(1) {
            let end = place(*start);
            let first = kept;
            for tie in begin..end {
                let (Some(&neighbour), Some(&weight)) = (neighbours.get(tie), weights.get(tie)) else {
                    continue;
                };
                let last = kept.checked_sub(1).filter(|last| *last >= first);
                let same = last.filter(|last| neighbours.get(*last) == Some(&neighbour));
                match same.and_then(|last| weights.get_mut(last)) {
                    Some(sum) => *sum += weight,
                    None => {
                        if let (Some(slot), Some(of)) = (neighbours.get_mut(kept), weights.get_mut(kept)) {
                            (*slot, *of) = (neighbour, weight);
                        }
                        kept = kept.saturating_add(1);
                    }
                }
            }
            begin = end;
            *start = super::adjacency::number(kept);
        }
        neighbours.truncate(kept);
        weights.truncate(kept);
    }
    (Adjacency::new(starts, neighbours), Weights::of(weights))
}

fn sort_together(list: &mut [u32], weights: &mut [f64]) {
    let mut both: Vec<(u32, f64)> = list.iter().copied().zip(weights.iter().copied()).collect();
    both.sort_unstable_by(|one, next| one.0.cmp(&next.0).then(one.1.total_cmp(&next.1)));
    for ((neighbour, weight), both) in list.iter_mut().zip(weights).zip(both) {
        (*neighbour, *weight) = both;
    }
}
