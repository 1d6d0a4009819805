//! Arrow capsules in and out: all the unsafe code of the crate.

use std::ffi::CStr;
use std::ptr::NonNull;

use alumni_core::Error;
use alumni_core::table::{Reader, Stream};
use arrow_array::ffi::{FFI_ArrowArray, from_ffi};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::make_array;
use arrow_schema::ffi::FFI_ArrowSchema;
use pyo3::exceptions::PyImportError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict};

use crate::convert::type_name;
use crate::exceptions::{raise, run};

const STREAM: &CStr = c"arrow_array_stream";
const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";

/// Reads whatever hands over a table through the Arrow PyCapsule interface.
pub(crate) fn table(frame: &Bound<'_, PyAny>, name: &str) -> PyResult<Reader> {
    let py = frame.py();
    let frame = &of_polars(frame)?;
    if frame.hasattr("__arrow_c_stream__")? {
        let capsule = frame.call_method0("__arrow_c_stream__").map_err(|error| without_pyarrow(py, error))?;
        let pointer = pointer::<FFI_ArrowArrayStream>(&capsule, STREAM)?;
        // SAFETY: the capsule's name says what it points to, and the capsule lives. What is left in it is released.
        let stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr()) };
        return run(py, || Reader::from_stream(stream).map_err(|error| error.within(name)));
    }
    if frame.hasattr("__arrow_c_array__")? {
        let pair = frame.call_method0("__arrow_c_array__").map_err(|error| without_pyarrow(py, error))?;
        let (schema, array): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
        let schema = pointer::<FFI_ArrowSchema>(&schema, SCHEMA)?;
        let array = pointer::<FFI_ArrowArray>(&array, ARRAY)?;
        // SAFETY: as above; the schema is only read, and the pair says the same thing.
        let data = unsafe { from_ffi(FFI_ArrowArray::from_raw(array.as_ptr()), schema.as_ref()) };
        return run(py, || {
            let data = data.map_err(|error| Error::inconsistent(error.to_string()));
            data.and_then(|data| Reader::from_array(make_array(data))).map_err(|error| error.within(name))
        });
    }
    let message = format!(
        "expected a table with an Arrow interface, such as one of pandas, polars, pyarrow or DuckDB, got {}",
        type_name(frame)
    );
    Err(raise(&Error::wrong_type(message).within(name)))
}

/// What polars has not yet read is read, and its columns of nothing but nulls are sent as numbers: polars gives such a column a
/// buffer, which Arrow's interface does not know. Everything else is as it was.
pub(crate) fn of_polars<'py>(frame: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let kind = frame.get_type();
    if !kind.getattr("__module__")?.extract::<String>().is_ok_and(|module| module.starts_with("polars.")) {
        return Ok(frame.clone());
    }
    let frame = if kind.name()? == "LazyFrame" { frame.call_method0("collect")? } else { frame.clone() };
    let polars = PyModule::import(frame.py(), "polars")?;
    let null = polars.getattr("Null")?;
    if !frame.hasattr("dtypes")? || !frame.getattr("dtypes")?.contains(&null)? {
        return Ok(frame);
    }
    let types = PyDict::new(frame.py());
    types.set_item(null, polars.getattr("Float64")?)?;
    frame.call_method1("cast", (types,))
}

/// Where a capsule of this name points to.
fn pointer<T>(capsule: &Bound<'_, PyAny>, name: &CStr) -> PyResult<NonNull<T>> {
    Ok(capsule.cast::<PyCapsule>()?.pointer_checked(Some(name))?.cast())
}

/// pandas hands over its tables through pyarrow, and says so in many words where it is not installed.
fn without_pyarrow(py: Python<'_>, error: PyErr) -> PyErr {
    if !error.is_instance_of::<PyImportError>(py) {
        return error;
    }
    let told =
        PyImportError::new_err("pandas hands over tables through pyarrow: pip install 'alumni[pandas]'");
    told.set_cause(py, Some(error));
    told
}

/// A table on its way out.
pub(crate) fn stream(py: Python<'_>, stream: Stream) -> PyResult<Bound<'_, PyCapsule>> {
    PyCapsule::new_with_value(py, stream.export(), STREAM)
}

/// The columns of a table on its way out.
pub(crate) fn schema<'py>(py: Python<'py>, stream: &Stream) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = stream.export_schema().map_err(|error| raise(&error))?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}
