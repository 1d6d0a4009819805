//! A no on one channel leaves a yes on the others: everything that looks over all channels says so.

use alumni_core::consent::{
    Actor, Channel, ContactRules, Contacts, EmploymentState, Event, EventKind, Ledger, LegalBasis, Notice,
    Pack, Purpose, PurposeClass, Question, ReconsentRequest, Regimes, RetentionRule, Verdict,
};
use alumni_core::text::{Lang, Localized};
use proptest::prelude::*;

use super::properties::events;
use super::{day, ledger};

fn event(id: &str, subject: &str, purpose: &str, kind: EventKind, n: i64) -> Event {
    let event = Event::new("s", id, subject, purpose, kind, day(n).into()).received_at(day(n));
    if kind == EventKind::Given { event.notice("n", 1) } else { event }
}

fn to(mut event: Event, recipient: &str) -> Event {
    event.recipient = Some(recipient.to_owned());
    event
}

/// Somebody agrees to everything, and then stops text messages only.
fn without_sms() -> Ledger {
    let mut ledger = ledger();
    let no = event("2", "w", "jobs", EventKind::Withdrawn, 10).channel(Channel::Sms);
    ledger.extend([event("1", "w", "jobs", EventKind::Given, 0), no]).unwrap();
    ledger
}

const NOT_SMS: [Channel; 5] = [Channel::Email, Channel::Phone, Channel::Postal, Channel::Sns, Channel::InApp];

#[test]
fn nothing_is_to_be_deleted_while_a_yes_stands_on_some_channel() {
    let ledger = without_sms();
    let rule = RetentionRule::new("jobs", "1 day".parse().unwrap());
    assert_eq!(ledger.retention_due(day(50), std::slice::from_ref(&rule)).unwrap(), []);
    // The new version of the notice ends it everywhere on day 60.
    let due = ledger.retention_due(day(62), std::slice::from_ref(&rule)).unwrap();
    assert_eq!((due.len(), due[0].since, due[0].due_at), (1, day(60), day(61)));
    // A purpose that may use no other channel has ended with the no.
    let purpose = Purpose::new("jobs", Localized::same("Jobs"), LegalBasis::Consent).channels([Channel::Sms]);
    let notice = Notice::new("n", 1, ["jobs"]).text("en", "Text 1.");
    let mut only = Ledger::new([purpose], [notice]).unwrap();
    only.extend(ledger.events()).unwrap();
    assert_eq!(only.retention_due(day(50), &[rule]).unwrap()[0].since, day(10));
}

#[test]
fn what_is_invalidated_later_on_one_channel_leaves_the_others_before_already() {
    let mut ledger = ledger();
    let never = event("2", "w", "jobs", EventKind::Invalidated, 30).channel(Channel::Email);
    ledger.extend([event("1", "w", "jobs", EventKind::Given, 0), never]).unwrap();
    let by = |channel| Question::new("w", "jobs", channel, day(1));
    assert!(!ledger.may(&by(Some(Channel::Email))).unwrap().is_allowed());
    assert!(ledger.may(&by(Some(Channel::Sms))).unwrap().is_allowed());
    let rule = RetentionRule::new("jobs", "1 day".parse().unwrap());
    assert_eq!(ledger.retention_due(day(1), &[rule]).unwrap(), []);
}

#[test]
fn what_was_agreed_to_tells_of_the_channels_that_a_no_on_another_left() {
    let agreed = without_sms().agreed("w", day(20).into(), None).unwrap();
    let answers = &agreed.purposes[0].answers;
    let told: Vec<_> = answers.iter().map(|answer| (answer.question.channel, answer.is_allowed())).collect();
    let each = Channel::ALL.iter().map(|channel| (Some(*channel), *channel != Channel::Sms));
    assert_eq!(told, std::iter::once((None, false)).chain(each).collect::<Vec<_>>());
    // The other purpose is as a whole on each: nothing more is said of it.
    assert_eq!(agreed.purposes[1].answers.len(), 1);
    // So for a recipient, with both names.
    let mut ledger = ledger();
    let no = to(event("2", "w", "jobs", EventKind::Withdrawn, 10).channel(Channel::Sms), "bbq");
    ledger.extend([to(event("1", "w", "jobs", EventKind::Given, 0), "bbq"), no]).unwrap();
    let agreed = ledger.agreed("w", day(20).into(), None).unwrap();
    let allowed = agreed.purposes[0].answers.iter().filter(|answer| answer.is_allowed());
    let allowed: Vec<_> = allowed.map(|answer| answer.question.channel.unwrap()).collect();
    assert_eq!(allowed, NOT_SMS);
    assert!(
        agreed.text(Lang::En).contains("jobs (e-mail, bbq)")
            || agreed.text(Lang::En).contains("jobs (E-mail, bbq)"),
        "{agreed}"
    );
}

