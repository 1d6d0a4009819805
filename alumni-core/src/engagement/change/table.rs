//! A change as a table, an event in a row.

use crate::Error;
use crate::engagement::{Kind, Points, ScoreChange};
use crate::table::{Record, Stream};

struct Row<'a> {
    event: Option<&'a str>,
    kind: Option<&'a Kind>,
    at: Option<i64>,
    change: &'static str,
    before: Points,
    after: Points,
}

impl ScoreChange {
    /// The events behind the change as a table that goes out: `event`, `kind`, `at`, `change`, `before`, `after` and `points`, the
    /// difference of the two. First come those since `from`, then those that faded, the most first; `change` is `entered`,
    /// `not_counted` or `faded`. What the events that are not listed lost stands in a last row without an event. `points` add up to
    /// the change of the score.
    ///
    /// # Errors
    ///
    /// None that a change which exists can have.
    pub fn stream(&self) -> Result<Stream, Error> {
        let entered = self.events.iter().map(|one| Row {
            event: Some(&one.event),
            kind: Some(&one.kind),
            at: Some(one.at.timestamp_micros()),
            change: if one.counted { "entered" } else { "not_counted" },
            before: Points::ZERO,
            after: one.points,
        });
        let faded = self.faded_events.iter().map(|one| Row {
            event: Some(&one.event),
            kind: Some(&one.kind),
            at: Some(one.at.timestamp_micros()),
            change: "faded",
            before: one.before,
            after: one.after,
        });
        let rest = (self.faded_rest.events > 0).then_some(Row {
            event: None,
            kind: None,
            at: None,
            change: "faded",
            before: self.faded_rest.before,
            after: self.faded_rest.after,
        });
        let rows: Vec<_> = entered.chain(faded).chain(rest).collect();
        let points = |of: fn(&Row<'_>) -> Points| rows.iter().map(|row| of(row).value()).collect();
        let record = Record::new(rows.len())
            .texts_or_none("event", rows.iter().map(|row| row.event))
            .texts_or_none("kind", rows.iter().map(|row| row.kind.map(Kind::as_str)))
            .microseconds("at", rows.iter().map(|row| row.at))
            .texts("change", rows.iter().map(|row| row.change))
            .numbers("before", points(|row| row.before))
            .numbers("after", points(|row| row.after))
            .numbers("points", points(|row| row.after.minus(row.before)));
        let about = [
            ("model", self.model.clone()),
            ("person", self.person.clone()),
            ("from", self.from.to_string()),
            ("until", self.until.to_string()),
            ("hash", self.hash.clone()),
        ];
        Ok(Stream::once(record, about))
    }
}
