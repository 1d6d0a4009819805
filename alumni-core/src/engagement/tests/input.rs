//! Input that cannot be used, and input that is merely odd.

use super::*;
use crate::ErrorKind;
use crate::engagement::{
    ActOptions, GraphOptions, InteractionGraph, Points, Proportion, Rate, RepeatActs, RepeatLaw, RepeatModel,
    ScoreSums, Scores, SilenceQuestion, interactions_from_csv, interactions_from_json, participation, pulse,
    traffic,
};

const HEAD: &str = "id = \"x\"\nversion = 1\ntitle = \"x\"\nsource = \"x\"\nhalf_life_days = 90\n";

fn refused(text: &str) -> (ErrorKind, String) {
    let error = ScoreModel::parse(text).unwrap_err();
    (error.kind(), error.path().to_owned())
}

#[test]
fn a_model_that_is_wrong_says_where() {
    let kinds = |second: &str| format!("{HEAD}[[kinds]]\nkind = \"a\"\nweight = 1\n[[kinds]]\n{second}");
    for (second, kind, path) in [
        ("kind = \"b\"\nweight = -1", ErrorKind::OutOfRange, "kinds[1].weight"),
        ("kind = \"b\"\nweight = nan", ErrorKind::OutOfRange, "kinds[1].weight"),
        ("kind = \"b\"\nweight = inf", ErrorKind::OutOfRange, "kinds[1].weight"),
        ("kind = \"a\"\nweight = 1", ErrorKind::Duplicate, "kinds[1].kind"),
        ("kind = \"B b\"\nweight = 1", ErrorKind::Syntax, "kinds[1].kind"),
        ("kind = \"b\"\nweight = 1\nhalf_life_days = 0", ErrorKind::OutOfRange, "kinds[1].half_life_days"),
        ("kind = \"b\"\nweight = 1\nhalf_life_days = nan", ErrorKind::OutOfRange, "kinds[1].half_life_days"),
        (
            "kind = \"b\"\nweight = 1\ncap = { count = 0, per = \"day\" }",
            ErrorKind::OutOfRange,
            "kinds[1].cap.count",
        ),
        (
            "kind = \"b\"\nweight = 1\ncap = { count = 1, per = \"fortnight\" }",
            ErrorKind::Syntax,
            "kinds[1].cap.per",
        ),
        ("kind = \"b\"\nweight = 1\nwieght = 2", ErrorKind::WrongType, "9:1"),
    ] {
        let (found, place) = refused(&kinds(second));
        assert_eq!(found, kind, "{second}");
        assert!(place == path || path == "9:1", "{second}: {place}");
    }
    assert_eq!(refused(HEAD).0, ErrorKind::WrongType);
    assert_eq!(refused(&format!("{HEAD}kinds = []")), (ErrorKind::Missing, "kinds".into()));
    assert_eq!(
        refused(&format!("{}kinds = []", HEAD.replace("version = 1", "version = 0"))),
        (ErrorKind::OutOfRange, "version".into())
    );
    assert_eq!(ScoreModel::preset("alumnus").unwrap_err().kind(), ErrorKind::UnknownName);
}

