//! Pay from tables, against the same people as documents.

use proptest::prelude::*;

use super::super::{
    AdjustedPayQuestion, FactoredWorker, InversionQuestion, NamedColumn, PaidWorker, PayColumns, PayQuestion,
    Peer, RegressionColumns, RegressionQuestion, adjusted_pay_gap, compa_ratios, compression, eu_pay_gaps,
    inversions, uk_pay_gaps,
};
use crate::columns::{Bits, Column, Columns, Integers, Texts, Values};
use crate::workforce::Money;
use crate::{Error, ErrorKind};

const GROUPS: [&str; 3] = ["women", "men", "other"];
const GRADES: [&str; 3] = ["G4", "G5", "G6"];

/// Group, pay and variable pay in cents, grade, years, months of service, rating, whether returned.
#[derive(Clone, Debug)]
struct Person {
    group: Option<usize>,
    pay: i64,
    variable: Option<i64>,
    grade: Option<usize>,
    years: Option<f64>,
    months: u32,
    rating: Option<u32>,
    returner: bool,
}

fn person() -> impl Strategy<Value = Person> {
    let group = prop::option::weighted(0.9, 0_usize..3);
    let variable = prop::option::of(0_i64..900_000);
    let grade = prop::option::weighted(0.9, 0_usize..3);
    let years = prop::option::weighted(0.9, 0.0_f64..30.0);
    let rest = (0_u32..200, prop::option::of(1_u32..6), any::<bool>());
    (group, 1_i64..9_000_000, variable, grade, years, rest).prop_map(
        |(group, pay, variable, grade, years, (months, rating, returner))| Person {
            group,
            pay,
            variable,
            grade,
            years,
            months,
            rating,
            returner,
        },
    )
}

fn euros(minor: i64) -> Money {
    Money::new(minor, "EUR".parse().unwrap())
}

fn bits(flags: impl Iterator<Item = bool>) -> Vec<u8> {
    let byte = |byte: &[bool]| byte.iter().enumerate().map(|(i, bit)| u8::from(*bit) << i).sum();
    flags.collect::<Vec<_>>().chunks(8).map(byte).collect()
}

/// The people as a table, its amounts as floats, decimals or whole minor units, handed to `look`.
fn with_table<T>(people: &[Person], form: usize, look: impl FnOnce(&Columns<'_>) -> T) -> T {
    let rows = people.len();
    let floats =
        |of: fn(&Person) -> i64| -> Vec<f64> { people.iter().map(|one| of(one) as f64 / 100.0).collect() };
    let whole = |of: fn(&Person) -> i64| -> Vec<i64> { people.iter().map(of).collect() };
    let wide = |of: fn(&Person) -> i64| -> Vec<i128> { people.iter().map(|one| of(one).into()).collect() };
    let variable = |one: &Person| one.variable.unwrap_or(-1);
    let (pay, more) = (|one: &Person| one.pay, variable as fn(&Person) -> i64);
    let (pay_floats, more_floats) = (floats(pay), floats(more));
    let (pay_whole, more_whole) = (whole(pay), whole(more));
    let (pay_wide, more_wide) = (wide(pay), wide(more));
    let amounts = |which: usize| match (form, which) {
        (0, 0) => Values::Floats64(&pay_floats),
        (0, _) => Values::Floats64(&more_floats),
        (1, 0) => Values::Decimals { unscaled: &pay_wide, scale: 2 },
        (1, _) => Values::Decimals { unscaled: &more_wide, scale: 2 },
        (_, 0) => Values::Integers(Integers::I64(&pay_whole)),
        _ => Values::Integers(Integers::I64(&more_whole)),
    };
    let known = |of: fn(&Person) -> bool| bits(people.iter().map(of));
    let texts = |of: fn(&Person) -> Option<usize>, names: &'static [&'static str]| -> Vec<&'static str> {
        people.iter().map(|one| of(one).map_or("", |place| names[place])).collect()
    };
    let (group_known, grade_known) = (known(|one| one.group.is_some()), known(|one| one.grade.is_some()));
    let (more_known, rating_known) = (known(|one| one.variable.is_some()), known(|one| one.rating.is_some()));
    let (years_known, returners) = (known(|one| one.years.is_some()), known(|one| one.returner));
    let (groups, grades) = (texts(|one| one.group, &GROUPS), texts(|one| one.grade, &GRADES));
    let years: Vec<f64> = people.iter().map(|one| one.years.unwrap_or(f64::NAN)).collect();
    let months: Vec<u32> = people.iter().map(|one| one.months).collect();
    let ratings: Vec<u32> = people.iter().map(|one| one.rating.unwrap_or(0)).collect();
    let valid = |bytes| Bits::new(bytes, 0, rows).unwrap();
    let columns = [
        ("group", Column::new(Values::Texts(Texts::Slices(&groups))).valid(valid(&group_known))),
        ("grade", Column::new(Values::Texts(Texts::Slices(&grades))).valid(valid(&grade_known))),
        ("pay", Column::new(amounts(0))),
        ("variable", Column::new(amounts(1)).valid(valid(&more_known))),
        ("years", Column::new(Values::Floats64(&years)).valid(valid(&years_known))),
        ("months", Column::new(Values::Integers(Integers::U32(&months)))),
        ("rating", Column::new(Values::Integers(Integers::U32(&ratings))).valid(valid(&rating_known))),
        ("returner", Column::new(Values::Booleans(valid(&returners)))),
    ]
    .into_iter()
    .fold(Columns::new(rows).unwrap(), |columns, (name, column)| columns.with(name, column).unwrap());
    look(&columns)
}

