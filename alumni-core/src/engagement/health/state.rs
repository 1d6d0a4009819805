use chrono::{Days, TimeDelta};
use serde::{Deserialize, Serialize};

use super::figure::Bad;
use super::report::Evidence;
use super::seen::{Change, Seen};
use super::{Figure, HealthModel, Roster};
use crate::Reason;
use crate::calendar::{Span, days_between};
use crate::engagement::record::Record;
use crate::engagement::request::{Request, Requests};
use crate::engagement::{SilenceQuestion, SilenceVerdict};
use crate::numerics::beta;
use crate::text::Argument;

/// How a network is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum HealthState {
    /// Young: it is being built up.
    Seeding,
    /// Lively, and still carried by the office.
    Growing,
    /// Lively by itself.
    SelfRunning,
    /// Few posts, but there when it is asked.
    Quiet,
    /// It was more, and falls.
    Fading,
    /// Nobody does anything, and nobody answers.
    Hollow,
    /// There is too little to tell; what is needed is said.
    CannotTell,
}

impl HealthState {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Seeding,
        Self::Growing,
        Self::SelfRunning,
        Self::Quiet,
        Self::Fading,
        Self::Hollow,
        Self::CannotTell,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Seeding => "seeding",
            Self::Growing => "growing",
            Self::SelfRunning => "self_running",
            Self::Quiet => "quiet",
            Self::Fading => "fading",
            Self::Hollow => "hollow",
            Self::CannotTell => "cannot_tell",
        }
    }
}

/// The state, what it rests on, the strongest first, and what is needed where it cannot be told.
pub(super) fn tell(
    record: &Record<'_>,
    (seen, records_answers): (&Seen, bool),
    roster: &Roster,
    model: &HealthModel,
    (year, recent): (Span, Span),
) -> (HealthState, Vec<Evidence>, Vec<Reason>) {
    let states = &model.states;
    let sure = model.certainty.sure;
    let members = u64::try_from(roster.len()).unwrap_or(u64::MAX);
    let mut needs = Vec::new();
    if members < states.fewest_members {
        let missing = states.fewest_members.saturating_sub(members);
        needs.push(Reason::new("health-needs-members").with("members", members).with("missing", missing));
    }
    let Some(first) = seen.first else {
        needs.push(Reason::new("health-needs-record"));
        return (HealthState::CannotTell, Vec::new(), needs);
    };
    let ripe = year.until().checked_sub_days(Days::new(u64::from(states.request_days)));
    let asked = ripe.and_then(|ripe| Span::new(year.from(), ripe.max(year.from())).ok());
    let requests = Requests::new(record, roster.members(), roster.joined_on());
    // The one that most answered tells whether the network answers when it is asked: not every question is everybody's.
    let request = asked.and_then(|asked| requests.best_answered(asked, year.until()));
    let posts = Figure::rate(seen.posts, seen.year_of_members, sure);
    let acted = Figure::share(seen.acted, members, sure);
    let answered =
        request.as_ref().map(|(request, _)| Figure::share(request.replies.count, request.replies.of, sure));
    let own = own_posts(seen, model, recent);
    let mut evidence = vec![posts_in_words(seen, posts)];
    evidence
        .extend(request.as_ref().zip(answered).map(|(request, figure)| answers_in_words(request, figure)));
    if request.is_some() && !records_answers {
        evidence.push(Evidence::new(Reason::new("health-answers-not-recorded")));
    }
    evidence.push(share_in_words("health-acted", acted));
    evidence.extend(own.map(|own| own_posts_in_words(seen, own)));
    let long_silence = too_silent(seen, Some(states.silence_level));
    if long_silence.is_none() {
        evidence.extend(too_silent(seen, None));
    }
    if !needs.is_empty() {
        return (HealthState::CannotTell, evidence, needs);
    }

    let opened = roster.opened_on().unwrap_or(first);
    let age = days_between(opened, year.until());
    if age < i64::from(states.seeding_days) {
        let code = if roster.opened_on().is_some() { "health-opened" } else { "health-first-event" };
        evidence.insert(0, Evidence::new(Reason::new(code).with("days", age)));
        return (HealthState::Seeding, evidence, needs);
    }
    if acted.beyond(Bad::Below, states.hollow_acted) {
        if seen.opted_out == members {
            evidence.push(share_in_words("health-opted-out", Figure::share(members, members, sure)));
            return (HealthState::Hollow, evidence, needs);
        }
        match answered {
            None => {
                let waits = ripe.and_then(|ripe| Span::new(ripe.max(year.from()), year.until()).ok());
                let waits = waits.and_then(|days| requests.earliest(days));
                let open = waits.map(|at| days_between(at.date_naive(), year.until()));
                needs.push(request_needed(seen, members, open, i64::from(states.request_days)));
                return (HealthState::CannotTell, evidence, needs);
            }
            Some(answered) if answered.beyond(Bad::Below, states.hollow_answered) => {
                return (HealthState::Hollow, evidence, needs);
            }
            Some(_) => {}
        }
    }
    let falls = [posts_fell(seen, model), fall("health-looks-fell", seen.looks, model), long_silence];
    let falls: Vec<Evidence> = falls.into_iter().flatten().collect();
    if !falls.is_empty() {
        evidence.splice(0..0, falls);
        return (HealthState::Fading, evidence, needs);
    }
    if posts.lower < states.lively_posts && posts.upper.is_some_and(|upper| upper >= states.lively_posts) {
        let number = |value: f64| Argument::Number { value, digits: 2 };
        let reason = Reason::new("health-pace-undecided")
            .with("lower", number(posts.lower))
            .with("upper", number(posts.upper.unwrap_or_default()))
            .with("threshold", number(states.lively_posts));
        evidence.push(Evidence::new(reason));
    }
    // A post or two of few members are as well the chance of a quiet network.
    if !posts.reaches(states.lively_posts, model.certainty.suspected) {
        return (HealthState::Quiet, evidence, needs);
    }
    let all = || share_of_own(seen, year.days(), 1, sure);
    let decides = own.or_else(all);
    if own.is_none() {
        evidence.extend(decides.map(|own| own_posts_in_words(seen, own)));
    }
    let mostly_own = decides.and_then(|own| own.value).is_some_and(|own| own >= states.self_running);
    let by_itself = !seen.records_prompts || mostly_own;
    (if by_itself { HealthState::SelfRunning } else { HealthState::Growing }, evidence, needs)
}

