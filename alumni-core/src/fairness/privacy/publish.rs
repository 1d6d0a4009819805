//! From counts to what may be shown of them.

use std::collections::BTreeSet;

use super::super::finding::Tally;
use super::super::input_hash;
use super::super::selection::{adjust, highest};
use super::super::{Reference, Standard, Unknown, Verdict};
use super::bands::{Banded, bands};
use super::cells::Categories;
use super::grid::{Places, Set, has, within};
use super::hide::Hidden;
use super::{PublicationQuestion, PublishedRow, PublishedSelection, PublishedTable};
use crate::Error;
use crate::text::Reason;

/// Selection rates that may be shown to everybody; see [`PublishedSelection`] for what is guaranteed.
///
/// # Errors
///
/// - [`OutOfRange`](crate::ErrorKind::OutOfRange): no attribute or more than three, a protection outside 1 to 1,000, an
///   epsilon outside 0.01 to 10.
/// - [`Missing`](crate::ErrorKind::Missing): no cell, or an attribute or a category without a name.
/// - [`Duplicate`](crate::ErrorKind::Duplicate): an attribute named twice.
/// - [`Inconsistent`](crate::ErrorKind::Inconsistent): more selected than considered, a cell without one category (or null) for
///   each attribute.
/// - [`UnknownName`](crate::ErrorKind::UnknownName): no group has the name of the standard's reference.
/// - [`TooLarge`](crate::ErrorKind::TooLarge): more than 1,000 combinations of categories, more than 10^18 considered, a name
///   of more than 1,000 bytes.
pub fn publish(question: &PublicationQuestion) -> Result<PublishedSelection, Error> {
    let (categories, mut grid) = question.grid()?;
    if let Reference::Group(name) = question.standard.reference()
        && !categories.iter().flatten().flatten().any(|category| category == name)
    {
        let error = Error::unknown_name(format!("expected the name of a group, got `{name}`"));
        return Err(error.within("reference").within("standard"));
    }
    if let Some(noise) = question.privacy.noise {
        noise.add(&mut grid);
    }
    let sets: Vec<Set> = within(grid.all())
        .into_iter()
        .filter(|set| question.intersections || set.count_ones() <= 1)
        .collect();
    let hidden = Hidden::new(&grid, sets.clone(), question.privacy);
    let banded = banded(&hidden, &question.standard, &sets, &categories);
    let mut tables = Vec::new();
    for set in sets.iter().filter(|set| **set != 0) {
        tables.push(table(question, &hidden, &banded, *set, &categories)?);
    }
    together(&mut tables, &question.standard);
    let total = hidden.shown(0, &vec![0; categories.len()]);
    let verdicts = tables.iter().filter_map(|table| table.report.as_ref()).map(|report| report.verdict);
    let mut published = PublishedSelection {
        standard: question.standard.clone(),
        minimum_cell: question.privacy.minimum_cell,
        minimum_outcome: question.privacy.minimum_outcome,
        protection: question.privacy.protection,
        epsilon: question.privacy.noise.map(|noise| noise.epsilon),
        attributes: question.attributes.clone(),
        considered: total.map(|counts| counts.iter().copied().fold(0, u64::saturating_add)),
        selected: total.map(|[_, selected]| selected),
        verdict: verdicts.max().unwrap_or(Verdict::Insufficient),
        reasons: reasons(question, &tables),
        tables,
        input_hash: None,
    };
    published.input_hash = input_hash::of(&input_hash::canonical(&published));
    Ok(published)
}

fn reasons(question: &PublicationQuestion, tables: &[PublishedTable]) -> Vec<Reason> {
    let privacy = question.privacy;
    let mut reasons = Vec::new();
    if let Some(noise) = privacy.noise {
        let epsilon = crate::text::Argument::Number { value: noise.epsilon, digits: 2 };
        reasons.push(Reason::new("privacy-noise").with("epsilon", epsilon));
    }
    if tables.iter().flat_map(|table| &table.rows).any(|row| row.considered.is_none()) {
        let rule = Reason::new("privacy-rule")
            .with("minimum", privacy.minimum_cell)
            .with("outcome", privacy.minimum_outcome)
            .with("values", privacy.protection.saturating_add(1));
        reasons.push(rule);
    }
    reasons
}

