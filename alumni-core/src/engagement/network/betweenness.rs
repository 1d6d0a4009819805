use serde::{Deserialize, Serialize};

use super::InteractionGraph;
use super::adjacency::{Adjacency, number, place};
use super::draw::Draw;
use super::pace::Pace;
use crate::{Error, document};

/// Whether betweenness is exact or estimated.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::BetweennessOptions;
///
/// let options = BetweennessOptions::default().pivots(500).seed(7);
/// assert_eq!(options, BetweennessOptions::from_json(r#"{"pivots": 500, "seed": 7}"#)?);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct BetweennessOptions {
    /// From how many people, drawn at random, paths are looked at; at least 2. Where there are no more people than that, all are
    /// and the figures are exact. Unless set it is 1,000, or fewer in large networks: a hundred million steps in all, but at
    /// least from 50 people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pivots: Option<u32>,
    /// Where the draw begins: the same seed gives the same figures everywhere.
    pub seed: u64,
}

const PIVOTS: usize = 1_000;
const FEWEST: usize = 50;
const STEPS: usize = 100_000_000;

impl BetweennessOptions {
    /// Sets from how many people paths are looked at.
    #[must_use]
    pub fn pivots(mut self, pivots: u32) -> Self {
        self.pivots = Some(pivots);
        self
    }

    /// Sets where the draw begins.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Reads `{}`, with what differs from the default.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        if self.pivots.is_some_and(|pivots| pivots < 2) {
            return Err(Error::out_of_range("expected at least 2").within("pivots"));
        }
        Ok(())
    }
}

/// How often people stand between others: who would be missed as a bridge.
///
/// It is taken on the simple graph without directions, on which two people are in touch when there is a tie in either
/// direction, and does not look at weights. Divide by `(n - 1)(n - 2) / 2` to compare networks of different sizes.
///
/// # Formula
///
/// For each person the sum over all pairs of others of the share of the shortest paths between the two that pass the person.
/// An estimate from `k` of `n` people is `n/k` times the sum over the paths that begin at those `k`, with the standard error
/// of a draw without replacement.
///
/// # How sure an estimate is
///
/// Over all draws estimates are right on average, and the square of the standard error is on average that of how far they are off.
/// It makes no interval: of most people few pivots see much and most see nothing, so that a draw without those few is too low
/// and has too small an error as well. The figure plus and minus 1.96 errors holds the exact one far less often than 95 times in
/// 100. Estimates are for finding who stands out; with more pivots they come nearer, with all they are exact.
///
/// # Source
///
/// U. Brandes, *A faster algorithm for betweenness centrality*, J. Mathematical Sociology 25 (2001); U. Brandes, C. Pich,
/// *Centrality estimation in large networks*, Int. J. Bifurcation and Chaos 17 (2007).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Betweenness {
    /// What was asked.
    pub options: BetweennessOptions,
    /// Whether paths from everybody were looked at.
    pub exact: bool,
    /// From how many people paths were looked at.
    pub pivots: u64,
    /// The figure of each person, in the order of the people.
    pub values: Vec<f64>,
    /// The standard error of each, which makes no interval: 0 where figures are exact, and also for whoever no pivot saw on a path,
    /// whose exact figure need not be 0.
    pub standard_errors: Vec<f64>,
}

impl InteractionGraph {
    /// How often each person stands between others.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) at `pivots` for fewer than two.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::{BetweennessOptions, InteractionGraph, Permitted};
    ///
    /// let ties = [("a", "b", 1.0), ("b", "c", 1.0), ("c", "d", 1.0)];
    /// let graph = InteractionGraph::from_ties(ties, None, Permitted::Everyone)?;
    /// assert_eq!(graph.betweenness(&BetweennessOptions::default())?.values, [0.0, 2.0, 2.0, 0.0]);
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn betweenness(&self, options: &BetweennessOptions) -> Result<Betweenness, Error> {
        self.betweenness_telling(options, |_| Ok(()))
    }

