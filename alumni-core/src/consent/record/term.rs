//! Names of vocabularies: full addresses and prefixed names are the same name.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::Error;

/// The prefixes that records are written with.
pub(super) const PREFIXES: [(&str, &str); 9] = [
    ("alumni", "urn:alumni:"),
    ("dct", "http://purl.org/dc/terms/"),
    ("dpv", "https://w3id.org/dpv#"),
    ("eu-gdpr", "https://w3id.org/dpv/legal/eu/gdpr#"),
    ("loc", "https://w3id.org/dpv/loc#"),
    ("pd", "https://w3id.org/dpv/pd#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("schema", "https://schema.org/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
];

/// An event of a ledger in its own JSON form, inside a record.
pub(super) const EVENT: &str = "alumni:event";
/// The instant as of which a status is what stands, where nobody expressed it.
pub(super) const AS_OF: &str = "alumni:asOf";
/// The texts of the notices, inside a receipt.
pub(super) const NOTICE_TEXT: &str = "alumni:noticeText";

/// `name` with the prefix that stands for the beginning of its address, and JSON-LD's keywords under their own names.
pub(super) fn short(name: &str) -> Cow<'_, str> {
    match name {
        "id" => return "@id".into(),
        "type" => return "@type".into(),
        _ => {}
    }
    if let Some(rest) = name.strip_prefix("dcterms:") {
        return format!("dct:{rest}").into();
    }
    // The longest address first: the countries' begins with the vocabulary's.
    let found = PREFIXES.iter().filter_map(|(prefix, address)| Some((prefix, name.strip_prefix(address)?)));
    match found.min_by_key(|(_, rest)| rest.len()) {
        Some((prefix, rest)) => format!("{prefix}:{rest}").into(),
        None => name.into(),
    }
}

/// The values of a property: none, one, or each of a list.
pub(super) fn values<'a>(node: &'a Map<String, Value>, name: &str) -> Vec<&'a Value> {
    match node.get(name) {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(items)) => items.iter().filter(|item| !item.is_null()).collect(),
        Some(one) => vec![one],
    }
}

/// What a value says or names: the text itself, its literal value, its identifier, or its address.
pub(super) fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text.as_str()),
        Value::Object(node) => ["@value", "rdf:value", "dct:identifier", "dpv:hasIdentifier", "@id"]
            .into_iter()
            .find_map(|name| node.get(name)?.as_str()),
        _ => None,
    }
    .map(str::trim)
    .filter(|text| !text.is_empty())
}

/// The first text of a property.
pub(super) fn first<'a>(node: &'a Map<String, Value>, names: &[&str]) -> Option<&'a str> {
    names.iter().flat_map(|name| values(node, name)).find_map(text)
}

/// The terms that a value is or is a kind of.
pub(super) fn kinds(value: &Value) -> Vec<Cow<'_, str>> {
    let names = match value {
        Value::String(text) => vec![text.as_str()],
        Value::Object(node) => {
            let named = ["@type", "skos:broader"].into_iter().flat_map(|name| values(node, name));
            named.chain(node.get("@id")).filter_map(Value::as_str).collect()
        }
        _ => Vec::new(),
    };
    names.into_iter().map(short).collect()
}

pub(super) fn is_kind(value: &Value, term: &str) -> bool {
    kinds(value).iter().any(|kind| kind == term)
}

/// A context may say what it likes, but not that a prefix known here means something else.
pub(super) fn check_context(document: &Value) -> Result<(), Error> {
    let Some(document) = document.as_object() else { return Ok(()) };
    for context in values(document, "@context").into_iter().filter_map(Value::as_object) {
        for (prefix, address) in PREFIXES {
            let said = context.get(prefix).and_then(Value::as_str);
            if said.is_some_and(|said| said != address && !is_alias(said, address)) {
                let message = format!("expected the prefix `{prefix}` to stand for `{address}`");
                return Err(Error::inconsistent(message).within("@context"));
            }
        }
    }
    Ok(())
}

/// Whether two addresses differ in their scheme or their ending alone.
fn is_alias(said: &str, address: &str) -> bool {
    let plain = |text: &str| {
        let text = text.split_once("://").map_or(text, |(_, rest)| rest);
        text.trim_end_matches(['#', '/']).to_owned()
    };
    plain(said) == plain(address)
}
