//! Which status a record and a receipt say.

use super::*;

#[test]
fn every_name_of_the_revoked_state_is_read() {
    for name in
        ["dpv:ConsentRevoked", "dpv:ConsentTerminated", "https://w3id.org/dpv#ConsentHalted", "Halted"]
    {
        let text = format!(r#"{{"@type": "dpv:ConsentRecord", "dpv:hasConsentStatus": "{name}"}}"#);
        assert_eq!(Record::read(&text).unwrap().records[0].status(), Some(Status::Revoked), "{name}");
    }
}

#[test]
fn of_several_statuses_the_last_act_stands_and_of_equal_times_the_strictest() {
    let with = |statuses: &[(&str, &str)]| {
        let statuses: Vec<_> = statuses
            .iter()
            .map(|(name, at)| serde_json::json!({"@type": [name], "dpv:isIndicatedAtTime": at}))
            .collect();
        let record = serde_json::json!({"@type": "dpv:ConsentRecord", "dpv:hasConsentStatus": statuses});
        Record::read(&record.to_string()).unwrap().records[0].status()
    };
    let (earlier, later) = ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00-01:00");
    assert_eq!(
        with(&[("dpv:ConsentWithdrawn", later), ("dpv:ConsentGiven", earlier)]),
        Some(Status::Withdrawn)
    );
    assert_eq!(with(&[("dpv:ConsentWithdrawn", earlier), ("dpv:ConsentGiven", later)]), Some(Status::Given));
    assert_eq!(
        with(&[("dpv:ConsentWithdrawn", later), ("dpv:ConsentGiven", later)]),
        Some(Status::Withdrawn)
    );
    assert_eq!(with(&[("dpv:ConsentGiven", later), ("dpv:ConsentRequested", later)]), Some(Status::Given));
}

/// The statuses of the receipt of these events on day 20, and the ledger's own.
fn as_of_day_20(events: Vec<Event>) -> (Option<Status>, Status, Receipt) {
    let mut all = ledger();
    all.extend(events).unwrap();
    let receipt = all.receipt("w", ["jobs"], &controller(), "r-1", day(20)).unwrap();
    let state = all.state("w", "jobs", None, day(20), Some(day(20))).unwrap();
    // What was decided is all there.
    let mut restored = ledger();
    restored.extend(receipt.records()[0].restore().unwrap()).unwrap();
    assert_eq!(restored.state_hash(), all.state_hash());
    for channel in [None, Some(Channel::Email), Some(Channel::Sms)] {
        let question = Question::new("w", "jobs", channel, day(20));
        assert_eq!(restored.may(&question).unwrap(), all.may(&question).unwrap());
    }
    assert_eq!(Receipt::from_json(&receipt.to_json()).unwrap(), receipt);
    (receipt.records()[0].status(), state.status(), receipt)
}

#[test]
fn a_receipt_says_given_of_no_yes_that_does_not_stand() {
    let yes = || event("e1", EventKind::Given, 1).notice("n", 1);
    let with = |change: &dyn Fn(&mut Event)| {
        let mut yes = yes();
        change(&mut yes);
        yes
    };
    let happened = || {
        let mut left = event("e2", EventKind::Happened, 5);
        left.happening = Some("left".into());
        left
    };
    let mut late = event("e0", EventKind::Withdrawn, 0);
    late.received_at = day(2);
    let untrusted = with(&|yes| yes.time_untrusted = true);
    let again = event("e3", EventKind::Given, 9).notice("n", 1);
    for (name, events, expected) in [
        (
            "a box ticked beforehand",
            vec![with(&|yes| yes.method = Some(Method::PreTicked))],
            Status::RequestDeferred,
        ),
        ("by the company", vec![with(&|yes| yes.actor = Actor::Controller)], Status::Unknown),
        (
            "another text",
            vec![with(&|yes| yes.notice.as_mut().unwrap().hash = Some("0".repeat(64)))],
            Status::Unknown,
        ),
        ("without proof", vec![with(&|yes| yes.imported = true)], Status::Unknown),
        (
            "among severance papers",
            vec![with(&|yes| yes.bundled_with = vec![Paper::Severance])],
            Status::Unknown,
        ),
        ("dated ahead", vec![with(&|yes| yes.occurred_at = day(6).fixed_offset())], Status::Unknown),
        ("expired", vec![with(&|yes| yes.valid_until = Some(day(3)))], Status::Expired),
        (
            "used up",
            vec![with(&|yes| yes.valid_uses = Some(1)), event("e2", EventKind::Used, 5)],
            Status::Expired,
        ),
        (
            "happened",
            vec![with(&|yes| yes.valid_until_event = Some("left".into())), happened()],
            Status::Expired,
        ),
        ("at a time that nobody trusts, after a no", vec![late, untrusted], Status::Withdrawn),
        (
            "again after a no, without a new notice",
            vec![yes(), event("e2", EventKind::Withdrawn, 5), again],
            Status::Withdrawn,
        ),
        ("stands", vec![yes()], Status::Given),
        ("withdrawn", vec![yes(), event("e2", EventKind::Withdrawn, 5)], Status::Withdrawn),
    ] {
        let (told, state, _) = as_of_day_20(events);
        assert_eq!((told, state), (Some(expected), expected), "{name}");
    }
    // There is no word for a restriction: nothing is said to be given.
    let (told, state, receipt) = as_of_day_20(vec![yes(), event("e2", EventKind::Restricted, 5)]);
    assert_eq!((told, state), (Some(Status::Unknown), Status::Given));
    let record = &receipt.records()[0];
    assert_eq!(record.events()[0].status, Some(Status::Given), "it was given");
    assert_eq!(record.events()[1].at, Some(day(20).fixed_offset()));
    // A yes for one channel after a no on another is none for the whole.
    let mut by_sms = event("e0", EventKind::Withdrawn, 0);
    by_sms.channel = Some(Channel::Sms);
    let (told, state, _) = as_of_day_20(vec![by_sms, with(&|yes| yes.channel = Some(Channel::Email))]);
    assert_eq!((told, state), (Some(Status::Withdrawn), Status::Withdrawn));
}

#[test]
fn a_record_is_as_of_the_instant_up_to_which_it_is_known() {
    let mut yes = event("e1", EventKind::Given, 1).notice("n", 1);
    yes.valid_until = Some(day(30));
    let mut all = ledger();
    all.extend([yes]).unwrap();
    let status =
        |at: Option<i64>| all.record("w", "jobs", &controller(), "r-1", at.map(day)).unwrap().status();
    assert_eq!(
        [Some(29), Some(30), None].map(status),
        [Status::Given, Status::Expired, Status::Given].map(Some)
    );
    let mut superseded = ledger();
    superseded.extend([event("e1", EventKind::Given, 1).notice("n", 1)]).unwrap();
    let record = superseded.record("w", "jobs", &controller(), "r-1", Some(day(70))).unwrap();
    assert_eq!(record.events()[1].at, Some(day(60).fixed_offset()), "since the notice was replaced");
    assert_eq!(record.status(), Some(Status::Expired));
}

#[test]
fn a_recorded_expiry_and_an_unknown_status_end_the_yes_before_them() {
    for status in ["dpv:ConsentExpired", "dpv:ConsentUnknown"] {
        let mut document: Value = given().record("w", "jobs", &controller(), "r-1", None).unwrap().into();
        let statuses = document["dpv:hasConsentStatus"].as_array_mut().unwrap();
        let mut ended = statuses[0].clone();
        ended["@type"] = serde_json::json!([status, "dpv:ExpressedConsent"]);
        ended["dpv:isIndicatedAtTime"] = day(5).to_rfc3339().into();
        statuses.push(ended);
        let record = Record::from_json(&document.to_string()).unwrap();
        let reference: NoticeRef = serde_json::from_str(r#"{"id": "n", "version": 1}"#).unwrap();
        let import = RecordImport::new("partner", day(10)).purpose("jobs", "jobs").notice("n", reference);
        let mut ledger = ledger();
        ledger.extend(record.import(&import).unwrap()).unwrap();
        let at = |n| ledger.may(&Question::new("w", "jobs", None, day(n))).unwrap();
        assert!(at(4).is_allowed() && !at(5).is_allowed(), "{status}");
    }
}
