//! Finding things by their ids.

mod index;
mod known;
mod name;
mod short;

pub(crate) use self::index::Index;
pub(crate) use self::known::Known;
pub(crate) use self::name::Name;
pub(crate) use self::short::{INSIDE, first_bytes, last_bytes};
