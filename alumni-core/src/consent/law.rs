//! What the rules in force make of where a subject stands: a stricter verdict, what has to go with the use, deadlines.

mod noes;

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc, Weekday};

use super::act::Act;
use super::answer::{Duty, Obligation, Verdict};
use super::class::Activity;
use super::clocks::Clocks;
use super::fold::{Ground, Standing};
use super::kind::{Actor, Channel, EmploymentState, Method};
use super::ledger::Ledger;
use super::packs::Law;
use super::purpose::{LegalBasis, Purpose};
use super::question::Question;
use super::reasons::{Finding, Judgement};
use super::rule::{Disclosure, Effect, Judges, KeepFrom, RevocationScope, Rule, Unmet};
use super::state::DecisionState;
use super::store::{Record, Store, Tick};
use super::told::Reaches;
use crate::calendar::{self, Period};

/// What is asked, and everything on record about the subject.
#[derive(Clone, Copy)]
pub(super) struct Case<'l, 'q> {
    pub(super) question: &'q Question,
    pub(super) purpose: &'l Purpose,
    /// The purpose's place among those of the ledger.
    pub(super) place: u16,
    pub(super) ledger: &'l Ledger,
    /// The subject's records of every purpose.
    pub(super) records: &'l [Record],
    pub(super) standing: Standing<'l>,
    pub(super) at: Tick,
    pub(super) known_at: Option<Tick>,
    pub(super) store: &'l Store,
    pub(super) clocks: &'l Clocks,
}

/// What a law asks for when making use of the permission.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Due<'l> {
    pub(super) obligation: Obligation,
    law: Law<'l>,
    keep_for: Option<Period>,
    keep_from: Option<KeepFrom>,
}

impl Due<'_> {
    pub(super) fn duty(&self) -> Duty {
        Duty {
            obligation: self.obligation,
            pack: self.law.pack.id.clone(),
            rule: self.law.rule.id.clone(),
            regime: self.law.rule.regime.clone(),
            article: self.law.rule.article.clone(),
            text: self.law.rule.text.clone(),
            keep_for: self.keep_for,
            keep_from: self.keep_from,
        }
    }
}

const RECIPIENT_UNNAMED: &str = "consent-law-recipient-unnamed";
const ADDRESS: &str = "consent-law-address";
const ADDRESS_UNSAID: &str = "consent-law-address-unsaid";

