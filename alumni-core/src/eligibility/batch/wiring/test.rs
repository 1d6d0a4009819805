//! Tests as questions.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::super::super::expression::{Comparison, Quantifier};
use super::super::super::program::{Chain, Derived, Ranges, Reach, Test};
use super::super::ask::Ask;
use super::super::employment::Employment;
use super::super::graph::{Truth, Wire};
use super::super::lanes::{Data, Meaning};
use super::Wiring;
use crate::workforce::{Currency, Fact, Value};

impl<'m> Wiring<'_, 'm, '_> {
    pub(super) fn test(&mut self, test: &'m Test) -> Truth {
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
    pub(in super::super) fn days(&mut self, fact: usize, ranges: &Ranges<i32>) -> Wire {
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
        let named: BTreeSet<&str> =
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
    pub(in super::super) fn boolean(&mut self, fact: Option<usize>) -> Truth {
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
                let none = Wire::constant(is.holds(Ordering::Less));
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

    pub(in super::super) fn chain(&mut self, chain: &'m Chain) -> usize {
        let chains = &mut self.machine.chains;
        chains.iter().position(|known| *known == chain).unwrap_or_else(|| {
            chains.push(chain);
            chains.len().saturating_sub(1)
        })
    }
}
