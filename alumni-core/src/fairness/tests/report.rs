use proptest::prelude::*;

use crate::fairness::{
    self, Adjustment, Compression, FairnessReport, Inversions, PaidWorker, PayQuestion, RegressionOptions,
    ReportEntry, ReportQuestion, ReportedFinding, RulePack, SourceCheck, Standard, Verdict, compa_ratios,
    compression, input_hash, japan_pay_ratios, regress, uk_pay_gaps,
};
use crate::text::{Block, Localized};
use crate::{ErrorKind, Lang};

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn offers() -> fairness::SelectionReport {
    fairness::selection([("women", 52, 24), ("men", 80, 48)]).unwrap()
}

fn question() -> ReportQuestion {
    ReportQuestion::new(day("2026-03-31")).with(ReportEntry::new("offers", offers()))
}

fn report(question: &ReportQuestion) -> FairnessReport {
    fairness::report(question).unwrap()
}

fn refused(question: &ReportQuestion) -> (ErrorKind, String) {
    let error = fairness::report(question).unwrap_err();
    (error.kind(), error.path().to_owned())
}

#[test]
fn the_worked_example_is_said_in_both_languages() {
    // Source: the worked example of the sentences, whose numbers an independent script computed.
    let report = report(&question());
    assert_eq!(report.verdict, Some(Verdict::Insufficient));
    let text = &report.sections[0].text;
    assert!(text.en.starts_with(
        "Women were selected at 46% (24/52), men at 60% (48/80): ratio 0.77, 95% interval 0.53-1.07"
    ));
    assert!(
        text.ja.contains("46%(24/52)") && text.ja.contains("約100回に13回")
            || text.ja.contains("100回に約13回")
    );
    assert!(report.markdown(Lang::En).contains(&text.en.replace('*', "\\*")));
    assert!(report.markdown(Lang::Ja).contains(&text.ja));
}

#[test]
fn a_report_comes_back_from_its_json() {
    let entry = ReportEntry::new(
        "gap",
        Compression { newcomers: 3, incumbents: 9, index: Some(1.05), input_hash: Some("own".into()) },
    );
    let report = report(&question().with(entry.titled(Localized::new("Pay", "賃金")).hashed("abc")));
    let json = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<FairnessReport>(&json).unwrap(), report);
    assert_eq!(report.sections[1].input_hash.as_deref(), Some("abc"));
    assert!(!json.contains(r#""own""#));
    let asked = serde_json::to_string(&question()).unwrap();
    assert_eq!(ReportQuestion::from_json(&asked).unwrap(), question());
}

#[test]
fn every_kind_has_a_title_and_every_word_of_a_page_a_sentence() {
    for kind in RulePack::ids().flat_map(|id| RulePack::shipped(id).unwrap().findings) {
        assert!(
            crate::text::codes(Lang::Ja)
                .any(|code| code == format!("report-kind-{}", kind.replace('_', "-"))),
            "{kind}"
        );
    }
    let report = report(&question().with(ReportEntry::new("pairs", Inversions::default())));
    for lang in Lang::ALL {
        let page = report.markdown(lang);
        assert!(!page.contains("report-"), "{page}");
    }
}

#[test]
fn selections_of_a_declared_family_are_adjusted_together() {
    let pair = |selected: u64| fairness::selection([("a", 100, selected), ("b", 100, 60)]).unwrap();
    let question = ReportQuestion::new(day("2026-03-31"))
        .with(ReportEntry::new("one", pair(45)).in_family("offers"))
        .with(ReportEntry::new("two", pair(30)).in_family("offers"))
        .with(ReportEntry::new("three", pair(52)));
    let report = report(&question);
    let p = |place: usize| match &report.sections[place].finding {
        ReportedFinding::Selection(found) => {
            (found.findings[0].mid_p.unwrap(), found.findings[0].adjusted_p.unwrap())
        }
        other => panic!("{other:?}"),
    };
    // Holm of two: the smaller times two, the larger no less than that.
    let ((first, first_adjusted), (second, second_adjusted)) = (p(0), p(1));
    assert!(second < first);
    assert!((second_adjusted - 2.0 * second).abs() < 1e-15);
    assert!((first_adjusted - first.max(2.0 * second)).abs() < 1e-15);
    assert_eq!(p(2).0.to_bits(), p(2).1.to_bits());
    let told: Vec<_> = report
        .families
        .iter()
        .map(|family| (family.id.as_str(), family.findings.len(), family.comparisons, family.adjustment))
        .collect();
    assert_eq!(told, [("offers", 2, 2, Adjustment::Holm), ("three", 1, 1, Adjustment::Holm)]);
    assert_eq!(report.sections[0].families, ["offers"]);
    assert!(report.sections[0].text.en.contains("2 comparisons"));
}

#[test]
fn a_standard_of_ones_own_is_named_and_the_library_s_pack_otherwise() {
    let own =
        Standard::parse("id = \"hr-12\"\nversion = 3\nsource = \"HR-12 s.3\"\neffective_from = 2026-07-01")
            .unwrap();
    let found = own.selection([("a", 100, 45), ("b", 100, 60)]).unwrap();
    let report = report(&question().with(ReportEntry::new("own", found)));
    let told: Vec<_> =
        report.rules.iter().map(|rule| (rule.id.as_str(), rule.version, rule.in_effect)).collect();
    assert_eq!(told, [("four-fifths", 1, Some(true)), ("hr-12", 3, Some(false))]);
    assert_eq!(report.rules[1].source.as_deref(), Some("HR-12 s.3"));
    assert!(report.markdown(Lang::En).contains("hr-12: not in effect on the day of this report."));
}

#[test]
fn a_rule_of_the_caller_takes_the_place_of_the_library_s() {
    let pack =
        RulePack::parse("id = \"four-fifths\"\nversion = 1\ntitle = \"Ours\"\nsource = \"HR-1\"").unwrap();
    let report = report(&question().with_rule(pack));
    assert_eq!((report.rules[0].title.en.as_str(), report.rules[0].in_effect), ("Ours", None));
}

#[test]
fn shipped_packs_have_sources_and_dates_that_were_checked() {
    for id in RulePack::ids() {
        let pack = RulePack::shipped(id).unwrap();
        assert_eq!(pack.id, id);
        assert!(pack.effective_from.is_some() && pack.checked.is_some(), "{id}");
        assert_ne!(pack.dates_checked, Some(SourceCheck::Lawyer), "{id}");
        let again = RulePack::parse(&serde_json::to_string(&pack).unwrap()).unwrap();
        assert_eq!(again, pack);
    }
    let error = RulePack::shipped("uk-si-2017-127").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownName);
    assert!(error.to_string().contains("uk-si-2017-172"), "{error}");
    let logib = RulePack::shipped("ch-logib-1").unwrap();
    let on = |text: &str| logib.in_effect(day(text));
    assert_eq!(
        [on("2020-06-30"), on("2020-07-01"), on("2032-06-30"), on("2032-07-01")],
        [Some(false), Some(true), Some(true), Some(false)]
    );
    let backwards = "id = \"x\"\nversion = 1\ntitle = \"x\"\nsource = \"x\"\neffective_from = 2026-01-02\neffective_until = 2026-01-01";
    assert_eq!(RulePack::parse(backwards).unwrap_err().path(), "effective_until");
}

