//! Stub of the fairness module.
