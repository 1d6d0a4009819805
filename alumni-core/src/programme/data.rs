use std::collections::BTreeMap;

use super::document::Programme;
use super::groups::{Groups, Selection, groups, selections};
use crate::Error;
use crate::consent::{Event, events_from_table};
use crate::engagement::{Interaction, interactions_from_table};
use crate::workforce::{Import, Table, Worker};

/// What a review looks at, read from tables.
///
/// The workforce's tables are those of the programme's [mapping](Programme::mapping). Beside them may stand
/// `consent_events.csv`, `interactions.csv`, `groups.csv` (a worker's codes for the fairness findings: `worker_id` and a
/// column for each attribute) and `selections.csv` (who was considered for a position and who was selected: `worker_id`,
/// `selected`, and if need be `requisition`, `decided_on`).
#[derive(Clone, Debug, Default)]
pub struct Data {
    pub(super) import: Import,
    pub(super) events: Option<Vec<Event>>,
    pub(super) interactions: Option<Vec<Interaction>>,
    pub(super) groups: Groups,
    pub(super) selections: Vec<Selection>,
}

impl Programme {
    /// Reads tables; the first row that cannot be used is an error.
    ///
    /// # Errors
    ///
    /// With the path `spells.csv: line 12, column 5 (end_on)`: what the mapping, the consent events, the interactions, the
    /// groups or the selections cannot use.
    pub fn read(&self, tables: &[Table]) -> Result<Data, Error> {
        self.read_by(tables, |tables| self.mapping.import(tables))
    }

    /// Reads tables and goes on after rows of the workforce that cannot be used: those people are left out whole, and each
    /// such row is listed in the review.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read), but for the rows of the workforce's tables.
    pub fn read_lenient(&self, tables: &[Table]) -> Result<Data, Error> {
        self.read_by(tables, |tables| self.mapping.import_lenient(tables))
    }

    fn read_by(
        &self,
        tables: &[Table],
        import: impl Fn(&[Table]) -> Result<Import, Error>,
    ) -> Result<Data, Error> {
        let mut data = Data::default();
        let mut own = BTreeMap::new();
        let mut workforce = Vec::new();
        for table in tables {
            let name = table.name().rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
            match name.as_str() {
                "consent_events.csv" | "interactions.csv" | "groups.csv" | "selections.csv" => {
                    if own.insert(name.clone(), table).is_some() {
                        return Err(
                            Error::duplicate(format!("expected one file `{name}`")).within(table.name())
                        );
                    }
                }
                _ => workforce.push(table.clone()),
            }
        }
        data.import = import(&workforce)?;
        for (name, table) in own {
            match name.as_str() {
                "consent_events.csv" => data.events = Some(events_from_table(table)?),
                "interactions.csv" => data.interactions = Some(interactions_from_table(table)?),
                "groups.csv" => data.groups = groups(table)?,
                _ => data.selections = selections(table)?,
            }
        }
        Ok(data)
    }
}

impl Data {
    /// The workers.
    #[must_use]
    pub fn workers(&self) -> &[Worker] {
        &self.import.workers
    }

    /// What reading the workforce's tables gave.
    #[must_use]
    pub fn import(&self) -> &Import {
        &self.import
    }

    /// The consent events.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        self.events.as_deref().unwrap_or_default()
    }

    /// The interactions.
    #[must_use]
    pub fn interactions(&self) -> &[Interaction] {
        self.interactions.as_deref().unwrap_or_default()
    }
}
