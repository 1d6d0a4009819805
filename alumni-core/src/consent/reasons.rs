//! From where a subject stands to a verdict with its reasons and evidence.

use chrono::{DateTime, Utc};

use super::answer::Verdict;
use super::event::EventKey;
use super::fold::{Act, Defect, Ground, Record, Standing};
use super::kind::{Channel, EmploymentState};
use super::notice::Mismatch;
use super::purpose::{LegalBasis, Purpose};
use super::state::DecisionState;
use crate::text::Reason;

/// What an answer says apart from the question.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Judgement {
    pub(super) verdict: Verdict,
    pub(super) reasons: Vec<Reason>,
    pub(super) evidence: Vec<EventKey>,
}

impl Judgement {
    fn new(verdict: Verdict) -> Self {
        Self { verdict, reasons: Vec::new(), evidence: Vec::new() }
    }

    pub(super) fn add<'r>(&mut self, reason: Reason, records: impl IntoIterator<Item = &'r Record>) {
        self.reasons.push(reason);
        for record in records {
            let key = record.event.key();
            if !self.evidence.contains(&key) {
                self.evidence.push(key);
            }
        }
    }
}

/// The verdict on `standing` for `purpose` on `channel`.
pub(super) fn judge(standing: &Standing<'_>, purpose: &Purpose, channel: Option<Channel>) -> Judgement {
    if let Some(channel) = channel.filter(|channel| !purpose.allows(*channel)) {
        let mut judgement = Judgement::new(Verdict::Denied);
        judgement.add(Reason::new("consent-channel-not-allowed").with("channel", channel.as_str()), None);
        return judgement;
    }
    let Some(restriction) = standing.restriction else { return on_basis(standing, purpose.legal_basis) };
    let mut judgement = Judgement::new(Verdict::Denied);
    judgement.add(dated("consent-restricted", restriction), [restriction]);
    let otherwise = on_basis(standing, purpose.legal_basis);
    if otherwise.verdict == Verdict::Denied {
        judgement.reasons.extend(otherwise.reasons);
        judgement.evidence.extend(otherwise.evidence);
    }
    judgement
}

fn on_basis(standing: &Standing<'_>, basis: LegalBasis) -> Judgement {
    if basis == LegalBasis::Consent {
        return on_consent(standing);
    }
    let with_basis = |code| Reason::new(code).with("basis", basis.as_str());
    let mut judgement = match standing.decision {
        DecisionState::Objected if basis.can_be_objected_to() => Judgement::new(Verdict::Denied),
        DecisionState::Objected => {
            let mut judgement = Judgement::new(Verdict::Review);
            judgement.add(with_basis("consent-objection-to-review"), None);
            judgement
        }
        no if no.is_no() => {
            let mut judgement = Judgement::new(Verdict::Denied);
            judgement.add(with_basis("consent-basis-switched"), None);
            judgement
        }
        _ => {
            let mut judgement = Judgement::new(Verdict::Allowed);
            judgement.add(with_basis("consent-basis-applies"), None);
            return judgement;
        }
    };
    grounds(standing, &mut judgement);
    judgement
}

fn on_consent(standing: &Standing<'_>) -> Judgement {
    let stands = matches!(standing.decision, DecisionState::Given | DecisionState::Renewed);
    let mut judgement = Judgement::new(if stands { Verdict::Allowed } else { Verdict::Denied });
    grounds(standing, &mut judgement);
    judgement
}

