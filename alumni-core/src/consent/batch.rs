//! Many events or many questions at once, as columns.

mod answers;
mod ask;
mod counts;
mod events;
mod options;
mod questions;

pub use answers::{AnswerRow, Answers};
pub use counts::AnswerCounts;
pub use events::events_from_columns;
pub use options::{AskOptions, UnusableQuestion};

#[cfg(feature = "table")]
pub(super) use events::{EventColumns, of_row};
pub(super) use questions::{QuestionColumns, only_brief};
