//! Every code that the engine can emit has a sentence in both languages.

use crate::Lang;
use crate::engagement::Kind;
use crate::text::codes;

/// Files of the engine, to find the codes in.
const SOURCES: [&str; 13] = [
    include_str!("../change.rs"),
    include_str!("../change/faded.rs"),
    include_str!("../import/check.rs"),
    include_str!("../learn.rs"),
    include_str!("../participation.rs"),
    include_str!("../rank.rs"),
    include_str!("../rank/moves.rs"),
    include_str!("../returning/newton.rs"),
    include_str!("../returning/repeat/hold_back.rs"),
    include_str!("../scores.rs"),
    include_str!("../scoring.rs"),
    include_str!("../traffic.rs"),
    include_str!("../pulse.rs"),
];

#[test]
fn every_code_of_the_engine_has_a_sentence_in_both_languages_and_every_sentence_a_use() {
    let used: std::collections::BTreeSet<&str> = SOURCES
        .iter()
        .flat_map(|source| source.split('"').skip(1).step_by(2))
        .filter(|text| {
            [
                "score-",
                "half-life-",
                "traffic-",
                "pulse-",
                "interactions-",
                "participation-",
                "held-back-",
                "fit-",
            ]
            .iter()
            .any(|prefix| text.starts_with(prefix))
        })
        .collect();
    assert!(used.len() > 15, "{used:?}");
    for lang in Lang::ALL {
        let known: Vec<_> = codes(lang).collect();
        for code in &used {
            assert!(known.contains(code), "{code} has no sentence in {lang}");
        }
    }
    let written = include_str!("../../text/en/engagement.ftl");
    let ids = written.lines().filter_map(|line| line.split_once(" = ")).map(|(id, _)| id);
    for id in ids.filter(|id| !id.starts_with(' ') && *id != "engagement-kind") {
        assert!(used.contains(id), "{id} is never used");
    }
}

#[test]
fn every_known_kind_has_a_name_in_both_languages() {
    for lang in Lang::ALL {
        for kind in Kind::known() {
            let text = crate::Reason::new("engagement-kind").with("kind", kind).text(lang);
            assert_ne!(text, kind, "{lang}");
        }
    }
}
