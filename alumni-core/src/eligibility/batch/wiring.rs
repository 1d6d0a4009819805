//! A policy's program over lanes, as questions.

mod test;

use super::super::policy::Effect;
use super::super::program::{Program, Rule};
use super::ahead::Ahead;
use super::ask::{Ask, Codes};
use super::candidate::Candidate;
use super::employment::Employment;
use super::foresee::Foresight;
use super::graph::{Graph, Truth, Wire};
use super::lanes::{Data, Lane, Mask, Meaning};
use super::machine::{Machine, Part, Wires};
use crate::workforce::Fact;

impl<'m> Machine<'m> {
    /// The questions of all candidates in one machine.
    pub(super) fn new(
        candidates: &[Option<Candidate<'m, '_>>],
        lanes: &'m [Lane<'m>],
        rows: usize,
        foresee: bool,
    ) -> Self {
        let mut machine = Self {
            lanes,
            reaches: Vec::new(),
            ahead: Ahead::new(lanes),
            chains: Vec::new(),
            nodes: Vec::new(),
            parts: Vec::new(),
            as_of: candidates.iter().flatten().next().map_or(0, |candidate| candidate.program.as_of),
            rows,
            fresh: true,
        };
        let mut graph = Graph::new();
        for candidate in candidates {
            let Some(candidate) = candidate else {
                machine.parts.push(None);
                continue;
            };
            let mut wiring =
                Wiring { candidate, graph, machine: &mut machine, employment: None, left: Wire::NEVER };
            let part = wiring.part(foresee);
            graph = wiring.graph;
            machine.parts.push(Some(part));
        }
        let mut wires: Vec<_> = machine.parts.iter_mut().flatten().flat_map(Part::wires).collect();
        machine.nodes = graph.only(&mut wires);
        machine
    }
}

impl Part<'_> {
    fn wires(&mut self) -> impl Iterator<Item = &mut Wire> {
        let criteria = self.criteria.iter_mut().flat_map(|wires| [&mut wires.standing, &mut wires.unknown]);
        let foresight = self.foresight.iter_mut().flat_map(Foresight::wires);
        criteria.chain([&mut self.high, &mut self.low, &mut self.left]).chain(foresight)
    }
}

/// Wires of one policy.
pub(super) struct Wiring<'w, 'm, 'a> {
    candidate: &'w Candidate<'m, 'a>,
    pub(super) graph: Graph,
    machine: &'w mut Machine<'m>,
    employment: Option<Employment>,
    /// Rows that only a worker tells.
    left: Wire,
}

