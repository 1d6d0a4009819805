use std::cmp::Ordering;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::figure::Bad;
use super::seen::Seen;
use super::talk::Talk;
use super::{CauseThreshold, Certainty, Figure, HealthModel, Roster};
use crate::Reason;
use crate::engagement::Rate;
use crate::engagement::record::start_of;
use crate::text::Argument;

/// What may ail a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CauseKind {
    /// The company talks, alumni do not: the share of messages that come from alumni.
    OneWay,
    /// Nearly everything the company sends is about jobs or coming back: the share of it that is.
    OverRecruiting,
    /// There is nothing in it for members: what they were offered or took, per member and year.
    NoMemberBenefit,
    /// People look and nobody speaks: the share of those who looked who also spoke.
    ToolOnly,
    /// A group somewhere, and no roster: the share of those who act who are not on the roster.
    GroupOnly,
    /// Everything goes through one person: the share of exchanges that this person has a part in, or of the members' own posts that they wrote.
    OneHub,
    /// Who joins does not get to say anything: the share of newcomers who did something others can notice.
    SilentNewcomers,
    /// Who asks gets no answer: the share of requests by alumni that anybody answered.
    Unanswered,
    /// Several networks under one name: the share of those with ties who are in the second largest group.
    Split,
    /// Alumni post when the office makes them: the share of their posts that it did not prompt.
    OfficeDriven,
}

impl CauseKind {
    /// Every cause.
    pub const ALL: [Self; 10] = [
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
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
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
        }
    }

    fn bad(self) -> Bad {
        match self {
            Self::OverRecruiting | Self::GroupOnly | Self::OneHub | Self::Split => Bad::Above,
            _ => Bad::Below,
        }
    }
}

/// One thing that was looked for: its number, its n, its interval, its threshold, and what would clear it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Cause {
    /// What it is.
    pub cause: CauseKind,
    /// How sure.
    pub certainty: Certainty,
    /// The number behind it.
    pub figure: Figure,
    /// The threshold it is compared with.
    pub threshold: f64,
    /// How many more of the good, or fewer of the bad, would bring the number to the threshold, for a split introductions that each join two
    /// of the groups above it; with nothing to tell from, how many are missing; where the interval reaches across the threshold, how many more
    /// of the same would show it, if the figure stayed as it is.
    pub needed: u64,
    /// What was found, what would clear it, and what else points there.
    pub reasons: Vec<Reason>,
}

/// Everything the model looks for, the worst first; then what is clear or cannot be told, in the model's order.
pub(super) fn find(seen: &Seen, talk: &Talk, roster: &Roster, model: &HealthModel) -> Vec<Cause> {
    let mut causes: Vec<Cause> = model
        .causes
        .iter()
        .map(|threshold| {
            let mut threshold = threshold.clone();
            if threshold.cause == CauseKind::SilentNewcomers {
                // Newcomers who are no quieter than the others are not what ails a network.
                threshold.threshold = threshold.threshold.min(half_of_the_others(seen, roster));
            }
            let name = threshold.cause.as_str().replace('_', "-");
            let of = |name: &str, measured| look(&threshold, name, measured, (seen, talk), model);
            let found = of(&name, measured(threshold.cause, seen, talk, roster, model));
            if threshold.cause != CauseKind::OneHub {
                return found;
            }
            // A network lives by what its members say, not only by their answers: who alone says anything is a hub, too.
            let posts = seen.own_posts;
            let figure = Figure::share(seen.hub_posts, posts, model.certainty.sure);
            worse(found, of("one-hub-posts", (figure, posts, true)))
        })
        .collect();
    causes.sort_by(rank);
    causes
}

fn ails(cause: &Cause) -> bool {
    matches!(cause.certainty, Certainty::Sure | Certainty::Suspected)
}

/// The worse of two first.
fn rank(one: &Cause, other: &Cause) -> Ordering {
    let severity = |cause: &Cause| match ails(cause) {
        true => cause.figure.severity(cause.cause.bad(), cause.threshold),
        false => 0.0,
    };
    one.certainty.cmp(&other.certainty).then(severity(other).total_cmp(&severity(one)))
}

