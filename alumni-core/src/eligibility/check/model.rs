//! Policies as formulas over atoms: what a worker can be, in finitely many cells.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::order::Rule;
use super::shift::{Shift, number_of};
use super::solver::{Literal, Meaning, Solver};
use crate::calendar::Period;
use crate::eligibility::policy::{Effect, Policy};
use crate::eligibility::relation::{Always, subject};
use crate::eligibility::resolve::{FactUse, Node, Term};
use crate::workforce::{Currency, FactDefinition, FactType};

/// A fact that the policies ask for, or that a relation brings in.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) fact: FactUse,
    pub(super) written: String,
    pub(super) definition: FactDefinition,
    /// Whether the worker's fact is known.
    pub(super) known: Literal,
    /// Its number; for elapsed time its first day, and the day after its last follows.
    pub(super) number: usize,
    /// Its atoms by value: of a boolean, a category or a set.
    pub(super) values: BTreeMap<String, Literal>,
    pub(super) currency: Option<Currency>,
    /// The group of a category's atoms.
    pub(super) group: Option<usize>,
}

/// What is asked of a part of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    True,
    False,
    NotTrue,
    NotFalse,
}

/// A part of an expression.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) form: Form,
    literals: [Option<Literal>; 4],
}

#[derive(Clone, Debug)]
pub(super) enum Form {
    And(Vec<usize>),
    Or(Vec<usize>),
    Not(usize),
    Leaf { holds: Literal, fails: Literal, known: Vec<Literal> },
}

/// One criterion of one of the policies.
#[derive(Debug)]
pub(super) struct Modelled {
    pub(super) policy: usize,
    pub(super) index: usize,
    pub(super) effect: Effect,
    pub(super) root: usize,
    pub(super) facts: BTreeSet<usize>,
    /// Where it stands: what it shares facts with.
    pub(super) component: usize,
}

pub(super) struct Model<'p> {
    pub(super) policies: &'p [&'p Policy],
    pub(super) solver: Solver,
    pub(super) facts: Vec<Asked>,
    /// How many facts the policies ask for; the others come from relations.
    pub(super) asked: usize,
    by_name: HashMap<String, usize>,
    pub(super) parts: Vec<Part>,
    pub(super) criteria: Vec<Modelled>,
    /// What always holds, by component.
    pub(super) relations: Vec<(usize, Literal)>,
    pub(super) components: usize,
    pub(super) bounds: BTreeMap<(usize, i128), Literal>,
    pub(super) orders: Vec<(Literal, Meaning)>,
    /// What the atoms of elapsed time say.
    pub(super) lengths: Vec<(Literal, Meaning)>,
    /// That elapsed time does not end before it begins.
    pub(super) spans: Vec<Rule>,
    pub(super) periods: BTreeMap<usize, Lengths>,
    pub(super) same: Vec<(usize, usize, Literal)>,
    pub(super) linked: BTreeSet<usize>,
    /// Criteria that compare amounts in two currencies.
    pub(super) mixed: BTreeSet<usize>,
    /// The criterion that is being read.
    pub(super) reading: Option<usize>,
}

/// Months and days, and the literal that elapsed time is at least so long.
pub(super) type Lengths = Vec<((i64, i64), Literal)>;

/// The number of `as_of`.
pub(super) const AS_OF: usize = 0;

