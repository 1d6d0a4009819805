//! Who is employed, by what is supplied or else by the dates.

use super::super::expression::Comparison;
use super::super::program::{Chain, Ranges};
use super::ask::Ask;
use super::graph::{Truth, Wire};
use super::lanes::Data;
use super::wiring::Wiring;

#[derive(Clone, Copy)]
pub(super) struct Employment {
    pub(super) start_known: Wire,
    pub(super) end_known: Wire,
    /// Who is employed.
    pub(super) is: Truth,
    /// Who is employed whatever the last day was.
    pub(super) open: Wire,
    /// For whom it is supplied whether they are employed.
    pub(super) supplied: Wire,
    /// For whom it is known until when they were employed.
    pub(super) until_known: Wire,
}

impl Wiring<'_, '_, '_> {
    /// `None` when no rule asks.
    pub(super) fn employment_of(&mut self) -> Option<Employment> {
        (0..self.facts()).find_map(|fact| self.derives(fact))?;
        let [start, end, employed] = self.sources();
        let dated = |fact: &usize| matches!(self.lane(*fact).map(|lane| &lane.data), Some(Data::Days(_)));
        let (start, end) = (start.filter(dated), end.filter(dated));
        let mut known = |fact: Option<usize>| fact.map_or(Wire::NEVER, |fact| self.given(self.number(fact)));
        let (start_known, end_known) = (known(start), known(end));
        let supplied = self.boolean(employed);
        let back = match (start, end) {
            (Some(start), Some(end)) => {
                let later = self.later(start, end);
                let known = self.graph.and(start_known, end_known);
                self.graph.and(later, known)
            }
            _ => Wire::NEVER,
        };
        let as_of = self.program().as_of;
        let running = end.map_or(Wire::NEVER, |end| self.days(end, &Ranges(vec![(as_of, i32::MAX)])));
        let holds = self.graph.or(running, back);
        let by_dates = self.graph.truth(holds, end_known);
        let given = self.graph.known(supplied);
        let is = self.graph.first_known(supplied, by_dates);
        // Until when does not depend on the last day: by what is supplied, or because somebody came back.
        let open = self.graph.choose(given, supplied.yes, back);
        let ended = self.graph.and(is.no, end_known);
        let until_known = self.graph.or(is.yes, ended);
        Some(Employment { start_known, end_known, is, open, supplied: given, until_known })
    }

    fn later(&mut self, start: usize, end: usize) -> Wire {
        let (start, end) = (self.number(start), self.number(end));
        let none = self.chain(Chain::none());
        self.graph.ask(Ask::Dates { left: (start, none), is: Comparison::Greater, right: (end, none) })
    }
}
