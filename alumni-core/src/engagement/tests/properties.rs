//! What holds for every record.

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::calendar::Span;
use crate::engagement::{Part, Points, Scores, WindowModel, pulse, traffic};

const KINDS: [&str; 9] = [
    "post_question",
    "answer",
    "reply",
    "reaction",
    "click",
    "direct_message",
    "company_push",
    "visit",
    "karaoke",
];
const TYPES: [ActorType; 6] = ActorType::ALL;

fn day() -> NaiveDate {
    "2024-04-01".parse().unwrap()
}

prop_compose! {
    /// An event whose id is its number; refers to events 0 to 39 and to people 0 to 5, of whom 0 to 3 are alumni.
    fn interaction(number: usize)(
        minutes in -30_000_i64..600_000, kind in 0..KINDS.len(), actor in 0_usize..6, other in 0_usize..6,
        target in 0_u8..6, reference in 0_usize..40, thread in 0_u8..6, prompt in 0_u8..4,
    ) -> Interaction {
        let when = crate::engagement::record::start_of(day()) - Duration::minutes(minutes);
        let actor_type = if actor < 4 { ActorType::Alumnus } else { TYPES[actor - 3] };
        let mut event =
            Interaction::new(format!("e-{number}"), when, KINDS[kind], format!("p-{actor}"), actor_type).unwrap();
        event = match target {
            0 => event.with_target(format!("p-{other}"), TargetType::Person).unwrap(),
            1 => event.with_target(format!("e-{reference}"), TargetType::Content).unwrap(),
            2 => event.to_network(),
            _ => event,
        };
        event = match thread {
            0 => event.with_thread(format!("e-{reference}")).unwrap(),
            1 | 2 => event.with_thread(format!("t-{}", reference % 4)).unwrap(),
            _ => event,
        };
        if prompt == 0 { event.with_prompt(format!("e-{reference}")).unwrap() } else { event }
    }
}

fn record() -> impl Strategy<Value = Vec<Interaction>> {
    (0_usize..40).prop_flat_map(|count| (0..count).map(interaction).collect::<Vec<_>>())
}

fn score(events: &[Interaction], permitted: Permitted<'_>) -> Scores {
    ScoreModel::preset("alumni").unwrap().score(events, day(), permitted).unwrap()
}

/// Without caps, and one half-life for all.
fn plain() -> ScoreModel {
    let kinds: String =
        KINDS.iter().map(|kind| format!("[[kinds]]\nkind = \"{kind}\"\nweight = 3.7\n")).collect();
    let head = "id = \"x\"\nversion = 1\ntitle = \"x\"\nsource = \"x\"\nhalf_life_days = 90\n";
    ScoreModel::parse(&format!("{head}{kinds}")).unwrap()
}

/// The default model with a purpose and two bands of tenure.
fn modified(factors: &[f64]) -> ScoreModel {
    let mut document = serde_json::to_value(ScoreModel::preset("alumni").unwrap()).unwrap();
    document["purposes"] =
        serde_json::json!([{ "purpose": "x", "kinds": { "reply": factors[0], "click": 0 } }]);
    document["tenure"] = serde_json::json!([
        { "from_years": 3, "factor": factors[1] },
        { "from_years": 10, "factor": factors[2], "source": "a source" },
    ]);
    serde_json::from_value(document).unwrap()
}

