//! Made-up programmes with one planted fault: for tests of diagnoses.
//!
//! The people and the record are those of the scenario, of the same seed; the fault changes one habit in them. What nobody could plant in
//! that record because too little happens in it, the table of the guide says.

use crate::conversation::{Actor, Interaction, Log, Target};
use crate::data::Data;
use crate::living::{Ailment, Living, REPLY_HOURS};
use crate::moment::{Moment, leisure};
use crate::random::Rng;

const HALF: f64 = 182.0;
/// Three mailings a week.
const EVERY_DAYS: f64 = 2.3;
const POSTS: [&str; 5] = ["post_intro", "post_update", "post_question", "post_help_request", "post_promo"];
const ANSWERS: [&str; 2] = ["answer", "reply"];
const MESSAGES: [&str; 4] = ["nominate", "direct_message", "introduction", "application"];
const BENEFITS: [&str; 5] = ["event_rsvp", "event_attend", "event_rate", "perk_use", "broker_action"];
const LOOKS: [&str; 4] = ["profile_view", "directory_search", "visit", "job_view"];

impl Living {
    /// The members of a made-up programme and its record, with this fault planted.
    #[must_use]
    pub fn sick(data: &Data, ailment: Ailment) -> Self {
        let (start, end) = data.scenario.window();
        let now = |person: &crate::Person| {
            let membership = person.membership?;
            membership.until.is_none_or(|until| until > end).then_some((person.index, membership.from))
        };
        let mut sick = Sick {
            rng: Rng::stream(data.seed, "sick", u64::from(data.scenario.members)),
            members: data.people.iter().filter_map(now).collect(),
            log: data.log.clone(),
            start,
            end,
        };
        sick.plant(ailment);
        sick.log.settle((start, end));
        Self { members: sick.members, log: sick.log }
    }
}

struct Sick {
    rng: Rng,
    members: Vec<(u32, Moment)>,
    log: Log,
    start: Moment,
    end: Moment,
}

fn speaks(interaction: &Interaction) -> bool {
    [&POSTS[..], &ANSWERS, &MESSAGES].iter().any(|kinds| kinds.contains(&interaction.kind))
}

fn alumnus(interaction: &Interaction) -> Option<u32> {
    if let Actor::Alumnus(person) = interaction.actor { Some(person) } else { None }
}

impl Sick {
    fn plant(&mut self, ailment: Ailment) {
        let late = self.end.after_days(-HALF);
        match ailment {
            Ailment::None => {}
            Ailment::OneWay => {
                // Alumni write a tenth of what they did, and at most one message to a dozen by the company, however many they are; who is
                // not spoken with does not look in either.
                let written =
                    self.log.interactions.iter().filter(|one| alumnus(one).is_some() && speaks(one));
                let most = self.end.days_since(self.start) / EVERY_DAYS / 12.0;
                let share = (most / written.count() as f64).min(0.1);
                self.thin(share, |one| speaks(one) || LOOKS.contains(&one.kind));
                self.mailings(EVERY_DAYS, |_| Target::Network);
            }
            Ailment::OverRecruiting => {
                self.drop(|interaction| interaction.kind == "company_push");
                self.mailings(
                    14.0,
                    |rng| {
                        if rng.chance(0.9) { Target::Opportunity(1) } else { Target::Network }
                    },
                );
                self.opt_outs();
            }
            Ailment::NoMemberBenefit => self.drop(|interaction| BENEFITS.contains(&interaction.kind)),
            Ailment::ToolOnly => {
                self.drop(|one| {
                    ["nominate", "post_help_request"].contains(&one.kind) && alumnus(one).is_none()
                });
                self.thin(0.02, speaks);
                self.visits(12.0);
            }
            Ailment::GroupOnly => {
                let rng = &mut self.rng;
                self.members.retain(|_| rng.chance(0.2));
            }
            Ailment::OneHub => self.hub(),
            Ailment::SilentNewcomers => self.newcomers(late),
            Ailment::Unanswered => {
                let asks = |one: &Interaction| {
                    alumnus(one).is_some() && ["post_question", "post_help_request"].contains(&one.kind)
                };
                let asked: Vec<bool> = self.log.interactions.iter().map(asks).collect();
                self.drop(|one| ANSWERS.contains(&one.kind) && one.thread.is_some_and(|root| asked[root]));
            }
            Ailment::Split => self.split(),
            Ailment::OfficeDriven => self.prompt(0.95),
            Ailment::Fading => {
                let habit = |one: &Interaction| POSTS.contains(&one.kind) || LOOKS.contains(&one.kind);
                self.thin(0.15, |one| one.at >= late && habit(one));
            }
            Ailment::Hollow => {
                self.thin(0.005, |_| true);
                let asked = self.end.after_days(-40.0).after_hours(10.0);
                let request = Interaction::new(asked, "post_help_request", Actor::Office, Target::Network);
                self.log.add(request);
            }
        }
    }

