use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::super::kind::Channel;
use super::super::ledger::Ledger;
use super::super::notice::{Notice, NoticeConsequence, NoticeDiff};
use super::super::titles::titled;
use super::super::{Contacts, instant};
use super::loss::ReconsentLoss;
use super::people::{People, ReconsentPerson};
use super::request::ReconsentRequest;
use super::schedule::Schedule;
use crate::Error;
use crate::text::{Clock, Lang, Localized, Reason};

/// Who is asked again, who is told, when, and what may be lost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReconsentPlan {
    /// The notice's id.
    pub notice: String,
    /// The new version.
    pub version: u32,
    /// From when on people can be written to.
    #[serde(deserialize_with = "instant::utc")]
    pub at: DateTime<Utc>,
    /// Before when everybody has to be reached.
    #[serde(deserialize_with = "instant::utc")]
    pub by: DateTime<Utc>,
    /// What differs from each earlier version that people may have agreed to.
    pub diffs: Vec<NoticeDiff>,
    /// People to be asked.
    pub ask: usize,
    /// People to be told, and not asked.
    pub tell: usize,
    /// Everybody else in the ledger.
    pub nothing: usize,
    /// Those to be asked or told, and those who are left alone for a reason; by id.
    pub people: Vec<ReconsentPerson>,
    /// How many on which day and channel.
    pub days: Vec<ReconsentDay>,
    /// How many people may lose a permission.
    pub loss: ReconsentLoss,
    /// How many permissions may be lost, by purpose: those at stake for somebody.
    pub purposes: BTreeMap<String, ReconsentLoss>,
    /// What people read for these purposes; their ids where they are absent.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub titles: BTreeMap<String, Localized>,
    /// What a person has to look at.
    pub findings: Vec<Reason>,
}

/// How many are written to on one day and channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReconsentDay {
    /// The day, on the calendar of the rules of contact.
    pub on: NaiveDate,
    /// The channel.
    pub channel: Channel,
    /// People asked.
    pub ask: usize,
    /// People told.
    pub tell: usize,
}

impl ReconsentPlan {
    /// The plan in `lang`: what is at stake, the days, and what has to be looked at. Nobody is named.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        self.text_at(lang, Clock::utc())
    }

    /// The same with times as a clock shows them; [`text`](Self::text) has them in UTC.
    #[must_use]
    pub fn text_at(&self, lang: Lang, clock: Clock) -> String {
        let head = Reason::new("reconsent-plan")
            .with("notice", self.notice.as_str())
            .with("version", self.version.to_string())
            .with("by", self.by)
            .with("ask", self.ask)
            .with("tell", self.tell)
            .with("nothing", self.nothing);
        let mut lines = vec![head.text_at(lang, clock)];
        let mut lost = |reason: Reason, loss: &ReconsentLoss| {
            let reason = reason.with("at_stake", loss.at_stake).with("least", loss.least);
            let line = reason.with("most", loss.most).text(lang);
            let expected = loss.expected.map(|expected| {
                let number = |value| crate::text::Argument::Number { value, digits: 1 };
                Reason::new("reconsent-expected")
                    .with("low", number(expected.low))
                    .with("estimate", number(expected.estimate))
                    .with("high", number(expected.high))
                    .text(lang)
            });
            lines.push(match (expected, lang) {
                (None, _) => line,
                (Some(expected), Lang::En) => format!("{line}; {expected}"),
                (Some(expected), Lang::Ja) => format!("{line}、{expected}"),
            });
        };
        lost(Reason::new("reconsent-loss-people"), &self.loss);
        for (purpose, loss) in &self.purposes {
            lost(
                Reason::new("reconsent-loss").with("purpose", titled(self.titles.get(purpose), purpose)),
                loss,
            );
        }
        for day in &self.days {
            let reason =
                Reason::new("reconsent-day").with("on", day.on).with("channel", day.channel.as_str());
            lines.push(reason.with("ask", day.ask).with("tell", day.tell).text(lang));
        }
        lines.extend(self.findings.iter().map(|finding| format!("! {}", finding.text_at(lang, clock))));
        lines.join("\n")
    }
}

