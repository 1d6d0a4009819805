//! A page as headings and lines, before it is plain text or HTML.

use crate::text::width;

/// One line of a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Line {
    /// The title of the page.
    Title(String),
    /// Opens a section.
    Section(String),
    /// Opens a part of a section.
    Heading(String),
    /// A sentence, set in by so many steps.
    Text(usize, String),
    /// A number and what it counts, set in by so many steps.
    Count(usize, String, String),
}

/// A page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Page {
    pub(super) lines: Vec<Line>,
}

/// Numbers are set to the right of a column this wide.
const NUMBER: usize = 8;

impl Page {
    pub(super) fn push(&mut self, line: Line) {
        self.lines.push(line);
    }

    /// As plain text; ends in a line feed.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            let written = match line {
                Line::Title(title) => format!("{title}\n"),
                Line::Section(title) => format!("\n{title}\n{}\n", "-".repeat(width(title))),
                Line::Heading(title) => format!("{title}\n"),
                Line::Text(depth, sentence) => format!("{}{sentence}\n", "  ".repeat(*depth)),
                Line::Count(depth, number, label) => {
                    let space = "  ".repeat(depth.saturating_sub(1));
                    format!("{space}{number:>NUMBER$}  {label}\n")
                }
            };
            text.push_str(&written);
        }
        text
    }
}
