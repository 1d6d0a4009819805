use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Cells;
use crate::fairness::finding::{Cross, Tally};
use crate::fairness::selection::highest;
use crate::fairness::statistics::float;
use crate::fairness::statistics::koopman::{self, Counts};
use crate::fairness::{Interval, IntervalMethod};
use crate::numerics::normal;

/// The categories of one attribute, or of a combination.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ImpactTable {
    /// The attributes.
    pub attributes: Vec<String>,
    /// The categories by name.
    pub rows: Vec<ImpactRow>,
    /// How many people are of unknown category here, and therefore in no row.
    pub unknown: u64,
    /// How many of them were selected, or scored above the median.
    pub unknown_selected: u64,
}

/// One category.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ImpactRow {
    /// The category of each attribute.
    pub categories: Vec<String>,
    /// How many people.
    pub people: u64,
    /// How many of them were selected, or scored above the median.
    pub selected: u64,
    /// Selected over people; absent for nobody.
    pub rate: Option<f64>,
    /// Rate over the highest rate; absent where the category is left out, and where nobody was selected at all.
    pub impact_ratio: Option<f64>,
    /// Koopman's 95 % interval of the ratio; absent with it, and for the category of the highest rate itself.
    pub interval: Option<Interval>,
    /// Whether the category is less than 2 % of all people, and therefore has no ratio.
    pub left_out: bool,
}

impl ImpactRow {
    pub(super) fn cells(&self, left_out: &str) -> Vec<String> {
        let number = |value: Option<f64>, none: &str| {
            value.map_or_else(|| none.to_owned(), |value| format!("{value:.3}"))
        };
        let share = self.rate.map_or_else(|| "–".to_owned(), |rate| format!("{:.1}%", rate * 100.0));
        let ratio = if self.left_out { left_out.to_owned() } else { number(self.impact_ratio, "–") };
        let interval = self.interval.map_or_else(
            || "–".to_owned(),
            |interval| format!("{:.3}–{}", interval.lower, number(interval.upper, "∞")),
        );
        let mut cells: Vec<String> = self.categories.iter().map(|name| escaped(name)).collect();
        cells.extend([self.people.to_string(), self.selected.to_string(), share, ratio, interval]);
        cells
    }
}

impl ImpactTable {
    pub(super) fn new(places: &[usize], attributes: &[String], cells: &Cells, people: u64) -> Self {
        let mut sums: BTreeMap<Vec<String>, (u64, u64)> = BTreeMap::new();
        let mut unknown = (0_u64, 0_u64);
        for (key, cell) in cells {
            let known: Option<Vec<String>> = places.iter().map(|place| key.get(*place)?.clone()).collect();
            let sum = known.map_or(&mut unknown, |known| sums.entry(known).or_default());
            *sum = (sum.0.saturating_add(cell.0), sum.1.saturating_add(cell.1));
        }
        let left_out = |count: u64| u128::from(count).saturating_mul(50) < u128::from(people);
        let tallies: Vec<Tally> = sums
            .values()
            .filter(|(count, _)| !left_out(*count) && *count > 0)
            .map(|(count, selected)| Tally { group: String::new(), considered: *count, selected: *selected })
            .collect();
        let best = highest(&tallies).map(|best| (best.considered, best.selected));
        let mut is_best = best.is_some();
        let rows = sums.into_iter().map(|(categories, (count, selected))| {
            let left_out = left_out(count);
            let mut row = ImpactRow {
                categories,
                people: count,
                selected,
                rate: (count > 0).then(|| float(selected) / float(count)),
                impact_ratio: None,
                interval: None,
                left_out,
            };
            if let Some((n2, x2)) = best.filter(|(_, x2)| !left_out && count > 0 && *x2 > 0) {
                row.impact_ratio = Some(Cross::new([selected, x2], [count, n2]).ratio());
                if is_best && (count, selected) == (n2, x2) {
                    is_best = false;
                } else {
                    let counts = Counts { selected: [selected, x2], considered: [count, n2] };
                    let (lower, upper) = koopman::interval(counts, normal::two_sided(0.95));
                    let method = IntervalMethod::KoopmanScore;
                    row.interval = Some(Interval { lower, upper, confidence: 0.95, method });
                }
            }
            row
        });
        Self {
            rows: rows.collect(),
            attributes: places.iter().filter_map(|place| attributes.get(*place)).cloned().collect(),
            unknown: unknown.0,
            unknown_selected: unknown.1,
        }
    }
}

/// A name as a cell of a Markdown table.
pub(super) fn escaped(name: &str) -> String {
    name.replace('\\', "\\\\").replace('|', "\\|").replace(['\n', '\r'], " ").replace('<', "&lt;")
}
