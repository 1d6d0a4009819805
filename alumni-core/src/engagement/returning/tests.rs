//! Tests of durations.

mod published;
mod regression;
mod repeat;
mod survival;
