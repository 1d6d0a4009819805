use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};

use super::rows::{NONE, Row, Rows};
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
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Document", into = "Document")]
pub struct Interaction(Repr);

/// Those of a table share their rows: sixteen bytes for each beside what the rows take.
#[derive(Clone)]
enum Repr {
    Own(Box<Document>),
    Row(Arc<Rows>, u32),
}

/// An interaction as written, before the checks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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

impl Document {
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
}

impl TryFrom<Document> for Interaction {
    type Error = Error;

    fn try_from(document: Document) -> Result<Self, Error> {
        document.check()?;
        Ok(Self(Repr::Own(Box::new(document))))
    }
}

impl From<Interaction> for Document {
    fn from(interaction: Interaction) -> Self {
        match interaction.0 {
            Repr::Own(own) => *own,
            Repr::Row(..) => Self {
                id: interaction.id().to_owned(),
                at: interaction.at(),
                kind: interaction.kind().clone(),
                actor: interaction.actor().to_owned(),
                actor_type: interaction.actor_type(),
                target: interaction.target().map(str::to_owned),
                target_type: interaction.target_type(),
                thread: interaction.thread().map(str::to_owned),
                prompted_by: interaction.prompted_by().map(str::to_owned),
                value: interaction.value(),
            },
        }
    }
}

impl PartialEq for Interaction {
    fn eq(&self, other: &Self) -> bool {
        if let (Repr::Row(rows, one), Repr::Row(others, other)) = (&self.0, &other.0)
            && Arc::ptr_eq(rows, others)
        {
            return rows.same(*one, *other);
        }
        let about = |of: &Self| (of.at(), of.actor_type(), of.target_type(), of.value());
        about(self) == about(other)
            && (self.id(), self.kind(), self.actor()) == (other.id(), other.kind(), other.actor())
            && (self.target(), self.thread(), self.prompted_by())
                == (other.target(), other.thread(), other.prompted_by())
    }
}

