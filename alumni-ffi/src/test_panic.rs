//! An entry that fails on purpose, so that a C program can see a panic arrive as a status.

use std::mem::MaybeUninit;

use crate::boundary::guard;
use crate::error::{alumni_error, alumni_status};

/// Panics inside the guard. Only in builds with the feature `test-panic`, and not in the header.
#[expect(clippy::panic, reason = "it is what this entry is for")]
#[unsafe(no_mangle)]
pub extern "C" fn alumni_test_panic(error: Option<&mut MaybeUninit<*mut alumni_error>>) -> alumni_status {
    guard(error, || std::panic::panic_any("this entry fails on purpose"))
}
