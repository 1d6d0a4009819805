use std::cmp::Reverse;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::super::{RehireFlag, Row, Table, Worker};
use super::build::Builder;
use super::document::{Document, File};
use super::notes::Notes;
use super::people::People;
use super::plan::{Origin, Plan, Unusable};
use super::record::Record;
use super::{gaps, join};
use crate::text::{Argument, Reason};
use crate::{Error, ErrorKind};

/// What an export gave.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Import {
    /// The workers, by id.
    pub workers: Vec<Worker>,
    /// What looks wrong without being unusable, by code.
    pub warnings: Vec<Reason>,
    /// The facts that this export does not tell of all workers.
    pub cannot_supply: Vec<CannotSupply>,
    /// The rows that could not be used, by table and line.
    #[serde(default)]
    pub faults: Vec<Fault>,
}

/// A fact that an export does not tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CannotSupply {
    /// The fact's name in rules.
    pub fact: String,
    /// Why, and what would supply it.
    pub reason: Reason,
    /// Of how many of the workers it is not told.
    pub workers: u64,
}

/// A row that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Fault {
    /// The table's name.
    pub file: String,
    /// The line, from 1; the header is line 1.
    pub line: u32,
    /// The column as the table calls it, where one is at fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The field that the column is, such as `spell.end`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The worker, who is left out whole; absent where the row does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worker: Option<String>,
    /// What kind of error it is.
    pub kind: ErrorKind,
    /// Where it stands, such as `spells.csv: line 12, column 5 (end_on)`.
    pub path: String,
    /// What was expected.
    pub message: String,
}

impl Fault {
    /// The fault as an error.
    #[must_use]
    pub fn error(&self) -> Error {
        Error::new(self.kind, self.message.clone()).within(self.path.clone())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

/// Fewer flags than this may be alike by chance.
const FEWEST_FLAGS: usize = 30;

/// Reads `tables` by `document`.
pub(super) fn read(document: &Document, tables: &[Table]) -> Result<Import, Error> {
    let mut notes = Notes::default();
    let plans = plans(document, tables, &mut notes)?;
    let mut people = People::default();
    let mut wrongs = Vec::new();
    for plan in &plans {
        for row in in_order(plan) {
            let origin = Origin { table: plan.index, row: row.index() };
            let record = Record::read(document, plan, row, origin, &mut notes);
            let added = record.and_then(|record| match record {
                Some(record) => people.add(plan, record),
                None => Ok(()),
            });
            if let Err(wrong) = added {
                people.faulty.extend(wrong.worker.clone());
                wrongs.push(wrong);
            }
        }
    }
    wrongs.extend(join::join(&mut people, &plans, &mut notes));
    join::doubt(&mut people, &mut notes);
    people.faulty.extend(wrongs.iter().filter_map(|wrong| wrong.worker.clone()));
    let mut builder = Builder { document, plans: &plans, notes: &mut notes };
    let mut workers = Vec::new();
    for (id, person) in people.by_id {
        if people.faulty.contains(&id) {
            continue;
        }
        match builder.worker(person) {
            Ok(worker) => workers.push(worker),
            Err(wrong) => wrongs.push(wrong),
        }
    }
    wrongs.sort_by_key(|wrong| wrong.origin);
    let mut warnings = notes.into_reasons();
    warnings.extend(constant_flag(&workers));
    Ok(Import {
        cannot_supply: gaps::of(document, &plans, &workers),
        faults: wrongs.into_iter().map(|wrong| fault(*wrong, &plans)).collect(),
        workers,
        warnings,
    })
}

/// The rows as they count: the highest first, where the file ranks them.
fn in_order<'t>(plan: &Plan<'t>) -> Vec<Row<'t>> {
    let mut rows: Vec<_> = plan.table.rows().collect();
    if let Some(column) = &plan.file.order {
        // Numbers and ISO dates, so that length and then letters give the order.
        rows.sort_by_key(|row| {
            Reverse(plan.text(row, column).map(|text| (text.trim_start_matches('0').len(), text)))
        });
    }
    rows
}

/// The tables with what they are, in the order of the mapping's files.
fn plans<'a>(document: &'a Document, tables: &'a [Table], notes: &mut Notes) -> Result<Vec<Plan<'a>>, Error> {
    let mut plans: Vec<Plan<'a>> = Vec::new();
    let is = |file: &File, table: &Table| {
        let name = table.name().rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
        std::iter::once(&file.name).chain(&file.also).any(|known| known.to_lowercase() == name)
    };
    for file in &document.files {
        let mut found = tables.iter().filter(|table| is(file, table));
        match (found.next(), found.next()) {
            (Some(table), None) => plans.push(Plan::new(document, file, table, plans.len(), notes)?),
            (Some(_), Some(other)) => {
                let message = format!("expected one file `{}`", file.name);
                return Err(Error::duplicate(message).within(other.name()));
            }
            (None, _) if file.required => {
                let given: Vec<_> = tables.iter().map(Table::name).collect();
                let given = if given.is_empty() { "none".to_owned() } else { given.join(", ") };
                let message = format!("expected the file `{}` of {}, got {given}", file.name, document.id);
                return Err(Error::missing(message).within(file.name.clone()));
            }
            (None, _) => {}
        }
    }
    for table in tables.iter().filter(|table| !document.files.iter().any(|file| is(file, table))) {
        notes.file_unknown(table.name());
    }
    Ok(plans)
}

fn fault(wrong: Unusable, plans: &[Plan<'_>]) -> Fault {
    let table = plans.get(wrong.origin.table).map(|plan| plan.table);
    let row = table.and_then(|table| table.row(wrong.origin.row));
    Fault {
        file: table.map(|table| table.name().to_owned()).unwrap_or_default(),
        line: row.map(|row| row.line()).unwrap_or_default(),
        column: wrong.column,
        field: wrong.target.map(String::from),
        worker: wrong.worker,
        kind: wrong.error.kind(),
        path: wrong.error.path().to_owned(),
        message: wrong.error.message().to_owned(),
    }
}

/// A flag that (nearly) everybody has alike is a default, not a judgement: at least 99 of 100 who left.
fn constant_flag(workers: &[Worker]) -> Option<Reason> {
    let left =
        workers.iter().filter(|worker| worker.spells().iter().any(|spell| spell.recorded_end().is_some()));
    let flags: Vec<_> =
        left.map(|worker| worker.flag().0).filter(|flag| *flag != RehireFlag::Absent).collect();
    let alike = |flag: &RehireFlag| flags.iter().filter(|other| *other == flag).count();
    let (flag, same) =
        RehireFlag::ALL.iter().map(|flag| (flag, alike(flag))).max_by_key(|(_, same)| *same)?;
    if flags.len() < FEWEST_FLAGS || same.saturating_mul(100) < flags.len().saturating_mul(99) {
        return None;
    }
    let count = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let share = Argument::Share { value: count(same) / count(flags.len()), digits: 1 };
    Some(
        Reason::new("import-flag-constant")
            .with("value", flag.as_str())
            .with("share", share)
            .with("count", same)
            .with("total", flags.len()),
    )
}