impl fmt::Display for ReconsentPlan {
    /// In English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl Ledger {
    /// Who has to be asked or told about a new version of a notice, when and on which channel each can be, and how much
    /// consent may be lost.
    ///
    /// Somebody is *asked* about a purpose where a yes of theirs under an earlier version stands and a rule of one of their
    /// regimes asks for consent again, or the new version is marked as material; and about a new purpose that rests on
    /// consent. They are *told* where a rule asks for that. Somebody who said no, or for whom use is restricted, is left
    /// alone, unless a yes of theirs still stands on another channel. Asking and telling are uses of the purpose `asking`: both gates are asked about every person and channel.
    ///
    /// Each person gets one message, at the first instant that the rules of contact leave free. The ledger and the contacts
    /// are not changed; whoever sends reserves each message as any other.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) where no earlier version is on file or there is no deadline,
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a purpose or a version that is not known,
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for a deadline that is over or a version that differs from the one on
    /// file, [`OutOfRange`](crate::ErrorKind::OutOfRange) for a rate that is none.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::{
    ///     Channel, ContactRules, Contacts, Event, EventKind, Ledger, LegalBasis, Notice, NoticeRecipient, Pack, Purpose,
    ///     PurposeClass, RecipientRole, ReconsentRequest, Regimes,
    /// };
    /// use alumni_core::text::{Lang, Localized};
    ///
    /// let mut old = Notice::new("alumni", 1, ["jobs"]).text("ja", "求人をご案内します。");
    /// old.recipients = Some(vec![]);
    /// let mut new = Notice::new("alumni", 2, ["jobs"]).text("ja", "当社と紹介会社が求人をご案内します。")
    ///     .effective_from("2026-06-01T00:00:00+09:00".parse()?);
    /// new.recipients = Some(vec![NoticeRecipient::new("agency", RecipientRole::ThirdParty)]);
    /// let purposes = [
    ///     Purpose::new("jobs", Localized::new("Jobs", "求人のご案内"), LegalBasis::Consent),
    ///     Purpose::new("notices", Localized::new("Notices", "通知"), LegalBasis::LegalObligation)
    ///         .class(PurposeClass::Administration),
    /// ];
    /// let mut ledger = Ledger::new(purposes, [old])?
    ///     .with_packs([Pack::shipped("jp-appi")?])?
    ///     .with_regimes(Regimes::everyone(["jp"]))?;
    /// ledger.extend([
    ///     Event::new("form", "1", "w-1", "jobs", EventKind::Given, "2024-04-01T10:00:00+09:00".parse()?).notice("alumni", 1),
    ///     Event::new("form", "2", "w-2", "jobs", EventKind::Given, "2024-04-01T10:00:00+09:00".parse()?).notice("alumni", 1),
    ///     Event::new("mail", "3", "w-2", "jobs", EventKind::Withdrawn, "2025-04-01T10:00:00+09:00".parse()?),
    /// ])?;
    /// let contacts = Contacts::new(ContactRules::new("contact", 1))?;
    /// let at = "2026-05-01T00:00:00Z".parse()?;
    /// let request = ReconsentRequest::new(new, "notices", [Channel::Email], "alumni-office", "notice-2", at);
    /// let plan = ledger.plan_reconsent(&contacts, &request)?;
    /// assert_eq!((plan.ask, plan.loss.least, plan.loss.most), (1, 0, 1));
    /// // People read the title of the purpose and the name of the channel.
    /// assert!(plan.text(Lang::Ja).contains("求人のご案内") && !plan.text(Lang::Ja).contains("jobs"));
    /// // w-2 took consent back and is not asked.
    /// assert_eq!(plan.people[1].reasons["jobs"][0].code(), "reconsent-said-no");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn plan_reconsent(
        &self,
        contacts: &Contacts,
        request: &ReconsentRequest,
    ) -> Result<ReconsentPlan, Error> {
        let by = request.check(self)?;
        let zone = contacts.rules().zone()?;
        let earlier = self.earlier(request)?;
        let rules_at = request.notice.effective_from.unwrap_or(request.at);
        let diffs: BTreeMap<u32, NoticeDiff> = earlier
            .into_iter()
            .map(|old| (old.version, self.diff_at(old, &request.notice, rules_at)))
            .collect();
        let mut people = People::new(self, request, &diffs);
        let (mut concerned, mut left, mut all) = (Vec::new(), Vec::new(), 0_usize);
        for subject in self.subjects() {
            all = all.saturating_add(1);
            let person = people.person(subject)?;
            match person.consequence {
                NoticeConsequence::None if person.reasons.is_empty() => {}
                NoticeConsequence::None => left.push(person),
                _ => concerned.push(person),
            }
        }
        Schedule { ledger: self, contacts, request, by, zone }.fill(&mut concerned)?;
        let ask = concerned.iter().filter(|person| !person.ask.is_empty()).count();
        let tell = concerned.len().saturating_sub(ask);
        let mut plan = ReconsentPlan {
            notice: request.notice.id.clone(),
            version: request.notice.version,
            at: request.at,
            by,
            ask,
            tell,
            nothing: all.saturating_sub(concerned.len()),
            days: days(&concerned),
            loss: ReconsentLoss::default(),
            purposes: BTreeMap::new(),
            titles: BTreeMap::new(),
            findings: findings(request, by, &diffs, &concerned),
            people: concerned,
            diffs: diffs.into_values().collect(),
        };
        plan.people.extend(left);
        plan.people.sort_unstable_by(|a, b| a.subject.cmp(&b.subject));
        plan.count(request);
        let title = |id: &String| Some((id.clone(), self.title(id)?));
        plan.titles = plan.purposes.keys().filter_map(title).collect();
        Ok(plan)
    }

    /// The earlier versions on file that the plan is about.
    fn earlier(&self, request: &ReconsentRequest) -> Result<Vec<&Notice>, Error> {
        let new = &request.notice;
        let earlier = self.notices().filter(|of| of.id == new.id && of.version < new.version);
        let earlier: Vec<_> =
            earlier.filter(|of| request.from.is_none_or(|version| of.version == version)).collect();
        match (earlier.is_empty(), request.from) {
            (false, _) => Ok(earlier),
            (true, Some(version)) => Err(Error::unknown_name(format!(
                "expected an earlier version of notice `{}` on file, got {version}",
                new.id
            ))
            .within("from")),
            (true, None) => {
                let message = format!("expected an earlier version of notice `{}` on file", new.id);
                Err(Error::missing(message).within("version").within("notice"))
            }
        }
    }
}

