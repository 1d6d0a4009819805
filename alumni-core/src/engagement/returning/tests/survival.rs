//! Survival curves: reference cases, printed examples and properties.

use proptest::prelude::*;

use super::super::{Band, CommonOptions, CurveOptions, DurationOptions, Durations, SurvivalCurve};
use super::published::{case, near};
use crate::ErrorKind;
use crate::columns::{Bits, Column, Columns, Integers, Texts, Values};

/// Durations of rows: the time, the end (blank has not ended), when they came under watch, the group.
pub(super) fn durations(rows: &[(f64, &str, f64, &str)]) -> Durations {
    let (times, entries): (Vec<f64>, Vec<f64>) = rows.iter().map(|row| (row.0, row.2)).unzip();
    let (ends, groups): (Vec<&str>, Vec<&str>) = rows.iter().map(|row| (row.1, row.3)).unzip();
    let columns = Columns::new(rows.len())
        .unwrap()
        .with("time", Column::new(Values::Floats64(&times)))
        .unwrap()
        .with("entry", Column::new(Values::Floats64(&entries)))
        .unwrap()
        .with("end", Column::new(Values::Texts(Texts::Slices(&ends))))
        .unwrap()
        .with("group", Column::new(Values::Texts(Texts::Slices(&groups))))
        .unwrap();
    let options = DurationOptions::new("time", "end").entry("entry").group("group");
    Durations::from_columns(&columns, &options).unwrap()
}

pub(super) fn waltons() -> Option<(serde_json::Value, Durations)> {
    let case = case("survival_waltons")?;
    let rows: Vec<_> = case["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let end = if row["E"] == 1 { "died" } else { "" };
            (row["T"].as_f64().unwrap(), end, 0.0, row["group"].as_str().unwrap().to_owned())
        })
        .collect();
    let rows: Vec<_> =
        rows.iter().map(|(time, end, entry, group)| (*time, *end, *entry, group.as_str())).collect();
    let found = durations(&rows);
    Some((case, found))
}

fn together(durations: &Durations) -> SurvivalCurve {
    let text = serde_json::to_string(durations).unwrap();
    // One group of all: the counts of each time added up.
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut rows = Vec::new();
    for group in value["groups"].as_array().unwrap() {
        for exit in group["exits"].as_array().unwrap() {
            let time = exit["time"].as_f64().unwrap();
            rows.extend((0..exit["open"].as_u64().unwrap()).map(|_| (time, "", 0.0, "all")));
            rows.extend((0..exit["ended"][0].as_u64().unwrap()).map(|_| (time, "died", 0.0, "all")));
        }
    }
    self::durations(&rows).kaplan_meier(&CurveOptions::default()).unwrap().curves.remove(0)
}

#[test]
fn waltons_is_the_published_curve() {
    let Some((case, durations)) = waltons() else { return };
    let all = together(&durations);
    let points = case["kaplan_meier"].as_array().unwrap();
    assert!(points.len() > 20);
    for point in points {
        let found = all.at(point["t"].as_f64().unwrap()).unwrap();
        near(found.survival, point["survival"].as_f64().unwrap(), 1e-12);
        if let Some(error) = found.standard_error {
            near(error, point["se_greenwood"].as_f64().unwrap(), 1e-12);
        }
    }
    assert_eq!(all.quantiles[0].time, case["median"].as_f64());
    for curve in durations.kaplan_meier(&CurveOptions::default()).unwrap().curves {
        assert_eq!(curve.quantiles[0].time, case["median_by_group"][curve.group.unwrap()].as_f64());
    }
}

