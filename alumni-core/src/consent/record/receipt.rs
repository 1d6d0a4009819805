use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::field::{self, Problems};
use super::node::Node;
use super::{Record, is, term};
use crate::Error;
use crate::consent::canonical;

pub(super) const RECEIPT: &str = "dpv:ConsentReceipt";
pub(super) const RECORDS: &str = "dpv:hasRecordOfActivity";
pub(super) const IDENTIFIERS: &[&str] = &["dct:identifier", "dpv:hasIdentifier", "@id"];

/// A consent receipt: the records that a person is handed, with the texts of the notices they rest on.
///
/// [`Ledger::receipt`](crate::consent::Ledger::receipt) writes one.
///
/// # Example
///
/// ```
/// use alumni_core::consent::Receipt;
///
/// let error = Receipt::from_json(r#"{"@type": "dpv:ConsentReceipt", "dct:identifier": "r-1"}"#).unwrap_err();
/// assert!(error.message().contains("`schema_version`"));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Node")]
#[serde(into = "Value")]
pub struct Receipt {
    pub(super) document: Map<String, Value>,
}

impl Receipt {
    /// Reads a receipt with complete records.
    ///
    /// # Errors
    ///
    /// Those of [`Record::from_json`], for the receipt and each of its records.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let mut told = Vec::new();
        let document = Node::read(text)?.merged("", &mut told)?;
        if !told.is_empty() {
            return Err(Error::duplicate("expected each name once, or its values as one list"));
        }
        let receipt = Self::of(document)?;
        problems(&receipt.document).first()?;
        for (index, record) in receipt.records().iter().enumerate() {
            let problems = field::problems(record);
            problems.first().map_err(|error| error.within(format!("{RECORDS}[{index}]")))?;
        }
        Ok(receipt)
    }

    fn of(document: Value) -> Result<Self, Error> {
        term::check_context(&document)?;
        let Value::Object(document) = document else {
            return Err(Error::wrong_type("expected a `dpv:ConsentReceipt`"));
        };
        if !term::values(&document, "@type").iter().any(|kind| is(kind, RECEIPT)) {
            return Err(Error::wrong_type("expected a `dpv:ConsentReceipt`"));
        }
        for (index, record) in term::values(&document, RECORDS).into_iter().enumerate() {
            Record::of(record.clone()).map_err(|error| error.within(format!("{RECORDS}[{index}]")))?;
        }
        Ok(Self { document })
    }

    /// The JSON-LD document, which [`from_json`](Self::from_json) reads back: names sorted, no white space.
    #[must_use]
    pub fn to_json(&self) -> String {
        canonical::json(&self.document)
    }

    /// The receipt's identifier.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        term::first(&self.document, IDENTIFIERS)
    }

    /// The records.
    #[must_use]
    pub fn records(&self) -> Vec<Record> {
        let records = term::values(&self.document, RECORDS).into_iter();
        records.filter_map(|record| Record::of(record.clone()).ok()).collect()
    }
}

/// What a receipt lacks, apart from its records.
pub(super) fn problems(receipt: &Map<String, Value>) -> Problems {
    let mut problems = Problems::default();
    let there = |names: &[&str]| term::first(receipt, names).is_some();
    problems.need(there(&["dct:conformsTo"]), field::SCHEMA_VERSION, "dct:conformsTo");
    problems.need(there(IDENTIFIERS), field::RECEIPT_ID, "dct:identifier");
    problems
}

impl TryFrom<Node> for Receipt {
    type Error = Error;

    fn try_from(node: Node) -> Result<Self, Error> {
        Self::of(node.merged("", &mut Vec::new())?)
    }
}

impl From<Receipt> for Value {
    fn from(receipt: Receipt) -> Self {
        Self::Object(receipt.document)
    }
}

impl fmt::Display for Receipt {
    /// The JSON-LD document on several lines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&canonical::lines(&self.document))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Receipt {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ConsentReceipt".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "object",
            "description": "A consent receipt as ISO/IEC TS 27560:2023 has it, in the JSON-LD of the Data Privacy Vocabulary.",
            "required": ["@type"],
        })
    }
}
