//! Careers: when somebody was hired, rose, left, and perhaps came back.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::ladder::{self, DEPARTMENTS, FAMILIES};
use crate::person::{Application, Pay, Person, Position, Spell};
use crate::random::Rng;
use crate::scenario::{AS_OF, Scenario};
use crate::{participation, separation};

/// Probability of leaving within each year of tenure: high in the first, highest in the third, falling then. With retirement
/// at 60 and the ages below, the mean completed tenure is 8.25 years, which is 12.1 separations a year for 100 employed.
const HAZARD: [f64; 10] = [0.16, 0.18, 0.22, 0.16, 0.12, 0.09, 0.07, 0.05, 0.05, 0.05];
const HAZARD_TO_20: f64 = 0.06;
const HAZARD_LATER: f64 = 0.036;

/// People are hired this many years back, so that the company is in a steady state.
const YEARS_OF_HIRING: i64 = 45;
/// The export reaches back this far.
const YEARS_OF_EXPORT: u32 = 15;

/// The `index`-th person who was ever hired; `None` for one who left before the export begins.
pub(crate) fn person(scenario: &Scenario, seed: u64, index: u32) -> Option<Person> {
    let mut rng = Rng::stream(seed, "career", u64::from(index));
    let woman = rng.chance(0.5);
    let (start, age) = hired(&mut rng);
    let mut person = Person {
        index,
        woman,
        born: start.year() - age,
        spells: Vec::new(),
        pay: Vec::new(),
        flag: ("", ""),
        application: None,
        rate: 0.0,
        founder: false,
        employer: 0,
        membership: None,
    };
    let place = rng.normal();
    spell(&mut rng, &mut person, start, None, place);
    let left = person.first_left();
    if left.is_some_and(|left| left < AS_OF - Months::new(12 * YEARS_OF_EXPORT)) {
        return None;
    }
    if let Some(left) = left {
        let kind = person.spells[0].kind.unwrap_or_default();
        person.flag = separation::flag(&mut rng, scenario.flags, kind);
        come_back(&mut rng, scenario, &mut person, left);
        let mut rng = Rng::stream(seed, "rate", u64::from(index));
        (person.rate, person.founder) = participation::rate(&mut rng, scenario);
        // Some employers have many of the old colleagues, most have few.
        let spread = rng.below(150) + 1;
        person.employer = u32::try_from(rng.below(spread)).unwrap_or(0);
    }
    Some(person)
}

/// First day and age: 70 % leave school or university and start on 1 April, the others come in mid-career at any time.
fn hired(rng: &mut Rng) -> (NaiveDate, i32) {
    let days = rng.between(1, YEARS_OF_HIRING * 365);
    let day = AS_OF - Days::new(days.unsigned_abs());
    if rng.chance(0.7) {
        let april = NaiveDate::from_ymd_opt(day.year(), 4, 1).unwrap_or(day);
        // The coming April may be in the future.
        let april = if april > AS_OF { AS_OF - Months::new(12) } else { april };
        return (april, i32::try_from(rng.between(22, 24)).unwrap_or(22));
    }
    let first = day.with_day(rng.pick(&[1, 1, 1, 16])).unwrap_or(day);
    (first, i32::try_from(rng.between(25, 55)).unwrap_or(25))
}

/// The last day of a spell that starts on `start`, or `None` if it has not come yet.
fn end(rng: &mut Rng, start: NaiveDate, age: i32) -> Option<NaiveDate> {
    let months = u32::try_from((60 - age).max(1)).unwrap_or(1) * 12;
    let mut month = 0;
    while month + 1 < months {
        let year = month as usize / 12;
        let later = if year < 20 { HAZARD_TO_20 } else { HAZARD_LATER };
        let hazard = HAZARD.get(year).copied().unwrap_or(later);
        // The same as twelve draws, one a month: whether in this year, and if so in which month.
        if !rng.chance(hazard) {
            month += 12;
            continue;
        }
        let stays = libm::log(1.0 - hazard) / 12.0;
        let share = rng.unit() * hazard;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 11")]
        let within = libm::floor(libm::log(1.0 - share) / stays) as u32;
        month = (month + within.min(11)).min(months - 1);
        break;
    }
    // Most leave with the month, the others on any day of it.
    let next = start + Months::new(month.min(months - 1) + 1);
    let last = (next - Days::new(1)).max(start);
    let last = if rng.chance(0.2) { start.max(last - Days::new(rng.below(28))) } else { last };
    (last < AS_OF).then_some(last)
}

