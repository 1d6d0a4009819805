//! Is the record sound, where does everybody stand, and why did somebody move?

use alumni_core::document;
use alumni_core::engagement::{InteractionCheck, Permitted, RankOptions, ScoreModel, interactions_from_csv};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let record = include_str!("analyst/interactions.csv");
    println!("{}", InteractionCheck::check_csv(record, 100)?.reasons[0]);
    let events = interactions_from_csv(record)?;
    let segments = document::from_json(include_str!("analyst/segments.json"))?;
    let (model, everyone, day) = (ScoreModel::preset("alumni")?, Permitted::Everyone, "2026-04-01".parse()?);
    println!("{}", model.score(&events, day, everyone)?.ranks(&segments, &RankOptions::default()));
    println!("{}", model.why_between(&events, "w-07", "2026-01-01".parse()?, day, everyone)?);
    Ok(())
}
