use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;

use super::*;
use crate::columns::{Bits, Column, Columns, Texts, TimeUnit, Values, ZoneOffsets};
use crate::engagement::{ActorType, Interaction, Permitted, Points, Scores};

const KINDS: [&str; 5] = ["reply", "click", "event_attend", "karaoke", "reaction"];

fn model(caps: bool) -> ScoreModel {
    let cap = if caps { "cap = { count = 2, per = \"week\" }" } else { "" };
    ScoreModel::parse(&format!(
        r#"
        id = "m"
        version = 1
        title = "m"
        source = "s"
        half_life_days = 33.3
        kinds = [
            {{ kind = "reply", weight = 3.7 }},
            {{ kind = "click", weight = 999999.5, half_life_days = 0.01 }},
            {{ kind = "event_attend", weight = 5000, half_life_days = 365 }},
            {{ kind = "reaction", weight = 1.1, {} }},
        ]"#,
        if caps { cap } else { "half_life_days = 33.3" },
    ))
    .unwrap()
}

/// Weights small enough for the short way to round, fading alike or not.
fn light(alike: bool) -> ScoreModel {
    let other = if alike { "" } else { ", half_life_days = 200" };
    ScoreModel::parse(&format!(
        r#"
        id = "m"
        version = 1
        title = "m"
        source = "s"
        half_life_days = 33.3
        kinds = [
            {{ kind = "reply", weight = 3.7 }},
            {{ kind = "click", weight = 2047.9{other} }},
            {{ kind = "event_attend", weight = 0.001 }},
        ]"#
    ))
    .unwrap()
}

/// The kinds of [`model`], with bands of tenure: light and heavy enough for both ways to round.
fn banded(caps: bool) -> ScoreModel {
    let mut document = serde_json::to_value(model(caps)).unwrap();
    document["kinds"][1]["weight"] = 5000.into();
    document["tenure"] = serde_json::json!([
        { "from_years": 1, "factor": 0.7 }, { "from_years": 3, "factor": 0 }, { "from_years": 5, "factor": 97.3 },
    ]);
    ScoreModel::parse(&document.to_string()).unwrap()
}

#[derive(Clone, Debug)]
struct Row {
    actor: usize,
    of: usize,
    kind: usize,
    micros: i64,
}

const END: &str = "2024-04-01";

fn end() -> DateTime<Utc> {
    start_of(END.parse().unwrap())
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let micros = prop_oneof![0_i64..40_000_000_000_000, -3_000_000_i64..3_000_000, Just(0_i64)];
    let row = (0_usize..6, 0_usize..8, 0..KINDS.len(), micros).prop_map(|(actor, of, kind, micros)| Row {
        actor,
        of,
        kind,
        micros,
    });
    prop::collection::vec(row, 0..60)
}

fn interactions(rows: &[Row]) -> Vec<Interaction> {
    let event = |(number, row): (usize, &Row)| {
        let at = end() - Duration::microseconds(row.micros);
        let of = if row.of == 0 { ActorType::Staff } else { ActorType::Alumnus };
        Interaction::new(format!("e-{number}"), at, KINDS[row.kind], format!("p-{}", row.actor), of).unwrap()
    };
    rows.iter().enumerate().map(event).collect()
}

/// As a table would have them, in so many batches.
fn sums(
    model: &ScoreModel,
    rows: &[Row],
    batch: usize,
    permitted: Permitted<'_>,
) -> Result<ScoreSums, Error> {
    let mut sums = ScoreSums::new(model, END.parse().unwrap());
    add(&mut sums, rows, batch, permitted)?;
    Ok(sums)
}

fn add(sums: &mut ScoreSums, rows: &[Row], batch: usize, permitted: Permitted<'_>) -> Result<(), Error> {
    add_to(rows, batch, |columns| sums.add(columns, permitted))
}

