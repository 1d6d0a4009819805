use std::collections::BTreeSet;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::alive::{Look, Network, network, roster, scores_with_consent};
use super::data::Data;
use super::document::Programme;
use super::fair::{PayComparison, SelectionFinding, of_policy, of_selections, pay};
use super::gates::{PolicyReview, gate};
use super::reach::{Reach, channels, reach};
use crate::Error;
use crate::calendar::Period;
use crate::consent::{Answer, Ledger, Question};
use crate::eligibility::{Decision, Policy};
use crate::engagement::{Permitted, Scores};
use crate::text::{Lang, Localized, Reason};
use crate::workforce::{CannotSupply, Fact, Fault, Value, Worker};

/// People whose decisions a review shows in full.
const EXAMPLES: usize = 5;

/// A whole programme as of a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Review {
    /// The programme.
    pub programme: ProgrammeReference,
    /// The day.
    pub as_of: NaiveDate,
    /// How many people the data holds.
    pub workforce: Workforce,
    /// Who may join and return, policy by policy.
    pub policies: Vec<PolicyReview>,
    /// Who may be reached for which purpose; empty without consent events.
    pub reach: Vec<Reach>,
    /// The fairness findings; empty without group codes.
    pub fairness: Vec<SelectionFinding>,
    /// Pay of those who came back and those who stayed, where ranges are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay: Option<PayComparison>,
    /// Whether the network is alive; absent without interactions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<Network>,
    /// Some people's decisions in full.
    pub decisions: Vec<Explained>,
    /// What looks wrong in the data without being unusable, and what was not given.
    pub warnings: Vec<Reason>,
    /// The facts that the export does not tell of everybody.
    pub cannot_supply: Vec<CannotSupply>,
    /// Rows that could not be used.
    pub faults: Vec<Fault>,
}

/// Which programme was reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ProgrammeReference {
    /// The id.
    pub id: String,
    /// The version.
    pub version: u32,
    /// The title.
    pub title: Localized,
    /// How the data was made up, when it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub synthetic: Option<String>,
}

/// Who is in the data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Workforce {
    /// Everybody.
    pub people: u64,
    /// Employed on the day.
    pub employed: u64,
    /// Left and not employed on the day: those whom policies and purposes are about.
    pub former: u64,
    /// Of whom no spell had begun.
    pub not_started: u64,
    /// Who came back at least once; those of whom only the latest spell is known do not count.
    pub returned: u64,
}

/// A decision in full, and whether the person may be reached.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Explained {
    /// The decision.
    pub decision: Decision,
    /// The answers for each purpose and channel.
    pub may: Vec<Answer>,
}

impl Programme {
    /// Reviews the whole programme as of `as_of`: who may join and return, who may be reached, whether it is fair, whether
    /// the network is alive.
    ///
    /// Policies are applied to everybody who left and is not employed on the day. Parts without data are left out and said
    /// to be so in `warnings`. The same data gives the same review, byte for byte, in any order of rows.
    ///
    /// # Errors
    ///
    /// What an engine cannot use, with the path of the part: `w-1042.facts.nda_signed`, `consent_events[3]…`.
    pub fn review(&self, data: &Data, as_of: NaiveDate) -> Result<Review, Error> {
        let at = self.start_of(as_of);
        let workers = data.workers();
        let former: Vec<&Worker> =
            workers.iter().filter(|worker| employed(worker, as_of) == Some(false)).collect();
        let ledger = self.ledger(data.events().iter().cloned())?;
        let consent_known = data.events.is_some();
        let mut review = Review {
            programme: ProgrammeReference {
                id: self.document.id.clone(),
                version: self.document.version,
                title: self.document.title.clone(),
                synthetic: self.document.synthetic.clone(),
            },
            as_of,
            workforce: workforce(workers, former.len(), as_of),
            policies: Vec::new(),
            reach: Vec::new(),
            fairness: Vec::new(),
            pay: pay(workers, as_of)?,
            network: None,
            decisions: Vec::new(),
            warnings: data.import.warnings.clone(),
            cannot_supply: data.import.cannot_supply.clone(),
            faults: data.import.faults.clone(),
        };
        let standard = &self.document.fairness;
        // Where most is asked, most can be read.
        let criteria = |(_, policy): &(usize, &Policy)| policy.criteria().len();
        let explained = self.policies.iter().enumerate().max_by_key(criteria).map(|(index, _)| index);
        for (index, policy) in self.policies.iter().enumerate() {
            let wanted = if Some(index) == explained { EXAMPLES } else { 0 };
            let (counts, may, examples) = gate(policy, &former, as_of, wanted)?;
            let title = counts.title.clone();
            review.fairness.extend(of_policy(standard, &data.groups, (policy.id(), &title), &former, &may)?);
            review.policies.push(counts);
            for decision in examples {
                let may =
                    if consent_known { self.answers(&ledger, decision.worker(), at)? } else { Vec::new() };
                review.decisions.push(Explained { decision, may });
            }
        }
        review.fairness.extend(of_selections(standard, &data.groups, &data.selections)?);
        if consent_known {
            review.reach = reach(&ledger, &self.document.purposes, &former, at)?;
        }
        if data.interactions.is_some() {
            let members = self.members(&ledger, &former, consent_known, at)?;
            let scores = self.scores(data, &ledger, as_of)?;
            let settings = &self.document.network;
            let roster = roster(&members, settings.membership.as_deref(), data.events(), settings.opened);
            let look = Look {
                window: settings.window.unwrap_or_else(|| Period::months(12)),
                as_of,
                roster: &roster,
                model: &self.health,
                scores: &scores,
            };
            review.network = Some(network(data.interactions(), &members, &look)?);
        }
        let absent = [
            (consent_known, "review-no-consent-events"),
            (data.interactions.is_some(), "review-no-interactions"),
            (!data.groups.is_empty(), "review-no-groups"),
        ];
        review.warnings.extend(absent.iter().filter(|(given, _)| !given).map(|(_, code)| Reason::new(*code)));
        Ok(review)
    }

