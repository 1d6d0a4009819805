//! Columns against rows: over random policies and tables, the batch must say what `decide` says of each row.

#[cfg(feature = "table")]
mod arrow;
pub(super) mod policies;
pub(super) mod tables;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::columns::{Bits, Column, Columns, Integers, Texts, Values};
use policies::Draw;
use tables::Table;

/// The table as `decide` sees it, row by row: codes, statuses, first days; or the first row that is refused.
type Expected = Result<Vec<(Outcome, Vec<Status>, Option<NaiveDate>)>, (usize, ErrorKind)>;

fn expected(policy: &Policy, table: &Table, as_of: NaiveDate) -> Expected {
    let decide = |row: usize| match policy.decide(&table.worker(row), as_of) {
        Ok(decision) => Ok((
            decision.outcome(),
            decision.criteria().iter().map(|criterion| criterion.status).collect(),
            decision.eligible_on(),
        )),
        Err(error) => Err((row, error.kind())),
    };
    (0..table.rows).map(decide).collect()
}

fn same(
    decisions: &Decisions,
    expected: &[(Outcome, Vec<Status>, Option<NaiveDate>)],
    table: &Table,
    policy: &Policy,
    as_of: NaiveDate,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(decisions.rows(), expected.len());
    for (row, expected) in expected.iter().enumerate() {
        let found = decisions.row(row).unwrap();
        let found = (found.outcome(), found.statuses().collect::<Vec<_>>(), found.eligible_on());
        let worker = table.worker(row);
        prop_assert_eq!(&found, expected, "{:?}\n{}\n{}", worker.supplied(), as_of, policy.to_json());
    }
    Ok(())
}

/// The row in a path such as `grade: row 17`.
fn row_of(error: &Error) -> usize {
    error.path().rsplit("row ").next().unwrap().parse().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn columns_say_what_rows_say(seed: u64) {
        let mut draw = Draw::new(seed);
        let policy = Policy::parse(&policies::policy(&mut draw)).unwrap();
        let table = tables::table(&mut draw, &policy, false);
        let as_of = policies::day(&mut draw);
        let owned = table.owned(&mut draw);
        let columns = tables::columns(&owned, table.rows);
        let decisions = policy.decide_columns(&columns, as_of);
        match (expected(&policy, &table, as_of), decisions) {
            (Ok(expected), Ok(decisions)) => same(&decisions, &expected, &table, &policy, as_of)?,
            (Err((row, kind)), Err(error)) => prop_assert_eq!((row_of(&error), error.kind()), (row, kind), "{}", error),
            (expected, decisions) => prop_assert!(false, "{:?} {:?} {}", expected.err(), decisions.err(), policy.to_json()),
        }
    }

    #[test]
    fn answers_do_not_depend_on_what_their_memory_held(seed: u64) {
        let mut draw = Draw::new(seed);
        let mut reused: Option<Decisions> = None;
        // Tables of any length after each other, by policies that may be the same, with days or without.
        let policies = [(); 2].map(|()| Policy::parse(&policies::policy(&mut draw)).unwrap());
        for _ in 0..4 {
            let policy = &policies[draw.below(2)];
            let table = tables::table(&mut draw, policy, true);
            let as_of = policies::day(&mut draw);
            let owned = table.owned(&mut draw);
            let columns = tables::columns(&owned, table.rows);
            let options = BatchOptions::new()
                .on_unusable_value(OnUnusableValue::Unknown)
                .on_missing_column(OnMissingColumn::Unknown)
                .eligible_on(draw.one_in(2));
            let fresh = policy.decide_columns_with(&columns, as_of, &options).unwrap();
            match &mut reused {
                Some(reused) => policy.decide_columns_into(&columns, as_of, &options, reused).unwrap(),
                None => reused = Some(fresh.clone()),
            }
            prop_assert_eq!(reused.as_ref(), Some(&fresh));
        }
    }

    #[test]
    fn what_cannot_be_used_is_unknown_where_that_is_asked_for(seed: u64) {
        let mut draw = Draw::new(seed);
        let policy = Policy::parse(&policies::policy(&mut draw)).unwrap();
        let table = tables::table(&mut draw, &policy, true);
        let as_of = policies::day(&mut draw);
        let owned = table.owned(&mut draw);
        let columns = tables::columns(&owned, table.rows);
        let options = BatchOptions::new().on_unusable_value(OnUnusableValue::Unknown).on_missing_column(OnMissingColumn::Unknown);
        let decisions = policy.decide_columns_with(&columns, as_of, &options).unwrap();
        // Without what cannot be used, every row can be decided, and the answers are the same.
        let (usable, left_out) = table.usable(&policy, as_of);
        same(&decisions, &expected(&policy, &usable, as_of).unwrap(), &table, &policy, as_of)?;
        let counted: usize = decisions.unusable().iter().map(|column| column.count).sum();
        prop_assert_eq!(counted, left_out, "{:?} {}", decisions.unusable(), policy.to_json());
    }
}

