use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::duration::RecordDuration;
use crate::{Error, document};

/// Who is responsible, and what of a record no ledger can know.
///
/// Every field may be left out here; a record that needs it is then refused, naming the field and its clause.
///
/// # Example
///
/// ```
/// use alumni_core::consent::Controller;
///
/// let controller = Controller::from_json(
///     r#"{"id": "https://example.com/acme", "name": "Acme K.K.", "address": "1-1 Chiyoda, Tokyo",
///         "contact": "privacy@example.com", "kind": "dpv:Organisation", "language": "ja", "jurisdiction": ["loc:JP"],
///         "withdrawal": "https://example.com/consent",
///         "processing": {"newsletter": {"personal_data": [{"category": "pd:EmailAddress"}], "storage_locations": ["loc:JP"],
///             "retention": {"kind": "temporal", "length": "P2Y"}}}}"#,
/// )?;
/// assert_eq!(controller.processing["newsletter"].storage_locations, ["loc:JP"]);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Controller {
    /// Its identifier, best an address such as `https://example.com/acme`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its postal address.
    pub address: String,
    /// How it is reached: a person, an office, an e-mail address.
    pub contact: String,
    /// What it is, as a term of the Data Privacy Vocabulary: `dpv:Organisation` where left out.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Its e-mail address; needed for a Kantara receipt.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// Its telephone number; needed for a Kantara receipt.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// Where its privacy policy stands; needed for a Kantara receipt.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub policy_url: String,
    /// The language in which notices were shown (BCP 47 tag).
    pub language: String,
    /// Whose law applies, as terms such as `loc:JP`.
    pub jurisdiction: Vec<String>,
    /// Where consent is withdrawn: an address, or words.
    pub withdrawal: String,
    /// What is done for each purpose, by its id.
    pub processing: BTreeMap<String, Processing>,
}

/// What is done with which data for one purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Processing {
    /// The terms that the purpose is a kind of, such as `dpv:CommunicationManagement`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub broader: Vec<String>,
    /// The data.
    pub personal_data: Vec<PersonalData>,
    /// Where it is stored, as terms such as `loc:JP`.
    pub storage_locations: Vec<String>,
    /// How long it is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention: Option<RecordDuration>,
    /// Who else receives it, by identifier; recipients that the person agreed to are added.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<String>,
    /// The service that the processing belongs to; needed for a Kantara receipt.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub service: String,
    /// How the data is collected; needed for a Kantara receipt.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub collection_method: String,
    /// What is done, as terms such as `dpv:Store`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub operations: Vec<String>,
}

/// One kind of data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct PersonalData {
    /// What it is, as a term such as `pd:EmailAddress`.
    pub category: String,
    /// The fields it stands in, such as columns of an export.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Whether the person may leave it out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// Whether it belongs to a special category (GDPR Art. 9, 要配慮個人情報).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub special: bool,
}

impl Controller {
    /// Reads a controller.
    ///
    /// # Errors
    ///
    /// Text that is not a controller, with the line and column, and a retention that is no length.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let controller: Self = document::from_json(text)?;
        for (purpose, processing) in &controller.processing {
            let retention = processing.retention.as_ref().map_or(Ok(()), RecordDuration::check);
            retention.map_err(|error| error.within(format!("processing.{purpose}.retention")))?;
        }
        Ok(controller)
    }
}
