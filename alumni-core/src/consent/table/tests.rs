//! Random ledgers and questions in random Arrow layouts: a table says what its rows say one by one.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::cast::AsArray as _;
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader as StreamReader};
use arrow_array::types::*;
use arrow_array::*;
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use proptest::prelude::*;

use super::{AnsweredTable, Asking, EventTable};
use crate::calendar::Period;
use crate::columns::{Column, Columns, Texts, Values};
use crate::consent::*;
use crate::table::{Reader, RowId};
use crate::text::Localized;
use crate::{Error, ErrorKind};

/// Random numbers from a seed (splitmix64).
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % most as u64).unwrap()
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn maybe<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        if self.one_in(2) { None } else { Some(self.of(all)) }
    }
}

fn day(n: usize) -> DateTime<Utc> {
    "2024-01-01T12:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::days(i64::try_from(n).unwrap())
}

fn ledger() -> Ledger {
    let purpose = |id: &str, basis| Purpose::new(id, Localized::same(id), basis);
    let notice =
        |version| Notice::new("n", version, ["jobs", "study"]).text("en", format!("Text {version}."));
    Ledger::new(
        [purpose("jobs", LegalBasis::Consent), purpose("study", LegalBasis::LegitimateInterest)],
        [notice(1), notice(2).effective_from(day(60)).material()],
    )
    .unwrap()
}

const SUBJECTS: [&str; 4] = ["w-1", "w-2", "従業員-3", "a worker whose id is longer than twelve bytes"];

fn events(draw: &mut Draw) -> Vec<Event> {
    let offsets = [0, 9 * 3_600, -19_800];
    (0..draw.below(40))
        .map(|number| {
            let offset = FixedOffset::east_opt(draw.of(&offsets)).unwrap();
            let kind = draw.of(EventKind::ALL);
            let at = day(draw.below(10) * 10);
            let source = draw.of(&["form", "mail"]);
            let mut event = Event::new(
                source,
                format!("e{number}"),
                draw.of(&SUBJECTS),
                draw.of(&["jobs", "study"]),
                kind,
                at.with_timezone(&offset),
            );
            event.received_at = at + TimeDelta::milliseconds(draw.below(1_000).try_into().unwrap());
            event.channel = draw.maybe(Channel::ALL);
            event.recipient = draw.maybe(&["group", "agency"]).map(str::to_owned);
            event.actor = draw.of(Actor::ALL);
            event.method = draw.maybe(Method::ALL);
            event.employment_state = draw.maybe(EmploymentState::ALL);
            event.evidence_ref = draw.maybe(&["scan", "paper 7"]).map(str::to_owned);
            event.imported = draw.one_in(4);
            event.time_untrusted = draw.one_in(4);
            event.happening = (kind == EventKind::Happened).then(|| "contract_ended".to_owned());
            if kind == EventKind::Happened {
                (event.channel, event.recipient) = (None, None);
            }
            if !draw.one_in(4) {
                event = event.notice("n", u32::try_from(1 + draw.below(3)).unwrap());
                if draw.one_in(4) {
                    event.notice.as_mut().unwrap().hash = Some("00".repeat(32));
                }
            }
            if matches!(kind, EventKind::Given | EventKind::Renewed) {
                event.valid_for = draw.maybe(&[Period::days(30), Period::months(2)]);
                event.valid_until = draw.maybe(&[at + TimeDelta::days(45)]);
                event.valid_until_event = draw.maybe(&["contract_ended"]).map(str::to_owned);
                event.valid_uses = draw.maybe(&[1, 3]);
                event.bundled_with = (0..draw.below(3)).map(|_| draw.of(Paper::ALL)).collect();
            }
            event
        })
        .collect()
}

