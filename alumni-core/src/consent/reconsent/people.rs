//! Whom a new version concerns, and how.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::super::kind::Channel;
use super::super::ledger::Ledger;
use super::super::notice::{NoticeConsequence, NoticeDiff, applied};
use super::super::purpose::{LegalBasis, Purpose};
use super::request::ReconsentRequest;
use super::schedule::{ReconsentChannel, ReconsentSlot};
use super::standing::Standing;
use crate::Error;
use crate::text::Reason;

/// One person whom a new version of a notice concerns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReconsentPerson {
    /// Who.
    pub subject: String,
    /// What has to be done: asked where anything is to be asked, else told, else nothing.
    pub consequence: NoticeConsequence,
    /// The purposes the person is asked about.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub ask: BTreeSet<String>,
    /// The purposes the person is told about.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tell: BTreeSet<String>,
    /// The purposes to which the person's consent ends unless it is given again.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub at_stake: BTreeSet<String>,
    /// Why, by purpose: the rule that decided, or why the person is left alone.
    pub reasons: BTreeMap<String, Vec<Reason>>,
    /// What each channel allows; empty for somebody with whom nothing has to be done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<ReconsentChannel>,
    /// When the person is written to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<ReconsentSlot>,
    /// Why not, where something has to be done and there is no slot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unplanned: Option<Reason>,
}

/// A version, a purpose, and a person's own regimes.
type Asked = (u32, String, Option<BTreeSet<String>>);
/// What a yes covers: a channel and a recipient.
type Covered = (Option<Channel>, Option<String>);

pub(super) struct People<'p> {
    pub(super) ledger: &'p Ledger,
    pub(super) request: &'p ReconsentRequest,
    /// What differs from each earlier version.
    pub(super) diffs: &'p BTreeMap<u32, NoticeDiff>,
    /// What was found to follow.
    known: BTreeMap<Asked, (NoticeConsequence, Option<Reason>)>,
}

impl<'p> People<'p> {
    pub(super) fn new(
        ledger: &'p Ledger,
        request: &'p ReconsentRequest,
        diffs: &'p BTreeMap<u32, NoticeDiff>,
    ) -> Self {
        Self { ledger, request, diffs, known: BTreeMap::new() }
    }

    /// What the new version means for `subject`.
    pub(super) fn person(&mut self, subject: &str) -> Result<ReconsentPerson, Error> {
        let mut person = ReconsentPerson {
            subject: subject.to_owned(),
            consequence: NoticeConsequence::None,
            ask: BTreeSet::new(),
            tell: BTreeSet::new(),
            at_stake: BTreeSet::new(),
            reasons: BTreeMap::new(),
            channels: Vec::new(),
            planned: None,
            unplanned: None,
        };
        let mut scopes: BTreeMap<String, BTreeSet<Covered>> = BTreeMap::new();
        for event in self.ledger.events_of(subject).filter(|event| event.is_yes()) {
            let of = event.notice.as_ref().filter(|notice| notice.id == self.request.notice.id);
            if of.is_some_and(|notice| self.diffs.contains_key(&notice.version)) {
                let scope = (event.channel, event.recipient.clone());
                scopes.entry(event.purpose.clone()).or_default().insert(scope);
            }
        }
        let mut is_member = false;
        let ledger = self.ledger;
        for (purpose, scopes) in scopes {
            let Some(of) = ledger.purposes().find(|of| of.id == purpose) else { continue };
            for (channel, recipient) in scopes {
                for standing in self.standings(subject, of, channel, recipient)? {
                    is_member |= matches!(standing, Standing::Yes { .. } | Standing::Answered);
                    self.carried(&mut person, of, standing)?;
                }
            }
        }
        let latest = self.diffs.keys().next_back().copied();
        let concerned = is_member || self.request.from.is_none();
        if let Some(version) = latest.filter(|_| concerned) {
            for of in ledger.purposes().filter(|of| self.request.notice.purposes.contains(&of.id)) {
                self.without_yes(&mut person, of, version, is_member)?;
            }
        }
        person.tell = person.tell.difference(&person.ask).cloned().collect();
        person.consequence = match (person.ask.is_empty(), person.tell.is_empty()) {
            (false, _) => NoticeConsequence::AskAgain,
            (true, false) => NoticeConsequence::Notify,
            (true, true) => NoticeConsequence::None,
        };
        Ok(person)
    }