impl<'m> Wiring<'_, 'm, '_> {
    fn part(&mut self, foresee: bool) -> Part<'m> {
        self.employment = self.employment_of();
        self.leave();
        let program = self.candidate.program;
        let mut criteria = Vec::new();
        let mut truths = Vec::new();
        let (mut unmet, mut untold, mut review, mut untold_review) = Default::default();
        for (effect, rule) in &program.rules {
            let truth = self.truth(rule);
            let known = self.graph.known(truth);
            let standing = if *effect == Effect::Require { truth.no } else { truth.yes };
            let (all, all_unknown) = match effect {
                Effect::Review => (&mut review, &mut untold_review),
                Effect::Require | Effect::Bar => (&mut unmet, &mut untold),
            };
            *all = self.graph.or(*all, standing);
            *all_unknown = self.graph.or(*all_unknown, !known);
            criteria.push(Wires { standing, unknown: !known });
            truths.push(truth);
        }
        let untold_review = self.graph.but(untold_review, review);
        let undetermined = self.graph.or(untold, untold_review);
        let undetermined = self.graph.but(undetermined, unmet);
        let conditional = self.graph.but(review, undetermined);
        let conditional = self.graph.but(conditional, unmet);
        let (high, low) = (self.graph.or(unmet, undetermined), self.graph.or(unmet, conditional));
        let foresight = foresee.then(|| {
            let waiting = self.graph.or(high, low);
            let asked = self.graph.but(waiting, self.left);
            Foresight::new(self, &truths, asked)
        });
        Part { criteria, high, low, left: self.left, foresight }
    }

    pub(super) fn program(&self) -> &'m Program {
        self.candidate.program
    }

    pub(super) fn employment(&self) -> Option<Employment> {
        self.employment
    }

    /// Leaves the rows whose values are not plainly usable, and dates at the ends of the calendar.
    fn leave(&mut self) {
        let mut odd = Vec::new();
        for number in self.candidate.lanes.iter().copied() {
            let Some(lane) = self.machine.lanes.get(number) else { continue };
            if !lane.left.is_empty() {
                let found = self.graph.ask(Ask::Left(number));
                self.left = self.graph.or(self.left, found);
            }
            match &lane.data {
                Data::Days(_) => odd.push(number),
                Data::Codes(_, meanings) if meanings.len() < 256 => odd.push(number),
                _ => {}
            }
            let refused = self.meaning(number, |meaning| *meaning == Meaning::Refused);
            let known = self.given(number);
            let refused = self.graph.and(refused, known);
            self.left = self.graph.or(self.left, refused);
        }
        if !odd.is_empty() {
            let found = self.graph.ask(Ask::Odd(odd));
            self.left = self.graph.or(self.left, found);
        }
    }

    pub(super) fn number(&self, fact: usize) -> usize {
        self.candidate.lanes.get(fact).copied().unwrap_or(usize::MAX)
    }

    pub(super) fn lane(&self, fact: usize) -> Option<&'m Lane<'m>> {
        self.machine.lanes.get(self.number(fact))
    }

    /// Whether there is a value in a lane.
    pub(super) fn given(&mut self, number: usize) -> Wire {
        match self.machine.lanes.get(number).map(|lane| (&lane.known, &lane.data)) {
            None | Some((Mask::None, _) | (_, Data::Nothing)) => Wire::NEVER,
            Some((Mask::All, _)) => Wire::ALWAYS,
            Some(_) => self.graph.ask(Ask::Known(number)),
        }
    }

    /// The rows of a lane of categories whose code means something.
    fn meaning(&mut self, number: usize, wanted: impl Fn(&Meaning) -> bool) -> Wire {
        let codes = |meanings: &[Meaning]| meanings.iter().map(&wanted).collect::<Vec<_>>();
        let (codes, turned) = match self.machine.lanes.get(number).map(|lane| &lane.data) {
            Some(Data::Codes(_, meanings)) => {
                let wanted = codes(meanings);
                if !wanted.contains(&true) {
                    return Wire::NEVER;
                }
                Codes::of_bytes(&wanted)
            }
            Some(Data::Wide(_, meanings)) => {
                let wanted = codes(meanings);
                if !wanted.contains(&true) {
                    return Wire::NEVER;
                }
                (Codes::map(&wanted), false)
            }
            _ => return Wire::NEVER,
        };
        let found = self.graph.ask(Ask::Codes(number, codes));
        if turned { !found } else { found }
    }

    pub(super) fn truth(&mut self, rule: &'m Rule) -> Truth {
        match rule {
            Rule::Test(test) => self.test(test),
            Rule::Not(inner) => {
                let Truth { yes, no } = self.truth(inner);
                Truth { yes: no, no: yes }
            }
            Rule::All(parts) => parts.iter().fold(Truth::constant(true), |all, part| {
                let one = self.truth(part);
                Truth { yes: self.graph.and(all.yes, one.yes), no: self.graph.or(all.no, one.no) }
            }),
            Rule::Any(parts) => parts.iter().fold(Truth::constant(false), |any, part| {
                let one = self.truth(part);
                Truth { yes: self.graph.or(any.yes, one.yes), no: self.graph.and(any.no, one.no) }
            }),
        }
    }

    /// The built-in fact that a fact is, where it may follow from others.
    pub(super) fn derives(&self, fact: usize) -> Option<Fact> {
        let fact = self.candidate.policy.facts.get(fact)?.name.parse().ok();
        fact.filter(|fact| matches!(fact, Fact::Employed | Fact::Tenure | Fact::SinceSeparation))
    }

    /// The facts from which others follow: first day, last day employed, employed.
    pub(super) fn sources(&self) -> [Option<usize>; 3] {
        let facts = &self.candidate.binding.facts;
        [Fact::StartDate, Fact::SeparationDate, Fact::Employed]
            .map(|fact| facts.iter().position(|bound| bound.name == fact.as_str()))
    }

    pub(super) fn facts(&self) -> usize {
        self.candidate.policy.facts.len()
    }
}
