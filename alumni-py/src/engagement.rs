//! Interactions, scores, traffic and pulse, as in the core's `engagement`.

mod interaction;
mod model;
mod network;
mod scores;

use alumni_core::engagement::{ActorType, TargetType};
use pyo3::prelude::*;

use crate::names::Names;

names!(ActorType in "alumni.engagement", "On whose behalf an interaction was done.");
names!(TargetType in "alumni.engagement", "What an interaction was directed at.");

pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    ActorType::add(module)?;
    TargetType::add(module)?;
    module.add_class::<interaction::Interaction>()?;
    module.add_class::<model::ScoreModel>()?;
    module.add_class::<scores::Scores>()?;
    module.add_class::<scores::Score>()?;
    module.add_class::<scores::Part>()?;
    module.add_class::<scores::NotScored>()?;
    module.add_class::<scores::Tally>()?;
    module.add_class::<network::Traffic>()?;
    module.add_class::<network::Flow>()?;
    module.add_class::<network::Pulse>()?;
    module.add_class::<network::Request>()?;
    module.add_class::<network::Proportion>()?;
    module.add_class::<network::Rate>()?;
    module.add_function(wrap_pyfunction!(network::traffic, module)?)?;
    module.add_function(wrap_pyfunction!(network::pulse, module)?)?;
    module.add_function(wrap_pyfunction!(interaction::interactions_from_csv, module)?)
}
