//! Facts of a worker as of a day, by the names that rules use.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Money, Ownership, Position, Separation, Spell, Supplied, Value, Worker};
use crate::calendar::{Span, day_after};

/// A built-in HR fact.
///
/// A fact is asked for as of a day, and the day begins before anything happens on it: spells that start later are not
/// seen, and a spell whose last day is the day before has ended. `None` is *unknown*: not supplied, or not told by a
/// source that holds only the latest spell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Fact {
    /// Whether a spell is running.
    Employed,
    /// First day of the current or last spell.
    StartDate,
    /// First day of the first spell.
    FirstStartDate,
    /// Last day employed, of the latest spell that has or will have one.
    SeparationDate,
    /// Length of the current or last spell.
    Tenure,
    /// Length of all spells laid end to end, days that overlap counted once.
    TotalTenure,
    /// Time since the day after the last day employed; zero while employed.
    SinceSeparation,
    /// Number of spells.
    SpellCount,
    /// Number of times the worker came back.
    ReturnCount,
    /// Kind of the latest separation.
    SeparationKind,
    /// Reason of the latest separation.
    SeparationReason,
    /// Local code of the latest separation as `scheme:code`.
    SeparationCode,
    /// Whether the employer regrets the latest separation.
    SeparationRegretted,
    /// Time from the day notice was given to the last day employed.
    NoticeGiven,
    /// Last day on which a non-compete agreement binds.
    NonCompeteUntil,
    /// Whether no further contact was agreed.
    NoContactAgreed,
    /// Whether company property was returned.
    PropertyReturned,
    /// Whether the work was handed over.
    HandoverDone,
    /// The rehire flag; never unknown.
    RehireFlag,
    /// Where the rehire flag comes from.
    RehireFlagOrigin,
    /// Grade in the current or last spell, on the day asked or the last day employed.
    Grade,
    /// Grade on the last day employed.
    GradeAtSeparation,
    /// Highest grade ever held.
    HighestGrade,
    /// What the worker is or was to the employer.
    WorkerType,
    /// On what terms.
    EmploymentType,
    /// The employing company.
    LegalEntity,
    /// Job family of the current or last position.
    JobFamily,
    /// Department of the current or last position.
    Department,
    /// Title of the current or last position.
    JobTitle,
    /// Every job family held so far.
    JobFamilies,
    /// Every department worked in so far.
    Departments,
    /// Time in a job family, all positions together.
    TimeInJobFamily,
    /// Time in a department, all positions together.
    TimeInDepartment,
    /// Annual base pay last recorded.
    Pay,
    /// Kinds of the worker's own contact points that have not bounced.
    PersonalContacts,
}

names!(Fact {
    Employed => "employed",
    StartDate => "start_date",
    FirstStartDate => "first_start_date",
    SeparationDate => "separation_date",
    Tenure => "tenure",
    TotalTenure => "total_tenure",
    SinceSeparation => "since_separation",
    SpellCount => "spell_count",
    ReturnCount => "return_count",
    SeparationKind => "separation_kind",
    SeparationReason => "separation_reason",
    SeparationCode => "separation_code",
    SeparationRegretted => "separation_regretted",
    NoticeGiven => "notice_given",
    NonCompeteUntil => "non_compete_until",
    NoContactAgreed => "no_contact_agreed",
    PropertyReturned => "property_returned",
    HandoverDone => "handover_done",
    RehireFlag => "rehire_flag",
    RehireFlagOrigin => "rehire_flag_origin",
    Grade => "grade",
    GradeAtSeparation => "grade_at_separation",
    HighestGrade => "highest_grade",
    WorkerType => "worker_type",
    EmploymentType => "employment_type",
    LegalEntity => "legal_entity",
    JobFamily => "job_family",
    Department => "department",
    JobTitle => "job_title",
    JobFamilies => "job_families",
    Departments => "departments",
    TimeInJobFamily => "time_in_job_family",
    TimeInDepartment => "time_in_department",
    Pay => "pay",
    PersonalContacts => "personal_contacts",
});

