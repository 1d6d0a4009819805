use serde::{Deserialize, Serialize};

use super::super::read::column;
use super::{CoxFit, people};
use crate::Error;
use crate::columns::Columns;

/// What a fit says of people it may never have seen, in the order of their rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CoxPredictions {
    /// The times asked for.
    pub times: Vec<f64>,
    /// How many times as fast they end as people for whom every column has its mean, as a logarithm; absent where a column is unknown.
    pub log_hazard: Vec<Option<f64>>,
    /// For each time the share of such people who have not ended by then; absent where a column is unknown, and after the longest that
    /// anybody was watched.
    pub survival: Vec<Vec<Option<f64>>>,
}

const MOST_TIMES: usize = 1_000;

impl CoxFit {
    /// Tells for the rows of a table how fast they end, and how many of such people have not ended by `times`.
    ///
    /// Columns that the fit left out are not read. The survival is that of the baseline to the power of the ratio, `exp(-H(t) exp((x -
    /// mean)'b))`; it carries no interval.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) at `fit` for one that has no numbers; with the column as path one that is not there, of
    /// another type or with a number that is not finite; [`OutOfRange`](crate::ErrorKind::OutOfRange) at `times[i]` for a time that is
    /// negative or no number, [`TooLarge`](crate::ErrorKind::TooLarge) for more than 1,000 of them.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::columns::{Column, Columns, Integers, Values};
    /// use alumni_core::engagement::{CoxOptions, cox};
    ///
    /// let (days, back, years) = ([5, 8, 8, 12, 20, 30], [1_u8, 1, 0, 1, 1, 0], [1, 3, 2, 6, 2, 4]);
    /// let columns = Columns::new(6)?
    ///     .with("days", Column::new(Values::Integers(Integers::I32(&days))))?
    ///     .with("back", Column::new(Values::Integers(Integers::U8(&back))))?
    ///     .with("years", Column::new(Values::Integers(Integers::I32(&years))))?;
    /// let fit = cox(&columns, &CoxOptions::new("days", "back", ["years"]))?;
    ///
    /// let years = [0, 3, 10];
    /// let new = Columns::new(3)?.with("years", Column::new(Values::Integers(Integers::I32(&years))))?;
    /// let told = fit.predict(&new, &[10.0, 400.0])?;
    /// // Three years are the mean: the baseline. Nobody was watched for 400 days.
    /// assert_eq!(told.survival[0][1], Some(fit.baseline[1].survival));
    /// assert!(told.log_hazard[0] > told.log_hazard[2] && told.survival[1].iter().all(Option::is_none));
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn predict(&self, columns: &Columns<'_>, times: &[f64]) -> Result<CoxPredictions, Error> {
        let mut told = self.asked(times)?;
        self.tell(columns, &mut told)?;
        Ok(told)
    }

    /// The same for a table in batches, as Arrow hands it over; only the columns asked for are read.
    ///
    /// # Errors
    ///
    /// Those of [`predict`](Self::predict) and of [`Reader::next_batch`](crate::table::Reader).
    #[cfg(feature = "table")]
    pub fn predict_table(
        &self,
        mut table: crate::table::Reader,
        times: &[f64],
    ) -> Result<CoxPredictions, Error> {
        let mut told = self.asked(times)?;
        table.keep(|name| self.coefficients.iter().any(|kept| kept.name == name));
        self.tell(&table.empty()?.columns()?, &mut told)?;
        while let Some(batch) = table.next_batch()? {
            self.tell(&batch.columns()?, &mut told)?;
        }
        Ok(told)
    }

    fn asked(&self, times: &[f64]) -> Result<CoxPredictions, Error> {
        if self.coefficients.is_empty() {
            let error = Error::missing("expected a fit that reached its maximum: this one has no numbers");
            return Err(error.within("fit"));
        }
        if times.len() > MOST_TIMES {
            return Err(Error::too_large("expected at most 1000 times").within("times"));
        }
        if let Some(place) = times.iter().position(|time| !(*time >= 0.0 && time.is_finite())) {
            let error = Error::out_of_range("expected a time from 0 on");
            return Err(error.within(format!("times[{place}]")));
        }
        Ok(CoxPredictions {
            times: times.to_vec(),
            log_hazard: Vec::new(),
            survival: vec![Vec::new(); times.len()],
        })
    }

    fn tell(&self, columns: &Columns<'_>, told: &mut CoxPredictions) -> Result<(), Error> {
        let before = told.log_hazard.len();
        let mut sums = vec![Some(0.0); columns.rows()];
        for kept in &self.coefficients {
            let found = column(columns, &kept.name)?;
            let mut values = vec![0.0; columns.rows()];
            people::read_values(found, &mut values, before).map_err(|error| error.within(&*kept.name))?;
            for ((sum, value), row) in sums.iter_mut().zip(&values).zip(0..) {
                let known = sum.as_mut().filter(|_| found.is_valid(row));
                *sum = known.map(|sum| *sum + kept.coefficient * (value - kept.mean));
            }
        }
        for (time, survival) in told.times.iter().zip(&mut told.survival) {
            let hazard = self.hazard_at(*time);
            let left = |sum: &Option<f64>| Some(libm::exp(-hazard? * libm::exp((*sum)?)));
            survival.extend(sums.iter().map(left));
        }
        told.log_hazard.extend(sums);
        Ok(())
    }

    /// The baseline's hazard at a time; absent after the longest that anybody was watched.
    fn hazard_at(&self, time: f64) -> Option<f64> {
        self.watched_until.filter(|until| time <= *until)?;
        let before = self.baseline.partition_point(|point| point.time <= time);
        let point = before.checked_sub(1).and_then(|place| self.baseline.get(place));
        Some(point.map_or(0.0, |point| point.hazard))
    }
}

#[cfg(feature = "table")]
impl CoxPredictions {
    /// The predictions as a table that goes out: `log_hazard`, and `survival_365` and the like for each time.
    ///
    /// # Errors
    ///
    /// None that predictions which exist can have.
    pub fn stream(&self) -> Result<crate::table::Stream, Error> {
        let mut record = crate::table::Record::new(self.log_hazard.len())
            .numbers_or_none("log_hazard", self.log_hazard.iter().copied());
        for (time, survival) in self.times.iter().zip(&self.survival) {
            record = record.numbers_or_none(&format!("survival_{time}"), survival.iter().copied());
        }
        Ok(crate::table::Stream::once(record, []))
    }
}
