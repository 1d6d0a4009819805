//! Two policies against each other: who may under one and not under the other.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::model::Model;
use super::solver::Answer;
use super::witness::Witness;
use crate::Error;
use crate::eligibility::PolicyReference;
use crate::eligibility::decision::Status;
use crate::eligibility::policy::{Effect, Policy};
use crate::text::{Argument, Lang, Reason};

/// How the workers whom one policy takes are to those whom another takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "two sets have no other relation; a host must handle each")]
pub enum Relation {
    /// The same workers.
    Equivalent,
    /// Some of them, and no others.
    Stricter,
    /// All of them, and others.
    Looser,
    /// Some that the other does not take, and not all that it takes.
    Incomparable,
    /// Answering would have taken too many steps.
    NotDecided,
}

impl Relation {
    /// Every relation, in the order of their numbers in C (0, 1, …).
    pub const ALL: [Self; 5] =
        [Self::Equivalent, Self::Stricter, Self::Looser, Self::Incomparable, Self::NotDecided];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Equivalent => "equivalent",
            Self::Stricter => "stricter",
            Self::Looser => "looser",
            Self::Incomparable => "incomparable",
            Self::NotDecided => "not_decided",
        }
    }

    /// The relation as people say it in `lang`.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        Reason::new(format!("relation-{}", self.as_str().replace('_', "-"))).text(lang)
    }

    fn of(gained: Answer, lost: Answer) -> Self {
        match (gained, lost) {
            (Answer::Unknown, _) | (_, Answer::Unknown) => Self::NotDecided,
            (Answer::No, Answer::No) => Self::Equivalent,
            (Answer::No, Answer::Yes) => Self::Stricter,
            (Answer::Yes, Answer::No) => Self::Looser,
            (Answer::Yes, Answer::Yes) => Self::Incomparable,
        }
    }
}

/// A worker whom two policies treat differently, and what refuses them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// The worker.
    pub witness: Witness,
    /// The criteria of the policy that does not take them which stand in the way.
    pub criteria: Vec<String>,
}

/// How one policy is to another.
///
/// See [`Policy::compare`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PolicyComparison {
    policy: PolicyReference,
    other: PolicyReference,
    relation: Relation,
    admitted: Relation,
    incomplete: Relation,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gained: Option<Difference>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lost: Option<Difference>,
}

impl PolicyComparison {
    /// The policy that was compared.
    #[must_use]
    pub fn policy(&self) -> &PolicyReference {
        &self.policy
    }

    /// The policy that it was compared with.
    #[must_use]
    pub fn other(&self) -> &PolicyReference {
        &self.other
    }

    /// By who is eligible, of all workers whose facts are known (but for those of which a policy asks whether they are).
    #[must_use]
    pub fn relation(&self) -> Relation {
        self.relation
    }

    /// By who is not ineligible, of the same workers: by whom neither a requirement nor a bar refuses.
    #[must_use]
    pub fn admitted(&self) -> Relation {
        self.admitted
    }

    /// By who is eligible, of all workers whatever is known of them. A criterion that others imply changes nothing for
    /// workers whose facts are known; where its own fact is missing it makes them undetermined.
    #[must_use]
    pub fn incomplete(&self) -> Relation {
        self.incomplete
    }

    /// Somebody who is eligible under the policy and not under the other.
    #[must_use]
    pub fn gained(&self) -> Option<&Difference> {
        self.gained.as_ref()
    }

    /// Somebody who is eligible under the other and not under the policy.
    #[must_use]
    pub fn lost(&self) -> Option<&Difference> {
        self.lost.as_ref()
    }

    /// The relation and its witnesses in one line: `Looser; witness: tenure 3 years, grade 1`.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let relation = self.relation.text(lang);
        let said = |difference: &Difference| difference.witness.text(lang);
        let reason = match (&self.gained, &self.lost) {
            (None, None) => return relation,
            (Some(one), None) | (None, Some(one)) => {
                Reason::new("comparison-witness").with("witness", said(one))
            }
            (Some(gained), Some(lost)) => {
                Reason::new("comparison-witnesses").with("gained", said(gained)).with("lost", said(lost))
            }
        };
        reason.with("relation", relation).text(lang)
    }
}

impl fmt::Display for PolicyComparison {
    /// The line of [`text`](PolicyComparison::text) in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

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
        let mut model = Model::new(&policies, true);
        if !model.mixed.is_empty() {
            return Err(Error::inconsistent("expected amounts of one fact in one currency"));
        }
        let (gained, gain) = beyond(&mut model, 0, 1, true);
        let (lost, loss) = beyond(&mut model, 1, 0, true);
        let admitted = Relation::of(beyond(&mut model, 0, 1, false).0, beyond(&mut model, 1, 0, false).0);
        let mut model = Model::new(&policies, false);
        let incomplete = Relation::of(beyond(&mut model, 0, 1, true).0, beyond(&mut model, 1, 0, true).0);
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
    for component in 0..model.components {
        match model.ask(&within(component), Some(component), &[]) {
            Answer::Yes => {}
            // Nobody passes the first at all.
            answer => return (answer, None),
        }
    }
    let mut unknown = false;
    for criterion in model.of_policy(other, eligible) {
        let fail = if eligible { model.fail(criterion) } else { model.strike(criterion) };
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
    let wanted = model.witness([])?;
    let passes = |statuses: &[Status]| {
        statuses.iter().zip(&taking.criteria).all(|(status, criterion)| {
            *status == Status::Met
                || (!eligible && (criterion.effect == Effect::Review || *status == Status::Unknown))
        })
    };
    if !passes(&Model::statuses(taking, &wanted)?) {
        return None;
    }
    let statuses = Model::statuses(refusing, &wanted)?;
    let mut criteria = Vec::new();
    for (index, (status, criterion)) in statuses.iter().zip(&refusing.criteria).enumerate() {
        let counts = if eligible { *status != Status::Met } else { *status == Status::Unmet };
        if counts {
            criteria.push(criterion.id.clone());
            let of = model.criteria.iter().find(|known| known.policy == other && known.index == index);
            about.extend(of.into_iter().flat_map(|known| known.facts.iter().copied()));
        }
    }
    let witness = model.witness(about)?;
    (!criteria.is_empty()).then_some(Difference { witness, criteria })
}

impl Difference {
    /// The witness and what refuses them, in a sentence.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        Reason::new("difference")
            .with("witness", self.witness.text(lang))
            .with("criteria", self.criteria.iter().cloned().collect::<Argument>())
            .text(lang)
    }
}