#[test]
fn factors_that_are_wrong_say_where() {
    let kinds = "[[kinds]]\nkind = \"a\"\nweight = 1\n[[kinds]]\nkind = \"b\"\nweight = 5000\n";
    let purpose = |kinds: &str| format!("[[purposes]]\npurpose = \"x\"\nkinds = {{ {kinds} }}\n");
    let band = |from: i64, factor: &str| format!("[[tenure]]\nfrom_years = {from}\nfactor = {factor}\n");
    for (more, kind, path) in [
        (purpose("c = 1"), ErrorKind::UnknownName, "purposes[0].kinds.c"),
        (purpose("a = -1"), ErrorKind::OutOfRange, "purposes[0].kinds.a"),
        (purpose("a = nan"), ErrorKind::OutOfRange, "purposes[0].kinds.a"),
        (purpose("a = 1001"), ErrorKind::OutOfRange, "purposes[0].kinds.a"),
        (purpose("b = 201"), ErrorKind::OutOfRange, "purposes[0].kinds.b"),
        (purpose("a = 2").repeat(2), ErrorKind::Duplicate, "purposes[1].purpose"),
        (purpose("").replace("\"x\"", "\" \""), ErrorKind::Missing, "purposes[0].purpose"),
        (band(5, "-1"), ErrorKind::OutOfRange, "tenure[0].factor"),
        (band(5, "inf"), ErrorKind::OutOfRange, "tenure[0].factor"),
        (band(5, "201"), ErrorKind::OutOfRange, "tenure[0].factor"),
        (purpose("b = 100") + &band(5, "2.5"), ErrorKind::OutOfRange, "tenure[0].factor"),
        (band(5, "1") + &band(5, "2"), ErrorKind::Inconsistent, "tenure[1].from_years"),
        (band(0, "1").repeat(101), ErrorKind::TooLarge, "tenure"),
    ] {
        assert_eq!(refused(&format!("{HEAD}{kinds}{more}")), (kind, path.to_owned()), "{more}");
    }
    let error = ScoreModel::parse(&format!("{HEAD}{kinds}{}", band(-1, "1"))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WrongType);
    let model = ScoreModel::parse(&format!("{HEAD}{kinds}{}", purpose("a = 2"))).unwrap();
    let error = model.for_purpose("y").unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::UnknownName, "purpose"));
    assert!(error.message().contains("(x)"), "{error}");
    assert_eq!(model.for_purpose("x").unwrap().for_purpose("x").unwrap_err().kind(), ErrorKind::UnknownName);
}

#[test]
fn every_preset_reads_and_says_where_it_comes_from() {
    for name in ScoreModel::presets() {
        let model = ScoreModel::preset(name).unwrap();
        assert_eq!(model.id(), name);
        assert!(model.source().len() > 20);
        let json = serde_json::to_string(&model).unwrap();
        let back = ScoreModel::parse(&json).unwrap();
        assert_eq!(back, model);
        assert_eq!(back.hash(), model.hash());
    }
}

#[test]
fn every_known_kind_has_a_place_in_the_default_model() {
    let model = ScoreModel::preset("alumni").unwrap();
    let named: Vec<_> = model.kinds().iter().map(|kind| kind.kind.as_str()).collect();
    // What the company sends is nobody's closeness; the model names the mailing that stands for all of them.
    let sent = |kind: &str| {
        kind.parse::<crate::engagement::Kind>().unwrap().act() == Some(super::super::kind::Act::Mailing)
    };
    for kind in crate::engagement::Kind::known().filter(|kind| *kind == "company_push" || !sent(kind)) {
        assert!(named.contains(&kind), "{kind}");
    }
}

#[test]
fn an_instant_without_an_offset_is_refused_at_every_door() {
    let row = r#"[{"id": "e-1", "at": "2024-01-10T09:00:00", "kind": "visit", "actor": "w-1", "actor_type": "alumnus"}]"#;
    let error = interactions_from_json(row).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WrongType);
    assert!(error.message().contains("with its offset"), "{error}");
    let csv = "id,at,kind,actor,actor_type\ne-1,2024-01-10 09:00,visit,w-1,alumnus\n";
    let error = interactions_from_csv(csv).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Syntax, "interactions.csv: line 2, column 2 (at)"));
}

