//! Answers that were yes, to answer later questions without a search.

use std::collections::BTreeSet;

use super::theory::SETTLING;
use super::{Gate, Literal, Solver};

/// How many answers are tried before a search.
const KEPT: usize = 64;

/// Workers found before: the truth of the atoms for each, and the component that it is about, `None` for all.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    found: Vec<(Option<usize>, Vec<i8>)>,
    oldest: usize,
    last: usize,
    /// Atoms that stay open in an answer that does not need them.
    open: BTreeSet<usize>,
}

impl Remembered {
    pub(super) fn keep_open(&mut self, atom: usize) {
        self.open.insert(atom);
    }

    pub(super) fn last(&self) -> Option<&[i8]> {
        self.found.get(self.last).map(|(_, model)| model.as_slice())
    }

    /// A worker for whom all of `wanted` hold.
    pub(super) fn find(
        &self,
        component: Option<usize>,
        wanted: &[Literal],
        gates: &[Option<Gate>],
    ) -> Option<Vec<i8>> {
        let fits = |of: &Option<usize>| of.is_none() || *of == component;
        let shows = |model: &[i8]| wanted.iter().rev().all(|literal| holds(*literal, model, gates));
        let found = self.found.iter().rev().find(|(of, model)| fits(of) && shows(model));
        found.map(|(_, model)| model.clone())
    }

    fn add(&mut self, component: Option<usize>, model: Vec<i8>) {
        if self.found.len() < KEPT {
            self.last = self.found.len();
            self.found.push((component, model));
        } else if let Some(slot) = self.found.get_mut(self.oldest) {
            *slot = (component, model);
            self.last = self.oldest;
            self.oldest = self.oldest.saturating_add(1) % KEPT;
        }
    }
}

/// Whether a literal holds, where need be by what its gate stands for.
fn holds(literal: Literal, model: &[i8], gates: &[Option<Gate>]) -> bool {
    match literal.value_in(model) {
        0 if literal.is_negated() => false,
        0 => match gates.get(literal.atom()) {
            Some(Some(Gate::All(parts))) => parts.iter().all(|part| holds(*part, model, gates)),
            Some(Some(Gate::Any(parts))) => parts.iter().any(|part| holds(*part, model, gates)),
            _ => false,
        },
        value => value > 0,
    }
}

impl Solver {
    /// Keeps the assignment, an answer, for later questions. What it leaves open is decided in one of the ways that fit, so
    /// that more questions are answered by it.
    pub(super) fn remember(&mut self, component: Option<usize>) {
        self.model.clone_from(&self.values);
        let mut model = self.values.clone();
        let numbers = std::mem::take(&mut self.numbers);
        let numbers = if numbers.is_empty() { self.settled(&mut { SETTLING }).1 } else { numbers };
        for group in self.groups.iter().filter(|group| group.closed) {
            let value = |atom: &usize| self.value(Literal::of(*atom));
            if group.atoms.iter().all(|atom| value(atom) != 1)
                && let Some(first) = group.atoms.iter().find(|atom| value(atom) == 0)
                && let Some(slot) = model.get_mut(*first)
            {
                *slot = 1;
            }
        }
        for (atom, slot) in model.iter_mut().enumerate().filter(|(_, value)| **value == 0) {
            if self.gates.get(atom).is_some_and(Option::is_some) || !self.is_inside(atom, &numbers) {
                continue;
            }
            *slot = if self.holds_at(atom, &numbers) == Some(true) { 1 } else { -1 };
        }
        for atom in &self.remembered.open {
            if let Some((slot, value)) = model.get_mut(*atom).zip(self.values.get(*atom)) {
                *slot = *value;
            }
        }
        self.remembered.add(component, model);
    }
}
