//! Points within a window of time: the measure that others publish, to compare a score with.

mod measure;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use measure::{WindowScore, WindowScores};

use super::Kind;
use crate::calendar::{self, Period};
use crate::text::Localized;
use crate::{Error, document};

/// Points for what somebody did within a window of time, with caps, in the order of a sum or of a distance: a document.
///
/// ```toml
/// id = "our-league"
/// version = 1
/// title = { en = "Our league", ja = "当社ランキング" }
/// source = "steering group, 2026-03-10"
/// windows = [{ name = "quarter", length = "3 months" }, { name = "all" }]
/// distance = { score = 1.5, count = 1 }
///
/// [[kinds]]
/// kind = "event_attend"
/// points = 3
///
/// [[kinds]]
/// kind = "click"
/// points = 1
/// cap = 5
/// ```
///
/// A model that exists is valid. A window without a `length` has no beginning; without a `distance` people stand in the order of
/// their points.
///
/// Such a measure is here to be compared with. Its caps and its eye for breadth are good; but a window jumps, because what is a day too
/// old counts for nothing, and the parts of a distance do not add up to it. A [`ScoreModel`](super::ScoreModel) fades instead, and its
/// parts sum.
///
/// # Formula
///
/// `score = Σ points · min(events, cap)` and `count = Σ min(events, cap)` over the kinds, of events from `as_of - length` up to, and
/// without, `as_of`; `distance = √((a · score)² + (b · count)²)`.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::{ActorType, Interaction, Permitted, WindowModel};
///
/// let at = "2026-03-01T00:00:00Z".parse()?;
/// let events: Vec<_> = (0..8)
///     .map(|number| Interaction::new(format!("c-{number}"), at, "click", "w-1", ActorType::Alumnus))
///     .collect::<Result<_, _>>()?;
/// let model = WindowModel::preset("belmont-2025")?;
/// let found = model.measure(&events, "2026-04-01".parse()?, "6-months", Permitted::Everyone)?;
/// assert_eq!((found.people[0].score.value(), found.people[0].count), (5.0, 5));
/// assert_eq!(found.to_string().lines().nth(2), Some("   1  w-1         9.01     5.00      5"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Document", into = "Document")]
pub struct WindowModel {
    id: String,
    version: u32,
    title: Localized,
    source: String,
    windows: Vec<Window>,
    distance: Option<Distance>,
    kinds: Vec<KindPoints>,
}

/// A window that a model knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Window {
    /// The name.
    pub name: String,
    /// How long before `as_of` it begins; it has no beginning when absent.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<Period>,
}

/// What score and count are multiplied by in the distance from having done nothing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Distance {
    /// The factor of the score, 0 to 1,000.
    pub score: f64,
    /// The factor of the count, 0 to 1,000.
    pub count: f64,
}

/// What one kind of event is worth within a window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct KindPoints {
    /// The kind.
    pub kind: Kind,
    /// Points for each event, 0 to 1,000,000. An event without points still counts.
    pub points: f64,
    /// How many count within the window; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<u32>,
    /// Where the points come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A model as written, before the checks.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Document {
    id: String,
    version: u32,
    title: Localized,
    source: String,
    windows: Vec<Window>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    distance: Option<Distance>,
    kinds: Vec<KindPoints>,
}

const PRESETS: [(&str, &str); 1] = [("belmont-2025", include_str!("../../presets/belmont-2025.toml"))];

const MOST_POINTS: f64 = 1_000_000.0;
const LARGEST_FACTOR: f64 = 1_000.0;
const MOST_ENTRIES: usize = 1_000;

impl WindowModel {
    /// Reads a model in TOML, or in JSON when the text begins with `{`.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) and [`WrongType`](crate::ErrorKind::WrongType) with line and column,
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for points, factors, caps or lengths that cannot be,
    /// [`Duplicate`](crate::ErrorKind::Duplicate) for a kind or window that stands twice, [`Missing`](crate::ErrorKind::Missing)
    /// for an empty text or list, each with a path such as `kinds[3].points`.
    pub fn parse(text: &str) -> Result<Self, Error> {
        document::from_document::<Document>(text)?.try_into()
    }

    /// One of the models that come with the library: `belmont-2025`.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for another name.
    pub fn preset(name: &str) -> Result<Self, Error> {
        Self::parse(document::preset(&PRESETS, name)?)
    }

    /// The names of the models that come with the library.
    pub fn presets() -> impl Iterator<Item = &'static str> {
        PRESETS.iter().map(|(id, _)| *id)
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The version, 1 or more.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> &Localized {
        &self.title
    }

