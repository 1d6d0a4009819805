use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::answer::{Answer, Verdict};
use super::super::class::Activity;
use super::super::event::EventKey;
use super::super::instant;
use super::super::kind::Channel;
use super::super::pack::check_country;
use super::super::purpose::check_id;
use super::super::rule::check_regime;
use crate::Error;

/// One use of a permission: what of whom went to which system, for which purpose, and under which answer.
///
/// # Example
///
/// ```
/// use alumni_core::consent::{Channel, Ledger, LegalBasis, Purpose, Question, Use};
/// use alumni_core::text::Localized;
///
/// let ledger = Ledger::new([Purpose::new("statement", Localized::same("Statement"), LegalBasis::Contract)], [])?;
/// let answer = ledger.may(&Question::new("w-1", "statement", Channel::Email, "2026-04-01T00:00:00Z".parse()?))?;
/// let made = Use::of_answer(&answer, "crm", "u-1", "mail-tool");
/// assert_eq!((made.subject.as_str(), made.channel), ("w-1", Some(Channel::Email)));
/// assert_eq!(made.verdict, Some(answer.verdict));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Use {
    /// Where the record comes from.
    pub source: String,
    /// The record's id there. The same record from the same source counts once.
    pub id: String,
    /// The system that received the data.
    pub system: String,
    /// Whose data it is.
    pub subject: String,
    /// The purpose's id.
    pub purpose: String,
    /// The channel it was used on; absent for what is used on no channel, or on each that the system serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// To whom it was disclosed; absent for that of the system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// What was done; absent where nobody says, and then it is judged as whatever legal packs know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<Activity>,
    /// The country of the recipient (ISO 3166-1 alpha-2); absent for that of the system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The regimes that the question named, besides those that the ledger knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regimes: Vec<String>,
    /// When.
    #[serde(deserialize_with = "instant::utc")]
    pub at: DateTime<Utc>,
    /// When it became known here.
    #[serde(deserialize_with = "instant::utc")]
    pub received_at: DateTime<Utc>,
    /// What was received, as ids of fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// What the answer was under which it was done; absent where nobody recorded that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// The events that the answer rested on under which it was done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EventKey>,
    /// The token of the permit under which it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permit: Option<String>,
}

impl Use {
    /// A use that was known at once.
    pub fn new(
        source: impl Into<String>,
        id: impl Into<String>,
        system: impl Into<String>,
        subject: impl Into<String>,
        purpose: impl Into<String>,
        at: DateTime<Utc>,
    ) -> Self {
        Self {
            source: source.into(),
            id: id.into(),
            system: system.into(),
            subject: subject.into(),
            purpose: purpose.into(),
            channel: None,
            recipient: None,
            activity: None,
            country: None,
            regimes: Vec::new(),
            at,
            received_at: at,
            items: Vec::new(),
            verdict: None,
            evidence: Vec::new(),
            permit: None,
        }
    }

    /// What was asked about is done, at the instant of the question. Where the answer was no permission, the use says so, and
    /// is a finding whatever the ledger says.
    pub fn of_answer(
        answer: &Answer,
        source: impl Into<String>,
        id: impl Into<String>,
        system: impl Into<String>,
    ) -> Self {
        let asked = &answer.question;
        Self {
            channel: asked.channel,
            recipient: asked.recipient.clone(),
            activity: asked.activity,
            country: asked.country.clone(),
            regimes: asked.regimes.clone(),
            verdict: Some(answer.verdict),
            evidence: answer.evidence.clone(),
            ..Self::new(source, id, system, &asked.subject, &asked.purpose, asked.at)
        }
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        for (field, id) in [
            ("source", Some(&self.source)),
            ("id", Some(&self.id)),
            ("system", Some(&self.system)),
            ("subject", Some(&self.subject)),
            ("purpose", Some(&self.purpose)),
            ("recipient", self.recipient.as_ref()),
            ("permit", self.permit.as_ref()),
        ] {
            id.map_or(Ok(()), |id| check_id(id)).map_err(|error| error.within(field))?;
        }
        if let Some(country) = &self.country {
            check_country(country).map_err(|error| error.within("country"))?;
        }
        for (place, regime) in self.regimes.iter().enumerate() {
            check_regime(regime).map_err(|error| error.within(format!("regimes[{place}]")))?;
        }
        for (place, item) in self.items.iter().enumerate() {
            check_id(item).map_err(|error| error.within(format!("items[{place}]")))?;
        }
        for (field, at) in [("at", self.at), ("received_at", self.received_at)] {
            instant::check(at.fixed_offset()).map_err(|error| error.within(field))?;
        }
        Ok(())
    }
}