impl ReconsentPlan {
    fn count(&mut self, request: &ReconsentRequest) {
        for person in self.people.iter().filter(|person| !person.at_stake.is_empty()) {
            let is_asked = person.planned.is_some();
            self.loss.add(is_asked);
            for purpose in &person.at_stake {
                self.purposes.entry(purpose.clone()).or_default().add(is_asked);
            }
        }
        for loss in self.purposes.values_mut().chain([&mut self.loss]) {
            loss.expect(request.rate);
        }
    }
}

fn days(people: &[ReconsentPerson]) -> Vec<ReconsentDay> {
    let mut days: BTreeMap<_, (usize, usize)> = BTreeMap::new();
    for person in people {
        let Some(slot) = person.planned else { continue };
        let (ask, tell) = days.entry((slot.on, slot.channel)).or_default();
        let count = if person.ask.is_empty() { tell } else { ask };
        *count = count.saturating_add(1);
    }
    let day = |((on, channel), (ask, tell))| ReconsentDay { on, channel, ask, tell };
    days.into_iter().map(day).collect()
}

fn findings(
    request: &ReconsentRequest,
    by: DateTime<Utc>,
    diffs: &BTreeMap<u32, NoticeDiff>,
    people: &[ReconsentPerson],
) -> Vec<Reason> {
    let mut findings = Vec::new();
    for finding in diffs.values().flat_map(|diff| &diff.findings) {
        if !findings.contains(finding) {
            findings.push(finding.clone());
        }
    }
    if let Some(effective) = request.notice.effective_from {
        if effective <= request.at {
            findings.push(Reason::new("reconsent-late"));
        }
        let from = effective.max(request.at);
        if from < by && people.iter().any(|person| !person.at_stake.is_empty()) {
            findings.push(Reason::new("reconsent-gap").with("from", from).with("until", by));
        }
    }
    let unreached = people.iter().filter(|person| person.planned.is_none()).count();
    if unreached > 0 {
        findings.push(Reason::new("reconsent-unreached").with("count", unreached));
    }
    findings
}