fn add_to(
    rows: &[Row],
    batch: usize,
    mut add: impl FnMut(&Columns<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    for rows in rows.chunks(batch.max(1)) {
        let actors: Vec<_> = rows.iter().map(|row| format!("p-{}", row.actor)).collect();
        let actors: Vec<&str> = actors.iter().map(String::as_str).collect();
        let kinds: Vec<_> = rows.iter().map(|row| KINDS[row.kind]).collect();
        let of: Vec<_> = rows.iter().map(|row| if row.of == 0 { "staff" } else { "alumnus" }).collect();
        let at: Vec<_> = rows.iter().map(|row| end().timestamp_micros() - row.micros).collect();
        let texts = |texts| Column::new(Values::Texts(Texts::Slices(texts)));
        let (unit, offsets) = (TimeUnit::Microseconds, ZoneOffsets::Fixed(32_400));
        let columns = Columns::new(rows.len()).unwrap();
        let columns = columns.with("actor", texts(&actors)).unwrap().with("kind", texts(&kinds)).unwrap();
        let columns = columns.with("actor_type", texts(&of)).unwrap();
        let at = Column::new(Values::Zoned { counts: &at, unit, offsets });
        add(&columns.with("at", at).unwrap())?;
    }
    Ok(())
}

/// That a table says what the scores of the same events say, to the last bit.
fn same(model: &ScoreModel, rows: &[Row], table: &ScoreTable, permitted: Permitted<'_>) {
    same_as(&scores_of(model, rows, permitted), table);
}

fn scores_of(model: &ScoreModel, rows: &[Row], permitted: Permitted<'_>) -> Scores {
    model.score(&interactions(rows), END.parse().unwrap(), permitted).unwrap()
}

/// The totals of the same rows in batches, which are to say what the scores say of everybody, to the last bit.
fn totals_are_those_of(
    scores: &Scores,
    (model, years): (&ScoreModel, &BTreeMap<String, u32>),
    (rows, batch): (&[Row], usize),
    permitted: Permitted<'_>,
) {
    let mut sums = TotalSums::by_tenure(model, END.parse().unwrap(), years.clone());
    add_to(rows, batch, |columns| sums.add(columns, permitted)).unwrap();
    let totals = sums.finish();
    let expected: Vec<_> = scores.people.iter().map(|one| (one.person.clone(), one.score)).collect();
    let found: Vec<_> = totals.people.iter().cloned().zip(totals.scores.iter().copied()).collect();
    assert_eq!(found, expected);
    assert_eq!(totals.not_scored, scores.not_scored);
    assert_eq!(totals.tally, scores.tally);
    assert_eq!(totals.reasons, scores.reasons);
    assert_eq!((&totals.model, &totals.hash, totals.as_of), (&scores.model, &scores.hash, scores.as_of));
    let factors: Vec<_> = scores.people.iter().map(|score| score.tenure_factor).collect();
    let nobody = factors.iter().all(Option::is_none);
    assert_eq!(totals.tenure_factors, if nobody { Vec::new() } else { factors });
    let (segments, options) = (BTreeMap::new(), crate::engagement::RankOptions::default());
    assert_eq!(totals.ranks(&segments, &options), scores.ranks(&segments, &options));
    assert!(scores.not_scored.iter().all(|one| totals.get(&one.person).is_none()));
}

fn same_as(scores: &Scores, table: &ScoreTable) {
    let people: Vec<_> = scores.people.iter().map(|score| score.person.clone()).collect();
    assert_eq!(table.people, people);
    for (place, score) in scores.people.iter().enumerate() {
        assert_eq!(table.scores[place], score.score);
        let parts: Points = table.kinds.iter().map(|kind| table.part(place, kind).unwrap()).sum();
        assert_eq!(parts, score.score);
        for part in &score.parts {
            assert_eq!(table.part(place, part.kind.as_str()), Some(part.contribution));
        }
    }
    assert_eq!(table.not_scored, scores.not_scored);
    assert_eq!(table.tally, scores.tally);
    assert_eq!(table.reasons, scores.reasons);
}

proptest! {
    #[test]
    fn a_table_in_batches_scores_like_its_events(
        rows in rows(), batch in 1_usize..70, refuse in any::<bool>(), light_alike in any::<Option<bool>>(),
    ) {
        let model = light_alike.map_or_else(|| model(false), light);
        let some = ["p-0", "p-3", "p-4"].map(String::from).into();
        let permitted = if refuse { Permitted::Only(&some) } else { Permitted::Everyone };
        same(&model, &rows, &sums(&model, &rows, batch, permitted).unwrap().finish(), permitted);
        let scores = scores_of(&model, &rows, permitted);
        totals_are_those_of(&scores, (&model, &BTreeMap::new()), (&rows, batch), permitted);
    }

    #[test]
    fn everybody_is_scored_by_their_tenure(
        rows in rows(), batch in 1_usize..70, caps in any::<bool>(),
        years in prop::collection::btree_map((0_usize..6).prop_map(|number| format!("p-{number}")), 0_u32..9, 0..5),
    ) {
        let mut rows = rows;
        rows.sort_by_key(|row| -row.micros);
        let model = banded(caps);
        let permitted = Permitted::Everyone;
        let mut scored = ScoreSums::by_tenure(&model, END.parse().unwrap(), years.clone());
        add(&mut scored, &rows, batch, permitted).unwrap();
        let table = scored.finish();
        let scores = model.score_by_tenure(&interactions(&rows), END.parse().unwrap(), permitted, &years).unwrap();
        same_as(&scores, &table);
        totals_are_those_of(&scores, (&model, &years), (&rows, batch), permitted);
        let factors: Vec<_> = scores.people.iter().map(|score| score.tenure_factor).collect();
        let nobody = factors.iter().all(Option::is_none);
        assert_eq!(table.tenure_factors, if nobody { Vec::new() } else { factors });
    }

    #[test]
    fn numbers_score_like_their_events(
        near in prop::collection::vec((0_usize..6, 0_usize..3, -9_i64..90_000_000), 1..1_400),
        odd in prop::collection::vec((0_usize..1_400, prop_oneof![Just(0), -9_i64..0, 3_000_000_000_i64..6_000_000_000]), 0..3),
        light_alike in any::<Option<bool>>(),
    ) {
        let model = light_alike.map_or_else(|| model(false), light);
        let mut events = near;
        for (place, age) in odd {
            let place = place % events.len();
            events[place].2 = age;
        }
        let mut sums = ScoreSums::new(&model, END.parse().unwrap());
        for person in 0..6 {
            sums.person(&format!("p-{person}")).unwrap();
        }
        let people: Vec<_> = events.iter().map(|(person, ..)| u32::try_from(*person).unwrap()).collect();
        let kinds: Vec<_> = events.iter().map(|(_, kind, _)| u16::try_from(*kind).unwrap()).collect();
        let seconds: Vec<_> = events.iter().map(|(.., age)| end().timestamp() - age).collect();
        sums.add_codes(&people, &kinds, &seconds).unwrap();
        let table = sums.finish();
        let rows: Vec<_> = events
            .iter()
            .map(|(actor, kind, age)| Row { actor: *actor, of: 1, kind: *kind, micros: age * 1_000_000 })
            .collect();
        let scores = model.score(&interactions(&rows), END.parse().unwrap(), Permitted::Everyone).unwrap();
        for score in &scores.people {
            let place = table.find(&score.person).unwrap();
            prop_assert_eq!(table.scores[place], score.score);
        }
        let mut totals = TotalSums::new(&model, END.parse().unwrap());
        for person in 0..6 {
            totals.person(&format!("p-{person}")).unwrap();
        }
        totals.add_codes(&people, &kinds, &seconds).unwrap();
        let totals = totals.finish();
        prop_assert_eq!((&totals.people, &totals.scores, &totals.tally), (&table.people, &table.scores, &table.tally));
        prop_assert_eq!(table.tally.counted, scores.tally.counted);
        prop_assert_eq!(table.tally.after_as_of, scores.tally.after_as_of);
    }

    #[test]
    fn caps_count_the_first_events_of_a_window(mut rows in rows(), batch in 1_usize..70) {
        let model = model(true);
        rows.sort_by_key(|row| -row.micros);
        let permitted = Permitted::Everyone;
        same(&model, &rows, &sums(&model, &rows, batch, permitted).unwrap().finish(), permitted);
        let scores = scores_of(&model, &rows, permitted);
        totals_are_those_of(&scores, (&model, &BTreeMap::new()), (&rows, batch), permitted);
    }

    #[test]
    fn shards_add_up_in_any_order(rows in rows(), at in 0_usize..60) {
        let model = model(false);
        let (one, two) = rows.split_at(at.min(rows.len()));
        let shard = |rows: &[Row]| sums(&model, rows, 7, Permitted::Everyone).unwrap();
        let (mut there, mut back) = (shard(one), shard(two));
        there.merge(&shard(two)).unwrap();
        back.merge(&shard(one)).unwrap();
        let whole = shard(&rows).finish();
        prop_assert_eq!(&there.finish(), &whole);
        prop_assert_eq!(&back.finish(), &whole);
        let totals = |rows: &[Row]| {
            let mut sums = TotalSums::new(&model, END.parse().unwrap());
            add_to(rows, 7, |columns| sums.add(columns, Permitted::Everyone)).unwrap();
            sums
        };
        let (mut there, mut back) = (totals(one), totals(two));
        there.merge(&totals(two)).unwrap();
        back.merge(&totals(one)).unwrap();
        let (there, back) = (there.finish(), back.finish());
        prop_assert_eq!(&there, &back);
        prop_assert_eq!((&there.people, &there.scores), (&whole.people, &whole.scores));
    }
}

#[test]
fn more_than_a_whole_number_holds_is_kept() {
    let model = ScoreModel::parse(
        r#"
        id = "m"
        version = 1
        title = "m"
        source = "s"
        half_life_days = 36500
        kinds = [{ kind = "reply", weight = 1000000 }]"#,
    )
    .unwrap();
    let mut sums = ScoreSums::new(&model, END.parse().unwrap());
    let person = sums.person("p").unwrap();
    let second = end().timestamp() - 1;
    let many = 100_000;
    sums.add_codes(&vec![person; many], &vec![0; many], &vec![second; many]).unwrap();
    let table = sums.finish();
    let expected = 1e6 * 1e5 * (-(1.0 / (36_500.0 * 86_400.0)) * std::f64::consts::LN_2).exp();
    assert!((table.scores[0].value() / expected - 1.0).abs() < 1e-14);
    assert_eq!(table.scores[0].units() % 100_000, 0, "the sum of as many equal whole numbers");
}

#[test]
fn capped_events_that_run_backwards_are_refused_with_their_row() {
    let model = model(true);
    let rows = [0, 10].map(|seconds| Row { actor: 1, of: 1, kind: 4, micros: 1_000_000 * (5 + seconds) });
    let error = sums(&model, &rows, 1, Permitted::Everyone).unwrap_err();
    assert_eq!(error.path(), "at: row 1");
    // Rows that do not count are rows.
    let others = [(1, 0, 4), (9, 1, 3), (1, 1, 4), (0, 1, 4), (1, 1, 4)];
    let days = [30, 29, 28, 28, 29];
    let rows: Vec<_> = others
        .iter()
        .zip(days)
        .map(|((actor, of, kind), days)| Row {
            actor: *actor,
            of: *of,
            kind: *kind,
            micros: days * 86_400_000_000,
        })
        .collect();
    let some = ["p-1"].map(String::from).into();
    let error = sums(&model, &rows, 9, Permitted::Only(&some)).unwrap_err();
    assert_eq!(error.path(), "at: row 4");
    let shard = sums(&model, &rows[..1], 1, Permitted::Everyone).unwrap();
    assert_eq!(shard.clone().merge(&shard).unwrap_err().path(), "other");
}

#[test]
fn rows_that_cannot_be_used_are_named() {
    let model = model(false);
    let date = END.parse().unwrap();
    let texts = |texts| Column::new(Values::Texts(Texts::Slices(texts)));
    let at = [1_i64, 2];
    let zoned = || {
        let (unit, offsets) = (TimeUnit::Seconds, ZoneOffsets::Fixed(0));
        Column::new(Values::Zoned { counts: &at, unit, offsets })
    };
    let base = |actor, kind| {
        Columns::new(2).unwrap().with("actor", texts(actor)).unwrap().with("kind", texts(kind)).unwrap()
    };
    let refused = |columns: Columns<'_>| {
        let mut sums = ScoreSums::new(&model, date);
        let error = sums.add(&columns, Permitted::Everyone).unwrap_err();
        error.path().to_owned()
    };
    let fine = base(&["p", "q"], &["reply", "reply"]);
    assert_eq!(refused(fine.clone()), "at");
    let naive = Column::new(Values::Instants { counts: &at, unit: TimeUnit::Seconds });
    assert_eq!(refused(fine.clone().with("at", naive).unwrap()), "at");
    assert_eq!(refused(base(&["p", " "], &["reply", "reply"]).with("at", zoned()).unwrap()), "actor: row 1");
    assert_eq!(refused(base(&["p", "q"], &["reply", "Re ply"]).with("at", zoned()).unwrap()), "kind: row 1");
    let there = [0b01_u8];
    let half = zoned().valid(Bits::new(&there, 0, 2).unwrap());
    assert_eq!(refused(fine.clone().with("at", half).unwrap()), "at: row 1");
    let of = texts(&["alumnus", "alumni"]);
    assert_eq!(
        refused(fine.with("at", zoned()).unwrap().with("actor_type", of).unwrap()),
        "actor_type: row 1"
    );
    let misspelt = base(&["p", "q"], &["reply", "reply"]).with("at", zoned()).unwrap();
    assert_eq!(refused(misspelt.with("actor_typ", texts(&["staff", "staff"])).unwrap()), "actor_typ");
    let mut sums = ScoreSums::new(&model, date);
    assert_eq!(sums.add_codes(&[0], &[0], &[0]).unwrap_err().path(), "people: row 0");
    let person = sums.person("p").unwrap();
    assert_eq!(sums.add_codes(&[person, person], &[0, 9], &[0, 0]).unwrap_err().path(), "kinds: row 1");
    assert!(sums.add_codes(&[person], &[], &[]).is_err());
}

