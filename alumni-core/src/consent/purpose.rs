use serde::{Deserialize, Serialize};

use super::class::{Exemption, PurposeClass};
use super::kind::Channel;
use super::words::words;
use crate::Error;
use crate::calendar::Period;
use crate::text::Localized;

words! {
    /// The legal ground for processing: the six of GDPR Art. 6(1).
    LegalBasis, "legal basis" {
        /// Consent of the person, Art. 6(1)(a).
        Consent = "consent",
        /// Performance of a contract with the person, (b).
        Contract = "contract",
        /// Legitimate interest, (f): the person may object.
        LegitimateInterest = "legitimate_interest",
        /// A legal obligation of the controller, (c).
        LegalObligation = "legal_obligation",
        /// Vital interests, (d).
        VitalInterest = "vital_interest",
        /// A task in the public interest, (e): the person may object.
        PublicTask = "public_task",
    }
}

impl LegalBasis {
    /// The term's IRI in the Data Privacy Vocabulary 2.3.
    #[must_use]
    pub const fn iri(self) -> &'static str {
        match self {
            Self::Consent => "https://w3id.org/dpv#Consent",
            Self::Contract => "https://w3id.org/dpv#Contract",
            Self::LegitimateInterest => "https://w3id.org/dpv#LegitimateInterest",
            Self::LegalObligation => "https://w3id.org/dpv#LegalObligation",
            Self::VitalInterest => "https://w3id.org/dpv#VitalInterest",
            Self::PublicTask => "https://w3id.org/dpv#PublicInterest",
        }
    }

    /// Whether the person has a right to object (GDPR Art. 21(1)).
    #[must_use]
    pub const fn can_be_objected_to(self) -> bool {
        matches!(self, Self::LegitimateInterest | Self::PublicTask)
    }
}

/// Why data is processed. Permission for one purpose never carries over to another.
///
/// # Example
///
/// ```
/// use alumni_core::consent::Purpose;
///
/// let purpose: Purpose = serde_json::from_str(
///     r#"{"id": "newsletter", "title": {"en": "Newsletter", "ja": "ニュースレター"}, "legal_basis": "consent",
///         "valid_for": "2 years", "channels": ["email"]}"#,
/// )?;
/// assert_eq!(purpose.id, "newsletter");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Purpose {
    /// The id that events and questions use.
    pub id: String,
    /// What people read.
    pub title: Localized,
    /// The legal ground. Once a person has said no to consent, another ground does not help (see
    /// [`Ledger::may`](super::Ledger::may)).
    pub legal_basis: LegalBasis,
    /// How long a consent lasts from the act, at most; laid on the calendar at the act's own offset. Only with
    /// [`LegalBasis::Consent`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_for: Option<Period>,
    /// The channels this purpose may use; absent for every channel, empty for a purpose that contacts nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channels: Option<Vec<Channel>>,
    /// What it is for. Legal packs take a purpose that does not say for each class; job offers need
    /// [`PurposeClass::Recruiting`] and scores [`PurposeClass::Scoring`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<PurposeClass>,
    /// The exemption from prior consent that it claims; a legal pack may allow or forbid it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exemption: Option<Exemption>,
    /// Whether a yes given while still employed permits nothing until the person gives it again after leaving. Only with
    /// [`LegalBasis::Consent`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confirm_after_leaving: bool,
}

impl Purpose {
    /// A purpose with every channel and no end of its own.
    pub fn new(id: impl Into<String>, title: Localized, legal_basis: LegalBasis) -> Self {
        Self {
            id: id.into(),
            title,
            legal_basis,
            valid_for: None,
            channels: None,
            class: None,
            exemption: None,
            confirm_after_leaving: false,
        }
    }

    /// Sets how long a consent lasts.
    #[must_use]
    pub fn valid_for(mut self, period: Period) -> Self {
        self.valid_for = Some(period);
        self
    }

    /// Sets the allowed channels.
    #[must_use]
    pub fn channels(mut self, channels: impl IntoIterator<Item = Channel>) -> Self {
        self.channels = Some(channels.into_iter().collect());
        self
    }

    /// Sets what it is for.
    #[must_use]
    pub fn class(mut self, class: PurposeClass) -> Self {
        self.class = Some(class);
        self
    }

    /// Claims an exemption from prior consent.
    #[must_use]
    pub fn exemption(mut self, exemption: Exemption) -> Self {
        self.exemption = Some(exemption);
        self
    }

    /// Asks for confirmation after leaving.
    #[must_use]
    pub fn confirm_after_leaving(mut self) -> Self {
        self.confirm_after_leaving = true;
        self
    }

    /// Whether `channel` may be used for this purpose at all.
    #[inline]
    #[must_use]
    pub fn allows(&self, channel: Channel) -> bool {
        self.channels.as_ref().is_none_or(|channels| channels.contains(&channel))
    }

    /// The channels that may be used for it.
    pub(super) fn each_channel(&self) -> impl Iterator<Item = Channel> {
        Channel::ALL.iter().copied().filter(|channel| self.allows(*channel))
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        check_id(&self.id).map_err(|error| error.within("id"))?;
        if self.valid_for.is_some() && self.legal_basis != LegalBasis::Consent {
            return Err(Error::inconsistent("expected `valid_for` only with the legal basis `consent`")
                .within("valid_for"));
        }
        if let Some(period) = self.valid_for {
            check_length(period).map_err(|error| error.within("valid_for"))?;
        }
        if self.confirm_after_leaving && self.legal_basis != LegalBasis::Consent {
            return Err(Error::inconsistent(
                "expected `confirm_after_leaving` only with the legal basis `consent`",
            )
            .within("confirm_after_leaving"));
        }
        Ok(())
    }
}

/// A consent that lasts no time at all is a slip of the pen.
pub(super) fn check_length(period: Period) -> Result<(), Error> {
    match period.units() {
        [0, 0, 0, 0] => Err(Error::out_of_range("expected a period longer than zero")),
        _ => Ok(()),
    }
}

/// Ids longer than this are an accident, such as a whole file in one field.
const LONGEST_ID: usize = 256;

pub(super) fn check_id(id: &str) -> Result<(), Error> {
    if id.is_empty() {
        Err(Error::missing("expected an id, got an empty text"))
    } else if id.len() > LONGEST_ID {
        Err(Error::too_large(format!("expected an id of at most {LONGEST_ID} bytes")))
    } else if id.trim() != id || id.chars().any(char::is_control) {
        Err(Error::syntax("expected an id without control characters or spaces around it"))
    } else {
        Ok(())
    }
}
