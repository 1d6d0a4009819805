use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::super::Permitted;
use super::adjacency::{Adjacency, common, number, place};
use super::gather::Rows;
use super::read::Reading;
use super::tie::Tie;
use super::weights::Weights;
use super::{LeftOut, TieOptions};
use crate::columns::Columns;
use crate::{Error, document};

/// Who is in touch with whom, in which direction and how much.
///
/// Nodes are people, in the order of the bytes of their ids; a tie leads from who wrote (or reacted) to whom it was directed
/// at or whom it answered. Between two people there is at most one tie in each direction: parallel ones become one with the sum
/// of their weights. Nobody is tied to themselves: such rows name their person, make no tie and are counted, as is all else
/// that was [left out](LeftOut). The same rows in another order give the same graph, bit for bit.
///
/// Who is not permitted is no node: their ties are left out and counted, and nothing else about them is kept. The graph
/// holds ids; it is a working document and not for publishing.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::{InteractionGraph, Permitted};
///
/// let ties = [("kato", "abe", 2.0), ("abe", "kato", 1.0), ("mori", "abe", 1.0)];
/// let graph = InteractionGraph::from_ties(ties, None, Permitted::Everyone)?;
/// assert_eq!(graph.people().collect::<Vec<_>>(), ["abe", "kato", "mori"]);
/// assert_eq!(graph.reciprocity(), Some(2.0 / 3.0));
/// assert_eq!(graph.components().sizes, [3]);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Written", into = "Written")]
#[cfg_attr(feature = "schema", schemars(with = "Written"))]
pub struct InteractionGraph {
    ids: Vec<Box<str>>,
    pub(super) out: Adjacency,
    pub(super) into: Adjacency,
    pub(super) weights: Weights,
    left_out: LeftOut,
}

/// A graph as documents have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "InteractionGraph"))]
#[serde(deny_unknown_fields)]
struct Written {
    /// The ids, each once, in the order of their bytes.
    people: Vec<Box<str>>,
    /// The ties: from whom, to whom (places among the people) and the weight; each pair once, in rising order.
    ties: Vec<(u32, u32, f64)>,
    /// What makes no tie.
    #[serde(default)]
    left_out: LeftOut,
}

impl From<InteractionGraph> for Written {
    fn from(graph: InteractionGraph) -> Self {
        let mut ties = Vec::with_capacity(graph.tie_count());
        for node in 0..graph.out.nodes() {
            let weights = graph.weights.each(graph.out.range(node));
            ties.extend(
                graph.out.of(node).iter().zip(weights).map(|(to, weight)| (number(node), *to, weight)),
            );
        }
        Self { people: graph.ids, ties, left_out: graph.left_out }
    }
}

impl TryFrom<Written> for InteractionGraph {
    type Error = Error;

    fn try_from(written: Written) -> Result<Self, Error> {
        if !written.people.is_sorted_by(|one, next| one < next) {
            return Err(Error::inconsistent("expected each id once, in the order of bytes").within("people"));
        }
        let good = |(from, to, weight): &(u32, u32, f64)| {
            let people = written.people.len();
            place(*from) < people && place(*to) < people && from != to && *weight > 0.0 && weight.is_finite()
        };
        if let Some(wrong) = written.ties.iter().position(|tie| !good(tie)) {
            let message = "expected two different places among the people and a weight above 0";
            return Err(Error::out_of_range(message).within(format!("ties[{wrong}]")));
        }
        if !written.ties.is_sorted_by(|one, next| (one.0, one.1) < (next.0, next.1)) {
            return Err(Error::inconsistent("expected each tie once, in rising order").within("ties"));
        }
        super::adjacency::refuse_more(written.ties.len().max(written.people.len()), "ties")?;
        let mut starts = vec![0_u32; written.people.len().saturating_add(1)];
        for (from, ..) in &written.ties {
            if let Some(count) = starts.get_mut(place(*from).saturating_add(1)) {
                *count = count.saturating_add(1);
            }
        }
        super::adjacency::add_up(&mut starts);
        let out = Adjacency::new(starts, written.ties.iter().map(|tie| tie.1).collect());
        let weights = Weights::of(written.ties.iter().map(|tie| tie.2).collect());
        Ok(Self::of(written.people, out, weights, written.left_out))
    }
}

impl InteractionGraph {
    pub(super) fn of(ids: Vec<Box<str>>, out: Adjacency, weights: Weights, left_out: LeftOut) -> Self {
        let into = out.reversed();
        Self { ids, out, into, weights, left_out }
    }

