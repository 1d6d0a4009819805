//! The cases inside the policies that come with the library: what they leave unsaid is written down here.

use super::super::library;

/// Criteria that nothing can leave untold, or that no case can show: they ask the day alone, or whether a fact is known.
const NEVER_UNKNOWN: [(&str, &str); 4] = [
    ("confidentiality", "embargo"),
    ("open-positions", "position"),
    ("perk", "golden-week"),
    ("perk", "new-year"),
];

#[test]
fn every_policy_has_cases_that_pass_and_show_each_criterion_in_every_way() {
    for policy in library::all() {
        let (id, version) = (policy.id().to_owned(), policy.version());
        let report = policy.run_cases().unwrap();
        assert!(
            !report.cases.is_empty() && report.mutants > 0 && report.complete,
            "{id} v{version} has cases"
        );
        for case in &report.cases {
            assert!(case.differences.is_empty(), "{id} v{version}: {case:?}");
        }
        for seen in &report.coverage {
            let never = NEVER_UNKNOWN.contains(&(id.as_str(), seen.criterion.as_str()));
            assert!(seen.met > 0, "{id} v{version}: {} is met", seen.criterion);
            assert!(seen.unmet + seen.review > 0, "{id} v{version}: {} is not met", seen.criterion);
            assert_eq!(seen.unknown == 0, never, "{id} v{version}: {} cannot be told", seen.criterion);
        }
        let unnoticed: Vec<_> = report.unnoticed.iter().map(|mutant| mutant.reason().to_string()).collect();
        assert!(unnoticed.is_empty(), "{id} v{version}: {unnoticed:#?}");
    }
}
