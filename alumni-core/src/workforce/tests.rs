//! Facts and checks over whole workers. Expected dates were worked out by hand on the calendar.

use super::*;
use crate::ErrorKind;
use crate::calendar::Span;

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn spell(start: &str, end: &str) -> Spell {
    Spell::new(day(start), day(end)).unwrap()
}

fn returner() -> Worker {
    let first = spell("2010-04-01", "2014-03-31").separation(SeparationKind::Voluntary);
    let second = spell("2016-10-01", "2021-09-30").separation(SeparationKind::InvoluntaryNoCause);
    Worker::new("w", [second, first]).unwrap()
}

fn fact(worker: &Worker, fact: Fact, as_of: &str) -> Option<Value> {
    fact.of(worker, None, day(as_of))
}

fn period(worker: &Worker, fact: Fact, as_of: &str) -> Span {
    let Some(Value::Period(span)) = fact.of(worker, None, day(as_of)) else { panic!("{fact:?} is unknown") };
    span
}

#[test]
fn a_day_begins_before_anything_happens_on_it() {
    let worker = returner();
    assert_eq!(fact(&worker, Fact::Employed, "2010-03-31"), None);
    assert_eq!(fact(&worker, Fact::Employed, "2010-04-01"), Some(Value::Boolean(true)));
    assert_eq!(fact(&worker, Fact::Employed, "2014-03-31"), Some(Value::Boolean(true)));
    assert_eq!(fact(&worker, Fact::Employed, "2014-04-01"), Some(Value::Boolean(false)));
    assert_eq!(fact(&worker, Fact::SpellCount, "2016-09-30"), Some(Value::Integer(1)));
    assert_eq!(fact(&worker, Fact::ReturnCount, "2016-10-01"), Some(Value::Integer(1)));
}

#[test]
fn lengths_add_up_over_spells_and_grow_only_while_employed() {
    let worker = returner();
    assert_eq!(period(&worker, Fact::Tenure, "2021-10-01").years(), 5);
    assert_eq!(period(&worker, Fact::Tenure, "2025-01-01").days(), 1826);
    // 1461 days (4 years) and 1826 days (5 years).
    assert_eq!(period(&worker, Fact::TotalTenure, "2025-01-01").days(), 1461 + 1826);
    assert_eq!(period(&worker, Fact::TotalTenure, "2016-10-01").days(), 1461);
    assert_eq!(period(&worker, Fact::SinceSeparation, "2015-03-31").months(), 11);
    assert_eq!(period(&worker, Fact::SinceSeparation, "2016-10-01").days(), 0);
    assert_eq!(period(&worker, Fact::SinceSeparation, "2022-04-01").months(), 6);
}

#[test]
fn what_adds_up_over_spells_is_unknown_when_only_the_latest_is_there() {
    let latest =
        Worker::new("w", [spell("2016-10-01", "2021-09-30")]).unwrap().completeness(Completeness::LatestOnly);
    for unknown in
        [Fact::TotalTenure, Fact::SpellCount, Fact::ReturnCount, Fact::FirstStartDate, Fact::HighestGrade]
    {
        assert_eq!(fact(&latest, unknown, "2022-01-01"), None, "{unknown:?}");
    }
    assert!(fact(&latest, Fact::Tenure, "2022-01-01").is_some());
}

#[test]
fn a_rescinded_separation_leaves_the_spell_running() {
    let mut separation = Separation::from(SeparationKind::Voluntary);
    separation.rescinded_on = Some(day("2021-09-15"));
    let worker = Worker::new("w", [spell("2016-10-01", "2021-09-30").separation(separation)]).unwrap();
    assert_eq!(fact(&worker, Fact::Employed, "2022-01-01"), Some(Value::Boolean(true)));
    assert_eq!(fact(&worker, Fact::SeparationKind, "2022-01-01"), None);
    assert_eq!(fact(&worker, Fact::SeparationDate, "2022-01-01"), None);
}

#[test]
fn an_end_on_a_day_not_told_makes_lengths_unknown_not_endless() {
    let worker =
        Worker::new("w", [Spell::open(day("2016-10-01")).separation(SeparationKind::Voluntary)]).unwrap();
    assert_eq!(fact(&worker, Fact::Employed, "2022-01-01"), Some(Value::Boolean(false)));
    assert_eq!(fact(&worker, Fact::Tenure, "2022-01-01"), None);
    assert_eq!(fact(&worker, Fact::SinceSeparation, "2022-01-01"), None);
    assert_eq!(fact(&worker, Fact::SeparationKind, "2022-01-01"), Some(Value::Category("voluntary".into())));
}

