use super::InteractionGraph;
use super::adjacency::{Adjacency, number, place};

impl InteractionGraph {
    /// How deep in the network each person stands: the largest `k` such that they belong to a group in which everybody is
    /// in touch with `k` others of it.
    ///
    /// It is taken on the simple graph without directions: two people are in touch when there is a tie in either
    /// direction, whatever its weight, and count once for each other. Other libraries count each direction for itself, so
    /// that three people who all write to each other are core 4 in one and core 2 in another; here they are core 2.
    ///
    /// # Source
    ///
    /// V. Batagelj, M. Zaveršnik, *An O(m) algorithm for cores decomposition of networks*, 2003.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::{InteractionGraph, Permitted};
    ///
    /// let ties = [("a", "b", 1.0), ("b", "c", 1.0), ("c", "a", 1.0), ("a", "c", 1.0), ("d", "a", 1.0)];
    /// let graph = InteractionGraph::from_ties(ties, None, Permitted::Everyone)?;
    /// assert_eq!(graph.cores(), [2, 2, 2, 1]);
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    #[must_use]
    pub fn cores(&self) -> Vec<u32> {
        cores(&self.pairs())
    }
}

/// Takes away the person with the fewest neighbours left, again and again.
pub(super) fn cores(pairs: &Adjacency) -> Vec<u32> {
    let nodes = pairs.nodes();
    let mut degrees: Vec<u32> = pairs.lists().map(|list| number(list.len())).collect();
    let most = degrees.iter().copied().max().map_or(0, place);
    // People in bins by degree; `begins` is where each bin begins.
    let mut begins = vec![0_u32; most.saturating_add(2)];
    for degree in &degrees {
        if let Some(count) = begins.get_mut(place(*degree).saturating_add(1)) {
            *count = count.saturating_add(1);
        }
    }
    super::adjacency::add_up(&mut begins);
    let mut next = begins.clone();
    let mut order = vec![0_u32; nodes];
    let mut places = vec![0_u32; nodes];
    for (node, degree) in (0..).zip(&degrees) {
        let Some(slot) = next.get_mut(place(*degree)) else { continue };
        let at = *slot;
        *slot = at.saturating_add(1);
        if let (Some(in_order), Some(own)) = (order.get_mut(place(at)), places.get_mut(place(node))) {
            (*in_order, *own) = (node, at);
        }
    }
    drop(next);
    for step in 0..nodes {
        let Some(node) = order.get(step).copied() else { continue };
        let Some(core) = degrees.get(place(node)).copied() else { continue };
        for neighbour in pairs.of(place(node)) {
            let Some(degree) = degrees.get_mut(place(*neighbour)).filter(|degree| **degree > core) else {
                continue;
            };
            // The neighbour changes places with the first of its bin, which then begins one later.
            let bin = place(*degree);
            *degree = degree.saturating_sub(1);
            let Some(begin) = begins.get_mut(bin) else { continue };
            let first_at = *begin;
            *begin = begin.saturating_add(1);
            let Some(first) = order.get(place(first_at)).copied() else { continue };
            let at = places.get(place(*neighbour)).copied().unwrap_or(first_at);
            order.swap(place(first_at), place(at));
            places.swap(place(first), place(*neighbour));
        }
    }
    degrees
}
