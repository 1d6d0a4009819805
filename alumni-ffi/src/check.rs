//! What is proved about policies: checks, comparisons and ladders.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::eligibility::{
    Check, LadderCheck, PolicyComparison, Relation, Severity, Witness, check_ladder,
};

use crate::boundary::{Kept, KeptIn, give, guard, handle, number, read, read_text, release, slice};
use crate::calendar::alumni_date;
use crate::eligibility::alumni_policy;
use crate::error::{alumni_error, alumni_status};
use crate::text::ALUMNI_NONE;

/// The policy cannot be meant so: nobody passes.
pub const ALUMNI_SEVERITY_ERROR: u32 = 0;
/// Something in it has no effect.
pub const ALUMNI_SEVERITY_WARNING: u32 = 1;
/// With what stands beside it, a part has no effect.
pub const ALUMNI_SEVERITY_NOTE: u32 = 2;

/// Both policies take the same workers.
pub const ALUMNI_RELATION_EQUIVALENT: u32 = 0;
/// The policy takes some of those that the other takes, and no others.
pub const ALUMNI_RELATION_STRICTER: u32 = 1;
/// The policy takes all that the other takes, and others.
pub const ALUMNI_RELATION_LOOSER: u32 = 2;
/// Each takes some that the other does not.
pub const ALUMNI_RELATION_INCOMPARABLE: u32 = 3;
/// Answering would have taken too many steps.
pub const ALUMNI_RELATION_NOT_DECIDED: u32 = 4;

/// Everything that was proved about a policy.
#[derive(Debug)]
pub struct alumni_check {
    inner: Check,
    text: KeptIn,
    json: Kept,
    findings: Vec<Told>,
}

/// How one policy is to another.
#[derive(Debug)]
pub struct alumni_comparison {
    inner: PolicyComparison,
    text: KeptIn,
    json: Kept,
    gained: Kept,
    lost: Kept,
}

/// Everything that was proved about the policies of a ladder.
#[derive(Debug)]
pub struct alumni_ladder_check {
    inner: LadderCheck,
    text: KeptIn,
    json: Kept,
}

#[derive(Debug, Default)]
struct Told {
    code: Kept,
    text: KeptIn,
    witness: Kept,
}

impl From<Check> for alumni_check {
    fn from(inner: Check) -> Self {
        let findings = inner.findings().iter().map(|_| Told::default()).collect();
        Self { inner, text: KeptIn::default(), json: Kept::default(), findings }
    }
}

/// A witness as `alumni_policy_decide_json` takes a worker.
fn worker(witness: &Witness) -> Option<String> {
    serde_json::to_string(&witness.worker()).ok()
}

/// Proves what can be said about a policy without any worker: criteria that can never be met or never fail, that others
/// imply, and what else has no effect.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_check(
    policy: Option<&alumni_policy>,
    check: Option<&mut MaybeUninit<*mut alumni_check>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(check, "check", || Ok(handle(policy, "policy")?.inner.check().into())))
}

/// Whether nothing was found and nothing given up.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_check_is_clean(check: Option<&alumni_check>) -> bool {
    read(false, || Some(check?.inner.is_clean()))
}

/// One line for each finding, or one that says that there is none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_check_text(check: Option<&alumni_check>, lang: u32) -> *const c_char {
    read_text(|| {
        let check = check?;
        check.text.get(lang, |lang| check.inner.text(lang))
    })
}

/// The check as one line of JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_check_json(check: Option<&alumni_check>) -> *const c_char {
    read_text(|| {
        let check = check?;
        Some(check.json.get(|| serde_json::to_string(&check.inner).unwrap_or_default()))
    })
}

/// Number of findings, the gravest first.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_check_finding_count(check: Option<&alumni_check>) -> usize {
    read(0, || Some(check?.findings.len()))
}

/// The stable code of the finding at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_check_finding_code(check: Option<&alumni_check>, index: usize) -> *const c_char {
    read_text(|| {
        let check = check?;
        let finding = check.inner.findings().get(index)?;
        Some(check.findings.get(index)?.code.get(|| finding.code().to_owned()))
    })
}

/// How much the finding at `index` matters: an `ALUMNI_SEVERITY_…`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_check_finding_severity(check: Option<&alumni_check>, index: usize) -> u32 {
    read(ALUMNI_NONE, || Some(number(&Severity::ALL, 0, &check?.inner.findings().get(index)?.severity)))
}

/// The sentence of the finding at `index`, with its witness.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_check_finding_text(
    check: Option<&alumni_check>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| {
        let check = check?;
        let finding = check.inner.findings().get(index)?;
        check.findings.get(index)?.text.get(lang, |lang| finding.text(lang))
    })
}

/// A made-up worker who shows the finding at `index`, as JSON for `alumni_policy_decide_json`; NULL where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_check_finding_witness(check: Option<&alumni_check>, index: usize) -> *const c_char {
    read_text(|| {
        let check = check?;
        let worker = worker(check.inner.findings().get(index)?.witness.as_ref()?)?;
        Some(check.findings.get(index)?.witness.get(|| worker))
    })
}