/// Texts in one of the layouts that libraries hand over.
fn texts(draw: &mut Draw, values: Vec<Option<String>>) -> ArrayRef {
    let all = StringArray::from_iter(values.iter().map(Option::as_deref));
    match draw.below(6) {
        0 => Arc::new(all),
        1 => Arc::new(LargeStringArray::from_iter(values.iter().map(Option::as_deref))),
        2 => Arc::new(StringViewArray::from_iter(values.iter().map(Option::as_deref))),
        3 => Arc::new(values.iter().map(Option::as_deref).collect::<DictionaryArray<UInt8Type>>()),
        4 => Arc::new(values.iter().map(Option::as_deref).collect::<DictionaryArray<Int64Type>>()),
        _ if values.iter().all(Option::is_none) => Arc::new(NullArray::new(values.len())),
        _ => Arc::new(values.iter().map(Option::as_deref).collect::<DictionaryArray<Int32Type>>()),
    }
}

/// Instants, exact to the millisecond, as timestamps of one unit in a zone, or as texts.
fn instants(draw: &mut Draw, values: &[Option<DateTime<Utc>>], zone: &str) -> ArrayRef {
    let counts = |per_second: i64| {
        values
            .iter()
            .map(move |at| at.map(|at| at.timestamp_millis() * (per_second / 1_000)))
            .collect::<Vec<_>>()
    };
    match draw.below(4) {
        0 => Arc::new(TimestampMillisecondArray::from(counts(1_000)).with_timezone(zone)),
        1 => Arc::new(TimestampMicrosecondArray::from(counts(1_000_000)).with_timezone(zone)),
        2 => Arc::new(TimestampNanosecondArray::from(counts(1_000_000_000)).with_timezone(zone)),
        _ => texts(draw, values.iter().map(|at| at.map(|at| at.to_rfc3339())).collect()),
    }
}

/// A table in batches of random lengths, some of them empty.
fn reader(draw: &mut Draw, rows: usize, columns: Vec<(&str, ArrayRef)>) -> Reader {
    let field = |(name, array): &(&str, ArrayRef)| Field::new(*name, array.data_type().clone(), true);
    let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
    let columns = columns.into_iter().map(|(_, array)| array).collect();
    let whole = RecordBatch::try_new(Arc::clone(&schema), columns).unwrap();
    let (mut batches, mut from) = (Vec::new(), 0);
    while from < rows {
        let len = (1 + draw.below(20)).min(rows - from);
        batches.push(Ok(whole.slice(from, len)));
        from += len;
        if draw.one_in(5) {
            batches.push(Ok(whole.slice(from, 0)));
        }
    }
    let stream = RecordBatchIterator::new(batches, schema);
    Reader::from_stream(FFI_ArrowArrayStream::new(Box::new(stream))).unwrap()
}