impl Fact {
    /// The fact of `worker` as of `as_of`; `None` when it is unknown.
    ///
    /// `parameter` names the job family or department for the facts that take one, and is ignored by the others.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::calendar::Period;
    /// use alumni_core::workforce::{Fact, Spell, Value, Worker};
    ///
    /// let worker = Worker::new("w-1042", [Spell::new("2016-04-01".parse()?, "2021-09-30".parse()?)?])?;
    /// let Some(Value::Period(since)) = Fact::SinceSeparation.of(&worker, None, "2022-04-01".parse()?) else { panic!() };
    /// assert!(since.cmp_period(Period::months(6)).is_some_and(|order| order.is_eq()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(self, worker: &Worker, parameter: Option<&str>, as_of: NaiveDate) -> Option<Value> {
        let view = View { worker, as_of };
        match self {
            Self::Employed => view.employed().map(Value::Boolean),
            Self::StartDate => Some(Value::Date(view.latest()?.start())),
            Self::FirstStartDate => Some(Value::Date(view.complete()?.map(Spell::start).min()?)),
            Self::SeparationDate => Some(Value::Date(view.separated()?.last_day()?)),
            Self::Tenure => view.tenure(view.latest()?).map(Value::Period),
            Self::TotalTenure => view.total_tenure().map(Value::Period),
            Self::SinceSeparation => view.since_separation().map(Value::Period),
            Self::SpellCount => view.count(0),
            Self::ReturnCount => view.count(1),
            Self::SeparationKind => category(view.separation()?.kind()?.as_str()),
            Self::SeparationReason => category(view.separation()?.reason()?.as_str()),
            Self::SeparationCode => {
                let code = view.separation()?.code()?;
                Some(Value::Category(format!("{}:{}", code.scheme(), code.code())))
            }
            Self::SeparationRegretted => view.separation()?.regretted.map(Value::Boolean),
            Self::NoticeGiven => {
                let spell = view.separated()?;
                Span::new(spell.in_force()?.notified_on?, spell.last_day()?).ok().map(Value::Period)
            }
            Self::NonCompeteUntil => view.separation()?.non_compete_until.map(Value::Date),
            Self::NoContactAgreed => view.separation()?.no_contact_agreed.map(Value::Boolean),
            Self::PropertyReturned => view.separation()?.property_returned.map(Value::Boolean),
            Self::HandoverDone => view.separation()?.handover_done.map(Value::Boolean),
            Self::RehireFlag => category(worker.flag().0.as_str()),
            Self::RehireFlagOrigin => category(worker.flag().1.as_str()),
            Self::Grade => grade(view.latest()?, as_of),
            Self::GradeAtSeparation => {
                let spell = view.separated()?;
                grade(spell, spell.last_day()?)
            }
            Self::HighestGrade => {
                let spells = view.complete_positions()?;
                let grades = spells.flat_map(|spell| {
                    let held = spell.positions.iter().filter(|position| position.from <= as_of);
                    held.map(|position| position.grade).chain([spell.grade]).flatten()
                });
                grades.max().map(|grade| Value::Integer(grade.into()))
            }
            Self::WorkerType => category(view.latest()?.worker_type?.as_str()),
            Self::EmploymentType => category(view.latest()?.employment_type?.as_str()),
            Self::LegalEntity => category(view.latest()?.legal_entity.as_deref()?),
            Self::JobFamily => category(view.position()?.job_family.as_deref()?),
            Self::Department => category(view.position()?.department.as_deref()?),
            Self::JobTitle => category(view.position()?.job_title.as_deref()?),
            Self::JobFamilies => view.ever(|position| position.job_family.as_deref()),
            Self::Departments => view.ever(|position| position.department.as_deref()),
            Self::TimeInJobFamily => view.time_in(parameter?, |position| position.job_family.as_deref()),
            Self::TimeInDepartment => view.time_in(parameter?, |position| position.department.as_deref()),
            Self::Pay => view.pay().map(Value::Money),
            Self::PersonalContacts => {
                let own = worker
                    .contacts()
                    .iter()
                    .filter(|contact| contact.ownership != Some(Ownership::Work))
                    .filter(|contact| contact.bounced_on.is_none_or(|on| on > as_of));
                let kinds: BTreeSet<_> = own.map(|contact| contact.kind.as_str().to_owned()).collect();
                Some(Value::Categories(kinds.into_iter().collect()))
            }
        }
    }

    /// Every built-in fact without a parameter that is known of `worker` as of `as_of`, by name.
    #[must_use]
    pub fn all_of(worker: &Worker, as_of: NaiveDate) -> BTreeMap<&'static str, Value> {
        let known = |fact: &Self| Some((fact.as_str(), fact.of(worker, None, as_of)?));
        Self::ALL.iter().filter_map(known).collect()
    }
}