#[test]
fn a_yes_for_a_recipient_counts_as_one() {
    let mut ledger = ledger();
    let given = |id: &str, subject: &str, state| {
        let mut yes = to(event(id, subject, "jobs", EventKind::Given, 0), "all_alumni");
        yes.employment_state = Some(state);
        yes
    };
    let own = event("3", "b", "jobs", EventKind::Given, 1);
    ledger
        .extend([given("1", "a", EmploymentState::Active), given("2", "b", EmploymentState::Active), own])
        .unwrap();
    let total = ledger.at_exit(day(2)).total;
    // Of b nobody knows when the yes to the company's own use was given.
    assert_eq!((total.people, total.at_exit, total.unknown), (2, 1, 1));
}

/// What a new version, in effect from day 30, means for whoever said this under the first.
fn plan(events: Vec<Event>) -> (usize, usize, Vec<String>) {
    let purposes = [
        Purpose::new("jobs", Localized::same("Jobs"), LegalBasis::Consent),
        Purpose::new("ask", Localized::same("Ask"), LegalBasis::LegalObligation)
            .class(PurposeClass::Administration),
    ];
    let notice = |version| Notice::new("n", version, ["jobs"]).text("en", format!("Text {version}."));
    let mut ledger = Ledger::new(purposes, [notice(1)]).unwrap();
    ledger.extend(events).unwrap();
    let contacts = Contacts::new(ContactRules::new("c", 1)).unwrap();
    let new = notice(2).effective_from(day(30)).material();
    let request = ReconsentRequest::new(new, "ask", [Channel::Email], "office", "m", day(20));
    let plan = ledger.plan_reconsent(&contacts, &request).unwrap();
    let codes = plan.people.iter().flat_map(|person| person.reasons.values().flatten());
    (plan.ask, plan.loss.at_stake, codes.map(|reason| reason.code().to_owned()).collect())
}

#[test]
fn a_plan_asks_whose_yes_still_stands_on_another_channel() {
    let given = || event("1", "w", "jobs", EventKind::Given, 0);
    let no = |kind| event("2", "w", "jobs", kind, 10);
    for kind in [EventKind::Withdrawn, EventKind::Refused, EventKind::Objected, EventKind::Restricted] {
        let asked = (1, 1, vec!["reconsent-marked-material".to_owned()]);
        assert_eq!(plan(vec![given(), no(kind).channel(Channel::Sms)]), asked, "{kind}");
        let on_email = vec![given().channel(Channel::Email), no(kind).channel(Channel::Sms)];
        assert_eq!(plan(on_email), asked, "{kind}");
        let said = if kind == EventKind::Restricted { "reconsent-restricted" } else { "reconsent-said-no" };
        assert_eq!(plan(vec![given(), no(kind)]), (0, 0, vec![said.to_owned()]), "{kind}");
    }
    // Whoever did not say no is not said to have.
    let mut by_authority = no(EventKind::Invalidated);
    by_authority.actor = Actor::Authority;
    for ended in [no(EventKind::Revoked), by_authority] {
        let codes = plan(vec![given(), ended]).2;
        assert_eq!(codes, ["reconsent-ended-by-others"]);
    }
}

