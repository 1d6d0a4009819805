//! Is the network alive, and what ails it?

use alumni_core::Lang;
use alumni_core::engagement::{HealthModel, Roster, health, interactions_from_csv};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let events = interactions_from_csv(include_str!("network/interactions.csv"))?;
    let members = Roster::from_json(include_str!("network/members.json"))?;
    let health = health(&events, &members, "2026-04-01".parse()?, &HealthModel::preset("alumni-health")?)?;
    for reason in health.reasons() {
        println!("{}\n{}", reason.text(Lang::En), reason.text(Lang::Ja));
    }
    Ok(())
}
