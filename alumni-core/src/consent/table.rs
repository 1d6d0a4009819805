//! Events and questions as tables of the Arrow columnar format.

mod answered;
mod asking;
mod events;
mod everybody;
mod list;
mod written;

pub use answered::AnsweredTable;
pub use asking::Asking;
pub use events::EventTable;

#[cfg(test)]
mod tests;