#[test]
fn an_objection_that_ends_another_purpose_is_named() {
    let purpose =
        |id: &str, class| Purpose::new(id, Localized::same(id), LegalBasis::LegitimateInterest).class(class);
    let purposes = [purpose("news", PurposeClass::Information), purpose("ads", PurposeClass::Advertising)];
    let mut ledger = Ledger::new(purposes, [])
        .unwrap()
        .with_packs([Pack::shipped("eu-gdpr-eprivacy").unwrap()])
        .unwrap()
        .with_regimes(Regimes::everyone(["eu"]))
        .unwrap();
    ledger.extend([event("obj-1", "w", "ads", EventKind::Objected, 0)]).unwrap();
    let ask = |purpose: &str, activity: Option<&str>| {
        let mut question = Question::new("w", purpose, Channel::Postal, day(900));
        question.activity = activity.map(|activity| activity.parse().unwrap());
        ledger.may(&question).unwrap()
    };
    // A purpose that says its class is taken for no more than that.
    assert!(ask("news", None).is_allowed() && ask("news", Some("information")).is_allowed());
    for answer in [ask("news", Some("advertising")), ask("ads", None)] {
        assert_eq!((answer.verdict, answer.evidence[0].id.as_str()), (Verdict::Denied, "obj-1"));
        for lang in [Lang::En, Lang::Ja] {
            assert!(answer.text(lang).contains("obj-1"), "{}", answer.text(lang));
        }
        assert!(!answer.text(Lang::En).contains("nothing on record stands"), "{}", answer.text(Lang::En));
        assert!(
            !answer.text(Lang::Ja).contains("、これを妨げる記録")
                || answer.text(Lang::Ja).contains("この利用目的について")
        );
    }
}

#[test]
fn somebody_named_twice_is_one_person() {
    let mut ledger = ledger();
    ledger.extend([event("1", "w", "jobs", EventKind::Given, 0)]).unwrap();
    let among = ["w", "v", "w", "w"];
    let summary = ledger.summary_among(among, "jobs", None, day(1)).unwrap();
    assert_eq!((summary.subjects, summary.allowed, summary.denied), (2, 1, 1));
    let funnel = ledger.funnel(among, "jobs", None, day(1), None, None).unwrap();
    assert_eq!((funnel.steps[0].people, funnel.reachable()), (2, 1));
    assert_eq!(ledger.permitted_among(among, "jobs", day(1)).unwrap().len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever the gate allows on some channel or to somebody stands against deleting, and is told of.
    #[test]
    fn what_is_allowed_anywhere_is_not_due_and_is_told(events in events(), n in 1..150_i64) {
        let mut ledger = ledger();
        ledger.extend(events.clone()).unwrap();
        let at = day(n);
        let rule = RetentionRule::new("jobs", "1 day".parse().unwrap());
        let due = ledger.retention_due(at, &[rule]).unwrap();
        let agreed = ledger.agreed("w", at.into(), None).unwrap();
        let of = agreed.purposes.iter().find(|of| of.purpose == "jobs").unwrap();
        let timeline = ledger.timeline("w", at + chrono::TimeDelta::nanoseconds(1), None).unwrap();
        for recipient in [None, Some("group".to_owned())] {
            for channel in Channel::ALL.iter().copied().map(Some).chain([None]) {
                let mut question = Question::new("w", "jobs", channel, at);
                question.recipient.clone_from(&recipient);
                if !ledger.may(&question).unwrap().is_allowed() {
                    continue;
                }
                prop_assert_eq!(&due, &[]);
                let is_told = |narrowed: Option<Channel>, to: &Option<String>| {
                    *to == recipient && (narrowed == channel || narrowed.is_none())
                };
                let told = of.answers.iter().find(|answer| {
                    answer.is_allowed() && is_told(answer.question.channel, &answer.question.recipient)
                });
                prop_assert!(told.is_some(), "{channel:?} {recipient:?}");
                let lane = timeline.lanes.iter().find(|lane| {
                    lane.purpose == "jobs"
                        && is_told(lane.channel, &lane.recipient)
                        && lane.spans.last().is_some_and(|span| span.verdict == Verdict::Allowed)
                });
                prop_assert!(lane.is_some(), "{channel:?} {recipient:?}");
            }
        }
    }
}
