//! Findings of selection rates as a table that goes out.

use super::table::TIMES;
use super::{Finding, SelectionReport, TableReport};
use crate::Error;
use crate::table::{Record, Stream};

impl SelectionReport {
    /// The findings as a table, a row for each group that was compared: `group`, `considered`, `selected`, `rate`, `reference`,
    /// `reference_considered`, `reference_selected`, `reference_rate`, `impact_ratio`, `lower` and `upper` (its interval), `fisher`,
    /// `mid_p`, `adjusted_p`, `discovery_p` and `verdict`. What cannot be estimated is nothing there.
    ///
    /// # Errors
    ///
    /// None that a report which exists can have.
    pub fn stream(&self) -> Result<Stream, Error> {
        let findings: Vec<_> = self.findings.iter().collect();
        Ok(Stream::once(record(Record::new(findings.len()), &findings), []))
    }
}

impl TableReport {
    /// The findings of every attribute, then of every combination, as [`SelectionReport::stream`] gives them, behind the `attributes`
    /// they are about: `sex`, or `sex × age`.
    ///
    /// # Errors
    ///
    /// None that a report which exists can have.
    pub fn stream(&self) -> Result<Stream, Error> {
        let (mut names, mut findings) = (Vec::new(), Vec::new());
        for about in self.attributes.iter().chain(&self.intersections) {
            for finding in about.report.iter().flat_map(|report| &report.findings) {
                names.push(about.attributes.join(TIMES));
                findings.push(finding);
            }
        }
        let start = Record::new(findings.len()).texts("attributes", names.iter().map(String::as_str));
        Ok(Stream::once(record(start, &findings), []))
    }
}

fn record(start: Record, findings: &[&Finding]) -> Record {
    let each = || findings.iter();
    let count = |of: fn(&Finding) -> u64| each().map(move |finding| i64::try_from(of(finding)).ok());
    let number = |of: fn(&Finding) -> Option<f64>| each().map(move |finding| of(finding));
    start
        .texts("group", each().map(|finding| finding.group.as_str()))
        .integers("considered", count(|finding| finding.considered))
        .integers("selected", count(|finding| finding.selected))
        .numbers_or_none("rate", number(|finding| finding.rate))
        .texts_or_none("reference", each().map(|finding| finding.reference.as_deref()))
        .integers("reference_considered", count(|finding| finding.reference_considered))
        .integers("reference_selected", count(|finding| finding.reference_selected))
        .numbers_or_none("reference_rate", number(|finding| finding.reference_rate))
        .numbers_or_none("impact_ratio", number(|finding| finding.impact_ratio))
        .numbers_or_none("lower", number(|finding| Some(finding.interval?.lower)))
        .numbers_or_none("upper", number(|finding| finding.interval?.upper))
        .numbers_or_none("fisher", number(|finding| finding.fisher))
        .numbers_or_none("mid_p", number(|finding| finding.mid_p))
        .numbers_or_none("adjusted_p", number(|finding| finding.adjusted_p))
        .numbers_or_none("discovery_p", number(|finding| finding.discovery_p))
        .texts("verdict", each().map(|finding| finding.verdict.as_str()))
}
