mod told;

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::talk::Ties;
use super::*;
use crate::engagement::{ActorType, TargetType};
use crate::text::Argument;
use crate::{ErrorKind, Lang, Reason};

fn model() -> HealthModel {
    HealthModel::preset("alumni-health").unwrap()
}

fn day() -> NaiveDate {
    "2024-04-01".parse().unwrap()
}

fn at(days_ago: i64) -> DateTime<Utc> {
    super::super::record::start_of(day()) - TimeDelta::days(days_ago)
}

fn event(id: &str, days_ago: i64, kind: &str, actor: &str) -> Interaction {
    let by = if actor == "office" { ActorType::Office } else { ActorType::Alumnus };
    Interaction::new(id, at(days_ago), kind, actor, by).unwrap()
}

fn roster(members: usize) -> Roster {
    Roster::new((0..members).map(|number| format!("w-{number}")))
}

#[test]
fn the_model_of_the_library_is_one_document_both_ways() {
    let model = model();
    let json = serde_json::to_string(&model).unwrap();
    assert_eq!(HealthModel::parse(&json).unwrap(), model);
    assert_eq!(model.causes.len(), CauseKind::ALL.len());
    assert!(HealthModel::preset("other").is_err());
}

#[test]
fn a_model_that_cannot_be_used_says_where() {
    let path = |change: fn(&mut HealthModel)| {
        let mut model = model();
        change(&mut model);
        health(&[], &roster(1), day(), &model).unwrap_err().path().to_owned()
    };
    assert_eq!(path(|model| model.causes[3].threshold = f64::NAN), "model.causes[3].threshold");
    assert_eq!(path(|model| model.causes[1].cause = CauseKind::OneWay), "model.causes[1].cause");
    assert_eq!(path(|model| model.recent_days = 0), "model.recent_days");
    assert_eq!(path(|model| model.year_days = 30), "model.year_days");
    assert_eq!(path(|model| model.states.fading = 1.0), "model.states.fading");
    assert_eq!(path(|model| model.certainty.suspected = 0.99), "model.certainty.suspected");
    let early = health(&[], &roster(1), "0001-01-05".parse().unwrap(), &model());
    assert!(early.is_ok_and(|found| found.state == HealthState::CannotTell));
}

#[test]
fn an_empty_network_one_member_and_no_events_are_answered() {
    for members in [0, 1, 200] {
        let found = health(&[], &roster(members), day(), &model()).unwrap();
        assert_eq!(found.state, HealthState::CannotTell);
        assert!(!found.needs.is_empty() && found.causes.is_empty());
        assert!(found.others.iter().all(|cause| cause.certainty == Certainty::CannotTell));
    }
    let only_later = [event("e-1", -1, "post_update", "w-1")];
    let found = health(&only_later, &roster(20), day(), &model()).unwrap();
    assert_eq!((found.state, found.notes.len()), (HealthState::CannotTell, 1));
}

#[test]
fn a_million_events_of_one_person_in_a_day_are_one_busy_person() {
    let mut events: Vec<Interaction> = (0..1_000_000)
        .map(|number| {
            let at = at(20) + TimeDelta::microseconds(number * 86_399);
            Interaction::new(format!("e-{number}"), at, "post_update", "w-1", ActorType::Alumnus).unwrap()
        })
        .collect();
    events.push(event("old", 300, "post_update", "w-2"));
    let found = health(&events, &roster(140), day(), &model()).unwrap();
    let acted = found.evidence.iter().find(|evidence| evidence.reason.code() == "health-acted").unwrap();
    assert_eq!(acted.figure.unwrap().count, 1);
}