fn table(
    question: &PublicationQuestion,
    hidden: &Hidden<'_>,
    banded: &Banded,
    set: Set,
    categories: &Categories,
) -> Result<PublishedTable, Error> {
    let grid = hidden.grid;
    let (mut rows, mut tallies, mut unknown) = (Vec::new(), Vec::new(), None);
    for places in grid.rows(set) {
        let names = names(set, &places, categories);
        let shown = hidden
            .shown(set, &places)
            .map(|[not_selected, selected]| (not_selected.saturating_add(selected), selected));
        let named = names.iter().map(Option::as_deref).collect::<Option<Vec<_>>>();
        match (shown, named) {
            (Some((considered, selected)), Some(named)) => {
                tallies.push(Tally { group: named.join(super::super::table::TIMES), considered, selected });
            }
            (Some((considered, selected)), None) if set.count_ones() == 1 && considered > 0 => {
                unknown = Some(Unknown::new(considered, selected));
            }
            _ => {}
        }
        let (ratio_band, p_band) = match banded.rows.get(&(set, grid.index(set, &places))) {
            Some(reference) => bands(hidden.counts(set, &places), *reference),
            None => (None, None),
        };
        rows.push(PublishedRow {
            categories: names,
            considered: shown.map(|(considered, _)| considered),
            selected: shown.map(|(_, selected)| selected),
            rate: shown
                .filter(|(considered, _)| *considered > 0)
                .map(|(considered, selected)| selected as f64 / considered as f64),
            ratio_band,
            p_band,
        });
    }
    let attributes = question.attributes.iter().enumerate().filter(|(attribute, _)| has(set, *attribute));
    let standard = &question.standard;
    let is_there = match standard.reference() {
        Reference::Group(name) => tallies.iter().any(|tally| tally.group == *name),
        _ => true,
    };
    let report = if is_there && tallies.len() > 1 {
        Some(standard.compare(tallies, unknown, &BTreeSet::new())?)
    } else {
        None
    };
    Ok(PublishedTable { attributes: attributes.map(|(_, name)| name.clone()).collect(), rows, report })
}

/// Single attributes are the declared family, combinations one of exploration.
fn together(tables: &mut [PublishedTable], standard: &Standard) {
    for is_single in [true, false] {
        let mut reports: Vec<_> = tables
            .iter_mut()
            .filter(|table| (table.attributes.len() == 1) == is_single)
            .filter_map(|table| table.report.as_mut())
            .collect();
        let comparisons = adjust(reports.iter_mut().flat_map(|report| &mut report.findings), standard);
        for report in reports {
            report.say(comparisons);
        }
    }
}

fn names(set: Set, places: &[usize], categories: &Categories) -> Vec<Option<String>> {
    let of = categories.iter().zip(places).enumerate().filter(|(attribute, _)| has(set, *attribute));
    of.map(|(_, (names, place))| names.get(*place).cloned().flatten()).collect()
}

/// The hidden groups of single attributes whose bands give nothing away, one after the other.
fn banded(hidden: &Hidden<'_>, standard: &Standard, sets: &[Set], categories: &Categories) -> Banded {
    let mut banded = Banded::default();
    if hidden.shown(0, &vec![0; categories.len()]).is_none() {
        return banded;
    }
    for set in sets.iter().filter(|set| set.count_ones() == 1) {
        let rows = hidden.grid.rows(*set);
        let is_named = |places: &&Places| names(*set, places, categories).iter().all(Option::is_some);
        let Some(reference) = reference(hidden, standard, *set, &rows, categories) else { continue };
        for places in rows.iter().filter(is_named) {
            if hidden.shown(*set, places).is_none()
                && bands(hidden.counts(*set, places), reference).0.is_some()
            {
                let key = (*set, hidden.grid.index(*set, places));
                let mut more = banded.clone();
                more.rows.insert(key, reference);
                if hidden.all_proved(&more) {
                    banded = more;
                }
            }
        }
    }
    banded
}

/// The counts of the group that others are compared with, where it is shown and one group.
fn reference(
    hidden: &Hidden<'_>,
    standard: &Standard,
    set: Set,
    rows: &[Places],
    categories: &Categories,
) -> Option<[u64; 2]> {
    let tally = |places: &Places| {
        let [not_selected, selected] = hidden.shown(set, places)?;
        let group = names(set, places, categories).into_iter().next()??;
        Some(Tally { group, considered: not_selected.saturating_add(selected), selected })
    };
    let shown: Vec<Tally> = rows.iter().filter_map(tally).collect();
    let found = match standard.reference() {
        Reference::HighestRate => highest(&shown)?,
        Reference::Group(name) => shown.iter().find(|tally| tally.group == *name)?,
        Reference::Complement => return None,
    };
    Some([found.considered.saturating_sub(found.selected), found.selected])
}
