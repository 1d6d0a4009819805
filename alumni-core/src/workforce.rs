//! Stub of the workforce module.