#[test]
fn kinds_of_the_model_are_known() {
    let mut push = event("e-1", 10, "rehire_push", "office");
    let events = [event("e-0", 300, "post_update", "w-1"), push.clone(), event("e-2", 10, "odd", "w-1")];
    let found = health(&events, &roster(20), day(), &model()).unwrap();
    assert_eq!(found.unknown_kinds.keys().map(|kind| kind.as_str()).collect::<Vec<_>>(), ["odd"]);
    push = event("e-9", 5, "company_push", "office").with_target("job", TargetType::Opportunity).unwrap();
    let jobs: Vec<_> =
        (0..8).map(|number| event(&format!("j-{number}"), 20 + number, "rehire_push", "office")).collect();
    let events: Vec<_> = jobs.into_iter().chain([push]).collect();
    let found = health(&events, &roster(20), day(), &model()).unwrap();
    assert_eq!(found.causes[0].cause, CauseKind::OverRecruiting);
    assert_eq!((found.causes[0].figure.count, found.causes[0].certainty), (9, Certainty::Sure));
    // 9 / 0.3 = 30 mailings in all.
    assert_eq!(found.causes[0].needed, 21);
}

#[test]
fn newcomers_are_told_from_the_days_they_joined() {
    let joined = |days_ago| (day() - TimeDelta::days(days_ago), 20);
    let mut roster = roster(40);
    let (day_of, new) = joined(60);
    for number in 0..new {
        roster = roster.with(format!("n-{number}"), day_of);
    }
    let events: Vec<_> =
        (0..40).map(|number| event(&format!("e-{number}"), 30, "reaction", &format!("w-{number}"))).collect();
    let events: Vec<_> = events.into_iter().chain([event("old", 400, "post_update", "w-1")]).collect();
    let found = health(&events, &roster, day(), &model()).unwrap();
    let cause = found.causes.iter().find(|cause| cause.cause == CauseKind::SilentNewcomers).unwrap();
    assert_eq!((cause.figure.count, cause.figure.of), (0, 20.0));
    assert_eq!(cause.certainty, Certainty::Sure);
}

/// Two triangles and a pair: 8 people, 7 exchanges.
#[test]
fn hubs_and_groups_are_counted() {
    let pairs = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "e"), ("e", "f"), ("f", "d"), ("g", "h")];
    let of = |pairs: &[(&'static str, &'static str)]| Ties::of(pairs.iter().copied()).unwrap();
    assert_eq!(of(&pairs), Ties { exchanges: 7, hub: 2, people: 8, components: vec![3, 3, 2] });
    assert_eq!(of(&[("hub", "x"); 9]), Ties { exchanges: 9, hub: 9, people: 2, components: vec![2] });
    assert_eq!(of(&[]), Ties::default());
    assert_eq!((of(&pairs).second(), of(&[]).second()), (3, 0));
    assert_eq!([0.2, 0.25, 0.375].map(|share| of(&pairs).larger_than(share)), [3, 2, 0]);
}

#[test]
fn what_cannot_be_told_is_named_in_words() {
    for lang in Lang::ALL {
        for code in ["health-too-few", "health-undecided", "health-not-recorded"] {
            let said = CauseKind::ALL.map(|cause| {
                let text = Reason::new(code).with("cause", cause.as_str()).with("needed", 7_u64).text(lang);
                assert!(!text.contains('_') && !text.contains('{'), "{text}");
                assert_eq!(text.contains('7'), code != "health-not-recorded", "{text}");
                text
            });
            assert_eq!(said.iter().collect::<HashSet<_>>().len(), CauseKind::ALL.len(), "{said:?}");
        }
    }
}

