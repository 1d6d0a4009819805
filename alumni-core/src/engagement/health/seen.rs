//! What the record shows, counted in one pass.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::company::{benefits, by_alumnus, is_known, mailing, recruits, sends};
use super::report::Week;
use super::{HealthModel, Roster};
use crate::calendar::{Span, days_between};
use crate::engagement::kind::Act;
use crate::engagement::mailing::Mailing;
use crate::engagement::pulse::unprompted_by_company;
use crate::engagement::record::{Record, start_of};
use crate::engagement::scoring::add;
use crate::engagement::{Interaction, Kind};

/// A count of half a year, and of the one before.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Change {
    pub(super) before: u64,
    pub(super) after: u64,
}

#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The day of the first event before `as_of`.
    pub(super) first: Option<NaiveDate>,
    /// Posts per member and year from the first event on, where that is at least twice the pace since the programme opened.
    pub(super) from_first: Option<f64>,
    /// Days of the year since the programme opened, or since the first event where that came before, or where nothing is known of the opening.
    pub(super) year_days: u64,
    pub(super) recent_days: u64,
    /// Of those days, the years that all members together had been members.
    pub(super) year_of_members: f64,
    pub(super) recent_of_members: f64,
    /// And of the recent days with as many before them.
    pub(super) both_days: u64,
    pub(super) until: DateTime<Utc>,
    /// Posts by alumni in the year; when the last was that the company did not prompt.
    pub(super) posts: u64,
    pub(super) last_own_post: Option<DateTime<Utc>>,
    /// Posts of the recent days that the company did not prompt: what another alumnus prompted is the network's own.
    pub(super) own_posts: u64,
    /// The network's pace: those of both half years, without introductions, which everybody makes once.
    pub(super) pace: Change,
    /// Those of them that nothing prompted.
    pub(super) unprompted: Change,
    /// The pace with the introductions that members are recorded to have passed on among themselves.
    pub(super) relayed: Change,
    /// Weeks in which somebody looked at something.
    pub(super) looks: Change,
    /// Of the own posts of the recent days, those of the person who wrote most of them.
    pub(super) hub_posts: u64,
    /// Posts by alumni in the year: when, and whether the company prompted it; and when the recent days begin.
    pub(super) prompted: Vec<(DateTime<Utc>, bool)>,
    pub(super) recent_from: DateTime<Utc>,
    /// Whether the record ever says what prompted something: where it never does, *not prompted* and *not recorded* look the same.
    pub(super) records_prompts: bool,
    /// Members in the recent days who did something others can notice, who looked, who looked and spoke.
    pub(super) acted: u64,
    /// Those who acted of the members who are no newcomers.
    pub(super) others_acted: u64,
    pub(super) looked: u64,
    pub(super) looked_and_spoke: u64,
    /// Alumni who acted in the recent days, on the roster or not.
    pub(super) on_roster: u64,
    pub(super) outside: u64,
    /// What the company sent in the recent days, a mailing once, and what of it was about jobs.
    pub(super) sent: u64,
    pub(super) recruiting: u64,
    /// When it sent something about jobs, so long before the recent days that opt-outs within them may be laid at its door.
    pub(super) job_mailings: Vec<DateTime<Utc>>,
    pub(super) opt_outs: Vec<DateTime<Utc>>,
    /// Members who opted out and have not joined since.
    pub(super) opted_out: u64,
    pub(super) benefits: u64,
    /// Whether the record ever tells of anything but talk.
    pub(super) records_company: bool,
    pub(super) after_as_of: u64,
    /// What members did before the day they joined.
    pub(super) before_joining: u64,
    pub(super) duplicates: u64,
    pub(super) unknown_kinds: BTreeMap<Kind, u64>,
    pub(super) weeks: Vec<Week>,
}

/// How somebody stands to the roster.
struct Standing {
    is_member: bool,
    joined: Option<DateTime<Utc>>,
}

/// Mailings that have been counted: in the recent days, and in a week.
#[derive(Default)]
struct Counted<'a> {
    recent: HashSet<Mailing<'a>, foldhash::fast::RandomState>,
    weekly: HashSet<(Mailing<'a>, usize), foldhash::fast::RandomState>,
}

impl Standing {
    fn of(id: &str, roster: &Roster) -> Self {
        Self { is_member: roster.members().contains(id), joined: roster.joined(id).map(start_of) }
    }
}

