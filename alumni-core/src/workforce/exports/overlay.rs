use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::{Currency, SeparationKind, SeparationReason};
use crate::Error;

/// What only the customer knows about an export: the ladder of grades, the meaning of reason codes, the company's mail domains.
///
/// In a programme's document this is the table `[export]`.
///
/// # Example
///
/// ```
/// use alumni_core::workforce::{Mapping, Overlay};
///
/// let overlay = Overlay::from_json(
///     r#"{"mapping": "smarthr", "grades": {"主任": 3}, "reasons": {"R-101": {"kind": "voluntary", "reason": "pay"}},
///         "mail_domains": ["corp.example"], "columns": {"再雇用可否": "worker.rehire_flag"},
///         "values": {"再雇用可否": {"可": "yes", "否": "no"}}}"#,
/// )?;
/// let mapping = Mapping::with_overlay(overlay)?;
/// assert_eq!(mapping.id(), "smarthr");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Overlay {
    /// The id of the shipped mapping that this is laid over; the house's own form when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mapping: Option<String>,
    /// Grade code to rank on the customer's own ladder; higher is more senior. A code that is not here is unknown.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub grades: BTreeMap<String, i32>,
    /// What the customer's reason codes mean; also for codes of a national scheme that leave the kind open.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub reasons: BTreeMap<String, Meaning>,
    /// Domains of the company's own mail: addresses there are the employer's, all others personal.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mail_domains: Vec<String>,
    /// The customer's own columns: a field such as `separation.local_code`, a fact such as `fact.side_job`, or another
    /// column of the mapping that this one is called here.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, String>,
    /// What the values of a column mean, by column and value; added to what the mapping says.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// The scheme of the codes in a column, by column: `jp_rishoku_kubun`, `ca_roe` or the customer's own.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub schemes: BTreeMap<String, String>,
    /// The currency of amounts that name none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub currency: Option<Currency>,
    /// The components that are base pay, where amounts are given by component; all of them when empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pay_components: Vec<String>,
    /// How dates with the year last are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates: Option<DateOrder>,
    /// Which day a row of status that ends the employment stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_day: Option<LastDay>,
}

impl Overlay {
    /// Reads an overlay in JSON.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) or [`WrongType`](crate::ErrorKind::WrongType) with the line and column for text
    /// that is not an overlay.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        crate::document::from_json(text)
    }

    /// Reads an overlay in TOML.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) with the line and column for text that is not an overlay.
    pub fn parse(text: &str) -> Result<Self, Error> {
        crate::document::from_toml(text)
    }
}

/// The kind and reason that a customer's code stands for; what is absent stays unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Meaning {
    /// The kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<SeparationKind>,
    /// The reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<SeparationReason>,
}

/// How dates are written that have the year last. Dates with the year first are read in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "there is no fourth order in use")]
pub enum DateOrder {
    /// They are refused: nobody can tell what `04/05/2016` is.
    #[default]
    YearFirst,
    /// `04/05/2016` is 5 April.
    MonthFirst,
    /// `04/05/2016` is 4 May.
    DayFirst,
}

/// Which day a row of status that ends the employment stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "the day itself or the one before")]
pub enum LastDay {
    /// The last day employed.
    #[default]
    SameDay,
    /// The first day no longer employed.
    DayBefore,
}
