use super::super::{Proportion, Rate};
use super::*;
use crate::text::Argument;

const HITS: [u64; 18] = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7];

fn reference() -> serde_json::Value {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/reference/engagement/shrinkage_efron_morris.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap_or_default()).unwrap_or_default()
}

fn players() -> Vec<GroupCount> {
    HITS.iter().enumerate().map(|(at, hits)| GroupCount::new(at.to_string(), *hits, 45.0)).collect()
}

/// Source: `shrinkage_efron_morris.json`, computed from Efron and Morris (1975).
#[test]
fn moments_are_the_rule_of_james_and_stein() {
    let found =
        ShrinkQuestion::new(ShrinkLaw::Share, players()).method(PriorMethod::Moments).answer().unwrap();
    let expected = [0.293_913_854_899_660_54, 0.289_210_446_279_828_8, 0.284_507_036_359_915_37];
    for (group, expected) in found.groups.iter().zip(expected) {
        assert!((group.value.unwrap() - expected).abs() < 1e-8, "{group:?}");
        assert!((group.weight - 0.211_653_417_144_265_9).abs() < 1e-12);
    }
    let reference = reference();
    if let Some(values) = reference["james_stein"].as_array() {
        for (group, value) in found.groups.iter().zip(values) {
            assert!((group.value.unwrap() - value.as_f64().unwrap()).abs() < 1e-12);
        }
    }
}

/// Source: `shrinkage_efron_morris.json`.
#[test]
fn the_likelihood_of_each_size_is_that_of_the_table() {
    for (size, expected) in [
        (20.0, -472.845_102_109_100_94),
        (50.0, -470.003_736_140_884_2),
        (100.0, -469.112_035_202_783_8),
        (200.0, -468.796_630_313_708_65),
        (500.0, -468.706_794_766_088_5),
        (1_000.0, -468.703_057_102_939_06),
        (100_000.0, -468.716_298_174_462_3),
    ] {
        let found = Prior::new(215.0 / 810.0, Some(size)).log_likelihood(ShrinkLaw::Share, &players());
        // The table was computed from logarithms of gamma functions of 100,000, which cost digits.
        let near = if size > 10_000.0 { 1e-8 } else { 1e-9 };
        assert!((found - expected).abs() < near, "{size}: {found}");
    }
}

#[test]
fn eighteen_players_cannot_tell_whether_they_differ() {
    let found = ShrinkQuestion::new(ShrinkLaw::Share, players()).answer().unwrap();
    assert_eq!(found.spread, Spread::NotTold);
    assert_eq!(found.size_upper, None);
    let size = found.prior.unwrap().size.unwrap();
    assert!((500.0..1_500.0).contains(&size), "{size}");
    let best = found.log_likelihood.unwrap();
    for near in [0.9, 1.1] {
        let prior = Prior::new(found.prior.unwrap().mean, Some(size * near));
        assert!(prior.log_likelihood(ShrinkLaw::Share, &players()) <= best);
    }
    assert!(found.reasons[0].to_string().starts_with("it cannot be told"));
}

#[test]
fn groups_that_differ_and_groups_that_do_not_are_told_apart() {
    let groups = |counts: &[u64]| -> Vec<GroupCount> {
        counts.iter().enumerate().map(|(at, count)| GroupCount::new(at.to_string(), *count, 100.0)).collect()
    };
    let differ = groups(&[1, 30, 5, 60, 2, 44]);
    let alike = groups(&[20, 20, 21, 20, 19, 20]);
    for law in [ShrinkLaw::Share, ShrinkLaw::Rate] {
        for method in [PriorMethod::Likelihood, PriorMethod::Moments] {
            let found = ShrinkQuestion::new(law, differ.clone()).method(method).answer().unwrap();
            assert_eq!(found.spread, Spread::Told, "{law:?} {method:?}");
            assert!(
                found.groups.iter().all(|group| group.weight > 0.5 && group.lower < group.value.unwrap())
            );
            let found = ShrinkQuestion::new(law, alike.clone()).method(method).answer().unwrap();
            assert_eq!(found.spread, Spread::Nothing);
            assert!(found.groups.iter().all(|group| (group.value.unwrap() - 0.2).abs() < 1e-12));
        }
        let few = ShrinkQuestion::new(law, differ[..2].to_vec()).answer().unwrap();
        assert_eq!((few.spread, few.prior), (Spread::TooFew, None));
        assert_eq!(few.groups[1].value, few.groups[1].raw);
    }
}

