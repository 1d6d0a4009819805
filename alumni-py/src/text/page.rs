use alumni_core::text as core;
use pyo3::prelude::*;

use crate::convert::quoted;
use crate::exceptions::quick;
use crate::html;
use crate::names::Names as _;

/// A page for people: a policy or a vocabulary for those who have no program to read a document with.
///
/// Prints as Markdown; a notebook shows it as it is.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> page = al.library.get("three-years").page("ja")
/// >>> page.title
/// '勤続3年以上'
/// >>> print(page.markdown.splitlines()[0])
/// # 勤続3年以上
#[pyclass(module = "alumni.text", frozen)]
#[derive(Debug)]
pub(crate) struct Page(pub(crate) core::Page);

#[pymethods]
impl Page {
    /// The page in Markdown (CommonMark with tables).
    #[getter]
    fn markdown(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.markdown())
    }

    /// The page as one HTML document that needs nothing else: no script, no font, no network.
    #[getter]
    fn html(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.html())
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        self.markdown(py)
    }

    fn __repr__(&self) -> String {
        format!("<Page {}>", quoted(&self.0.title().chars().take(60).collect::<String>()))
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        // A page of its own, so that its style stays its own.
        Ok(format!(
            "<iframe srcdoc=\"{}\" sandbox=\"\" style=\"width:100%;height:40rem;border:0\"></iframe>",
            html::escape(&self.html(py)?)
        ))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.title())
    }
}
getters!(Page {
    /// The page's language.
    lang: Bound<'py, PyAny> = |page, py| page.lang().member(py)?;
    /// The title.
    title: &str = |page, _py| page.title();
});
document!(Page, core::Page);