#[test]
fn a_table_that_is_wrong_says_line_and_column() {
    let head = "id,at,kind,actor,actor_type,target,target_type,value";
    for (row, kind, place) in [
        (",2024-01-10T09:00:00Z,visit,w-1,alumnus,,,", ErrorKind::Missing, "line 2, column 1 (id)"),
        ("e-1,2024-01-10T09:00:00Z,Visit,w-1,alumnus,,,", ErrorKind::Syntax, "line 2, column 3 (kind)"),
        (
            "e-1,2024-01-10T09:00:00Z,visit,w-1,alumna,,,",
            ErrorKind::UnknownName,
            "line 2, column 5 (actor_type)",
        ),
        (
            "e-1,2024-01-10T09:00:00Z,visit,w-1,alumnus,w-2,,",
            ErrorKind::Missing,
            "line 2, column 7 (target_type)",
        ),
        (
            "e-1,2024-01-10T09:00:00Z,visit,w-1,alumnus,,person,",
            ErrorKind::Missing,
            "line 2, column 6 (target)",
        ),
        ("e-1,2024-01-10T09:00:00Z,visit,w-1,alumnus,,,NaN", ErrorKind::Syntax, "line 2, column 8 (value)"),
    ] {
        let error = interactions_from_csv(&format!("{head}\n{row}\n")).unwrap_err();
        assert_eq!(
            (error.kind(), error.path()),
            (kind, format!("interactions.csv: {place}").as_str()),
            "{row}"
        );
    }
    let error = interactions_from_csv("id,at,kind,actor,actor_type,thred\n").unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::UnknownName, "interactions.csv: line 1"));
    assert!(interactions_from_csv("id,at,kind,actor,actor_type\n").unwrap().is_empty());
}

#[test]
fn an_interaction_that_is_wrong_names_the_field() {
    let made = |change: fn(Interaction) -> Result<Interaction, crate::Error>| {
        let error = change(alumnus("e-1", "2024-01-10T09:00:00Z", "visit", "w-1")).unwrap_err();
        (error.kind(), error.path().to_owned())
    };
    assert_eq!(made(|event| event.with_value(f64::NAN)), (ErrorKind::OutOfRange, "value".into()));
    assert_eq!(made(|event| event.with_value(f64::INFINITY)), (ErrorKind::OutOfRange, "value".into()));
    assert_eq!(made(|event| event.with_thread("")), (ErrorKind::Missing, "thread".into()));
    assert_eq!(
        made(|event| event.with_target(" ", TargetType::Person)),
        (ErrorKind::Missing, "target".into())
    );
}

#[test]
fn one_id_with_two_contents_is_an_error_and_the_same_event_twice_is_one() {
    let one = alumnus("e-1", "2024-01-10T09:00:00Z", "reply", "w-1");
    let other = alumnus("e-1", "2024-01-10T09:00:01Z", "reply", "w-1");
    let model = ScoreModel::preset("alumni").unwrap();
    let day = "2024-02-01".parse().unwrap();
    let error = model.score(&[one.clone(), other], day, Permitted::Everyone).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Duplicate, "events[1].id"));
    let twice = model.score(&[one.clone(), one.clone()], day, Permitted::Everyone).unwrap();
    let once = model.score(&[one], day, Permitted::Everyone).unwrap();
    assert_eq!(twice.people, once.people);
    assert_eq!((twice.tally.received, twice.tally.duplicates, twice.tally.counted), (2, 1, 1));
}

#[test]
fn an_empty_record_gives_answers_about_nothing() {
    let day = "2024-02-01".parse().unwrap();
    let scores = ScoreModel::preset("alumni").unwrap().score(&[], day, Permitted::Everyone).unwrap();
    assert!(scores.people.is_empty() && scores.get("w-1").is_none());
    assert_eq!(scores.why("w-1"), "not scored: nothing on record before 2024-02-01");
    assert_eq!(scores.to_string(), "alumni v1 as of 2024-02-01: 0 scored, 0 not scored");
    let window = crate::calendar::Span::days_before(365, day).unwrap();
    let traffic = traffic(&[], window).unwrap();
    assert_eq!((traffic.n, traffic.alumni_to_alumni.share), (0, None));
    assert_eq!(traffic.to_string(), "no messages in 365 days");
    let pulse = pulse(&[], &std::collections::BTreeSet::new(), window).unwrap();
    assert_eq!((pulse.acted, pulse.last_request, pulse.organic), (Proportion::new(0, 0), None, None));
    assert_eq!(pulse.posts, Rate::new(0, 365));
}

