//! What the rules in force make of where a subject stands: a stricter verdict, what has to go with the use, deadlines.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc, Weekday};

use super::answer::{Duty, Obligation, Verdict};
use super::class::Activity;
use super::fold::{Act, Ground, Record, Standing};
use super::kind::{Actor, Channel, EmploymentState, Method};
use super::packs::Law;
use super::purpose::{LegalBasis, Purpose};
use super::question::Question;
use super::reasons::{Judgement, dated};
use super::rule::{Disclosure, Effect, Judges, KeepFrom, RevocationScope, Rule, Unmet};
use super::state::DecisionState;
use crate::calendar::{self, Period};
use crate::text::Reason;

/// What is asked, and everything on record about the subject.
#[derive(Clone, Copy)]
pub(super) struct Case<'l, 'q> {
    pub(super) question: &'q Question,
    pub(super) purpose: &'l Purpose,
    /// The subject's records of every purpose.
    pub(super) records: &'l [Record],
    pub(super) standing: Standing<'l>,
    pub(super) at: DateTime<Utc>,
}

/// Holds `case` against the laws that govern it and are in force.
pub(super) fn apply<'p>(
    laws: impl Iterator<Item = Law<'p>>,
    case: Case<'_, '_>,
    judgement: &mut Judgement,
) -> Vec<Duty> {
    let laws: Vec<_> = laws.filter(|law| law.in_force(case.at) && case.concerns(law)).collect();
    if judgement.verdict == Verdict::Denied {
        for law in laws {
            judgement.reasons.extend(case.after_no(&law));
        }
        return Vec::new();
    }
    let mut findings = Vec::new();
    for law in &laws {
        findings.extend(case.unmet(law).map(|(reason, record)| (law.rule.unmet, reason, record)));
    }
    // The strictest first; within one consequence the order of the documents.
    findings.sort_by_key(|(unmet, ..)| *unmet);
    let own = std::mem::take(&mut judgement.reasons);
    let mut notes = Vec::new();
    for (unmet, reason, record) in findings {
        let verdict = match unmet {
            Unmet::Denied => Verdict::Denied,
            Unmet::Review => Verdict::Review,
            Unmet::Note => {
                notes.push((reason, record));
                continue;
            }
        };
        judgement.verdict = judgement.verdict.max(verdict);
        judgement.add(reason, record);
    }
    judgement.reasons.extend(own);
    for (reason, record) in notes {
        judgement.add(reason, record);
    }
    if judgement.verdict == Verdict::Denied {
        return Vec::new();
    }
    let mut duties = Vec::new();
    for law in &laws {
        duties.extend(case.duties(law));
    }
    duties
}

/// The instants at which a rule changes what is answered: where it begins or ends, and where its deadlines fall.
pub(super) fn instants<'p>(
    laws: impl Iterator<Item = Law<'p>>,
    case: Case<'_, '_>,
) -> impl Iterator<Item = DateTime<Utc>> {
    laws.flat_map(move |law| {
        let due = match law.rule.effect {
            Effect::Retention { keep_for } => case
                .records
                .iter()
                .filter(|record| record.event.purpose == case.purpose.id)
                .filter_map(|record| retention_ends(&law, record, keep_for))
                .collect(),
            _ => Vec::new(),
        };
        [Some(law.from), law.until].into_iter().flatten().chain(due)
    })
}

