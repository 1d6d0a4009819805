//! Columns as blocks of numbers.

use std::str::FromStr;

use super::kernel::{BLOCK, Block, UNKNOWN};
use super::{REFUSED, ScoreSums};
use crate::Error;
use crate::columns::cells::{InstantCells, at_row};
use crate::columns::codes::Codes;
use crate::columns::{Column, Columns, Values};
use crate::engagement::import::known_names;
use crate::engagement::kind::ByKind;
use crate::engagement::scoring::add;
use crate::engagement::{ActorType, Kind, Permitted};

impl ScoreSums {
    /// Adds the events of a table, or of its next batch.
    ///
    /// The columns are those of interactions: `actor`, `kind` and `at` must be there, `actor_type` says who is no alumnus (all
    /// are without it), and the others of an [`Interaction`](crate::engagement::Interaction) are not read. `actor` and `kind`
    /// hold texts, plain or by number; `at` timestamps in a time zone, or texts with their offset.
    ///
    /// # Errors
    ///
    /// A column that is missing, unknown or of another type, with its name as the path; a row without actor, kind or instant,
    /// with its row from 0: `at: row 12`; an unknown actor type; what [`add_codes`](Self::add_codes) refuses. What came before
    /// the row stays added: use a copy where that matters.
    pub fn add(&mut self, columns: &Columns<'_>, permitted: Permitted<'_>) -> Result<(), Error> {
        known_names(columns.iter().map(|(name, _)| name), &NEEDED)?;
        let need = |name: &'static str| {
            columns.get(name).ok_or_else(|| Error::missing("expected a column of this name").within(name))
        };
        let mut actors = Coded::new("actor", need("actor")?)?;
        let mut kinds = Coded::new("kind", need("kind")?)?;
        let mut types =
            columns.get("actor_type").map(|column| Coded::new("actor_type", column)).transpose()?;
        let at = Seconds::new(columns, need("at")?)?;
        let before = self.rows;
        let places: ByKind<u16> = self.model.kinds().iter().map(|kind| &kind.kind).zip(0..).collect();

        let mut people = People::default();
        let mut kinds_of: Vec<(u16, Kind)> = Vec::new();
        let mut alumni: Vec<bool> = Vec::new();
        let mut first = 0;
        while first < columns.rows() {
            let length = columns.rows().saturating_sub(first).min(BLOCK);
            let row = usize::try_from(before).unwrap_or(usize::MAX).saturating_add(first);
            let (mut ages, mut seconds) = (vec![0_i64; length], vec![0_i64; length]);
            at.read(first, row, self.end, &mut ages, &mut seconds)?;
            let actor_codes = actors.read(first, length, row)?;
            let kind_codes = kinds.read(first, length, row)?;
            let fresh = kinds.parse::<Kind>(kinds_of.len(), &kind_codes, row)?;
            kinds_of.extend(fresh.into_iter().map(|kind| (places.get(&kind).unwrap_or(UNKNOWN), kind)));
            let type_codes = match &mut types {
                None => Vec::new(),
                Some(types) => {
                    let codes = types.read(first, length, row)?;
                    let fresh = types.parse::<ActorType>(alumni.len(), &codes, row)?;
                    alumni.extend(fresh.into_iter().map(|of| of == ActorType::Alumnus));
                    codes
                }
            };
            let mut numbers = vec![REFUSED; length];
            let mut kinds = vec![UNKNOWN; length];
            let codes = actor_codes.iter().zip(&kind_codes).zip(&ages).zip(0..);
            for (((((actor, kind), age), place), number), known) in codes.zip(&mut numbers).zip(&mut kinds) {
                if *age < 0 {
                    continue;
                }
                if type_codes.get(place).is_some_and(|code| alumni.get(at_code(*code)) != Some(&true)) {
                    add(&mut self.tally.by_others);
                    continue;
                }
                let name = || actors.name(*actor);
                *number = people.number(at_code(*actor), || self.slot(name(), permitted))?;
                if *number == REFUSED {
                    add(&mut self.tally.not_permitted);
                    continue;
                }
                let Some((place, kind)) = kinds_of.get(at_code(*kind)) else { continue };
                *known = *place;
                if *place == UNKNOWN {
                    add(self.tally.unknown_kinds.entry(kind.clone()).or_default());
                }
            }
            self.block(&Block { people: &numbers, kinds: &kinds, ages: &ages, seconds: &seconds })?;
            first = first.saturating_add(length);
        }
        Ok(())
    }
}

#[cfg(feature = "table")]
impl ScoreSums {
    /// Adds the events of a table in batches, as Arrow hands it over; see [`add`](Self::add).
    ///
    /// # Errors
    ///
    /// Those of [`add`](Self::add) and of [`Reader::next_batch`](crate::table::Reader).
    pub fn add_table(
        &mut self,
        mut table: crate::table::Reader,
        permitted: Permitted<'_>,
    ) -> Result<(), Error> {
        known_names(table.names(), &NEEDED)?;
        table.keep_zones();
        table.keep(|name| NEEDED.contains(&name) || name == "actor_type");
        self.add(&table.empty()?.columns()?, permitted)?;
        while let Some(batch) = table.next_batch()? {
            self.add(&batch.columns()?, permitted)?;
        }
        Ok(())
    }
}