/// The events as a table, in any order of columns; those that every row leaves out may be missing.
fn table_of(draw: &mut Draw, events: &[Event]) -> Reader {
    let each = |read: &dyn Fn(&Event) -> Option<String>| events.iter().map(read).collect::<Vec<_>>();
    let word = |word: Option<&str>| word.map(str::to_owned);
    let texts_of: [(&str, Vec<Option<String>>); 15] = [
        ("source", each(&|event| Some(event.source.clone()))),
        ("id", each(&|event| Some(event.id.clone()))),
        ("subject", each(&|event| Some(event.subject.clone()))),
        ("purpose", each(&|event| Some(event.purpose.clone()))),
        ("kind", each(&|event| Some(event.kind.to_string()))),
        ("channel", each(&|event| word(event.channel.map(Channel::as_str)))),
        ("recipient", each(&|event| event.recipient.clone())),
        ("valid_for", each(&|event| event.valid_for.map(|period| period.to_string()))),
        ("valid_until_event", each(&|event| event.valid_until_event.clone())),
        ("happening", each(&|event| event.happening.clone())),
        ("notice_id", each(&|event| event.notice.as_ref().map(|notice| notice.id.clone()))),
        ("notice_hash", each(&|event| event.notice.as_ref()?.hash.clone())),
        ("actor", each(&|event| Some(event.actor.to_string()))),
        ("method", each(&|event| word(event.method.map(Method::as_str)))),
        ("employment_state", each(&|event| word(event.employment_state.map(EmploymentState::as_str)))),
    ];
    let mut columns: Vec<(&str, ArrayRef)> = Vec::new();
    for (name, values) in texts_of {
        let absent = values.iter().all(Option::is_none) && !values.is_empty();
        if !absent || draw.one_in(2) {
            columns.push((name, texts(draw, values)));
        }
    }
    columns.push(("evidence_ref", texts(draw, each(&|event| event.evidence_ref.clone()))));
    let versions = events.iter().map(|event| event.notice.as_ref().map(|notice| i64::from(notice.version)));
    columns.push(match draw.below(3) {
        0 => ("notice_version", Arc::new(versions.collect::<Int64Array>())),
        // pandas has whole numbers with gaps as floats.
        1 => ("notice_version", Arc::new(versions.map(|n| n.map(|n| n as f64)).collect::<Float64Array>())),
        _ => ("notice_version", texts(draw, versions.map(|n| n.map(|n| n.to_string())).collect())),
    });
    let uses = events.iter().map(|event| event.valid_uses);
    columns.push(("valid_uses", Arc::new(uses.collect::<UInt32Array>())));
    let untrusted = events.iter().map(|event| Some(event.time_untrusted));
    columns.push(("time_untrusted", Arc::new(untrusted.collect::<BooleanArray>())));
    let acts: Vec<_> = events.iter().map(|event| Some(event.occurred_at.to_utc())).collect();
    let act = instants(draw, &acts, "UTC");
    if matches!(act.data_type(), DataType::Timestamp(..)) {
        let ahead = events.iter().map(|event| event.occurred_at.offset().local_minus_utc() / 60);
        columns.push(("occurred_at", act));
        columns.push(("occurred_at_offset", Arc::new(ahead.map(Some).collect::<Int32Array>())));
    } else {
        columns.push(("occurred_at", texts(draw, each(&|event| Some(event.occurred_at.to_rfc3339())))));
    }
    let received: Vec<_> = events.iter().map(|event| Some(event.received_at)).collect();
    columns.push(("received_at", instants(draw, &received, "Asia/Tokyo")));
    let ends: Vec<_> = events.iter().map(|event| event.valid_until).collect();
    columns.push(("valid_until", instants(draw, &ends, "+05:30")));
    columns.push(match draw.one_in(2) {
        true => {
            ("imported", Arc::new(events.iter().map(|event| Some(event.imported)).collect::<BooleanArray>()))
        }
        false => ("imported", texts(draw, each(&|event| event.imported.then(|| "true".to_owned())))),
    });
    columns.push(match draw.one_in(2) {
        true => {
            let mut lists = ListBuilder::new(StringBuilder::new());
            for event in events {
                for paper in &event.bundled_with {
                    lists.values().append_value(paper.as_str());
                }
                lists.append(true);
            }
            ("bundled_with", Arc::new(lists.finish()))
        }
        false => (
            "bundled_with",
            texts(
                draw,
                each(&|event| {
                    let words: Vec<_> = event.bundled_with.iter().map(|paper| paper.as_str()).collect();
                    (!words.is_empty()).then(|| words.join(" "))
                }),
            ),
        ),
    });
    for place in (1..columns.len()).rev() {
        columns.swap(place, draw.below(place + 1));
    }
    reader(draw, events.len(), columns)
}

fn nothing(_: usize) -> Result<(), Error> {
    Ok(())
}

/// A table that went out, as it comes in again.
fn again(table: &EventTable) -> EventTable {
    EventTable::read(Reader::from_stream(table.stream().unwrap().export()).unwrap(), nothing).unwrap()
}

