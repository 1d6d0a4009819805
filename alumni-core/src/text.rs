//! Sentences from codes: reasons with typed arguments, rendered in English and Japanese.
//!
//! A [`Reason`] is a stable kebab-case code with named, typed arguments; it is what answers carry, serialise and compare.
//! Its sentence is made on demand from the Fluent files in `src/text/en` and `src/text/ja`, one file per engine, whose
//! message ids are the codes. Sentences are never parsed back.

mod argument;
mod catalogue;
mod clock;
mod lang;
mod nearest;
mod page;
mod reason;

pub use argument::Argument;
pub use catalogue::codes;
pub use clock::Clock;
pub use lang::{Lang, Localized};
pub use page::{Block, Cell, Page};
pub use reason::Reason;

pub(crate) use catalogue::sentence;
pub(crate) use nearest::{did_you_mean, nearest};
pub(crate) use page::{escape_html, width};
