//! Stub of the consent module.
