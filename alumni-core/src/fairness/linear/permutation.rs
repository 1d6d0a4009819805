//! Freedman and Lane's permutation test of one coefficient.

use serde::{Deserialize, Serialize};

use super::blocks::Triangle;
use super::triangle::Factor;
use super::{add_scaled, dot};
use crate::numerics::splitmix::next;

/// How a permutation test is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct PermutationOptions {
    /// How many random orders are looked at; where all orders are no more than these, all are, once each. 9,999 unless
    /// set, at most 1,000,000.
    pub orders: u32,
    /// Where the random orders begin: the same seed gives the same answer everywhere.
    pub seed: u64,
}

impl Default for PermutationOptions {
    fn default() -> Self {
        Self { orders: 9_999, seed: 0 }
    }
}

impl PermutationOptions {
    /// So many orders from this seed.
    #[must_use]
    pub fn new(orders: u32, seed: u64) -> Self {
        Self { orders, seed }
    }
}

/// What a permutation test found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Permutation {
    /// The share of orders whose t statistic is at least as far from zero, the observed order counted once.
    pub p: f64,
    /// How many orders were looked at, the observed one included.
    pub orders: u64,
    /// Whether these are all there are.
    pub exhaustive: bool,
    /// The seed of the random orders; not used where all were looked at.
    pub seed: u64,
}

/// Tests the coefficient of `tested` beside `others` by permuting the residuals of the model without it.
///
/// The residuals of the model without the column are put into another order, added to what that model fits, and the
/// whole model is fitted to the sum; its classical t statistic is compared with the observed one. Random orders are those
/// of Fisher and Yates from the last place down, each place drawn as the high half of the 128-bit product of the next
/// number of `SplitMix64` and how many places are left.
///
/// With several `levels` (one for each row, numbered from 0) residuals change places within their level alone, level by level in
/// the order of their numbers; all orders are then those of each level, in every combination.
///
/// Nothing when the column depends on the others or no degree of freedom is left.
///
/// # Source
///
/// D. Freedman and D. Lane, J. Business & Economic Statistics 1 (1983); A. M. Winkler et al., `NeuroImage` 92 (2014).
pub(in super::super) fn freedman_lane(
    outcome: &[f64],
    tested: &[f64],
    others: &[&[f64]],
    levels: &[usize],
    options: PermutationOptions,
) -> Option<Permutation> {
    let basis = basis(others);
    let rest = |vector: &[f64]| without(&basis, vector);
    let direction = rest(tested);
    let length = dot(&direction, &direction);
    let free = outcome.len().saturating_sub(basis.len());
    if free < 2 || length <= 1e-20 * dot(tested, tested) {
        return None;
    }
    let residuals = rest(outcome);
    // Rises and falls with the size of t, and is defined where nothing is left.
    let square = |order: &[f64]| {
        let along = dot(&direction, order);
        let explained = along * along / length;
        let left = dot(order, order)
            - basis.iter().map(|axis| dot(axis, order)).map(|part| part * part).sum::<f64>()
            - explained;
        explained / (explained + left.max(0.0)).max(f64::MIN_POSITIVE)
    };
    let observed = square(&residuals);
    // Orders that are alike in truth may differ in the last digits.
    let as_far = |order: &[f64]| square(order) >= observed - 1e-10;
    let blocks = blocks(levels);
    let each = blocks.iter().flat_map(|block| 1..=block.len());
    let all = each.into_iter().try_fold(1_u64, |all, next| all.checked_mul(next.try_into().ok()?));
    let mut order = residuals.clone();
    if let Some(all) = all.filter(|all| *all <= u64::from(options.orders).saturating_add(1)) {
        let mut found = 0_u64;
        within_each(&blocks, &mut order, &mut |order| {
            found = found.saturating_add(u64::from(as_far(order)));
        });
        return Some(Permutation {
            p: found as f64 / all as f64,
            orders: all,
            exhaustive: true,
            seed: options.seed,
        });
    }
    let mut state = options.seed;
    let mut found = 1_u64;
    for _ in 0..options.orders {
        order.clone_from(&residuals);
        for block in &blocks {
            for last in (1..block.len()).rev() {
                let places = u128::from(u64::try_from(last).unwrap_or(u64::MAX)).saturating_add(1);
                let drawn = u128::from(next(&mut state)).saturating_mul(places) >> 64;
                swap(&mut order, block, usize::try_from(drawn).unwrap_or_default().min(last), last);
            }
        }
        found = found.saturating_add(u64::from(as_far(&order)));
    }
    let orders = u64::from(options.orders).saturating_add(1);
    Some(Permutation { p: found as f64 / orders as f64, orders, exhaustive: false, seed: options.seed })
}