#[test]
fn all_who_ended_give_the_share_that_did_not_yet() {
    let rows: Vec<_> = (1..=10).map(|day| (f64::from(day), "back", 0.0, "all")).collect();
    let curves = durations(&rows).kaplan_meier(&CurveOptions::default().horizon(10.0)).unwrap();
    let curve = &curves.curves[0];
    for (day, point) in (1_u32..).zip(&curve.points) {
        near(point.survival, 1.0 - f64::from(day) / 10.0, 1e-14);
        let share = point.survival;
        // Greenwood's variance is then that of a share.
        if let Some(error) = point.standard_error {
            near(error, (share * (1.0 - share) / 10.0).sqrt(), 1e-14);
        }
    }
    assert_eq!(curve.quantiles[0].time, Some(5.0));
    near(curve.restricted_mean.unwrap().mean.unwrap(), 5.5, 1e-14);
    assert_eq!(curve.points[9].lower, None);
    near(curve.at(1e9).unwrap().survival, 0.0, 0.0);
}

#[test]
fn beyond_the_last_time_seen_nothing_is_known() {
    let durations = durations(&[(1.0, "back", 0.0, "a"), (3.0, "", 0.0, "a")]);
    let curves =
        durations.kaplan_meier(&CurveOptions::default().quantiles([0.5, 0.75]).horizon(4.0)).unwrap();
    let curve = &curves.curves[0];
    near(curve.at(3.0).unwrap().survival, 0.5, 0.0);
    assert_eq!(curve.at(3.5), None);
    near(curve.at(0.5).unwrap().survival, 1.0, 0.0);
    assert_eq!(curve.at(f64::NAN), None);
    assert_eq!(curve.quantiles[0].time, Some(1.0));
    assert_eq!((curve.quantiles[1].time, curve.quantiles[1].upper), (None, None));
    assert_eq!(curve.restricted_mean.unwrap().mean, None);
}

#[test]
fn who_comes_late_is_at_risk_from_then_on() {
    // The one who came at 2 says nothing of the time before, and nothing of what happened at 2 itself.
    let durations = durations(&[
        (2.0, "back", 0.0, "a"),
        (3.0, "back", 2.0, "a"),
        (4.0, "", 1.0, "a"),
        (9.0, "", 0.0, "a"),
    ]);
    let curves = durations.kaplan_meier(&CurveOptions::default()).unwrap();
    let at_risk: Vec<_> = curves.curves[0].points.iter().map(|point| point.at_risk).collect();
    assert_eq!(at_risk, [3, 3, 2, 1]);
    assert_eq!(curves.curves[0].emptied, None);
}

#[test]
fn a_curve_that_falls_to_nothing_before_the_others_come_says_so() {
    let durations = durations(&[(1.0, "back", 0.0, "a"), (3.0, "back", 2.0, "a"), (4.0, "", 2.0, "a")]);
    let curve = durations.kaplan_meier(&CurveOptions::default()).unwrap().curves.remove(0);
    assert_eq!(curve.emptied, Some(1.0));
    near(curve.points.last().unwrap().survival, 0.0, 0.0);
}

#[test]
fn nobody_is_an_answer() {
    let curves = durations(&[]).kaplan_meier(&CurveOptions::default().horizon(5.0)).unwrap();
    let curve = &curves.curves[0];
    assert_eq!((curve.people, curve.points.len(), curve.at(0.0)), (0, 0, None));
    assert_eq!((curve.quantiles[0].time, curve.restricted_mean.unwrap().mean), (None, None));
}

#[test]
fn a_band_stays_between_nothing_and_all() {
    let rows: Vec<_> =
        (1..=6).map(|day| (f64::from(day), if day % 3 == 0 { "" } else { "x" }, 0.0, "a")).collect();
    for band in [Band::LogLog, Band::Plain] {
        let curve =
            durations(&rows).kaplan_meier(&CurveOptions::default().band(band)).unwrap().curves.remove(0);
        for point in curve.points {
            let (lower, upper) = (point.lower.unwrap(), point.upper.unwrap());
            assert!(0.0 <= lower && lower <= point.survival && point.survival <= upper && upper <= 1.0);
        }
    }
}

