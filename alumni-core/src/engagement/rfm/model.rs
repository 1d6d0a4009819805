use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Rfm, measured};
use crate::calendar::Span;
use crate::engagement::{Interaction, Kind, Permitted};
use crate::text::Localized;
use crate::{Error, document};

/// Which acts stand for recency, frequency and value, and into how many groups people are put: a document.
///
/// A model that exists is valid. Without `kinds` every kind counts, leaving and looking too. The highest group holds the latest acts, the most acts and the
/// highest values.
///
/// Such a measure is here to be compared with: a group moves when others act, a [`ScoreModel`](crate::engagement::ScoreModel)'s score
/// does not.
///
/// # Example
///
/// ```
/// use alumni_core::calendar::Span;
/// use alumni_core::engagement::{ActorType, Interaction, Permitted, RfmModel};
///
/// let at = "2026-03-01T00:00:00Z".parse()?;
/// let event = |id, kind| Interaction::new(id, at, kind, "w-1", ActorType::Alumnus);
/// let events = [event("e-1", "reply")?, event("e-2", "open")?];
/// let window = Span::new("2026-01-01".parse()?, "2026-04-01".parse()?)?;
/// let found = RfmModel::preset("hughes-1994")?.measure(&events, window, Permitted::Everyone)?;
/// assert_eq!(found[0].frequency, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Document", into = "Document")]
pub struct RfmModel {
    id: String,
    version: u32,
    title: Localized,
    source: String,
    groups: u8,
    kinds: Option<Vec<Kind>>,
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
    groups: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kinds: Option<Vec<Kind>>,
}

const PRESETS: [(&str, &str); 1] = [("hughes-1994", include_str!("../../../presets/hughes-1994.toml"))];

impl RfmModel {
    /// Reads a model in TOML, or in JSON when the text begins with `{`.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) and [`WrongType`](crate::ErrorKind::WrongType) with line and column,
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for other than 2 to 9 groups, [`Duplicate`](crate::ErrorKind::Duplicate) for a kind
    /// that stands twice, [`Missing`](crate::ErrorKind::Missing) for an empty text or list, each with a path such as `kinds[3]`.
    pub fn parse(text: &str) -> Result<Self, Error> {
        document::from_document::<Document>(text)?.try_into()
    }

    /// One of the models that come with the library: `hughes-1994`.
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

    /// Into how many groups people are put, 2 to 9.
    #[must_use]
    pub fn groups(&self) -> u8 {
        self.groups
    }

    /// The kinds that count, in the document's order; all of them when `None`.
    #[must_use]
    pub fn kinds(&self) -> Option<&[Kind]> {
        self.kinds.as_deref()
    }

    /// SHA-256 of the model as compact JSON, in hexadecimal: the same for TOML and JSON that say the same.
    #[must_use]
    pub fn hash(&self) -> String {
        document::sha256([serde_json::to_string(self).unwrap_or_default()])
    }

    /// Recency, frequency and value of every alumnus whose acts of these kinds fall within `window` and who may be scored, in the order
    /// of their ids, each with its group: what [`rfm`](super::rfm) says of fifths holds for so many groups.
    ///
    /// # Errors
    ///
    /// Those of [`rfm`](super::rfm).
    pub fn measure(
        &self,
        interactions: &[Interaction],
        window: Span,
        permitted: Permitted<'_>,
    ) -> Result<Vec<Rfm>, Error> {
        measured(interactions, window, permitted, self.groups, self.kinds())
    }
}

impl TryFrom<Document> for RfmModel {
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
        if !(2..=9).contains(&document.groups) {
            let message = format!("expected 2 to 9 groups, got `{}`", document.groups);
            return Err(Error::out_of_range(message).within("groups"));
        }
        if document.kinds.as_ref().is_some_and(Vec::is_empty) {
            return Err(Error::missing("expected at least one kind").within("kinds"));
        }
        let mut seen = BTreeSet::new();
        for (index, kind) in document.kinds.iter().flatten().enumerate() {
            if !seen.insert(kind) {
                let message = format!("expected each kind once, got `{kind}` again");
                return Err(Error::duplicate(message).within(format!("kinds[{index}]")));
            }
        }
        let Document { id, version, title, source, groups, kinds } = document;
        Ok(Self { id, version, title, source, groups, kinds })
    }
}

impl From<RfmModel> for Document {
    fn from(model: RfmModel) -> Self {
        let RfmModel { id, version, title, source, groups, kinds } = model;
        Self { id, version, title, source, groups, kinds }
    }
}
