//! From where a subject stands to a verdict with its findings and evidence.

use chrono::{DateTime, NaiveDate, Utc};

use super::act::Act;
use super::answer::Verdict;
use super::class::Exemption;
use super::fold::{Defect, Ground, Standing};
use super::kind::{Channel, EmploymentState};
use super::notice::Mismatch;
use super::packs::Law;
use super::purpose::{LegalBasis, Purpose};
use super::state::DecisionState;
use super::store::{Record, Store, Tick};
use crate::text::Reason;

/// A reason before it is put into words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Finding<'l> {
    pub(super) code: &'static str,
    about: About<'l>,
}

/// What a finding's sentence speaks of.
#[derive(Clone, Copy, Debug, PartialEq)]
enum About<'l> {
    Nothing,
    /// A word that the sentence calls by a name.
    Word(&'static str, &'static str),
    /// An instant and the event it is of; its notice as well, and the version that replaced it.
    Event {
        at: Tick,
        event: &'l Record,
        more: More<'l>,
    },
    /// A rule, and what it found.
    Rule {
        law: Law<'l>,
        exemption: Option<Exemption>,
        on: Option<NaiveDate>,
        event: Option<&'l Record>,
    },
}

/// What a finding about an event says besides.
#[derive(Clone, Copy, Debug, PartialEq)]
enum More<'l> {
    Nothing,
    /// The event's notice.
    Notice,
    /// The event's notice, and the version that replaced it.
    ReplacedBy(u32),
    /// What happened, as another event reports it.
    Happening(&'l Record),
    /// How many uses the event was good for.
    Uses,
}

impl<'l> Finding<'l> {
    pub(super) fn new(code: &'static str) -> Self {
        Self { code, about: About::Nothing }
    }

    pub(super) fn word(code: &'static str, name: &'static str, word: &'static str) -> Self {
        Self { code, about: About::Word(name, word) }
    }

    /// With the instant of the act, its day in UTC, and the event.
    pub(super) fn dated(code: &'static str, event: &'l Record) -> Self {
        Self::on(code, event.at(), event)
    }

    fn on(code: &'static str, at: Tick, event: &'l Record) -> Self {
        Self { code, about: About::Event { at, event, more: More::Nothing } }
    }

    fn with(mut self, what: More<'l>) -> Self {
        if let About::Event { more, .. } = &mut self.about {
            *more = what;
        }
        self
    }

    /// What a rule says.
    pub(super) fn of_rule(code: &'static str, law: Law<'l>) -> Self {
        Self { code, about: About::Rule { law, exemption: None, on: None, event: None } }
    }

    pub(super) fn exempted(mut self, claimed: Exemption) -> Self {
        if let About::Rule { exemption, .. } = &mut self.about {
            *exemption = Some(claimed);
        }
        self
    }

    pub(super) fn on_day(mut self, day: NaiveDate) -> Self {
        if let About::Rule { on, .. } = &mut self.about {
            *on = Some(day);
        }
        self
    }

    pub(super) fn in_event(mut self, record: &'l Record) -> Self {
        if let About::Rule { event, .. } = &mut self.about {
            *event = Some(record);
        }
        self
    }

    /// The reason that people and documents get.
    pub(super) fn reason(&self, store: &Store) -> Reason {
        let mut reason = Reason::new(self.code);
        match self.about {
            About::Nothing => {}
            About::Word(name, word) => reason = reason.with(name, word),
            About::Event { at, event, more } => {
                let at = DateTime::<Utc>::from(at);
                reason = reason.with("at", at).with("on", at.date_naive()).with("event", store.id(event));
                reason = more.add(reason, event, store);
            }
            About::Rule { law, exemption, on, event } => {
                reason = reason.with("rule", law.rule.id.as_str()).with("article", law.rule.article.clone());
                if let Some(exemption) = exemption {
                    reason = reason.with("exemption", exemption.as_str());
                }
                if let Some(on) = on {
                    reason = reason.with("on", on);
                }
                if let Some(event) = event {
                    reason = reason.with("event", store.id(event));
                }
            }
        }
        reason
    }
}

