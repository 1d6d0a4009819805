//! Writes the JSON Schemas of the public documents and answers, made from the types.
//!
//! ```sh
//! cargo run -p alumni-core --features schema --example schemas -- docs/schemas
//! cargo run -p alumni-core --features schema --example schemas -- --check docs/schemas
//! ```
//!
//! With `--check` nothing is written, and a file that is missing, left over or not as the types give it is an error.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use alumni_core::{Reason, calendar, consent, eligibility, engagement, workforce};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::Value;

/// One file for each document that people write and each answer that they get.
fn schemas() -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        ("consent-answer", schema::<consent::Answer>()),
        ("consent-event", schema::<consent::Event>()),
        ("consent-question", schema::<consent::Question>()),
        ("consent-summary", schema::<consent::Summary>()),
        ("decision", schema::<eligibility::Decision>()),
        ("engagement-interaction", schema::<engagement::Interaction>()),
        ("engagement-pulse", schema::<engagement::Pulse>()),
        ("engagement-scores", schema::<engagement::Scores>()),
        ("engagement-traffic", schema::<engagement::Traffic>()),
        ("export-overlay", schema::<workforce::Overlay>()),
        ("import", schema::<workforce::Import>()),
        ("mapping", schema::<workforce::Mapping>()),
        ("notice", schema::<consent::Notice>()),
        ("period", schema::<calendar::Period>()),
        ("policy", schema::<eligibility::Policy>()),
        ("purpose", schema::<consent::Purpose>()),
        ("reason", schema::<Reason>()),
        ("score-model", schema::<engagement::ScoreModel>()),
        ("worker", schema::<workforce::Worker>()),
    ])
}

fn schema<T: JsonSchema>() -> String {
    let schema = SchemaGenerator::new(SchemaSettings::draft2020_12()).into_root_schema_for::<T>();
    let mut schema = serde_json::to_value(schema).expect("a schema is JSON");
    tell_readers_of_json(&mut schema);
    // Another crate in the same build may make maps keep their order.
    schema.sort_all_objects();
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    text.push('\n');
    text
}

/// Descriptions are the types' documentation: keeps what concerns the format, and leaves out what concerns Rust.
fn tell_readers_of_json(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::String(text) if key == "description" => *text = plain(text),
                    _ => tell_readers_of_json(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(tell_readers_of_json),
        _ => {}
    }
}

/// The prose before the first heading, one line to a paragraph, with links reduced to their words.
fn plain(text: &str) -> String {
    let prose = text.split("\n\n# ").next().unwrap_or_default();
    let lines = prose.replace("\n\n", "\u{0}").replace('\n', " ").replace('\u{0}', "\n\n");
    let mut plain = String::new();
    let mut rest = lines.as_str();
    while let Some(start) = rest.find("[`") {
        let (before, link) = rest.split_at(start);
        let Some(end) = link.find("`]") else { break };
        plain.extend([before, &link[1..=end]]);
        rest = &link[end + 2..];
        if let Some(target) = rest.strip_prefix('(') {
            rest = target.split_once(')').map_or(rest, |(_, after)| after);
        }
    }
    plain + rest
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (check, folder) = match arguments.as_slice() {
        [flag, folder] if flag == "--check" => (true, Path::new(folder)),
        [folder] if !folder.starts_with('-') => (false, Path::new(folder)),
        _ => return Err("expected [--check] FOLDER".into()),
    };
    let schemas = schemas();
    let mut wrong = Vec::new();
    for (name, text) in &schemas {
        let path = folder.join(format!("{name}.json"));
        if !check {
            std::fs::create_dir_all(folder)?;
            std::fs::write(path, text)?;
        } else if std::fs::read_to_string(path).ok().as_ref() != Some(text) {
            wrong.push(format!("{name}.json is missing or not as the types give it"));
        }
    }
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !name.strip_suffix(".json").is_some_and(|name| schemas.contains_key(name)) {
            wrong.push(format!("{name} belongs to no type"));
        }
    }
    if wrong.is_empty() {
        println!("{} schemas", schemas.len());
        return Ok(());
    }
    Err(format!("{} (write them anew with this program, without --check)", wrong.join("; ")).into())
}
