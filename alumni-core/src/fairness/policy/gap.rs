use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::GapReport;
use crate::columns::UnusableValues;
use crate::document::PolicyReference;
use crate::text::Lang;

/// The gaps between groups' pass rates under a policy, divided among its criteria.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PolicyGap {
    /// The policy.
    pub policy: PolicyReference,
    /// The day it decided for.
    pub as_of: NaiveDate,
    /// The column of groups.
    pub attribute: String,
    /// Whether who is conditional passes, beside who is eligible.
    pub conditional_passes: bool,
    /// Number of rows.
    pub rows: u64,
    /// The rates, the gaps and their parts.
    pub report: GapReport,
    /// Facts of the policy without a column, unknown for everybody.
    pub missing_columns: Vec<String>,
    /// Values that were taken for unknown, by column.
    pub unusable: Vec<UnusableValues>,
}

impl PolicyGap {
    /// The findings in sentences of `lang` with what each criterion causes, one line each, and what is to be known about them
    /// all.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        self.report.text(lang)
    }
}

impl fmt::Display for PolicyGap {
    /// The English sentences.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}
