use crate::Error;

/// A share strictly between 0 and 1.
pub(super) fn inside(name: &str, value: f64) -> Result<f64, Error> {
    if value > 0.0 && value < 1.0 {
        Ok(value)
    } else {
        Err(Error::out_of_range("expected a number above 0 and below 1").within(name))
    }
}

/// A finite number above 0.
pub(super) fn positive(name: &str, value: f64) -> Result<f64, Error> {
    if value > 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(Error::out_of_range("expected a finite number above 0").within(name))
    }
}
