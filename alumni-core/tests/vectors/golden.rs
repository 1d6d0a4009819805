//! Records that an earlier build wrote, replayed byte for byte.

use std::path::Path;

use alumni_core::eligibility::{Book, Record};
use alumni_core::workforce::Worker;
use serde_json::{Value, json};

#[test]
fn recorded_decisions_come_out_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/golden");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect(name);
    let book = Book::parse(&read("book.toml")).unwrap();
    let workers: Vec<Value> = serde_json::from_str(&read("workers.json")).unwrap();
    let records = read("records.jsonl");
    assert_eq!(records.lines().count(), workers.len());
    for (line, expected) in records.lines().zip(workers) {
        let record: Record = alumni_core::document::from_json(line).unwrap();
        assert_eq!(serde_json::to_string(&record).unwrap(), line);
        let replay = book.replay(&record, None).unwrap();
        assert!(replay.same, "{:?}", replay.reasons);
        let worker = Worker::from_json(&expected["worker"].to_string()).unwrap();
        let again = book.record(&worker, record.decision().as_of()).unwrap();
        for decision in [replay.decision.as_ref().unwrap(), again.decision()] {
            let told = serde_json::to_string(decision).unwrap();
            assert!(line.ends_with(&format!("\"decision\":{told}}}")), "{told}");
        }
        assert_eq!(again.input_hash(), record.input_hash());
        assert_eq!(json!(record.decision().outcome()), expected["outcome"]);
        assert_eq!(json!(record.decision().eligible_on()), expected["eligible_on"]);
    }
}
