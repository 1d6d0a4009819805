//! Parts of criteria that never matter.

use std::collections::BTreeSet;

use super::finding::Severity;
use super::model::{Form, Wanted};
use super::questions::Asking;
use super::solver::{Answer, Literal};
use crate::eligibility::decision::Status;
use crate::eligibility::expression::{Comparison, Expression};

/// The part of `whole` at the end of `path`: at each step which part of an *and*, *or* or range, or what a *not* denies.
fn at(whole: &Expression, path: &[usize]) -> Option<Expression> {
    let Some((step, rest)) = path.split_first() else { return Some(whole.clone()) };
    match whole {
        Expression::Or(parts) | Expression::And(parts) => at(parts.get(*step)?, rest),
        Expression::Not(inner) => at(inner, rest),
        // A range is two comparisons; one that is denied has a step for that first.
        Expression::Between { of, negated: true, low, high } => {
            let (of, low, high) = (of.clone(), low.clone(), high.clone());
            at(&Expression::Between { of, negated: false, low, high }, rest)
        }
        Expression::Between { of, negated: false, low, high } => {
            let (is, right) =
                if *step == 0 { (Comparison::AtLeast, low) } else { (Comparison::AtMost, high) };
            Some(Expression::Compare { left: of.clone(), is, right: right.clone() })
        }
        other => Some(other.clone()),
    }
}

impl Asking<'_> {
    /// Parts of criteria that never matter, by themselves or beside the other criteria.
    pub(super) fn parts(&mut self, never: &BTreeSet<usize>, implied: &BTreeSet<usize>, hopeless: bool) {
        for criterion in 0..self.model.criteria.len() {
            if never.contains(&criterion) || implied.contains(&criterion) {
                continue;
            }
            let Some((_, root)) = self.model.effect(criterion) else { continue };
            let others = if hopeless { Vec::new() } else { self.kept(&self.gates, implied, criterion) };
            self.inside(criterion, root, &mut Vec::new(), &mut Vec::new(), &others);
        }
    }

    /// Looks at the parts of `part`. `beside` holds when the whole follows this part: the parts next to it, and to those
    /// around it, leave it the say.
    fn inside(
        &mut self,
        criterion: usize,
        part: usize,
        beside: &mut Vec<Literal>,
        path: &mut Vec<usize>,
        others: &[usize],
    ) {
        let form = self.model.parts.get(part).map(|part| part.form.clone());
        let (parts, and) = match form {
            Some(Form::And(parts)) => (parts, true),
            Some(Form::Or(parts)) => (parts, false),
            Some(Form::Not(inner)) => {
                path.push(0);
                self.inside(criterion, inner, beside, path, others);
                path.pop();
                return;
            }
            _ => return,
        };
        // Beside a part that is false an unknown one matters no more: it is enough that none settles the whole.
        let (silent, says) =
            if and { (Wanted::NotFalse, Wanted::NotTrue) } else { (Wanted::NotTrue, Wanted::NotFalse) };
        let mut gone = BTreeSet::new();
        let component = Some(self.model.component(criterion));
        for (place, part) in parts.iter().enumerate().rev() {
            let depth = beside.len();
            for (other, next) in parts.iter().enumerate() {
                if other != place && !gone.contains(&other) {
                    beside.push(self.model.literal(*next, silent));
                }
            }
            path.push(place);
            beside.push(self.model.literal(*part, says));
            // Who shows the second shows the first.
            let _ = self.model.ask(beside, component, others);
            let mut answers = [("part-never-matters", &[][..]), ("part-implied", others)].into_iter();
            let found = answers.find_map(|(code, pass)| match self.model.ask(beside, component, pass) {
                Answer::Yes => None,
                answer => Some((answer, code, pass)),
            });
            match found {
                None => {
                    beside.pop();
                    self.inside(criterion, *part, beside, path, others);
                }
                Some((Answer::Unknown, code, _)) => self.give_up(code, &[criterion]),
                Some((_, code, pass)) => {
                    gone.insert(place);
                    let core = self.model.core(beside, component, pass);
                    self.part(criterion, path, code, *part, core);
                }
            }
            path.pop();
            beside.truncate(depth);
        }
    }

    fn part(&mut self, criterion: usize, path: &[usize], code: &str, part: usize, core: Vec<usize>) {
        let concerned: Vec<_> = [criterion].into_iter().chain(core).collect();
        let holds = self.model.literal(part, Wanted::True);
        let witness = (self.model.ask(&[holds], None, &[]) == Answer::Yes).then(|| {
            self.witness(&[criterion], |statuses| statuses.get(criterion) != Some(&Status::Unknown))
        });
        let severity = if code == "part-implied" { Severity::Note } else { Severity::Warning };
        self.find(severity, code, &concerned, witness.flatten());
        let expression = self.policy.criteria.get(criterion).map(|criterion| &criterion.expression);
        let written = expression.and_then(|whole| at(whole, path));
        if let Some((finding, written)) = self.findings.last_mut().zip(written) {
            let said = crate::eligibility::say::said(&written, &self.policy.vocabulary);
            finding.reason = finding.reason.clone().with("part", said);
            finding.part = Some(written.to_string());
        }
    }
}
