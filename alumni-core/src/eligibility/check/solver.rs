//! Whether an assignment of truth to atoms satisfies some formulas, by search with propagation.

use std::collections::HashMap;

use super::order::{Found, Rule, least};

/// An atom or its negation: twice the atom's number, one more when it is negated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Literal(u32);

impl Literal {
    /// What always holds: the first atom.
    pub(super) const TRUE: Self = Self(0);
    pub(super) const FALSE: Self = Self(1);

    pub(super) fn of(atom: usize) -> Self {
        Self(u32::try_from(atom.saturating_mul(2)).unwrap_or(u32::MAX))
    }

    pub(super) const fn not(self) -> Self {
        Self(self.0 ^ 1)
    }

    pub(super) const fn atom(self) -> usize {
        (self.0 >> 1) as usize
    }

    pub(super) const fn is_negated(self) -> bool {
        self.0 & 1 == 1
    }

    const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a question came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    /// The budget ran out.
    Unknown,
}

/// What an atom says about numbers.
#[derive(Clone, Debug)]
pub(super) enum Meaning {
    /// A number is at least so much.
    AtLeast(usize, i128),
    /// Two numbers compare so; the bounds keep both inside the calendar whichever way it turns out.
    Order(Rule, Vec<(usize, i128, i128)>),
}

/// Steps that one question may take; beyond them the answer is not known.
const STEPS: u64 = 100_000;
/// Steps to settle numbers and days once.
const SETTLING: u64 = 20_000;
/// The day 1896-01-01, four years before a century that has no leap day.
pub(super) const CENTURY: i128 = -27_028;
/// Steps that all questions about one policy may take together.
const ALL_STEPS: u64 = 5_000_000;

#[derive(Debug)]
pub(super) struct Solver {
    /// 1, -1 or 0: true, false or open, by atom.
    values: Vec<i8>,
    clauses: Vec<Vec<Literal>>,
    /// The clauses that a literal stands in.
    occurs: Vec<Vec<u32>>,
    /// For a literal that stands for an *or*: its clause.
    choices: HashMap<usize, u32>,
    /// Atoms of which at most one holds: the group of an atom, and the groups.
    group_of: HashMap<usize, usize>,
    pub(super) groups: Vec<Vec<usize>>,
    /// Atoms that decide nothing until the groups beside them have been decided.
    pub(super) asks_groups: HashMap<usize, Vec<usize>>,
    /// The atoms about numbers that are compared with each other.
    pub(super) meanings: HashMap<usize, Meaning>,
    /// Rules that always hold.
    pub(super) rules: Vec<Rule>,
    /// Least and largest value of each number.
    pub(super) low: Vec<i128>,
    pub(super) high: Vec<i128>,
    trail: Vec<Literal>,
    done: usize,
    levels: Vec<(usize, usize, Literal)>,
    scan: usize,
    dirty: bool,
    steps: u64,
    all_steps: u64,
    /// The truth of each atom when the last answer was yes.
    pub(super) model: Vec<i8>,
}

impl Solver {
    pub(super) fn new() -> Self {
        let mut solver = Self {
            values: Vec::new(),
            clauses: Vec::new(),
            occurs: Vec::new(),
            choices: HashMap::new(),
            group_of: HashMap::new(),
            groups: Vec::new(),
            asks_groups: HashMap::new(),
            meanings: HashMap::new(),
            rules: Vec::new(),
            low: Vec::new(),
            high: Vec::new(),
            trail: Vec::new(),
            done: 0,
            levels: Vec::new(),
            scan: 0,
            dirty: false,
            steps: 0,
            all_steps: ALL_STEPS,
            model: Vec::new(),
        };
        // The constant, assigned for good.
        solver.atom();
        solver.values.fill(1);
        solver
    }

    pub(super) fn atom(&mut self) -> Literal {
        self.values.push(0);
        self.occurs.extend([Vec::new(), Vec::new()]);
        Literal::of(self.values.len().saturating_sub(1))
    }

