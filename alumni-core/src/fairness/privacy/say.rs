//! What is shown in sentences, and what is not.

use super::super::sentence::closed;
use super::super::table::TIMES;
use super::super::verdict::number;
use super::{Band, PublishedRow, PublishedSelection, PublishedTable};
use crate::text::{Argument, Lang, Localized, Reason};

/// A block of lines for each table, then what concerns them all.
pub(super) fn text(published: &PublishedSelection, lang: Lang) -> String {
    let several = published.tables.len() > 1;
    let tables = published.tables.iter().map(|table| {
        let mut lines = Vec::new();
        if several {
            lines.push(format!("[{}]", table.attributes.join(TIMES)));
        }
        lines.extend(sentences(table, lang));
        lines.join("\n")
    });
    closed(tables.collect(), &published.reasons, published.verdict, lang)
}

fn sentences(table: &PublishedTable, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    match &table.report {
        Some(report) => {
            lines.extend(report.findings.iter().map(|finding| finding.text(lang)));
            lines.extend(report.reasons.iter().map(|reason| reason.text(lang)));
        }
        None => lines.push(Reason::new("privacy-nothing-to-compare").text(lang)),
    }
    let hidden: Vec<&PublishedRow> = table.rows.iter().filter(|row| row.considered.is_none()).collect();
    if !hidden.is_empty() {
        let names = hidden.iter().map(|row| row.name(lang)).collect::<Argument>();
        lines.push(Reason::new("privacy-hidden").with("groups", names).text(lang));
    }
    lines.extend(hidden.into_iter().filter_map(|row| banded(row, lang)).map(|reason| reason.text(lang)));
    lines
}

fn banded(row: &PublishedRow, lang: Lang) -> Option<Reason> {
    let (ratio, p) = (row.ratio_band?, row.p_band?);
    Some(
        Reason::new("privacy-bands")
            .with("group", row.name(lang))
            .with("ratio", said(ratio))
            .with("p", said(p)),
    )
}

/// A band in words.
pub(in super::super) fn said(band: Band) -> Argument {
    let text = |value: f64| number(value).text(Lang::En);
    let phrase = match (band.from, band.below) {
        (from, None) => Localized::new(format!("at least {}", text(from)), format!("{}以上", text(from))),
        (from, Some(below)) if from <= 0.0 => {
            Localized::new(format!("below {}", text(below)), format!("{}未満", text(below)))
        }
        (from, Some(below)) => {
            let (from, below) = (text(from), text(below));
            Localized::new(format!("at least {from} and below {below}"), format!("{from}以上{below}未満"))
        }
    };
    Argument::Phrase(phrase)
}
