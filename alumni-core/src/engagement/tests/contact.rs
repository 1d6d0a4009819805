//! What is two-way contact, and what is not.

use super::*;
use crate::engagement::{Kind, Permitted, ScoreModel};

#[test]
fn a_reply_to_a_newsletter_is_contact_and_the_next_newsletter_does_not_reset_it() {
    // The figures of the programme's own example: a reply on 10 January is 91 days old on 10 April.
    let events = [
        office("n-1", "2024-01-08T09:00:00Z", "company_push"),
        in_thread(alumnus("r-1", "2024-01-10T22:00:00Z", "reply", "w-1"), "n-1"),
        office("n-2", "2024-04-01T09:00:00Z", "company_push"),
        alumnus("c-1", "2024-04-02T09:00:00Z", "click", "w-1").with_prompt("n-2").unwrap(),
    ];
    assert_eq!(recency(&events, "w-1", "2024-04-10"), Some(91));
}

#[test]
fn talking_to_nobody_is_no_contact_until_somebody_answers() {
    let question = alumnus("q-1", "2024-01-10T09:00:00Z", "post_question", "w-1");
    let own = in_thread(alumnus("q-2", "2024-01-11T09:00:00Z", "reply", "w-1"), "q-1");
    let reaction = in_thread(alumnus("q-3", "2024-01-12T09:00:00Z", "reaction", "w-2"), "q-1");
    let mut events = vec![question, own, reaction];
    assert_eq!(recency(&events, "w-1", "2024-02-01"), None);
    events.push(in_thread(alumnus("q-4", "2024-01-13T09:00:00Z", "answer", "w-3"), "q-1"));
    assert_eq!(recency(&events, "w-1", "2024-02-01"), Some(22));
    assert_eq!(recency(&events, "w-3", "2024-02-01"), Some(19));
    assert_eq!(recency(&events, "w-2", "2024-02-01"), None);
}

#[test]
fn the_author_of_a_thread_who_goes_on_is_in_contact_since_the_last_who_spoke() {
    let events = [
        alumnus("q-1", "2024-01-10T09:00:00Z", "post_question", "w-1"),
        in_thread(alumnus("q-2", "2024-01-11T09:00:00Z", "answer", "w-2"), "q-1"),
        in_thread(alumnus("q-3", "2024-01-12T09:00:00Z", "answer", "w-3"), "q-1"),
        in_thread(alumnus("q-4", "2024-01-20T09:00:00Z", "reply", "w-1"), "q-1"),
    ];
    assert_eq!(recency(&events, "w-1", "2024-02-01"), Some(20));
    assert_eq!(recency(&events, "w-2", "2024-02-01"), Some(21));
    assert_eq!(recency(&events, "w-3", "2024-02-01"), Some(20));
}

#[test]
fn a_thread_without_its_root_begins_with_its_earliest_event() {
    let events = [
        in_thread(alumnus("q-2", "2024-01-11T09:00:00Z", "answer", "w-2"), "lost"),
        in_thread(alumnus("q-3", "2024-01-12T09:00:00Z", "answer", "w-3"), "lost"),
    ];
    assert_eq!(recency(&events, "w-2", "2024-02-01"), Some(21));
    assert_eq!(recency(&events, "w-3", "2024-02-01"), Some(20));
    assert_eq!(recency(&events[..1], "w-2", "2024-02-01"), None);
}

#[test]
fn a_message_is_contact_for_both_once_the_other_has_written_too() {
    let first = to_person(alumnus("m-1", "2024-01-10T09:00:00Z", "direct_message", "w-1"), "w-2");
    let again = to_person(alumnus("m-2", "2024-01-11T09:00:00Z", "direct_message", "w-1"), "w-2");
    let back = to_person(alumnus("m-3", "2024-01-15T09:00:00Z", "direct_message", "w-2"), "w-1");
    assert_eq!(recency(&[first.clone(), again.clone()], "w-1", "2024-02-01"), None);
    let events = [back.clone(), again.clone(), first.clone()];
    assert_eq!(recency(&events, "w-1", "2024-02-01"), Some(21));
    assert_eq!(recency(&events, "w-2", "2024-02-01"), Some(21));
    // Whoever says which message they answer is in contact on the day of the answer.
    let events = [back.with_prompt("m-2").unwrap(), again, first];
    assert_eq!(recency(&events, "w-1", "2024-02-01"), Some(21));
    assert_eq!(recency(&events, "w-2", "2024-02-01"), Some(17));
}

