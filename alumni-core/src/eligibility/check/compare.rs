//! Two policies against each other: who may under one and not under the other.

use std::collections::BTreeSet;

use super::comparison::{Difference, PolicyComparison, Relation};
use super::model::{Knowledge, Model};
use super::solver::Answer;
use crate::Error;
use crate::eligibility::decision::Status;
use crate::eligibility::policy::{Effect, Policy};

impl Policy {
    /// Compares the policy with another by the workers whom each takes: [equivalent](Relation::Equivalent),
    /// [stricter](Relation::Stricter), [looser](Relation::Looser) or [incomparable](Relation::Incomparable), with a worker
    /// for each difference.
    ///
    /// What is proved is meant as in [`check`](Self::check); both vocabularies' relations are taken to hold, and a worker
    /// must be possible under both.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for a fact that has different types in the two policies, or amounts
    /// that are in different currencies.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::eligibility::{Policy, Relation};
    ///
    /// let rule = |rule: &str| {
    ///     Policy::parse(&format!("id = \"p\"\nversion = 1\n[[criteria]]\nid = \"c\"\nrequire = \"{rule}\""))
    /// };
    /// let comparison = rule("tenure >= 3 years")?.compare(&rule("tenure >= 5 years")?)?;
    /// assert_eq!(comparison.relation(), Relation::Looser);
    /// assert_eq!(comparison.to_string(), "Looser; witness: tenure 3 years");
    /// assert_eq!(rule("tenure >= 1 year")?.compare(&rule("tenure >= 12 months")?)?.relation(), Relation::Equivalent);
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn compare(&self, other: &Self) -> Result<PolicyComparison, Error> {
        let policies = [self, other];
        fits(&policies)?;
        let mut model = Model::new(&policies, Knowledge::CompleteFirst);
        if !model.mixed.is_empty() {
            return Err(Error::inconsistent("expected amounts of one fact in one currency"));
        }
        let (gained, gain) = beyond(&mut model, 0, 1, true);
        let (lost, loss) = beyond(&mut model, 1, 0, true);
        let admitted = Relation::of(beyond(&mut model, 0, 1, false).0, beyond(&mut model, 1, 0, false).0);
        model.assume_nothing();
        // Whose facts are known is one of all workers.
        let mut incomplete = |known: Answer, policy, other| {
            if known == Answer::Yes { known } else { beyond(&mut model, policy, other, true).0 }
        };
        let incomplete = Relation::of(incomplete(gained, 0, 1), incomplete(lost, 1, 0));
        Ok(PolicyComparison {
            policy: self.reference(),
            other: other.reference(),
            relation: Relation::of(gained, lost),
            admitted,
            incomplete,
            gained: gain,
            lost: loss,
        })
    }
}

/// Whether the facts of some policies are of the same types in all of them.
pub(super) fn fits(policies: &[&Policy]) -> Result<(), Error> {
    let kind = |policy: &Policy, name: &str| policy.vocabulary.get(name).map(|fact| fact.kind);
    for policy in policies {
        for fact in &policy.facts {
            let here = kind(policy, &fact.name);
            for other in policies.iter().filter_map(|other| kind(other, &fact.name)) {
                if here.is_some_and(|here| here != other) {
                    let message = format!("expected one type of the fact `{}` in all policies", fact.name);
                    return Err(Error::inconsistent(message));
                }
            }
        }
    }
    Ok(())
}

/// Whether somebody is eligible under `policy` and not under `other`; or, if not `eligible`, is refused by the other alone.
fn beyond(
    model: &mut Model<'_>,
    policy: usize,
    other: usize,
    eligible: bool,
) -> (Answer, Option<Difference>) {
    let mut passed = Vec::new();
    for criterion in model.of_policy(policy, eligible) {
        let literal = if eligible { model.pass(criterion) } else { model.spare(criterion) };
        passed.push((model.component(criterion), literal));
    }
    let within = |component: usize| -> Vec<_> {
        passed.iter().filter(|(of, _)| *of == component).map(|(_, literal)| *literal).collect()
    };
    let everything = passed.iter().map(|(_, literal)| *literal).collect::<Vec<_>>();
    let components = if model.ask(&everything, None, &[]) == Answer::Yes { 0 } else { model.components };
    for component in 0..components {
        match model.ask(&within(component), Some(component), &[]) {
            Answer::Yes => {}
            // Nobody passes the first at all.
            answer => return (answer, None),
        }
    }
    let mut unknown = false;
    for criterion in model.of_policy(other, eligible) {
        let fail = if eligible { model.fail(criterion) } else { model.strike(criterion) };
        // What both ask of a worker, whoever passes the first has.
        let same = if eligible { model.pass(criterion) } else { model.spare(criterion) };
        if everything.contains(&same) {
            continue;
        }
        let component = model.component(criterion);
        let mut literals = within(component);
        literals.push(fail);
        match model.ask(&literals, Some(component), &[]) {
            Answer::No => {}
            Answer::Unknown => unknown = true,
            Answer::Yes => {
                let all: Vec<_> = passed.iter().map(|(_, literal)| *literal).chain([fail]).collect();
                let found = (model.ask(&all, None, &[]) == Answer::Yes)
                    .then(|| difference(model, policy, other, criterion, eligible));
                match found.flatten() {
                    Some(difference) => return (Answer::Yes, Some(difference)),
                    None => unknown = true,
                }
            }
        }
    }
    (if unknown { Answer::Unknown } else { Answer::No }, None)
}

/// The worker of the last yes, if the policies really treat them so.
fn difference(
    model: &Model<'_>,
    policy: usize,
    other: usize,
    criterion: usize,
    eligible: bool,
) -> Option<Difference> {
    let mut about: BTreeSet<usize> = model.criteria.get(criterion)?.facts.clone();
    let (taking, refusing) = (model.policies.get(policy)?, model.policies.get(other)?);
    let mut witness = model.witness([])?;
    let passes = |statuses: &[Status]| {
        statuses.iter().zip(&taking.criteria).all(|(status, criterion)| {
            *status == Status::Met
                || (!eligible && (criterion.effect == Effect::Review || *status == Status::Unknown))
        })
    };
    if !passes(&Model::statuses(taking, &witness)?) {
        return None;
    }
    let statuses = Model::statuses(refusing, &witness)?;
    let mut criteria = Vec::new();
    for (index, (status, criterion)) in statuses.iter().zip(&refusing.criteria).enumerate() {
        let counts = if eligible { *status != Status::Met } else { *status == Status::Unmet };
        if counts {
            criteria.push(criterion.id.clone());
            let of = model.criteria.iter().find(|known| known.policy == other && known.index == index);
            about.extend(of.into_iter().flat_map(|known| known.facts.iter().copied()));
        }
    }
    witness.about = model.written(about);
    (!criteria.is_empty()).then_some(Difference { witness, criteria })
}
