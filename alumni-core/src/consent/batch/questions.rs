//! A table of questions: its columns bound once, its rows read without memory of their own.

use chrono::{DateTime, Utc};

use super::super::class::Activity;
use super::super::kind::Channel;
use super::super::ledger::Ledger;
use super::super::purpose::check_id;
use super::super::unknown::unknown;
use super::options::AskOptions;
use crate::Error;
use crate::columns::Columns;
use crate::columns::cells::{InstantCells, ListCells, TextCells, WordCells, at_row};

/// The columns, all of which but the first three may be left out, and those where the options have them.
const QUESTION_COLUMNS: [&str; 10] = [
    "subject",
    "purpose",
    "at",
    "channel",
    "recipient",
    "known_at",
    "activity",
    "country",
    "data_of",
    "regimes",
];

/// What one row asks.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    pub(super) subject: &'a str,
    /// The number of the purpose among those of the ledger, sorted by id.
    pub(super) purpose: usize,
    pub(super) channel: Option<Channel>,
    pub(super) recipient: Option<&'a str>,
    pub(super) at: DateTime<Utc>,
    pub(super) known_at: Option<DateTime<Utc>>,
    pub(super) activity: Option<Activity>,
    pub(super) country: Option<&'a str>,
    pub(super) data_of: Option<&'a str>,
    pub(super) regimes: Vec<&'a str>,
}

/// What one row asks of a snapshot.
#[derive(Clone, Copy, Debug)]
pub(in crate::consent) struct Brief<'a> {
    pub(in crate::consent) subject: &'a str,
    /// The number of the purpose among those of the ledger, sorted by id.
    pub(in crate::consent) purpose: usize,
    pub(in crate::consent) channel: Option<Channel>,
}

/// The columns of questions to a snapshot.
const BRIEF_COLUMNS: [&str; 3] = ["subject", "purpose", "channel"];

/// The columns of what a snapshot is asked, which must be no more than it answers, `id` beside it.
pub(in crate::consent) fn only_brief<'c>(
    columns: &Columns<'c>,
    options: &AskOptions,
    id: Option<&str>,
) -> Result<Columns<'c>, Error> {
    let mut brief = Columns::new(columns.rows())?;
    for (name, column) in columns.iter() {
        if BRIEF_COLUMNS.contains(&name) {
            brief = brief.with(name, column.clone())?;
        } else if Some(name) != id {
            return Err(unknown("column of questions to a snapshot", name, BRIEF_COLUMNS));
        }
    }
    match options.given().find(|name| !BRIEF_COLUMNS.contains(name)) {
        None => Ok(brief),
        Some(name) => {
            let message = "expected none: a snapshot is about one instant, one's own use and no activity; ask the ledger";
            Err(Error::inconsistent(message).within(name))
        }
    }
}

/// Columns of questions, each bound to what it holds.
#[derive(Debug)]
pub(in crate::consent) struct QuestionColumns<'a> {
    options: &'a AskOptions,
    /// The ids of the ledger's purposes, sorted.
    pub(super) purposes: Vec<&'a str>,
    /// The purpose of every row, where the table has no column.
    one_purpose: Option<usize>,
    /// The number of each purpose in the dictionary, where the column is one.
    coded_purposes: Vec<Option<usize>>,
    subject: TextCells<'a>,
    purpose: TextCells<'a>,
    channel: WordCells<'a, Channel>,
    recipient: TextCells<'a>,
    at: InstantCells<'a>,
    known_at: InstantCells<'a>,
    activity: WordCells<'a, Activity>,
    country: TextCells<'a>,
    data_of: TextCells<'a>,
    regimes: ListCells<'a>,
}

