//! Networks that are well but for one planted fault: for tests of diagnoses. Nothing here is real.
//!
//! A [`Living`] network is a roster and a record of a year. Without a fault 200 members post 0.4 times a year each, answer each other,
//! are asked by the office now and then, and have a gathering in each half year. An [`Ailment`] changes one of these habits and nothing
//! else, as far as habits can be changed alone.

use crate::conversation::{Actor, Interaction, Log, Target};
use crate::moment::{Moment, leisure};
use crate::random::Rng;
use crate::scenario::AS_OF;

/// A fault to plant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Ailment {
    /// None: the network is well.
    None,
    /// The company sends three things a week; alumni hardly post and hardly answer.
    OneWay,
    /// Two mailings a month, nine in ten of them about jobs, and people leave after them.
    OverRecruiting,
    /// No gatherings, perks, or mailings about them.
    NoMemberBenefit,
    /// Everybody looks in, nobody speaks.
    ToolOnly,
    /// Four in five of those who act are not on the roster.
    GroupOnly,
    /// One person writes most of the posts and most of the answers.
    OneHub,
    /// Who joined lately does nothing.
    SilentNewcomers,
    /// Questions get no answer.
    Unanswered,
    /// Two halves that talk a lot, and never to each other.
    Split,
    /// Nineteen posts in twenty are prompted by the office.
    OfficeDriven,
    /// Half a year ago posts and visits fell to a seventh.
    Fading,
    /// For a year hardly anybody has done anything, and nobody answers the office.
    Hollow,
}

impl Ailment {
    /// Every one.
    pub const ALL: [Self; 13] = [
        Self::None,
        Self::OneWay,
        Self::OverRecruiting,
        Self::NoMemberBenefit,
        Self::ToolOnly,
        Self::GroupOnly,
        Self::OneHub,
        Self::SilentNewcomers,
        Self::Unanswered,
        Self::Split,
        Self::OfficeDriven,
        Self::Fading,
        Self::Hollow,
    ];

    /// The name, that of the cause or the state it plants.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::OneWay => "one_way",
            Self::OverRecruiting => "over_recruiting",
            Self::NoMemberBenefit => "no_member_benefit",
            Self::ToolOnly => "tool_only",
            Self::GroupOnly => "group_only",
            Self::OneHub => "one_hub",
            Self::SilentNewcomers => "silent_newcomers",
            Self::Unanswered => "unanswered",
            Self::Split => "split",
            Self::OfficeDriven => "office_driven",
            Self::Fading => "fading",
            Self::Hollow => "hollow",
        }
    }
}

/// A roster and a record.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Living {
    /// Members by number, and when they joined.
    pub members: Vec<(u32, Moment)>,
    /// The record.
    pub log: Log,
}

/// What people and the office usually do, per year where it is a rate.
struct Habits {
    posts: f64,
    replies: f64,
    answers: f64,
    messages: f64,
    visits: f64,
    perks: f64,
    rsvp: f64,
    prompted: f64,
    request: Option<f64>,
    newcomers: f64,
    introduces: f64,
    on_roster: f64,
    /// Days between mailings, and the share of them about jobs and about gatherings.
    mailing_days: f64,
    job_share: f64,
    event_share: f64,
    /// Share of posts and of answers by one person.
    hub: (f64, f64),
    split: bool,
    /// What is left of posts and visits in the last half year.
    late: f64,
}