#[test]
fn what_cannot_be_a_report_is_refused_with_its_place() {
    let empty = ReportQuestion::new(day("2026-03-31"));
    assert_eq!(refused(&empty), (ErrorKind::Missing, "findings".into()));
    let twice = question().with(ReportEntry::new("offers", offers()));
    assert_eq!(refused(&twice), (ErrorKind::Duplicate, "findings[1].id".into()));
    assert_eq!(
        refused(&question().with(ReportEntry::new(" ", offers()))),
        (ErrorKind::Missing, "findings[1].id".into())
    );
    let long = question().with(ReportEntry::new("x".repeat(1_001), offers()));
    assert_eq!(refused(&long), (ErrorKind::TooLarge, "findings[1].id".into()));
    let family = ReportEntry::new("pairs", Inversions::default()).in_family("f");
    assert_eq!(refused(&question().with(family)), (ErrorKind::Inconsistent, "findings[1].family".into()));
    let pack = RulePack::shipped("four-fifths").unwrap();
    let rules = question().with_rule(pack.clone()).with_rule(pack);
    assert_eq!(refused(&rules), (ErrorKind::Duplicate, "rules[1].id".into()));
    let many = (0..1_001)
        .fold(empty, |question, id| question.with(ReportEntry::new(id.to_string(), Inversions::default())));
    assert_eq!(refused(&many), (ErrorKind::TooLarge, "findings".into()));
}

#[test]
fn tables_are_as_wide_in_every_line_as_a_terminal_shows_them() {
    let entry = ReportEntry::new(
        "offers",
        fairness::selection([("女性", 52, 24), ("men | others", 80, 48)]).unwrap(),
    );
    let report = report(&ReportQuestion::new(day("2026-03-31")).with(entry));
    for lang in Lang::ALL {
        let markdown = report.markdown(lang);
        // A letter of Japan takes two places, and none other occurs that does.
        let width = |line: &str| {
            line.chars().map(|letter| if u32::from(letter) > 0x2E7F { 2 } else { 1 }).sum::<usize>()
        };
        let mut tables = 0;
        let mut before: Option<usize> = None;
        for line in markdown.lines() {
            let now = line.starts_with('|').then(|| width(line));
            tables += usize::from(before.is_none() && now.is_some());
            if let (Some(before), Some(now)) = (before, now) {
                assert_eq!(before, now, "{markdown}");
            }
            before = now;
        }
        let blocks =
            report.page(lang).blocks().iter().filter(|block| matches!(block, Block::Table { .. })).count();
        assert_eq!(tables, blocks);
        assert!(tables >= 4 && markdown.ends_with('\n'));
    }
}