impl More<'_> {
    fn add(self, mut reason: Reason, event: &Record, store: &Store) -> Reason {
        if let Self::Notice | Self::ReplacedBy(_) = self
            && let Some(binding) = store.binding(event)
        {
            let notice = &binding.notice;
            // As a text: versions are names here, not quantities.
            reason = reason.with("notice", notice.id.as_str()).with("version", notice.version.to_string());
        }
        match self {
            Self::Nothing | Self::Notice => reason,
            Self::ReplacedBy(version) => reason.with("new_version", version.to_string()),
            Self::Happening(by) => {
                let happening = store.detail(by).and_then(|said| said.happening.as_deref());
                reason.with("happening", happening.unwrap_or_default())
            }
            Self::Uses => {
                let uses = store.detail(event).and_then(|said| said.valid_uses);
                reason.with("uses", i64::from(uses.unwrap_or_default()))
            }
        }
    }
}

/// What an answer says apart from the question.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Judgement<'l> {
    pub(super) verdict: Verdict,
    pub(super) findings: Vec<Finding<'l>>,
    pub(super) evidence: Vec<&'l Record>,
}

impl<'l> Judgement<'l> {
    /// Nothing yet, in whatever memory this one has.
    fn reset(mut self, verdict: Verdict) -> Self {
        self.verdict = verdict;
        self.findings.clear();
        self.evidence.clear();
        self
    }

    /// The reasons that people and documents get.
    pub(super) fn reasons(&self, store: &Store) -> impl Iterator<Item = Reason> {
        self.findings.iter().map(|finding| finding.reason(store))
    }

    /// The code of the reason that decided.
    pub(super) fn code(&self) -> &'static str {
        self.findings.first().map(|finding| finding.code).unwrap_or_default()
    }

    /// Puts a finding that decides before what was found so far, and its event before the evidence of that.
    pub(super) fn lead(&mut self, finding: Finding<'l>, evidence: Option<&'l Record>) {
        self.findings.insert(0, finding);
        if let Some(record) = evidence {
            self.evidence.retain(|held| *held != record);
            self.evidence.insert(0, record);
        }
    }

    pub(super) fn add(&mut self, finding: Finding<'l>, evidence: impl IntoIterator<Item = &'l Record>) {
        self.findings.push(finding);
        for record in evidence {
            if !self.evidence.contains(&record) {
                self.evidence.push(record);
            }
        }
    }
}

impl Default for Judgement<'_> {
    fn default() -> Self {
        Self { verdict: Verdict::Denied, findings: Vec::new(), evidence: Vec::new() }
    }
}

/// The verdict on `standing` for `purpose` on `channel`, in the memory of `spare`.
pub(super) fn judge<'l>(
    standing: &Standing<'l>,
    purpose: &Purpose,
    channel: Option<Channel>,
    spare: Judgement<'l>,
) -> Judgement<'l> {
    if let Some(channel) = channel.filter(|channel| !purpose.allows(*channel)) {
        let mut judgement = spare.reset(Verdict::Denied);
        judgement.add(Finding::word(CHANNEL_NOT_ALLOWED, "channel", channel.as_str()), None);
        return judgement;
    }
    let Some(restriction) = standing.restriction else {
        return on_basis(standing, purpose.legal_basis, spare);
    };
    let mut judgement = spare.reset(Verdict::Denied);
    judgement.add(Finding::dated(RESTRICTED, restriction), [restriction]);
    let otherwise = on_basis(standing, purpose.legal_basis, Judgement::default());
    if otherwise.verdict == Verdict::Denied {
        judgement.findings.extend(otherwise.findings);
        judgement.evidence.extend(otherwise.evidence);
    }
    judgement
}

/// The verdict of a legal basis on a decision, and the code that it has for it besides what was decided.
fn basis_on(basis: LegalBasis, standing: &Standing<'_>) -> (Verdict, Option<&'static str>) {
    let Standing { decision, is_refused, .. } = *standing;
    let stands = matches!(decision, DecisionState::Given | DecisionState::Renewed);
    match (basis, decision) {
        (LegalBasis::Consent, _) if stands => (Verdict::Allowed, None),
        (LegalBasis::Consent, _) => (Verdict::Denied, None),
        (_, DecisionState::Objected) if basis.can_be_objected_to() => (Verdict::Denied, None),
        // Where more than that was said, objecting as well loosens nothing.
        (_, DecisionState::Objected) if !is_refused => (Verdict::Review, Some("consent-objection-to-review")),
        (_, no) if no.is_no() => (Verdict::Denied, Some("consent-basis-switched")),
        _ => (Verdict::Allowed, Some(BASIS_APPLIES)),
    }
}

