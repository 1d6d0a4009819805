use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{Error, document};

/// Who is a member, since when, and since when the programme exists.
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

    /// Sets the day on which the programme opened; without it the first event of the record counts.
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

    pub(super) fn knows_joins(&self) -> bool {
        !self.joined.is_empty()
    }

    pub(super) fn joins(&self) -> impl Iterator<Item = (&str, NaiveDate)> {
        self.joined.iter().map(|(id, day)| (id.as_str(), *day))
    }
}

impl FromIterator<(String, Option<NaiveDate>)> for Roster {
    /// Ids, with the day each joined where it is known.
    fn from_iter<T: IntoIterator<Item = (String, Option<NaiveDate>)>>(members: T) -> Self {
        members.into_iter().fold(Self::default(), |mut roster, (id, day)| match day {
            Some(day) => roster.with(id, day),
            None => {
                roster.members.insert(id);
                roster
            }
        })
    }
}
