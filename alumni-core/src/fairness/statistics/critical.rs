//! The largest significantly low counts of one margin after the other.

use super::fisher::{self, below};
use super::float;
use super::hypergeometric::Hypergeometric;

/// Ties are told to one part in 10^9.
const ALIKE: f64 = 1.0 + 1e-9;

/// After so many steps the sums begin afresh, so that rounding does not pile up.
const AFRESH: u64 = 256;

/// For each number selected in all, one after the other, what [`fisher::critical`] finds, without walking over each law anew.
pub(super) struct Critical {
    considered: [u64; 2],
    alpha: f64,
    selected: u64,
    walk: Option<Walk>,
    steps: u64,
}

/// A count at or below the mode and the first one above it that is at most as likely, with their probabilities and tails.
#[derive(Clone, Copy)]
struct Walk {
    near: Side,
    far: Side,
}

#[derive(Clone, Copy)]
struct Side {
    count: u64,
    probability: f64,
    tail: f64,
}

impl Critical {
    /// From `selected` on.
    pub(super) fn new(considered: [u64; 2], alpha: f64, selected: u64) -> Self {
        Self { considered, alpha, selected, walk: None, steps: 0 }
    }

    fn law(&self) -> Hypergeometric {
        Hypergeometric::new(self.considered[0], self.considered[1], self.selected)
    }

    /// The largest count of the first group that is significantly low, and on to the next number selected.
    pub(super) fn next(&mut self) -> Option<u64> {
        let found = match self.walk {
            Some(walk) if self.steps < AFRESH => match self.settled(walk) {
                Some(walk) => {
                    self.walk = Some(walk);
                    Some(walk.near.count)
                }
                None => self.afresh(),
            },
            _ => self.afresh(),
        };
        self.walk = self.walk.and_then(|walk| self.onward(walk));
        self.selected = self.selected.saturating_add(1);
        self.steps = self.steps.saturating_add(1);
        found
    }

    fn afresh(&mut self) -> Option<u64> {
        let law = self.law();
        let found = fisher::critical(&law, self.alpha);
        // Where the law is narrow the walk over it is short.
        self.walk = found.filter(|_| law.variance() > 9.0).and_then(|count| begun(&law, count));
        self.steps = 0;
        found
    }

    /// The ratio of the probability of `count + 1` to that of `count`.
    fn up(&self, count: u64) -> f64 {
        let [first, second] = self.considered;
        let other = self.selected.saturating_sub(count);
        let (a, b) = (float(count), float(first.saturating_sub(count)));
        let (c, d) = (float(other), float(second.saturating_sub(other)));
        b / (a + 1.0) * (c / (d + 1.0))
    }

    /// The same counts with one more selected in all; nothing where one of them can no longer be.
    fn onward(&self, walk: Walk) -> Option<Walk> {
        let [first, second] = self.considered.map(float);
        let selected = float(self.selected);
        let left = first + second - selected;
        let moved = |side: Side| {
            let other = selected - float(side.count);
            side.probability * ((second - other) / (other + 1.0)) * ((selected + 1.0) / left)
        };
        let Walk { near, far } = walk;
        // Whoever is selected next comes from the first group or does not.
        let lost = near.probability * ((first - float(near.count)) / left);
        let before = far.probability / self.up(far.count.checked_sub(1)?);
        let gained = before * ((first - float(far.count) + 1.0) / left);
        let near = Side { probability: moved(near), tail: near.tail - lost, ..near };
        let far = Side { probability: moved(far), tail: far.tail + gained, ..far };
        usable(Walk { near, far })
    }

    /// The walk moved to where the count is the largest significant one.
    fn settled(&self, walk: Walk) -> Option<Walk> {
        let mode = Hypergeometric::mode_of(self.considered, self.selected);
        let mut at = self.faced(walk, mode)?;
        while !self.is_significant(&at) {
            let count = at.near.count.checked_sub(1)?;
            let probability = at.near.probability / self.up(count);
            let tail = at.near.tail - at.near.probability;
            at = self.faced(Walk { near: Side { count, probability, tail }, far: at.far }, mode)?;
        }
        while at.near.count < mode {
            let probability = at.near.probability * self.up(at.near.count);
            let count = at.near.count.saturating_add(1);
            let near = Side { count, probability, tail: at.near.tail + probability };
            let next = self.faced(Walk { near, far: at.far }, mode)?;
            if !self.is_significant(&next) {
                break;
            }
            at = next;
        }
        Some(at)
    }

    fn is_significant(&self, walk: &Walk) -> bool {
        below(walk.near.tail + walk.far.tail - 0.5 * walk.near.probability, self.alpha)
    }

    /// The far side at the first count above the mode that is at most as likely as the near one.
    fn faced(&self, walk: Walk, mode: u64) -> Option<Walk> {
        let Walk { near, mut far } = usable(walk)?;
        let most = near.probability * ALIKE;
        while far.probability > most {
            let probability = far.probability * self.up(far.count);
            far = Side { count: far.count.saturating_add(1), tail: far.tail - far.probability, probability };
            if probability <= 0.0 {
                return None;
            }
        }
        while let Some(count) = far.count.checked_sub(1).filter(|count| *count > mode) {
            let probability = far.probability / self.up(count);
            if probability > most {
                break;
            }
            far = Side { count, probability, tail: far.tail + probability };
        }
        usable(Walk { near, far })
    }
}

/// The walk at a significant count.
fn begun(law: &Hypergeometric, count: u64) -> Option<Walk> {
    let window = law.window();
    let (mut near, mut far) = (Side { count, probability: 0.0, tail: 0.0 }, None);
    for (at, probability) in window.iter().take_while(|(at, _)| *at <= count) {
        (near.probability, near.tail) = (probability, near.tail + probability);
        if at == count {
            break;
        }
    }
    let last = window.iter().last()?.0;
    let mut tail = 0.0;
    for (probability, back) in window.probabilities.iter().rev().zip(0_u64..) {
        if *probability > near.probability * ALIKE {
            break;
        }
        tail += probability;
        far = Some(Side { count: last.saturating_sub(back), probability: *probability, tail });
    }
    far.and_then(|far| usable(Walk { near, far }))
}

/// Nothing where a probability is too small to go on from.
fn usable(walk: Walk) -> Option<Walk> {
    let lives = |side: &Side| side.probability > 1e-280 && side.probability.is_finite();
    Some(walk).filter(|walk| lives(&walk.near) && lives(&walk.far))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_walk_finds_what_each_law_alone_says(
            first in 1_u64..900,
            second in 1_u64..900,
            alpha in prop::sample::select(vec![0.001, 0.01, 0.05, 0.2]),
        ) {
            let mut walk = Critical::new([first, second], alpha, 0);
            for selected in 0..=first + second {
                let alone = fisher::critical(&Hypergeometric::new(first, second, selected), alpha);
                prop_assert_eq!(walk.next(), alone, "{} of {} and {}", selected, first, second);
            }
        }
    }
}
