//! What people agreed to: the form at off-boarding, later questions, renewals and withdrawals.

use chrono::{Days, Months, NaiveDate};

use crate::moment::{self, Moment};
use crate::office;
use crate::person::Person;
use crate::purposes::{PURPOSES, VERSIONS, version_from, version_on};
use crate::random::Rng;
use crate::scenario::{AS_OF, Scenario};

/// What happened, by the words of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the meanings")]
#[non_exhaustive]
pub enum Act {
    Requested,
    Deferred,
    Refused,
    Given,
    Renewed,
    Withdrawn,
}

/// One event of the consent ledger.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Consent {
    /// The worker's number.
    pub person: u32,
    /// The purpose's place in [`PURPOSES`].
    pub purpose: usize,
    /// What happened.
    pub act: Act,
    /// When.
    pub occurred: Moment,
    /// When the ledger learned of it.
    pub received: Moment,
    /// The system it comes from.
    pub source: &'static str,
    /// How it was expressed.
    pub method: &'static str,
    /// The version of the notice; none for an import, which proves nothing.
    pub notice: Option<u32>,
    /// `notice_period` or `former`.
    pub employment: &'static str,
}

/// When somebody was a member, and whether others see their profile.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Membership {
    /// Since when.
    pub from: Moment,
    /// Until when; none if still.
    pub until: Option<Moment>,
    /// Whether other members see the profile.
    pub visible: bool,
}

impl Membership {
    /// Whether they are a member at `at`.
    #[must_use]
    pub fn holds(&self, at: Moment) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

/// Shares of those asked about membership: 60 % say yes, and the others do one of these.
const NOT_YES: [(Act, f64); 3] = [(Act::Refused, 25.0), (Act::Deferred, 5.0), (Act::Requested, 10.0)];
/// Share of leavers who are asked at all.
const ASKED: f64 = 0.85;
/// Share of leavers who are on a list taken over from a social network.
const IMPORTED: f64 = 0.03;
/// Share of members who answer when asked about a purpose that is new.
const ANSWERS_MAIL: f64 = 0.6;
/// Share of consents that are renewed before they lapse.
const RENEWS: f64 = 0.45;
/// Withdrawals per month, and how many times more in the 14 days after a mailing about jobs.
const WITHDRAWS: f64 = 0.005;
const WITHDRAWS_AFTER_JOBS: f64 = 4.0;
/// Share of withdrawals that the ledger learns of one to three months late.
const LATE: f64 = 0.01;
/// Share of members for whom two systems report a yes and a no at one instant.
const CONFLICTS: f64 = 0.005;

struct Story<'a> {
    scenario: &'a Scenario,
    person: u32,
    events: Vec<Consent>,
}

impl Story<'_> {
    fn add(&mut self, purpose: usize, act: Act, at: Moment, source: &'static str, method: &'static str) {
        let employment = if source == "offboarding-form" { "notice_period" } else { "former" };
        self.events.push(Consent {
            person: self.person,
            purpose,
            act,
            occurred: at,
            received: Moment(at.0 + 3),
            source,
            method,
            notice: Some(version_on(self.scenario, at.day())),
            employment,
        });
    }
}

/// What `person`, who left on `left`, agreed to, with the membership that follows from it.
pub(crate) fn story(
    scenario: &Scenario,
    seed: u64,
    person: &Person,
    left: NaiveDate,
) -> (Vec<Consent>, Option<Membership>) {
    let mut rng = Rng::stream(seed, "consent", u64::from(person.index));
    let mut story = Story { scenario, person: person.index, events: Vec::new() };
    let now = Moment::start_of(AS_OF);
    let alive = person.spells[0].kind != Some("death");
    if alive && !scenario.everyone_joins && rng.chance(IMPORTED) {
        imported(&mut rng, &mut story, left);
    }
    let asked = scenario.everyone_joins || rng.chance(ASKED);
    let answer = if scenario.everyone_joins || rng.chance(PURPOSES[0].yes) {
        Act::Given
    } else {
        rng.weighted(&NOT_YES)
    };
    let (at, source) = when_asked(&mut rng, scenario, left);
    if !alive || !asked || at >= now {
        return (story.events, None);
    }
    story.add(0, answer, at, source, "form");
    if answer != Act::Given {
        return (story.events, None);
    }
    let mut standing: [Option<Moment>; PURPOSES.len()] = [None; PURPOSES.len()];
    standing[0] = Some(at);
    for (place, purpose) in PURPOSES.iter().enumerate().skip(1) {
        let yes = rng.chance(purpose.yes);
        let (at, source, method) = if purpose.since_version <= version_on(scenario, at.day()) {
            (at, source, "form")
        } else {
            let mail = Moment::start_of(version_from(scenario, purpose.since_version));
            if !rng.chance(ANSWERS_MAIL) {
                continue;
            }
            let at = moment::leisure(&mut rng, mail.after_days(14.0), mail.after_days(35.0));
            (at, "member-mail", "email_click")
        };
        if at >= now {
            continue;
        }
        if yes {
            standing[place] = Some(at);
            story.add(place, Act::Given, at, source, method);
        } else if purpose.asks_outright {
            story.add(place, Act::Refused, at, source, method);
        }
    }
    let ends = withdrawals(&mut rng, scenario, &mut story, at, &standing);
    renewals(&mut rng, &mut story, &standing, &ends);
    if standing[1] == Some(at) && rng.chance(CONFLICTS) {
        story.add(1, Act::Withdrawn, at, "mail-tool", "api");
    }
    let visible = standing[4].is_some() && ends[4].is_none();
    (story.events, Some(Membership { from: at, until: ends[0], visible }))
}

