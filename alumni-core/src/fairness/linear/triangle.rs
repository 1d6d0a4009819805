//! The columns of a triangle that do not depend on earlier ones, and what follows from them.

use super::blocks::Triangle;
use super::{add_scaled, dot};

/// A column whose part that is new is smaller than this share of it depends on those before it.
const DEPENDENT: f64 = 1e-10;

/// The decomposition of the columns that are kept: `X = Z T`, with `Z` orthonormal and `T` upper triangular.
#[derive(Clone, Debug)]
pub(in super::super) struct Factor {
    /// Which columns are kept, by their number.
    pub(in super::super) kept: Vec<usize>,
    /// Which depend on kept ones before them.
    pub(in super::super) dropped: Vec<usize>,
    /// For each of those how much of which kept column it is.
    depends: Vec<Vec<f64>>,
    /// The columns of `T`: the j-th has j + 1 entries, the last of which is above zero.
    columns: Vec<Vec<f64>>,
    /// The outcome along each column of `Z`.
    pub(in super::super) along: Vec<f64>,
}

impl Factor {
    /// Of a triangle whose last column is the outcome.
    pub(in super::super) fn new(triangle: &Triangle) -> Self {
        let mut basis = Vec::<Vec<f64>>::new();
        let mut factor = Self {
            kept: Vec::new(),
            dropped: Vec::new(),
            depends: Vec::new(),
            columns: Vec::new(),
            along: Vec::new(),
        };
        let Some((outcome, predictors)) = triangle.columns().split_last() else { return factor };
        for (number, column) in predictors.iter().enumerate() {
            let (mut entries, rest) = projected(&basis, column);
            let (length, new) = (libm::sqrt(dot(column, column)), libm::sqrt(dot(&rest, &rest)));
            if new <= DEPENDENT * length {
                factor.dropped.push(number);
                factor.depends.push(factor.solve(&entries));
                continue;
            }
            entries.push(new);
            factor.kept.push(number);
            factor.columns.push(entries);
            basis.push(rest.into_iter().map(|entry| entry / new).collect());
        }
        factor.along = projected(&basis, outcome).0;
        factor
    }

    /// Of a row of all columns those that are kept.
    pub(in super::super) fn kept_values(&self, row: &[f64]) -> Vec<f64> {
        self.kept.iter().filter_map(|number| row.get(*number).copied()).collect()
    }

    /// Whether the dropped columns of a new row are what they were in all rows before, but for `free`.
    pub(in super::super) fn within(&self, row: &[f64], free: Option<usize>) -> bool {
        let kept = self.kept_values(row);
        self.dropped.iter().zip(&self.depends).filter(|(number, _)| Some(**number) != free).all(
            |(number, parts)| {
                let expected: f64 = kept.iter().zip(parts).map(|(value, part)| value * part).sum();
                let size: f64 = kept.iter().zip(parts).map(|(value, part)| (value * part).abs()).sum();
                row.get(*number).is_some_and(|value| (value - expected).abs() <= 1e-8 * (1.0 + size))
            },
        )
    }

    /// How many columns are kept.
    pub(in super::super) fn rank(&self) -> usize {
        self.kept.len()
    }

    /// The rows of `X` turned into those of `Z`, column by column; `columns` are the kept ones.
    pub(in super::super) fn orthonormal(&self, columns: &mut [Vec<f64>]) {
        for (number, entries) in self.columns.iter().enumerate() {
            let Some((before, [column, ..])) = columns.split_at_mut_checked(number) else { return };
            let Some((diagonal, entries)) = entries.split_last() else { return };
            for (done, entry) in before.iter().zip(entries) {
                add_scaled(column, -entry, done);
            }
            for value in column.iter_mut() {
                *value /= diagonal;
            }
        }
    }

    /// One row of `X` turned into that of `Z`: `w` with `T' w = row`.
    pub(in super::super) fn transposed_solve(&self, row: &[f64]) -> Vec<f64> {
        let mut solved = Vec::with_capacity(row.len());
        for (entries, value) in self.columns.iter().zip(row) {
            let Some((diagonal, entries)) = entries.split_last() else { break };
            let known: f64 = entries.iter().zip(&solved).map(|(entry, solved)| entry * solved).sum();
            solved.push((value - known) / diagonal);
        }
        solved
    }

    /// `b` with `T b = right`.
    pub(in super::super) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut solved = right.to_vec();
        for (number, entries) in self.columns.iter().enumerate().take(right.len()).rev() {
            let Some((diagonal, entries)) = entries.split_last() else { break };
            let Some((before, [value, ..])) = solved.split_at_mut_checked(number) else { break };
            *value /= diagonal;
            add_scaled(before, -*value, entries);
        }
        solved
    }

    /// The coefficients of the kept columns.
    pub(in super::super) fn coefficients(&self) -> Vec<f64> {
        self.solve(&self.along)
    }

    /// What a coefficient is made of along `Z`: `g` with `T' g = e`, so that it moves by `g . z` for a unit of the
    /// outcome of a row `z`.
    pub(in super::super) fn loading(&self, number: usize) -> Vec<f64> {
        let mut unit = vec![0.0; self.rank()];
        if let Some(entry) = unit.get_mut(number) {
            *entry = 1.0;
        }
        self.transposed_solve(&unit)
    }
}

/// A vector's parts along an orthonormal basis, and what is left of it. Twice, as once may leave traces.
fn projected(basis: &[Vec<f64>], vector: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let mut rest = vector.to_vec();
    let mut entries = vec![0.0; basis.len()];
    for _ in 0..2 {
        for (direction, entry) in basis.iter().zip(&mut entries) {
            let along = dot(direction, &rest);
            *entry += along;
            add_scaled(&mut rest, -along, direction);
        }
    }
    (entries, rest)
}
