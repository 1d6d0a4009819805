//! Leiden's way to communities on whole numbers, with fixed rules where it draws lots.

use std::collections::VecDeque;

use super::adjacency::{Adjacency, number, place};
use super::pace::Pace;

/// A graph without directions, the nodes of which stand for people or for groups of them.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pairs: Adjacency,
    weights: Vec<u64>,
    /// What the people of each node have together, within and without.
    strengths: Vec<u64>,
    /// Twice the weight within each node.
    inner: Vec<u64>,
    /// The sum of the strengths.
    total: u64,
    /// The resolution in 65,536ths.
    resolution: u64,
}

const ONE: f64 = 65_536.0;
/// Weights that are no whole numbers become parts of the total, so many of them in all.
const PARTS: f64 = 1_099_511_627_776.0;

impl Level {
    pub(super) fn of(pairs: &Adjacency, weights: &[f64], resolution: f64) -> Self {
        let total: f64 = weights.iter().sum();
        let whole = weights.iter().all(|weight| libm::rint(*weight).total_cmp(weight).is_eq());
        let scale = if whole && total <= PARTS { 1.0 } else { PARTS / total };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at least 1, at most 2^41"
        )]
        let weights: Vec<u64> =
            weights.iter().map(|weight| libm::rint(weight * scale).max(1.0) as u64).collect();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0.01 to 100")]
        let resolution = libm::rint(resolution * ONE) as u64;
        let strengths: Vec<u64> = (0..pairs.nodes())
            .map(|node| add_all(weights.get(pairs.range(node)).unwrap_or_default()))
            .collect();
        Self {
            pairs: pairs.clone(),
            total: add_all(&strengths),
            inner: vec![0; strengths.len()],
            weights,
            strengths,
            resolution,
        }
    }

    fn nodes(&self) -> usize {
        self.strengths.len()
    }

    fn around(&self, node: u32) -> impl Iterator<Item = (u32, u64)> {
        let weights = self.weights.get(self.pairs.range(place(node))).unwrap_or_default();
        self.pairs.of(place(node)).iter().copied().zip(weights.iter().copied())
    }

    fn strength(&self, node: u32) -> u64 {
        self.strengths.get(place(node)).copied().unwrap_or_default()
    }

    /// What it gains to put a node that has so much contact with a group of this strength into it.
    fn gain(&self, contact: u64, node: u64, group: u64) -> i128 {
        let within = i128::from(self.total).saturating_mul(contact.into()).saturating_mul(1 << 16);
        let expected = i128::from(node).saturating_mul(group.into()).saturating_mul(self.resolution.into());
        within.saturating_sub(expected)
    }

    /// The modularity of groups, times the square of the total and 65,536.
    fn quality(&self, groups: &[u32]) -> i128 {
        let mut strengths = vec![0_u64; self.nodes()];
        let mut inner = add_all(&self.inner);
        for (node, group) in (0..).zip(groups) {
            grow(&mut strengths, *group, self.strength(node));
            for (other, weight) in self.around(node) {
                if groups.get(place(other)) == Some(group) {
                    inner = inner.saturating_add(weight);
                }
            }
        }
        let within = i128::from(self.total).saturating_mul(inner.into()).saturating_mul(1 << 16);
        let expected = strengths.iter().map(|strength| {
            let strength = i128::from(*strength);
            strength.saturating_mul(strength).saturating_mul(self.resolution.into())
        });
        within.saturating_sub(expected.fold(0, i128::saturating_add))
    }

    /// The modularity of that quality; absent where there is no weight.
    pub(super) fn modularity(&self, quality: i128) -> Option<f64> {
        let total = self.total as f64;
        (self.total > 0).then(|| quality as f64 / (total * total * ONE))
    }

    /// The groups as nodes, and how the people's groups are numbered then.
    fn together(&self, groups: &[u32]) -> (Self, Vec<u32>) {
        let mut numbers = vec![u32::MAX; self.nodes()];
        let mut count = 0_u32;
        let mut members: Vec<Vec<u32>> = Vec::new();
        let mut numbered = Vec::with_capacity(groups.len());
        for (node, group) in (0..).zip(groups) {
            let Some(known) = numbers.get_mut(place(*group)) else { continue };
            if *known == u32::MAX {
                *known = count;
                count = count.saturating_add(1);
                members.push(Vec::new());
            }
            numbered.push(*known);
            if let Some(members) = members.get_mut(place(*known)) {
                members.push(node);
            }
        }
        let mut made = Self {
            pairs: Adjacency::default(),
            weights: Vec::new(),
            strengths: vec![0; members.len()],
            inner: vec![0; members.len()],
            total: self.total,
            resolution: self.resolution,
        };
        let (mut starts, mut neighbours) = (vec![0_u32], Vec::new());
        let mut contact = Contact::new(members.len());
        for (group, members) in (0..).zip(&members) {
            for node in members {
                grow(&mut made.strengths, group, self.strength(*node));
                grow(&mut made.inner, group, self.inner.get(place(*node)).copied().unwrap_or_default());
                for (other, weight) in self.around(*node) {
                    contact.add(numbered.get(place(other)).copied().unwrap_or_default(), weight);
                }
            }
            contact.met.sort_unstable();
            for other in &contact.met {
                let weight = contact.with(*other);
                if *other == group {
                    grow(&mut made.inner, group, weight);
                } else {
                    neighbours.push(*other);
                    made.weights.push(weight);
                }
            }
            contact.clear();
            starts.push(number(neighbours.len()));
        }
        made.pairs = Adjacency::new(starts, neighbours);
        (made, numbered)
    }
}

