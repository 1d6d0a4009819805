//! Withdrawals downstream: what holds for every set of records, and how records come in and receipts go out.

use alumni_core::consent::{
    Acknowledgement, AcknowledgementStatus, Audience, Channel, ContactRequest, ContactRules, Contacts,
    Controller, Directory, Event, EventKind, HouseDeadline, Ledger, Propagation, PropagationRules,
    PropagationStatus, Question, Receipt, Sending, System, Use, UseFindingKind,
};
use alumni_core::text::Localized;
use alumni_core::{ErrorKind, Lang};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use proptest::sample::select;

use super::properties::events;
use super::{day, ledger};

fn rules() -> PropagationRules {
    let mut mail = System::new("mail", Localized::new("Mail service", "配信サービス"));
    mail.channels = Some(vec![Channel::Email]);
    mail.standing_purposes = vec!["jobs".to_owned()];
    let mut group = System::new("group", Localized::same("Group"));
    group.recipient = Some("group".to_owned());
    let crm = System::new("crm", Localized::same("CRM"));
    PropagationRules::new("downstream", 1, HouseDeadline::business_days(5), [mail, group, crm])
}

fn made() -> impl Strategy<Value = Use> {
    let what = (select(vec!["mail", "group", "crm"]), select(vec!["jobs", "study"]));
    let when = (0..20_i64, 0..4_i64);
    (what, when, prop::option::of(select(Channel::ALL))).prop_map(
        |((system, purpose), (at, delay), channel)| {
            let mut made = Use::new("s", "", system, "w", purpose, day(at * 5));
            made.received_at = day((at + delay) * 5);
            made.channel = channel;
            made
        },
    )
}

fn came() -> impl Strategy<Value = Acknowledgement> {
    let what = (select(vec!["mail", "group", "crm"]), select(AcknowledgementStatus::ALL));
    let when = (0..24_i64, 0..4_i64);
    (what, when, prop::option::weighted(0.2, Just("jobs"))).prop_map(
        |((system, status), (at, delay), purpose)| {
            let mut came = Acknowledgement::new("s", "", system, "w", status, day(at * 5));
            came.received_at = day((at + delay) * 5);
            came.purpose = purpose.map(str::to_owned);
            came
        },
    )
}

/// Records whose ids differ: what one source says once.
fn records() -> impl Strategy<Value = (Vec<Use>, Vec<Acknowledgement>)> {
    (prop::collection::vec(made(), 0..6), prop::collection::vec(came(), 0..8)).prop_map(
        |(mut uses, mut came)| {
            for (number, made) in uses.iter_mut().enumerate() {
                made.id = format!("u{number}");
            }
            for (number, came) in came.iter_mut().enumerate() {
                came.id = format!("a{number}");
            }
            (uses, came)
        },
    )
}

fn register(uses: &[Use], came: &[Acknowledgement]) -> Propagation {
    let mut register = Propagation::new(rules()).unwrap();
    register.record_uses(uses.iter().cloned()).unwrap();
    register.record_acknowledgements(came.iter().cloned()).unwrap();
    register
}

fn ledger_of(events: &[Event]) -> Ledger {
    let mut ledger = ledger();
    ledger.extend(events.iter().cloned()).unwrap();
    ledger
}

