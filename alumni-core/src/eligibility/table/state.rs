//! A decided table in JSON, complete, and checked when it is read.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::super::batch::{CriterionMasks, EligibleOn, UnknownColumn};
use super::super::{Effect, Outcome, PolicyReference};
use super::{DecidedTable, Decisions};
use crate::columns::UnusableValues;
use crate::table::{RowId, id};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    policy: PolicyReference,
    as_of: NaiveDate,
    outcomes: Vec<u8>,
    criteria: Vec<Masks>,
    eligible_on: Option<Days>,
    unknown_columns: Vec<(String, Option<String>)>,
    unused_columns: Vec<String>,
    missing_columns: Vec<String>,
    unusable: Vec<(String, usize, Vec<usize>, String)>,
    id: Option<String>,
    ids: Vec<Option<RowId>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Masks {
    id: String,
    effect: Effect,
    standing: Vec<u64>,
    unknown: Vec<u64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Days {
    days: Vec<i32>,
    valid: Vec<u64>,
}

impl Serialize for DecidedTable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Decisions {
            as_of,
            policy,
            outcomes,
            criteria,
            eligible_on,
            unknown_columns,
            unused_columns,
            missing_columns,
            unusable,
        } = self.decisions.clone();
        let ids = if self.id.is_some() { 0..outcomes.len() } else { 0..0 };
        let masks = |masks: CriterionMasks| Masks {
            id: masks.id,
            effect: masks.effect,
            standing: masks.standing.into(),
            unknown: masks.unknown.into(),
        };
        let state = State {
            policy,
            as_of,
            criteria: criteria.into_iter().map(masks).collect(),
            eligible_on: eligible_on.map(|found| Days { days: found.days, valid: found.valid }),
            unknown_columns: unknown_columns.into_iter().map(|found| (found.name, found.nearest)).collect(),
            unused_columns,
            missing_columns,
            unusable: unusable
                .into_iter()
                .map(|found| (found.column, found.count, found.rows, found.expected))
                .collect(),
            ids: ids.map(|row| self.id(row)).collect(),
            id: self.id.clone(),
            outcomes,
        };
        state.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for DecidedTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let state = State::deserialize(deserializer)?;
        if !fits(&state) {
            return Err(de::Error::custom("expected one answer, and one bit of each mask, for every row"));
        }
        let ids = state.id.is_some().then(|| id::array(&state.ids));
        let masks = |masks: Masks| CriterionMasks {
            id: masks.id,
            effect: masks.effect,
            standing: masks.standing.into(),
            unknown: masks.unknown.into(),
        };
        let decisions = Decisions {
            as_of: state.as_of,
            policy: state.policy,
            outcomes: state.outcomes,
            criteria: state.criteria.into_iter().map(masks).collect(),
            eligible_on: state.eligible_on.map(|found| EligibleOn { days: found.days, valid: found.valid }),
            unknown_columns: state
                .unknown_columns
                .into_iter()
                .map(|(name, nearest)| UnknownColumn { name, nearest })
                .collect(),
            unused_columns: state.unused_columns,
            missing_columns: state.missing_columns,
            unusable: state
                .unusable
                .into_iter()
                .map(|(column, count, rows, expected)| UnusableValues::new(column, count, rows, expected))
                .collect(),
        };
        Ok(Self { decisions, id: state.id, ids: ids.into_iter().collect() })
    }
}

/// Whether every part has as much as there are rows, and nothing beyond.
fn fits(state: &State) -> bool {
    let rows = state.outcomes.len();
    let beyond =
        u32::try_from(rows % 64).map_or(0, |used| if used == 0 { 0 } else { u64::MAX.wrapping_shl(used) });
    let mask = |words: &[u64]| {
        words.len() == rows.div_ceil(64) && words.last().is_none_or(|last| last & beyond == 0)
    };
    state.outcomes.iter().all(|code| usize::from(*code) < Outcome::ALL.len())
        && state.criteria.iter().all(|masks| mask(&masks.standing) && mask(&masks.unknown))
        && state.eligible_on.as_ref().is_none_or(|found| found.days.len() == rows && mask(&found.valid))
        && state.ids.len() == if state.id.is_some() { rows } else { 0 }
}
