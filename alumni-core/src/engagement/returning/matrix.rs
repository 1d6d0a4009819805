//! Small symmetric matrices.

/// The factor of a positive definite matrix: `L L' = A`, row by row.
#[derive(Clone, Debug)]
pub(super) struct Cholesky {
    rows: Vec<Vec<f64>>,
}

/// A pivot below this share of its own entry is rounding.
const PIVOT: f64 = 1e-13;

impl Cholesky {
    /// Absent where the matrix, given row by row, is not positive definite.
    pub(super) fn new(matrix: &[f64], size: usize) -> Option<Self> {
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(size);
        for line in matrix.chunks(size.max(1)).take(size) {
            let place = rows.len();
            let mut row = Vec::with_capacity(place.saturating_add(1));
            for (other, entry) in rows.iter().zip(line) {
                let known: f64 = other.iter().zip(&row).map(|(a, b): (&f64, &f64)| a * b).sum();
                row.push((entry - known) / other.last()?);
            }
            let own = line.get(place)?;
            let pivot = own - row.iter().map(|entry| entry * entry).sum::<f64>();
            if !(pivot > PIVOT * own && pivot.is_finite()) {
                return None;
            }
            row.push(libm::sqrt(pivot));
            rows.push(row);
        }
        Some(Self { rows })
    }

    /// `x` with `A x = right`.
    pub(super) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut solved: Vec<f64> = Vec::with_capacity(right.len());
        for (row, value) in self.rows.iter().zip(right) {
            let Some((pivot, row)) = row.split_last() else { break };
            let known: f64 = row.iter().zip(&solved).map(|(a, b)| a * b).sum();
            solved.push((value - known) / pivot);
        }
        for (place, row) in self.rows.iter().enumerate().rev() {
            let Some((pivot, row)) = row.split_last() else { break };
            let Some((before, [value, ..])) = solved.split_at_mut_checked(place) else { break };
            *value /= pivot;
            for (entry, factor) in before.iter_mut().zip(row) {
                *entry -= factor * *value;
            }
        }
        solved
    }

    /// The inverse, row by row.
    pub(super) fn inverse(&self) -> Vec<f64> {
        let size = self.rows.len();
        let unit = |place: usize| (0..size).map(move |other| f64::from(u8::from(other == place))).collect();
        (0..size).flat_map(|place| self.solve(&Vec::<f64>::from_iter::<Vec<f64>>(unit(place)))).collect()
    }
}

/// Which columns of a positive semidefinite matrix depend on columns before them, or say nothing at all.
pub(super) fn dependent(matrix: &[f64], size: usize, share: f64, least: f64) -> Vec<usize> {
    let mut rows: Vec<Vec<f64>> = Vec::new();
    let mut kept: Vec<usize> = Vec::new();
    let mut dropped = Vec::new();
    for (place, line) in matrix.chunks(size.max(1)).take(size).enumerate() {
        let mut row: Vec<f64> = Vec::with_capacity(kept.len());
        for (other, column) in rows.iter().zip(&kept) {
            let entry = line.get(*column).copied().unwrap_or_default();
            let known: f64 = other.iter().zip(&row).map(|(a, b): (&f64, &f64)| a * b).sum();
            row.push((entry - known) / other.last().copied().unwrap_or(f64::INFINITY));
        }
        let own = line.get(place).copied().unwrap_or_default();
        let pivot = own - row.iter().map(|entry| entry * entry).sum::<f64>();
        if pivot > share * own && pivot > least {
            row.push(libm::sqrt(pivot));
            rows.push(row);
            kept.push(place);
        } else {
            dropped.push(place);
        }
    }
    dropped
}
