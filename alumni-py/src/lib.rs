//! The module `alumni._alumni`: the core's public API for Python, file by file as in the core, and no logic of its own.
#![expect(clippy::doc_markdown, reason = "what stands on Python items are numpydoc docstrings")]

#[macro_use]
mod document;
#[macro_use]
mod names;
#[macro_use]
mod shapes;
mod boundary;
mod calendar;
mod consent;
mod convert;
mod eligibility;
mod engagement;
mod exceptions;
mod fairness;
mod html;
mod programme;
mod progress;
mod text;
mod workforce;

use pyo3::prelude::*;

#[pymodule(gil_used = false)]
fn _alumni(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    exceptions::add(module)?;
    calendar::add(module)?;
    text::add(module)?;
    workforce::add(module)?;
    eligibility::add(module)?;
    fairness::add(module)?;
    consent::add(module)?;
    engagement::add(module)?;
    programme::add(module)?;
    // The package in front says what is public.
    module.delattr("__all__")
}
