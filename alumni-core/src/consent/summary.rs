use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::answer::{Verdict, phrase};
use super::instant;
use super::kind::Channel;
use super::ledger::Ledger;
use crate::Error;
use crate::text::Lang;

/// How many may be reached for a purpose, and what blocks the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Summary {
    /// The purpose's id.
    pub purpose: String,
    /// The channel; absent for the purpose as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// The instant of the question.
    #[serde(deserialize_with = "instant::utc")]
    pub at: DateTime<Utc>,
    /// Subjects asked about.
    pub subjects: usize,
    /// Subjects for whom it is allowed.
    pub allowed: usize,
    /// Subjects for whom a person has to look at it.
    pub review: usize,
    /// Subjects for whom it is denied.
    pub denied: usize,
    /// Subjects by verdict and the reason that decided; the most frequent first.
    pub reasons: Vec<ReasonCount>,
}

/// How many subjects have one verdict for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReasonCount {
    /// The verdict.
    pub verdict: Verdict,
    /// The reason's code.
    pub code: String,
    /// Subjects.
    pub count: usize,
}

impl ReasonCount {
    /// The reason in a few words, for a line of a table.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        phrase(&format!("{}-label", self.code), lang)
    }
}

impl Ledger {
    /// Counts verdicts and reasons over all subjects of the ledger: see [`summary_among`](Self::summary_among).
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a purpose that is not known here.
    pub fn summary(
        &self,
        purpose: &str,
        channel: Option<Channel>,
        at: DateTime<Utc>,
    ) -> Result<Summary, Error> {
        self.counted(self.subjects().enumerate(), purpose, channel, at)
    }

    /// Counts verdicts and reasons over `subjects`, each once however often it is named, whether the ledger knows them or not.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a purpose that is not known here, and those of an event for a subject that
    /// could be none, with its place (`among[3].subject`).
    pub fn summary_among<'a>(
        &self,
        subjects: impl IntoIterator<Item = &'a str>,
        purpose: &str,
        channel: Option<Channel>,
        at: DateTime<Utc>,
    ) -> Result<Summary, Error> {
        let mut met = BTreeSet::new();
        let once = subjects.into_iter().enumerate().filter(move |(_, subject)| met.insert(*subject));
        self.counted(once, purpose, channel, at)
    }

    fn counted<'a>(
        &self,
        subjects: impl IntoIterator<Item = (usize, &'a str)>,
        purpose: &str,
        channel: Option<Channel>,
        at: DateTime<Utc>,
    ) -> Result<Summary, Error> {
        let mut counts: BTreeMap<(Verdict, &str), usize> = BTreeMap::new();
        for said in self.verdicts(subjects, purpose, channel, at)? {
            let (_, verdict, code) = said?;
            let count = counts.entry((verdict, code)).or_default();
            *count = count.saturating_add(1);
        }
        let with =
            |wanted| counts.iter().filter(|((verdict, _), _)| *verdict == wanted).map(|(_, n)| n).sum();
        let mut summary = Summary {
            purpose: purpose.to_owned(),
            channel,
            at,
            subjects: counts.values().sum(),
            allowed: with(Verdict::Allowed),
            review: with(Verdict::Review),
            denied: with(Verdict::Denied),
            reasons: Vec::new(),
        };
        let reasons = counts.into_iter().map(|((verdict, code), count)| ReasonCount {
            verdict,
            code: code.to_owned(),
            count,
        });
        summary.reasons = reasons.collect();
        summary.reasons.sort_by_key(|reason| (reason.verdict, std::cmp::Reverse(reason.count)));
        Ok(summary)
    }

    /// The subjects of the ledger for whom `purpose` is allowed without any channel, such as computing a score.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a purpose that is not known here.
    pub fn permitted(&self, purpose: &str, at: DateTime<Utc>) -> Result<BTreeSet<&str>, Error> {
        self.permitted_among(self.subjects(), purpose, at)
    }

    /// Those of `subjects` for whom `purpose` is allowed without any channel. Subjects the ledger has never heard of are
    /// allowed only where the purpose rests on another basis than consent.
    ///
    /// # Errors
    ///
    /// Those of [`summary_among`](Self::summary_among).
    pub fn permitted_among<'a>(
        &self,
        subjects: impl IntoIterator<Item = &'a str>,
        purpose: &str,
        at: DateTime<Utc>,
    ) -> Result<BTreeSet<&'a str>, Error> {
        let verdicts = self.verdicts(subjects.into_iter().enumerate(), purpose, None, at)?;
        let allowed = verdicts.filter_map(|said| match said {
            Ok((subject, verdict, _)) => (verdict == Verdict::Allowed).then_some(Ok(subject)),
            Err(error) => Some(Err(error)),
        });
        allowed.collect()
    }
}