/// Sums of events that lie far apart are added to in another loop than those of few people; one event at a time none does.
#[test]
fn people_far_apart_and_full_sums_add_up_exactly() {
    let model = light(true);
    let mut empty = ScoreSums::new(&model, END.parse().unwrap());
    for person in 0..20_000 {
        empty.person(&format!("p-{person:05}")).unwrap();
    }
    let last = end().timestamp() - 1;
    // Ten thousand events of 2,047.9 points and no age are more than a place of 64 bits holds.
    let people: Vec<u32> =
        (0..30_000).map(|event| [7, 19_999, event * 7_919 % 20_000][event as usize % 3]).collect();
    let kinds: Vec<u16> = (0..30_000).map(|event| if event % 3 < 2 { 1 } else { 2 }).collect();
    let seconds: Vec<i64> =
        (0..30_000).map(|event| if event % 3 < 2 { last } else { last - event * 997 }).collect();
    let (mut at_once, mut one_by_one) = (empty.clone(), empty);
    let mut totals = TotalSums::new(&model, END.parse().unwrap());
    for person in 0..20_000 {
        totals.person(&format!("p-{person:05}")).unwrap();
    }
    // Twice: the first time the powers of days are found that are further back.
    for _ in 0..2 {
        at_once.add_codes(&people, &kinds, &seconds).unwrap();
        totals.add_codes(&people, &kinds, &seconds).unwrap();
    }
    let twice = |_| people.iter().zip(&kinds).zip(&seconds);
    for ((person, kind), second) in (0..2).flat_map(twice) {
        one_by_one.add_codes(&[*person], &[*kind], &[*second]).unwrap();
    }
    let (at_once, one_by_one) = (at_once.finish(), one_by_one.finish());
    assert_eq!(at_once, one_by_one);
    let totals = totals.finish();
    assert_eq!((&totals.people, &totals.scores), (&at_once.people, &at_once.scores));
    let event = |at: i64| {
        let at = DateTime::from_timestamp(at, 0).unwrap();
        Interaction::new("e", at, "click", "p-00007", ActorType::Alumnus).unwrap()
    };
    let one = model.score(&[event(last)], END.parse().unwrap(), Permitted::Everyone).unwrap();
    let many = at_once.part(7, "click").unwrap().units();
    assert_eq!(many, one.people[0].score.units() * 20_000);
    assert!(many > i128::from(u64::MAX));
}
