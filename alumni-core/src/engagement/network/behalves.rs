//! On whose behalf people act, for the whole record.

use std::collections::HashMap;

use super::super::record::Record;
use super::super::{ActorType, Permitted};
use super::Parties;

/// Of several behalves of one person the one that is nearest to an alumnus.
pub(super) struct Behalves<'a>(HashMap<&'a str, ActorType>);

impl<'a> Behalves<'a> {
    pub(super) fn of(record: &Record<'a>) -> Self {
        let mut behalves = HashMap::new();
        for event in record.events() {
            let behalf = behalves.entry(event.actor()).or_insert(event.actor_type());
            *behalf = event.actor_type().min(*behalf);
        }
        Self(behalves)
    }

    /// Who never acts is taken for an alumnus.
    fn behalf(&self, id: &str) -> ActorType {
        self.0.get(id).copied().unwrap_or(ActorType::Alumnus)
    }

    pub(super) fn admits(&self, parties: Parties, id: &str) -> bool {
        parties.admits(self.behalf(id))
    }

    /// Whether anything about this one may be used: the company's side has not been asked, alumni have.
    pub(super) fn may_appear(&self, permitted: Permitted<'_>, id: &str) -> bool {
        permitted.allows(id) || self.behalf(id) != ActorType::Alumnus
    }

    /// Whether this one may be a node: people have to agree, the company as such has nothing to agree to.
    pub(super) fn may_be_node(&self, permitted: Permitted<'_>, id: &str) -> bool {
        permitted.allows(id) || !matches!(self.behalf(id), ActorType::Alumnus | ActorType::Staff)
    }
}
