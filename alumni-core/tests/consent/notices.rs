//! What holds for every two versions of a notice, and for every plan.

use std::collections::{BTreeMap, BTreeSet};

use alumni_core::consent::{
    Activity, Channel, ContactRequest, Contacts, DecisionState, Event, EventKind, Ledger, LegalBasis, Notice,
    NoticeChange, NoticeConsequence, NoticeDiff, NoticeItem, NoticeRecipient, NoticeTransfer, Pack, Purpose,
    PurposeClass, PurposeRelation, Question, RecipientRole, ReconsentPlan, ReconsentRequest, RecordDuration,
    Regimes, Safeguard, Verdict,
};
use alumni_core::text::{Lang, Localized};
use chrono::TimeDelta;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::day;

const PURPOSES: [&str; 3] = ["news", "jobs", "records"];

/// A version that says something of everything, or nothing.
fn version(number: u32) -> impl Strategy<Value = Notice> {
    let recipients = prop::option::of(subsequence(vec!["agency", "group", "vendor"], 0..=3));
    let transfers = prop::option::of(subsequence(vec!["US", "DE", "TH"], 0..=3));
    let items = prop::option::of(subsequence(vec!["email", "salary"], 0..=2));
    let lists =
        (recipients, select(RecipientRole::ALL), transfers, prop::option::of(select(Safeguard::ALL)), items);
    let kept = prop::option::of(1..5_u32);
    let more = (any::<bool>(), kept, prop::option::of(select(PurposeRelation::ALL)), any::<bool>());
    (subsequence(PURPOSES.to_vec(), 1..=3), lists, more).prop_map(
        move |(
            purposes,
            (recipients, role, transfers, safeguard, items),
            (text, kept, relation, material),
        )| {
            let first = purposes[0].to_owned();
            let mut made = Notice::new("n", number, purposes)
                .text("en", if text { "One text." } else { "Another text." })
                .effective_from(day(100));
            let scope =
                |place: usize| if place == 0 { BTreeSet::from([first.clone()]) } else { BTreeSet::new() };
            made.recipients = recipients.map(|ids| {
                let entry = |(place, id)| {
                    let mut of = NoticeRecipient::new(id, role);
                    of.purposes = scope(place);
                    of
                };
                ids.into_iter().enumerate().map(entry).collect()
            });
            made.transfers = transfers.map(|ids| {
                let entry = |id| {
                    let mut of = NoticeTransfer::new(id);
                    of.safeguard = safeguard;
                    of
                };
                ids.into_iter().map(entry).collect()
            });
            made.data_items = items.map(|ids| ids.into_iter().map(NoticeItem::new).collect());
            if let Some(years) = kept {
                let kept = serde_json::json!({"kind": "temporal", "length": format!("P{years}Y")});
                made.retention.insert(first.clone(), serde_json::from_value::<RecordDuration>(kept).unwrap());
            }
            if let Some(relation) = relation {
                made.purpose_changes.insert(first.clone(), relation);
            }
            made.material = material;
            made
        },
    )
}

fn ledger(notices: Vec<Notice>, regimes: &[&str]) -> Ledger {
    let purpose = |id: &str, basis| Purpose::new(id, Localized::same(id), basis);
    let purposes = [
        purpose("news", LegalBasis::Consent),
        purpose("jobs", LegalBasis::Consent),
        purpose("records", LegalBasis::LegitimateInterest),
        purpose("notices", LegalBasis::LegalObligation).class(PurposeClass::Administration),
    ];
    let packs = Pack::shipped_ids().map(|id| Pack::shipped(id).unwrap());
    let ledger = Ledger::new(purposes, notices).unwrap().with_packs(packs).unwrap();
    ledger.with_regimes(Regimes::everyone(regimes.iter().copied())).unwrap()
}

fn yes(subject: &str, purpose: &str) -> Event {
    let at = day(0).fixed_offset();
    Event::new("form", format!("{subject}/{purpose}"), subject, purpose, EventKind::Given, at).notice("n", 1)
}

