//! Traffic and pulse on networks like those of the field.

use std::collections::BTreeSet;

use super::*;
use crate::Lang;
use crate::calendar::Span;
use crate::engagement::{Proportion, pulse, traffic};

fn year() -> Span {
    Span::new("2023-01-01".parse().unwrap(), "2024-01-01".parse().unwrap()).unwrap()
}

fn members(count: usize) -> BTreeSet<String> {
    (0..count).map(|index| format!("w-{index}")).collect()
}

#[test]
fn a_network_of_fortnightly_posts_and_a_monthly_newsletter_speaks_mostly_for_itself() {
    // Maruhan: about 140 members, one post in two weeks; with 12 newsletters, 68 % comes from alumni.
    let mut events: Vec<_> = (1..=12)
        .map(|month| office(&format!("n-{month}"), &format!("2023-{month:02}-01T00:00:00Z"), "company_push"))
        .collect();
    let start = at("2023-01-02T03:00:00Z");
    for index in 0..26 {
        let when = start + chrono::Duration::days(14 * index);
        let poster = format!("w-{}", index % 16);
        events.push(
            Interaction::new(format!("p-{index}"), when, "post_update", poster, ActorType::Alumnus).unwrap(),
        );
    }
    let found = traffic(&events, year()).unwrap();
    assert_eq!((found.n, found.alumni_to_alumni.count, found.company_to_alumni.count), (38, 26, 12));
    assert!((found.alumni_to_alumni.share.unwrap() - 0.684).abs() < 0.0005);
    assert_eq!(
        found.to_string(),
        "of 38 messages: 32% company to alumni, 0% alumni to company, 68% alumni to alumni"
    );
    let found = pulse(&events, &members(140), year()).unwrap();
    assert_eq!((found.posts.count, found.posts.days), (26, 365));
    // 0.186 posts per member and year.
    assert!((found.posts.per_year.unwrap() / 140.0 - 0.186).abs() < 0.0005);
    assert_eq!((found.posted, found.organic), (Proportion::new(16, 140), None));
}

#[test]
fn a_quiet_network_still_answers_when_asked() {
    // Maker A: 160 members, 5 posts a year, 15 answers to one request (5.8 to 14.9 %), some from first-time posters.
    let mut events = vec![office("ask", "2023-11-01T00:00:00Z", "post_help_request")];
    for index in 0..5 {
        let when = format!("2023-0{}-15T00:00:00Z", index + 1);
        events.push(alumnus(&format!("p-{index}"), &when, "post_update", &format!("w-{index}")));
    }
    for index in 0..15 {
        let when = format!("2023-11-01T{index:02}:30:00Z");
        events.push(in_thread(alumnus(&format!("a-{index}"), &when, "answer", &format!("w-{index}")), "ask"));
    }
    let found = pulse(&events, &members(160), year()).unwrap();
    let request = found.last_request.as_ref().unwrap();
    assert_eq!(
        (request.replies, request.first_timers, request.days_open),
        (Proportion::new(15, 160), 10, 61)
    );
    assert_eq!(request.asked_by, ActorType::Office);
    let words: Vec<_> = found.reasons.iter().map(|reason| reason.text(Lang::En)).collect();
    assert_eq!(
        words,
        [
            "5 posts by alumni in 365 days: 5.0 a year (95% interval 1.6 to 11.7)",
            "15 of 160 members did something others can notice (95% interval 6% to 15%)",
            "5 of 160 members posted (95% interval 1% to 7%)",
            "15 of 160 members replied to the last request (95% interval 6% to 15%), 10 of them for the first time; \
             open for 61 days (event ask)",
            "the record does not say what prompted the posts",
        ]
    );
    let japanese = found.reasons[3].text(Lang::Ja);
    assert!(japanese.contains("160人中15人") && japanese.contains("6%～15%"), "{japanese}");
}

#[test]
fn a_post_is_organic_unless_the_company_prompted_it() {
    let post = |id: &str, day: u32| alumnus(id, &format!("2023-05-{day:02}T00:00:00Z"), "post_intro", "w-1");
    let events = [
        office("ask", "2023-04-30T00:00:00Z", "nominate"),
        alumnus("pass", "2023-05-01T00:00:00Z", "nominate", "w-2"),
        post("by-itself", 2),
        post("by-the-office", 3).with_prompt("ask").unwrap(),
        post("by-an-alumnus", 4).with_prompt("pass").unwrap(),
        post("by-something-lost", 5).with_prompt("lost").unwrap(),
    ];
    let found = pulse(&events, &members(3), year()).unwrap();
    assert_eq!(found.organic, Some(Proportion::new(2, 4)));
    assert_eq!(found.last_request, None);
}

#[test]
fn looking_opening_and_leaving_are_no_acts_and_strangers_are_counted_apart() {
    let day = "2023-05-01T00:00:00Z";
    let events = [
        alumnus("1", day, "visit", "w-0"),
        alumnus("2", day, "open", "w-0"),
        alumnus("3", day, "opt_out", "w-1"),
        alumnus("4", day, "reaction", "w-2"),
        alumnus("5", day, "karaoke", "w-3"),
        alumnus("6", day, "reply", "stranger"),
        event("7", day, "reply", "w-4", ActorType::Staff),
    ];
    let found = pulse(&events, &members(10), year()).unwrap();
    assert_eq!((found.acted, found.posted), (Proportion::new(1, 10), Proportion::new(0, 10)));
    assert_eq!((found.outside_roster, found.unknown_kinds.len()), (1, 1));
}

#[test]
fn an_audience_is_found_by_target_thread_and_kind() {
    let day = |hour: u32| format!("2023-05-01T{hour:02}:00:00Z");
    let message = |id: &str, hour, kind: &str, actor: &str| alumnus(id, &day(hour), kind, actor);
    let events = [
        office("push", &day(0), "company_push"),
        in_thread(message("1", 1, "reply", "w-1"), "push"),
        to_person(message("2", 2, "direct_message", "w-1"), "office"),
        to_person(message("3", 3, "direct_message", "w-1"), "w-2"),
        to_person(office("4", &day(4), "direct_message"), "w-1"),
        to_person(office("5", &day(5), "direct_message"), "s-1"),
        event("6", &day(6), "reply", "s-1", ActorType::Staff).with_target("5", TargetType::Content).unwrap(),
        message("7", 7, "application", "w-1").with_target("job", TargetType::Opportunity).unwrap(),
        message("8", 8, "post_intro", "w-1").with_prompt("push").unwrap(),
        office("9", &day(9), "reply").with_target("8", TargetType::Content).unwrap(),
        message("10", 10, "visit", "w-1"),
        message("11", 11, "karaoke", "w-1"),
        message("12", 12, "post_update", "w-1").to_network(),
    ];
    let found = traffic(&events, year()).unwrap();
    let counts = [found.company_to_alumni.count, found.alumni_to_company.count, found.alumni_to_alumni.count];
    // The office's message to a colleague, who has only ever acted as staff, stays within the company.
    assert_eq!((counts, found.within_company), ([3, 3, 3], 2));
    assert_eq!(found.unknown_kinds.len(), 1);
    let back: crate::engagement::Traffic =
        serde_json::from_value(serde_json::to_value(&found).unwrap()).unwrap();
    assert_eq!(back, found);
}
