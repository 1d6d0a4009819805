//! Sentences: every code in both languages, and no word that concludes in law.

use std::collections::BTreeSet;

use super::super::{Reference, SelectionReport, Standard, Unknown, selection};
use crate::Lang;
use crate::text::codes;

#[test]
fn the_worked_example_reads_in_japanese() {
    let report = selection([("女性", 52, 24), ("男性", 80, 48)]).unwrap();
    assert_eq!(
        report.text(Lang::Ja),
        "女性の選考通過率は46%(24/52)、男性は60%(48/80)で、比は0.77(95%区間0.53〜1.07、スコア法)です。\
         真の通過率が等しい場合でも、この程度の差は100回に約13回生じます(mid-p=0.13)。\
         この人数で確実に検出できるのは、比が約0.59未満の場合に限られます。\
         【データ不足】このデータからは判断できません。本値は点検のための統計であり、法的な判断ではありません。"
    );
}

/// Reports that between them give every reason there is.
fn reports() -> Vec<SelectionReport> {
    let to_b = Standard::default().with_reference(Reference::Group("b".into()));
    let pairs = [
        [(0, 0), (12, 6)],
        [(12, 6), (0, 0)],
        [(10, 0), (12, 0)],
        [(90, 27), (110, 60)],
        [(40, 15), (45, 27)],
        [(80, 60), (90, 40)],
        [(12, 6), (9, 0)],
        [(52, 24), (80, 48)],
        [(3, 1), (4, 2)],
        [(200, 158), (210, 168)],
    ];
    let pairs = pairs.map(|[a, b]| to_b.selection([("a", a.0, a.1), ("b", b.0, b.1)]).unwrap());
    let groups = [("a", 100, 45), ("b", 100, 60), ("c", 100, 59), ("d", 9, 4)];
    let several = [
        Standard::default().with_minimum_cell(10).selection(groups).unwrap(),
        Standard::default().with_reference(Reference::Complement).selection(groups).unwrap(),
        Standard::default().with_minimum_cell(1_000).selection(groups).unwrap(),
    ];
    let unknown = Standard::default()
        .selection_with_unknown([("a", 100, 40), ("b", 110, 55)], Unknown::new(30, 12))
        .unwrap();
    pairs.into_iter().chain(several).chain([unknown]).collect()
}

#[test]
fn every_code_that_can_be_given_has_both_languages_and_every_sentence_can_be_given() {
    let given: BTreeSet<String> = reports()
        .iter()
        .flat_map(|report| report.findings.iter().flat_map(|finding| &finding.reasons).chain(&report.reasons))
        .map(|reason| reason.code().to_owned())
        .collect();
    for lang in Lang::ALL {
        let known: BTreeSet<&str> = codes(lang).filter(|code| code.starts_with("selection-")).collect();
        assert!(given.iter().all(|code| known.contains(code.as_str())), "{lang}: {given:?}");
        // The pieces of sentences are no reasons, and some are of tables only.
        let pieces = [
            "-undecided",
            "-groups-withheld-beside",
            "-combinations-withheld",
            "-rates",
            "-chance",
            "-chance-rare",
            "-detectable",
            "-detectable-none",
            "-screening",
        ];
        let reasons: BTreeSet<String> = known
            .iter()
            .filter(|code| {
                !code.contains("-verdict-")
                    && !pieces.iter().any(|piece| **code == format!("selection{piece}"))
            })
            .map(|code| (*code).to_owned())
            .collect();
        assert_eq!(given, reasons, "{lang}");
    }
}

#[test]
fn no_sentence_concludes_in_law() {
    for report in reports() {
        for (lang, words) in [
            (Lang::En, ["discriminat", "biased", "complian", "lawful"]),
            (Lang::Ja, ["差別", "違法", "適法", "合法"]),
        ] {
            let reasons =
                report.findings.iter().flat_map(|finding| &finding.reasons).map(|reason| reason.text(lang));
            let texts: Vec<String> = reasons.chain([report.text(lang)]).collect();
            for text in texts {
                assert!(!text.contains("{$"), "{text}");
                assert!(words.iter().all(|word| !text.to_lowercase().contains(word)), "{text}");
            }
        }
    }
}

#[test]
fn rare_differences_and_open_intervals_have_their_words() {
    let to_b = Standard::default().with_reference(Reference::Group("external".into()));
    let text = to_b.selection([("alumni", 30, 20), ("external", 40, 0)]).unwrap().to_string();
    assert!(text.starts_with(
        "Alumni were selected at 67% (20/30), external at 0% (0/40): ratio undefined, 95% interval "
    ));
    assert!(text.contains("-∞ (score). A difference this large would appear less than once in 1,000 times"));
    assert!(text.contains("(mid-p below 0.001). WATCH:"), "{text}");

    let text = selection([("a", 40, 15), ("b", 45, 27)]).unwrap().to_string();
    assert!(text.contains("about 4 times in 100 if the true rates were equal (mid-p 0.041)"), "{text}");
    let empty = selection([("a", 0, 0), ("b", 45, 27)]).unwrap();
    assert_eq!(
        empty.to_string(),
        "Nobody was considered: a. NOT ESTIMABLE: no ratio can be formed. Screening statistic, not a legal finding."
    );
    assert!(empty.text(Lang::Ja).starts_with("対象者がいません:a。【算出不可】"));
}

#[test]
fn every_sentence_of_strata_is_known_in_both_languages() {
    let report = |strata: [[u64; 4]; 2]| {
        let cells = strata
            .iter()
            .zip(["s", "t"])
            .flat_map(|([n1, x1, n2, x2], stratum)| [(stratum, "a", *n1, *x1), (stratum, "b", *n2, *x2)]);
        Standard::default().with_reference(Reference::Group("b".into())).strata(cells).unwrap()
    };
    let reports = [
        report([[400, 84, 100, 20], [100, 62, 400, 240]]),
        report([[400, 80, 100, 20], [100, 60, 400, 240]]),
        report([[200, 28, 500, 100], [800, 448, 500, 400]]),
        report([[20, 10, 0, 0], [0, 0, 30, 9]]),
        report([[100, 20, 100, 60], [100, 60, 100, 20]]),
    ];
    let findings = || reports.iter().flat_map(|report| &report.findings);
    let given: BTreeSet<&str> = findings()
        .flat_map(|finding| &finding.reasons)
        .map(crate::Reason::code)
        .filter(|code| code.starts_with("strata-"))
        .collect();
    for lang in Lang::ALL {
        let pieces = ["strata-pooled", "strata-within"];
        let known: BTreeSet<&str> =
            codes(lang).filter(|code| code.starts_with("strata-") && !pieces.contains(code)).collect();
        assert_eq!(given, known, "{lang}");
        for text in reports.iter().map(|report| report.text(lang)) {
            assert!(
                !text.contains("{$") && !text.contains("差別") && !text.contains("discriminat"),
                "{text}"
            );
        }
    }
}

#[test]
fn rows_without_an_outcome_are_counted_in_words_that_fit() {
    let text = |rows: u64, lang| crate::Reason::new("selection-undecided").with("rows", rows).text(lang);
    assert_eq!(text(1, Lang::En), "One row has no outcome and is not counted.");
    assert_eq!(text(1_234, Lang::En), "1,234 rows have no outcome and are not counted.");
    assert_eq!(text(1, Lang::Ja), "結果のない行が1件あり、集計に含めていません。");
}