/// The reason for the decision, then what is to be noted about it.
fn grounds(standing: &Standing<'_>, judgement: &mut Judgement) {
    match standing.ground {
        Ground::Nothing => judgement.add(Reason::new("consent-never-asked"), None),
        Ground::Asked(record) => judgement.add(asked(record), [record]),
        Ground::Elsewhere(record) => judgement.add(dated("consent-given-elsewhere", record), [record]),
        Ground::Defective(defect, record) => judgement.add(defective(defect, record), [record]),
        Ground::Yes { yes, shown } => {
            let code = match standing.decision {
                DecisionState::Renewed => "consent-renewed",
                _ => "consent-given",
            };
            judgement.add(on_notice(dated(code, yes), yes), [yes]);
            judgement.evidence.extend(shown.map(|shown| shown.event.key()));
            note(standing, yes, judgement);
        }
        Ground::Lapsed { yes, at } => judgement.add(on(Reason::new("consent-expired"), at, yes), [yes]),
        Ground::Superseded { yes, by, at } => {
            let reason = on(Reason::new("consent-notice-superseded"), at, yes);
            judgement.add(on_notice(reason, yes).with("new_version", by.to_string()), [yes]);
        }
        Ground::Happened { yes, by, at } => {
            let happening = by.event.happening.as_deref().unwrap_or_default();
            let reason = on(Reason::new("consent-event-happened"), at, yes).with("happening", happening);
            judgement.add(reason, [yes, by]);
        }
        Ground::UsedUp { yes, last, at } => {
            let uses = i64::from(yes.event.valid_uses.unwrap_or_default());
            judgement.add(on(Reason::new("consent-used-up"), at, yes).with("uses", uses), [yes, last]);
        }
        Ground::Voided { yes, by } => judgement.add(dated("consent-invalidated", by), [by, yes]),
        Ground::No(record) => {
            let code = match record.act {
                Act::Refused => "consent-refused",
                Act::Objected => "consent-objected",
                Act::Revoked => "consent-revoked",
                Act::Invalidated => "consent-invalidated",
                _ => "consent-withdrawn",
            };
            judgement.add(dated(code, record), [record]);
        }
        Ground::RefusedAgain(record) => {
            judgement.add(dated("consent-refused-after-given", record), [record]);
        }
    }
    if let Some((defect, record)) = standing.ineffective {
        judgement.add(defective(defect, record), [record]);
    }
}

fn note(standing: &Standing<'_>, yes: &Record, judgement: &mut Judgement) {
    if yes.act == Act::Renewed && standing.decision == DecisionState::Given {
        judgement.add(dated("consent-renewed-without-given", yes), None);
    }
    if matches!(yes.event.employment_state, Some(EmploymentState::Active | EmploymentState::NoticePeriod)) {
        judgement.add(dated("consent-given-while-employed", yes), None);
    }
    if yes.event.endless && yes.end.is_none() {
        judgement.add(dated("consent-endless", yes), None);
    }
}

fn asked(record: &Record) -> Reason {
    let code = match record.act {
        Act::NoticeShown => "consent-notice-shown",
        Act::Requested => "consent-requested",
        _ if record.event.is_yes() => "consent-not-affirmative",
        _ => "consent-deferred",
    };
    dated(code, record)
}

fn defective(defect: Defect, record: &Record) -> Reason {
    let code = match defect {
        Defect::NotBySubject => "consent-not-by-subject",
        Defect::WithoutNotice => "consent-without-notice",
        Defect::Notice(Mismatch::Unknown) => "consent-notice-unknown",
        Defect::Notice(Mismatch::Changed) => "consent-notice-changed",
        Defect::Notice(Mismatch::OtherPurpose) => "consent-notice-other-purpose",
        Defect::Bundled => "consent-bundled",
        Defect::ImportUnproven => "consent-import-unproven",
        Defect::ImportAfterNo => "consent-import-after-no",
        Defect::UncertainTime => "consent-time-uncertain",
        Defect::NoNewNotice => "consent-no-new-notice",
    };
    on_notice(dated(code, record), record)
}

/// With the instant of the act, its day in UTC, and the event.
pub(super) fn dated(code: &str, record: &Record) -> Reason {
    on(Reason::new(code), record.at(), record)
}

fn on(reason: Reason, at: DateTime<Utc>, record: &Record) -> Reason {
    reason.with("at", at).with("on", at.date_naive()).with("event", record.event.id.as_str())
}

fn on_notice(reason: Reason, record: &Record) -> Reason {
    match &record.event.notice {
        // As a text: versions are names here, not quantities.
        Some(notice) => reason.with("notice", notice.id.as_str()).with("version", notice.version.to_string()),
        None => reason,
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