proptest! {
    #[test]
    fn order_duplication_and_partition_do_not_matter(
        (uses, came) in records(),
        events in events(),
        at in 0..30_i64,
        order in any::<prop::sample::Index>(),
    ) {
        let ledger = ledger_of(&events);
        let whole = register(&uses, &came);
        let (mut left, mut right) = (register(&[], &[]), register(&[], &[]));
        for (number, made) in uses.iter().rev().enumerate() {
            let mut later = made.clone();
            later.received_at += TimeDelta::days(9);
            // Twice, on both sides, the second time as received later.
            if (number + order.index(2)) % 2 == 0 { &mut left } else { &mut right }.record_uses([later, made.clone()]).unwrap();
            right.record_uses([made.clone()]).unwrap();
        }
        for (number, of) in came.iter().rev().enumerate() {
            if number % 3 == order.index(3) { &mut left } else { &mut right }.record_acknowledgements([of.clone()]).unwrap();
        }
        let mut other = right.clone();
        left.merge(&right).unwrap();
        other.merge(&left).unwrap();
        for merged in [&left, &other] {
            prop_assert_eq!(merged, &whole);
            prop_assert_eq!(merged.state_hash(), whole.state_hash());
            let report = ledger.propagation(merged, day(at * 5), None).unwrap();
            prop_assert_eq!(&report, &ledger.propagation(&whole, day(at * 5), None).unwrap());
        }
        let again = other.merge(&left).unwrap();
        prop_assert_eq!((again.added, again.duplicates), (0, uses.len() + came.len()));
    }

    #[test]
    fn what_arrives_later_never_changes_what_was_known(
        (uses, came) in records(),
        events in events(),
        at in 0..30_i64,
        known in 0..30_i64,
    ) {
        let known_at = day(known * 5);
        let before = |at: DateTime<Utc>| at <= known_at;
        let some: Vec<_> = events.iter().filter(|event| before(event.received_at)).cloned().collect();
        let then = register(
            &uses.iter().filter(|made| before(made.received_at)).cloned().collect::<Vec<_>>(),
            &came.iter().filter(|came| before(came.received_at)).cloned().collect::<Vec<_>>(),
        );
        let at = day(at * 5);
        let then = ledger_of(&some).propagation(&then, at, Some(known_at)).unwrap();
        prop_assert_eq!(then, ledger_of(&events).propagation(&register(&uses, &came), at, Some(known_at)).unwrap());
    }

    #[test]
    fn only_what_the_ledger_denies_is_a_withdrawal_and_the_counts_are_those_of_the_items(
        (uses, came) in records(),
        events in events(),
        at in 0..30_i64,
    ) {
        let ledger = ledger_of(&events);
        let at = day(at * 5);
        let report = ledger.propagation(&register(&uses, &came), at, None).unwrap();
        for item in &report.items {
            let mut question = Question::new("w", item.purpose.as_str(), item.channel, at);
            question.recipient = item.recipient.clone();
            prop_assert_eq!(ledger.may(&question).unwrap().verdict, alumni_core::consent::Verdict::Denied);
            prop_assert!(item.began_at <= at);
            let event = events.iter().find(|event| event.id == item.withdrawal.id).unwrap();
            prop_assert!(!matches!(event.kind, EventKind::Given | EventKind::Renewed));
            let overdue = item.deadline.due_at < at;
            prop_assert_eq!(item.status == PropagationStatus::Overdue, overdue && item.acknowledged_at.is_none());
            prop_assert_eq!(item.send.is_some() && item.acknowledged_at.is_some(), false);
            prop_assert!(item.acknowledged_at.is_none_or(|done| done >= item.began_at));
        }
        let counted: usize = report.systems.values().map(|count| {
            count.unpropagated() + count.acknowledged + count.acknowledged_late
        }).sum();
        prop_assert_eq!(counted, report.items.len());
        let json = serde_json::to_string(&report).unwrap();
        prop_assert_eq!(&serde_json::from_str::<alumni_core::consent::PropagationReport>(&json).unwrap(), &report);
        for lang in Lang::ALL {
            let page = report.page(lang).markdown();
            prop_assert!(!page.contains("propagation-"), "{}", page);
        }
    }

    #[test]
    fn a_receipt_names_what_has_ended_and_reads_back(
        (uses, came) in records(),
        events in events(),
        at in 0..30_i64,
    ) {
        let ledger = ledger_of(&events);
        let at = day(at * 5);
        let register = register(&uses, &came);
        let receipt = ledger.withdrawal_receipt(&register, "w", "r-1", at).unwrap();
        let report = ledger.propagation(&register, at, Some(at)).unwrap();
        // Nothing that concerns a system is left out.
        for item in &report.items {
            prop_assert!(receipt.withdrawn.iter().any(|of| of.withdrawal == item.withdrawal && of.purpose == item.purpose));
        }
        prop_assert_eq!(receipt.complete, report.unpropagated == 0);
        let json = serde_json::to_string(&receipt).unwrap();
        prop_assert_eq!(&serde_json::from_str::<alumni_core::consent::WithdrawalReceipt>(&json).unwrap(), &receipt);
        for lang in Lang::ALL {
            let page = receipt.page(lang).markdown();
            prop_assert!(!page.contains("propagation-") && !page.contains("consent-"), "{}", page);
        }
    }
}