/// The answers that went out, row by row as text.
fn read_back(table: &AnsweredTable) -> Vec<String> {
    let stream = StreamReader::try_new(table.stream().unwrap().export()).unwrap();
    let mut rows = Vec::new();
    for batch in stream {
        let batch = batch.unwrap();
        let column = |name: &str| Arc::clone(batch.column_by_name(name).unwrap());
        let word = |array: &ArrayRef, row: usize| {
            let array = arrow_cast_to_text(array);
            (!array.is_null(row)).then(|| array.value(row).to_owned())
        };
        for row in 0..batch.num_rows() {
            let list = |name: &str| {
                let items = column(name).as_list::<i32>().value(row);
                (0..items.len()).map(|item| word(&items, item).unwrap()).collect::<Vec<_>>()
            };
            let evidence = column("evidence").as_list::<i32>().value(row);
            let evidence = evidence.as_struct();
            let keys: Vec<_> = (0..evidence.len())
                .map(|item| [0, 1].map(|part| word(evidence.column(part), item).unwrap()))
                .collect();
            let until = column("valid_until");
            let until = until.as_primitive::<TimestampMicrosecondType>();
            let until = (!until.is_null(row)).then(|| until.value(row));
            rows.push(said(
                &word(&column("verdict"), row).unwrap(),
                &list("reasons"),
                &keys,
                &list("obligations"),
                until,
            ));
            assert_eq!(word(&column("reason"), row), list("reasons").first().cloned());
        }
    }
    rows
}

fn arrow_cast_to_text(array: &ArrayRef) -> StringArray {
    fn texts<K: ArrowDictionaryKeyType>(array: &ArrayRef) -> StringArray {
        let array = array.as_dictionary::<K>();
        array.downcast_dict::<StringArray>().unwrap().into_iter().collect()
    }
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().clone(),
        DataType::Dictionary(key, _) if **key == DataType::UInt8 => texts::<UInt8Type>(array),
        _ => texts::<UInt32Type>(array),
    }
}

fn said(
    verdict: &str,
    reasons: &[String],
    keys: &[[String; 2]],
    obligations: &[String],
    until: Option<i64>,
) -> String {
    format!("{verdict} {reasons:?} {keys:?} {obligations:?} {until:?}")
}

fn told(answer: &Answer) -> String {
    let reasons: Vec<_> = answer.reasons.iter().map(|reason| reason.code().to_owned()).collect();
    let keys: Vec<_> = answer.evidence.iter().map(|key| [key.source.clone(), key.id.clone()]).collect();
    let obligations: Vec<_> = answer.obligations.iter().map(|one| one.to_string()).collect();
    let until = answer.valid_until.map(|at| at.timestamp_micros());
    said(answer.verdict.as_str(), &reasons, &keys, &obligations, until)
}

fn question(draw: &mut Draw) -> Question {
    let subject = if draw.one_in(5) { "nobody" } else { draw.of(&SUBJECTS) };
    let channel = draw.maybe(Channel::ALL);
    let mut question = Question::new(subject, draw.of(&["jobs", "study"]), channel, day(draw.below(200)));
    question.recipient = draw.maybe(&["group"]).filter(|_| draw.one_in(3)).map(str::to_owned);
    question.known_at = draw.maybe(&[day(30), day(90)]);
    question.activity = draw.maybe(Activity::ALL);
    question.country = draw.maybe(&["JP", "DE"]).map(str::to_owned);
    question.data_of = draw.maybe(&["companion"]).filter(|_| draw.one_in(5)).map(str::to_owned);
    question
}