/// What was found, unless the same cause is worse by another figure; where both are bad the one stands beside the other.
fn worse(found: Cause, other: Cause) -> Cause {
    if !ails(&other) {
        return found;
    }
    if !ails(&found) {
        return other;
    }
    let (mut worst, also) =
        if rank(&other, &found) == Ordering::Less { (other, found) } else { (found, other) };
    worst.reasons.extend(also.reasons.into_iter().next());
    worst
}

/// Half the share of members other than newcomers who did something others can notice.
fn half_of_the_others(seen: &Seen, roster: &Roster) -> f64 {
    let newcomers = roster.joins().filter(|(_, day)| start_of(*day) >= seen.recent_from).count();
    let others = count(roster.len().saturating_sub(newcomers));
    0.5 * seen.others_acted as f64 / others.max(1) as f64
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// The figure, how much there was to tell from, and whether the record can tell at all.
fn measured(
    cause: CauseKind,
    seen: &Seen,
    talk: &Talk,
    roster: &Roster,
    model: &HealthModel,
) -> (Figure, u64, bool) {
    let sure = model.certainty.sure;
    let share = |part: u64, of: u64| (Figure::share(part, of, sure), of, true);
    match cause {
        CauseKind::OneWay => share(talk.by_alumni, talk.messages),
        CauseKind::OverRecruiting => share(seen.recruiting, seen.sent),
        CauseKind::NoMemberBenefit => {
            let figure = Figure::rate(seen.benefits, seen.recent_of_members, sure);
            (figure, count(roster.len()), seen.records_company)
        }
        CauseKind::ToolOnly => share(seen.looked_and_spoke, seen.looked),
        CauseKind::GroupOnly => share(seen.outside, seen.outside.saturating_add(seen.on_roster)),
        CauseKind::OneHub => share(talk.ties.hub, talk.ties.exchanges),
        CauseKind::SilentNewcomers => {
            let (figure, n, _) = share(talk.newcomers.acted, talk.newcomers.joined);
            (figure, n, roster.knows_joins())
        }
        // Where no answer to anything is on record, *not answered* and *not recorded* look the same.
        CauseKind::Unanswered if !talk.records_answers => (Figure::share(0, 0, sure), talk.asked, false),
        CauseKind::Unanswered => share(talk.answered, talk.asked),
        CauseKind::Split => share(talk.ties.second(), talk.ties.people),
        CauseKind::OfficeDriven => {
            let recent = || seen.prompted.iter().filter(|(at, _)| *at >= seen.recent_from);
            let posts = count(recent().count());
            if !seen.records_prompts {
                // However many the office prompted: the record does not show it.
                return (Figure::share(0, 0, sure), posts, false);
            }
            share(count(recent().filter(|(_, prompted)| !prompted).count()), posts)
        }
    }
}

fn look(
    threshold: &CauseThreshold,
    name: &str,
    (figure, n, recorded): (Figure, u64, bool),
    (seen, talk): (&Seen, &Talk),
    model: &HealthModel,
) -> Cause {
    let CauseThreshold { cause, threshold, least, .. } = *threshold;
    let told = recorded && n >= least && figure.value.is_some();
    let certainty =
        if told { figure.certainty(cause.bad(), threshold, &model.certainty) } else { Certainty::CannotTell };
    let needed = match certainty {
        Certainty::CannotTell if told => figure.more_to_tell(n, cause.bad(), threshold, &model.certainty),
        Certainty::CannotTell => least.saturating_sub(n),
        Certainty::Clear => 0,
        // Each introduction makes two groups one; those that are smaller may stay as they are.
        _ if cause == CauseKind::Split => talk.ties.larger_than(threshold).saturating_sub(1),
        _ => missing(cause, figure, threshold),
    };
    let mut made = Cause { cause, certainty, figure, threshold, needed, reasons: Vec::new() };
    made.reasons = made.in_words(name, (recorded, told), seen, model);
    made
}

/// How many more of the good, or fewer of the bad, bring the figure to its threshold.
fn missing(cause: CauseKind, figure: Figure, threshold: f64) -> u64 {
    let (part, of) = (figure.count as f64, figure.of);
    let more = match cause {
        // More messages by alumni or posts of their own make more messages, too.
        CauseKind::OneWay | CauseKind::OfficeDriven => (threshold * of - part) / (1.0 - threshold),
        // Other mailings, other exchanges.
        CauseKind::OverRecruiting | CauseKind::OneHub => part / threshold - of,
        // People outside who are put on the roster.
        CauseKind::GroupOnly => part - threshold * of,
        _ => threshold * of - part,
    };
    // What stands at the threshold to the last digit needs no more.
    let more = libm::ceil(more - 1e-9).max(0.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "`as` saturates; whole and not below 0"
    )]
    let more = more as u64;
    more
}

