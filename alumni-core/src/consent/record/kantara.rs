use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::field;
use super::write::durations;
use super::{Controller, RecordDuration};
use crate::consent::{Event, Ledger, Method, Question};
use crate::text::Lang;
use crate::{Error, Reason};

/// A Consent Receipt of the Kantara Initiative, version 1.1.0: the ancestor of ISO/IEC TS 27560.
///
/// It tells of consent at one instant and knows neither withdrawal nor expiry.
///
/// # Source
///
/// *Consent Receipt Specification v1.1.0* and its JSON Schema, Kantara Initiative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct KantaraReceipt {
    /// `KI-CR-v1.1.0`.
    pub version: String,
    /// Whose law applies.
    pub jurisdiction: String,
    /// When consent was given, in seconds since 1970: the latest of the acts.
    pub consent_timestamp: i64,
    /// How it was collected.
    pub collection_method: String,
    /// The receipt's identifier.
    #[serde(rename = "consentReceiptID")]
    pub consent_receipt_id: String,
    /// The language of the notice.
    pub language: String,
    /// Whom it is about.
    pub pii_principal_id: String,
    /// Who is responsible.
    pub pii_controllers: Vec<KantaraController>,
    /// Where the privacy policy stands.
    pub policy_url: String,
    /// The services with their purposes.
    pub services: Vec<KantaraService>,
    /// Whether special categories of data are among them.
    pub sensitive: bool,
    /// Those categories.
    pub spi_cat: Vec<String>,
}

/// Who is responsible, in a [`KantaraReceipt`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct KantaraController {
    /// Its name.
    pub pii_controller: String,
    /// How it is reached.
    pub contact: String,
    /// Its address in parts; here `streetAddress` holds all of it.
    pub address: BTreeMap<String, String>,
    /// Its e-mail address.
    pub email: String,
    /// Its telephone number.
    pub phone: String,
    /// Its identifier.
    pub pii_controller_url: String,
}

/// A service in a [`KantaraReceipt`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct KantaraService {
    /// Its name.
    pub service: String,
    /// Its purposes.
    pub purposes: Vec<KantaraPurpose>,
}

/// A purpose in a [`KantaraReceipt`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct KantaraPurpose {
    /// What people read.
    pub purpose: String,
    /// `EXPLICIT`, or `IMPLICIT` where no clear act is recorded.
    pub consent_type: String,
    /// The terms that the purpose is a kind of.
    pub purpose_category: Vec<String>,
    /// The kinds of data.
    pub pii_category: Vec<String>,
    /// When it ends.
    pub termination: String,
    /// Whether data goes to anybody else.
    pub third_party_disclosure: bool,
    /// To whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub third_party_name: Option<String>,
}

