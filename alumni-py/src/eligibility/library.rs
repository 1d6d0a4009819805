use std::sync::Arc;

use alumni_core::Error;
use alumni_core::eligibility::library as core;
use pyo3::prelude::*;

use super::ladder::Ladder;
use super::policy::Policy;
use crate::convert::text;
use crate::exceptions::run;

fn policy(policy: alumni_core::eligibility::Policy) -> Policy {
    Policy(Arc::new(policy))
}

/// Every policy that comes with the library, by id; the versions of one id from the oldest to the newest.
#[pyfunction]
pub(super) fn _library_all(py: Python<'_>) -> PyResult<Vec<Policy>> {
    run(py, || Ok::<_, Error>(core::all().map(policy).collect()))
}

/// Every ladder that comes with the library, by id.
#[pyfunction]
pub(super) fn _library_ladders(py: Python<'_>) -> PyResult<Vec<Ladder>> {
    run(py, || Ok::<_, Error>(core::ladders().map(Ladder).collect()))
}

/// The newest version of the policy.
#[pyfunction]
pub(super) fn _library_get(py: Python<'_>, id: &Bound<'_, PyAny>) -> PyResult<Policy> {
    let id = text(id, "id")?;
    run(py, || core::get(&id)).map(policy)
}

/// The versions of the policy, from the oldest to the newest.
#[pyfunction]
pub(super) fn _library_versions(py: Python<'_>, id: &Bound<'_, PyAny>) -> PyResult<Vec<Policy>> {
    let id = text(id, "id")?;
    run(py, || core::versions(&id)).map(|found| found.into_iter().map(policy).collect())
}

/// The ladder.
#[pyfunction]
pub(super) fn _library_ladder(py: Python<'_>, id: &Bound<'_, PyAny>) -> PyResult<Ladder> {
    let id = text(id, "id")?;
    run(py, || core::ladder(&id)).map(Ladder)
}

/// The document of the newest version of the policy.
#[pyfunction]
pub(super) fn _library_text(py: Python<'_>, id: &Bound<'_, PyAny>) -> PyResult<&'static str> {
    let id = text(id, "id")?;
    run(py, || core::text(&id))
}

/// The document of the ladder.
#[pyfunction]
pub(super) fn _library_ladder_text(py: Python<'_>, id: &Bound<'_, PyAny>) -> PyResult<&'static str> {
    let id = text(id, "id")?;
    run(py, || core::ladder_text(&id))
}
