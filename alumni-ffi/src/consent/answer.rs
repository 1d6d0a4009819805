//! Answers of the ledger, and how many may be reached.

use std::ffi::{CString, c_char};

use alumni_core::consent::{Answer, Obligation, Summary, Verdict};
use alumni_core::text::Clock;

use super::{Key, keys};
use crate::boundary::{Kept, KeptIn, c_text, number, read, read_text, release};
use crate::calendar::alumni_instant;
use crate::text::{ALUMNI_NONE, Reasons};

/// Yes, with the obligations of the answer.
pub const ALUMNI_CONSENT_VERDICT_ALLOWED: u32 = 0;
/// A person has to look at it first.
pub const ALUMNI_CONSENT_VERDICT_REVIEW: u32 = 1;
/// No.
pub const ALUMNI_CONSENT_VERDICT_DENIED: u32 = 2;

/// Offer a way to stop in the message itself.
pub const ALUMNI_OBLIGATION_UNSUBSCRIBE_LINK: u32 = 0;
/// Say who is writing or calling.
pub const ALUMNI_OBLIGATION_SENDER_IDENTITY: u32 = 1;
/// Keep a record of the use and of the answer that permitted it.
pub const ALUMNI_OBLIGATION_RECORD_TO_KEEP: u32 = 2;
/// Give the sender's postal address.
pub const ALUMNI_OBLIGATION_POSTAL_ADDRESS: u32 = 3;
/// Say where complaints and questions go.
pub const ALUMNI_OBLIGATION_CONTACT_DETAILS: u32 = 4;
/// Tell the person, at first contact, where the data is from and what it is used for.
pub const ALUMNI_OBLIGATION_FIRST_CONTACT_NOTICE: u32 = 5;
/// Record what was provided to whom.
pub const ALUMNI_OBLIGATION_PROVISION_RECORD: u32 = 6;
/// Tell the person, before data goes abroad, where to and how it is protected there.
pub const ALUMNI_OBLIGATION_TRANSFER_INFORMATION: u32 = 7;
/// See that the job information is accurate and current.
pub const ALUMNI_OBLIGATION_CURRENT_JOB_INFORMATION: u32 = 8;

/// The answer to one question, with what is needed to check it.
#[derive(Debug)]
pub struct alumni_answer {
    inner: Answer,
    text: KeptIn,
    json: Kept,
    reasons: Reasons,
    evidence: Vec<Key>,
    obligations: Vec<KeptIn>,
    clock: Clock,
}

/// How many may be reached for a purpose, and what blocks the rest.
#[derive(Debug)]
pub struct alumni_summary {
    inner: Summary,
    json: Kept,
    reasons: Vec<(CString, KeptIn)>,
}

impl From<Answer> for alumni_answer {
    fn from(inner: Answer) -> Self {
        Self {
            text: KeptIn::default(),
            clock: Clock::utc(),
            json: Kept::default(),
            reasons: inner.reasons.iter().collect(),
            evidence: keys(&inner.evidence),
            obligations: inner.obligations.iter().map(|_| KeptIn::default()).collect(),
            inner,
        }
    }
}

impl alumni_answer {
    pub(super) fn tell_at(&mut self, clock: Clock) {
        self.text = KeptIn::default();
        self.reasons = std::mem::take(&mut self.reasons).by(clock);
        self.clock = clock;
    }
}

impl From<Summary> for alumni_summary {
    fn from(inner: Summary) -> Self {
        let reasons = inner.reasons.iter().map(|reason| (c_text(reason.code.as_str()), KeptIn::default()));
        Self { json: Kept::default(), reasons: reasons.collect(), inner }
    }
}

/// Whether it may be done: an `ALUMNI_CONSENT_VERDICT_…`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answer_verdict(answer: Option<&alumni_answer>) -> u32 {
    read(ALUMNI_NONE, || Some(number(Verdict::ALL, 0, &answer?.inner.verdict)))
}

/// Whether it may be done without another look: 1, or 0.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answer_is_allowed(answer: Option<&alumni_answer>) -> u32 {
    read(0, || Some(u32::from(answer?.inner.is_allowed())))
}

/// Verdict and reasons in one line, like `Denied: withdrawn on 2025-07-01 (event ce_88)`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answer_text(answer: Option<&alumni_answer>, lang: u32) -> *const c_char {
    read_text(|| {
        let answer = answer?;
        answer.text.get(lang, |lang| answer.inner.text_at(lang, answer.clock))
    })
}

/// The next instant at which the answer changes if nothing new arrives; invalid when it never does.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answer_valid_until(answer: Option<&alumni_answer>) -> alumni_instant {
    read(alumni_instant::INVALID, || Some(answer?.inner.valid_until.into()))
}

/// Number of reasons, of which the first decided.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answer_reason_count(answer: Option<&alumni_answer>) -> usize {
    read(0, || Some(answer?.reasons.count()))
}

/// The stable code of the reason at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answer_reason_code(answer: Option<&alumni_answer>, index: usize) -> *const c_char {
    read_text(|| answer?.reasons.code(index))
}

/// The sentence of the reason at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answer_reason_text(
    answer: Option<&alumni_answer>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| answer?.reasons.text(index, lang))
}

/// Number of events that the reasons rest on.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answer_evidence_count(answer: Option<&alumni_answer>) -> usize {
    read(0, || Some(answer?.evidence.len()))
}

/// The system that the event at `index` comes from.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answer_evidence_source(
    answer: Option<&alumni_answer>,
    index: usize,
) -> *const c_char {
    read_text(|| Some(answer?.evidence.get(index)?.source.as_c_str()))
}

