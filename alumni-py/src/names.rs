//! The core's closed sets as Python enums, made from their `ALL` so that the two cannot differ.

use alumni_core::Error;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyType};

use crate::{convert, exceptions};

/// A closed set of the core, with the Python enum that mirrors it.
pub(crate) trait Names: Copy + std::fmt::Debug + 'static {
    /// The enum's name.
    const NAME: &'static str;
    /// Its name in the flat native module: another one where two engines use the same word.
    const NATIVE: &'static str = Self::NAME;
    /// The public module it is imported from.
    const MODULE: &'static str;
    /// Its docstring.
    const DOC: &'static str;

    fn all() -> Vec<Self>;
    fn stable_name(self) -> &'static str;
    fn from_name(name: &str) -> Result<Self, Error>;
    fn cell() -> &'static PyOnceLock<Py<PyType>>;

    /// The enum: a `StrEnum`, so that members are equal to their stable names.
    fn class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
        let made = Self::cell().get_or_try_init(py, || {
            let members: Vec<_> = Self::all()
                .into_iter()
                .map(|value| (screaming(&format!("{value:?}")), value.stable_name()))
                .collect();
            let options = PyDict::new(py);
            options.set_item("module", Self::MODULE)?;
            let class = py.import("enum")?.getattr("StrEnum")?.call((Self::NAME, members), Some(&options))?;
            class.setattr("__doc__", Self::DOC)?;
            Ok::<_, PyErr>(class.cast_into::<PyType>()?.unbind())
        })?;
        Ok(made.bind(py))
    }

    /// Puts the enum into the module.
    fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add(Self::NATIVE, Self::class(module.py())?)
    }

    /// The member for `self`.
    fn member(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        Self::class(py)?.call1((self.stable_name(),))
    }

    /// Reads a member or a stable name; errors say that it stood in the argument `name`.
    fn read(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Self> {
        let Ok(text) = value.cast::<PyString>() else {
            let message = format!("expected {} or its name, got {}", Self::NAME, convert::type_name(value));
            return Err(exceptions::raise(&Error::wrong_type(message).within(name)));
        };
        let text = convert::utf8(text, name)?;
        Self::from_name(&text).map_err(|error| exceptions::raise(&error.within(name)))
    }
}

/// The variant `NoSignal` as Python writes it: `NO_SIGNAL`.
fn screaming(variant: &str) -> String {
    let mut name = String::new();
    for letter in variant.chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_uppercase());
    }
    name
}

macro_rules! names {
    ($type:ident in $module:literal, $doc:literal) => { names!($type as $type in $module, $doc); };
    ($type:ident as $native:ident in $module:literal, $doc:literal) => {
        impl crate::names::Names for $type {
            const NAME: &'static str = stringify!($type);
            const NATIVE: &'static str = stringify!($native);
            const MODULE: &'static str = $module;
            const DOC: &'static str = $doc;

            fn all() -> Vec<Self> {
                Self::ALL.to_vec()
            }

            fn stable_name(self) -> &'static str {
                self.as_str()
            }

            fn from_name(name: &str) -> Result<Self, alumni_core::Error> {
                Self::ALL.iter().copied().find(|value| value.as_str() == name).ok_or_else(|| {
                    let names: Vec<_> = Self::ALL.iter().map(|value| value.as_str()).collect();
                    let names = names.join(", ");
                    alumni_core::Error::unknown_name(format!("expected one of {names}, got `{name}`"))
                })
            }

            fn cell() -> &'static pyo3::sync::PyOnceLock<pyo3::Py<pyo3::types::PyType>> {
                static CELL: pyo3::sync::PyOnceLock<pyo3::Py<pyo3::types::PyType>> =
                    pyo3::sync::PyOnceLock::new();
                &CELL
            }
        }
    };
}
