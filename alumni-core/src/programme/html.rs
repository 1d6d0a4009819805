//! A page as HTML that needs nothing else: no script, no font, no network, readable in light and dark.

use super::page::{Line, Page};
use crate::text::{Lang, escape_html as escape};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;\
color-scheme:light dark}h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid}\
h3{font-size:1rem;margin:1.2rem 0 .3rem}p{margin:.2rem 0}table{border-collapse:collapse}\
td{padding:.1rem .6rem;vertical-align:top}td:first-child{text-align:right;font-variant-numeric:tabular-nums}\
@media print{body{margin:0;max-width:none}}";

pub(super) fn page(page: &Page, lang: Lang) -> String {
    let title = page.lines.iter().find_map(|line| match line {
        Line::Title(title) => Some(escape(title)),
        _ => None,
    });
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        title.unwrap_or_default()
    );
    let mut in_table = false;
    for line in &page.lines {
        let counts = matches!(line, Line::Count(..));
        if counts != in_table {
            html.push_str(if counts { "<table>\n" } else { "</table>\n" });
            in_table = counts;
        }
        let indent = |depth: usize| format!("{}em", depth.saturating_sub(1).saturating_mul(2));
        let written = match line {
            Line::Title(title) => format!("<h1>{}</h1>\n", escape(title)),
            Line::Section(title) => format!("<h2>{}</h2>\n", escape(title)),
            Line::Heading(title) => format!("<h3>{}</h3>\n", escape(title)),
            Line::Text(depth, sentence) => {
                format!("<p style=\"margin-left:{}\">{}</p>\n", indent(*depth), escape(sentence))
            }
            Line::Count(depth, number, label) => format!(
                "<tr><td>{}</td><td style=\"padding-left:{}\">{}</td></tr>\n",
                escape(number),
                indent(*depth),
                escape(label)
            ),
        };
        html.push_str(&written);
    }
    if in_table {
        html.push_str("</table>\n");
    }
    html.push_str("</body>\n</html>\n");
    html
}