    fn drop(&mut self, gone: impl Fn(&Interaction) -> bool) {
        self.log.keep(|interaction| !gone(interaction));
    }

    /// Leaves this share of what alumni do of a sort.
    fn thin(&mut self, share: f64, sort: impl Fn(&Interaction) -> bool) {
        let rng = &mut self.rng;
        self.log.keep(|one| alumnus(one).is_none() || !sort(one) || rng.chance(share));
    }

    fn mailings(&mut self, every_days: f64, target: impl Fn(&mut Rng) -> Target) {
        let mut at = self.start.after_days(5.0);
        while at < self.end {
            let target = target(&mut self.rng);
            self.log.add(Interaction::new(at.after_hours(10.0), "company_push", Actor::Office, target));
            at = at.after_days(every_days);
        }
    }

    /// In the week after a mailing about jobs four in five times somebody leaves.
    fn opt_outs(&mut self) {
        let jobs =
            |one: &&Interaction| one.kind == "company_push" && matches!(one.target, Target::Opportunity(_));
        let sent: Vec<Moment> = self.log.interactions.iter().filter(jobs).map(|one| one.at).collect();
        for at in sent {
            for _ in 0..self.rng.poisson(0.8) {
                let (person, _) = self.rng.pick(&self.members);
                let at = at.after_days(0.5 + 6.0 * self.rng.unit());
                self.log.add(Interaction::new(at, "opt_out", Actor::Alumnus(person), Target::Network));
            }
        }
    }

    fn visits(&mut self, per_year: f64) {
        for (person, joined) in self.members.clone() {
            let from = joined.max(self.start);
            for _ in 0..self.rng.poisson(per_year * self.end.days_since(from).max(0.0) / 365.0) {
                let at = leisure(&mut self.rng, from, self.end);
                self.log.add(Interaction::new(at, "visit", Actor::Alumnus(person), Target::Network));
            }
        }
    }

    /// One person writes six of ten posts, introductions aside, answers every other post, gives eight of ten of the other answers, and is
    /// the one who names others.
    fn hub(&mut self) {
        let Some((hub, _)) = self.members.iter().copied().min_by_key(|(_, joined)| *joined) else { return };
        let rng = &mut self.rng;
        for one in &mut self.log.interactions {
            let (posts, answers) = (POSTS.contains(&one.kind), ANSWERS.contains(&one.kind));
            let changes = alumnus(one).is_some()
                && (posts && one.kind != "post_intro" && rng.chance(0.6)
                    || answers && rng.chance(0.8)
                    || one.kind == "nominate");
            if changes {
                one.actor = Actor::Alumnus(hub);
            }
        }
        let by: Vec<Option<u32>> = self.log.interactions.iter().map(alumnus).collect();
        let to_oneself = |one: &Interaction| {
            alumnus(one).is_some() && one.thread.is_some_and(|root| by[root] == alumnus(one))
        };
        self.drop(|one| one.kind == "direct_message" || ANSWERS.contains(&one.kind) && to_oneself(one));
        let others = |(_, one): &(usize, &Interaction)| {
            POSTS.contains(&one.kind) && alumnus(one).is_some_and(|author| author != hub)
        };
        let posts = self.log.interactions.iter().enumerate().filter(others);
        for (root, posted) in posts.map(|(root, one)| (root, one.at)).collect::<Vec<_>>() {
            let at = posted.after_hours(self.rng.log_normal(REPLY_HOURS.0, REPLY_HOURS.1));
            self.log.answer(at, "reply", Actor::Alumnus(hub), root);
        }
    }

