//! Statuses and the error object.

use std::ffi::{CString, c_char};

use alumni_core::{Error, ErrorKind};

use crate::boundary::{self, Failure, c_text, read, read_text, release};

/// How a call ended: `ALUMNI_STATUS_OK`, or what went wrong. Numbers are never reused; later versions may add some.
pub type alumni_status = u32;

/// All went well.
pub const ALUMNI_STATUS_OK: u32 = 0;
/// A text is not in the expected form.
pub const ALUMNI_STATUS_SYNTAX: u32 = 1;
/// A name (fact, purpose, column, code) or word that is not known here.
pub const ALUMNI_STATUS_UNKNOWN_NAME: u32 = 2;
/// A value of another type than expected.
pub const ALUMNI_STATUS_WRONG_TYPE: u32 = 3;
/// A value outside the range that has a meaning; also a date or instant that does not exist.
pub const ALUMNI_STATUS_OUT_OF_RANGE: u32 = 4;
/// Two parts of the input contradict each other.
pub const ALUMNI_STATUS_INCONSISTENT: u32 = 5;
/// An id that occurs twice where it must be unique.
pub const ALUMNI_STATUS_DUPLICATE: u32 = 6;
/// A required part is absent.
pub const ALUMNI_STATUS_MISSING: u32 = 7;
/// The input exceeds a documented size or depth limit.
pub const ALUMNI_STATUS_TOO_LARGE: u32 = 8;
/// A pointer is NULL that must not be; the error's path names the argument.
pub const ALUMNI_STATUS_NULL_ARGUMENT: u32 = 100;
/// A text is not UTF-8; the error's path names the argument.
pub const ALUMNI_STATUS_INVALID_UTF8: u32 = 101;
/// A fault inside the library. A handle that the call was to change must only be freed.
pub const ALUMNI_STATUS_PANIC: u32 = 102;
/// A number that the enum does not have; the error's path names the argument.
pub const ALUMNI_STATUS_BAD_ENUM: u32 = 103;

/// What could not be used, and where. Messages quote ids and policy text, never a person's facts.
#[derive(Debug)]
pub struct alumni_error {
    status: alumni_status,
    kind: CString,
    path: CString,
    message: CString,
    text: CString,
}

impl alumni_error {
    pub(crate) fn status(&self) -> alumni_status {
        self.status
    }

    fn new(status: alumni_status, kind: &str, path: &str, message: &str) -> Self {
        let text = if path.is_empty() { message.to_owned() } else { format!("{path}: {message}") };
        Self { status, kind: c_text(kind), path: c_text(path), message: c_text(message), text: c_text(text) }
    }
}

/// The status of a kind of the core.
pub(crate) fn status(kind: ErrorKind) -> alumni_status {
    boundary::number(&ErrorKind::ALL, 1, &kind)
}

impl From<Failure> for alumni_error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Core(error) => Self::from(&error),
            Failure::Null(name) => {
                Self::new(ALUMNI_STATUS_NULL_ARGUMENT, "null_argument", name, "expected a pointer, got NULL")
            }
            Failure::Utf8(name, valid) => {
                let message = format!("expected UTF-8, got other bytes from byte {valid} on");
                Self::new(ALUMNI_STATUS_INVALID_UTF8, "invalid_utf8", name, &message)
            }
            Failure::Enum(name, number) => {
                let message = format!("expected a number that this enum has, got {number}");
                Self::new(ALUMNI_STATUS_BAD_ENUM, "bad_enum", name, &message)
            }
            Failure::Panic(message) => {
                let message = format!("a fault inside the library, please report it: {message}");
                Self::new(ALUMNI_STATUS_PANIC, "panic", "", &message)
            }
        }
    }
}

impl From<&Error> for alumni_error {
    fn from(error: &Error) -> Self {
        Self::new(status(error.kind()), error.kind().as_str(), error.path(), error.message())
    }
}

/// The status that the failed call returned.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_error_status(error: Option<&alumni_error>) -> alumni_status {
    read(ALUMNI_STATUS_OK, || Some(error?.status))
}

/// The name of the status, like `unknown_name`: the same word in Python and in JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_error_kind(error: Option<&alumni_error>) -> *const c_char {
    read_text(|| Some(&error?.kind))
}

/// Where in the input, like `criteria[3].require: 1:14`, or the argument's name; empty for a single value.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_error_path(error: Option<&alumni_error>) -> *const c_char {
    read_text(|| Some(&error?.path))
}

/// What was expected and what was found, without the path. English, lower case.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_error_message(error: Option<&alumni_error>) -> *const c_char {
    read_text(|| Some(&error?.message))
}

/// Path and message in one line, for logs.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_error_text(error: Option<&alumni_error>) -> *const c_char {
    read_text(|| Some(&error?.text))
}

/// Frees an error; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_error_free(error: Option<Box<alumni_error>>) {
    release(error);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_the_core_has_its_own_status() {
        let named = [
            (ErrorKind::Syntax, ALUMNI_STATUS_SYNTAX),
            (ErrorKind::UnknownName, ALUMNI_STATUS_UNKNOWN_NAME),
            (ErrorKind::WrongType, ALUMNI_STATUS_WRONG_TYPE),
            (ErrorKind::OutOfRange, ALUMNI_STATUS_OUT_OF_RANGE),
            (ErrorKind::Inconsistent, ALUMNI_STATUS_INCONSISTENT),
            (ErrorKind::Duplicate, ALUMNI_STATUS_DUPLICATE),
            (ErrorKind::Missing, ALUMNI_STATUS_MISSING),
            (ErrorKind::TooLarge, ALUMNI_STATUS_TOO_LARGE),
        ];
        assert_eq!(named.map(|(kind, _)| kind), ErrorKind::ALL, "a new kind needs a status");
        for (kind, number) in named {
            assert_eq!(status(kind), number, "{}", kind.as_str());
        }
        let binding = [
            ALUMNI_STATUS_NULL_ARGUMENT,
            ALUMNI_STATUS_INVALID_UTF8,
            ALUMNI_STATUS_PANIC,
            ALUMNI_STATUS_BAD_ENUM,
        ];
        let all: std::collections::BTreeSet<_> =
            named.iter().map(|(_, number)| *number).chain(binding).chain([ALUMNI_STATUS_OK]).collect();
        assert_eq!(all.len(), named.len() + binding.len() + 1);
    }
}
