//! The transitions of the lifecycle of consent.

use std::mem::MaybeUninit;

use alumni_core::consent::Transition;

use super::packs::alumni_consent_report;
use crate::boundary::{give, guard};
use crate::error::{alumni_error, alumni_status};

/// Every edge of the lifecycle of consent as JSON: a list of `{"of": …, "from": …, "on": …, "to": …}`, one for each
/// state, step and state that the step may lead to.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_consent_transitions(
    report: Option<&mut MaybeUninit<*mut alumni_consent_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(report, "report", || alumni_consent_report::of(&Transition::all())))
}
