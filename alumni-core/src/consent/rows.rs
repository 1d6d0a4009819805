//! Events from a spreadsheet: one row each, columns by name, errors by line and column.

use std::str::FromStr;

use super::event::Event;
use super::instant;
use super::kind::EventKind;
use super::notice::NoticeRef;
use super::unknown::unknown;
use crate::workforce::{Row, Table};
use crate::{Error, ErrorKind};

/// The columns, of which the first seven must be there.
/// The columns of a file or table of events, those that must be there first.
pub(super) const COLUMNS: [&str; 25] = [
    "source",
    "id",
    "subject",
    "purpose",
    "kind",
    "occurred_at",
    "received_at",
    "channel",
    "recipient",
    "valid_until",
    "valid_for",
    "valid_until_event",
    "valid_uses",
    "endless",
    "happening",
    "time_untrusted",
    "notice_id",
    "notice_version",
    "notice_hash",
    "actor",
    "method",
    "employment_state",
    "evidence_ref",
    "imported",
    "bundled_with",
];
pub(super) const REQUIRED: usize = 7;

/// Reads events from CSV text: [`events_from_table`] for a file called `consent_events.csv`.
///
/// # Errors
///
/// Anything that is not a table, and those of [`events_from_table`].
///
/// # Example
///
/// ```
/// use alumni_core::consent::events_from_csv;
///
/// let header = "source,id,subject,purpose,kind,occurred_at,received_at";
/// let events = events_from_csv(&format!(
///     "{header}\nmail,ce_88,w-0471,newsletter,withdrawn,2025-07-01T18:00:00+09:00,2025-07-01T18:00:05+09:00\n"
/// ))?;
/// assert_eq!(events[0].id, "ce_88");
///
/// let error = events_from_csv(&format!("{header}\nmail,ce_88,w-0471,newsletter,withdrawn,today,\n")).unwrap_err();
/// assert_eq!(error.path(), "consent_events.csv: line 2, column 6 (occurred_at)");
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn events_from_csv(text: &str) -> Result<Vec<Event>, Error> {
    events_from_table(&Table::from_csv("consent_events.csv", text)?)
}

/// Reads events from a table.
///
/// The columns are the fields of [`Event`], with `notice_id`, `notice_version` and `notice_hash` for its notice, in any
/// order; `source`, `id`, `subject`, `purpose`, `kind`, `occurred_at` and `received_at` must be there. An empty cell is an
/// absent value; instants carry their offset, `imported`, `endless` and `time_untrusted` are `true`, `false` or
/// empty, and `bundled_with` holds words between spaces.
///
/// # Errors
///
/// A column that is missing or unknown, and any cell that is not what its column asks for, with its place:
/// `consent_events.csv: line 12, column 6 (occurred_at)`.
pub fn events_from_table(table: &Table) -> Result<Vec<Event>, Error> {
    let required: Vec<_> = COLUMNS.into_iter().take(REQUIRED).collect();
    table.require(&required)?;
    // A misspelt column would otherwise be taken for an absent one, and a narrower yes for a wider one.
    if let Some(column) = table.unknown_columns(&COLUMNS).first() {
        return Err(unknown("column", column, COLUMNS).within(format!("{}: line 1", table.name())));
    }
    table.rows().map(|row| event(&row)).collect()
}

fn event(row: &Row<'_>) -> Result<Event, Error> {
    let kind = match row.need("kind")? {
        "expired" => {
            let message = "expected a kind of event, got `expired`: expiry follows from `valid_until`, it is not recorded";
            return Err(row.error(ErrorKind::UnknownName, "kind", message));
        }
        _ => row.required("kind", word::<EventKind>)?,
    };
    let mut event = Event::new(
        row.need("source")?,
        row.need("id")?,
        row.need("subject")?,
        row.need("purpose")?,
        kind,
        row.required("occurred_at", |row, column| read(row, column, instant::parse))?,
    );
    let utc = |row: &Row<'_>, column: &str| read(row, column, |text| Ok(instant::parse(text)?.to_utc()));
    event.received_at = row.required("received_at", utc)?;
    event.channel = word(row, "channel")?;
    event.recipient = row.text("recipient").map(str::to_owned);
    event.valid_until = utc(row, "valid_until")?;
    event.valid_for = word(row, "valid_for")?;
    event.valid_until_event = row.text("valid_until_event").map(str::to_owned);
    event.valid_uses = read(row, "valid_uses", |text| {
        text.parse().map_err(|_| Error::wrong_type("expected a number of uses such as `3`"))
    })?;
    event.endless = row.boolean("endless")?.unwrap_or_default();
    event.time_untrusted = row.boolean("time_untrusted")?.unwrap_or_default();
    event.happening = row.text("happening").map(str::to_owned);
    event.notice = notice(row)?;
    event.actor = word(row, "actor")?.unwrap_or(event.actor);
    event.method = word(row, "method")?;
    event.employment_state = word(row, "employment_state")?;
    event.evidence_ref = row.text("evidence_ref").map(str::to_owned);
    event.imported = row.boolean("imported")?.unwrap_or_default();
    event.bundled_with = read(row, "bundled_with", |text| text.split_whitespace().map(str::parse).collect())?
        .unwrap_or_default();
    // Its errors name the field; here that is a column.
    event.check().map_err(|error| row.error(error.kind(), error.path(), error.message()))?;
    Ok(event)
}

fn notice(row: &Row<'_>) -> Result<Option<NoticeRef>, Error> {
    let version = read(row, "notice_version", |text| {
        text.parse().map_err(|_| Error::wrong_type("expected a version such as `3`"))
    })?;
    let hash = row.text("notice_hash").map(str::to_owned);
    match (row.text("notice_id"), version) {
        (Some(id), Some(version)) => Ok(Some(NoticeRef { id: id.to_owned(), version, hash })),
        (None, None) if hash.is_none() => Ok(None),
        (Some(_), None) => {
            Err(row.error(ErrorKind::Missing, "notice_version", "expected the notice's version"))
        }
        (None, _) => Err(row.error(ErrorKind::Missing, "notice_id", "expected the notice's id")),
    }
}

fn read<T>(
    row: &Row<'_>,
    column: &str,
    parse: impl Fn(&str) -> Result<T, Error>,
) -> Result<Option<T>, Error> {
    row.text(column).map(parse).transpose().map_err(|error| error.within(row.place(column)))
}

fn word<T: FromStr<Err = Error>>(row: &Row<'_>, column: &str) -> Result<Option<T>, Error> {
    read(row, column, str::parse)
}