#[test]
fn a_probability_that_is_not_nothing_is_not_said_to_be_nothing() {
    let said = |p: f64, lang| Argument::probability(p, 3).text(lang);
    let ends = [0.05, 0.0012, 0.0009, 0.0001, 0.000_099, 1e-300];
    assert_eq!(
        ends.map(|p| said(p, Lang::En)),
        ["0.050", "0.001", "0.0009", "0.0001", "< 0.0001", "< 0.0001"]
    );
    assert_eq!(said(1e-9, Lang::Ja), "0.0001未満");
    let mut events: Vec<_> = (0..60)
        .map(|number| event(&format!("e-{number}"), 190 + 2 * number, "post_update", &format!("w-{number}")))
        .collect();
    events.push(event("last", 170, "post_update", "w-1"));
    let found = health(&events, &roster(60), day(), &model()).unwrap();
    let fell = found.evidence.first().unwrap().reason.text(Lang::Ja);
    assert!(fell.contains("0.0001未満"), "{fell}");
}

#[test]
fn members_count_from_the_day_they_joined() {
    let roster = Roster::new(["a", "b"]).with("c", day() - Days::new(10)).with("d", day() - Days::new(800));
    assert!((roster.member_years(day() - Days::new(365), day()) - (3.0 + 10.0 / 365.0)).abs() < 1e-12);
    assert!(roster.member_years(day(), day()).abs() < 1e-12);
    let roster = roster.with("e", day()).with("f", day() + Days::new(1));
    let (then, later) = roster.as_of(day());
    assert_eq!((then.len(), later, then.joined("e")), (4, 2, None));
    let early = health(&[], &Roster::default().opened(day() + Days::new(1)), day(), &model()).unwrap_err();
    assert_eq!((early.kind(), early.path()), (ErrorKind::Inconsistent, "opened"));
}

#[test]
fn one_id_with_two_contents_is_an_error() {
    let events = [event("e-1", 3, "post_update", "w-1"), event("e-1", 3, "post_update", "w-2")];
    let error = health(&events, &roster(20), day(), &model()).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Duplicate, "events[1].id"));
}

#[test]
fn what_newcomers_did_before_joining_is_no_sign_of_having_arrived() {
    let joined = day() - Days::new(60);
    let roster = (0..20).fold(roster(40), |roster, number| roster.with(format!("n-{number}"), joined));
    let record = |days_ago: i64| -> Vec<_> {
        let others =
            (0..40).map(|number| event(&format!("o-{number}"), 30, "reaction", &format!("w-{number}")));
        let told = |number| event(&format!("e-{number}"), days_ago, "post_update", &format!("n-{number}"));
        others.chain((0..20).map(told)).collect()
    };
    let newcomers = |days_ago: i64| {
        let found = health(&record(days_ago), &roster, day(), &model()).unwrap();
        let mut all = found.causes.iter().chain(&found.others);
        let cause = all.find(|cause| cause.cause == CauseKind::SilentNewcomers).unwrap().clone();
        (
            cause.figure.count,
            cause.figure.of,
            cause.certainty,
            found.notes.iter().map(Reason::code).map(str::to_owned).collect::<Vec<_>>(),
        )
    };
    assert_eq!(newcomers(61), (0, 20.0, Certainty::Sure, vec!["health-before-joining".to_owned()]));
    assert_eq!(newcomers(60), (20, 20.0, Certainty::Clear, Vec::new()));
}

#[test]
fn what_somebody_answers_themselves_is_no_answer_and_no_exchange() {
    let mut events = vec![event("e-0", 300, "visit", "w-0")];
    for number in 0..20 {
        let (asked, who) = (format!("q-{number}"), format!("w-{number}"));
        let reply = event(&format!("r-{number}"), 59, "reply", &who).with_thread(&asked).unwrap();
        events.extend([event(&asked, 60, "post_question", &who), reply]);
    }
    let found = health(&events, &roster(40), day(), &model()).unwrap();
    let figure = |kind| {
        let mut all = found.causes.iter().chain(&found.others);
        let figure = all.find(|cause| cause.cause == kind).unwrap().figure;
        (figure.count, figure.of)
    };
    assert_eq!((figure(CauseKind::Unanswered), figure(CauseKind::OneHub)), ((0, 20.0), (0, 0.0)));
}

