//! What people are told, by the clock of another place than UTC.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::Error;

use super::{
    alumni_answer, alumni_consent_document, alumni_consent_report, alumni_propagation_report,
    alumni_reconsent_plan, alumni_withdrawal_receipt,
};
use crate::boundary::{Failure, Outcome, guard, utc_offset};
use crate::error::{alumni_error, alumni_status};

/// Has an answer say its days and times as a clock at `utc_offset` (such as `+09:00`, or the time zone `Asia/Tokyo`) shows them; they are in UTC before. Its texts
/// that were read before are freed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answer_tell_at(
    answer: Option<&mut alumni_answer>,
    utc_offset: *const c_char,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let answer = answer.ok_or(Failure::Null("answer"))?;
        answer.tell_at(self::utc_offset(utc_offset)?);
        Ok(())
    })
}

/// Has a plan say its times as a clock at `utc_offset` (such as `+09:00`, or the time zone `Asia/Tokyo`) shows them; they are in UTC before. Its texts that were
/// read before are freed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_reconsent_plan_tell_at(
    plan: Option<&mut alumni_reconsent_plan>,
    utc_offset: *const c_char,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let plan = plan.ok_or(Failure::Null("plan"))?;
        plan.tell_at(self::utc_offset(utc_offset)?);
        Ok(())
    })
}

/// Has a receipt say its days and times as a clock at `utc_offset` (such as `+09:00`, or the time zone `Asia/Tokyo`) shows them; they are in UTC before. Its pages
/// that were read before are freed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_withdrawal_receipt_tell_at(
    receipt: Option<&mut alumni_withdrawal_receipt>,
    utc_offset: *const c_char,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let receipt = receipt.ok_or(Failure::Null("receipt"))?;
        receipt.tell_at(self::utc_offset(utc_offset)?);
        Ok(())
    })
}

/// Has a report say its days and times as a clock at `utc_offset` (such as `+09:00`, or the time zone `Asia/Tokyo`) shows them; they are in UTC before. Its pages
/// and texts that were read before are freed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_propagation_report_tell_at(
    report: Option<&mut alumni_propagation_report>,
    utc_offset: *const c_char,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let report = report.ok_or(Failure::Null("report"))?;
        report.tell_at(self::utc_offset(utc_offset)?);
        Ok(())
    })
}

/// Has a document of `alumni_ledger_visible_json` or `alumni_ledger_retention_due` say its days and times as a clock at `utc_offset`
/// (such as `+09:00`, or the time zone `Asia/Tokyo`) shows them; they are in UTC before. Its texts that were read before are freed. Another document has no times
/// to be told by a clock, which is a failure at `document`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_consent_document_tell_at(
    document: Option<&mut alumni_consent_document>,
    utc_offset: *const c_char,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let document = document.ok_or(Failure::Null("document"))?;
        told(document.tell_at(self::utc_offset(utc_offset)?), "document")
    })
}

/// Has a report of `alumni_ledger_directory` say its days and times as a clock at `utc_offset` (such as `+09:00`, or the time zone `Asia/Tokyo`) shows them; they
/// are in UTC before. Its texts that were read before are freed. Another report is for programs, which is a failure at `report`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_consent_report_tell_at(
    report: Option<&mut alumni_consent_report>,
    utc_offset: *const c_char,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let report = report.ok_or(Failure::Null("report"))?;
        told(report.tell_at(self::utc_offset(utc_offset)?), "report")
    })
}

fn told(is_by_clock: bool, name: &'static str) -> Outcome<()> {
    if is_by_clock {
        return Ok(());
    }
    Err(Error::inconsistent("expected one that says days and times by a clock").within(name).into())
}
