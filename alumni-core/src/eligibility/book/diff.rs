//! What stands otherwise in another version.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Book;
use crate::Error;
use crate::eligibility::{Criterion, Effect, Policy, PolicyReference};
use crate::text::{Lang, Localized, Reason};

/// What became of a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "there is nothing else that can become of it")]
pub enum DiffKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says something else.
    Changed,
}

impl DiffKind {
    /// Every kind, in the order of their numbers in C (0, 1, …).
    pub const ALL: [Self; 3] = [Self::Added, Self::Removed, Self::Changed];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// A criterion as one version has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CriterionText {
    /// What it does.
    pub effect: Effect,
    /// Its expression, printed.
    pub rule: String,
    /// Its title, or else its expression said aloud.
    pub text: Localized,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// One criterion that differs between two versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CriterionDiff {
    /// The criterion's id.
    pub criterion: String,
    /// What became of it.
    pub kind: DiffKind,
    /// As it was; absent when it is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<CriterionText>,
    /// As it is; absent when it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<CriterionText>,
    /// What became of it, as a code with arguments.
    pub reason: Reason,
}

/// What differs between two policies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PolicyDiff {
    /// The policy before.
    pub from: PolicyReference,
    /// The policy after.
    pub to: PolicyReference,
    /// The criteria that differ: those of the policy after in its order, then those that are gone.
    pub criteria: Vec<CriterionDiff>,
    /// Facts that only the policy after asks for: what the HR system has to supply from now on.
    pub facts_added: Vec<String>,
    /// Facts that only the policy before asks for.
    pub facts_removed: Vec<String>,
}

impl PolicyDiff {
    /// One line for each criterion that differs in `lang`, or one line that says that none does.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        if self.criteria.is_empty() {
            return Reason::new("diff-none").text(lang);
        }
        let lines: Vec<_> = self.criteria.iter().map(|criterion| criterion.reason.text(lang)).collect();
        lines.join("\n")
    }
}

impl fmt::Display for PolicyDiff {
    /// The lines of [`text`](PolicyDiff::text) in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl Policy {
    /// What stands otherwise in `after`: the criteria added, removed and changed, by their ids, with their text.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::eligibility::Policy;
    ///
    /// let policy = |version: u32, rule: &str| Policy::parse(&format!(
    ///     "id = \"return\"\nversion = {version}\n[[criteria]]\nid = \"service\"\nrequire = \"{rule}\""
    /// ));
    /// let diff = policy(1, "tenure >= 5 years")?.diff(&policy(2, "tenure >= 3 years")?);
    /// assert_eq!(
    ///     diff.to_string(),
    ///     "changed: service: required: tenure at least 5 years → required: tenure at least 3 years"
    /// );
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    #[must_use]
    pub fn diff(&self, after: &Self) -> PolicyDiff {
        let find = |policy: &Self, id: &str| policy.criteria.iter().find(|one| one.id == *id).cloned();
        let mut criteria = Vec::new();
        for now in &after.criteria {
            let before = find(self, &now.id).map(|was| self.told(&was));
            let now_told = after.told(now);
            if before.as_ref() != Some(&now_told) {
                criteria.push(CriterionDiff::of(&now.id, before, Some(now_told)));
            }
        }
        for gone in self.criteria.iter().filter(|was| find(after, &was.id).is_none()) {
            criteria.push(CriterionDiff::of(&gone.id, Some(self.told(gone)), None));
        }
        let (before, now) = (self.facts(), after.facts());
        let only = |of: &[String], other: &[String]| -> Vec<String> {
            of.iter().filter(|fact| !other.contains(fact)).cloned().collect()
        };
        PolicyDiff {
            from: self.reference(),
            to: after.reference(),
            criteria,
            facts_added: only(&now, &before),
            facts_removed: only(&before, &now),
        }
    }

    fn told(&self, criterion: &Criterion) -> CriterionText {
        CriterionText {
            effect: criterion.effect,
            rule: criterion.expression.to_string(),
            text: criterion.said(&self.vocabulary),
            source: criterion.source.clone(),
        }
    }
}

impl Book {
    /// What stands otherwise in version `after` than in version `before`; see [`Policy::diff`].
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) with the path `before` or `after` for a number that no version has.
    pub fn diff(&self, before: u32, after: u32) -> Result<PolicyDiff, Error> {
        Ok(self.numbered(before, "before")?.diff(self.numbered(after, "after")?))
    }
}

impl CriterionDiff {
    fn of(id: &str, before: Option<CriterionText>, after: Option<CriterionText>) -> Self {
        let (kind, code) = match (&before, &after) {
            (None, _) => (DiffKind::Added, "diff-added"),
            (_, None) => (DiffKind::Removed, "diff-removed"),
            _ => (DiffKind::Changed, "diff-changed"),
        };
        let mut reason = Reason::new(code).with("criterion", id);
        for (name, told) in [("before", &before), ("after", &after)] {
            if let Some(told) = told {
                reason = reason.with(name, told.said());
            }
        }
        Self { criterion: id.to_owned(), kind, before, after, reason }
    }
}

impl CriterionText {
    /// With what it does.
    fn said(&self) -> Localized {
        let (en, ja) = match self.effect {
            Effect::Require => ("required", "要件"),
            Effect::Bar => ("barred", "除外"),
            Effect::Review => ("for review", "要確認"),
        };
        let source = |open: &str, close: &str| match &self.source {
            Some(source) => format!("{open}{source}{close}"),
            None => String::new(),
        };
        Localized::new(
            format!("{en}: {}{}", self.text.en, source(" (", ")")),
            format!("{ja}：{}{}", self.text.ja, source("（", "）")),
        )
    }
}
