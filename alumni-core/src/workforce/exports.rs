//! Exports of HR systems as data: which file and column is which field, what its values mean, and what a system cannot tell.
//!
//! A [`Mapping`] is a document. Four systems and our own form are shipped; a customer's grades, reason codes, mail domains and
//! own columns are laid over it as an [`Overlay`]. Reading an export gives an [`Import`]: the workers, warnings about what
//! looks wrong, the facts that this export cannot supply, and every row that could not be used.

mod amount;
mod build;
mod cells;
mod document;
mod field;
mod fold;
mod gaps;
mod import;
mod join;
mod mapping;
mod notes;
mod overlay;
mod people;
mod plan;
mod record;

pub use import::{CannotSupply, Fault, Import};
pub use mapping::Mapping;
pub use overlay::{DateOrder, LastDay, Meaning, Overlay};

#[cfg(test)]
mod tests;
