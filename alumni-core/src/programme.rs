//! Stub of the programme module.
