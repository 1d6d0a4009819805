//! The questions that a check asks of a model, and what it makes of the answers.

use std::collections::BTreeSet;

use super::finding::{Check, Finding, Severity, Undecided};
use super::model::{Form, Model, Wanted};
use super::solver::{Answer, Literal};
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
        let mut asked = Asking::new(Model::new(&policies, true), self);
        let never = asked.alone();
        let nobody = asked.together();
        let hopeless = nobody == Some("policy-admits-nobody");
        let implied = if hopeless { BTreeSet::new() } else { asked.implied(&never, nobody.is_none()) };
        asked.parts(&never, &implied, hopeless);
        asked.findings.sort_by_key(|finding| finding.severity);
        Check { policy: self.reference(), findings: asked.findings, undecided: asked.undecided }
    }
}

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
        let wanted = |criterion: &super::model::Modelled| {
            criterion.policy == policy && (reviews || criterion.effect != Effect::Review)
        };
        (0..self.criteria.len()).filter(|index| self.criteria.get(*index).is_some_and(wanted)).collect()
    }

    /// Whether a worker exists who passes `pass` and for whom the `also` hold, in the components of `also`.
    pub(super) fn ask(&mut self, also: &[Literal], component: Option<usize>, pass: &[usize]) -> Answer {
        let here = |of: usize| component.is_none_or(|component| component == of);
        let mut literals: Vec<Literal> =
            self.relations.iter().filter(|(of, _)| here(*of)).map(|(_, literal)| *literal).collect();
        literals.extend(also);
        for criterion in pass {
            if here(self.component(*criterion)) {
                literals.push(self.pass(*criterion));
            }
        }
        self.solver.ask(&literals)
    }

    /// The fewest of `from` that still leave no worker with `also`: none of them can be left out.
    pub(super) fn core(&mut self, also: &[Literal], component: Option<usize>, from: &[usize]) -> Vec<usize> {
        let here =
            |criterion: &usize| component.is_none_or(|component| component == self.component(*criterion));
        let mut core: Vec<usize> = from.iter().copied().filter(here).collect();
        let mut place = core.len();
        while place > 0 {
            place = place.saturating_sub(1);
            let mut fewer = core.clone();
            fewer.remove(place);
            if self.ask(also, component, &fewer) == Answer::No {
                core = fewer;
            }
        }
        core
    }
}

struct Asking<'p> {
    model: Model<'p>,
    policy: &'p Policy,
    /// Requirements and bars, and reviews.
    gates: Vec<usize>,
    reviews: Vec<usize>,
    findings: Vec<Finding>,
    undecided: Vec<Undecided>,
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

    fn find(&mut self, severity: Severity, code: &str, criteria: &[usize], witness: Option<Witness>) {
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

    fn give_up(&mut self, code: &str, criteria: &[usize]) {
        let criteria = self.ids(criteria);
        self.undecided.push(Undecided { code: code.to_owned(), criteria });
    }

    /// The worker of the last yes, if the criteria really stand for them as `shows` says.
    fn witness(&self, about: &[usize], shows: impl Fn(&[Status]) -> bool) -> Option<Witness> {
        let facts: BTreeSet<usize> = about
            .iter()
            .filter_map(|criterion| self.model.criteria.get(*criterion))
            .flat_map(|criterion| criterion.facts.iter().copied())
            .collect();
        let witness = self.model.witness(facts)?;
        let statuses = Model::statuses(self.policy, &witness)?;
        shows(&statuses).then_some(witness)
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

    /// Criteria that say nothing beyond the others; returns them. Where nobody is `eligible` at all, each review would say
    /// nothing beside the others.
    fn implied(&mut self, never: &BTreeSet<usize>, eligible: bool) -> BTreeSet<usize> {
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

    fn kept(&self, of: &[usize], implied: &BTreeSet<usize>, but: usize) -> Vec<usize> {
        of.iter().copied().filter(|other| *other != but && !implied.contains(other)).collect()
    }

    /// Parts of criteria that never matter, by themselves or beside the other criteria.
    fn parts(&mut self, never: &BTreeSet<usize>, implied: &BTreeSet<usize>, hopeless: bool) {
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
        let written = expression.and_then(|whole| super::parts::at(whole, path));
        if let Some((finding, written)) = self.findings.last_mut().zip(written) {
            let said = crate::eligibility::say::said(&written, &self.policy.vocabulary);
            finding.reason = finding.reason.clone().with("part", said);
            finding.part = Some(written.to_string());
        }
    }
}
