use alumni_core::consent as core;
use pyo3::prelude::*;

use super::super::ledger::Ledger;
use super::super::record::{Receipt, controller};
use crate::convert::{py_instant, quoted};
use crate::document::to_dict;
use crate::exceptions::{quick, run};

/// What a person is handed who took something back.
///
/// It says what has ended, who was told and what they answered, what goes on and what is kept, and why.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("pension", "Pension", "contract")])
/// >>> register = al.consent.Propagation({"id": "d", "version": 1, "house_deadline": {"days": 3}, "systems": []})
/// >>> receipt = ledger.withdrawal_receipt(register, "w-1", id="r-1", at=datetime(2026, 6, 2, tzinfo=UTC))
/// >>> receipt, [stays["purpose"] for stays in receipt.stays]
/// (<WithdrawalReceipt 'r-1': 0 ended, complete>, ['pension'])
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct WithdrawalReceipt(pub(super) core::WithdrawalReceipt);

#[pymethods]
impl WithdrawalReceipt {
    /// The same as a receipt of ISO/IEC TS 27560 in the Data Privacy Vocabulary's JSON-LD.
    ///
    /// Parameters
    /// ----------
    /// ledger : Ledger
    /// controller : mapping
    ///     What no ledger knows, as for `Ledger.receipt`.
    ///
    /// Raises
    /// ------
    /// MissingError
    ///     Where no consent has ended, and for a mandatory field that ``controller`` lacks.
    #[pyo3(signature = (ledger, *, controller))]
    fn to_receipt(
        &self,
        py: Python<'_>,
        ledger: &Ledger,
        controller: &Bound<'_, PyAny>,
    ) -> PyResult<Receipt> {
        let controller = self::controller(controller)?;
        run(py, || self.0.to_receipt(&ledger.read(), &controller)).map(Receipt)
    }

    /// What has ended, each a mapping, with the ``systems`` that it concerns.
    #[getter]
    fn withdrawn<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.withdrawn)
    }

    /// What goes on, each a mapping.
    #[getter]
    fn stays<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.stays)
    }

    /// What is kept of what has ended, each a mapping.
    #[getter]
    fn kept<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.kept)
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        let (id, ended) = (quoted(&self.0.id), self.0.withdrawn.len());
        let complete = if self.0.complete { "complete" } else { "not complete" };
        format!("<WithdrawalReceipt {id}: {ended} ended, {complete}>")
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.id, &self.0.subject, self.0.at))
    }
}
getters!(WithdrawalReceipt {
    /// The receipt's identifier.
    id: String = |receipt, _py| receipt.id.clone();
    /// Whom it is about.
    subject: String = |receipt, _py| receipt.subject.clone();
    /// The instant as of which it is given.
    at: Bound<'py, PyAny> = |receipt, py| py_instant(py, receipt.at)?;
    /// Whether every system it concerns has acknowledged it.
    complete: bool = |receipt, _py| receipt.complete;
});
paged!(WithdrawalReceipt, "The receipt for the person, in ``lang``.");
document!(WithdrawalReceipt, core::WithdrawalReceipt);