/// Days after `as_of` on which a built-in fact of `worker` can change for another reason than the passing of time:
/// spells, positions and pay that begin or end, in order.
#[must_use]
pub fn changes_after(worker: &Worker, as_of: NaiveDate) -> Vec<NaiveDate> {
    let mut days = BTreeSet::new();
    for spell in worker.spells() {
        days.insert(spell.start());
        days.extend(spell.last_day().and_then(day_after));
        for position in &spell.positions {
            days.insert(position.from);
            days.extend(position.to.and_then(day_after));
        }
    }
    days.extend(worker.pay().iter().map(|pay| pay.from));
    days.extend(worker.contacts().iter().filter_map(|contact| contact.bounced_on));
    let end = match worker.supplied().get(Fact::SeparationDate.as_str()) {
        Some(Supplied::Text(end)) => end.as_str(),
        Some(Supplied::Cell(end)) => end.text(),
        _ => "",
    };
    days.extend(end.parse().ok().and_then(day_after));
    days.split_off(&as_of).into_iter().filter(|day| *day > as_of).collect()
}

fn category(name: &str) -> Option<Value> {
    Some(Value::Category(name.to_owned()))
}

fn position_on(spell: &Spell, day: NaiveDate) -> Option<&Position> {
    let started = spell.positions.iter().filter(|position| position.from <= day);
    started.max_by_key(|position| position.from).filter(|position| position.to.is_none_or(|to| to >= day))
}

fn grade(spell: &Spell, day: NaiveDate) -> Option<Value> {
    let day = spell.last_day().map_or(day, |end| end.min(day));
    let grade = position_on(spell, day).and_then(|position| position.grade).or(spell.grade)?;
    Some(Value::Integer(grade.into()))
}

/// A worker seen as of a day.
struct View<'a> {
    worker: &'a Worker,
    as_of: NaiveDate,
}

impl<'a> View<'a> {
    fn spells(&self) -> impl Iterator<Item = &'a Spell> + use<'a> {
        let as_of = self.as_of;
        self.worker.spells().iter().filter(move |spell| spell.start() <= as_of)
    }

    /// The spells, when the source holds them all and there is one.
    fn complete(&self) -> Option<impl Iterator<Item = &'a Spell> + use<'a>> {
        (self.worker.is_complete() && self.spells().next().is_some()).then(|| self.spells())
    }

    /// The spells, when the source holds them all and all positions in them.
    fn complete_positions(&self) -> Option<impl Iterator<Item = &'a Spell> + use<'a>> {
        self.complete()?.all(|spell| !spell.latest_position_only).then(|| self.spells())
    }

    fn is_running(&self, spell: &Spell) -> bool {
        !spell.ended_unknown() && spell.last_day().is_none_or(|end| end >= self.as_of)
    }

    fn employed(&self) -> Option<bool> {
        self.latest().map(|_| self.spells().any(|spell| self.is_running(spell)))
    }

