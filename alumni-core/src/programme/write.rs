//! A review as a page: what a programme owner wants to read, in the order in which it is asked.

use std::collections::BTreeMap;

use super::gates::{CriterionCount, PolicyReview};
use super::page::{Line, Page};
use super::reach::Reach;
use super::review::{Explained, Review};
use crate::consent::{Channel, ReasonCount, Verdict as Permission};
use crate::eligibility::{Effect, Outcome, Status};
use crate::fairness::{PayPosition, Verdict};
use crate::text::{Argument, Lang, Reason};

/// Faults listed before the rest are counted.
const MOST_FAULTS: usize = 10;

pub(super) fn page(review: &Review, lang: Lang) -> Page {
    let mut writer = Writer { page: Page::default(), lang };
    writer.head(review);
    writer.gates(review);
    writer.reach(review);
    writer.fairness(review);
    writer.network(review);
    writer.decisions(&review.decisions);
    writer.notes(review);
    writer.page
}

struct Writer {
    page: Page,
    lang: Lang,
}

impl Writer {
    fn say(&self, reason: &Reason) -> String {
        reason.text(self.lang)
    }

    fn section(&mut self, code: &str) {
        self.section_of(&Reason::new(code));
    }

    fn section_of(&mut self, title: &Reason) {
        let title = self.say(title);
        self.page.push(Line::Section(title));
    }

    fn text(&mut self, depth: usize, reason: &Reason) {
        let sentence = self.say(reason);
        self.page.push(Line::Text(depth, sentence));
    }

    fn count(&mut self, depth: usize, count: u64, label: String) {
        self.page.push(Line::Count(depth, Argument::from(count).text(self.lang), label));
    }

    fn head(&mut self, review: &Review) {
        let programme = &review.programme;
        self.page.push(Line::Title(programme.title.text(self.lang).to_owned()));
        if let Some(how) = &programme.synthetic {
            self.text(0, &Reason::new("review-synthetic").with("how", how.as_str()));
        }
        let of = Reason::new("review-of")
            .with("as_of", review.as_of)
            .with("programme", programme.id.as_str())
            .with("version", programme.version);
        self.text(0, &of);
        let people = review.workforce;
        let counts = Reason::new("review-people")
            .with("people", people.people)
            .with("employed", people.employed)
            .with("former", people.former)
            .with("returned", people.returned);
        self.text(0, &counts);
    }

    fn gates(&mut self, review: &Review) {
        self.section("review-section-gates");
        for policy in &review.policies {
            self.policy(policy);
        }
    }

    fn policy(&mut self, policy: &PolicyReview) {
        let heading = Reason::new("review-policy")
            .with("title", policy.title.clone())
            .with("policy", policy.policy.id.as_str())
            .with("version", policy.policy.version)
            .with("people", policy.people);
        let heading = self.say(&heading);
        self.page.push(Line::Heading(heading));
        for outcome in &policy.outcomes {
            if outcome.people == 0 && matches!(outcome.outcome, Outcome::Conditional | Outcome::Undetermined)
            {
                continue;
            }
            self.count(1, outcome.people, outcome.outcome.text(self.lang));
            if outcome.people == 0 {
                continue;
            }
            match outcome.outcome {
                Outcome::Ineligible => {
                    self.criteria(&policy.criteria, |count| count.unmet, unmet_code);
                    if policy.soon > 0 {
                        let label = self.say(&Reason::new("review-soon"));
                        self.count(2, policy.soon, label);
                    }
                }
                Outcome::Conditional => {
                    self.criteria(&policy.criteria, |count| count.conditional, |_| "review-for-review")
                }
                Outcome::Undetermined => {
                    for missing in &policy.missing {
                        let label =
                            self.say(&Reason::new("review-missing").with("fact", missing.title.clone()));
                        self.count(2, missing.people, label);
                    }
                }
                Outcome::Eligible => {}
            }
        }
    }

    fn criteria(
        &mut self,
        criteria: &[CriterionCount],
        of: fn(&CriterionCount) -> u64,
        code: fn(&CriterionCount) -> &'static str,
    ) {
        let mut counts: Vec<_> = criteria.iter().filter(|count| of(count) > 0).collect();
        counts.sort_by_key(|count| std::cmp::Reverse(of(count)));
        for count in counts {
            let label = self.say(&Reason::new(code(count)).with("rule", count.rule.clone()));
            self.count(2, of(count), label);
        }
    }

