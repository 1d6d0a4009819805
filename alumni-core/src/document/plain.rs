//! What readers of documents say, without the names that programs have for things.

use crate::Error;

/// The error of a value that a reader has refused with `message`: a word that is none of those it knows is an unknown name,
/// everything else is of another type than expected.
#[doc(hidden)]
#[must_use]
pub fn misread(message: &str) -> Error {
    // What was found may be any text; the words that are known come last.
    let words = message.strip_prefix("unknown variant ").and_then(|rest| rest.rsplit_once(", expected "));
    match words {
        Some((found, known)) => {
            let known: Vec<_> = known.split('`').skip(1).step_by(2).collect();
            Error::unknown_name(format!("expected one of {}, got {found}", known.join(", ")))
        }
        None => Error::wrong_type(plain_words(message)),
    }
}

/// `message` of a reader as people who write documents say it: `expected a whole number from 0 to 255, got a text "x"` instead of
/// `invalid type: string "x", expected u8`.
pub(super) fn plain_words(message: &str) -> String {
    let Some((found, wanted)) = message.split_once(", expected ") else {
        return whole(message).to_owned();
    };
    // More may stand behind, such as the place in a text.
    let wanted = expected(wanted);
    let of_type = found.strip_prefix("invalid type: ").or_else(|| found.strip_prefix("invalid value: "));
    match (of_type, found.strip_prefix("invalid length ")) {
        (Some(found), _) => format!("expected {wanted}, got {}", got(found)),
        (None, Some(_)) if wanted == "an object" => format!("expected {wanted}, got a list"),
        (None, Some(length)) => format!("expected {wanted}, got {length}"),
        (None, None) => message.to_owned(),
    }
}

/// What readers say of a text as a whole: that of days and instants does not say what it reads, that of JSON not what a value is.
fn whole(message: &str) -> &str {
    match message {
        "input is out of range"
        | "no possible date and time matching input"
        | "input is not enough for unique date and time"
        | "input contains invalid characters"
        | "premature end of input"
        | "trailing input" => {
            "expected a day that there is, such as `2026-04-01`, or an instant such as `2026-04-01T09:00:00+09:00`"
        }
        "expected value" => "expected a value, such as a text in quotes",
        other => other,
    }
}

fn expected(wanted: &str) -> String {
    let whole = |most: u64| format!("a whole number from 0 to {most}");
    let signed =
        |most: i64| format!("a whole number from {} to {most}", most.saturating_neg().saturating_sub(1));
    let of_length = |length: &str| format!("a list of {length}");
    let lists = ["an array of length ", "a tuple of size "];
    if let Some(length) = lists.iter().find_map(|list| wanted.strip_prefix(list)) {
        return of_length(length);
    }
    if ["struct ", "internally tagged enum ", "adjacently tagged enum "]
        .iter()
        .any(|of| wanted.starts_with(of))
    {
        return "an object".to_owned();
    }
    match wanted {
        "u8" => whole(u8::MAX.into()),
        "u16" => whole(u16::MAX.into()),
        "u32" => whole(u32::MAX.into()),
        "u64" | "usize" => whole(u64::MAX),
        "i8" => signed(i8::MAX.into()),
        "i16" => signed(i16::MAX.into()),
        "i32" => signed(i32::MAX.into()),
        "i64" | "isize" => signed(i64::MAX),
        "f32" | "f64" => "a number".to_owned(),
        "a map" | "map" => "an object".to_owned(),
        "a sequence" | "sequence" => "a list".to_owned(),
        "a string" | "string" | "str" | "identifier" | "field identifier" | "variant identifier" => {
            "a text".to_owned()
        }
        "a formatted date string" => "a day such as `2026-04-01`".to_owned(),
        "an RFC 3339 formatted date and time string" => {
            "an instant such as `2026-04-01T09:00:00+09:00`".to_owned()
        }
        "a boolean" | "bool" => "true or false".to_owned(),
        "unit" => "nothing".to_owned(),
        _ => wanted.to_owned(),
    }
}