const NEEDED: [&str; 3] = ["actor", "kind", "at"];

/// The numbers of the people of a batch, by their codes; each is asked for when it is first needed.
#[derive(Default)]
struct People(Vec<Option<u32>>);

impl People {
    fn number(&mut self, code: usize, ask: impl FnOnce() -> Result<u32, Error>) -> Result<u32, Error> {
        if let Some(Some(number)) = self.0.get(code) {
            return Ok(*number);
        }
        let number = ask()?;
        if self.0.len() <= code {
            self.0.resize(code.saturating_add(1), None);
        }
        if let Some(slot) = self.0.get_mut(code) {
            *slot = Some(number);
        }
        Ok(number)
    }
}

/// The place of a code among the names; every row has one.
fn at_code(code: u32) -> usize {
    usize::try_from(code).unwrap_or_default().saturating_sub(1)
}

/// A column of names as numbers, and which of them have been seen.
struct Coded<'c> {
    name: &'static str,
    codes: Codes<'c>,
}

impl<'c> Coded<'c> {
    fn new(name: &'static str, column: &'c Column<'c>) -> Result<Self, Error> {
        match column.values() {
            Values::Texts(_) | Values::Coded { .. } | Values::Null(_) => {
                Ok(Self { name, codes: Codes::new(column).map_err(|error| error.within(name))? })
            }
            _ => Err(Error::wrong_type("expected a column of texts").within(name)),
        }
    }

    /// The numbers of so many rows, each of which has a name.
    fn read(&mut self, first: usize, length: usize, row: usize) -> Result<Vec<u32>, Error> {
        let mut codes = vec![0; length];
        self.codes.read(first, &mut codes).map_err(|error| error.within(self.name))?;
        match codes.iter().position(|code| *code == 0) {
            None => Ok(codes),
            Some(place) => {
                Err(at_row(&Error::missing("expected a value"), self.name, row.saturating_add(place)))
            }
        }
    }

    fn name(&self, code: u32) -> &str {
        self.codes.so_far().get(at_code(code)).map_or("", String::as_str)
    }

    /// What the names from `known` on mean.
    fn parse<T: FromStr<Err = Error>>(
        &self,
        known: usize,
        codes: &[u32],
        row: usize,
    ) -> Result<Vec<T>, Error> {
        let fresh = self.codes.so_far().iter().zip(0..).skip(known);
        let parsed = fresh.map(|(name, place)| {
            let found = codes.iter().position(|code| at_code(*code) == place);
            let row = row.saturating_add(found.unwrap_or_default());
            name.parse().map_err(|error| at_row(&error, self.name, row))
        });
        parsed.collect()
    }
}

/// A column of instants as seconds.
struct Seconds<'c> {
    cells: InstantCells<'c>,
    column: &'c Column<'c>,
}

impl<'c> Seconds<'c> {
    fn new(columns: &'c Columns<'c>, column: &'c Column<'c>) -> Result<Self, Error> {
        Ok(Self { cells: InstantCells::new(columns, "at")?, column })
    }

    /// For each row the completed seconds to `end`, below zero for what comes later, and the second that it lies in.
    fn read(
        &self,
        first: usize,
        row: usize,
        end: i64,
        ages: &mut [i64],
        seconds: &mut [i64],
    ) -> Result<(), Error> {
        let places = ages.iter_mut().zip(seconds).zip(first..).zip(row..);
        if let (Values::Zoned { counts, unit, .. }, None) = (self.column.values(), self.column.validity()) {
            let per = unit.per_second();
            for ((((age, second), _), row), count) in places.zip(counts.iter().skip(first)) {
                let whole = count.div_euclid(per);
                if !WORLD.contains(&whole) {
                    let error = Error::out_of_range("expected an instant in the years 1 to 9999");
                    return Err(at_row(&error, "at", row));
                }
                *second = whole;
                *age = age_of(whole, count.rem_euclid(per) > 0, end);
            }
            return Ok(());
        }
        for (((age, second), place), row) in places {
            let at = self.cells.need(place).map_err(|error| at_row(&error, "at", row))?;
            *second = at.timestamp();
            *age = age_of(*second, at.timestamp_subsec_nanos() > 0, end);
        }
        Ok(())
    }
}

/// The seconds of the years 1 to 9999.
const WORLD: std::ops::Range<i64> = -62_135_596_800..253_402_300_800;

/// A second that has begun is not completed.
fn age_of(second: i64, begun: bool, end: i64) -> i64 {
    if second >= end { -1 } else { end.saturating_sub(second).saturating_sub(i64::from(begun)) }
}