fn refused(times: Column<'_>, ends: Column<'_>, entries: Option<Column<'_>>) -> (ErrorKind, String) {
    let mut options = DurationOptions::new("time", "end");
    let mut columns =
        Columns::new(times.len()).unwrap().with("time", times).unwrap().with("end", ends).unwrap();
    if let Some(entries) = entries {
        options = options.entry("entry");
        columns = columns.with("entry", entries).unwrap();
    }
    let error = Durations::from_columns(&columns, &options).unwrap_err();
    (error.kind(), error.path().to_owned())
}

#[test]
fn what_is_no_duration_is_refused_with_its_column() {
    let ends = || Column::new(Values::Integers(Integers::U8(&[0, 1])));
    let floats = |values: &'static [f64; 2]| Column::new(Values::Floats64(values));
    let bad = |values| refused(floats(values), ends(), None);
    assert_eq!(bad(&[1.0, f64::NAN]), (ErrorKind::OutOfRange, "time".to_owned()));
    assert_eq!(bad(&[1.0, f64::INFINITY]), (ErrorKind::OutOfRange, "time".to_owned()));
    assert_eq!(bad(&[-1.0, 1.0]), (ErrorKind::OutOfRange, "time".to_owned()));
    let unknown = floats(&[1.0, 2.0]).valid(Bits::new(&[1], 0, 2).unwrap());
    assert_eq!(refused(unknown, ends(), None), (ErrorKind::Missing, "time".to_owned()));
    let unknown = ends().valid(Bits::new(&[2], 0, 2).unwrap());
    assert_eq!(refused(floats(&[1.0, 2.0]), unknown, None), (ErrorKind::Missing, "end".to_owned()));
    let texts = Column::new(Values::Texts(Texts::Slices(&["a", "b"])));
    assert_eq!(refused(texts, ends(), None), (ErrorKind::WrongType, "time".to_owned()));
    assert_eq!(
        refused(floats(&[1.0, 2.0]), floats(&[1.0, 0.0]), None),
        (ErrorKind::WrongType, "end".to_owned())
    );
    let late = refused(floats(&[1.0, 2.0]), ends(), Some(floats(&[0.0, 2.0])));
    assert_eq!(late, (ErrorKind::Inconsistent, "entry".to_owned()));
    let negative = refused(floats(&[1.0, 2.0]), ends(), Some(floats(&[0.0, -2.0])));
    assert_eq!(negative, (ErrorKind::OutOfRange, "entry".to_owned()));
}

#[test]
fn options_outside_their_range_are_refused() {
    let durations = durations(&[(1.0, "x", 0.0, "a")]);
    let options = CurveOptions::default;
    for (wrong, path) in [
        (options().confidence(1.0), "confidence"),
        (options().confidence(f64::NAN), "confidence"),
        (options().quantiles([0.5, 0.0]), "quantiles[1]"),
        (options().quantiles([0.5; 101]), "quantiles"),
        (options().horizon(0.0), "horizon"),
    ] {
        assert_eq!(durations.kaplan_meier(&wrong).unwrap_err().path(), path);
    }
}

