use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Fraction;
use crate::text::Localized;
use crate::{Error, document};

/// How selection rates are compared: a document with an id, a version and its source.
///
/// The default is the four-fifths method of the Uniform Guidelines against the highest rate, with a 95 % interval, a 5 %
/// test and 80 % power. It is offered as a method: which rule binds whom, and since when, is for the reader to decide.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::{Reference, Standard};
///
/// let standard: Standard = serde_json::from_str(
///     r#"{"id": "hr-12", "version": 3, "threshold": "9/10", "reference": {"group": "external"}, "minimum_cell": 10}"#,
/// )?;
/// assert_eq!(standard.confidence(), 0.95);
/// assert_eq!(standard.reference(), &Reference::Group("external".into()));
///
/// let same = Standard::new("hr-12", 3)?.with_threshold("9/10".parse()?).with_minimum_cell(10);
/// assert_eq!(same.with_reference(Reference::Group("external".into())), standard);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Document")]
pub struct Standard {
    id: String,
    version: u32,
    title: Localized,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    effective_from: Option<NaiveDate>,
    threshold: Fraction,
    confidence: f64,
    alpha: f64,
    power: f64,
    reference: Reference,
    minimum_cell: u64,
}

/// What each group's rate is compared with: `"highest_rate"`, `"complement"` or `{"group": "men"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reference {
    /// The group with the highest rate; of several the one with the most considered, then the first by name.
    #[default]
    HighestRate,
    /// The group of this name.
    Group(String),
    /// Everyone who is not in the group.
    Complement,
}

/// The reference as written; a bare name is read so that its error can show how a group is named.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected `highest_rate`, `complement`, or a group as `{\"group\": \"men\"}`")]
enum WrittenReference {
    Word(String),
    Group(#[serde(deserialize_with = "document::object")] NamedGroup),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedGroup {
    group: String,
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match WrittenReference::deserialize(deserializer)? {
            WrittenReference::Group(named) => Ok(Self::Group(named.group)),
            WrittenReference::Word(word) if word == "highest_rate" => Ok(Self::HighestRate),
            WrittenReference::Word(word) if word == "complement" => Ok(Self::Complement),
            WrittenReference::Word(word) => {
                let named = serde_json::json!({ "group": word });
                Err(serde::de::Error::custom(format!(
                    "expected `highest_rate`, `complement`, or a group as `{named}`, got `{word}`"
                )))
            }
        }
    }
}

/// The standard as written.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Document {
    id: String,
    version: u32,
    #[serde(default)]
    title: Option<Localized>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default, deserialize_with = "document::optional_date::deserialize")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    effective_from: Option<NaiveDate>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Fraction>"))]
    threshold: Option<String>,
    #[serde(default)]
    confidence: Option<f64>,
    #[serde(default)]
    alpha: Option<f64>,
    #[serde(default)]
    power: Option<f64>,
    #[serde(default)]
    reference: Reference,
    #[serde(default)]
    minimum_cell: u64,
}

impl TryFrom<Document> for Standard {
    type Error = Error;

    fn try_from(document: Document) -> Result<Self, Error> {
        let mut standard = Self::new(document.id, document.version)?
            .with_reference(document.reference)
            .with_minimum_cell(document.minimum_cell);
        if let Some(title) = document.title {
            standard.title = title;
        }
        standard.source = document.source;
        standard.effective_from = document.effective_from;
        if let Some(threshold) = document.threshold {
            standard.threshold = threshold.parse().map_err(|error: Error| error.within("threshold"))?;
        }
        if let Some(level) = document.confidence {
            standard = standard.with_confidence(level)?;
        }
        if let Some(alpha) = document.alpha {
            standard = standard.with_alpha(alpha)?;
        }
        if let Some(power) = document.power {
            standard = standard.with_power(power)?;
        }
        Ok(standard)
    }
}

impl Default for Standard {
    /// # Source
    ///
    /// 29 CFR 1607.4(D), effective 25 September 1978; Questions and Answers, 44 FR 11996 (1979).
    fn default() -> Self {
        Self {
            id: "four-fifths".into(),
            version: 1,
            title: Localized::new("Four-fifths screening", "5分の4基準による点検"),
            source: Some("29 CFR 1607.4(D); 44 FR 11996 (1979)".into()),
            effective_from: NaiveDate::from_ymd_opt(1978, 9, 25),
            threshold: Fraction::default(),
            confidence: 0.95,
            alpha: 0.05,
            power: 0.80,
            reference: Reference::default(),
            minimum_cell: 0,
        }
    }
}

