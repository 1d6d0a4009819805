//! Where recipients are, known once.

use std::collections::BTreeMap;

use alumni_core::ErrorKind;
use alumni_core::consent::{
    Directory, Ledger, Propagation, PropagationRules, Question, RetentionRule, UseFindingKind, Verdict,
};
use chrono::{DateTime, Utc};

/// A yes for the directory whose notice says that data goes nowhere abroad.
const LEDGER: &str = r#"{
    "purposes": [{"id": "work", "title": "Employer", "legal_basis": "consent", "class": "directory", "channels": []}],
    "notices": [{"id": "n", "version": 1, "purposes": ["work"], "text": {"en": "Other alumni see your employer."},
                 "recipients": [{"id": "all_alumni", "role": "third_party"}], "transfers": []}],
    "packs": ["jp-appi"], "regimes": {"everyone": ["jp"]},
    "events": [
        {"source": "f", "id": "1", "subject": "w", "purpose": "work", "kind": "notice_shown", "notice": {"id": "n", "version": 1},
         "occurred_at": "2026-03-01T00:00:00Z", "received_at": "2026-03-01T00:00:00Z"},
        {"source": "f", "id": "2", "subject": "w", "purpose": "work", "kind": "given", "notice": {"id": "n", "version": 1},
         "recipient": "all_alumni", "employment_state": "former",
         "occurred_at": "2026-03-01T00:00:00Z", "received_at": "2026-03-01T00:00:00Z"}]}"#;

fn ledger() -> Ledger {
    Ledger::from_json(LEDGER).unwrap()
}

fn at(day: &str) -> DateTime<Utc> {
    format!("{day}T00:00:00Z").parse().unwrap()
}

fn directory(country: &str) -> Directory {
    let fields = r#""fields": [{"id": "employer", "title": "Employer", "purpose": "work"}]"#;
    Directory::parse(&format!(r#"{{"provided_by": "operator", {country} {fields}}}"#)).unwrap()
}

fn register() -> Propagation {
    let rules = r#"{"id": "d", "version": 1, "house_deadline": {"days": 3},
        "systems": [{"id": "site", "title": "Directory", "recipient": "all_alumni"}]}"#;
    Propagation::new(serde_json::from_str::<PropagationRules>(rules).unwrap()).unwrap()
}

#[test]
fn what_the_ledger_knows_reaches_whatever_asks_about_a_recipient() {
    let (ours, unknown) = (ledger().with_recipient_countries([("all_alumni", "JP")]).unwrap(), ledger());
    let question = Question::new("w", "work", None, at("2026-05-01")).recipient("all_alumni");
    let seen = |of: &Ledger| {
        let verdict = of.may(&question).unwrap().verdict;
        let visible =
            of.visible("w", at("2026-01-01"), at("2026-06-01"), &BTreeMap::new(), None).unwrap().len();
        let matrix = of.directory(&directory(""), "w", at("2026-05-01"), None).unwrap();
        let mut register = register();
        register.take_provisions(&directory(""), &matrix).unwrap();
        let stays = of.withdrawal_receipt(&register, "w", "r", at("2026-06-01")).unwrap().stays.len();
        let lanes = of.timeline("w", at("2026-06-01"), None).unwrap().lanes;
        let last = lanes
            .iter()
            .filter(|lane| lane.recipient.is_some())
            .map(|lane| lane.spans.last().unwrap().verdict);
        (verdict, visible, matrix.provisions.len(), stays, last.collect::<Vec<_>>())
    };
    assert_eq!(seen(&ours), (Verdict::Allowed, 1, 1, 1, vec![Verdict::Allowed]));
    assert_eq!(seen(&unknown), (Verdict::Denied, 0, 0, 0, vec![Verdict::Denied]));
    // The question is told as it was asked, and the country that it names is preferred.
    assert_eq!(ours.may(&question).unwrap().question.country, None);
    assert_eq!(ours.may(&question.clone().country("TH")).unwrap().verdict, Verdict::Denied);
    assert_eq!(ours.state_hash(), unknown.state_hash());
}

#[test]
fn what_a_directory_provides_is_where_the_directory_says() {
    let (ledger, home) = (ledger(), directory(r#""country": "JP","#));
    let matrix = ledger.directory(&home, "w", at("2026-05-01"), None).unwrap();
    let mut register = register();
    // Taken before the country was known, and again with it: one use.
    register.take_provisions(&directory(""), &matrix).unwrap();
    let found = ledger.propagation(&register, at("2026-06-01"), None).unwrap().findings;
    assert_eq!(found.iter().map(|of| of.kind).collect::<Vec<_>>(), [UseFindingKind::WithoutPermission]);
    assert_eq!(register.take_provisions(&home, &matrix).unwrap().duplicates, 1);
    assert_eq!(register.take_provisions(&directory(""), &matrix).unwrap().duplicates, 1);
    assert_eq!(register.uses().next().unwrap().country.as_deref(), Some("JP"));
    assert!(ledger.propagation(&register, at("2026-06-01"), None).unwrap().findings.is_empty());
    let moved = register.take_provisions(&directory(r#""country": "TH","#), &matrix).unwrap_err();
    assert_eq!((moved.kind(), moved.path()), (ErrorKind::Inconsistent, "uses[0]"));
}

#[test]
fn nothing_is_due_for_want_of_a_country() {
    let rule = [RetentionRule::new("work", "1 day".parse().unwrap())];
    let due = |ledger: Ledger| ledger.retention_due(at("2026-06-01"), &rule).unwrap().len();
    assert_eq!(due(ledger()), 0);
    assert_eq!(due(ledger().with_recipient_countries([("all_alumni", "JP")]).unwrap()), 0);
    assert_eq!(due(ledger().with_recipient_countries([("all_alumni", "TH")]).unwrap()), 1);
}

#[test]
fn where_recipients_are_is_read_back_and_checked() {
    let known = ledger().with_recipient_countries([("partner", "US"), ("all_alumni", "JP")]).unwrap();
    let text = serde_json::to_string(&known).unwrap();
    let read = Ledger::from_json(&text).unwrap();
    assert_eq!(read.recipient_countries(), known.recipient_countries());
    assert!(!serde_json::to_string(&ledger()).unwrap().contains("recipient_countries"));
    let refused = |countries: &[(&str, &str)]| {
        let error = ledger().with_recipient_countries(countries.iter().copied()).unwrap_err();
        (error.kind(), error.path().to_owned())
    };
    let place = "recipient_countries.all_alumni".to_owned();
    assert_eq!(refused(&[("all_alumni", "JP"), ("all_alumni", "JP")]), (ErrorKind::Duplicate, place.clone()));
    assert_eq!(refused(&[("all_alumni", "Japan")]), (ErrorKind::Syntax, place));
    assert_eq!(refused(&[(" ", "JP")]), (ErrorKind::Syntax, "recipient_countries".to_owned()));
    let twice = LEDGER.replacen('{', r#"{"recipient_countries": {"a": "JP", "a": "US"}, "#, 1);
    assert_eq!(Ledger::from_json(&twice).unwrap_err().kind(), ErrorKind::Duplicate);
}
