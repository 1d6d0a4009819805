//! The programmes that can be made up, and every number that shapes them.

use chrono::{Months, NaiveDate};

use crate::moment::Moment;

/// The day as of which every scenario is told: nothing in the data is later.
pub const AS_OF: NaiveDate = NaiveDate::from_ymd_opt(2026, 4, 1).expect("a day");

/// One programme to make up.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Scenario {
    /// The name on the command line.
    pub name: &'static str,
    /// What people call it, in English and Japanese.
    pub title: (&'static str, &'static str),
    /// Members on the day that counts: see [`counted`](Self::counted).
    pub members: u32,
    /// How many months before [`AS_OF`] the programme opened.
    pub opened_months: u32,
    /// How many months before [`AS_OF`] the record of interactions begins.
    pub months: u32,
    /// Whether everybody who left is a member, as where the network is an archive of all who ever left.
    pub everyone_joins: bool,
    /// Which share of those who still work there is in the export.
    pub staff_share: f64,
    /// What the HR system knows about rehire flags.
    pub flags: Flags,
    /// Applications to come back per person who may, in a lifetime.
    pub applications: f64,
    /// Share of applications that succeed, for women and for men.
    pub selected: (f64, f64),
    /// Mean posts per member and year, relay aside.
    pub posts_per_year: f64,
    /// Shape of the Gamma distribution of that rate over members: the smaller, the fewer do it all.
    pub shape: f64,
    /// Whether those who founded a business are 30 % of members and post three times as much as the others.
    pub founders: bool,
    /// Share of posts that ask something.
    pub questions: f64,
    /// Mean replies per post.
    pub replies: f64,
    /// Profiles looked at per day, while no introduction draws people in.
    pub views_per_day: f64,
    /// Probability that two members who work for one employer and see each other's profiles get in touch.
    pub same_employer_contact: f64,
    /// Share of the monthly mailings that are about jobs.
    pub job_share: f64,
    /// The relay of self-introductions.
    pub relay: Option<Relay>,
    /// Requests put to the whole network.
    pub requests: Vec<Request>,
    /// Gatherings.
    pub gatherings: Vec<Gathering>,
}

/// A relay: whoever introduces themselves names the next.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Relay {
    /// Days before [`AS_OF`] on which it starts.
    pub days_before: u32,
    /// Chains that run side by side.
    pub chains: usize,
    /// Probability that somebody who is named answers.
    pub answer: f64,
    /// Mean days to an answer.
    pub lag_days: f64,
    /// Days after which the office names somebody else.
    pub timeout_days: f64,
    /// By how much an introduction multiplies the profiles looked at, and for how many days.
    pub lift: (f64, f64),
}

/// A request put to every member.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Request {
    /// Days before [`AS_OF`].
    pub days_before: u32,
    /// Whether a member asks, not the office.
    pub by_member: bool,
    /// Probability that a member answers.
    pub answer: f64,
}

/// A gathering.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Gathering {
    /// Days before [`AS_OF`].
    pub days_before: u32,
    /// Share of members who say that they will come.
    pub rsvp: f64,
    /// Mean rating, 1 to 5.
    pub rating: f64,
}

/// What an HR system knows about rehire flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Flags {
    /// Japanese systems: nothing at all.
    Japan,
    /// Yes, no, and upon review: 70, 10 and 20 of 100.
    BambooHr,
    /// Yes and no, 92 and 8 of 100.
    Workday,
    /// A connector's constant: 99.2 % yes.
    Adp,
}

