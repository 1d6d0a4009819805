//! Whether a worker exists who is as wanted.

use super::model::{Model, Modelled, Wanted};
use super::solver::{Answer, Literal};
use crate::eligibility::policy::Effect;

impl Model<'_> {
    /// What must hold for a criterion not to stand in the way.
    pub(super) fn pass(&mut self, criterion: usize) -> Literal {
        let Some((effect, root)) = self.effect(criterion) else { return Literal::TRUE };
        self.literal(root, if effect == Effect::Require { Wanted::True } else { Wanted::False })
    }

    /// What must hold for it to stand in the way, or not to be told.
    pub(super) fn fail(&mut self, criterion: usize) -> Literal {
        let Some((effect, root)) = self.effect(criterion) else { return Literal::FALSE };
        self.literal(root, if effect == Effect::Require { Wanted::NotTrue } else { Wanted::NotFalse })
    }

    /// What must hold for it not to stand in the way, told or not.
    pub(super) fn spare(&mut self, criterion: usize) -> Literal {
        let Some((effect, root)) = self.effect(criterion) else { return Literal::TRUE };
        self.literal(root, if effect == Effect::Require { Wanted::NotFalse } else { Wanted::NotTrue })
    }

    /// What must hold for it to be told, and to stand in the way.
    pub(super) fn strike(&mut self, criterion: usize) -> Literal {
        let Some((effect, root)) = self.effect(criterion) else { return Literal::FALSE };
        self.literal(root, if effect == Effect::Require { Wanted::False } else { Wanted::True })
    }

    pub(super) fn effect(&self, criterion: usize) -> Option<(Effect, usize)> {
        self.criteria.get(criterion).map(|criterion| (criterion.effect, criterion.root))
    }

    pub(super) fn component(&self, criterion: usize) -> usize {
        self.criteria.get(criterion).map_or(usize::MAX, |criterion| criterion.component)
    }

    /// The criteria of `policy` that are gates or, with `reviews`, all of them.
    pub(super) fn of_policy(&self, policy: usize, reviews: bool) -> Vec<usize> {
        let wanted = |criterion: &Modelled| {
            criterion.policy == policy && (reviews || criterion.effect != Effect::Review)
        };
        (0..self.criteria.len()).filter(|index| self.criteria.get(*index).is_some_and(wanted)).collect()
    }

    /// Whether a worker exists who passes `pass` and for whom the `also` hold, in the components of `also`.
    pub(super) fn ask(&mut self, also: &[Literal], component: Option<usize>, pass: &[usize]) -> Answer {
        let mut literals = Vec::with_capacity(also.len().saturating_add(pass.len()));
        for criterion in pass {
            if component.is_none_or(|component| component == self.component(*criterion)) {
                literals.push(self.pass(*criterion));
            }
        }
        literals.extend(also);
        let relations =
            component.map_or(Some(&self.all_relations), |component| self.relations.get(component));
        self.solver.ask(component, relations.map(Vec::as_slice).unwrap_or_default(), &literals)
    }

    /// The fewest of `from` that still leave no worker with `also`: none of them can be left out.
    pub(super) fn core(&mut self, also: &[Literal], component: Option<usize>, from: &[usize]) -> Vec<usize> {
        let here =
            |criterion: &usize| component.is_none_or(|component| component == self.component(*criterion));
        let mut from: Vec<usize> = from.iter().copied().filter(here).collect();
        let mut core = Vec::new();
        while !from.is_empty() && self.ask(also, component, &core) != Answer::No {
            // The fewest from the front that still leave nobody; the last of them cannot be left out.
            let (mut too_few, mut enough) = (0, from.len());
            while enough.saturating_sub(too_few) > 1 {
                let half = too_few.midpoint(enough);
                let some: Vec<usize> = from.iter().take(half).chain(&core).copied().collect();
                if self.ask(also, component, &some) == Answer::No {
                    enough = half;
                } else {
                    too_few = half;
                }
            }
            from.truncate(enough);
            core.extend(from.pop());
        }
        core.sort_unstable();
        core
    }
}
