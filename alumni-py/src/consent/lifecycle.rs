use alumni_core::consent::Transition;
use pyo3::prelude::*;

/// Every edge of the lifecycle of consent: for each state and each step the states it may lead to.
///
/// Returns
/// -------
/// list of dict
///     With ``of`` (``decision``, ``request`` or ``restriction``), ``from``, ``on`` (the step) and ``to``, the state before where
///     the step leaves it as it is.
///
/// Examples
/// --------
/// >>> from alumni.consent import transitions
/// >>> left = [edge for edge in transitions() if edge["from"] == "withdrawn" and edge["to"] != "withdrawn"]
/// >>> sorted({edge["on"] for edge in left})
/// ['given', 'invalidated', 'renewed']
#[pyfunction]
pub(super) fn transitions(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    crate::document::to_dict(py, &Transition::all())
}