/// Holds `case` against the laws that govern it and are in force.
pub(super) fn apply<'l>(
    laws: impl Iterator<Item = Law<'l>>,
    case: Case<'l, '_>,
    judgement: &mut Judgement<'l>,
) -> Vec<Due<'l>> {
    let at = case.at.into();
    let laws: Vec<_> = laws.filter(|law| law.in_force(at) && case.concerns(law)).collect();
    if judgement.verdict == Verdict::Denied {
        judgement.findings.extend(laws.into_iter().filter_map(|law| case.after_no(law)));
        return Vec::new();
    }
    let mut found: Vec<_> = (laws.iter())
        .filter_map(|law| {
            let (finding, record) = case.unmet(*law)?;
            // Whether a recipient belongs to a class that the notice names, a person has to say; so whether an address is disclosed.
            let unmet = if matches!(finding.code, RECIPIENT_UNNAMED | ADDRESS_UNSAID) {
                law.rule.unmet.max(Unmet::Review)
            } else {
                law.rule.unmet
            };
            Some((unmet, finding, record))
        })
        .collect();
    // The strictest first; within one consequence the order of the documents.
    found.sort_by_key(|(unmet, ..)| *unmet);
    let decides = found.partition_point(|(unmet, ..)| *unmet != Unmet::Note);
    let notes = found.split_off(decides);
    for (unmet, finding, record) in found.into_iter().rev() {
        let verdict = if unmet == Unmet::Denied { Verdict::Denied } else { Verdict::Review };
        judgement.verdict = judgement.verdict.max(verdict);
        judgement.lead(finding, record);
    }
    for (_, finding, record) in notes {
        judgement.add(finding, record);
    }
    if judgement.verdict == Verdict::Denied {
        return Vec::new();
    }
    laws.into_iter().flat_map(|law| case.dues(law)).collect()
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
                .filter(|record| record.purpose == case.place)
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
            // An address may be disclosed for a purpose under which nobody writes to it.
            None if rule.is_about_addresses() => true,
            None => rule.channels.iter().any(|channel| self.purpose.allows(*channel)),
        };
        let class = self.purpose.class.is_none_or(|class| includes(&rule.purposes, class));
        let activity = self.question.activity.is_none_or(|activity| includes(&rule.activities, activity));
        let disclosure = match rule.disclosure {
            None => true,
            Some(Disclosure::Any) => self.question.recipient.is_some(),
            Some(Disclosure::Abroad) => {
                let at_home = |country: &str| law.pack.home.iter().any(|home| home == country);
                self.question.recipient.is_some() && !self.country().is_some_and(at_home)
            }
        };
        channel && class && activity && disclosure
    }

    /// Where the recipient is, as far as anybody said.
    pub(super) fn country(&self) -> Option<&str> {
        self.ledger.country_for(self.question)
    }

    fn has_yes(&self) -> bool {
        matches!(self.standing.decision, DecisionState::Given | DecisionState::Renewed)
    }

    /// The yes that stands, with the showing of its notice, where the rule may judge it.
    fn yes(&self, law: &Law<'_>) -> Option<(&'l Record, Option<&'l Record>)> {
        match self.standing.ground {
            Ground::Yes { yes, shown } if law.rule.judges == Judges::Uses || law.from <= yes.at().into() => {
                Some((yes, shown))
            }
            _ => None,
        }
    }

    /// What the rule finds missing, with the record it found it in.
    fn unmet(&self, law: Law<'l>) -> Option<(Finding<'l>, Option<&'l Record>)> {
        let yes = self.yes(&law);
        let found = |code: &'static str| Some((Finding::of_rule(code, law), None));
        let found_in = |code: &'static str, record: &'l Record| {
            Some((Finding::of_rule(code, law).in_event(record), Some(record)))
        };
        match &law.rule.effect {
            Effect::RequiresConsent { unless } => {
                let excepted = self.purpose.exemption.is_some_and(|claimed| unless.contains(&claimed));
                if self.has_yes() || excepted { None } else { found("consent-law-requires-consent") }
            }
            Effect::ForbidsExemption { exemptions } => {
                let claimed = self.purpose.exemption.filter(|claimed| exemptions.contains(claimed))?;
                let finding = Finding::of_rule("consent-law-forbids-exemption", law);
                if self.has_yes() { None } else { Some((finding.exempted(claimed), None)) }
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
                let (yes, _) = yes.filter(|(yes, _)| yes.is_bundled())?;
                found_in("consent-law-forbids-bundling", yes)
            }
            Effect::RequiresDoubleOptIn {} => {
                let (yes, _) = yes.filter(|(yes, _)| yes.method != Some(Method::EmailClick))?;
                found_in("consent-law-requires-double-opt-in", yes)
            }
            Effect::ObjectionEnds { said_under, any_no: true } => {
                let no = self.opted_out(&law, said_under)?;
                found_in(if self.question.channel.is_some() { ADDRESS } else { ADDRESS_UNSAID }, no)
            }
            Effect::ObjectionEnds { .. } if self.standing.decision == DecisionState::Objected => {
                match self.standing.ground {
                    Ground::No(no) => found_in("consent-law-objection-ends", no),
                    _ => found("consent-law-objection-ends"),
                }
            }
            Effect::ObjectionEnds { said_under, any_no: false } => {
                let no = self.objected_elsewhere(&law, said_under)?;
                found_in("consent-law-objection-ends", no)
            }
            Effect::Retention { keep_for } => {
                let mut past = self.records.iter().filter(|record| {
                    record.purpose == self.place && record.at() <= self.at && self.knows(record)
                });
                // Who never acted is on file since the first that is on record.
                let first = past.next()?;
                let last = past.rfind(|record| is_contact(record)).unwrap_or(first);
                let over = retention_ends(&law, last, *keep_for).filter(|end| Tick::from(*end) <= self.at)?;
                let finding = Finding::of_rule("consent-law-retention", law).on_day(law.pack.day(over));
                Some((finding.in_event(last), Some(last)))
            }
            Effect::TransferInformation {} => {
                let (yes, _) = yes?;
                if self.is_told_of_transfer(yes) {
                    None
                } else {
                    found_in("consent-law-transfer-untold", yes)
                }
            }
            Effect::RecipientInformation {} => {
                let (yes, _) = yes?;
                match self.is_told_of_recipient(yes) {
                    Reaches::Yes => None,
                    Reaches::Perhaps => found_in(RECIPIENT_UNNAMED, yes),
                    Reaches::No => found_in("consent-law-recipient-untold", yes),
                }
            }
            Effect::Revocation { scope: RevocationScope::All, .. } => {
                let no = self.revoked_elsewhere(&law)?;
                found_in("consent-law-revocation", no)
            }
            _ => None,
        }
    }

    fn knows(&self, record: &Record) -> bool {
        self.known_at.is_none_or(|known_at| record.received() <= known_at)
    }

    /// What the rule says about a no.
    fn after_no(&self, law: Law<'l>) -> Option<Finding<'l>> {
        let no = match self.standing.ground {
            Ground::No(record) | Ground::RefusedAgain(record) => record,
            _ => return None,
        };
        if law.rule.judges == Judges::Acts && DateTime::from(no.at()) < law.from {
            return None;
        }
        let day = law.pack.day(no.at().into());
        let reason =
            |code: &'static str, on: NaiveDate| Some(Finding::of_rule(code, law).on_day(on).in_event(no));
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
    fn dues(&self, law: Law<'l>) -> Vec<Due<'l>> {
        let due = |obligation, keep_for, keep_from| Due { obligation, law, keep_for, keep_from };
        match &law.rule.effect {
            Effect::Attach { obligations } => obligations
                .iter()
                // Whoever has been shown a notice is not told again at first contact.
                .filter(|obligation| **obligation != Obligation::FirstContactNotice || !self.was_informed())
                .map(|obligation| due(*obligation, None, None))
                .collect(),
            // What proves a consent is kept where there is one.
            Effect::RecordToKeep { keep_for, from } if self.has_yes() => {
                vec![due(Obligation::RecordToKeep, *keep_for, Some(*from))]
            }
            Effect::ProvisionRecord { keep_for } if self.question.recipient.is_some() => {
                vec![due(Obligation::ProvisionRecord, Some(*keep_for), Some(KeepFrom::Provision))]
            }
            Effect::TransferInformation {} => vec![due(Obligation::TransferInformation, None, None)],
            _ => Vec::new(),
        }
    }

    fn was_informed(&self) -> bool {
        self.records.iter().any(|record| {
            record.binding != 0 && !record.is_imported() && record.at() <= self.at && self.knows(record)
        })
    }
}

/// What the question asks for, and the purpose does not cover whatever was agreed; and what the purpose itself asks for.
pub(super) fn limits<'l>(case: Case<'l, '_>, judgement: &mut Judgement<'l>) {
    let Case { question, purpose, .. } = case;
    let mut limit = |finding: Finding<'l>, record: Option<&'l Record>| {
        judgement.verdict = Verdict::Denied;
        judgement.lead(finding, record);
    };
    match case.standing.ground {
        Ground::Yes { yes, .. }
            if purpose.confirm_after_leaving
                && purpose.legal_basis == LegalBasis::Consent
                && is_at_exit(yes) =>
        {
            limit(Finding::dated("consent-confirm-after-leaving", yes), Some(yes));
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
        limit(Finding::new(code), None);
    }
    if question.data_of.as_ref().is_some_and(|whose| *whose != question.subject) {
        limit(Finding::new("consent-data-of-companion"), None);
    }
}

/// Whether a record shows an act of the person: neither what was left undone, nor what nobody can prove.
fn is_contact(record: &Record) -> bool {
    let acted = matches!(
        record.act,
        Act::Given
            | Act::Renewed
            | Act::Refused
            | Act::Objected
            | Act::Withdrawn
            | Act::Restricted
            | Act::Unrestricted
    );
    acted
        && record.actor == Actor::Subject
        && record.method.is_none_or(Method::is_affirmative)
        && (!record.is_imported() || record.is_proven())
}

/// Whether a yes was given to the person's employer.
pub(super) fn is_at_exit(yes: &Record) -> bool {
    matches!(yes.employment_state, Some(EmploymentState::Active | EmploymentState::NoticePeriod))
}

fn includes<T: PartialEq>(list: &[T], item: T) -> bool {
    list.is_empty() || list.contains(&item)
}

fn retention_ends(law: &Law<'_>, last: &Record, keep_for: Period) -> Option<DateTime<Utc>> {
    law.pack.begin(calendar::add(law.pack.day(last.at().into()), keep_for)?)
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
    let by_channel = rule.channels.is_empty()
        || rule.is_about_addresses()
        || rule.channels.iter().any(|of| purpose.allows(*of));
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
