//! What every value of the core has in Python: JSON both ways, equality, pickle and copy.

/// Gives `$py`, a frozen class around the core's `$core` in `.0`, its JSON forms, equality, pickle and copy.
///
/// `$read` reads a text with the core's own errors where the core has such a function.
macro_rules! document {
    ($py:ident, $core:ty) => {
        document!($py, $core, crate::convert::from_text::<$core>);
    };
    ($py:ident, $core:ty, $read:expr) => {
        written!($py, $core, $read);
        value!($py);
    };
}

/// Gives such a class its JSON forms and pickle.
macro_rules! written {
    ($py:ident, $core:ty, $read:expr) => {
        #[pyo3::pymethods]
        impl $py {
            /// Read the JSON document `text`.
            ///
            /// Raises
            /// ------
            /// AlumniError
            ///     Of the kind that fits, with line and column or the field in ``path``.
            #[staticmethod]
            fn from_json(py: pyo3::Python<'_>, text: &pyo3::Bound<'_, pyo3::PyAny>) -> pyo3::PyResult<Self> {
                let text = crate::convert::text(text, "text")?;
                crate::exceptions::run(py, || $read(&text)).map(Self)
            }

            /// Read the same document as Python values: mappings and lists, with dates and aware datetimes as they are.
            ///
            /// Raises
            /// ------
            /// AlumniError
            ///     Of the kind that fits, with the field in ``path``.
            #[staticmethod]
            fn from_dict(document: &pyo3::Bound<'_, pyo3::PyAny>) -> pyo3::PyResult<Self> {
                crate::convert::from_value::<$core>(document, "", $read).map(Self)
            }

            #[doc = "The JSON document, which `from_json` reads back."]
            fn to_json(&self, py: pyo3::Python<'_>) -> pyo3::PyResult<String> {
                crate::document::to_json(py, &self.0)
            }

            #[doc = "The JSON document as Python values."]
            fn to_dict<'py>(&self, py: pyo3::Python<'py>) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::PyAny>> {
                crate::document::to_dict(py, &self.0)
            }

            fn __reduce__(slf: &pyo3::Bound<'_, Self>) -> pyo3::PyResult<(pyo3::Py<pyo3::PyAny>, (String,))> {
                let read = pyo3::types::PyAnyMethods::getattr(slf.get_type().as_any(), "from_json")?;
                Ok((read.unbind(), (crate::document::to_json(slf.py(), &slf.get().0)?,)))
            }
        }
    };
}

/// Gives a frozen class around the core's value in `.0` its getters: `name: Type = |value, py| expression;`.
macro_rules! getters {
    ($py:ident { $( $(#[doc = $doc:literal])+ $name:ident: $type:ty = |$value:ident, $token:ident| $made:expr; )+ }) => {
        #[pyo3::pymethods]
        impl $py { $(
            $(#[doc = $doc])+
            #[getter]
            fn $name<'py>(&self, $token: pyo3::Python<'py>) -> pyo3::PyResult<$type> {
                let ($value, _) = (&self.0, $token);
                Ok($made)
            }
        )+ }
    };
}

/// Gives a frozen class around a value with `PartialEq` in `.0` equality and copy.
macro_rules! value {
    ($py:ident) => {
        #[pyo3::pymethods]
        impl $py {
            fn __eq__(&self, other: &Self) -> bool {
                self.0 == other.0
            }
        }
        copied!($py);
    };
}

/// Gives a frozen class copy.
macro_rules! copied {
    ($py:ident) => {
        #[pyo3::pymethods]
        impl $py {
            fn __copy__(slf: pyo3::PyRef<'_, Self>) -> pyo3::PyRef<'_, Self> {
                slf
            }

            #[pyo3(signature = (memo, /))]
            fn __deepcopy__<'py>(
                slf: pyo3::PyRef<'py, Self>,
                memo: &pyo3::Bound<'py, pyo3::PyAny>,
            ) -> pyo3::PyRef<'py, Self> {
                // Frozen all the way down: the copy is the thing itself.
                let _ = memo;
                slf
            }
        }
    };
}

/// Gives a class around the answers of a table in `.0` its ways out: the Arrow stream and the frames made of it.
macro_rules! arrow {
    ($py:ident) => {
        #[pyo3::pymethods]
        impl $py {
            /// The answers as an Arrow stream; one layout is offered, whatever is asked for.
            #[pyo3(signature = (requested_schema=None))]
            fn __arrow_c_stream__<'py>(
                &self,
                py: pyo3::Python<'py>,
                requested_schema: Option<&pyo3::Bound<'_, pyo3::PyAny>>,
            ) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::types::PyCapsule>> {
                let _ = requested_schema;
                let stream = crate::exceptions::run(py, || self.0.stream())?;
                crate::boundary::stream(py, stream)
            }

            /// The columns of the Arrow stream.
            fn __arrow_c_schema__<'py>(
                &self,
                py: pyo3::Python<'py>,
            ) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::types::PyCapsule>> {
                let stream = crate::exceptions::run(py, || self.0.stream())?;
                crate::boundary::schema(py, &stream)
            }

            /// The answers as a polars data frame.
            ///
            /// Raises
            /// ------
            /// ImportError
            ///     Where polars is not installed: ``pip install 'alumni[polars]'``.
            fn to_polars<'py>(slf: &pyo3::Bound<'py, Self>) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::PyAny>> {
                crate::document::helper(slf.as_any(), "to_polars")
                    .and_then(|call| pyo3::types::PyAnyMethods::call1(&call, (slf,)))
            }

            /// The answers as a pandas data frame.
            ///
            /// Raises
            /// ------
            /// ImportError
            ///     Where pandas or pyarrow is not installed: ``pip install 'alumni[pandas]'``.
            fn to_pandas<'py>(slf: &pyo3::Bound<'py, Self>) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::PyAny>> {
                crate::document::helper(slf.as_any(), "to_pandas")
                    .and_then(|call| pyo3::types::PyAnyMethods::call1(&call, (slf,)))
            }

            /// The answers as a pyarrow table.
            ///
            /// Raises
            /// ------
            /// ImportError
            ///     Where pyarrow is not installed: ``pip install 'alumni[pandas]'``.
            fn to_arrow<'py>(slf: &pyo3::Bound<'py, Self>) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::PyAny>> {
                crate::document::helper(slf.as_any(), "to_arrow")
                    .and_then(|call| pyo3::types::PyAnyMethods::call1(&call, (slf,)))
            }
        }
    };
}

use alumni_core::Error;
use pyo3::prelude::*;
use serde::Serialize;

pub(crate) fn to_json<T: Serialize + Sync>(py: Python<'_>, value: &T) -> PyResult<String> {
    crate::exceptions::run(py, || {
        serde_json::to_string(value).map_err(|error| Error::inconsistent(error.to_string()))
    })
}

pub(crate) fn to_dict<'py, T: Serialize + Sync>(py: Python<'py>, value: &T) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.getattr("loads")?.call1((to_json(py, value)?,))
}

/// A hash that equal values share.
pub(crate) fn hash<T: std::hash::Hash>(value: &T) -> u64 {
    use std::hash::Hasher as _;
    let mut hasher = std::hash::DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// A function of the package that draws consent.
pub(crate) fn drawing<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("alumni._consent")?.getattr(name)
}

/// A function of the package that works on tables.
pub(crate) fn helper<'py>(slf: &Bound<'py, PyAny>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    slf.py().import("alumni._table")?.getattr(name)
}
