//! Splits CSV text into records, by RFC 4180 and without guessing.

use std::collections::BTreeMap;

use super::Table;
use crate::Error;

/// Where the reader stands within a field.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// Before its first letter.
    Start,
    /// In a field without quotes.
    Plain,
    /// Between quotes.
    Quoted,
    /// After a quote that closes the field, unless another follows.
    Closed,
}

/// Reads `text`, which has no byte order mark.
pub(super) fn read(text: &str, name: &str) -> Result<Table, Error> {
    if text.len() > Table::LARGEST {
        return Err(Error::too_large("expected a table of at most 1 GiB").within(name));
    }
    let mut reader = Reader {
        table: Table {
            name: name.to_owned(),
            columns: Vec::new(),
            places: BTreeMap::new(),
            text: String::with_capacity(text.len()),
            ends: Vec::new(),
            lines: Vec::new(),
        },
        state: State::Start,
        fields: 0,
        line: 1,
        began: 1,
    };
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let end_of_line = match letter {
            '\n' => true,
            '\r' if reader.state != State::Quoted => {
                if letters.next_if_eq(&'\n').is_none() {
                    return Err(reader.wrong("expected lines that end in LF or CRLF, got CR alone"));
                }
                true
            }
            _ => false,
        };
        if end_of_line && reader.state != State::Quoted {
            reader.end_record()?;
        } else {
            reader.take(letter)?;
        }
        if letter == '\n' || end_of_line {
            reader.line = reader.line.saturating_add(1);
            if reader.state == State::Start && reader.fields == 0 {
                reader.began = reader.line;
            }
        }
    }
    if reader.state == State::Quoted {
        // The line on which the record began: the closing quote is missing somewhere from there on.
        return Err(reader.wrong("expected a closing quote before the end of the file"));
    }
    reader.end_record()?;
    if reader.table.columns.is_empty() {
        return Err(Error::missing("expected a line that names the columns").within(name));
    }
    Ok(reader.table)
}

struct Reader {
    table: Table,
    state: State,
    /// Fields of the current record that have ended.
    fields: usize,
    line: u32,
    /// The line on which the current record began.
    began: u32,
}

impl Reader {
    /// Takes a letter that does not end the record.
    fn take(&mut self, letter: char) -> Result<(), Error> {
        self.state = match (self.state, letter) {
            (State::Start, '"') => State::Quoted,
            (State::Quoted, '"') => State::Closed,
            (State::Closed, '"') => {
                self.table.text.push('"');
                State::Quoted
            }
            (State::Start | State::Plain | State::Closed, ',') => self.end_field()?,
            (State::Plain, '"') => {
                return Err(self.wrong("expected quotes only around a whole field, doubled within it"));
            }
            (State::Closed, _) => {
                return Err(self.wrong("expected a comma or the end of the line after a closing quote"));
            }
            (state, letter) => {
                self.table.text.push(letter);
                if state == State::Quoted { State::Quoted } else { State::Plain }
            }
        };
        Ok(())
    }

    fn end_field(&mut self) -> Result<State, Error> {
        let end = u32::try_from(self.table.text.len()).map_err(|_| Error::too_large("expected less text"))?;
        self.table.ends.push(end);
        self.fields = self.fields.saturating_add(1);
        if self.fields > Table::MOST_COLUMNS {
            let message = format!("expected at most {} columns", Table::MOST_COLUMNS);
            return Err(Error::too_large(message).within(self.place()));
        }
        Ok(State::Start)
    }

    fn end_record(&mut self) -> Result<(), Error> {
        if self.fields == 0 && self.state == State::Start {
            // A wholly empty line.
            return Ok(());
        }
        self.state = self.end_field()?;
        let fields = std::mem::take(&mut self.fields);
        if self.table.columns.is_empty() {
            return self.name_columns();
        }
        let expected = self.table.columns.len();
        if fields != expected {
            let message = format!("expected {expected} fields, got {fields}");
            return Err(Error::syntax(message).within(self.place()));
        }
        self.table.lines.push(self.began);
        Ok(())
    }

    /// Takes what has been read so far as the header.
    fn name_columns(&mut self) -> Result<(), Error> {
        let text = std::mem::take(&mut self.table.text);
        let mut start = 0;
        for end in std::mem::take(&mut self.table.ends) {
            let end = usize::try_from(end).unwrap_or_default();
            self.table.columns.push(text.get(start..end).unwrap_or_default().trim().to_owned());
            start = end;
        }
        if let [only] = self.table.columns.as_slice()
            && let Some(other) = only.chars().find(|letter| [';', '\t'].contains(letter))
        {
            let other = if other == '\t' { "tabs" } else { "semicolons" };
            let message = format!("expected commas between the fields, got {other}");
            return Err(Error::syntax(message).within(self.place()));
        }
        for (place, column) in self.table.columns.iter().enumerate() {
            let at = format!("{}, column {}", self.place(), place.saturating_add(1));
            if column.is_empty() {
                return Err(Error::missing("expected a name for the column").within(at));
            }
            if self.table.places.insert(column.clone(), place).is_some() {
                return Err(Error::duplicate(format!("expected one column `{column}`")).within(at));
            }
        }
        Ok(())
    }

    fn place(&self) -> String {
        format!("{}: line {}", self.table.name, self.began)
    }

    /// An error about the field that is being read.
    fn wrong(&self, message: &str) -> Error {
        let column = self.fields.saturating_add(1);
        let name = self.table.columns.get(self.fields).map(|name| format!(" ({name})")).unwrap_or_default();
        Error::syntax(message).within(format!("{}, column {column}{name}", self.place()))
    }
}
