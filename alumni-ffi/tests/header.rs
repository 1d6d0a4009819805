//! The committed header and list of symbols are what the sources say.
//!
//! After a change of the sources, `ALUMNI_WRITE=1 cargo test -p alumni-ffi --test header` writes both.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The sources in the order of the header, each with the heading of its functions.
const SOURCES: [(&str, &str); 60] = [
    ("version", "Versions"),
    ("error", "Errors"),
    ("calendar", "Dates and instants"),
    ("text", "Languages"),
    ("workforce", "Workers and their facts"),
    ("vocabulary", "Vocabularies: the facts that rules may ask for"),
    ("exports", "Exports of HR systems"),
    ("eligibility", "Eligibility: may this worker join, be invited, come back?"),
    ("eligibility/nearest", "Eligibility: the smallest changes that would make a worker eligible"),
    ("eligibility/imported", "Eligibility: rules of other engines"),
    ("check", "Eligibility: what is proved about policies"),
    ("eligibility/judge", "Eligibility: one person at a time, many times a second"),
    ("eligibility/ladder", "Eligibility: ladders, and the policies that come with the library"),
    ("eligibility/table", "Eligibility: whole tables"),
    ("eligibility/climbed", "Eligibility: ladders over whole tables"),
    ("eligibility/simulation", "Eligibility: two policies over one population"),
    ("eligibility/book", "Eligibility: the versions of a policy, records and replay"),
    ("eligibility/cases", "Eligibility: cases inside a policy"),
    ("consent", "Consent: may we do this, to this person, now, and how do we know?"),
    ("consent/answer", "Consent: answers"),
    ("consent/packs", "Consent: legal packs, and what is special about alumni"),
    ("consent/lifecycle", "Consent: the transitions of its lifecycle"),
    ("consent/record", "Consent: records, lists, the bytes of an event, access requests"),
    ("consent/snapshot", "Consent: many questions about one instant"),
    ("consent/contact", "Consent: how often people are contacted, when, and by whom"),
    ("consent/propagation", "Consent: who received what, and whether a withdrawal has reached them all"),
    ("consent/notices", "Consent: versions of a notice compared, and whom to ask again"),
    ("consent/table", "Consent: whole tables, one person over time, and how many may be reached"),
    ("consent/told", "Consent: days and times by the clock of another place than UTC"),
    ("fairness", "Fairness: is bringing people back fair?"),
    ("fairness/strata", "Fairness: selection rates within strata"),
    ("fairness/people", "Fairness: tables of people, and tables to publish"),
    ("fairness/thresholds", "Searches over thresholds"),
    ("fairness/planning", "Fairness: what to expect, and p-values of several reports"),
    ("fairness/rates", "Fairness: rates by every named test, and how many people a difference takes"),
    ("fairness/pay", "Fairness: gaps in pay, and what may be offered"),
    ("fairness/pay_tables", "Fairness: pay from tables of people"),
    ("fairness/privacy", "Fairness: selection rates that may be shown to everybody"),
    ("fairness/report", "Fairness: one document of everything that was found"),
    ("engagement", "Engagement: who is close, is the network alive?"),
    ("engagement/scores", "Engagement: scores"),
    ("engagement/permitted", "Engagement: the record of those who agreed"),
    ("engagement/network", "Engagement: who is in touch with whom, and how soon people answer"),
    ("engagement/score_streams", "Engagement: scores of tables"),
    ("engagement/scoring", "Engagement: ranks, changes and half-lives"),
    ("engagement/activity", "Engagement: the record as a state"),
    ("engagement/check", "Engagement: what is wrong with a record"),
    ("engagement/acts", "Engagement: what is counted of a record"),
    ("engagement/returning", "Engagement: when people come back"),
    ("engagement/curves", "Engagement: curves as tables"),
    ("engagement/cox", "Engagement: what hastens an end"),
    ("engagement/repeat", "Engagement: will they act again?"),
    ("engagement/health", "Engagement: is the network alive, and what ails it?"),
    ("engagement/small", "Engagement: what a small network can tell"),
    ("engagement/windows", "Engagement: points within a window, to compare with"),
    ("engagement/rfm", "Engagement: recency, frequency and value by a model"),
    ("programme", "Programme: all of these, from one document"),
    ("programme/change", "Programme: what a change of policy does to groups"),
    ("programme/counterfactual", "Programme: what decisions hang on"),
    ("programme/gap", "Programme: which criterion causes how much of a gap between groups"),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn source(name: &str) -> PathBuf {
    folder().join(format!("src/{name}.rs"))
}

/// The structs of the Arrow C interfaces as their specification has them, with its guards: a program that includes
/// `arrow/c/abi.h` too sees them once.
const ARROW: &str = r#"

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

#ifdef __cplusplus
extern "C" {
#endif
struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};
struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};
#ifdef __cplusplus
}
#endif
#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

#ifdef __cplusplus
extern "C" {
#endif
struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};
#ifdef __cplusplus
}
#endif
#endif"#;