/// The day to decide about that worker for; invalid where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_check_finding_witness_as_of(
    check: Option<&alumni_check>,
    index: usize,
) -> alumni_date {
    read(alumni_date::INVALID, || {
        Some(Some(check?.inner.findings().get(index)?.witness.as_ref()?.as_of).into())
    })
}

/// Number of questions that were given up; 0 for all but policies made to be hard.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_check_undecided_count(check: Option<&alumni_check>) -> usize {
    read(0, || Some(check?.inner.undecided().len()))
}

/// Frees a check; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_check_free(check: Option<Box<alumni_check>>) {
    release(check);
}

/// Compares a policy with another by the workers whom each takes.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_compare(
    policy: Option<&alumni_policy>,
    other: Option<&alumni_policy>,
    comparison: Option<&mut MaybeUninit<*mut alumni_comparison>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(comparison, "comparison", || {
            let inner = handle(policy, "policy")?.inner.compare(&handle(other, "other")?.inner)?;
            Ok(alumni_comparison {
                inner,
                text: KeptIn::default(),
                json: Kept::default(),
                gained: Kept::default(),
                lost: Kept::default(),
            })
        })
    })
}

/// By who is eligible, of workers whose facts are known: an `ALUMNI_RELATION_…`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_comparison_relation(comparison: Option<&alumni_comparison>) -> u32 {
    read(ALUMNI_NONE, || Some(number(&Relation::ALL, 0, &comparison?.inner.relation())))
}

/// By who is not ineligible, of the same workers: an `ALUMNI_RELATION_…`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_comparison_admitted(comparison: Option<&alumni_comparison>) -> u32 {
    read(ALUMNI_NONE, || Some(number(&Relation::ALL, 0, &comparison?.inner.admitted())))
}

/// By who is eligible, whatever is known of them: an `ALUMNI_RELATION_…`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_comparison_incomplete(comparison: Option<&alumni_comparison>) -> u32 {
    read(ALUMNI_NONE, || Some(number(&Relation::ALL, 0, &comparison?.inner.incomplete())))
}

/// The comparison in one line, like `Looser; witness: tenure 3 years, grade 1`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_comparison_text(comparison: Option<&alumni_comparison>, lang: u32) -> *const c_char {
    read_text(|| {
        let comparison = comparison?;
        comparison.text.get(lang, |lang| comparison.inner.text(lang))
    })
}

/// The comparison as one line of JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_comparison_json(comparison: Option<&alumni_comparison>) -> *const c_char {
    read_text(|| {
        let comparison = comparison?;
        Some(comparison.json.get(|| serde_json::to_string(&comparison.inner).unwrap_or_default()))
    })
}

/// A made-up worker who is eligible under the policy and not under the other, as JSON; NULL where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_comparison_gained(comparison: Option<&alumni_comparison>) -> *const c_char {
    read_text(|| {
        let comparison = comparison?;
        let worker = worker(&comparison.inner.gained()?.witness)?;
        Some(comparison.gained.get(|| worker))
    })
}

/// A made-up worker who is eligible under the other and not under the policy, as JSON; NULL where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_comparison_lost(comparison: Option<&alumni_comparison>) -> *const c_char {
    read_text(|| {
        let comparison = comparison?;
        let worker = worker(&comparison.inner.lost()?.witness)?;
        Some(comparison.lost.get(|| worker))
    })
}

/// Frees a comparison; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_comparison_free(comparison: Option<Box<alumni_comparison>>) {
    release(comparison);
}

/// Proves how the policies of a ladder, from the lowest step to the highest, stand to each other.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_check_steps(
    steps: *const Option<&alumni_policy>,
    count: usize,
    check: Option<&mut MaybeUninit<*mut alumni_ladder_check>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(check, "check", || {
            let mut policies = Vec::new();
            for step in slice(steps, count, "steps")? {
                policies.push(handle(*step, "steps")?.inner.as_ref());
            }
            let inner = check_ladder(&policies)?;
            Ok(alumni_ladder_check { inner, text: KeptIn::default(), json: Kept::default() })
        })
    })
}

/// Whether nothing was found and nothing given up.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_check_is_clean(check: Option<&alumni_ladder_check>) -> bool {
    read(false, || Some(check?.inner.is_clean()))
}

/// One line for each finding, or one that says that there is none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_check_text(check: Option<&alumni_ladder_check>, lang: u32) -> *const c_char {
    read_text(|| {
        let check = check?;
        check.text.get(lang, |lang| check.inner.text(lang))
    })
}

/// The check as one line of JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_check_json(check: Option<&alumni_ladder_check>) -> *const c_char {
    read_text(|| {
        let check = check?;
        Some(check.json.get(|| serde_json::to_string(&check.inner).unwrap_or_default()))
    })
}

/// Frees the check of a ladder; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_check_free(check: Option<Box<alumni_ladder_check>>) {
    release(check);
}
