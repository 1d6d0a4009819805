//! Who is close?

use alumni_core::consent::{Ledger, events_from_csv};
use alumni_core::engagement::{ScoreModel, interactions_from_csv};
use alumni_core::programme::scores_with_consent;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut ledger = Ledger::from_json(include_str!("ledger.json"))?;
    ledger.extend(events_from_csv(include_str!("consent_events.csv"))?)?;
    let model = ScoreModel::preset("alumni")?;
    let events = interactions_from_csv(include_str!("interactions.csv"))?;
    let (as_of, at) = ("2026-04-01".parse()?, "2026-04-01T00:00:00Z".parse()?);
    let scores = scores_with_consent(&model, &events, as_of, &ledger, "profiling_scoring", at)?;
    println!("{}", scores.why("w-1042"));
    println!("{}", scores.why("w-0471"));
    Ok(())
}