/// Adds a spell with its positions and pay. `back_on` is the rung of somebody who comes back.
fn spell(rng: &mut Rng, person: &mut Person, start: NaiveDate, back_on: Option<usize>, place: f64) {
    let age = start.year() - person.born;
    let end = end(rng, start, age);
    let kind = end.map(|end| separation::kind(rng, end.year() - person.born));
    // Terms end where there is a term.
    let employment_type = if kind == Some("end_of_term") || kind.is_none() && rng.chance(0.06) {
        "fixed_term"
    } else {
        rng.weighted(&[("full_time", 90.0), ("part_time", 10.0)])
    };
    let notice = Days::new(rng.below(61));
    let mut spell = Spell {
        start,
        end,
        employment_type,
        positions: Vec::new(),
        kind,
        reason: kind.and_then(|kind| separation::reason(rng, kind, person.woman)),
        code: kind.and_then(|kind| separation::code(rng, kind)),
        notified_on: end.filter(|_| kind == Some("voluntary")).map(|end| (end - notice).max(start)),
    };
    let first =
        back_on.unwrap_or(if age < 28 { 0 } else { usize::try_from((age - 20) / 8).unwrap_or(0).min(4) });
    positions(rng, &mut spell, first, employment_type == "full_time");
    pay(&spell, place, &mut person.pay);
    person.spells.push(spell);
}

/// Goes through the Aprils of a spell: promotions, and one transfer in ten years.
fn positions(rng: &mut Rng, spell: &mut Spell, first: usize, rises: bool) {
    let families: Vec<(usize, f64)> =
        FAMILIES.iter().enumerate().map(|(place, family)| (place, family.2)).collect();
    let mut now = Position {
        from: spell.start,
        rung: first,
        family: rng.weighted(&families),
        department: rng.below(DEPARTMENTS),
    };
    // On this rung since the April of this year.
    let mut since = spell.start.year();
    spell.positions.push(now.clone());
    for year in spell.start.year() + 1..=AS_OF.year() {
        let Some(april) = NaiveDate::from_ymd_opt(year, 4, 1) else { continue };
        if april >= spell.end.unwrap_or(AS_OF) {
            break;
        }
        let before = now.clone();
        if rises && ladder::promoted(rng, now.rung, since, year) {
            now.rung += 1;
            since = year;
        }
        if rng.chance(0.1) {
            now.department = rng.below(DEPARTMENTS);
            if rng.chance(0.3) {
                now.family = rng.weighted(&families);
            }
        }
        if now != before {
            now.from = april;
            spell.positions.push(now.clone());
        }
    }
}

/// Pay on the first day of each grade, and as it was on the last April.
fn pay(spell: &Spell, place: f64, into: &mut Vec<Pay>) {
    let mut rung = None;
    let mut since = spell.start;
    for position in &spell.positions {
        if rung != Some(position.rung) {
            rung = Some(position.rung);
            since = position.from;
            into.push(Pay {
                from: position.from,
                amount: ladder::pay(position.rung, position.from, place, 0),
                range: ladder::range(position.rung, position.from),
            });
        }
    }
    let last = spell.end.unwrap_or(AS_OF - Days::new(1));
    let april = NaiveDate::from_ymd_opt(last.year() - i32::from(last.month() < 4), 4, 1).unwrap_or(last);
    if let Some(rung) = rung.filter(|_| april > since) {
        let years = april.year() - since.year();
        let range = ladder::range(rung, april);
        into.push(Pay { from: april, amount: ladder::pay(rung, april, place, years), range });
    }
}

/// Decides whether somebody who left applies to come back, and with what result.
///
/// Half of those who come back do so within two years and four in five within five: a log-normal gap with a median of 24
/// months and a sigma of 1.09 (Revelio Labs, profiles of large firms).
fn come_back(rng: &mut Rng, scenario: &Scenario, person: &mut Person, left: NaiveDate) {
    let kind = person.spells[0].kind.unwrap_or_default();
    let may = ["voluntary", "end_of_term", "involuntary_no_cause"].contains(&kind);
    let gap_days = rng.log_normal(24.0 * 30.4, 1.09);
    let applies = rng.chance(scenario.applications);
    let (women, men) = scenario.selected;
    let selected = rng.chance(if person.woman { women } else { men });
    let back_place = return_place(rng);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "positive, and `as` saturates"
    )]
    let gap_days = gap_days as u64;
    if !may || !applies || gap_days > 20_000 {
        return;
    }
    // The programme has people wait for six months; before it there was no such rule.
    let earliest = left + Months::new(6) + Days::new(1);
    let mut start = left + Days::new(gap_days.max(20));
    if start >= scenario.opened() && start < earliest {
        start = earliest;
    }
    let decided_on = start - Days::new(10);
    if decided_on >= AS_OF || start >= AS_OF || start.year() - person.born >= 58 {
        return;
    }
    if decided_on >= scenario.opened() {
        person.application = Some(Application { decided_on, selected });
    }
    if selected {
        let rung = person.spells[0].positions.last().map_or(0, |position| position.rung);
        spell(rng, person, start, Some(rung), back_place);
    }
}

/// Where a returning offer stands among the pay of the grade: 40 % in the middle half, 35 % above it, 25 % far above.
fn return_place(rng: &mut Rng) -> f64 {
    let (from, to) = rng.weighted(&[((-0.67, 0.67), 40.0), ((0.67, 1.5), 35.0), ((1.5, 2.6), 25.0)]);
    from + (to - from) * rng.unit()
}