impl Ledger {
    /// The Kantara receipt of `subject` for `purposes`, all of which rest on consent and are allowed at `at`, as known then.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for a purpose for which no consent stands: the form cannot say so.
    /// Otherwise those of [`receipt`](Self::receipt), and [`Missing`](crate::ErrorKind::Missing) for what only this form
    /// asks for: `email`, `phone` and `policy_url` of the controller, a `service` and a `collection_method`.
    pub fn kantara_receipt<'a>(
        &self,
        subject: &str,
        purposes: impl IntoIterator<Item = &'a str>,
        controller: &Controller,
        id: &str,
        at: DateTime<Utc>,
    ) -> Result<KantaraReceipt, Error> {
        let mut services: BTreeMap<String, Vec<KantaraPurpose>> = BTreeMap::new();
        let (mut methods, mut special) = (BTreeSet::new(), BTreeSet::new());
        let mut timestamp = None;
        for name in purposes {
            // Everything that both forms ask for is asked for in one place.
            self.record(subject, name, controller, id, Some(at))?;
            let yes = self.standing_yes(subject, name, at)?;
            let purpose = self.known_purpose(name)?;
            let place = format!("controller.processing.{name}");
            let processing = controller
                .processing
                .get(name)
                .ok_or_else(|| field::PII_INFORMATION.error(place.as_str()))?;
            methods.insert(text(&processing.collection_method, &format!("{place}.collection_method"))?);
            timestamp = timestamp.max(Some(yes.occurred_at.timestamp()));
            let data = &processing.personal_data;
            special.extend(data.iter().filter(|data| data.special).map(|data| data.category.clone()));
            let agreed = yes.recipient.iter();
            let parties: BTreeSet<_> =
                processing.recipients.iter().chain(agreed).map(String::as_str).collect();
            let parties: Vec<_> = parties.into_iter().collect();
            let affirmative = yes.method.is_none_or(Method::is_affirmative);
            services.entry(text(&processing.service, &format!("{place}.service"))?).or_default().push(
                KantaraPurpose {
                    purpose: purpose.title.text(Lang::En).to_owned(),
                    consent_type: if affirmative { "EXPLICIT" } else { "IMPLICIT" }.to_owned(),
                    purpose_category: processing.broader.clone(),
                    pii_category: data.iter().map(|data| data.category.clone()).collect(),
                    termination: {
                        let ends = durations(&yes, purpose);
                        ends.iter().map(RecordDuration::words).collect::<Vec<_>>().join(", or ")
                    },
                    third_party_disclosure: !parties.is_empty(),
                    third_party_name: (!parties.is_empty()).then(|| parties.join(", ")),
                },
            );
        }
        let Some(consent_timestamp) = timestamp else {
            return Err(Error::missing("expected a purpose to give a receipt for").within("purposes"));
        };
        if consent_timestamp < 0 {
            return Err(Error::out_of_range("expected consent that was given since 1970").within("events"));
        }
        Ok(KantaraReceipt {
            version: "KI-CR-v1.1.0".to_owned(),
            jurisdiction: controller.jurisdiction.join(", "),
            consent_timestamp,
            collection_method: methods.into_iter().collect::<Vec<_>>().join(", "),
            consent_receipt_id: id.to_owned(),
            language: controller.language.clone(),
            pii_principal_id: subject.to_owned(),
            pii_controllers: vec![KantaraController {
                pii_controller: controller.name.clone(),
                contact: controller.contact.clone(),
                address: BTreeMap::from([("streetAddress".to_owned(), controller.address.clone())]),
                email: text(&controller.email, "controller.email")?,
                phone: text(&controller.phone, "controller.phone")?,
                pii_controller_url: controller.id.clone(),
            }],
            policy_url: text(&controller.policy_url, "controller.policy_url")?,
            services: services
                .into_iter()
                .map(|(service, purposes)| KantaraService { service, purposes })
                .collect(),
            sensitive: !special.is_empty(),
            spi_cat: special.into_iter().collect(),
        })
    }

    /// The yes that stands for the purpose as a whole, or on any one channel.
    fn standing_yes(&self, subject: &str, purpose: &str, at: DateTime<Utc>) -> Result<Event, Error> {
        let mut known = self.told(subject, self.known_purpose(purpose)?, Some(at));
        let channels: BTreeSet<_> = known.iter().map(|event| event.channel).collect();
        for channel in channels {
            let answer = self.may(&Question::new(subject, purpose, channel, at).known_at(at))?;
            let given = answer.reasons.first().map(Reason::code);
            if answer.is_allowed() && matches!(given, Some("consent-given" | "consent-renewed")) {
                let yes = known.iter().position(|event| answer.evidence.first() == Some(&event.key()));
                if let Some(yes) = yes {
                    return Ok(known.swap_remove(yes));
                }
            }
        }
        Err(Error::inconsistent(format!("expected consent that stands for `{purpose}`")).within("purposes"))
    }
}

fn text(text: &str, place: &str) -> Result<String, Error> {
    if text.trim().is_empty() {
        return Err(Error::missing("expected a text, which a Kantara receipt must have").within(place));
    }
    Ok(text.to_owned())
}
