use proptest::prelude::*;

use super::super::*;
use super::{event, events, of};
use crate::columns::{Bits, Column, Columns, Texts, TimeUnit, Values, ZoneOffsets};

/// The cells of some events, column by column.
struct Cells<'e> {
    texts: Vec<(&'static str, Vec<&'e str>, Vec<u8>)>,
    at: Vec<i64>,
    values: Vec<f64>,
    valued: Vec<u8>,
}

fn bits(there: impl Iterator<Item = bool>) -> Vec<u8> {
    let there: Vec<_> = there.collect();
    there.chunks(8).map(|bits| bits.iter().rev().fold(0, |byte, bit| byte << 1 | u8::from(*bit))).collect()
}

fn cells(events: &[Interaction]) -> Cells<'_> {
    let column = |name, of: &dyn Fn(&'_ Interaction) -> Option<&str>| {
        let texts: Vec<Option<&str>> = events.iter().map(of).collect();
        let there = bits(texts.iter().map(Option::is_some));
        (name, texts.into_iter().map(Option::unwrap_or_default).collect(), there)
    };
    Cells {
        texts: vec![
            column("id", &|event| Some(event.id())),
            column("kind", &|event| Some(event.kind().as_str())),
            column("actor", &|event| Some(event.actor())),
            column("actor_type", &|event| Some(event.actor_type().as_str())),
            column("target", &Interaction::target),
            column("target_type", &|event| Some(event.target_type()?.as_str())),
            column("thread", &Interaction::thread),
            column("prompted_by", &Interaction::prompted_by),
        ],
        at: events.iter().map(|event| event.at().timestamp_micros()).collect(),
        values: events.iter().map(|event| event.value().unwrap_or_default()).collect(),
        valued: bits(events.iter().map(|event| event.value().is_some())),
    }
}

fn columns<'c>(cells: &'c Cells<'_>) -> Columns<'c> {
    let rows = cells.at.len();
    let mut columns = Columns::new(rows).unwrap();
    for (name, texts, there) in &cells.texts {
        let column = Column::new(Values::Texts(Texts::Slices(texts)));
        columns = columns.with(name, column.valid(Bits::new(there, 0, rows).unwrap())).unwrap();
    }
    let (unit, offsets) = (TimeUnit::Microseconds, ZoneOffsets::Fixed(0));
    let at = Column::new(Values::Zoned { counts: &cells.at, unit, offsets });
    let valued = Bits::new(&cells.valued, 0, rows).unwrap();
    let values = Column::new(Values::Floats64(&cells.values)).valid(valued);
    columns.with("at", at).unwrap().with("value", values).unwrap()
}

fn add(state: &mut ActivityLog, events: &[Interaction], batch: usize) -> Result<Added, Error> {
    let cells: Vec<_> = events.chunks(batch).map(cells).collect();
    let columns: Vec<_> = cells.iter().map(columns).collect();
    state.add_columns(&columns)
}

proptest! {
    #[test]
    fn columns_are_taken_as_the_events_they_hold(
        earlier in events(), later in events(), batch in 1_usize..20, same in any::<bool>(), merged in any::<bool>(),
    ) {
        let mut by_events = ActivityLog::new();
        if merged {
            by_events.same_person("p-1", "p-0").unwrap();
        }
        // Events of one id may say something else.
        let later = if same { [&earlier[earlier.len() / 2..], &[event(61, 0, 7, 5)]].concat() } else { later };
        let later = [&later[..], &later[..later.len() / 2]].concat();
        by_events.add(&earlier).unwrap();
        let mut by_columns = by_events.clone();
        prop_assert_eq!(add(&mut by_columns, &later, batch), by_events.add(&later));
        prop_assert_eq!(by_columns.to_bytes(), by_events.to_bytes());
        // What went wrong is forgotten: the state goes on.
        for state in [&mut by_columns, &mut by_events] {
            state.erase("p-2");
            state.add(&[event(62, 3, 1, 9)]).unwrap();
        }
        prop_assert_eq!(by_columns.to_bytes(), by_events.to_bytes());
    }
}

#[test]
fn columns_that_cannot_be_read_change_nothing() {
    let mut state = of(&[event(1, 0, 8, 0), event(2, 1, 8, 0)]);
    let before = state.to_bytes();
    let (sound, wrong) = ([event(3, 0, 8, 0), event(4, 0, 8, 0)], [event(5, 0, 8, 0), event(6, 0, 8, 0)]);
    let (sound, mut wrong) = (cells(&sound), cells(&wrong));
    wrong.texts[3].1[1] = "pigeon";
    let error = state.add_columns(&[columns(&sound), columns(&wrong)]).unwrap_err();
    assert_eq!((error.kind(), error.path()), (crate::ErrorKind::UnknownName, "actor_type: row 3"));
    assert_eq!(state.to_bytes(), before);
    assert!(!state.contains("e-3") && state.rows.names().find("e-3").is_none());
    assert_eq!(state.add_columns(&[columns(&sound)]).unwrap(), Added { added: 2, duplicates: 0 });
    assert_eq!(state.add_columns(&[columns(&sound)]).unwrap(), Added { added: 0, duplicates: 2 });
    assert_eq!(state.len(), 4);
}
