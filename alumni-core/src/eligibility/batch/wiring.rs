//! A policy's program over lanes, as questions.

use super::super::Policy;
use super::super::expression::{Comparison, Quantifier};
use super::super::policy::Effect;
use super::super::program::{Chain, Derived, Program, Ranges, Reach, Rule, Test};
use super::ask::{Ask, Codes};
use super::binding::Binding;
use super::employment::Employment;
use super::foresee::Foresight;
use super::graph::{Graph, Truth, Wire};
use super::lanes::{Data, Lane, Meaning};
use super::machine::{Machine, Part, Wires};
use crate::workforce::{Currency, Fact, FactDefinition, Value, Worker};

/// A policy that takes part, with its program and the columns that it reads.
pub(super) struct Candidate<'c, 'a> {
    pub(super) policy: &'c Policy,
    pub(super) program: &'c Program,
    pub(super) binding: &'c Binding<'a>,
    /// The number of the lane of each fact.
    pub(super) lanes: Vec<usize>,
}

/// The lanes that several policies read, each made once.
pub(super) struct Lanes<'a> {
    pub(super) all: Vec<Lane<'a>>,
    keys: Vec<Key>,
}

/// Lanes of one key are alike.
#[derive(PartialEq)]
struct Key {
    name: String,
    definition: Option<FactDefinition>,
    default: Option<Value>,
    /// The categories that the bits of a set stand for.
    names: Vec<String>,
}

impl<'a> Lanes<'a> {
    pub(super) fn new() -> Self {
        Self { all: Vec::new(), keys: Vec::new() }
    }