fn habits(ailment: Ailment) -> Habits {
    let well = Habits {
        posts: 0.4,
        replies: 1.2,
        answers: 1.8,
        messages: 1.0,
        visits: 6.0,
        perks: 0.1,
        rsvp: 0.2,
        prompted: 0.2,
        request: Some(0.08),
        newcomers: 0.12,
        introduces: 0.5,
        on_roster: 1.0,
        mailing_days: 30.0,
        job_share: 0.15,
        event_share: 0.2,
        hub: (0.0, 0.0),
        split: false,
        late: 1.0,
    };
    match ailment {
        Ailment::None => well,
        Ailment::OneWay => Habits {
            posts: 0.02,
            replies: 0.2,
            answers: 0.2,
            messages: 0.005,
            visits: 0.2,
            request: None,
            newcomers: 0.02,
            mailing_days: 2.3,
            ..well
        },
        Ailment::OverRecruiting => Habits { mailing_days: 14.0, job_share: 0.9, event_share: 0.05, ..well },
        Ailment::NoMemberBenefit => Habits { perks: 0.0, rsvp: 0.0, event_share: 0.0, ..well },
        Ailment::ToolOnly => Habits {
            posts: 0.005,
            messages: 0.0,
            visits: 12.0,
            request: None,
            newcomers: 0.03,
            introduces: 0.0,
            ..well
        },
        Ailment::GroupOnly => Habits { on_roster: 0.2, ..well },
        Ailment::OneHub => Habits { messages: 0.0, hub: (0.6, 0.8), ..well },
        Ailment::SilentNewcomers => Habits { introduces: 0.0, ..well },
        Ailment::Unanswered => Habits { answers: 0.0, ..well },
        Ailment::Split => Habits { messages: 6.0, split: true, ..well },
        Ailment::OfficeDriven => Habits { prompted: 0.95, ..well },
        Ailment::Fading => Habits { late: 0.15, ..well },
        Ailment::Hollow => Habits {
            posts: 0.001,
            messages: 0.0,
            visits: 0.05,
            perks: 0.0,
            rsvp: 0.0,
            request: Some(0.001),
            newcomers: 0.02,
            introduces: 0.0,
            ..well
        },
    }
}

const YEAR: f64 = 365.0;
const HALF: f64 = 182.0;
/// Share of posts that ask something.
const QUESTIONS: f64 = 0.3;
pub(crate) const REPLY_HOURS: (f64, f64) = (8.0, 1.0);

/// People with what they do by nature, and where they stand.
struct People {
    joined: Vec<Moment>,
    weight: Vec<f64>,
}

impl Living {
    /// A network of so many members with this fault, the same for each seed on every platform.
    #[must_use]
    pub fn new(members: u32, ailment: Ailment, seed: u64) -> Self {
        let habits = habits(ailment);
        let mut rng = Rng::stream(seed, ailment.as_str(), u64::from(members));
        let end = Moment::start_of(AS_OF);
        let start = end.after_days(-YEAR);
        let mut people = People { joined: Vec::new(), weight: Vec::new() };
        for _ in 0..members {
            let new = rng.chance(habits.newcomers);
            let joined = if new { end.after_days(-HALF * rng.unit()) } else { start.after_days(-30.0) };
            people.joined.push(joined);
            let still = new && habits.introduces <= 0.0;
            people.weight.push(if still { 0.0 } else { rng.gamma(0.5, 1.0) });
        }
        let mut log = Log::default();
        office(&habits, &mut rng, &people, (start, end), &mut log);
        let late_from = end.after_days(-HALF);
        for person in 0..members {
            let joined = people.joined[person as usize].max(start);
            let years = end.days_since(joined).max(0.0) / YEAR;
            let weight = people.weight[person as usize];
            let stays = |rng: &mut Rng, at: Moment| at < late_from || rng.chance(habits.late);
            for _ in 0..rng.poisson(habits.posts * weight * years) {
                let at = leisure(&mut rng, joined, end);
                if stays(&mut rng, at) {
                    let author = if rng.chance(habits.hub.0) { 0 } else { person };
                    post(&habits, &mut rng, &people, (author, at), end, &mut log);
                }
            }
            if joined > start && rng.chance(habits.introduces) {
                let at = joined.after_days(1.0 + 8.0 * rng.unit());
                let mut intro = Interaction::new(at, "post_intro", Actor::Alumnus(person), Target::Network);
                if rng.chance(habits.prompted) {
                    let asked = at.after_days(-0.5);
                    let prompt = Interaction::new(asked, "nominate", Actor::Office, Target::Person(person));
                    intro.prompted_by = Some(log.add(prompt));
                }
                log.add(intro);
            }
            if weight <= 0.0 {
                continue;
            }
            for _ in 0..rng.poisson(habits.messages * years) {
                let at = leisure(&mut rng, joined, end);
                let other = draw(&habits, &mut rng, &people, person, at);
                if let Some(other) = other.filter(|_| rng.chance(0.5)) {
                    log.add(Interaction::new(
                        at,
                        "direct_message",
                        Actor::Alumnus(person),
                        Target::Person(other),
                    ));
                }
            }
            for (kind, rate) in [("visit", habits.visits), ("perk_use", habits.perks)] {
                for _ in 0..rng.poisson(rate * years) {
                    let at = leisure(&mut rng, joined, end);
                    if kind == "perk_use" || stays(&mut rng, at) {
                        log.add(Interaction::new(at, kind, Actor::Alumnus(person), Target::Network));
                    }
                }
            }
            for (number, days) in [(1, 250.0), (2, 70.0)] {
                let at = end.after_days(-days).after_hours(19.0);
                if at > joined && rng.chance(habits.rsvp) {
                    log.add(Interaction::new(
                        at,
                        "event_attend",
                        Actor::Alumnus(person),
                        Target::Event(number),
                    ));
                }
            }
        }
        log.settle((start, end));
        let listed = |rng: &mut Rng| rng.chance(habits.on_roster);
        let members = (0..members).zip(people.joined).filter(|_| listed(&mut rng)).collect();
        Self { members, log }
    }

