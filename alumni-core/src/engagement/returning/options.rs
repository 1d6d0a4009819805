use serde::{Deserialize, Serialize};

use crate::{Error, document};

/// What every question about durations may say.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::CommonOptions;
///
/// assert_eq!(CommonOptions::default().confidence, 0.95);
/// assert_eq!(CommonOptions::from_json(r#"{"confidence": 0.9}"#)?.confidence, 0.9);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct CommonOptions {
    /// How sure intervals are: above 0, below 1.
    pub confidence: f64,
}

impl Default for CommonOptions {
    fn default() -> Self {
        Self { confidence: 0.95 }
    }
}

impl CommonOptions {
    /// Sets how sure intervals are.
    #[must_use]
    pub fn confidence(mut self, confidence: f64) -> Self {
        self.confidence = confidence;
        self
    }

    /// Reads `{}`, or `{"confidence": …}`.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }
}

/// A confidence that is one.
pub(super) fn level(confidence: f64) -> Result<f64, Error> {
    if confidence > 0.0 && confidence < 1.0 {
        Ok(confidence)
    } else {
        Err(Error::out_of_range("expected a confidence above 0 and below 1").within("confidence"))
    }
}
