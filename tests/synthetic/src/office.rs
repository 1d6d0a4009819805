//! What the office does: monthly mailings, bringing people together; and what people do about its offers of work.

use chrono::{Datelike, Days, NaiveDate};

use crate::conversation::{Actor, Interaction, Log, Target, is_member};
use crate::moment::{self, Moment};
use crate::permission::{Act, Consent};
use crate::person::Person;
use crate::random::Rng;
use crate::scenario::{AS_OF, Scenario};

/// Mailings go out on this day of each month, at ten.
const MAILING_DAY: u32 = 12;
/// How long a mailing about jobs makes people withdraw more often.
const ANNOYED_DAYS: f64 = 14.0;
/// The office brings people together twice a quarter.
const BROKERED_EVERY_DAYS: f64 = 45.0;

fn mailing(year: i32, month: u32) -> Option<Moment> {
    NaiveDate::from_ymd_opt(year, month, MAILING_DAY).map(|day| Moment::start_of(day).after_hours(10.0))
}

/// Whether the mailing of that month is about jobs: spread evenly, so that their share is right over any year.
fn about_jobs(scenario: &Scenario, year: i32, month: u32) -> bool {
    let number = f64::from(year) * 12.0 + f64::from(month);
    libm::floor((number + 1.0) * scenario.job_share) > libm::floor(number * scenario.job_share)
}

/// Whether `at` is within 14 days after a mailing about jobs.
pub(crate) fn after_jobs(scenario: &Scenario, at: Moment) -> bool {
    let day = at.day();
    let last = if day.day() >= MAILING_DAY { day } else { day - Days::new(20) };
    mailing(last.year(), last.month()).is_some_and(|sent| {
        sent >= Moment::start_of(scenario.opened())
            && (0.0..ANNOYED_DAYS).contains(&at.days_since(sent))
            && about_jobs(scenario, last.year(), last.month())
    })
}

/// Mailings and brokered contacts.
pub(crate) fn work(scenario: &Scenario, seed: u64, log: &mut Log) {
    let mut rng = Rng::stream(seed, "office", 0);
    let (from, until) = scenario.window();
    let start = from.day();
    for month in 0..=scenario.months {
        let day = start + chrono::Months::new(month);
        let Some(at) = mailing(day.year(), day.month()) else { continue };
        let jobs = about_jobs(scenario, day.year(), day.month());
        let target = if jobs { Target::Opportunity(opportunity(day)) } else { Target::Network };
        log.add(Interaction::new(at, "company_push", Actor::Office, target));
    }
    let mut at = from;
    loop {
        at = at.after_days(rng.exponential(BROKERED_EVERY_DAYS));
        if at >= until {
            break;
        }
        let at = moment::office(&mut rng, at.day());
        log.add(Interaction::new(at, "broker_action", Actor::Office, Target::Network));
    }
}

/// Jobs are filled quarter by quarter: the requisition decided on `day`.
pub(crate) fn opportunity(day: NaiveDate) -> u32 {
    day.year().unsigned_abs() * 10 + day.month0() / 3 + 1
}

/// Applications before they are decided, and members who leave the mailing lists.
pub(crate) fn applications(seed: u64, people: &[Person], consents: &[Consent], log: &mut Log) {
    for person in people {
        let Some(application) = person.application else { continue };
        let mut rng = Rng::stream(seed, "application", u64::from(person.index));
        let decided = Moment::start_of(application.decided_on);
        let at = moment::leisure(&mut rng, decided.after_days(-45.0), decided.after_days(-14.0));
        if is_member(person, at) && at < Moment::start_of(AS_OF) {
            let target = Target::Opportunity(opportunity(application.decided_on));
            log.add(Interaction::new(at, "application", Actor::Alumnus(person.index), target));
        }
    }
    let left = consents
        .iter()
        .filter(|consent| consent.act == Act::Withdrawn && consent.source == "unsubscribe-link");
    let mut before: Option<&Consent> = None;
    for consent in left {
        // One click may withdraw several purposes.
        let same = before.is_some_and(|one| (one.person, one.occurred) == (consent.person, consent.occurred));
        if !same {
            log.add(Interaction::new(
                consent.occurred,
                "opt_out",
                Actor::Alumnus(consent.person),
                Target::Network,
            ));
        }
        before = Some(consent);
    }
}
