//! Stub of the eligibility module.