    /// The same, and now and then `tell` hears from how many people paths have been looked at and may end it.
    ///
    /// # Errors
    ///
    /// Those of [`betweenness`](Self::betweenness), and what `tell` returns.
    pub fn betweenness_telling<E: From<Error>>(
        &self,
        options: &BetweennessOptions,
        tell: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<Betweenness, E> {
        options.check()?;
        self.betweenness_paced(options, &mut Pace::new(tell))
    }

    pub(super) fn betweenness_paced<E, F: FnMut(usize) -> Result<(), E>>(
        &self,
        options: &BetweennessOptions,
        pace: &mut Pace<F>,
    ) -> Result<Betweenness, E> {
        let pairs = self.pairs();
        let people = self.person_count();
        let mut pivots: Vec<u32> = (0..number(people)).collect();
        let steps = people.saturating_add(pairs.all().len());
        let bearable = STEPS.checked_div(steps).unwrap_or(PIVOTS).clamp(FEWEST, PIVOTS);
        let count = options.pivots.map_or(bearable, place).min(people);
        let exact = count == people;
        if !exact {
            Draw::new(options.seed).shuffle(&mut pivots, count);
            pivots.truncate(count);
        }
        let mut paths = Paths::new(people);
        let (mut sums, mut squares) = (vec![0.0; people], vec![0.0; people]);
        for (done, pivot) in pivots.into_iter().enumerate() {
            pace.done = done;
            pace.work(steps)?;
            paths.from(&pairs, pivot);
            for node in &paths.order {
                let at = place(*node);
                let dependency = paths.dependencies.get(at).copied().unwrap_or_default();
                if *node != pivot
                    && let (Some(sum), Some(square)) = (sums.get_mut(at), squares.get_mut(at))
                {
                    *sum += dependency;
                    *square += dependency * dependency;
                }
            }
        }
        let (n, k) = (people as f64, count as f64);
        // Each pair is met from either end.
        let scale = 0.5 * n / k.max(1.0);
        let standard_error = |(sum, square): (&f64, &f64)| {
            let mean = sum / k;
            let variance = ((square / k - mean * mean) * k / (k - 1.0)).max(0.0);
            0.5 * n * libm::sqrt(variance / k * (1.0 - k / n))
        };
        let standard_errors = match exact {
            true => vec![0.0; people],
            false => sums.iter().zip(&squares).map(standard_error).collect(),
        };
        Ok(Betweenness {
            options: *options,
            exact,
            pivots: u64::try_from(count).unwrap_or(u64::MAX),
            values: sums.iter().map(|sum| sum * scale).collect(),
            standard_errors,
        })
    }
}

/// The shortest paths from one person.
struct Paths {
    /// Everybody who can be reached, the nearest first.
    order: Vec<u32>,
    distances: Vec<u32>,
    counts: Vec<f64>,
    /// How much each person stands between the one and others.
    dependencies: Vec<f64>,
}

const FAR: u32 = u32::MAX;

impl Paths {
    fn new(people: usize) -> Self {
        Self {
            order: Vec::new(),
            distances: vec![FAR; people],
            counts: vec![0.0; people],
            dependencies: vec![0.0; people],
        }
    }

    fn from(&mut self, pairs: &Adjacency, source: u32) {
        for node in self.order.drain(..) {
            let at = place(node);
            if let (Some(distance), Some(count), Some(dependency)) =
                (self.distances.get_mut(at), self.counts.get_mut(at), self.dependencies.get_mut(at))
            {
                (*distance, *count, *dependency) = (FAR, 0.0, 0.0);
            }
        }
        self.order.push(source);
        if let (Some(distance), Some(count)) =
            (self.distances.get_mut(place(source)), self.counts.get_mut(place(source)))
        {
            (*distance, *count) = (0, 1.0);
        }
        let mut next = 0;
        while let Some(node) = self.order.get(next).copied() {
            next = next.saturating_add(1);
            let (near, count) = self.at(node);
            for neighbour in pairs.of(place(node)) {
                let at = place(*neighbour);
                let Some(distance) = self.distances.get_mut(at) else { continue };
                if *distance == FAR {
                    *distance = near.saturating_add(1);
                    self.order.push(*neighbour);
                }
                if *distance == near.saturating_add(1)
                    && let Some(paths) = self.counts.get_mut(at)
                {
                    *paths += count;
                }
            }
        }
        for place_in_order in (0..self.order.len()).rev() {
            let Some(node) = self.order.get(place_in_order).copied() else { continue };
            let (near, count) = self.at(node);
            let mut dependency = 0.0;
            for neighbour in pairs.of(place(node)) {
                let (distance, paths) = self.at(*neighbour);
                if distance == near.saturating_add(1) {
                    let further = self.dependencies.get(place(*neighbour)).copied().unwrap_or_default();
                    dependency += count / paths * (1.0 + further);
                }
            }
            if let Some(slot) = self.dependencies.get_mut(place(node)) {
                *slot = dependency;
            }
        }
    }

    fn at(&self, node: u32) -> (u32, f64) {
        let distance = self.distances.get(place(node)).copied().unwrap_or(FAR);
        (distance, self.counts.get(place(node)).copied().unwrap_or_default())
    }
}
