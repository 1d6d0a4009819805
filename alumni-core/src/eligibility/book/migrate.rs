//! Recorded decisions under another version: whose answer changes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Book, Record};
use crate::Error;
use crate::eligibility::{Decision, Outcome, PolicyReference};
use crate::text::{Lang, Reason};

/// A worker whose answer changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// The worker's id.
    pub worker: String,
    /// The day decided for under the other version.
    pub as_of: NaiveDate,
    /// The version that decided before.
    pub version: u32,
    /// The recorded outcome.
    pub from: Outcome,
    /// The outcome under the other version.
    pub to: Outcome,
    /// The recorded day on which the outcome becomes eligible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_eligible_on: Option<NaiveDate>,
    /// That day under the other version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_eligible_on: Option<NaiveDate>,
    /// The criteria that stand otherwise, or that only one of the two has.
    pub criteria: Vec<String>,
}

/// What another version changes for recorded decisions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Migration {
    /// The version decided under.
    pub to: PolicyReference,
    /// Number of records.
    pub records: usize,
    /// Those whose outcome or day of becoming eligible changes, in the order of the records.
    pub moved: Vec<Moved>,
}

impl Migration {
    /// One line in `lang`: how many answers change.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        Reason::new("migration")
            .with("version", self.to.version)
            .with("records", self.records)
            .with("moved", self.moved.len())
            .text(lang)
    }
}

impl Book {
    /// Decides recorded decisions again under the version `version`, and lists those whose outcome or `eligible_on` changes.
    ///
    /// Each is decided as of its own day, or as of `as_of` where that is given: the rules of one day on the facts of another
    /// are a question that people ask on purpose, and neither is a default for the other.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) with the path `version` for a number that no version has,
    /// [`Missing`](crate::ErrorKind::Missing) at `records[i].worker` for a record without its worker, and those of
    /// [`Policy::decide`](crate::eligibility::Policy::decide) with `records[i]` before the path.
    pub fn migrate(
        &self,
        records: &[Record],
        version: u32,
        as_of: Option<NaiveDate>,
    ) -> Result<Migration, Error> {
        let policy = self.numbered(version, "version")?;
        let mut moved = Vec::new();
        for (index, record) in records.iter().enumerate() {
            let at = |error: Error| error.within(format!("records[{index}]"));
            let before = record.decision();
            let worker = record.worker().ok_or_else(|| {
                at(Error::missing("expected a worker: the record holds only the hash of one")
                    .within("worker"))
            })?;
            let after = policy.decide(worker, as_of.unwrap_or(before.as_of())).map_err(at)?;
            if (before.outcome(), before.eligible_on()) != (after.outcome(), after.eligible_on()) {
                moved.push(Moved::of(before, &after));
            }
        }
        Ok(Migration { to: policy.reference(), records: records.len(), moved })
    }
}

impl Moved {
    fn of(before: &Decision, after: &Decision) -> Self {
        let status =
            |of: &Decision, id: &str| of.criteria().iter().find(|one| one.id == *id).map(|one| one.status);
        let ids = |of: &Decision| of.criteria().iter().map(|one| one.id.clone()).collect::<Vec<_>>();
        let mut criteria = ids(after);
        criteria.extend(ids(before).into_iter().filter(|id| status(after, id).is_none()));
        criteria.retain(|id| status(before, id) != status(after, id));
        Self {
            worker: after.worker().to_owned(),
            as_of: after.as_of(),
            version: before.policy().version,
            from: before.outcome(),
            to: after.outcome(),
            from_eligible_on: before.eligible_on(),
            to_eligible_on: after.eligible_on(),
            criteria,
        }
    }
}
