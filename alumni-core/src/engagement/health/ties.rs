//! Who talks with whom among alumni: the largest hub, and how far the network falls apart.

use std::collections::HashMap;

use crate::engagement::{Interaction, TargetType};

/// What the exchanges among alumni show.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ties {
    /// Exchanges among alumni.
    pub(super) exchanges: u64,
    /// Those that the person with the most of them has a part in.
    pub(super) hub: u64,
    /// People with a tie, and those in the largest and the second largest group that ties hold together.
    pub(super) people: u64,
    pub(super) largest: u64,
    pub(super) second: u64,
}

/// The person somebody speaks with: the author of what is answered, or whom it is directed at.
pub(super) fn partner<'a>(event: &'a Interaction, answered: Option<&'a Interaction>) -> Option<&'a str> {
    let directed = || event.target().filter(|_| event.target_type() == Some(TargetType::Person));
    answered.map(Interaction::actor).or_else(directed).filter(|partner| *partner != event.actor())
}

impl Ties {
    pub(super) fn of<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut part: Vec<u64> = Vec::new();
        let mut parent: Vec<usize> = Vec::new();
        let mut ties = Self::default();
        for (one, other) in pairs {
            ties.exchanges = ties.exchanges.saturating_add(1);
            let [one, other] = [one, other].map(|person| {
                let next = numbers.len();
                let number = *numbers.entry(person).or_insert(next);
                if number == next {
                    part.push(0);
                    parent.push(number);
                }
                if let Some(part) = part.get_mut(number) {
                    *part = part.saturating_add(1);
                }
                number
            });
            let (one, other) = (root(&mut parent, one), root(&mut parent, other));
            if let Some(above) = parent.get_mut(one.max(other)) {
                *above = one.min(other);
            }
        }
        ties.hub = part.iter().copied().max().unwrap_or_default();
        let mut sizes: HashMap<usize, u64> = HashMap::new();
        for person in 0..parent.len() {
            let group = sizes.entry(root(&mut parent, person)).or_default();
            *group = group.saturating_add(1);
        }
        let mut sizes: Vec<u64> = sizes.into_values().collect();
        sizes.sort_unstable_by(|one, other| other.cmp(one));
        ties.people = sizes.iter().sum();
        ties.largest = sizes.first().copied().unwrap_or_default();
        ties.second = sizes.get(1).copied().unwrap_or_default();
        ties
    }
}

fn root(parent: &mut [usize], mut person: usize) -> usize {
    while let Some(above) = parent.get(person).copied().filter(|above| *above != person) {
        // Each step shortens the way for those who come after.
        let next = parent.get(above).copied().unwrap_or(above);
        if let Some(place) = parent.get_mut(person) {
            *place = next;
        }
        person = next;
    }
    person
}
