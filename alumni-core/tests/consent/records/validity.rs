//! How long a yes holds, in and out.

use super::*;

/// The yes of `given` as another system's record with these durations has it.
fn lasting(durations: Value) -> Result<Event, alumni_core::Error> {
    let mut document: Value = given().record("w", "jobs", &controller(), "r-1", None).unwrap().into();
    document["dpv:hasConsentStatus"][0]["dpv:hasDuration"] = durations;
    let import = RecordImport::new("partner", day(10)).purpose("jobs", "jobs");
    let events = Record::from_json(&document.to_string()).unwrap().import(&import)?;
    Ok(events.into_iter().find(|event| event.kind == EventKind::Given).unwrap())
}

#[test]
fn each_kind_of_validity_comes_in_with_a_record() {
    let closure = json!({"@type": "dpv:UntilEventDuration", "rdf:value": "Closure of User Account"});
    let thrice = json!({"@type": "dpv:FixedOccurrencesDuration", "rdf:value": 3});
    let until = lasting(closure.clone()).unwrap();
    assert_eq!(until.valid_until_event.as_deref(), Some("Closure of User Account"));
    assert_eq!(lasting(thrice.clone()).unwrap().valid_uses, Some(3));
    let endless = json!({"@type": "dpv:EndlessDuration"});
    assert!(lasting(endless.clone()).unwrap().endless);
    // Of several each counts, and an end is stronger than none.
    let all = lasting(json!([endless, "P1Y", thrice, closure])).unwrap();
    assert_eq!((all.endless, all.valid_uses), (false, Some(3)));
    assert!(all.valid_for.is_some() && all.valid_until_event.is_some());
}

#[test]
fn validity_that_no_event_can_hold_is_an_error_and_not_a_longer_yes() {
    let until = |name: &str| json!({"@type": "dpv:UntilEventDuration", "rdf:value": name});
    let uses = |n: u64| json!({"@type": "dpv:FixedOccurrencesDuration", "rdf:value": n});
    for (durations, kind) in [
        (json!(["P1Y", "P2Y"]), ErrorKind::Inconsistent),
        (json!([until("a"), until("b")]), ErrorKind::Inconsistent),
        (until(&"a".repeat(300)), ErrorKind::TooLarge),
        (uses(0), ErrorKind::OutOfRange),
        (uses(1 << 32), ErrorKind::OutOfRange),
    ] {
        let error = lasting(durations).unwrap_err();
        assert_eq!(error.kind(), kind);
        assert_eq!(error.path(), "dpv:hasConsentStatus[0].dpv:hasDuration");
    }
}

#[test]
fn a_record_holds_every_end_of_a_yes_and_what_ends_it() {
    let mut yes = Event::new("s", "e1", "w", "jobs", EventKind::Given, day(1).fixed_offset()).notice("n", 1);
    (yes.valid_uses, yes.valid_until_event) = (Some(2), Some("left".to_owned()));
    // Under another purpose: it ends this yes all the same.
    let mut left = Event::new("hr", "x1", "w", "study", EventKind::Happened, day(5).fixed_offset());
    left.happening = Some("left".to_owned());
    let used = Event::new("mail", "m1", "w", "jobs", EventKind::Used, day(2).fixed_offset());
    let mut all = ledger();
    all.extend([yes, left, used]).unwrap();
    let record = all.record("w", "jobs", &controller(), "r-1", None).unwrap();
    let told = &record.events()[0];
    assert_eq!(told.duration, Some(RecordDuration::UntilEvent { event: "left".into() }));
    assert_eq!(told.other_durations, [RecordDuration::Occurrences { uses: 2 }]);
    let mut restored = ledger();
    restored.extend(record.restore().unwrap()).unwrap();
    for n in [3, 6] {
        let question = Question::new("w", "jobs", None, day(n));
        assert_eq!(restored.may(&question).unwrap(), all.may(&question).unwrap());
    }
}

#[test]
fn all_five_kinds_of_validity_are_read() {
    let Some(_) = reference("guide-27560-examples/INDEX.tsv") else { return };
    let kind = |file: &str| {
        let text = reference(&format!("guide-27560-examples/{file}.json")).unwrap();
        Record::read(&text).unwrap().records[0].events()[0].duration.clone()
    };
    assert_eq!(kind("72"), Some(RecordDuration::Temporal { length: "P6M".parse().unwrap() }));
    // A time without an offset is nobody's time.
    assert_eq!(kind("73"), None);
    assert_eq!(kind("74"), Some(RecordDuration::UntilEvent { event: "Closure of User Account".into() }));
    assert_eq!(kind("75"), Some(RecordDuration::Occurrences { uses: 1 }));
}
