//! On whose behalf people act, for the whole record.

use super::super::record::{OfPeople, Record};
use super::super::{ActorType, Permitted};
use super::Parties;

/// Of several behalves of one person the one that is nearest to an alumnus.
pub(super) struct Behalves<'r, 'a> {
    record: &'r Record<'a>,
    of: OfPeople<ActorType>,
}

impl<'r, 'a> Behalves<'r, 'a> {
    pub(super) fn of(record: &'r Record<'a>) -> Self {
        // The furthest.
        let mut behalves = record.of_people(ActorType::System);
        for (event, person) in record.with_actors() {
            if let Some(behalf) = behalves.get_mut(person) {
                *behalf = event.actor_type().min(*behalf);
            }
        }
        Self { record, of: behalves }
    }

    /// Who never acts is taken for an alumnus.
    fn behalf(&self, id: &str) -> ActorType {
        self.record.person(id).and_then(|person| self.of.get(person)).unwrap_or(ActorType::Alumnus)
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
