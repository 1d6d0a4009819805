use serde::{Deserialize, Serialize};

use super::counts::RepeatOptions;
use super::law::{RepeatLaw, RepeatPrediction, check_horizon};
use crate::Error;
use crate::columns::Columns;

/// What the people of a table will do, row by row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RepeatPredictions {
    /// The probability of at least one act within the horizon.
    pub any: Vec<f64>,
    /// How many acts are expected within the horizon.
    pub expected: Vec<f64>,
    /// The probability that the person has not stopped for good.
    pub alive: Vec<f64>,
}

impl RepeatLaw {
    /// Tells what the people of a table will do within `horizon` from now.
    ///
    /// # Errors
    ///
    /// Those of [`RepeatCounts::from_columns`](super::RepeatCounts::from_columns) and of [`predict`](Self::predict).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::columns::{Column, Columns, Values};
    /// use alumni_core::engagement::{RepeatLaw, RepeatModel, RepeatOptions};
    ///
    /// let columns = Columns::new(1)?
    ///     .with("frequency", Column::new(Values::Floats64(&[2.0])))?
    ///     .with("recency", Column::new(Values::Floats64(&[30.43])))?
    ///     .with("age", Column::new(Values::Floats64(&[38.86])))?;
    /// let law = RepeatLaw::new(RepeatModel::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
    /// let told = law.predict_columns(&columns, &RepeatOptions::default(), 39.0)?;
    /// assert_eq!(format!("{:.3}", told.expected[0]), "1.226");
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn predict_columns(
        &self,
        columns: &Columns<'_>,
        options: &RepeatOptions,
        horizon: f64,
    ) -> Result<RepeatPredictions, Error> {
        let mut told = RepeatPredictions::default();
        self.tell(columns, options, horizon, &mut told)?;
        Ok(told)
    }

    /// The same for a table in batches, as Arrow hands it over; only the columns asked for are read.
    ///
    /// # Errors
    ///
    /// Those of [`predict_columns`](Self::predict_columns) and of [`Reader::next_batch`](crate::table::Reader).
    #[cfg(feature = "table")]
    pub fn predict_table(
        &self,
        mut table: crate::table::Reader,
        options: &RepeatOptions,
        horizon: f64,
    ) -> Result<RepeatPredictions, Error> {
        let mut told = RepeatPredictions::default();
        table.keep(|name| options.reads(name));
        self.tell(&table.empty()?.columns()?, options, horizon, &mut told)?;
        while let Some(batch) = table.next_batch()? {
            self.tell(&batch.columns()?, options, horizon, &mut told)?;
        }
        Ok(told)
    }

    fn tell(
        &self,
        columns: &Columns<'_>,
        options: &RepeatOptions,
        horizon: f64,
        told: &mut RepeatPredictions,
    ) -> Result<(), Error> {
        // A table without rows too.
        check_horizon(horizon)?;
        let before = told.any.len();
        let [frequency, recency, age] = options.values(columns, before)?;
        for (((frequency, recency), age), row) in frequency.iter().zip(&recency).zip(&age).zip(before..) {
            let RepeatPrediction { any, expected, alive } =
                self.predict(*frequency, *recency, *age, horizon).map_err(|error| {
                    if error.path() == "horizon" { error } else { options.at_row(&error, row) }
                })?;
            told.any.push(any);
            told.expected.push(expected);
            told.alive.push(alive);
        }
        Ok(())
    }
}

#[cfg(feature = "table")]
impl RepeatPredictions {
    /// The predictions as a table that goes out: `any`, `expected` and `alive`.
    ///
    /// # Errors
    ///
    /// None that predictions which exist can have.
    pub fn stream(&self) -> Result<crate::table::Stream, Error> {
        let record = crate::table::Record::new(self.any.len())
            .numbers("any", self.any.clone())
            .numbers("expected", self.expected.clone())
            .numbers("alive", self.alive.clone());
        Ok(crate::table::Stream::once(record, []))
    }
}
