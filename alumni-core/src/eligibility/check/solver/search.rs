//! The search itself: unit propagation and chronological backtracking.

use super::super::order::Found;
use super::{Answer, Gate, Literal, Solver};

/// Steps that one question may take; beyond them the answer is not known.
const STEPS: u64 = 100_000;
/// Wrong choices after which a search looks at the numbers as it goes.
const CHOICES: usize = 16;

impl Solver {
    /// Whether some worker makes all of `always` and `also` true. What an earlier question about the same `component`
    /// (`None` for all) was answered with, whose `always` was the same, is tried first.
    pub(in crate::eligibility::check) fn ask(
        &mut self,
        component: Option<usize>,
        always: &[Literal],
        also: &[Literal],
    ) -> Answer {
        if self.impossible || also.contains(&Literal::FALSE) {
            return Answer::No;
        }
        if let Some(model) = self.remembered.find(component, also, &self.gates) {
            self.model = model;
            return Answer::Yes;
        }
        self.steps = STEPS.min(self.all_steps);
        let before = self.steps;
        // Mostly the numbers exist: at first they are looked at once, after everything else.
        let mut answer = self.search(always, also, false);
        if answer.is_none() {
            self.forget();
            answer = self.search(always, also, true);
        }
        let answer = answer.unwrap_or(Answer::Unknown);
        if answer == Answer::Yes {
            self.remember(component);
        }
        self.forget();
        self.all_steps = self.all_steps.saturating_sub(before.saturating_sub(self.steps));
        answer
    }

    fn forget(&mut self) {
        self.undo(0);
        (self.done, self.scan, self.dirty) = (0, 0, false);
        self.numbers.clear();
        self.levels.clear();
    }

    /// Searches; with `careful` looks at the numbers after every choice, and else gives up (`None`) when they do not exist
    /// or too many choices turn out wrong.
    fn search(&mut self, always: &[Literal], also: &[Literal], careful: bool) -> Option<Answer> {
        let mut consistent = also.iter().chain(always).all(|literal| self.put(*literal)) && self.propagate();
        let mut wrong = 0_usize;
        loop {
            if self.steps == 0 {
                return Some(Answer::Unknown);
            }
            if consistent && careful {
                match self.numbers() {
                    Found::Solved => {}
                    Found::Impossible => consistent = false,
                    Found::Unknown => return Some(Answer::Unknown),
                }
            }
            if !consistent {
                let Some((length, scan, choice)) = self.levels.pop() else { return Some(Answer::No) };
                wrong = wrong.saturating_add(1);
                if !careful && wrong > CHOICES {
                    return None;
                }
                self.undo(length);
                (self.done, self.scan) = (length, scan);
                consistent = self.put(choice.not()) && self.propagate();
                continue;
            }
            let Some(choice) = self.choice() else {
                return (careful || self.numbers() == Found::Solved).then_some(Answer::Yes);
            };
            self.levels.push((self.trail.len(), self.scan, choice));
            consistent = self.put(choice) && self.propagate();
        }
    }

    fn undo(&mut self, length: usize) {
        for literal in self.trail.drain(length..) {
            if let Some(value) = self.values.get_mut(literal.atom()) {
                *value = 0;
            }
        }
    }

    fn put(&mut self, literal: Literal) -> bool {
        match self.value(literal) {
            1 => return true,
            -1 => return false,
            _ => {}
        }
        if let Some(value) = self.values.get_mut(literal.atom()) {
            *value = if literal.is_negated() { -1 } else { 1 };
        }
        self.dirty |= self.meanings.get(literal.atom()).is_some_and(Option::is_some);
        self.trail.push(literal);
        true
    }

    fn propagate(&mut self) -> bool {
        while let Some(literal) = self.trail.get(self.done).copied() {
            self.done = self.done.saturating_add(1);
            if !literal.is_negated()
                && let Some(group) = self.group_of.get(literal.atom()).copied().flatten()
                && !self.exclude_others(group, literal.atom())
            {
                return false;
            }
            let falsified = self.occurs.get(literal.not().index()).map_or(0, Vec::len);
            for place in 0..falsified {
                let clause = self.occurs.get(literal.not().index()).and_then(|occurs| occurs.get(place));
                let Some(clause) = clause.copied() else { continue };
                match self.unit(clause) {
                    Some(Some(forced)) if !self.put(forced) => return false,
                    Some(_) => {}
                    None => return false,
                }
            }
        }
        true
    }

    fn exclude_others(&mut self, group: usize, chosen: usize) -> bool {
        let atoms = self.groups.get(group).map_or(0, |group| group.atoms.len());
        for place in 0..atoms {
            let atom = self.groups.get(group).and_then(|group| group.atoms.get(place)).copied();
            if let Some(other) = atom.filter(|other| *other != chosen)
                && !self.put(Literal::of(other).not())
            {
                return false;
            }
        }
        true
    }

    /// The one literal that the clause still allows, `None` inside when it is satisfied or open, `None` when it fails.
    fn unit(&mut self, clause: u32) -> Option<Option<Literal>> {
        let mut open = None;
        for literal in self.clauses.get(clause as usize)? {
            self.steps = self.steps.saturating_sub(1);
            match literal.value_in(&self.values) {
                1 => return Some(None),
                0 if open.is_some() => return Some(None),
                0 => open = Some(*literal),
                _ => {}
            }
        }
        open.map(Some)
    }

    /// A literal to try: one of an *or* that nothing satisfies yet.
    fn choice(&mut self) -> Option<Literal> {
        while let Some(literal) = self.trail.get(self.scan).copied() {
            self.steps = self.steps.saturating_sub(1);
            if !literal.is_negated()
                && let Some(Some(Gate::Any(parts))) = self.gates.get(literal.atom())
            {
                self.steps = self.steps.saturating_sub(u64::try_from(parts.len()).unwrap_or(u64::MAX));
                if let Some(open) = self.open(parts) {
                    return Some(open);
                }
            }
            for group in self.asks_groups.get(&literal.atom()).into_iter().flatten() {
                let atoms = self.groups.get(*group).map(|group| group.atoms.as_slice()).unwrap_or_default();
                let literals: Vec<Literal> = atoms.iter().map(|atom| Literal::of(*atom)).collect();
                if let Some(open) = self.open(&literals) {
                    return Some(open);
                }
            }
            self.scan = self.scan.saturating_add(1);
        }
        None
    }

    /// One of `parts` that is open, when none of them holds: rather one that held in the last answer.
    fn open(&self, parts: &[Literal]) -> Option<Literal> {
        let mut first = None;
        for part in parts {
            match self.value(*part) {
                1 => return None,
                0 if first.is_none_or(|first| self.held(*part) && !self.held(first)) => first = Some(*part),
                _ => {}
            }
        }
        first
    }

    fn held(&self, literal: Literal) -> bool {
        self.remembered.last().is_some_and(|last| literal.value_in(last) == 1)
    }
}
