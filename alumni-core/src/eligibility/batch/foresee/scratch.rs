//! Memory that is used again for block after block.

use super::Span;

/// The rows that wait, and room for their spans.
#[derive(Default)]
pub(in super::super) struct Scratch {
    /// Their places in the block.
    pub(super) rows: Vec<usize>,
    /// For each of them whether what moves has no single span.
    pub(super) gaps: Vec<bool>,
    pub(super) spare: Vec<Vec<Span>>,
}

impl Scratch {
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
