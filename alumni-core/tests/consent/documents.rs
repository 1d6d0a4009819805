//! Documents and spreadsheets, right and wrong.

use alumni_core::ErrorKind;
use alumni_core::consent::{
    Actor, Channel, EmploymentState, Event, EventKind, Ledger, Method, Notice, Purpose, Question,
    events_from_csv, events_from_json,
};
use serde::Deserialize;

use super::{day, ledger};

/// As a programme embeds them.
#[derive(Deserialize)]
struct Programme {
    purposes: Vec<Purpose>,
    notices: Vec<Notice>,
}

#[test]
fn purposes_and_notices_are_read_from_toml() {
    let programme: Programme = toml::from_str(
        r#"
        [[purposes]]
        id = "newsletter"
        title = { en = "Newsletter", ja = "ニュースレター" }
        legal_basis = "consent"
        valid_for = "2 years"
        channels = ["email", "in_app"]

        [[notices]]
        id = "alumni"
        version = 3
        purposes = ["newsletter"]
        text = { ja = "ニュースレターをお送りします。" }
        effective_from = 2026-04-01T00:00:00+09:00
        material = true
        "#,
    )
    .unwrap();
    let notice = &programme.notices[0];
    assert_eq!(notice.effective_from, Some("2026-03-31T15:00:00Z".parse().unwrap()));
    assert!(programme.purposes[0].allows(Channel::InApp) && !programme.purposes[0].allows(Channel::Sms));
    let json = serde_json::to_string(notice).unwrap();
    assert_eq!(&serde_json::from_str::<Notice>(&json).unwrap(), notice);
    Ledger::new(programme.purposes, programme.notices).unwrap();

    for day in ["2026-04-01", "2026-04-01T00:00:00", "\"2026-04-01T00:00:00\""] {
        let text = format!(
            "id = \"a\"\nversion = 1\npurposes = []\ntext = {{ en = \"x\" }}\neffective_from = {day}"
        );
        let error = toml::from_str::<Notice>(&text).unwrap_err();
        assert!(error.message().contains("offset"), "{day}: {error}");
    }
}

