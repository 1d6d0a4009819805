//! Reads one document of a kind and a size: what `tests/linear.py` counts the instructions of.

use std::fmt::Write;

use alumni_core::eligibility::{ImportOptions, ImportedOutcome, Policy};
use alumni_core::workforce::Vocabulary;

/// Each of `count` numbers through `write`, one after another.
fn joined(count: usize, mut write: impl FnMut(&mut String, usize)) -> String {
    let mut text = String::new();
    for number in 0..count {
        write(&mut text, number);
    }
    text
}

fn json(criteria: &str, facts: &str) -> String {
    format!(r#"{{"id": "p", "version": 1, "facts": [{facts}], "criteria": [{criteria}]}}"#)
}

/// Criteria of a hundred tests each, about `count` things.
fn hundreds(count: usize, test: impl Fn(usize) -> String) -> String {
    joined(count / 100, |text, hundred| {
        let parts: Vec<_> = (0..100).map(|n| test(hundred * 100 + n)).collect();
        let comma = if hundred == 0 { "" } else { "," };
        let _ = write!(text, r#"{comma}{{"id": "c{hundred}", "require": {{"or": [{}]}}}}"#, parts.join(","));
    })
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, size] = arguments.as_slice() else { return Err("expected KIND SIZE".into()) };
    let size: usize = size.parse()?;
    let comma = |number: usize| if number == 0 { "" } else { "," };
    let options = ImportOptions::new("p")
        .with_outcome("yes", ImportedOutcome::Eligible)
        .with_outcome("no", ImportedOutcome::Ineligible);
    let complete = match kind.as_str() {
        "criteria" => {
            let criteria = joined(size, |text, n| {
                let _ = write!(
                    text,
                    "[[criteria]]\nid = 'c{n}'\nrequire = 'tenure >= 5 years or grade >= {n}'\n"
                );
            });
            Policy::parse(&format!("id = 'p'\nversion = 1\n{criteria}")).map(|_| true)
        }
        "values" => {
            let values = joined(500, |text, n| {
                let _ = write!(text, r#"{}{{"text": "v{n}"}}"#, comma(n));
            });
            let rule = format!(r#"{{"in": {{"of": {{"name": "job_title"}}, "values": [{values}]}}}}"#);
            let criteria = joined(size, |text, n| {
                let _ = write!(text, r#"{}{{"id": "c{n}", "require": {rule}}}"#, comma(n));
            });
            Policy::parse(&json(&criteria, "")).map(|_| true)
        }
        "facts" => {
            let facts = joined(size, |text, n| {
                let _ = write!(
                    text,
                    r#"{}{{"name": "f{n}", "type": "boolean", "title": {{"en": "x", "ja": "x"}}}}"#,
                    comma(n)
                );
            });
            let criteria = hundreds(size, |n| format!(r#"{{"holds": {{"name": "f{n}"}}}}"#));
            Policy::parse(&json(&criteria, &facts)).map(|_| true)
        }
        "vocabulary" => {
            let values = joined(size, |text, n| {
                let _ = write!(text, r#"{}{{"name": "v{n}"}}"#, comma(n));
            });
            let fact = format!(
                r#"{{"name": "f", "type": "category", "title": {{"en": "x", "ja": "x"}}, "values": [{values}]}}"#
            );
            let criteria = hundreds(size, |n| {
                let test = format!(r#"{{"left": {{"name": "f"}}, "is": "=", "right": {{"text": "v{n}"}}}}"#);
                format!(r#"{{"compare": {test}}}"#)
            });
            Policy::parse(&json(&criteria, &fact)).map(|_| true)
        }
        "json_logic" => {
            let members = joined(size, |text, n| {
                let _ = write!(
                    text,
                    r#"{}{{"if": [{{">": [{{"var": "grade"}}, {n}]}}, true, {{"var": "employed"}}]}}"#,
                    comma(n)
                );
            });
            Policy::from_json_logic(&format!(r#"{{"and": [{members}]}}"#), &options, Vocabulary::hr())
                .map(|found| found.policy().is_some())
        }
        "dmn" => {
            let rows = joined(size, |text, n| {
                let _ = write!(
                    text,
                    "<rule><inputEntry><text>[{n}..{}]</text></inputEntry><outputEntry><text>\"no\"</text></outputEntry></rule>",
                    n + 1
                );
            });
            let table = format!(
                "<definitions><decision name=\"d\"><decisionTable><input><inputExpression><text>grade</text>\
                 </inputExpression></input><output/>{rows}</decisionTable></decision></definitions>"
            );
            Policy::from_dmn(&table, &options, Vocabulary::hr()).map(|found| found.policy().is_some())
        }
        _ => return Err("expected another kind".into()),
    }?;
    if complete { Ok(()) } else { Err("something was lost".into()) }
}