impl Scenario {
    /// The names of the scenarios.
    pub const NAMES: [&'static str; 6] =
        ["jbs200", "maruhan140", "maker160", "finance200", "sme_fairness180", "consulting250k"];

    /// The scenario of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = *Self::NAMES.iter().find(|known| **known == name)?;
        let quiet = Self {
            name,
            title: ("Alumni network", "アルムナイネットワーク"),
            members: 200,
            opened_months: 30,
            months: 12,
            everyone_joins: false,
            staff_share: 1.0,
            flags: Flags::Japan,
            applications: 0.24,
            selected: (0.30, 0.38),
            posts_per_year: 0.1,
            shape: 0.15,
            founders: false,
            questions: 0.25,
            replies: 0.6,
            views_per_day: 0.0,
            same_employer_contact: 0.0,
            job_share: 0.25,
            relay: None,
            requests: Vec::new(),
            gatherings: vec![Gathering { days_before: 150, rsvp: 0.25, rating: 4.2 }],
        };
        let request = |days_before, by_member, answer| Request { days_before, by_member, answer };
        Some(match name {
            // An IT services company: a relay of introductions in which about half of some 200 members wrote.
            "jbs200" => Self {
                title: ("IT services company, 200 alumni", "ITサービス企業・アルムナイ200名"),
                flags: Flags::BambooHr,
                views_per_day: 4.0,
                same_employer_contact: 0.3,
                relay: Some(Relay {
                    days_before: 300,
                    chains: 6,
                    answer: 0.5,
                    lag_days: 3.0,
                    timeout_days: 7.0,
                    lift: (2.75, 14.0),
                }),
                requests: vec![request(45, true, 0.05)],
                ..quiet
            },
            // A leisure company: about one post in two weeks among some 140 members, many of whom founded a business.
            "maruhan140" => Self {
                title: ("Leisure company, 140 alumni", "レジャー企業・アルムナイ140名"),
                members: 140,
                opened_months: 24,
                posts_per_year: 0.186,
                founders: true,
                ..quiet
            },
            // A manufacturer: hardly any posts among some 160 members, and more than ten answers to one clear question.
            "maker160" => Self {
                title: ("Manufacturer, 160 alumni", "メーカー・アルムナイ160名"),
                members: 160,
                opened_months: 42,
                posts_per_year: 0.03,
                shape: 0.1,
                questions: 0.0,
                replies: 0.2,
                job_share: 0.6,
                requests: vec![
                    request(290, false, 0.02),
                    request(200, false, 0.02),
                    request(30, false, 0.09),
                ],
                gatherings: vec![Gathering { days_before: 120, rsvp: 0.25, rating: 3.2 }],
                ..quiet
            },
            // A financial company: one member asks, and several answer within half a day.
            "finance200" => Self {
                title: ("Financial company, 200 alumni", "金融機関・アルムナイ200名"),
                flags: Flags::Adp,
                requests: vec![request(20, true, 0.03)],
                ..quiet
            },
            // A small company that takes many people back, men more readily than women.
            "sme_fairness180" => Self {
                title: ("Company of 180, many returns", "従業員180名の企業・復職多数"),
                members: 120,
                applications: 0.9,
                selected: (0.35, 0.6),
                ..quiet
            },
            // A consultancy whose network holds everybody who ever left.
            _ => Self {
                title: ("Consultancy, 250,000 alumni", "コンサルティング会社・アルムナイ25万人"),
                members: 250_000,
                opened_months: 120,
                months: 24,
                everyone_joins: true,
                staff_share: 0.02,
                flags: Flags::Workday,
                posts_per_year: 0.186,
                shape: 0.05,
                gatherings: vec![
                    Gathering { days_before: 500, rsvp: 0.02, rating: 4.2 },
                    Gathering { days_before: 150, rsvp: 0.02, rating: 4.2 },
                ],
                ..quiet
            },
        })
    }

    /// With another number of members.
    #[must_use]
    pub fn with_members(mut self, members: u32) -> Self {
        self.members = members;
        self
    }

    /// With a record of another length; the programme opened when the record begins, if not before.
    #[must_use]
    pub fn with_months(mut self, months: u32) -> Self {
        self.months = months;
        self.opened_months = self.opened_months.max(months);
        self
    }

    /// The day on which the programme opened.
    #[must_use]
    pub fn opened(&self) -> NaiveDate {
        AS_OF - Months::new(self.opened_months)
    }

    /// The instants between which interactions are recorded: the second is the beginning of [`AS_OF`].
    #[must_use]
    pub fn window(&self) -> (Moment, Moment) {
        (Moment::start_of(AS_OF - Months::new(self.months)), Moment::start_of(AS_OF))
    }

    /// The length of the record in years.
    #[must_use]
    pub fn years(&self) -> f64 {
        let (from, until) = self.window();
        until.days_since(from) / 365.25
    }

    /// From when until when somebody must be a member to be one of [`members`](Self::members): throughout the relay, else
    /// when the last request is put, else when the last year of the record begins.
    #[must_use]
    pub fn counted(&self) -> (Moment, Moment) {
        let before = |days: u32| Moment::start_of(AS_OF).after_days(-f64::from(days));
        match (self.relay, self.requests.last()) {
            // A hundred posts and a hundred timeouts on six chains take about 160 days; 200 is more than they ever need.
            (Some(relay), _) => (before(relay.days_before), before(relay.days_before.saturating_sub(200))),
            (None, Some(request)) => {
                (before(request.days_before), before(request.days_before).after_days(1.0))
            }
            (None, None) => {
                let year_ago = Moment::start_of(AS_OF - Months::new(self.months.min(12)));
                (year_ago, year_ago)
            }
        }
    }
}
