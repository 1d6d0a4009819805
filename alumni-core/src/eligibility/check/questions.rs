//! The questions that a check asks of a model, and what it makes of the answers.

use std::collections::BTreeSet;

use super::finding::{Check, Finding, Severity, Undecided};
use super::model::{Knowledge, Model};
use super::solver::Answer;
use super::witness::Witness;
use crate::eligibility::decide::outcome;
use crate::eligibility::decision::{Outcome, Status};
use crate::eligibility::policy::{Effect, Policy};
use crate::text::{Argument, Reason};

impl Policy {
    /// Proves what can be said about the policy without any worker: criteria that can never be met or never fail, policies
    /// that let nobody pass, criteria that others imply, parts that never matter, and reviews that nobody reaches.
    ///
    /// A value that the vocabulary does not allow is no finding: such a policy cannot be built. A comparison that can never
    /// hold within what the vocabulary allows is one.
    ///
    /// The proof is over all workers that the vocabulary allows: types, allowed values, least and largest numbers, and
    /// [relations](crate::workforce::Relation) between facts. Days run over the whole calendar, and periods are laid on it:
    /// `12 months` is `1 year`, and `30 days` may be more or less than `1 month`.
    ///
    /// A fact may always be unknown. *Never* is meant of workers whose facts are known, but for facts of which the policy
    /// itself asks whether they `is known`: those are taken both ways. A criterion that can never fail may so still leave a
    /// worker undetermined.
    ///
    /// Every answer is proved. A question that would take too many steps is given up and named in
    /// [`Check::undecided`]; realistic policies have none.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::eligibility::Policy;
    ///
    /// let policy = Policy::parse(r#"
    ///     id = "return"
    ///     version = 1
    ///     [[criteria]]
    ///     id = "service"
    ///     require = "tenure >= 3 years"
    ///     [[criteria]]
    ///     id = "long-service"
    ///     require = "tenure >= 36 months or grade >= 3"
    /// "#)?;
    /// let check = policy.check();
    /// assert_eq!(check.findings()[0].code(), "criterion-implied");
    /// assert_eq!(check.findings()[0].criteria, ["long-service", "service"]);
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    #[must_use]
    pub fn check(&self) -> Check {
        let policies = [self];
        let mut asked = Asking::new(Model::new(&policies, Knowledge::Complete), self);
        asked.look_ahead();
        let never = asked.alone();
        let nobody = asked.together();
        let hopeless = nobody == Some("policy-admits-nobody");
        let implied = if hopeless { BTreeSet::new() } else { asked.implied(&never, nobody.is_none()) };
        asked.parts(&never, &implied, hopeless);
        asked.findings.sort_by_key(|finding| finding.severity);
        Check { policy: self.reference(), findings: asked.findings, undecided: asked.undecided }
    }
}

pub(super) struct Asking<'p> {
    pub(super) model: Model<'p>,
    pub(super) policy: &'p Policy,
    /// Requirements and bars, and reviews.
    pub(super) gates: Vec<usize>,
    pub(super) reviews: Vec<usize>,
    pub(super) findings: Vec<Finding>,
    pub(super) undecided: Vec<Undecided>,
}

impl<'p> Asking<'p> {
    fn new(model: Model<'p>, policy: &'p Policy) -> Self {
        let gates = model.of_policy(0, false);
        let all = model.of_policy(0, true);
        let reviews = all.into_iter().filter(|criterion| !gates.contains(criterion)).collect();
        Self { model, policy, gates, reviews, findings: Vec::new(), undecided: Vec::new() }
    }

    fn id(&self, criterion: usize) -> String {
        self.policy.criteria.get(criterion).map(|criterion| criterion.id.clone()).unwrap_or_default()
    }

    fn ids(&self, criteria: &[usize]) -> Vec<String> {
        criteria.iter().map(|criterion| self.id(*criterion)).collect()
    }

    pub(super) fn find(
        &mut self,
        severity: Severity,
        code: &str,
        criteria: &[usize],
        witness: Option<Witness>,
    ) {
        let (first, by) = criteria.split_first().map_or((None, &[][..]), |(first, by)| (Some(*first), by));
        let mut reason = Reason::new(code);
        if let Some(criterion) = first.and_then(|first| self.policy.criteria.get(first)) {
            reason = reason
                .with("criterion", criterion.id.as_str())
                .with("rule", criterion.said(&self.policy.vocabulary));
        }
        reason = reason
            .with("by", self.ids(by).into_iter().collect::<Argument>())
            .with("criteria", self.ids(criteria).into_iter().collect::<Argument>());
        let criteria = self.ids(criteria);
        self.findings.push(Finding { severity, criteria, part: None, reason, witness });
    }

