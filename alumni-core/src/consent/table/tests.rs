//! Random ledgers and questions in random Arrow layouts: a table says what its rows say one by one.

mod draw;
mod made;
mod read;
mod refused;
mod snapshot;

use std::sync::Arc;

use arrow_array::Int64Array;
use proptest::prelude::*;

use super::{AnsweredTable, Asking, EventTable};
use crate::consent::*;
use crate::table::RowId;
use draw::*;
use made::*;
use read::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn events_come_in_from_any_layout_and_go_out_and_in_again(seed: u64) {
        let mut draw = Draw(seed);
        let events = events(&mut draw);
        let table = EventTable::read(table_of(&mut draw, &events), nothing).unwrap();
        prop_assert_eq!(table.events().collect::<Vec<_>>(), events.clone());
        let mut one_by_one = ledger();
        one_by_one.extend(events.clone()).unwrap();
        let mut whole = ledger();
        let extended = whole.extend_table(&table).unwrap();
        prop_assert_eq!(extended.added, events.len());
        prop_assert_eq!(whole.state_hash(), one_by_one.state_hash());
        let written = whole.event_table().unwrap();
        let wanted: Vec<_> = one_by_one.events().collect();
        prop_assert_eq!(written.events().collect::<Vec<_>>(), wanted.clone());
        prop_assert_eq!(again(&written).events().collect::<Vec<_>>(), wanted);
        prop_assert_eq!(again(&table), table.clone());
        let kept: EventTable = serde_json::from_str(&serde_json::to_string(&table).unwrap()).unwrap();
        prop_assert_eq!(kept, table);
    }

    #[test]
    fn everybody_goes_out_as_they_stand(seed: u64, evidence: bool) {
        let mut draw = Draw(seed);
        let mut ledger = ledger();
        ledger.extend(events(&mut draw)).unwrap();
        let at = "2024-06-01T00:00:00Z".parse().unwrap();
        let snapshot = ledger.snapshot(at, None);
        for purpose in ledger.purposes().map(|purpose| purpose.id.clone()) {
            for channel in [None, Some(Channel::Email)] {
                let everybody = snapshot.everybody(&purpose, channel).unwrap();
                let mut wanted = Vec::new();
                for subject in ledger.subjects() {
                    let answer = ledger.may(&Question::new(subject, purpose.as_str(), channel, at)).unwrap();
                    let key = answer.evidence.first().map(|key| [key.source.clone(), key.id.clone()]);
                    wanted.push(stood(
                        subject,
                        answer.verdict.as_str(),
                        answer.reasons[0].code(),
                        key.filter(|_| evidence),
                        answer.valid_until.map(|until| until.timestamp_micros()),
                    ));
                }
                let mut back = everybody_back(everybody.stream(evidence).unwrap(), evidence);
                back.sort_unstable();
                wanted.sort_unstable();
                prop_assert_eq!(back, wanted);
            }
        }
    }

    #[test]
    fn a_table_of_questions_is_answered_as_its_rows_are(seed: u64, packs: bool, evidence: bool) {
        let mut draw = Draw(seed);
        let mut ledger = ledger();
        ledger.extend(events(&mut draw)).unwrap();
        if packs {
            ledger = ledger.with_packs([Pack::shipped("eu-gdpr-eprivacy").unwrap(), Pack::shipped("jp-appi").unwrap()]).unwrap();
        }
        let mut questions: Vec<_> = (0..draw.below(60)).map(|_| question(&mut draw)).collect();
        let (mut columns, mut options) = asked(&mut draw, &mut questions);
        options.evidence = evidence;
        let ids: Vec<i64> = (0..questions.len()).map(|row| i64::try_from(row).unwrap() - 3).collect();
        columns.push(("row", Arc::new(Int64Array::from(ids))));
        let table = reader(&mut draw, questions.len(), columns);
        let answered =
            Asking::new(&ledger, table, options, Some("row")).unwrap().collect(&ledger, nothing).unwrap();
        let mut wanted: Vec<_> = questions.iter().map(|question| ledger.may(question).unwrap()).collect();
        if !evidence {
            wanted.iter_mut().for_each(|answer| answer.evidence.clear());
        }
        let answers = answered.answers();
        prop_assert_eq!(answers.rows(), wanted.len());
        for (row, answer) in wanted.iter().enumerate() {
            let found = answers.row(row).unwrap();
            prop_assert_eq!(found.verdict(), answer.verdict);
            prop_assert_eq!(found.reasons().to_vec(), answer.reasons.iter().map(|r| r.code()).collect::<Vec<_>>());
            prop_assert_eq!(found.evidence().collect::<Vec<_>>(), answer.evidence.clone());
            prop_assert_eq!(found.obligations().collect::<Vec<_>>(), answer.obligations.clone());
            prop_assert_eq!(found.valid_until(), answer.valid_until);
            prop_assert_eq!(answered.id(row), Some(RowId::Number(i64::try_from(row).unwrap() - 3)));
        }
        if evidence {
            prop_assert_eq!(read_back(&answered), wanted.iter().map(told).collect::<Vec<_>>());
        }
        let counts = answers.counts();
        prop_assert_eq!(counts.rows, wanted.len());
        prop_assert_eq!(counts.allowed, wanted.iter().filter(|answer| answer.is_allowed()).count());
        prop_assert_eq!(counts.reasons.iter().map(|reason| reason.count).sum::<usize>(), wanted.len());
        let kept: AnsweredTable = serde_json::from_str(&serde_json::to_string(&answered).unwrap()).unwrap();
        prop_assert_eq!(kept, answered);
    }
}
