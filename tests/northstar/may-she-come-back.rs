//! May she come back?

use alumni_core::Lang;
use alumni_core::eligibility::Policy;
use alumni_core::workforce::{RehireFlag, SeparationKind, Spell, Worker};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let policy = Policy::parse(include_str!("return-track.toml"))?;
    let spell = Spell::new("2016-04-01".parse()?, "2021-09-30".parse()?)?
        .grade(2)
        .separation(SeparationKind::Voluntary);
    let worker = Worker::new("w-1042", [spell])?.rehire_flag(RehireFlag::Yes);
    let decision = policy.decide(&worker, "2021-12-01".parse()?)?;
    println!("{decision}");
    for reason in decision.reasons() {
        println!("{}", reason.text(Lang::Ja));
    }
    Ok(())
}
