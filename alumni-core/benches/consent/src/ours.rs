//! The library.

use std::sync::Arc;
use std::time::Duration;

use alumni_core::Error;
use alumni_core::consent::{
    AskOptions, Channel, Event, EventKind, Ledger, LegalBasis, Notice, Purpose, Question, Snapshot, Stand, Verdict,
};
use alumni_core::table::{Reader, Stream};
use alumni_core::text::Localized;
use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_array::{ArrayRef, StringArray, StructArray};
use arrow_schema::{DataType, Field};
use chrono::DateTime;

use crate::events::{self, Events, SplitMix, pairs};
use crate::measure::{each, line, timed};

pub const ASKED: usize = 1_000_000;

pub fn purpose(number: u8) -> String {
    format!("purpose-{number}")
}

pub fn name(person: u32) -> String {
    format!("p{person:07}")
}

fn empty() -> Ledger {
    let ids: Vec<_> = (0..events::PURPOSES).map(purpose).collect();
    let length = format!("{} days", events::DAYS).parse().expect("a period");
    let purposes = ids.iter().map(|id| {
        Purpose::new(id.as_str(), Localized::same(id.as_str()), LegalBasis::Consent).valid_for(length)
    });
    let notice = Notice::new("n", 1, ids.clone()).text("en", "We write to you.");
    Ledger::new(purposes, [notice]).expect("a ledger")
}

fn event(made: &Events, row: usize) -> Event {
    let at = DateTime::from_timestamp_micros(made.occurred[row]).expect("an instant").fixed_offset();
    let kind = match made.kind[row] {
        events::SHOWN => EventKind::NoticeShown,
        events::GIVEN => EventKind::Given,
        events::RENEWED => EventKind::Renewed,
        _ => EventKind::Withdrawn,
    };
    let id = made.id[row];
    let source = ["forms", "mail", "recruiting"][id as usize % 3];
    let received = DateTime::from_timestamp_micros(made.received[row]).expect("an instant");
    let event =
        Event::new(source, format!("e{id}"), name(made.person[row]), purpose(made.purpose[row]), kind, at)
            .channel(channel(made.channel[row]))
            .received_at(received);
    if kind == EventKind::Withdrawn { event } else { event.notice("n", 1) }
}

fn channel(number: u8) -> Channel {
    Channel::ALL[usize::from(number)]
}

pub fn measure(people: u32, round: usize) {
    let made = Events::make(people);
    let rows = made.len();
    line("events", "all", "", round, "", rows as f64);

    let mut ledger = empty();
    let (time, _) = timed(|| (0..rows).map(|row| event(&made, row)).map(std::hint::black_box).count());
    each("append", "making the events", "", round, time, rows);
    let before = resident();
    let (time, extended) = timed(|| ledger.extend((0..rows).map(|row| event(&made, row))));
    assert_eq!(extended.expect("usable events").added, rows);
    each("append", "alumni", "", round, time, rows);
    line("memory", "alumni", "an event with its ids", round, "bytes", (resident() - before) / rows as f64);

    let before = resident();
    for (mode, at, known_at) in [("now", events::now(), None), ("then", events::then(), Some(events::then()))]
    {
        let (time, snapshot) = timed(|| ledger.snapshot(at, known_at));
        line("fold", "alumni", mode, round, "s", time.as_secs_f64());
        line("states", "alumni", mode, round, "", snapshot.states() as f64);
        line("allowed", "alumni", mode, round, "", allowed(&snapshot, people) as f64);
        if mode == "now" {
            line(
                "memory",
                "alumni",
                "a state",
                round,
                "bytes",
                snapshot.bytes() as f64 / snapshot.states() as f64,
            );
            line(
                "memory",
                "alumni",
                "a state, resident",
                round,
                "bytes",
                (resident() - before) / snapshot.states() as f64,
            );
            questions(&ledger, &snapshot, people, round);
        }
    }
}

/// The states that permit.
fn allowed(snapshot: &Snapshot, people: u32) -> usize {
    (0..people)
        .map(|person| {
            let name = name(person);
            let may = |(of, on): &(u8, u8)| {
                let stand = snapshot.may(&name, &purpose(*of), Some(channel(*on))).expect("a known purpose");
                stand.verdict() == Verdict::Allowed
            };
            pairs(person).iter().filter(|pair| may(pair)).count()
        })
        .sum()
}

/// One question of many people, purposes and channels.
pub fn asked(people: u32) -> impl Iterator<Item = (u32, u8, u8)> {
    let mut draw = SplitMix(99);
    (0..ASKED).map(move |_| {
        let person = draw.below(people.into()) as u32;
        let (of, on) = pairs(person)[draw.below(4) as usize];
        (person, of, on)
    })
}

