use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::InteractionGraph;
use super::adjacency::place;
use crate::Error;

/// Which segments talk to which.
///
/// A cell with ties is told only when enough people gave and enough received; a cell of a segment with too few people never. A
/// graph that holds no ties of people who have not agreed cannot tell of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SegmentMatrix {
    /// The fewest people that a cell needs on either side.
    pub minimum_cell: u32,
    /// The segments, in the order of their names.
    pub segments: Vec<String>,
    /// How many people each has; absent where they are too few.
    pub people: Vec<Option<u64>>,
    /// From each segment, to each: absent where too few people are behind it.
    pub cells: Vec<Vec<Option<SegmentCell>>>,
    /// How many people have no segment; their ties are in no cell.
    pub without_segment: u64,
}

/// What one segment gives another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SegmentCell {
    /// How many ties there are.
    pub ties: u64,
    /// Their weight.
    pub weight: f64,
    /// How many people give.
    pub givers: u64,
    /// How many receive.
    pub receivers: u64,
}

const MOST: usize = 200;

impl InteractionGraph {
    /// Which segments talk to which; `segments` says by id to which one people belong.
    ///
    /// # Errors
    ///
    /// [`TooLarge`](crate::ErrorKind::TooLarge) at `segments` for more than 200, [`OutOfRange`](crate::ErrorKind::OutOfRange)
    /// at `minimum_cell` for 0.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::{InteractionGraph, Permitted};
    ///
    /// let ties = [("a", "b", 1.0), ("a", "c", 1.0), ("b", "c", 1.0)];
    /// let graph = InteractionGraph::from_ties(ties, None, Permitted::Everyone)?;
    /// let tracks = [("a", "sales"), ("b", "sales"), ("c", "plant")].map(|(id, track)| (id.into(), track.into()));
    /// let matrix = graph.between(&tracks.into(), 1)?;
    /// assert_eq!(matrix.segments, ["plant", "sales"]);
    /// assert_eq!(matrix.cells[1][0].map(|cell| cell.ties), Some(2));
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn between(
        &self,
        segments: &BTreeMap<String, String>,
        minimum_cell: u32,
    ) -> Result<SegmentMatrix, Error> {
        if minimum_cell == 0 {
            return Err(Error::out_of_range("expected at least 1").within("minimum_cell"));
        }
        let names: BTreeSet<&str> = segments.values().map(String::as_str).collect();
        if names.len() > MOST {
            return Err(Error::too_large("expected at most 200 segments").within("segments"));
        }
        let names: Vec<&str> = names.into_iter().collect();
        let of: Vec<Option<usize>> =
            self.people().map(|id| names.binary_search(&segments.get(id)?.as_str()).ok()).collect();
        let n = names.len();
        let mut people = vec![0_u64; n];
        for segment in of.iter().flatten() {
            if let Some(count) = people.get_mut(*segment) {
                *count = count.saturating_add(1);
            }
        }
        let mut cells = vec![vec![SegmentCell::default(); n]; n];
        let mut seen = vec![false; n];
        for (node, one) in of.iter().enumerate() {
            let Some(one) = *one else { continue };
            let mut cell = |row: usize, column: usize, change: &dyn Fn(&mut SegmentCell)| {
                if let Some(cell) = cells.get_mut(row).and_then(|row| row.get_mut(column)) {
                    change(cell);
                }
            };
            seen.fill(false);
            let weights = self.weights.each(self.out.range(node));
            for (other, weight) in self.out.of(node).iter().zip(weights) {
                let Some(other) = of.get(place(*other)).copied().flatten() else { continue };
                let first = seen.get_mut(other).is_some_and(|seen| !std::mem::replace(seen, true));
                cell(one, other, &|cell| {
                    cell.ties = cell.ties.saturating_add(1);
                    cell.weight += weight;
                    cell.givers = cell.givers.saturating_add(u64::from(first));
                });
            }
            seen.fill(false);
            for other in self.into.of(node) {
                let Some(other) = of.get(place(*other)).copied().flatten() else { continue };
                let first = seen.get_mut(other).is_some_and(|seen| !std::mem::replace(seen, true));
                cell(other, one, &|cell| cell.receivers = cell.receivers.saturating_add(u64::from(first)));
            }
        }
        let minimum = u64::from(minimum_cell);
        let enough = |segment: usize| people.get(segment).is_some_and(|people| *people >= minimum);
        let told = |row: usize, column: usize, cell: SegmentCell| {
            let both = cell.ties == 0 || cell.givers >= minimum && cell.receivers >= minimum;
            Some(cell).filter(|_| both && enough(row) && enough(column))
        };
        let rows = cells.iter().enumerate().map(|(row, cells)| {
            cells.iter().enumerate().map(|(column, cell)| told(row, column, *cell)).collect()
        });
        Ok(SegmentMatrix {
            minimum_cell,
            cells: rows.collect(),
            people: people.iter().map(|people| Some(*people).filter(|people| *people >= minimum)).collect(),
            segments: names.into_iter().map(str::to_owned).collect(),
            without_segment: u64::try_from(of.iter().filter(|segment| segment.is_none()).count())
                .unwrap_or(u64::MAX),
        })
    }
}
