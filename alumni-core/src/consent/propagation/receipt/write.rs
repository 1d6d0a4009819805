//! From a ledger and a register to a receipt.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::super::ended::{Ended, History, Scope};
use super::super::item::PropagationItem;
use super::super::register::Propagation;
use super::super::usage::Use;
use super::{InformedSystem, KeptRecord, REDACTED, StandingPurpose, WithdrawalReceipt, WithdrawnPurpose};
use crate::consent::answer::Verdict;
use crate::consent::class::Activity;
use crate::consent::event::EventKey;
use crate::consent::kind::{Channel, EventKind};
use crate::consent::law::touches;
use crate::consent::ledger::Ledger;
use crate::consent::others::Others;
use crate::consent::purpose::{LegalBasis, Purpose, check_id};
use crate::consent::rule::{Effect, KeepFrom};
use crate::text::{Lang, Localized, Reason};
use crate::{Error, calendar};

/// A use, and to whom it disclosed the data.
#[derive(Clone, Copy)]
struct Known<'a> {
    made: &'a Use,
    recipient: Option<&'a str>,
}

/// What has ended by one event.
struct Group {
    ended: Ended,
    channels: BTreeSet<Channel>,
    recipients: BTreeSet<Option<String>>,
}

/// For what a use goes on, and why; for everything that the purpose covers where nothing is named.
#[derive(PartialEq)]
struct Going {
    activities: Vec<Activity>,
    reason: Reason,
}

