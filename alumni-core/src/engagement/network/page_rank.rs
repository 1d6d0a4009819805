use serde::{Deserialize, Serialize};

use super::InteractionGraph;
use super::adjacency::place;
use super::pace::Pace;
use super::weights::Weights;
use crate::{Error, document};

/// How `PageRank` is computed.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::PageRankOptions;
///
/// assert_eq!(PageRankOptions::default(), PageRankOptions::from_json(r#"{"damping": 0.85}"#)?);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct PageRankOptions {
    /// How likely attention goes on along a tie, and not to anybody at random: from 0, below 1; 0.85 unless set.
    pub damping: f64,
    /// It is done when the ranks change by no more than this in all from one step to the next; 1e-9 unless set. They are then
    /// no further from the exact ranks, in all, than this times `damping / (1 - damping)`.
    pub tolerance: f64,
    /// The most steps; 1,000 unless set.
    pub most_steps: u32,
}

impl Default for PageRankOptions {
    fn default() -> Self {
        Self { damping: 0.85, tolerance: 1e-9, most_steps: 1_000 }
    }
}

impl PageRankOptions {
    /// Sets how likely attention goes on along a tie.
    #[must_use]
    pub fn damping(mut self, damping: f64) -> Self {
        self.damping = damping;
        self
    }

    /// Sets by how much the ranks may still change.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Sets the most steps.
    #[must_use]
    pub fn most_steps(mut self, steps: u32) -> Self {
        self.most_steps = steps;
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
        if !(0.0..1.0).contains(&self.damping) {
            return Err(Error::out_of_range("expected a damping from 0, below 1").within("damping"));
        }
        if !(self.tolerance > 0.0 && self.tolerance.is_finite()) {
            return Err(Error::out_of_range("expected a tolerance above 0").within("tolerance"));
        }
        if !(1..=1_000_000).contains(&self.most_steps) {
            return Err(Error::out_of_range("expected 1 to 1000000 steps").within("most_steps"));
        }
        Ok(())
    }
}

/// How much attention each person gets, directly and through those who get some.
///
/// # Formula
///
/// The ranks `x` with sum 1 that solve `x = d (P x + s/n) + (1 - d)/n`: `P` spreads each person's rank over whom they gave
/// something, by weight; `s` is the rank of those who gave nothing to anybody, which goes to everybody alike; `d` is the
/// damping.
///
/// # Source
///
/// L. Page, S. Brin, R. Motwani, T. Winograd, *The `PageRank` citation ranking*, 1999.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PageRank {
    /// What was asked.
    pub options: PageRankOptions,
    /// The rank of each person, in the order of the people; none where the steps did not suffice.
    pub ranks: Vec<f64>,
    /// How many steps were taken.
    pub steps: u32,
    /// By how much the ranks changed, in all, in the last of them.
    pub change: f64,
    /// Whether that is no more than the tolerance.
    pub reached: bool,
}

impl InteractionGraph {
    /// How much attention each person gets.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for options outside what they say, with the option as path.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::{InteractionGraph, PageRankOptions, Permitted};
    ///
    /// let ties = [("a", "b", 1.0), ("b", "a", 1.0), ("c", "a", 1.0)];
    /// let graph = InteractionGraph::from_ties(ties, None, Permitted::Everyone)?;
    /// let found = graph.page_rank(&PageRankOptions::default())?;
    /// // Nobody writes to c, who keeps what goes to everybody alike.
    /// assert!((found.ranks[2] - 0.05).abs() < 1e-9);
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn page_rank(&self, options: &PageRankOptions) -> Result<PageRank, Error> {
        self.page_rank_telling(options, |_| Ok(()))
    }

    /// The same, and now and then `tell` hears how many steps were taken and may end it.
    ///
    /// # Errors
    ///
    /// Those of [`page_rank`](Self::page_rank), and what `tell` returns.
    pub fn page_rank_telling<E: From<Error>>(
        &self,
        options: &PageRankOptions,
        tell: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<PageRank, E> {
        options.check()?;
        self.page_rank_paced(options, &mut Pace::new(tell))
    }

    pub(super) fn page_rank_paced<E, F: FnMut(usize) -> Result<(), E>>(
        &self,
        options: &PageRankOptions,
        pace: &mut Pace<F>,
    ) -> Result<PageRank, E> {
        match &self.weights {
            Weights::Ones => self.iterate(options, Pull::<u16>::Ones, pace),
            Weights::Counts(counts) => self.iterate(options, Pull::of(self, counts), pace),
            Weights::Exact(weights) => self.iterate(options, Pull::of(self, weights), pace),
        }
    }

    fn iterate<T: Copy + Into<f64>, E, F: FnMut(usize) -> Result<(), E>>(
        &self,
        options: &PageRankOptions,
        pull: Pull<T>,
        pace: &mut Pace<F>,
    ) -> Result<PageRank, E> {
        let people = self.person_count();
        let n = people as f64;
        // What a unit of weight is worth of its giver's rank.
        let per_unit: Vec<f64> =
            self.given().iter().map(|given| if *given > 0.0 { 1.0 / given } else { 0.0 }).collect();
        let mut ranks = vec![1.0 / n; people];
        let mut shares = vec![0.0; people];
        let mut found =
            PageRank { options: *options, ranks: Vec::new(), steps: 0, change: 0.0, reached: people == 0 };
        while !found.reached && found.steps < options.most_steps {
            pace.done = place(found.steps);
            pace.work(people.saturating_add(self.tie_count()))?;
            let mut without = 0.0;
            for ((share, rank), unit) in shares.iter_mut().zip(&ranks).zip(&per_unit) {
                *share = rank * unit;
                if *unit <= 0.0 {
                    without += rank;
                }
            }
            let base = (1.0 - options.damping + options.damping * without) / n;
            let (mut change, mut sum) = (0.0, 0.0);
            for (node, rank) in ranks.iter_mut().enumerate() {
                let next = options.damping * pull.sum(self, node, &shares) + base;
                change += (next - *rank).abs();
                sum += next;
                *rank = next;
            }
            // Rounding must not add up over the steps.
            let scale = 1.0 / sum;
            for rank in &mut ranks {
                *rank *= scale;
            }
            found.change = change;
            found.steps = found.steps.saturating_add(1);
            found.reached = change <= options.tolerance;
        }
        if found.reached {
            found.ranks = ranks;
        }
        Ok(found)
    }
}

/// The weights of ties in the order of whom they lead to.
enum Pull<T> {
    Ones,
    Each(Vec<T>),
}

impl<T: Copy + Default + Into<f64>> Pull<T> {
    fn of(graph: &InteractionGraph, weights: &[T]) -> Self {
        Self::Each(graph.out.reversed_with(weights).1)
    }
}

impl<T: Copy + Into<f64>> Pull<T> {
    fn sum(&self, graph: &InteractionGraph, node: usize, shares: &[f64]) -> f64 {
        let share = |from: &u32| shares.get(place(*from)).copied().unwrap_or_default();
        let from = graph.into.of(node);
        match self {
            Self::Ones => from.iter().map(share).sum(),
            Self::Each(weights) => {
                let weights = weights.get(graph.into.range(node)).unwrap_or_default();
                from.iter().zip(weights).map(|(from, weight)| share(from) * (*weight).into()).sum()
            }
        }
    }
}
