//! The person's and the officer's side: what was agreed, everything on record, who could see what, what is due.

use std::collections::BTreeMap;

use alumni_core::ErrorKind;
use alumni_core::consent::{
    AccessExport, AccessOptions, Agreed, Channel, Event, EventKind, Ledger, Notice, Question, RetentionRule,
    Status,
};
use alumni_core::text::Lang;
use proptest::prelude::*;

use super::{day, ledger, whole};

fn event(id: &str, kind: EventKind, n: i64) -> Event {
    Event::new("s", id, "w", "jobs", kind, day(n).fixed_offset())
}

fn shared(id: &str, recipient: &str, kind: EventKind, n: i64) -> Event {
    let mut event = event(id, kind, n);
    event.recipient = Some(recipient.into());
    if kind == EventKind::Given { event.notice("n", 1) } else { event }
}

fn with(events: impl IntoIterator<Item = Event>) -> Ledger {
    let mut ledger = ledger();
    ledger.extend(events).unwrap();
    ledger
}

#[test]
fn the_text_shown_is_that_of_the_version_agreed_to() {
    let ledger = with([
        event("1", EventKind::Given, 1).notice("n", 1),
        event("2", EventKind::NoticeShown, 70).notice("n", 2),
    ]);
    let shown = |n: i64| {
        let agreed = ledger.agreed("w", day(n).fixed_offset(), None).unwrap();
        let texts: Vec<_> = agreed.purposes[0].shown.iter().map(|shown| shown.text["en"].clone()).collect();
        (agreed.purposes[0].status, texts)
    };
    assert_eq!(shown(0), (Status::Unknown, vec![]));
    assert_eq!(shown(30), (Status::Given, vec!["Text 1.".to_owned()]));
    assert_eq!(shown(80), (Status::Expired, vec!["Text 1.".to_owned(), "Text 2.".to_owned()]));
    let agreed = ledger.agreed("w", day(30).fixed_offset(), None).unwrap();
    let hash = ledger.notices().next().map(Notice::hash);
    assert_eq!(agreed.purposes[0].shown[0].hash, hash);
    assert_eq!(agreed.purposes[0].shown[0].event.id, "1");
    for lang in Lang::ALL {
        assert!(agreed.text(lang).contains(&hash.clone().unwrap()));
    }
}

#[test]
fn a_text_that_differs_from_the_one_on_file_is_not_shown_as_what_was_seen() {
    let mut yes = event("1", EventKind::Given, 1).notice("n", 1);
    yes.notice.as_mut().unwrap().hash = Some("AB".repeat(32));
    let agreed = with([yes]).agreed("w", day(30).fixed_offset(), None).unwrap();
    let shown = &agreed.purposes[0].shown[0];
    assert!(shown.text.is_empty());
    assert_eq!(shown.hash, Some("ab".repeat(32)));
}

#[test]
fn what_was_known_then_and_what_is_known_now_are_both_answered() {
    let late = event("2", EventKind::Withdrawn, 20).received_at(day(40));
    let ledger = with([event("1", EventKind::Given, 1).notice("n", 1), late]);
    let status = |known| ledger.agreed("w", day(30).fixed_offset(), known).unwrap().purposes[0].status;
    assert_eq!((status(Some(day(30))), status(None)), (Status::Given, Status::Withdrawn));
}

#[test]
fn who_could_see_what_begins_and_ends_with_the_events() {
    let ledger = with([
        shared("1", "all-alumni", EventKind::Given, 10),
        shared("2", "recruiters", EventKind::Given, 5),
        shared("3", "recruiters", EventKind::Withdrawn, 20),
        event("4", EventKind::Withdrawn, 40),
    ]);
    let fields: BTreeMap<_, _> = [("jobs".to_owned(), vec!["name".to_owned(), "title".to_owned()])].into();
    let visible = ledger.visible("w", day(0), day(100), &fields, None).unwrap();
    let found: Vec<_> =
        visible.iter().map(|found| (found.recipient.as_str(), found.since, found.until)).collect();
    assert_eq!(found, [("all-alumni", day(10), day(40)), ("recruiters", day(5), day(20))]);
    assert_eq!(visible[0].fields, ["name", "title"]);
    assert_eq!(visible[0].evidence[0].id, "1");
    // Within a window, what lies outside is cut off.
    let within = ledger.visible("w", day(15), day(18), &fields, None).unwrap();
    assert_eq!(
        within.iter().map(|found| (found.since, found.until)).collect::<Vec<_>>(),
        [(day(15), day(18)); 2]
    );
    let error = ledger.visible("w", day(15), day(15), &fields, None).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::OutOfRange, "until"));
    let error = ledger.visible("w", day(0), day(1), &[("job".to_owned(), vec![])].into(), None).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownName);
}