/// What was decided does not matter then.
const BASIS_APPLIES: &str = "consent-basis-applies";

fn on_basis<'l>(standing: &Standing<'l>, basis: LegalBasis, spare: Judgement<'l>) -> Judgement<'l> {
    let (verdict, code) = basis_on(basis, standing);
    let mut judgement = spare.reset(verdict);
    if let Some(code) = code {
        judgement.add(Finding::word(code, "basis", basis.as_str()), None);
    }
    if code != Some(BASIS_APPLIES) {
        grounds(standing, &mut judgement);
    }
    judgement
}

/// What a judgement says first: all that a state keeps of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Headline<'l> {
    pub(super) verdict: Verdict,
    pub(super) code: &'static str,
    /// The first event it rests on.
    pub(super) evidence: Option<&'l Record>,
}

impl<'l> From<&Judgement<'l>> for Headline<'l> {
    fn from(judgement: &Judgement<'l>) -> Self {
        let evidence = judgement.evidence.first().copied();
        Self { verdict: judgement.verdict, code: judgement.code(), evidence }
    }
}

/// The headline of what [`judge`] says, without the rest.
pub(super) fn headline<'l>(
    standing: &Standing<'l>,
    purpose: &Purpose,
    channel: Option<Channel>,
) -> Headline<'l> {
    let denied = |code, evidence| Headline { verdict: Verdict::Denied, code, evidence };
    if channel.is_some_and(|channel| !purpose.allows(channel)) {
        return denied(CHANNEL_NOT_ALLOWED, None);
    }
    if let Some(restriction) = standing.restriction {
        return denied(RESTRICTED, Some(restriction));
    }
    let (verdict, code) = basis_on(purpose.legal_basis, standing);
    let evidence = if code == Some(BASIS_APPLIES) {
        None
    } else {
        standing.ground.evidence().or(standing.ineffective.map(|(_, record)| record))
    };
    let code = code.unwrap_or_else(|| standing.ground.code(standing.decision));
    Headline { verdict, code, evidence }
}

const CHANNEL_NOT_ALLOWED: &str = "consent-channel-not-allowed";
const RESTRICTED: &str = "consent-restricted";

impl<'l> Ground<'l> {
    /// The code of the reason for `decision`, which rests on it.
    fn code(&self, decision: DecisionState) -> &'static str {
        match self {
            Self::Nothing => "consent-never-asked",
            Self::Asked(record) => asked(record),
            Self::Elsewhere(_) => "consent-given-elsewhere",
            Self::Defective(defect, _) => defective(*defect),
            Self::Yes { .. } if decision == DecisionState::Renewed => "consent-renewed",
            Self::Yes { .. } => "consent-given",
            Self::Lapsed { .. } => "consent-expired",
            Self::Superseded { .. } => "consent-notice-superseded",
            Self::Happened { .. } => "consent-event-happened",
            Self::UsedUp { .. } => "consent-used-up",
            Self::Voided { .. } => "consent-invalidated",
            Self::No(record) => match record.act {
                Act::Refused => "consent-refused",
                Act::Objected => "consent-objected",
                Act::Revoked => "consent-revoked",
                Act::Invalidated => "consent-invalidated",
                _ => "consent-withdrawn",
            },
            Self::RefusedAgain(_) => "consent-refused-after-given",
        }
    }

    /// The first event it is about.
    fn evidence(&self) -> Option<&'l Record> {
        match *self {
            Self::Nothing => None,
            Self::Asked(record)
            | Self::Elsewhere(record)
            | Self::Defective(_, record)
            | Self::No(record)
            | Self::RefusedAgain(record) => Some(record),
            Self::Yes { yes, .. }
            | Self::Lapsed { yes, .. }
            | Self::Superseded { yes, .. }
            | Self::Happened { yes, .. }
            | Self::UsedUp { yes, .. } => Some(yes),
            Self::Voided { by, .. } => Some(by),
        }
    }
}

