use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::record::{Record, start_of};
use super::{ActorType, Interaction, Permitted, Proportion};
use crate::calendar::Span;
use crate::{Error, Reason, document};

/// What share of each segment did something that others can notice.
///
/// A segment with fewer people than `minimum_cell` is not told by itself. All that are not are told together as the *rest*, and where
/// even those are fewer, the smallest other segment joins them: so nobody's figure follows by subtraction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Participation {
    /// The days.
    pub window: Span,
    /// The fewest people that are told by themselves.
    pub minimum_cell: u32,
    /// Everybody; absent where they are fewer than `minimum_cell`.
    pub whole: Option<Proportion>,
    /// The segments, in the order of their names.
    pub segments: Vec<SegmentShare>,
    /// The people of all other segments together, and those in none; absent where there are none, or too few.
    pub rest: Option<Proportion>,
    /// What is not told, in words.
    pub reasons: Vec<Reason>,
}

/// What share of one segment did something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SegmentShare {
    /// The segment.
    pub segment: String,
    /// How many of how many, with a 95 % interval.
    pub acted: Proportion,
}

/// Which segments take part: posts, other messages and taking part count, on the company's invitation or not.
///
/// `segments` says by id to which segment each member belongs; `None` is in none. Who is not permitted is no member here.
///
/// # Formula
///
/// `share = acted / people`, with Wilson's interval; see [`Proportion`].
///
/// # Errors
///
/// [`Duplicate`](crate::ErrorKind::Duplicate) at `events[i].id` when one id stands for two different events;
/// [`OutOfRange`](crate::ErrorKind::OutOfRange) at `minimum_cell` for 0.
///
/// # Example
///
/// ```
/// use alumni_core::calendar::Span;
/// use alumni_core::engagement::{ActorType, Interaction, Permitted, participation};
///
/// let segments = (0..9).map(|n| (format!("w-{n}"), Some(if n < 5 { "sales" } else { "plant" }.to_owned()))).collect();
/// let events = [Interaction::new("e-1", "2026-03-01T09:00:00Z".parse()?, "reply", "w-1", ActorType::Alumnus)?];
/// let window = Span::new("2026-01-01".parse()?, "2026-04-01".parse()?)?;
/// let found = participation(&events, &segments, window, 3, Permitted::Everyone)?;
/// assert_eq!((found.segments[1].segment.as_str(), found.segments[1].acted.count, found.segments[1].acted.of), ("sales", 1, 5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn participation(
    interactions: &[Interaction],
    segments: &BTreeMap<String, Option<String>>,
    window: Span,
    minimum_cell: u32,
    permitted: Permitted<'_>,
) -> Result<Participation, Error> {
    if minimum_cell == 0 {
        return Err(Error::out_of_range("expected at least 1").within("minimum_cell"));
    }
    let record = Record::new(interactions)?;
    if window.days() == 0 {
        // Nobody could have done anything: that is no share of 0.
        let reasons = vec![Reason::new("pulse-no-days")];
        return Ok(Participation {
            window,
            minimum_cell,
            whole: None,
            segments: Vec::new(),
            rest: None,
            reasons,
        });
    }
    let (from, until) = (start_of(window.from()), start_of(window.until()));
    let mut acted = record.of_people(false);
    let noticed = record.with_actors().filter(|(event, _)| {
        event.actor_type() == ActorType::Alumnus
            && event.kind().is_noticed()
            && (from..until).contains(&event.at())
    });
    for (_, person) in noticed {
        if let Some(acted) = acted.get_mut(person) {
            *acted = true;
        }
    }
    let mut counts: BTreeMap<Option<&str>, (u64, u64)> = BTreeMap::new();
    for (person, segment) in segments.iter().filter(|(person, _)| permitted.allows(person)) {
        let (count, of) = counts.entry(segment.as_deref()).or_default();
        *count = count.saturating_add(u64::from(
            record.person(person).and_then(|person| acted.get(person)) == Some(true),
        ));
        *of = of.saturating_add(1);
    }
    let minimum = u64::from(minimum_cell);
    let sum = |cells: &mut dyn Iterator<Item = (u64, u64)>| {
        cells.fold((0_u64, 0_u64), |(count, of), (more, of_more)| {
            (count.saturating_add(more), of.saturating_add(of_more))
        })
    };
    let everybody = sum(&mut counts.values().copied());
    // By size: the smallest are told together, until together they are enough.
    let mut by_size: Vec<(Option<&str>, (u64, u64))> = counts.into_iter().collect();
    by_size.sort_by_key(|(name, (_, of))| (name.is_some(), *of));
    let mut rest = (0_u64, 0_u64);
    let mut told = Vec::new();
    let (mut joined, mut extra) = (0_u64, 0_u64);
    for (name, cell) in by_size {
        let needed = rest.1 > 0 && rest.1 < minimum;
        match name {
            Some(name) if cell.1 >= minimum && !needed => told.push((name.to_owned(), cell)),
            name => {
                rest = sum(&mut [rest, cell].into_iter());
                joined = joined.saturating_add(u64::from(name.is_some()));
                extra = extra.saturating_add(u64::from(name.is_some() && cell.1 >= minimum));
            }
        }
    }
    told.sort();
    let mut reasons = Vec::new();
    if everybody.1 < minimum {
        reasons.push(Reason::new("participation-too-few").with("minimum", minimum));
    }
    let enough = |(count, of): (u64, u64)| (of >= minimum).then(|| Proportion::new(count, of));
    if joined > 0 {
        let reason = Reason::new("participation-rest").with("count", joined).with("minimum", minimum);
        reasons.push(reason);
    }
    if extra > 0 {
        reasons.push(Reason::new("participation-joined").with("count", extra));
    }
    Ok(Participation {
        window,
        minimum_cell,
        whole: enough(everybody),
        segments: told
            .into_iter()
            .map(|(segment, (count, of))| SegmentShare { segment, acted: Proportion::new(count, of) })
            .collect(),
        rest: enough(rest),
        reasons,
    })
}

impl Participation {
    /// The segments as a table that goes out: `segment` (nothing for the rest), `acted`, `people`, `share`, `lower` and `upper`.
    ///
    /// # Errors
    ///
    /// None that an answer can have.
    #[cfg(feature = "table")]
    pub fn stream(&self) -> Result<crate::table::Stream, Error> {
        let segments = self.segments.iter().map(|one| (Some(one.segment.as_str()), one.acted));
        let rows: Vec<_> = segments.chain(self.rest.map(|rest| (None, rest))).collect();
        let whole = |of: fn(&Proportion) -> u64| {
            rows.iter().map(move |(_, acted)| Some(i64::try_from(of(acted)).unwrap_or(i64::MAX)))
        };
        let record = crate::table::Record::new(rows.len())
            .texts_or_none("segment", rows.iter().map(|(segment, _)| *segment))
            .integers("acted", whole(|acted| acted.count))
            .integers("people", whole(|acted| acted.of))
            .numbers_or_none("share", rows.iter().map(|(_, acted)| acted.share))
            .numbers("lower", rows.iter().map(|(_, acted)| acted.lower).collect())
            .numbers("upper", rows.iter().map(|(_, acted)| acted.upper).collect());
        Ok(crate::table::Stream::once(record, []))
    }

    /// Reads what `serde` writes.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }
}
