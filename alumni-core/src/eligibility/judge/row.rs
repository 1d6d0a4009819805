use std::collections::BTreeMap;
use std::sync::Arc;

use super::cell::{Cell, Rest, SlotValue};
use super::day::Day;
use super::json::Reader;
use super::layout::{Layout, Slot};
use super::told::Told;
use crate::Error;
use crate::workforce::{FactType, Money, Supplied, Value, Worker};

/// The facts of one person, ready for the [`Judge`](super::Judge) that made it; made once and filled again and again.
///
/// A new row, and one that was cleared, knows nothing.
#[derive(Clone, Debug)]
pub struct Row {
    pub(super) layout: Arc<Layout>,
    pub(super) cells: Vec<Cell>,
    /// The sets of all slots, as bits of numbered names.
    pub(super) sets: Vec<u64>,
    /// For each slot the categories that have no number; nothing until there is one.
    others: Vec<Others>,
    /// Names seen in the document that is read, by number, as bits; what documents need is there once one was read.
    pub(super) seen: Vec<u64>,
    /// The names of the document read last, in their order: those of the next are mostly the same.
    pub(super) order: Vec<Told>,
    /// Room for texts with escapes.
    pub(super) scratch: String,
}

/// Texts one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Others {
    text: String,
    ends: Vec<usize>,
}

impl Others {
    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    fn push(&mut self, name: &str) {
        self.text.push_str(name);
        self.ends.push(self.text.len());
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        starts.zip(&self.ends).filter_map(|(start, end)| self.text.get(start..*end))
    }
}

impl Row {
    /// Small, for a service may hold many.
    pub(super) fn new(layout: &Arc<Layout>) -> Self {
        Self {
            layout: Arc::clone(layout),
            cells: layout.nothing.clone(),
            sets: vec![0; layout.words],
            others: Vec::new(),
            seen: Vec::new(),
            order: Vec::new(),
            scratch: String::new(),
        }
    }

    /// The slots, by number, as [`Judge::slots`](super::Judge::slots) has them.
    #[must_use]
    pub fn slots(&self) -> &[Slot] {
        &self.layout.slots
    }

    /// Makes everything unknown again.
    pub fn clear(&mut self) {
        self.cells.copy_from_slice(&self.layout.nothing);
    }

    /// Whether a value is known of the slot, supplied or because it is never unknown.
    #[must_use]
    pub fn is_known(&self, slot: usize) -> bool {
        self.cells.get(slot).is_some_and(|cell| cell.is_known())
    }