    /// The graph of a list of ties: from whom, to whom, and the weight.
    ///
    /// With `members` the nodes are those of them who are permitted, with ties or without; else everybody who is named.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) at `ties[i]` for an empty id, [`OutOfRange`](crate::ErrorKind::OutOfRange) for a
    /// weight that is negative, above 1e15 or no number.
    pub fn from_ties<I: AsRef<str>>(
        ties: impl IntoIterator<Item = (I, I, f64)>,
        members: Option<&BTreeSet<String>>,
        permitted: Permitted<'_>,
    ) -> Result<Self, Error> {
        let mut rows = Rows::default();
        for (row, (from, to, weight)) in ties.into_iter().enumerate() {
            let within = |error: Error| error.within(format!("ties[{row}]"));
            if !(0.0..=1e15).contains(&weight) {
                return Err(within(Error::out_of_range("expected a weight from 0 to 1e15")));
            }
            let from = rows.names.text(from.as_ref()).map_err(within)?;
            let to = rows.names.text(to.as_ref()).map_err(within)?;
            rows.push(from, to, weight);
        }
        rows.finish(members, |id| permitted.allows(id), false)
    }

    /// The graph of the rows of a table; nodes as with [`from_ties`](Self::from_ties).
    ///
    /// # Errors
    ///
    /// With the column as path: [`Missing`](crate::ErrorKind::Missing) for a column that is not there and for an id, weight
    /// or instant that is unknown; [`WrongType`](crate::ErrorKind::WrongType) for one of another type;
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a weight that is negative, above 1e15 or no number. Options outside
    /// what they say, with the option as path.
    pub fn from_columns(
        columns: &Columns<'_>,
        options: &TieOptions,
        members: Option<&BTreeSet<String>>,
        permitted: Permitted<'_>,
    ) -> Result<Self, Error> {
        let mut reading = Reading::new(options)?;
        reading.add(columns)?;
        reading.finish(members, permitted)
    }

    /// The same for a table in batches, as Arrow hands it over; only the columns asked for are read.
    ///
    /// # Errors
    ///
    /// Those of [`from_columns`](Self::from_columns) and of [`Reader::next_batch`](crate::table::Reader).
    #[cfg(feature = "table")]
    pub fn from_table(
        mut table: crate::table::Reader,
        options: &TieOptions,
        members: Option<&BTreeSet<String>>,
        permitted: Permitted<'_>,
    ) -> Result<Self, Error> {
        let mut reading = Reading::new(options)?;
        table.keep(|name| options.reads(name));
        table.keep_zones();
        reading.add(&table.empty()?.columns()?)?;
        while let Some(batch) = table.next_batch()? {
            reading.add(&batch.columns()?)?;
        }
        reading.finish(members, permitted)
    }

