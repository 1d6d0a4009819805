//! Whole populations: who may be reached for which purpose, and what blocks the rest.

use alumni_core::calendar::Period;
use alumni_core::consent::{
    Channel, Event, EventKind, Ledger, LegalBasis, Notice, Purpose, Question, Verdict,
};
use alumni_core::text::{Lang, Localized};
use chrono::{DateTime, Utc};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// 200 members, of whom 150 agreed on 2022-11-15 in Japan for two years, 12 withdrew on 2023-06-01 and 5 renewed.
///
/// Source: user story D3 of the domain study, in which 133 = 150 − 12 − 5 lapse on 2024-11-15, midnight in Japan.
fn members() -> Ledger {
    let newsletter =
        Purpose::new("newsletter", Localized::new("Newsletter", "ニュースレター"), LegalBasis::Consent)
            .valid_for(Period::months(24))
            .channels([Channel::Email]);
    let study = Purpose::new("study", Localized::same("Study"), LegalBasis::LegitimateInterest);
    let notice = Notice::new("n", 1, ["newsletter"]).text("ja", "ニュースレターをお送りします。");
    let mut ledger = Ledger::new([newsletter, study], [notice]).unwrap();
    let event = |id: String, n: usize, kind, at: &str| {
        Event::new("form", id, format!("w-{n:03}"), "newsletter", kind, at.parse().unwrap())
    };
    let asked =
        (0..200).map(|n| event(format!("a{n}"), n, EventKind::Requested, "2022-11-01T00:00:00+09:00"));
    let given = (0..150)
        .map(|n| event(format!("g{n}"), n, EventKind::Given, "2022-11-15T00:00:00+09:00").notice("n", 1));
    let withdrawn =
        (0..12).map(|n| event(format!("w{n}"), n, EventKind::Withdrawn, "2023-06-01T12:00:00+09:00"));
    let renewed = (20..25)
        .map(|n| event(format!("r{n}"), n, EventKind::Renewed, "2024-10-01T12:00:00+09:00").notice("n", 1));
    let extended = ledger.extend(asked.chain(given).chain(withdrawn).chain(renewed)).unwrap();
    assert_eq!((extended.added, extended.duplicates), (367, 0));
    ledger
}

#[test]
fn of_150_who_agreed_133_lapse_at_midnight_in_japan() {
    let ledger = members();
    let counts = |when: &str| {
        let summary = ledger.summary("newsletter", Some(Channel::Email), at(when)).unwrap();
        let reasons =
            summary.reasons.iter().map(|reason| (reason.code.clone(), reason.count)).collect::<Vec<_>>();
        (summary.allowed, summary.denied, reasons)
    };
    let reason = |code: &str, count| (code.to_owned(), count);
    let (allowed, denied, reasons) = counts("2024-11-14T14:59:59Z");
    assert_eq!((allowed, denied), (138, 62));
    assert_eq!(
        reasons,
        [
            reason("consent-given", 133),
            reason("consent-renewed", 5),
            reason("consent-requested", 50),
            reason("consent-withdrawn", 12)
        ]
    );
    let (allowed, denied, reasons) = counts("2024-11-14T15:00:00Z");
    assert_eq!((allowed, denied), (5, 195));
    assert!(reasons.contains(&reason("consent-expired", 133)));
}

#[test]
fn an_answer_reads_as_a_sentence_in_both_languages() {
    let ledger = members();
    let now = at("2025-01-01T00:00:00Z");
    let answer =
        |subject: &str| ledger.may(&Question::new(subject, "newsletter", Channel::Email, now)).unwrap();
    assert_eq!(answer("w-003").to_string(), "Denied: withdrawn on 2023-06-01 (event w3)");
    assert_eq!(answer("w-003").text(Lang::Ja), "不可：2023年6月1日に撤回されています（記録w3）");
    assert_eq!(
        answer("w-021").to_string(),
        "Allowed: renewed on 2024-10-01 under notice n version 1 (event r21)"
    );
    assert_eq!(answer("w-100").to_string(), "Denied: expired on 2024-11-14 (event g100)");
    assert_eq!(
        answer("w-199").text(Lang::Ja),
        "不可：2022年10月31日に同意を求めましたが、まだ意思表示がありません（記録a199）"
    );
    assert_eq!(answer("nobody").to_string(), "Denied: never asked");
    assert_eq!(answer("w-021").valid_until, Some(at("2026-10-01T03:00:00Z")));
}

#[test]
fn those_the_ledger_never_heard_of_are_permitted_only_without_consent() {
    let ledger = members();
    let now = at("2025-01-01T00:00:00Z");
    let permitted =
        |purpose: &str| ledger.permitted_among(["w-021", "w-100", "w-900"], purpose, now).unwrap();
    assert_eq!(permitted("newsletter").into_iter().collect::<Vec<_>>(), ["w-021"]);
    assert_eq!(permitted("study").len(), 3);
    assert_eq!(ledger.permitted("newsletter", now).unwrap().len(), 5);
    let summary = ledger.summary_among(["w-021", "w-900"], "newsletter", None, now).unwrap();
    assert_eq!((summary.subjects, summary.allowed), (2, 1));
    assert_eq!(summary.reasons[1].verdict, Verdict::Denied);
    assert_eq!(summary.reasons[1].text(Lang::Ja), "同意を求めていない");
    assert!(ledger.permitted_among([], "news", now).is_err());
}

#[test]
fn a_ledger_can_be_asked_from_several_threads() {
    fn shareable<T: Send + Sync>(_: &T) {}
    shareable(&members());
}
