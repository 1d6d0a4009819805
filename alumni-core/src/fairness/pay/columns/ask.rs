//! Questions about pay whose people stand in a table.

use super::super::{
    Compression, InversionQuestion, JapanPayRatios, PayPosition, PayQuestion, compa_ratios, compression,
    japan_pay_ratios,
};
use super::PayColumns;
use crate::Error;
use crate::fairness::{AdjustedPayQuestion, LogibReport, logib};
use crate::table::Reader;

/// Nothing beside the columns.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// Who has no group is in neither of two named ones.
fn named(focal: &str, reference: &str) -> Result<(), Error> {
    for (field, name) in [("focal", focal), ("reference", reference)] {
        if name.trim().is_empty() {
            return Err(Error::missing("expected the code of a group").within(field));
        }
    }
    Ok(())
}

impl PayQuestion {
    /// The question with everyone in `table`. `options` is a JSON object of the fields of [`PayColumns`] and of this question, its
    /// `people` left out; an empty object will do where the columns have their usual names and amounts say their currency.
    ///
    /// # Errors
    ///
    /// Those of [`PayColumns::paid_workers`], and [`Inconsistent`](crate::ErrorKind::Inconsistent) for people in the options.
    pub fn from_table(table: Reader, options: &str) -> Result<Self, Error> {
        let (columns, mut question): (_, Self) = PayColumns::with_question(options, Some("people"))?;
        named(&question.focal, &question.reference)?;
        question.people = columns.table(table, PayColumns::paid_workers)?;
        Ok(question)
    }
}

impl AdjustedPayQuestion {
    /// The question with everyone in `table`, as [`PayQuestion::from_table`].
    ///
    /// # Errors
    ///
    /// Those of [`PayColumns::factored_workers`], and [`Inconsistent`](crate::ErrorKind::Inconsistent) for people in the options.
    pub fn from_table(table: Reader, options: &str) -> Result<Self, Error> {
        let (columns, mut question): (_, Self) = PayColumns::with_question(options, Some("people"))?;
        named(&question.focal, &question.reference)?;
        question.people = columns.table(table, PayColumns::factored_workers)?;
        Ok(question)
    }
}

impl InversionQuestion {
    /// The question with everyone in `table`, as [`PayQuestion::from_table`].
    ///
    /// # Errors
    ///
    /// Those of [`PayColumns::peers`], and [`Inconsistent`](crate::ErrorKind::Inconsistent) for people in the options.
    pub fn from_table(table: Reader, options: &str) -> Result<Self, Error> {
        let (columns, mut question): (_, Self) = PayColumns::with_question(options, Some("people"))?;
        question.people = columns.table(table, PayColumns::peers)?;
        Ok(question)
    }
}

impl PayPosition {
    /// The position of everyone in `table`; `options` is a JSON object of the fields of [`PayColumns`].
    ///
    /// # Errors
    ///
    /// Those of [`PayColumns::positions`] and of [`compa_ratios`].
    pub fn from_table(table: Reader, options: &str) -> Result<Self, Error> {
        let (columns, Nothing {}) = PayColumns::with_question(options, None)?;
        compa_ratios(columns.table(table, PayColumns::positions)?).map_err(|error| error.within("people"))
    }
}

impl Compression {
    /// The compression of everyone in `table`; `options` is a JSON object of the fields of [`PayColumns`].
    ///
    /// # Errors
    ///
    /// Those of [`PayColumns::sides`] and of [`compression`].
    pub fn from_table(table: Reader, options: &str) -> Result<Self, Error> {
        let (columns, Nothing {}) = PayColumns::with_question(options, None)?;
        let rows = columns.table(table, PayColumns::sides)?;
        let of = |came_in| {
            let rows = rows.iter().filter(move |(newcomer, _)| *newcomer == came_in);
            rows.map(|(_, pay)| *pay).collect::<Vec<_>>()
        };
        compression(&of(true), &of(false))
    }
}

impl LogibReport {
    /// The Swiss standard analysis model of everyone in `table`; `options` is a JSON object of the fields of [`PayColumns`].
    ///
    /// # Errors
    ///
    /// Those of [`PayColumns::logib_workers`] and of [`logib`].
    pub fn from_table(table: Reader, options: &str) -> Result<Self, Error> {
        let (columns, Nothing {}) = PayColumns::with_question(options, None)?;
        let further = [
            "sex",
            "years_of_training",
            "years_of_service",
            "years_of_earning",
            "skill_level",
            "professional_position",
        ];
        logib(&columns.table_with(table, &further, PayColumns::logib_workers)?)
    }
}

impl JapanPayRatios {
    /// Japan's figures of everyone in `table`; `options` is a JSON object of the fields of [`PayColumns`].
    ///
    /// # Errors
    ///
    /// Those of [`PayColumns::japan_totals`] and of [`japan_pay_ratios`].
    pub fn from_table(table: Reader, options: &str) -> Result<Self, Error> {
        let (columns, Nothing {}) = PayColumns::with_question(options, None)?;
        let further = ["sex", "kind", "headcount"];
        japan_pay_ratios(&columns.table_with(table, &further, PayColumns::japan_totals)?)
    }
}
