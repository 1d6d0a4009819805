use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::term;
use crate::Error;
use crate::calendar::Period;
use crate::consent::instant;

/// How long something in a record holds: the five kinds of the Data Privacy Vocabulary.
///
/// # Example
///
/// ```
/// use alumni_core::consent::RecordDuration;
///
/// let kept: RecordDuration = serde_json::from_str(r#"{"kind": "until_event", "event": "the account is closed"}"#)?;
/// assert_eq!(kept, RecordDuration::UntilEvent { event: "the account is closed".into() });
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum RecordDuration {
    /// A length on the calendar.
    Temporal {
        /// The length.
        length: Period,
    },
    /// Until an instant.
    UntilTime {
        /// The instant, with its offset.
        #[serde(deserialize_with = "instant::local")]
        until: DateTime<FixedOffset>,
    },
    /// Until something happens.
    UntilEvent {
        /// What, in words.
        event: String,
    },
    /// For so many uses.
    Occurrences {
        /// How many.
        uses: u64,
    },
    /// Without an end, which several jurisdictions do not accept.
    Endless,
}

impl RecordDuration {
    /// Reads a value of `dpv:hasDuration`; a bare text is a length or an instant.
    pub(super) fn read(value: &Value) -> Option<Self> {
        if term::is_kind(value, "dpv:EndlessDuration") {
            return Some(Self::Endless);
        }
        let number = value.as_object().and_then(|node| node.get("rdf:value")).and_then(Value::as_u64);
        let uses = |text: Option<&str>| number.or_else(|| text?.parse().ok());
        let text = term::text(value);
        if term::is_kind(value, "dpv:FixedOccurrencesDuration") {
            return uses(text).map(|uses| Self::Occurrences { uses });
        }
        let text = text?;
        if term::is_kind(value, "dpv:UntilEventDuration") {
            return Some(Self::UntilEvent { event: text.to_owned() });
        }
        let length = || text.parse().ok().map(|length| Self::Temporal { length });
        let until = || instant::parse(text).ok().map(|until| Self::UntilTime { until });
        if term::is_kind(value, "dpv:TemporalDuration") {
            length()
        } else if term::is_kind(value, "dpv:UntilTimeDuration") {
            until()
        } else {
            length().or_else(until)
        }
    }

    /// As a value of `dpv:hasDuration`.
    pub(super) fn write(&self) -> Value {
        let (kind, value) = match self {
            Self::Temporal { length } => ("dpv:TemporalDuration", Some(length.to_iso8601().into())),
            Self::UntilTime { until } => ("dpv:UntilTimeDuration", Some(instant::written(*until).into())),
            Self::UntilEvent { event } => ("dpv:UntilEventDuration", Some(event.as_str().into())),
            Self::Occurrences { uses } => ("dpv:FixedOccurrencesDuration", Some((*uses).into())),
            Self::Endless => ("dpv:EndlessDuration", None),
        };
        let mut node = Map::from_iter([("@type".to_owned(), kind.into())]);
        if let Some(value) = value {
            node.insert("rdf:value".to_owned(), value);
        }
        Value::Object(node)
    }

    /// As a condition in the words of the Kantara receipt.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Temporal { length } => length.to_iso8601(),
            Self::UntilTime { until } => format!("until {}", instant::written(*until)),
            Self::UntilEvent { event } => event.clone(),
            Self::Occurrences { uses } => format!("after {uses} uses"),
            Self::Endless => "no end".to_owned(),
        }
    }

    pub(in crate::consent) fn check(&self) -> Result<(), Error> {
        match self {
            Self::UntilEvent { event } if event.trim().is_empty() => {
                Err(Error::missing("expected what ends it").within("event"))
            }
            Self::Temporal { length } if length.units() == [0; 4] => {
                Err(Error::out_of_range("expected a length above zero").within("length"))
            }
            _ => Ok(()),
        }
    }
}
