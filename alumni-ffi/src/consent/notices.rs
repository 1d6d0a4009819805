//! Two versions of a notice compared, and plans for asking people again.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::consent::{Notice, NoticeConsequence, NoticeDiff, ReconsentPlan, ReconsentRequest};
use alumni_core::document;
use alumni_core::text::Clock;

use super::{alumni_consent_report, alumni_contacts, alumni_ledger, alumni_notice};
use crate::boundary::{Kept, KeptIn, give, guard, handle, number, read, read_text, release, text};
use crate::calendar::alumni_instant;
use crate::error::{alumni_error, alumni_status};
use crate::text::ALUMNI_NONE;

/// Nothing follows.
pub const ALUMNI_NOTICE_CONSEQUENCE_NONE: u32 = 0;
/// People are told.
pub const ALUMNI_NOTICE_CONSEQUENCE_NOTIFY: u32 = 1;
/// People are asked again.
pub const ALUMNI_NOTICE_CONSEQUENCE_ASK_AGAIN: u32 = 2;

/// How two versions of a notice differ, and what follows from it in each regime.
#[derive(Debug)]
pub struct alumni_notice_diff {
    inner: NoticeDiff,
    newer: Notice,
    text: KeptIn,
    json: Kept,
}

/// Who is asked again, who is told, when, and what may be lost.
#[derive(Debug)]
pub struct alumni_reconsent_plan {
    inner: ReconsentPlan,
    text: KeptIn,
    json: Kept,
    clock: Clock,
}

impl alumni_reconsent_plan {
    pub(super) fn tell_at(&mut self, clock: Clock) {
        (self.text, self.clock) = (KeptIn::default(), clock);
    }
}

/// How the notice `newer_json` differs from `older_json`, and what follows from it in every regime that anybody in the ledger
/// can be under, by the rules in force at `at`; `at` may be NULL for the instant at which the newer one takes effect. Neither
/// has to be on file.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_notice_diff_json(
    ledger: Option<&alumni_ledger>,
    older_json: *const c_char,
    newer_json: *const c_char,
    at: Option<&alumni_instant>,
    diff: Option<&mut MaybeUninit<*mut alumni_notice_diff>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(diff, "diff", || {
            let ledger = handle(ledger, "ledger")?;
            let older: Notice = document::from_json(text(older_json, "older_json")?)?;
            let newer: Notice = document::from_json(text(newer_json, "newer_json")?)?;
            let at = at.map(|at| at.checked("at")).transpose()?;
            let inner = ledger.inner.notice_diff(&older, &newer, at)?;
            Ok(alumni_notice_diff { inner, newer, text: KeptIn::default(), json: Kept::default() })
        })
    })
}

/// The strictest that follows anywhere, an `ALUMNI_NOTICE_CONSEQUENCE_…`; `ALUMNI_NONE` for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_notice_diff_consequence(diff: Option<&alumni_notice_diff>) -> u32 {
    read(ALUMNI_NONE, || Some(number(NoticeConsequence::ALL, 0, &diff?.inner.consequence())))
}

/// Whether the newer version is marked as material without a difference that asks for it, or the other way round: 1 or 0.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_notice_diff_is_contradictory(diff: Option<&alumni_notice_diff>) -> u32 {
    read(0, || Some(u32::from(diff?.inner.is_contradictory())))
}

/// The newer version as one under which earlier consent ends where the difference asks for it, and nowhere else. Its hash
/// stays.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_notice_diff_marked(
    diff: Option<&alumni_notice_diff>,
    notice: Option<&mut MaybeUninit<*mut alumni_notice>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(notice, "notice", || {
            let diff = handle(diff, "diff")?;
            Ok(diff.inner.marked(&diff.newer)?.into())
        })
    })
}

/// The difference in `lang`: one line for each thing that differs, then what does not fit together.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_notice_diff_text(diff: Option<&alumni_notice_diff>, lang: u32) -> *const c_char {
    read_text(|| {
        let diff = diff?;
        diff.text.get(lang, |lang| diff.inner.text(lang))
    })
}

/// The difference as one line of JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_notice_diff_json(diff: Option<&alumni_notice_diff>) -> *const c_char {
    read_text(|| {
        let diff = diff?;
        diff.json.json(&diff.inner)
    })
}

/// Frees a difference; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_notice_diff_free(diff: Option<Box<alumni_notice_diff>>) {
    release(diff);
}

/// The pairs of neighbouring versions on file whose difference contradicts what the later one says about itself: a list.
/// `at` is for versions that do not say when they take effect.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_notice_contradictions(
    ledger: Option<&alumni_ledger>,
    at: alumni_instant,
    report: Option<&mut MaybeUninit<*mut alumni_consent_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let ledger = handle(ledger, "ledger")?;
            alumni_consent_report::of(&ledger.inner.notice_contradictions(at.checked("at")?))
        })
    })
}

/// Who has to be asked or told about a new version of a notice, when and on which channel each can be, and how much consent
/// may be lost: `{"notice": …, "asking": …, "channels": […], "sender": …, "message": …, "at": …, "deadline": …, "rate": …}`,
/// of which all up to `at` must be there. Nothing is changed or reserved.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_plan_reconsent_json(
    ledger: Option<&alumni_ledger>,
    contacts: Option<&alumni_contacts>,
    request_json: *const c_char,
    plan: Option<&mut MaybeUninit<*mut alumni_reconsent_plan>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(plan, "plan", || {
            let (ledger, contacts) = (handle(ledger, "ledger")?, handle(contacts, "contacts")?);
            let request = ReconsentRequest::from_json(text(request_json, "request_json")?)?;
            let inner = ledger.inner.plan_reconsent(&contacts.inner, &request)?;
            let (text, json) = Default::default();
            Ok(alumni_reconsent_plan { inner, text, json, clock: Clock::utc() })
        })
    })
}

/// Number of people to be asked.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_reconsent_plan_ask(plan: Option<&alumni_reconsent_plan>) -> usize {
    read(0, || Some(plan?.inner.ask))
}

/// Number of people to be told, and not asked.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_reconsent_plan_tell(plan: Option<&alumni_reconsent_plan>) -> usize {
    read(0, || Some(plan?.inner.tell))
}

/// The plan in `lang`: what is at stake, the days, and what has to be looked at. Nobody is named.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_reconsent_plan_text(
    plan: Option<&alumni_reconsent_plan>,
    lang: u32,
) -> *const c_char {
    read_text(|| {
        let plan = plan?;
        plan.text.get(lang, |lang| plan.inner.text_at(lang, plan.clock))
    })
}

/// The plan as one line of JSON, with every person.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_reconsent_plan_json(plan: Option<&alumni_reconsent_plan>) -> *const c_char {
    read_text(|| {
        let plan = plan?;
        plan.json.json(&plan.inner)
    })
}

/// Frees a plan; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_reconsent_plan_free(plan: Option<Box<alumni_reconsent_plan>>) {
    release(plan);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consequences_have_their_numbers() {
        let consequences = [
            (NoticeConsequence::None, ALUMNI_NOTICE_CONSEQUENCE_NONE),
            (NoticeConsequence::Notify, ALUMNI_NOTICE_CONSEQUENCE_NOTIFY),
            (NoticeConsequence::AskAgain, ALUMNI_NOTICE_CONSEQUENCE_ASK_AGAIN),
        ];
        assert_eq!(consequences.map(|(consequence, _)| consequence), *NoticeConsequence::ALL);
        let given = |consequence| number(NoticeConsequence::ALL, 0, consequence);
        assert!(consequences.iter().all(|(consequence, wanted)| given(consequence) == *wanted));
    }
}