/// Eight hundred departments, of which a rule names three hundred: more than a byte tells apart.
#[test]
fn sets_may_be_large() {
    let names: Vec<_> = (0..800).map(|number| format!("department {number}")).collect();
    let named: Vec<_> = names.iter().take(300).map(|name| format!("\"{name}\"")).collect();
    let policy = policy(&format!("department in [{}]", named.join(", "))).unwrap();
    let all: Vec<&str> = names.iter().map(String::as_str).collect();
    let codes: Vec<i32> = (0..800).rev().collect();
    let texts = Column::new(Values::Texts(Texts::Slices(&all)));
    let coded = Column::new(Values::Coded {
        codes: Integers::I32(&codes),
        names: Texts::Slices(&all),
        names_valid: None,
    });
    for (column, first) in [(texts, 0..300), (coded, 500..800)] {
        let columns = Columns::new(800).unwrap().with("department", column).unwrap();
        let decisions = policy.decide_columns(&columns, day("2026-04-01")).unwrap();
        for row in 0..800 {
            assert_eq!(decisions.outcome(row) == Some(Outcome::Eligible), first.contains(&row), "{row}");
        }
    }
}

#[test]
fn an_error_leaves_no_answer_behind() {
    let numbers = [3_i64];
    let columns = Columns::new(1).unwrap();
    let grade =
        columns.clone().with("grade", Column::new(Values::Integers(Integers::I64(&numbers)))).unwrap();
    let policy = policy("grade >= 3").unwrap();
    let (as_of, options) = (day("2026-04-01"), BatchOptions::new());
    let mut decisions = policy.decide_columns(&grade, as_of).unwrap();
    assert!(policy.decide_columns_into(&columns, as_of, &options, &mut decisions).is_err());
    assert_eq!((decisions.rows(), decisions.criteria().len()), (0, 0));
}

fn grades(rule: &str, columns: &Columns<'_>) -> Result<Decisions, Error> {
    policy(rule).unwrap().decide_columns(columns, day("2026-04-01"))
}

#[test]
fn faults_of_a_table_say_where_and_never_what() {
    let numbers = [3_i64, 1];
    let names = ["主任", "secret"];
    let number = || Column::new(Values::Integers(Integers::I64(&numbers)));
    let text = || Column::new(Values::Texts(Texts::Slices(&names)));
    let columns = |name, column| Columns::new(2).unwrap().with(name, column).unwrap();
    let error = grades("grade >= 3", &columns("grad", number())).unwrap_err();
    assert_eq!(error.to_string(), "grade: expected a column for the fact `grade`; did you mean `grad`?");
    assert_eq!(error.kind(), ErrorKind::Missing);
    let error = grades("grade >= 3", &columns("grade", text())).unwrap_err();
    assert_eq!(error.path(), "grade: row 0");
    let error = grades("separation_kind = voluntary", &columns("separation_kind", text())).unwrap_err();
    assert_eq!(
        error.to_string(),
        "separation_kind: row 0: expected one of the values that the vocabulary allows"
    );
    let error = grades("tenure >= 3 years", &columns("start_date", text())).unwrap_err();
    assert_eq!(
        error.to_string(),
        "tenure: expected a column for the fact `tenure`, or `start_date` and `separation_date` or `employed` from which it follows"
    );
    let error = grades("pay >= 3 JPY", &columns("pay", number())).unwrap_err();
    assert_eq!(
        error.to_string(),
        "pay: row 0: expected a column `pay_currency` beside amounts without a currency"
    );
}

