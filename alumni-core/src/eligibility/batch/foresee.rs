//! The first day on which each row becomes eligible, when nothing changes but the day.
//!
//! Each rule that moves holds, for a row, from some day up to another: a span. Rules that must all hold intersect their
//! spans; of rules of which one is enough the spans must touch, else the row is taken as a worker, whose days are looked at
//! one by one. Spans are found test by test, for all rows of a block that wait.

mod days;
mod scratch;
mod span;

use super::super::policy::Effect;
use super::super::program::{Derived, Moves, Ranges, Reach, Rule, Test, is_near};
use super::decisions::{EligibleOn, places, set};
use super::employment::Employment;
use super::graph::{Truth, Wire};
use super::kernels::{BLOCK, NONE, WORDS, Words};
use super::machine::{Answers, Machine};
use super::wiring::Wiring;
use crate::workforce::Fact;
use days::Waiting;
pub(super) use scratch::Scratch;
use span::{ALWAYS, NEVER, Span, both, either};

/// With more rows than that, tables of days pay.
pub(super) const OFTEN: usize = 4_096;

/// The rules of a policy that move, apart from what in them does not.
pub(super) struct Foresight<'m> {
    /// Rows that are not eligible and that no rule which stays as it is holds back.
    asked: Wire,
    /// Rules that move, and whether they must hold.
    rules: Vec<(Moving<'m>, bool)>,
    employment: Option<Employment>,
    /// The lanes of the first day and the last day employed.
    start: Option<usize>,
    end: Option<usize>,
}

enum Moving<'m> {
    All(Vec<Moving<'m>>),
    Any(Vec<Moving<'m>>),
    Not(Box<Moving<'m>>),
    /// The days on which it holds for everybody.
    Day(Option<Span>),
    /// A date fact in a lane.
    Days(usize, &'m Moves),
    /// Elapsed time, supplied in a lane or else from dates.
    Length(usize, &'m Ranges<i64>, super::super::expression::Comparison, &'m Reach, &'m Derived),
    Employed,
    /// It does not move.
    Still(Truth),
}

impl<'m> Foresight<'m> {
    /// `asked` are the rows that may be foreseen.
    pub(super) fn new(wiring: &mut Wiring<'_, 'm, '_>, truths: &[Truth], asked: Wire) -> Self {
        let mut rules = Vec::new();
        let mut asked = asked;
        for ((effect, rule), truth) in wiring.program().rules.iter().zip(truths) {
            let wanted = *effect == Effect::Require;
            match moving(wiring, rule) {
                // What does not move stands in the way for good.
                Moving::Still(_) => {
                    asked = wiring.graph.and(asked, if wanted { truth.yes } else { truth.no });
                }
                moving => rules.push((moving, wanted)),
            }
        }
        if rules.is_empty() {
            asked = Wire::NEVER;
        }
        let [start, end, _] = wiring.sources().map(|fact| fact.map(|fact| wiring.number(fact)));
        Self { asked, rules, employment: wiring.employment(), start, end }
    }

    pub(super) fn wires(&mut self) -> Vec<&mut Wire> {
        fn of<'w>(moving: &'w mut Moving<'_>, wires: &mut Vec<&'w mut Wire>) {
            match moving {
                Moving::All(parts) | Moving::Any(parts) => parts.iter_mut().for_each(|part| of(part, wires)),
                Moving::Not(inner) => of(inner, wires),
                Moving::Still(truth) => wires.extend([&mut truth.yes, &mut truth.no]),
                Moving::Day(_) | Moving::Days(..) | Moving::Length(..) | Moving::Employed => {}
            }
        }
        let mut wires = vec![&mut self.asked];
        self.rules.iter_mut().for_each(|(rule, _)| of(rule, &mut wires));
        if let Some(Employment { start_known, end_known, is, open, supplied, until_known }) =
            &mut self.employment
        {
            wires.extend([start_known, end_known, &mut is.yes, &mut is.no, open, supplied, until_known]);
        }
        wires
    }
}

fn moving<'m>(wiring: &mut Wiring<'_, 'm, '_>, rule: &'m Rule) -> Moving<'m> {
    if !rule.moves(|fact| wiring.derives(fact) == Some(Fact::Employed)) {
        return Moving::Still(wiring.truth(rule));
    }
    let parts = |wiring: &mut Wiring<'_, 'm, '_>, parts: &'m [Rule]| {
        parts.iter().map(|part| moving(wiring, part)).collect()
    };
    match rule {
        Rule::All(all) => Moving::All(parts(wiring, all)),
        Rule::Any(any) => Moving::Any(parts(wiring, any)),
        Rule::Not(inner) => Moving::Not(Box::new(moving(wiring, inner))),
        Rule::Test(Test::Day { days, .. }) => Moving::Day(*days),
        Rule::Test(Test::Days { fact, moves: Some(moves), .. }) => Moving::Days(wiring.number(*fact), moves),
        Rule::Test(Test::Length { fact, supplied, is, reach, derived: Some(derived) }) => {
            Moving::Length(wiring.number(*fact), supplied, *is, reach, derived)
        }
        // The others do not move.
        Rule::Test(_) => Moving::Employed,
    }
}

impl Machine<'_> {
    /// Finds the first eligible days of the rows of a block that wait, and writes them as those of the block `place`; gives back those that must be taken as workers.
    pub(super) fn foresee(
        &self,
        foresight: &Foresight<'_>,
        answers: &Answers,
        (block, place): (usize, usize),
        scratch: &mut Scratch,
        to: &mut EligibleOn,
    ) -> Words {
        let mut open = NONE;
        let live = self.live(block);
        let mut asked = answers.of(foresight.asked);
        asked.iter_mut().zip(live).for_each(|(asked, live)| *asked &= live);
        if asked == NONE {
            return open;
        }
        let mut waiting = Waiting::new(self, foresight, answers, block, asked, scratch);
        let Some(((rule, wanted), rules)) = foresight.rules.split_first() else { return open };
        let mut all = waiting.spans(rule, *wanted);
        let tomorrow = self.as_of.saturating_add(1);
        for (rule, wanted) in rules {
            // Whoever waits in vain is not asked about again.
            waiting.only(&mut all, |(from, until)| from.max(tomorrow) < until);
            let spans = waiting.spans(rule, *wanted);
            all.iter_mut().zip(&spans).for_each(|(all, span)| *all = both(*all, *span));
            waiting.given(spans);
        }
        let mut there = NONE;
        let days = to.days.get_mut(place.saturating_mul(BLOCK)..).unwrap_or_default();
        for ((row, (from, until)), gap) in waiting.rows().iter().zip(&all).zip(waiting.gaps()) {
            let (row, from) = (usize::from(*row), (*from).max(tomorrow));
            let waits = from < *until;
            if *gap || (waits && !is_near(from)) {
                set(&mut open, row, true);
                continue;
            }
            // Who waits in vain is as frequent as who does not: no branch.
            if let (Some(there), Some(day)) = (there.get_mut(row / 64), days.get_mut(row)) {
                *there |= u64::from(waits) << (row % 64);
                *day = if waits { from } else { 0 };
            }
        }
        let valid = to.valid.get_mut(place.saturating_mul(WORDS)..).unwrap_or_default();
        valid.iter_mut().zip(there).for_each(|(valid, there)| *valid = there);
        waiting.given(all);
        open
    }
}

/// Each row whose bit is set.
pub(super) fn rows_of(words: &Words) -> impl Iterator<Item = usize> {
    words
        .iter()
        .zip((0_usize..).step_by(64))
        .flat_map(|(word, first)| places(*word).map(move |place| first.saturating_add(place)))
}
