use chrono::{DateTime, NaiveDate, Utc};

use super::Table;
use crate::{Error, ErrorKind, calendar};

/// One row of a [`Table`], whose cells are read by column name and type.
///
/// Each reader gives `None` for an empty cell and for a column that the table does not have; [`required`](Self::required) and
/// [`need`](Self::need) make either an error. Errors never quote the cell, which may hold anything about a person: they say
/// where it stands and what was expected.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    pub(super) table: &'a Table,
    pub(super) index: usize,
}

impl<'a> Row<'a> {
    /// The line on which the row begins, from 1; the header is line 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.table.lines.get(self.index).copied().unwrap_or_default()
    }

    /// The row's place among the rows, from 0.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    /// Where the cell of `column` stands: `people.csv: line 12, column 5 (start_on)`.
    #[must_use]
    pub fn place(&self, column: &str) -> String {
        self.table.place(self.index, column)
    }

    /// An error of `kind` about the cell of `column`.
    #[must_use]
    pub fn error(&self, kind: ErrorKind, column: &str, message: impl Into<String>) -> Error {
        Error::new(kind, message).within(self.place(column))
    }

    /// The text of a cell.
    #[must_use]
    pub fn text(&self, column: &str) -> Option<&'a str> {
        self.table.cell(self.index, column).map(str::trim).filter(|text| !text.is_empty())
    }

    /// The text of a cell that must not be empty.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing).
    pub fn need(&self, column: &str) -> Result<&'a str, Error> {
        self.text(column).ok_or_else(|| self.error(ErrorKind::Missing, column, "expected a value"))
    }

    /// A typed cell that must not be empty: `row.required("at", Row::instant)?`.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing), and those of `read`.
    pub fn required<T>(
        &self,
        column: &str,
        read: impl Fn(&Self, &str) -> Result<Option<T>, Error>,
    ) -> Result<T, Error> {
        read(self, column)?.ok_or_else(|| self.error(ErrorKind::Missing, column, "expected a value"))
    }

    /// A day, in any of the forms of [`calendar::parse_date`].
    ///
    /// # Errors
    ///
    /// [`Syntax`](ErrorKind::Syntax) for another form, [`OutOfRange`](ErrorKind::OutOfRange) for a day that does not exist.
    pub fn date(&self, column: &str) -> Result<Option<NaiveDate>, Error> {
        let Some(text) = self.text(column) else { return Ok(None) };
        let day = calendar::parse_date(text).map_err(|error| match error.kind() {
            ErrorKind::OutOfRange => error.within(self.place(column)),
            kind => self.error(kind, column, "expected a date like `2015-04-01` or `平成27年4月1日`"),
        });
        day.map(Some)
    }

    /// An instant in the form of RFC 3339, whose offset must be given.
    ///
    /// # Errors
    ///
    /// [`Syntax`](ErrorKind::Syntax) for another form or without an offset.
    pub fn instant(&self, column: &str) -> Result<Option<DateTime<Utc>>, Error> {
        let Some(text) = self.text(column) else { return Ok(None) };
        let instant = DateTime::parse_from_rfc3339(text).map_err(|_| {
            let message = "expected an instant with its offset, like `2024-04-01T09:00:00+09:00`";
            self.error(ErrorKind::Syntax, column, message)
        });
        instant.map(|instant| Some(instant.with_timezone(&Utc)))
    }

    /// A whole number.
    ///
    /// # Errors
    ///
    /// [`Syntax`](ErrorKind::Syntax) for anything but digits with an optional minus, [`OutOfRange`](ErrorKind::OutOfRange)
    /// beyond 64 bits.
    pub fn integer(&self, column: &str) -> Result<Option<i64>, Error> {
        let Some(text) = self.text(column) else { return Ok(None) };
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(self.error(ErrorKind::Syntax, column, "expected a whole number such as `3`"));
        }
        let number = text
            .parse()
            .map_err(|_| self.error(ErrorKind::OutOfRange, column, "expected a number of at most 64 bits"));
        number.map(Some)
    }

    /// A decimal number with a point, without exponent or separators of thousands.
    ///
    /// # Errors
    ///
    /// [`Syntax`](ErrorKind::Syntax) for another form.
    pub fn number(&self, column: &str) -> Result<Option<f64>, Error> {
        let Some(text) = self.text(column) else { return Ok(None) };
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        match number.filter(|_| plain(whole) && plain(part)) {
            Some(number) => Ok(Some(number)),
            None => Err(self.error(ErrorKind::Syntax, column, "expected a number such as `0.75`")),
        }
    }

    /// True or false: `true`, `yes`, `1` and `false`, `no`, `0`, in any case.
    ///
    /// # Errors
    ///
    /// [`Syntax`](ErrorKind::Syntax) for another word.
    pub fn boolean(&self, column: &str) -> Result<Option<bool>, Error> {
        let Some(text) = self.text(column) else { return Ok(None) };
        let is = |words: [&str; 3]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
        if is(["true", "yes", "1"]) {
            Ok(Some(true))
        } else if is(["false", "no", "0"]) {
            Ok(Some(false))
        } else {
            Err(self.error(ErrorKind::Syntax, column, "expected `true` or `false`"))
        }
    }

    /// One of a closed set, by its names: `row.one_of("rehire_flag", RehireFlag::ALL, RehireFlag::as_str)?`.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](ErrorKind::UnknownName) for another name.
    pub fn one_of<T: Copy>(
        &self,
        column: &str,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Result<Option<T>, Error> {
        let Some(text) = self.text(column) else { return Ok(None) };
        match all.iter().copied().find(|value| name(*value) == text) {
            Some(value) => Ok(Some(value)),
            None => {
                let names: Vec<_> = all.iter().map(|value| name(*value)).collect();
                let message = format!("expected one of {}", names.join(", "));
                Err(self.error(ErrorKind::UnknownName, column, message))
            }
        }
    }
}
