//! Small, self-contained HTML for notebooks. Everything that comes from data is escaped.

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