fn given_and_withdrawn() -> Ledger {
    ledger_of(&[
        Event::new("form", "g", "w", "jobs", EventKind::Given, day(0).fixed_offset()).notice("n", 1),
        Event::new("form", "x", "w", "jobs", EventKind::Withdrawn, day(20).fixed_offset()),
    ])
}

#[test]
fn a_use_after_the_withdrawal_is_a_finding_and_is_sent_again() {
    let ledger = given_and_withdrawn();
    let of = |id: &str, at| Use::new("s", id, "crm", "w", "jobs", at);
    let step = |id: &str, status, at| Acknowledgement::new("s", id, "crm", "w", status, at);
    let came =
        [step("a", AcknowledgementStatus::Sent, day(20)), step("b", AcknowledgementStatus::Stopped, day(21))];
    let mut register = register(&[of("u", day(10))], &came);
    let crm = |register: &Propagation| {
        let report = ledger.propagation(register, day(25), None).unwrap();
        let item = report.items.iter().find(|item| item.system == "crm").unwrap().clone();
        (item.status, item.send, report.findings)
    };
    assert_eq!(crm(&register), (PropagationStatus::Acknowledged, None, Vec::new()));

    register.record_uses([of("v", day(22))]).unwrap();
    let (status, send, findings) = crm(&register);
    assert_eq!((status, send), (PropagationStatus::DueSoon, Some(Sending::UsedSince)));
    assert_eq!((findings.len(), findings[0].kind), (1, UseFindingKind::AfterWithdrawal));
    assert_eq!(
        findings[0].text(Lang::En),
        "used on 2024-01-23 12:00 UTC by CRM for jobs after permission had ended: withdrawn on 2024-01-21 (event x)"
    );
}

#[test]
fn the_uses_of_the_ledger_are_uses_of_the_system_they_come_from() {
    let mut used = Event::new("crm", "used-1", "w", "jobs", EventKind::Used, day(5).fixed_offset());
    used.channel = Some(Channel::Email);
    let ledger = ledger_of(&[used]);
    let mut register = register(&[], &[]);
    assert_eq!(register.take_used(&ledger).unwrap().added, 1);
    assert_eq!(register.take_used(&ledger).unwrap().duplicates, 1);
    let taken = register.uses_of("w").next().unwrap();
    assert_eq!((taken.system.as_str(), taken.channel, taken.at), ("crm", Some(Channel::Email), day(5)));
    let other = Event::new("crn", "used-1", "w", "jobs", EventKind::Used, day(5).fixed_offset());
    let error = register.take_used(&ledger_of(&[other])).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::UnknownName, "events.source"));
}

