//! What the company sends, and what of it is about jobs or of use to members.

use super::HealthKinds;
use crate::engagement::kind::Act;
use crate::engagement::mailing::Mailing;
use crate::engagement::{ActorType, Interaction, TargetType};

pub(super) fn by_alumnus(event: &Interaction) -> bool {
    event.actor_type() == ActorType::Alumnus
}

/// Something that the company sends to members: a mailing, a post, a kind that the model knows and that is no taking part, or a message about
/// what the model says mailings are about; an answer is none, for somebody asked.
pub(super) fn sends(event: &Interaction, kinds: &HealthKinds) -> bool {
    if by_alumnus(event) {
        return false;
    }
    let is_offer = || kinds.benefits.contains(event.kind());
    match event.kind().act() {
        _ if kinds.recruiting.contains(event.kind()) => true,
        Some(Act::Mailing | Act::Post) => true,
        None => is_offer(),
        Some(Act::Message) => {
            let about = aims_at(event, &kinds.recruiting_targets) || aims_at(event, &kinds.benefit_targets);
            is_offer() || about && !event.kind().replies()
        }
        _ => false,
    }
}

pub(super) fn recruits(event: &Interaction, kinds: &HealthKinds) -> bool {
    kinds.recruiting.contains(event.kind()) || aims_at(event, &kinds.recruiting_targets)
}

/// Something of use to members, offered or taken.
pub(super) fn benefits(event: &Interaction, kinds: &HealthKinds) -> bool {
    kinds.benefits.contains(event.kind()) || sends(event, kinds) && aims_at(event, &kinds.benefit_targets)
}

fn aims_at(event: &Interaction, targets: &[TargetType]) -> bool {
    event.target_type().is_some_and(|target| targets.contains(&target))
}

/// The mailing that an event is part of, where the record has one for each recipient.
pub(super) fn mailing<'a>(event: &'a Interaction, kinds: &HealthKinds) -> Option<Mailing<'a>> {
    Mailing::of(event, |kind| kinds.recruiting.contains(kind) || kinds.benefits.contains(kind))
}

pub(super) fn is_known(event: &Interaction, kinds: &HealthKinds) -> bool {
    event.kind().act().is_some()
        || kinds.recruiting.contains(event.kind())
        || kinds.benefits.contains(event.kind())
}