fn add_all(numbers: &[u64]) -> u64 {
    numbers.iter().copied().fold(0, u64::saturating_add)
}

fn grow(sums: &mut [u64], at: u32, by: u64) {
    if let Some(sum) = sums.get_mut(place(at)) {
        *sum = sum.saturating_add(by);
    }
}

fn shrink(sums: &mut [u64], at: u32, by: u64) {
    if let Some(sum) = sums.get_mut(place(at)) {
        *sum = sum.saturating_sub(by);
    }
}

/// How much contact a node has with each group.
struct Contact {
    sums: Vec<u64>,
    met: Vec<u32>,
}

impl Contact {
    fn new(groups: usize) -> Self {
        Self { sums: vec![0; groups], met: Vec::new() }
    }

    fn add(&mut self, group: u32, weight: u64) {
        if self.with(group) == 0 {
            self.met.push(group);
        }
        grow(&mut self.sums, group, weight);
    }

    fn with(&self, group: u32) -> u64 {
        self.sums.get(place(group)).copied().unwrap_or_default()
    }

    fn clear(&mut self) {
        for group in self.met.drain(..) {
            if let Some(sum) = self.sums.get_mut(place(group)) {
                *sum = 0;
            }
        }
    }
}

/// Communities of a graph whose nodes are looked at in this order, and their quality.
pub(super) fn leiden<E, F: FnMut(usize) -> Result<(), E>>(
    people: &Level,
    order: &[u32],
    pace: &mut Pace<F>,
) -> Result<(i128, Vec<u32>), E> {
    let mut best: Vec<u32> = (0..number(people.nodes())).collect();
    let mut quality = people.quality(&best);
    // Each round begins with what the one before found, until one finds nothing better.
    loop {
        let found = split(people, &round(people, order, &best, pace)?);
        let next = people.quality(&found);
        if next <= quality {
            return Ok((quality, best));
        }
        (best, quality) = (found, next);
    }
}

