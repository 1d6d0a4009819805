//! Whether an assignment of truth to atoms satisfies some formulas, by search with propagation.

mod literal;
mod remembered;
mod search;
mod theory;

use std::collections::{BTreeMap, HashMap};

pub(super) use literal::Literal;
use remembered::Remembered;
pub(super) use theory::{CENTURY, Meaning, System};

use super::order::Rule;

/// What a question came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    /// The budget ran out.
    Unknown,
}

/// What implies a combination of literals.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Gate {
    All(Vec<Literal>),
    Any(Vec<Literal>),
}

/// Atoms of which at most one holds.
#[derive(Debug)]
struct Group {
    atoms: Vec<usize>,
    /// Whether one of them must hold.
    closed: bool,
}

/// Steps that all questions about one policy may take together.
const ALL_STEPS: u64 = 5_000_000;

#[derive(Debug)]
pub(super) struct Solver {
    /// 1, -1 or 0: true, false or open, by atom.
    values: Vec<i8>,
    clauses: Vec<Vec<Literal>>,
    /// The clauses that a literal stands in.
    occurs: Vec<Vec<u32>>,
    /// What an atom that is a gate stands for.
    gates: Vec<Option<Gate>>,
    /// The gates that there are: the same combination is the same atom.
    known_gates: HashMap<Gate, Literal>,
    /// The group of an atom, and the groups.
    group_of: Vec<Option<usize>>,
    groups: Vec<Group>,
    /// Atoms that decide nothing until the groups beside them have been decided.
    asks_groups: BTreeMap<usize, Vec<usize>>,
    /// What the atoms say about numbers that are compared with each other.
    meanings: Vec<Option<Meaning>>,
    /// Rules that always hold.
    pub(super) rules: Vec<Rule>,
    /// Least and largest value of each number.
    pub(super) low: Vec<i128>,
    pub(super) high: Vec<i128>,
    /// Whether some fact can have no value at all.
    pub(super) impossible: bool,
    trail: Vec<Literal>,
    done: usize,
    levels: Vec<(usize, usize, Literal)>,
    scan: usize,
    dirty: bool,
    /// The numbers that were found last, for what has been assigned or more.
    numbers: Vec<i128>,
    steps: u64,
    all_steps: u64,
    /// What earlier questions were answered with.
    remembered: Remembered,
    /// The truth of each atom when the last answer was yes.
    pub(super) model: Vec<i8>,
}

impl Solver {
    pub(super) fn new() -> Self {
        let mut solver = Self {
            values: Vec::new(),
            clauses: Vec::new(),
            occurs: Vec::new(),
            gates: Vec::new(),
            known_gates: HashMap::new(),
            group_of: Vec::new(),
            groups: Vec::new(),
            asks_groups: BTreeMap::new(),
            meanings: Vec::new(),
            rules: Vec::new(),
            low: Vec::new(),
            high: Vec::new(),
            impossible: false,
            trail: Vec::new(),
            done: 0,
            levels: Vec::new(),
            scan: 0,
            dirty: false,
            numbers: Vec::new(),
            steps: 0,
            all_steps: ALL_STEPS,
            remembered: Remembered::default(),
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
        self.gates.push(None);
        self.group_of.push(None);
        self.meanings.push(None);
        Literal::of(self.values.len().saturating_sub(1))
    }

    /// An atom that says whether a fact is known: no answer may decide it by the way.
    pub(super) fn atom_of_knowledge(&mut self) -> Literal {
        let literal = self.atom();
        self.remembered.keep_open(literal.atom());
        literal
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
            _ => self.gate(Gate::All(parts)),
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
            _ => self.gate(Gate::Any(parts)),
        }
    }

    fn gate(&mut self, gate: Gate) -> Literal {
        if let Some(known) = self.known_gates.get(&gate) {
            return *known;
        }
        let literal = self.atom();
        match &gate {
            Gate::All(parts) => {
                for part in parts {
                    self.clause(vec![literal.not(), *part]);
                }
            }
            Gate::Any(parts) => {
                self.clause([literal.not()].into_iter().chain(parts.iter().copied()).collect())
            }
        }
        if let Some(slot) = self.gates.get_mut(literal.atom()) {
            *slot = Some(gate.clone());
        }
        self.known_gates.insert(gate, literal);
        literal
    }

    /// Says that at most one of the atoms holds or, if `closed`, exactly one; returns the group's number.
    pub(super) fn one_of(&mut self, literals: &[Literal], closed: bool) -> usize {
        if closed {
            self.clause(literals.to_vec());
        }
        let group = self.groups.len();
        let atoms: Vec<usize> = literals.iter().map(|literal| literal.atom()).collect();
        for atom in &atoms {
            if let Some(slot) = self.group_of.get_mut(*atom) {
                *slot = Some(group);
            }
        }
        self.groups.push(Group { atoms, closed });
        group
    }

    /// Says that an atom tells nothing before the groups have been decided.
    pub(super) fn asks(&mut self, atom: usize, groups: Vec<usize>) {
        self.remembered.keep_open(atom);
        for group in groups.iter().filter_map(|group| self.groups.get(*group)) {
            group.atoms.iter().for_each(|atom| self.remembered.keep_open(*atom));
        }
        self.asks_groups.insert(atom, groups);
    }

    /// Says what an atom means about numbers.
    pub(super) fn means(&mut self, literal: Literal, meaning: Meaning) {
        if let Some(slot) = self.meanings.get_mut(literal.atom()) {
            *slot = Some(meaning);
        }
    }

    /// Says that a literal never holds, of a fact that may be known for good.
    pub(super) fn refuse(&mut self, literal: Literal) {
        self.impossible |= literal == Literal::TRUE;
        self.clause(vec![literal.not()]);
    }

    fn value(&self, literal: Literal) -> i8 {
        literal.value_in(&self.values)
    }

    /// Whether a number is a day: only days have the calendar's ends.
    pub(super) fn is_day(&self, number: usize) -> bool {
        let ends = |number: usize| Some((self.low.get(number)?, self.high.get(number)?));
        ends(number).is_some_and(|own| Some(own) == ends(super::model::AS_OF))
    }
}
