use serde::{Deserialize, Serialize};

use super::InteractionGraph;
use super::adjacency::{Adjacency, place};
use super::pace::{Pace, unheard};
use crate::Error;

/// Who connects people that are not in touch with each other (structural holes).
///
/// # Formula
///
/// With `w(ij)` the weight between two people in both directions together, `p(ij) = w(ij) / Σ w(ik)` and `m(ij) = w(ij) / max
/// w(ik)`: the constraint of a person is `Σ (p(ij) + Σ p(iq) p(qj))²` over whom they are in touch with, and their effective size
/// `Σ (1 - Σ p(iq) m(jq))`. Low constraint and large effective size are those of a broker.
///
/// # Source
///
/// R. Burt, *Structural Holes*, 1992.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Brokers {
    /// The constraint of each person, in the order of the people; absent for who is in touch with nobody. It is no share: three
    /// people who are all in touch have 1.125.
    pub constraints: Vec<Option<f64>>,
    /// The effective size of each person's circle, absent likewise: how many they are in touch with, less the ties among those.
    pub effective_sizes: Vec<Option<f64>>,
}

impl InteractionGraph {
    /// Who connects people that are not in touch with each other.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::{InteractionGraph, Permitted};
    ///
    /// let ties = [("a", "hub", 1.0), ("b", "hub", 1.0), ("c", "hub", 1.0)];
    /// let graph = InteractionGraph::from_ties(ties, None, Permitted::Everyone)?;
    /// let brokers = graph.brokers();
    /// assert!((brokers.constraints[3].unwrap() - 1.0 / 3.0).abs() < 1e-15);
    /// assert_eq!(brokers.effective_sizes[3], Some(3.0));
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    #[must_use]
    pub fn brokers(&self) -> Brokers {
        unheard(|pace| self.brokers_paced(pace))
    }

    /// The same, and now and then `tell` hears how many people are done and may end it.
    ///
    /// # Errors
    ///
    /// What `tell` returns.
    pub fn brokers_telling<E: From<Error>>(
        &self,
        tell: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<Brokers, E> {
        self.brokers_paced(&mut Pace::new(tell))
    }

    pub(super) fn brokers_paced<E, F: FnMut(usize) -> Result<(), E>>(
        &self,
        pace: &mut Pace<F>,
    ) -> Result<Brokers, E> {
        let pairs = self.pairs();
        let weights = self.pair_weights(&pairs);
        let people = self.person_count();
        let of = |node: usize| weights.get(pairs.range(node)).unwrap_or_default();
        let sums: Vec<f64> = (0..people).map(|node| of(node).iter().sum()).collect();
        let largest: Vec<f64> =
            (0..people).map(|node| of(node).iter().copied().fold(0.0, f64::max)).collect();
        // For the person at hand: what share of their contact each other one has.
        let mut shares = vec![0.0; people];
        let mut made = Brokers { constraints: Vec::new(), effective_sizes: Vec::new() };
        for node in 0..people {
            pace.done = node;
            let circle = pairs.of(node);
            let sum = sums.get(node).copied().unwrap_or_default();
            if circle.is_empty() {
                made.constraints.push(None);
                made.effective_sizes.push(None);
                continue;
            }
            for (other, weight) in circle.iter().zip(of(node)) {
                if let Some(share) = shares.get_mut(place(*other)) {
                    *share = weight / sum;
                }
            }
            let (mut constraint, mut size) = (0.0, 0.0);
            for other in circle {
                let other = place(*other);
                pace.work(pairs.of(other).len())?;
                let (mut indirect, mut redundant) = (0.0, 0.0);
                for (third, weight) in pairs.of(other).iter().zip(of(other)) {
                    // Who is not in the circle has no share, and neither has the person.
                    let third = place(*third);
                    let share = shares.get(third).copied().unwrap_or_default();
                    if share > 0.0 {
                        indirect += share * weight / sums.get(third).copied().unwrap_or(1.0);
                        redundant += share * weight;
                    }
                }
                let direct = shares.get(other).copied().unwrap_or_default();
                constraint += (direct + indirect) * (direct + indirect);
                size += 1.0 - redundant / largest.get(other).copied().unwrap_or(1.0);
            }
            for other in circle {
                if let Some(share) = shares.get_mut(place(*other)) {
                    *share = 0.0;
                }
            }
            made.constraints.push(Some(constraint));
            made.effective_sizes.push(Some(size));
        }
        Ok(made)
    }

    /// The weight between two people in both directions together, for each entry of the pairs.
    pub(super) fn pair_weights(&self, pairs: &Adjacency) -> Vec<f64> {
        let mut weights = vec![0.0; pairs.all().len()];
        for node in 0..pairs.nodes() {
            let (range, list) = (pairs.range(node), pairs.of(node));
            // The lists of a node rise, so its ties are met in the order of its pairs.
            let mut at = 0_usize;
            for (to, weight) in self.out.of(node).iter().zip(self.weights.each(self.out.range(node))) {
                while list.get(at).is_some_and(|other| other < to) {
                    at = at.saturating_add(1);
                }
                if let Some(slot) = weights.get_mut(range.start.saturating_add(at)) {
                    *slot += weight;
                }
                // The other one's entry; the order of the two summands changes no bit.
                let other = pairs.range(place(*to));
                let back = pairs.of(place(*to)).binary_search(&super::adjacency::number(node));
                if let Some(slot) =
                    back.ok().and_then(|back| weights.get_mut(other.start.saturating_add(back)))
                {
                    *slot += weight;
                }
            }
        }
        weights
    }
}
