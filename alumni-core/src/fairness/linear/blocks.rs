//! The triangle of a QR decomposition, grown block of rows by block of rows.

use super::{add_scaled, dot};

/// Rows in a block: a block of 20 columns stays in the nearest caches.
pub(in super::super) const BLOCK: usize = 256;

/// An upper triangle whose columns have the lengths and angles of the columns read so far.
///
/// # Source
///
/// G. H. Golub and C. F. Van Loan, *Matrix Computations*, 4th ed., 5.1 and 5.2 (Householder QR, and its update by rows).
#[derive(Clone, Debug)]
pub(in super::super) struct Triangle {
    /// Column after column, each of full height with zeros below the diagonal.
    columns: Vec<Vec<f64>>,
}

impl Triangle {
    pub(in super::super) fn new(width: usize) -> Self {
        Self { columns: vec![vec![0.0; width]; width] }
    }

    pub(in super::super) fn columns(&self) -> &[Vec<f64>] {
        &self.columns
    }

    /// Folds a block in; the block is used up. All of its columns have one length.
    pub(in super::super) fn absorb(&mut self, block: &mut [Vec<f64>]) {
        for row in 0..self.columns.len() {
            let Some((left, right)) = block.split_at_mut_checked(row.saturating_add(1)) else { return };
            let (Some(pivot), Some((head, tail))) =
                (left.last(), self.columns.get_mut(row..).and_then(<[_]>::split_first_mut))
            else {
                return;
            };
            let below = dot(pivot, pivot);
            let Some(corner) = head.get_mut(row) else { return };
            if below <= 0.0 {
                continue;
            }
            let length = libm::sqrt(*corner * *corner + below);
            let turned = if *corner > 0.0 { -length } else { length };
            let first = *corner - turned;
            *corner = turned;
            let scale = 2.0 / (first * first + below);
            for (column, upper) in right.iter_mut().zip(tail) {
                let Some(upper) = upper.get_mut(row) else { return };
                let along = scale * (first * *upper + dot(pivot, column));
                *upper -= along * first;
                add_scaled(column, -along, pivot);
            }
        }
    }
}