/// Its id in that system.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answer_evidence_id(answer: Option<&alumni_answer>, index: usize) -> *const c_char {
    read_text(|| Some(answer?.evidence.get(index)?.id.as_c_str()))
}

/// Number of things to do when making use of the permission.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answer_obligation_count(answer: Option<&alumni_answer>) -> usize {
    read(0, || Some(answer?.obligations.len()))
}

/// The obligation at `index`: an `ALUMNI_OBLIGATION_…`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answer_obligation(answer: Option<&alumni_answer>, index: usize) -> u32 {
    read(ALUMNI_NONE, || Some(number(Obligation::ALL, 0, answer?.inner.obligations.get(index)?)))
}

/// The obligation at `index` in a sentence.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answer_obligation_text(
    answer: Option<&alumni_answer>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| {
        let answer = answer?;
        let (obligation, kept) = (answer.inner.obligations.get(index)?, answer.obligations.get(index)?);
        kept.get(lang, |lang| obligation.text(lang))
    })
}

/// The whole answer as JSON, with the question and where the subject stands.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answer_json(answer: Option<&alumni_answer>) -> *const c_char {
    read_text(|| {
        let answer = answer?;
        answer.json.json(&answer.inner)
    })
}

/// Frees an answer; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answer_free(answer: Option<Box<alumni_answer>>) {
    release(answer);
}

/// Number of subjects asked about.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_summary_subjects(summary: Option<&alumni_summary>) -> usize {
    read(0, || Some(summary?.inner.subjects))
}

/// Number of subjects for whom it is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_summary_allowed(summary: Option<&alumni_summary>) -> usize {
    read(0, || Some(summary?.inner.allowed))
}

/// Number of subjects for whom a person has to look at it.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_summary_review(summary: Option<&alumni_summary>) -> usize {
    read(0, || Some(summary?.inner.review))
}

/// Number of subjects for whom it is denied.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_summary_denied(summary: Option<&alumni_summary>) -> usize {
    read(0, || Some(summary?.inner.denied))
}

/// Number of different reasons, each with its verdict; by verdict, the most frequent first.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_summary_reason_count(summary: Option<&alumni_summary>) -> usize {
    read(0, || Some(summary?.reasons.len()))
}

/// The verdict that the reason at `index` led to: an `ALUMNI_CONSENT_VERDICT_…`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_summary_reason_verdict(summary: Option<&alumni_summary>, index: usize) -> u32 {
    read(ALUMNI_NONE, || Some(number(Verdict::ALL, 0, &summary?.inner.reasons.get(index)?.verdict)))
}

/// The stable code of the reason at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_summary_reason_code(
    summary: Option<&alumni_summary>,
    index: usize,
) -> *const c_char {
    read_text(|| summary?.reasons.get(index).map(|(code, _)| code.as_c_str()))
}

/// The reason at `index` in a few words, for a line of a table.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_summary_reason_text(
    summary: Option<&alumni_summary>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| {
        let summary = summary?;
        let (reason, (_, kept)) = (summary.inner.reasons.get(index)?, summary.reasons.get(index)?);
        kept.get(lang, |lang| reason.text(lang))
    })
}

/// Number of subjects with the reason at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_summary_reason_subjects(summary: Option<&alumni_summary>, index: usize) -> usize {
    read(0, || Some(summary?.inner.reasons.get(index)?.count))
}

/// The whole summary as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_summary_json(summary: Option<&alumni_summary>) -> *const c_char {
    read_text(|| {
        let summary = summary?;
        summary.json.json(&summary.inner)
    })
}

/// Frees a summary; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_summary_free(summary: Option<Box<alumni_summary>>) {
    release(summary);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_and_obligations_have_their_numbers() {
        let verdicts = [
            (Verdict::Allowed, ALUMNI_CONSENT_VERDICT_ALLOWED),
            (Verdict::Review, ALUMNI_CONSENT_VERDICT_REVIEW),
            (Verdict::Denied, ALUMNI_CONSENT_VERDICT_DENIED),
        ];
        assert_eq!(verdicts.map(|(verdict, _)| verdict), *Verdict::ALL);
        assert!(verdicts.iter().all(|(verdict, wanted)| number(Verdict::ALL, 0, verdict) == *wanted));
        let obligations = [
            (Obligation::UnsubscribeLink, ALUMNI_OBLIGATION_UNSUBSCRIBE_LINK),
            (Obligation::SenderIdentity, ALUMNI_OBLIGATION_SENDER_IDENTITY),
            (Obligation::RecordToKeep, ALUMNI_OBLIGATION_RECORD_TO_KEEP),
            (Obligation::PostalAddress, ALUMNI_OBLIGATION_POSTAL_ADDRESS),
            (Obligation::ContactDetails, ALUMNI_OBLIGATION_CONTACT_DETAILS),
            (Obligation::FirstContactNotice, ALUMNI_OBLIGATION_FIRST_CONTACT_NOTICE),
            (Obligation::ProvisionRecord, ALUMNI_OBLIGATION_PROVISION_RECORD),
            (Obligation::TransferInformation, ALUMNI_OBLIGATION_TRANSFER_INFORMATION),
            (Obligation::CurrentJobInformation, ALUMNI_OBLIGATION_CURRENT_JOB_INFORMATION),
        ];
        assert_eq!(obligations.map(|(obligation, _)| obligation), *Obligation::ALL);
        assert!(obligations.iter().all(|(duty, wanted)| number(Obligation::ALL, 0, duty) == *wanted));
    }
}