fn questions(ledger: &Ledger, snapshot: &Snapshot, people: u32, round: usize) {
    let questions: Vec<_> = asked(people)
        .map(|(person, of, on)| Question::new(name(person), purpose(of), channel(on), events::now()))
        .collect();
    let (time, yes) = timed(|| {
        let rulings = questions.iter().map(|question| ledger.rule(question).expect("a known purpose"));
        rulings.filter(|ruling| ruling.is_allowed() && ruling.codes().next().is_some()).count()
    });
    each("question", "alumni", "of the ledger", round, time, ASKED);
    // As SQLite is asked: a question of the other kind takes ten times the memory, which is read too.
    let purposes: Vec<_> = (0..events::PURPOSES).map(purpose).collect();
    let asked: Vec<_> = asked(people).map(|(person, of, on)| (name(person), of, on)).collect();
    let (time, same) = timed(|| {
        let stands = asked.iter().map(|(name, of, on)| {
            snapshot.may(name, &purposes[usize::from(*of)], Some(channel(*on))).expect("a known purpose")
        });
        stands.filter(|stand| stand.is_allowed() && !stand.code().is_empty()).count()
    });
    assert_eq!(yes, same);
    each("question", "alumni", "of a snapshot", round, time, ASKED);
    line("yes", "alumni", "", round, "", yes as f64);

    let mut named = 0;
    for (mode, names) in one_of_everybody(people) {
        named = batch(snapshot, &names, mode, round);
        assert_eq!(table(snapshot, &names, mode, round), named);
    }
    everybody(snapshot, named, round);
}

/// Everybody's name once as a column in, answers with their reasons as columns out.
fn table(snapshot: &Snapshot, names: &[String], mode: &str, round: usize) -> usize {
    let (mut best, mut allowed) = (Duration::MAX, 0);
    for _ in 0..3 {
        let column = Arc::new(StringArray::from_iter_values(names));
        let field = Arc::new(Field::new("subject", DataType::Utf8, false));
        let table = StructArray::from(vec![(field, column as ArrayRef)]);
        let mut options = AskOptions::default();
        options.purpose = Some("purpose-3".to_owned());
        options.channel = Some(Channel::Email);
        options.evidence = false;
        let (time, answers) = timed(|| {
            let table = Reader::from_array(Arc::new(table)).expect("a table");
            let answers = snapshot.may_table(table, options, None, |_| Ok::<_, Error>(())).expect("answers");
            assert_eq!(taken(answers.stream().expect("a stream")), names.len());
            answers
        });
        best = best.min(time);
        allowed = answers.answers().counts().allowed;
    }
    line("batch as Arrow", "alumni", mode, round, "ms", best.as_secs_f64() * 1e3);
    allowed
}

/// How many rows a table has that goes out.
fn taken(stream: Stream) -> usize {
    let batches = RecordBatchStreamReader::try_new(stream.export()).expect("a stream");
    batches.map(|batch| batch.expect("a batch").num_rows()).sum()
}

/// Everybody without a name: every answer with its reason, in the ledger's order.
fn everybody(snapshot: &Snapshot, named: usize, round: usize) {
    let mut best = Duration::MAX;
    for _ in 0..3 {
        let (time, yes) = timed(|| {
            let everybody = snapshot.everybody("purpose-3", Some(Channel::Email)).expect("a known purpose");
            everybody.iter().filter(|stand| stand.is_allowed() && !stand.code().is_empty()).count()
        });
        assert_eq!(yes, named);
        best = best.min(time);
    }
    line("batch of everybody", "alumni", "without names", round, "ms", best.as_secs_f64() * 1e3);
    let mut best = Duration::MAX;
    for _ in 0..3 {
        let (time, rows) = timed(|| {
            let everybody = snapshot.everybody("purpose-3", Some(Channel::Email)).expect("a known purpose");
            taken(everybody.stream(false).expect("a stream"))
        });
        assert!(rows >= named);
        best = best.min(time);
    }
    line("batch as Arrow", "alumni", "everybody, with their names", round, "ms", best.as_secs_f64() * 1e3);
}

/// Everybody's name once: by name, and in no order.
pub fn one_of_everybody(people: u32) -> [(&'static str, Vec<String>); 2] {
    let names: Vec<_> = (0..people).map(name).collect();
    let mut mixed = names.clone();
    let mut draw = SplitMix(5);
    for place in (1..mixed.len()).rev() {
        mixed.swap(place, draw.below(place as u64 + 1) as usize);
    }
    [("in the order of names", names), ("in no order", mixed)]
}

fn batch(snapshot: &Snapshot, names: &[String], mode: &str, round: usize) -> usize {
    let (mut best, mut allowed) = (Duration::MAX, 0);
    for _ in 0..3 {
        let (time, yes) = timed(|| {
            let mut yes = 0;
            let names = names.iter().map(String::as_str);
            let each = |stand: Stand<'_>| yes += usize::from(stand.is_allowed());
            snapshot.may_each(names, "purpose-3", Some(Channel::Email), each).expect("a known purpose");
            yes
        });
        best = best.min(time);
        allowed = yes;
    }
    line("batch of everybody", "alumni", mode, round, "ms", best.as_secs_f64() * 1e3);
    allowed
}

/// Bytes of memory in use.
fn resident() -> f64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: f64 = text.split(' ').nth(1).and_then(|pages| pages.parse().ok()).unwrap_or_default();
    pages * 4096.0
}
