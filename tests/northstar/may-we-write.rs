//! May we write to him, and how do we know?

use alumni_core::consent::{Channel, Ledger, Question, events_from_csv};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut ledger = Ledger::from_json(include_str!("ledger.json"))?;
    ledger.extend(events_from_csv(include_str!("consent_events.csv"))?)?;
    let (now, then) = ("2026-04-01T00:00:00Z".parse()?, "2024-06-01T00:00:00Z".parse()?);
    println!("{}", ledger.may(&Question::new("w-0471", "job_contact", Channel::Email, now))?);
    let question = Question::new("w-0471", "newsletter", Channel::Email, then).known_at(then);
    let answer = ledger.may(&question)?;
    println!("{answer}");
    for event in &answer.evidence {
        println!("{}", event.id);
    }
    Ok(())
}