    /// The record as `interactions.csv`.
    #[must_use]
    pub fn interactions(&self) -> String {
        crate::files::record(&self.log)
    }

    /// The id of a member in the record.
    #[must_use]
    pub fn id(member: u32) -> String {
        crate::person::worker_id(member)
    }
}

/// Mailings, a request to all, and opt-outs after mailings about jobs.
fn office(habits: &Habits, rng: &mut Rng, people: &People, (start, end): (Moment, Moment), log: &mut Log) {
    let mut at = start.after_days(5.0);
    while at < end {
        let draw = rng.unit();
        let target = if draw < habits.job_share {
            Target::Opportunity(1)
        } else if draw < habits.job_share + habits.event_share {
            Target::Event(1)
        } else {
            Target::Network
        };
        log.add(Interaction::new(at.after_hours(10.0), "company_push", Actor::Office, target));
        if matches!(target, Target::Opportunity(_)) && habits.job_share > 0.5 {
            for _ in 0..rng.poisson(0.8) {
                let person = u32::try_from(rng.below(people.joined.len() as u64)).unwrap_or(0);
                let left = at.after_days(0.5 + 6.0 * rng.unit());
                log.add(Interaction::new(left, "opt_out", Actor::Alumnus(person), Target::Network));
            }
        }
        at = at.after_days(habits.mailing_days);
    }
    if let Some(answer) = habits.request {
        let asked = end.after_days(-40.0).after_hours(10.0);
        let root = log.add(Interaction::new(asked, "post_help_request", Actor::Office, Target::Network));
        for person in 0..people.joined.len() {
            let there = people.joined[person] < asked && people.weight[person] > 0.0;
            if there && rng.chance(answer) {
                let at = asked.after_hours(rng.log_normal(REPLY_HOURS.0, REPLY_HOURS.1));
                log.answer(at, "answer", Actor::Alumnus(u32::try_from(person).unwrap_or(0)), root);
            }
        }
    }
}

fn post(
    habits: &Habits,
    rng: &mut Rng,
    people: &People,
    (author, at): (u32, Moment),
    end: Moment,
    log: &mut Log,
) {
    let asks = rng.chance(QUESTIONS);
    let kind = if asks { "post_question" } else { "post_update" };
    let mut written = Interaction::new(at, kind, Actor::Alumnus(author), Target::Network);
    if rng.chance(habits.prompted) {
        let prompt = Interaction::new(at.after_days(-0.5), "nominate", Actor::Office, Target::Person(author));
        written.prompted_by = Some(log.add(prompt));
    }
    let root = log.add(written);
    let (mean, kind) = if asks { (habits.answers, "answer") } else { (habits.replies, "reply") };
    for _ in 0..rng.poisson(mean) {
        let at = at.after_hours(rng.log_normal(REPLY_HOURS.0, REPLY_HOURS.1));
        if at >= end {
            continue;
        }
        if rng.chance(0.1) {
            log.answer(at, kind, Actor::Staff(900_000), root);
            continue;
        }
        let hub = author != 0 && rng.chance(habits.hub.1);
        if let Some(replier) = if hub { Some(0) } else { draw(habits, rng, people, author, at) } {
            log.answer(at, kind, Actor::Alumnus(replier), root);
        }
    }
}

/// Somebody else who is a member at `at`, by their weight and a little for everybody.
fn draw(habits: &Habits, rng: &mut Rng, people: &People, not: u32, at: Moment) -> Option<u32> {
    (0..20).find_map(|_| {
        let person = usize::try_from(rng.below(people.joined.len() as u64)).unwrap_or(0);
        let number = u32::try_from(person).unwrap_or(0);
        let fits = number != not && people.joined[person] < at && people.weight[person] > 0.0;
        let near = !habits.split || number % 2 == not % 2;
        (fits && near && rng.chance(0.2 + 0.8 * people.weight[person].min(1.0))).then_some(number)
    })
}
