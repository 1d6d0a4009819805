//! Random ledgers and questions, and the tables they are handed over as.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::*;
use arrow_schema::DataType;
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

use super::draw::*;
use crate::calendar::Period;
use crate::consent::*;
use crate::table::Reader;
use crate::text::Localized;

pub(super) fn day(n: usize) -> DateTime<Utc> {
    "2024-01-01T12:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::days(i64::try_from(n).unwrap())
}

pub(super) fn ledger() -> Ledger {
    let purpose = |id: &str, basis| Purpose::new(id, Localized::same(id), basis);
    let notice =
        |version| Notice::new("n", version, ["jobs", "study"]).text("en", format!("Text {version}."));
    Ledger::new(
        [purpose("jobs", LegalBasis::Consent), purpose("study", LegalBasis::LegitimateInterest)],
        [notice(1), notice(2).effective_from(day(60)).material()],
    )
    .unwrap()
}

pub(super) const SUBJECTS: [&str; 4] =
    ["w-1", "w-2", "従業員-3", "a worker whose id is longer than twelve bytes"];

pub(super) fn events(draw: &mut Draw) -> Vec<Event> {
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

/// The events as a table, in any order of columns; those that every row leaves out may be missing.
pub(super) fn table_of(draw: &mut Draw, events: &[Event]) -> Reader {
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

pub(super) fn question(draw: &mut Draw) -> Question {
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
pub(super) fn asked(
    draw: &mut Draw,
    questions: &mut [Question],
) -> (Vec<(&'static str, ArrayRef)>, AskOptions) {
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
