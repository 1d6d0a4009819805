use serde::{Deserialize, Serialize};

use super::exits::{Entry, Exit, Lives};
use super::read::Counted;
use crate::columns::Columns;
use crate::{Error, document};

/// Which columns of a table say how long, whether it ended, since when people were watched, and to which group they belong.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::DurationOptions;
///
/// let options = DurationOptions::new("days_away", "returned").group("track");
/// let read = DurationOptions::from_json(r#"{"duration": "days_away", "event": "returned", "group": "track"}"#)?;
/// assert_eq!(read, options);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DurationOptions {
    /// The column of durations: numbers from 0 on, in any unit, from where a person's time begins to where it ended or was last
    /// seen.
    pub duration: String,
    /// The column that says how it ended. Booleans and the numbers 0 and 1: false and 0 have not ended. Other whole numbers: 0
    /// has not ended, each other one is an end of its own. Texts: unknown or blank has not ended, each other one is an end of
    /// its own.
    pub event: String,
    /// The column of the times from which on people were watched, for those who came under watch late; 0 or none for all who
    /// were watched from the beginning. It has to lie before the duration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// The column of groups that are looked at side by side: texts, whole numbers or booleans.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

impl DurationOptions {
    /// The columns of durations and of ends.
    pub fn new(duration: impl Into<String>, event: impl Into<String>) -> Self {
        Self { duration: duration.into(), event: event.into(), entry: None, group: None }
    }

    /// Names the column of the times from which on people were watched.
    #[must_use]
    pub fn entry(mut self, column: impl Into<String>) -> Self {
        self.entry = Some(column.into());
        self
    }

    /// Names the column of groups.
    #[must_use]
    pub fn group(mut self, column: impl Into<String>) -> Self {
        self.group = Some(column.into());
        self
    }

    /// Reads `{"duration": …, "event": …}`, with `entry` and `group` where needed.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    #[cfg(feature = "table")]
    fn reads(&self, name: &str) -> bool {
        name == self.duration
            || name == self.event
            || self.entry.as_deref() == Some(name)
            || self.group.as_deref() == Some(name)
    }
}

/// How many people share each duration, whether it ended and how; of a million rows in whole days a few thousand counts are
/// left.
///
/// The order of rows does not matter. There are no ids in it; a group or a time with one person in it is still that person, so
/// it is not for publishing.
///
/// # Example
///
/// ```
/// use alumni_core::columns::{Bits, Column, Columns, Integers, Values};
/// use alumni_core::engagement::{CurveOptions, DurationOptions, Durations};
///
/// // Days since six people left, and whether they are back.
/// let days = [100, 200, 200, 300, 400, 500];
/// let back = [1_u8, 1, 0, 1, 0, 0];
/// let columns = Columns::new(6)?
///     .with("days", Column::new(Values::Integers(Integers::I32(&days))))?
///     .with("back", Column::new(Values::Integers(Integers::U8(&back))))?;
/// let durations = Durations::from_columns(&columns, &DurationOptions::new("days", "back"))?;
/// assert_eq!((durations.people(), durations.ended()), (6, 3));
/// let curves = durations.kaplan_meier(&CurveOptions::default())?;
/// // 5/6, then 4/5 of it, then 2/3 of that.
/// assert!((curves.curves[0].at(300.0).unwrap().survival - 4.0 / 9.0).abs() < 1e-15);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Written", into = "Written")]
#[cfg_attr(feature = "schema", schemars(with = "Written"))]
pub struct Durations {
    /// The names of the ways to end, sorted.
    pub(super) ends: Vec<String>,
    /// By group, sorted by name; one without a name where there is no column of groups.
    pub(super) groups: Vec<Lives>,
}

/// A group as documents have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Group {
    /// The group's name; absent where there is no column of groups.
    #[serde(default)]
    group: Option<String>,
    /// Every distinct duration, in rising order.
    exits: Vec<Exit>,
    /// Those who came under watch after the beginning, by when, in rising order.
    #[serde(default)]
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Durations"))]
#[serde(deny_unknown_fields)]
struct Written {
    /// The names of the ways to end, sorted.
    ends: Vec<String>,
    /// The groups, sorted by name.
    groups: Vec<Group>,
}

impl From<Durations> for Written {
    fn from(durations: Durations) -> Self {
        let group = |lives: Lives| Group { exits: lives.exits(), entries: lives.entries, group: lives.group };
        Self { ends: durations.ends, groups: durations.groups.into_iter().map(group).collect() }
    }
}

impl TryFrom<Written> for Durations {
    type Error = Error;

