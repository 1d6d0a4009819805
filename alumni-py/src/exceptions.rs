//! The core's error as an exception of its kind's class; panics as an exception that programs can handle.

use std::panic::{AssertUnwindSafe, catch_unwind};

use alumni_core::{Error, ErrorKind};
use pyo3::prelude::*;

use crate::names::Names as _;

names!(ErrorKind in "alumni", "What kind of input could not be used. See `AlumniError.kind`.");

pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    ErrorKind::add(module)?;
    module.add_function(wrap_pyfunction!(_provoke_panic, module)?)
}

/// The exception for `error`, of the class of its kind.
pub(crate) fn raise(error: &Error) -> PyErr {
    Python::attach(|py| {
        let made = py
            .import("alumni._exceptions")
            .and_then(|module| module.getattr("_of_kind"))
            .and_then(|make| make.call1((error.kind().as_str(), error.path(), error.message())));
        match made {
            Ok(exception) => PyErr::from_value(exception),
            Err(error) => error,
        }
    })
}

/// Does the core's `work` without holding the interpreter, and turns what it returns or panics with into Python's terms.
pub(crate) fn run<T: Send>(py: Python<'_>, work: impl FnOnce() -> Result<T, Error> + Send) -> PyResult<T> {
    match py.detach(|| catch_unwind(AssertUnwindSafe(work))) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(raise(&error)),
        Err(panic) => Err(internal(py, panic.as_ref())),
    }
}

/// Like [`run`] for work that cannot fail and is so short that letting go of the interpreter would cost more.
pub(crate) fn quick<T>(py: Python<'_>, work: impl FnOnce() -> T) -> PyResult<T> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| internal(py, panic.as_ref()))
}

fn internal(py: Python<'_>, panic: &(dyn std::any::Any + Send)) -> PyErr {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    let made = py
        .import("alumni._exceptions")
        .and_then(|module| module.getattr("AlumniInternalError"))
        .and_then(|class| class.call1((format!("a fault of the library, please report it: {text}"),)));
    made.map_or_else(|error| error, PyErr::from_value)
}

/// Panics inside the core's boundary, so that the tests can see what becomes of it.
#[pyfunction]
fn _provoke_panic(py: Python<'_>) -> PyResult<()> {
    #[expect(clippy::panic, reason = "this is what the function is for")]
    run(py, || panic!("provoked"))
}
