//! See `README.md`.

#[path = "../../peers/src/measure.rs"]
#[allow(dead_code, reason = "shared with other benchmarks")]
mod measure;
mod ours;
mod ties;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let people = std::env::var("PEOPLE").ok().map_or(Ok(1_000_000), |text| text.parse())?;
    let mut arguments = std::env::args().skip(1);
    let (what, of) = (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
    match what.as_str() {
        "dump" => ties::write(people, &of)?,
        "ours" => ours::measure(people, of.parse()?)?,
        _ => return Err("expected `dump FOLDER` or `ours ROUND`".into()),
    }
    Ok(())
}
