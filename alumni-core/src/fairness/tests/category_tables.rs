//! Counts by category and incumbents from tables, against the same people as documents.

use proptest::prelude::*;

use super::super::{
    CategoryColumns, LocalLaw144, OfferCohort, OfferLimits, OfferPeer, PayColumns, PublicationCell,
    PublicationQuestion, ScoredPerson, publish,
};
use crate::ErrorKind;
use crate::columns::{Bits, Column, Columns, Integers, Texts, Values};
use crate::workforce::Money;

type Person = (Option<&'static str>, Option<&'static str>, f64, bool);

fn person() -> impl Strategy<Value = Person> {
    let sex = prop::option::weighted(0.9, prop::sample::select(vec!["women", "men", "other"]));
    let age = prop::option::weighted(0.9, prop::sample::select(vec!["20s", "30s"]));
    (sex, age, (0_u8..9).prop_map(f64::from), any::<bool>())
}

/// A table of the people, in which what is not known is empty; `look` sees it.
fn with_table<T>(people: &[Person], look: impl FnOnce(&Columns<'_>) -> T) -> T {
    let sex: Vec<&str> = people.iter().map(|person| person.0.unwrap_or_default()).collect();
    let age: Vec<&str> = people.iter().map(|person| person.1.unwrap_or_default()).collect();
    let score: Vec<f64> = people.iter().map(|person| person.2).collect();
    let hired: Vec<u8> = people.iter().map(|person| u8::from(person.3)).collect();
    let one = vec![1_u32; people.len()];
    let columns = [
        ("sex", Values::Texts(Texts::Slices(&sex))),
        ("age", Values::Texts(Texts::Slices(&age))),
        ("score", Values::Floats64(&score)),
        ("hired", Values::Integers(Integers::U8(&hired))),
        ("one", Values::Integers(Integers::U32(&one))),
    ];
    let columns = columns.into_iter().fold(Columns::new(people.len()).unwrap(), |columns, (name, values)| {
        columns.with(name, Column::new(values)).unwrap()
    });
    look(&columns)
}

const BY: [&str; 2] = ["sex", "age"];

proptest! {
    #[test]
    fn a_table_says_what_documents_say(people in prop::collection::vec(person(), 1..60)) {
        let cells = people.iter().map(|(sex, age, _, hired)| ([*sex, *age], 1, u64::from(*hired)));
        let scored = people.iter().map(|(sex, age, score, _)| ([*sex, *age], *score));
        let selection = LocalLaw144::selection(BY, cells.clone()).unwrap();
        let scoring = LocalLaw144::scoring(BY, scored.clone()).unwrap();
        let cells: Vec<_> = cells.map(|(names, n, hired)| PublicationCell::new(names, n, hired)).collect();
        let scored: Vec<_> = scored.map(|(names, score)| ScoredPerson::new(names, score)).collect();
        let asked = PublicationQuestion::new(BY);
        let shown = [asked.clone().with_cells(cells), asked.with_people(scored)].map(|asked| publish(&asked).unwrap());
        let kinds = [
            CategoryColumns::outcome(BY, "hired"),
            CategoryColumns::counts(BY, "one", "hired"),
            CategoryColumns::score(BY, "score"),
        ];
        with_table(&people, |table| {
            for kind in &kinds {
                let (law, published) = match kind.score {
                    Some(_) => (&scoring, &shown[1]),
                    None => (&selection, &shown[0]),
                };
                prop_assert_eq!(&LocalLaw144::from_columns(table, kind).unwrap(), law);
                let asked = PublicationQuestion::from_columns(table, kind).unwrap();
                prop_assert_eq!(&publish(&asked).unwrap(), published);
            }
            Ok(())
        })?;
    }
}

#[test]
fn what_is_no_number_is_refused_with_its_row() {
    let people = [(Some("women"), None, 1.0, true), (Some("men"), None, f64::NAN, false)];
    let error = with_table(&people, |table| {
        LocalLaw144::from_columns(table, &CategoryColumns::score(["sex"], "score")).unwrap_err()
    });
    assert_eq!((error.kind(), error.path()), (ErrorKind::OutOfRange, "score.row 1"));
}

#[test]
fn a_blank_category_is_not_known() {
    let spaces = [(Some("  "), None, 1.0, true)];
    for kind in [CategoryColumns::score(["sex"], "score"), CategoryColumns::outcome(["sex"], "hired")] {
        let law = with_table(&spaces, |table| LocalLaw144::from_columns(table, &kind).unwrap());
        assert_eq!((law.tables[0].rows.len(), law.tables[0].unknown), (0, 1));
    }
}

#[test]
fn incumbents_have_what_there_are_columns_of() {
    let (pay, months, circle) = ([6_200_000_i64, 6_400_000, 7_000_000], [90_u32, 40, 12], [0_u32, 0, 1]);
    let (ids, out) = (["a", "b", "c"], ["", "", "probation"]);
    let back = [0b100_u8];
    let table = Columns::new(3)
        .and_then(|table| table.with("pay", Column::new(Values::Integers(Integers::I64(&pay)))))
        .and_then(|table| table.with("months", Column::new(Values::Integers(Integers::U32(&months)))))
        .and_then(|table| table.with("circle", Column::new(Values::Integers(Integers::U32(&circle)))))
        .and_then(|table| table.with("id", Column::new(Values::Texts(Texts::Slices(&ids)))))
        .and_then(|table| table.with("left_out", Column::new(Values::Texts(Texts::Slices(&out)))))
        .and_then(|table| {
            table.with("returner", Column::new(Values::Booleans(Bits::new(&back, 0, 3).unwrap())))
        })
        .unwrap();
    let mut columns = PayColumns::new("pay").currency("JPY");
    columns.tenure_months = "months".into();
    let peers = columns.offer_peers(&table).unwrap();
    let mut expected = OfferPeer::new(Money::new(7_000_000, "JPY".parse().unwrap()));
    (expected.tenure_months, expected.circle, expected.returner) = (12, 1, true);
    (expected.id, expected.left_out) = (Some("c".to_owned()), Some("probation".to_owned()));
    assert_eq!(peers[2], expected);
    assert_eq!((peers[0].left_out.as_ref(), peers[0].group.as_ref(), peers[0].rating), (None, None, None));
    let error = OfferCohort::new(peers, None, OfferLimits::default()).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::OutOfRange, "people[2].circle"));
    columns.group = "sex".into();
    let error = columns.offer_peers(&table).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Missing, "sex"));
}
