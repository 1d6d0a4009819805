//! One pass over the people from the last time to the first, which knows all at risk at each.

use super::super::newton::Local;
use super::Ties;
use super::people::Ordered;

/// Sums over people: of weights, of weights times columns, of weights times products of columns.
#[derive(Clone, Copy, Debug)]
struct Sums<const P: usize> {
    weight: f64,
    first: [f64; P],
    second: [[f64; P]; P],
}

impl<const P: usize> Sums<P> {
    const NONE: Self = Self { weight: 0.0, first: [0.0; P], second: [[0.0; P]; P] };

    fn add(&mut self, weight: f64, columns: &[f64; P]) {
        self.weight += weight;
        for ((first, second), column) in self.first.iter_mut().zip(&mut self.second).zip(columns) {
            let weighted = weight * column;
            *first += weighted;
            for (cell, other) in second.iter_mut().zip(columns) {
                *cell += weighted * other;
            }
        }
    }
}

/// The logarithm of the partial likelihood; `columns` holds the rows in the order of time, each `P` long.
pub(super) fn sweep<const P: usize>(
    ordered: &Ordered,
    columns: &[f64],
    weights: &mut [f64],
    at: &[f64],
    ties: Ties,
) -> Local {
    let mut coefficients = [0.0; P];
    for (coefficient, at) in coefficients.iter_mut().zip(at) {
        *coefficient = *at;
    }
    let (rows, _) = columns.as_chunks::<P>();
    let scores = |row: &[f64; P]| -> f64 { row.iter().zip(&coefficients).map(|(a, b)| a * b).sum() };
    for (weight, row) in weights.iter_mut().zip(rows) {
        *weight = libm::exp(scores(row));
    }
    let mut risk = Sums::<P>::NONE;
    let (mut value, mut gradient, mut information) = (0.0, [0.0; P], [[0.0; P]; P]);
    let mut late = ordered.late.iter().peekable();
    let (mut left, mut left_weights) = (rows, &*weights);
    for block in &ordered.blocks {
        let (Some((here, rest)), Some((here_weights, rest_weights))) =
            (left.split_at_checked(block.people), left_weights.split_at_checked(block.people))
        else {
            break;
        };
        (left, left_weights) = (rest, rest_weights);
        let mut tied = Sums::<P>::NONE;
        for (row, weight) in here.iter().zip(here_weights).take(block.ended) {
            tied.add(*weight, row);
            value += scores(row);
            for (slope, column) in gradient.iter_mut().zip(row) {
                *slope += column;
            }
        }
        for (row, weight) in here.iter().zip(here_weights).skip(block.ended) {
            risk.add(*weight, row);
        }
        risk.weight += tied.weight;
        for (sum, add) in risk.first.iter_mut().zip(&tied.first) {
            *sum += add;
        }
        for (sum, add) in risk.second.iter_mut().flatten().zip(tied.second.iter().flatten()) {
            *sum += add;
        }
        // Who came at this time or later was not watched then.
        while let Some((_, place)) = late.next_if(|(entry, _)| *entry >= block.time) {
            let place = usize::try_from(*place).unwrap_or(usize::MAX);
            if let (Some(row), Some(weight)) = (rows.get(place), weights.get(place)) {
                risk.add(-weight, row);
            }
        }
        if block.ended > 0 {
            value += end(&risk, &tied, block.ended, ties, &mut gradient, &mut information);
        }
    }
    let size = at.len();
    Local {
        value,
        gradient: gradient.iter().take(size).copied().collect(),
        information: information.iter().take(size).flat_map(|row| row.iter().take(size)).copied().collect(),
    }
}

/// Takes off what those at risk are owed for the ends of one time.
fn end<const P: usize>(
    risk: &Sums<P>,
    tied: &Sums<P>,
    ended: usize,
    ties: Ties,
    gradient: &mut [f64; P],
    information: &mut [[f64; P]; P],
) -> f64 {
    let count = ended as f64;
    // Sums over the ends of powers of 1/weight, of the share that is gone, and of both.
    let (mut value, mut one, mut gone) = (0.0, 0.0, 0.0);
    let (mut square, mut square_gone, mut square_gone_gone) = (0.0, 0.0, 0.0);
    let mut place = 0.0;
    while place < count {
        let share = match ties {
            Ties::Efron => place / count,
            Ties::Breslow => 0.0,
        };
        let weight = risk.weight - share * tied.weight;
        value -= libm::log(weight);
        let inverse = 1.0 / weight;
        one += inverse;
        gone += share * inverse;
        square += inverse * inverse;
        square_gone += share * inverse * inverse;
        square_gone_gone += share * share * inverse * inverse;
        place += 1.0;
    }
    for ((slope, risk), tied) in gradient.iter_mut().zip(&risk.first).zip(&tied.first) {
        *slope -= risk * one - tied * gone;
    }
    let rows = information.iter_mut().zip(&risk.second).zip(&tied.second);
    for (((cells, risk_row), tied_row), (risk_a, tied_a)) in rows.zip(risk.first.iter().zip(&tied.first)) {
        let others = risk.first.iter().zip(&tied.first);
        for (((cell, second), tied_second), (risk_b, tied_b)) in
            cells.iter_mut().zip(risk_row).zip(tied_row).zip(others)
        {
            *cell += second * one - tied_second * gone - risk_a * risk_b * square
                + (risk_a * tied_b + tied_a * risk_b) * square_gone
                - tied_a * tied_b * square_gone_gone;
        }
    }
    value
}

/// Whether along `direction` whoever ends has at least as much as all at risk, at every time: then the likelihood rises without
/// end that way.
pub(super) fn separates(ordered: &Ordered, columns: &[f64], width: usize, direction: &[f64]) -> bool {
    let along: Vec<f64> = columns
        .chunks_exact(width.max(1))
        .map(|row| row.iter().zip(direction).map(|(a, b)| a * b).sum())
        .collect();
    let (low, high) = along
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)));
    let hair = 1e-6 * (high - low);
    if hair.is_nan() || hair <= 0.0 {
        return false;
    }
    let mut late: std::collections::BTreeMap<u32, f64> =
        ordered.late.iter().map(|(entry, place)| (*place, *entry)).collect();
    // Those at risk by how far along they are: only the ends of the row matter.
    let mut ends: Vec<(f64, f64)> = Vec::new();
    let mut place = 0_u32;
    let mut strict = false;
    let mut left = along.as_slice();
    for block in &ordered.blocks {
        let Some((here, rest)) = left.split_at_checked(block.people) else { break };
        left = rest;
        for value in here {
            // With late entries all who are there when somebody ends are looked at one by one.
            ends.push((late.remove(&place).unwrap_or(0.0), *value));
            place = place.saturating_add(1);
        }
        if ordered.late.is_empty() {
            let most = ends.iter().map(|(_, value)| *value).fold(f64::NEG_INFINITY, f64::max);
            let least = ends.iter().map(|(_, value)| *value).fold(f64::INFINITY, f64::min);
            ends = vec![(0.0, most), (0.0, least)];
        }
        if block.ended == 0 {
            continue;
        }
        let watched =
            || ends.iter().filter(|(entry, _)| *entry < block.time || *entry <= 0.0).map(|(_, value)| *value);
        let most = watched().fold(f64::NEG_INFINITY, f64::max);
        let least = watched().fold(f64::INFINITY, f64::min);
        if here.iter().take(block.ended).any(|value| *value < most - hair) {
            return false;
        }
        strict |= least < most - hair;
    }
    strict
}
