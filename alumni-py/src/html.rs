//! Small, self-contained HTML for notebooks. Everything that comes from data is escaped.

use serde_json::Value;

/// `text` with the characters that mean something in HTML replaced.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// A heading line over a table; `head` may be empty.
pub(crate) fn table(title: &str, head: &[&str], rows: &[Vec<String>]) -> String {
    let cells = |tag: &str, cells: &mut dyn Iterator<Item = &str>| {
        let cells: String =
            cells.map(|cell| format!("<{tag} style=\"text-align:left\">{}</{tag}>", escape(cell))).collect();
        format!("<tr>{cells}</tr>")
    };
    let head = if head.is_empty() {
        String::new()
    } else {
        format!("<thead>{}</thead>", cells("th", &mut head.iter().copied()))
    };
    let body: String = rows.iter().map(|row| cells("td", &mut row.iter().map(String::as_str))).collect();
    let title = escape(title);
    format!(
        "<div class=\"alumni\"><p><strong>{title}</strong></p><table>{head}<tbody>{body}</tbody></table></div>"
    )
}

/// So many rows of a long table are shown.
pub(crate) const SHOWN: usize = 10;

/// A heading that says how many rows there are where not all are shown.
pub(crate) fn heading(title: &str, rows: usize) -> String {
    if rows > SHOWN { format!("{title}: the first {SHOWN} of {rows}") } else { title.to_owned() }
}

/// A number for reading.
pub(crate) fn number(value: f64) -> String {
    if value.fract().abs() < f64::EPSILON { format!("{value:.0}") } else { format!("{value:.4}") }
}

/// A number that may be missing.
pub(crate) fn number_or_none(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), number)
}

/// The fields of a document, one in a row; of lists only how long they are.
pub(crate) fn document(title: &str, value: &Value) -> String {
    let mut rows = Vec::new();
    fields("", value, &mut rows);
    table(title, &[], &rows)
}

fn fields(name: &str, value: &Value, rows: &mut Vec<Vec<String>>) {
    let text = match value {
        Value::Object(object) => {
            // What it says in words stands in the heading.
            for (key, value) in object.iter().filter(|(key, _)| *key != "reasons") {
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                fields(&name, value, rows);
            }
            return;
        }
        Value::Array(list) if list.iter().all(Value::is_number) && list.len() <= SHOWN => {
            list.iter().filter_map(Value::as_f64).map(number).collect::<Vec<_>>().join(", ")
        }
        Value::Array(list) if list.len() == 1 => "1 entry".to_owned(),
        Value::Array(list) => format!("{} entries", list.len()),
        Value::Null => "–".to_owned(),
        Value::Number(value) => value.as_f64().map_or_else(|| value.to_string(), number),
        Value::String(text) => text.clone(),
        Value::Bool(value) => value.to_string(),
    };
    rows.push(vec![name.to_owned(), text]);
}