/// The places of the rows of each level; those with one row have no other order.
fn blocks(levels: &[usize]) -> Vec<Vec<usize>> {
    let most = levels.iter().copied().max().map_or(0, |most| most.saturating_add(1));
    let mut blocks = vec![Vec::new(); most];
    for (place, level) in levels.iter().enumerate() {
        if let Some(block) = blocks.get_mut(*level) {
            block.push(place);
        }
    }
    blocks.retain(|block| block.len() > 1);
    blocks
}

/// Exchanges two values of a block.
fn swap(values: &mut [f64], block: &[usize], one: usize, other: usize) {
    if let (Some(one), Some(other)) = (block.get(one), block.get(other)) {
        values.swap(*one, *other);
    }
}

/// Calls `look` with every order of each block, in every combination: each block by Heap's algorithm, and for each of its orders
/// all of the blocks after it. A block is left in the order in which it ends, which the next round begins with.
fn within_each(blocks: &[Vec<usize>], values: &mut [f64], look: &mut impl FnMut(&[f64])) {
    let mut counters: Vec<Vec<usize>> = blocks.iter().map(|block| vec![0; block.len()]).collect();
    let mut places = vec![1_usize; blocks.len()];
    look(values);
    // The last block turns fastest; one that has been through all its orders begins again and the block before it takes one step.
    let mut turning = blocks.len();
    while let Some(which) = turning.checked_sub(1) {
        let (Some(block), Some(counters), Some(place)) =
            (blocks.get(which), counters.get_mut(which), places.get_mut(which))
        else {
            return;
        };
        if step(block, counters, place, values) {
            look(values);
            turning = blocks.len();
        } else {
            counters.fill(0);
            *place = 1;
            turning = which;
        }
    }
}

/// One step of Heap's algorithm; false after the last order.
fn step(block: &[usize], counters: &mut [usize], place: &mut usize, values: &mut [f64]) -> bool {
    while *place < block.len() {
        let Some(counter) = counters.get_mut(*place) else { return false };
        if *counter < *place {
            swap(values, block, if place.is_multiple_of(2) { 0 } else { *counter }, *place);
            *counter = counter.saturating_add(1);
            *place = 1;
            return true;
        }
        *counter = 0;
        *place = place.saturating_add(1);
    }
    false
}

/// Orthonormal columns that span the given ones.
fn basis(columns: &[&[f64]]) -> Vec<Vec<f64>> {
    let mut triangle = Triangle::new(columns.len().saturating_add(1));
    let mut block: Vec<Vec<f64>> = columns.iter().map(|column| column.to_vec()).collect();
    block.push(vec![0.0; columns.first().map_or(0, |column| column.len())]);
    triangle.absorb(&mut block);
    let factor = Factor::new(&triangle);
    let mut kept: Vec<Vec<f64>> =
        factor.kept.iter().filter_map(|number| columns.get(*number)).map(|column| column.to_vec()).collect();
    factor.orthonormal(&mut kept);
    kept
}

fn without(basis: &[Vec<f64>], vector: &[f64]) -> Vec<f64> {
    let mut rest = vector.to_vec();
    for _ in 0..2 {
        for axis in basis {
            let along = dot(axis, &rest);
            add_scaled(&mut rest, -along, axis);
        }
    }
    rest
}