impl<'l> Case<'l, '_> {
    /// Whether the rule is about what is asked. What a question or a purpose leaves open is taken for each possibility.
    fn concerns(&self, law: &Law<'_>) -> bool {
        let rule = law.rule;
        let channel = match self.question.channel {
            _ if rule.channels.is_empty() => true,
            Some(channel) => rule.channels.contains(&channel),
            None => rule.channels.iter().any(|channel| self.purpose.allows(*channel)),
        };
        let class = self.purpose.class.is_none_or(|class| includes(&rule.purposes, class));
        let activity = self.question.activity.is_none_or(|activity| includes(&rule.activities, activity));
        let disclosure = match rule.disclosure {
            None => true,
            Some(Disclosure::Any) => self.question.recipient.is_some(),
            Some(Disclosure::Abroad) => {
                let at_home = |country: &String| law.pack.home.contains(country);
                self.question.recipient.is_some() && !self.question.country.as_ref().is_some_and(at_home)
            }
        };
        channel && class && activity && disclosure
    }

    fn has_yes(&self) -> bool {
        matches!(self.standing.decision, DecisionState::Given | DecisionState::Renewed)
    }

    /// The yes that stands, with the showing of its notice, where the rule may judge it.
    fn yes(&self, law: &Law<'_>) -> Option<(&'l Record, Option<&'l Record>)> {
        match self.standing.ground {
            Ground::Yes { yes, shown } if law.rule.judges == Judges::Uses || law.from <= yes.at() => {
                Some((yes, shown))
            }
            _ => None,
        }
    }

    /// What the rule finds missing, with the record it found it in.
    fn unmet(&self, law: &Law<'_>) -> Option<(Reason, Option<&'l Record>)> {
        let yes = self.yes(law);
        let found = |code: &str| Some((stated(code, law.rule), None));
        let found_in = |code: &str, record: &'l Record| {
            Some((stated(code, law.rule).with("event", record.event.id.as_str()), Some(record)))
        };
        match &law.rule.effect {
            Effect::RequiresConsent { unless } => {
                let excepted = self.purpose.exemption.is_some_and(|claimed| unless.contains(&claimed));
                if self.has_yes() || excepted { None } else { found("consent-law-requires-consent") }
            }
            Effect::ForbidsExemption { exemptions } => {
                let claimed = self.purpose.exemption.filter(|claimed| exemptions.contains(claimed))?;
                let reason = stated("consent-law-forbids-exemption", law.rule);
                if self.has_yes() { None } else { Some((reason.with("exemption", claimed.as_str()), None)) }
            }
            Effect::RequiresNoticeBeforeDecision {} => match yes? {
                (yes, None) => found_in("consent-law-requires-notice-before-decision", yes),
                _ => None,
            },
            Effect::RequiresConfirmationAfterLeaving {} => {
                let (yes, _) = yes.filter(|(yes, _)| is_at_exit(yes))?;
                found_in("consent-law-requires-confirmation-after-leaving", yes)
            }
            Effect::ForbidsBundling {} => {
                let (yes, _) = yes.filter(|(yes, _)| !yes.event.bundled_with.is_empty())?;
                found_in("consent-law-forbids-bundling", yes)
            }
            Effect::RequiresDoubleOptIn {} => {
                let (yes, _) = yes.filter(|(yes, _)| yes.event.method != Some(Method::EmailClick))?;
                found_in("consent-law-requires-double-opt-in", yes)
            }
            Effect::ObjectionEnds {} if self.standing.decision == DecisionState::Objected => {
                found("consent-law-objection-ends")
            }
            Effect::Retention { keep_for } => {
                let last = self.records.iter().rfind(|record| {
                    let event = &record.event;
                    event.purpose == self.purpose.id
                        && event.actor == Actor::Subject
                        && record.at() <= self.at
                        && self.knows(record)
                })?;
                let over = retention_ends(law, last, *keep_for).filter(|end| *end <= self.at)?;
                let reason = stated("consent-law-retention", law.rule).with("on", law.pack.day(over));
                Some((reason.with("event", last.event.id.as_str()), Some(last)))
            }
            Effect::Revocation { scope: RevocationScope::All, .. } => {
                let no = self.revoked_elsewhere(law)?;
                found_in("consent-law-revocation", no)
            }
            _ => None,
        }
    }

    fn knows(&self, record: &Record) -> bool {
        self.question.known_at.is_none_or(|known_at| record.event.received_at <= known_at)
    }

    /// A no to another purpose on the rule's channels, later than the yes to this one.
    fn revoked_elsewhere(&self, law: &Law<'_>) -> Option<&'l Record> {
        let since = match self.standing.ground {
            Ground::Yes { yes, .. } => Some(yes.at()),
            _ => None,
        };
        self.records.iter().rfind(|record| {
            let event = &record.event;
            matches!(record.act, Act::Withdrawn | Act::Objected)
                && event.actor == Actor::Subject
                && event.purpose != self.purpose.id
                && event.channel.is_some_and(|channel| law.rule.channels.contains(&channel))
                && (law.rule.judges == Judges::Uses || law.in_force(record.at()))
                && record.from() <= self.at
                && since.is_none_or(|since| since <= record.at())
                && self.knows(record)
        })
    }

    /// What the rule says about a no.
    fn after_no(&self, law: &Law<'_>) -> Option<Reason> {
        let no = match self.standing.ground {
            Ground::No(record) | Ground::RefusedAgain(record) => record,
            _ => return None,
        };
        if law.rule.judges == Judges::Acts && no.at() < law.from {
            return None;
        }
        let day = law.pack.day(no.at());
        let reason = |code: &str, on: NaiveDate| {
            Some(stated(code, law.rule).with("on", on).with("event", no.event.id.as_str()))
        };
        match law.rule.effect {
            Effect::WithdrawalWithin { days, business_days } => {
                reason("consent-law-stop-by", later(day, days, business_days)?)
            }
            Effect::ReaskNotBefore { after } => {
                reason("consent-law-reask-not-before", calendar::add(day, after)?)
            }
            _ => None,
        }
    }

    /// What goes with the use.
    fn duties(&self, law: &Law<'_>) -> Vec<Duty> {
        let duty = |obligation, keep_for: Option<Period>, keep_from: Option<KeepFrom>| Duty {
            obligation,
            pack: law.pack.id.clone(),
            rule: law.rule.id.clone(),
            regime: law.rule.regime.clone(),
            article: law.rule.article.clone(),
            text: law.rule.text.clone(),
            keep_for,
            keep_from,
        };
        match &law.rule.effect {
            Effect::Attach { obligations } => obligations
                .iter()
                // Whoever has been shown a notice is not told again at first contact.
                .filter(|obligation| **obligation != Obligation::FirstContactNotice || !self.was_informed())
                .map(|obligation| duty(*obligation, None, None))
                .collect(),
            // What proves a consent is kept where there is one.
            Effect::RecordToKeep { keep_for, from } if self.has_yes() => {
                vec![duty(Obligation::RecordToKeep, *keep_for, Some(*from))]
            }
            Effect::ProvisionRecord { keep_for } if self.question.recipient.is_some() => {
                vec![duty(Obligation::ProvisionRecord, Some(*keep_for), Some(KeepFrom::Provision))]
            }
            Effect::TransferInformation {} => vec![duty(Obligation::TransferInformation, None, None)],
            _ => Vec::new(),
        }
    }

    fn was_informed(&self) -> bool {
        self.records.iter().any(|record| {
            let event = &record.event;
            event.notice.is_some() && !event.imported && record.at() <= self.at && self.knows(record)
        })
    }
}

