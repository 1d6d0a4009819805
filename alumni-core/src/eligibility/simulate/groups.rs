use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::batch::Coded;
use crate::Error;
use crate::columns::{Column, Columns, Values};
use crate::text::did_you_mean;

/// How many of a group are eligible under each policy.
///
/// The rates are [`eligible_before`](Self::eligible_before) and [`eligible_after`](Self::eligible_after) over
/// [`rows`](Self::rows): counts, so that no digit is lost and no small group hides behind a percentage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GroupRates {
    /// The column.
    pub column: String,
    /// The group's name; absent for the rows of whom it is not known.
    pub group: Option<String>,
    /// How many belong to it.
    pub rows: usize,
    /// How many of them are eligible under the policy before.
    pub eligible_before: usize,
    /// How many of them are eligible under the policy after.
    pub eligible_after: usize,
}

/// Columns of groups, and what is counted of them so far.
pub(super) struct Groups<'c>(Vec<Group<'c>>);

struct Group<'c> {
    column: &'c str,
    coded: Coded,
    /// For each text, and for the rows without one: rows, and those eligible before and after.
    counts: Vec<[usize; 3]>,
    there: Column<'c>,
}

impl<'c> Groups<'c> {
    pub(super) fn new(columns: &Columns<'c>, names: &'c [String]) -> Result<Self, Error> {
        let groups = names.iter().map(|name| {
            let column = columns.get(name).ok_or_else(|| {
                let hint = did_you_mean(name, columns.iter().map(|(name, _)| name));
                Error::missing(format!("expected a column of groups `{name}`{hint}")).within(name.as_str())
            })?;
            if !is_text(column) {
                return Err(Error::wrong_type("expected a column of texts").within(name.as_str()));
            }
            let coded = Coded::of(column, columns.rows()).unwrap_or_default();
            let counts = vec![[0; 3]; coded.texts.len().saturating_add(1)];
            Ok(Group { column: name, coded, counts, there: column.clone() })
        });
        groups.collect::<Result<_, _>>().map(Self)
    }

    /// Counts the 64 rows from `first` on, of which some are eligible before and after.
    pub(super) fn add(&mut self, first: usize, was: u64, is: u64) {
        for group in &mut self.0 {
            for (bit, row) in (0_u32..64).zip(first..group.there.len()) {
                let text = group.coded.code(&group.there, row);
                let place = text.unwrap_or(group.counts.len().saturating_sub(1));
                let Some([rows, before, after]) = group.counts.get_mut(place) else { continue };
                let one = |word: u64| usize::from(word.wrapping_shr(bit) & 1 == 1);
                *rows = rows.saturating_add(1);
                *before = before.saturating_add(one(was));
                *after = after.saturating_add(one(is));
            }
        }
    }

    /// The rates of every group of every column, groups by name and the unknown last.
    pub(super) fn rates(self) -> Vec<GroupRates> {
        self.0.into_iter().flat_map(Group::rates).collect()
    }
}

impl Group<'_> {
    fn rates(self) -> Vec<GroupRates> {
        let mut named: BTreeMap<Option<&str>, [usize; 3]> = BTreeMap::new();
        let names = self.coded.texts.iter().map(|(there, text)| {
            text.as_deref().filter(|_| *there).and_then(|text| std::str::from_utf8(text).ok())
        });
        // Texts may be listed twice, and some for no row.
        for (name, counts) in names.chain([None]).zip(&self.counts).filter(|(_, counts)| **counts != [0; 3]) {
            let all = named.entry(name).or_default();
            all.iter_mut().zip(counts).for_each(|(all, count)| *all = all.saturating_add(*count));
        }
        let unknown = named.remove(&None).map(|counts| (None, counts));
        let rates = named.into_iter().chain(unknown);
        rates
            .map(|(group, [rows, eligible_before, eligible_after])| GroupRates {
                column: self.column.to_owned(),
                group: group.map(str::to_owned),
                rows,
                eligible_before,
                eligible_after,
            })
            .collect()
    }
}

fn is_text(column: &Column<'_>) -> bool {
    matches!(column.values(), Values::Texts(_) | Values::Coded { .. } | Values::Null(_))
}