/// What it takes to tell the quiet from the hollow, of those who may still be asked.
fn request_needed(seen: &Seen, members: u64, open: Option<i64>, days: i64) -> Reason {
    if let Some(open) = open {
        let more = days.saturating_sub(open);
        return Reason::new("health-needs-answers").with("open", open).with("more", more);
    }
    match seen.opted_out {
        0 => Reason::new("health-needs-request").with("days", days),
        out => Reason::new("health-needs-request-left")
            .with("days", days)
            .with("members", members.saturating_sub(out))
            .with("opted_out", out),
    }
}

/// Of fewer posts than that of late, those of the whole year say who makes them.
const FEWEST_POSTS: u64 = 3;

/// The share of posts that the company did not prompt, of late; of the whole recent time where there are too few. Where the record never says
/// what prompted anything that is all of them: how often the company sends something says nothing of why members post.
fn own_posts(seen: &Seen, model: &HealthModel, recent: Span) -> Option<Figure> {
    let share = |days: i64| share_of_own(seen, days, FEWEST_POSTS, model.certainty.sure);
    share(i64::from(model.states.self_running_days)).or_else(|| share(recent.days()))
}

fn share_of_own(seen: &Seen, days: i64, fewest: u64, sure: f64) -> Option<Figure> {
    let from = seen.until.checked_sub_signed(TimeDelta::days(days)).unwrap_or(seen.until);
    let posts = seen.prompted.iter().filter(|(at, _)| *at >= from);
    let (own, of) = posts.fold((0_u64, 0_u64), |(own, of), (_, prompted)| {
        (own.saturating_add(u64::from(!prompted)), of.saturating_add(1))
    });
    (of >= fewest).then(|| Figure::share(own, of, sure))
}

