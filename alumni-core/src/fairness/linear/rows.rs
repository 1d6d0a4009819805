use super::blocks::BLOCK;

/// What is regressed on what, read in blocks.
pub(super) struct Rows<'a> {
    pub(super) outcome: &'a [f64],
    pub(super) columns: &'a [(&'a str, &'a [f64])],
    pub(super) intercept: bool,
    pub(super) ones: &'a [f64],
}

impl Rows<'_> {
    pub(super) fn width(&self) -> usize {
        self.columns.len().saturating_add(usize::from(self.intercept))
    }

    pub(super) fn name(&self, number: usize) -> String {
        match number.checked_sub(usize::from(self.intercept)) {
            None => "intercept".to_owned(),
            Some(number) => self.columns.get(number).map_or_else(String::new, |(name, _)| (*name).to_owned()),
        }
    }

    fn part(values: &[f64], start: usize) -> &[f64] {
        let rest = values.get(start..).unwrap_or_default();
        rest.get(..BLOCK).unwrap_or(rest)
    }

    pub(super) fn outcome_at(&self, start: usize) -> &[f64] {
        Self::part(self.outcome, start)
    }

    /// The rows from `start` on of the columns with these numbers.
    pub(super) fn read(&self, start: usize, numbers: &[usize], block: &mut Vec<Vec<f64>>) {
        let rows = self.outcome_at(start).len();
        block.resize_with(numbers.len(), Vec::new);
        for (to, number) in block.iter_mut().zip(numbers) {
            to.clear();
            to.extend_from_slice(match number.checked_sub(usize::from(self.intercept)) {
                None => self.ones.get(..rows).unwrap_or_default(),
                Some(number) => {
                    self.columns.get(number).map_or(&[][..], |(_, values)| Self::part(values, start))
                }
            });
        }
    }
}