    /// Where the measure comes from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The windows, in the document's order.
    #[must_use]
    pub fn windows(&self) -> &[Window] {
        &self.windows
    }

    /// What makes the distance; `None` where people stand in the order of their points.
    #[must_use]
    pub fn distance(&self) -> Option<Distance> {
        self.distance
    }

    /// The kinds, in the document's order.
    #[must_use]
    pub fn kinds(&self) -> &[KindPoints] {
        &self.kinds
    }

    /// SHA-256 of the model as compact JSON, in hexadecimal: the same for TOML and JSON that say the same.
    #[must_use]
    pub fn hash(&self) -> String {
        document::sha256([serde_json::to_string(self).unwrap_or_default()])
    }

    /// The first day of a window, `None` where it has no beginning.
    fn first_day(&self, window: &str, as_of: NaiveDate) -> Result<Option<NaiveDate>, Error> {
        let found = self.windows.iter().find(|known| known.name == window).ok_or_else(|| {
            let names: Vec<_> = self.windows.iter().map(|known| known.name.as_str()).collect();
            Error::unknown_name(format!("expected one of {}, got `{window}`", names.join(", ")))
                .within("window")
        })?;
        // What would begin before the calendar does has no beginning.
        Ok(found.length.and_then(|length| calendar::subtract(as_of, length)))
    }
}

impl TryFrom<Document> for WindowModel {
    type Error = Error;

    fn try_from(mut document: Document) -> Result<Self, Error> {
        for (field, text) in [("id", &document.id), ("source", &document.source)] {
            if text.trim().is_empty() {
                return Err(Error::missing("expected a text that is not empty").within(field));
            }
        }
        if document.version == 0 {
            return Err(Error::out_of_range("expected a version of 1 or more").within("version"));
        }
        for (field, entries) in [("windows", document.windows.len()), ("kinds", document.kinds.len())] {
            if entries == 0 {
                return Err(Error::missing("expected at least one").within(field));
            }
            if entries > MOST_ENTRIES {
                return Err(Error::too_large(format!("expected at most {MOST_ENTRIES}")).within(field));
            }
        }
        let mut names = BTreeSet::new();
        for (index, window) in document.windows.iter().enumerate() {
            let once = names.insert(window.name.as_str());
            check_window(window, once).map_err(|error| error.within(format!("windows[{index}]")))?;
        }
        if let Some(distance) = &mut document.distance {
            for (field, factor) in [("score", &mut distance.score), ("count", &mut distance.count)] {
                *factor = in_range(*factor, LARGEST_FACTOR)
                    .map_err(|error| error.within(field).within("distance"))?;
            }
        }
        let mut kinds = BTreeSet::new();
        for (index, kind) in document.kinds.iter_mut().enumerate() {
            let once = kinds.insert(kind.kind.clone());
            check_kind(kind, once).map_err(|error| error.within(format!("kinds[{index}]")))?;
        }
        let Document { id, version, title, source, windows, distance, kinds } = document;
        Ok(Self { id, version, title, source, windows, distance, kinds })
    }
}

fn check_window(window: &Window, once: bool) -> Result<(), Error> {
    if window.name.trim().is_empty() {
        return Err(Error::missing("expected a text that is not empty").within("name"));
    }
    if !once {
        let message = format!("expected each window once, got `{}` again", window.name);
        return Err(Error::duplicate(message).within("name"));
    }
    if window.length == Some(Period::default()) {
        return Err(Error::out_of_range("expected a length of at least a day").within("length"));
    }
    Ok(())
}

fn check_kind(kind: &mut KindPoints, once: bool) -> Result<(), Error> {
    if !once {
        let message = format!("expected each kind once, got `{}` again", kind.kind);
        return Err(Error::duplicate(message).within("kind"));
    }
    if kind.cap == Some(0) {
        return Err(Error::out_of_range("expected a cap of 1 or more").within("cap"));
    }
    kind.points = in_range(kind.points, MOST_POINTS).map_err(|error| error.within("points"))?;
    Ok(())
}

fn in_range(value: f64, most: f64) -> Result<f64, Error> {
    // Also false for what is not a number.
    if !(0.0..=most).contains(&value) {
        return Err(Error::out_of_range(format!("expected a number from 0 to {most}, got `{value}`")));
    }
    // A negative zero is zero, and hashes like it.
    Ok(value + 0.0)
}

impl From<WindowModel> for Document {
    fn from(model: WindowModel) -> Self {
        let WindowModel { id, version, title, source, windows, distance, kinds } = model;
        Self { id, version, title, source, windows, distance, kinds }
    }
}
