//! One version number: the workspace's. Whatever repeats it must agree.

use std::path::Path;

use super::{read, root};

fn manifest(path: &Path) -> toml::Table {
    toml::from_str(&read(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn at<'a>(table: &'a toml::Table, path: &str) -> Option<&'a toml::Value> {
    let mut parts = path.split('.');
    let mut value = table.get(parts.next()?)?;
    for part in parts {
        value = value.get(part)?;
    }
    Some(value)
}

fn version() -> String {
    let workspace = manifest(&root().join("Cargo.toml"));
    at(&workspace, "workspace.package.version").and_then(toml::Value::as_str).expect("a version").to_owned()
}

#[test]
fn every_crate_takes_its_version_from_the_workspace() {
    let workspace = manifest(&root().join("Cargo.toml"));
    let core = at(&workspace, "workspace.dependencies.alumni-core.version").and_then(toml::Value::as_str);
    assert_eq!(core, Some(version().as_str()), "workspace.dependencies.alumni-core");
    for member in at(&workspace, "workspace.members").and_then(toml::Value::as_array).expect("members") {
        let member = member.as_str().expect("a path");
        let manifest = manifest(&root().join(member).join("Cargo.toml"));
        let inherited = at(&manifest, "package.version.workspace").and_then(toml::Value::as_bool);
        assert_eq!(inherited, Some(true), "{member} must say `version.workspace = true`");
    }
    assert_eq!(env!("CARGO_PKG_VERSION"), version());
}

#[test]
fn the_python_package_has_the_same_version() {
    let path = root().join("alumni-py/pyproject.toml");
    if !path.exists() {
        println!("skipped: alumni-py does not exist yet");
        return;
    }
    let project = manifest(&path);
    match at(&project, "project.version").and_then(toml::Value::as_str) {
        Some(own) => assert_eq!(own, version()),
        // maturin reads it from the crate.
        None => {
            let dynamic = at(&project, "project.dynamic").and_then(toml::Value::as_array).expect("a version");
            assert!(dynamic.iter().any(|name| name.as_str() == Some("version")), "the version is not said");
        }
    }
}

#[test]
fn the_header_has_the_same_version() {
    let path = root().join("alumni-ffi/include/alumni.h");
    if !path.exists() {
        println!("skipped: alumni-ffi does not exist yet");
        return;
    }
    let header = read(&path);
    let defined = |name: &str| {
        header.lines().find_map(|line| line.strip_prefix("#define ")?.strip_prefix(name)?.strip_prefix(' '))
    };
    assert_eq!(defined("ALUMNI_VERSION"), Some(format!("\"{}\"", version()).as_str()));
    for (name, part) in ["ALUMNI_VERSION_MAJOR", "ALUMNI_VERSION_MINOR", "ALUMNI_VERSION_PATCH"]
        .into_iter()
        .zip(version().split('.'))
    {
        assert!(defined(name).is_none_or(|found| found == part), "{name}");
    }
}

#[test]
fn the_changelog_tells_of_this_version() {
    let path = root().join("CHANGELOG.md");
    if !path.exists() {
        println!("skipped: CHANGELOG.md does not exist yet");
        return;
    }
    let log = read(&path);
    let told =
        log.lines().any(|line| line == "## [Unreleased]" || line.starts_with(&format!("## [{}]", version())));
    assert!(told, "CHANGELOG.md has neither `## [Unreleased]` nor `## [{}]`", version());
}