#[test]
fn kinds_that_the_model_does_not_know_are_counted_and_never_dropped() {
    let events = [
        alumnus("e-1", "2024-01-10T09:00:00Z", "karaoke", "w-1"),
        alumnus("e-2", "2024-01-11T09:00:00Z", "karaoke", "w-1"),
        alumnus("e-3", "2024-03-11T09:00:00Z", "reply", "w-1"),
    ];
    let model = ScoreModel::preset("alumni").unwrap();
    let scores = model.score(&events, "2024-02-01".parse().unwrap(), Permitted::Everyone).unwrap();
    assert_eq!(scores.tally.unknown_kinds, [("karaoke".parse().unwrap(), 2)].into());
    assert_eq!(scores.get("w-1").map(|score| score.score), Some(Points::ZERO));
    assert_eq!(scores.why("w-1"), "nothing this person did counts in the model");
    let text = scores.to_string();
    assert!(text.contains("2 events are of the kind “karaoke”"), "{text}");
    assert!(text.contains("1 event lies on or after the day"), "{text}");
    let back: Scores = serde_json::from_value(serde_json::to_value(&scores).unwrap()).unwrap();
    assert_eq!(back, scores);
}

#[test]
fn somebody_who_is_not_scored_has_no_score_and_not_one_of_nothing() {
    let model = ScoreModel::preset("alumni").unwrap();
    let days = ("2024-02-01".parse().unwrap(), "2024-03-01".parse().unwrap());
    let office =
        Interaction::new("e-1", "2024-01-10T09:00:00Z".parse().unwrap(), "reply", "desk", ActorType::Office);
    let events = [alumnus("e-2", "2024-02-10T09:00:00Z", "reply", "w-1"), office.unwrap()];
    let only = ["w-2".to_owned()].into();
    for (person, permitted, said) in [
        ("w-1", Permitted::Only(&only), "w-1: not scored: scoring is not permitted for this person"),
        ("w-9", Permitted::Everyone, "w-9: not scored: nothing on record before 2024-03-01"),
        ("desk", Permitted::Everyone, "desk: not scored: nothing on record before 2024-03-01"),
    ] {
        let change = model.why_between(&events, person, days.0, days.1, permitted).unwrap();
        assert_eq!((change.before, change.after), (None, None));
        assert_eq!(change.to_string(), said);
        let json = serde_json::to_value(&change).unwrap();
        assert!(json["before"].is_null() && json["after"].is_null(), "{json}");
    }
    let change = model.why_between(&events, "w-1", days.0, days.1, Permitted::Everyone).unwrap();
    assert_eq!((change.before, change.after.is_some()), (Some(Points::ZERO), true));
}

#[test]
fn tenures_that_change_nothing_are_told() {
    let model = ScoreModel::preset("alumni").unwrap();
    let day = "2024-02-01".parse().unwrap();
    let events = [alumnus("e-1", "2024-01-10T09:00:00Z", "reply", "w-1")];
    let years: std::collections::BTreeMap<String, u32> = [("w-1".to_owned(), 3)].into();
    let scores = model.score_by_tenure(&events, day, Permitted::Everyone, &years).unwrap();
    let said =
        "the tenure of one person was given and changes nothing: the model alumni has no bands of tenure";
    assert_eq!(scores.reasons.iter().map(ToString::to_string).collect::<Vec<_>>(), [said]);
    let sums = ScoreSums::by_tenure(&model, day, years).finish();
    assert_eq!(sums.reasons, scores.reasons);
    assert!(model.score(&events, day, Permitted::Everyone).unwrap().reasons.is_empty());
}

