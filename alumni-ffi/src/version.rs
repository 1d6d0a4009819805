//! Versions.

use std::ffi::c_char;

use crate::boundary::{read, read_text};

/// Changes when a program built with an earlier header would break.
pub const ALUMNI_ABI_VERSION: u32 = 1;

/// The version, as C reads it.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");

/// The ABI version of the library that runs; compare it with `ALUMNI_ABI_VERSION`, the header's.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_abi_version() -> u32 {
    read(0, || Some(ALUMNI_ABI_VERSION))
}

/// The version of the library that runs, like `0.1.0`. The text is valid for as long as the library is loaded.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_version() -> *const c_char {
    read_text(|| std::ffi::CStr::from_bytes_with_nul(VERSION.as_bytes()).ok())
}
