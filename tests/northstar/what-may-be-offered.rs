//! What may be offered to somebody who comes back?

use alumni_core::Lang;
use alumni_core::fairness::{Candidate, OfferCohort, OfferLimits, OfferPeer};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let stayed = ["6200000 JPY".parse()?, "6400000 JPY".parse()?].map(OfferPeer::new);
    let cohort = OfferCohort::new(stayed, None, OfferLimits::default().with_gap(0.05)?)?;
    let room = cohort.headroom(&Candidate::new(40))?;
    println!("{room}");
    println!("{}", room.text(Lang::Ja));
    Ok(())
}
