use super::super::class::Paper;
use super::super::event::Event;
use super::super::kind::{Actor, Channel, EmploymentState, EventKind, Method};
use super::super::ledger::{Extended, Ledger};
use super::super::notice::NoticeRef;
use super::super::rows::{COLUMNS, REQUIRED};
use super::super::unknown::unknown;
use crate::Error;
use crate::calendar::Period;
use crate::columns::Columns;
use crate::columns::cells::{
    InstantCells, ListCells, NumberCells, TextCells, TruthCells, WordCells, at_offset, at_row,
};

/// A column that only tables need: a timestamp has no offset of its own.
const OFFSET: &str = "occurred_at_offset";

fn event_columns() -> impl Iterator<Item = &'static str> {
    COLUMNS.into_iter().chain([OFFSET])
}

/// Reads events from columns.
///
/// The columns are the fields of [`Event`], with `notice_id`, `notice_version` and `notice_hash` for its notice, in any order;
/// `source`, `id`, `subject`, `purpose`, `kind`, `occurred_at` and `received_at` must be there. A row without a value has
/// none; an empty text is a text. Instants are [`Zoned`](crate::columns::Values::Zoned), or texts with their offset. The
/// offset of the place is that of `occurred_at`, or `occurred_at_offset` minutes ahead of UTC where a table has such a
/// column and timestamps. `imported`, `endless` and `time_untrusted` hold booleans, `bundled_with` lists of texts or words between spaces.
///
/// # Errors
///
/// A column that is missing, unknown or of another type, with its name as the path; and any cell that is not what its
/// column asks for, with its row from 0: `occurred_at: row 12`.
///
/// # Example
///
/// ```
/// use alumni_core::columns::{Column, Columns, Texts, TimeUnit, Values, ZoneOffsets};
/// use alumni_core::consent::events_from_columns;
///
/// let texts = |texts| Column::new(Values::Texts(Texts::Slices(texts)));
/// // 2025-07-01 18:00 in Tokyo.
/// let counts = [1_751_360_400_i64];
/// let at = || {
///     let (unit, offsets) = (TimeUnit::Seconds, ZoneOffsets::Fixed(9 * 3_600));
///     Column::new(Values::Zoned { counts: &counts, unit, offsets })
/// };
/// let columns = Columns::new(1)?
///     .with("source", texts(&["mail"]))?
///     .with("id", texts(&["ce_88"]))?
///     .with("subject", texts(&["w-0471"]))?
///     .with("purpose", texts(&["newsletter"]))?
///     .with("kind", texts(&["withdrawn"]))?
///     .with("occurred_at", at())?
///     .with("received_at", at())?;
/// let events = events_from_columns(&columns)?;
/// assert_eq!(events[0].occurred_at.to_rfc3339(), "2025-07-01T18:00:00+09:00");
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn events_from_columns(columns: &Columns<'_>) -> Result<Vec<Event>, Error> {
    let events = EventColumns::new(columns)?;
    (0..columns.rows()).map(|row| events.checked(row)).collect()
}

impl Ledger {
    /// Takes in the events of [`events_from_columns`]: all of them, or none when one cannot be used.
    ///
    /// # Errors
    ///
    /// Those of [`events_from_columns`] and of [`extend`](Self::extend), with column and row.
    pub fn extend_columns(&mut self, columns: &Columns<'_>) -> Result<Extended, Error> {
        let events = events_from_columns(columns)?;
        self.extend(events).map_err(of_row)
    }
}

/// The error of an event at its place in a list, as that of a row.
pub(in crate::consent) fn of_row(error: Error) -> Error {
    let place = error.path().strip_prefix("events[").and_then(|rest| rest.split_once(']'));
    let Some((row, field)) = place else { return error };
    let field = field.trim_start_matches('.');
    let path = if field.is_empty() { format!("row {row}") } else { format!("{field}: row {row}") };
    Error::new(error.kind(), error.message()).within(path)
}

/// Columns of events, each bound to what it holds.
#[derive(Debug)]
pub(in crate::consent) struct EventColumns<'c> {
    source: TextCells<'c>,
    id: TextCells<'c>,
    subject: TextCells<'c>,
    purpose: TextCells<'c>,
    kind: WordCells<'c, EventKind>,
    occurred_at: InstantCells<'c>,
    received_at: InstantCells<'c>,
    occurred_at_offset: NumberCells<'c>,
    channel: WordCells<'c, Channel>,
    recipient: TextCells<'c>,
    valid_until: InstantCells<'c>,
    valid_for: WordCells<'c, Period>,
    valid_until_event: TextCells<'c>,
    valid_uses: NumberCells<'c>,
    endless: TruthCells<'c>,
    happening: TextCells<'c>,
    time_untrusted: TruthCells<'c>,
    notice_id: TextCells<'c>,
    notice_version: NumberCells<'c>,
    notice_hash: TextCells<'c>,
    actor: WordCells<'c, Actor>,
    method: WordCells<'c, Method>,
    employment_state: WordCells<'c, EmploymentState>,
    evidence_ref: TextCells<'c>,
    imported: TruthCells<'c>,
    bundled_with: ListCells<'c>,
}

