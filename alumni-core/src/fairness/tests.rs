//! Whole reports, against counts and tables that come from elsewhere.

use super::*;
use crate::Lang;

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

#[test]
fn a_standard_reads_from_toml_and_from_json() {
    let text = "id = \"x\"\nversion = 1\neffective_from = \"2026-04-01\"\nthreshold = \"4/5\"\n";
    let standard: Standard = Standard::parse(text).unwrap();
    assert_eq!(standard.effective_from(), chrono::NaiveDate::from_ymd_opt(2026, 4, 1));
    let json = serde_json::to_string(&standard).unwrap();
    assert_eq!(serde_json::from_str::<Standard>(&json).unwrap(), standard);
}