/// What somebody did in the recent days, and whether they opted out on any day.
#[derive(Clone, Copy, Debug, Default)]
struct Did {
    anything: bool,
    acted: bool,
    spoke: bool,
    looked: bool,
    opted_out: bool,
}

impl Did {
    fn more(&mut self, act: Option<Act>) {
        self.anything |= act != Some(Act::Leaving);
        self.acted |= matches!(act, Some(Act::Post | Act::Message | Act::TakingPart));
        self.spoke |= matches!(act, Some(Act::Post | Act::Message));
        self.looked |= act == Some(Act::Looking);
    }
}

impl Seen {
    pub(super) fn new(
        record: &Record<'_>,
        roster: &Roster,
        model: &HealthModel,
        (year, recent, earlier): (Span, Span, NaiveDate),
    ) -> Self {
        let as_of = year.until();
        let until = start_of(as_of);
        let before = |event: &&&Interaction| event.at() < until;
        let first =
            record.events().iter().filter(before).map(|event| event.at()).min().map(|at| at.date_naive());
        // A programme that was open and of which nothing is on record was silent.
        let began = first.map(|first| roster.opened_on().map_or(first, |opened| first.min(opened)));
        let begins = |from: NaiveDate| began.map_or(as_of, |began| began.max(from));
        let covered = |from: NaiveDate| u64::try_from(days_between(begins(from), as_of)).unwrap_or_default();
        let (year_from, recent_from, earlier_from) =
            (start_of(year.from()), start_of(recent.from()), start_of(earlier));
        let mut seen = Self {
            first,
            recent_from,
            year_days: covered(year.from()),
            recent_days: covered(recent.from()),
            year_of_members: roster.member_years(begins(year.from()), as_of),
            recent_of_members: roster.member_years(begins(recent.from()), as_of),
            both_days: covered(earlier),
            until,
            duplicates: record.duplicates(),
            weeks: weeks(year),
            records_prompts: record.events().iter().any(|event| event.has_prompt()),
            ..Self::default()
        };
        let laid = TimeDelta::days(i64::from(model.kinds.opt_out_days));
        let laid_from = recent_from.checked_sub_signed(laid).unwrap_or(recent_from);
        let standing: Vec<Standing> = record.people().iter().map(|id| Standing::of(id, roster)).collect();
        let mut did = record.of_people(Did::default());
        let mut own_posts = record.of_people(0_u64);
        let mut counted = Counted::default();
        let mut looking: HashSet<(u32, i64, bool), foldhash::fast::RandomState> = HashSet::default();
        for (event, person) in record.with_actors() {
            let at = event.at();
            if at >= until {
                add(&mut seen.after_as_of);
                continue;
            }
            let (is_recent, act) = (at >= recent_from, event.kind().act());
            if !is_known(event, &model.kinds) {
                add(seen.unknown_kinds.entry(event.kind().clone()).or_default());
            }
            if at >= year_from {
                seen.count_week(event, model, &mut counted);
            }
            let company = sends(event, &model.kinds);
            // A mailing to many is one, however many events it is.
            let again = is_recent
                && mailing(event, &model.kinds).is_some_and(|mailing| !counted.recent.insert(mailing));
            seen.records_company |= company || benefits(event, &model.kinds);
            if is_recent && !again && benefits(event, &model.kinds) {
                add(&mut seen.benefits);
            }
            if company && is_recent && !again {
                add(&mut seen.sent);
            }
            if company && at >= laid_from && recruits(event, &model.kinds) {
                seen.job_mailings.push(at);
                if is_recent && !again {
                    add(&mut seen.recruiting);
                }
            }
            if !by_alumnus(event) {
                continue;
            }
            let standing = usize::try_from(person).ok().and_then(|person| standing.get(person));
            if standing.and_then(|standing| standing.joined).is_some_and(|joined| at < joined) {
                add(&mut seen.before_joining);
            }
            if act == Some(Act::Leaving) {
                if is_recent {
                    seen.opt_outs.push(at);
                }
                if standing.is_some_and(|standing| standing.joined.is_none_or(|joined| at >= joined))
                    && let Some(did) = did.get_mut(person)
                {
                    did.opted_out = true;
                }
            }
            if act == Some(Act::Looking) && at >= earlier_from {
                let week = at.timestamp().div_euclid(7 * 86_400);
                if looking.insert((person, week, is_recent)) {
                    add(if is_recent { &mut seen.looks.after } else { &mut seen.looks.before });
                }
            }
            if act == Some(Act::Post) {
                let own = seen.post(event, record, (year_from, recent_from, earlier_from));
                if own
                    && is_recent
                    && let Some(posts) = own_posts.get_mut(person)
                {
                    add(posts);
                }
            }
            if is_recent && let Some(did) = did.get_mut(person) {
                did.more(act);
            }
        }
        for (standing, did) in standing.iter().zip(did.each()) {
            seen.person(standing, *did);
        }
        seen.hub_posts = own_posts.each().copied().max().unwrap_or_default();
        let of_record = first.map(|first| roster.member_years(first, as_of));
        let late = of_record.filter(|years| *years > 0.0 && 2.0 * years <= seen.year_of_members);
        seen.from_first = late.map(|years| seen.posts as f64 / years);
        seen
    }

