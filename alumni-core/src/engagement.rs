//! Stub of the engagement module.
