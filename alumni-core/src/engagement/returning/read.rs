//! One pass over the rows of a table, which leaves counts.

use super::durations::{DurationOptions, Durations};
use super::exits::{Entry, Lives};
use super::quick::quick;
use super::times::{Tally, read_times};
use crate::Error;
use crate::columns::codes::Codes;
use crate::columns::{Column, Columns, Values};
use crate::text::did_you_mean;

/// What is kept of a table.
#[derive(Debug, Default)]
pub(super) struct Counted {
    rows: usize,
    groups: Names,
    ends: Names,
    exits: Vec<Run>,
    entries: Vec<Run>,
    /// How many runs there were when they were last put together.
    kept: usize,
}

/// So many people of a group with the same end at the same time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) group: usize,
    pub(super) end: usize,
    pub(super) time: f64,
    pub(super) people: u64,
}

/// Names in the order in which they were met; the first is none.
#[derive(Debug)]
struct Names(Vec<Option<String>>);

impl Default for Names {
    fn default() -> Self {
        Self(vec![None])
    }
}

/// More of them are no groups but ids.
const MOST_NAMES: usize = 1_000;
/// Rows that are read at a time: their codes stay in the nearest memory.
const BLOCK: usize = 2_048;
/// Runs below this many are not worth putting together.
const FEW: usize = 1 << 16;

impl Names {
    /// The places of a batch's names among all.
    fn places(&mut self, names: Vec<Option<String>>) -> Result<Vec<usize>, Error> {
        let place = |name: Option<String>| {
            if let Some(place) = self.0.iter().position(|known| *known == name) {
                return Ok(place);
            }
            if self.0.len() > MOST_NAMES {
                return Err(Error::too_large("expected at most 1000 different names"));
            }
            self.0.push(name);
            Ok(self.0.len().saturating_sub(1))
        };
        names.into_iter().map(place).collect()
    }
}

pub(super) fn column<'a, 'c>(columns: &'a Columns<'c>, name: &str) -> Result<&'a Column<'c>, Error> {
    columns.get(name).ok_or_else(|| {
        let hint = did_you_mean(name, columns.iter().map(|(name, _)| name));
        Error::missing(format!("expected a column `{name}`{hint}")).within(name)
    })
}

/// Whether rows of the column may be unknown: a text that is not there has not ended, a flag that is not there is no answer.
pub(super) fn refuse_unknown(column: &Column<'_>, before: usize, what: &str) -> Result<(), Error> {
    let rows = 0..column.len();
    let unknown = match (column.values(), column.validity()) {
        (Values::Null(_), _) => rows.min(),
        (_, None) => None,
        (_, Some(valid)) => rows.clone().step_by(64).find_map(|row| {
            let there = (!valid.word(row)).trailing_zeros();
            Some(row.saturating_add(usize::try_from(there).ok()?))
                .filter(|row| rows.contains(row) && there < 64)
        }),
    };
    match unknown {
        None => Ok(()),
        Some(row) => {
            let row = before.saturating_add(row);
            Err(Error::missing(format!("expected {what} in row {row}, got nothing")))
        }
    }
}

/// The codes that mean *not ended*: 0, and those of the names 0 and false.
pub(super) fn not_ended(name: &str, values: &Values<'_>) -> bool {
    match values {
        Values::Booleans(_) => name == "false",
        Values::Integers(_) => name == "0",
        _ => false,
    }
}

impl Counted {
    /// Counts the rows of a table, or of its next batch.
    pub(super) fn add(&mut self, columns: &Columns<'_>, options: &DurationOptions) -> Result<(), Error> {
        let named = |name: &String| Ok::<_, Error>((name.clone(), column(columns, name)?));
        let (duration, times) = named(&options.duration)?;
        let (event, ends) = named(&options.event)?;
        let entry = options.entry.as_ref().map(named).transpose()?;
        let group = options.group.as_ref().map(named).transpose()?;
        if matches!(ends.values(), Values::Booleans(_) | Values::Integers(_)) {
            refuse_unknown(ends, self.rows, "an end").map_err(|error| error.within(event.as_str()))?;
        }
        refuse_unknown(times, self.rows, "a duration").map_err(|error| error.within(duration.as_str()))?;

        if let (None, None, Some(found)) = (&entry, &group, quick(times, ends)) {
            let places = self.ends.places(found.ends).map_err(|error| error.within(event.as_str()))?;
            self.groups.places(vec![None])?;
            self.rows = self.rows.saturating_add(columns.rows());
            let at = |end: usize| places.get(end).copied().unwrap_or_default();
            self.exits.extend(found.runs.into_iter().map(|run| Run { end: at(run.end), ..run }));
            self.compact();
            return Ok(());
        }
        let mut end_codes = Codes::new(ends).map_err(|error| error.within(event.as_str()))?;
        let mut group_codes = match &group {
            None => None,
            Some((name, column)) => Some(Codes::new(column).map_err(|error| error.within(name.as_str()))?),
        };
        let (mut exits, mut entries) = (Tally::new(columns.rows()), Tally::new(columns.rows()));
        let mut end_block = vec![0_u32; BLOCK];
        let mut group_block = vec![0_u32; BLOCK];
        let mut time_block = vec![0_f64; BLOCK];
        let mut entry_block = vec![0_f64; BLOCK];
        let none = vec![0_u32; BLOCK];
        let mut first = 0;
        while first < columns.rows() {
            let length = columns.rows().saturating_sub(first).min(BLOCK);
            let before = self.rows.saturating_add(first);
            for block in [&mut end_block, &mut group_block] {
                block.truncate(length);
            }
            time_block.truncate(length);
            entry_block.truncate(length);
            read_times(times, first, before, &mut time_block)
                .map_err(|error| error.within(duration.as_str()))?;
            end_codes.read(first, &mut end_block).map_err(|error| error.within(event.as_str()))?;
            if let (Some(codes), Some((name, _))) = (&mut group_codes, &group) {
                codes.read(first, &mut group_block).map_err(|error| error.within(name.as_str()))?;
                if let Some(row) = group_block.iter().position(|code| *code == 0) {
                    let row = before.saturating_add(row);
                    let error = Error::missing(format!("expected a group in row {row}, got nothing"));
                    return Err(error.within(name.as_str()));
                }
            }
            let groups = group_codes.as_ref().map_or(1, Codes::count);
            exits.count(groups, end_codes.count(), &group_block, &end_block, &time_block)?;
            if let Some((name, column)) = &entry {
                read_times(column, first, before, &mut entry_block)
                    .and_then(|()| check_entries(&mut entry_block, &time_block, before))
                    .map_err(|error| error.within(name.as_str()))?;
                entries.count(
                    groups,
                    1,
                    &group_block,
                    none.get(..length).unwrap_or_default(),
                    &entry_block,
                )?;
            }
            first = first.saturating_add(length);
        }
        self.rows = self.rows.saturating_add(columns.rows());

        let end_names = std::iter::once(None).chain(end_codes.names().into_iter().map(Some));
        let end_names = end_names.map(|name| name.filter(|name| !not_ended(name, ends.values())));
        let end_places = self.ends.places(end_names.collect()).map_err(|error| error.within(event))?;
        let group_names: Vec<_> = std::iter::once(None)
            .chain(group_codes.map_or_else(Vec::new, Codes::names).into_iter().map(Some))
            .collect();
        let group_places = self
            .groups
            .places(group_names)
            .map_err(|error| error.within(group.map_or_else(String::new, |(name, _)| name)))?;
        let place = |places: &[usize], code: usize| places.get(code).copied().unwrap_or_default();
        self.exits.extend(exits.runs().into_iter().map(|run| Run {
            group: place(&group_places, run.group),
            end: place(&end_places, run.end),
            ..run
        }));
        self.entries.extend(entries.runs().into_iter().filter(|run| run.time > 0.0).map(|run| Run {
            group: place(&group_places, run.group),
            end: 0,
            ..run
        }));
        self.compact();
        Ok(())
    }

