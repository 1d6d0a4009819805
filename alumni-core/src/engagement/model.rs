mod modifiers;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use modifiers::{PurposeFactors, TenureBand};

use super::decay::DAY_SECONDS;
use super::{Cap, Kind, cap};
use crate::text::Localized;
use crate::{Error, document};

/// Which kinds of events count for how much and how fast they fade: a document, never code.
///
/// ```toml
/// id = "our-network"
/// version = 1
/// title = { en = "Our network", ja = "当社ネットワーク" }
/// source = "steering group, 2026-03-10"
/// half_life_days = 180.0
///
/// [[kinds]]
/// kind = "event_attend"
/// weight = 5
///
/// [[kinds]]
/// kind = "click"
/// weight = 0.5
/// half_life_days = 30
/// cap = { count = 5, per = "30 days" }
/// ```
///
/// A model that exists is valid. Besides `kind` and `weight` an entry may have a `half_life_days` of its own, a
/// [`cap`](Cap), `two_way` (whether such an event can be one side of a two-way contact; by default what the library knows
/// of the [`Kind`]) and a `source`.
///
/// What a score is for and how long somebody was with the company may change the weights. A kind that a purpose does not name
/// keeps its weight; a band of tenure reaches from its completed years up to, and without, the next one's, with factor 1 below
/// the first:
///
/// ```toml
/// [[purposes]]
/// purpose = "referral"
/// kinds = { event_attend = 2, click = 0 }
///
/// [[tenure]]
/// from_years = 5
/// factor = 1.2
/// source = "steering group, 2026-03-10"
/// ```
///
/// [`for_purpose`](Self::for_purpose), [`for_tenure`](Self::for_tenure) and [`score_by_tenure`](Self::score_by_tenure) apply them;
/// everything else counts with the plain weights.
///
/// # Formula
///
/// `score = Σ weight · 2^(-age / half-life)` over the events that count, `age` in completed seconds before the start of
/// `as_of`; each addend is rounded to whole units of [`Points`](super::Points).
///
/// # Source
///
/// Exponential decay read backwards from a fixed day: Cormode, Shkapenyuk, Srivastava and Xu, *Forward decay*, ICDE 2009.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::{ActorType, Interaction, Permitted, ScoreModel};
///
/// let model = ScoreModel::preset("alumni")?;
/// let at = "2025-10-03T10:00:00Z".parse()?;
/// let events = [Interaction::new("e-1", at, "event_attend", "w-1042", ActorType::Alumnus)?];
/// let scores = model.score(&events, "2026-04-01".parse()?, Permitted::Everyone)?;
/// assert_eq!(scores.why("w-1042"), "event_attend +2.5");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Document", into = "Document")]
pub struct ScoreModel {
    id: String,
    version: u32,
    title: Localized,
    source: String,
    half_life_days: f64,
    kinds: Vec<KindWeight>,
    purposes: Vec<PurposeFactors>,
    tenure: Vec<TenureBand>,
}

/// What one kind of event is worth.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct KindWeight {
    /// The kind.
    pub kind: Kind,
    /// Points on the day of the event, 0 to 1,000,000; zero for what is known and does not count.
    pub weight: f64,
    /// Days until half of it is left; the model's own when absent.
    pub half_life_days: Option<f64>,
    /// How many count; all when absent.
    pub cap: Option<Cap>,
    /// Whether it can be one side of a two-way contact; what the library knows of the kind when absent.
    pub two_way: Option<bool>,
    /// Where the weight comes from.
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
    half_life_days: f64,
    kinds: Vec<Entry>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    purposes: Vec<modifiers::Purpose>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tenure: Vec<modifiers::Band>,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "KindWeight"))]
#[serde(deny_unknown_fields)]
struct Entry {
    kind: String,
    weight: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    half_life_days: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cap: Option<cap::Document>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    two_way: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

const PRESETS: [(&str, &str); 3] = [
    ("alumni", include_str!("../../presets/alumni.toml")),
    ("case-modes", include_str!("../../presets/case-modes.toml")),
    ("orbit-2020", include_str!("../../presets/orbit-2020.toml")),
];

const LARGEST_WEIGHT: f64 = 1_000_000.0;
const LONGEST_HALF_LIFE_DAYS: f64 = 36_525.0;
const MOST_KINDS: usize = 1_000;

impl ScoreModel {
    /// Reads a model in TOML, or in JSON when the text begins with `{`.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) and [`WrongType`](crate::ErrorKind::WrongType) with line and column,
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a weight below zero, above 1,000,000 or not a number, a half-life
    /// that is not above zero, or an impossible cap, [`Duplicate`](crate::ErrorKind::Duplicate) for a kind that stands
    /// twice, [`Missing`](crate::ErrorKind::Missing) for an empty id, source or list,
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for the factor of a kind that the model does not weigh,
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for bands of tenure that do not rise, each with a path such as
    /// `kinds[3].weight` or `purposes[0].kinds.reply`.
    pub fn parse(text: &str) -> Result<Self, Error> {
        document::from_document::<Document>(text)?.try_into()
    }

    /// One of the models that come with the library: `alumni`, `case-modes`, `orbit-2020`.
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

    /// Where the weights come from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Days until half of an event's weight is left, for kinds without a half-life of their own.
    #[must_use]
    pub fn half_life_days(&self) -> f64 {
        self.half_life_days
    }

