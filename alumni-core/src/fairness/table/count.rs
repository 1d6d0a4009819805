//! One pass over the rows: how many of each combination of groups were considered and selected.

use std::collections::BTreeMap;

use super::TableOptions;
use super::outcomes::outcomes;
use super::tally::Tally;
use crate::Error;
use crate::columns::codes::Codes;
use crate::columns::{Column, Columns};
use crate::text::did_you_mean;

/// A combination of groups, the stratum (where there are strata) last; absent where it is unknown.
pub(in crate::fairness) type Key = Vec<Option<String>>;

/// What is kept of a table.
#[derive(Debug, Default)]
pub(in crate::fairness) struct Counted {
    pub(in crate::fairness) rows: u64,
    pub(in crate::fairness) undecided: u64,
    /// Considered and selected.
    pub(in crate::fairness) cells: BTreeMap<Key, (u64, u64)>,
}

/// Rows that are read at a time: their codes stay in the nearest memory.
const BLOCK: usize = 2_048;

impl Counted {
    /// Counts the rows of a table, or of its next batch.
    pub(in crate::fairness) fn add(
        &mut self,
        columns: &Columns<'_>,
        options: &TableOptions,
    ) -> Result<(), Error> {
        let outcome = column(columns, &options.outcome)?;
        let names: Vec<&str> =
            options.attributes.iter().map(String::as_str).chain(options.stratum.as_deref()).collect();
        let coded = |name: &&str| Codes::new(column(columns, name)?).map_err(|error| error.within(*name));
        let mut codes = names.iter().map(coded).collect::<Result<Vec<_>, _>>()?;
        let mut blocks = vec![vec![0_u32; BLOCK]; names.len()];
        let mut decided = vec![0_u32; BLOCK];
        let mut tally = Tally::default();
        let mut first = 0;
        while first < columns.rows() {
            let length = columns.rows().saturating_sub(first).min(BLOCK);
            decided.truncate(length);
            outcomes(outcome, first, &mut decided).map_err(|error| error.within(options.outcome.as_str()))?;
            for ((codes, block), name) in codes.iter_mut().zip(&mut blocks).zip(&names) {
                block.truncate(length);
                codes.read(first, block).map_err(|error| error.within(*name))?;
            }
            tally.make_room(codes.iter().map(Codes::count))?;
            tally.count(&blocks, &decided);
            first = first.saturating_add(length);
        }
        let rows = u64::try_from(columns.rows()).unwrap_or(u64::MAX);
        self.rows = self.rows.saturating_add(rows);
        self.undecided = self.undecided.saturating_add(tally.undecided());
        let named: Vec<Vec<String>> = codes.into_iter().map(Codes::names).collect();
        for (places, [rejected, selected]) in tally.cells() {
            let name = |(names, code): (&Vec<String>, usize)| names.get(code.checked_sub(1)?).cloned();
            let sum = self.cells.entry(named.iter().zip(places).map(name).collect()).or_default();
            sum.0 = sum.0.saturating_add(rejected).saturating_add(selected);
            sum.1 = sum.1.saturating_add(selected);
        }
        Ok(())
    }
}

pub(in crate::fairness) fn column<'a, 'c>(
    columns: &'a Columns<'c>,
    name: &str,
) -> Result<&'a Column<'c>, Error> {
    columns.get(name).ok_or_else(|| {
        let hint = did_you_mean(name, columns.iter().map(|(name, _)| name));
        Error::missing(format!("expected a column `{name}`{hint}")).within(name)
    })
}
