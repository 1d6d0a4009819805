//! Tests of the engine as a whole.

mod codes;
mod contact;
mod input;
mod life;
mod properties;
mod published;

use chrono::{DateTime, Utc};

use super::{ActorType, Interaction, Permitted, Score, ScoreModel, TargetType};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn event(id: &str, when: &str, kind: &str, actor: &str, actor_type: ActorType) -> Interaction {
    Interaction::new(id, at(when), kind, actor, actor_type).unwrap()
}

fn alumnus(id: &str, when: &str, kind: &str, actor: &str) -> Interaction {
    event(id, when, kind, actor, ActorType::Alumnus)
}

fn office(id: &str, when: &str, kind: &str) -> Interaction {
    event(id, when, kind, "office", ActorType::Office)
}

fn to_person(event: Interaction, person: &str) -> Interaction {
    event.with_target(person, TargetType::Person).unwrap()
}

fn in_thread(event: Interaction, thread: &str) -> Interaction {
    event.with_thread(thread).unwrap()
}

/// One person's score under the default model.
fn score_of(events: &[Interaction], person: &str, as_of: &str) -> Score {
    let model = ScoreModel::preset("alumni").unwrap();
    let scores = model.score(events, as_of.parse().unwrap(), Permitted::Everyone).unwrap();
    scores.get(person).unwrap_or_else(|| panic!("{person} has a score")).clone()
}

fn recency(events: &[Interaction], person: &str, as_of: &str) -> Option<i64> {
    score_of(events, person, as_of).recency_days
}
