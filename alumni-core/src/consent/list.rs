//! A list from before there was a ledger: what each row proves, and what to do about it.

mod known;
mod row;
mod time;

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};

use super::answer::phrase;
use super::made::IdKey;
use super::words::words;
use super::{Channel, Event, Ledger, instant};
use crate::text::{Lang, Reason, nearest};
use crate::workforce::Table;
use crate::{Error, document};

words! {
    /// What a row says was decided.
    ListAnswer, "answer of a list" {
        /// The person is said to have agreed.
        Yes = "yes",
        /// The person is said to have refused, or to have taken it back.
        No = "no",
        /// Nothing, or nothing that can be read.
        Nothing = "nothing",
    }
}

words! {
    /// How well a row is supported, from the best.
    EvidenceGrade, "evidence grade" {
        /// Instant, clear act, a notice on file with the text that was shown, and a place where the proof is kept.
        Proved = "proved",
        /// A day and either the proof's place or the notice's name: somebody can look it up.
        Documented = "documented",
        /// The list says so and nothing supports it.
        Asserted = "asserted",
        /// The list does not even say so.
        Unknown = "unknown",
    }
}

words! {
    /// What to do about a row, the most urgent first.
    Remedy, "remedy" {
        /// The row says no: take in its event, and stop.
        HonourNo = "honour_no",
        /// The ledger knows a no of this person: whatever the list says, keep out.
        KeepOut = "keep_out",
        /// The row has an answer that cannot be read, which may be a no: look at it before the person is written to again.
        ReadAnswer = "read_answer",
        /// Check the proof and record the act with it.
        FileEvidence = "file_evidence",
        /// Look up what is missing.
        CompleteEvidence = "complete_evidence",
        /// Ask the person, where asking is permitted.
        AskAgain = "ask_again",
        /// Find another ground for keeping the row, or delete it.
        FindGround = "find_ground",
        /// The ledger permits this without the list.
        Settled = "settled",
    }
}

impl EvidenceGrade {
    /// The word people read.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        phrase(&format!("consent-list-grade-{self}"), lang)
    }
}

impl Remedy {
    /// The sentence people read.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        phrase(&format!("consent-list-remedy-{}", self.as_str().replace('_', "-")), lang)
    }
}

/// How a list is to be read.
///
/// # Example
///
/// ```
/// use alumni_core::consent::ListOptions;
///
/// let options = ListOptions::from_json(
///     r#"{"source": "list-2021", "received_at": "2026-04-01T00:00:00Z", "utc_offset": "+09:00", "purpose": "newsletter",
///         "columns": {"subject": "社員番号", "answer": "案内希望", "occurred_at": "記入日"}, "words": {"済": "yes"}}"#,
/// )?;
/// assert_eq!(options.columns["subject"], "社員番号");
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListOptions {
    /// The source that the events will have.
    pub source: String,
    /// When the list became known here.
    #[serde(deserialize_with = "instant::utc")]
    pub received_at: DateTime<Utc>,
    /// The offset of the place, such as `+09:00`, for days and for times that have none; without it these cannot be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utc_offset: Option<String>,
    /// The purpose of rows that name none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// The list's own column by the name here: `subject`, `answer`, `purpose`, `channel`, `occurred_at`, `notice_id`,
    /// `notice_version`, `notice_hash`, `method`, `evidence_ref`. A column of the same name need not be said.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// What the list's own words in `answer` mean, beside the usual ones (`yes`, `no`, `○`, `×`, `同意`, `不同意`, `配信停止` …), in
    /// half or full width, upper or lower case.
    #[serde(default)]
    pub words: BTreeMap<String, ListAnswer>,
    /// A secret that the ids of the events are made with; without it they can be tried back to a person, also after erasure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_key: Option<IdKey>,
}

impl ListOptions {
    /// The columns that a list may have here.
    pub const COLUMNS: [&'static str; 10] = [
        "subject",
        "answer",
        "purpose",
        "channel",
        "occurred_at",
        "notice_id",
        "notice_version",
        "notice_hash",
        "method",
        "evidence_ref",
    ];

