//! A page in Markdown: every letter that could be markup is escaped.

use super::{Block, Cell, Page};

pub(super) fn page(page: &Page) -> String {
    let mut text = format!("# {}\n", plain(&page.title));
    for block in &page.blocks {
        text.push('\n');
        match block {
            Block::Heading(heading) => text.push_str(&format!("## {}\n", plain(heading))),
            Block::Text(words) => text.push_str(&format!("{}\n", plain(words))),
            Block::List(items) => {
                for item in items {
                    text.push_str(&format!("- {}\n", plain(item)));
                }
            }
            Block::Table { head, rows } => {
                text.push_str(&row(head.iter().map(|cell| plain(cell))));
                text.push_str(&row(head.iter().map(|_| "---".to_owned())));
                for cells in rows {
                    text.push_str(&row(cells.iter().map(cell)));
                }
            }
        }
    }
    text
}

fn row(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => plain(text),
        Cell::Code(code) => {
            let code = one_line(code).replace('|', "\\|");
            if code.contains('`') { format!("`` {code} ``") } else { format!("`{code}`") }
        }
    }
}

/// Text on one line in which no letter is markup.
fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in one_line(text).chars() {
        if matches!(letter, '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '#') {
            safe.push('\\');
        }
        safe.push(letter);
    }
    safe
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