/// The questions as columns; what is the same for all may be left to the options.
fn asked(draw: &mut Draw, questions: &mut [Question]) -> (Vec<(&'static str, ArrayRef)>, AskOptions) {
    let mut options = AskOptions::default();
    let mut columns: Vec<(&str, ArrayRef)> = Vec::new();
    let subjects = questions.iter().map(|question| Some(question.subject.clone())).collect();
    columns.push(("subject", texts(draw, subjects)));
    macro_rules! part {
        ($name:ident, $one:expr, $set:expr, $column:expr) => {
            if draw.one_in(3) {
                let one = $one;
                options.$name = one.clone();
                questions.iter_mut().for_each(|question| $set(question, one.clone()));
            } else {
                let values: Vec<_> = questions.iter().map($column).collect();
                columns.push((stringify!($name), texts(draw, values)));
            }
        };
    }
    part!(
        purpose,
        Some("jobs".to_owned()),
        |q: &mut Question, one: Option<String>| q.purpose = one.unwrap(),
        |q| Some(q.purpose.clone())
    );
    part!(channel, Some(Channel::Email), |q: &mut Question, one| q.channel = one, |q| q
        .channel
        .map(|c| c.to_string()));
    part!(recipient, Some("group".to_owned()), |q: &mut Question, one| q.recipient = one, |q| q
        .recipient
        .clone());
    part!(activity, Some(Activity::ALL[0]), |q: &mut Question, one| q.activity = one, |q| q
        .activity
        .map(|a| a.to_string()));
    part!(country, Some("JP".to_owned()), |q: &mut Question, one| q.country = one, |q| q.country.clone());
    part!(data_of, Some("companion".to_owned()), |q: &mut Question, one| q.data_of = one, |q| q
        .data_of
        .clone());
    if draw.one_in(3) {
        options.at = Some(day(100));
        questions.iter_mut().for_each(|question| question.at = day(100));
    } else {
        let values: Vec<_> = questions.iter().map(|question| Some(question.at)).collect();
        columns.push(("at", instants(draw, &values, "America/Chicago")));
    }
    if draw.one_in(3) {
        options.known_at = Some(day(50));
        questions.iter_mut().for_each(|question| question.known_at = Some(day(50)));
    } else {
        let values: Vec<_> = questions.iter().map(|question| question.known_at).collect();
        columns.push(("known_at", instants(draw, &values, "UTC")));
    }
    (columns, options)
}

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

fn small(columns: Vec<(&str, ArrayRef)>) -> Reader {
    let rows = columns[0].1.len();
    reader(&mut Draw(1), rows, columns)
}

fn strings(texts: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(texts.to_vec()))
}

/// Two events, with one column in the place of its own or besides.
fn with(name: &'static str, array: ArrayRef) -> Result<EventTable, Error> {
    let at = strings(&[Some("2024-01-01T09:00:00+09:00"), Some("2024-01-02T09:00:00+09:00")]);
    let mut columns: Vec<(&str, ArrayRef)> = vec![
        ("source", strings(&[Some("form"); 2])),
        ("id", strings(&[Some("1"), Some("2")])),
        ("subject", strings(&[Some("w-1"); 2])),
        ("purpose", strings(&[Some("jobs"); 2])),
        ("kind", strings(&[Some("given"), Some("withdrawn")])),
        ("occurred_at", Arc::clone(&at)),
        ("received_at", at),
    ];
    columns.retain(|(known, _)| *known != name);
    columns.push((name, array));
    EventTable::read(small(columns), nothing)
}

fn refused(name: &'static str, array: ArrayRef) -> (ErrorKind, String) {
    let error = with(name, array).unwrap_err();
    (error.kind(), error.to_string())
}

