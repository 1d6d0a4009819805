use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Record, field, is, node::Node, receipt, term};
use crate::Error;
use crate::text::Reason;

/// What a document of consent records holds, complete or not.
///
/// # Example
///
/// ```
/// use alumni_core::consent::Record;
///
/// let reading = Record::read(r#"{"@type": "dpv:ConsentRecord", "dpv:hasNotice": "first", "dpv:hasNotice": "second"}"#)?;
/// assert_eq!(reading.duplicates[0].to_string(), "`dpv:hasNotice` stands 2 times in record; all values are kept");
/// assert!(reading.problems.iter().any(|reason| reason.to_string().contains("clause 6.3.4.3")));
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RecordReading {
    /// The receipt's identifier where the document is a receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// The records, in the order of the document.
    pub records: Vec<Record>,
    /// Names that stood more than once in one object: their values were put together, none was dropped.
    pub duplicates: Vec<Reason>,
    /// Mandatory fields that are missing or cannot be used, with their place and clause. Empty where every record, and the
    /// receipt, is complete.
    pub problems: Vec<Reason>,
}

impl Record {
    /// Reads the records of a document, complete or not: a record, a receipt, or a list of them (also under `@graph`).
    ///
    /// Values of a name that is there more than once are put together, as JSON-LD means them, and told.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) with line and column for a text that is not JSON,
    /// [`WrongType`](crate::ErrorKind::WrongType) for something else than records,
    /// [`Duplicate`](crate::ErrorKind::Duplicate) for a keyword such as `@id` that is there twice, and
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for a context in which a known prefix means something else.
    pub fn read(text: &str) -> Result<RecordReading, Error> {
        let mut duplicates = Vec::new();
        let document = Node::read(text)?.merged("", &mut duplicates)?;
        let mut reading =
            RecordReading { receipt: None, records: Vec::new(), duplicates, problems: Vec::new() };
        reading.take(document, 0)?;
        Ok(reading)
    }
}

impl RecordReading {
    fn take(&mut self, document: Value, depth: u8) -> Result<(), Error> {
        term::check_context(&document)?;
        let wrong = || Error::wrong_type("expected a `dpv:ConsentRecord` or a `dpv:ConsentReceipt`");
        match document {
            Value::Array(items) if depth == 0 => {
                for (index, item) in items.into_iter().enumerate() {
                    self.take(item, 1).map_err(|error| error.within(format!("[{index}]")))?;
                }
                Ok(())
            }
            Value::Object(mut node) => {
                if let Some(graph) = node.remove("@graph").filter(|_| depth == 0) {
                    let graph = if graph.is_array() { graph } else { Value::Array(vec![graph]) };
                    return self.take(graph, 0).map_err(|error| error.within("@graph"));
                }
                let kinds = term::values(&node, "@type");
                if kinds.iter().any(|kind| is(kind, receipt::RECEIPT)) {
                    self.problems.extend(receipt::problems(&node).reasons());
                    self.receipt = term::first(&node, receipt::IDENTIFIERS).map(str::to_owned);
                    for record in term::values(&node, receipt::RECORDS) {
                        self.record(record.clone())?;
                    }
                    return Ok(());
                }
                self.record(Value::Object(node))
            }
            _ => Err(wrong()),
        }
    }

    fn record(&mut self, document: Value) -> Result<(), Error> {
        let record = Record::of(document)?;
        self.problems.extend(field::problems(&record).reasons());
        self.records.push(record);
        Ok(())
    }
}
