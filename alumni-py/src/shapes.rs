//! What several values have alike in Python: sentences, pages, documents of rules, and logs behind a lock.

/// Gives a class around a value with `text(lang)` in `.0` that text, which is also its `str` in English.
macro_rules! said {
    ($py:ident, $doc:literal) => {
        #[pyo3::pymethods]
        impl $py {
            #[doc = $doc]
            #[pyo3(signature = (lang=None))]
            fn text(
                &self,
                py: pyo3::Python<'_>,
                lang: Option<&pyo3::Bound<'_, pyo3::PyAny>>,
            ) -> pyo3::PyResult<String> {
                let lang = crate::text::lang(lang)?;
                crate::exceptions::quick(py, || self.0.text(lang))
            }

            fn __str__(&self, py: pyo3::Python<'_>) -> pyo3::PyResult<String> {
                crate::exceptions::quick(py, || self.0.text(alumni_core::Lang::En))
            }
        }
    };
}

/// The same where days and times are said, which may be those of another clock.
macro_rules! said_at {
    ($py:ident, $doc:literal) => {
        #[pyo3::pymethods]
        impl $py {
            #[doc = $doc]
            ///
            /// Parameters
            /// ----------
            /// lang : Lang or str, optional
            ///     The language.
            /// utc_offset : str or datetime.tzinfo, optional
            ///     The clock that shows the days and times: an offset like ``+09:00``, or a time zone; UTC when left out.
            #[pyo3(signature = (lang=None, *, utc_offset=None))]
            fn text(
                &self,
                py: pyo3::Python<'_>,
                lang: Option<&pyo3::Bound<'_, pyo3::PyAny>>,
                utc_offset: Option<&pyo3::Bound<'_, pyo3::PyAny>>,
            ) -> pyo3::PyResult<String> {
                let (lang, clock) = (crate::text::lang(lang)?, crate::text::clock(utc_offset)?);
                crate::exceptions::quick(py, || self.0.text_at(lang, clock))
            }

            fn __str__(&self, py: pyo3::Python<'_>) -> pyo3::PyResult<String> {
                crate::exceptions::quick(py, || self.0.text(alumni_core::Lang::En))
            }
        }
    };
}

/// Gives a class its picture: `$function` of the Python module `$module`, which takes the value, the axes and the language.
macro_rules! drawn {
    ($py:ident, $module:literal, $function:literal, $doc:literal) => {
        #[pyo3::pymethods]
        impl $py {
            #[doc = $doc]
            ///
            /// Parameters
            /// ----------
            /// ax : matplotlib.axes.Axes, optional
            ///     Where to draw; a new figure when left out.
            /// lang : Lang or str, optional
            ///     The language of the labels.
            ///
            /// Returns
            /// -------
            /// matplotlib.axes.Axes
            ///     Where it was drawn.
            ///
            /// Raises
            /// ------
            /// ImportError
            ///     Where matplotlib is not installed: ``pip install 'alumni[plot]'``.
            #[pyo3(signature = (ax=None, *, lang=None))]
            fn plot<'py>(
                slf: &pyo3::Bound<'py, Self>,
                ax: Option<&pyo3::Bound<'py, pyo3::PyAny>>,
                lang: Option<&pyo3::Bound<'py, pyo3::PyAny>>,
            ) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::PyAny>> {
                use crate::names::Names as _;
                use pyo3::types::{PyAnyMethods as _, PyModule};
                let lang = crate::text::lang(lang)?.member(slf.py())?;
                PyModule::import(slf.py(), $module)?.getattr($function)?.call1((slf, ax, lang))
            }
        }
    };
}

/// Gives a class around a value with `page(lang)` in `.0` that page, which notebooks show in English.
macro_rules! paged {
    ($py:ident, $doc:literal) => {
        #[pyo3::pymethods]
        impl $py {
            #[doc = $doc]
            ///
            /// Parameters
            /// ----------
            /// lang : Lang or str, optional
            ///     The language.
            /// utc_offset : str or datetime.tzinfo, optional
            ///     The clock that shows the days and times: an offset like ``+09:00``, or a time zone; UTC when left out.
            #[pyo3(signature = (lang=None, *, utc_offset=None))]
            fn page(
                &self,
                py: pyo3::Python<'_>,
                lang: Option<&pyo3::Bound<'_, pyo3::PyAny>>,
                utc_offset: Option<&pyo3::Bound<'_, pyo3::PyAny>>,
            ) -> pyo3::PyResult<crate::text::Page> {
                let (lang, clock) = (crate::text::lang(lang)?, crate::text::clock(utc_offset)?);
                crate::exceptions::quick(py, || self.0.page_at(lang, clock)).map(crate::text::Page)
            }

            fn _repr_html_(&self, py: pyo3::Python<'_>) -> pyo3::PyResult<String> {
                crate::exceptions::quick(py, || self.0.page(alumni_core::Lang::En).html())
            }
        }
    };
}