/// The reason for the decision, then what is to be noted about it.
fn grounds<'l>(standing: &Standing<'l>, judgement: &mut Judgement<'l>) {
    let code = standing.ground.code(standing.decision);
    match standing.ground {
        Ground::Nothing => judgement.add(Finding::new(code), None),
        Ground::Asked(record)
        | Ground::Elsewhere(record)
        | Ground::No(record)
        | Ground::RefusedAgain(record) => judgement.add(Finding::dated(code, record), [record]),
        Ground::Defective(_, record) => {
            judgement.add(Finding::dated(code, record).with(More::Notice), [record])
        }
        Ground::Yes { yes, shown } => {
            judgement.add(Finding::dated(code, yes).with(More::Notice), [yes]);
            judgement.evidence.extend(shown);
            note(standing, yes, judgement);
        }
        Ground::Lapsed { yes, at } => judgement.add(Finding::on(code, at, yes), [yes]),
        Ground::Superseded { yes, by, at } => {
            judgement.add(Finding::on(code, at, yes).with(More::ReplacedBy(by)), [yes]);
        }
        Ground::Happened { yes, by, at } => {
            judgement.add(Finding::on(code, at, yes).with(More::Happening(by)), [yes, by]);
        }
        Ground::UsedUp { yes, last, at } => {
            judgement.add(Finding::on(code, at, yes).with(More::Uses), [yes, last]);
        }
        Ground::Voided { yes, by } => judgement.add(Finding::dated(code, by), [by, yes]),
    }
    if let Some((defect, record)) = standing.ineffective {
        judgement.add(Finding::dated(defective(defect), record).with(More::Notice), [record]);
    }
}

fn note<'l>(standing: &Standing<'l>, yes: &'l Record, judgement: &mut Judgement<'l>) {
    if yes.act == Act::Renewed && standing.decision == DecisionState::Given {
        judgement.add(Finding::dated("consent-renewed-without-given", yes), None);
    }
    if matches!(yes.employment_state, Some(EmploymentState::Active | EmploymentState::NoticePeriod)) {
        judgement.add(Finding::dated("consent-given-while-employed", yes), None);
    }
    if has_no_end(yes) {
        judgement.add(Finding::dated("consent-endless", yes), None);
    }
}

/// Whether a yes was asked for without an end, and neither its purpose nor anything else gives it one.
pub(super) fn has_no_end(yes: &Record) -> bool {
    yes.is_endless() && yes.end().is_none()
}

fn asked(record: &Record) -> &'static str {
    match record.act {
        Act::NoticeShown => "consent-notice-shown",
        Act::Requested => "consent-requested",
        _ if record.kind.is_yes() => "consent-not-affirmative",
        _ => "consent-deferred",
    }
}

fn defective(defect: Defect) -> &'static str {
    match defect {
        Defect::NotBySubject => "consent-not-by-subject",
        Defect::WithoutNotice => "consent-without-notice",
        Defect::Notice(Mismatch::Unknown) => "consent-notice-unknown",
        Defect::Notice(Mismatch::Changed) => "consent-notice-changed",
        Defect::Notice(Mismatch::OtherPurpose) => "consent-notice-other-purpose",
        Defect::Bundled => "consent-bundled",
        Defect::ImportUnproven => "consent-import-unproven",
        Defect::DatedAhead => "consent-dated-ahead",
        Defect::ImportAfterNo => "consent-import-after-no",
        Defect::UncertainTime => "consent-time-uncertain",
        Defect::NoNewNotice => "consent-no-new-notice",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::text::{Lang, codes};

    #[test]
    fn every_code_has_a_sentence_and_a_label_in_both_languages() {
        let source = include_str!("reasons.rs").split("mod tests").next().unwrap();
        let quoted = source.split('"').chain(include_str!("law.rs").split('"'));
        let emitted: BTreeSet<_> = quoted.filter(|text| text.starts_with("consent-")).collect();
        assert!(emitted.len() > 25, "{emitted:?}");
        for lang in Lang::ALL {
            let known: BTreeSet<_> = codes(lang).collect();
            for code in &emitted {
                assert!(known.contains(code), "{code} in {lang}");
                assert!(known.contains(format!("{code}-label").as_str()), "{code}-label in {lang}");
            }
        }
    }
}
