use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Deserialize;

use crate::calendar::days_between;
use crate::engagement::Permitted;
use crate::{Error, document};

/// Who is a member, since when, and since when the programme exists.
///
/// Where the day somebody joined is known they count from that day on; whoever joins on or after the day that is asked about is no member
/// yet.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::Roster;
///
/// let roster = Roster::new(["w-1", "w-2", "w-2"]);
/// assert_eq!((roster.len(), roster.repeated()), (2, 1));
/// let roster = Roster::from_json(r#"{"w-1": "2024-04-01", "w-2": null}"#)?;
/// assert_eq!(roster.joined("w-1"), Some("2024-04-01".parse().unwrap()));
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    members: BTreeSet<String>,
    joined: BTreeMap<String, NaiveDate>,
    repeated: u64,
    opened: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Document {
    Ids(Vec<String>),
    Joined(BTreeMap<String, Option<NaiveDate>>),
}

impl Roster {
    /// A roster of these ids. Whoever is listed twice is one member; see [`repeated`](Self::repeated).
    #[must_use]
    pub fn new<T: Into<String>>(ids: impl IntoIterator<Item = T>) -> Self {
        let mut roster = Self::default();
        for id in ids {
            if !roster.members.insert(id.into()) {
                roster.repeated = roster.repeated.saturating_add(1);
            }
        }
        roster
    }

    /// Adds a member and the day on which they joined; of several days of one member the first counts.
    #[must_use]
    pub fn with(mut self, id: impl Into<String>, joined: NaiveDate) -> Self {
        let id = id.into();
        let first = self.joined.entry(id.clone()).or_insert(joined);
        *first = joined.min(*first);
        self.members.insert(id);
        self
    }

    /// Sets the day on which the programme opened; without it the first event of the record counts. A day after the one as of which
    /// [`health`](crate::engagement::health()) is asked is an error there.
    #[must_use]
    pub fn opened(mut self, day: NaiveDate) -> Self {
        self.opened = Some(day);
        self
    }

    /// Reads a JSON list of ids, or an object of ids with the day each joined, or `null` where that is not known.
    ///
    /// # Errors
    ///
    /// Text that is neither.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let read = document::from_json(text).map_err(|error| {
            Error::new(error.kind(), "expected a list of ids, or ids with the day each joined or null")
        })?;
        Ok(match read {
            Document::Ids(ids) => Self::new(ids),
            Document::Joined(joined) => joined.into_iter().collect(),
        })
    }

    /// The roster without those who are not permitted; see [`Permitted::events`].
    #[must_use]
    pub fn permitted(&self, permitted: Permitted<'_>) -> Self {
        let mut roster = self.clone();
        roster.members.retain(|id| permitted.allows(id));
        roster.joined.retain(|id, _| permitted.allows(id));
        roster
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// How often somebody was listed again.
    #[must_use]
    pub fn repeated(&self) -> u64 {
        self.repeated
    }

    /// Since when somebody has been a member, where that is known.
    #[must_use]
    pub fn joined(&self, id: &str) -> Option<NaiveDate> {
        self.joined.get(id).copied()
    }

    pub(super) fn opened_on(&self) -> Option<NaiveDate> {
        self.opened
    }

    pub(super) fn members(&self) -> &BTreeSet<String> {
        &self.members
    }

    /// The roster without whoever joins on or after the day, and how many those are.
    pub(super) fn as_of(&self, day: NaiveDate) -> (Cow<'_, Self>, u64) {
        let later: Vec<&str> = self.joins().filter(|(_, joined)| *joined >= day).map(|(id, _)| id).collect();
        if later.is_empty() {
            return (Cow::Borrowed(self), 0);
        }
        let mut roster = self.clone();
        for id in &later {
            roster.members.remove(*id);
            roster.joined.remove(*id);
        }
        (Cow::Owned(roster), u64::try_from(later.len()).unwrap_or(u64::MAX))
    }

    /// The years that all members together were members from one day to another; from the first on where the day they joined is not known.
    pub(super) fn member_years(&self, from: NaiveDate, until: NaiveDate) -> f64 {
        let days = |from: NaiveDate| u64::try_from(days_between(from, until)).unwrap_or_default();
        let size = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
        let whole_time = size(self.members.len().saturating_sub(self.joined.len()));
        let all = self
            .joined
            .values()
            .map(|joined| days(from.max(*joined)))
            .fold(whole_time.saturating_mul(days(from)), u64::saturating_add);
        all as f64 / 365.0
    }

    /// The days on which those joined of whom it is known.
    pub(super) fn joined_on(&self) -> &BTreeMap<String, NaiveDate> {
        &self.joined
    }

    pub(super) fn knows_joins(&self) -> bool {
        !self.joined.is_empty()
    }

    pub(super) fn joins(&self) -> impl Iterator<Item = (&str, NaiveDate)> {
        self.joined.iter().map(|(id, day)| (id.as_str(), *day))
    }
}

impl FromIterator<(String, Option<NaiveDate>)> for Roster {
    /// Ids, with the day each joined where it is known. Whoever is listed twice is one member; see [`repeated`](Self::repeated).
    fn from_iter<T: IntoIterator<Item = (String, Option<NaiveDate>)>>(members: T) -> Self {
        members.into_iter().fold(Self::default(), |mut roster, (id, day)| {
            if roster.members.contains(&id) {
                roster.repeated = roster.repeated.saturating_add(1);
            }
            match day {
                Some(day) => roster.with(id, day),
                None => {
                    roster.members.insert(id);
                    roster
                }
            }
        })
    }
}
