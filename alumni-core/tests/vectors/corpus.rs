//! The vector files and their form.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

/// One file: cases of one call with one source.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    /// Relative to `tests/vectors`.
    #[serde(skip)]
    pub(crate) path: String,
    pub(crate) call: String,
    pub(crate) source: String,
    #[serde(default = "tolerance")]
    pub(crate) tolerance: f64,
    pub(crate) cases: Vec<Case>,
}

/// One question and what its answer must hold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) name: String,
    /// Where this case's numbers come from, when it is not the file's source.
    #[serde(default)]
    pub(crate) source: Option<String>,
    pub(crate) given: Value,
    pub(crate) expect: Value,
    #[serde(default)]
    pub(crate) tolerance: Option<f64>,
}

fn tolerance() -> f64 {
    1e-12
}

/// Every file below `tests/vectors`, in the order of their names.
pub(crate) fn read() -> Vec<File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors");
    let mut paths = Vec::new();
    gather(&folder, &mut paths);
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let text =
                std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            parse(&path.strip_prefix(&folder).expect("below the folder").display().to_string(), &text)
        })
        .collect()
}

/// Reads one file; whatever is not in its form is a fault of the corpus.
pub(crate) fn parse(path: &str, text: &str) -> File {
    let mut file: File = serde_json::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    file.path = path.to_owned();
    for case in &mut file.cases {
        expand(&mut case.given);
    }
    assert!(!file.source.trim().is_empty(), "{path}: the source is empty");
    assert!(!file.cases.is_empty(), "{path}: there are no cases");
    let mut names: Vec<&str> = file.cases.iter().map(|case| case.name.as_str()).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{path}: two cases have the same name");
    for case in &file.cases {
        assert!(case.source.as_deref() != Some(""), "{path}: {}: the source is empty", case.name);
    }
    file
}

/// Puts texts that are too long to write out together: `{"$parts": ["not ", ["(", 3], "x"]}` is `not (((x`.
fn expand(value: &mut Value) {
    match value {
        Value::Object(members) if members.len() == 1 && members.contains_key("$parts") => {
            let parts = members["$parts"].as_array().expect("a list of parts");
            let part = |part: &Value| match part {
                Value::String(text) => text.clone(),
                _ => {
                    let (text, times) = (part[0].as_str(), part[1].as_u64());
                    text.expect("a text").repeat(usize::try_from(times.expect("a count")).expect("a count"))
                }
            };
            *value = Value::String(parts.iter().map(part).collect());
        }
        Value::Object(members) => members.values_mut().for_each(expand),
        Value::Array(values) => values.iter_mut().for_each(expand),
        _ => {}
    }
}

fn gather(folder: &Path, into: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            gather(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            into.push(path);
        }
    }
}

#[test]
#[should_panic(expected = "two cases have the same name")]
fn names_are_unique_within_a_file() {
    let case = r#"{"name": "a", "given": {}, "expect": null}"#;
    parse("x", &format!(r#"{{"call": "a.b", "source": "here", "cases": [{case}, {case}]}}"#));
}

#[test]
#[should_panic(expected = "missing field `expect`")]
fn a_case_without_an_expectation_is_refused() {
    parse("x", r#"{"call": "a.b", "source": "here", "cases": [{"name": "a", "given": {}}]}"#);
}