    /// The current spell, or else the last: a running one first, then the later end, then the later start.
    fn latest(&self) -> Option<&'a Spell> {
        let key = |spell: &&Spell| {
            (self.is_running(spell), spell.last_day().is_none(), spell.last_day(), spell.start())
        };
        self.spells().max_by_key(key)
    }

    /// The latest spell that has ended or whose end is recorded.
    fn separated(&self) -> Option<&'a Spell> {
        let ended = self.spells().filter(|spell| spell.last_day().is_some() || spell.in_force().is_some());
        ended.max_by_key(|spell| (spell.last_day().is_none(), spell.last_day(), spell.start()))
    }

    fn separation(&self) -> Option<&'a Separation> {
        self.separated()?.in_force()
    }

    fn position(&self) -> Option<&'a Position> {
        let spell = self.latest()?;
        position_on(spell, spell.last_day().map_or(self.as_of, |end| end.min(self.as_of)))
    }

    /// The day up to which a spell's days count; `None` when it ended on a day not told.
    fn until(&self, spell: &Spell) -> Option<NaiveDate> {
        match spell.last_day() {
            Some(end) => Some(day_after(end)?.min(self.as_of)),
            None => (!spell.ended_unknown()).then_some(self.as_of),
        }
    }

    fn tenure(&self, spell: &Spell) -> Option<Span> {
        Span::new(spell.start(), self.until(spell)?.max(spell.start())).ok()
    }

    fn total_tenure(&self) -> Option<Span> {
        let mut stretches = Vec::new();
        for spell in self.complete()? {
            let span = self.tenure(spell)?;
            stretches.push((span.from(), span.until()));
        }
        laid_end_to_end(stretches)
    }

    fn since_separation(&self) -> Option<Span> {
        if self.employed()? {
            return Span::new(self.as_of, self.as_of).ok();
        }
        Span::new(self.until(self.separated()?)?, self.as_of).ok()
    }

    fn count(&self, less: i64) -> Option<Value> {
        let spells = i64::try_from(self.complete()?.count()).ok()?;
        Some(Value::Integer(spells.saturating_sub(less)))
    }

    /// Positions with the first day and the day after the last, as far as they count by now.
    fn positions(&self) -> Option<Vec<(&'a Position, NaiveDate, NaiveDate)>> {
        let mut found = Vec::new();
        for spell in self.complete_positions()? {
            let mut started: Vec<_> =
                spell.positions.iter().filter(|position| position.from <= self.as_of).collect();
            started.sort_by_key(|position| position.from);
            let next = started.iter().skip(1).map(|position| Some(position.from)).chain([None]);
            for (position, next) in started.iter().zip(next) {
                let until = self.until(spell)?;
                let until =
                    position.to.and_then(day_after).into_iter().chain(next).fold(until, NaiveDate::min);
                found.push((*position, position.from, until.max(position.from)));
            }
        }
        // No position at all means that the source does not hold them.
        (!found.is_empty()).then_some(found)
    }

    fn ever(&self, of: impl Fn(&'a Position) -> Option<&'a str>) -> Option<Value> {
        let held: BTreeSet<_> =
            self.positions()?.into_iter().filter_map(|(position, ..)| of(position)).collect();
        // A source that fills the field for nobody's position does not hold it.
        (!held.is_empty()).then(|| Value::Categories(held.into_iter().map(str::to_owned).collect()))
    }

    fn time_in(&self, name: &str, of: impl Fn(&'a Position) -> Option<&'a str>) -> Option<Value> {
        let positions = self.positions()?;
        if positions.iter().all(|(position, ..)| of(position).is_none()) {
            return None;
        }
        let matching = positions.into_iter().filter(|(position, ..)| of(position) == Some(name));
        let stretches: Vec<_> = matching.map(|(_, from, until)| (from, until)).collect();
        let span = if stretches.is_empty() {
            Span::new(self.as_of, self.as_of).ok()
        } else {
            laid_end_to_end(stretches)
        };
        span.map(Value::Period)
    }

    fn pay(&self) -> Option<Money> {
        self.worker.pay().iter().rev().find(|pay| pay.from <= self.as_of)?.annual()
    }
}

/// One span as long as all stretches together, ending where the last one ends; days that overlap count once.
fn laid_end_to_end(mut stretches: Vec<(NaiveDate, NaiveDate)>) -> Option<Span> {
    stretches.sort_unstable();
    let last = stretches.iter().map(|(_, until)| *until).max()?;
    let mut days = 0_u64;
    let mut reached = NaiveDate::MIN;
    for (from, until) in stretches {
        let from = from.max(reached);
        if until > from {
            days = days.saturating_add(until.signed_duration_since(from).num_days().unsigned_abs());
            reached = until;
        }
    }
    Span::days_before(u32::try_from(days).ok()?, last)
}
