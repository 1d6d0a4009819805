//! Columns as blocks of numbers.

use std::str::FromStr;

use super::ScoreSums;
use super::actors::Actors;
use super::kernel::{BLOCK, Block, Faded};
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
        let before = usize::try_from(self.rows).unwrap_or(usize::MAX);
        need("actor")?;
        let mut actors = Actors::new(columns, permitted, before)?;
        actors.find_known(columns.rows(), self);
        let mut kinds = Coded::new("kind", need("kind")?)?;
        let mut types =
            columns.get("actor_type").map(|column| Coded::new("actor_type", column)).transpose()?;
        let at = Seconds::new(columns, need("at")?)?;
        let places: ByKind<u16> = self.model.kinds().iter().map(|kind| &kind.kind).zip(0..).collect();

        let mut kinds_of: Vec<(Option<u16>, Kind)> = Vec::new();
        let mut alumni: Vec<bool> = Vec::new();
        let (mut counting, mut faded) = (Counting::default(), Faded::new());
        let (mut theirs, mut numbers) = (Vec::new(), Vec::new());
        let mut first = 0;
        while first < columns.rows() {
            let length = columns.rows().saturating_sub(first).min(BLOCK);
            let row = before.saturating_add(first);
            let instants = at.read(first, length, row)?;
            let kind_codes = kinds.read(first, length, row)?;
            let fresh = kinds.parse::<Kind>(kinds_of.len(), &kind_codes, row)?;
            kinds_of.extend(fresh.into_iter().map(|kind| (places.get(&kind), kind)));
            let type_codes = match &mut types {
                None => Vec::new(),
                Some(types) => {
                    let codes = types.read(first, length, row)?;
                    let fresh = types.parse::<ActorType>(alumni.len(), &codes, row)?;
                    alumni.extend(fresh.into_iter().map(|of| of == ActorType::Alumnus));
                    codes
                }
            };
            counting.clear();
            theirs.clear();
            for (place, row) in (0..length).zip(first..) {
                let id = actors.id(row)?;
                if instants.get(place).is_some_and(|(second, _)| *second >= self.end) {
                    add(&mut self.tally.after_as_of);
                } else if type_codes.get(place).is_some_and(|code| alumni.get(at_code(*code)) != Some(&true))
                {
                    add(&mut self.tally.by_others);
                } else {
                    theirs.push((row, id));
                }
            }
            actors.numbers(&theirs, self, &mut numbers)?;
            for ((row, _), number) in theirs.iter().zip(&numbers) {
                let place = row.saturating_sub(first);
                let Some(number) = *number else {
                    add(&mut self.tally.not_permitted);
                    continue;
                };
                let kind = kind_codes.get(place).and_then(|kind| kinds_of.get(at_code(*kind)));
                let (Some((known, kind)), Some((second, begun))) = (kind, instants.get(place)) else {
                    continue;
                };
                match known {
                    Some(known) => counting.push(number, *known, *second, *begun, place),
                    None => add(self.tally.unknown_kinds.entry(kind.clone()).or_default()),
                }
            }
            self.block(counting.block(), &mut faded)?;
            self.rows = self.rows.saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
            first = first.saturating_add(length);
        }
        Ok(())
    }
}

/// The events of a block that count as far as can be told from each alone.
#[derive(Default)]
struct Counting {
    people: Vec<u32>,
    kinds: Vec<u16>,
    seconds: Vec<i64>,
    begun: Vec<u8>,
    rows: Vec<u64>,
}

impl Counting {
    fn clear(&mut self) {
        self.people.clear();
        self.kinds.clear();
        self.seconds.clear();
        self.begun.clear();
        self.rows.clear();
    }

    fn push(&mut self, person: u32, kind: u16, second: i64, begun: bool, place: usize) {
        self.people.push(person);
        self.kinds.push(kind);
        self.seconds.push(second);
        self.begun.push(begun.into());
        self.rows.push(u64::try_from(place).unwrap_or_default());
    }

    fn block(&self) -> Block<'_> {
        Block {
            people: &self.people,
            kinds: &self.kinds,
            seconds: &self.seconds,
            begun: &self.begun,
            rows: &self.rows,
        }
    }
}

#[cfg(feature = "table")]
impl ScoreSums {
    /// Adds the events of a table in batches, as Arrow hands it over; see [`add`](Self::add).
    ///
    /// # Errors
    ///
    /// Those of [`add`](Self::add) and of [`Reader::next_batch`](crate::table::Reader).
    pub fn add_table(&mut self, table: crate::table::Reader, permitted: Permitted<'_>) -> Result<(), Error> {
        self.add_table_telling(table, permitted, |_| Ok(()))
    }

    /// The same, and after each batch `tell` hears how many rows are done and may end the work: then the rows until there are added.
    ///
    /// # Errors
    ///
    /// Those of [`add_table`](Self::add_table), and what `tell` returns.
    pub fn add_table_telling<E: From<Error>>(
        &mut self,
        mut table: crate::table::Reader,
        permitted: Permitted<'_>,
        mut tell: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<(), E> {
        known_names(table.names(), &NEEDED)?;
        table.keep_zones();
        table.keep(|name| NEEDED.contains(&name) || name == "actor_type");
        self.add(&table.empty()?.columns()?, permitted)?;
        let mut done = 0_usize;
        while let Some(batch) = table.next_batch()? {
            self.add(&batch.columns()?, permitted)?;
            done = done.saturating_add(batch.rows());
            tell(done)?;
        }
        Ok(())
    }
}

const NEEDED: [&str; 3] = ["actor", "kind", "at"];

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

    /// The second that each of so many rows lies in, and whether it had begun.
    fn read(&self, first: usize, length: usize, row: usize) -> Result<Vec<(i64, bool)>, Error> {
        let mut instants = Vec::with_capacity(length);
        if let (Values::Zoned { counts, unit, .. }, None) = (self.column.values(), self.column.validity()) {
            let per = unit.per_second();
            for (count, row) in counts.iter().skip(first).take(length).zip(row..) {
                let whole = count.div_euclid(per);
                if !WORLD.contains(&whole) {
                    let error = Error::out_of_range("expected an instant in the years 1 to 9999");
                    return Err(at_row(&error, "at", row));
                }
                instants.push((whole, whole.saturating_mul(per) < *count));
            }
            return Ok(instants);
        }
        for (place, row) in (first..).zip(row..).take(length) {
            let at = self.cells.need(place).map_err(|error| at_row(&error, "at", row))?;
            instants.push((at.timestamp(), at.timestamp_subsec_nanos() > 0));
        }
        Ok(instants)
    }
}

/// The seconds of the years 1 to 9999.
const WORLD: std::ops::Range<i64> = -62_135_596_800..253_402_300_800;