#[test]
fn nothing_counted_is_answered() {
    for law in [ShrinkLaw::Share, ShrinkLaw::Rate] {
        assert_eq!(ShrinkQuestion::new(law, Vec::new()).answer().unwrap().spread, Spread::TooFew);
        let empty = (0..5).map(|at| GroupCount::new(at.to_string(), 0, 0.0)).collect();
        let found = ShrinkQuestion::new(law, empty).answer().unwrap();
        assert_eq!((found.spread, found.groups[0].value), (Spread::TooFew, None));
        let silent = (0..5).map(|at| GroupCount::new(at.to_string(), 0, 10.0)).collect();
        assert_eq!(ShrinkQuestion::new(law, silent).answer().unwrap().groups[0].value, Some(0.0));
    }
    let with_prior = ShrinkQuestion::new(ShrinkLaw::Share, vec![GroupCount::new("a", 0, 5.0)])
        .prior(Prior::new(0.5, Some(5.0)))
        .answer()
        .unwrap();
    assert_eq!(with_prior.groups[0].value, Some(0.25));
}

#[test]
fn what_cannot_be_counted_is_refused() {
    let bad = |law, groups: Vec<GroupCount>| {
        ShrinkQuestion::new(law, groups).answer().unwrap_err().path().to_owned()
    };
    assert_eq!(bad(ShrinkLaw::Share, vec![GroupCount::new("a", 6, 5.0)]), "groups[0].count");
    assert_eq!(bad(ShrinkLaw::Share, vec![GroupCount::new("a", 1, 5.5)]), "groups[0].of");
    assert_eq!(bad(ShrinkLaw::Rate, vec![GroupCount::new("a", 1, 0.0)]), "groups[0].count");
    assert_eq!(bad(ShrinkLaw::Rate, vec![GroupCount::new("a", 1, f64::NAN)]), "groups[0].of");
    assert_eq!(
        bad(ShrinkLaw::Rate, vec![GroupCount::new("a", 1, 1.0), GroupCount::new("a", 1, 1.0)]),
        "groups[1].id"
    );
    assert!(SilenceQuestion::new(1, 14, 3).level(0.0).answer().is_err());
    for per_week in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e9] {
        assert!(RatePowerQuestion::new(per_week, 12).answer().is_err());
    }
    assert!(RatePowerQuestion::new(1.0, 0).answer().is_err());
    assert!(RatePowerQuestion::new(1.0, 1).factor(1.0).answer().is_err());
    assert!(SharePowerQuestion::new(1, 0.2).answer().is_err());
    assert!(SharePowerQuestion::new(10, 0.0).answer().is_err());
    assert!(SharePowerQuestion::new(10, 0.2).difference(0.9).answer().is_err());
}

/// Source: domain research A2-37, `seed_cases.json` (maruhan).
#[test]
fn a_post_a_fortnight_may_be_silent_for_four_weeks() {
    let p = |silent| SilenceQuestion::new(1, 14, silent).known().answer().unwrap();
    assert!((p(28).p.unwrap() - (-2.0_f64).exp()).abs() < 1e-15);
    assert!((p(42).p.unwrap() - (-3.0_f64).exp()).abs() < 1e-15);
    assert_eq!((p(28).verdict, p(41).verdict, p(42).verdict), {
        (SilenceVerdict::NoAlarm, SilenceVerdict::NoAlarm, SilenceVerdict::Alarm)
    });
    // Measured in one year the pace is less sure, and the alarm comes later.
    assert_eq!(SilenceQuestion::new(26, 364, 42).answer().unwrap().verdict, SilenceVerdict::NoAlarm);
    assert_eq!(SilenceQuestion::new(0, 364, 42).answer().unwrap().verdict, SilenceVerdict::CannotTell);
    assert_eq!(SilenceQuestion::new(1, 364, 42).answer().unwrap().alarm_after_days, Some(6_917));
}

#[test]
fn an_alarm_comes_on_its_first_day() {
    for count in [1, 2, 5, 26, 300] {
        for days in [7, 91, 365] {
            for known in [false, true] {
                let ask = |silent| SilenceQuestion { known, ..SilenceQuestion::new(count, days, silent) };
                let first = ask(0).answer().unwrap().alarm_after_days.unwrap();
                assert_eq!(ask(first).answer().unwrap().verdict, SilenceVerdict::Alarm);
                let before = first.checked_sub(1).map(|day| ask(day).answer().unwrap().verdict);
                assert!(
                    before.is_none_or(|verdict| verdict == SilenceVerdict::NoAlarm),
                    "{count} {days} {known}"
                );
            }
        }
    }
}

