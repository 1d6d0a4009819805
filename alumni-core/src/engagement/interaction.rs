use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};

use super::{ActorType, Kind, TargetType};
use crate::{Error, document};

/// One thing that somebody did in or around the network.
///
/// An interaction that exists is valid: its ids are not empty, its value is finite, and a target has a type.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::{ActorType, Interaction, TargetType};
///
/// let at = "2024-01-10T09:30:00+09:00".parse()?;
/// let reply = Interaction::new("e-7", at, "reply", "w-1042", ActorType::Alumnus)?
///     .with_target("e-3", TargetType::Content)?
///     .with_thread("t-1")?;
/// assert_eq!(reply.at().to_rfc3339(), "2024-01-10T00:30:00+00:00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Document", into = "Document")]
pub struct Interaction {
    id: String,
    at: DateTime<Utc>,
    kind: Kind,
    actor: String,
    actor_type: ActorType,
    target: Option<String>,
    target_type: Option<TargetType>,
    thread: Option<String>,
    prompted_by: Option<String>,
    value: Option<f64>,
}

/// An interaction as written, before the checks.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an interaction with id, at, kind, actor and actor_type")]
pub(super) struct Document {
    pub(super) id: String,
    #[serde(deserialize_with = "instant")]
    pub(super) at: DateTime<Utc>,
    pub(super) kind: Kind,
    pub(super) actor: String,
    pub(super) actor_type: ActorType,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) target: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) target_type: Option<TargetType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) thread: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) prompted_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<f64>,
}

/// An instant without an offset is refused: nobody can tell when it was.
fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
    let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
    let at = DateTime::parse_from_rfc3339(&text).map_err(|_| {
        serde::de::Error::custom(
            "at: expected an instant with its offset, such as `2024-01-10T09:30:00+09:00`",
        )
    })?;
    Ok(at.to_utc())
}

impl TryFrom<Document> for Interaction {
    type Error = Error;

    fn try_from(document: Document) -> Result<Self, Error> {
        let interaction = Self {
            id: document.id,
            at: document.at,
            kind: document.kind,
            actor: document.actor,
            actor_type: document.actor_type,
            target: document.target,
            target_type: document.target_type,
            thread: document.thread,
            prompted_by: document.prompted_by,
            value: document.value,
        };
        interaction.check()?;
        Ok(interaction)
    }
}

impl From<Interaction> for Document {
    fn from(interaction: Interaction) -> Self {
        Self {
            id: interaction.id,
            at: interaction.at,
            kind: interaction.kind,
            actor: interaction.actor,
            actor_type: interaction.actor_type,
            target: interaction.target,
            target_type: interaction.target_type,
            thread: interaction.thread,
            prompted_by: interaction.prompted_by,
            value: interaction.value,
        }
    }
}

impl Interaction {
    /// An interaction of `kind` by `actor` at `at`, to be completed with [`with_target`](Self::with_target) and the others.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) for an empty id or actor, [`Syntax`](crate::ErrorKind::Syntax) for a kind
    /// that is not an id in lower case.
    pub fn new(
        id: impl Into<String>,
        at: DateTime<Utc>,
        kind: &str,
        actor: impl Into<String>,
        actor_type: ActorType,
    ) -> Result<Self, Error> {
        let kind = kind.parse::<Kind>().map_err(|error| error.within("kind"))?;
        let interaction = Self {
            id: id.into(),
            at,
            kind,
            actor: actor.into(),
            actor_type,
            target: None,
            target_type: None,
            thread: None,
            prompted_by: None,
            value: None,
        };
        interaction.check()?;
        Ok(interaction)
    }

    /// Reads an interaction's JSON document; [`interactions_from_json`](super::interactions_from_json) reads a list.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) and [`WrongType`](crate::ErrorKind::WrongType) with line and column,
    /// [`Missing`](crate::ErrorKind::Missing) for an empty id and a target without a type, with the field.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json::<Document>(text)?.try_into()
    }

    /// Sets what it was directed at.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) for an empty id.
    pub fn with_target(mut self, id: impl Into<String>, target_type: TargetType) -> Result<Self, Error> {
        self.target = Some(id.into());
        self.target_type = Some(target_type);
        self.check()?;
        Ok(self)
    }

    /// Directs it at everybody in the network.
    #[must_use]
    pub fn to_network(mut self) -> Self {
        self.target = None;
        self.target_type = Some(TargetType::Network);
        self
    }

    /// Sets the thread: an id of its own, or the id of the event that opened it.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) for an empty id.
    pub fn with_thread(mut self, id: impl Into<String>) -> Result<Self, Error> {
        self.thread = Some(id.into());
        self.check()?;
        Ok(self)
    }

    /// Sets the event that prompted it, such as the office's question or a nomination.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) for an empty id.
    pub fn with_prompt(mut self, event: impl Into<String>) -> Result<Self, Error> {
        self.prompted_by = Some(event.into());
        self.check()?;
        Ok(self)
    }

    /// Sets a number that belongs to it, such as a rating.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for what is not a finite number.
    pub fn with_value(mut self, value: f64) -> Result<Self, Error> {
        self.value = Some(value);
        self.check()?;
        Ok(self)
    }

    fn check(&self) -> Result<(), Error> {
        let ids = [
            ("id", Some(&self.id)),
            ("actor", Some(&self.actor)),
            ("target", self.target.as_ref()),
            ("thread", self.thread.as_ref()),
            ("prompted_by", self.prompted_by.as_ref()),
        ];
        for (field, id) in ids {
            if id.is_some_and(|id| id.trim().is_empty()) {
                return Err(Error::missing("expected an id that is not empty").within(field));
            }
        }
        match (&self.target, self.target_type) {
            (Some(_), None) => {
                return Err(
                    Error::missing("expected the type of the target beside its id").within("target_type")
                );
            }
            (None, Some(kind)) if kind != TargetType::Network => {
                let message = format!("expected an id beside the target type `{}`", kind.as_str());
                return Err(Error::missing(message).within("target"));
            }
            _ => {}
        }
        if self.value.is_some_and(|value| !value.is_finite()) {
            return Err(Error::out_of_range("expected a finite number").within("value"));
        }
        Ok(())
    }

    /// The id, unique in the record.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// When.
    #[must_use]
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// What.
    #[must_use]
    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    /// Who.
    #[must_use]
    pub fn actor(&self) -> &str {
        &self.actor
    }

    /// On whose behalf.
    #[must_use]
    pub fn actor_type(&self) -> ActorType {
        self.actor_type
    }

    /// The id of what it was directed at; `None` for the network as a whole and where the record does not say.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        self.target.as_deref()
    }

    /// The type of what it was directed at.
    #[must_use]
    pub fn target_type(&self) -> Option<TargetType> {
        self.target_type
    }

    /// The thread's id.
    #[must_use]
    pub fn thread(&self) -> Option<&str> {
        self.thread.as_deref()
    }

    /// The id of the event that prompted it.
    #[must_use]
    pub fn prompted_by(&self) -> Option<&str> {
        self.prompted_by.as_deref()
    }

    /// The number that belongs to it.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        self.value
    }

    /// The order of events in time; the id decides between events of one instant.
    pub(super) fn moment(&self) -> (DateTime<Utc>, &str) {
        (self.at, &self.id)
    }
}