fn round<E, F: FnMut(usize) -> Result<(), E>>(
    people: &Level,
    order: &[u32],
    begin: &[u32],
    pace: &mut Pace<F>,
) -> Result<Vec<u32>, E> {
    let mut level = people.clone();
    let mut groups = begin.to_vec();
    let mut order = order.to_vec();
    // For each person the node that stands for them.
    let mut node_of: Vec<u32> = (0..number(people.nodes())).collect();
    loop {
        move_nodes(&level, &order, &mut groups, pace)?;
        let refined = refine(&level, &order, &groups, pace)?;
        let (next, numbered) = level.together(&refined);
        if next.nodes() == level.nodes() {
            let group = |node: &u32| groups.get(place(*node)).copied().unwrap_or_default();
            return Ok(node_of.iter().map(group).collect());
        }
        // A group of groups is named after the first of its nodes.
        let mut first = vec![u32::MAX; level.nodes()];
        let mut next_groups = vec![0; next.nodes()];
        for (node, group) in numbered.iter().zip(&groups) {
            let Some(name) = first.get_mut(place(*group)) else { continue };
            *name = (*name).min(*node);
            if let Some(slot) = next_groups.get_mut(place(*node)) {
                *slot = *name;
            }
        }
        for node in &mut node_of {
            *node = numbered.get(place(*node)).copied().unwrap_or_default();
        }
        let mut seen = vec![false; next.nodes()];
        let mut next_order = Vec::with_capacity(next.nodes());
        for node in &order {
            let to = numbered.get(place(*node)).copied().unwrap_or_default();
            if let Some(seen) = seen.get_mut(place(to)).filter(|seen| !**seen) {
                *seen = true;
                next_order.push(to);
            }
        }
        (level, groups, order) = (next, next_groups, next_order);
    }
}

/// Moves each node to the group where it gains most, until none gains anything. Of equal gains its own group is taken, else the
/// one with the lowest number.
fn move_nodes<E, F: FnMut(usize) -> Result<(), E>>(
    level: &Level,
    order: &[u32],
    groups: &mut [u32],
    pace: &mut Pace<F>,
) -> Result<(), E> {
    let mut strengths = vec![0_u64; level.nodes()];
    let mut sizes = vec![0_u64; level.nodes()];
    for (node, group) in (0..).zip(groups.iter()) {
        grow(&mut strengths, *group, level.strength(node));
        grow(&mut sizes, *group, 1);
    }
    let mut empty: Vec<u32> =
        (0..).zip(&sizes).filter(|(_, size)| **size == 0).map(|(group, _)| group).collect();
    let mut queue: VecDeque<u32> = order.iter().copied().collect();
    let mut waits = vec![true; level.nodes()];
    let mut contact = Contact::new(level.nodes());
    while let Some(node) = queue.pop_front() {
        pace.work(level.pairs.of(place(node)).len())?;
        if let Some(waits) = waits.get_mut(place(node)) {
            *waits = false;
        }
        let Some(own) = groups.get(place(node)).copied() else { continue };
        let strength = level.strength(node);
        for (other, weight) in level.around(node) {
            contact.add(groups.get(place(other)).copied().unwrap_or_default(), weight);
        }
        shrink(&mut strengths, own, strength);
        let gain = |group: u32| {
            level.gain(
                contact.with(group),
                strength,
                strengths.get(place(group)).copied().unwrap_or_default(),
            )
        };
        let mut best = (gain(own), own);
        for group in contact.met.iter().copied() {
            let gain = gain(group);
            if gain > best.0 || gain == best.0 && best.1 != own && group < best.1 {
                best = (gain, group);
            }
        }
        // Alone it gains nothing, which may be better than to lose.
        if best.0 < 0
            && sizes.get(place(own)).is_some_and(|size| *size > 1)
            && let Some(group) = empty.pop()
        {
            best = (0, group);
        }
        contact.clear();
        grow(&mut strengths, best.1, strength);
        if best.1 == own {
            continue;
        }
        shrink(&mut sizes, own, 1);
        grow(&mut sizes, best.1, 1);
        if sizes.get(place(own)) == Some(&0) {
            empty.push(own);
        }
        if let Some(group) = groups.get_mut(place(node)) {
            *group = best.1;
        }
        for (other, _) in level.around(node) {
            if groups.get(place(other)) != Some(&best.1)
                && let Some(waits) = waits.get_mut(place(other)).filter(|waits| !**waits)
            {
                *waits = true;
                queue.push_back(other);
            }
        }
    }
    Ok(())
}

