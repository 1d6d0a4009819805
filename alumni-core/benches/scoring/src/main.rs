//! See `README.md`.

mod events;
mod floor;
#[path = "../../peers/src/measure.rs"]
#[allow(dead_code, reason = "shared with other benchmarks")]
mod measure;
mod ours;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let number = |name: &str, usual: usize| std::env::var(name).ok().map_or(Ok(usual), |text| text.parse());
    let (events, people) = (number("EVENTS", 20_000_000)?, number("PEOPLE", 1_000_000)?);
    let mut arguments = std::env::args().skip(1);
    let (what, of) = (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
    match what.as_str() {
        "dump" => events::write(events, people, &of)?,
        "ours" => ours::measure(events, people, of.parse()?)?,
        "floor" => floor::measure(events, people, of.parse()?),
        "stream" => ours::stream(number("EVENTS", 1_000_000_000)?, people)?,
        _ => return Err("expected `dump FOLDER`, `ours ROUND`, `floor ROUND` or `stream`".into()),
    }
    Ok(())
}