#[test]
fn columns_that_say_nothing_are_reported() {
    let numbers = [3_i64];
    let column = || Column::new(Values::Integers(Integers::I64(&numbers)));
    let columns = Columns::new(1).unwrap();
    let columns = columns.with("grade", column()).unwrap().with("tenur", column()).unwrap();
    let columns = columns.with("spell_count", column()).unwrap().with("worker_id", column()).unwrap();
    let decisions = grades("grade >= 3", &columns).unwrap();
    assert_eq!(decisions.unused_columns(), ["spell_count"]);
    let unknown: Vec<_> = decisions
        .unknown_columns()
        .iter()
        .map(|column| (column.name.as_str(), column.nearest.as_deref()))
        .collect();
    assert_eq!(unknown[0], ("tenur", Some("tenure")));
    assert_eq!(unknown[1].0, "worker_id");
    let options = BatchOptions::new().on_missing_column(OnMissingColumn::Unknown).eligible_on(false);
    let decisions = policy("grade >= 3 and handover_done").unwrap();
    let decisions = decisions.decide_columns_with(&columns, day("2026-04-01"), &options).unwrap();
    assert_eq!(
        (decisions.missing_columns(), decisions.codes()),
        (&["handover_done".to_owned()][..], &[2][..])
    );
    assert!(decisions.eligible_on().is_none());
}

/// What is hardly ever met stands in some rows of some blocks: a day at the end of the calendar, and a code without a text.
#[test]
fn rows_that_are_taken_alone_are_found_in_every_block() {
    let policy = Policy::parse(
        r#"
        id = "p"
        version = 1
        [[criteria]]
        id = "since"
        require = "first_start_date <= as_of - 3 years"
        [[criteria]]
        id = "kind"
        bar = "separation_kind in [involuntary_cause, transfer_out]"
        "#,
    )
    .unwrap();
    let kinds = ["voluntary", "involuntary_cause", "mutual", "transfer_out"];
    let (as_of, plain) =
        (day("2026-04-01"), [day("2016-04-01"), day("2025-04-01")].map(|day| day.to_epoch_days()));
    let far = [day("0100-01-01"), day("9000-01-01")].map(|day| day.to_epoch_days());
    for rows in [1, 2_047, 2_048, 2_049, 4_095, 10_001] {
        let mut days: Vec<i32> = (0..rows).map(|row| plain[row % 2]).collect();
        let mut codes: Vec<u8> = (0..rows).map(|row| u8::try_from(row % 4).unwrap()).collect();
        let mut valid = vec![0xFF_u8; rows.div_ceil(8)];
        for row in [0, 1, 63, 64, 2_047, 2_048, 4_094, 8_191, 10_000].into_iter().filter(|row| *row < rows) {
            days[row] = far[row % 2];
        }
        // A code that means nothing is no fault where there is no value.
        for row in [5, 2_050, 9_999].into_iter().filter(|row| *row < rows) {
            codes[row] = 200;
            valid[row / 8] &= !(1 << (row % 8));
        }
        let bits = Bits::new(&valid, 0, rows).unwrap();
        let coded =
            Values::Coded { codes: Integers::U8(&codes), names: Texts::Slices(&kinds), names_valid: None };
        let columns =
            Columns::new(rows).unwrap().with("first_start_date", Column::new(Values::Days(&days))).unwrap();
        let columns = columns.with("separation_kind", Column::new(coded.clone()).valid(bits)).unwrap();
        let decisions = policy.decide_columns(&columns, as_of).unwrap();
        for row in 0..rows {
            let date = NaiveDate::from_epoch_days(days[row]).unwrap();
            let worker = Worker::new("w", []).unwrap().with_fact("first_start_date", date);
            let worker = match kinds.get(usize::from(codes[row])) {
                Some(kind) => worker.with_fact("separation_kind", *kind),
                None => worker,
            };
            let expected = policy.decide(&worker, as_of).unwrap();
            let found = decisions.row(row).unwrap();
            assert_eq!(found.outcome(), expected.outcome(), "{row} of {rows}");
            assert_eq!(found.eligible_on(), expected.eligible_on(), "{row} of {rows}");
        }
        // With a value it is refused, with its row.
        let last = rows - 1;
        codes[last] = 200;
        let coded =
            Values::Coded { codes: Integers::U8(&codes), names: Texts::Slices(&kinds), names_valid: None };
        let columns =
            Columns::new(rows).unwrap().with("first_start_date", Column::new(Values::Days(&days))).unwrap();
        valid[last / 8] |= 1 << (last % 8);
        let bits = Bits::new(&valid, 0, rows).unwrap();
        let columns = columns.with("separation_kind", Column::new(coded).valid(bits)).unwrap();
        let error = policy.decide_columns(&columns, as_of).unwrap_err();
        assert_eq!(error.path(), format!("separation_kind: row {last}"));
    }
}