#[test]
fn other_people_are_found_in_whichever_letters_they_are_written() {
    let others = [
        "Taro.Yamada@example.com",
        "Ito-A7",
        "j.müller",
        "がんばろう-7",
        "ヤマダ花子",
        "w-0632",
        "W-1",
        "w-1",
    ];
    let told = [
        ("introduced by taro.yamada@example.com", "introduced by redacted"),
        ("TARO.YAMADA@EXAMPLE.COM", "redacted"),
        ("scan/ito-a7.pdf", "scan/redacted.pdf"),
        ("Ｉｔｏ－Ａ７さん", "redactedさん"),
        ("heard from J.MÜLLER", "heard from redacted"),
        ("j.mu\u{308}ller said so", "redacted said so"),
        ("heard from j.muller", "heard from j.muller"),
        // As macOS names files.
        ("か\u{3099}んは\u{3099}ろう-7の紹介", "redactedの紹介"),
        ("スキャン/ヤマタ\u{3099}花子.pdf", "スキャン/redacted.pdf"),
        (
            "か\u{3099}くせい\u{200b}、w-\u{200b}0632\u{200b}より",
            "か\u{3099}くせい\u{200b}、redacted\u{200b}より",
        ),
        ("by W‐1 and w-1", "by redacted and redacted"),
        ("by me, ＭＥ, Me", "by me, ＭＥ, Me"),
        ("by 佐藤 and Ｓａｔｏ", "by redacted and redacted"),
    ];
    let of = |id: String, subject: &str| {
        Event::new("s", id, subject, "jobs", EventKind::Refused, day(1).fixed_offset())
    };
    let others = (0..).zip(others).map(|(n, subject)| of(format!("o{n}"), subject));
    let mut ledger = with(others);
    for (n, (text, _)) in (0..).zip(told) {
        let mut event = of(format!("e{n:02}"), "me");
        event.evidence_ref = Some(text.to_owned());
        ledger.extend([event]).unwrap();
    }
    let mut shared = of("r".to_owned(), "me");
    shared.recipient = Some("taro.yamada@EXAMPLE.com".to_owned());
    ledger.extend([shared]).unwrap();
    let mut options = AccessOptions::new(day(9).fixed_offset());
    options.redact = vec!["佐藤".to_owned(), "SATO".to_owned(), "\u{200b}".to_owned()];
    let export = ledger.access("me", &options).unwrap();
    for (event, (text, expected)) in export.events.iter().zip(told) {
        assert_eq!(event.evidence_ref.as_deref(), Some(expected), "{text}");
    }
    assert_eq!(export.events.last().unwrap().recipient.as_deref(), Some("redacted"));
    assert_eq!(export.redacted, 12, "thirteen texts but two, and a recipient");
}

proptest! {
    #[test]
    fn at_every_instant_visible_says_what_may_says(
        steps in prop::collection::vec((prop::sample::select(EventKind::ALL), 0..80i64, prop::option::of(prop::sample::select(vec!["a", "b"]))), 1..10),
        asked in 0..90i64,
    ) {
        let events = (0..).zip(steps).map(|(n, (kind, at, recipient))| {
            let mut event = event(&format!("e{n}"), kind, at).notice("n", 1);
            event.recipient = recipient.map(str::to_owned);
            whole(event, n)
        });
        let ledger = with(events);
        let visible = ledger.visible("w", day(0), day(100), &BTreeMap::new(), None).unwrap();
        for recipient in ["a", "b"] {
            let question = Question::new("w", "jobs", None, day(asked)).recipient(recipient);
            let seen = visible.iter().any(|found| {
                found.recipient == recipient && found.since <= day(asked) && day(asked) < found.until
            });
            prop_assert_eq!(seen, ledger.may(&question).unwrap().is_allowed());
        }
    }
}

#[test]
fn others_are_redacted_however_they_are_written() {
    let mut evidence = event("1", EventKind::Given, 1).notice("n", 1);
    evidence.evidence_ref = Some("https://crm/ticket?person=V&by=SATO#v|W|satoshi; v2".into());
    evidence.valid_until_event = Some("Sato leaves".into());
    let other = Event::new("s", "9", "v", "jobs", EventKind::Given, day(1).fixed_offset()).notice("n", 1);
    // Another person whose id differs from the own one by a capital letter alone.
    let double = Event::new("s", "8", "W", "jobs", EventKind::Given, day(1).fixed_offset()).notice("n", 1);
    let mut options = AccessOptions::new(day(50).fixed_offset());
    options.redact = vec!["sato".into()];
    let plain = with([evidence.clone(), other.clone()]).access("w", &options).unwrap();
    assert!(plain.events[0].evidence_ref.as_deref().unwrap().contains("|W|"), "her own id");
    let export = with([evidence, other, double]).access("w", &options).unwrap();
    let [event] = export.events.as_slice() else { panic!("one event") };
    let evidence = "https://crm/ticket?person=redacted&by=redacted#redacted|redacted|redactedshi; v2";
    assert_eq!(event.evidence_ref.as_deref(), Some(evidence));
    assert_eq!(event.valid_until_event.as_deref(), Some("redacted leaves"));
    assert_eq!((export.redacted, event.source.as_str(), event.id.as_str()), (2, "s", "1"));
}

