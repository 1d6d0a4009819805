//! The C ABI of `alumni`: opaque handles, status codes, no logic of its own.
//!
//! Each file mirrors one of the core; `boundary` has all the unsafe code there is. C programmers read
//! `include/alumni.h`, which is generated from here: the comments on the functions are written for them.
#![expect(non_camel_case_types, reason = "types have their C names")]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::todo,
        clippy::unimplemented,
        clippy::unreachable,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::arithmetic_side_effects,
        clippy::print_stdout,
        clippy::print_stderr,
        clippy::dbg_macro
    )
)]

mod boundary;
mod calendar;
mod check;
mod consent;
mod eligibility;
mod engagement;
mod error;
mod exports;
mod fairness;
mod programme;
#[cfg(feature = "test-panic")]
mod test_panic;
mod text;
mod version;
mod vocabulary;
mod workforce;

pub use calendar::*;
pub use check::*;
pub use consent::*;
pub use eligibility::*;
pub use engagement::*;
pub use error::*;
pub use exports::*;
pub use fairness::*;
pub use programme::*;
#[cfg(feature = "test-panic")]
pub use test_panic::alumni_test_panic;
pub use text::*;
pub use version::*;
pub use vocabulary::*;
pub use workforce::*;
