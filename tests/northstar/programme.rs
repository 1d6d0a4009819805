//! A programme in one document.

use alumni_core::Lang;
use alumni_core::programme::Programme;
use alumni_core::workforce::Table;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let programme = Programme::parse(include_str!("programme.toml"))?.with_mapping("smarthr")?;
    let crews = Table::from_csv("crews.csv", include_str!("exports/crews.csv"))?;
    let review = programme.review(&programme.read(&[crews])?, "2026-04-01".parse()?)?;
    print!("{}", review.text(Lang::Ja));
    Ok(())
}
