//! Against published figures, other definitions, and what must never change a figure.

mod figures;
mod graphs;
mod permission;
mod renaming;
mod replies;

/// Files with the codes of sentences.
const SOURCES: [&str; 2] = [include_str!("words.rs"), include_str!("exchange.rs")];

#[test]
fn every_code_has_a_sentence_in_both_languages_and_every_sentence_a_use() {
    let used: std::collections::BTreeSet<&str> = SOURCES
        .iter()
        .flat_map(|source| source.split('"').skip(1).step_by(2))
        .filter(|text| ["reply-", "network-", "exchange-"].iter().any(|prefix| text.starts_with(prefix)))
        .collect();
    for lang in crate::Lang::ALL {
        let known: Vec<_> = crate::text::codes(lang).collect();
        for code in &used {
            assert!(known.contains(code), "{code} has no sentence in {lang}");
        }
    }
    let written = include_str!("../../text/en/network.ftl");
    for id in written.lines().filter_map(|line| line.split_once(" = ")).map(|(id, _)| id) {
        assert!(used.contains(id), "{id} is never used");
    }
}
