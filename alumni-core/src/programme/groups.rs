//! Group codes and selections: used for one answer, kept nowhere.

use std::collections::BTreeMap;

use crate::workforce::{Row, Table};
use crate::{Error, ErrorKind};

/// By attribute, then by worker, the group.
pub(super) type Groups = BTreeMap<String, BTreeMap<String, String>>;

/// Whether somebody who was considered was selected.
#[derive(Clone, Debug)]
pub(super) struct Selection {
    pub(super) worker: String,
    pub(super) selected: bool,
}

pub(super) fn groups(table: &Table) -> Result<Groups, Error> {
    table.require(&["worker_id"])?;
    let attributes: Vec<_> = table.columns().iter().filter(|column| *column != "worker_id").collect();
    let mut groups: Groups =
        attributes.iter().map(|attribute| ((*attribute).clone(), BTreeMap::new())).collect();
    let mut seen = std::collections::BTreeSet::new();
    for row in table.rows() {
        let worker = row.need("worker_id")?;
        if !seen.insert(worker) {
            return Err(row.error(ErrorKind::Duplicate, "worker_id", "expected each worker once"));
        }
        for (attribute, of) in &mut groups {
            if let Some(group) = row.text(attribute) {
                of.insert(worker.to_owned(), group.to_owned());
            }
        }
    }
    Ok(groups)
}

pub(super) fn selections(table: &Table) -> Result<Vec<Selection>, Error> {
    table.require(&["worker_id", "selected"])?;
    if let Some(unknown) =
        table.unknown_columns(&["worker_id", "selected", "requisition", "decided_on"]).first()
    {
        let message =
            format!("expected only worker_id, selected, requisition and decided_on, got `{unknown}`");
        return Err(Error::unknown_name(message).within(format!("{}: line 1", table.name())));
    }
    let selection = |row: Row<'_>| {
        row.date("decided_on")?;
        Ok(Selection {
            worker: row.need("worker_id")?.to_owned(),
            selected: row.required("selected", Row::boolean)?,
        })
    };
    table.rows().map(selection).collect()
}
