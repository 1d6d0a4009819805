//! Pairs of a returner and a colleague of more service and no lower rating who is paid less.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::people::count;
use super::{float, not_negative, one_currency};
use crate::Error;
use crate::fairness::input_hash;
use crate::workforce::{Currency, Money};

/// One person whose pay is compared with that of others in the same cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Peer {
    /// Grade and role: people of different cells are never compared.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cell: String,
    /// Whether the person left and came back.
    #[serde(default)]
    pub returner: bool,
    /// Completed months of service, counted as the programme counts it.
    pub tenure_months: u32,
    /// The last rating, higher is better; people without one are compared only where nobody has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u32>,
    /// Pay for the same period and working time as everyone's.
    pub pay: Money,
}

impl Peer {
    /// An incumbent without a rating.
    pub fn new(cell: impl Into<String>, tenure_months: u32, pay: Money) -> Self {
        Self { cell: cell.into(), returner: false, tenure_months, rating: None, pay }
    }

    /// Says that the person left and came back.
    #[must_use]
    pub fn returned(mut self) -> Self {
        self.returner = true;
        self
    }

    /// Sets the rating.
    #[must_use]
    pub fn rated(mut self, rating: u32) -> Self {
        self.rating = Some(rating);
        self
    }
}

/// Whose pay is compared, and how much more service makes a pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct InversionQuestion {
    /// How many months more service a colleague must have; 0 unless set.
    #[serde(default)]
    pub margin_months: u32,
    /// Returners and incumbents.
    pub people: Vec<Peer>,
}

impl InversionQuestion {
    /// Everyone, with any colleague of at least the same service.
    pub fn new(people: impl IntoIterator<Item = Peer>) -> Self {
        Self { margin_months: 0, people: people.into_iter().collect() }
    }

    /// Asks for so many months more service.
    #[must_use]
    pub fn with_margin_months(mut self, months: u32) -> Self {
        self.margin_months = months;
        self
    }
}

/// How many pairs of a returner and a colleague are the wrong way round, as counts only.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Inversions {
    /// How many returners.
    pub returners: u64,
    /// How many incumbents.
    pub incumbents: u64,
    /// How many were left out because they have no rating and others do.
    pub unrated: u64,
    /// Pairs in which the incumbent has enough service and no lower rating.
    pub eligible_pairs: u64,
    /// Those of them in which the returner is paid more.
    pub inverted_pairs: u64,
    /// The second over the first; absent where there is no pair.
    pub rate: Option<f64>,
    /// How many incumbents are paid less than at least one such returner.
    pub incumbents_affected: u64,
    /// A fingerprint of the people and the margin, in the canonical form of [`input_hash`](crate::fairness::input_hash); every answer of this library has
    /// one. It is of people's pay: whoever knows all of it but one amount can find that amount by trying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_hash: Option<String>,
}

