//! What could be nobody's id is refused wherever somebody is asked about: a slip is no stranger.

use std::collections::BTreeMap;

use alumni_core::columns::{Column, Columns, Texts, Values};
use alumni_core::consent::{AccessOptions, AskOptions, Event, EventKind, Question, Verdict};
use alumni_core::{Error, ErrorKind};

use super::{day, ledger};

/// Spaces of either width, a tab, a line's end, nothing, and more than an id has.
fn slips() -> Vec<(String, ErrorKind)> {
    let mut slips: Vec<_> = ["w ", " w", "w\n", "w\u{3000}", "\tw", "w\u{0}"]
        .map(|slip| (slip.to_owned(), ErrorKind::Syntax))
        .into();
    slips.extend([(String::new(), ErrorKind::Missing), ("w".repeat(257), ErrorKind::TooLarge)]);
    slips
}

#[test]
fn a_slip_in_a_subject_is_no_way_past_an_objection() {
    let mut ledger = ledger();
    ledger.extend([Event::new("s", "1", "w", "study", EventKind::Objected, day(1).into())]).unwrap();
    let (at, fields) = (day(2), BTreeMap::new());
    let snapshot = ledger.snapshot(at, None);
    let local = at.fixed_offset();
    for (slip, kind) in slips() {
        let w = slip.as_str();
        let one: Vec<(&str, Option<Error>)> = vec![
            ("subject", ledger.may(&Question::new(w, "study", None, at)).err()),
            ("subject", ledger.rule(&Question::new(w, "study", None, at)).err()),
            ("subject", ledger.state(w, "study", None, at, None).err()),
            ("subject", ledger.agreed(w, local, None).err()),
            ("subject", ledger.access(w, &AccessOptions::new(local)).err()),
            ("subject", ledger.timeline(w, at, None).err()),
            ("subject", ledger.visible(w, day(0), at, &fields, None).err()),
            ("subject", snapshot.may(w, "study", None).err()),
            ("among[1]", ledger.summary_among(["w", w], "study", None, at).err()),
            ("among[1]", ledger.permitted_among(["w", w], "study", at).err()),
            ("among[1]", ledger.funnel(["w", w], "study", None, at, None, None).err()),
            ("subjects[1]", snapshot.may_each(["w", w], "study", None, |_| ()).err()),
        ];
        for (place, (path, error)) in one.into_iter().enumerate() {
            let error = error.unwrap_or_else(|| panic!("{w:?} {place}"));
            assert_eq!(error.kind(), kind, "{w:?} {place}");
            assert!(error.path().starts_with(path), "{w:?} {place} {error}");
        }
    }
    // Nobody has heard of them, and that is an answer.
    assert!(ledger.may(&Question::new("w w", "study", None, at)).unwrap().is_allowed());
    assert!(snapshot.may("w-2", "study", None).unwrap().is_allowed());
}

#[test]
fn a_slip_in_a_table_is_a_row_that_cannot_be_asked() {
    let mut ledger = ledger();
    ledger.extend([Event::new("s", "1", "w", "study", EventKind::Objected, day(1).into())]).unwrap();
    let snapshot = ledger.snapshot(day(2), None);
    let names: Vec<_> = slips().into_iter().map(|(slip, _)| slip).filter(|slip| slip.len() < 9).collect();
    // More than one part of a table, and the slips at its end.
    let known = std::iter::repeat_n("w", 200).chain(std::iter::once("v"));
    let subjects: Vec<&str> = known.chain(names.iter().map(String::as_str)).collect();
    let columns = || {
        let column = Column::new(Values::Texts(Texts::Slices(&subjects)));
        Columns::new(subjects.len()).unwrap().with("subject", column).unwrap()
    };
    let of_ledger = r#"{"purpose": "study", "at": "2024-01-03T12:00:00Z""#;
    for (is_snapshot, options) in [(false, of_ledger), (true, r#"{"purpose": "study""#)] {
        let ask = |more: &str| {
            let options = AskOptions::from_json(&format!("{options}{more}}}")).unwrap();
            if is_snapshot {
                snapshot.may_columns(&columns(), &options)
            } else {
                ledger.may_columns(&columns(), &options)
            }
        };
        let error = ask("").unwrap_err();
        assert_eq!(error.path(), "subject: row 201", "{error}");
        let answers = ask(r#", "unusable": "denied""#).unwrap();
        assert_eq!(answers.rows(), subjects.len());
        assert_eq!(answers.verdict(0), Some(Verdict::Denied));
        assert_eq!(answers.verdict(200), Some(Verdict::Allowed));
        for row in 201..subjects.len() {
            assert_eq!(answers.row(row).unwrap().reasons(), ["consent-question-unusable"]);
        }
        assert_eq!(
            (answers.unusable()[0].count, answers.unusable()[0].column.as_str()),
            (names.len(), "subject")
        );
    }
}

#[test]
fn a_slip_in_a_recipient_is_no_way_past_an_objection() {
    let mut ledger = ledger();
    let mut no = Event::new("s", "1", "w", "study", EventKind::Objected, day(1).into());
    no.recipient = Some("bbq".to_owned());
    ledger.extend([no]).unwrap();
    let ask = |recipient: &str| ledger.may(&Question::new("w", "study", None, day(2)).recipient(recipient));
    assert!(!ask("bbq").unwrap().is_allowed());
    assert!(ask("other").unwrap().is_allowed());
    for (slip, kind) in slips() {
        let error = ask(&slip.replace('w', "bbq")).unwrap_err();
        assert_eq!((error.kind(), error.path()), (kind, "recipient"));
    }
    let subjects = ["w"];
    let column = Column::new(Values::Texts(Texts::Slices(&subjects)));
    let columns = Columns::new(1).unwrap().with("subject", column).unwrap();
    let options = r#"{"purpose": "study", "at": "2024-01-03T12:00:00Z", "recipient": "bbq "}"#;
    let error = ledger.may_columns(&columns, &AskOptions::from_json(options).unwrap()).unwrap_err();
    assert_eq!(error.path(), "recipient");
}