/// One message by an alumnus among ten: 10 %, and the 95 % interval from 1.8 to 40.4 % holds the threshold of a fifth.
#[test]
fn a_bad_figure_whose_interval_reaches_across_is_not_clear() {
    let one_way = |alumni: i64, company: i64| {
        let old = event("old", 400, "visit", "w-0");
        let said = (0..alumni).map(|number| event(&format!("a-{number}"), 20 + number, "post_update", "w-0"));
        let sent = (0..company).map(|number| {
            let made = event(&format!("c-{number}"), 50 + number, "company_push", "office");
            made.with_target("all", TargetType::Network).unwrap()
        });
        let events: Vec<_> = std::iter::once(old).chain(said).chain(sent).collect();
        let found = health(&events, &roster(160), day(), &model()).unwrap();
        let mut all = found.causes.iter().chain(&found.others);
        all.find(|cause| cause.cause == CauseKind::OneWay).unwrap().clone()
    };
    // Wilson's interval by its definition: all shares whose test at 60 % does not refuse the figure; 0.841621 from a printed table.
    let z = 0.841_621_233_572_914_3_f64;
    let told = |share: f64, of: u64| (share - 0.2).abs() > z * (0.2 * 0.8 / of as f64).sqrt();
    for (alumni, company) in [(1, 9), (2, 12), (1, 7), (3, 14), (19, 80)] {
        let (found, of) = (one_way(alumni, company), u64::try_from(alumni + company).unwrap());
        let share = alumni as f64 / of as f64;
        assert_eq!(found.certainty, Certainty::CannotTell, "{found:?}");
        let first = (of..1_000_000).find(|of| told(share, *of)).unwrap();
        assert_eq!(found.needed, first - of, "{alumni} of {of}");
        let codes: Vec<_> = found.reasons.iter().map(Reason::code).collect();
        assert_eq!(codes, ["health-undecided", "health-one-way"]);
    }
    assert_eq!(one_way(1, 9).needed, 2);
    assert_eq!(one_way(1, 11).certainty, Certainty::Suspected);
    // On the good side and at the threshold itself it is clear, whatever the interval.
    for (alumni, company) in [(2, 8), (3, 9), (30, 70)] {
        assert_eq!(one_way(alumni, company).certainty, Certainty::Clear);
    }
    // Too few are too few, as before.
    assert_eq!((one_way(0, 6).certainty, one_way(0, 6).needed), (Certainty::CannotTell, 2));
}

/// A rate: 9 benefits in so many member-years that there are 0.09 of them in each.
#[test]
fn a_bad_rate_says_how_many_members_more_would_show_it() {
    let figure = Figure::rate(9, 100.0, 0.95);
    let levels = model().certainty;
    assert_eq!(figure.certainty(figure::Bad::Below, 0.1, &levels), Certainty::CannotTell);
    let more = figure.more_to_tell(200, figure::Bad::Below, 0.1, &levels);
    // By the Poisson distribution itself: with as many again as now (k times) the count is 9k of 100k years. The rate is told from 0.1 where
    // so few come with a probability of one in five at most. Counts that are not whole lie between those that are.
    let at_most = |count: u64, mean: f64| {
        let mut term = (-mean).exp();
        let mut sum = term;
        for k in 1..=count {
            term *= mean / k as f64;
            sum += term;
        }
        sum
    };
    // Each person is half a year, so that 0.045 benefits are theirs; look at the whole counts on either side of the answer.
    let count = (200 + more) as f64 * 0.045;
    let mean = |count: f64| 0.1 * count / 0.09;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small whole number")]
    let whole = |count: f64| count as u64;
    let (below, above) = (count.floor(), count.ceil() + 1.0);
    assert!(at_most(whole(below - 1.0), mean(below - 1.0)) > 0.2, "{count}");
    assert!(at_most(whole(above), mean(above)) < 0.2, "{count}");
}

