use std::ops::Range;
use std::sync::Arc;

use arrow_array::{Array as _, ArrayRef};
use serde::{Deserialize, Serialize};

use super::super::Snapshot;
use super::super::answer::{Obligation, Verdict};
use super::super::batch::{Answers, AskOptions};
use crate::Error;
use crate::table::{Record, RowId, Stream, id};

/// The columns of an answer, which no column of ids may be named like.
pub(super) const COLUMNS: [&str; 6] =
    ["verdict", "reason", "reasons", "evidence", "obligations", "valid_until"];

/// So many rows stand in a batch.
pub(super) const AT_A_TIME: usize = 1 << 16;

/// The answers to a whole table, with the ids of its rows where they were asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "Kept", into = "Kept")]
pub struct AnsweredTable {
    answers: Arc<Answers>,
    options: AskOptions,
    id: Option<String>,
    /// The ids as they came in, batch by batch.
    ids: Vec<ArrayRef>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    answers: Answers,
    options: AskOptions,
    id: Option<String>,
    ids: Vec<Option<RowId>>,
}

impl TryFrom<Kept> for AnsweredTable {
    type Error = Error;

    fn try_from(kept: Kept) -> Result<Self, Error> {
        let wanted = if kept.id.is_some() { kept.answers.rows() } else { 0 };
        if kept.ids.len() != wanted {
            return Err(Error::inconsistent("expected one id for every row").within("ids"));
        }
        let ids = kept.id.is_some().then(|| id::array(&kept.ids));
        Ok(Self {
            answers: Arc::new(kept.answers),
            options: kept.options,
            id: kept.id,
            ids: ids.into_iter().collect(),
        })
    }
}

impl From<AnsweredTable> for Kept {
    fn from(table: AnsweredTable) -> Self {
        let ids = if table.id.is_some() { 0..table.answers.rows() } else { 0..0 };
        let ids = ids.map(|row| table.id(row)).collect();
        Self { answers: Answers::clone(&table.answers), options: table.options, id: table.id, ids }
    }
}

impl PartialEq for AnsweredTable {
    fn eq(&self, other: &Self) -> bool {
        let mut rows = 0..self.answers.rows();
        self.answers == other.answers
            && self.options == other.options
            && self.id == other.id
            && (self.id.is_none() || rows.all(|row| self.id(row) == other.id(row)))
    }
}

impl AnsweredTable {
    pub(super) fn new(
        answers: Answers,
        options: AskOptions,
        id: Option<String>,
        ids: Option<ArrayRef>,
    ) -> Self {
        Self { answers: Arc::new(answers), options, id, ids: ids.into_iter().collect() }
    }

    /// The same with the instants of the snapshot that was asked.
    pub(super) fn asked(self, snapshot: &Snapshot) -> Self {
        Self { options: snapshot.asked(&self.options), ..self }
    }

    pub(super) fn append(&mut self, answers: Answers, ids: Option<ArrayRef>) {
        Arc::make_mut(&mut self.answers).append(answers);
        self.ids.extend(ids);
    }

    /// The answers.
    #[must_use]
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// What every row asked, where the table had no column for it.
    #[must_use]
    pub fn options(&self) -> &AskOptions {
        &self.options
    }

