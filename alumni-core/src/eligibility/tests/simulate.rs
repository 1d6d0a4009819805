//! Two policies over one population, against what `decide` says row by row.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::batch::{policies, tables};
use super::*;
use crate::columns::{Column, Columns, Integers, Texts, Values};
use policies::Draw;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn moves_are_those_of_the_rows(seed: u64) {
        let mut draw = Draw::new(seed);
        let [before, after] = [(); 2].map(|()| Policy::parse(&policies::policy(&mut draw)).unwrap());
        let table = tables::table(&mut draw, &before, false);
        let as_of = policies::day(&mut draw);
        let owned = table.owned(&mut draw);
        let columns = tables::columns(&owned, table.rows);
        let batch = BatchOptions::new().on_missing_column(OnMissingColumn::Unknown);
        let options = SimulationOptions::new().batch(batch);
        let Ok(found) = before.simulate_with(&after, &columns, as_of, &options) else { return Ok(()) };
        let mut moves: BTreeMap<(Outcome, Outcome), usize> = BTreeMap::new();
        let (mut opened, mut near) = (BTreeMap::new(), BTreeMap::new());
        for row in 0..table.rows {
            let worker = table.worker(row);
            let (was, is) = (before.decide(&worker, as_of).unwrap(), after.decide(&worker, as_of).unwrap());
            *moves.entry((was.outcome(), is.outcome())).or_default() += 1;
            let ways: Vec<_> = was.criteria().iter().filter(|criterion| criterion.status != Status::Met).collect();
            if is.outcome() == Outcome::Eligible && was.outcome() != Outcome::Eligible {
                for way in &ways {
                    let (rows, alone) = opened.entry(way.id.clone()).or_insert((0_usize, 0_usize));
                    *rows += 1;
                    *alone += usize::from(ways.len() == 1);
                }
            }
            let unmet: Vec<_> = ways.iter().filter(|way| way.status == Status::Unmet).collect();
            if unmet.len() == 1 && ways.iter().all(|way| way.status != Status::Unknown) {
                *near.entry(unmet[0].id.clone()).or_insert(0_usize) += 1;
            }
        }
        for was in Outcome::ALL {
            for is in Outcome::ALL {
                prop_assert_eq!(found.moves.get(was, is), moves.get(&(was, is)).copied().unwrap_or(0));
            }
        }
        let found_opened: BTreeMap<_, _> = found.opened.iter().map(|criterion| (criterion.id.clone(), (criterion.rows, criterion.alone))).collect();
        prop_assert_eq!(found_opened, opened);
        let found_near: BTreeMap<_, _> = found.near_before.iter().filter(|near| near.rows > 0).map(|near| (near.id.clone(), near.rows)).collect();
        prop_assert_eq!(found_near, near);
    }
}

/// Four people, counted by hand: grades 2, 3, 3, unknown, from Tokyo, Tokyo, Osaka and nowhere told.
#[test]
fn a_stricter_grade_is_told_in_both_languages() {
    let policy = |grade: u8| policy(&format!("grade >= {grade}")).unwrap();
    let (grades, there) = ([2_i64, 3, 3, 0], [0b0111_u8]);
    let (sites, told) = (["Tokyo", "Tokyo", "Osaka", ""], [0b0111_u8]);
    let bits = |bytes| crate::columns::Bits::new(bytes, 0, 4).unwrap();
    let grade = Column::new(Values::Integers(Integers::I64(&grades))).valid(bits(&there));
    let site = Column::new(Values::Texts(Texts::Slices(&sites))).valid(bits(&told));
    let columns = Columns::new(4).unwrap().with("grade", grade).unwrap().with("site", site).unwrap();
    let options = SimulationOptions::new().group("site");
    let found = policy(3).simulate_with(&policy(4), &columns, day("2026-04-01"), &options).unwrap();
    assert_eq!(found.moves.by_three(), [[0, 0, 2], [0, 1, 0], [0, 0, 1]]);
    assert_eq!(found.moves.moved(), 2);
    assert_eq!((found.closed[0].rows, found.closed[0].alone), (2, 2));
    assert_eq!((found.near_before[0].rows, found.near_after[0].rows), (1, 3));
    assert_eq!(
        found.text(Lang::En),
        "2 of 4 have another outcome\nEligible to Ineligible: 2\nnow held back by c: 2 (2 by it alone)\n\
         site Osaka: eligible 1 before, 0 after, of 1\nsite Tokyo: eligible 1 before, 0 after, of 2\n\
         site not known: eligible 0 before, 0 after, of 1"
    );
    assert!(found.text(Lang::Ja).starts_with("4人のうち2人の判定が変わります\n対象から対象外へ：2人"));
    let json = serde_json::to_string(&found).unwrap();
    assert_eq!(serde_json::from_str::<Simulation>(&json).unwrap(), found);
    let missing = policy(3).simulate_with(
        &policy(4),
        &columns,
        day("2026-04-01"),
        &SimulationOptions::new().group("sit"),
    );
    assert_eq!(
        missing.unwrap_err().to_string(),
        "sit: expected a column of groups `sit`; did you mean `site`?"
    );
}
