//! The lifecycle of consent: the table of its transitions, walked; and every small set of events, one by one.

mod alphabet;
mod explore;
mod walk;