#[test]
fn what_cannot_be_an_event_is_told_with_column_and_row() {
    let kind = strings(&[Some("given"), Some("expired")]);
    let message = "kind: row 1: expected a kind of event, got `expired`: expiry follows from `valid_until`, it is not recorded";
    assert_eq!(refused("kind", kind), (ErrorKind::UnknownName, message.into()));
    let near = "kind: row 0: expected a known kind of event, got `givn`; did you mean `given`?";
    assert_eq!(refused("kind", strings(&[Some("givn"), None])), (ErrorKind::UnknownName, near.into()));
    let absent = (ErrorKind::Missing, "subject: row 1: expected a value".to_owned());
    assert_eq!(refused("subject", strings(&[Some("w"), None])), absent);
    let naive = Arc::new(TimestampMicrosecondArray::from(vec![0, 1]));
    let message =
        "occurred_at: expected timestamps in a time zone, got some without; say which zone they are in";
    assert_eq!(refused("occurred_at", naive), (ErrorKind::WrongType, message.into()));
    let days = Arc::new(Date32Array::from(vec![0, 1]));
    assert_eq!(refused("received_at", days).0, ErrorKind::WrongType);
    let local = strings(&[Some("2024-01-01T09:00:00+09:00"), Some("2024-01-01T09:00:00")]);
    let (kind, said) = refused("received_at", local);
    assert!(kind == ErrorKind::Syntax && said.starts_with("received_at: row 1: "), "{said}");
    let far = TimestampSecondArray::from(vec![0, i64::MAX]).with_timezone("UTC");
    let (kind, said) = refused("occurred_at", Arc::new(far));
    assert_eq!(kind, ErrorKind::OutOfRange, "{said}");
    assert!(said.starts_with("occurred_at: row 1: "), "{said}");
    let alone = refused("notice_version", Arc::new(Int64Array::from(vec![Some(1), None])));
    assert_eq!(alone, (ErrorKind::Missing, "notice_id: row 0: expected the notice's id".into()));
    let half = Arc::new(Float64Array::from(vec![1.5, 1.0]));
    assert_eq!(refused("notice_version", half).1, "notice_version: row 0: expected a whole number");
    let twice = strings(&[None, Some("severance")]);
    let message = "bundled_with: row 1: expected papers only with `given` or `renewed`";
    assert_eq!(refused("bundled_with", twice), (ErrorKind::Inconsistent, message.into()));
    let (kind, said) = refused("chanel", strings(&[None, Some("email")]));
    assert_eq!(kind, ErrorKind::UnknownName);
    assert!(said.contains("did you mean `channel`?"), "{said}");
    let ahead = Arc::new(Int64Array::from(vec![540, 540]));
    assert_eq!(refused("occurred_at_offset", ahead).0, ErrorKind::Inconsistent);
    let truth = strings(&[Some("yes"), None]);
    assert_eq!(
        refused("imported", truth),
        (ErrorKind::WrongType, "imported: row 0: expected `true` or `false`".into())
    );
    let error = EventTable::read(small(vec![("source", strings(&[Some("form")]))]), nothing).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Missing, "id"));
}

#[test]
fn a_table_is_taken_in_whole_or_not_at_all() {
    let mut ledger = ledger();
    let table = with("purpose", strings(&[Some("jobs"), Some("payroll")])).unwrap();
    let error = ledger.extend_table(&table).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::UnknownName, "purpose: row 1"));
    assert_eq!(ledger.subjects().count(), 0);
    let table = with("id", strings(&[Some("1"), Some("1")])).unwrap();
    let error = ledger.extend_table(&table).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Inconsistent, "row 1"));
    assert_eq!(ledger.subjects().count(), 0);
    assert_eq!(ledger.extend_table(&with("recipient", strings(&[None, None])).unwrap()).unwrap().added, 2);
}

#[test]
fn an_instant_exact_to_the_nanosecond_goes_out_exactly_or_not_at_all() {
    let mut ledger = ledger();
    let at = |text: &str| text.parse::<DateTime<FixedOffset>>().unwrap();
    let event = |id: &str, text: &str| Event::new("form", id, "w-1", "jobs", EventKind::Withdrawn, at(text));
    ledger.extend([event("1", "2024-01-01T00:00:00.000000001-03:30")]).unwrap();
    let table = ledger.event_table().unwrap();
    assert_eq!(again(&table).events().collect::<Vec<_>>(), ledger.events().collect::<Vec<_>>());
    let stream = StreamReader::try_new(table.stream().unwrap().export()).unwrap();
    let field = stream.schema().field_with_name("occurred_at").unwrap().data_type().clone();
    assert_eq!(field, DataType::Timestamp(TimeUnit::Nanosecond, Some("UTC".into())));
    ledger.extend([event("2", "9999-01-01T00:00:00Z")]).unwrap();
    assert_eq!(ledger.event_table().unwrap_err().kind(), ErrorKind::OutOfRange);
}

