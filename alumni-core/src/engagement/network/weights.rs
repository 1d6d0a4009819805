//! How strong ties are, in as few bytes as say it.

/// One for each tie of a graph, in its order.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Weights {
    /// Every tie has weight 1.
    Ones,
    /// Small whole numbers: how often people were in touch.
    Counts(Vec<u16>),
    /// Any.
    Exact(Vec<f64>),
}

impl Weights {
    pub(super) fn of(weights: Vec<f64>) -> Self {
        let whole =
            |weight: f64| (0.0..=65_535.0).contains(&weight) && libm::rint(weight).total_cmp(&weight).is_eq();
        if weights.iter().all(|weight| weight.total_cmp(&1.0).is_eq()) {
            return Self::Ones;
        }
        if weights.iter().all(|weight| whole(*weight)) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "whole and in range"
            )]
            return Self::Counts(weights.iter().map(|weight| *weight as u16).collect());
        }
        Self::Exact(weights)
    }

    pub(super) fn get(&self, tie: usize) -> f64 {
        match self {
            Self::Ones => 1.0,
            Self::Counts(counts) => counts.get(tie).copied().unwrap_or_default().into(),
            Self::Exact(weights) => weights.get(tie).copied().unwrap_or_default(),
        }
    }

    /// Those of a range of ties.
    pub(super) fn each(&self, ties: std::ops::Range<usize>) -> impl Iterator<Item = f64> {
        ties.map(|tie| self.get(tie))
    }
}