/// Gives a class around a document with an id and a version in `.0` its reader of TOML, `repr` and hash. `$place` is an example
/// of a path in an error.
macro_rules! rules {
    ($py:ident, $core:ty, $place:literal) => {
        #[pyo3::pymethods]
        impl $py {
            /// Read rules in TOML, or in JSON when they start with a brace.
            ///
            /// Raises
            /// ------
            /// AlumniError
            #[doc = concat!("    With the place in ``path``, such as ``", $place, "``.")]
            #[staticmethod]
            fn parse(py: pyo3::Python<'_>, text: &pyo3::Bound<'_, pyo3::PyAny>) -> pyo3::PyResult<Self> {
                let text = crate::convert::text(text, "text")?;
                crate::exceptions::run(py, || <$core>::parse(&text)).map(Self)
            }

            fn __repr__(&self) -> String {
                let name = stringify!($py);
                format!("<{name} {} v{}>", crate::convert::quoted(&self.0.id), self.0.version)
            }

            fn __hash__(&self) -> u64 {
                crate::document::hash(&(&self.0.id, self.0.version))
            }
        }
        getters!($py {
            /// The id.
            id: String = |rules, _py| rules.id.clone();
            /// The version, rising.
            version: u32 = |rules, _py| rules.version;
        });
        document!($py, $core, <$core>::parse);
    };
}

/// Gives a class around the core's `$core` behind a lock in `.0` its JSON forms, equality, pickle and copy. `$log` is what a failed
/// call leaves in doubt, `$form` the document.
macro_rules! locked {
    ($py:ident, $core:ty, $log:literal, $form:literal, $equal:literal) => {
        impl $py {
            fn of(value: $core) -> Self {
                Self(std::sync::RwLock::new(value))
            }

            pub(super) fn read(&self) -> std::sync::RwLockReadGuard<'_, $core> {
                self.0.read().expect(concat!("an earlier call failed while it changed the ", $log))
            }

            // A lock that a panic has poisoned becomes an AlumniInternalError at the boundary.
            fn write(&self) -> std::sync::RwLockWriteGuard<'_, $core> {
                self.0.write().expect(concat!("an earlier call failed while it changed the ", $log))
            }
        }

        #[pyo3::pymethods]
        impl $py {
            #[doc = concat!("Read ``", $form, "``.")]
            #[staticmethod]
            fn from_json(py: pyo3::Python<'_>, text: &pyo3::Bound<'_, pyo3::PyAny>) -> pyo3::PyResult<Self> {
                let text = crate::convert::text(text, "text")?;
                crate::exceptions::run(py, || <$core>::from_json(&text)).map(Self::of)
            }

            #[doc = "The document, which `from_json` reads back."]
            fn to_json(&self, py: pyo3::Python<'_>) -> pyo3::PyResult<String> {
                crate::document::to_json(py, &*self.read())
            }

            /// The same document as Python values.
            fn to_dict<'py>(&self, py: pyo3::Python<'py>) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::PyAny>> {
                crate::document::to_dict(py, &*self.read())
            }

            #[doc = $equal]
            fn __eq__(&self, py: pyo3::Python<'_>, other: &Self) -> pyo3::PyResult<bool> {
                crate::exceptions::run(py, || {
                    Ok(std::ptr::eq(self, other) || self.read().clone() == *other.read())
                })
            }

            fn __reduce__(slf: &pyo3::Bound<'_, Self>) -> pyo3::PyResult<(pyo3::Py<pyo3::PyAny>, (String,))> {
                let read = pyo3::types::PyAnyMethods::getattr(slf.get_type().as_any(), "from_json")?;
                Ok((read.unbind(), (slf.get().to_json(slf.py())?,)))
            }

            fn __copy__(&self, py: pyo3::Python<'_>) -> pyo3::PyResult<Self> {
                crate::exceptions::run(py, || Ok(Self::of(self.read().clone())))
            }

            #[pyo3(signature = (memo, /))]
            fn __deepcopy__(
                &self,
                py: pyo3::Python<'_>,
                memo: &pyo3::Bound<'_, pyo3::PyAny>,
            ) -> pyo3::PyResult<Self> {
                let _ = memo;
                self.__copy__(py)
            }
        }
    };
}
