#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
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

pub mod calendar;
pub mod columns;
pub mod consent;
pub mod document;
pub mod eligibility;
pub mod engagement;
mod error;
pub mod fairness;
mod ids;
mod numerics;
pub mod programme;
#[cfg(feature = "table")]
pub mod table;
pub mod text;
pub mod workforce;

pub use error::{Error, ErrorKind};
pub use text::{Lang, Reason};
