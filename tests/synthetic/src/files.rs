//! The tables of a data folder, as CSV.

use std::fmt::Write;

use chrono::{Datelike, Days, NaiveDate};

use crate::conversation::{Actor, Log, Target};
use crate::data::Data;
use crate::dirt::Injected;
use crate::ladder::{FAMILIES, LADDER};
use crate::office::opportunity;
use crate::person::{Person, worker_id};
use crate::purposes::PURPOSES;
use crate::random::Rng;
use crate::scenario::AS_OF;

/// A file of a data folder.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct File {
    /// What is in it.
    pub bytes: Vec<u8>,
    /// The faults that were put into it.
    pub injected: Vec<Injected>,
}

/// Adds a formatted row.
macro_rules! row {
    ($table:ident, $($format:tt)*) => {
        // Writing to a string cannot fail.
        let _ = writeln!($table, $($format)*);
    };
}

fn table(header: &str) -> String {
    format!("{header}\n")
}

fn date(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

pub(crate) fn people(data: &Data) -> String {
    let mut table = table("worker_id,rehire_flag,rehire_flag_origin,completeness,fact.self_employed");
    for person in &data.people {
        let (flag, origin) = person.flag;
        let founder = match person.membership {
            Some(_) => {
                if person.founder {
                    "true"
                } else {
                    "false"
                }
            }
            None => "",
        };
        row!(table, "{},{flag},{origin},complete,{founder}", person.id());
    }
    table
}

fn spell_id(person: &Person, place: usize) -> String {
    format!("s-{:06}-{}", person.index, place + 1)
}

pub(crate) fn spells(data: &Data) -> String {
    let mut table = table(
        "worker_id,spell_id,start_on,end_on,legal_entity,worker_type,employment_type,grade,separation_kind,separation_reason,\
         local_code,local_scheme,notified_on",
    );
    for person in &data.people {
        for (place, spell) in person.spells.iter().enumerate() {
            let grade = spell.positions.last().map_or("", |position| LADDER[position.rung].0);
            row!(
                table,
                "{},{},{},{},k-01,employee,{},{grade},{},{},{},{},{}",
                person.id(),
                spell_id(person, place),
                spell.start,
                date(spell.end),
                spell.employment_type,
                spell.kind.unwrap_or_default(),
                spell.reason.unwrap_or_default(),
                spell.code.unwrap_or_default(),
                spell.code.map_or("", |_| "jp_rishoku_kubun"),
                date(spell.notified_on),
            );
        }
    }
    table
}

pub(crate) fn positions(data: &Data) -> String {
    let mut table = table("worker_id,spell_id,from,to,job_title,job_family,department,grade");
    for person in &data.people {
        for (place, spell) in person.spells.iter().enumerate() {
            let ends = spell.positions.iter().skip(1).map(|next| Some(next.from - Days::new(1)));
            for (position, to) in spell.positions.iter().zip(ends.chain([spell.end])) {
                let (family, title, _) = FAMILIES[position.family];
                row!(
                    table,
                    "{},{},{},{},{title},{family},d-{:02},{}",
                    person.id(),
                    spell_id(person, place),
                    position.from,
                    date(to),
                    position.department + 1,
                    LADDER[position.rung].0,
                );
            }
        }
    }
    table
}

pub(crate) fn compensation(data: &Data) -> String {
    let mut table = table("worker_id,from,amount,currency,period,range_minimum,range_midpoint,range_maximum");
    for person in &data.people {
        for pay in &person.pay {
            let (minimum, midpoint, maximum) = pay.range;
            row!(
                table,
                "{},{},{},JPY,year,{minimum},{midpoint},{maximum}",
                person.id(),
                pay.from,
                pay.amount
            );
        }
    }
    table
}

/// The company's own mail domain.
pub(crate) const WORK_MAIL: &str = "corp.example.invalid";

/// Members and about half of the others have left an address of their own; that of one in sixteen who left long ago is dead.
pub(crate) fn contacts(data: &Data) -> String {
    let mut table = table("worker_id,kind,value,ownership,confirmed_on,bounced_on");
    for person in &data.people {
        let mut rng = Rng::stream(data.seed, "contacts-of", u64::from(person.index));
        let id = person.id();
        let left = person.first_left();
        if left.is_none() || person.employed() || rng.chance(0.15) {
            row!(table, "{id},email,{id}@{WORK_MAIL},work,,");
        }
        let own = person.membership.is_some() || left.is_some() && rng.chance(0.55);
        if !own {
            continue;
        }
        let confirmed = person.membership.map(|membership| membership.from.day()).or(left);
        let old = left.is_some_and(|left| AS_OF.year() - left.year() > 3);
        let bounced = (old && rng.chance(1.0 / 16.0)).then(|| AS_OF - Days::new(30 + rng.below(300)));
        let bounced = bounced.filter(|day| confirmed.is_none_or(|confirmed| confirmed < *day));
        row!(table, "{id},email,{id}@home.example.invalid,personal,{},{}", date(confirmed), date(bounced));
        if rng.chance(0.3) {
            // No number begins with 00 after the country code.
            row!(table, "{id},mobile,+81-00-0000-{:04},personal,{},", person.index % 10_000, date(confirmed));
        }
    }
    table
}

pub(crate) fn consent_events(data: &Data) -> String {
    let mut table = table(
        "source,id,subject,purpose,kind,occurred_at,received_at,notice_id,notice_version,method,employment_state,imported",
    );
    for (place, event) in data.consents.iter().enumerate() {
        let (notice, version) = match event.notice {
            Some(version) => ("alumni", version.to_string()),
            None => ("", String::new()),
        };
        row!(
            table,
            "{},ce-{:07},{},{},{},{},{},{notice},{version},{},{},{}",
            event.source,
            place + 1,
            worker_id(event.person),
            PURPOSES[event.purpose].id,
            event.act.as_str(),
            event.occurred,
            event.received,
            event.method,
            event.employment,
            if event.notice.is_none() { "true" } else { "" },
        );
    }
    table
}

fn interaction_id(place: usize) -> String {
    format!("i-{:07}", place + 1)
}

pub(crate) fn interactions(data: &Data) -> String {
    record(&data.log)
}

/// A record as `interactions.csv`.
pub(crate) fn record(log: &Log) -> String {
    let mut table = table("id,at,kind,actor,actor_type,target,target_type,thread,prompted_by,value");
    for (place, interaction) in log.interactions.iter().enumerate() {
        let (actor, actor_type) = match interaction.actor {
            Actor::Alumnus(index) => (worker_id(index), "alumnus"),
            Actor::Staff(index) => (worker_id(index), "staff"),
            Actor::Office => ("office".to_owned(), "office"),
        };
        let (target, target_type) = match interaction.target {
            Target::Network => (String::new(), "network"),
            Target::Person(index) => (worker_id(index), "person"),
            Target::Content(place) => (interaction_id(place), "content"),
            Target::Event(number) => (format!("g-{number:02}"), "event"),
            Target::Opportunity(number) => (requisition(number), "opportunity"),
        };
        row!(
            table,
            "{},{},{},{actor},{actor_type},{target},{target_type},{},{},{}",
            interaction_id(place),
            interaction.at,
            interaction.kind,
            interaction.thread.map(interaction_id).unwrap_or_default(),
            interaction.prompted_by.map(interaction_id).unwrap_or_default(),
            interaction.value.map(|value| value.to_string()).unwrap_or_default(),
        );
    }
    table
}

pub(crate) fn groups(data: &Data) -> String {
    let mut table = table("worker_id,sex,age_band");
    for person in &data.people {
        let band = match AS_OF.year() - person.born {
            ..30 => "under 30",
            30..40 => "30-39",
            40..50 => "40-49",
            _ => "50 and over",
        };
        row!(table, "{},{},{band}", person.id(), if person.woman { "women" } else { "men" });
    }
    table
}

/// `20253` as `r-2025-3`: what was filled in the third quarter of 2025.
fn requisition(number: u32) -> String {
    format!("r-{}-{}", number / 10, number % 10)
}

pub(crate) fn selections(data: &Data) -> String {
    let mut table = table("worker_id,requisition,decided_on,selected");
    for person in &data.people {
        if let Some(application) = person.application {
            let requisition = requisition(opportunity(application.decided_on));
            row!(table, "{},{requisition},{},{}", person.id(), application.decided_on, application.selected);
        }
    }
    table
}
