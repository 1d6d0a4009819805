use std::fmt;

use serde::{Deserialize, Serialize};

use super::super::traffic::lines;
use super::pace::Pace;
use super::{CommunityOptions, Inequality, InteractionGraph, LeftOut, SilentMembers, k_core};
use crate::{Error, Reason, document};

/// What is asked of the summary of a network.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::{NetworkOptions, SilentMembers};
///
/// let options = NetworkOptions::default().silent_members(SilentMembers::LeftOut);
/// assert_eq!(options, NetworkOptions::from_json(r#"{"silent_members": "left_out"}"#)?);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct NetworkOptions {
    /// Whether those who gave nothing are among the people whose shares are compared: counted unless set.
    pub silent_members: SilentMembers,
    /// Groups of fewer people than this are not told one by one; 5 unless set, at least 1.
    pub minimum_cell: u32,
    /// How communities are looked for.
    pub communities: CommunityOptions,
}

impl Default for NetworkOptions {
    fn default() -> Self {
        Self {
            silent_members: SilentMembers::Counted,
            minimum_cell: 5,
            communities: CommunityOptions::default(),
        }
    }
}

impl NetworkOptions {
    /// Sets whether those who gave nothing are compared.
    #[must_use]
    pub fn silent_members(mut self, silent: SilentMembers) -> Self {
        self.silent_members = silent;
        self
    }

    /// Sets how many people a group needs to be told.
    #[must_use]
    pub fn minimum_cell(mut self, people: u32) -> Self {
        self.minimum_cell = people;
        self
    }

    /// Sets how communities are looked for.
    #[must_use]
    pub fn communities(mut self, options: CommunityOptions) -> Self {
        self.communities = options;
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
}

/// A network in figures, without ids.
///
/// Groups of fewer people than the smallest cell are told together. A network in which fewer people than that are in touch has no
/// figures but its counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NetworkSummary {
    /// What was asked.
    pub options: NetworkOptions,
    /// How many people there are.
    pub people: u64,
    /// How many of them are in touch with nobody.
    pub isolated: u64,
    /// How many ties there are, each direction for itself.
    pub ties: u64,
    /// How many pairs are in touch, in whichever direction.
    pub pairs: u64,
    /// How many of those in both.
    pub two_way_pairs: u64,
    /// See [`InteractionGraph::density`].
    pub density: Option<f64>,
    /// See [`InteractionGraph::pair_density`].
    pub pair_density: Option<f64>,
    /// See [`InteractionGraph::reciprocity`].
    pub reciprocity: Option<f64>,
    /// See [`InteractionGraph::weighted_reciprocity`].
    pub weighted_reciprocity: Option<f64>,
    /// The share of people in the largest component.
    pub largest_component: Option<f64>,
    /// The components.
    pub components: Option<GroupSizes>,
    /// The communities.
    pub communities: Option<GroupSizes>,
    /// The modularity of the communities.
    pub modularity: Option<f64>,
    /// How alike communities are that were looked for in other orders.
    pub stability: Option<f64>,
    /// How many people are in the 1-core, the 2-core and so on, as far as they are no fewer than the smallest cell.
    pub cores: Vec<u64>,
    /// See [`Clustering`](super::Clustering).
    pub clustering: Option<f64>,
    /// See [`Clustering`](super::Clustering).
    pub transitivity: Option<f64>,
    /// How evenly what people gave is spread.
    pub given: Option<Inequality>,
    /// How evenly what people received is spread.
    pub received: Option<Inequality>,
    /// What was given and makes no tie.
    pub left_out: LeftOut,
    /// The same in words.
    pub reasons: Vec<Reason>,
}

/// How many people groups have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GroupSizes {
    /// The people of each group that has enough of them, the largest first.
    pub sizes: Vec<u64>,
    /// How many smaller groups there are.
    pub smaller: u64,
    /// How many people those have together.
    pub people_in_smaller: u64,
}