impl Cause {
    fn in_words(
        &self,
        name: &str,
        (recorded, told): (bool, bool),
        seen: &Seen,
        model: &HealthModel,
    ) -> Vec<Reason> {
        let Self { cause, certainty, figure, threshold, needed, .. } = self;
        let cannot_tell =
            |code: &str| Reason::new(code).with("cause", cause.as_str()).with("needed", *needed);
        if *certainty == Certainty::CannotTell && !told {
            return vec![cannot_tell(match (recorded, cause) {
                (true, _) => "health-too-few",
                (false, CauseKind::OfficeDriven) => "health-prompts-not-recorded",
                (false, _) => "health-not-recorded",
            })];
        }
        let number = |value: f64| match cause {
            CauseKind::NoMemberBenefit => Argument::Number { value, digits: 2 },
            _ => Argument::Share { value, digits: 0 },
        };
        let found = Reason::new(format!("health-{name}"))
            .with("count", figure.count)
            .with("of", Argument::Number { value: figure.of, digits: 0 })
            .with("value", number(figure.value.unwrap_or_default()))
            .with("lower", number(figure.lower))
            .with("upper", number(figure.upper.unwrap_or_default()))
            .with("threshold", number(*threshold));
        let mut reasons = vec![found];
        if *certainty == Certainty::CannotTell {
            reasons.insert(0, cannot_tell("health-undecided"));
        }
        if matches!(certainty, Certainty::Sure | Certainty::Suspected) {
            let clear = Reason::new(format!("health-clear-{name}")).with("needed", *needed);
            reasons.push(match cause {
                CauseKind::Split => clear.with("groups", needed.saturating_add(1)),
                _ => clear,
            });
            if *certainty == Certainty::Suspected {
                reasons.push(Reason::new("health-suspected"));
            }
        }
        if *cause == CauseKind::OverRecruiting {
            reasons.extend(opt_outs(seen, model));
        }
        reasons
    }
}

/// Whether people leave more often after mailings about jobs: opt-outs and days of both times. Where mailings leave no other time there is
/// nothing to compare.
fn opt_outs(seen: &Seen, model: &HealthModel) -> Option<Reason> {
    let days = i64::from(model.kinds.opt_out_days);
    let laid = TimeDelta::days(days);
    let begins = seen.until.checked_sub_signed(TimeDelta::days(i64::try_from(seen.recent_days).ok()?))?;
    let mut covered = 0_i64;
    let mut free = begins;
    let mut sent = seen.job_mailings.clone();
    sent.sort_unstable();
    for at in &sent {
        let end = at.checked_add_signed(laid).map_or(seen.until, |end| end.min(seen.until));
        let start = free.max(*at);
        covered = covered.saturating_add(end.signed_duration_since(start).num_seconds().max(0));
        free = free.max(end);
    }
    let after = seen.opt_outs.iter().filter(|out| {
        let place = sent.partition_point(|at| *at <= **out);
        place
            .checked_sub(1)
            .and_then(|last| sent.get(last))
            .is_some_and(|at| out.signed_duration_since(*at) < laid)
    });
    let after = count(after.count());
    let other = count(seen.opt_outs.len()).saturating_sub(after);
    // To the nearest day.
    let covered = u64::try_from(covered).unwrap_or_default().saturating_add(43_200) / 86_400;
    if covered == 0 || after == 0 {
        return None;
    }
    let other_days = seen.recent_days.saturating_sub(covered);
    let rate = |count: u64, days: u64| Argument::Number {
        value: Rate::new(count, days).per_year.unwrap_or_default(),
        digits: 1,
    };
    let found = |code: &str| {
        Reason::new(code)
            .with("count", after)
            .with("days", days)
            .with("covered", covered)
            .with("per_year", rate(after, covered))
    };
    Some(if other_days == 0 {
        found("health-opt-outs-alone")
    } else {
        found("health-opt-outs")
            .with("others", other)
            .with("other_days", other_days)
            .with("otherwise", rate(other, other_days))
    })
}
