//! What an assignment says about numbers and days, and whether such exist.

use super::super::order::{Found, Rule, least};
use super::Solver;

/// What an atom says about numbers.
#[derive(Clone, Debug)]
pub(in crate::eligibility::check) enum Meaning {
    /// A number is at least so much.
    AtLeast(usize, i128),
    /// Two numbers compare so; the bounds keep both inside the calendar whichever way it turns out.
    Order { holds: Rule, fails: Rule, inside: Vec<(usize, i128, i128)> },
}

/// Bounds of the numbers, and the rules between them.
pub(in crate::eligibility::check) struct System<'s> {
    pub(in crate::eligibility::check) low: Vec<i128>,
    pub(in crate::eligibility::check) high: Vec<i128>,
    pub(in crate::eligibility::check) rules: Vec<&'s Rule>,
}

/// Steps to settle numbers and days once.
pub(super) const SETTLING: u64 = 20_000;
/// The day 1896-01-01, four years before a century that has no leap day.
pub(in crate::eligibility::check) const CENTURY: i128 = -27_028;

impl Meaning {
    pub(in crate::eligibility::check) fn order(rule: Rule, inside: Vec<(usize, i128, i128)>) -> Self {
        Self::Order { fails: rule.negated(), holds: rule, inside }
    }
}

impl<'s> System<'s> {
    pub(in crate::eligibility::check) fn new(low: &[i128], high: &[i128], rules: &'s [Rule]) -> Self {
        Self { low: low.to_vec(), high: high.to_vec(), rules: rules.iter().collect() }
    }

    /// Takes in what an atom says when it is true or when it is false.
    pub(in crate::eligibility::check) fn take(&mut self, meaning: &'s Meaning, truth: bool) {
        match meaning {
            Meaning::AtLeast(number, at) if truth => self.bound(*number, *at, i128::MAX),
            Meaning::AtLeast(number, at) => self.bound(*number, i128::MIN, at.saturating_sub(1)),
            Meaning::Order { holds, fails, inside } => {
                self.rules.push(if truth { holds } else { fails });
                for (number, least, most) in inside {
                    self.bound(*number, *least, *most);
                }
            }
        }
    }

    pub(in crate::eligibility::check) fn bound(&mut self, number: usize, least: i128, most: i128) {
        if let Some((low, high)) = self.low.get_mut(number).zip(self.high.get_mut(number)) {
            (*low, *high) = ((*low).max(least), (*high).min(most));
        }
    }
}

impl Solver {
    /// Whether numbers exist that are as the trail says.
    pub(super) fn numbers(&mut self) -> Found {
        if !std::mem::take(&mut self.dirty) {
            return Found::Solved;
        }
        let mut budget = SETTLING.min(self.steps);
        self.steps = self.steps.saturating_sub(budget);
        let (found, numbers) = self.settled(&mut budget);
        if found == Found::Solved {
            self.numbers = numbers;
        }
        self.steps = self.steps.saturating_add(budget);
        found
    }

    /// Whether numbers exist that are as the trail says, and which.
    pub(super) fn settled(&self, budget: &mut u64) -> (Found, Vec<i128>) {
        let mut system = System::new(&self.low, &self.high, &self.rules);
        for literal in &self.trail {
            if let Some(Some(meaning)) = self.meanings.get(literal.atom()) {
                system.take(meaning, !literal.is_negated());
            }
        }
        let System { mut low, high, rules } = system;
        let start = low.clone();
        let mut found = least(&mut low, &high, &rules, budget);
        if found == Found::Unknown {
            // Some lengths differ only across a century without its leap day, far from the calendar's first day.
            low = start;
            for (_, low) in low.iter_mut().enumerate().filter(|(number, _)| self.is_day(*number)) {
                *low = (*low).max(CENTURY);
            }
            *budget = SETTLING;
            if least(&mut low, &high, &rules, budget) == Found::Solved {
                found = Found::Solved;
            }
        }
        (found, low)
    }

    /// Whether an atom holds where the numbers are so.
    pub(super) fn holds_at(&self, atom: usize, numbers: &[i128]) -> Option<bool> {
        let meaning = self.meanings.get(atom)?.as_ref()?;
        Some(match meaning {
            Meaning::AtLeast(number, at) => numbers.get(*number)? >= at,
            Meaning::Order { holds, .. } => {
                holds.f.apply(*numbers.get(holds.x)?)
                    >= holds.g.apply(*numbers.get(holds.y)?).saturating_add(holds.plus)
            }
        })
    }

    /// Whether all that an atom says of the calendar's ends is so.
    pub(super) fn is_inside(&self, atom: usize, numbers: &[i128]) -> bool {
        let Some(Some(Meaning::Order { inside, .. })) = self.meanings.get(atom) else { return true };
        inside
            .iter()
            .all(|(number, least, most)| numbers.get(*number).is_some_and(|at| (least..=most).contains(&at)))
    }
}
