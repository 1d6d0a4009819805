//! The people and their employment: workers, spells, separations, pay, and the facts derived from them.

mod money;

pub use money::{Currency, Money};
