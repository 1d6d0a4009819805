use serde::{Deserialize, Serialize};

use super::Rfm;
use crate::{Error, document};

/// Recency, frequency and value of people as a table: what [`rfm`](super::rfm) and [`RfmModel`](super::RfmModel) answer, in the order of
/// the ids. As JSON a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
#[expect(clippy::exhaustive_structs, reason = "the rows, and nothing else")]
pub struct RfmTable(pub Vec<Rfm>);

impl RfmTable {
    /// Reads the table's JSON document.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    /// The rows as a table that goes out: `person`, `recency_days`, `frequency`, `value`, `r`, `f`, `m` and `score`.
    ///
    /// # Errors
    ///
    /// None that rows which exist can have.
    #[cfg(feature = "table")]
    pub fn stream(&self) -> Result<crate::table::Stream, Error> {
        let whole = |of: fn(&Rfm) -> i64| self.0.iter().map(of).map(Some);
        let record = crate::table::Record::new(self.0.len())
            .texts("person", self.0.iter().map(|one| one.person.as_str()))
            .integers("recency_days", whole(|one| one.recency_days))
            .integers("frequency", whole(|one| i64::try_from(one.frequency).unwrap_or(i64::MAX)))
            .numbers("value", self.0.iter().map(|one| one.value).collect())
            .integers("r", whole(|one| one.r.into()))
            .integers("f", whole(|one| one.f.into()))
            .integers("m", whole(|one| one.m.into()))
            .integers("score", whole(|one| one.score.into()));
        Ok(crate::table::Stream::once(record, []))
    }
}