#[test]
fn a_fingerprint_is_of_the_content_and_a_key_changes_it() {
    // Source: printf '{"a":1,"b":[1.5,"é"]}' | openssl dgst -sha256 (-hmac key)
    let text = "{\"b\": [1.5, \"é\"],\n \"a\": 1}";
    assert_eq!(input_hash(text, None).unwrap(), PLAIN);
    assert_eq!(input_hash(text, Some(b"key")).unwrap(), KEYED);
    let empty = input_hash(text, Some(b"")).unwrap_err();
    assert_eq!((empty.kind(), empty.path()), (ErrorKind::Missing, "key"));
    assert_eq!(input_hash("{", None).unwrap_err().kind(), ErrorKind::Syntax);
}

const PLAIN: &str = "2bb202b35963ad9e57f87e5828e072cc53f4720ecd10a7d625f850411a31c4c6";
const KEYED: &str = "0480534a3606330a3bda2e2e22b04032d21a91ab39dfdd494acbe1d041d0efb8";

proptest! {
    #[test]
    fn the_same_question_gives_the_same_bytes_and_another_another_hash(n in 1_u64..40, x in 0_u64..40, m in 1_u64..40) {
        prop_assume!(x <= n);
        let selection = |x| fairness::selection([("a", n, x), ("b", m, m / 2)]).unwrap();
        let asked = |x| ReportQuestion::new(day("2026-03-31")).with(ReportEntry::new("s", selection(x)));
        let (one, same) = (report(&asked(x)), report(&ReportQuestion::from_json(&serde_json::to_string(&asked(x)).unwrap()).unwrap()));
        prop_assert_eq!(serde_json::to_string(&one).unwrap(), serde_json::to_string(&same).unwrap());
        prop_assert_eq!(one.markdown(Lang::Ja), same.markdown(Lang::Ja));
        if x > 0 {
            prop_assert_ne!(one.input_hash, report(&asked(x - 1)).input_hash);
        }
    }
}

#[test]
fn figures_say_themselves_as_a_report_says_them() {
    let yen = |minor: i64| crate::workforce::Money::new(minor, "JPY".parse().unwrap());
    let person = |group: &str, pay: i64| PaidWorker::new(group, yen(pay));
    let paid = PayQuestion::new([person("women", 90), person("men", 100)]);
    let uk = uk_pay_gaps(&paid).unwrap();
    assert!(uk.to_string().contains("10.0% lower"), "{uk}");
    let ratio = compression(&[yen(105)], &[yen(100)]).unwrap();
    assert_eq!(
        ratio.text(Lang::Ja),
        "新たに加わった1人の賃金の中央値は、在籍者1人の1.05倍です。本値は点検のための統計であり、法的な判断ではありません。"
    );
    let fit = regress(&[1.0, 2.0, 4.0], &[("x", &[1.0, 2.0, 3.0])], &RegressionOptions::default()).unwrap();
    let findings: Vec<(ReportedFinding, String)> = vec![
        (uk.clone().into(), uk.to_string()),
        (ratio.clone().into(), ratio.to_string()),
        (Inversions::default().into(), Inversions::default().to_string()),
        (fit.clone().into(), fit.to_string()),
        (compa_ratios([]).unwrap().into(), compa_ratios([]).unwrap().to_string()),
        (japan_pay_ratios(&[]).unwrap().into(), japan_pay_ratios(&[]).unwrap().to_string()),
    ];
    for (finding, told) in findings {
        let reported = report(
            &ReportQuestion::new("2026-03-31".parse().unwrap()).with(ReportEntry::new("one", finding)),
        );
        assert_eq!(reported.sections[0].text.en, told);
    }
}

#[test]
fn a_finding_s_own_fingerprint_stands_in_its_section_and_one_with_a_key_takes_its_place() {
    let found = compression(&[], &[]).unwrap();
    let own = found.input_hash.clone().unwrap();
    let asked = |entry: ReportEntry| {
        let report = report(&ReportQuestion::new("2026-03-31".parse().unwrap()).with(entry));
        (report.sections[0].input_hash.clone().unwrap(), serde_json::to_string(&report.sections).unwrap())
    };
    assert_eq!(asked(ReportEntry::new("c", found.clone())).0, own);
    let (hash, written) = asked(ReportEntry::new("c", found).hashed("with a key"));
    assert_eq!((hash.as_str(), written.contains(&own)), ("with a key", false));
}
