use serde::{Deserialize, Serialize};

use super::draw::Draw;
use super::leiden::{Level, leiden};
use super::pace::Pace;
use super::{Components, InteractionGraph};
use crate::{Error, document};

/// How communities are looked for.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::CommunityOptions;
///
/// let options = CommunityOptions::default().attempts(20);
/// assert_eq!(options, CommunityOptions::from_json(r#"{"attempts": 20}"#)?);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct CommunityOptions {
    /// More than 1 gives more and smaller communities, less fewer and larger ones: 0.01 to 100, 1 unless set. It is rounded to
    /// whole 65,536ths.
    pub resolution: f64,
    /// How many times it is tried, with people looked at in another order each time: 10 unless set, and 1 where more than
    /// 100,000 pairs are in touch. At most 1,000. The best attempt is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u32>,
    /// Where the orders begin: the same seed gives the same communities everywhere.
    pub seed: u64,
}

impl Default for CommunityOptions {
    fn default() -> Self {
        Self { resolution: 1.0, attempts: None, seed: 0 }
    }
}

const ATTEMPTS: u32 = 10;
const MANY_PAIRS: usize = 100_000;

impl CommunityOptions {
    /// Sets how small communities are.
    #[must_use]
    pub fn resolution(mut self, resolution: f64) -> Self {
        self.resolution = resolution;
        self
    }

    /// Sets how many times it is tried.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = Some(attempts);
        self
    }

    /// Sets where the orders begin.
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
        if !(0.01..=100.0).contains(&self.resolution) {
            return Err(Error::out_of_range("expected a resolution from 0.01 to 100").within("resolution"));
        }
        if self.attempts.is_some_and(|attempts| !(1..=1_000).contains(&attempts)) {
            return Err(Error::out_of_range("expected 1 to 1000 attempts").within("attempts"));
        }
        Ok(())
    }
}

/// Groups of people who are more in touch with each other than with the rest.
///
/// It is taken on the graph without directions, in which the weight between two people is that of both directions together.
/// Each community hangs together. The same graph gives the same communities on every platform: weights are whole numbers
/// (those of a graph whose weights are not are rounded to parts of the total, 2⁻⁴⁰ of it each), gains are compared exactly, and
/// of equal ones the first is taken.
///
/// # Formula
///
/// Modularity `Q = Σ (e(c)/m - r (k(c)/2m)²)` over the communities: `e` the weight within, `k` the weight of their people, `m` the
/// weight of all, `r` the resolution.
///
/// # Source
///
/// V. Traag, L. Waltman, N. J. van Eck, *From Louvain to Leiden*, Scientific Reports 9 (2019), with the best merge in place of
/// a random one; L. Hubert, P. Arabie, *Comparing partitions*, J. Classification 2 (1985).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Communities {
    /// What was asked.
    pub options: CommunityOptions,
    /// The community of each person, in the order of the people, numbered like [`Components`]: 0 is the largest. Who is in
    /// touch with nobody is a community of their own.
    pub of: Vec<u32>,
    /// How many people each community has, the largest first.
    pub sizes: Vec<u64>,
    /// The modularity; absent where nobody is in touch.
    pub modularity: Option<f64>,
    /// How alike the other attempts are: the mean of their adjusted Rand indices with this one, 1 where all found the same and
    /// about 0 where they have nothing in common. Absent with one attempt. Low means that the network has no clear communities.
    pub stability: Option<f64>,
}

impl InteractionGraph {
    /// Groups of people who are more in touch with each other than with the rest.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for options outside what they say, with the option as path.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::{CommunityOptions, InteractionGraph, Permitted};
    ///
    /// // Two circles of three, and one tie between them.
    /// let ties = ["ab", "bc", "ca", "de", "ef", "fd", "ad"].map(|tie| (&tie[..1], &tie[1..], 1.0));
    /// let graph = InteractionGraph::from_ties(ties, None, Permitted::Everyone)?;
    /// let found = graph.communities(&CommunityOptions::default())?;
    /// assert_eq!(found.of, [0, 0, 0, 1, 1, 1]);
    /// assert!((found.modularity.unwrap() - 5.0 / 14.0).abs() < 1e-15);
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn communities(&self, options: &CommunityOptions) -> Result<Communities, Error> {
        self.communities_telling(options, |_| Ok(()))
    }

    /// The same, and now and then `tell` hears how many attempts are done and may end it.
    ///
    /// # Errors
    ///
    /// Those of [`communities`](Self::communities), and what `tell` returns.
    pub fn communities_telling<E: From<Error>>(
        &self,
        options: &CommunityOptions,
        tell: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<Communities, E> {
        options.check()?;
        self.communities_paced(options, &mut Pace::new(tell))
    }

    pub(super) fn communities_paced<E, F: FnMut(usize) -> Result<(), E>>(
        &self,
        options: &CommunityOptions,
        pace: &mut Pace<F>,
    ) -> Result<Communities, E> {
        let pairs = self.pairs();
        let few = pairs.all().len() <= MANY_PAIRS.saturating_mul(2);
        let attempts = options.attempts.unwrap_or(if few { ATTEMPTS } else { 1 });
        let level = Level::of(&pairs, &self.pair_weights(&pairs), options.resolution);
        let mut tried: Vec<(i128, Vec<u32>)> = Vec::new();
        let mut best = 0;
        for attempt in 0..attempts {
            pace.done = tried.len();
            let mut order: Vec<u32> = (0..super::adjacency::number(self.person_count())).collect();
            if attempt > 0 {
                let count = order.len();
                Draw::new(options.seed.wrapping_add(attempt.into())).shuffle(&mut order, count);
            }
            let (quality, groups) = leiden(&level, &order, pace)?;
            if tried.get(best).is_some_and(|(known, _)| quality > *known) {
                best = tried.len();
            }
            tried.push((quality, groups));
        }
        let (quality, groups) = tried.get(best).cloned().unwrap_or_default();
        let others = tried.iter().enumerate().filter(|(place, _)| *place != best);
        let mut alike = Vec::new();
        for (_, (_, other)) in others {
            // It sorts everybody.
            pace.work(other.len().saturating_mul(16))?;
            alike.push(adjusted_rand(&groups, other));
        }
        let numbered = Components::numbered(&groups, groups.len());
        Ok(Communities {
            options: *options,
            of: numbered.of,
            sizes: numbered.sizes,
            modularity: level.modularity(quality),
            stability: (!alike.is_empty() && !groups.is_empty())
                .then(|| alike.iter().sum::<f64>() / alike.len() as f64),
        })
    }
}

/// How far two partitions agree beyond chance.
fn adjusted_rand(one: &[u32], other: &[u32]) -> f64 {
    let two = |count: f64| 0.5 * count * (count - 1.0);
    let pairs_within = |mut keys: Vec<(u32, u32)>| -> f64 {
        keys.sort_unstable();
        keys.chunk_by(|one, next| one == next).map(|same| two(same.len() as f64)).sum()
    };
    let together = pairs_within(one.iter().copied().zip(other.iter().copied()).collect());
    let alone = |groups: &[u32]| pairs_within(groups.iter().map(|group| (*group, 0)).collect());
    let (first, second, all) = (alone(one), alone(other), two(one.len() as f64));
    let expected = if all > 0.0 { first * second / all } else { 0.0 };
    let most = 0.5 * (first + second);
    // Where both leave everybody alone, or both put all into one, they are the same.
    if most - expected > 0.0 { (together - expected) / (most - expected) } else { 1.0 }
}