/// Whether so little is left of what was that chance alone would hardly do it: given all of them, those of the second half year are a
/// binomial share of a half.
fn fall(code: &str, change: Change, model: &HealthModel) -> Option<Evidence> {
    let Change { before, after } = change;
    let few = after as f64 <= model.states.fading * before as f64;
    if before == 0 || !few {
        return None;
    }
    // P(X ≤ after) of a binomial variable is a tail of the beta law.
    let p = beta::below(before as f64, after as f64 + 1.0, 0.5);
    (p < model.states.fading_level).then(|| {
        Evidence::new(
            Reason::new(code)
                .with("before", before)
                .with("after", after)
                .with("p", Argument::probability(p, 4)),
        )
    })
}

/// Everybody introduces themselves once: introductions are no pace that could fall, and their end is no fall. Nor is the end of a relay,
/// which is a burst, while as many posts as before come without a prompt; and while members pass on introductions there is none either.
fn posts_fell(seen: &Seen, model: &HealthModel) -> Option<Evidence> {
    let of = |posts| fall("health-posts-fell", posts, model);
    let is_steady = |posts: Change| posts.before > 0 && of(posts).is_none();
    of(seen.pace).filter(|_| !is_steady(seen.unprompted) && !is_steady(seen.relayed))
}

/// What is prompted comes in bursts; the pace is that of what was not, where there is any, without introductions. Any post of the network's own
/// ends a silence, an introduction too.
/// Without a level that of the rules for small networks holds: told, and no state by itself.
fn too_silent(seen: &Seen, level: Option<f64>) -> Option<Evidence> {
    let last = seen.last_own_post?;
    let silent = u64::try_from(seen.until.signed_duration_since(last).num_days()).unwrap_or_default();
    let is_told = seen.unprompted.before.saturating_add(seen.unprompted.after) > 0;
    let Change { before, after } = if is_told { seen.unprompted } else { seen.pace };
    let question =
        SilenceQuestion::new(before.saturating_add(after), seen.both_days.saturating_sub(silent), silent);
    let found = level.map_or(question, |level| question.level(level)).answer().ok()?;
    let reason = found.reasons.into_iter().next()?;
    (found.verdict == SilenceVerdict::Alarm).then(|| Evidence::new(reason))
}

fn posts_in_words(seen: &Seen, figure: Figure) -> Evidence {
    let number = |value: f64| Argument::Number { value, digits: 2 };
    let reason = Reason::new("health-posts")
        .with("count", seen.posts)
        .with("days", seen.year_days)
        .with("value", number(figure.value.unwrap_or_default()))
        .with("lower", number(figure.lower))
        .with("upper", number(figure.upper.unwrap_or_default()));
    Evidence { figure: Some(figure), reason }
}

fn own_posts_in_words(seen: &Seen, own: Figure) -> Evidence {
    match seen.records_prompts {
        true => share_in_words("health-own-posts", own),
        false => Evidence::new(Reason::new("health-own-posts-not-recorded")),
    }
}

fn answers_in_words((request, requests): &(Request, u64), figure: Figure) -> Evidence {
    let mut evidence = share_in_words("health-answered", figure);
    evidence.reason = evidence
        .reason
        .with("first_timers", request.first_timers)
        .with("days", request.days_open)
        .with("requests", *requests)
        .with("asked_on", request.at.date_naive());
    evidence
}

fn share_in_words(code: &str, figure: Figure) -> Evidence {
    let share = |value: f64| Argument::Share { value, digits: 0 };
    let reason = Reason::new(code)
        .with("count", figure.count)
        .with("of", Argument::Number { value: figure.of, digits: 0 })
        .with("lower", share(figure.lower))
        .with("upper", share(figure.upper.unwrap_or(1.0)));
    Evidence { figure: Some(figure), reason }
}