/// Counts inverted pairs: same cell, the incumbent with at least `margin_months` more service and no lower rating, and yet
/// paid less. The order of the people does not matter.
///
/// Takes time proportional to n log n, and once more to the logarithm of the number of different ratings.
///
/// # Errors
///
/// [`OutOfRange`](crate::ErrorKind::OutOfRange) for negative pay and [`Inconsistent`](crate::ErrorKind::Inconsistent) for
/// two currencies, with the place (`people[3].pay`).
///
/// # Example
///
/// ```
/// use alumni_core::fairness::{InversionQuestion, Peer, inversions};
///
/// let yen = |amount: &str| format!("{amount} JPY").parse().unwrap();
/// let found = inversions(&InversionQuestion::new([
///     Peer::new("G5", 60, yen("7000000")).rated(3).returned(),
///     Peer::new("G5", 72, yen("6500000")).rated(3), // longer here, as good, paid less
///     Peer::new("G5", 72, yen("6500000")).rated(2), // a lower rating
///     Peer::new("G5", 80, yen("7000000")).rated(4), // paid the same
/// ]))?;
/// assert_eq!((found.eligible_pairs, found.inverted_pairs, found.incumbents_affected), (2, 1, 1));
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn inversions(question: &InversionQuestion) -> Result<Inversions, Error> {
    let first = question.people.first().map(|peer| peer.pay);
    for (index, peer) in question.people.iter().enumerate() {
        let at = |error: Error| error.within(format!("people[{index}]"));
        not_negative(peer.pay, "pay").map_err(at)?;
        one_currency([first.unwrap_or(peer.pay), peer.pay]).map_err(at)?;
    }
    let rated = question.people.iter().any(|peer| peer.rating.is_some());
    let mut found = Inversions { input_hash: fingerprint(question), ..Inversions::default() };
    let mut cells = BTreeMap::<&str, Vec<&Peer>>::new();
    for peer in &question.people {
        let which = if peer.returner { &mut found.returners } else { &mut found.incumbents };
        *which = which.saturating_add(1);
        if rated && peer.rating.is_none() {
            found.unrated = found.unrated.saturating_add(1);
        } else {
            cells.entry(&peer.cell).or_default().push(peer);
        }
    }
    for people in cells.values() {
        // A colleague counts where service, rating and the opposite of pay all reach the returner's.
        let place = |peer: &Peer, returner: bool| Place {
            tenure: i64::from(peer.tenure_months).saturating_add(if returner {
                question.margin_months.into()
            } else {
                0
            }),
            rating: peer.rating.unwrap_or_default().into(),
            pay: peer.pay.minor(),
        };
        let returners: Vec<_> =
            people.iter().filter(|peer| peer.returner).map(|peer| place(peer, true)).collect();
        let incumbents: Vec<_> =
            people.iter().filter(|peer| !peer.returner).map(|peer| place(peer, false)).collect();
        for pairs in above(&returners, &incumbents) {
            found.eligible_pairs = found.eligible_pairs.saturating_add(pairs.eligible);
            found.inverted_pairs = found.inverted_pairs.saturating_add(pairs.below);
        }
        // Seen from the other side, everything turns round.
        let turned = |places: &[Place]| -> Vec<Place> { places.iter().map(Place::turned).collect() };
        let affected =
            above(&turned(&incumbents), &turned(&returners)).into_iter().filter(|pairs| pairs.below > 0);
        found.incumbents_affected = found.incumbents_affected.saturating_add(count(affected.count()));
    }
    found.rate = (found.eligible_pairs > 0)
        .then(|| float(found.inverted_pairs.into()) / float(found.eligible_pairs.into()));
    Ok(found)
}

#[derive(Serialize)]
struct Rows<'a> {
    currency: Option<Currency>,
    margin_months: u32,
    people: Vec<Row<'a>>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Row<'a> {
    cell: &'a str,
    pay: i64,
    rating: Option<u32>,
    returner: bool,
    tenure_months: u32,
}

impl<'a> From<&'a Peer> for Row<'a> {
    fn from(peer: &'a Peer) -> Self {
        Self {
            cell: &peer.cell,
            pay: peer.pay.minor(),
            rating: peer.rating,
            returner: peer.returner,
            tenure_months: peer.tenure_months,
        }
    }
}

fn fingerprint(question: &InversionQuestion) -> Option<String> {
    let mut people: Vec<Row<'_>> = question.people.iter().map(Row::from).collect();
    people.sort_unstable();
    let currency = question.people.first().map(|peer| peer.pay.currency());
    input_hash::of(&Rows { currency, margin_months: question.margin_months, people })
}

#[derive(Clone, Copy)]
struct Place {
    tenure: i64,
    rating: i64,
    pay: i64,
}

impl Place {
    /// Negation keeps pay within its range: it is never negative.
    fn turned(&self) -> Self {
        let turned = |value: i64| 0_i64.saturating_sub(value);
        Self { tenure: turned(self.tenure), rating: turned(self.rating), pay: turned(self.pay) }
    }
}

#[derive(Clone, Copy, Default)]
struct Pairs {
    eligible: u64,
    below: u64,
}