#[test]
fn ids_of_others_are_found_in_japanese_and_in_names_of_files() {
    let other =
        Event::new("s", "9", "w-0632", "jobs", EventKind::Given, day(1).fixed_offset()).notice("n", 1);
    let short = Event::new("s", "8", "1", "jobs", EventKind::Given, day(1).fixed_offset()).notice("n", 1);
    for (text, expected) in [
        ("w-0632の紹介", "redactedの紹介"),
        ("w-0632さん", "redactedさん"),
        ("友人w-0632より", "友人redactedより"),
        ("ｗ－０６３２の紹介", "redactedの紹介"),
        ("w-0632.pdf", "redacted.pdf"),
        ("form_w-0632_2024", "form_redacted_2024"),
        ("mailto:w-0632@example.com", "mailto:redacted@example.com"),
        ("w-06321と2024/1/5、1月1日 11:1", "w-06321と2024/1/5、1月1日 11:1"),
        ("wの紹介、1さん", "wの紹介、redactedさん"),
    ] {
        let mut evidence = event("1", EventKind::Given, 1).notice("n", 1);
        evidence.evidence_ref = Some(text.into());
        let ledger = with([evidence, other.clone(), short.clone()]);
        let export = ledger.access("w", &AccessOptions::new(day(50).fixed_offset())).unwrap();
        assert_eq!(export.events[0].evidence_ref.as_deref(), Some(expected));
        assert_eq!(export.redacted, usize::from(text != expected), "{text}");
    }
}

#[test]
fn an_export_has_everything_of_one_person_and_nothing_of_another() {
    let mut scanned = event("1", EventKind::Given, 1).notice("n", 1);
    scanned.evidence_ref = Some("scan by 佐藤, with v (page 2)".into());
    let other = Event::new("s", "9", "v", "jobs", EventKind::Given, day(1).fixed_offset()).notice("n", 1);
    let late = event("5", EventKind::Withdrawn, 20).received_at(day(60));
    let ledger = with([
        scanned,
        shared("2", "v", EventKind::Given, 3),
        shared("3", "group:a", EventKind::Given, 4),
        other,
        late,
    ]);
    let mut options = AccessOptions::new(day(50).fixed_offset());
    options.redact = vec!["佐藤".into()];
    let export = ledger.access("w", &options).unwrap();
    assert_eq!(export.events.len(), 3, "what became known later is not in it");
    assert_eq!(export.redacted, 2);
    let json = serde_json::to_string(&export).unwrap();
    assert!(json.contains("scan by redacted, with redacted (page 2)"), "{json}");
    assert!(json.contains("group:a") && !json.contains("\"v\"") && !json.contains("佐藤"));
    assert_eq!(serde_json::from_str::<AccessExport>(&json).unwrap(), export);
    for lang in Lang::ALL {
        let page = export.page(lang);
        let text = page.markdown();
        assert!(text.contains("group:a") && text.contains("Text 1.") && !text.contains("佐藤"), "{text}");
        let withheld = if lang == Lang::Ja {
            "scan by 非開示, with 非開示"
        } else {
            "scan by redacted, with redacted"
        };
        assert!(text.contains(withheld) && (lang == Lang::En || !text.contains("redacted")), "{text}");
        assert!(!text.contains("consent-"), "{text}");
        assert!(page.html().starts_with("<!DOCTYPE html>"));
    }
    let nobody = ledger.access("x", &options).unwrap();
    assert!(nobody.events.is_empty() && nobody.visible.is_empty());
    let agreed = ledger.agreed("w", day(50).fixed_offset(), None).unwrap();
    assert_eq!(serde_json::from_str::<Agreed>(&serde_json::to_string(&agreed).unwrap()).unwrap(), agreed);
}

#[test]
fn data_is_due_once_nothing_permits_it_for_the_length_of_the_rule() {
    let rule = |text: &str| RetentionRule::new("jobs", text.parse().unwrap());
    let ledger = with([
        event("1", EventKind::Given, 1).notice("n", 1),
        event("2", EventKind::Withdrawn, 20),
        event("3", EventKind::Requested, 30),
    ]);
    let due = |n: i64, rule: RetentionRule| {
        let due = ledger.retention_due(day(n), &[rule]).unwrap();
        due.first().map(|due| (due.since, due.due_at))
    };
    assert_eq!(due(29, rule("10 days")), None);
    assert_eq!(due(30, rule("10 days")), Some((day(20), day(30))));
    assert_eq!(due(39, rule("10 days").from_last_event()), None);
    assert_eq!(due(40, rule("10 days").from_last_event()), Some((day(30), day(40))));
    // Expiry ends a permission too, and a channel that is still allowed keeps the data.
    let mut short = event("1", EventKind::Given, 1).notice("n", 1);
    short.valid_until = Some(day(10));
    let expired = with([short.clone()]);
    assert_eq!(expired.retention_due(day(21), &[rule("10 days")]).unwrap()[0].since, day(10));
    let by_mail = event("2", EventKind::Given, 2).notice("n", 1).channel(Channel::Email);
    assert_eq!(with([short, by_mail]).retention_due(day(21), &[rule("10 days")]).unwrap(), []);
    let error = ledger.retention_due(day(1), &[rule("1 day"), rule("2 days")]).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Duplicate, "rules[1].purpose"));
}
