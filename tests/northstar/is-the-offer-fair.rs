//! Is an offer of 7,000,000 yen to somebody who left in 2020 fair to those who stayed, and what could be offered instead?

use alumni_core::fairness::{Offer, OfferCohort};
use alumni_core::{Lang, document};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let cohort = OfferCohort::parse(include_str!("offer/cohort.json"))?;
    let offer: Offer = document::from_json(include_str!("offer/offer.json"))?;

    println!("== before an offer: the room that the limits leave, and which limit binds");
    let room = cohort.headroom(&offer.candidate)?;
    println!("{}", serde_json::to_string(&room)?);

    println!("\n== the offer, for those who may see pay");
    let report = cohort.check(&offer)?;
    println!("{}\n{}", report.text(Lang::En), serde_json::to_string(&report)?);
    println!("\n== for everybody else");
    println!("{}\n{}", report.text_without_amounts(Lang::En), report.text_without_amounts(Lang::Ja));

    println!("\n== what may be offered instead");
    let instead: Offer = document::from_json(include_str!("offer/instead.json"))?;
    assert_eq!(Some(instead.pay), room.highest);
    println!("{}", cohort.check(&instead)?.text_without_amounts(Lang::En));

    println!("\n== decided otherwise, and on record");
    let overridden: Offer = document::from_json(include_str!("offer/overridden.json"))?;
    println!("{}", cohort.check(&overridden)?.text_without_amounts(Lang::En));

    println!("\n== four colleagues in the same job, so those beside it too");
    let small = OfferCohort::parse(include_str!("offer/small.json"))?;
    println!("{}", small.check(&offer)?.text_without_amounts(Lang::Ja));
    Ok(())
}
