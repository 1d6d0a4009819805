use serde::{Deserialize, Serialize};

use crate::Error;
use crate::eligibility::Simulation;
use crate::fairness::{SelectionReport, Standard};

/// What a change of policy does to the groups of one column: who is eligible before and after, as selections.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GroupChange {
    /// The column of groups.
    pub column: String,
    /// People whose group is unknown; they are in neither report.
    pub unknown: u64,
    /// Of each group, how many are eligible under the policy before.
    pub before: SelectionReport,
    /// The same under the policy after.
    pub after: SelectionReport,
}

/// Compares the groups' rates of eligibility before and after a simulated change of policy, by `standard`.
///
/// Everybody in the table counts as considered, and who is eligible as selected. There is one answer for each column of
/// groups of the [`Simulation`], in its order; a column with fewer than two known groups has nobody to compare and no
/// answer.
///
/// # Errors
///
/// Those of [`Standard::selection`], with the column's name as the path.
///
/// # Example
///
/// ```
/// use alumni_core::columns::{Column, Columns, Integers, Texts, Values};
/// use alumni_core::eligibility::{Policy, SimulationOptions};
/// use alumni_core::fairness::Standard;
/// use alumni_core::programme::group_changes;
///
/// let policy = |grade: u8| {
///     Policy::parse(&format!(
///         "id = 'return'\nversion = {grade}\n[[criteria]]\nid = 'grade'\nrequire = 'grade >= {grade}'"
///     ))
/// };
/// let grades = [2_i8, 3, 3, 4];
/// let sites = Texts::Slices(&["Tokyo", "Tokyo", "Osaka", "Osaka"]);
/// let columns = Columns::new(4)?
///     .with("grade", Column::new(Values::Integers(Integers::I8(&grades))))?
///     .with("site", Column::new(Values::Texts(sites)))?;
/// let options = SimulationOptions::new().group("site");
/// let simulation = policy(3)?.simulate_with(&policy(2)?, &columns, "2026-04-01".parse()?, &options)?;
///
/// // Of two people in Tokyo one was eligible; by the lower grade both are.
/// let changes = group_changes(&simulation, &Standard::default())?;
/// assert_eq!(changes[0].before.findings[0].impact_ratio, Some(0.5));
/// assert_eq!(changes[0].after.findings[0].impact_ratio, Some(1.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn group_changes(simulation: &Simulation, standard: &Standard) -> Result<Vec<GroupChange>, Error> {
    let mut columns: Vec<&str> = Vec::new();
    for group in &simulation.groups {
        if !columns.contains(&group.column.as_str()) {
            columns.push(&group.column);
        }
    }
    let mut changes = Vec::new();
    for column in columns {
        let of_column = || simulation.groups.iter().filter(|group| group.column == column);
        let known = || of_column().filter_map(|group| Some((group.group.as_deref()?, group)));
        if known().count() < 2 {
            continue;
        }
        let count = |rows: usize| u64::try_from(rows).unwrap_or(u64::MAX);
        let report = |selected: fn(&crate::eligibility::GroupRates) -> usize| {
            standard
                .selection(known().map(|(name, group)| (name, count(group.rows), count(selected(group)))))
                .map_err(|error| error.within(column))
        };
        changes.push(GroupChange {
            column: column.to_owned(),
            unknown: of_column()
                .filter(|group| group.group.is_none())
                .map(|group| count(group.rows))
                .fold(0, u64::saturating_add),
            before: report(|group| group.eligible_before)?,
            after: report(|group| group.eligible_after)?,
        });
    }
    Ok(changes)
}
