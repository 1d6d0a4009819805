//! Was it fair, and where does an offer stand?

use alumni_core::{Lang, fairness};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let report = fairness::selection([("women", 52, 24), ("men", 80, 48)])?;
    println!("{report}");
    println!("{}", fairness::selection([("女性", 52, 24), ("男性", 80, 48)])?.text(Lang::Ja));
    let (pay, midpoint) = ("7000000 JPY".parse()?, "6500000 JPY".parse()?);
    let (minimum, maximum) = ("5400000 JPY".parse()?, "7600000 JPY".parse()?);
    println!("compa-ratio {:.3}", fairness::compa_ratio(pay, midpoint)?);
    println!("range penetration {:.3}", fairness::range_penetration(pay, minimum, maximum)?);
    Ok(())
}
