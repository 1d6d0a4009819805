//! Who stands next to whom, in two flat columns.

use crate::Error;

/// The neighbours of each node, one list after the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Adjacency {
    /// Where the list of each node begins; the last is where the last one ends.
    starts: Vec<u32>,
    neighbours: Vec<u32>,
}

/// A number of a node or tie as a place in a list.
pub(super) fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A place in a list as a number; lists are no longer than there are numbers.
pub(super) fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// Nodes, and so many ties of either direction, at most: half of the numbers there are.
pub(super) const MOST: usize = (1 << 31) - 1;

pub(super) fn refuse_more(count: usize, what: &str) -> Result<(), Error> {
    if count > MOST {
        return Err(Error::too_large(format!("expected at most {MOST} {what}")));
    }
    Ok(())
}

impl Adjacency {
    pub(super) fn new(starts: Vec<u32>, neighbours: Vec<u32>) -> Self {
        Self { starts, neighbours }
    }

    pub(super) fn nodes(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// All neighbours of all nodes.
    pub(super) fn all(&self) -> &[u32] {
        &self.neighbours
    }

    pub(super) fn range(&self, node: usize) -> std::ops::Range<usize> {
        let start = self.starts.get(node).copied().unwrap_or_default();
        let end = node.checked_add(1).and_then(|next| self.starts.get(next)).copied().unwrap_or(start);
        place(start)..place(end)
    }

    /// The neighbours of a node, rising.
    pub(super) fn of(&self, node: usize) -> &[u32] {
        self.neighbours.get(self.range(node)).unwrap_or_default()
    }

    pub(super) fn lists(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.nodes()).map(|node| self.of(node))
    }

    /// The same ties the other way round. Lists rise, for nodes come in rising order.
    pub(super) fn reversed(&self) -> Self {
        self.reversed_with(&[] as &[u8]).0
    }

    /// The same with the values of the ties, or without any where there are none.
    pub(super) fn reversed_with<T: Copy + Default>(&self, values: &[T]) -> (Self, Vec<T>) {
        let mut ends = vec![0_u32; self.nodes().saturating_add(1)];
        for neighbour in &self.neighbours {
            if let Some(count) = ends.get_mut(place(*neighbour).saturating_add(1)) {
                *count = count.saturating_add(1);
            }
        }
        add_up(&mut ends);
        let starts = ends.clone();
        let mut neighbours = vec![0_u32; self.neighbours.len()];
        let mut moved = vec![T::default(); values.len()];
        for (node, list) in (0..).zip(self.lists()) {
            let range = self.range(place(node));
            let own = values.get(range).unwrap_or_default();
            for (rank, neighbour) in list.iter().enumerate() {
                let Some(end) = ends.get_mut(place(*neighbour)) else { continue };
                let to = place(*end);
                *end = end.saturating_add(1);
                if let Some(slot) = neighbours.get_mut(to) {
                    *slot = node;
                }
                if let (Some(slot), Some(value)) = (moved.get_mut(to), own.get(rank)) {
                    *slot = *value;
                }
            }
        }
        (Self { starts, neighbours }, moved)
    }

    /// Each pair once in either list: the union of this and of the same the other way round.
    pub(super) fn with_reversed(&self, reversed: &Self) -> Self {
        let mut starts = Vec::with_capacity(self.starts.len());
        starts.push(0);
        let mut end = 0_u32;
        for node in 0..self.nodes() {
            end = end.saturating_add(number(Union::new(self.of(node), reversed.of(node)).count()));
            starts.push(end);
        }
        let mut neighbours = Vec::with_capacity(place(end));
        for node in 0..self.nodes() {
            neighbours.extend(Union::new(self.of(node), reversed.of(node)));
        }
        Self { starts, neighbours }
    }
}

/// Counts as the places at which their lists begin, where each stands one place behind its own.
pub(super) fn add_up(counts: &mut [u32]) {
    let mut sum = 0_u32;
    for count in counts {
        sum = sum.saturating_add(*count);
        *count = sum;
    }
}

/// Two rising lists as one, what is in both once.
pub(super) struct Union<'a> {
    one: &'a [u32],
    other: &'a [u32],
}

impl<'a> Union<'a> {
    pub(super) fn new(one: &'a [u32], other: &'a [u32]) -> Self {
        Self { one, other }
    }
}

impl Iterator for Union<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        match (self.one.split_first(), self.other.split_first()) {
            (None, None) => None,
            (Some((first, rest)), None) => {
                self.one = rest;
                Some(*first)
            }
            (None, Some((first, rest))) => {
                self.other = rest;
                Some(*first)
            }
            (Some((one, ones)), Some((other, others))) => {
                if one <= other {
                    self.one = ones;
                }
                if other <= one {
                    self.other = others;
                }
                Some(*one.min(other))
            }
        }
    }
}

/// How many are in both of two rising lists.
pub(super) fn common(mut one: &[u32], mut other: &[u32]) -> usize {
    let mut count = 0_usize;
    while let (Some((first, ones)), Some((second, others))) = (one.split_first(), other.split_first()) {
        if first <= second {
            one = ones;
        }
        if second <= first {
            other = others;
        }
        count = count.saturating_add(usize::from(first == second));
    }
    count
}