    /// Reads what `serde` writes.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column; ties that contradict each other.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let written: Written = document::from_json(text)?;
        Self::try_from(written)
    }

    /// The ids of the people, in the order of their bytes; every list of figures has this order.
    pub fn people(&self) -> impl ExactSizeIterator<Item = &str> {
        self.ids.iter().map(AsRef::as_ref)
    }

    /// How many people there are.
    #[must_use]
    pub fn person_count(&self) -> usize {
        self.ids.len()
    }

    /// How many ties there are, each direction for itself.
    #[must_use]
    pub fn tie_count(&self) -> usize {
        self.out.all().len()
    }

    /// What was given and makes no tie.
    #[must_use]
    pub fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    pub(super) fn id(&self, node: usize) -> &str {
        self.ids.get(node).map_or("", AsRef::as_ref)
    }

    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.ids.binary_search_by(|known| known.as_bytes().cmp(id.as_bytes())).ok()
    }

    pub(super) fn weight_of(&self, from: usize, to: usize) -> f64 {
        let range = self.out.range(from);
        let found = self.out.of(from).binary_search(&number(to)).ok();
        found.map_or(0.0, |rank| self.weights.get(range.start.saturating_add(rank)))
    }

    /// What each person has given, in the order of the people.
    #[must_use]
    pub fn given(&self) -> Vec<f64> {
        (0..self.out.nodes()).map(|node| self.weights.each(self.out.range(node)).sum()).collect()
    }

    /// What each person has received, in the order of the people.
    #[must_use]
    pub fn received(&self) -> Vec<f64> {
        let mut received = vec![0.0; self.out.nodes()];
        for (tie, to) in self.out.all().iter().enumerate() {
            if let Some(sum) = received.get_mut(place(*to)) {
                *sum += self.weights.get(tie);
            }
        }
        received
    }

    /// The tie between two people; absent where either is no node or they are not in touch.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::{InteractionGraph, Permitted};
    ///
    /// let ties = [("kato", "abe", 3.0), ("abe", "kato", 1.0), ("kato", "mori", 1.0)];
    /// let graph = InteractionGraph::from_ties(ties, None, Permitted::Everyone)?;
    /// let tie = graph.tie("kato", "abe").unwrap();
    /// assert_eq!((tie.weight, tie.back, tie.share, tie.two_way()), (3.0, 1.0, Some(0.75), true));
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    #[must_use]
    pub fn tie(&self, from: &str, to: &str) -> Option<Tie> {
        let (one, other) = (self.find(from)?, self.find(to)?);
        let (weight, back) = (self.weight_of(one, other), self.weight_of(other, one));
        if weight <= 0.0 && back <= 0.0 {
            return None;
        }
        let given: f64 = self.weights.each(self.out.range(one)).sum();
        let share = (given > 0.0).then(|| weight / given);
        Some(Tie { from: from.to_owned(), to: to.to_owned(), weight, back, share })
    }

    /// The ties of the people with most contact between them, in both directions together; each pair once, the one who gave
    /// more first. Those with equal contact stand in the order of their ids.
    #[must_use]
    pub fn strongest(&self, most: usize) -> Vec<Tie> {
        let mut pairs = Vec::new();
        for one in 0..self.out.nodes() {
            let weights = self.weights.each(self.out.range(one));
            for (other, weight) in self.out.of(one).iter().zip(weights) {
                let back = self.weight_of(place(*other), one);
                // Each pair once: where both gave, from the one with the lower number.
                if back > 0.0 && place(*other) < one {
                    continue;
                }
                let (from, to) = if back > weight { (place(*other), one) } else { (one, place(*other)) };
                pairs.push((weight + back, from, to));
            }
        }
        pairs.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
        pairs.truncate(most);
        pairs.into_iter().filter_map(|(_, from, to)| self.tie(self.id(from), self.id(to))).collect()
    }

    /// The share of ties that are returned; absent where there are none.
    ///
    /// # Formula
    ///
    /// `Σ a(ij) a(ji) / Σ a(ij)` with `a` 1 where there is a tie and 0 elsewhere.
    #[must_use]
    pub fn reciprocity(&self) -> Option<f64> {
        let ties = self.tie_count();
        (ties > 0).then(|| self.returned() as f64 / ties as f64)
    }

    /// How many ties are returned.
    pub(super) fn returned(&self) -> usize {
        let lists = self.out.lists().zip(self.into.lists());
        lists.map(|(out, into)| common(out, into)).fold(0, usize::saturating_add)
    }

    /// The share of the weight that is returned; absent where there is none.
    ///
    /// # Formula
    ///
    /// `Σ min(w(ij), w(ji)) / Σ w(ij)`.
    ///
    /// # Source
    ///
    /// T. Squartini et al., *Reciprocity of weighted networks*, Scientific Reports 3 (2013).
    #[must_use]
    pub fn weighted_reciprocity(&self) -> Option<f64> {
        let (mut returned, mut total) = (0.0, 0.0);
        for node in 0..self.out.nodes() {
            let weights = self.weights.each(self.out.range(node));
            for (other, weight) in self.out.of(node).iter().zip(weights) {
                total += weight;
                returned += weight.min(self.weight_of(place(*other), node));
            }
        }
        (total > 0.0).then(|| returned / total)
    }

    /// Ties among all that are possible; absent with fewer than two people.
    ///
    /// # Formula
    ///
    /// `ties / (n (n - 1))`.
    #[must_use]
    pub fn density(&self) -> Option<f64> {
        let n = self.person_count() as f64;
        (self.person_count() > 1).then(|| self.tie_count() as f64 / (n * (n - 1.0)))
    }

    /// Pairs in touch, in whichever direction, among all that are possible; absent with fewer than two people.
    ///
    /// # Formula
    ///
    /// `2 pairs / (n (n - 1))`: the density of the graph without directions, which Orbit calls density.
    #[must_use]
    pub fn pair_density(&self) -> Option<f64> {
        let n = self.person_count() as f64;
        (self.person_count() > 1).then(|| 2.0 * self.pair_count() as f64 / (n * (n - 1.0)))
    }

    /// How many pairs of people are in touch, in whichever direction.
    #[must_use]
    pub fn pair_count(&self) -> usize {
        // A pair that both began counts twice among the returned ties.
        self.tie_count().saturating_sub(self.returned() / 2)
    }

    /// Everybody's neighbours, whoever began: each pair in the list of either.
    pub(super) fn pairs(&self) -> Adjacency {
        self.out.with_reversed(&self.into)
    }
}
