//! A page in Markdown: every letter that could be markup is escaped.

use super::{Block, Cell, Page};

pub(super) fn page(page: &Page) -> String {
    written(page, table)
}

/// The page with the columns of its tables as wide as their widest cell.
pub(super) fn aligned(page: &Page) -> String {
    written(page, aligned_table)
}

fn written(page: &Page, table: fn(&[String], &[Vec<Cell>]) -> String) -> String {
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
            Block::Table { head, rows } => text.push_str(&table(head, rows)),
        }
    }
    text
}

fn table(head: &[String], rows: &[Vec<Cell>]) -> String {
    let mut text = row(head.iter().map(|cell| plain(cell)));
    text.push_str(&row(head.iter().map(|_| "---".to_owned())));
    for cells in rows {
        text.push_str(&row(cells.iter().map(cell)));
    }
    text
}

fn aligned_table(head: &[String], rows: &[Vec<Cell>]) -> String {
    let head: Vec<String> = head.iter().map(|cell| plain(cell)).collect();
    let rows: Vec<Vec<String>> = rows.iter().map(|cells| cells.iter().map(cell).collect()).collect();
    let widths: Vec<usize> = (0..head.len())
        .map(|column| {
            let cells = rows.iter().filter_map(|cells| cells.get(column)).chain(head.get(column));
            cells.map(|cell| width(cell)).chain([3]).max().unwrap_or(3)
        })
        .collect();
    let padded = |cells: &[String]| {
        let cell = |(cell, wanted): (&String, &usize)| {
            format!("{cell}{}", " ".repeat(wanted.saturating_sub(width(cell))))
        };
        row(cells.iter().zip(&widths).map(cell))
    };
    let rule = row(widths.iter().map(|wanted| "-".repeat(*wanted)));
    let rows: String = rows.iter().map(|cells| padded(cells)).collect();
    padded(&head) + &rule + &rows
}

/// Places that a text takes in a terminal: East Asian wide letters take two.
pub(crate) fn width(text: &str) -> usize {
    let wide = |letter: char| matches!(u32::from(letter), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6);
    text.chars().map(|letter| if wide(letter) { 2 } else { 1 }).sum()
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