fn changes(found: &[alumni_core::consent::NoticeDifference]) -> BTreeSet<(NoticeChange, Option<String>)> {
    found.iter().map(|of| (of.change, of.item.clone())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_version_differs_from_itself_by_what_it_declares_alone(of in version(1)) {
        let mut again = of.clone();
        again.version = 2;
        for found in of.differences(&again) {
            prop_assert!(of.purpose_changes.contains_key(found.item.as_deref().unwrap_or_default()), "{found:?}");
        }
    }

    #[test]
    fn what_comes_one_way_goes_the_other(old in version(1), new in version(2)) {
        let (there, back) = (changes(&old.differences(&new)), changes(&new.differences(&old)));
        let pairs = [
            (NoticeChange::RecipientAdded, NoticeChange::RecipientRemoved, old.recipients.is_some() && new.recipients.is_some()),
            (NoticeChange::TransferAdded, NoticeChange::TransferRemoved, old.transfers.is_some() && new.transfers.is_some()),
            (NoticeChange::ItemAdded, NoticeChange::ItemRemoved, old.data_items.is_some() && new.data_items.is_some()),
            (NoticeChange::RetentionLonger, NoticeChange::RetentionShorter, true),
        ];
        for (comes, goes, both_say) in pairs.into_iter().filter(|(.., both_say)| *both_say) {
            let of = |found: &BTreeSet<(NoticeChange, Option<String>)>, change| -> BTreeSet<_> {
                found.iter().filter(|(of, _)| *of == change).map(|(_, item)| item.clone()).collect()
            };
            prop_assert_eq!(of(&there, comes), of(&back, goes), "{} {}", both_say, comes);
        }
    }

    #[test]
    fn a_marked_version_ends_consent_where_the_rules_ask_for_it_and_nowhere_else(
        old in version(1), new in version(2), regime in select(vec!["jp", "eu", "br", "us-ca"]),
    ) {
        let mut old = old;
        old.material = false;
        let diff = ledger(vec![], &[regime]).notice_diff(&old, &new, None).unwrap();
        let marked = diff.marked(&new).unwrap();
        prop_assert_eq!(marked.hash(), new.hash());
        let mut after = ledger(vec![old.clone(), marked.clone()], &[regime]);
        prop_assert!(after.notice_contradictions(day(0)).is_empty());
        prop_assert!(!after.notice_diff(&old, &marked, None).unwrap().is_contradictory());
        let known: BTreeSet<_> = old.purposes.iter().filter(|of| *of != "records").cloned().collect();
        after.extend(known.iter().map(|purpose| yes("w-1", purpose))).unwrap();
        for purpose in &known {
            let stands = |at| after.state("w-1", purpose, Some(Channel::Email), at, None).unwrap().decision;
            prop_assert_eq!(stands(day(100) - TimeDelta::seconds(1)), DecisionState::Given);
            let ended = stands(day(100)) == DecisionState::Expired;
            prop_assert_eq!(ended, diff.ends.contains(purpose), "{}", purpose);
        }
    }

    #[test]
    fn more_regimes_never_make_it_milder(old in version(1), new in version(2)) {
        let one = ledger(vec![], &["jp"]).notice_diff(&old, &new, None).unwrap();
        let both = ledger(vec![], &["jp", "eu"]).notice_diff(&old, &new, None).unwrap();
        prop_assert!(one.consequence() <= both.consequence());
        prop_assert!(one.ends.is_subset(&both.ends) && one.asks.is_subset(&both.asks));
    }

    #[test]
    fn a_plan_keeps_to_both_gates_the_days_and_its_own_counts(
        old in version(1), new in version(2), said_no in subsequence(vec![0, 1, 2, 3, 4, 5], 0..=4),
        per_day in prop::option::of(1..4_u32), days in 1..8_i64, hour in 0..24_i64,
    ) {
        let mut old = old;
        old.material = false;
        let mut ledger = ledger(vec![old.clone()], &["jp"]);
        for person in 0..6 {
            let subject = format!("w-{person}");
            let purposes = old.purposes.iter().filter(|of| *of != "records");
            ledger.extend(purposes.map(|purpose| yes(&subject, purpose))).unwrap();
            if said_no.contains(&person) {
                let at = day(1).fixed_offset();
                let no = |purpose: &str| Event::new("mail", format!("{subject}/{purpose}"), &subject, purpose, EventKind::Withdrawn, at);
                ledger.extend([no("jobs"), no("news")]).unwrap();
            }
        }
        // One of them was written to a day before, which the cap counts.
        let contacts = Contacts::from_json(r#"{"rules": {"id": "c", "version": 1, "utc_offset": "+09:00",
            "quiet_hours": [{"id": "night", "from": "20:00", "until": "09:00"}],
            "caps": [{"id": "monthly", "at_most": 1, "within": "3 days"}]},
            "contacts": [{"token": "t", "subject": "w-0", "purpose": "notices", "channel": "email", "sender": "hr",
                "message": "earlier", "at": "2024-04-05T04:00:00Z", "expires_at": "2024-04-05T04:15:00Z",
                "state": "sent", "settled_at": "2024-04-05T04:00:00Z"}]}"#).unwrap();
        let asked = |subject: &str, at, message: &str| {
            let question = Question::new(subject, "notices", Channel::Email, at).activity(Activity::Procedure);
            ContactRequest::new(question, "office", message)
        };
        let at = day(96) + TimeDelta::hours(hour);
        let mut request = ReconsentRequest::new(new.clone(), "notices", [Channel::Email, Channel::Postal], "office", "m", at);
        request.activity = Some(Activity::Procedure);
        request.per_day = per_day;
        request.deadline = Some(at + TimeDelta::days(days));
        let plan = ledger.plan_reconsent(&contacts, &request).unwrap();
        let mut on = BTreeMap::new();
        for person in &plan.people {
            if let Some(slot) = person.planned {
                prop_assert!(at <= slot.at && slot.at < plan.by);
                let permit = ledger.may_contact(&contacts, &asked(&person.subject, slot.at, "m")).unwrap();
                prop_assert_eq!(permit.verdict, Verdict::Allowed);
                *on.entry(slot.on).or_insert(0_u32) += 1;
            }
            let number: usize = person.subject[2..].parse().unwrap();
            let ask = person.ask.iter().any(|purpose| purpose != "records");
            prop_assert!(!(said_no.contains(&number) && ask), "somebody who said no is asked: {person:?}");
            prop_assert_eq!(person.planned.is_none() && person.consequence > NoticeConsequence::None, person.unplanned.is_some());
        }
        prop_assert!(on.values().all(|count| per_day.is_none_or(|most| *count <= most)));
        let planned: usize = plan.days.iter().map(|day| day.ask + day.tell).sum();
        prop_assert_eq!(planned, on.values().sum::<u32>() as usize);
        prop_assert_eq!(plan.ask + plan.tell + plan.nothing, ledger.subjects().count());
        prop_assert!(plan.loss.least <= plan.loss.most && plan.loss.most == plan.loss.at_stake);
        prop_assert_eq!(&plan, &ledger.plan_reconsent(&contacts, &request).unwrap());
        let json = serde_json::to_string(&plan).unwrap();
        prop_assert_eq!(&serde_json::from_str::<ReconsentPlan>(&json).unwrap(), &plan);
        prop_assert!(Lang::ALL.iter().all(|lang| !plan.text(*lang).contains("w-")), "somebody is named");
    }

    #[test]
    fn what_is_written_reads_back(old in version(1), new in version(2)) {
        let json = serde_json::to_string(&new).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Notice>(&json).unwrap(), &new);
        let diff = ledger(vec![], &["jp", "eu"]).notice_diff(&old, &new, None).unwrap();
        let json = serde_json::to_string(&diff).unwrap();
        prop_assert_eq!(serde_json::from_str::<NoticeDiff>(&json).unwrap(), diff);
    }
}
