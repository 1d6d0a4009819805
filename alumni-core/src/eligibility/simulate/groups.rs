use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::Outcome;
use super::super::batch::{Decisions, text_of};
use super::having;
use crate::Error;
use crate::columns::{Column, Columns, Values};
use crate::text::did_you_mean;

/// How many of a group are eligible under each policy.
///
/// The rates are [`eligible_before`](Self::eligible_before) and [`eligible_after`](Self::eligible_after) over
/// [`rows`](Self::rows): counts, so that no digit is lost and no small group hides behind a percentage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GroupRates {
    /// The column.
    pub column: String,
    /// The group's name; absent for the rows of whom it is not known.
    pub group: Option<String>,
    /// How many belong to it.
    pub rows: usize,
    /// How many of them are eligible under the policy before.
    pub eligible_before: usize,
    /// How many of them are eligible under the policy after.
    pub eligible_after: usize,
}

/// The rates of every group of every column, groups by name and the unknown last.
pub(super) fn rates(
    before: &Decisions,
    after: &Decisions,
    columns: &Columns<'_>,
    names: &[String],
) -> Result<Vec<GroupRates>, Error> {
    let (was, is) = (having(before, Outcome::Eligible), having(after, Outcome::Eligible));
    let mut rates = Vec::new();
    for name in names {
        let column = columns.get(name).ok_or_else(|| {
            let hint = did_you_mean(name, columns.iter().map(|(name, _)| name));
            Error::missing(format!("expected a column of groups `{name}`{hint}")).within(name.as_str())
        })?;
        if !is_text(column) {
            return Err(Error::wrong_type("expected a column of texts").within(name.as_str()));
        }
        let mut counts: BTreeMap<Option<&str>, [usize; 3]> = BTreeMap::new();
        for row in 0..before.rows() {
            let [rows, eligible_before, eligible_after] = counts.entry(text_of(column, row)).or_default();
            *rows = rows.saturating_add(1);
            *eligible_before =
                eligible_before.saturating_add(usize::from(super::super::batch::bit(&was, row)));
            *eligible_after = eligible_after.saturating_add(usize::from(super::super::batch::bit(&is, row)));
        }
        let unknown = counts.remove(&None).map(|counts| (None, counts));
        rates.extend(counts.into_iter().chain(unknown).map(
            |(group, [rows, eligible_before, eligible_after])| GroupRates {
                column: name.clone(),
                group: group.map(str::to_owned),
                rows,
                eligible_before,
                eligible_after,
            },
        ));
    }
    Ok(rates)
}

fn is_text(column: &Column<'_>) -> bool {
    matches!(column.values(), Values::Texts(_) | Values::Coded { .. } | Values::Null(_))
}