    /// Everybody's score as of `as_of`, of those whom the ledger permits to be scored.
    ///
    /// # Errors
    ///
    /// Those of [`scores_with_consent`].
    pub fn scores(&self, data: &Data, ledger: &Ledger, as_of: NaiveDate) -> Result<Scores, Error> {
        match &self.document.network.scoring {
            Some(purpose) => scores_with_consent(
                &self.model,
                data.interactions(),
                as_of,
                ledger,
                purpose,
                self.start_of(as_of),
            ),
            None => self.model.score(data.interactions(), as_of, Permitted::Only(&BTreeSet::new())),
        }
    }

    fn members(
        &self,
        ledger: &Ledger,
        former: &[&Worker],
        consent_known: bool,
        at: chrono::DateTime<chrono::Utc>,
    ) -> Result<BTreeSet<String>, Error> {
        let ids = former.iter().map(|worker| worker.id());
        Ok(match self.document.network.membership.as_deref().filter(|_| consent_known) {
            Some(purpose) => {
                ledger.permitted_among(ids, purpose, at)?.into_iter().map(str::to_owned).collect()
            }
            None => ids.map(str::to_owned).collect(),
        })
    }

    fn answers(
        &self,
        ledger: &Ledger,
        worker: &str,
        at: chrono::DateTime<chrono::Utc>,
    ) -> Result<Vec<Answer>, Error> {
        let mut answers = Vec::new();
        for purpose in &self.document.purposes {
            for channel in channels(purpose) {
                answers.push(ledger.may(&Question::new(worker, purpose.id.clone(), channel, at))?);
            }
        }
        Ok(answers)
    }
}

impl Review {
    /// The review as a page of plain text in `lang`.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        super::write::page(self, lang).text()
    }

    /// The review as one HTML page in `lang` that needs nothing else.
    #[must_use]
    pub fn html(&self, lang: Lang) -> String {
        super::html::page(&super::write::page(self, lang), lang)
    }

    /// The review as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Numbers in it are finite and keys are texts, so this cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl fmt::Display for Review {
    /// The page in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

fn employed(worker: &Worker, as_of: NaiveDate) -> Option<bool> {
    match Fact::Employed.of(worker, None, as_of) {
        Some(Value::Boolean(employed)) => Some(employed),
        _ => None,
    }
}

fn workforce(workers: &[Worker], former: usize, as_of: NaiveDate) -> Workforce {
    let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    let of = |wanted: Option<bool>| {
        count(workers.iter().filter(|worker| employed(worker, as_of) == wanted).count())
    };
    let returned = |worker: &&Worker| matches!(Fact::ReturnCount.of(worker, None, as_of), Some(Value::Integer(returns)) if returns > 0);
    Workforce {
        people: count(workers.len()),
        employed: of(Some(true)),
        former: count(former),
        not_started: of(None),
        returned: count(workers.iter().filter(returned).count()),
    }
}