#[test]
fn a_message_and_the_use_that_its_commit_gave_are_one_use() {
    let mut given =
        Event::new("form", "g", "w", "jobs", EventKind::Given, day(0).fixed_offset()).notice("n", 1);
    (given.recipient, given.valid_uses) = (Some("group".to_owned()), Some(2));
    let mut ledger = ledger_of(&[given]);
    let mut contacts = Contacts::new(ContactRules::parse(r#"{"id": "c", "version": 1}"#).unwrap()).unwrap();
    let question = Question::new("w", "jobs", Channel::Email, day(1)).recipient("group");
    let permit = ledger.reserve(&mut contacts, &ContactRequest::new(question, "group", "m-1")).unwrap();
    let settled = ledger.commit(&mut contacts, &permit.token.unwrap(), day(1)).unwrap();
    ledger.extend(settled.used).unwrap();
    for contacts_first in [true, false] {
        let mut register = register(&[], &[]);
        let mut taken = [0, 0];
        for contacts_now in [contacts_first, !contacts_first] {
            let recorded = match contacts_now {
                true => register.take_contacts(&contacts).unwrap(),
                false => register.take_used(&ledger).unwrap(),
            };
            taken = [taken[0] + recorded.added, taken[1] + recorded.duplicates];
        }
        assert_eq!(taken, [1, 1], "contacts first: {contacts_first}");
        assert_eq!(register.uses().next().unwrap().recipient.as_deref(), Some("group"));
    }
}

#[test]
fn what_a_directory_shows_is_taken_in_as_uses() {
    let ledger = ledger_of(&[
        Event::new("form", "n", "w", "jobs", EventKind::NoticeShown, day(0).fixed_offset()).notice("n", 1),
        {
            let mut given =
                Event::new("form", "g", "w", "jobs", EventKind::Given, day(0).fixed_offset()).notice("n", 1);
            given.recipient = Some("all_alumni".to_owned());
            given
        },
    ]);
    let ledger = ledger.with_packs([alumni_core::consent::Pack::shipped("jp-appi").unwrap()]).unwrap();
    let directory = Directory::parse(
        r#"{"provided_by": "operator", "country": "JP", "fields": [{"id": "employer", "title": "Employer", "purpose": "jobs"},
            {"id": "city", "title": "City", "purpose": "jobs"}]}"#,
    )
    .unwrap();
    let matrix = ledger.directory(&directory, "w", day(5), None).unwrap();
    assert_eq!(matrix.provisions.len(), 1, "{matrix:?}");
    let error = register(&[], &[]).take_provisions(&directory, &matrix).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::UnknownName, "provisions[0].recipient"));

    let mut rules = rules();
    rules.systems[1].recipient = Some(Audience::AllAlumni.as_str().to_owned());
    let mut register = Propagation::new(rules).unwrap();
    assert_eq!(register.take_provisions(&directory, &matrix).unwrap().added, 1);
    assert_eq!(register.take_provisions(&directory, &matrix).unwrap().duplicates, 1);
    let taken = register.uses_of("w").next().unwrap();
    assert_eq!((taken.items.join(" "), taken.evidence.len()), ("city employer".to_owned(), 2));
    assert!(ledger.propagation(&register, day(6), None).unwrap().findings.is_empty());
}

#[test]
fn a_withdrawal_receipt_is_a_receipt_of_the_vocabulary_as_well() {
    let mut ledger = given_and_withdrawn();
    let mut shared =
        Event::new("form", "h", "w", "jobs", EventKind::Given, day(1).fixed_offset()).notice("n", 1);
    shared.recipient = Some("w-9".to_owned());
    ledger
        .extend([shared, Event::new("form", "i", "w-9", "jobs", EventKind::Refused, day(1).fixed_offset())])
        .unwrap();
    let controller = Controller::from_json(
        r#"{"id": "https://example.com/acme", "name": "Acme K.K.", "address": "Tokyo", "contact": "privacy@example.com",
            "language": "ja", "jurisdiction": ["loc:JP"], "withdrawal": "https://example.com/consent",
            "processing": {"jobs": {"personal_data": [{"category": "pd:EmailAddress"}], "storage_locations": ["loc:JP"],
                "retention": {"kind": "temporal", "length": "P2Y"}}}}"#,
    )
    .unwrap();
    let stopped = Acknowledgement::new("s", "a", "crm", "w", AcknowledgementStatus::Stopped, day(21));
    let register = register(&[Use::new("s", "u", "crm", "w", "jobs", day(10))], &[stopped]);
    let receipt = ledger.withdrawal_receipt(&register, "w", "r-1", day(22)).unwrap();
    let receipt = receipt.to_receipt(&ledger, &controller).unwrap();
    let read = Receipt::from_json(&receipt.to_json()).unwrap();
    assert_eq!(read.records()[0].status(), Some(alumni_core::consent::Status::Withdrawn));
    let json: serde_json::Value = serde_json::from_str(&receipt.to_json()).unwrap();
    assert_eq!(json["alumni:withdrawal"]["complete"], false);
    let told = json["dpv:hasRecipient"].as_array().unwrap();
    let crm = told.iter().find(|of| of["dct:identifier"] == "crm").unwrap();
    assert_eq!(crm["dpv:hasRequestStatus"], "dpv:RequestFulfilled");
    assert!(!receipt.to_json().contains("w-9"), "{receipt}");

    // Nothing has ended: there is no record to hand out.
    let none = ledger.withdrawal_receipt(&register, "w-8", "r-2", day(22)).unwrap();
    assert_eq!(none.to_receipt(&ledger, &controller).unwrap_err().kind(), ErrorKind::Missing);
}

