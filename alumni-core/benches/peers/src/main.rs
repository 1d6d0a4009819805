//! One policy over one made-up population, by the library and by its peers. See `README.md`.

mod answer;
mod dump;
mod floor;
mod machine;
mod measure;
mod ours;
mod peers;
mod people;
mod questions;
mod rows;
mod scale;

use std::path::Path;

use people::Person;

const USAGE: &str = "expected `dump FOLDER`, `scale [MOST ROWS]`, or `rows`, `columns`, `ours` or `machine`, each then [ROUND [PEOPLE]]";

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let number = |at: usize, default: usize| {
        arguments.get(at).map_or(default, |text| text.parse().expect("a whole number"))
    };
    let people = |count: usize| -> Vec<Person> { (0..count as u64).map(Person::number).collect() };
    let round = || number(1, 0);
    match arguments.first().map(String::as_str) {
        Some("dump") => {
            let folder = arguments.get(1).expect(USAGE);
            dump::dump(Path::new(folder), &people(number(2, 1_000_000))).expect("files");
        }
        Some("rows") => rows::run(round(), &people(number(2, 200_000))),
        Some("columns") => {
            let people = people(number(2, 1_000_000));
            floor::measure(round(), &people);
            ours::measure(round(), &people);
        }
        // The library alone, for the program that is built without the detection of processors.
        Some("ours") => ours::measure(round(), &people(number(2, 1_000_000))),
        Some("scale") => {
            scale::criteria();
            scale::rows(number(1, 100_000_000) as u64);
        }
        Some("questions") => questions::run(round(), &people(number(2, 1_000_000))),
        Some("machine") => machine::bandwidth(round()),
        _ => {
            eprintln!("{USAGE}");
            std::process::exit(2);
        }
    }
}
