//! One cell of an export, read as what its column is.

use chrono::NaiveDate;

use super::super::{ContactKind, ContactPoint, Ownership, Row};
use super::document::Document;
use super::field::Field;
use super::notes::Notes;
use super::overlay::DateOrder;
use super::plan::{Entry, folded};
use crate::{Error, ErrorKind};

/// A cell that is not empty.
pub(super) struct Cell<'a, 't> {
    pub(super) document: &'a Document,
    pub(super) entry: &'a Entry,
    pub(super) row: Row<'t>,
    pub(super) text: &'t str,
}

impl Cell<'_, '_> {
    fn place(&self) -> String {
        self.row.place(&self.entry.column)
    }

    /// What the text means by the column's table of values; `None` where it says nothing or is not in the table.
    ///
    /// `Err` where the column has no table: the text is then one of the house's own names.
    fn meaning(&self, notes: &mut Notes) -> Result<Option<&str>, ()> {
        let values = self.entry.values.as_ref().ok_or(())?;
        match values.get(&folded(self.text)) {
            Some(value) => Ok(Some(value.as_str()).filter(|value| !value.is_empty())),
            None => {
                let value: String = self.text.chars().take(40).collect();
                let details = [("column", self.entry.column.as_str()), ("value", &value)];
                notes.cell("import-value-unknown", &details, || self.place());
                Ok(None)
            }
        }
    }

    /// One of a closed set.
    pub(super) fn one_of<T: Copy>(
        &self,
        all: &[T],
        name: impl Fn(T) -> &'static str,
        notes: &mut Notes,
    ) -> Result<Option<T>, Error> {
        match self.meaning(notes) {
            Ok(meaning) => Ok(all.iter().copied().find(|value| Some(name(*value)) == meaning)),
            Err(()) => self.row.one_of(&self.entry.column, all, name),
        }
    }

    pub(super) fn boolean(&self, notes: &mut Notes) -> Result<Option<bool>, Error> {
        match self.meaning(notes) {
            Ok(meaning) => Ok(meaning.map(|meaning| meaning == "true")),
            Err(()) => self.row.boolean(&self.entry.column),
        }
    }

    /// A status of a row: anything but what the table calls ended is employed.
    pub(super) fn has_ended(&self) -> bool {
        let values = self.entry.values.as_ref();
        values.and_then(|values| values.get(&folded(self.text))).is_some_and(|value| value == "ended")
    }

    pub(super) fn date(&self) -> Result<Option<NaiveDate>, Error> {
        let order = self.document.overlay.dates.unwrap_or_default();
        match epoch_day(self.text).or_else(|| year_last(self.text, order)) {
            Some(day) => Ok(Some(day)),
            None => self.row.date(&self.entry.column),
        }
    }

    /// A grade as its rank on the customer's ladder.
    pub(super) fn grade(&self, notes: &mut Notes) -> Result<Option<i32>, Error> {
        if let Some(rank) = self.document.overlay.grades.get(self.text) {
            return Ok(Some(*rank));
        }
        if !self.document.ranks {
            notes.cell("import-grade-unmapped", &[("grade", self.text)], || self.place());
            return Ok(None);
        }
        let rank = self.row.integer(&self.entry.column)?.map(i32::try_from).transpose();
        rank.map_err(|_| {
            self.row.error(ErrorKind::OutOfRange, &self.entry.column, "expected a rank of at most 32 bits")
        })
    }

    /// A way to reach somebody, for the columns that each hold one.
    pub(super) fn contact(&self, field: Field) -> Option<ContactPoint> {
        let (kind, ownership) = match field {
            Field::Email => (ContactKind::Email, owner(&self.document.overlay.mail_domains, self.text)),
            Field::PersonalEmail => (ContactKind::Email, Some(Ownership::Personal)),
            Field::WorkEmail => (ContactKind::Email, Some(Ownership::Work)),
            Field::Mobile => (ContactKind::Mobile, None),
            Field::Phone => (ContactKind::Phone, None),
            Field::Postal => (ContactKind::Postal, None),
            Field::Sns => (ContactKind::Sns, None),
            _ => return None,
        };
        Some(ContactPoint {
            kind,
            value: self.text.to_owned(),
            ownership,
            confirmed_on: None,
            bounced_on: None,
        })
    }
}

/// Whose an address is, by the domains of the company's mail; unknown when the customer has named none.
pub(super) fn owner(domains: &[String], address: &str) -> Option<Ownership> {
    let (_, domain) = address.rsplit_once('@')?;
    let domain = domain.to_lowercase();
    let of = |ours: &String| {
        let ours = ours.to_lowercase();
        domain == ours || domain.strip_suffix(&ours).is_some_and(|sub| sub.ends_with('.'))
    };
    match domains.is_empty() {
        true => None,
        false if domains.iter().any(of) => Some(Ownership::Work),
        false => Some(Ownership::Personal),
    }
}

/// `/Date(1427846400000)/`, as `OData` version 2 writes midnight UTC.
fn epoch_day(text: &str) -> Option<NaiveDate> {
    let millis: i64 =
        text.strip_prefix("/Date(")?.strip_suffix(")/")?.trim_end_matches("+0000").parse().ok()?;
    if millis.rem_euclid(86_400_000) != 0 {
        return None;
    }
    let day = NaiveDate::from_epoch_days(i32::try_from(millis.div_euclid(86_400_000)).ok()?)?;
    crate::calendar::parse_date(&day.to_string()).ok()
}

/// `04/05/2016`, in the order that the customer says.
fn year_last(text: &str, order: DateOrder) -> Option<NaiveDate> {
    let mut parts = text.split(['/', '.', '-']);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let (month, day) = match order {
        DateOrder::YearFirst => return None,
        DateOrder::MonthFirst => (first, second),
        DateOrder::DayFirst => (second, first),
    };
    (parts.next().is_none() && year.len() == 4)
        .then(|| crate::calendar::parse_date(&format!("{year}-{month}-{day}")).ok())?
}