/// The header as the sources ask for it.
fn header() -> String {
    let mut config =
        cbindgen::Config::from_file(folder().join("cbindgen.toml")).expect("cbindgen.toml is valid");
    config.after_includes = Some(format!(
        "\n#define ALUMNI_VERSION \"{}\"\n#define ALUMNI_VERSION_MAJOR {}\n#define ALUMNI_VERSION_MINOR {}\n\
         #define ALUMNI_VERSION_PATCH {}\n\n#ifndef ALUMNI_API\n#if defined(_WIN32) && !defined(ALUMNI_STATIC)\n\
         #define ALUMNI_API __declspec(dllimport)\n#else\n#define ALUMNI_API\n#endif\n#endif{ARROW}",
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_VERSION_MAJOR"),
        env!("CARGO_PKG_VERSION_MINOR"),
        env!("CARGO_PKG_VERSION_PATCH"),
    ));
    let mut builder = cbindgen::Builder::new().with_config(config);
    for (name, _) in SOURCES {
        builder = builder.with_src(source(name));
    }
    let mut written = Vec::new();
    builder.generate().expect("cbindgen reads the sources").write(&mut written);
    let plain = String::from_utf8(written).expect("a header is UTF-8");
    SOURCES.iter().fold(plain, |text, (name, heading)| under_heading(&text, name, heading))
}

/// Puts a heading before the comment of the first function of a source.
fn under_heading(header: &str, name: &str, heading: &str) -> String {
    let Some(function) = functions(&read(&source(name))).into_iter().next() else { return header.to_owned() };
    let mut lines: Vec<&str> = header.lines().collect();
    let declared = format!("{function}(");
    let found = lines.iter().position(|line| !line.starts_with(" *") && line.contains(&declared));
    let mut at = found.unwrap_or_else(|| panic!("{function} is not in the header"));
    while !lines[at - 1].is_empty() {
        at -= 1;
    }
    let heading = format!("/* ---- {heading} ---- */\n");
    lines.insert(at, &heading);
    lines.join("\n").trim_end().to_owned() + "\n"
}

/// The exported functions of a source, in their order.
fn functions(source: &str) -> Vec<String> {
    let after = source.split("pub extern \"C\" fn ").skip(1);
    after.filter_map(|rest| rest.split(['(', '<']).next()).map(str::to_owned).collect()
}

/// Compares with the committed file, or writes it when asked to.
fn committed(path: &str, wanted: &str) {
    let path = folder().join(path);
    if std::env::var_os("ALUMNI_WRITE").is_some() {
        std::fs::write(&path, wanted).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = found.lines().zip(wanted.lines()).position(|(a, b)| a != b);
    assert!(
        found == wanted,
        "{} is not what the sources say (line {}); ALUMNI_WRITE=1 cargo test -p alumni-ffi --test header writes it",
        path.display(),
        differs.map_or_else(|| found.lines().count().min(wanted.lines().count()) + 1, |line| line + 1),
    );
}

#[test]
fn the_header_is_what_the_sources_say() {
    committed("include/alumni.h", &header());
}

#[test]
fn the_symbols_are_what_the_sources_say() {
    let names: BTreeSet<_> = SOURCES.iter().flat_map(|(name, _)| functions(&read(&source(name)))).collect();
    assert!(names.iter().all(|name| name.starts_with("alumni_")), "{names:?}");
    committed("symbols.txt", &names.iter().map(|name| format!("{name}\n")).collect::<String>());
}

/// The names of all sources below `folder`, as in [`SOURCES`].
fn sources(folder: &Path, prefix: &str) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).expect("there are sources") {
        let path = entry.expect("a readable folder").path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name in UTF-8");
        let name = format!("{prefix}{stem}");
        if path.is_dir() {
            names.extend(sources(&path, &format!("{name}/")));
        } else {
            names.push(name);
        }
    }
    names
}

#[test]
fn every_source_with_an_entry_is_in_the_header() {
    for name in sources(&folder().join("src"), "") {
        let known = SOURCES.iter().any(|(source, _)| *source == name);
        assert!(known || name == "test_panic" || functions(&read(&source(&name))).is_empty(), "{name}");
    }
}

#[test]
fn unsafe_code_stands_in_the_boundary_only() {
    for name in sources(&folder().join("src"), "").into_iter().filter(|name| name != "boundary") {
        for (line, text) in read(&source(&name)).lines().enumerate() {
            let code = text.split("//").next().unwrap_or_default();
            let entry = code.trim() == "#[unsafe(no_mangle)]";
            assert!(entry || !code.contains("unsafe"), "src/{name}.rs:{}", line + 1);
        }
    }
}

#[test]
fn every_entry_goes_through_the_guard() {
    for (name, _) in SOURCES {
        for body in read(&source(name)).split("pub extern \"C\" fn ").skip(1) {
            let body = body.split("\n}").next().unwrap_or_default();
            let first = body.split(" {\n").nth(1).unwrap_or_default().trim_start();
            let guarded = ["guard(error, ||", "read(", "read_text(||", "release("];
            let name = body.split('(').next().unwrap_or_default();
            assert!(guarded.iter().any(|guard| first.starts_with(guard)), "{name} begins with `{first}`");
        }
    }
}
