//! Who hears how far a long call has come, and may end it.

use alumni_core::Error;
use pyo3::prelude::*;

use crate::exceptions::{raise, run};

/// Who hears how many rows are done.
pub(crate) struct Told(Option<Py<PyAny>>);

impl Told {
    pub(crate) fn new(py: Python<'_>, progress: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let told = py.import("alumni._table")?.getattr("progress")?.call1((progress,))?;
        Ok(Self((!told.is_none()).then(|| told.unbind())))
    }

    /// Nobody; a signal still ends the work.
    pub(crate) fn nobody() -> Self {
        Self(None)
    }

    /// Tells it; whoever hears it, or a signal, may end the work.
    pub(crate) fn tell(&self, rows: usize) -> Result<(), Stopped> {
        Python::attach(|py| {
            py.check_signals()?;
            self.0.as_ref().map_or(Ok(()), |told| told.bind(py).call1((rows,)).map(drop))
        })
        .map_err(Stopped)
    }
}

/// Does long work without holding the interpreter; whoever hears of it, or a signal, may end it.
pub(crate) fn heard<T: Send>(
    py: Python<'_>,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&mut (dyn FnMut(usize) -> Result<(), Stopped> + Send)) -> Result<T, Stopped> + Send,
) -> PyResult<T> {
    let told = Told::new(py, progress)?;
    run(py, || Ok(work(&mut |done| told.tell(done))))?.map_err(|Stopped(error)| error)
}

/// Why a table was not worked through to its end: an error of the core, or what a callback raised.
pub(crate) struct Stopped(pub(crate) PyErr);

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self(raise(&error))
    }
}