impl Ledger {
    /// The receipt `id` that `subject` is handed at `at`, with what was known then. Somebody who took nothing back gets one
    /// that says so.
    ///
    /// # Errors
    ///
    /// An `id` that is none, and those of [`propagation`](Self::propagation).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::Lang;
    /// use alumni_core::consent::{Ledger, Propagation};
    ///
    /// let ledger = Ledger::from_json(
    ///     r#"{"purposes": [{"id": "news", "title": {"en": "Newsletter", "ja": "ニュースレター"}, "legal_basis": "consent"},
    ///                      {"id": "pension", "title": {"en": "Pension", "ja": "年金"}, "legal_basis": "contract"}],
    ///         "notices": [{"id": "n", "version": 1, "purposes": ["news"], "text": {"en": "We write monthly."}}],
    ///         "events": [
    ///             {"source": "s", "id": "1", "subject": "w-1", "purpose": "news", "kind": "given", "notice": {"id": "n", "version": 1},
    ///              "occurred_at": "2026-04-01T00:00:00Z", "received_at": "2026-04-01T00:00:00Z"},
    ///             {"source": "s", "id": "2", "subject": "w-1", "purpose": "news", "kind": "withdrawn",
    ///              "occurred_at": "2026-06-01T00:00:00Z", "received_at": "2026-06-01T00:00:00Z"}]}"#,
    /// )?;
    /// let register = Propagation::from_json(
    ///     r#"{"rules": {"id": "d", "version": 1, "house_deadline": {"days": 3}, "systems": [{"id": "m", "title": "Mail service"}]},
    ///         "uses": [{"source": "crm", "id": "u", "system": "m", "subject": "w-1", "purpose": "news",
    ///                   "at": "2026-05-01T00:00:00Z", "received_at": "2026-05-01T00:00:00Z"}]}"#,
    /// )?;
    /// let receipt = ledger.withdrawal_receipt(&register, "w-1", "r-1", "2026-06-02T00:00:00Z".parse()?)?;
    /// assert_eq!((receipt.withdrawn.len(), receipt.complete), (1, false));
    /// assert_eq!(receipt.stays[0].purpose, "pension");
    /// assert!(receipt.page(Lang::Ja).markdown().contains("ニュースレター"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn withdrawal_receipt(
        &self,
        register: &Propagation,
        subject: &str,
        id: &str,
        at: DateTime<Utc>,
    ) -> Result<WithdrawalReceipt, Error> {
        check_id(id).map_err(|error| error.within("id"))?;
        let report = self.propagation_among(register, [subject], at, Some(at))?;
        let history = History::of(self, subject, Some(at));
        let known = register.uses_of(subject).filter(|made| made.at <= at && made.received_at <= at);
        let mut uses = Vec::new();
        for made in known {
            let system = register.rules().system(&made.system)?;
            uses.push(Known { made, recipient: made.recipient.as_deref().or(system.recipient.as_deref()) });
        }
        let mut receipt = WithdrawalReceipt {
            id: id.to_owned(),
            subject: subject.to_owned(),
            at,
            complete: report.items.iter().all(|item| item.status.is_acknowledged()),
            withdrawn: Vec::new(),
            stays: Vec::new(),
            kept: Vec::new(),
        };
        let others = Others::new(self);
        for purpose in self.purposes() {
            let groups = self.groups(&history, subject, purpose, &uses, at)?;
            let mut withdrawn = Vec::new();
            for group in groups {
                let items = report.items.iter().filter(|item| item.purpose == purpose.id);
                let items: Vec<_> = items.filter(|item| item.withdrawal == group.ended.no.key).collect();
                // Whoever was asked and said no took nothing back.
                if group.ended.no.kind == EventKind::Refused && !group.ended.was_permitted && items.is_empty()
                {
                    continue;
                }
                withdrawn.push(withdrawn_of(&others, subject, purpose, group, &items));
            }
            if !withdrawn.is_empty() {
                receipt.kept.extend(self.kept_of(subject, purpose, &uses, at));
            }
            receipt.withdrawn.extend(withdrawn);
            receipt.stays.extend(self.staying(register, (subject, &others), purpose, &uses, at)?);
        }
        Ok(receipt)
    }

    /// What has ended of one purpose, by the event that ended it.
    fn groups(
        &self,
        history: &History,
        subject: &str,
        purpose: &Purpose,
        uses: &[Known<'_>],
        at: DateTime<Utc>,
    ) -> Result<Vec<Group>, Error> {
        let named =
            history.noes.iter().filter(|no| no.purpose == purpose.id).map(|no| no.recipient.as_deref());
        let used = uses.iter().filter(|of| of.made.purpose == purpose.id).map(|of| of.recipient);
        let recipients: BTreeSet<_> = named.chain(used).chain([None]).collect();
        let mut groups: BTreeMap<EventKey, Group> = BTreeMap::new();
        for recipient in recipients {
            for channel in channels(purpose) {
                let scope = Scope::new(subject, &purpose.id, channel, recipient);
                let Some(ended) = history.ended(self, &scope, at, Some(at))? else { continue };
                let key = ended.no.key.clone();
                let new = Group { ended, channels: BTreeSet::new(), recipients: BTreeSet::new() };
                let group = groups.entry(key).or_insert(new);
                group.channels.extend(channel);
                group.recipients.insert(recipient.map(str::to_owned));
            }
        }
        let mut groups: Vec<_> = groups.into_values().collect();
        groups.sort_by(|a, b| (a.ended.no.from, &a.ended.no.key).cmp(&(b.ended.no.from, &b.ended.no.key)));
        Ok(groups)
    }

    /// What goes on of `purpose`: for whom, on which channels, for what, and why. What the gate would allow for one activity
    /// alone goes on as well.
    fn staying(
        &self,
        register: &Propagation,
        (subject, others): (&str, &Others<'_>),
        purpose: &Purpose,
        uses: &[Known<'_>],
        at: DateTime<Utc>,
    ) -> Result<Vec<StandingPurpose>, Error> {
        let known = self.events_of(subject).filter(|event| event.received_at <= at);
        let named = known.filter(|event| event.purpose == purpose.id).map(|event| event.recipient);
        let used = uses.iter().filter(|of| of.made.purpose == purpose.id);
        let used = used.map(|of| of.recipient.map(str::to_owned));
        let recipients: BTreeSet<Option<String>> = named.chain(used).chain([None]).collect();
        let asked = channels(purpose);
        let mut stays = Vec::new();
        for recipient in recipients {
            let mut going: Vec<(Going, Vec<Option<Channel>>)> = Vec::new();
            for channel in &asked {
                let scope = Scope {
                    country: recipient.as_deref().and_then(|of| register.rules().country_of(of)),
                    ..Scope::new(subject, &purpose.id, *channel, recipient.as_deref())
                };
                let Some(found) = self.going(&scope, purpose, at)? else { continue };
                match going.iter_mut().find(|(known, _)| *known == found) {
                    Some((_, channels)) => channels.push(*channel),
                    None => going.push((found, vec![*channel])),
                }
            }
            for (Going { activities, reason }, of) in going {
                let every = of.len() == asked.len();
                stays.push(StandingPurpose {
                    purpose: purpose.id.clone(),
                    title: purpose.title.clone(),
                    channels: if every { Vec::new() } else { of.into_iter().flatten().collect() },
                    recipients: recipient.iter().map(|id| redacted(others, subject, id)).collect(),
                    activities,
                    legal_basis: purpose.legal_basis,
                    reason,
                });
            }
        }
        Ok(stays)
    }

    /// Whether uses of `scope` go on, for what, and why. The gate asks about one activity at a time: where not everything is
    /// allowed, each is asked about.
    fn going(&self, scope: &Scope<'_>, purpose: &Purpose, at: DateTime<Utc>) -> Result<Option<Going>, Error> {
        let of_class =
            |activity: &Activity| activity.needs().is_none_or(|class| purpose.class == Some(class));
        let each = Activity::ALL.iter().copied().filter(of_class).map(Some);
        let mut asked = Vec::new();
        for activity in std::iter::once(None).chain(each) {
            asked.push((activity, Scope { activity, ..*scope }.ask(self, at, Some(at))?));
            if matches!(asked.as_slice(), [(None, answer)] if answer.judgement.verdict == Verdict::Allowed) {
                break;
            }
        }
        for verdict in [Verdict::Allowed, Verdict::Review] {
            let mut found = asked.iter().filter(|(_, answer)| answer.judgement.verdict == verdict).peekable();
            let Some((_, first)) = found.peek() else { continue };
            let reason = match (verdict, purpose.legal_basis) {
                (Verdict::Review, _) => {
                    let because = first.judgement.reasons(&self.store).next();
                    let because = |lang| because.as_ref().map(|of| of.text(lang)).unwrap_or_default();
                    let because = Localized::new(because(Lang::En), because(Lang::Ja));
                    Reason::new("propagation-stays-review").with("because", because)
                }
                (_, LegalBasis::Consent) => Reason::new("propagation-stays-consent"),
                (_, basis) => Reason::new("propagation-stays-basis").with("basis", basis.as_str()),
            };
            let activities: Vec<_> = found.map(|(activity, _)| *activity).collect();
            let whole = activities.contains(&None);
            let activities = if whole { Vec::new() } else { activities.into_iter().flatten().collect() };
            return Ok(Some(Going { activities, reason }));
        }
        Ok(None)
    }

    /// What is kept of `purpose`: what rules ask for, and the withdrawal itself.
    fn kept_of(
        &self,
        subject: &str,
        purpose: &Purpose,
        uses: &[Known<'_>],
        at: DateTime<Utc>,
    ) -> Vec<KeptRecord> {
        let kept = |rule, article: Option<Localized>, keep_until, reason: Reason| {
            let reason = match &article {
                Some(article) => reason.with("article", article.clone()),
                None => reason,
            };
            KeptRecord { purpose: purpose.id.clone(), rule, article, keep_until, reason }
        };
        let mut yes = None;
        for event in self.events_of(subject) {
            let is_yes = matches!(event.kind, EventKind::Given | EventKind::Renewed);
            if is_yes && event.purpose == purpose.id && event.received_at <= at {
                yes = yes.max(Some(event.occurred_at.to_utc()));
            }
        }
        let of_purpose = || uses.iter().filter(|of| of.made.purpose == purpose.id);
        let used = of_purpose().map(|of| of.made.at).max();
        let disclosed = of_purpose().filter(|of| of.recipient.is_some()).map(|of| of.made.at).max();
        let mut records = Vec::new();
        for law in self.laws_of(subject, &[]) {
            if !law.in_force(at) || !touches(law.rule, purpose) {
                continue;
            }
            let (code, since, keep_for) = match law.rule.effect {
                Effect::RecordToKeep { keep_for, from } => {
                    let since = match from {
                        KeepFrom::Act => yes,
                        KeepFrom::LastUse => used.or(yes),
                        KeepFrom::Provision => disclosed,
                    };
                    // What proves a consent is kept where there was one.
                    ("propagation-kept-consent", since.filter(|_| yes.is_some()), keep_for)
                }
                Effect::ProvisionRecord { keep_for } => {
                    ("propagation-kept-provision", disclosed, Some(keep_for))
                }
                _ => continue,
            };
            let Some(since) = since else { continue };
            let until = keep_for.and_then(|length| calendar::add(law.pack.day(since), length));
            if until.is_some_and(|until| until <= law.pack.day(at)) {
                // The rule asks for it no longer.
                continue;
            }
            let reason = match until {
                Some(until) => Reason::new(format!("{code}-until")).with("until", until),
                None => Reason::new(code),
            };
            records.push(kept(Some(law.rule.id.clone()), Some(law.rule.article.clone()), until, reason));
        }
        records.push(kept(None, None, None, Reason::new("propagation-kept-withdrawal")));
        records
    }
}

/// What has ended by one event, and at which systems.
fn withdrawn_of(
    others: &Others<'_>,
    subject: &str,
    purpose: &Purpose,
    group: Group,
    items: &[&PropagationItem],
) -> WithdrawnPurpose {
    let every = channels(purpose).into_iter().flatten().all(|of| group.channels.contains(&of));
    let recipients = if group.recipients.contains(&None) { BTreeSet::new() } else { group.recipients };
    let Ended { no, state, reason, .. } = group.ended;
    let open = |id: &str| redacted(others, subject, id);
    let systems = items.iter().map(|item| InformedSystem {
        system: item.system.clone(),
        title: item.title.clone(),
        channel: item.channel,
        recipient: item.recipient.as_deref().map(open),
        sent_at: item.sent_at,
        last_status: item.last_status,
        acknowledged_at: item.acknowledged_at,
        status: item.status,
        due_at: item.deadline.due_at,
        by: item.deadline.reason(),
    });
    WithdrawnPurpose {
        purpose: purpose.id.clone(),
        title: purpose.title.clone(),
        channels: if every { Vec::new() } else { group.channels.into_iter().collect() },
        recipients: recipients.into_iter().flatten().map(|id| open(&id)).collect(),
        status: state.status(),
        withdrawal: no.key,
        kind: no.kind,
        occurred_at: no.occurred_at,
        received_at: no.received_at,
        reason: reason.unwrap_or_else(|| Reason::new("consent-never-asked")),
        systems: systems.collect(),
    }
}

/// Another person of the ledger is named to nobody, in whichever letters.
fn redacted(others: &Others<'_>, subject: &str, id: &str) -> String {
    if others.has(id, subject) { REDACTED.to_owned() } else { id.to_owned() }
}

/// The channels of a purpose; `None` alone for one that contacts nobody.
fn channels(purpose: &Purpose) -> Vec<Option<Channel>> {
    let channels: Vec<_> =
        Channel::ALL.iter().copied().filter(|channel| purpose.allows(*channel)).map(Some).collect();
    if channels.is_empty() { vec![None] } else { channels }
}
