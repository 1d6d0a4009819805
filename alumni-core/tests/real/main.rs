//! The library on real input: public data that are not part of this repository, and facts about them that pandas computed.
//!
//! `tests/make/real_facts.py` says what the data are, how terms become spells and links become interactions, and computed
//! `tests/data/real_facts.json`. Where the data are absent the tests say so and pass.

mod congress;
mod irc;
mod review;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use alumni_core::workforce::Table;
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The file of public data of this name; `None`, said aloud, where the folder is absent.
fn table(name: &str) -> Option<Table> {
    let path = root().join("../shared/reference/real").join(name);
    if !path.exists() {
        println!("skipped: ../shared/reference/real/{name} is absent");
        return None;
    }
    let bytes = std::fs::read(&path).unwrap();
    Some(Table::from_csv_bytes(name, &bytes).unwrap())
}

/// What pandas found out about one data set.
struct Facts(Value);

impl Facts {
    fn about(data: &str) -> Self {
        let text = std::fs::read_to_string(root().join("tests/data/real_facts.json")).unwrap();
        let facts: Value = serde_json::from_str(&text).unwrap();
        Self(facts[data].clone())
    }

    #[track_caller]
    fn check(&self, name: &str, found: impl Into<Value>) {
        assert_eq!(found.into(), self.0[name], "{name}");
    }

    #[track_caller]
    fn check_histogram(&self, name: &str, values: impl IntoIterator<Item = u64>) {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for value in values {
            *counts.entry(value.to_string()).or_default() += 1;
        }
        self.check(name, serde_json::to_value(counts).unwrap());
    }

    /// Compares whole tables: their lines, sorted by byte, each ended by a line feed, by SHA-256.
    #[track_caller]
    fn check_table(&self, mut lines: Vec<String>) {
        lines.sort_unstable();
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let digest: String =
            hmac_sha256::Hash::hash(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        self.check("table_sha256", digest);
    }
}