impl Standard {
    /// A standard of one's own with the numbers of the default one.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) for an empty id.
    pub fn new(id: impl Into<String>, version: u32) -> Result<Self, Error> {
        let id = id.into();
        if id.trim().is_empty() {
            return Err(Error::missing("expected an id").within("id"));
        }
        let title = Localized::same(id.clone());
        Ok(Self { id, version, title, source: None, effective_from: None, ..Self::default() })
    }

    /// Reads a document, JSON when it starts with a brace and TOML otherwise.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) and [`WrongType`](crate::ErrorKind::WrongType) with line and column; for a
    /// number that has no meaning [`OutOfRange`](crate::ErrorKind::OutOfRange) with the name of its field.
    pub fn parse(text: &str) -> Result<Self, Error> {
        document::from_document::<Document>(text)?.try_into()
    }

    /// Below which fraction of the reference rate a rate is flagged; 4/5 unless set.
    #[must_use]
    pub fn with_threshold(mut self, threshold: Fraction) -> Self {
        self.threshold = threshold;
        self
    }

    /// How sure the interval is; 0.95 unless set.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) outside 0.5 to 0.999999.
    pub fn with_confidence(mut self, level: f64) -> Result<Self, Error> {
        self.confidence = between(level, 0.5, MOST, "confidence")?;
        Ok(self)
    }

    /// Below which mid-p a difference counts as unlikely by chance; 0.05 unless set.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) outside 0.000001 to 0.25.
    pub fn with_alpha(mut self, alpha: f64) -> Result<Self, Error> {
        self.alpha = between(alpha, 1e-6, 0.25, "alpha")?;
        Ok(self)
    }

    /// How often a ratio must be found to be called detectable; 0.80 unless set.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) outside 0.5 to 0.999999.
    pub fn with_power(mut self, power: f64) -> Result<Self, Error> {
        self.power = between(power, 0.5, MOST, "power")?;
        Ok(self)
    }

    /// What each group is compared with; the group with the highest rate unless set.
    #[must_use]
    pub fn with_reference(mut self, reference: Reference) -> Self {
        self.reference = reference;
        self
    }

    /// Groups with fewer considered are withheld: named, but neither compared nor counted. 0 (all are shown) unless set.
    #[must_use]
    pub fn with_minimum_cell(mut self, considered: u64) -> Self {
        self.minimum_cell = considered;
        self
    }

    /// The id, stable across versions.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The version.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// What people call it; the id unless the document says otherwise.
    #[must_use]
    pub fn title(&self) -> &Localized {
        &self.title
    }

    /// Where the method comes from.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// The first day on which it applies.
    #[must_use]
    pub fn effective_from(&self) -> Option<NaiveDate> {
        self.effective_from
    }

    /// Below which fraction of the reference rate a rate is flagged.
    #[must_use]
    pub fn threshold(&self) -> Fraction {
        self.threshold
    }

    /// The confidence level of intervals, between 0 and 1.
    #[must_use]
    pub fn confidence(&self) -> f64 {
        self.confidence
    }

    /// The two-sided level of the test, between 0 and 1.
    #[must_use]
    pub fn alpha(&self) -> f64 {
        self.alpha
    }

    /// The power asked for, between 0 and 1.
    #[must_use]
    pub fn power(&self) -> f64 {
        self.power
    }

    /// What each group is compared with.
    #[must_use]
    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    /// The fewest considered that a group must have to be shown.
    #[must_use]
    pub fn minimum_cell(&self) -> u64 {
        self.minimum_cell
    }
}

const MOST: f64 = 0.999_999;

fn between(value: f64, least: f64, most: f64, name: &str) -> Result<f64, Error> {
    // Not a number is in no range.
    if (least..=most).contains(&value) {
        Ok(value)
    } else {
        Err(Error::out_of_range(format!("expected a number from {least} to {most}, got `{value}`"))
            .within(name))
    }
}