impl<'a> QuestionColumns<'a> {
    /// Binds `columns`, of which `id` is none of the question's.
    pub(in crate::consent) fn new(
        columns: &'a Columns<'a>,
        ledger: &'a Ledger,
        options: &'a AskOptions,
        id: Option<&str>,
    ) -> Result<Self, Error> {
        check_columns(columns, options, id)?;
        if let Some(recipient) = &options.recipient {
            check_id(recipient).map_err(|error| error.within("recipient"))?;
        }
        let purposes: Vec<_> = ledger.purposes().map(|purpose| purpose.id.as_str()).collect();
        let number = |id: &str| purposes.binary_search(&id).ok();
        let one_purpose = match &options.purpose {
            Some(id) => Some(number(id).ok_or_else(|| not_known(id, &purposes).within("purpose"))?),
            None => None,
        };
        let purpose = TextCells::new(columns, "purpose")?;
        let coded_purposes = purpose.names().unwrap_or_default().into_iter().map(|id| number(id?)).collect();
        Ok(Self {
            options,
            one_purpose,
            coded_purposes,
            purposes,
            subject: TextCells::new(columns, "subject")?,
            purpose,
            channel: WordCells::new(columns, "channel")?,
            recipient: TextCells::new(columns, "recipient")?,
            at: InstantCells::new(columns, "at")?,
            known_at: InstantCells::new(columns, "known_at")?,
            activity: WordCells::new(columns, "activity")?,
            country: TextCells::new(columns, "country")?,
            data_of: TextCells::new(columns, "data_of")?,
            regimes: ListCells::new(columns, "regimes")?,
        })
    }

    /// What a row asks.
    pub(super) fn asked(&self, row: usize) -> Result<Asked<'a>, Error> {
        let options = self.options;
        let regimes = match options.regimes.as_slice() {
            [] => self.regimes.read(row, Ok)?,
            all => all.iter().map(String::as_str).collect(),
        };
        Ok(Asked {
            subject: self.subject.need(row)?,
            purpose: self.purpose(row)?,
            channel: self.channel.get(row)?.or(options.channel),
            recipient: self.recipient.get(row)?.or(options.recipient.as_deref()),
            at: match options.at {
                Some(at) => at,
                None => self.at.need(row)?.to_utc(),
            },
            known_at: self.known_at.utc(row)?.or(options.known_at),
            activity: self.activity.get(row)?.or(options.activity),
            country: self.country.get(row)?.or(options.country.as_deref()),
            data_of: self.data_of.get(row)?.or(options.data_of.as_deref()),
            regimes,
        })
    }

    /// What one row asks of a snapshot.
    #[inline]
    pub(in crate::consent) fn brief(&self, row: usize) -> Result<Brief<'a>, Error> {
        let (subject, purpose) = (self.subject.need(row)?, self.purpose(row)?);
        let channel = if self.channel.texts.is_absent() { None } else { self.channel.get(row)? };
        Ok(Brief { subject, purpose, channel: channel.or(self.options.channel) })
    }

    fn purpose(&self, row: usize) -> Result<usize, Error> {
        if let Some(purpose) = self.one_purpose {
            return Ok(purpose);
        }
        if let Some(purpose) = self.purpose.code(row).and_then(|code| *self.coded_purposes.get(code)?) {
            return Ok(purpose);
        }
        let id = self.purpose.need(row)?;
        let found = self.purposes.binary_search(&id);
        found.map_err(|_| at_row(&not_known(id, &self.purposes), self.purpose.name, row))
    }
}

fn not_known(id: &str, purposes: &[&str]) -> Error {
    unknown("purpose", id, purposes.iter().copied())
}

/// That each part of a question comes from one place.
fn check_columns(columns: &Columns<'_>, options: &AskOptions, id: Option<&str>) -> Result<(), Error> {
    // A misspelt column would otherwise be taken for an absent one, and a narrower question for another.
    for (name, _) in columns.iter().filter(|(name, _)| Some(*name) != id) {
        if !QUESTION_COLUMNS.contains(&name) {
            return Err(unknown("column of questions", name, QUESTION_COLUMNS));
        }
    }
    if let Some(twice) = options.given().find(|name| columns.get(name).is_some()) {
        let message = "expected one value for all rows or a column, got both";
        return Err(Error::duplicate(message).within(twice));
    }
    let given: Vec<_> = options.given().collect();
    let missing = |name: &&&str| columns.get(name).is_none() && !given.contains(*name);
    match ["subject", "purpose", "at"].iter().find(missing) {
        Some(&"subject") => Err(Error::missing("expected a column of this name").within("subject")),
        Some(name) => Err(Error::missing("expected a column, or one value for all rows").within(*name)),
        None => Ok(()),
    }
}
