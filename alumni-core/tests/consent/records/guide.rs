//! The guide's examples.

use super::*;

#[test]
fn each_of_the_guides_ninety_examples_has_its_outcome() {
    let Some(index) = reference("guide-27560-examples/INDEX.tsv") else { return };
    let (mut plain, mut repeated, mut broken) = (0, 0, 0);
    for line in index.lines() {
        let mut columns = line.split('\t');
        let (file, outcome) = (columns.next().unwrap(), columns.nth(1).unwrap());
        let text = reference(&format!("guide-27560-examples/{file}")).unwrap();
        let reading = Record::read(&text);
        if outcome.starts_with("BAD") {
            let error = reading.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Syntax, "{file}: {error}");
            // The index was made with another reader, which counts lines as we do.
            let line = outcome.split("line ").nth(1).unwrap().split(' ').next().unwrap();
            assert_eq!(error.path().split(':').next().unwrap(), line, "{file}: {error}");
            broken += 1;
            continue;
        }
        let reading = reading.unwrap_or_else(|error| panic!("{file}: {error}"));
        let names = outcome.strip_prefix("ok-DUPKEYS ").unwrap_or_default();
        let expected: BTreeSet<_> = names.split(',').filter(|name| !name.is_empty()).collect();
        let found: Vec<_> = reading.duplicates.iter().map(|reason| argument(reason, "name")).collect();
        assert_eq!(found.iter().map(String::as_str).collect::<BTreeSet<_>>(), expected, "{file}");
        if expected.is_empty() {
            plain += 1;
        } else {
            assert_eq!(found.len(), names.split(',').count(), "{file}");
            // Every value is there: as many as in the text.
            let written = |text: &str| text.matches("\"dpv:hasPurpose\"").count();
            let merged = serde_json::to_string(&reading.records).unwrap();
            let purposes = |value: &Value| count(value, "dpv:hasPurpose");
            assert_eq!(purposes(&serde_json::from_str(&merged).unwrap()), written(&text), "{file}");
            repeated += 1;
        }
        // What is read comes out again as it was.
        for record in &reading.records {
            let again = Record::read(&record.to_json()).unwrap();
            assert_eq!(&again.records[0], record, "{file}");
            assert!(again.duplicates.is_empty(), "{file}");
        }
    }
    assert_eq!((plain, repeated, broken), (70, 6, 14));
}

/// How many values the property `name` has in all of `value`.
fn count(value: &Value, name: &str) -> usize {
    match value {
        Value::Array(items) => items.iter().map(|item| count(item, name)).sum(),
        Value::Object(members) => members
            .iter()
            .map(|(member, value)| {
                let own = match value {
                    Value::Array(items) if member == name => items.len(),
                    _ => usize::from(member == name),
                };
                own + count(value, name)
            })
            .sum(),
        _ => 0,
    }
}

#[test]
fn the_guides_one_complete_receipt_lacks_mandatory_fields_and_keeps_both_processes() {
    let Some(text) = reference("guide-27560-examples/89.json") else { return };
    let reading = Record::read(&text).unwrap();
    assert_eq!(reading.receipt.as_deref(), Some("receipt-asdmj1oasd"));
    let record = &reading.records[0];
    assert_eq!(record.purposes(), ["dpv:IdentityVerification", "dpv:PaymentManagement"]);
    assert_eq!((record.subject(), record.events().len()), (Some("0760c9ba"), 2));
    // By the guide's own table: a party has more than an identifier, an event a validity and a time in UTC, and a status
    // that is no consent type still has one.
    let problems: BTreeSet<_> = reading.problems.iter().map(|reason| argument(reason, "field")).collect();
    let expected = [
        "party_name",
        "party_address",
        "party_contact",
        "party_type",
        "validity_duration",
        "event_time",
        "event_type",
    ];
    assert_eq!(problems, expected.map(str::to_owned).into());
    assert_eq!(Receipt::from_json(&text).unwrap_err().kind(), ErrorKind::Duplicate);
}
