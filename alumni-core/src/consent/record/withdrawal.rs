//! From a withdrawal receipt to a receipt in the vocabulary's terms.

use serde_json::{Map, Value};

use super::{Controller, Receipt, term};
use crate::Error;
use crate::consent::{Ledger, WithdrawalReceipt};
use crate::document;

/// The withdrawal receipt in its own JSON form, inside a receipt.
const WITHDRAWAL: &str = "alumni:withdrawal";
const REDACTED: &str = "redacted";

impl WithdrawalReceipt {
    /// The same as a receipt of ISO/IEC TS 27560 in the Data Privacy Vocabulary's JSON-LD: a record of each purpose that has
    /// ended, with its status, and every system that it concerns as a recipient with the status of the request to stop.
    ///
    /// The whole stands in it once more as `alumni:withdrawal`. Other people of the ledger read `redacted`.
    ///
    /// # Errors
    ///
    /// Those of [`Ledger::receipt`]; [`Missing`](crate::ErrorKind::Missing) as well where nothing has ended, or where it is no
    /// consent that ended: an objection or a restriction has no consent status, and no record.
    pub fn to_receipt(&self, ledger: &Ledger, controller: &Controller) -> Result<Receipt, Error> {
        let mut purposes: Vec<_> = self.withdrawn.iter().map(|of| of.purpose.as_str()).collect();
        purposes.dedup();
        let Receipt { mut document } =
            ledger.receipt(&self.subject, purposes, controller, &self.id, self.at)?;
        let own: Value = document::from_json(&crate::consent::canonical::json(self))?;
        let systems = self.withdrawn.iter().flat_map(|of| &of.systems);
        let informed: Vec<_> = systems
            .map(|system| {
                let mut node = Map::new();
                node.insert("@type".into(), "dpv:Recipient".into());
                node.insert("dct:identifier".into(), system.system.as_str().into());
                node.insert("schema:name".into(), system.title.en.as_str().into());
                if let Some(status) = system.last_status {
                    let status = term::short(status.iri()).into_owned();
                    node.insert("dpv:hasRequestStatus".into(), status.into());
                }
                Value::from(node)
            })
            .collect();
        if !informed.is_empty() {
            document.insert("dpv:hasRecipient".into(), informed.into());
        }
        document.insert(WITHDRAWAL.into(), own);
        for value in document.values_mut() {
            redact(value, ledger, &self.subject);
        }
        Ok(Receipt { document })
    }
}

/// Takes every other person out, wherever an id stands.
fn redact(value: &mut Value, ledger: &Ledger, subject: &str) {
    match value {
        Value::String(text) if text != subject && ledger.events_of(text).next().is_some() => {
            REDACTED.clone_into(text);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| redact(item, ledger, subject)),
        Value::Object(members) => members.values_mut().for_each(|item| redact(item, ledger, subject)),
        _ => {}
    }
}