#[test]
fn a_row_that_cannot_be_asked_is_an_error_or_denied_with_its_reason() {
    let ledger = ledger();
    let table = || {
        small(vec![
            ("subject", strings(&[Some("w-1"), Some("w-2"), None])),
            ("purpose", strings(&[Some("study"), Some("studies"), Some("study")])),
        ])
    };
    let mut options = AskOptions { at: Some(day(0)), ..AskOptions::default() };
    let ask = |options: &AskOptions, table: Reader| {
        Asking::new(&ledger, table, options.clone(), None)?.collect(&ledger, nothing)
    };
    let error = ask(&options, table()).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::UnknownName, "purpose: row 1"));
    options.unusable = UnusableQuestion::Denied;
    let found = ask(&options, table()).unwrap();
    let answers = found.answers();
    let verdicts: Vec<_> = (0..3).map(|row| answers.verdict(row).unwrap()).collect();
    assert_eq!(verdicts, [Verdict::Allowed, Verdict::Denied, Verdict::Denied]);
    assert_eq!(answers.row(1).unwrap().reasons(), ["consent-question-unusable"]);
    let unusable: Vec<_> =
        answers.unusable().iter().map(|found| (found.column.as_str(), &found.rows[..])).collect();
    assert_eq!(unusable, [("purpose", &[1][..]), ("subject", &[2][..])]);
    assert!(answers.unusable()[0].expected.contains("did you mean `study`?"));
}

#[test]
fn a_part_of_a_question_comes_from_one_place_that_is_known() {
    let ledger = ledger();
    let refused = |options: &str, columns: Vec<(&str, ArrayRef)>| {
        let options = AskOptions::from_json(options).unwrap();
        let error = Asking::new(&ledger, small(columns), options, None).unwrap_err();
        (error.kind(), error.to_string())
    };
    let one = || strings(&[Some("w-1")]);
    let jobs = || strings(&[Some("jobs")]);
    let (subject, all) = (vec![("subject", one())], r#"{"purpose": "jobs", "at": "2024-01-01T00:00:00Z"}"#);
    assert_eq!(refused(all, vec![("subjekt", one())]).0, ErrorKind::UnknownName);
    assert_eq!(refused(all, vec![("channel", one())]).0, ErrorKind::Missing);
    let both =
        (ErrorKind::Duplicate, "purpose: expected one value for all rows or a column, got both".to_owned());
    assert_eq!(refused(all, vec![("subject", one()), ("purpose", jobs())]), both);
    let without = refused(r#"{"purpose": "jobs"}"#, subject.clone());
    assert_eq!(without, (ErrorKind::Missing, "at: expected a column, or one value for all rows".into()));
    let unknown = refused(r#"{"purpose": "job", "at": "2024-01-01T00:00:00Z"}"#, subject.clone());
    assert_eq!(unknown.0, ErrorKind::UnknownName);
    let naive: ArrayRef = Arc::new(TimestampSecondArray::from(vec![0]));
    let naive = refused(r#"{"purpose": "jobs"}"#, vec![("subject", one()), ("at", naive)]);
    assert!(naive.1.starts_with("at: expected timestamps in a time zone"), "{}", naive.1);
    let column = Column::new(Values::Texts(Texts::Slices(&["w-1"])));
    let columns = Columns::new(1).unwrap().with("subject", column).unwrap();
    let options = AskOptions::from_json(&all.replace("jobs", "study")).unwrap();
    assert_eq!(ledger.may_columns(&columns, &options).unwrap().verdict(0), Some(Verdict::Allowed));
}