    /// Options that rename nothing.
    pub fn new(source: impl Into<String>, received_at: DateTime<Utc>) -> Self {
        Self {
            source: source.into(),
            received_at,
            utc_offset: None,
            purpose: None,
            columns: BTreeMap::new(),
            words: BTreeMap::new(),
            id_key: None,
        }
    }

    /// Reads options.
    ///
    /// # Errors
    ///
    /// Text that is not options, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    fn offset(&self) -> Result<Option<FixedOffset>, Error> {
        let wrong = |_| Error::syntax("expected an offset such as `+09:00`").within("utc_offset");
        self.utc_offset.as_ref().map(|text| text.parse().map_err(wrong)).transpose()
    }
}

/// One row, and for a row about several purposes one of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListRow {
    /// The line in the file; the header is line 1.
    pub line: usize,
    /// Whom it is about; absent where the row does not say.
    pub subject: Option<String>,
    /// The purpose; absent where the row names none that is known.
    pub purpose: Option<String>,
    /// The channel; absent for all.
    pub channel: Option<Channel>,
    /// What it says was decided.
    pub answer: ListAnswer,
    /// How well that is supported.
    pub grade: EvidenceGrade,
    /// What is missing or cannot be used.
    pub missing: Vec<Reason>,
    /// What to do.
    pub remedy: Remedy,
    /// Where the proof is said to be kept. The row's event does not carry it: somebody has to look first.
    pub evidence_ref: Option<String>,
}

/// What a list is worth, row by row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListReport {
    /// The rows as a plan: by remedy, the most urgent first; then those that lack the least; then by line.
    pub rows: Vec<ListRow>,
    /// Rows by grade, the best first.
    pub grades: Vec<GradeCount>,
    /// Rows by remedy, the most urgent first.
    pub remedies: Vec<RemedyCount>,
    /// The list's columns that nothing was read from.
    pub ignored: Vec<String>,
    /// What a ledger may take in. Every event is marked as imported and carries no proof, so that no yes among them permits
    /// anything; every no counts.
    pub events: Vec<Event>,
}

impl ListReport {
    /// The plan, one row to a line: the line in the list, the grade, what to do, and what is missing.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let line = |row: &ListRow| {
            let missing: Vec<_> = row.missing.iter().map(|reason| reason.text(lang)).collect();
            let (grade, remedy) = (row.grade.text(lang), row.remedy.text(lang));
            match (lang, missing.is_empty()) {
                (Lang::En, true) => format!("line {}: {grade}; {remedy}", row.line),
                (Lang::En, false) => format!("line {}: {grade}; {remedy} ({})", row.line, missing.join("; ")),
                (Lang::Ja, true) => format!("{}行目：{grade}。{remedy}", row.line),
                (Lang::Ja, false) => format!("{}行目：{grade}。{remedy}（{}）", row.line, missing.join("。")),
            }
        };
        // A no to every purpose is told once, and not once for each of them.
        let mut lines: Vec<_> = self.rows.iter().map(line).collect();
        lines.dedup();
        lines.join("\n")
    }
}

impl fmt::Display for ListReport {
    /// In English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

/// How many rows have a grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GradeCount {
    /// The grade.
    pub grade: EvidenceGrade,
    /// Rows.
    pub rows: usize,
}

/// How many rows have a remedy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RemedyCount {
    /// The remedy.
    pub remedy: Remedy,
    /// Rows.
    pub rows: usize,
}