impl fmt::Debug for Interaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Interaction")
            .field("id", &self.id())
            .field("at", &self.at())
            .field("kind", self.kind())
            .field("actor", &self.actor())
            .field("actor_type", &self.actor_type())
            .field("target", &self.target())
            .field("target_type", &self.target_type())
            .field("thread", &self.thread())
            .field("prompted_by", &self.prompted_by())
            .field("value", &self.value())
            .finish()
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
        let document = Document {
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
        document.try_into()
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
    pub fn with_target(self, id: impl Into<String>, target_type: TargetType) -> Result<Self, Error> {
        let mut document = Document::from(self);
        document.target = Some(id.into());
        document.target_type = Some(target_type);
        document.try_into()
    }

    /// Directs it at everybody in the network.
    #[must_use]
    pub fn to_network(self) -> Self {
        let mut document = Document::from(self);
        document.target = None;
        document.target_type = Some(TargetType::Network);
        Self(Repr::Own(Box::new(document)))
    }

    /// Sets the thread: an id of its own, or the id of the event that opened it.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) for an empty id.
    pub fn with_thread(self, id: impl Into<String>) -> Result<Self, Error> {
        let mut document = Document::from(self);
        document.thread = Some(id.into());
        document.try_into()
    }

    /// Sets the event that prompted it, such as the office's question or a nomination.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) for an empty id.
    pub fn with_prompt(self, event: impl Into<String>) -> Result<Self, Error> {
        let mut document = Document::from(self);
        document.prompted_by = Some(event.into());
        document.try_into()
    }

    /// Sets a number that belongs to it, such as a rating.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for what is not a finite number.
    pub fn with_value(self, value: f64) -> Result<Self, Error> {
        let mut document = Document::from(self);
        document.value = Some(value);
        document.try_into()
    }

    /// The id, unique in the record.
    #[must_use]
    pub fn id(&self) -> &str {
        match &self.0 {
            Repr::Own(own) => &own.id,
            Repr::Row(rows, row) => rows.name(rows.row(*row).id).unwrap_or_default(),
        }
    }

    /// When.
    #[must_use]
    pub fn at(&self) -> DateTime<Utc> {
        match &self.0 {
            Repr::Own(own) => own.at,
            Repr::Row(rows, row) => rows.row(*row).at,
        }
    }

    /// What.
    #[must_use]
    pub fn kind(&self) -> &Kind {
        match &self.0 {
            Repr::Own(own) => &own.kind,
            Repr::Row(rows, row) => rows.kind(rows.row(*row)),
        }
    }

    /// Who.
    #[must_use]
    pub fn actor(&self) -> &str {
        match &self.0 {
            Repr::Own(own) => &own.actor,
            Repr::Row(rows, row) => rows.name(rows.row(*row).actor).unwrap_or_default(),
        }
    }

    /// On whose behalf.
    #[must_use]
    pub fn actor_type(&self) -> ActorType {
        match &self.0 {
            Repr::Own(own) => own.actor_type,
            Repr::Row(rows, row) => rows.row(*row).actor_type,
        }
    }

    /// The id of what it was directed at; `None` for the network as a whole and where the record does not say.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        match &self.0 {
            Repr::Own(own) => own.target.as_deref(),
            Repr::Row(rows, row) => rows.name(rows.row(*row).target),
        }
    }

    /// The type of what it was directed at.
    #[must_use]
    pub fn target_type(&self) -> Option<TargetType> {
        match &self.0 {
            Repr::Own(own) => own.target_type,
            Repr::Row(rows, row) => rows.row(*row).target_type,
        }
    }

    /// The thread's id.
    #[must_use]
    pub fn thread(&self) -> Option<&str> {
        match &self.0 {
            Repr::Own(own) => own.thread.as_deref(),
            Repr::Row(rows, row) => rows.name(rows.row(*row).thread),
        }
    }

    /// The id of the event that prompted it.
    #[must_use]
    pub fn prompted_by(&self) -> Option<&str> {
        match &self.0 {
            Repr::Own(own) => own.prompted_by.as_deref(),
            Repr::Row(rows, row) => rows.name(rows.row(*row).prompted_by),
        }
    }

    /// The number that belongs to it.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        match &self.0 {
            Repr::Own(own) => own.value,
            Repr::Row(rows, row) => rows.value(*row),
        }
    }

    /// Whether both were done by the same one.
    pub(super) fn same_actor(&self, other: &Self) -> bool {
        match self.beside(other) {
            Some((one, other)) => one.actor == other.actor,
            None => self.actor() == other.actor(),
        }
    }

    /// Whether it is directed at that event, or at whoever did it.
    pub(super) fn targets(&self, other: &Self, of: TargetType) -> bool {
        self.target_type() == Some(of)
            && match self.beside(other) {
                Some((one, other)) => {
                    one.target == if of == TargetType::Person { other.actor } else { other.id }
                }
                None => {
                    self.target() == Some(if of == TargetType::Person { other.actor() } else { other.id() })
                }
            }
    }

    /// Both as rows of numbers, where they are rows of the same.
    fn beside(&self, other: &Self) -> Option<(&Row, &Row)> {
        match (&self.0, &other.0) {
            (Repr::Row(rows, one), Repr::Row(others, other)) if Arc::ptr_eq(rows, others) => {
                Some((rows.row(*one), rows.row(*other)))
            }
            _ => None,
        }
    }

    /// Whether it is directed at a person.
    pub(super) fn to_person(&self) -> bool {
        self.target_type() == Some(TargetType::Person)
    }

    /// Whether it says what prompted it.
    pub(super) fn has_prompt(&self) -> bool {
        match &self.0 {
            Repr::Own(own) => own.prompted_by.is_some(),
            Repr::Row(rows, row) => rows.row(*row).prompted_by != NONE,
        }
    }

    /// The rows it is one of, and which, where it shares them.
    pub(super) fn shared(&self) -> Option<(&Arc<Rows>, u32)> {
        match &self.0 {
            Repr::Own(_) => None,
            Repr::Row(rows, row) => Some((rows, *row)),
        }
    }

    /// A row of many.
    pub(super) fn of_row(rows: &Arc<Rows>, row: u32) -> Self {
        Self(Repr::Row(Arc::clone(rows), row))
    }

    /// The order of events in time; the id decides between events of one instant.
    pub(super) fn moment(&self) -> (DateTime<Utc>, &str) {
        (self.at(), self.id())
    }
}