fn got(found: &str) -> String {
    match found {
        "map" => "an object".to_owned(),
        "sequence" => "a list".to_owned(),
        "null" | "unit value" | "Option value" => "nothing".to_owned(),
        _ => match found.split_once(' ') {
            Some(("integer" | "floating" | "boolean", _)) => {
                found.rsplit_once(' ').map_or(found, |(_, value)| value).to_owned()
            }
            Some(("string", text)) => format!("the text {text}"),
            _ => found.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use crate::{ErrorKind, document};

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "read, never looked at")]
    struct Sample {
        small: Option<u8>,
        signed: Option<i16>,
        number: Option<f64>,
        text: Option<String>,
        list: Option<Vec<u8>>,
        pair: Option<[u8; 2]>,
        map: Option<BTreeMap<String, u8>>,
        flag: Option<bool>,
        kind: Option<Kind>,
        on: Option<chrono::NaiveDate>,
        at: Option<chrono::DateTime<chrono::Utc>>,
        must: Option<Vec<chrono::NaiveDate>>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        One,
        Two,
    }

    #[test]
    fn no_message_names_a_type_of_a_program() {
        let message = |text: &str| document::from_json::<Sample>(text).unwrap_err().message().to_owned();
        for (text, expected) in [
            (r#"{"small": -1}"#, "expected a whole number from 0 to 255, got `-1`"),
            (r#"{"small": 256}"#, "expected a whole number from 0 to 255, got `256`"),
            (r#"{"small": 1.5}"#, "expected a whole number from 0 to 255, got `1.5`"),
            (r#"{"signed": "x"}"#, r#"expected a whole number from -32768 to 32767, got the text "x""#),
            (r#"{"number": true}"#, "expected a number, got `true`"),
            (r#"{"text": 5}"#, "expected a text, got `5`"),
            (r#"{"text": {}}"#, "expected a text, got an object"),
            (r#"{"list": {}}"#, "expected a list, got an object"),
            (r#"{"pair": [1]}"#, "expected a list of 2, got 1"),
            (r#"{"map": [1]}"#, "expected an object, got a list"),
            (r#"{"flag": "yes"}"#, r#"expected true or false, got the text "yes""#),
            (r#"{"kind": "three"}"#, "expected one of one, two, got `three`"),
            (r#"{"on": 5}"#, "expected a day such as `2026-04-01`, got `5`"),
            (r#"{"at": 5}"#, "expected an instant such as `2026-04-01T09:00:00+09:00`, got `5`"),
            (r#"{"must": [null]}"#, "expected a day such as `2026-04-01`, got nothing"),
            ("5", "expected an object, got `5`"),
            ("[]", "expected an object, got a list"),
            ("null", "expected an object, got nothing"),
        ] {
            assert_eq!(message(text), expected, "{text}");
        }
        for text in [
            r#"{"on": "2026-13-01"}"#,
            r#"{"on": "2026-02-30"}"#,
            r#"{"on": "x"}"#,
            r#"{"on": "2026-01"}"#,
            r#"{"on": "2026-01-01T00"}"#,
            r#"{"at": "2026-01-01"}"#,
            r#"{"at": "2026-01-01T25:00:00Z"}"#,
        ] {
            assert!(
                message(text).starts_with("expected a day that there is, such as `2026-04-01`"),
                "{text}"
            );
        }
        for text in ["three", ", expected `one`", "seen at line 3"] {
            let kind = ErrorKind::UnknownName;
            let expected = format!("expected one of one, two, got `{text}`");
            let json = document::from_json::<Sample>(&format!(r#"{{"kind": "{text}"}}"#)).unwrap_err();
            let toml = document::from_toml::<Sample>(&format!(r#"kind = "{text}""#)).unwrap_err();
            for error in [json, toml] {
                assert_eq!((error.kind(), error.message()), (kind, expected.as_str()));
            }
        }
        let error = document::from_toml::<Sample>("small = -1").unwrap_err();
        assert_eq!(error.message(), "expected a whole number from 0 to 255, got `-1`");
        assert!(
            document::from_json::<Kind>(r#""one""#).is_ok()
                && document::from_json::<Kind>(r#""two""#).is_ok()
        );
    }
}