#[test]
fn counts_that_contradict_each_other_are_refused() {
    let document = |exits: &str, entries: &str| {
        format!(r#"{{"ends": ["x"], "groups": [{{"exits": [{exits}], "entries": [{entries}]}}]}}"#)
    };
    let one = r#"{"time": 1.0, "open": 1, "ended": [1]}"#;
    assert!(Durations::from_json(&document(one, "")).is_ok());
    for (exits, entries) in [
        (r#"{"time": 1.0, "open": 1, "ended": []}"#, ""),
        (r#"{"time": -1.0, "open": 1, "ended": [0]}"#, ""),
        (one, r#"{"time": 1.0, "people": 1}"#),
        (one, r#"{"time": 0.5, "people": 3}"#),
        (one, r#"{"time": 0.0, "people": 1}"#),
    ] {
        let error = Durations::from_json(&document(exits, entries)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Inconsistent, "{exits} {entries}");
    }
}

/// A time, its kind of end, an entry as a share of it, and a group.
fn row() -> impl Strategy<Value = (f64, &'static str, f64, &'static str)> {
    let time = prop_oneof![(0_u32..12).prop_map(f64::from), 0.1_f64..3e6];
    let end = prop::sample::select(vec!["", "back", "gone"]);
    (time, end, prop_oneof![Just(0.0), 0.0_f64..0.9], prop::sample::select(vec!["a", "b", "c"]))
        .prop_map(|(time, end, share, group)| (time, end, time * share, group))
}

proptest! {
    #[test]
    fn the_order_of_rows_does_not_matter_and_every_row_counts(
        rows in prop::collection::vec(row(), 0..60),
        turned in 0_usize..60,
    ) {
        let found = durations(&rows);
        let mut other = rows.clone();
        other.rotate_left(turned % rows.len().max(1));
        other.reverse();
        prop_assert_eq!(&found, &durations(&other));
        prop_assert_eq!(found.people(), rows.len() as u64);
        let ended = rows.iter().filter(|row| !row.1.is_empty()).count();
        prop_assert_eq!(found.ended(), ended as u64);
        let text = serde_json::to_string(&found).unwrap();
        prop_assert_eq!(&Durations::from_json(&text).unwrap(), &found);
        let options = CurveOptions::default().horizon(5.0);
        let curves = found.kaplan_meier(&options).unwrap();
        for curve in &curves.curves {
            for point in &curve.points {
                // By definition: who came before and was last seen then or later.
                let group = curve.group.as_deref().unwrap();
                let at_risk = rows.iter().filter(|row| {
                    row.3 == group && row.0 >= point.time && (row.2 < point.time || row.2 == 0.0)
                });
                prop_assert_eq!(point.at_risk, at_risk.count() as u64);
            }
            prop_assert!(curve.points.is_sorted_by(|a, b| a.survival >= b.survival));
        }
        let text = serde_json::to_string(&curves).unwrap();
        prop_assert_eq!(serde_json::from_str::<super::super::SurvivalCurves>(&text).unwrap(), curves);
    }
}

#[test]
fn waltons_groups_differ_as_published() {
    let Some((case, durations)) = waltons() else { return };
    let test = durations.log_rank().unwrap();
    near(test.chi_square.unwrap(), case["logrank"]["chi2"].as_f64().unwrap(), 1e-12);
    let p = case["logrank"]["p"].as_f64().unwrap();
    assert!((test.p.unwrap() / p - 1.0).abs() < 1e-11, "{:?}", test.p);
    assert_eq!(test.degrees, 1);
}

#[test]
fn a_group_that_was_never_watched_beside_others_adds_no_degree() {
    let durations = durations(&[
        (1.0, "back", 0.0, "a"),
        (2.0, "back", 0.0, "b"),
        (3.0, "", 0.0, "b"),
        (9.0, "", 5.0, "late"),
    ]);
    let test = durations.log_rank().unwrap();
    assert_eq!(test.degrees, 1);
    near(test.groups[2].expected, 0.0, 0.0);
    let two = self::durations(&[(1.0, "back", 0.0, "a"), (2.0, "back", 0.0, "b"), (3.0, "", 0.0, "b")]);
    near(test.chi_square.unwrap(), two.log_rank().unwrap().chi_square.unwrap(), 1e-14);
    // Nobody ended: nothing can be compared.
    let none = self::durations(&[(1.0, "", 0.0, "a"), (2.0, "", 0.0, "b")]).log_rank().unwrap();
    assert_eq!((none.chi_square, none.p, none.degrees), (None, None, 0));
    let one = self::durations(&[(1.0, "back", 0.0, "a")]).log_rank().unwrap_err();
    assert_eq!(one.kind(), ErrorKind::Missing);
}

proptest! {
    #[test]
    fn ends_and_survival_make_one(rows in prop::collection::vec(row(), 1..60)) {
        let found = durations(&rows);
        let ends = found.aalen_johansen(&CommonOptions::default()).unwrap();
        let curves = found.kaplan_meier(&CurveOptions::default()).unwrap();
        for curve in &curves.curves {
            let of_group: Vec<_> =
                ends.incidences.iter().filter(|incidence| incidence.group == curve.group).collect();
            for (place, point) in curve.points.iter().filter(|point| point.ended > 0).enumerate() {
                let shares: f64 = of_group.iter().map(|incidence| incidence.points[place].share).sum();
                near(shares + point.survival, 1.0, 1e-12);
                for incidence in &of_group {
                    let at = incidence.points[place];
                    prop_assert!(at.lower <= at.share + 1e-12 && at.share <= at.upper + 1e-12, "{at:?}");
                    prop_assert!(at.standard_error >= 0.0 && at.lower >= 0.0 && at.upper <= 1.0, "{at:?}");
                }
            }
            // With one end its share is what the curve lost, and so is the error.
            let only = found.only("back");
            if let Ok(only) = only {
                let alone = only.aalen_johansen(&CommonOptions::default()).unwrap();
                let curve = only.kaplan_meier(&CurveOptions::default()).unwrap();
                for (incidence, curve) in alone.incidences.iter().zip(curve.curves) {
                    let points = curve.points.iter().filter(|point| point.ended > 0);
                    for (at, point) in incidence.points.iter().zip(points) {
                        near(at.share, 1.0 - point.survival, 1e-12);
                        near(at.standard_error, point.standard_error.unwrap_or(0.0), 1e-12);
                    }
                }
            }
        }
    }

    #[test]
    fn the_order_of_groups_does_not_change_the_test(rows in prop::collection::vec(row(), 3..40)) {
        let renamed: Vec<_> = rows
            .iter()
            .map(|row| (row.0, row.1, row.2, match row.3 { "a" => "z", "b" => "b", _ => "a" }))
            .collect();
        if let (Ok(one), Ok(other)) = (durations(&rows).log_rank(), durations(&renamed).log_rank()) {
            prop_assert_eq!(one.degrees, other.degrees);
            near(one.chi_square.unwrap_or(0.0), other.chi_square.unwrap_or(0.0), 1e-8);
            let expected: f64 = one.groups.iter().map(|group| group.expected).sum();
            let observed: u64 = one.groups.iter().map(|group| group.observed).sum();
            near(expected, observed as f64, 1e-10);
        }
    }
}

proptest! {
    #[test]
    fn the_quick_way_counts_as_the_long_way(
        rows in prop::collection::vec((0_i64..300, any::<bool>()), 1..200),
        far in prop::option::of(0_i64..5_000_000),
    ) {
        let mut rows = rows;
        rows.extend(far.map(|time| (time, true)));
        let days: Vec<i64> = rows.iter().map(|row| row.0).collect();
        let slow: Vec<f64> = rows.iter().map(|row| row.0 as f64).collect();
        let bytes: Vec<u8> = rows.iter().map(|row| u8::from(row.1)).collect();
        let mut packed = vec![0_u8; rows.len().div_ceil(8)];
        for (row, byte) in bytes.iter().enumerate() {
            packed[row / 8] |= byte << (row % 8);
        }
        let read = |times: Values<'_>, ends: Values<'_>| {
            let columns = Columns::new(rows.len())
                .unwrap()
                .with("time", Column::new(times))
                .unwrap()
                .with("end", Column::new(ends))
                .unwrap();
            Durations::from_columns(&columns, &DurationOptions::new("time", "end")).unwrap()
        };
        let (whole, long) = (|| Values::Integers(Integers::I64(&days)), || Values::Floats64(&slow));
        let flags = || Values::Integers(Integers::U8(&bytes));
        let bits = || Values::Booleans(Bits::new(&packed, 0, rows.len()).unwrap());
        prop_assert_eq!(read(whole(), flags()), read(long(), flags()));
        prop_assert_eq!(read(whole(), bits()), read(long(), bits()));
    }
}
