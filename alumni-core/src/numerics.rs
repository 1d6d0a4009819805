//! Functions of numbers that more than one engine needs.
//!
//! Logarithms, exponentials and the gamma function come from `libm`, so results repeat on every platform.

pub(crate) mod beta;
pub(crate) mod gamma;
pub(crate) mod legendre;
pub(crate) mod normal;
pub(crate) mod splitmix;