    pub(super) fn clause(&mut self, literals: Vec<Literal>) {
        if literals.contains(&Literal::TRUE) {
            return;
        }
        let number = u32::try_from(self.clauses.len()).unwrap_or(u32::MAX);
        for literal in &literals {
            if let Some(occurs) = self.occurs.get_mut(literal.index()) {
                occurs.push(number);
            }
        }
        self.clauses.push(literals);
    }

    /// A literal that implies all of `parts`.
    pub(super) fn all(&mut self, mut parts: Vec<Literal>) -> Literal {
        parts.retain(|part| *part != Literal::TRUE);
        if parts.contains(&Literal::FALSE) {
            return Literal::FALSE;
        }
        match parts.as_slice() {
            [] => Literal::TRUE,
            [one] => *one,
            _ => {
                let gate = self.atom();
                for part in parts {
                    self.clause(vec![gate.not(), part]);
                }
                gate
            }
        }
    }

    /// A literal that implies one of `parts`.
    pub(super) fn any(&mut self, mut parts: Vec<Literal>) -> Literal {
        parts.retain(|part| *part != Literal::FALSE);
        if parts.contains(&Literal::TRUE) {
            return Literal::TRUE;
        }
        match parts.as_slice() {
            [] => Literal::FALSE,
            [one] => *one,
            _ => {
                let gate = self.atom();
                parts.insert(0, gate.not());
                self.choices.insert(gate.index(), u32::try_from(self.clauses.len()).unwrap_or(u32::MAX));
                self.clause(parts);
                gate
            }
        }
    }

    /// Says that at most one of the atoms holds; returns the group's number.
    pub(super) fn at_most_one(&mut self, atoms: Vec<usize>) -> usize {
        let group = self.groups.len();
        self.group_of.extend(atoms.iter().map(|atom| (*atom, group)));
        self.groups.push(atoms);
        group
    }

    fn value(&self, literal: Literal) -> i8 {
        let value = self.values.get(literal.atom()).copied().unwrap_or_default();
        if literal.is_negated() { value.saturating_neg() } else { value }
    }

    /// Whether some worker makes all of `literals` true.
    pub(super) fn ask(&mut self, literals: &[Literal]) -> Answer {
        self.steps = STEPS.min(self.all_steps);
        let before = self.steps;
        let answer = self.search(literals);
        if answer == Answer::Yes {
            self.model.clone_from(&self.values);
        }
        self.undo(0);
        (self.done, self.scan, self.dirty) = (0, 0, false);
        self.levels.clear();
        self.all_steps = self.all_steps.saturating_sub(before.saturating_sub(self.steps));
        answer
    }

    fn search(&mut self, literals: &[Literal]) -> Answer {
        let mut consistent = literals.iter().all(|literal| self.put(*literal)) && self.propagate();
        loop {
            if self.steps == 0 {
                return Answer::Unknown;
            }
            if consistent {
                match self.numbers() {
                    Found::Solved => {}
                    Found::Impossible => consistent = false,
                    Found::Unknown => return Answer::Unknown,
                }
            }
            if !consistent {
                let Some((length, scan, choice)) = self.levels.pop() else { return Answer::No };
                self.undo(length);
                (self.done, self.scan) = (length, scan);
                consistent = self.put(choice.not()) && self.propagate();
                continue;
            }
            let Some(choice) = self.choice() else { return Answer::Yes };
            self.levels.push((self.trail.len(), self.scan, choice));
            consistent = self.put(choice) && self.propagate();
        }
    }

    /// Whether a number is a day: only days have the calendar's ends.
    pub(super) fn is_day(&self, number: usize) -> bool {
        let ends = |number: usize| Some((self.low.get(number)?, self.high.get(number)?));
        ends(number).is_some_and(|own| Some(own) == ends(super::model::AS_OF))
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
        self.dirty |= self.meanings.contains_key(&literal.atom());
        self.trail.push(literal);
        true
    }