    fn reach(&mut self, review: &Review) {
        if review.reach.is_empty() {
            return;
        }
        self.section("review-section-reach");
        for reach in &review.reach {
            self.purpose(reach);
        }
    }

    fn purpose(&mut self, reach: &Reach) {
        let summary = &reach.summary;
        let title = self.channelled(Argument::from(reach.title.clone()), "review-purpose", summary.channel);
        let blocked = summary.reasons.iter().filter(|reason| reason.verdict != Permission::Allowed);
        let counted = |reason: &ReasonCount| {
            format!("{} {}", reason.text(self.lang), Argument::from(reason.count).text(self.lang))
        };
        let blocked: Argument = blocked.map(counted).collect();
        let code = match (reach.with_contact, summary.review) {
            (Some(_), 0) => "review-reach-contact",
            (None, 0) => "review-reach",
            (Some(_), _) => "review-reach-contact-review",
            (None, _) => "review-reach-review",
        };
        let line = Reason::new(code)
            .with("title", title)
            .with("allowed", summary.allowed)
            .with("with_contact", reach.with_contact.unwrap_or_default())
            .with("review", summary.review)
            .with("denied", summary.denied)
            .with("blocked", blocked);
        self.text(1, &line);
    }

    /// A purpose with its channel, where it has one.
    fn channelled(&self, title: Argument, code: &str, channel: Option<Channel>) -> String {
        match channel {
            None => self.say(&Reason::new(code).with("title", title)),
            Some(channel) => self.say(
                &Reason::new(format!("{code}-channel"))
                    .with("title", title)
                    .with("channel", channel.as_str()),
            ),
        }
    }

    fn fairness(&mut self, review: &Review) {
        if review.fairness.is_empty() && review.pay.is_none() {
            return;
        }
        self.section("review-section-fairness");
        let standing_out = |verdict: Verdict| matches!(verdict, Verdict::Watch | Verdict::Review);
        let mut quiet: BTreeMap<Verdict, Vec<String>> = BTreeMap::new();
        for finding in &review.fairness {
            let heading = Reason::new("review-by-attribute")
                .with("title", finding.title.clone())
                .with("attribute", finding.attribute.as_str());
            let heading = self.say(&heading);
            if !standing_out(finding.report.verdict) {
                quiet.entry(finding.report.verdict).or_default().push(heading);
                continue;
            }
            self.page.push(Line::Heading(heading));
            for comparison in
                finding.report.findings.iter().filter(|comparison| standing_out(comparison.verdict))
            {
                self.page.push(Line::Text(1, comparison.text(self.lang)));
            }
            if finding.unknown_group > 0 {
                self.text(1, &Reason::new("review-unknown-group").with("count", finding.unknown_group));
            }
        }
        for (verdict, headings) in quiet {
            let line = Reason::new("review-quiet")
                .with("verdict", verdict.as_str())
                .with("findings", headings.into_iter().collect::<Argument>());
            self.text(0, &line);
        }
        if let Some(pay) = &review.pay {
            let heading = self.say(&Reason::new("review-pay"));
            self.page.push(Line::Heading(heading));
            for (code, position) in
                [("review-pay-returners", &pay.returners), ("review-pay-stayers", &pay.stayers)]
            {
                self.position(code, position);
            }
        }
    }

    fn position(&mut self, code: &str, position: &PayPosition) {
        let reason = match (position.mean_of_ratios, position.ratio_of_sums) {
            (Some(mean), Some(sums)) => Reason::new(code)
                .with("count", position.people)
                .with("mean", Argument::Number { value: mean, digits: 3 })
                .with("sums", Argument::Number { value: sums, digits: 3 }),
            _ => Reason::new(format!("{code}-none")),
        };
        self.text(1, &reason);
    }