#[test]
fn positions_tell_grade_family_and_time() {
    let position = |from: &str, family: &str, grade| Position {
        job_family: Some(family.into()),
        grade: Some(grade),
        ..Position::new(day(from))
    };
    let worked = spell("2015-04-01", "2021-03-31")
        .position(position("2018-04-01", "sales", 3))
        .position(position("2015-04-01", "engineering", 1));
    let worker = Worker::new("w", [worked]).unwrap();
    assert_eq!(fact(&worker, Fact::Grade, "2017-01-01"), Some(Value::Integer(1)));
    assert_eq!(fact(&worker, Fact::GradeAtSeparation, "2022-01-01"), Some(Value::Integer(3)));
    assert_eq!(fact(&worker, Fact::JobFamily, "2022-01-01"), Some(Value::Category("sales".into())));
    let Some(Value::Period(time)) = Fact::TimeInJobFamily.of(&worker, Some("engineering"), day("2022-01-01"))
    else {
        panic!()
    };
    // 2015-04-01 to 2018-03-31 with the leap day of 2016.
    assert_eq!(time.days(), 1096);
    let Some(Value::Period(none)) = Fact::TimeInJobFamily.of(&worker, Some("law"), day("2022-01-01")) else {
        panic!()
    };
    assert_eq!(none.days(), 0);
    assert_eq!(Fact::TimeInDepartment.of(&worker, Some("any"), day("2022-01-01")), None);
}

#[test]
fn contradictions_are_refused_where_they_stand() {
    let error = |spells: Vec<Spell>| Worker::new("w", spells).unwrap_err();
    let overlap = error(vec![spell("2010-01-01", "2012-01-01"), spell("2012-01-01", "2013-01-01")]);
    assert_eq!((overlap.kind(), overlap.path()), (ErrorKind::Inconsistent, "spells[1].start"));
    let named = |mut spell: Spell| {
        spell.id = Some("s1".into());
        spell
    };
    let twice = vec![named(spell("2010-01-01", "2010-02-01")), named(spell("2011-01-01", "2011-02-01"))];
    assert_eq!(error(twice).kind(), ErrorKind::Duplicate);
    assert_eq!(
        error(vec![Spell::open(day("2010-01-01")), spell("2012-01-01", "2013-01-01")]).kind(),
        ErrorKind::Inconsistent
    );
    assert_eq!(Spell::new(day("2010-01-02"), day("2010-01-01")).unwrap_err().path(), "end");
    assert_eq!(Worker::new("", []).unwrap_err().kind(), ErrorKind::Missing);
    // Touching spells and other legal entities are fine.
    Worker::new("w", [spell("2010-01-01", "2012-01-01"), spell("2012-01-02", "2013-01-01")]).unwrap();
    let mut group = spell("2011-01-01", "2012-06-01");
    group.legal_entity = Some("b".into());
    Worker::new("w", [spell("2010-01-01", "2012-01-01"), group]).unwrap();
}

#[test]
fn pay_is_in_one_currency() {
    let pay = |from: &str, amount: &str| Compensation {
        from: day(from),
        amount: amount.parse().unwrap(),
        period: PayPeriod::Month,
        range_minimum: None,
        range_midpoint: None,
        range_maximum: None,
    };
    let worker =
        returner().compensation([pay("2018-04-01", "410000 JPY"), pay("2016-10-01", "380000 JPY")]).unwrap();
    assert_eq!(fact(&worker, Fact::Pay, "2018-03-31"), Some(Value::Money("4560000 JPY".parse().unwrap())));
    let mixed = returner()
        .compensation([pay("2016-10-01", "380000 JPY"), pay("2018-04-01", "4100 EUR")])
        .unwrap_err();
    assert_eq!((mixed.kind(), mixed.path()), (ErrorKind::Inconsistent, "compensation[1].amount"));
}

#[test]
fn a_worker_reads_back_from_json_and_says_where_it_is_wrong() {
    let worker = returner().with_fact("side_job", true).with_fact("registered_on", day("2024-01-01"));
    let json = serde_json::to_string(&worker).unwrap();
    assert_eq!(Worker::from_json(&json).unwrap(), worker);
    let error = Worker::from_json("{\"id\": \"w\",\n \"spels\": []}").unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::WrongType, "2:8"));
    assert!(error.message().contains("`spels`"), "{error}");
}

