//! The people and the right answers as files of plain numbers, for engines in other languages.

use std::fs;
use std::path::Path;

use crate::answer::explain;
use crate::people::{ENTITIES, FAMILIES, FLAGS, KINDS, Person, Table};

pub fn dump(folder: &Path, people: &[Person]) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let table = Table::new(people);
    let days = |days: &[i32]| days.iter().flat_map(|day| day.to_le_bytes()).collect::<Vec<_>>();
    let answers: Vec<_> = people.iter().map(explain).collect();
    let outcomes: Vec<_> = answers.iter().map(|answer| answer.outcome as u8).collect();
    let failed = answers.iter().flat_map(|answer| answer.failed.unwrap_or(0).to_le_bytes()).collect();
    let names = serde_json::json!({
        "rows": table.rows, "kind": KINDS, "flag": FLAGS, "entity": ENTITIES, "family": FAMILIES,
    });
    let files = [
        ("start", days(&table.start)),
        ("separation", days(&table.separation)),
        ("non_compete", days(&table.non_compete)),
        ("grade", table.grade),
        ("kind", table.kind),
        ("flag", table.flag),
        ("entity", table.entity),
        ("family", table.family),
        ("no_contact", table.no_contact),
        ("property_returned", table.property_returned),
        ("nda_signed", table.nda_signed),
        ("legal_hold", table.legal_hold),
        ("kind_valid", table.kind_valid),
        ("outcome", outcomes),
        ("failed", failed),
        ("names.json", names.to_string().into_bytes()),
    ];
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}