    fn try_from(written: Written) -> Result<Self, Error> {
        if !written.ends.is_sorted_by(|a, b| a < b) {
            return Err(Error::inconsistent("expected each end once, sorted").within("ends"));
        }
        if !written.groups.is_sorted_by(|a, b| a.group < b.group) {
            return Err(Error::inconsistent("expected each group once, sorted").within("groups"));
        }
        let groups = written.groups.into_iter().enumerate().map(|(place, group)| {
            Lives::checked(group.group, written.ends.len(), &group.exits, group.entries)
                .map_err(|error| error.within(format!("groups[{place}]")))
        });
        let groups = groups.collect::<Result<_, _>>()?;
        Ok(Self { ends: written.ends, groups })
    }
}

impl Durations {
    /// Counts the rows of a table.
    ///
    /// # Errors
    ///
    /// With the column as path: [`Missing`](crate::ErrorKind::Missing) for a column that is not there, for a duration that is
    /// unknown, and for an unknown in a column of booleans or whole numbers that says how it ended;
    /// [`WrongType`](crate::ErrorKind::WrongType) for one of another type; [`OutOfRange`](crate::ErrorKind::OutOfRange) for a
    /// duration or entry that is negative or no finite number; [`Inconsistent`](crate::ErrorKind::Inconsistent) for a person
    /// who came under watch when it was over; [`TooLarge`](crate::ErrorKind::TooLarge) for more than 1,000 ends or groups.
    pub fn from_columns(columns: &Columns<'_>, options: &DurationOptions) -> Result<Self, Error> {
        let mut counted = Counted::default();
        counted.add(columns, options)?;
        counted.finish()
    }

    /// The same for a table in batches, as Arrow hands it over; only the columns asked for are read.
    ///
    /// # Errors
    ///
    /// Those of [`from_columns`](Self::from_columns) and of [`Reader::next_batch`](crate::table::Reader).
    #[cfg(feature = "table")]
    pub fn from_table(mut table: crate::table::Reader, options: &DurationOptions) -> Result<Self, Error> {
        let mut counted = Counted::default();
        table.keep(|name| options.reads(name));
        counted.add(&table.empty()?.columns()?, options)?;
        while let Some(batch) = table.next_batch()? {
            counted.add(&batch.columns()?, options)?;
        }
        counted.finish()
    }

    /// Reads what `serde` writes.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column; counts that contradict each other.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let written: Written = document::from_json(text)?;
        Self::try_from(written)
    }

    /// How many people there are.
    #[must_use]
    pub fn people(&self) -> u64 {
        self.groups.iter().map(Lives::people).fold(0, u64::saturating_add)
    }

    /// Of how many it ended, whichever way.
    #[must_use]
    pub fn ended(&self) -> u64 {
        self.groups.iter().map(Lives::all_ended).fold(0, u64::saturating_add)
    }

    /// The names of the ways to end, sorted: `true` of a column of booleans, the numbers of whole numbers.
    #[must_use]
    pub fn ends(&self) -> &[String] {
        &self.ends
    }

    /// The names of the groups, sorted; `None` where there is no column of groups.
    pub fn groups(&self) -> impl Iterator<Item = Option<&str>> {
        self.groups.iter().map(|lives| lives.group.as_deref())
    }

    /// The same people, of whom only those with this end have ended; the others are last seen where they ended otherwise.
    ///
    /// What becomes of these durations says what would be if there were no other ends. To learn how many really end this way
    /// while others end otherwise, leave them as they are.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for an end that nobody has.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::columns::{Column, Columns, Integers, Texts, Values};
    /// use alumni_core::engagement::{DurationOptions, Durations};
    ///
    /// let (days, end) = ([10, 20, 30], ["returned", "opted out", ""]);
    /// let columns = Columns::new(3)?
    ///     .with("days", Column::new(Values::Integers(Integers::I32(&days))))?
    ///     .with("end", Column::new(Values::Texts(Texts::Slices(&end))))?;
    /// let durations = Durations::from_columns(&columns, &DurationOptions::new("days", "end"))?;
    /// assert_eq!(durations.ends(), ["opted out", "returned"]);
    /// assert_eq!(durations.only("returned")?.ended(), 1);
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn only(&self, end: &str) -> Result<Self, Error> {
        let place = self.ends.iter().position(|name| name == end).ok_or_else(|| {
            let hint = crate::text::did_you_mean(end, self.ends.iter().map(String::as_str));
            Error::unknown_name(format!("expected one of the ends, got `{end}`{hint}")).within("end")
        })?;
        Ok(Self {
            ends: vec![end.to_owned()],
            groups: self.groups.iter().map(|lives| lives.only(place)).collect(),
        })
    }
}
