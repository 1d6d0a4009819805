//! Makes up the data of whole alumni programmes, for tests and demonstrations: workers, spells, pay, consent, conversations.
//!
//! **Everything here is synthetic.** No person, company or event is real; ids are numbers, and every address ends in
//! `example.invalid`, a name that RFC 2606 reserves for nobody. What is realistic are the *rates*: each parameter of a
//! [`Scenario`] says what it means, and `docs/generator.md` says where its value comes from.
//!
//! The same scenario and seed give the same bytes on every platform: the generator of random numbers is written out here,
//! each person and each part draws from a stream of their own, and logarithms and the like come from `libm`.
//!
//! # Example
//!
//! ```
//! use alumni_synthetic::{Data, Scenario};
//!
//! let data = Data::generate(&Scenario::named("jbs200").unwrap(), 7);
//! assert!(data.people.len() > 200);
//! assert_eq!(data.file("people.csv", &[]).unwrap().bytes, data.file("people.csv", &[]).unwrap().bytes);
//! ```

#![forbid(unsafe_code)]

mod career;
mod conversation;
mod data;
mod dirt;
mod documents;
mod files;
mod gathering;
mod ladder;
mod living;
mod looking;
mod moment;
mod office;
mod participation;
mod permission;
mod person;
mod purposes;
mod random;
mod relay;
mod scenario;
mod separation;
mod shift_jis;
mod sick;
mod truth;

pub use conversation::{Actor, Interaction, Log, Target};
pub use data::Data;
pub use dirt::{Effect, Fault, Injected};
pub use files::File;
pub use living::{Ailment, Living};
pub use moment::Moment;
pub use permission::{Act, Consent, Membership};
pub use person::{Application, Pay, Person, Position, Spell};
pub use purposes::{PURPOSES, Purpose};
pub use random::Rng;
pub use scenario::{AS_OF, Flags, Gathering, Relay, Request, Scenario};
