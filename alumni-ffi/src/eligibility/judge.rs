//! One person at a time, many times a second.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::eligibility::{Judge, Outcome, Row, Ruling, Status};

use super::{alumni_decision, alumni_policy};
use crate::boundary::{Failure, give, guard, handle, number, put, read, read_text, release, slice, text};
use crate::calendar::alumni_date;
use crate::error::{alumni_error, alumni_status};
use crate::text::{ALUMNI_NONE, Words};

/// As many words of 64 bits as the 1,000 criteria need that a policy may have.
pub const ALUMNI_RULING_WORDS: usize = 16;

/// A policy made ready to decide about one person at a time as of one day. It never changes: one serves all threads.
#[derive(Debug)]
pub struct alumni_judge {
    inner: Judge,
    criteria: Words,
}

/// Room for the facts of one person, used again and again; each thread needs its own.
#[derive(Debug)]
pub struct alumni_row {
    inner: Row,
}

/// What a judge says about one person; the caller's own memory. The criterion at place p of the policy's order is
/// bit p % 64 of the word p / 64; those in none of the three are met.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct alumni_ruling {
    /// One of `ALUMNI_OUTCOME_…`.
    pub outcome: u32,
    /// How many criteria the policy has.
    pub criteria: u32,
    /// The criteria that make the person ineligible.
    pub unmet: [u64; ALUMNI_RULING_WORDS],
    /// The criteria that ask for a person.
    pub review: [u64; ALUMNI_RULING_WORDS],
    /// The criteria that cannot be told.
    pub unknown: [u64; ALUMNI_RULING_WORDS],
}

impl From<Ruling> for alumni_ruling {
    fn from(ruling: Ruling) -> Self {
        let words = |status: Status| std::array::from_fn(|word| ruling.mask(status, word));
        Self {
            outcome: number(&Outcome::ALL, 0, &ruling.outcome()),
            criteria: u32::try_from(ruling.criteria()).unwrap_or(ALUMNI_NONE),
            unmet: words(Status::Unmet),
            review: words(Status::Review),
            unknown: words(Status::Unknown),
        }
    }
}

/// Makes a policy ready to decide about one person at a time as of a day.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_judge(
    policy: Option<&alumni_policy>,
    as_of: alumni_date,
    judge: Option<&mut MaybeUninit<*mut alumni_judge>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(judge, "judge", || {
            let policy = &handle(policy, "policy")?.inner;
            let inner = policy.judge(as_of.checked("as_of")?)?;
            let criteria = policy.criteria().iter().map(|criterion| criterion.id().to_owned()).collect();
            Ok(alumni_judge { inner, criteria })
        })
    })
}

/// Makes room for the facts of one person, for this judge.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_judge_row(
    judge: Option<&alumni_judge>,
    row: Option<&mut MaybeUninit<*mut alumni_row>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(row, "row", || Ok(alumni_row { inner: handle(judge, "judge")?.inner.row() })))
}

/// Reads the facts of one person from `length` bytes of JSON, which need no NUL at the end, and decides.
///
/// The document is an object of facts, `{"grade": 3}`, or `{"id": "w-1", "facts": {"grade": 3}}`; a fact that is not there, or
/// null, is not known. `row` holds the facts afterwards. Nothing is allocated, but for an error and where a document has
/// longer texts than any that the row has read before.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_judge_decide_json(
    judge: Option<&alumni_judge>,
    row: Option<&mut alumni_row>,
    json: *const c_char,
    length: usize,
    ruling: Option<&mut MaybeUninit<alumni_ruling>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        put(ruling, "ruling", || {
            let judge = handle(judge, "judge")?;
            let row = &mut row.ok_or(Failure::Null("row"))?.inner;
            let json = slice(json.cast::<u8>(), length, "json")?;
            let json =
                std::str::from_utf8(json).map_err(|error| Failure::Utf8("json", error.valid_up_to()))?;
            row.read_json(json)?;
            Ok(judge.inner.decide(row)?.into())
        })
    })
}

/// Gives the whole decision about the facts that a row holds, with reasons in words; `worker` is the id it names.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_judge_explain(
    judge: Option<&alumni_judge>,
    row: Option<&alumni_row>,
    worker: *const c_char,
    decision: Option<&mut MaybeUninit<*mut alumni_decision>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(decision, "decision", || {
            let (judge, row) = (handle(judge, "judge")?, handle(row, "row")?);
            Ok(judge.inner.explain(&row.inner, text(worker, "worker")?)?.into())
        })
    })
}

/// Number of criteria.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_judge_criterion_count(judge: Option<&alumni_judge>) -> usize {
    read(0, || Some(judge?.criteria.count()))
}

/// The id of the criterion at `index`, in the policy's order.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_judge_criterion_id(judge: Option<&alumni_judge>, index: usize) -> *const c_char {
    read_text(|| judge?.criteria.get(index))
}

/// How the criterion at `index` stands, one of `ALUMNI_CRITERION_…`; `ALUMNI_NONE` when there is none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ruling_status(ruling: Option<&alumni_ruling>, index: usize) -> u32 {
    read(ALUMNI_NONE, || {
        let ruling = ruling?;
        u32::try_from(index).ok().filter(|index| *index < ruling.criteria)?;
        let bit = |words: &[u64]| words.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1);
        let standing = [
            (&ruling.unmet, Status::Unmet),
            (&ruling.review, Status::Review),
            (&ruling.unknown, Status::Unknown),
        ];
        let found =
            standing.into_iter().find(|(words, _)| bit(*words)).map_or(Status::Met, |(_, status)| status);
        Some(number(&Status::ALL, 0, &found))
    })
}

/// Frees a judge; rows of it may live longer.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_judge_free(judge: Option<Box<alumni_judge>>) {
    release(judge);
}

/// Frees a row.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_row_free(row: Option<Box<alumni_row>>) {
    release(row);
}
