use serde::{Deserialize, Serialize};

use super::pace::Pace;
use super::{BetweennessOptions, CommunityOptions, InteractionGraph, PageRankOptions};
use crate::{Error, document};

/// How the figures of people are computed.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::MeasureOptions;
///
/// let options = MeasureOptions::from_json(r#"{"page_rank": {"damping": 0.9}}"#)?;
/// assert_eq!(options.betweenness, MeasureOptions::default().betweenness);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::exhaustive_structs, reason = "one field for each measure that has options")]
pub struct MeasureOptions {
    /// Of `PageRank`.
    pub page_rank: PageRankOptions,
    /// Of betweenness.
    pub betweenness: BetweennessOptions,
    /// Of communities.
    pub communities: CommunityOptions,
}

impl MeasureOptions {
    /// Reads `{}`, with what differs from the default.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }
}

/// The figures of each person in a network, one list for each figure, in the order of the ids.
///
/// It is about people by id and not for publishing; of who is not permitted there is nothing in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PersonMeasures {
    /// The ids.
    pub person: Vec<String>,
    /// What each gave, as far as it has not faded.
    pub given: Vec<f64>,
    /// What each received.
    pub received: Vec<f64>,
    /// To how many each gave something.
    pub ties_out: Vec<u32>,
    /// From how many each received something.
    pub ties_in: Vec<u32>,
    /// With how many both ways.
    pub two_way: Vec<u32>,
    /// See [`Components`](super::Components).
    pub component: Vec<u32>,
    /// See [`InteractionGraph::cores`].
    pub core: Vec<u32>,
    /// See [`Communities`](super::Communities).
    pub community: Vec<u32>,
    /// See [`PageRank`](super::PageRank).
    pub page_rank: Vec<f64>,
    /// See [`Betweenness`](super::Betweenness).
    pub betweenness: Vec<f64>,
    /// The standard error of betweenness, which makes no interval: see [`Betweenness`](super::Betweenness).
    pub betweenness_error: Vec<f64>,
    /// See [`Brokers`](super::Brokers); absent for who is in touch with nobody.
    pub constraint: Vec<Option<f64>>,
    /// See [`Brokers`](super::Brokers); absent likewise.
    pub effective_size: Vec<Option<f64>>,
    /// See [`Clustering`](super::Clustering).
    pub clustering: Vec<f64>,
}

impl InteractionGraph {
    /// The figures of each person.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for options outside what they say, with the option as path, and at
    /// `page_rank.most_steps` where that many do not reach the tolerance.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::{InteractionGraph, MeasureOptions, Permitted};
    ///
    /// let ties = [("abe", "kato", 2.0), ("kato", "abe", 1.0), ("mori", "kato", 1.0)];
    /// let graph = InteractionGraph::from_ties(ties, None, Permitted::Everyone)?;
    /// let figures = graph.measures(&MeasureOptions::default())?;
    /// assert_eq!(figures.person, ["abe", "kato", "mori"]);
    /// assert_eq!((figures.two_way, figures.betweenness), (vec![1, 1, 0], vec![0.0, 1.0, 0.0]));
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn measures(&self, options: &MeasureOptions) -> Result<PersonMeasures, Error> {
        self.measures_telling(options, |_| Ok(()))
    }

    /// The same, and now and then `tell` hears how many people there are and may end it.
    ///
    /// # Errors
    ///
    /// Those of [`measures`](Self::measures), and what `tell` returns.
    pub fn measures_telling<E: From<Error>>(
        &self,
        options: &MeasureOptions,
        mut tell: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<PersonMeasures, E> {
        let pace = &mut Pace::new(|_| tell(self.person_count()));
        options.page_rank.check().map_err(|error| error.within("page_rank"))?;
        let page_rank = self.page_rank_paced(&options.page_rank, pace)?;
        if !page_rank.reached {
            let error = Error::out_of_range("expected enough steps to reach the tolerance");
            return Err(error.within("most_steps").within("page_rank").into());
        }
        options.betweenness.check().map_err(|error| error.within("betweenness"))?;
        let betweenness = self.betweenness_paced(&options.betweenness, pace)?;
        options.communities.check().map_err(|error| error.within("communities"))?;
        let communities = self.communities_paced(&options.communities, pace)?;
        let brokers = self.brokers_paced(pace)?;
        let clustering = self.clustering_paced(pace)?;
        let number = super::adjacency::number;
        let lists = || self.out.lists().zip(self.into.lists());
        Ok(PersonMeasures {
            person: self.people().map(str::to_owned).collect(),
            given: self.given(),
            received: self.received(),
            ties_out: lists().map(|(out, _)| number(out.len())).collect(),
            ties_in: lists().map(|(_, into)| number(into.len())).collect(),
            two_way: lists().map(|(out, into)| number(super::adjacency::common(out, into))).collect(),
            component: self.components().of,
            core: self.cores(),
            community: communities.of,
            page_rank: page_rank.ranks,
            betweenness: betweenness.values,
            betweenness_error: betweenness.standard_errors,
            constraint: brokers.constraints,
            effective_size: brokers.effective_sizes,
            clustering: clustering.values,
        })
    }
}

#[cfg(feature = "table")]
impl PersonMeasures {
    /// The figures as a table that goes out: one row for each person, one column for each figure.
    ///
    /// # Errors
    ///
    /// None that figures which exist can have.
    pub fn stream(&self) -> Result<crate::table::Stream, Error> {
        let whole =
            |numbers: &[u32]| numbers.iter().map(|number| Some(i64::from(*number))).collect::<Vec<_>>();
        let record = crate::table::Record::new(self.person.len())
            .texts("person", self.person.iter().map(String::as_str))
            .numbers("given", self.given.clone())
            .numbers("received", self.received.clone())
            .integers("ties_out", whole(&self.ties_out).into_iter())
            .integers("ties_in", whole(&self.ties_in).into_iter())
            .integers("two_way", whole(&self.two_way).into_iter())
            .integers("component", whole(&self.component).into_iter())
            .integers("core", whole(&self.core).into_iter())
            .integers("community", whole(&self.community).into_iter())
            .numbers("page_rank", self.page_rank.clone())
            .numbers("betweenness", self.betweenness.clone())
            .numbers("betweenness_error", self.betweenness_error.clone())
            .numbers_or_none("constraint", self.constraint.iter().copied())
            .numbers_or_none("effective_size", self.effective_size.iter().copied())
            .numbers("clustering", self.clustering.clone());
        Ok(crate::table::Stream::once(record, []))
    }
}