impl<'p> Model<'p> {
    /// Models `policies` together. With `complete`, every fact is known but those that a rule asks `is known` of.
    pub(super) fn new(policies: &'p [&'p Policy], complete: bool) -> Self {
        let mut model = Self {
            policies,
            solver: Solver::new(),
            facts: Vec::new(),
            asked: 0,
            by_name: HashMap::new(),
            parts: Vec::new(),
            criteria: Vec::new(),
            relations: Vec::new(),
            components: 0,
            bounds: BTreeMap::new(),
            orders: Vec::new(),
            lengths: Vec::new(),
            spans: Vec::new(),
            periods: BTreeMap::new(),
            same: Vec::new(),
            linked: BTreeSet::new(),
            mixed: BTreeSet::new(),
            reading: None,
        };
        model.number(FactType::Date, None);
        model.ask_facts(complete);
        let always = model.relevant();
        for (policy, at) in policies.iter().zip(0..) {
            for (criterion, index) in policy.criteria.iter().zip(0..) {
                let number = model.criteria.len();
                model.reading = Some(number);
                let names: Vec<_> = policy.facts.iter().map(|fact| model.index(&fact.written())).collect();
                let root = model.part(&criterion.node, &Names { facts: &policy.facts, index: &names });
                let mut facts = BTreeSet::new();
                uses(&criterion.node, &mut |fact| facts.extend(names.get(fact)), &mut false);
                model.criteria.push(Modelled {
                    policy: at,
                    index,
                    effect: criterion.effect,
                    root,
                    facts,
                    component: 0,
                });
            }
        }
        model.reading = None;
        let mut held = Vec::new();
        for relation in always {
            let names: Vec<_> = relation.facts.iter().map(|fact| model.index(&subject(fact))).collect();
            let root = model.part(&relation.node, &Names { facts: &relation.facts, index: &names });
            let mut as_of = false;
            uses(&relation.node, &mut |_| {}, &mut as_of);
            let day = as_of.then_some(model.facts.len());
            held.push((names.into_iter().chain(day).collect::<Vec<_>>(), root));
        }
        model.finish();
        let held = held.into_iter().map(|(facts, root)| (facts, model.literal(root, Wanted::NotFalse)));
        let held: Vec<_> = held.collect();
        model.connect(held);
        model
    }

    /// The facts that the policies ask for.
    fn ask_facts(&mut self, complete: bool) {
        let mut asked_known = BTreeSet::new();
        for policy in self.policies {
            for criterion in &policy.criteria {
                asks_known(&criterion.node, &mut |fact| {
                    asked_known.extend(policy.facts.get(fact).map(FactUse::written));
                });
            }
        }
        for policy in self.policies {
            for fact in &policy.facts {
                let written = fact.written();
                if let Some(definition) = policy.vocabulary.get(&fact.name) {
                    let free = !complete || asked_known.contains(&written);
                    self.fact(fact, written, definition, free);
                }
            }
        }
        self.asked = self.facts.len();
    }

    fn fact(&mut self, fact: &FactUse, written: String, definition: &FactDefinition, free: bool) {
        if let Some(known) = self.by_name.get(&written).and_then(|index| self.facts.get_mut(*index)) {
            // Two vocabularies: a worker must be possible under both.
            let theirs = &definition.values;
            if known.definition.kind == FactType::Integer || theirs.is_empty() {
            } else if known.definition.values.is_empty() {
                known.definition.values.clone_from(theirs);
            } else {
                known.definition.values.retain(|ours| theirs.iter().any(|value| value.name == ours.name));
            }
            return;
        }
        let known = if free { self.solver.atom() } else { Literal::TRUE };
        let number = self.number(definition.kind, Some(definition));
        if definition.kind == FactType::Period {
            self.number(FactType::Date, None);
        }
        self.by_name.insert(written.clone(), self.facts.len());
        self.facts.push(Asked {
            fact: fact.clone(),
            written,
            definition: definition.clone(),
            known,
            number,
            values: BTreeMap::new(),
            currency: None,
            group: None,
        });
    }

    /// A number and the values that it can have.
    fn number(&mut self, kind: FactType, definition: Option<&FactDefinition>) -> usize {
        let number = self.solver.low.len();
        let end = |least: i128, most: i128, scale: i128| {
            let given = |bound: Option<i64>| bound.map(|bound| i128::from(bound).saturating_mul(scale));
            let low = definition.and_then(|definition| given(definition.minimum)).unwrap_or(least);
            let high = definition.and_then(|definition| given(definition.maximum)).unwrap_or(most);
            (low, high)
        };
        // Every day of the calendar; what a decimal can hold.
        let (low, high) = match kind {
            FactType::Date | FactType::Period => {
                let day = |year, month, day| chrono::NaiveDate::from_ymd_opt(year, month, day);
                (day(1, 1, 1).map_or(0, number_of), day(9999, 12, 31).map_or(0, number_of))
            }
            FactType::Decimal => {
                let most = 10_i128.pow(27).saturating_sub(1);
                end(most.saturating_neg(), most, super::shift::SCALE)
            }
            _ => end(i64::MIN.into(), i64::MAX.into(), 1),
        };
        self.solver.low.push(low);
        self.solver.high.push(high);
        number
    }

    pub(super) fn index(&self, written: &str) -> usize {
        self.by_name.get(written).copied().unwrap_or(usize::MAX)
    }

    /// The relations that say something about the facts asked for, with the facts that they need besides.
    fn relevant(&mut self) -> Vec<&'p Always> {
        let policies = self.policies;
        let own = policies.iter().flat_map(|policy| &policy.relations);
        let all: Vec<&'p Always> = Always::hr().iter().chain(own).collect();
        let mut taken: Vec<&'p Always> = Vec::new();
        for bring in [true, false] {
            for relation in &all {
                if taken.contains(relation) {
                    continue;
                }
                let subjects: BTreeSet<_> = relation.subjects().collect();
                let here = subjects.iter().filter(|name| self.by_name.contains_key(*name)).count();
                let mut as_of = false;
                uses(&relation.node, &mut |_| {}, &mut as_of);
                let enough = here >= 2 || here == subjects.len() || (here == 1 && as_of);
                if here == 0 || !enough || (!bring && here < subjects.len()) {
                    continue;
                }
                for fact in &relation.facts {
                    let name = subject(fact);
                    let vocabulary = policies.iter().find_map(|policy| policy.vocabulary.get(&name));
                    if let Some(definition) = vocabulary {
                        let fact = FactUse { name: name.clone(), parameter: None };
                        self.fact(&fact, name, definition, true);
                    }
                }
                taken.push(relation);
            }
        }
        taken
    }

    /// Numbers the components: criteria and relations that share facts, directly or through others.
    fn connect(&mut self, held: Vec<(Vec<usize>, Literal)>) {
        // The day of the decision binds everything that is compared with it; it stands after the facts.
        let day = self.facts.len();
        let mut with: Vec<usize> = (0..=day).collect();
        let mut join = |facts: &mut dyn Iterator<Item = usize>| {
            let mut first = None;
            for fact in facts {
                let root = root(&with, fact);
                let first = *first.get_or_insert(root);
                if let Some(slot) = with.get_mut(root) {
                    *slot = first;
                }
            }
        };
        for criterion in &self.criteria {
            let policy =
                self.policies.get(criterion.policy).and_then(|policy| policy.criteria.get(criterion.index));
            let mut as_of = false;
            if let Some(criterion) = policy {
                uses(&criterion.node, &mut |_| {}, &mut as_of);
            }
            join(&mut criterion.facts.iter().copied().chain(as_of.then_some(day)));
        }
        for (facts, _) in &held {
            join(&mut facts.iter().copied());
        }
        let mut numbers = BTreeMap::new();
        let mut component = |fact: usize| {
            let next = numbers.len();
            *numbers.entry(root(&with, fact)).or_insert(next)
        };
        for criterion in &mut self.criteria {
            criterion.component = component(criterion.facts.first().copied().unwrap_or(day));
        }
        self.relations = held
            .into_iter()
            .map(|(facts, literal)| (component(facts.first().copied().unwrap_or(day)), literal))
            .collect();
        self.components = numbers.len();
    }

    /// Reads an expression into parts.
    fn part(&mut self, node: &Node, names: &Names<'_>) -> usize {
        let form = match node {
            Node::And(parts) => Form::And(parts.iter().map(|part| self.part(part, names)).collect()),
            Node::Or(parts) => Form::Or(parts.iter().map(|part| self.part(part, names)).collect()),
            Node::Not(inner) => Form::Not(self.part(inner, names)),
            leaf => self.leaf(leaf, names),
        };
        self.parts.push(Part { form, literals: [None; 4] });
        self.parts.len().saturating_sub(1)
    }

    /// A literal that implies that a part is as wanted.
    pub(super) fn literal(&mut self, part: usize, wanted: Wanted) -> Literal {
        use Wanted::{False, NotFalse, NotTrue, True};
        let Some(Part { form, literals }) = self.parts.get(part) else { return Literal::FALSE };
        if let Some(literal) = literals.get(wanted as usize).copied().flatten() {
            return literal;
        }
        let form = form.clone();
        let each = |model: &mut Self, parts: &[usize]| {
            parts.iter().map(|part| model.literal(*part, wanted)).collect::<Vec<_>>()
        };
        let literal = match (&form, wanted) {
            (Form::And(parts), True | NotFalse) | (Form::Or(parts), False | NotTrue) => {
                let parts = each(self, parts);
                self.solver.all(parts)
            }
            (Form::And(parts), False | NotTrue) | (Form::Or(parts), True | NotFalse) => {
                let parts = each(self, parts);
                self.solver.any(parts)
            }
            (Form::Not(inner), True) => self.literal(*inner, False),
            (Form::Not(inner), False) => self.literal(*inner, True),
            (Form::Not(inner), NotTrue) => self.literal(*inner, NotFalse),
            (Form::Not(inner), NotFalse) => self.literal(*inner, NotTrue),
            (Form::Leaf { holds, fails, known }, True | False) => {
                let last = if wanted == True { *holds } else { *fails };
                self.solver.all(known.iter().copied().chain([last]).collect())
            }
            (Form::Leaf { holds, fails, known }, NotTrue | NotFalse) => {
                let last = if wanted == NotTrue { *fails } else { *holds };
                self.solver.any(known.iter().map(|known| known.not()).chain([last]).collect())
            }
        };
        if let Some(slot) = self.parts.get_mut(part).and_then(|part| part.literals.get_mut(wanted as usize)) {
            *slot = Some(literal);
        }
        literal
    }

    pub(super) fn at_least(&mut self, number: usize, bound: i128) -> Literal {
        let end = |ends: &[i128]| ends.get(number).copied().unwrap_or_default();
        if bound <= end(&self.solver.low) {
            return Literal::TRUE;
        }
        if bound > end(&self.solver.high) {
            return Literal::FALSE;
        }
        if let Some(literal) = self.bounds.get(&(number, bound)) {
            return *literal;
        }
        let literal = self.solver.atom();
        self.bounds.insert((number, bound), literal);
        literal
    }

    /// The atom of `rule`; its negation where the negated rule came first.
    pub(super) fn order(&mut self, rule: Rule) -> Literal {
        let negated = rule.negated();
        for (literal, meaning) in &self.orders {
            match meaning {
                Meaning::Order(known, _) if *known == rule => return *literal,
                Meaning::Order(known, _) if *known == negated => return literal.not(),
                _ => {}
            }
        }
        let literal = self.solver.atom();
        self.linked.extend([rule.x, rule.y]);
        let inside = |number: usize, shift: &Shift| {
            let end = |ends: &[i128]| ends.get(number).copied().unwrap_or_default();
            let (low, high) = shift.within(end(&self.solver.low), end(&self.solver.high));
            (number, low, high)
        };
        let mut bounds = Vec::new();
        for (number, shift) in [(rule.x, &rule.f), (rule.y, &rule.g)] {
            if !shift.moves.is_empty() {
                bounds.push(inside(number, shift));
            }
        }
        self.orders.push((literal, Meaning::Order(rule, bounds)));
        literal
    }

    pub(super) fn period(&mut self, fact: usize, months: i64, days: i64) -> Literal {
        let known = self.periods.entry(fact).or_default();
        if let Some((_, literal)) = known.iter().find(|(length, _)| *length == (months, days)) {
            return *literal;
        }
        if months == 0 && days == 0 {
            return Literal::TRUE;
        }
        let literal = self.solver.atom();
        self.periods.entry(fact).or_default().push(((months, days), literal));
        literal
    }
}

