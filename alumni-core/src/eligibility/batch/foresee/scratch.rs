//! Memory that is used again for block after block.

use super::super::kernels::Words;
use super::Span;

/// The rows that wait, and room for their spans.
#[derive(Default)]
pub(in super::super) struct Scratch {
    /// Their places in the block.
    pub(super) rows: Vec<u16>,
    /// For each of them whether what moves has no single span.
    pub(super) gaps: Vec<bool>,
    pub(super) spare: Vec<Vec<Span>>,
}

impl Scratch {
    /// Begins with the rows whose bits are set.
    pub(super) fn begin(&mut self, asked: &Words) {
        let waiting: u32 = asked.iter().map(|word| word.count_ones()).sum();
        self.rows.resize(usize::try_from(waiting).unwrap_or(0), 0);
        let mut rows = self.rows.iter_mut();
        for (word, first) in asked.iter().zip((0_u16..).step_by(64)) {
            let mut word = *word;
            while let Some(row) = if word == 0 { None } else { rows.next() } {
                // A place in a word is less than 64.
                *row = first | u16::try_from(word.trailing_zeros()).unwrap_or(0);
                word &= word.wrapping_sub(1);
            }
        }
        self.gaps.clear();
        self.gaps.resize(self.rows.len(), false);
    }

    /// A span for each row.
    pub(super) fn taken(&mut self, span: Span) -> Vec<Span> {
        let mut spans = self.spare.pop().unwrap_or_default();
        spans.clear();
        spans.resize(self.rows.len(), span);
        spans
    }

    /// Keeps the rows whose span is as wanted, or which have none.
    pub(super) fn only(&mut self, spans: &mut Vec<Span>, wanted: impl Fn(Span) -> bool) {
        let Self { rows, gaps, .. } = self;
        let mut kept = 0_usize;
        for place in 0..rows.len() {
            let (Some(row), Some(gap), Some(span)) = (rows.get(place), gaps.get(place), spans.get(place))
            else {
                break;
            };
            let (row, gap, span) = (*row, *gap, *span);
            if let (Some(to_row), Some(to_gap), Some(to_span)) =
                (rows.get_mut(kept), gaps.get_mut(kept), spans.get_mut(kept))
            {
                (*to_row, *to_gap, *to_span) = (row, gap, span);
            }
            kept = kept.saturating_add(usize::from(gap || wanted(span)));
        }
        rows.truncate(kept);
        gaps.truncate(kept);
        spans.truncate(kept);
    }
}
