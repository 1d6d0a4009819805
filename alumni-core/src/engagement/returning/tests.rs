//! Tests of durations.

mod published;
mod regression;
mod survival;