    /// Supplies the value of a slot, by its number.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a number that no slot has; with the path `facts.name` the errors of
    /// [`Vocabulary::value`](crate::workforce::Vocabulary::value): a value of another type, one that is not among the
    /// values allowed, a number outside its bounds. The slot is unknown then.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::eligibility::Policy;
    ///
    /// let policy = Policy::parse(r#"{"id": "p", "version": 1, "criteria": [{"id": "c", "require": "grade >= 3"}]}"#)?;
    /// let judge = policy.judge("2026-04-01".parse()?)?;
    /// let mut row = judge.row();
    /// row.set(0, 4)?;
    /// let error = row.set(0, "high").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "facts.grade: expected a whole number, or a name that the vocabulary gives one"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set<'a>(&mut self, slot: usize, value: impl Into<SlotValue<'a>>) -> Result<(), Error> {
        self.put(slot, value.into()).map_err(|error| match self.layout.slots.get(slot) {
            Some(slot) => error.within(slot.name.as_str()).within("facts"),
            None => error,
        })
    }

    /// Reads the facts of one person from JSON; what was known before is forgotten, and nothing is known after an error.
    ///
    /// The document is an object of facts, `{"grade": 3, "start_date": "2016-04-01"}`, or a row with an id,
    /// `{"id": "w-1", "facts": {"grade": 3}}`; the first name tells which, so that facts named `id` or `facts` need the second
    /// form. Values are written as in [`Supplied`]; `null` is not known. Facts of the vocabulary that the policy does not ask
    /// for are read and left. Nothing is allocated once the row has read a document of the same form, unless there is an error.
    ///
    /// # Errors
    ///
    /// With line and column in the path: [`Syntax`](crate::ErrorKind::Syntax) for a text that is not JSON,
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a fact that the vocabulary does not know, with the nearest,
    /// [`Duplicate`](crate::ErrorKind::Duplicate) for a fact given twice, [`TooLarge`](crate::ErrorKind::TooLarge) above
    /// 64 MiB, and the errors of [`set`](Self::set).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::eligibility::{Outcome, Policy};
    ///
    /// let policy = Policy::parse(r#"{"id": "p", "version": 1, "criteria": [{"id": "c", "require": "grade >= 3"}]}"#)?;
    /// let judge = policy.judge("2026-04-01".parse()?)?;
    /// let mut row = judge.row();
    /// row.read_json(r#"{"id": "w-1", "facts": {"grade": 4}}"#)?;
    /// assert_eq!(judge.decide(&row)?.outcome(), Outcome::Eligible);
    /// let error = row.read_json(r#"{"grade": "high"}"#).unwrap_err();
    /// assert_eq!(error.path(), "facts.grade: 1:11");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_json(&mut self, json: &str) -> Result<(), Error> {
        self.clear();
        let mut scratch = std::mem::take(&mut self.scratch);
        let read = Reader::new(json).document(self, &mut scratch);
        self.scratch = scratch;
        if read.is_err() {
            self.clear();
        }
        read
    }

    /// Supplies a value; the error has no path.
    #[inline]
    pub(super) fn put(&mut self, slot: usize, value: SlotValue<'_>) -> Result<(), Error> {
        if let (Some(place), Some(cell)) = (self.layout.places.get(slot), self.cells.get_mut(slot))
            && place.quick(value, cell).is_some()
        {
            return Ok(());
        }
        self.put_other(slot, value)
    }

    /// Supplies a value that has no cell at first sight.
    #[inline(never)]
    fn put_other(&mut self, slot: usize, value: SlotValue<'_>) -> Result<(), Error> {
        let layout = &*self.layout;
        let count = layout.places.len();
        let place = layout.places.get(slot);
        let (Some(place), Some(cell)) = (place, self.cells.get_mut(slot)) else {
            return Err(Error::out_of_range(format!("expected the number of a slot, below {count}")));
        };
        *cell = Cell::UNKNOWN;
        match (place.definition.kind, value) {
            (_, SlotValue::Unknown) => {
                *cell = layout.nothing.get(slot).copied().unwrap_or(Cell::UNKNOWN);
                return Ok(());
            }
            (FactType::Category, SlotValue::Text(name) | SlotValue::Cell(name)) if place.open => {
                *cell = place.other();
                self.name_other(slot, name);
                return Ok(());
            }
            (FactType::Categories, SlotValue::Texts(names)) => {
                return self.put_names(slot, names.iter().copied());
            }
            (FactType::Categories, SlotValue::Cell(names)) => {
                return self.put_names(slot, names.split(';').map(str::trim));
            }
            _ => {}
        }
        // The vocabulary says what is wrong, or what else it may mean.
        let Some(supplied) = value.supplied() else { return Ok(()) };
        let value = place.definition.typed(&supplied)?;
        if let Some(found) = place.cell(&value) {
            *cell = found;
            if let Value::Category(name) = &value
                && found == place.other()
            {
                self.name_other(slot, name);
            }
        }
        Ok(())
    }

    /// Keeps a category that has no number.
    fn name_other(&mut self, slot: usize, name: &str) {
        self.forget_others(slot);
        self.add_other(slot, name);
    }

    fn forget_others(&mut self, slot: usize) {
        if let Some(others) = self.others.get_mut(slot) {
            others.clear();
        }
    }

    fn add_other(&mut self, slot: usize, name: &str) {
        if self.others.is_empty() {
            self.others.resize(self.cells.len(), Others::default());
        }
        if let Some(others) = self.others.get_mut(slot) {
            others.push(name);
        }
    }

    fn put_names<'a>(&mut self, slot: usize, names: impl Iterator<Item = &'a str>) -> Result<(), Error> {
        self.begin_set(slot);
        for name in names {
            self.add_name(slot, name)?;
        }
        self.end_set(slot);
        Ok(())
    }

    pub(super) fn begin_set(&mut self, slot: usize) {
        let range = self.layout.places.get(slot).map(|place| place.set.clone()).unwrap_or_default();
        self.sets.get_mut(range).unwrap_or_default().fill(0);
        self.forget_others(slot);
    }

    pub(super) fn add_name(&mut self, slot: usize, name: &str) -> Result<(), Error> {
        let Some(place) = self.layout.places.get(slot) else { return Ok(()) };
        match place.names.number(name) {
            Some(number) => {
                let word = usize::try_from(number / 64).unwrap_or(usize::MAX);
                let set = self.sets.get_mut(place.set.clone()).unwrap_or_default();
                if let Some(word) = set.get_mut(word) {
                    *word |= 1_u64.wrapping_shl(number % 64);
                }
            }
            None if place.open => self.add_other(slot, name),
            None => {
                // The vocabulary says what is wrong.
                place.definition.typed(&Supplied::Texts(vec![name.to_owned()]))?;
            }
        }
        Ok(())
    }

    pub(super) fn end_set(&mut self, slot: usize) {
        if let Some(cell) = self.cells.get_mut(slot) {
            *cell = Cell::SET;
        }
    }

    /// The set of a slot as bits.
    pub(super) fn set_of(&self, slot: usize) -> &[u64] {
        let range = self.layout.places.get(slot).map(|place| place.set.clone()).unwrap_or_default();
        self.sets.get(range).unwrap_or_default()
    }

    /// The name of a category.
    pub(super) fn category(&self, slot: usize, number: u32) -> Option<&str> {
        let named = self.layout.places.get(slot)?.names.name(number);
        named.or_else(|| self.others.get(slot)?.iter().next())
    }

    /// The same facts as a worker.
    pub(super) fn worker(&self, id: &str) -> Worker {
        let mut facts = BTreeMap::new();
        for (slot, (place, cell)) in self.layout.places.iter().zip(&self.cells).enumerate() {
            let value = match cell.rest {
                Rest::Unknown => None,
                Rest::Boolean => Some((cell.key == 1).into()),
                Rest::Whole => Some(cell.key.into()),
                Rest::Decimal(high) => SlotValue::from(cell.decimal_of(high)).supplied(),
                Rest::Money(currency) => Some(Money::new(cell.key, currency).into()),
                Rest::Day(day) => Some(day.into()),
                Rest::Period(from) => cell.ends(from).and_then(Day::span).map(Supplied::from),
                Rest::Category => self.category(slot, cell.number()).map(Supplied::from),
                Rest::Set => Some(Supplied::Texts(self.names_of(slot))),
                Rest::Empty => Some(Supplied::Texts(Vec::new())),
            };
            facts.extend(value.map(|value| (place.name.clone(), value)));
        }
        Worker::of_facts(id, facts)
    }

    fn names_of(&self, slot: usize) -> Vec<String> {
        let Some(place) = self.layout.places.get(slot) else { return Vec::new() };
        let set = self.set_of(slot);
        let numbers = (0..).zip(set).flat_map(|(word, bits): (u32, &u64)| {
            let bits = *bits;
            (0..64)
                .filter(move |bit| bits >> bit & 1 == 1)
                .map(move |bit| word.saturating_mul(64).saturating_add(bit))
        });
        let named = numbers.filter_map(|number| place.names.name(number)).map(str::to_owned);
        let others = self.others.get(slot).into_iter().flat_map(Others::iter).map(str::to_owned);
        named.chain(others).collect()
    }
}
