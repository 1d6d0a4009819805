//! What the atoms of one fact say about each other.

use std::collections::{BTreeMap, BTreeSet};

use super::model::Model;
use super::order::Rule;
use super::shift::{Move, Shift, never_longer};
use super::solver::{Literal, Meaning};
use crate::workforce::FactType;

/// A longer period is laid out day by day only among the dates themselves.
const LONG: i64 = 12 * 1_000;

impl Model<'_> {
    /// Says how the atoms of each fact hang together, once all are there.
    pub(super) fn finish(&mut self) {
        self.finish_categories();
        let bounds: Vec<_> = self.bounds.iter().map(|(bound, literal)| (*bound, *literal)).collect();
        for pair in bounds.windows(2) {
            let [((number, _), less), ((other, _), more)] = pair else { continue };
            if number == other {
                self.solver.clause(vec![more.not(), *less]);
            }
        }
        self.finish_periods();
        let linked = &self.linked;
        for (literal, meaning) in &self.orders {
            self.solver.means(*literal, meaning.clone());
        }
        for ((number, bound), literal) in &self.bounds {
            if linked.contains(number) {
                self.solver.means(*literal, Meaning::AtLeast(*number, *bound));
            }
        }
    }

    fn finish_periods(&mut self) {
        for (fact, lengths) in std::mem::take(&mut self.periods) {
            let Some(number) = self.facts.get(fact).map(|fact| fact.number) else { continue };
            let end = number.saturating_add(1);
            let mut lengths = lengths;
            lengths.sort_by_key(|((months, days), _)| {
                months.saturating_mul(146_097).saturating_add(days.saturating_mul(4_800))
            });
            let bounded = self.bounds.keys().any(|(of, _)| *of == number || *of == end);
            let mut plain = !bounded && !self.linked.contains(&number) && !self.linked.contains(&end);
            for pair in lengths.windows(2) {
                let [(short, shorter), (long, longer)] = pair else { continue };
                if never_longer(*short, *long) {
                    self.solver.clause(vec![longer.not(), *shorter]);
                } else {
                    plain = false;
                }
            }
            plain &=
                lengths.iter().all(|((months, days), _)| *months <= LONG && *days <= LONG.saturating_mul(30));
            for ((months, days), literal) in &lengths {
                let by = Shift { times: false, moves: vec![Move { months: *months, days: *days }] };
                let ends = |ends: &[i128]| ends.get(number).copied().unwrap_or_default();
                let (low, high) = by.within(ends(&self.solver.low), ends(&self.solver.high));
                let rule = Rule { x: end, f: Shift::default(), y: number, g: by, plus: 0 };
                let meaning = Meaning::order(rule, vec![(number, low, high)]);
                if !plain {
                    self.solver.means(*literal, meaning.clone());
                }
                self.lengths.push((*literal, meaning));
            }
            if !plain {
                self.linked.extend([number, end]);
            }
            self.periods.insert(fact, lengths);
        }
        // Elapsed time does not end before it begins.
        for fact in &self.facts {
            let (first, end) = (fact.number, fact.number.saturating_add(1));
            if fact.definition.kind == FactType::Period {
                let rule = Rule { x: end, f: Shift::default(), y: first, g: Shift::default(), plus: 0 };
                if self.linked.contains(&first) || self.linked.contains(&end) {
                    self.solver.rules.push(rule.clone());
                }
                self.spans.push(rule);
            }
        }
    }

    fn finish_categories(&mut self) {
        // Facts that are compared with each other need all values of both, and others that are different.
        let compared: BTreeSet<usize> = self.same.iter().flat_map(|(a, b, _)| [*a, *b]).collect();
        let mut universe = BTreeSet::new();
        for fact in compared.iter().filter_map(|fact| self.facts.get(*fact)) {
            universe.extend(fact.values.keys().cloned());
            universe.extend(fact.definition.values.iter().map(|value| value.name.clone()));
        }
        for other in 0..compared.len() {
            universe.insert(format!("other-{}", other.saturating_add(1)));
        }
        for fact in &compared {
            for value in &universe {
                self.value(*fact, value);
            }
        }
        for index in 0..self.facts.len() {
            let Some(fact) = self.facts.get(index).filter(|fact| fact.definition.kind == FactType::Category)
            else {
                continue;
            };
            let atoms: BTreeMap<_, _> =
                fact.values.iter().filter(|(_, literal)| **literal != Literal::FALSE).collect();
            let allowed = &fact.definition.values;
            let closed = !allowed.is_empty() && allowed.iter().all(|value| atoms.contains_key(&value.name));
            let literals: Vec<Literal> = atoms.into_values().copied().collect();
            let group = self.solver.one_of(&literals, closed || compared.contains(&index));
            if let Some(fact) = self.facts.get_mut(index) {
                fact.group = Some(group);
            }
        }
        for (a, b, same) in self.same.clone() {
            for value in &universe {
                let (x, y) = (self.value(a, value), self.value(b, value));
                self.solver.clause(vec![same.not(), x.not(), y]);
                self.solver.clause(vec![same.not(), y.not(), x]);
                self.solver.clause(vec![same, x.not(), y.not()]);
            }
            let groups = [a, b].iter().filter_map(|fact| self.facts.get(*fact)?.group).collect();
            self.solver.asks(same.atom(), groups);
        }
    }
}
