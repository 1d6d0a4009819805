//! What reads documents about fairness.

use alumni_core::fairness::{
    LocalLaw144, OfferCohort, PublicationQuestion, ReportQuestion, RulePack, Standard, TableOptions,
    ThresholdOptions, publish, report,
};
use alumni_core::text::Lang;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::text;

/// What was read comes out as it went in.
fn same<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let json = serde_json::to_string(value).expect("a document is JSON");
    assert_eq!(serde_json::from_str::<T>(&json).as_ref().ok(), Some(value), "{json}");
}

/// Every document is read or refused, and what can be computed from it is computed or refused.
pub(crate) fn fairness(data: &[u8]) {
    let Some(text) = text(data) else { return };
    if let Ok(standard) = Standard::parse(text) {
        same(&standard);
        let _ = standard.selection([("a", 30, 10), ("b", 20, 12), ("external", 9, 3)]);
    }
    if let Ok(options) = TableOptions::parse(text) {
        same(&options);
    }
    if let Ok(options) = ThresholdOptions::from_json(text) {
        same(&options);
    }
    if let Ok(pack) = RulePack::parse(text) {
        same(&pack);
    }
    if let Ok(cohort) = OfferCohort::parse(text) {
        let _ = cohort.headroom(&serde_json::from_str("{}").expect("a candidate"));
    }
    if let Ok(tables) = LocalLaw144::parse(text) {
        same(&tables);
        assert!(Lang::ALL.iter().all(|lang| !tables.markdown(*lang).is_empty()));
    }
    if let Ok(question) = PublicationQuestion::from_json(text) {
        same(&question);
        if let Ok(published) = publish(&question) {
            same(&published);
            let rows = published.tables.iter().flat_map(|table| &table.rows);
            assert!(rows.clone().all(|row| row.considered.is_some() == row.selected.is_some()));
            if published.considered.is_none() {
                assert!(rows.clone().all(|row| row.considered.is_none() && row.ratio_band.is_none()));
            }
            assert!(Lang::ALL.iter().all(|lang| !published.text(*lang).is_empty()));
        }
    }
    if let Ok(question) = ReportQuestion::from_json(text)
        && let Ok(found) = report(&question)
    {
        same(&found);
        assert!(Lang::ALL.iter().all(|lang| found.markdown(*lang).ends_with('\n')));
    }
}