impl<'c> EventColumns<'c> {
    pub(in crate::consent) fn new(columns: &'c Columns<'c>) -> Result<Self, Error> {
        let names: Vec<_> = columns.iter().map(|(name, _)| name).collect();
        check_columns(&names)?;
        let found = Self {
            source: TextCells::new(columns, "source")?,
            id: TextCells::new(columns, "id")?,
            subject: TextCells::new(columns, "subject")?,
            purpose: TextCells::new(columns, "purpose")?,
            kind: WordCells::new(columns, "kind")?,
            occurred_at: InstantCells::new(columns, "occurred_at")?,
            received_at: InstantCells::new(columns, "received_at")?,
            occurred_at_offset: NumberCells::new(columns, OFFSET)?,
            channel: WordCells::new(columns, "channel")?,
            recipient: TextCells::new(columns, "recipient")?,
            valid_until: InstantCells::new(columns, "valid_until")?,
            valid_for: WordCells::new(columns, "valid_for")?,
            valid_until_event: TextCells::new(columns, "valid_until_event")?,
            valid_uses: NumberCells::new(columns, "valid_uses")?,
            endless: TruthCells::new(columns, "endless")?,
            happening: TextCells::new(columns, "happening")?,
            time_untrusted: TruthCells::new(columns, "time_untrusted")?,
            notice_id: TextCells::new(columns, "notice_id")?,
            notice_version: NumberCells::new(columns, "notice_version")?,
            notice_hash: TextCells::new(columns, "notice_hash")?,
            actor: WordCells::new(columns, "actor")?,
            method: WordCells::new(columns, "method")?,
            employment_state: WordCells::new(columns, "employment_state")?,
            evidence_ref: TextCells::new(columns, "evidence_ref")?,
            imported: TruthCells::new(columns, "imported")?,
            bundled_with: ListCells::new(columns, "bundled_with")?,
        };
        if columns.get(OFFSET).is_some() && !found.occurred_at.is_zoned() && columns.rows() > 0 {
            let message = "expected offsets only beside timestamps in `occurred_at`: texts have their own";
            return Err(Error::inconsistent(message).within(OFFSET));
        }
        Ok(found)
    }

    /// The event of a row, as far as its cells can be read; whether it contradicts itself is for the event to say.
    pub(in crate::consent) fn event(&self, row: usize) -> Result<Event, Error> {
        let kind = match self.kind.get(row) {
            Err(error) => {
                let plain = TextCells::get(&self.kind.texts, row)?;
                return Err(if plain == Some("expired") { expired(row) } else { error });
            }
            Ok(_) => self.kind.need(row)?,
        };
        let mut at = self.occurred_at.need(row)?;
        if let Some(ahead) = self.occurred_at_offset.get(row)? {
            let moved = at_offset(at, ahead);
            at = moved.map_err(|error| at_row(&error, self.occurred_at_offset.name, row))?;
        }
        let mut event = Event::new(
            self.source.need(row)?,
            self.id.need(row)?,
            self.subject.need(row)?,
            self.purpose.need(row)?,
            kind,
            at,
        );
        event.received_at = self.received_at.need(row)?.to_utc();
        event.channel = self.channel.get(row)?;
        event.recipient = self.recipient.get(row)?.map(str::to_owned);
        event.valid_until = self.valid_until.utc(row)?;
        event.valid_for = self.valid_for.get(row)?;
        event.valid_until_event = self.valid_until_event.get(row)?.map(str::to_owned);
        event.valid_uses = self.small(&self.valid_uses, row, "expected a number of uses such as `3`")?;
        event.endless = self.endless.get(row)?.unwrap_or_default();
        event.happening = self.happening.get(row)?.map(str::to_owned);
        event.time_untrusted = self.time_untrusted.get(row)?.unwrap_or_default();
        event.notice = self.notice(row)?;
        event.actor = self.actor.get(row)?.unwrap_or(event.actor);
        event.method = self.method.get(row)?;
        event.employment_state = self.employment_state.get(row)?;
        event.evidence_ref = self.evidence_ref.get(row)?.map(str::to_owned);
        event.imported = self.imported.get(row)?.unwrap_or_default();
        event.bundled_with = self.bundled_with.read(row, str::parse::<Paper>)?;
        Ok(event)
    }

    fn small(&self, numbers: &NumberCells<'c>, row: usize, expected: &str) -> Result<Option<u32>, Error> {
        let number = numbers.get(row)?.map(u32::try_from).transpose();
        number.map_err(|_| at_row(&Error::wrong_type(expected), numbers.name, row))
    }

    /// The event of a row, which does not contradict itself.
    pub(in crate::consent) fn checked(&self, row: usize) -> Result<Event, Error> {
        let event = self.event(row)?;
        event.check().map_err(|error| at_row(&error, error.path(), row))?;
        Ok(event)
    }

    fn notice(&self, row: usize) -> Result<Option<NoticeRef>, Error> {
        let (id, hash) = (self.notice_id.get(row)?, self.notice_hash.get(row)?);
        let version = self.small(&self.notice_version, row, "expected a version such as `3`")?;
        match (id, version) {
            (Some(id), Some(version)) => {
                Ok(Some(NoticeRef { id: id.to_owned(), version, hash: hash.map(str::to_owned) }))
            }
            (None, None) if hash.is_none() => Ok(None),
            (Some(_), None) => {
                let error = Error::missing("expected the notice's version");
                Err(at_row(&error, self.notice_version.name, row))
            }
            (None, _) => Err(at_row(&Error::missing("expected the notice's id"), self.notice_id.name, row)),
        }
    }
}

fn expired(row: usize) -> Error {
    let message =
        "expected a kind of event, got `expired`: expiry follows from `valid_until`, it is not recorded";
    at_row(&Error::unknown_name(message), "kind", row)
}

/// That the columns of a table are those of events.
fn check_columns(names: &[&str]) -> Result<(), Error> {
    // A misspelt column would otherwise be taken for an absent one, and a narrower yes for a wider one.
    if let Some(name) = names.iter().find(|name| !event_columns().any(|column| column == **name)) {
        return Err(unknown("column", name, event_columns()));
    }
    match COLUMNS.iter().take(REQUIRED).find(|name| !names.contains(name)) {
        Some(name) => Err(Error::missing("expected a column of this name").within(*name)),
        None => Ok(()),
    }
}