#[test]
fn a_local_time_is_refused_and_an_unknown_field_too() {
    let with = |at: &str, more: &str| {
        format!(
            r#"[{{"source": "s", "id": "e", "subject": "w", "purpose": "jobs", "kind": "given",
                "occurred_at": "{at}", "received_at": "2024-01-01T00:00:00Z"{more}}}]"#
        )
    };
    assert_eq!(events_from_json(&with("2024-01-01T00:00:00+09:00", "")).unwrap().len(), 1);
    for at in [
        "2024-01-01T00:00:00",
        "2024-01-01",
        "2024-01-01T25:00:00Z",
        "2016-12-31T23:59:60Z",
        "0000-01-01T00:00:00Z",
    ] {
        let error = events_from_json(&with(at, "")).unwrap_err();
        assert!(error.message().contains("expected an instant"), "{at}: {error}");
        assert!(!error.message().contains(at), "a person's facts are not quoted: {error}");
    }
    for at in ["2025-02-30T00:00:00Z", "2025-13-01T00:00:00Z", "2024-01-01T25:00:00Z"] {
        let error = events_from_json(&with(at, "")).unwrap_err();
        assert!(error.message().contains("on a day and at a time that exist"), "{at}: {error}");
    }
    let error = events_from_json(&with("2024-01-01T00:00:00Z", r#", "chanel": "email""#)).unwrap_err();
    assert!(error.message().contains("`chanel`"), "{error}");
    let error = Question::from_json(r#"{"subject": "w", "purpose": "jobs", "at": "today"}"#).unwrap_err();
    assert!(error.path().starts_with("1:"), "{error}");
}

#[test]
fn a_spreadsheet_says_what_json_says() {
    let csv = "\u{feff}id,source,subject,kind,purpose,occurred_at,received_at,valid_until,valid_for,notice_id,notice_version,\
               notice_hash,channel,recipient,actor,method,employment_state,evidence_ref,imported\r\n\
               e1,form,w-1,given,jobs,2024-04-01T09:00:00+09:00,2024-04-01T00:00:01Z,2026-01-01T00:00:00Z,2 years,n,1,\
               ab,email,group:a,subject,paper,notice_period,\"scan, page 2\",true\r\n\
               \r\n\
               e2,form,w-1,withdrawn,jobs,2024-05-01T09:00:00+09:00,2024-05-01T00:00:01Z,,,,,,,,,,,,\r\n";
    let events = events_from_csv(csv).unwrap();
    let mut expected: Event = serde_json::from_str(
        r#"{"source": "form", "id": "e1", "subject": "w-1", "purpose": "jobs", "kind": "given", "channel": "email",
            "recipient": "group:a", "occurred_at": "2024-04-01T09:00:00+09:00", "received_at": "2024-04-01T00:00:01Z",
            "valid_until": "2026-01-01T00:00:00Z", "valid_for": "P2Y", "notice": {"id": "n", "version": 1, "hash": "ab"}}"#,
    )
    .unwrap();
    expected.actor = Actor::Subject;
    expected.method = Some(Method::Paper);
    expected.employment_state = Some(EmploymentState::NoticePeriod);
    expected.evidence_ref = Some("scan, page 2".into());
    expected.imported = true;
    assert_eq!(events[0], expected);
    assert_eq!((events[1].kind, events[1].actor), (EventKind::Withdrawn, Actor::Subject));
    assert_eq!(events[1].channel, None);
}

#[test]
fn a_spreadsheet_says_when_a_yes_ends() {
    let header = "source,id,subject,purpose,kind,occurred_at,received_at,valid_until_event,valid_uses,endless,happening";
    let row = |kind: &str, ends: &str| {
        events_from_csv(&format!(
            "{header}\nhr,1,w,jobs,{kind},2024-04-01T09:00:00Z,2024-04-01T09:00:00Z,{ends}\n"
        ))
    };
    let yes = row("given", "contract_ended,3,,").unwrap().remove(0);
    assert_eq!((yes.valid_until_event.as_deref(), yes.valid_uses), (Some("contract_ended"), Some(3)));
    assert!(row("given", ",,true,").unwrap()[0].endless);
    let end = row("happened", ",,,contract_ended").unwrap().remove(0);
    assert_eq!((end.kind, end.happening.as_deref()), (EventKind::Happened, Some("contract_ended")));
    assert_eq!(row("used", ",,,").unwrap()[0].kind, EventKind::Used);
    let header = header.replace("happening", "time_untrusted");
    let told = events_from_csv(&format!(
        "{header}\nhr,1,w,jobs,used,2024-04-01T09:00:00Z,2024-04-01T09:00:00Z,,,,true\n"
    ));
    assert!(told.unwrap()[0].time_untrusted);
    for (kind, ends, place) in [
        ("given", ",three,,", "column 9 (valid_uses)"),
        ("given", ",0,,", "column 9 (valid_uses)"),
        ("given", ",3,true,", "column 10 (endless)"),
        ("withdrawn", "contract_ended,,,", "column 8 (valid_until_event)"),
        ("happened", ",,,", "column 11 (happening)"),
    ] {
        let error = row(kind, ends).unwrap_err();
        assert_eq!(error.path(), format!("consent_events.csv: line 2, {place}"), "{error}");
    }
}

#[test]
fn an_error_in_a_spreadsheet_names_line_and_column() {
    let header =
        "source,id,subject,purpose,kind,occurred_at,received_at,valid_until,notice_id,notice_version,channel";
    let good = "form,e1,w-1,jobs,given,2024-04-01T09:00:00Z,2024-04-01T09:00:00Z,,n,1,email";
    let error = |row: &str| events_from_csv(&format!("{header}\n{good}\n{row}\n")).unwrap_err();
    for (row, kind, path, message) in [
        (
            good.replace("2024-04-01T09:00:00Z,2024", "1 April,2024"),
            ErrorKind::Syntax,
            "line 3, column 6 (occurred_at)",
            "offset",
        ),
        (good.replace(",given,", ",givne,"), ErrorKind::UnknownName, "line 3, column 5 (kind)", "`given`"),
        (
            good.replace(",given,", ",expired,"),
            ErrorKind::UnknownName,
            "line 3, column 5 (kind)",
            "not recorded",
        ),
        (good.replace("form,e1", "form,"), ErrorKind::Missing, "line 3, column 2 (id)", "expected a value"),
        (
            good.replace(",n,1,", ",n,one,"),
            ErrorKind::WrongType,
            "line 3, column 10 (notice_version)",
            "version",
        ),
        (good.replace(",n,1,", ",n,,"), ErrorKind::Missing, "line 3, column 10 (notice_version)", "version"),
        (good.replace(",n,1,", ",,1,"), ErrorKind::Missing, "line 3, column 9 (notice_id)", "id"),
        (good.replace(",email", ",fax"), ErrorKind::UnknownName, "line 3, column 11 (channel)", "`postal`"),
        (
            good.replace("Z,,n", "Z,2023-01-01T00:00:00Z,n"),
            ErrorKind::Inconsistent,
            "line 3, column 8 (valid_until)",
            "after",
        ),
        (good.replace(",email", ""), ErrorKind::Syntax, "line 3", "11"),
    ] {
        let error = error(&row);
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(error.path(), format!("consent_events.csv: {path}"), "{error}");
        assert!(error.message().contains(message), "{error}");
    }
    let header = |header: &str| events_from_csv(&format!("{header}\n")).unwrap_err().to_string();
    assert!(header("source,id,subject,purpose,kind,occurred_at").contains("`received_at`"));
    let misspelt = "source,id,subject,purpose,kind,occurred_at,received_at,chanel";
    assert!(header(misspelt).contains("did you mean `channel`?"), "{}", header(misspelt));
}

#[test]
fn a_delivery_that_cannot_be_used_is_taken_not_even_in_part() {
    let event = |id: &str, purpose: &str| {
        Event::new("s", id, "w", purpose, EventKind::Given, day(0).fixed_offset()).notice("n", 1)
    };
    let mut ledger = ledger();
    ledger.extend([event("a", "jobs")]).unwrap();
    let before = ledger.state_hash();
    let error = ledger.extend([event("b", "jobs"), event("c", "job")]).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::UnknownName, "events[1].purpose"));
    assert!(error.message().contains("did you mean `jobs`? (event `c` of `s`)"), "{error}");
    let error = ledger.extend([event("b", "jobs"), event("a", "study")]).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Inconsistent, "events[1]"));
    assert_eq!(error.message(), "expected event `a` of `s` to stay as it is, found another purpose");
    assert_eq!(ledger.state_hash(), before);

    let unproven = ledger.extend([event("b", "jobs").notice("n", 9), event("c", "jobs")]).unwrap();
    assert_eq!(unproven.unproven, [event("b", "jobs").key()]);
}

#[test]
fn an_unknown_purpose_in_a_question_is_an_error_that_says_which_was_meant() {
    let question = Question::new("w", "jbos", Channel::Email, day(0));
    let error = ledger().may(&question).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::UnknownName, "purpose"));
    assert!(error.message().contains("did you mean `jobs`?"), "{error}");
}
