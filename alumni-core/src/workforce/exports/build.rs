//! Workers from what an export says about them.

use chrono::NaiveDate;

use super::super::{
    Cell, Compensation, Completeness, ContactKind, Money, Ownership, Position, RehireFlag, Separation, Spell,
    Worker,
};
use super::document::Document;
use super::field::Field;
use super::notes::Notes;
use super::people::Person;
use super::plan::{Origin, Plan, Wrong, wrong_at};
use super::record::{PositionPart, Record, SeparationPart};
use super::{amount, fold};
use crate::Error;

/// What a worker is built with: the mapping, the tables, and where to report what looks wrong.
pub(super) struct Builder<'a> {
    pub(super) document: &'a Document,
    pub(super) plans: &'a [Plan<'a>],
    pub(super) notes: &'a mut Notes,
}

/// Where the parts of a spell stand, in the order in which the parts were given.
struct Places {
    start: Origin,
    end: Origin,
    positions: Vec<Origin>,
}

impl Builder<'_> {
    pub(super) fn worker(&mut self, mut person: Person) -> Result<Worker, Wrong> {
        if !person.statuses.is_empty() {
            fold::fold(&mut person, self.plans, self.document.overlay.last_day.unwrap_or_default())?;
        }
        if person.spells.is_empty() {
            fold::latest(&mut person);
        }
        let all = person.spells.len();
        // A rescinded hire was one all the same when the system counts the first.
        let earliest = person.spells.iter().filter_map(|record| record.spell.start).min();
        person.spells.retain(|record| !record.spell.void);
        if person.spells.len() < all {
            self.notes.worker("import-hire-rescinded", &person.id);
        } else if person.spells.is_empty() {
            self.notes.worker("import-without-spell", &person.id);
        }
        let mut built = Vec::new();
        for record in &person.spells {
            built.push(self.spell(&person, record)?);
        }
        person.positions.sort_by_key(|record| record.position.from);
        for record in &person.positions {
            self.position(&person, record, &mut built)?;
        }
        let (spells, places): (Vec<_>, Vec<_>) = built.into_iter().unzip();
        let completeness = self.completeness(&person, &spells, earliest);
        let worker = Worker::new(person.id.clone(), spells)
            .map_err(|error| self.locate(&person, &places, &error))?
            .completeness(completeness);
        let worker = self.flag(&person, worker);
        // An amount without a day of its own belongs to the latest spell, and to nothing where there is none.
        person.pay.retain(|record| record.pay.from.is_some() || !worker.spells().is_empty());
        let pay: Vec<_> =
            person.pay.iter().map(|record| self.pay(&person, record, &worker)).collect::<Result<_, _>>()?;
        let mut worker = worker.compensation(pay).map_err(|error| self.locate(&person, &places, &error))?;
        // Two files or rows may hold the same, in any order.
        person.contacts.sort_by(|a, b| (a.kind, &a.value).cmp(&(b.kind, &b.value)));
        person.contacts.dedup();
        for contact in &person.contacts {
            worker = worker.contact(contact.clone());
        }
        for (name, value) in &person.facts {
            worker = worker.with_fact(name.clone(), Cell::new(value.as_str()));
        }
        self.check_contacts(&worker);
        Ok(worker)
    }

    fn wrong(&self, person: &Person, origin: Origin, field: Field, error: &Error) -> Wrong {
        wrong_at(self.plans, origin, field, Some(&person.id), error)
    }

    fn spell(&mut self, person: &Person, record: &Record) -> Result<(Spell, Places), Wrong> {
        let part = &record.spell;
        let start = part.start.ok_or_else(|| {
            self.wrong(person, record.origin, Field::Start, &Error::missing("expected a first day"))
        })?;
        let mut spell = match part.end {
            Some(end) => Spell::new(start, end).map_err(|_| {
                let error = Error::inconsistent("expected a last day on or after the first");
                self.wrong(person, record.end_origin, Field::End, &error)
            })?,
            None => Spell::open(start),
        };
        spell.id.clone_from(&part.id);
        spell.legal_entity.clone_from(&part.legal_entity);
        spell.worker_type = part.worker_type;
        spell.employment_type = part.employment_type;
        spell.grade = part.grade;
        if record.separation.rescinded_on.is_some() && part.end.is_none() {
            let error = Error::missing("expected the last day of the separation that was rescinded");
            return Err(self.wrong(person, record.end_origin, Field::End, &error));
        }
        let told = record.separation.told && part.ended != Some(false);
        if part.end.is_some() || part.ended == Some(true) || told {
            spell.separation = Some(separation(&record.separation)).filter(|separation| {
                // An end of which nothing else is known needs no record of its own.
                part.end.is_none() || *separation != Separation::default()
            });
        }
        if spell.ended_unknown() {
            self.notes.worker("import-left-without-day", &person.id);
        }
        let file = self.plans.get(record.origin.table).map(|plan| plan.file);
        spell.latest_position_only = file.is_some_and(|file| file.positions == Completeness::LatestOnly);
        let mut positions = Vec::new();
        if record.position != PositionPart::default() {
            spell.positions.push(position(&record.position, record.position.from.unwrap_or(start)));
            positions.push(record.origin);
        }
        Ok((spell, Places { start: record.origin, end: record.end_origin, positions }))
    }

    /// Puts a position into the spell it belongs to: by id, else by day.
    fn position(
        &mut self,
        person: &Person,
        record: &Record,
        built: &mut [(Spell, Places)],
    ) -> Result<(), Wrong> {
        let from = record.position.from.ok_or_else(|| {
            self.wrong(person, record.origin, Field::PositionFrom, &Error::missing("expected a first day"))
        })?;
        let holds = |(spell, _): &&mut (Spell, Places)| {
            let inside = spell.start() <= from && spell.last_day().is_none_or(|end| from <= end);
            inside && record.spell.id.as_ref().is_none_or(|id| spell.id.as_ref() == Some(id))
        };
        if let Some((spell, places)) = built.iter_mut().filter(|(spell, _)| spell.start() <= from).find(holds)
        {
            spell.positions.push(position(&record.position, from));
            places.positions.push(record.origin);
            // Terms that a file tells with the position; the latest count.
            if let Some(entity) = &record.spell.legal_entity {
                spell.legal_entity = Some(entity.clone());
            }
            spell.worker_type = record.spell.worker_type.or(spell.worker_type);
            spell.employment_type = record.spell.employment_type.or(spell.employment_type);
            return Ok(());
        }
        let error = Error::inconsistent("expected a day within a spell of the worker");
        let wrong = self.wrong(person, record.origin, Field::PositionFrom, &error);
        if self.plans.get(record.origin.table).is_some_and(|plan| plan.file.loose_positions) {
            self.notes.cell("import-position-outside", &[], || wrong.error.path().to_owned());
            return Ok(());
        }
        Err(wrong)
    }

    /// Whether every spell is there, by what the worker's row, the files and the first start say.
    fn completeness(
        &mut self,
        person: &Person,
        spells: &[Spell],
        earliest: Option<NaiveDate>,
    ) -> Completeness {
        let mut complete = self.document.history == Completeness::Complete || person.completes;
        let first = person.records.iter().filter_map(|record| record.first_start).min();
        if let (Some(first), Some(earliest)) = (first, earliest) {
            if first != earliest {
                self.notes.worker("import-first-start-differs", &person.id);
            }
            complete = first >= earliest && (complete || first == earliest);
        }
        let latest = person.records.iter().filter_map(|record| record.latest_start).max();
        if latest
            .is_some_and(|latest| spells.iter().map(Spell::start).max().is_some_and(|start| start != latest))
        {
            self.notes.worker("import-latest-start-differs", &person.id);
        }
        let said = person.records.iter().find_map(|record| record.completeness);
        match said {
            Some(said) => said,
            None if complete && !person.doubtful => Completeness::Complete,
            None => {
                self.notes.worker("import-latest-only", &person.id);
                Completeness::LatestOnly
            }
        }
    }

    /// The flag of the latest separation and of the worker; two that disagree are for a person to decide.
    fn flag(&mut self, person: &Person, worker: Worker) -> Worker {
        let key = |record: &&Record| (record.spell.end.is_some(), record.spell.end, record.spell.start);
        let latest = person.spells.iter().max_by_key(key);
        let told = latest.into_iter().chain(&person.records);
        let flags: Vec<_> = told.clone().flat_map(|record| &record.flags).copied().collect();
        let said: Vec<_> = flags.iter().filter(|flag| **flag != RehireFlag::Absent).collect();
        let flag = match said.split_first() {
            None => RehireFlag::Absent,
            Some((flag, others)) if others.iter().all(|other| other == flag) => **flag,
            Some(_) => {
                self.notes.worker("import-flags-disagree", &person.id);
                RehireFlag::UponReview
            }
        };
        let origin = told.filter_map(|record| record.flag_origin).next();
        worker.rehire_flag(flag).flag_origin(origin.unwrap_or_default())
    }

    fn pay(&self, person: &Person, record: &Record, worker: &Worker) -> Result<Compensation, Wrong> {
        let part = &record.pay;
        let wrong = |field, error: &Error| self.wrong(person, record.origin, field, error);
        let missing = |field, message: &str| wrong(field, &Error::missing(message));
        let currency = part.currency.or(self.document.overlay.currency);
        let money = |field, text: &Option<String>| -> Result<Option<Money>, Wrong> {
            let Some(text) = text else { return Ok(None) };
            let money = amount::money(text, currency).map_err(|error| wrong(field, &error))?;
            Ok(Some(money))
        };
        let latest = || worker.spells().last().map(Spell::start);
        let file = self.plans.get(record.origin.table).map(|plan| plan.file);
        Ok(Compensation {
            from: part.from.or_else(latest).ok_or_else(|| missing(Field::PayFrom, "expected a first day"))?,
            amount: money(Field::Amount, &part.amount)?
                .ok_or_else(|| missing(Field::Amount, "expected an amount"))?,
            period: part
                .period
                .or_else(|| file?.period)
                .ok_or_else(|| missing(Field::Period, "expected the period that the amount is for"))?,
            range_minimum: money(Field::RangeMinimum, &part.minimum)?,
            range_midpoint: money(Field::RangeMidpoint, &part.midpoint)?,
            range_maximum: money(Field::RangeMaximum, &part.maximum)?,
        })
    }

    fn check_contacts(&mut self, worker: &Worker) {
        let contacts = worker.contacts();
        let email = |kind| kind == ContactKind::Email;
        if contacts.iter().any(|contact| email(contact.kind) && contact.ownership.is_none()) {
            self.notes.worker("import-mail-ownership-unknown", worker.id());
        }
        let gone = |spell: &Spell| spell.last_day().is_some() || spell.ended_unknown();
        let left = !worker.spells().is_empty() && worker.spells().iter().all(gone);
        let work = contacts.iter().all(|contact| contact.ownership == Some(Ownership::Work));
        if left && work && !contacts.is_empty() {
            self.notes.worker("import-work-contact-only", worker.id());
        }
    }

    /// Turns the path of a worker's error into the row and column where it stands.
    fn locate(&self, person: &Person, places: &[Places], error: &Error) -> Wrong {
        let steps: Vec<_> = error.path().split('.').map(step).collect();
        let spell = |index: Option<usize>| places.get(index.unwrap_or_default());
        let (origin, field) = match steps.as_slice() {
            [("spells", index), ("positions", position), (name, _)] => {
                let origin = spell(*index).and_then(|spell| spell.positions.get((*position)?));
                (origin.copied(), if *name == "to" { Field::PositionTo } else { Field::PositionFrom })
            }
            [("spells", index), ("end", _)] => (spell(*index).map(|spell| spell.end), Field::End),
            [("spells", index), ("id", _)] => (spell(*index).map(|spell| spell.start), Field::SpellId),
            [("spells", index), ..] => (spell(*index).map(|spell| spell.start), Field::Start),
            [("compensation", index), (name, _)] => {
                let origin = index.and_then(|index| person.pay.get(index)).map(|record| record.origin);
                let field = match *name {
                    "from" => Field::PayFrom,
                    "range_minimum" => Field::RangeMinimum,
                    "range_midpoint" => Field::RangeMidpoint,
                    "range_maximum" => Field::RangeMaximum,
                    _ => Field::Amount,
                };
                (origin, field)
            }
            _ => (None, Field::WorkerId),
        };
        self.wrong(person, origin.unwrap_or(person.origin), field, error)
    }
}

/// `spells[1]` as its name and index.
fn step(text: &str) -> (&str, Option<usize>) {
    match text.strip_suffix(']').and_then(|text| text.split_once('[')) {
        Some((name, index)) => (name, index.parse().ok()),
        None => (text, None),
    }
}

fn position(part: &PositionPart, from: NaiveDate) -> Position {
    Position {
        to: part.to,
        job_title: part.job_title.clone(),
        job_family: part.job_family.clone(),
        department: part.department.clone(),
        grade: part.grade,
        ..Position::new(from)
    }
}

fn separation(part: &SeparationPart) -> Separation {
    let mut separation = part.kind.map(Separation::from).unwrap_or_default();
    if let Some(reason) = part.reason {
        separation = separation.because(reason);
    }
    if let Some(code) = &part.code {
        separation = separation.local_code(code.clone());
    }
    separation.notified_on = part.notified_on;
    separation.regretted = part.regretted;
    separation.non_compete_until = part.non_compete_until;
    separation.no_contact_agreed = part.no_contact_agreed;
    separation.property_returned = part.property_returned;
    separation.handover_done = part.handover_done;
    separation.rescinded_on = part.rescinded_on;
    separation
}