#[test]
fn a_misspelt_kind_is_refused_where_nothing_would_count() {
    let day = "2024-02-01".parse().unwrap();
    let events = [
        alumnus("e-1", "2024-01-10T09:00:00Z", "reply", "w-1"),
        alumnus("e-2", "2024-01-11T09:00:00Z", "karaoke", "w-1"),
    ];
    let acts = |kind: &str, events: &[Interaction]| {
        RepeatActs::of(events, &ActOptions::new(day).kinds([kind]), Permitted::Everyone)
    };
    let graph = |kind: &str| {
        let options = GraphOptions::new(day).kind(kind.parse().unwrap(), 1.0);
        InteractionGraph::from_interactions(&events, &options, None, Permitted::Everyone).map(drop)
    };
    for error in [acts("repyl", &events).unwrap_err(), graph("repyl").unwrap_err()] {
        assert_eq!((error.kind(), error.path()), (ErrorKind::UnknownName, "kinds"));
        assert!(error.message().ends_with("got `repyl`; did you mean `reply`?"), "{error}");
    }
    let error = graph("karaokee").unwrap_err();
    assert!(error.message().ends_with("did you mean `karaoke`?"), "{error}");
    // The record's own kinds and the library's are none, and an empty record tells nothing.
    assert_eq!(acts("karaoke", &events).unwrap().other_kinds, 1);
    assert!(graph("karaoke").is_ok() && graph("nominate").is_ok());
    assert!(acts("anything", &[]).is_ok());
}

#[test]
fn a_window_of_no_days_tells_of_nobody() {
    let day = "2024-02-01".parse().unwrap();
    let window = crate::calendar::Span::new(day, day).unwrap();
    let members = ["w-1".to_owned(), "w-2".to_owned()].into();
    let found = pulse(&[], &members, window).unwrap();
    assert_eq!((found.acted, found.posted), (Proportion::new(0, 0), Proportion::new(0, 0)));
    assert_eq!(found.to_string(), "the window has no days");
    let segments = (0..9).map(|number| (format!("w-{number}"), None)).collect();
    let found = participation(&[], &segments, window, 3, Permitted::Everyone).unwrap();
    assert_eq!((found.whole, found.segments.len(), found.rest), (None, 0, None));
    assert_eq!(found.reasons[0].code(), "pulse-no-days");
}

/// (343 / 385)^26 = 0.0496: what is below the level of 0.05 is not said to be 0.050.
#[test]
fn what_is_below_a_level_is_said_to_be_below_it() {
    let said = |count, days, silent| {
        let found = SilenceQuestion::new(count, days, silent).answer().unwrap();
        (found.p.unwrap(), found.reasons[0].to_string())
    };
    let (p, text) = said(26, 364, 42);
    assert!((p - (364.0_f64 / 406.0).powi(26)).abs() < 1e-12 && text.contains("0.058"), "{text}");
    // The silence is not part of the days: read otherwise 26 in 364 days, the last 42 of them silent, would be (322 / 364)^26 = 0.041.
    let found = (30..400_u64).find_map(|days| {
        let p = (days as f64 / (days + 42) as f64).powi(26);
        (p < 0.05 && p > 0.0495).then(|| said(26, days, 42))
    });
    let (p, text) = found.unwrap();
    assert!(!text.contains("0.050"), "{p}: {text}");
}

#[test]
fn nothing_to_come_is_no_negative_zero() {
    for model in [RepeatModel::MbgNbd, RepeatModel::BgNbd, RepeatModel::ParetoNbd, RepeatModel::BgBb] {
        let told = RepeatLaw::new(model, [0.8, 2.5, 0.6, 7.0]).unwrap().predict(2.0, 3.0, 5.0, 0.0).unwrap();
        assert_eq!(told.expected.to_bits(), 0, "{model:?}");
        assert_eq!(told.any.to_bits(), 0, "{model:?}");
    }
}
