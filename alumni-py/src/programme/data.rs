use alumni_core::programme as core;
use pyo3::prelude::*;

use crate::consent::Event;
use crate::engagement::Interaction;
use crate::workforce::{Import, Worker};

/// What a review looks at, read from tables.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> data = al.Programme.starter().read({
/// ...     "people.csv": "worker_id\nw-1\n",
/// ...     "spells.csv": "worker_id,start_on,end_on\nw-1,2016-04-01,2021-09-30\n",
/// ... })
/// >>> data
/// <Data 1 workers, 0 consent events, 0 interactions>
#[pyclass(module = "alumni.programme", frozen)]
#[derive(Debug)]
pub(crate) struct Data(pub(super) core::Data);

#[pymethods]
impl Data {
    fn __repr__(&self) -> String {
        let Self(data) = self;
        let (workers, events) = (data.workers().len(), data.events().len());
        format!(
            "<Data {workers} workers, {events} consent events, {} interactions>",
            data.interactions().len()
        )
    }
}
getters!(Data {
    /// The workers.
    workers: Vec<Worker> = |data, _py| data.workers().iter().cloned().map(Worker).collect();
    /// What reading the workforce's tables gave, with warnings and faults.
    imported: Import = |data, _py| Import(data.import().clone());
    /// The consent events.
    events: Vec<Event> = |data, _py| data.events().iter().cloned().map(Event).collect();
    /// The interactions.
    interactions: Vec<Interaction> = |data, _py| data.interactions().iter().cloned().map(Interaction).collect();
});
