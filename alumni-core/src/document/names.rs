//! Whether every object of a JSON document has each of its names once.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// How the error begins that names a name which stands twice.
pub(super) const TWICE: &str = "expected each name once";

/// A document without a name that stands twice in one object; nothing of it is kept.
pub(super) struct Once;

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Values)
    }
}

struct Values;

impl<'de> Visitor<'de> for Values {
    type Value = Once;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Once, E> {
        Ok(Once)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Once, E> {
        Ok(Once)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Once, E> {
        Ok(Once)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Once, E> {
        Ok(Once)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Once, E> {
        Ok(Once)
    }

    fn visit_str<E>(self, _: &str) -> Result<Once, E> {
        Ok(Once)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Once, A::Error> {
        while list.next_element::<Once>()?.is_some() {}
        Ok(Once)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Once, A::Error> {
        let mut names: Vec<Cow<'de, str>> = Vec::new();
        while let Some(Name(name)) = object.next_key()? {
            object.next_value::<Once>()?;
            names.push(name);
        }
        names.sort_unstable();
        let mut pairs = names.iter().zip(names.iter().skip(1));
        match pairs.find(|(one, next)| one == next) {
            None => Ok(Once),
            Some((name, _)) => Err(A::Error::custom(format_args!("{TWICE}, got `{name}` again"))),
        }
    }
}

/// A name, as it stands in the document where it can.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Names)
    }
}

struct Names;

impl<'de> Visitor<'de> for Names {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Borrowed(name)))
    }

    fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(name.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::{ErrorKind, document};

    #[test]
    fn a_name_that_stands_twice_is_an_error_wherever_it_is() {
        let read = document::from_json::<serde_json::Value>;
        for text in [
            r#"{"a": 1, "a": 1}"#,
            r#"[1, {"a": {"b": [{"c": null, "d": -2.5e300, "c": true}]}}]"#,
            r#"{"\u0061": "x", "b": 18446744073709551615, "a": "y"}"#,
        ] {
            let error = read(text).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Duplicate, "{error}");
            assert!(error.message().starts_with("expected each name once, got `"), "{error}");
        }
        for text in
            [r#"{"a": {"a": {"a": 1}}, "A": 2}"#, "[]", "{}", r#"[{"a": 1}, {"a": 1}]"#, "-1", r#""a""#]
        {
            assert!(read(text).is_ok(), "{text}");
        }
        let error = document::from_json::<BTreeMap<String, u8>>("{\"x\": 1,\n \"x\": 2}").unwrap_err();
        assert_eq!((error.path(), error.message()), ("2:8", "expected each name once, got `x` again"));
    }
}
