use serde::{Deserialize, Serialize};

use super::InteractionGraph;
use super::adjacency::{Adjacency, number, place};
use super::pace::{Pace, unheard};
use crate::Error;

/// How often those with whom a person is in touch are in touch with each other.
///
/// It is taken on the simple graph without directions.
///
/// # Formula
///
/// For a person with `d` others and `t` ties among those `2 t / (d (d - 1))`, and 0 below two others; the mean of all; and the
/// transitivity, `3 triangles / pairs of ties with a person in common`.
///
/// # Source
///
/// D. Watts, S. Strogatz, Nature 393 (1998); M. Newman, D. Watts, S. Strogatz, PNAS 99 (2002).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Clustering {
    /// The figure of each person, in the order of the people.
    pub values: Vec<f64>,
    /// Their mean; absent where there is nobody.
    pub mean: Option<f64>,
    /// The transitivity of the whole; absent where nobody is in touch with two others.
    pub transitivity: Option<f64>,
}

impl InteractionGraph {
    /// How often those with whom a person is in touch are in touch with each other.
    #[must_use]
    pub fn clustering(&self) -> Clustering {
        unheard(|pace| self.clustering_paced(pace))
    }

    /// The same, and now and then `tell` hears how many people are done and may end it.
    ///
    /// # Errors
    ///
    /// What `tell` returns.
    pub fn clustering_telling<E: From<Error>>(
        &self,
        tell: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<Clustering, E> {
        self.clustering_paced(&mut Pace::new(tell))
    }

    pub(super) fn clustering_paced<E, F: FnMut(usize) -> Result<(), E>>(
        &self,
        pace: &mut Pace<F>,
    ) -> Result<Clustering, E> {
        let pairs = self.pairs();
        let triangles = triangles(&pairs, pace)?;
        let (mut closed, mut open) = (0.0, 0.0);
        let mut values = Vec::with_capacity(triangles.len());
        for (list, triangles) in pairs.lists().zip(&triangles) {
            let degree = list.len() as f64;
            let wedges = 0.5 * degree * (degree - 1.0);
            let triangles = *triangles as f64;
            values.push(if wedges > 0.0 { triangles / wedges } else { 0.0 });
            closed += triangles;
            open += wedges;
        }
        let n = values.len();
        Ok(Clustering {
            mean: (n > 0).then(|| values.iter().sum::<f64>() / n as f64),
            transitivity: (open > 0.0).then(|| closed / open),
            values,
        })
    }
}

/// Of how many triangles each person is part.
///
/// Each triangle is found once, from the one of its people with the fewest neighbours to those with more: no list that is
/// gone through is longer than the square root of twice the number of pairs.
fn triangles<E, F: FnMut(usize) -> Result<(), E>>(
    pairs: &Adjacency,
    pace: &mut Pace<F>,
) -> Result<Vec<u64>, E> {
    let rank = |node: u32| (pairs.of(place(node)).len(), node);
    let mut triangles = vec![0_u64; pairs.nodes()];
    let higher = |node: u32| {
        let own = rank(node);
        pairs.of(place(node)).iter().copied().filter(move |other| rank(*other) > own)
    };
    let mut count = |node: u32| {
        if let Some(count) = triangles.get_mut(place(node)) {
            *count = count.saturating_add(1);
        }
    };
    let mut marked = vec![false; pairs.nodes()];
    let mark = |marked: &mut Vec<bool>, node: u32, on: bool| {
        if let Some(mark) = marked.get_mut(place(node)) {
            *mark = on;
        }
    };
    for node in 0..number(pairs.nodes()) {
        pace.done = place(node);
        for other in higher(node) {
            mark(&mut marked, other, true);
        }
        for other in higher(node) {
            pace.work(pairs.of(place(other)).len())?;
            for third in higher(other) {
                if marked.get(place(third)) == Some(&true) {
                    count(node);
                    count(other);
                    count(third);
                }
            }
        }
        for other in higher(node) {
            mark(&mut marked, other, false);
        }
    }
    Ok(triangles)
}
