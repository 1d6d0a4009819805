//! One group's durations, counted.

use serde::{Deserialize, Serialize};

use crate::Error;

/// All who are last seen at one time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Exit {
    /// The time.
    pub(super) time: f64,
    /// How many had not ended.
    pub(super) open: u64,
    /// How many ended each way, in the order of the ends.
    pub(super) ended: Vec<u64>,
}

/// All who come under watch at one time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// The time, above 0.
    pub(super) time: f64,
    /// How many.
    pub(super) people: u64,
}

/// The durations of a group.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lives {
    pub(super) group: Option<String>,
    /// Rising.
    pub(super) times: Vec<f64>,
    /// For each time how many had not ended, then how many ended each way.
    pub(super) counts: Vec<u64>,
    /// One more than there are ends.
    pub(super) width: usize,
    /// Rising.
    pub(super) entries: Vec<Entry>,
}

/// How many are at risk at a time, and what becomes of them there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Risk<'a> {
    pub(super) time: f64,
    pub(super) at_risk: u64,
    pub(super) open: u64,
    /// By end.
    pub(super) ended: &'a [u64],
}

impl Risk<'_> {
    pub(super) fn all_ended(&self) -> u64 {
        self.ended.iter().copied().fold(0, u64::saturating_add)
    }
}

impl Lives {
    pub(super) fn people(&self) -> u64 {
        self.counts.iter().copied().fold(0, u64::saturating_add)
    }

    pub(super) fn all_ended(&self) -> u64 {
        self.rows().map(|(_, _, ended)| ended.iter().copied().fold(0, u64::saturating_add)).sum()
    }

    fn rows(&self) -> impl Iterator<Item = (f64, u64, &[u64])> {
        let counts = self.counts.chunks_exact(self.width.max(1));
        self.times.iter().zip(counts).filter_map(|(time, counts)| {
            let (open, ended) = counts.split_first()?;
            Some((*time, *open, ended))
        })
    }

    /// The time at `place`, how many had not ended, and how many ended each way.
    pub(super) fn row(&self, place: usize) -> Option<(f64, u64, &[u64])> {
        let (open, ended) = self.counts.chunks_exact(self.width.max(1)).nth(place)?.split_first()?;
        Some((*self.times.get(place)?, *open, ended))
    }

    pub(super) fn exits(&self) -> Vec<Exit> {
        self.rows().map(|(time, open, ended)| Exit { time, open, ended: ended.to_vec() }).collect()
    }

    /// Each time in rising order with those at risk there: who came under watch before and is not gone yet.
    pub(super) fn risks(&self) -> impl Iterator<Item = Risk<'_>> {
        let late = self.entries.iter().map(|entry| entry.people).fold(0, u64::saturating_add);
        let mut watched = self.people().saturating_sub(late);
        let mut entries = self.entries.iter().peekable();
        self.rows().map(move |(time, open, ended)| {
            while let Some(entry) = entries.next_if(|entry| entry.time < time) {
                watched = watched.saturating_add(entry.people);
            }
            let risk = Risk { time, at_risk: watched, open, ended };
            watched = watched.saturating_sub(open).saturating_sub(risk.all_ended());
            risk
        })
    }

    pub(super) fn only(&self, end: usize) -> Self {
        let two = |(_, open, ended): (f64, u64, &[u64])| {
            let this = ended.get(end).copied().unwrap_or_default();
            let all = ended.iter().copied().fold(open, u64::saturating_add);
            [all.saturating_sub(this), this]
        };
        Self {
            group: self.group.clone(),
            times: self.times.clone(),
            counts: self.rows().flat_map(two).collect(),
            width: 2,
            entries: self.entries.clone(),
        }
    }

    /// Of a document.
    pub(super) fn checked(
        group: Option<String>,
        ends: usize,
        exits: &[Exit],
        entries: Vec<Entry>,
    ) -> Result<Self, Error> {
        let is_time = |time: f64| time.is_finite() && time >= 0.0;
        if !exits.iter().all(|exit| is_time(exit.time) && exit.ended.len() == ends) {
            return Err(Error::inconsistent("expected times from 0 on, each with a count for each end")
                .within("exits"));
        }
        if !exits.is_sorted_by(|a, b| a.time < b.time) {
            return Err(Error::inconsistent("expected each time once, in rising order").within("exits"));
        }
        if !entries.iter().all(|entry| is_time(entry.time) && entry.time > 0.0)
            || !entries.is_sorted_by(|a, b| a.time < b.time)
        {
            return Err(
                Error::inconsistent("expected times above 0, each once, in rising order").within("entries")
            );
        }
        let counts: Vec<u64> = exits
            .iter()
            .flat_map(|exit| std::iter::once(exit.open).chain(exit.ended.iter().copied()))
            .collect();
        let people = counts.iter().copied().try_fold(0, u64::checked_add);
        let late = entries.iter().map(|entry| entry.people).try_fold(0, u64::checked_add);
        let lives = Self {
            group,
            times: exits.iter().map(|exit| exit.time).collect(),
            counts,
            width: ends.saturating_add(1),
            entries,
        };
        // Nobody leaves before they came.
        let mut balance = people.zip(late).and_then(|(people, late)| people.checked_sub(late));
        let mut entries = lives.entries.iter().peekable();
        for (time, open, ended) in lives.rows() {
            while let Some(entry) = entries.next_if(|entry| entry.time < time) {
                balance = balance.and_then(|balance| balance.checked_add(entry.people));
            }
            let gone = ended.iter().copied().fold(open, u64::saturating_add);
            balance = balance.and_then(|balance| balance.checked_sub(gone));
        }
        if balance != Some(0) {
            return Err(
                Error::inconsistent("expected nobody to leave before they came under watch").within("exits")
            );
        }
        Ok(lives)
    }
}
