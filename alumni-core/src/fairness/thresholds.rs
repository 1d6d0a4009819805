//! Where a threshold could lie: who would be eligible at each, how the groups compare, and which thresholds no other beats.

mod count;
mod front;
mod point;
mod report;

use serde::{Deserialize, Serialize};

pub use point::{ThresholdComparison, ThresholdPoint};
pub use report::{ThresholdGroup, ThresholdReport};

use super::Standard;
use crate::columns::Columns;
use crate::{Error, document};
use count::Counted;

/// What is searched: a fact with an order, the groups, and the thresholds to try.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::{Inference, Side, ThresholdOptions};
///
/// let options = ThresholdOptions::new("tenure_months", "sex", [60.0, 36.0]).inference(Inference::Split { seed: 7 });
/// assert_eq!(options.side, Side::AtLeast);
/// assert_eq!(ThresholdOptions::from_json(&serde_json::to_string(&options)?)?, options);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ThresholdOptions {
    /// The column that the thresholds are about: whole numbers, decimals, other numbers, or days (since 1970-01-01). Another
    /// than the groups' column: nobody's eligibility may hang on their group.
    pub fact: String,
    /// The column of the groups.
    pub attribute: String,
    /// The thresholds to try, each once, at most 1,000 and in any order.
    pub thresholds: Vec<f64>,
    /// Who is eligible.
    #[serde(default)]
    pub side: Side,
    /// How the search is kept from finding what is only chance.
    #[serde(default)]
    pub inference: Inference,
}

/// Who is eligible at a threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Side {
    /// Whose fact is at least the threshold: five years of tenure and more.
    #[default]
    AtLeast,
    /// Whose fact is at most the threshold: gone for ten years and less.
    AtMost,
}

/// How a search over many thresholds is kept from finding what is only chance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Inference {
    /// All people are looked at and tested at every threshold; the p-values are adjusted for all of those tests.
    #[default]
    Holm,
    /// People are divided in two halves at random. The search looks at one half; only the thresholds on its front are tested,
    /// on the other half, and their p-values adjusted for those tests alone.
    Split {
        /// What the division follows from: the same seed divides the same rows alike, on every machine.
        seed: u64,
    },
}

const MOST_THRESHOLDS: usize = 1_000;

impl ThresholdOptions {
    /// A search for who is eligible from each threshold on, adjusted by Holm.
    pub fn new(
        fact: impl Into<String>,
        attribute: impl Into<String>,
        thresholds: impl IntoIterator<Item = f64>,
    ) -> Self {
        Self {
            fact: fact.into(),
            attribute: attribute.into(),
            thresholds: thresholds.into_iter().collect(),
            side: Side::default(),
            inference: Inference::default(),
        }
    }

    /// Sets who is eligible.
    #[must_use]
    pub fn side(mut self, side: Side) -> Self {
        self.side = side;
        self
    }

    /// Sets how the search is kept from finding what is only chance.
    #[must_use]
    pub fn inference(mut self, inference: Inference) -> Self {
        self.inference = inference;
        self
    }

    /// Reads `{"fact": …, "attribute": …, "thresholds": […]}`, with `side` and `inference` where needed.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    /// The thresholds in rising order.
    fn sorted(&self) -> Result<Vec<f64>, Error> {
        let at = |place: usize, error: Error| Err(error.within(format!("thresholds[{place}]")));
        if self.fact == self.attribute {
            let message = "expected another column than that of the groups: nobody's eligibility may hang on their group";
            return Err(Error::inconsistent(message).within("fact"));
        }
        if self.thresholds.is_empty() {
            return Err(Error::missing("expected at least one threshold").within("thresholds"));
        }
        if self.thresholds.len() > MOST_THRESHOLDS {
            return Err(Error::too_large("expected at most 1000 thresholds").within("thresholds"));
        }
        // Adding zero makes the two zeros one.
        let plain = |threshold: &f64| threshold + 0.0;
        for (place, threshold) in self.thresholds.iter().enumerate() {
            if !threshold.is_finite() {
                return at(place, Error::out_of_range(format!("expected a number, got `{threshold}`")));
            }
            let same = |other: &f64| plain(other).total_cmp(&plain(threshold)).is_eq();
            if self.thresholds.iter().take(place).any(same) {
                let message = format!("expected each threshold once, got {threshold} again");
                return at(place, Error::duplicate(message));
            }
        }
        let mut sorted: Vec<f64> = self.thresholds.iter().map(plain).collect();
        sorted.sort_by(f64::total_cmp);
        Ok(sorted)
    }
}

impl Standard {
    /// Counts who would be eligible at each threshold, and compares the groups there.
    ///
    /// The table is read once. People whose fact is unknown are eligible at no threshold and are counted beside their group;
    /// those whose group is unknown are counted among the eligible and compared with nobody. A group with fewer people than the
    /// standard's minimum cell is named and takes part in nothing.
    ///
    /// The front holds the thresholds that no other one beats: none has as many eligible people and a lowest ratio as high,
    /// and more of one of the two.
    ///
    /// # Errors
    ///
    /// Options that contradict themselves, with the field; a column that is missing, of another type, or holds a number that
    /// is not one, with the column as path; more than 10,000 groups, or a reference that is none of them. With fewer than two
    /// groups there is nothing to compare: the points count who is eligible and have no ratio.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::columns::{Column, Columns, Integers, Texts, Values};
    /// use alumni_core::fairness::{Standard, ThresholdOptions};
    ///
    /// let sex = ["women", "women", "women", "women", "men", "men", "men", "men"];
    /// let years = [1_i32, 3, 4, 9, 3, 5, 6, 8];
    /// let columns = Columns::new(8)?
    ///     .with("sex", Column::new(Values::Texts(Texts::Slices(&sex))))?
    ///     .with("years", Column::new(Values::Integers(Integers::I32(&years))))?;
    /// let options = ThresholdOptions::new("years", "sex", [3.0, 5.0]);
    /// let report = Standard::default().thresholds_columns(&columns, &options)?;
    /// let [three, five] = report.points.as_slice() else { unreachable!() };
    /// assert_eq!((three.eligible, three.lowest_ratio), (7, Some(0.75)));
    /// assert_eq!((five.eligible, five.lowest_ratio), (4, Some(1.0 / 3.0)));
    /// assert!(three.on_front && !five.on_front);
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn thresholds_columns(
        &self,
        columns: &Columns<'_>,
        options: &ThresholdOptions,
    ) -> Result<ThresholdReport, Error> {
        let mut counted = Counted::new(options.sorted()?, options);
        counted.add(columns, options)?;
        report::report(self, options, counted)
    }

    /// The same for a table in batches, as Arrow hands it over; only the two columns are read.
    ///
    /// # Errors
    ///
    /// Those of [`thresholds_columns`](Self::thresholds_columns) and of [`Reader::next_batch`](crate::table::Reader).
    #[cfg(feature = "table")]
    pub fn thresholds_table(
        &self,
        mut table: crate::table::Reader,
        options: &ThresholdOptions,
    ) -> Result<ThresholdReport, Error> {
        let mut counted = Counted::new(options.sorted()?, options);
        table.keep(|name| name == options.fact || name == options.attribute);
        counted.add(&table.empty()?.columns()?, options)?;
        while let Some(batch) = table.next_batch()? {
            counted.add(&batch.columns()?, options)?;
        }
        report::report(self, options, counted)
    }
}
