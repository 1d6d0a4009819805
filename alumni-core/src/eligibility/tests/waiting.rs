use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::workforce::Position;

/// Rules whose answer moves with the day, alone and together.
const RULES: [&str; 14] = [
    "since_separation >= 6 months",
    "since_separation > 1 month",
    "since_separation < 2 years",
    "since_separation between 30 days and 1 year 1 month",
    "tenure >= 3 years",
    "total_tenure >= 4 years 3 months",
    "separation_date <= as_of - 1 month",
    "separation_date + 1 month < as_of",
    "as_of >= start_date + 2 years",
    "start_date + 18 months > as_of - 1 month",
    "as_of between 2019-02-28 and 2020-02-29",
    "not employed",
    "grade >= 2",
    "time_in_job_family(sales) >= 1 year",
];

fn date(days: i32) -> NaiveDate {
    // 2015-01-01 and the six years after it.
    NaiveDate::from_epoch_days(16_436 + days).unwrap()
}

/// Further than anything is foreseen: careers end within 3,000 days, and no rule waits for more than 4 years and 3 months.
const WALK: u64 = 4_600;

prop_compose! {
    fn worker()(start in 0_i32..700, first in 1_i32..900, gap in 1_i32..500, second in prop::option::of(1_i32..900),
                move_after in 1_i32..400, open: bool) -> Worker {
        let family = |from: NaiveDate, family: &str, grade| Position { job_family: Some(family.into()), grade: Some(grade), ..Position::new(from) };
        let mut one = Spell::new(date(start), date(start + first)).unwrap().position(family(date(start), "sales", 1));
        if move_after < first {
            one = one.position(family(date(start + move_after), "law", 2));
        }
        let mut spells = vec![one];
        if let Some(length) = second {
            let from = start + first + gap;
            let spell = if open { Spell::open(date(from)) } else { Spell::new(date(from), date(from + length)).unwrap() };
            spells.push(spell.position(family(date(from), "sales", 2)));
        }
        Worker::new("w", spells).unwrap()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// The oracle walks day by day.
    #[test]
    fn the_day_foreseen_is_the_first_that_a_walk_finds(
        worker in worker(), rules in prop::collection::vec(prop::sample::select(RULES.to_vec()), 1..4), at in 0_i32..2200, either: bool,
    ) {
        let rule = rules.iter().map(|rule| format!("({rule})")).collect::<Vec<_>>().join(if either { " or " } else { " and " });
        let policy = policy(&rule).unwrap();
        let as_of = date(at);
        let decision = policy.decide(&worker, as_of).unwrap();
        let found = (1..=WALK).map(|days| as_of + Days::new(days)).find(|day| {
            policy.decide(&worker, *day).unwrap().outcome() == Outcome::Eligible
        });
        let expected = if decision.outcome() == Outcome::Eligible { None } else { found };
        prop_assert_eq!(decision.eligible_on(), expected, "{} as of {}", rule, as_of);
        let from = if decision.outcome() == Outcome::Eligible { Some(as_of) } else { found };
        let until = from.and_then(|from| (1..=WALK).map(|days| from + Days::new(days)).find(|day| {
            policy.decide(&worker, *day).unwrap().outcome() != Outcome::Eligible
        }));
        prop_assert_eq!(decision.eligible_until(), until.and_then(|day| day.pred_opt()), "{} as of {}", rule, as_of);
    }

    #[test]
    fn more_knowledge_never_overturns_an_answer(worker in worker(), at in 0_i32..2200, flag in prop::option::of(prop::bool::ANY)) {
        let text = "id = \"p\"\nversion = 1\n[[facts]]\nname = \"nda\"\ntype = \"boolean\"\ntitle = \"NDA\"\n\
            [[criteria]]\nid = \"a\"\nrequire = \"nda or tenure >= 2 years\"\n[[criteria]]\nid = \"b\"\nbar = \"not nda and grade < 2\"\n\
            [[criteria]]\nid = \"c\"\nreview = \"nda and employed\"";
        let policy = Policy::parse(text).unwrap();
        let before = policy.decide(&worker, date(at)).unwrap().outcome();
        let known = flag.map_or_else(|| worker.clone(), |nda| worker.clone().with_fact("nda", nda));
        let after = policy.decide(&known, date(at)).unwrap().outcome();
        prop_assert!(before == Outcome::Undetermined || before == after);
    }
}
