//! `consent.notice_*` and `consent.reconsent`.

use alumni_core::Error;
use alumni_core::consent::{Contacts, Ledger, Notice, NoticeDiff, ReconsentRequest};
use serde_json::{Value, json};

use crate::consent::ledger;
use crate::{Answer, argument};

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    match name {
        "notice_diff" => Some(ledger(given).and_then(|ledger| Ok(json!(diff(&ledger, given)?)))),
        "notice_marked" => Some(ledger(given).and_then(|ledger| {
            let marked = diff(&ledger, given)?.marked(&argument::<Notice>(given, "new"))?;
            Ok(json!(marked))
        })),
        "notice_contradictions" => {
            Some(ledger(given).map(|ledger| json!(ledger.notice_contradictions(argument(given, "at")))))
        }
        "reconsent" => Some(ledger(given).and_then(|ledger| reconsent(&ledger, given))),
        _ => None,
    }
}

fn diff(ledger: &Ledger, given: &Value) -> Result<NoticeDiff, Error> {
    let at = given.get("at").map(|_| argument(given, "at"));
    ledger.notice_diff(&argument(given, "old"), &argument(given, "new"), at)
}

fn reconsent(ledger: &Ledger, given: &Value) -> Result<Value, Error> {
    let contacts = Contacts::from_json(&argument::<Value>(given, "contacts").to_string())?;
    let request = ReconsentRequest::from_json(&argument::<Value>(given, "request").to_string())?;
    Ok(json!(ledger.plan_reconsent(&contacts, &request)?))
}