    /// Counts a post, and says whether it is the network's own.
    fn post(
        &mut self,
        event: &Interaction,
        record: &Record<'_>,
        (year, recent, earlier): (DateTime<Utc>, DateTime<Utc>, DateTime<Utc>),
    ) -> bool {
        let at = event.at();
        let own = unprompted_by_company(event, record);
        if at >= year {
            add(&mut self.posts);
            self.prompted.push((at, !own));
        }
        if at >= earlier && own {
            let count =
                |posts: &mut Change| add(if at >= recent { &mut posts.after } else { &mut posts.before });
            let (introduces, prompted) = (event.kind().introduces(), event.has_prompt());
            if at >= recent {
                add(&mut self.own_posts);
            }
            if !introduces {
                count(&mut self.pace);
            }
            if !introduces && !prompted {
                count(&mut self.unprompted);
            }
            if !introduces || prompted {
                count(&mut self.relayed);
            }
            self.last_own_post = self.last_own_post.max(Some(at));
        }
        own
    }

    fn person(&mut self, standing: &Standing, did: Did) {
        let count = |counts: bool, count: &mut u64| *count = count.saturating_add(u64::from(counts));
        let is_member = standing.is_member;
        count(did.opted_out && is_member, &mut self.opted_out);
        count(did.anything && !is_member, &mut self.outside);
        count(did.anything && is_member, &mut self.on_roster);
        count(did.acted && is_member, &mut self.acted);
        let is_newcomer = standing.joined.is_some_and(|joined| joined >= self.recent_from);
        count(did.acted && is_member && !is_newcomer, &mut self.others_acted);
        count(did.looked && is_member, &mut self.looked);
        count(did.looked && did.spoke && is_member, &mut self.looked_and_spoke);
    }

    fn count_week<'a>(&mut self, event: &'a Interaction, model: &HealthModel, counted: &mut Counted<'a>) {
        let ago = self
            .until
            .signed_duration_since(event.at())
            .num_seconds()
            .saturating_sub(1)
            .div_euclid(7 * 86_400);
        let place =
            usize::try_from(ago).ok().and_then(|ago| self.weeks.len().checked_sub(ago)?.checked_sub(1));
        let Some((place, week)) = place.and_then(|place| Some((place, self.weeks.get_mut(place)?))) else {
            return;
        };
        if mailing(event, &model.kinds).is_some_and(|mailing| !counted.weekly.insert((mailing, place))) {
            return;
        }
        add(match event.kind().act() {
            _ if sends(event, &model.kinds) => &mut week.sent,
            _ if !by_alumnus(event) => return,
            Some(Act::Post) => &mut week.posts,
            Some(Act::Message) => &mut week.messages,
            Some(Act::TakingPart) => &mut week.took_part,
            Some(Act::Looking) => &mut week.looks,
            _ => return,
        });
    }
}

/// The weeks before the end of the year, the last ending there; the first may begin before it.
fn weeks(year: Span) -> Vec<Week> {
    let days = u64::try_from(year.days()).unwrap_or_default();
    let from = |ago: u64| year.until().checked_sub_days(chrono::Days::new(ago.saturating_mul(7)));
    (1..=days.div_ceil(7))
        .rev()
        .filter_map(|ago| Some(Week { from: from(ago)?, ..Week::default() }))
        .collect()
}
