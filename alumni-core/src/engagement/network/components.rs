use serde::{Deserialize, Serialize};

use super::InteractionGraph;
use super::adjacency::{number, place};

/// Which people can reach each other over ties in whichever direction (weakly connected components).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Components {
    /// The component of each person, in the order of the people: 0 is the largest; of equal ones the first is the one with
    /// the person whose id comes first.
    pub of: Vec<u32>,
    /// How many people each component has, the largest first.
    pub sizes: Vec<u64>,
}

impl Components {
    /// The share of people in the largest component; absent where there is nobody.
    #[must_use]
    pub fn largest_share(&self) -> Option<f64> {
        let largest = *self.sizes.first()?;
        Some(largest as f64 / self.of.len() as f64)
    }

    /// Numbers groups by size, and by the first of their members where sizes are equal; every group has somebody.
    pub(super) fn numbered(groups: &[u32], count: usize) -> Self {
        let mut sizes = vec![0_u64; count];
        let mut first = vec![u32::MAX; count];
        for (node, group) in (0..).zip(groups) {
            if let (Some(size), Some(first)) = (sizes.get_mut(place(*group)), first.get_mut(place(*group))) {
                *size = size.saturating_add(1);
                *first = node.min(*first);
            }
        }
        let mut order: Vec<(std::cmp::Reverse<u64>, u32, u32)> = (0..)
            .zip(sizes.iter().zip(&first))
            .filter(|(_, (size, _))| **size > 0)
            .map(|(group, (size, first))| (std::cmp::Reverse(*size), *first, group))
            .collect();
        order.sort_unstable();
        let mut ranks = vec![0_u32; count];
        for (rank, (.., group)) in (0..).zip(&order) {
            if let Some(slot) = ranks.get_mut(place(*group)) {
                *slot = rank;
            }
        }
        let rank = |group: &u32| ranks.get(place(*group)).copied().unwrap_or_default();
        Self { of: groups.iter().map(rank).collect(), sizes: order.iter().map(|(size, ..)| size.0).collect() }
    }
}

impl InteractionGraph {
    /// Which people can reach each other.
    #[must_use]
    pub fn components(&self) -> Components {
        const NONE: u32 = u32::MAX;
        let mut groups = vec![NONE; self.person_count()];
        let mut count = 0_usize;
        let mut waiting = Vec::new();
        for node in 0..self.person_count() {
            if groups.get(node) != Some(&NONE) {
                continue;
            }
            waiting.push(number(node));
            if let Some(slot) = groups.get_mut(node) {
                *slot = number(count);
            }
            while let Some(next) = waiting.pop() {
                for neighbour in self.out.of(place(next)).iter().chain(self.into.of(place(next))) {
                    if let Some(slot) = groups.get_mut(place(*neighbour)).filter(|slot| **slot == NONE) {
                        *slot = number(count);
                        waiting.push(*neighbour);
                    }
                }
            }
            count = count.saturating_add(1);
        }
        Components::numbered(&groups, count)
    }
}
