use alumni_core::engagement as core;
use pyo3::prelude::*;

use crate::boundary;
use crate::convert::{optional, text};
use crate::document::to_dict;
use crate::exceptions::run;

/// Count how many pairs ended in the order of their scores: Harrell's index of concordance.
///
/// A pair counts where it is known who ended first. People are best taken whom the score has not seen.
///
/// Parameters
/// ----------
/// table : table
///     One row for each person.
/// duration, event : str
///     The columns of durations and of ends, as in `durations`.
/// score : str
///     The column of scores: the higher, the sooner somebody is thought to end, as with ``log_hazard`` of `CoxFit.predict`.
/// entry : str, optional
///     The column of the times from which on people were watched.
/// end : str, optional
///     The end that is meant, where there are several; who ended otherwise was last seen then.
///
/// Raises
/// ------
/// AlumniError
///     For columns and values that cannot be used.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> people = pa.table({"days": [5, 8, 8, 12], "back": [1, 1, 0, 0], "score": [3, 1, 1, 2]})
/// >>> al.engagement.concordance(people, duration="days", event="back", score="score")
/// <Concordance 0.7000: 3 of 5 pairs in order, 1 tied>
#[pyfunction]
#[pyo3(signature = (table, *, duration, event, score, entry=None, end=None))]
pub(super) fn concordance(
    py: Python<'_>,
    table: &Bound<'_, PyAny>,
    duration: &Bound<'_, PyAny>,
    event: &Bound<'_, PyAny>,
    score: &Bound<'_, PyAny>,
    entry: Option<&Bound<'_, PyAny>>,
    end: Option<&Bound<'_, PyAny>>,
) -> PyResult<Concordance> {
    let (duration, event) = (text(duration, "duration")?, text(event, "event")?);
    let mut options = core::ConcordanceOptions::new(duration, event, text(score, "score")?);
    if let Some(entry) = optional(entry, "entry", text)? {
        options = options.entry(entry);
    }
    if let Some(end) = optional(end, "end", text)? {
        options = options.end(end);
    }
    let table = boundary::table(table, "table")?;
    run(py, || core::concordance_table(table, &options)).map(Concordance)
}

/// Whether those who were thought to end sooner did.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> people = pa.table({"days": [1, 2, 3], "back": [1, 1, 0], "score": [3, 2, 1]})
/// >>> al.engagement.concordance(people, duration="days", event="back", score="score").index
/// 1.0
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Concordance(core::Concordance);

#[pymethods]
impl Concordance {
    /// What was asked, as a mapping.
    #[getter]
    fn options<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.options)
    }

    fn __repr__(&self) -> String {
        let core::Concordance { concordant, discordant, tied, .. } = self.0;
        let index = self.0.index.map_or_else(|| "–".to_owned(), |index| format!("{index:.4}"));
        let pairs = concordant.saturating_add(discordant).saturating_add(tied);
        format!("<Concordance {index}: {concordant} of {pairs} pairs in order, {tied} tied>")
    }
}
getters!(Concordance {
    /// How many people there are.
    people: u64 = |found, _py| found.people;
    /// Pairs of whom the one with the higher score ended while the other was still watched and had not.
    concordant: u64 = |found, _py| found.concordant;
    /// Pairs of whom the one with the lower score did.
    discordant: u64 = |found, _py| found.discordant;
    /// Pairs with equal scores, one of whom ended while the other was still watched and had not.
    tied: u64 = |found, _py| found.tied;
    /// The concordant and half of the tied, of all these: 1 is in order, a half is chance. ``None`` without a pair.
    index: Option<f64> = |found, _py| found.index;
});
document!(Concordance, core::Concordance);
hashed!(Concordance);
shown!(Concordance);