/// What the question asks for, and the purpose does not cover whatever was agreed; and what the purpose itself asks for.
pub(super) fn limits(case: Case<'_, '_>, judgement: &mut Judgement) {
    let Case { question, purpose, .. } = case;
    let mut limit = |reason: Reason, record: Option<&Record>| {
        judgement.verdict = Verdict::Denied;
        let own = std::mem::take(&mut judgement.reasons);
        judgement.add(reason, record);
        judgement.reasons.extend(own);
    };
    match case.standing.ground {
        Ground::Yes { yes, .. }
            if purpose.confirm_after_leaving
                && purpose.legal_basis == LegalBasis::Consent
                && is_at_exit(yes) =>
        {
            limit(dated("consent-confirm-after-leaving", yes), Some(yes));
        }
        _ => {}
    }
    if let Some((activity, needed)) = question.activity.and_then(|of| Some((of, of.needs()?)))
        && purpose.class != Some(needed)
    {
        let code = match activity {
            Activity::JobOffer => "consent-rehire-not-inferred",
            _ => "consent-scoring-not-inferred",
        };
        limit(Reason::new(code), None);
    }
    if question.data_of.as_ref().is_some_and(|whose| *whose != question.subject) {
        limit(Reason::new("consent-data-of-companion"), None);
    }
}

/// Whether a yes was given to the person's employer.
pub(super) fn is_at_exit(yes: &Record) -> bool {
    matches!(yes.event.employment_state, Some(EmploymentState::Active | EmploymentState::NoticePeriod))
}

fn includes<T: PartialEq>(list: &[T], item: T) -> bool {
    list.is_empty() || list.contains(&item)
}

fn stated(code: &str, rule: &Rule) -> Reason {
    Reason::new(code).with("rule", rule.id.as_str()).with("article", rule.article.clone())
}

fn retention_ends(law: &Law<'_>, last: &Record, keep_for: Period) -> Option<DateTime<Utc>> {
    law.pack.begin(calendar::add(law.pack.day(last.at()), keep_for)?)
}

/// `days` after `day`; of business days only those from Monday to Friday are counted.
fn later(day: NaiveDate, days: u16, business_days: bool) -> Option<NaiveDate> {
    if !business_days {
        return calendar::add(day, Period::days(u32::from(days)));
    }
    let is_business = |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    match days {
        0 => Some(day),
        _ => {
            let mut business =
                day.iter_days().skip(1).take_while(|day| day.year() <= 9999).filter(is_business);
            business.nth(usize::from(days).saturating_sub(1))
        }
    }
}

/// Whether the rule can ever be about a use of `purpose`.
pub(super) fn touches(rule: &Rule, purpose: &Purpose) -> bool {
    let by_class = purpose.class.is_none_or(|class| includes(&rule.purposes, class));
    let by_channel = rule.channels.is_empty() || rule.channels.iter().any(|of| purpose.allows(*of));
    // A purpose of one class cannot be used for what needs another.
    let possible = |activity: &Activity| {
        activity.needs().is_none_or(|needed| purpose.class.is_none_or(|class| class == needed))
    };
    let by_activity = rule.activities.is_empty() || rule.activities.iter().any(possible);
    by_class && by_channel && by_activity
}

/// The channels of `purpose` that `rule` touches.
pub(super) fn touched_channels(rule: &Rule, purpose: &Purpose) -> BTreeSet<Channel> {
    let all = Channel::ALL.iter().copied();
    all.filter(|channel| purpose.allows(*channel) && includes(&rule.channels, *channel)).collect()
}
