//! The record of interactions while it is being made.

use crate::moment::Moment;
use crate::person::Person;
use crate::random::Rng;

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Actor {
    /// An alumnus, by number.
    Alumnus(u32),
    /// Somebody who works there, by number.
    Staff(u32),
    /// The programme's office.
    Office,
}

/// At what it was directed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// At everybody.
    Network,
    /// At a person, by number.
    Person(u32),
    /// At an earlier interaction, by its place in the log.
    Content(usize),
    /// At a gathering, by number.
    Event(u32),
    /// At a job or its advertisement, by number.
    Opportunity(u32),
}

/// Something that somebody did.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Interaction {
    /// When.
    pub at: Moment,
    /// What.
    pub kind: &'static str,
    /// Who.
    pub actor: Actor,
    /// At what.
    pub target: Target,
    /// The interaction that opened the thread, by its place in the log.
    pub thread: Option<usize>,
    /// The interaction that prompted it, by its place in the log.
    pub prompted_by: Option<usize>,
    /// A rating.
    pub value: Option<i64>,
}

/// Interactions in the order in which they are made up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// The interactions.
    pub interactions: Vec<Interaction>,
}

impl Interaction {
    pub(crate) fn new(at: Moment, kind: &'static str, actor: Actor, target: Target) -> Self {
        Self { at, kind, actor, target, thread: None, prompted_by: None, value: None }
    }
}

impl Log {
    /// Adds an interaction and gives its place.
    pub(crate) fn add(&mut self, interaction: Interaction) -> usize {
        self.interactions.push(interaction);
        self.interactions.len() - 1
    }

    /// Adds an answer to the interaction at `root`.
    pub(crate) fn answer(&mut self, at: Moment, kind: &'static str, actor: Actor, root: usize) {
        let mut answer = Interaction::new(at, kind, actor, Target::Content(root));
        answer.thread = Some(root);
        self.add(answer);
    }

    /// Drops what is not wanted, and what answers it or is directed at it; what refers to something comes after it.
    pub(crate) fn keep(&mut self, mut wanted: impl FnMut(&Interaction) -> bool) {
        let all = std::mem::take(&mut self.interactions);
        let mut places: Vec<Option<usize>> = Vec::with_capacity(all.len());
        for mut interaction in all {
            let of = |place: usize| places.get(place).copied().flatten();
            let (thread, target) = (interaction.thread.map(of), interaction.target);
            let content = if let Target::Content(place) = target { Some(of(place)) } else { None };
            if !wanted(&interaction) || thread == Some(None) || content == Some(None) {
                places.push(None);
                continue;
            }
            interaction.thread = thread.flatten();
            interaction.prompted_by = interaction.prompted_by.and_then(of);
            if let Some(Some(place)) = content {
                interaction.target = Target::Content(place);
            }
            places.push(Some(self.interactions.len()));
            self.interactions.push(interaction);
        }
    }

    /// Drops what lies outside the window, puts the rest in order of time, and mends the references.
    pub(crate) fn settle(&mut self, (from, until): (Moment, Moment)) {
        let all = std::mem::take(&mut self.interactions);
        let within = |interaction: &Interaction| (from..until).contains(&interaction.at);
        let mut order: Vec<usize> = (0..all.len()).filter(|place| within(&all[*place])).collect();
        order.sort_by_key(|place| all[*place].at);
        let mut places = vec![None; all.len()];
        for (new, old) in order.iter().enumerate() {
            places[*old] = Some(new);
        }
        for old in order {
            let mut interaction = all[old];
            // What refers to something before the record begins refers to nothing in it.
            interaction.thread = interaction.thread.and_then(|place| places[place]);
            interaction.prompted_by = interaction.prompted_by.and_then(|place| places[place]);
            if let Target::Content(place) = interaction.target {
                let Some(place) = places[place] else { continue };
                interaction.target = Target::Content(place);
            }
            self.interactions.push(interaction);
        }
    }
}

/// People to draw from, by how active they are.
pub(crate) struct Crowd {
    /// Place of the person, and the sum of weights up to and with them.
    sums: Vec<(usize, f64)>,
}

impl Crowd {
    /// Everybody who was ever a member, weighted by what they post and a little for everybody.
    pub(crate) fn new(people: &[Person]) -> Self {
        let mut sum = 0.0;
        let members = people.iter().enumerate().filter(|(_, person)| person.membership.is_some());
        let sums = members.map(|(place, person)| {
            sum += person.rate + 0.02;
            (place, sum)
        });
        Self { sums: sums.collect() }
    }

    /// Somebody who is a member at `at`, other than `not`.
    pub(crate) fn draw<'p>(
        &self,
        rng: &mut Rng,
        people: &'p [Person],
        at: Moment,
        not: Option<u32>,
    ) -> Option<&'p Person> {
        let total = self.sums.last()?.1;
        (0..8).find_map(|_| {
            let wanted = rng.unit() * total;
            let found = self.sums.partition_point(|(_, sum)| *sum <= wanted);
            let person = &people[self.sums.get(found)?.0];
            (is_member(person, at) && Some(person.index) != not).then_some(person)
        })
    }
}

pub(crate) fn is_member(person: &Person, at: Moment) -> bool {
    person.membership.is_some_and(|membership| membership.holds(at))
}
