//! JSON as it is written, repeated names included: what an ordinary reader drops without a word.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::term;
use crate::text::Reason;
use crate::{Error, document};

/// A JSON value whose objects keep every member, in order.
pub(super) enum Node {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Self>),
    Members(Vec<(String, Self)>),
}

impl Node {
    pub(super) fn read(text: &str) -> Result<Self, Error> {
        document::from_json_as_written(text)
    }

    /// The value with names as short as prefixes make them. Members that are there more than once become one set, which is
    /// what JSON-LD means by several values, and are told; keywords, which have one value, are refused.
    pub(super) fn merged(self, place: &str, told: &mut Vec<Reason>) -> Result<Value, Error> {
        Ok(match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Number(value) => Value::Number(value),
            Self::Text(value) => Value::String(value),
            Self::List(items) => {
                let items = items.into_iter().enumerate();
                let merged = items.map(|(index, item)| item.merged(&format!("{place}[{index}]"), told));
                Value::Array(merged.collect::<Result<_, _>>()?)
            }
            Self::Members(members) => Value::Object(merge(members, place, told)?),
        })
    }

    /// The value as it is written; a name that is there twice is refused.
    fn literal(self, place: &str) -> Result<Value, Error> {
        Ok(match self {
            Self::List(items) => {
                let items = items.into_iter().enumerate();
                let read = items.map(|(index, item)| item.literal(&format!("{place}[{index}]")));
                Value::Array(read.collect::<Result<_, _>>()?)
            }
            Self::Members(members) => {
                let mut map = Map::new();
                for (name, node) in members {
                    let at = inner(place, &name);
                    let value = node.literal(&at)?;
                    if map.insert(name, value).is_some() {
                        return Err(Error::duplicate("expected the name once").within(at));
                    }
                }
                Value::Object(map)
            }
            plain => plain.merged(place, &mut Vec::new())?,
        })
    }
}

/// The place of a member, for people: `dpv:hasProcess[1].dpv:hasPurpose`.
fn inner(place: &str, name: &str) -> String {
    if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") }
}

fn merge(
    members: Vec<(String, Node)>,
    place: &str,
    told: &mut Vec<Reason>,
) -> Result<Map<String, Value>, Error> {
    let mut map = Map::new();
    let mut times: BTreeMap<String, i64> = BTreeMap::new();
    for (name, node) in members {
        let name = term::short(&name).into_owned();
        let at = inner(place, &name);
        let value = match name.as_str() {
            term::EVENT | term::NOTICE_TEXT | "@context" => node.literal(&at)?,
            _ => node.merged(&at, told)?,
        };
        let Some(known) = map.get_mut(&name) else {
            map.insert(name, value);
            continue;
        };
        if (name.starts_with('@') && name != "@type") || matches!(name.as_str(), term::EVENT) {
            return Err(Error::duplicate("expected the keyword once").within(at));
        }
        let mut all = match known.take() {
            Value::Array(items) => items,
            one => vec![one],
        };
        match value {
            Value::Array(items) => all.extend(items),
            one => all.push(one),
        }
        *known = Value::Array(all);
        let count = times.entry(name).or_insert(1);
        *count = count.saturating_add(1);
    }
    for (name, count) in times {
        let reason = Reason::new("consent-record-duplicate-key").with("name", name.as_str());
        let place = if place.is_empty() { "record" } else { place };
        told.push(reason.with("place", place).with("count", count));
    }
    Ok(map)
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected JSON")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Number::from_f64(value).map_or(Node::Null, Node::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Node::Members(members))
    }
}