#[test]
fn supplied_facts_are_typed_by_the_vocabulary() {
    let own = |name: &str, kind, values: &[&str]| FactDefinition {
        name: name.into(),
        kind,
        title: Default::default(),
        parameter: false,
        values: values.iter().map(|name| Known { name: (*name).into(), title: None, number: None }).collect(),
        unit: None,
        minimum: None,
        maximum: None,
        fixed: false,
        protected: false,
    };
    let vocabulary = Vocabulary::hr()
        .with([own("region", FactType::Category, &["east", "west"]), own("score", FactType::Decimal, &[])])
        .unwrap();
    let worker = returner().with_fact("region", "east").with_fact("score", 0.1);
    let value = |worker: &Worker, name| vocabulary.value(worker, name, None, day("2022-01-01"));
    assert_eq!(value(&worker, "region"), Ok(Some(Value::Category("east".into()))));
    assert_eq!(value(&worker, "score"), Ok(Some(Value::Decimal("0.1".parse().unwrap()))));
    assert_eq!(value(&returner(), "score"), Ok(None));
    // From a table every fact comes as text.
    let texts = [
        ("side_job", FactType::Boolean, "true", Value::Boolean(true)),
        ("children", FactType::Integer, "2", Value::Integer(2)),
        ("skills", FactType::Categories, "rust; c", Value::Categories(vec!["c".into(), "rust".into()])),
        (
            "abroad",
            FactType::Period,
            "31",
            Value::Period(Span::new(day("2001-01-01"), day("2001-02-01")).unwrap()),
        ),
    ];
    for (name, kind, text, value) in texts {
        let vocabulary = Vocabulary::hr().with([own(name, kind, &[])]).unwrap();
        let asked = |worker: Worker| vocabulary.value(&worker, name, None, day("2022-01-01"));
        assert_eq!(asked(returner().with_fact(name, Cell::new(text))), Ok(Some(value)), "{name}");
        // From anywhere else a text is a text.
        let error = asked(returner().with_fact(name, text)).unwrap_err();
        assert_eq!((error.kind(), error.path()), (ErrorKind::WrongType, format!("facts.{name}").as_str()));
        let spelt = asked(returner().with_fact(name, Cell::new("x")));
        assert_eq!(spelt.is_ok(), kind == FactType::Categories, "{name}");
    }
    let wrong = returner().with_fact("region", "north").with_fact("score", f64::NAN);
    assert_eq!(value(&wrong, "region").unwrap_err().path(), "facts.region");
    assert_eq!(value(&wrong, "score").unwrap_err().kind(), ErrorKind::WrongType);
    assert_eq!(
        Vocabulary::hr().with([own("and", FactType::Boolean, &[])]).unwrap_err().path(),
        "facts[0].name"
    );
    assert_eq!(
        Vocabulary::hr().with([own("tenure", FactType::Boolean, &[])]).unwrap_err().kind(),
        ErrorKind::WrongType
    );
}

#[test]
fn a_row_of_facts_tells_what_follows_from_its_dates() {
    let hr = Vocabulary::hr();
    let worker = |facts: &[(&str, &str)]| {
        let worker = Worker::new("w-1", []).unwrap();
        facts.iter().fold(worker, |worker, (name, value)| worker.with_fact(*name, *value))
    };
    let value = |worker: &Worker, name: &str, as_of: &str| hr.value(worker, name, None, day(as_of)).unwrap();
    let span = |from: &str, until: &str| Some(Value::Period(Span::new(day(from), day(until)).unwrap()));

    let left = worker(&[("start_date", "2016-04-01"), ("separation_date", "2019-03-31")]);
    assert_eq!(value(&left, "tenure", "2020-01-01"), span("2016-04-01", "2019-04-01"));
    assert_eq!(value(&left, "since_separation", "2020-01-01"), span("2019-04-01", "2020-01-01"));
    assert_eq!(value(&left, "employed", "2019-03-31"), Some(Value::Boolean(true)));
    assert_eq!(value(&left, "employed", "2019-04-01"), Some(Value::Boolean(false)));
    assert_eq!(value(&left, "tenure", "2018-04-01"), span("2016-04-01", "2018-04-01"));

    // Without a last day nobody knows whether the spell runs on, unless it is said.
    let started = worker(&[("start_date", "2016-04-01")]);
    assert_eq!(value(&started, "tenure", "2020-01-01"), None);
    let employed = started.with_fact("employed", true);
    assert_eq!(value(&employed, "tenure", "2020-01-01"), span("2016-04-01", "2020-01-01"));
    assert_eq!(value(&employed, "since_separation", "2020-01-01"), span("2020-01-01", "2020-01-01"));

    // Who started again after leaving is employed again.
    let back = worker(&[("start_date", "2022-04-01"), ("separation_date", "2019-03-31")]);
    assert_eq!(value(&back, "employed", "2023-01-01"), Some(Value::Boolean(true)));

    // A flag is what is supplied, when no other was set.
    assert_eq!(value(&left, "rehire_flag", "2020-01-01"), Some(Value::Category("absent".into())));
    let flagged = left.with_fact("rehire_flag", "no");
    assert_eq!(value(&flagged, "rehire_flag", "2020-01-01"), Some(Value::Category("no".into())));
    // `null` is what nobody knows.
    let unknown = Worker::from_json(r#"{"id": "w-1", "facts": {"tenure": null, "grade": 3}}"#).unwrap();
    assert_eq!(value(&unknown, "tenure", "2020-01-01"), None);
    assert_eq!(value(&unknown, "grade", "2020-01-01"), Some(Value::Integer(3)));
}