    /// The number of the lane of each fact of a policy.
    pub(super) fn of(&mut self, candidate: &Candidate<'_, 'a>, rows: usize) -> Option<Vec<usize>> {
        let Candidate { policy, program, binding, .. } = candidate;
        let nobody = Worker::new("row", []).ok()?;
        let as_of = chrono::NaiveDate::from_epoch_days(program.as_of)?;
        let numbers = binding.facts.iter().enumerate().map(|(fact, bound)| {
            let plain = bound.name.split('(').next().unwrap_or_default();
            let default = match policy.facts.get(fact) {
                Some(used) => policy.vocabulary.value(&nobody, &used.name, used.parameter.as_deref(), as_of),
                None => Ok(None),
            };
            let default = default.ok().flatten();
            let definition = policy.vocabulary.get(plain);
            let names = match bound.kind {
                crate::workforce::FactType::Categories => {
                    program.names.get(fact).cloned().unwrap_or_default()
                }
                _ => Vec::new(),
            };
            let key = Key { name: bound.name.clone(), definition: definition.cloned(), default, names };
            self.keys.iter().position(|known| *known == key).unwrap_or_else(|| {
                self.all.push(Lane::new(bound, definition, &key.names, key.default.clone(), rows));
                self.keys.push(key);
                self.all.len().saturating_sub(1)
            })
        });
        Some(numbers.collect())
    }
}

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
        for number in &self.candidate.lanes {
            self.leave(*number);
        }
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
    fn leave(&mut self, number: usize) {
        let Some(lane) = self.machine.lanes.get(number) else { return };
        let mut questions = Vec::new();
        if !lane.left.is_empty() {
            questions.push((Ask::Left(number), false));
        }
        match &lane.data {
            Data::Days(_) => questions.push((Ask::Far(number), true)),
            Data::Codes(_, meanings) if meanings.len() < 256 => {
                questions.push((Ask::NoText(number), true));
            }
            _ => {}
        }
        for (ask, of_known) in questions {
            let mut found = self.graph.ask(ask);
            if of_known {
                let known = self.given(number);
                found = self.graph.and(found, known);
            }
            self.left = self.graph.or(self.left, found);
        }
        let refused = self.meaning(number, |meaning| *meaning == Meaning::Refused);
        let known = self.given(number);
        let refused = self.graph.and(refused, known);
        self.left = self.graph.or(self.left, refused);
    }

    pub(super) fn number(&self, fact: usize) -> usize {
        self.candidate.lanes.get(fact).copied().unwrap_or(usize::MAX)
    }

    pub(super) fn lane(&self, fact: usize) -> Option<&'m Lane<'m>> {
        self.machine.lanes.get(self.number(fact))
    }

    /// Whether there is a value in a lane.
    pub(super) fn given(&mut self, number: usize) -> Wire {
        use super::lanes::Mask;
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

    fn test(&mut self, test: &'m Test) -> Truth {
        match test {
            Test::Day { now, .. } => Truth::constant(*now),
            Test::Other => Truth::UNKNOWN,
            Test::Known(fact) => {
                let known = self.known(*fact);
                Truth { yes: known, no: !known }
            }
            Test::Holds(fact) => match (self.derives(*fact), self.employment) {
                (Some(Fact::Employed), Some(employment)) => employment.is,
                _ => self.boolean(Some(*fact)),
            },
            Test::Whole { fact, ranges } => self.supplied_whole(*fact, ranges),
            Test::Decimal { fact, ranges } => match self.lane(*fact).map(|lane| &lane.data) {
                Some(Data::Decimals(_)) => {
                    let number = self.number(*fact);
                    let ask = |(low, high): &(i128, i128)| Ask::Decimal(number, *low, *high);
                    self.any(number, ranges.0.iter().map(ask))
                }
                _ => Truth::UNKNOWN,
            },
            Test::Money { fact, currency, ranges } => self.money(*fact, *currency, ranges),
            Test::Days { fact, ranges, .. } => match self.lane(*fact).map(|lane| &lane.data) {
                Some(Data::Days(_)) => {
                    let holds = self.days(*fact, ranges);
                    let known = self.given(self.number(*fact));
                    self.graph.truth(holds, known)
                }
                _ => Truth::UNKNOWN,
            },
            Test::Dates { left: (left, by), is, right: (right, other) } => {
                let (Some(Data::Days(_)), Some(Data::Days(_))) =
                    (self.lane(*left).map(|lane| &lane.data), self.lane(*right).map(|lane| &lane.data))
                else {
                    return Truth::UNKNOWN;
                };
                let (left, right) = (self.number(*left), self.number(*right));
                let (by, other) = (self.chain(by), self.chain(other));
                let holds = self.graph.ask(Ask::Dates { left: (left, by), is: *is, right: (right, other) });
                self.both_given(holds, left, right)
            }
            Test::Facts { left, is, right } => self.facts_compared(*left, *is, *right),
            Test::OneOf { fact, names, .. } => self.one_of(*fact, names),
            Test::Has { fact, quantifier, names } => self.has(*fact, *quantifier, *names),
            Test::Length { fact, supplied, is, reach, derived } => {
                let supplied = self.supplied_whole(*fact, supplied);
                let (Some(derived), Some(employment)) = (derived, self.employment) else { return supplied };
                let derived = self.length(derived, *is, reach, employment);
                self.graph.first_known(supplied, derived)
            }
        }
    }

    fn facts_compared(&mut self, left: usize, is: Comparison, right: usize) -> Truth {
        let (Some(one), Some(other)) = (self.lane(left), self.lane(right)) else { return Truth::UNKNOWN };
        let (left, right) = (self.number(left), self.number(right));
        // What a fact is where there is no value a worker tells.
        for (lane, number) in [(one, left), (other, right)] {
            if lane.default.is_some() {
                let known = self.known_codes(number);
                self.left = self.graph.or(self.left, !known);
            }
        }
        let (one_known, other_known) = (self.known_codes(left), self.known_codes(right));
        let known = self.graph.and(one_known, other_known);
        match (&one.data, &other.data) {
            // Two currencies cannot be compared: the row path says so.
            (Data::Money(_, one), Data::Money(_, other)) if one != other => {
                self.left = self.graph.or(self.left, known);
                Truth::UNKNOWN
            }
            (Data::Nothing, _) | (_, Data::Nothing) => Truth::UNKNOWN,
            _ => {
                let holds = self.graph.ask(Ask::Facts(left, is, right));
                self.graph.truth(holds, known)
            }
        }
    }

    fn both_given(&mut self, holds: Wire, left: usize, right: usize) -> Truth {
        let (left, right) = (self.given(left), self.given(right));
        let known = self.graph.and(left, right);
        self.graph.truth(holds, known)
    }

    /// Whether one of several questions is answered with yes, where there is a value.
    fn any(&mut self, number: usize, asks: impl Iterator<Item = Ask>) -> Truth {
        let mut holds = Wire::NEVER;
        for ask in asks {
            let one = self.graph.ask(ask);
            holds = self.graph.or(holds, one);
        }
        let known = self.given(number);
        self.graph.truth(holds, known)
    }

    fn supplied_whole(&mut self, fact: usize, ranges: &Ranges<i64>) -> Truth {
        match self.lane(fact).map(|lane| &lane.data) {
            Some(Data::Whole(_)) => {
                let number = self.number(fact);
                self.any(number, ranges.0.iter().map(|(low, high)| Ask::Within(number, *low, *high)))
            }
            _ => Truth::UNKNOWN,
        }
    }

    fn money(&mut self, fact: usize, currency: Currency, ranges: &Ranges<i64>) -> Truth {
        let number = self.number(fact);
        match self.lane(fact).map(|lane| &lane.data) {
            Some(Data::Money(_, held)) if *held == currency => {
                self.any(number, ranges.0.iter().map(|(low, high)| Ask::Within(number, *low, *high)))
            }
            // Two currencies cannot be compared: the row path says so.
            Some(Data::Money(..)) => {
                let known = self.given(number);
                self.left = self.graph.or(self.left, known);
                Truth::UNKNOWN
            }
            _ => Truth::UNKNOWN,
        }
    }

    /// The rows whose day is in one of the ranges; what a row without a day says has no meaning.
    pub(super) fn days(&mut self, fact: usize, ranges: &Ranges<i32>) -> Wire {
        let number = self.number(fact);
        let mut holds = Wire::NEVER;
        for (low, high) in &ranges.0 {
            let one = self.graph.ask(Ask::Within(number, (*low).into(), (*high).into()));
            holds = self.graph.or(holds, one);
        }
        holds
    }

    fn one_of(&mut self, fact: usize, names: &[usize]) -> Truth {
        let Some(lane) = self.lane(fact) else { return Truth::UNKNOWN };
        let number = self.number(fact);
        let all = self.program().names.get(fact).map(Vec::as_slice).unwrap_or_default();
        let named: std::collections::BTreeSet<&str> =
            names.iter().filter_map(|name| all.get(*name)).map(String::as_str).collect();
        let holds = self
            .meaning(number, |meaning| matches!(meaning, Meaning::Is(name) if named.contains(name.as_str())));
        let known = self.known_codes(number);
        let truth = self.graph.truth(holds, known);
        match &lane.default {
            Some(Value::Category(default)) => {
                self.graph.first_known(truth, Truth::constant(named.contains(default.as_str())))
            }
            _ => truth,
        }
    }

    /// Whether there is a value in a lane of categories, of which a code may be none.
    fn known_codes(&mut self, number: usize) -> Wire {
        let absent = self.meaning(number, |meaning| *meaning == Meaning::Absent);
        let known = self.given(number);
        self.graph.but(known, absent)
    }

    fn has(&mut self, fact: usize, quantifier: Quantifier, names: u64) -> Truth {
        let Some(lane) = self.lane(fact) else { return Truth::UNKNOWN };
        let number = self.number(fact);
        let truth = match &lane.data {
            Data::Sets(_) => self.any(number, std::iter::once(Ask::Has(number, quantifier, names))),
            _ => Truth::UNKNOWN,
        };
        match &lane.default {
            // A fact that is never unknown is the empty set where there is no value; nothing is in it.
            Some(Value::Categories(_)) => self.graph.first_known(truth, Truth::constant(false)),
            _ => truth,
        }
    }

    fn known(&mut self, fact: usize) -> Wire {
        let Some(lane) = self.lane(fact) else { return Wire::NEVER };
        if lane.default.is_some() {
            return Wire::ALWAYS;
        }
        let supplied = self.known_codes(self.number(fact));
        let derived = match (self.derives(fact), self.employment) {
            (Some(Fact::Employed), Some(employment)) => self.graph.known(employment.is),
            (Some(Fact::Tenure), Some(employment)) => {
                self.graph.and(employment.start_known, employment.until_known)
            }
            (Some(Fact::SinceSeparation), Some(employment)) => employment.until_known,
            _ => Wire::NEVER,
        };
        self.graph.or(supplied, derived)
    }

    /// A boolean that is supplied.
    pub(super) fn boolean(&mut self, fact: Option<usize>) -> Truth {
        let Some(fact) = fact else { return Truth::UNKNOWN };
        match self.lane(fact).map(|lane| &lane.data) {
            Some(Data::Booleans(_)) => {
                let number = self.number(fact);
                self.any(number, std::iter::once(Ask::Holds(number)))
            }
            _ => Truth::UNKNOWN,
        }
    }

    fn length(
        &mut self,
        derived: &Derived,
        is: Comparison,
        reach: &'m Reach,
        employment: Employment,
    ) -> Truth {
        let [start, end, _] = self.sources();
        let dated = |wiring: &Self, fact: Option<usize>| {
            fact.filter(|fact| matches!(wiring.lane(*fact).map(|lane| &lane.data), Some(Data::Days(_))))
        };
        let (start, end) = (dated(self, start), dated(self, end));
        match derived {
            Derived::SinceSeparation(ranges) => {
                let ended = end.map_or(Wire::NEVER, |end| self.days(end, ranges));
                // No time has passed for those who are employed, less than any period.
                let none = Wire::constant(is.holds(std::cmp::Ordering::Less));
                let holds = self.graph.choose(employment.is.yes, none, ended);
                self.graph.truth(holds, employment.until_known)
            }
            Derived::Tenure(ranges) => {
                let Some(start) = start else { return Truth::UNKNOWN };
                let ended = match end {
                    Some(end) => {
                        let (start, end) = (self.number(start), self.number(end));
                        let reach = self.reach(reach);
                        self.graph.ask(Ask::Served { start, end, is, reach })
                    }
                    None => Wire::NEVER,
                };
                // Before the last day too it is `as_of` that counts.
                let holds = if employment.open == Wire::NEVER {
                    ended
                } else {
                    let open = self.days(start, ranges);
                    self.graph.choose(employment.open, open, ended)
                };
                let known = self.graph.and(employment.until_known, employment.start_known);
                self.graph.truth(holds, known)
            }
        }
    }

    fn reach(&mut self, reach: &'m Reach) -> usize {
        let reaches = &mut self.machine.reaches;
        reaches.iter().position(|known| known.period() == reach.period()).unwrap_or_else(|| {
            reaches.push(reach);
            reaches.len().saturating_sub(1)
        })
    }

    pub(super) fn chain(&mut self, chain: &'m Chain) -> usize {
        let chains = &mut self.machine.chains;
        chains.iter().position(|known| *known == chain).unwrap_or_else(|| {
            chains.push(chain);
            chains.len().saturating_sub(1)
        })
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