    fn propagate(&mut self) -> bool {
        while let Some(literal) = self.trail.get(self.done).copied() {
            self.done = self.done.saturating_add(1);
            if !literal.is_negated()
                && let Some(group) = self.group_of.get(&literal.atom()).copied()
            {
                let others = self.groups.get(group).cloned().unwrap_or_default();
                let mut others = others.into_iter().filter(|other| *other != literal.atom());
                if !others.all(|other| self.put(Literal::of(other).not())) {
                    return false;
                }
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

    /// The one literal that the clause still allows, `None` inside when it is satisfied or open, `None` when it fails.
    fn unit(&mut self, clause: u32) -> Option<Option<Literal>> {
        let mut open = None;
        for literal in self.clauses.get(clause as usize)? {
            self.steps = self.steps.saturating_sub(1);
            match self.value(*literal) {
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
            if let Some(clause) = self.choices.get(&literal.index()) {
                let clause = self.clauses.get(*clause as usize).map(Vec::as_slice).unwrap_or_default();
                self.steps = self.steps.saturating_sub(u64::try_from(clause.len()).unwrap_or(u64::MAX));
                if clause.iter().all(|literal| self.value(*literal) != 1) {
                    let open = clause.iter().find(|literal| self.value(**literal) == 0);
                    if let Some(open) = open {
                        return Some(*open);
                    }
                }
            }
            for group in self.asks_groups.get(&literal.atom()).into_iter().flatten() {
                let atoms = self.groups.get(*group).map(Vec::as_slice).unwrap_or_default();
                let value = |atom: &usize| self.value(Literal::of(*atom));
                if atoms.iter().all(|atom| value(atom) != 1)
                    && let Some(open) = atoms.iter().find(|atom| value(atom) == 0)
                {
                    return Some(Literal::of(*open));
                }
            }
            self.scan = self.scan.saturating_add(1);
        }
        None
    }

    /// Whether numbers exist that are as the trail says.
    fn numbers(&mut self) -> Found {
        if !std::mem::take(&mut self.dirty) {
            return Found::Solved;
        }
        let trail = std::mem::take(&mut self.trail);
        let (low, high, rules) = self.system(trail.iter().copied());
        self.trail = trail;
        let mut budget = SETTLING.min(self.steps);
        self.steps = self.steps.saturating_sub(budget);
        let mut found = least(&mut low.clone(), &high, &rules, &mut budget);
        if found == Found::Unknown {
            // Some lengths differ only across a century without its leap day, far from the calendar's first day.
            let mut later = low;
            for (_, low) in later.iter_mut().enumerate().filter(|(number, _)| self.is_day(*number)) {
                *low = (*low).max(CENTURY);
            }
            budget = SETTLING;
            if least(&mut later, &high, &rules, &mut budget) == Found::Solved {
                found = Found::Solved;
            }
        }
        self.steps = self.steps.saturating_add(budget);
        found
    }

    /// Bounds and rules that some literals demand.
    pub(super) fn system(
        &self,
        literals: impl Iterator<Item = Literal>,
    ) -> (Vec<i128>, Vec<i128>, Vec<Rule>) {
        let (mut low, mut high, mut rules) = (self.low.clone(), self.high.clone(), self.rules.clone());
        let mut bound = |number: usize, least: i128, most: i128| {
            if let Some((low, high)) = low.get_mut(number).zip(high.get_mut(number)) {
                (*low, *high) = ((*low).max(least), (*high).min(most));
            }
        };
        for literal in literals {
            match self.meanings.get(&literal.atom()) {
                None => {}
                Some(Meaning::AtLeast(number, at)) if literal.is_negated() => {
                    bound(*number, i128::MIN, at.saturating_sub(1));
                }
                Some(Meaning::AtLeast(number, at)) => bound(*number, *at, i128::MAX),
                Some(Meaning::Order(rule, inside)) => {
                    rules.push(if literal.is_negated() { rule.negated() } else { rule.clone() });
                    inside.iter().for_each(|(number, least, most)| bound(*number, *least, *most));
                }
            }
        }
        (low, high, rules)
    }
}