    /// A purpose that the person agreed to under an earlier version.
    fn carried(
        &mut self,
        person: &mut ReconsentPerson,
        purpose: &Purpose,
        standing: Standing,
    ) -> Result<(), Error> {
        let id = purpose.id.as_str();
        let explained = self.request.notice.purposes.iter().any(|of| of == id);
        if !explained || purpose.legal_basis != LegalBasis::Consent {
            return Ok(());
        }
        let version = match standing {
            Standing::Yes { version, ended } => {
                let (consequence, rule) = self.follows(version, purpose, &person.subject);
                let marked = self.request.notice.is_material_for(id);
                let because = match rule {
                    Some(rule) if consequence > NoticeConsequence::None => Some(rule),
                    _ => None,
                };
                let reasons = (because.into_iter())
                    .chain(marked.then(|| Reason::new("reconsent-marked-material")))
                    .chain(ended.then(|| Reason::new("reconsent-ended-already")));
                person.say(id, reasons);
                if consequence == NoticeConsequence::AskAgain || marked {
                    person.ask.insert(id.to_owned());
                    person.at_stake.insert(id.to_owned());
                } else if consequence == NoticeConsequence::Notify {
                    person.tell.insert(id.to_owned());
                }
                return Ok(());
            }
            _ => self.diffs.keys().next_back().copied().unwrap_or_default(),
        };
        let (consequence, _) = self.follows(version, purpose, &person.subject);
        if consequence == NoticeConsequence::None && !self.request.notice.is_material_for(id) {
            return Ok(());
        }
        person.leave(id, &standing);
        Ok(())
    }

    /// A purpose that nobody has agreed to under an earlier version: a new one, or one on another basis than consent.
    fn without_yes(
        &mut self,
        person: &mut ReconsentPerson,
        purpose: &Purpose,
        version: u32,
        is_member: bool,
    ) -> Result<(), Error> {
        let id = purpose.id.as_str();
        let on_consent = purpose.legal_basis == LegalBasis::Consent;
        let is_new = self.diffs.get(&version).is_some_and(|diff| !self.explained_by(diff, id));
        // A new purpose is offered to those who have agreed to something; what rests on another basis concerns everybody.
        if on_consent && !(is_new && is_member) {
            return Ok(());
        }
        let (consequence, rule) = self.follows(version, purpose, &person.subject);
        let consequence = if on_consent { NoticeConsequence::AskAgain } else { consequence };
        if consequence == NoticeConsequence::None {
            return Ok(());
        }
        let standing = if on_consent {
            self.standing(&person.subject, id, None, None)?
        } else {
            let standings = self.standings(&person.subject, purpose, None, None)?;
            standings.into_iter().next().unwrap_or(Standing::Nothing)
        };
        match standing {
            Standing::No { may_ask: true, .. } if on_consent => {}
            Standing::No { .. } | Standing::Restricted => {
                person.leave(id, &standing);
                return Ok(());
            }
            Standing::Yes { .. } | Standing::Answered if on_consent => return Ok(()),
            _ => {}
        }
        let new = (is_new && on_consent).then(|| Reason::new("reconsent-new-purpose"));
        person.say(id, rule.into_iter().chain(new));
        let list =
            if consequence == NoticeConsequence::AskAgain { &mut person.ask } else { &mut person.tell };
        list.insert(id.to_owned());
        Ok(())
    }

    fn explained_by(&self, diff: &NoticeDiff, purpose: &str) -> bool {
        let mut notices = self.ledger.notices();
        notices.any(|of| {
            (&of.id, of.version) == (&diff.from.id, diff.from.version)
                && of.purposes.iter().any(|explained| explained == purpose)
        })
    }

    /// What follows for `purpose` from `version`, for somebody under the regimes of `subject`.
    fn follows(
        &mut self,
        version: u32,
        purpose: &Purpose,
        subject: &str,
    ) -> (NoticeConsequence, Option<Reason>) {
        let own = self.ledger.regimes().subjects.get(subject).cloned();
        let key = (version, purpose.id.clone(), own);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let mut strictest = (NoticeConsequence::None, None);
        let Some(diff) = self.diffs.get(&version) else { return strictest };
        for difference in diff.differences.iter().filter(|of| of.purposes.contains(&purpose.id)) {
            let laws = self.ledger.laws_of(subject, &[]).filter(|law| law.in_force(diff.at));
            let found = applied(difference, purpose, laws);
            if let Some(law) = found.law.filter(|_| strictest.1.is_none() || strictest.0 < found.consequence)
            {
                let reason = Reason::new("reconsent-rule").with("change", difference.said());
                let reason = reason.with("rule", law.rule.id.as_str());
                strictest = (found.consequence, Some(reason.with("article", law.rule.article.clone())));
            }
        }
        self.known.insert(key, strictest.clone());
        strictest
    }
}

impl ReconsentPerson {
    fn say(&mut self, purpose: &str, reasons: impl IntoIterator<Item = Reason>) {
        let said = self.reasons.entry(purpose.to_owned()).or_default();
        for reason in reasons {
            if !said.contains(&reason) {
                said.push(reason);
            }
        }
        if said.is_empty() {
            self.reasons.remove(purpose);
        }
    }

    /// Says why nothing is done about a purpose.
    fn leave(&mut self, purpose: &str, standing: &Standing) {
        let code = match standing {
            Standing::Answered => "reconsent-answered",
            Standing::Lapses => "reconsent-lapses-before",
            Standing::No { by_person: true, .. } => "reconsent-said-no",
            Standing::No { .. } => "reconsent-ended-by-others",
            Standing::Restricted => "reconsent-restricted",
            Standing::Yes { .. } | Standing::Nothing => return,
        };
        self.say(purpose, [Reason::new(code)]);
    }
}