    /// Puts runs together where that is worth it.
    fn compact(&mut self) {
        let all = self.exits.len().saturating_add(self.entries.len());
        if all > FEW && all > self.kept.saturating_mul(2) {
            put_together(&mut self.exits);
            put_together(&mut self.entries);
            self.kept = self.exits.len().saturating_add(self.entries.len());
        }
    }

    pub(super) fn finish(mut self) -> Result<Durations, Error> {
        put_together(&mut self.exits);
        put_together(&mut self.entries);
        // Ends and groups by name: the order in which they were met must not show.
        let mut ends: Vec<(String, usize)> =
            (0..).zip(self.ends.0).filter_map(|(place, name): (usize, _)| Some((name?, place))).collect();
        ends.sort();
        let mut end_places = vec![0_usize; ends.len().saturating_add(1)];
        for (rank, (_, place)) in (1..).zip(&ends) {
            if let Some(to) = end_places.get_mut(*place) {
                *to = rank;
            }
        }
        let width = ends.len().saturating_add(1);
        let lives = |(number, group): (usize, Option<String>)| {
            let of = |runs: &[Run]| {
                let start = runs.partition_point(|run| run.group < number);
                let end = runs.partition_point(|run| run.group <= number);
                runs.get(start..end).unwrap_or_default().to_vec()
            };
            let mut lives =
                Lives { group, times: Vec::new(), counts: Vec::new(), width, entries: Vec::new() };
            for run in of(&self.exits) {
                if lives.times.last().is_none_or(|last| *last < run.time) {
                    lives.times.push(run.time);
                    lives.counts.resize(lives.counts.len().saturating_add(width), 0);
                }
                let place = end_places.get(run.end).copied().unwrap_or_default();
                let at = lives.counts.len().saturating_sub(width).saturating_add(place);
                if let Some(count) = lives.counts.get_mut(at) {
                    *count = count.saturating_add(run.people);
                }
            }
            lives.entries =
                of(&self.entries).iter().map(|run| Entry { time: run.time, people: run.people }).collect();
            lives
        };
        let mut groups: Vec<Lives> = (0..).zip(self.groups.0).map(lives).collect();
        // The group without a name is there where no column names any.
        if groups.len() > 1 {
            groups.remove(0);
        }
        groups.sort_by(|a, b| a.group.cmp(&b.group));
        Ok(Durations { ends: ends.into_iter().map(|(name, _)| name).collect(), groups })
    }
}

/// Sorts runs and adds those up that differ in nothing but their people.
fn put_together(runs: &mut Vec<Run>) {
    let key =
        |a: &Run, b: &Run| a.group.cmp(&b.group).then(a.time.total_cmp(&b.time)).then(a.end.cmp(&b.end));
    runs.sort_unstable_by(key);
    runs.dedup_by(|next, kept| {
        let same = key(next, kept).is_eq();
        if same {
            kept.people = kept.people.saturating_add(next.people);
        }
        same
    });
}

/// Unknown is from the beginning; otherwise the entry has to lie before the duration.
pub(super) fn check_entries(entries: &mut [f64], times: &[f64], before: usize) -> Result<(), Error> {
    for ((entry, time), row) in entries.iter().zip(times).zip(before..) {
        if *entry > 0.0 && entry >= time {
            let message = format!("expected an entry before the duration in row {row}");
            return Err(Error::inconsistent(message));
        }
    }
    Ok(())
}