    /// The name of the column of ids, where there is one.
    #[must_use]
    pub fn id_column(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The id of a row; `None` where there is none.
    #[must_use]
    pub fn id(&self, row: usize) -> Option<RowId> {
        let mut row = row;
        for ids in &self.ids {
            match row.checked_sub(ids.len()) {
                None => return id::at(ids, row),
                Some(left) => row = left,
            }
        }
        None
    }

    /// The answers as a table that goes out, as often as it is asked for; each batch is made when it is asked for.
    ///
    /// The columns are the ids under their own name, `verdict` (the stable names), `reason` (the code that decided), `reasons`
    /// (all codes), `evidence` (source and id of each event; left out where it was not asked for), `obligations`, and
    /// `valid_until` (microseconds in UTC, rounded down); brief answers have no `reasons` and no `obligations`. The schema's metadata
    /// has the options as JSON.
    ///
    /// # Errors
    ///
    /// None that a table which exists can have.
    pub fn stream(&self) -> Result<Stream, Error> {
        let answers = Arc::clone(&self.answers);
        let (name, ids) = (self.id.clone(), self.ids.clone());
        let notes = [("alumni.options", serde_json::to_string(&self.options).unwrap_or_default())];
        let make = move |part: &Part| {
            let record = record(Record::new(part.rows.len()), &answers, part.rows.clone())?;
            Ok::<_, Error>(match name.as_deref().zip(part.ids.as_ref()) {
                Some((name, ids)) => record.first(name, Arc::clone(ids)),
                None => record,
            })
        };
        let none = Part { rows: 0..0, ids: self.ids.first().map(|ids| ids.slice(0, 0)) };
        let shape = make(&none)?;
        let mut parts = parts(ids, self.answers.rows()).into_iter();
        Ok(Stream::new(&shape, notes, move || parts.next().as_ref().map(&make).transpose()))
    }
}

/// Some rows, with their ids.
struct Part {
    rows: Range<usize>,
    ids: Option<ArrayRef>,
}

/// The rows in parts of the batches in which their ids came.
fn parts(ids: Vec<ArrayRef>, rows: usize) -> Vec<Part> {
    let lengths = if ids.is_empty() {
        vec![(rows, None)]
    } else {
        ids.into_iter().map(|ids| (ids.len(), Some(ids))).collect()
    };
    let mut parts = Vec::new();
    let mut first = 0_usize;
    for (rows, ids) in lengths {
        for from in (0..rows).step_by(AT_A_TIME) {
            let length = rows.saturating_sub(from).min(AT_A_TIME);
            let start = first.saturating_add(from);
            parts.push(Part {
                rows: start..start.saturating_add(length),
                ids: ids.as_ref().map(|ids| ids.slice(from, length)),
            });
        }
        first = first.saturating_add(rows);
    }
    parts
}

/// Some rows of the answers as columns behind those of `to`.
pub(super) fn record(to: Record, answers: &Answers, rows: Range<usize>) -> Result<Record, Error> {
    let verdicts: Vec<_> = Verdict::ALL.iter().map(|verdict| verdict.as_str()).collect();
    let codes = answers.verdicts().get(rows.clone()).unwrap_or_default().to_vec();
    let record = to.coded("verdict", &verdicts, codes)?;
    let record = if answers.is_brief() {
        let names =
            answers.reason_lists().iter().map(|list| list.first().map(String::as_str).unwrap_or_default());
        let codes = answers.reasons().get(rows.clone()).unwrap_or_default().to_vec();
        record.numbered("reason", names, codes)?
    } else {
        reasons(record, answers, rows.clone())?
    };
    let record = if answers.has_evidence() { evidence(record, answers, rows.clone())? } else { record };
    let record = if answers.is_brief() { record } else { obligations(record, answers, rows.clone())? };
    let (valid_until, never) = answers.all_valid_until();
    Ok(record.microseconds_or_none("valid_until", valid_until.get(rows).unwrap_or_default().to_vec(), never))
}

fn reasons(record: Record, answers: &Answers, rows: Range<usize>) -> Result<Record, Error> {
    // Each code once, in the order in which they occur: the same for every batch.
    let mut names: Vec<&str> = Vec::new();
    let mut lists: Vec<Vec<u32>> = Vec::new();
    for list in answers.reason_lists() {
        let numbers = list.iter().map(|code| {
            let place = names.iter().position(|name| name == code).unwrap_or_else(|| {
                names.push(code);
                names.len().saturating_sub(1)
            });
            u32::try_from(place).unwrap_or(u32::MAX)
        });
        lists.push(numbers.collect());
    }
    let list_of = |row: usize| {
        let list = answers.reasons().get(row).and_then(|list| usize::try_from(*list).ok());
        list.and_then(|list| lists.get(list)).map(Vec::as_slice).unwrap_or_default()
    };
    let all = || rows.clone().flat_map(|row| list_of(row).iter().copied());
    let first = rows.clone().map(|row| list_of(row).first().copied());
    let record = record.named_or_none("reason", names.iter().copied(), first)?;
    let items = Record::new(all().count()).named("item", names.iter().copied(), all().map(Some))?;
    record.lists("reasons", rows.clone().map(|row| list_of(row).len()), items)
}

fn evidence(record: Record, answers: &Answers, rows: Range<usize>) -> Result<Record, Error> {
    let all = || rows.clone().flat_map(|row| answers.keys(row));
    let sources = answers.sources().iter().map(String::as_str);
    let items = Record::new(all().count())
        .named("source", sources, all().map(|(source, _)| Some(source)))?
        .texts("id", all().map(|(_, id)| id));
    record.lists("evidence", rows.clone().map(|row| answers.keys(row).count()), items)
}

fn obligations(record: Record, answers: &Answers, rows: Range<usize>) -> Result<Record, Error> {
    let names: Vec<_> = Obligation::ALL.iter().map(|obligation| obligation.as_str()).collect();
    let mut codes = Vec::new();
    for row in rows.clone() {
        let bits = answers.obligation_bits(row);
        codes.extend((0_u8..16).filter(|place| bits >> place & 1 == 1));
    }
    let items = Record::new(codes.len()).coded("item", &names, codes)?;
    let lengths = rows.map(|row| usize::try_from(answers.obligation_bits(row).count_ones()).unwrap_or(0));
    record.lists("obligations", lengths, items)
}
