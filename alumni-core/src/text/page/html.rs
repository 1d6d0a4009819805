//! A page as HTML that needs nothing else, readable in light and dark and on paper.

use super::{Block, Cell, Page};

const STYLE: &str = "body{font:16px/1.6 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;\
color-scheme:light dark}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:1.8rem;border-bottom:1px solid}\
table{border-collapse:collapse;width:100%}th,td{padding:.3rem .6rem;vertical-align:top;text-align:left;\
border-bottom:1px solid #8884}code{overflow-wrap:anywhere}@media print{body{margin:0;max-width:none}}";

pub(super) fn page(page: &Page) -> String {
    let title = escape_html(&page.title);
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<h1>{title}</h1>\n",
        page.lang
    );
    for block in &page.blocks {
        html.push_str(&match block {
            Block::Heading(heading) => format!("<h2>{}</h2>\n", escape_html(heading)),
            Block::Text(text) => format!("<p>{}</p>\n", escape_html(text)),
            Block::List(items) => {
                let items: String =
                    items.iter().map(|item| format!("<li>{}</li>\n", escape_html(item))).collect();
                format!("<ul>\n{items}</ul>\n")
            }
            Block::Table { head, rows } => {
                let head: String =
                    head.iter().map(|cell| format!("<th>{}</th>", escape_html(cell))).collect();
                let rows: String = rows.iter().map(|cells| row(cells)).collect();
                format!("<table>\n<tr>{head}</tr>\n{rows}</table>\n")
            }
        });
    }
    html.push_str("</body>\n</html>\n");
    html
}

fn row(cells: &[Cell]) -> String {
    let cell = |cell: &Cell| match cell {
        Cell::Text(text) => format!("<td>{}</td>", escape_html(text)),
        Cell::Code(code) => format!("<td><code>{}</code></td>", escape_html(code)),
    };
    format!("<tr>{}</tr>\n", cells.iter().map(cell).collect::<String>())
}

/// `text` with the characters that mean something in HTML replaced.
pub(crate) fn escape_html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