/// The weeks needed by the definition, over the whole range.
#[test]
fn weeks_needed_are_the_first_from_which_the_power_stays() {
    for (per_week, factor) in [(0.5, 0.5), (0.2, 0.0), (2.0, 0.8), (0.05, 0.5)] {
        let ask = |weeks| RatePowerQuestion::new(per_week, weeks).factor(factor).answer().unwrap();
        let needed = ask(1).weeks_needed.unwrap();
        assert!(ask(needed - 1).power < 0.8);
        for weeks in (needed..(3 * needed + 200).min(5_200)).step_by(1 + needed as usize / 40) {
            assert!(ask(weeks).power >= 0.8, "{per_week} {weeks}");
        }
    }
    assert_eq!(RatePowerQuestion::new(0.001, 1).answer().unwrap().weeks_needed, None);
}

/// How often the 95 % intervals of shares hold the truth, by enumeration of every count: between 93 and 97 % on average over the
/// shares from 2 to 50 % for 140, 160 and 200 people.
#[test]
fn intervals_hold_what_they_promise() {
    for people in [140_u64, 160, 200] {
        let shares: Vec<f64> = (2..=50).map(|percent| f64::from(percent) / 100.0).collect();
        let covered = |share: f64| -> f64 {
            let mut chance = (1.0 - share).powf(people as f64);
            let mut sum = 0.0;
            for count in 0..=people {
                let found = Proportion::new(count, people);
                if (found.lower..=found.upper).contains(&share) {
                    sum += chance;
                }
                chance *= (people - count) as f64 / (count + 1) as f64 * share / (1.0 - share);
            }
            sum
        };
        let coverage: Vec<f64> = shares.iter().map(|share| covered(*share)).collect();
        let mean = coverage.iter().sum::<f64>() / coverage.len() as f64;
        assert!((0.945..0.96).contains(&mean), "{people}: {mean}");
        assert!(coverage.iter().all(|share| (0.92..0.98).contains(share)), "{people}: {coverage:?}");
    }
    // Garwood's interval for rates is exact: never below 95 %.
    for mean in [2.0_f64, 6.0, 13.0, 26.0] {
        let mut chance = (-mean).exp();
        let mut sum = 0.0;
        for count in 0..200_u64 {
            let found = Rate::new(count, 365);
            if found.lower <= mean && mean <= found.upper.unwrap() {
                sum += chance;
            }
            chance *= mean / (count + 1) as f64;
        }
        assert!((0.95..0.985).contains(&sum), "{mean}: {sum}");
    }
}

/// Whether the groups given notice a difference is worked out from the definition of what is noticed, `d ≥ z √(…)`, for every size of
/// the smaller group in turn.
#[test]
fn enough_people_are_those_of_the_groups_given() {
    // 1.959964 for 95 % and 0.841621 for 80 %, from a printed table.
    let z = 1.959_963_984_540_054 + 0.841_621_233_572_914_3;
    let notices = |first: u64, second: u64, share: f64, difference: f64| {
        let then = share + difference;
        difference.abs()
            >= z * (share * (1.0 - share) / first as f64 + then * (1.0 - then) / second as f64).sqrt()
    };
    for (first, second, share, difference) in [
        (20_u64, 2_000_u64, 0.2, 0.15),
        (140, 1_000, 0.2, 0.1),
        (30, 5_000, 0.2, -0.12),
        (2_000, 20, 0.2, 0.15),
        (400, 300, 0.2, 0.1),
        (30, 31, 0.5, 0.1),
    ] {
        let found = SharePowerQuestion {
            compared_with: Some(second),
            ..SharePowerQuestion::new(first, share).difference(difference)
        };
        let said = found.answer().unwrap().reasons.remove(1);
        let sizes = first.min(second)..100_000;
        let enough = sizes.clone().find(|size| {
            let (one, other) = if first <= second { (*size, second) } else { (first, *size) };
            notices(one, other, share, difference)
        });
        let expected = match enough {
            Some(size) if size == sizes.start => ("share-power-enough", None),
            Some(size) => ("share-power-cannot-tell-yet-between", Some(Argument::from(size - sizes.start))),
            None => ("share-power-cannot-tell-between", None),
        };
        let missing = said.args().get("missing").cloned();
        assert_eq!((said.code(), missing), expected, "{first} {second} {difference}");
    }
    let halves = SharePowerQuestion::new(272, 0.2).difference(0.15).answer().unwrap();
    assert_eq!(halves.reasons[1].code(), "share-power-enough");
    let halves = SharePowerQuestion::new(270, 0.2).difference(0.15).answer().unwrap();
    assert_eq!(
        halves.reasons[1].to_string(),
        "cannot tell yet: a difference of 15.0 points takes 272 people in two halves, 2 more than there are"
    );
}