/// For each of `low`, how many of `high` have at least its tenure and rating, and how many of those less pay.
fn above(low: &[Place], high: &[Place]) -> Vec<Pairs> {
    let mut asked: Vec<_> = low.iter().collect();
    let mut coming: Vec<_> = high.iter().collect();
    asked.sort_by_key(|place| std::cmp::Reverse(place.tenure));
    coming.sort_by_key(|place| std::cmp::Reverse(place.tenure));
    let mut counts = Counts::new(high);
    let mut coming = coming.into_iter().peekable();
    asked
        .into_iter()
        .map(|place| {
            while let Some(next) = coming.next_if(|next| next.tenure >= place.tenure) {
                counts.add(next);
            }
            counts.ask(place)
        })
        .collect()
}

/// Counts by rating from above and, within each node, by pay from below: Fenwick trees within a Fenwick tree.
struct Counts {
    /// The different ratings, highest first.
    ratings: Vec<i64>,
    /// For each node the different amounts that ever come to it, and their counts.
    nodes: Vec<(Vec<i64>, Vec<u64>)>,
}

impl Counts {
    fn new(places: &[Place]) -> Self {
        let mut ratings: Vec<_> = places.iter().map(|place| place.rating).collect();
        ratings.sort_unstable_by_key(|rating| std::cmp::Reverse(*rating));
        ratings.dedup();
        let mut nodes = vec![(Vec::new(), Vec::new()); ratings.len()];
        for place in places {
            for node in upwards(Self::rank(&ratings, place.rating), nodes.len()) {
                if let Some((amounts, _)) = nodes.get_mut(node) {
                    amounts.push(place.pay);
                }
            }
        }
        for (amounts, counts) in &mut nodes {
            amounts.sort_unstable();
            amounts.dedup();
            *counts = vec![0; amounts.len()];
        }
        Self { ratings, nodes }
    }

    /// How many ratings are at least this one.
    fn rank(ratings: &[i64], rating: i64) -> usize {
        ratings.partition_point(|other| *other >= rating)
    }

    fn add(&mut self, place: &Place) {
        for node in upwards(Self::rank(&self.ratings, place.rating), self.ratings.len()) {
            let Some((amounts, counts)) = self.nodes.get_mut(node) else { continue };
            let until = amounts.partition_point(|amount| *amount <= place.pay);
            for at in upwards(until, amounts.len()) {
                if let Some(count) = counts.get_mut(at) {
                    *count = count.saturating_add(1);
                }
            }
        }
    }

    fn ask(&self, place: &Place) -> Pairs {
        let sum = |counts: &[u64], until: usize| {
            downwards(until)
                .filter_map(|at| counts.get(at))
                .fold(0_u64, |sum, count| sum.saturating_add(*count))
        };
        let mut pairs = Pairs::default();
        for node in downwards(Self::rank(&self.ratings, place.rating)) {
            let Some((amounts, counts)) = self.nodes.get(node) else { continue };
            let below = amounts.partition_point(|amount| *amount < place.pay);
            pairs.below = pairs.below.saturating_add(sum(counts, below));
            pairs.eligible = pairs.eligible.saturating_add(sum(counts, amounts.len()));
        }
        pairs
    }
}

/// The nodes (from 0) that hold the count of position `rank` (from 1).
fn upwards(rank: usize, length: usize) -> impl Iterator<Item = usize> {
    let step = |at: &usize| Some(at.saturating_add(lowest_bit(*at)));
    std::iter::successors((rank > 0).then_some(rank), step)
        .take_while(move |at| *at <= length)
        .map(|at| at.saturating_sub(1))
}

/// The nodes (from 0) whose counts make up positions 1 to `rank`.
fn downwards(rank: usize) -> impl Iterator<Item = usize> {
    let step = |at: &usize| Some(at.saturating_sub(lowest_bit(*at))).filter(|at| *at > 0);
    std::iter::successors((rank > 0).then_some(rank), step).map(|at| at.saturating_sub(1))
}

fn lowest_bit(number: usize) -> usize {
    number & number.wrapping_neg()
}