    /// Who joined lately does nothing; where they are fewer than 20 in 100 members, as many more join.
    fn newcomers(&mut self, late: Moment) {
        let ripe = self.end.after_days(-14.0);
        let next = self.members.iter().map(|(person, _)| *person).max().unwrap_or(0) + 100_000;
        let new = self.members.iter().filter(|(_, joined)| *joined >= late).count();
        let wanted = self.members.len() * 20 / 100;
        for number in 0..wanted.saturating_sub(new) {
            let joined = late.after_days(ripe.days_since(late) * self.rng.unit());
            self.members.push((next + u32::try_from(number).unwrap_or(0), joined));
        }
        let new: std::collections::BTreeSet<u32> =
            self.members.iter().filter(|(_, joined)| *joined >= late).map(|(person, _)| *person).collect();
        self.drop(|one| alumnus(one).is_some_and(|person| new.contains(&person)));
    }

    /// Two halves, by whether the number is even: who answered somebody of the other half leaves it to one of that half, nobody names or
    /// writes to anybody across, and everybody writes six times a year within their own.
    fn split(&mut self) {
        let mut halves = [Vec::new(), Vec::new()];
        let half = |person: u32| (person % 2) as usize;
        for (person, joined) in &self.members {
            halves[half(*person)].push((*person, *joined));
        }
        let by: Vec<Option<u32>> = self.log.interactions.iter().map(alumnus).collect();
        let (rng, all) = (&mut self.rng, &mut self.log.interactions);
        for one in all.iter_mut().filter(|one| ANSWERS.contains(&one.kind)) {
            let author = one.thread.and_then(|root| by[root]);
            if let (Some(author), Some(person)) = (author, alumnus(one)) {
                let (other, since) = rng.pick(&halves[half(author)]);
                if half(author) != half(person) && other != author && since < one.at {
                    one.actor = Actor::Alumnus(other);
                }
            }
        }
        let by: Vec<Option<u32>> = self.log.interactions.iter().map(alumnus).collect();
        let across =
            |one: &Interaction| match (one.target, one.thread.and_then(|root| by[root]), alumnus(one)) {
                (Target::Person(other), _, Some(person)) | (_, Some(other), Some(person)) => {
                    speaks(one) && half(other) != half(person)
                }
                _ => false,
            };
        let gone: Vec<bool> = self.log.interactions.iter().map(across).collect();
        // Who is not named does not introduce themselves.
        let unnamed =
            |one: &Interaction| one.kind == "post_intro" && one.prompted_by.is_some_and(|by| gone[by]);
        self.drop(|one| across(one) || unnamed(one));
        self.write_within(&halves, half);
    }

    fn write_within(&mut self, halves: &[Vec<(u32, Moment)>; 2], half: impl Fn(u32) -> usize) {
        for (person, joined) in self.members.clone() {
            let from = joined.max(self.start);
            for _ in 0..self.rng.poisson(6.0 * self.end.days_since(from).max(0.0) / 365.0) {
                let at = leisure(&mut self.rng, from, self.end);
                let (other, since) = self.rng.pick(&halves[half(person)]);
                if other != person && since < at {
                    let (actor, target) = (Actor::Alumnus(person), Target::Person(other));
                    self.log.add(Interaction::new(at, "direct_message", actor, target));
                }
            }
        }
    }

    /// The office prompts this share of posts.
    fn prompt(&mut self, share: f64) {
        for place in 0..self.log.interactions.len() {
            let one = self.log.interactions[place];
            let Some(person) = alumnus(&one).filter(|_| POSTS.contains(&one.kind)) else { continue };
            if self.rng.chance(share) {
                // What is asked of somebody on the first day of the record is asked within it.
                let at = one.at.after_days(-0.5).max(self.start);
                let prompt = Interaction::new(at, "nominate", Actor::Office, Target::Person(person));
                let prompt = self.log.add(prompt);
                self.log.interactions[place].prompted_by = Some(prompt);
            }
        }
    }
}