impl Ledger {
    /// Judges a list from before there was a ledger, against what this ledger knows; changes nothing.
    ///
    /// Rows never fail the list: what cannot be read of one is among what it lacks. A no whose purpose is not named, or not
    /// known, is a no to every purpose. An answer that cannot be read is for a person to look at
    /// ([`ReadAnswer`](Remedy::ReadAnswer)), whatever the ledger permits. Days are read as
    /// [`parse_date`](crate::calendar::parse_date) does, with or without a time behind them, with or without the time's offset
    /// (`2021/05/10 10:00`, `2021-05-10T10:00+09:00`, `2021年5月10日 午前10時`). A day without a time, and midnight, is its beginning for a
    /// yes and its end for a no; a row without a day is dated to `received_at`, with a time that is not to be trusted.
    ///
    /// An id that the ledger has in the other width (`ｗ－０４７１` for `w-0471`) is the ledger's own, and the row says so; where it
    /// may be one of several, nobody is taken for it.
    ///
    /// The same row is the same event whenever its list is imported. A row without a day that comes again on another day is a
    /// duplicate, and the earliest import dates it.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) for a list without subjects, [`UnknownName`](crate::ErrorKind::UnknownName) for
    /// a purpose, a column's name here or a column of the list that does not exist, and
    /// [`Syntax`](crate::ErrorKind::Syntax) for an offset that is none.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::{EvidenceGrade, Ledger, ListOptions, Remedy};
    /// use alumni_core::workforce::Table;
    ///
    /// let ledger = Ledger::from_json(
    ///     r#"{"purposes": [{"id": "newsletter", "title": "Newsletter", "legal_basis": "consent"}]}"#,
    /// )?;
    /// let list = Table::from_csv("alumni.csv", "subject,purpose,answer\nw-1,newsletter,yes\nw-2,newsletter,配信停止\n")?;
    /// let report = ledger.import_list(&list, &ListOptions::new("list", "2026-04-01T00:00:00Z".parse()?))?;
    /// assert_eq!((report.rows[0].line, report.rows[0].remedy), (3, Remedy::HonourNo));
    /// assert_eq!((report.rows[1].grade, report.rows[1].remedy), (EvidenceGrade::Asserted, Remedy::AskAgain));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn import_list(&self, list: &Table, options: &ListOptions) -> Result<ListReport, Error> {
        let columns = columns(list, options)?;
        if let Some(purpose) = &options.purpose {
            self.purpose(purpose)?;
        }
        let (offset, known) = (options.offset()?, known::Known::default());
        let reader = row::Reader { ledger: self, options, columns: &columns, offset, known };
        let (mut rows, mut events) = (Vec::new(), BTreeMap::new());
        for row in list.rows() {
            for (row, event) in reader.read(&row)? {
                rows.push(row);
                // Two rows that say the same are one event.
                events.extend(event.map(|event| (event.key(), event)));
            }
        }
        rows.sort_by_key(|row| (row.remedy, row.missing.len(), row.line));
        let count = |found: &dyn Fn(&ListRow) -> bool| rows.iter().filter(|row| found(row)).count();
        let grades = EvidenceGrade::ALL.iter();
        let remedies = Remedy::ALL.iter();
        Ok(ListReport {
            grades: grades
                .map(|&grade| GradeCount { grade, rows: count(&|row| row.grade == grade) })
                .collect(),
            remedies: remedies
                .map(|&remedy| RemedyCount { remedy, rows: count(&|row| row.remedy == remedy) })
                .collect(),
            ignored: {
                let used: Vec<_> = columns.values().map(String::as_str).collect();
                list.unknown_columns(&used).into_iter().map(str::to_owned).collect()
            },
            events: events.into_values().collect(),
            rows,
        })
    }
}

/// The list's column for each column here that it has.
fn columns(list: &Table, options: &ListOptions) -> Result<BTreeMap<&'static str, String>, Error> {
    for name in options.columns.keys() {
        if !ListOptions::COLUMNS.contains(&name.as_str()) {
            let error = super::unknown::unknown("column", name, ListOptions::COLUMNS);
            return Err(error.within("columns"));
        }
    }
    let mut columns = BTreeMap::new();
    for name in ListOptions::COLUMNS {
        match options.columns.get(name) {
            Some(theirs) if list.columns().iter().any(|column| column == theirs) => {
                columns.insert(name, theirs.clone());
            }
            Some(theirs) => {
                let near = nearest(theirs, list.columns().iter().map(String::as_str));
                let hint = near.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
                let message = format!("expected a column of the list, got `{theirs}`{hint}");
                return Err(Error::unknown_name(message).within(format!("columns.{name}")));
            }
            None if list.columns().iter().any(|column| column == name) => {
                columns.insert(name, name.to_owned());
            }
            None => {}
        }
    }
    if columns.contains_key("subject") {
        Ok(columns)
    } else {
        Err(Error::missing("expected a column `subject`").within(format!("{}: line 1", list.name())))
    }
}