/// Groups within the groups: who stands alone joins, of those within the group that are well connected to the rest of it, the
/// one with which it gains most; of equal gains the one with the lowest number.
fn refine<E, F: FnMut(usize) -> Result<(), E>>(
    level: &Level,
    order: &[u32],
    groups: &[u32],
    pace: &mut Pace<F>,
) -> Result<Vec<u32>, E> {
    let nodes = level.nodes();
    let group = |node: u32| groups.get(place(node)).copied().unwrap_or_default();
    let mut whole = vec![0_u64; nodes];
    let mut strengths = level.strengths.clone();
    // The contact of each part with the rest of its group.
    let mut outward = vec![0_u64; nodes];
    for node in 0..number(nodes) {
        grow(&mut whole, group(node), level.strength(node));
        for (other, weight) in level.around(node) {
            if group(other) == group(node) {
                grow(&mut outward, node, weight);
            }
        }
    }
    let at = |sums: &[u64], group: u32| sums.get(place(group)).copied().unwrap_or_default();
    let mut parts: Vec<u32> = (0..number(nodes)).collect();
    let mut alone = vec![true; nodes];
    let mut contact = Contact::new(nodes);
    for node in order {
        let node = *node;
        pace.work(level.pairs.of(place(node)).len())?;
        let all = at(&whole, group(node));
        let connected = |part: u32, strengths: &[u64], outward: &[u64]| {
            let strength = at(strengths, part);
            level.gain(at(outward, part), strength, all.saturating_sub(strength)) >= 0
        };
        if alone.get(place(node)) != Some(&true) || !connected(node, &strengths, &outward) {
            continue;
        }
        for (other, weight) in level.around(node) {
            if group(other) == group(node) {
                contact.add(parts.get(place(other)).copied().unwrap_or_default(), weight);
            }
        }
        let mut best: Option<(i128, u32)> = None;
        for part in contact.met.iter().copied().filter(|part| *part != node) {
            let gain = level.gain(contact.with(part), level.strength(node), at(&strengths, part));
            let better = best.is_none_or(|best| gain > best.0 || gain == best.0 && part < best.1);
            if gain > 0 && better && connected(part, &strengths, &outward) {
                best = Some((gain, part));
            }
        }
        if let Some((_, part)) = best {
            let between = contact.with(part);
            let own = at(&outward, node);
            grow(&mut outward, part, own);
            shrink(&mut outward, part, between.saturating_mul(2));
            grow(&mut strengths, part, level.strength(node));
            if let Some(slot) = parts.get_mut(place(node)) {
                *slot = part;
            }
            // Neither of the two is alone any more.
            for one in [node, part] {
                if let Some(alone) = alone.get_mut(place(one)) {
                    *alone = false;
                }
            }
        }
        contact.clear();
    }
    Ok(parts)
}

/// Makes a group of each part that hangs together; that never lessens the quality.
fn split(level: &Level, groups: &[u32]) -> Vec<u32> {
    const NONE: u32 = u32::MAX;
    let mut found = vec![NONE; groups.len()];
    let mut waiting = Vec::new();
    for node in 0..number(groups.len()) {
        if found.get(place(node)) != Some(&NONE) {
            continue;
        }
        let group = groups.get(place(node));
        waiting.push(node);
        while let Some(next) = waiting.pop() {
            if let Some(slot) = found.get_mut(place(next)).filter(|slot| **slot == NONE) {
                // A group is named after the first of its nodes.
                *slot = node;
                let near = level.around(next).filter(|(other, _)| groups.get(place(*other)) == group);
                waiting.extend(near.map(|(other, _)| other));
            }
        }
    }
    found
}
