//! What was found about selection rates as tables that go out.

use super::table::TIMES;
use super::{
    Finding, LocalLaw144, PublishedSelection, SelectionReport, StrataReport, TableReport, ThresholdReport,
};
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

impl StrataReport {
    /// The findings as a table, a row for each group that was compared: `group`, `reference`, `pooled_ratio`, `rate_ratio` with
    /// `rate_ratio_lower` and `rate_ratio_upper`, `odds_ratio` with its own two, `mid_p`, `adjusted_p`, `agreement` and `verdict`. What
    /// cannot be estimated is nothing there.
    ///
    /// # Errors
    ///
    /// None that a report which exists can have.
    pub fn stream(&self) -> Result<Stream, Error> {
        let each = || self.findings.iter();
        let (ratio, odds) = (each().map(|found| found.rate_ratio), each().map(|found| found.odds_ratio));
        let record = Record::new(self.findings.len())
            .texts("group", each().map(|found| found.group.as_str()))
            .texts_or_none("reference", each().map(|found| found.reference.as_deref()))
            .numbers_or_none("pooled_ratio", each().map(|found| found.pooled.impact_ratio))
            .numbers_or_none("rate_ratio", ratio.clone().map(|ratio| Some(ratio?.value)))
            .numbers_or_none("rate_ratio_lower", ratio.clone().map(|ratio| Some(ratio?.interval.lower)))
            .numbers_or_none("rate_ratio_upper", ratio.map(|ratio| ratio?.interval.upper))
            .numbers_or_none("odds_ratio", odds.clone().map(|odds| Some(odds?.value)))
            .numbers_or_none("odds_ratio_lower", odds.clone().map(|odds| Some(odds?.interval.lower)))
            .numbers_or_none("odds_ratio_upper", odds.map(|odds| odds?.interval.upper))
            .numbers_or_none("mid_p", each().map(|found| found.mid_p))
            .numbers_or_none("adjusted_p", each().map(|found| found.adjusted_p))
            .texts("agreement", each().map(|found| found.agreement.as_str()))
            .texts("verdict", each().map(|found| found.verdict.as_str()));
        Ok(Stream::once(record, []))
    }
}

impl ThresholdReport {
    /// The thresholds as a table, a row for each, rising: `threshold`, `eligible`, `lowest_ratio`, `lowest_group`, `below_threshold`
    /// (whether the ratio is below the standard's line), `least_p` (the smallest adjusted p-value) and `on_front`.
    ///
    /// # Errors
    ///
    /// None that a report which exists can have.
    pub fn stream(&self) -> Result<Stream, Error> {
        let each = || self.points.iter();
        let record = Record::new(self.points.len())
            .numbers("threshold", each().map(|point| point.threshold).collect())
            .integers("eligible", each().map(|point| i64::try_from(point.eligible).ok()))
            .numbers_or_none("lowest_ratio", each().map(|point| point.lowest_ratio))
            .texts_or_none("lowest_group", each().map(|point| point.lowest_group.as_deref()))
            .booleans_or_none("below_threshold", each().map(|point| point.below_threshold))
            .numbers_or_none("least_p", each().map(super::ThresholdPoint::least_p))
            .booleans("on_front", each().map(|point| point.on_front));
        Ok(Stream::once(record, []))
    }
}

impl LocalLaw144 {
    /// The rows of every table: `attributes` (`sex`, or `sex × race`), `category`, `people`, `selected` (or scored above the median),
    /// `rate`, `impact_ratio` with `lower` and `upper`, and `left_out` (less than 2 % of all people). The last row of each table is of
    /// those whose category is not known: it has no category and no ratio.
    ///
    /// # Errors
    ///
    /// None that tables which exist can have.
    pub fn stream(&self) -> Result<Stream, Error> {
        let (mut about, mut categories, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for table in &self.tables {
            for row in table.rows.iter().map(Some).chain([None]) {
                about.push(table.attributes.join(TIMES));
                categories.push(row.map(|row| row.categories.join(TIMES)));
                let unknown = (table.unknown, table.unknown_selected);
                rows.push((row, row.map_or(unknown, |row| (row.people, row.selected))));
            }
        }
        let each = || rows.iter();
        let interval = || each().map(|(row, _)| row.as_ref()?.interval);
        let record = Record::new(rows.len())
            .texts("attributes", about.iter().map(String::as_str))
            .texts_or_none("category", categories.iter().map(Option::as_deref))
            .integers("people", each().map(|(_, (people, _))| i64::try_from(*people).ok()))
            .integers("selected", each().map(|(_, (_, selected))| i64::try_from(*selected).ok()))
            .numbers_or_none("rate", each().map(|(row, _)| row.as_ref()?.rate))
            .numbers_or_none("impact_ratio", each().map(|(row, _)| row.as_ref()?.impact_ratio))
            .numbers_or_none("lower", interval().map(|interval| Some(interval?.lower)))
            .numbers_or_none("upper", interval().map(|interval| interval?.upper))
            .booleans("left_out", each().map(|(row, _)| row.is_some_and(|row| row.left_out)));
        Ok(Stream::once(record, []))
    }
}

impl PublishedSelection {
    /// The rows of every table: `attributes` (`sex`, or `sex × race`), `category` (nothing where it is not known), `considered`,
    /// `selected` and `rate`, nothing where they are hidden, with `hidden` to tell; and, where a band is shown of a hidden row, between
    /// what its impact ratio (`ratio_from`, `ratio_below`) and its mid-p (`p_from`, `p_below`) lie.
    ///
    /// # Errors
    ///
    /// None that a publication which exists can have.
    pub fn stream(&self) -> Result<Stream, Error> {
        let (mut about, mut categories, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for table in &self.tables {
            for row in &table.rows {
                about.push(table.attributes.join(TIMES));
                let names = row.categories.iter().map(Option::as_deref).collect::<Option<Vec<_>>>();
                categories.push(names.map(|names| names.join(TIMES)));
                rows.push(row);
            }
        }
        let each = || rows.iter();
        let whole = |count: Option<u64>| i64::try_from(count?).ok();
        let record = Record::new(rows.len())
            .texts("attributes", about.iter().map(String::as_str))
            .texts_or_none("category", categories.iter().map(Option::as_deref))
            .integers("considered", each().map(|row| whole(row.considered)))
            .integers("selected", each().map(|row| whole(row.selected)))
            .numbers_or_none("rate", each().map(|row| row.rate))
            .booleans("hidden", each().map(|row| row.considered.is_none()))
            .numbers_or_none("ratio_from", each().map(|row| Some(row.ratio_band?.from)))
            .numbers_or_none("ratio_below", each().map(|row| row.ratio_band?.below))
            .numbers_or_none("p_from", each().map(|row| Some(row.p_band?.from)))
            .numbers_or_none("p_below", each().map(|row| row.p_band?.below));
        Ok(Stream::once(record, []))
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