fn asked(form: usize) -> PayColumns {
    let mut asked = PayColumns::new("pay").currency("EUR").factors(["grade", "years"]);
    (asked.variable, asked.category) = (Some("variable".into()), Some("grade".into()));
    (asked.cell, asked.rating) = (Some("grade".into()), Some("rating".into()));
    (asked.tenure_months, asked.newcomer) = ("months".into(), "returner".into());
    asked.midpoint = "pay".into();
    asked.minor_units = form == 2;
    asked
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_table_says_what_the_same_people_say_as_documents(
        people in prop::collection::vec(person(), 1..40),
        form in 0_usize..3,
    ) {
        let name = |one: &Person| one.group.map_or("", |group| GROUPS[group]);
        let grade = |one: &Person| one.grade.map(|grade| GRADES[grade]);
        let asked = asked(form);
        let documents = people.iter().map(|one| {
            let mut worker = PaidWorker::new(name(one), euros(one.pay));
            (worker.variable, worker.category) = (one.variable.map(euros), grade(one).map(str::to_owned));
            worker
        });
        let documents = PayQuestion::new(documents);
        let table = PayQuestion::new(with_table(&people, form, |table| asked.paid_workers(table)).unwrap());
        prop_assert_eq!(&documents, &table);
        prop_assert_eq!(json(&uk_pay_gaps(&documents).unwrap()), json(&uk_pay_gaps(&table).unwrap()));
        prop_assert_eq!(json(&eu_pay_gaps(&documents).unwrap()), json(&eu_pay_gaps(&table).unwrap()));

        let documents = people.iter().map(|one| {
            let worker = FactoredWorker::new(name(one), euros(one.pay));
            let worker = grade(one).into_iter().fold(worker, |worker, grade| worker.with("grade", grade));
            one.years.into_iter().fold(worker, |worker, years| worker.with("years", years))
        });
        let mut documents = AdjustedPayQuestion::new(documents);
        documents.permutation.orders = 19;
        let mut table = documents.clone();
        table.people = with_table(&people, form, |table| asked.factored_workers(table)).unwrap();
        prop_assert_eq!(json(&adjusted_pay_gap(&documents).unwrap()), json(&adjusted_pay_gap(&table).unwrap()));

        let peers = people.iter().map(|one| {
            let mut peer = Peer::new(grade(one).unwrap_or(""), one.months, euros(one.pay));
            (peer.rating, peer.returner) = (one.rating, one.returner);
            peer
        });
        let peers = InversionQuestion::new(peers);
        let table = InversionQuestion::new(with_table(&people, form, |table| asked.peers(table)).unwrap());
        prop_assert_eq!(&peers, &table);
        prop_assert_eq!(json(&inversions(&peers).unwrap()), json(&inversions(&table).unwrap()));

        let pairs = with_table(&people, form, |table| asked.positions(table)).unwrap();
        let same = compa_ratios(people.iter().map(|one| (euros(one.pay), euros(one.pay)))).unwrap();
        prop_assert_eq!(compa_ratios(pairs).unwrap(), same);

        let side = |came_in| -> Vec<Money> {
            people.iter().filter(|one| one.returner == came_in).map(|one| euros(one.pay)).collect()
        };
        let rows = with_table(&people, form, |table| asked.sides(table)).unwrap();
        let of = |came_in| -> Vec<Money> { rows.iter().filter(|(new, _)| *new == came_in).map(|(_, pay)| *pay).collect() };
        prop_assert_eq!(compression(&of(true), &of(false)).unwrap(), compression(&side(true), &side(false)).unwrap());
    }

    #[test]
    fn a_regression_on_a_table_is_that_on_its_numbers(people in prop::collection::vec(person(), 4..40)) {
        let numbers = |of: fn(&Person) -> f64| -> Vec<f64> { people.iter().map(of).collect() };
        let columns = [
            NamedColumn::new("months", numbers(|one| one.months.into())),
            NamedColumn::new("returner", numbers(|one| f64::from(u8::from(one.returner)))),
        ];
        let documents = RegressionQuestion::new(numbers(|one| one.pay as f64 / 100.0), columns);
        let asked = RegressionColumns::new("pay", ["months", "returner"]);
        let table = with_table(&people, 0, |table| asked.fit(table)).unwrap();
        prop_assert_eq!(json(&documents.answer().unwrap()), json(&table));
    }
}

