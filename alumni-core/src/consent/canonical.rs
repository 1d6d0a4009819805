//! One byte form for hashing: JSON as RFC 8785 (JCS) has it, restricted to what the ledger's documents contain.

use serde::Serialize;
use serde_json::Value;

/// The canonical JSON of `value`: members sorted by name, no white space, absent members left out.
///
/// Names are ASCII and numbers are whole here, so that sorting by byte and printing digits is all RFC 8785 asks for.
pub(super) fn json(value: &impl Serialize) -> String {
    let mut text = String::new();
    // Strings, whole numbers, lists and maps with string keys: this cannot fail.
    write(&serde_json::to_value(value).unwrap_or_default(), &mut text);
    text
}

/// The same value for people: members sorted by name, one to a line, ending without a line feed.
pub(super) fn lines(value: &impl Serialize) -> String {
    let sorted: Value = serde_json::from_str(&json(value)).unwrap_or_default();
    let mut text = String::new();
    write_lines(&sorted, 0, &mut text);
    text
}

fn write_lines(value: &Value, depth: usize, text: &mut String) {
    let inner = depth.saturating_add(1);
    let indent = |text: &mut String, depth: usize| {
        text.push('\n');
        text.push_str(&"  ".repeat(depth));
    };
    let mut separate = separator();
    match value {
        Value::Array(items) if !items.is_empty() => {
            text.push('[');
            for item in items {
                text.push_str(separate());
                indent(text, inner);
                write_lines(item, inner, text);
            }
            indent(text, depth);
            text.push(']');
        }
        Value::Object(members) if !members.is_empty() => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by_key(|(name, _)| name.as_str());
            text.push('{');
            for (name, value) in members {
                text.push_str(separate());
                indent(text, inner);
                write(&Value::String(name.clone()), text);
                text.push_str(": ");
                write_lines(value, inner, text);
            }
            indent(text, depth);
            text.push('}');
        }
        plain => write(plain, text),
    }
}

fn write(value: &Value, text: &mut String) {
    let mut separate = separator();
    match value {
        Value::Array(items) => {
            text.push('[');
            for item in items {
                text.push_str(separate());
                write(item, text);
            }
            text.push(']');
        }
        Value::Object(members) => {
            // Sorted here because a feature of serde_json, which any crate of a build may switch on, changes the order.
            let mut members: Vec<_> = members.iter().filter(|(_, value)| !value.is_null()).collect();
            members.sort_unstable_by_key(|(name, _)| name.as_str());
            text.push('{');
            for (name, value) in members {
                text.push_str(separate());
                write(&Value::String(name.clone()), text);
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
        plain => text.push_str(&plain.to_string()),
    }
}

fn separator() -> impl FnMut() -> &'static str {
    let mut first = true;
    move || if std::mem::take(&mut first) { "" } else { "," }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_sorted_and_letters_kept() {
        let value = serde_json::json!({"b": [1, true], "a": "日\u{1}\"", "none": null});
        assert_eq!(json(&value), "{\"a\":\"日\\u0001\\\"\",\"b\":[1,true]}");
    }
}
