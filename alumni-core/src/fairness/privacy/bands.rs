//! Between which edges a figure of a hidden row lies, as far as saying so gives nothing away.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::finding::Cross;
use super::super::statistics::fisher;
use super::super::statistics::hypergeometric::Hypergeometric;
use super::grid::Set;
use super::hide::Hidden;

/// Between which edges a figure lies: from the lower one on, and below the upper one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Band {
    /// The figure is at least this.
    pub from: f64,
    /// And below this; absent where there is no upper edge.
    pub below: Option<f64>,
}

const RATIOS: [f64; 4] = [0.0, 0.5, 0.8, 1.25];
const PROBABILITIES: [f64; 4] = [0.0, 0.01, 0.05, 0.1];

/// The rows of single attributes whose bands are shown, each with the counts of its reference.
#[derive(Clone, Debug, Default)]
pub(super) struct Banded {
    pub(super) rows: BTreeMap<(Set, usize), [u64; 2]>,
}

/// The ratio's band and that of mid-p.
pub(super) type Bands = (Option<Band>, Option<Band>);

/// The bands of a row of these counts, not selected and selected, beside its reference's.
pub(super) fn bands(counts: [u64; 2], reference: [u64; 2]) -> Bands {
    let [x1, x2] = [counts, reference].map(|[_, selected]| selected);
    let [n1, n2] = [counts, reference].map(|[not_selected, selected]| not_selected.saturating_add(selected));
    if n1 == 0 || n2 == 0 || x2 == 0 {
        return (None, None);
    }
    let law = Hypergeometric::new(n1, n2, x1.saturating_add(x2));
    let mid_p = fisher::exact(&law, x1).mid_p;
    (Some(band(Cross::new([x1, x2], [n1, n2]).ratio(), RATIOS)), Some(band(mid_p, PROBABILITIES)))
}

fn band<const N: usize>(value: f64, edges: [f64; N]) -> Band {
    let below = edges.iter().copied().find(|edge| *edge > value);
    let from = edges.iter().copied().rfind(|edge| *edge <= value).unwrap_or_default();
    Band { from, below }
}

impl Banded {
    /// How many further values a count takes on by moves of one person at a time between two rows of one attribute, as long as
    /// the bands of both stay as they are: `room` is how often it can go down and up.
    pub(super) fn values(
        &self,
        hidden: &Hidden<'_>,
        part: Set,
        pair: [&[usize]; 2],
        outcome: usize,
        room: [u64; 2],
    ) -> u64 {
        let references = pair.map(|places| self.rows.get(&(part, hidden.grid.index(part, places))));
        let counts = pair.map(|places| hidden.counts(part, places));
        let at = |moved: u64, is_up: bool| {
            let changed = |mut counts: [u64; 2], is_more: bool| {
                if let Some(count) = counts.get_mut(outcome) {
                    *count = if is_more { count.saturating_add(moved) } else { count.saturating_sub(moved) };
                }
                counts
            };
            let [here, there] = counts;
            let [first, second] = references;
            let of =
                |counts, reference: Option<&[u64; 2]>| reference.map(|reference| bands(counts, *reference));
            (of(changed(here, is_up), first), of(changed(there, !is_up), second))
        };
        if references.iter().all(Option::is_none) {
            return room.iter().copied().fold(0, u64::saturating_add);
        }
        let now = at(0, true);
        // As many as are looked at are enough for every protection that can be asked for.
        let wanted = hidden.protection();
        let steps = |most: u64, is_up: bool| {
            let most = most.min(wanted);
            (1..=most).take_while(|moved| at(*moved, is_up) == now).count()
        };
        let [down, up] = room;
        let found = steps(down, false).saturating_add(steps(up, true));
        u64::try_from(found).unwrap_or(u64::MAX)
    }
}
