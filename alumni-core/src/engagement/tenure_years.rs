use std::collections::BTreeMap;

use crate::{Error, document};

/// Longer is nobody's tenure.
const LONGEST: f64 = 1_000.0;

/// Reads completed years of tenure from a JSON object of ids: whole numbers, also such with a point as tables write them (`3.0`);
/// `null` for whoever's is not known.
///
/// # Errors
///
/// Text that is not such an object, with line and column; [`OutOfRange`](crate::ErrorKind::OutOfRange) at the id for a number that is not
/// whole or not from 0 to 1,000.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::tenure_years_from_json;
///
/// let years = tenure_years_from_json(r#"{"w-1": 3.0, "w-2": 12, "w-3": null}"#)?;
/// assert_eq!(years, [("w-1".to_owned(), 3), ("w-2".to_owned(), 12)].into());
/// let error = tenure_years_from_json(r#"{"w-1": 3.5}"#).unwrap_err();
/// assert_eq!(error.to_string(), "w-1: expected a whole number of years from 0 to 1000");
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn tenure_years_from_json(text: &str) -> Result<BTreeMap<String, u32>, Error> {
    let given: BTreeMap<String, Option<f64>> = document::from_json(text)?;
    let known = given.into_iter().filter_map(|(id, years)| Some((id, years?)));
    known
        .map(|(id, years)| match completed(years) {
            Some(years) => Ok((id, years)),
            None => Err(Error::out_of_range("expected a whole number of years from 0 to 1000").within(id)),
        })
        .collect()
}

fn completed(years: f64) -> Option<u32> {
    let is_whole = (0.0..=LONGEST).contains(&years) && years.fract() == 0.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and in range")]
    is_whole.then_some(years as u32)
}