impl GroupSizes {
    fn of(sizes: &[u64], minimum: u64) -> Self {
        let (large, small): (Vec<u64>, Vec<u64>) = sizes.iter().partition(|size| **size >= minimum);
        Self {
            sizes: large,
            smaller: count(small.len()),
            people_in_smaller: small.into_iter().fold(0, u64::saturating_add),
        }
    }
}

fn count(items: usize) -> u64 {
    u64::try_from(items).unwrap_or(u64::MAX)
}

impl InteractionGraph {
    /// The network in figures.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for options outside what they say, with the option as path.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::{InteractionGraph, NetworkOptions, Permitted};
    ///
    /// let ties = ["ab", "ba", "ac", "ad", "de"].map(|tie| (&tie[..1], &tie[1..], 1.0));
    /// let graph = InteractionGraph::from_ties(ties, None, Permitted::Everyone)?;
    /// let summary = graph.summary(&NetworkOptions::default())?;
    /// assert_eq!(summary.to_string().lines().next(), Some("5 people, 4 pairs of them in touch, 0 people with nobody"));
    /// assert_eq!(summary.reciprocity, Some(0.4));
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn summary(&self, options: &NetworkOptions) -> Result<NetworkSummary, Error> {
        self.summary_telling(options, |_| Ok(()))
    }

    /// The same, and now and then `tell` hears how many people there are and may end it.
    ///
    /// # Errors
    ///
    /// Those of [`summary`](Self::summary), and what `tell` returns.
    pub fn summary_telling<E: From<Error>>(
        &self,
        options: &NetworkOptions,
        mut tell: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<NetworkSummary, E> {
        let pace = &mut Pace::new(|_| tell(self.person_count()));
        if options.minimum_cell == 0 {
            return Err(Error::out_of_range("expected at least 1").within("minimum_cell").into());
        }
        let minimum = u64::from(options.minimum_cell);
        let isolated =
            self.out.lists().zip(self.into.lists()).filter(|(out, into)| out.is_empty() && into.is_empty());
        let isolated = count(isolated.count());
        let people = count(self.person_count());
        let mut made = NetworkSummary {
            options: *options,
            people,
            isolated,
            ties: count(self.tie_count()),
            pairs: count(self.pair_count()),
            two_way_pairs: count(self.returned() / 2),
            density: None,
            pair_density: None,
            reciprocity: None,
            weighted_reciprocity: None,
            largest_component: None,
            components: None,
            communities: None,
            modularity: None,
            stability: None,
            cores: Vec::new(),
            clustering: None,
            transitivity: None,
            given: None,
            received: None,
            left_out: self.left_out().clone(),
            reasons: Vec::new(),
        };
        options.communities.check().map_err(|error| error.within("communities"))?;
        let communities = self.communities_paced(&options.communities, pace)?;
        if people.saturating_sub(isolated) >= minimum {
            made.density = self.density();
            made.pair_density = self.pair_density();
            made.reciprocity = self.reciprocity();
            made.weighted_reciprocity = self.weighted_reciprocity();
            let components = self.components();
            made.largest_component = components.largest_share();
            made.components = Some(GroupSizes::of(&components.sizes, minimum));
            made.communities = Some(GroupSizes::of(&communities.sizes, minimum));
            made.modularity = communities.modularity;
            made.stability = communities.stability;
            made.cores = core_sizes(&k_core::cores(&self.pairs()), minimum);
            let clustering = self.clustering_paced(pace)?;
            (made.clustering, made.transitivity) = (clustering.mean, clustering.transitivity);
            made.given = Some(Inequality::of(&self.given(), options.silent_members)?);
            made.received = Some(Inequality::of(&self.received(), options.silent_members)?);
        }
        made.reasons = super::words::of_network(&made);
        Ok(made)
    }
}

fn core_sizes(cores: &[u32], minimum: u64) -> Vec<u64> {
    let sizes = (1..).map(|core| count(cores.iter().filter(|own| **own >= core).count()));
    sizes.take_while(|size| *size >= minimum.max(1)).collect()
}

impl fmt::Display for NetworkSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        lines(f, &self.reasons)
    }
}