/// Posts of the members' own, 80 in a year and a half, none of which anything is recorded to have prompted. How often the company sends
/// something changes nothing of what they do.
#[test]
fn how_often_the_company_sends_is_no_sign_of_why_members_post() {
    let told = |every: i64| {
        let posts = (0..160).map(|number| {
            event(&format!("p-{number}"), 1 + number * 2, "post_update", &format!("w-{}", number * 7 % 160))
        });
        let sent = (0..360).filter(|days| every > 0 && days % every.max(1) == 0);
        let sent = sent.map(|days| event(&format!("s-{days}"), days, "company_push", "office"));
        let events: Vec<_> = posts.chain(sent).collect();
        health(&events, &roster(160).opened(day() - Days::new(900)), day(), &model()).unwrap()
    };
    for every in [0, 1, 2, 4, 14] {
        let found = told(every);
        assert_eq!(found.state, HealthState::SelfRunning, "{every}");
        assert_eq!(found.headline.code(), "health-lively");
        let cause = found.others.iter().find(|cause| cause.cause == CauseKind::OfficeDriven).unwrap();
        assert_eq!((cause.certainty, cause.figure.value), (Certainty::CannotTell, None), "{every}");
        assert_eq!(cause.reasons[0].code(), "health-prompts-not-recorded");
        assert!(found.evidence.iter().any(|one| one.reason.code() == "health-own-posts-not-recorded"));
    }
}

proptest! {
    /// Other ids for the same people change nothing: nobody is named in what is found.
    #[test]
    fn ids_do_not_matter(acts in prop::collection::vec((0_i64..300, 0_usize..12, 0_usize..5, 0_usize..12), 0..60)) {
        let kinds = ["post_question", "reply", "direct_message", "visit", "opt_out"];
        let told = |name: &dyn Fn(usize) -> String| {
            let one = |(number, (days, who, kind, whom)): (usize, &(i64, usize, usize, usize))| {
                let made = event(&format!("e-{number}"), *days, kinds[*kind], &name(*who));
                match *kind {
                    1 => made.with_thread(format!("e-{whom}")).unwrap(),
                    2 => made.with_target(name(*whom), TargetType::Person).unwrap(),
                    _ => made,
                }
            };
            let events: Vec<_> = acts.iter().enumerate().map(one).collect();
            health(&events, &Roster::new((0..12).map(name)), day(), &model()).unwrap()
        };
        prop_assert_eq!(told(&|who| format!("{}", 100 - who)), told(&|who| format!("w-{who:02}")));
    }

    /// Order and repetition of the events do not matter.
    #[test]
    fn order_and_repetition_do_not_matter(
        acts in prop::collection::vec((0_i64..500, 0_usize..12, 0_usize..6), 0..60),
        turn in any::<prop::sample::Index>(),
    ) {
        let kinds = ["post_update", "post_question", "answer", "visit", "company_push", "opt_out"];
        let events: Vec<_> = acts.iter().enumerate().map(|(number, (days, who, kind))| {
            let actor = if kinds[*kind] == "company_push" { "office".to_owned() } else { format!("w-{who}") };
            event(&format!("e-{number}"), *days, kinds[*kind], &actor)
        }).collect();
        let found = health(&events, &roster(12), day(), &model()).unwrap();
        let mut turned = events.clone();
        if !turned.is_empty() {
            let place = turn.index(turned.len());
            turned.rotate_left(place);
        }
        prop_assert_eq!(&health(&turned, &roster(12), day(), &model()).unwrap(), &found);
        let json = serde_json::to_string(&found).unwrap();
        prop_assert_eq!(serde_json::from_str::<Health>(&json).unwrap(), found.clone());
        let twice: Vec<_> = events.iter().chain(&events).cloned().collect();
        let again = health(&twice, &roster(12), day(), &model()).unwrap();
        prop_assert_eq!((again.state, again.causes, again.evidence), (found.state, found.causes, found.evidence));
    }
}
