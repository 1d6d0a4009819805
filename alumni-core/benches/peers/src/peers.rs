//! Engines that take one record at a time.

mod alumni;
#[cfg(feature = "cedar")]
mod cedar;
#[cfg(feature = "cel")]
mod cel;
#[cfg(feature = "datalogic")]
mod datalogic;
mod hand;
#[cfg(feature = "regorus")]
mod regorus;
#[cfg(feature = "zen")]
mod zen;
#[cfg(feature = "zen-engine")]
mod zen_engine;

use std::time::Duration;

use crate::answer::{Answer, Outcome};
use crate::people::Person;

/// What is asked of an engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The outcome; it may stop as soon as it is clear.
    Decide,
    /// The outcome and every criterion that is not met.
    Explain,
}

impl Mode {
    pub const ALL: [Self; 2] = [Self::Decide, Self::Explain];

    pub fn name(self) -> &'static str {
        match self {
            Self::Decide => "decide",
            Self::Explain => "explain",
        }
    }
}

/// Some people, as typed records and as JSON text.
pub struct Batch<'a> {
    pub people: &'a [Person],
    pub json: &'a [String],
}

/// An engine that decides about one record at a time.
pub trait Peer {
    /// Its name, with its version.
    fn name(&self) -> &'static str;

    /// Decides about everybody, from records in the engine's own form; only the decisions are timed.
    fn own(&mut self, batch: &Batch<'_>, mode: Mode, answers: &mut Vec<Answer>) -> Duration;

    /// Decides about everybody from JSON text, which is timed too; `None` when the engine has no such way.
    fn json(&mut self, _batch: &Batch<'_>, _mode: Mode, _answers: &mut Vec<Answer>) -> Option<Duration> {
        None
    }

    /// Reads both forms of the policy anew.
    fn load(&self) -> Option<Box<dyn Peer>> {
        None
    }
}

pub fn all() -> Vec<Box<dyn Peer>> {
    vec![
        Box::new(hand::Struct),
        Box::new(hand::Strings),
        Box::new(alumni::Judged::new()),
        Box::new(alumni::Decided::new()),
        #[cfg(feature = "datalogic")]
        Box::new(datalogic::Datalogic::new()),
        #[cfg(feature = "zen")]
        Box::new(zen::Zen::new()),
        #[cfg(feature = "zen-engine")]
        Box::new(zen_engine::Graph::new()),
        #[cfg(feature = "cel")]
        Box::new(cel::Cel::new()),
        #[cfg(feature = "regorus")]
        Box::new(regorus::Regorus::new()),
        #[cfg(feature = "cedar")]
        Box::new(cedar::Cedar::new()),
    ]
}

/// From ten booleans, true where a criterion is met, and whether the kind of separation is missing.
#[allow(dead_code, reason = "only some peers answer so")]
fn from_booleans(mut booleans: impl Iterator<Item = bool>) -> Answer {
    let mut failed = 0;
    for bit in 0..10 {
        failed |= u16::from(!booleans.next().expect("eleven booleans")) << bit;
    }
    Answer::from_failed(failed, booleans.next().expect("eleven booleans"))
}

/// From 0 (ineligible), 1 (eligible) or 2 (undetermined).
#[allow(dead_code, reason = "only some peers answer so")]
fn from_number(number: i64) -> Answer {
    Answer::decided(match number {
        0 => Outcome::Ineligible,
        1 => Outcome::Eligible,
        _ => Outcome::Undetermined,
    })
}