/// At off-boarding, in the two weeks before the last day; those who had left before are asked as the programme opens.
fn when_asked(rng: &mut Rng, scenario: &Scenario, left: NaiveDate) -> (Moment, &'static str) {
    let opened = scenario.opened();
    let day = left - Days::new(rng.below(14) + 1);
    if day >= opened {
        return (moment::office(rng, day), "offboarding-form");
    }
    let opened = Moment::start_of(opened);
    (moment::leisure(rng, opened.after_days(-55.0), opened), "opening-campaign")
}

/// Being in somebody's group is no consent: the events have neither notice nor proof.
fn imported(rng: &mut Rng, story: &mut Story<'_>, left: NaiveDate) {
    let list = Moment::start_of(story.scenario.opened().max(left)).after_days(1.0 + 20.0 * rng.unit());
    if list >= Moment::start_of(AS_OF) {
        return;
    }
    for purpose in [0, 1] {
        story.add(purpose, Act::Given, list, "facebook-group", "");
        if let Some(event) = story.events.last_mut() {
            event.notice = None;
        }
    }
}

type Instants = [Option<Moment>; PURPOSES.len()];

/// Withdrawals from the day of joining on; leaving the network withdraws everything.
fn withdrawals(
    rng: &mut Rng,
    scenario: &Scenario,
    story: &mut Story<'_>,
    joined: Moment,
    standing: &Instants,
) -> Instants {
    let mut ends: Instants = [None; PURPOSES.len()];
    let mean_days = 30.4375 / (WITHDRAWS * WITHDRAWS_AFTER_JOBS);
    let mut at = joined;
    loop {
        at = at.after_days(rng.exponential(mean_days));
        if at >= Moment::start_of(AS_OF) {
            return ends;
        }
        let pushed = office::after_jobs(scenario, at);
        if !pushed && !rng.chance(1.0 / WITHDRAWS_AFTER_JOBS) {
            continue;
        }
        let (newsletter, jobs) = if pushed { (0.2, 0.5) } else { (0.5, 0.2) };
        let what = rng.weighted(&[(1, newsletter), (2, jobs), (0, 0.3)]);
        let late = rng.chance(LATE).then(|| at.after_days(30.0 + 60.0 * rng.unit()));
        let late = late.filter(|late| *late < Moment::start_of(AS_OF));
        for place in 0..PURPOSES.len() {
            let covered = what == 0 || what == place;
            let given = standing[place].is_some_and(|given| given < at) && ends[place].is_none();
            if covered && given {
                ends[place] = Some(at);
                story.add(place, Act::Withdrawn, at, "unsubscribe-link", "email_click");
                if let (Some(late), Some(event)) = (late, story.events.last_mut()) {
                    event.received = late;
                }
            }
        }
        if what == 0 {
            return ends;
        }
    }
}

/// Four weeks before a consent lapses people are asked to renew it.
fn renewals(rng: &mut Rng, story: &mut Story<'_>, standing: &Instants, ends: &Instants) {
    for (place, purpose) in PURPOSES.iter().enumerate() {
        let (Some(months), Some(mut given)) = (purpose.months, standing[place]) else { continue };
        loop {
            let lapses = Moment::start_of(given.day() + Months::new(months));
            let at = moment::leisure(rng, lapses.after_days(-28.0), lapses);
            let over = at >= Moment::start_of(AS_OF) || ends[place].is_some_and(|end| end <= at);
            if over || !rng.chance(RENEWS) {
                break;
            }
            story.add(place, Act::Renewed, at, "member-mail", "email_click");
            given = at;
        }
    }
}

impl Act {
    /// The word in the ledger.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Deferred => "deferred",
            Self::Refused => "refused",
            Self::Given => "given",
            Self::Renewed => "renewed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

// The form knows every purpose of its day, so no purpose may come later than the last version.
const _: () = {
    let mut place = 0;
    while place < PURPOSES.len() {
        assert!(PURPOSES[place].since_version <= VERSIONS, "a purpose that no version explains");
        place += 1;
    }
};