    /// The kinds, in the document's order.
    #[must_use]
    pub fn kinds(&self) -> &[KindWeight] {
        &self.kinds
    }

    /// SHA-256 of the model as compact JSON, in hexadecimal: the same for TOML and JSON that say the same.
    #[must_use]
    pub fn hash(&self) -> String {
        document::sha256([serde_json::to_string(self).unwrap_or_default()])
    }

    /// The model with other half-lives: that of the kinds without one of their own, and one for each kind.
    pub(super) fn with_half_lives(&self, network: f64, half_lives: &[f64], as_of: NaiveDate) -> Self {
        let mut model = self.clone();
        if model.kinds.iter().any(|kind| kind.half_life_days.is_none()) {
            model.half_life_days = network;
        }
        for (kind, days) in model.kinds.iter_mut().zip(half_lives) {
            if kind.half_life_days.is_some() || days.to_bits() != model.half_life_days.to_bits() {
                kind.half_life_days = Some(*days);
            }
        }
        model.source =
            format!("{}; half-lives learned from the network's own record as of {as_of}", model.source);
        model
    }

    /// The half-life of `kind` in seconds.
    pub(super) fn half_life_seconds(&self, kind: &KindWeight) -> f64 {
        kind.half_life_days.unwrap_or(self.half_life_days) * DAY_SECONDS
    }
}

impl TryFrom<Document> for ScoreModel {
    type Error = Error;

    fn try_from(document: Document) -> Result<Self, Error> {
        for (field, text) in [("id", &document.id), ("source", &document.source)] {
            if text.trim().is_empty() {
                return Err(Error::missing("expected a text that is not empty").within(field));
            }
        }
        if document.version == 0 {
            return Err(Error::out_of_range("expected a version of 1 or more").within("version"));
        }
        check_half_life(document.half_life_days)?;
        if document.kinds.is_empty() {
            return Err(Error::missing("expected at least one kind").within("kinds"));
        }
        if document.kinds.len() > MOST_KINDS {
            return Err(Error::too_large(format!("expected at most {MOST_KINDS} kinds")).within("kinds"));
        }
        let mut seen = BTreeSet::new();
        let mut kinds = Vec::with_capacity(document.kinds.len());
        for (index, entry) in document.kinds.into_iter().enumerate() {
            let checked = KindWeight::try_from(entry).and_then(|kind| {
                if seen.insert(kind.kind.clone()) {
                    return Ok(kind);
                }
                let message = format!("expected each kind once, got `{}` again", kind.kind);
                Err(Error::duplicate(message).within("kind"))
            });
            kinds.push(checked.map_err(|error| error.within(format!("kinds[{index}]")))?);
        }
        let purposes = modifiers::purposes(document.purposes, &kinds)?;
        let tenure = modifiers::tenure(document.tenure, &kinds, &purposes)?;
        Ok(Self {
            id: document.id,
            version: document.version,
            title: document.title,
            source: document.source,
            half_life_days: document.half_life_days,
            kinds,
            purposes,
            tenure,
        })
    }
}

impl TryFrom<Entry> for KindWeight {
    type Error = Error;

    fn try_from(entry: Entry) -> Result<Self, Error> {
        let kind = entry.kind.parse::<Kind>().map_err(|error| error.within("kind"))?;
        // Also false for what is not a number.
        if !(0.0..=LARGEST_WEIGHT).contains(&entry.weight) {
            let message = format!("expected a weight from 0 to {LARGEST_WEIGHT}, got `{}`", entry.weight);
            return Err(Error::out_of_range(message).within("weight"));
        }
        if let Some(days) = entry.half_life_days {
            check_half_life(days)?;
        }
        let cap = entry.cap.map(Cap::try_from).transpose().map_err(|error| error.within("cap"))?;
        Ok(Self {
            kind,
            // A negative zero is zero, and hashes like it.
            weight: entry.weight + 0.0,
            half_life_days: entry.half_life_days,
            cap,
            two_way: entry.two_way,
            source: entry.source,
        })
    }
}

fn check_half_life(days: f64) -> Result<(), Error> {
    if days > 0.0 && days <= LONGEST_HALF_LIFE_DAYS {
        return Ok(());
    }
    let message =
        format!("expected a half-life above 0 and up to {LONGEST_HALF_LIFE_DAYS} days, got `{days}`");
    Err(Error::out_of_range(message).within("half_life_days"))
}

impl From<ScoreModel> for Document {
    fn from(model: ScoreModel) -> Self {
        Self {
            id: model.id,
            version: model.version,
            title: model.title,
            source: model.source,
            half_life_days: model.half_life_days,
            kinds: model.kinds.into_iter().map(Entry::from).collect(),
            purposes: model.purposes.into_iter().map(modifiers::Purpose::from).collect(),
            tenure: model.tenure.into_iter().map(modifiers::Band::from).collect(),
        }
    }
}

impl From<KindWeight> for Entry {
    fn from(kind: KindWeight) -> Self {
        Self {
            kind: kind.kind.to_string(),
            weight: kind.weight,
            half_life_days: kind.half_life_days,
            cap: kind.cap.map(cap::Document::from),
            two_way: kind.two_way,
            source: kind.source,
        }
    }
}