    pub(super) fn give_up(&mut self, code: &str, criteria: &[usize]) {
        let criteria = self.ids(criteria);
        self.undecided.push(Undecided { code: code.to_owned(), criteria });
    }

    /// The worker of the last yes, if the criteria really stand for them as `shows` says.
    pub(super) fn witness(&self, about: &[usize], shows: impl Fn(&[Status]) -> bool) -> Option<Witness> {
        let facts: BTreeSet<usize> = about
            .iter()
            .filter_map(|criterion| self.model.criteria.get(*criterion))
            .flat_map(|criterion| criterion.facts.iter().copied())
            .collect();
        let witness = self.model.witness(facts)?;
        let statuses = Model::statuses(self.policy, &witness)?;
        shows(&statuses).then_some(witness)
    }

    /// Looks for workers who answer most of the questions to come: one who passes everything, and for each criterion one
    /// whom it alone stands in the way of.
    fn look_ahead(&mut self) {
        let everything = self.model.of_policy(0, true);
        let all = self.model.ask(&[], None, &everything);
        if all != Answer::Yes && self.model.ask(&[], None, &self.gates) != Answer::Yes {
            return;
        }
        for criterion in everything {
            let of =
                if all == Answer::Yes || self.gates.contains(&criterion) { &self.gates } else { continue };
            let others: Vec<usize> = of.iter().copied().filter(|other| *other != criterion).collect();
            let fail = self.model.fail(criterion);
            let _ = self.model.ask(&[fail], Some(self.model.component(criterion)), &others);
        }
    }

    /// Each criterion by itself; returns those that never change.
    fn alone(&mut self) -> BTreeSet<usize> {
        let mut never = BTreeSet::new();
        for criterion in 0..self.model.criteria.len() {
            if self.model.mixed.contains(&criterion) {
                self.find(Severity::Error, "criterion-currencies", &[criterion], None);
                never.insert(criterion);
                continue;
            }
            let component = Some(self.model.component(criterion));
            let (pass, strike) = (self.model.pass(criterion), self.model.strike(criterion));
            let review = self.model.effect(criterion).is_some_and(|(effect, _)| effect == Effect::Review);
            let codes = if review {
                ["review-always-asks", "review-never-asks"]
            } else {
                ["criterion-never-met", "criterion-never-fails"]
            };
            let (met, struck) =
                (self.model.ask(&[pass], component, &[]), self.model.ask(&[strike], component, &[]));
            let shown =
                if met == Answer::No { codes.first() } else { codes.last() }.copied().unwrap_or_default();
            match (met, struck) {
                (Answer::No, _) | (_, Answer::No) => {
                    never.insert(criterion);
                    let severity =
                        if met == Answer::No && !review { Severity::Error } else { Severity::Warning };
                    let others: Vec<_> =
                        self.gates.iter().copied().filter(|gate| *gate != criterion).collect();
                    // Somebody whom nothing else refuses, or else anybody at all.
                    let witness = (met == Answer::No && struck == Answer::Yes).then(|| {
                        let _ = self.model.ask(&[strike], None, &others) == Answer::Yes
                            || self.model.ask(&[strike], None, &[]) == Answer::Yes;
                        let wanted = if review { Status::Review } else { Status::Unmet };
                        self.witness(&[criterion], |statuses| statuses.get(criterion) == Some(&wanted))
                    });
                    self.find(severity, shown, &[criterion], witness.flatten());
                }
                (Answer::Unknown, _) => self.give_up(codes[0], &[criterion]),
                (_, Answer::Unknown) => self.give_up(codes[1], &[criterion]),
                (Answer::Yes, Answer::Yes) => {}
            }
        }
        never
    }

    /// All criteria together; returns the code where nobody passes, or nobody without a review.
    fn together(&mut self) -> Option<&'static str> {
        let gates: Vec<_> = self.gates.clone();
        let everything = self.model.of_policy(0, true);
        for (criteria, severity, code) in [
            (&gates, Severity::Error, "policy-admits-nobody"),
            (&everything, Severity::Warning, "policy-nobody-eligible"),
        ] {
            for component in 0..self.model.components {
                match self.model.ask(&[], Some(component), criteria) {
                    Answer::Yes => {}
                    Answer::Unknown => self.give_up(code, &[]),
                    Answer::No => {
                        let core = self.model.core(&[], Some(component), criteria);
                        let witness = (self.model.ask(&[], None, &gates) == Answer::Yes).then(|| {
                            let criteria = &self.policy.criteria;
                            self.witness(&core, |statuses| {
                                outcome(criteria, statuses) == Outcome::Conditional
                            })
                        });
                        self.find(severity, code, &core, witness.flatten());
                        return Some(code);
                    }
                }
            }
        }
        None
    }
}
