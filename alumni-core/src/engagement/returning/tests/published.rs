//! The reference cases that lie outside the project; each test skips visibly where they are absent.

use serde_json::Value;

pub(super) fn case(id: &str) -> Option<Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/reference/engagement");
    match std::fs::read_to_string(format!("{folder}/{id}.json")) {
        Ok(text) => Some(serde_json::from_str(&text).unwrap()),
        Err(_) => {
            println!("skipped: the reference case {id} is not here");
            None
        }
    }
}

pub(super) fn near(found: f64, expected: f64, tolerance: f64) {
    let off = (found - expected).abs();
    assert!(off <= tolerance * expected.abs().max(1.0), "expected {expected}, got {found}");
}
