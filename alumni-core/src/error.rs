//! The one error of the house: what kind, where in the caller's input, and what was expected.

use serde::{Deserialize, Serialize};

/// Input that could not be used.
///
/// A *no*, a *not yet* or a *cannot tell* is never an error: those are answers. The message is one sentence in lower
/// case that quotes ids and policy text, never a person's facts.
///
/// # Example
///
/// ```
/// use alumni_core::{ErrorKind, calendar::Period};
///
/// let error = "5 lightyears".parse::<Period>().unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Syntax);
/// assert!(error.to_string().contains("`lightyears`"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{path}{}{message}", if path.is_empty() { "" } else { ": " })]
pub struct Error {
    kind: ErrorKind,
    path: String,
    message: String,
}

/// What kind of input could not be used.
///
/// Open for additions; a binding maps each kind to one exception class or status number, and walks [`ErrorKind::ALL`]
/// in a test so that a new kind cannot go unnoticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text is not in the expected form.
    Syntax,
    /// A name (fact, purpose, column, code) or word that is not known here.
    UnknownName,
    /// A value of another type than expected.
    WrongType,
    /// A value outside the range that has a meaning.
    OutOfRange,
    /// Two parts of the input contradict each other.
    Inconsistent,
    /// An id that occurs twice where it must be unique.
    Duplicate,
    /// A required part is absent.
    Missing,
    /// The input exceeds a documented size or depth limit.
    TooLarge,
}

impl ErrorKind {
    /// Every kind, in the order of their numbers in C (1, 2, …).
    pub const ALL: [Self; 8] = [
        Self::Syntax,
        Self::UnknownName,
        Self::WrongType,
        Self::OutOfRange,
        Self::Inconsistent,
        Self::Duplicate,
        Self::Missing,
        Self::TooLarge,
    ];

    /// The kind's stable name, as in Python's `error.kind` and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::UnknownName => "unknown_name",
            Self::WrongType => "wrong_type",
            Self::OutOfRange => "out_of_range",
            Self::Inconsistent => "inconsistent",
            Self::Duplicate => "duplicate",
            Self::Missing => "missing",
            Self::TooLarge => "too_large",
        }
    }
}

impl Error {
    /// Makes an error of `kind`; `message` says what was expected and what was found.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, path: String::new(), message: message.into() }
    }

    /// Puts `outer` before the place the error names: `require` within `criteria[3]` is `criteria[3].require`.
    #[must_use]
    pub fn within(mut self, outer: impl Into<String>) -> Self {
        let outer = outer.into();
        self.path = match self.path.chars().next() {
            None => outer,
            Some('[') => outer + &self.path,
            // A line and column stands after a colon, a field after a dot.
            Some(first) if first.is_ascii_digit() => outer + ": " + &self.path,
            Some(_) => outer + "." + &self.path,
        };
        self
    }

    /// The kind, stable across versions and languages.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Where in the caller's input, for example `criteria[3].require: 1:14`; empty for a single value.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was expected and what was found, without the path.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

macro_rules! constructors {
    ($($name:ident => $kind:ident),* $(,)?) => {
        impl Error { $(
            #[doc = concat!("An error of the kind [`ErrorKind::", stringify!($kind), "`].")]
            #[must_use]
            pub fn $name(message: impl Into<String>) -> Self { Self::new(ErrorKind::$kind, message) }
        )* }
    };
}
constructors!(
    syntax => Syntax, unknown_name => UnknownName, wrong_type => WrongType, out_of_range => OutOfRange,
    inconsistent => Inconsistent, duplicate => Duplicate, missing => Missing, too_large => TooLarge,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_grows_outwards() {
        let error = Error::syntax("expected a value").within("1:14").within("require").within("criteria[3]");
        assert_eq!(error.path(), "criteria[3].require: 1:14");
        assert_eq!(error.to_string(), "criteria[3].require: 1:14: expected a value");
    }

    #[test]
    fn every_kind_has_its_own_name() {
        let names: std::collections::BTreeSet<_> = ErrorKind::ALL.iter().map(|kind| kind.as_str()).collect();
        assert_eq!(names.len(), ErrorKind::ALL.len());
        for kind in ErrorKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }
}
