//! One row of an export, typed.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::{
    Completeness, ContactKind, ContactPoint, Currency, EmploymentType, FlagOrigin, LocalCode, Ownership,
    PayPeriod, RehireFlag, Row, SeparationKind, SeparationReason, WorkerType,
};
use super::cells::Cell;
use super::document::Document;
use super::field::{Field, Target};
use super::notes::Notes;
use super::plan::{Entry, Origin, Plan, Unusable, Wrong, folded};
use crate::Error;

#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) origin: Origin,
    /// Where the end stands, when another row gave it.
    pub(super) end_origin: Origin,
    pub(super) worker: Option<String>,
    pub(super) former: Option<String>,
    /// What two records of one person would have in common; empty when there is nothing to compare.
    pub(super) person: String,
    pub(super) flags: Vec<RehireFlag>,
    pub(super) flag_origin: Option<FlagOrigin>,
    pub(super) completeness: Option<Completeness>,
    pub(super) first_start: Option<NaiveDate>,
    pub(super) latest_start: Option<NaiveDate>,
    pub(super) latest_end: Option<NaiveDate>,
    pub(super) spell: SpellPart,
    pub(super) separation: SeparationPart,
    pub(super) position: PositionPart,
    pub(super) pay: PayPart,
    pub(super) contact: ContactPart,
    pub(super) contacts: Vec<ContactPoint>,
    pub(super) facts: BTreeMap<String, String>,
    /// Whether rows of its file are ranked, so that of two about the same thing the first read counts.
    pub(super) has_rank: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct SpellPart {
    pub(super) id: Option<String>,
    pub(super) start: Option<NaiveDate>,
    pub(super) end: Option<NaiveDate>,
    pub(super) ended: Option<bool>,
    pub(super) void: bool,
    /// For rows of status: whether it ends the employment, and when.
    pub(super) status_ends: bool,
    pub(super) status_on: Option<NaiveDate>,
    pub(super) legal_entity: Option<String>,
    pub(super) worker_type: Option<WorkerType>,
    pub(super) employment_type: Option<EmploymentType>,
    pub(super) grade: Option<i32>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SeparationPart {
    pub(super) kind: Option<SeparationKind>,
    pub(super) reason: Option<SeparationReason>,
    pub(super) code: Option<LocalCode>,
    pub(super) notified_on: Option<NaiveDate>,
    pub(super) regretted: Option<bool>,
    pub(super) non_compete_until: Option<NaiveDate>,
    pub(super) no_contact_agreed: Option<bool>,
    pub(super) property_returned: Option<bool>,
    pub(super) handover_done: Option<bool>,
    pub(super) rescinded_on: Option<NaiveDate>,
    /// Whether a column of its own says how it ended, not a rule over flags that every row has.
    pub(super) told: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PositionPart {
    pub(super) from: Option<NaiveDate>,
    pub(super) to: Option<NaiveDate>,
    pub(super) job_title: Option<String>,
    pub(super) job_family: Option<String>,
    pub(super) department: Option<String>,
    pub(super) grade: Option<i32>,
}

/// Amounts stay text until the currency of the row is known.
#[derive(Clone, Debug, Default)]
pub(super) struct PayPart {
    pub(super) from: Option<NaiveDate>,
    pub(super) component: Option<String>,
    pub(super) amount: Option<String>,
    pub(super) currency: Option<Currency>,
    pub(super) period: Option<PayPeriod>,
    pub(super) minimum: Option<String>,
    pub(super) midpoint: Option<String>,
    pub(super) maximum: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct ContactPart {
    pub(super) kind: Option<ContactKind>,
    pub(super) value: Option<String>,
    pub(super) ownership: Option<Ownership>,
    pub(super) confirmed_on: Option<NaiveDate>,
    pub(super) bounced_on: Option<NaiveDate>,
}

/// Codes of the row, with the column each stands in, before one of them is chosen.
type Codes = Vec<(LocalCode, String)>;

impl Record {
    fn new(origin: Origin) -> Self {
        Self {
            origin,
            end_origin: origin,
            worker: None,
            former: None,
            person: String::new(),
            flags: Vec::new(),
            flag_origin: None,
            completeness: None,
            first_start: None,
            latest_start: None,
            latest_end: None,
            spell: SpellPart::default(),
            separation: SeparationPart::default(),
            position: PositionPart::default(),
            pay: PayPart::default(),
            contact: ContactPart::default(),
            contacts: Vec::new(),
            facts: BTreeMap::new(),
            has_rank: false,
        }
    }

    /// Reads a row; `None` for one that the mapping passes over.
    pub(super) fn read<'t>(
        document: &Document,
        plan: &Plan<'t>,
        row: Row<'t>,
        origin: Origin,
        notes: &mut Notes,
    ) -> Result<Option<Self>, Wrong> {
        if skipped(plan, &row, notes) {
            return Ok(None);
        }
        let mut record = Self::new(origin);
        record.has_rank = plan.file.order.is_some();
        let mut codes = Codes::new();
        let mut scheme = None;
        for entry in &plan.entries {
            let text =
                row.text(&entry.column).filter(|text| !document.empty.iter().any(|empty| empty == text));
            let read = match text {
                Some(text) => {
                    let cell = Cell { document, entry, row, text };
                    record.take(&cell, &mut codes, &mut scheme, notes)
                }
                None if entry.filled => row.need(&entry.column).map(drop),
                None => Ok(()),
            };
            read.map_err(|error| record.wrong(entry, error))?;
        }
        record.settle(document, plan, &row, codes, scheme.as_deref(), notes);
        Ok(Some(record))
    }

    fn wrong(&self, entry: &Entry, error: Error) -> Wrong {
        Box::new(Unusable {
            origin: self.origin,
            column: Some(entry.column.clone()),
            target: Some(entry.target.clone()),
            worker: self.worker.clone(),
            error,
        })
    }

    fn take(
        &mut self,
        cell: &Cell<'_, '_>,
        codes: &mut Codes,
        scheme: &mut Option<String>,
        notes: &mut Notes,
    ) -> Result<(), Error> {
        let text = || Some(cell.text.to_owned());
        let field = match &cell.entry.target {
            Target::Fact(name) => {
                self.facts.insert(name.clone(), cell.text.to_owned());
                return Ok(());
            }
            Target::Field(field) => *field,
        };
        match field {
            Field::WorkerId => self.worker = text(),
            Field::FormerId => self.former = text(),
            Field::SamePerson => {
                // One system writes a day of birth in more than one form.
                let day = crate::calendar::parse_date(cell.text).map(|day| day.to_string());
                self.person.extend([&day.unwrap_or_else(|_| folded(cell.text)), "\u{1f}"]);
            }
            Field::RehireFlag => {
                // A flag nobody can read is one that a person must look at.
                let flag = cell.one_of(RehireFlag::ALL, RehireFlag::as_str, notes)?;
                self.flags.push(flag.unwrap_or(RehireFlag::UponReview));
            }
            Field::FlagOrigin => {
                self.flag_origin = cell.one_of(FlagOrigin::ALL, FlagOrigin::as_str, notes)?
            }
            Field::Completeness => {
                let name = |value: Completeness| match value {
                    Completeness::Complete => "complete",
                    Completeness::LatestOnly => "latest_only",
                };
                self.completeness =
                    cell.one_of(&[Completeness::Complete, Completeness::LatestOnly], name, notes)?;
            }
            Field::FirstStart => self.first_start = cell.date()?,
            Field::LatestStart => self.latest_start = cell.date()?,
            Field::LatestEnd => self.latest_end = cell.date()?,
            Field::SpellId => self.spell.id = text(),
            Field::Start => self.spell.start = cell.date()?,
            Field::End => self.spell.end = cell.date()?,
            Field::Ended => self.spell.ended = cell.boolean(notes)?,
            Field::Void => self.spell.void = cell.boolean(notes)?.unwrap_or_default(),
            Field::Status => self.spell.status_ends = cell.has_ended(),
            Field::StatusOn => self.spell.status_on = cell.date()?,
            Field::LegalEntity => self.spell.legal_entity = text(),
            Field::WorkerType => {
                self.spell.worker_type = cell.one_of(WorkerType::ALL, WorkerType::as_str, notes)?
            }
            Field::EmploymentType => {
                self.spell.employment_type =
                    cell.one_of(EmploymentType::ALL, EmploymentType::as_str, notes)?;
            }
            Field::SpellGrade => self.spell.grade = cell.grade(notes)?,
            Field::LocalCode => {
                let scheme = cell.entry.scheme.as_deref().unwrap_or("tenant");
                codes.push((LocalCode::as_written(scheme, cell.text), cell.entry.column.clone()));
            }
            Field::LocalScheme => *scheme = text(),
            Field::PositionFrom => self.position.from = cell.date()?,
            Field::PositionTo => self.position.to = cell.date()?,
            Field::JobTitle => self.position.job_title = text(),
            Field::JobFamily => self.position.job_family = text(),
            Field::Department => self.position.department = text(),
            Field::PositionGrade => self.position.grade = cell.grade(notes)?,
            Field::PayFrom => self.pay.from = cell.date()?,
            Field::PayComponent => self.pay.component = text(),
            Field::Amount => self.pay.amount = text(),
            Field::Currency => {
                self.pay.currency = Some(
                    cell.text
                        .parse()
                        .map_err(|error: Error| error.within(cell.row.place(&cell.entry.column)))?,
                );
            }
            Field::Period => self.pay.period = cell.one_of(PayPeriod::ALL, PayPeriod::as_str, notes)?,
            Field::RangeMinimum => self.pay.minimum = text(),
            Field::RangeMidpoint => self.pay.midpoint = text(),
            Field::RangeMaximum => self.pay.maximum = text(),
            Field::ContactKind => {
                self.contact.kind = cell.one_of(ContactKind::ALL, ContactKind::as_str, notes)?
            }
            Field::ContactValue => self.contact.value = text(),
            Field::Ownership => {
                self.contact.ownership = cell.one_of(Ownership::ALL, Ownership::as_str, notes)?
            }
            Field::ConfirmedOn => self.contact.confirmed_on = cell.date()?,
            Field::BouncedOn => self.contact.bounced_on = cell.date()?,
            _ => {
                self.contacts.extend(cell.contact(field));
                return self.separation.take(cell, field, notes);
            }
        }
        Ok(())
    }

    /// Works out what several cells say together: the code, the kind and reason, the contact.
    fn settle<'t>(
        &mut self,
        document: &Document,
        plan: &Plan<'t>,
        row: &Row<'t>,
        codes: Codes,
        scheme: Option<&str>,
        notes: &mut Notes,
    ) {
        // A name alone is shared by many; only several things in common say something.
        let compared = plan.entries.iter().filter(|entry| entry.target.is(Field::SamePerson)).count();
        if compared < 2 || self.person.matches('\u{1f}').count() < compared {
            self.person.clear();
        }
        let components = &document.overlay.pay_components;
        if !components.is_empty() && self.pay.component.as_ref().is_some_and(|one| !components.contains(one))
        {
            self.pay.amount = None;
        }
        let separation = &mut self.separation;
        separation.told = separation.kind.is_some()
            || separation.reason.is_some()
            || separation.rescinded_on.is_some()
            || !codes.is_empty();
        let mut unmapped = None;
        for (code, column) in &codes {
            let code =
                scheme.map_or_else(|| code.clone(), |scheme| LocalCode::as_written(scheme, code.code()));
            let meaning = document.overlay.reasons.get(code.code());
            separation.kind = separation.kind.or_else(|| meaning?.kind);
            separation.reason = separation.reason.or_else(|| meaning?.reason);
            let rank = |code: &LocalCode| (code.is_of_known_scheme(), code.scheme() != "free_text");
            if code.is_unknown() {
                let details = [("scheme", code.scheme()), ("code", code.code())];
                notes.cell("import-code-unknown", &details, || row.place(column));
            } else if meaning.is_none() && !code.is_of_known_scheme() {
                unmapped = Some((code.clone(), column));
            }
            if separation.code.as_ref().is_none_or(|chosen| rank(chosen) < rank(&code)) {
                separation.code = Some(code);
            }
        }
        for rule in &plan.file.rules {
            let holds = rule.when.iter().all(|(column, values)| {
                let found = plan.text(row, column).map(folded).unwrap_or_default();
                values.iter().any(|value| folded(value) == found)
            });
            if holds {
                separation.kind = separation.kind.or(rule.kind);
                separation.reason = separation.reason.or(rule.reason);
            }
        }
        let implied = separation.code.as_ref().and_then(LocalCode::kind);
        if let Some((code, column)) = unmapped
            && (separation.reason.is_none() || separation.kind.or(implied).is_none())
        {
            // A free text may say anything about a person: it is counted, not quoted.
            match code.scheme() {
                "free_text" => notes.cell("import-reason-free-text", &[], || row.place(column)),
                _ => notes.cell("import-reason-unmapped", &[("code", code.code())], || row.place(column)),
            }
        }
        if let Some(value) = self.contact.value.take() {
            let kind = self.contact.kind.unwrap_or(ContactKind::Email);
            let owner = || super::cells::owner(&document.overlay.mail_domains, &value);
            let ownership = self.contact.ownership.or_else(|| (kind == ContactKind::Email).then(owner)?);
            let ContactPart { confirmed_on, bounced_on, .. } = self.contact;
            self.contacts.push(ContactPoint { kind, ownership, confirmed_on, bounced_on, value });
        }
        for contact in &mut self.contacts {
            contact.confirmed_on = contact.confirmed_on.or(self.contact.confirmed_on);
            contact.bounced_on = contact.bounced_on.or(self.contact.bounced_on);
        }
    }
}

impl SeparationPart {
    fn take(&mut self, cell: &Cell<'_, '_>, field: Field, notes: &mut Notes) -> Result<(), Error> {
        match field {
            Field::Kind => self.kind = cell.one_of(SeparationKind::ALL, SeparationKind::as_str, notes)?,
            Field::Reason => {
                self.reason = cell.one_of(SeparationReason::ALL, SeparationReason::as_str, notes)?
            }
            Field::NotifiedOn => self.notified_on = cell.date()?,
            Field::Regretted => self.regretted = cell.boolean(notes)?,
            Field::NonCompeteUntil => self.non_compete_until = cell.date()?,
            Field::NoContactAgreed => self.no_contact_agreed = cell.boolean(notes)?,
            Field::PropertyReturned => self.property_returned = cell.boolean(notes)?,
            Field::HandoverDone => self.handover_done = cell.boolean(notes)?,
            Field::RescindedOn => self.rescinded_on = cell.date()?,
            _ => {}
        }
        Ok(())
    }
}

fn skipped<'t>(plan: &Plan<'t>, row: &Row<'t>, notes: &mut Notes) -> bool {
    for skip in &plan.file.skip {
        let cell = |column: &str| plan.text(row, column).map(folded).unwrap_or_default();
        let holds =
            skip.when.iter().all(|(column, values)| values.iter().any(|value| folded(value) == cell(column)));
        if holds {
            if skip.warn {
                let place = || format!("{}: line {}", plan.table.name(), row.line());
                let columns: Vec<_> = skip.when.keys().map(String::as_str).collect();
                notes.cell("import-rows-passed-over", &[("columns", &columns.join(", "))], place);
            }
            return true;
        }
    }
    false
}
