//! Criteria that say nothing beside the others.

use std::collections::BTreeSet;

use super::finding::Severity;
use super::questions::Asking;
use super::solver::Answer;
use crate::eligibility::decision::Status;

impl Asking<'_> {
    /// Criteria that say nothing beyond the others; returns them. Where nobody is `eligible` at all, each review would say
    /// nothing beside the others.
    pub(super) fn implied(&mut self, never: &BTreeSet<usize>, eligible: bool) -> BTreeSet<usize> {
        let mut implied = BTreeSet::new();
        for criterion in self.gates.clone().into_iter().rev().filter(|criterion| !never.contains(criterion)) {
            let others = self.kept(&self.gates, &implied, criterion);
            let fail = self.model.fail(criterion);
            let component = Some(self.model.component(criterion));
            match self.model.ask(&[fail], component, &others) {
                Answer::Yes => {}
                Answer::Unknown => self.give_up("criterion-implied", &[criterion]),
                Answer::No => {
                    implied.insert(criterion);
                    let core = self.model.core(&[fail], component, &others);
                    let concerned: Vec<_> = [criterion].into_iter().chain(core).collect();
                    self.find(Severity::Warning, "criterion-implied", &concerned, None);
                }
            }
        }
        for criterion in self.reviews.clone().into_iter().rev().filter(|criterion| !never.contains(criterion))
        {
            let asks = self.model.strike(criterion);
            let component = Some(self.model.component(criterion));
            let gates = self.kept(&self.gates, &implied, criterion);
            match self.model.ask(&[asks], component, &gates) {
                Answer::Yes => {}
                Answer::Unknown => {
                    self.give_up("review-unreachable", &[criterion]);
                    continue;
                }
                Answer::No => {
                    implied.insert(criterion);
                    let core = self.model.core(&[asks], component, &gates);
                    let concerned: Vec<_> = [criterion].into_iter().chain(core).collect();
                    let witness = (self.model.ask(&[asks], None, &[]) == Answer::Yes).then(|| {
                        self.witness(&concerned, |statuses| {
                            statuses.contains(&Status::Unmet)
                                && statuses.get(criterion) == Some(&Status::Review)
                        })
                    });
                    self.find(Severity::Warning, "review-unreachable", &concerned, witness.flatten());
                    continue;
                }
            }
            if !eligible {
                continue;
            }
            let others = self.kept(&self.reviews, &implied, criterion);
            let all: Vec<_> = gates.iter().chain(&others).copied().collect();
            let fail = self.model.fail(criterion);
            match self.model.ask(&[fail], component, &all) {
                Answer::Yes => {}
                Answer::Unknown => self.give_up("review-implied", &[criterion]),
                Answer::No => {
                    implied.insert(criterion);
                    let core = self.model.core(&[fail], component, &all);
                    let concerned: Vec<_> = [criterion].into_iter().chain(core).collect();
                    self.find(Severity::Note, "review-implied", &concerned, None);
                }
            }
        }
        implied
    }

    pub(super) fn kept(&self, of: &[usize], implied: &BTreeSet<usize>, but: usize) -> Vec<usize> {
        of.iter().copied().filter(|other| *other != but && !implied.contains(other)).collect()
    }
}