fn one(values: Values<'_>, asked: &PayColumns) -> Result<Vec<PaidWorker>, Error> {
    let table = Columns::new(1).unwrap();
    let table = table.with("group", Column::new(Values::Texts(Texts::Slices(&["women"])))).unwrap();
    asked.paid_workers(&table.with("pay", Column::new(values)).unwrap())
}

fn refused(values: Values<'_>, asked: &PayColumns) -> (ErrorKind, String) {
    let error = one(values, asked).unwrap_err();
    (error.kind(), error.path().to_owned())
}

#[test]
fn texts_say_their_currency_and_decimals_their_point() {
    let own = PayColumns::new("pay");
    let pay = |values: Values<'_>, asked: &PayColumns| one(values, asked).unwrap()[0].pay;
    assert_eq!(pay(Values::Texts(Texts::Slices(&["1234.50 EUR"])), &own), euros(123_450));
    let euro = own.clone().currency("EUR");
    assert_eq!(pay(Values::Texts(Texts::Slices(&["1234.50 EUR"])), &euro), euros(123_450));
    assert_eq!(pay(Values::Texts(Texts::Slices(&["1234.5"])), &euro), euros(123_450));
    assert_eq!(pay(Values::Floats64(&[1234.56]), &euro), euros(123_456));
    assert_eq!(pay(Values::Floats32(&[1234.56]), &euro), euros(123_456));
    assert_eq!(
        pay(Values::Decimals { unscaled: &[-5], scale: 3 }, &euro.clone().currency("KWD")).minor(),
        -5
    );
    assert_eq!(pay(Values::Decimals { unscaled: &[12], scale: -2 }, &euro), euros(120_000));
    assert_eq!(pay(Values::Decimals { unscaled: &[1_230], scale: 3 }, &euro), euros(123));
    assert_eq!(pay(Values::Integers(Integers::U8(&[5])), &euro), euros(500));
}

#[test]
fn what_is_no_amount_is_refused_with_its_place() {
    let own = PayColumns::new("pay");
    let euro = own.clone().currency("EUR");
    let row = || "pay.row 0".to_owned();
    assert_eq!(refused(Values::Floats64(&[1.0]), &own), (ErrorKind::Missing, "currency".into()));
    assert_eq!(refused(Values::Floats64(&[f64::NAN]), &euro), (ErrorKind::OutOfRange, row()));
    assert_eq!(refused(Values::Floats64(&[f64::INFINITY]), &euro), (ErrorKind::OutOfRange, row()));
    assert_eq!(refused(Values::Floats64(&[0.1 + 0.2]), &euro), (ErrorKind::OutOfRange, row()));
    assert_eq!(refused(Values::Null(1), &euro), (ErrorKind::Missing, "pay".into()));
    assert_eq!(refused(Values::Texts(Texts::Slices(&["much"])), &euro), (ErrorKind::Syntax, row()));
    assert_eq!(refused(Values::Texts(Texts::Slices(&["5"])), &own), (ErrorKind::Syntax, row()));
    assert_eq!(refused(Values::Texts(Texts::Slices(&["5 JPY"])), &euro), (ErrorKind::Inconsistent, row()));
    assert_eq!(refused(Values::Days(&[5]), &euro), (ErrorKind::WrongType, "pay".into()));
    let mut minor = euro.clone();
    minor.minor_units = true;
    assert_eq!(refused(Values::Integers(Integers::U64(&[u64::MAX])), &minor), (ErrorKind::OutOfRange, row()));
    let mut both = euro;
    both.currency_column = Some("group".into());
    assert_eq!(refused(Values::Floats64(&[1.0]), &both), (ErrorKind::Inconsistent, "currency".into()));
    let other = PayColumns::new("salary").currency("EUR");
    assert_eq!(refused(Values::Floats64(&[1.0]), &other), (ErrorKind::Missing, "salary".into()));
}