#[test]
fn what_others_send_renews_nobodys_contact() {
    let letter =
        |id, when, actor_type, who| to_person(event(id, when, "direct_message", who, actor_type), "w-1");
    for (who, actor_type) in [("office", ActorType::Office), ("w-2", ActorType::Alumnus)] {
        let back = to_person(alumnus("m-2", "2021-11-02T09:00:00Z", "direct_message", "w-1"), who);
        let first = letter("m-1", "2021-10-23T09:00:00Z", actor_type, who);
        let last = letter("m-3", "2024-03-30T09:00:00Z", actor_type, who);
        // 2 November 2021 is 880 days before 31 March 2024.
        let asked = [first.clone(), back.clone(), last.clone()];
        assert_eq!(recency(&asked, "w-1", "2024-03-31"), Some(880));
        if actor_type == ActorType::Alumnus {
            assert_eq!(recency(&asked, who, "2024-03-31"), Some(880));
        }
        for named in [in_thread(last.clone(), "m-2"), last.with_prompt("m-2").unwrap()] {
            assert_eq!(recency(&[first.clone(), back.clone(), named], "w-1", "2024-03-31"), Some(880));
        }
        // Once they write again, it is as fresh as the older of the two last messages.
        let now = to_person(alumnus("m-4", "2024-03-30T12:00:00Z", "direct_message", "w-1"), who);
        let last = letter("m-3", "2024-03-26T09:00:00Z", actor_type, who);
        assert_eq!(recency(&[first, back, last, now], "w-1", "2024-03-31"), Some(5));
    }
}

#[test]
fn a_view_of_a_profile_opens_no_contact_and_a_machine_is_no_company() {
    let view =
        to_person(event("v-1", "2024-01-10T09:00:00Z", "profile_view", "s-1", ActorType::Staff), "w-1");
    let message = to_person(alumnus("m-1", "2024-01-11T09:00:00Z", "direct_message", "w-1"), "s-1");
    assert_eq!(recency(&[view, message], "w-1", "2024-02-01"), None);
    let mail = event("n-1", "2024-01-10T09:00:00Z", "company_push", "robot", ActorType::System);
    let reply = in_thread(alumnus("r-1", "2024-01-11T09:00:00Z", "reply", "w-1"), "n-1");
    assert_eq!(recency(&[mail, reply], "w-1", "2024-02-01"), None);
}

#[test]
fn an_answer_before_the_question_or_after_the_day_is_none() {
    let question = alumnus("q-1", "2024-01-10T09:00:00Z", "post_question", "w-1");
    let early = in_thread(alumnus("a-1", "2024-01-09T09:00:00Z", "answer", "w-2"), "q-1");
    let late = in_thread(alumnus("a-2", "2024-02-01T00:00:00Z", "answer", "w-2"), "q-1");
    let events = [question, early, late];
    assert_eq!(recency(&events, "w-1", "2024-02-01"), None);
    assert_eq!(recency(&events, "w-1", "2024-02-02"), Some(23));
    assert_eq!(recency(&events, "w-2", "2024-02-02"), Some(1));
}

#[test]
fn a_model_may_say_which_kinds_are_two_way() {
    let events = [
        alumnus("q-1", "2024-01-10T09:00:00Z", "post_update", "w-1"),
        in_thread(alumnus("q-2", "2024-01-12T09:00:00Z", "reaction", "w-2"), "q-1"),
    ];
    let model = |two_way: &str| {
        let text = format!(
            "id = \"x\"\nversion = 1\ntitle = \"x\"\nsource = \"x\"\nhalf_life_days = 1\n\
             [[kinds]]\nkind = \"reaction\"\nweight = 1\n{two_way}"
        );
        ScoreModel::parse(&text).unwrap()
    };
    let day = "2024-02-01".parse().unwrap();
    let recency = |model: &ScoreModel| {
        model.score(&events, day, Permitted::Everyone).unwrap().get("w-1").unwrap().recency_days
    };
    assert_eq!(recency(&model("")), None);
    assert_eq!(recency(&model("two_way = true")), Some(22));
    assert!("post_update".parse::<Kind>().unwrap().speaks());
}
