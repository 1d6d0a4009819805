use super::*;
use crate::engagement::ActorType;
use chrono::{DateTime, Utc};

/// A plain generator, so that the cases do not depend on a library's stream.
struct Draw(u64);

impl Draw {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a few hundred days")]
fn at(day: f64) -> DateTime<Utc> {
    DateTime::from_timestamp((day * 86_400.0) as i64 + 1_700_000_000, 0).unwrap()
}

/// People who begin within so many days, act at a rate of their own and stop after a while of their own.
fn network_of(people: usize, begin: f64, life: f64, seed: u64) -> Vec<Interaction> {
    let mut draw = Draw(seed);
    let mut events = Vec::new();
    for person in 0..people {
        let rate = 0.01 + 0.2 * draw.unit();
        let mut day = begin * draw.unit();
        let stops = day - life * draw.unit().max(1e-9).ln();
        while day < stops.min(400.0) {
            let id = format!("e-{}", events.len());
            events.push(
                Interaction::new(id, at(day), "reply", format!("w-{person:04}"), ActorType::Alumnus).unwrap(),
            );
            day -= draw.unit().max(1e-9).ln() / rate;
        }
    }
    events
}

fn network(people: usize, life: f64, seed: u64) -> Vec<Interaction> {
    network_of(people, 400.0, life, seed)
}

fn learn(events: &[Interaction], options: &LearnOptions) -> LearnedHalfLife {
    let model = ScoreModel::preset("alumni").unwrap();
    model.learn_half_life(events, at(400.0).date_naive(), options, Permitted::Everyone).unwrap()
}

/// The share of pairs by its definition: every pair looked at.
fn by_pairs(events: &[Interaction], cut: NaiveDate, half_life: f64, horizon: i64) -> (f64, f64) {
    let model = ScoreModel::preset("alumni").unwrap();
    let text = serde_json::to_string(&model)
        .unwrap()
        .replace("\"half_life_days\":180.0", &format!("\"half_life_days\":{half_life:?}"));
    let model = ScoreModel::parse(&text).unwrap();
    let scores = model.score(events, cut, Permitted::Everyone).unwrap();
    let (from, until) = (cut.and_time(chrono::NaiveTime::MIN).and_utc(), cut + Duration::days(horizon));
    let until = until.and_time(chrono::NaiveTime::MIN).and_utc();
    let acts = |person: &str| {
        events.iter().any(|event| event.actor() == person && (from..until).contains(&event.at()))
    };
    let people: Vec<_> =
        scores.people.iter().map(|score| (score.score.value(), acts(&score.person))).collect();
    let (mut right, mut of) = (0.0, 0.0);
    for (one, acted) in &people {
        for (other, other_acted) in &people {
            if *acted && !*other_acted {
                of += 1.0;
                right += if one > other {
                    1.0
                } else if one.to_bits() == other.to_bits() {
                    0.5
                } else {
                    0.0
                };
            }
        }
    }
    (right, of)
}

#[test]
fn shares_of_pairs_are_those_of_all_pairs() {
    let events = network(60, 60.0, 3);
    let options = LearnOptions { cuts: 3, minimum: 1, ..LearnOptions::default() };
    let learned = learn(&events, &options);
    let end = at(400.0).date_naive();
    for tried in &learned.tried {
        let all =
            (1..=3).map(|back| by_pairs(&events, end - Duration::days(28 * back), tried.half_life_days, 28));
        let (right, of) = all.fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
        let share = tried.share.unwrap();
        assert!((share - right / of).abs() < 1e-12, "{tried:?} {}", right / of);
    }
}

#[test]
fn short_lives_are_learned_to_be_short_and_long_ones_long() {
    // Who stops soon is told by the last days; who never stops, and began with all others, by all acts there are.
    let short = learn(&network(300, 12.0, 1), &LearnOptions::default());
    let long = learn(&network_of(300, 1.0, 1e6, 2), &LearnOptions::default());
    assert!(short.half_life_days < long.half_life_days, "{short} {long}");
    assert!(short.acted > 30 && long.acted > 30);
    assert_eq!(short.model.half_life_days().to_bits(), short.half_life_days.to_bits());
    // The prior is given up the more the more is known.
    let held = LearnOptions { prior_weight: 1_000_000, ..LearnOptions::default() };
    assert!((learn(&network(300, 12.0, 1), &held).half_life_days - 180.0).abs() < 1.0);
}

#[test]
fn a_gain_is_told_only_where_there_is_one() {
    for seed in 0..6 {
        let learned = learn(&network(120, 40.0, seed), &LearnOptions::default());
        let gain = learned.gain.unwrap();
        let codes: Vec<_> = learned.reasons.iter().map(Reason::code).collect();
        assert_eq!(codes.contains(&"half-life-gain"), gain > 0.0, "{learned}");
        assert_eq!(codes.contains(&"half-life-no-gain"), gain <= 0.0, "{learned}");
        assert!(learned.periods > 0);
    }
}

#[test]
fn the_order_of_events_does_not_matter_and_kinds_may_differ() {
    let mut events = network(150, 30.0, 9);
    let options = LearnOptions { by_kind: true, ..LearnOptions::default() };
    let one = learn(&events, &options);
    events.reverse();
    assert_eq!(learn(&events, &options), one);
    assert!(one.by_kind.iter().any(|of| of.kind.as_str() == "reply"));
}

#[test]
fn options_that_cannot_be_used_are_named() {
    let wrong = [
        (r#"{"horizon_days": 0}"#, "horizon_days"),
        (r#"{"cuts": 61}"#, "cuts"),
        (r#"{"grid": []}"#, "grid"),
        (r#"{"grid": [7, 7]}"#, "grid[1]"),
        (r#"{"grid": [7, -1]}"#, "grid[1]"),
        (r#"{"prior_days": 0}"#, "prior_days"),
        (r#"{"most_people": 0}"#, "most_people"),
        (r#"{"minimum": 0}"#, "minimum"),
    ];
    for (text, path) in wrong {
        assert_eq!(LearnOptions::from_json(text).unwrap_err().path(), path, "{text}");
    }
    assert_eq!(LearnOptions::from_json("{}").unwrap(), LearnOptions::default());
    assert!(LearnOptions::from_json(r#"{"horizon": 3}"#).is_err());
}