#[test]
fn a_record_that_changes_is_refused_and_nothing_of_the_delivery_is_taken() {
    let mut register = register(&[Use::new("s", "u", "crm", "w", "jobs", day(10))], &[]);
    let hash = register.state_hash();
    let changed = Use::new("s", "u", "crm", "w", "study", day(10));
    let error = register.record_uses([Use::new("s", "v", "crm", "w", "jobs", day(1)), changed]).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Inconsistent, "uses[1]"));
    assert_eq!(register.state_hash(), hash);
    let error = register.record_uses([Use::new("s", "v", "crmm", "w", "jobs", day(1))]).unwrap_err();
    assert!(error.to_string().contains("did you mean `crm`?"), "{error}");
}

#[test]
fn a_word_like_stop_for_all_reaches_the_systems_of_other_purposes() {
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap().fixed_offset();
    let mut said = Event::new("sms", "stop", "w", "jobs", EventKind::Withdrawn, at("2027-03-01T18:00:00Z"));
    said.channel = Some(Channel::Sms);
    let ledger = ledger_of(&[
        Event::new("form", "g", "w", "jobs", EventKind::Given, at("2027-01-01T00:00:00Z")).notice("n", 2),
        said,
    ]);
    let ledger =
        ledger.with_packs([alumni_core::consent::Pack::shipped("us-canspam-tcpa-ccpa").unwrap()]).unwrap();
    let mut sent = Use::new("s", "u", "crm", "w", "study", at("2027-02-01T00:00:00Z").to_utc());
    sent.channel = Some(Channel::Sms);
    let report =
        ledger.propagation(&register(&[sent], &[]), at("2027-03-02T00:00:00Z").to_utc(), None).unwrap();
    let item = report.items.iter().find(|item| item.system == "crm").unwrap();
    assert_eq!((item.purpose.as_str(), item.withdrawal.id.as_str()), ("study", "stop"));
    assert_eq!(item.deadline.rule.as_deref(), Some("us-tcpa-revocation-period"));
    // Monday 1 March 2027 and ten business days: until the end of Monday 15 March, at the pack's offset.
    assert_eq!(item.deadline.due_on.to_string(), "2027-03-15");
}

#[test]
fn a_word_like_stop_for_all_reaches_the_other_channels_of_its_own_purpose() {
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap().fixed_offset();
    for kind in [EventKind::Withdrawn, EventKind::Refused] {
        let mut said = Event::new("sms", "stop", "w", "jobs", kind, at("2027-03-01T18:00:00Z"));
        said.channel = Some(Channel::Sms);
        let ledger = ledger_of(&[
            Event::new("form", "g", "w", "jobs", EventKind::Given, at("2027-01-01T00:00:00Z")).notice("n", 2),
            said,
        ]);
        let ledger = ledger
            .with_packs([alumni_core::consent::Pack::shipped("us-canspam-tcpa-ccpa").unwrap()])
            .unwrap();
        let mut called = Use::new("s", "u", "crm", "w", "jobs", at("2027-02-01T00:00:00Z").to_utc());
        called.channel = Some(Channel::Phone);
        let report =
            ledger.propagation(&register(&[called], &[]), at("2027-03-02T00:00:00Z").to_utc(), None).unwrap();
        let of =
            |channel| report.items.iter().find(move |item| item.system == "crm" && item.channel == channel);
        let item = of(Some(Channel::Phone)).unwrap();
        assert_eq!((item.purpose.as_str(), item.withdrawal.id.as_str()), ("jobs", "stop"));
        assert_eq!(item.deadline.rule.as_deref(), Some("us-tcpa-revocation-period"));
    }
}
