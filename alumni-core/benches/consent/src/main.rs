//! See `README.md`.

mod events;
mod floor;
#[path = "../../peers/src/measure.rs"]
#[expect(dead_code, reason = "shared with another benchmark")]
mod measure;
mod ours;
mod sqlite;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let people = std::env::var("PEOPLE").ok().map_or(Ok(1_000_000), |text| text.parse())?;
    let mut arguments = std::env::args().skip(1);
    let (what, of) = (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
    match what.as_str() {
        "dump" => events::Events::make(people).write(&of)?,
        "ours" => ours::measure(people, of.parse()?),
        "floor" => floor::measure(people, of.parse()?),
        "sqlite" => sqlite::measure(people, of.parse()?, &arguments.next().ok_or("expected a folder")?)?,
        _ => {
            return Err("expected `dump FOLDER`, `ours ROUND`, `floor ROUND` or `sqlite ROUND FOLDER`".into());
        }
    }
    Ok(())
}