proptest! {
    #[test]
    fn everybody_has_the_score_that_the_model_for_their_tenure_gives(
        events in record(), years in prop::collection::btree_map("p-[0-4]", 0_u32..15, 0..5),
        factors in prop::collection::vec(0.0_f64..50.0, 3),
    ) {
        let model = modified(&factors);
        prop_assert_eq!(&ScoreModel::parse(&serde_json::to_string(&model).unwrap()).unwrap(), &model);
        for model in [model.for_purpose("x").unwrap(), model] {
            let all = model.score_by_tenure(&events, day(), Permitted::Everyone, &years).unwrap();
            let missing = all.people.iter().filter(|one| one.tenure_factor.is_none()).count();
            prop_assert_eq!(missing > 0, all.reasons.iter().any(|reason| reason.code() == "score-tenure-missing"));
            for one in &all.people {
                let own = years.get(&one.person).map_or(0, |years| *years);
                let alone = model.for_tenure(own).score(&events, day(), Permitted::Everyone).unwrap();
                let expected = alone.get(&one.person).unwrap();
                prop_assert_eq!((&one.parts, one.score), (&expected.parts, expected.score));
                prop_assert_eq!(one.recency_days, expected.recency_days);
                prop_assert_eq!(one.parts.iter().map(|part| part.contribution).sum::<Points>(), one.score);
            }
            let plain = model.score(&events, day(), Permitted::Everyone).unwrap();
            let empty = model.score_by_tenure(&events, day(), Permitted::Everyone, &Default::default()).unwrap();
            prop_assert_eq!(plain, empty);
        }
    }

    #[test]
    fn points_within_a_window_are_sums_whoever_else_may_be_measured(
        events in record(), allowed in prop::collection::btree_set("p-[0-4]", 0..5), turned in any::<bool>(),
    ) {
        let model = WindowModel::preset("belmont-2025").unwrap();
        for window in ["30-days", "6-months", "all"] {
            let of = |events: &[Interaction], permitted| model.measure(events, day(), window, permitted).unwrap();
            let all = of(&events, Permitted::Everyone);
            let mut other = [events.clone(), events.clone()].concat();
            if turned {
                other.reverse();
            }
            prop_assert_eq!(&all.people, &of(&other, Permitted::Everyone).people);
            for one in &all.people {
                prop_assert_eq!(one.parts.iter().map(|part| part.contribution).sum::<Points>(), one.score);
                prop_assert_eq!(one.parts.iter().map(|part| part.events).sum::<u64>(), one.count);
                let higher = all.people.iter().filter(|other| other.distance > one.distance).count();
                prop_assert_eq!(one.rank, higher as u64 + 1);
            }
            let some = of(&events, Permitted::Only(&allowed));
            for found in [&all, &some] {
                let tally = &found.tally;
                let unknown: u64 = tally.unknown_kinds.values().sum();
                let parts = tally.duplicates + tally.after_as_of + found.before_window + tally.by_others
                    + tally.not_permitted + unknown + tally.capped + tally.counted;
                prop_assert_eq!(parts, tally.received);
            }
            let own: Vec<_> = events.iter().filter(|event| allowed.contains(event.actor())).cloned().collect();
            prop_assert_eq!(&some.people, &of(&own, Permitted::Everyone).people);
            let refused = some.not_scored.iter().all(|one| !allowed.contains(&one.person));
            prop_assert!(refused && some.people.len() + some.not_scored.len() == all.people.len());
        }
    }

    #[test]
    fn factors_change_weights_and_nothing_else(factors in prop::collection::vec(0.0_f64..50.0, 3), years in 0_u32..15) {
        let model = modified(&factors);
        let plain = ScoreModel::preset("alumni").unwrap();
        let both = model.for_purpose("x").unwrap().for_tenure(years);
        prop_assert!(both.purposes().is_empty() && both.tenure().is_empty());
        prop_assert_eq!(&ScoreModel::parse(&serde_json::to_string(&both).unwrap()).unwrap(), &both);
        let band = if years < 3 { 1.0 } else if years < 10 { factors[1] } else { factors[2] };
        for (kind, old) in both.kinds().iter().zip(plain.kinds()) {
            let own = match old.kind.as_str() { "reply" => factors[0], "click" => 0.0, _ => 1.0 };
            prop_assert_eq!(kind.weight.to_bits(), (old.weight * own * band).to_bits());
            prop_assert_eq!((&kind.kind, kind.cap, kind.half_life_days), (&old.kind, old.cap, old.half_life_days));
        }
        prop_assert_eq!(plain.for_tenure(years), plain);
    }

    #[test]
    fn order_and_repetition_change_no_bit(
        (events, mixed) in record().prop_flat_map(|events| {
            let twice = [events.clone(), events.clone()].concat();
            (Just(events), Just(twice).prop_shuffle())
        }),
    ) {
        let (once, again) = (score(&events, Permitted::Everyone), score(&mixed, Permitted::Everyone));
        prop_assert_eq!(&once.people, &again.people);
        prop_assert_eq!(once.tally.counted, again.tally.counted);
        let window = Span::days_before(365, day()).unwrap();
        prop_assert_eq!(traffic(&events, window).unwrap(), traffic(&mixed, window).unwrap());
        let members = (0..5).map(|number| format!("p-{number}")).collect();
        let found = pulse(&events, &members, window).unwrap();
        prop_assert_eq!(&found, &pulse(&mixed, &members, window).unwrap());
        let back = serde_json::from_value(serde_json::to_value(&found).unwrap()).unwrap();
        prop_assert_eq!(found, back);
    }

    #[test]
    fn parts_sum_exactly_and_every_event_is_accounted_for(events in record()) {
        let scores = score(&events, Permitted::Everyone);
        for person in &scores.people {
            let sum: i128 = person.parts.iter().map(|part| part.contribution.units()).sum();
            prop_assert_eq!(sum, person.score.units());
            // In JSON too, where they are numbers.
            let sum = person.parts.iter().map(|part| part.contribution.value()).fold(0.0, |sum, part| sum + part);
            prop_assert_eq!(sum.to_bits(), person.score.value().to_bits());
            prop_assert!(person.score.value().is_finite());
            prop_assert!(person.recency_days.is_none_or(|days| days >= 1));
        }
        let tally = &scores.tally;
        let unknown: u64 = tally.unknown_kinds.values().sum();
        let parts = tally.duplicates + tally.after_as_of + tally.by_others + tally.not_permitted + unknown
            + tally.capped + tally.counted;
        prop_assert_eq!(parts, tally.received);
        let text = serde_json::to_string(&scores).unwrap();
        prop_assert_eq!(serde_json::from_str::<Scores>(&text).unwrap(), scores);
    }

    #[test]
    fn without_caps_the_scores_of_two_halves_add_up_to_that_of_the_whole(
        events in record(), half in prop::collection::vec(any::<bool>(), 40),
    ) {
        let model = plain();
        let of = |events: &[Interaction], person: &str| {
            let scores = model.score(events, day(), Permitted::Everyone).unwrap();
            scores.get(person).map_or(Points::ZERO, |score| score.score)
        };
        let (one, other): (Vec<_>, Vec<_>) = events.iter().cloned().zip(&half).partition(|(_, half)| **half);
        let [one, other] = [one, other].map(|half| half.into_iter().map(|(event, _)| event).collect::<Vec<_>>());
        for person in ["p-0", "p-1", "p-2", "p-3"] {
            prop_assert_eq!([of(&one, person), of(&other, person)].into_iter().sum::<Points>(), of(&events, person));
        }
    }

    #[test]
    fn a_score_halves_after_one_half_life(events in record()) {
        let model = plain();
        let past: Vec<_> =
            events.into_iter().filter(|event| event.at() < crate::engagement::record::start_of(day())).collect();
        let now = model.score(&past, day(), Permitted::Everyone).unwrap();
        let then = model.score(&past, day() + Duration::days(90), Permitted::Everyone).unwrap();
        for (now, then) in now.people.iter().zip(&then.people) {
            // Each contribution is rounded to whole units of its own.
            let events: u64 = now.parts.iter().map(|part| part.events).sum();
            prop_assert!((now.score.units() - 2 * then.score.units()).unsigned_abs() <= u128::from(2 * events));
        }
    }

    #[test]
    fn those_who_may_not_be_scored_leave_no_trace(events in record(), refused in 0_usize..4) {
        let refuser = format!("p-{refused}");
        let others: BTreeSet<String> =
            (0..6).map(|number| format!("p-{number}")).filter(|person| *person != refuser).collect();
        let without: Vec<_> = events.iter().filter(|event| event.actor() != refuser).cloned().collect();
        let with = score(&events, Permitted::Only(&others));
        prop_assert_eq!(&with.people, &score(&without, Permitted::Everyone).people);
        prop_assert!(with.get(&refuser).is_none());
        let acted = events.iter().any(|event| {
            event.actor() == refuser && event.at() < crate::engagement::record::start_of(day())
        });
        prop_assert_eq!(with.not_scored.iter().any(|one| one.person == refuser), acted);
    }

    #[test]
    fn a_hundred_clicks_beyond_the_cap_change_nothing(clicks in 5_i64..50, start in 0_i64..10) {
        // All in one calendar month.
        let first = at("2024-03-01T00:00:00Z") + Duration::days(start);
        let click = |number: i64| {
            let when = first + Duration::minutes(number);
            Interaction::new(format!("c-{number:03}"), when, "click", "p-0", ActorType::Alumnus).unwrap()
        };
        let some: Vec<_> = (0..clicks).map(click).collect();
        let more: Vec<_> = (0..clicks + 100).map(click).rev().collect();
        let (some, more) = (score(&some, Permitted::Everyone), score(&more, Permitted::Everyone));
        let part = |scores: &Scores| scores.people[0].parts[0].clone();
        prop_assert_eq!(some.people[0].score, more.people[0].score);
        prop_assert_eq!((part(&some).events, part(&more).events), (5, 5));
        let Part { capped, .. } = part(&more);
        prop_assert_eq!(capped, u64::try_from(clicks).unwrap() + 95);
    }
}