    fn network(&mut self, review: &Review) {
        let Some(network) = &review.network else { return };
        self.section("review-section-network");
        let health = &network.health;
        for reason in std::iter::once(&health.headline).chain(&health.needs) {
            self.text(1, reason);
        }
        for cause in &health.causes {
            for (place, reason) in cause.reasons.iter().enumerate() {
                self.text(if place == 0 { 1 } else { 2 }, reason);
            }
        }
        for reason in network.pulse.reasons.iter().chain(&network.traffic.reasons) {
            self.text(1, reason);
        }
        let scored = Reason::new("review-scored")
            .with("scored", network.scored)
            .with("not_scored", network.not_scored);
        self.text(1, &scored);
        for closest in &network.closest {
            let mut reason = Reason::new("review-closest")
                .with("person", closest.person.as_str())
                .with("score", closest.score.as_str())
                .with("why", closest.why.as_str());
            if let Some(days) = closest.recency_days {
                reason = Reason::new("review-closest-recent")
                    .with("person", closest.person.as_str())
                    .with("score", closest.score.as_str())
                    .with("why", closest.why.as_str())
                    .with("days", days);
            }
            self.text(2, &reason);
        }
    }

    fn decisions(&mut self, decisions: &[Explained]) {
        if decisions.is_empty() {
            return;
        }
        self.section_of(&Reason::new("review-section-decisions").with("count", decisions.len()));
        for explained in decisions {
            let decision = &explained.decision;
            let heading = format!("{}  {}", decision.worker(), decision.text(self.lang));
            self.page.push(Line::Heading(heading));
            for criterion in decision.criteria().iter().filter(|criterion| criterion.status != Status::Met) {
                let mark = match criterion.status {
                    Status::Review => "!",
                    Status::Unknown => "?",
                    _ => "-",
                };
                let source =
                    criterion.source.as_ref().map_or_else(String::new, |source| format!("  [{source}]"));
                let line = format!("{mark} {}{source}", criterion.reason.text(self.lang));
                self.page.push(Line::Text(1, line));
            }
            // What does not stand in the way needs one line each for what is met and what does not apply.
            for (code, effects) in
                [("review-met", &[Effect::Require][..]), ("review-clear", &[Effect::Bar, Effect::Review])]
            {
                let met = decision.criteria().iter().filter(|criterion| {
                    criterion.status == Status::Met && effects.contains(&criterion.effect)
                });
                let rules: Vec<_> =
                    met.filter_map(|criterion| criterion.reason.args().get("rule").cloned()).collect();
                if !rules.is_empty() {
                    self.text(1, &Reason::new(code).with("rules", Argument::List(rules)));
                }
            }
            // Purposes with the same answer stand on one line.
            let mut said: Vec<(String, Vec<String>)> = Vec::new();
            for answer in &explained.may {
                let asked = &answer.question;
                let purpose = self.channelled(asked.purpose.as_str().into(), "review-purpose", asked.channel);
                let text = answer.text(self.lang);
                match said.iter_mut().find(|(known, _)| *known == text) {
                    Some((_, purposes)) => purposes.push(purpose),
                    None => said.push((text, vec![purpose])),
                }
            }
            for (answer, purposes) in said {
                let purposes: Argument = purposes.into_iter().collect();
                self.text(1, &Reason::new("review-may").with("answer", answer).with("purposes", purposes));
            }
        }
    }

    fn notes(&mut self, review: &Review) {
        if review.warnings.is_empty() && review.cannot_supply.is_empty() && review.faults.is_empty() {
            return;
        }
        self.section("review-section-notes");
        for warning in &review.warnings {
            self.text(1, warning);
        }
        // Of what the export cannot tell, only what a policy asks for matters here.
        let asked = |fact: &String| {
            let starts = |written: &String| {
                written == fact
                    || written.strip_prefix(fact.as_str()).is_some_and(|rest| rest.starts_with('('))
            };
            review.policies.iter().any(|policy| policy.facts.iter().any(starts))
        };
        let (needed, idle): (Vec<_>, Vec<_>) = review.cannot_supply.iter().partition(|gap| asked(&gap.fact));
        for gap in needed {
            self.text(1, &gap.reason);
        }
        if !idle.is_empty() {
            self.text(1, &Reason::new("review-idle-gaps").with("count", idle.len()));
        }
        for fault in review.faults.iter().take(MOST_FAULTS) {
            self.page.push(Line::Text(1, fault.to_string()));
        }
        let more = review.faults.len().saturating_sub(MOST_FAULTS);
        if more > 0 {
            self.text(1, &Reason::new("review-more-faults").with("count", more));
        }
    }
}

fn unmet_code(count: &CriterionCount) -> &'static str {
    match count.effect {
        Effect::Bar => "criterion-barred",
        _ => "criterion-unmet",
    }
}
