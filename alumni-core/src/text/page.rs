use std::fmt;

use serde::{Deserialize, Serialize};

use super::Lang;

mod html;
mod markdown;

pub(crate) use html::escape_html;
pub(crate) use markdown::width;

/// A page for people: a title, headings, paragraphs, lists and tables, as Markdown or as HTML.
///
/// Policies and vocabularies print as pages, so that those who have no program to read a document with can read it: a works
/// council, a data-protection officer, a line manager.
///
/// # Example
///
/// ```
/// use alumni_core::Lang;
/// use alumni_core::workforce::Vocabulary;
///
/// let page = Vocabulary::hr().page(Lang::Ja);
/// assert!(page.markdown().contains("| `tenure` | 勤続 |"));
/// assert!(page.html().starts_with("<!DOCTYPE html>"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Page {
    pub(super) lang: Lang,
    pub(super) title: String,
    pub(super) blocks: Vec<Block>,
}

/// One part of a page, from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "PageBlock"))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Block {
    /// Opens a section.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// Items, each a sentence.
    List(Vec<String>),
    /// Rows under a head; each row has as many cells as the head.
    Table {
        /// What the columns are.
        head: Vec<String>,
        /// The cells, row by row.
        rows: Vec<Vec<Cell>>,
    },
}

/// One cell of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "PageCell"))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Cell {
    /// Words.
    Text(String),
    /// A name as documents and data write it.
    Code(String),
}

impl Page {
    /// The page's language.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What stands under the title, from top to bottom.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    pub(crate) fn new(lang: Lang, title: impl Into<String>) -> Self {
        Self { lang, title: title.into(), blocks: Vec::new() }
    }

    pub(crate) fn heading(&mut self, heading: String) {
        self.blocks.push(Block::Heading(heading));
    }

    pub(crate) fn text(&mut self, text: String) {
        self.blocks.push(Block::Text(text));
    }

    pub(crate) fn list(&mut self, items: Vec<String>) {
        self.blocks.push(Block::List(items));
    }

    pub(crate) fn table(&mut self, head: Vec<String>, rows: Vec<Vec<Cell>>) {
        self.blocks.push(Block::Table { head, rows });
    }

    /// The page in Markdown (`CommonMark` with tables); ends in a line feed.
    #[must_use]
    pub fn markdown(&self) -> String {
        markdown::page(self)
    }

    /// The same with the columns of tables aligned as a terminal shows them: East Asian wide letters take two places.
    pub(crate) fn markdown_aligned(&self) -> String {
        markdown::aligned(self)
    }

    /// The page as one HTML document that needs nothing else: no script, no font, no network.
    #[must_use]
    pub fn html(&self) -> String {
        html::page(self)
    }
}

impl fmt::Display for Page {
    /// The Markdown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.markdown())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        let mut page = Page::new(Lang::En, "A & B");
        page.heading("Facts".into());
        page.text("One *line*\nand <another>".into());
        page.blocks.push(Block::List(vec!["first".into(), "second".into()]));
        page.table(
            vec!["name".into(), "values".into()],
            vec![vec![Cell::Code("a|b`".into()), Cell::Text("x | y".into())]],
        );
        page
    }

    #[test]
    fn nothing_in_a_text_is_taken_for_markup() {
        let expected = "# A & B\n\n## Facts\n\nOne \\*line\\* and \\<another>\n\n- first\n- second\n\n| name | values |\n| --- | --- |\n| `` a\\|b` `` | x \\| y |\n";
        assert_eq!(page().markdown(), expected);
        let html = page().html();
        assert!(html.contains("<h1>A &amp; B</h1>") && html.contains("&lt;another&gt;"), "{html}");
        assert!(html.contains("<td><code>a|b`</code></td><td>x | y</td>"), "{html}");
    }

    #[test]
    fn a_page_is_a_value() {
        let json = serde_json::to_string(&page()).unwrap();
        assert_eq!(serde_json::from_str::<Page>(&json).unwrap(), page());
        assert_eq!(page().to_string(), page().markdown());
        assert_eq!((page().lang(), page().title(), page().blocks().len()), (Lang::En, "A & B", 4));
    }
}