/// The facts of a policy or relation, and their numbers in the model.
pub(super) struct Names<'a> {
    pub(super) facts: &'a [FactUse],
    pub(super) index: &'a [usize],
}

fn root(with: &[usize], mut fact: usize) -> usize {
    while let Some(next) = with.get(fact).copied().filter(|next| *next != fact) {
        fact = next;
    }
    fact
}

/// Calls `visit` with each fact of `node`, and says whether it asks for the day of the decision.
pub(super) fn uses(node: &Node, visit: &mut impl FnMut(usize), as_of: &mut bool) {
    fn term(of: &Term, as_of: &mut bool) {
        match of {
            Term::AsOf => *as_of = true,
            Term::Shift(of, ..) => term(of, as_of),
            Term::Fact(_) | Term::Constant(_) => {}
        }
    }
    match node {
        Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| uses(part, visit, as_of)),
        Node::Not(inner) => uses(inner, visit, as_of),
        leaf => {
            if let Node::Compare { left, right, .. } = leaf {
                term(left, as_of);
                term(right, as_of);
            }
            crate::eligibility::evaluate::each_fact(leaf, visit);
        }
    }
}

fn asks_known(node: &Node, visit: &mut impl FnMut(usize)) {
    match node {
        Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| asks_known(part, visit)),
        Node::Not(inner) => asks_known(inner, visit),
        Node::Known(fact) => visit(*fact),
        _ => {}
    }
}

/// Months and days of a period.
pub(super) fn length(period: Period) -> (i64, i64) {
    let months = i64::from(period.total_months().unwrap_or(u32::MAX));
    (months, i64::try_from(period.total_days()).unwrap_or(i64::MAX / 4))
}
