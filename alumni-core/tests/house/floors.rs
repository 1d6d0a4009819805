//! Each module of the core uses only what stands below it, and engines never use each other.

use std::collections::BTreeMap;
use std::path::Path;

use super::paths::{Named, paths};
use super::{read, root};

/// Floors from the ground up. A module that is missing here fails the test: give it its floor.
const FLOORS: [&[&str]; 5] = [
    &["error"],
    &["calendar", "document", "columns", "numerics", "ids"],
    &["text", "workforce", "table"],
    &["eligibility", "consent", "fairness", "engagement"],
    &["programme"],
];

/// The uses within a floor: what workforce and table say, they say in reasons; columns of texts hold instants, which the calendar
/// reads.
const ALSO: [(&str, &str); 3] = [("workforce", "text"), ("table", "text"), ("columns", "calendar")];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

/// A source file of the core: its module path from the root, where it stands, and its text.
struct Source {
    module: Vec<String>,
    file: String,
    text: String,
}

/// What is wrong with `sources`, one line each.
fn broken(sources: &[Source]) -> Vec<String> {
    let top: Vec<&str> =
        sources.iter().filter_map(|source| source.module.first()).map(String::as_str).collect();
    let exported = exported(sources);
    let mut wrong = Vec::new();
    for source in sources {
        // The root puts the floors together; it may name them all.
        let Some(from) = source.module.first() else { continue };
        let Some(from_floor) = floor(from) else {
            wrong.push(format!("{}: the module `{from}` has no floor", source.file));
            continue;
        };
        for Named { path, line } in paths(&source.text, &source.module) {
            let place = format!("{}:{line}", source.file);
            let to = match path.first().map(String::as_str) {
                None => {
                    wrong.push(format!("{place}: another name for the crate's root hides what is used"));
                    continue;
                }
                Some("*") => {
                    wrong.push(format!("{place}: a glob over the crate's root hides what is used"));
                    continue;
                }
                Some(name) if top.contains(&name) => name,
                Some(name) => match exported.get(name) {
                    Some(module) => module,
                    // A macro or another item of the root itself.
                    None => {
                        wrong.push(format!(
                            "{place}: `crate::{name}` is neither a module nor re-exported from one"
                        ));
                        continue;
                    }
                },
            };
            if to != from && !ALSO.contains(&(from, to)) && floor(to).is_some_and(|floor| floor >= from_floor)
            {
                wrong.push(format!("{place}: `{from}` must not use `{to}` (`crate::{}`)", path.join("::")));
            }
        }
    }
    wrong
}

/// What the root re-exports, and the module it comes from.
fn exported(sources: &[Source]) -> BTreeMap<String, String> {
    let root = sources.iter().filter(|source| source.module.is_empty());
    root.flat_map(|source| paths(&source.text, &[]))
        .filter(|named| named.path.len() > 1)
        .filter_map(|named| Some((named.path.last()?.clone(), named.path.first()?.clone())))
        .collect()
}

fn gather(folder: &Path, module: &[String], into: &mut Vec<Source>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    entries.sort();
    for path in entries {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name in UTF-8").to_owned();
        let mut inner = module.to_vec();
        if stem != "lib" {
            inner.push(stem);
        }
        if path.is_dir() {
            gather(&path, &inner, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let file = path.strip_prefix(root()).expect("inside the repository").display().to_string();
            into.push(Source { module: inner, file, text: read(&path) });
        }
    }
}

#[test]
fn no_floor_of_the_core_is_broken() {
    let mut sources = Vec::new();
    gather(&root().join("alumni-core/src"), &[], &mut sources);
    assert!(sources.len() > 10, "only {} source files were found", sources.len());
    let wrong = broken(&sources);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_bindings_use_the_core_and_never_each_other() {
    for (member, other) in [("alumni-py", "alumni-ffi"), ("alumni-ffi", "alumni-py")] {
        let manifest = root().join(member).join("Cargo.toml");
        if !manifest.exists() {
            println!("skipped: {member} does not exist yet");
            continue;
        }
        let manifest: toml::Table = toml::from_str(&read(&manifest)).expect("a manifest is TOML");
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let names =
                manifest.get(kind).and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::keys);
            assert!(!names.into_iter().any(|name| name == other), "{member} must not use {other}");
        }
    }
}

fn example(files: &[(&str, &str)]) -> Vec<String> {
    let source = |(module, text): &(&str, &str)| Source {
        module: module.split("::").filter(|name| !name.is_empty()).map(str::to_owned).collect(),
        file: format!("{module}.rs"),
        text: (*text).to_owned(),
    };
    broken(&files.iter().map(source).collect::<Vec<_>>())
}

#[test]
fn an_upward_use_is_caught_however_it_is_written() {
    for upward in [
        "use crate::programme::Programme;",
        "use crate::{calendar, programme::{self}};",
        "fn f() { crate::programme::review() }",
        "use super::programme;",
        "mod tests { use super::super::programme::x; }",
        "macro_rules! m { () => { $crate::programme::x() } }",
        "type T = Vec<crate::Programme>;",
        "use crate as house;",
        "use crate::*;",
        "use super::*;",
    ] {
        let wrong = example(&[
            ("", "pub mod calendar; pub use programme::Programme;"),
            ("calendar", ""),
            ("programme", ""),
            ("consent", upward),
        ]);
        assert_eq!(wrong.len(), 1, "{upward}: {wrong:?}");
        assert!(wrong[0].starts_with("consent.rs:1: "), "{wrong:?}");
    }
}

#[test]
fn an_engine_that_uses_another_is_caught_also_from_its_depths() {
    let wrong = example(&[
        ("", ""),
        ("consent", ""),
        ("fairness", ""),
        ("fairness::selection::exact", "\nuse super::super::super::consent::Ledger;"),
    ]);
    assert_eq!(
        wrong,
        ["fairness::selection::exact.rs:2: `fairness` must not use `consent` (`crate::consent::Ledger`)"]
    );
}

#[test]
fn downward_uses_and_those_within_a_module_are_free() {
    let wrong = example(&[
        ("", "mod error; pub use error::Error;"),
        ("error", ""),
        ("calendar", "use crate::Error;"),
        ("text", "use crate::calendar::Period;"),
        ("workforce", "use crate::text::Reason; use crate::{Error, calendar};"),
        (
            "consent",
            "mod ledger; pub use ledger::Ledger; use crate::workforce::Worker; mod tests { use super::*; }",
        ),
        ("consent::ledger", "use super::Ledger; use crate::consent::ledger::x; use std::fmt;"),
        ("programme", "use crate::{consent, text, workforce};"),
    ]);
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_module_without_a_floor_and_an_unknown_name_are_caught() {
    assert_eq!(example(&[("", ""), ("attic", "")]), ["attic.rs: the module `attic` has no floor"]);
    assert_eq!(
        example(&[("", ""), ("consent", "use crate::Attic;")]),
        ["consent.rs:1: `crate::Attic` is neither a module nor re-exported from one"]
    );
    assert_eq!(example(&[("", ""), ("text", "use crate::workforce::Worker;"), ("workforce", "")]).len(), 1);
}
