//! What a check of one policy came to.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::witness::Witness;
use crate::eligibility::PolicyReference;
use crate::text::{Argument, Lang, Reason};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "a host must handle each of the three")]
pub enum Severity {
    /// The policy cannot be meant so: nobody passes.
    Error,
    /// Something in it has no effect.
    Warning,
    /// Worth knowing: with what stands beside it, a part has no effect.
    Note,
}

impl Severity {
    /// Every severity, in the order of their numbers in C (0, 1, …).
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Something that was proved about a policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// The criteria concerned: first the one that it is about, then those that make it so. For a ladder, its steps.
    pub criteria: Vec<String>,
    /// The part of the first criterion that it is about, as rules write it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// What was found, as a code with arguments.
    pub reason: Reason,
    /// A worker who shows it, where there can be one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
}

impl Finding {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &str {
        self.reason.code()
    }

    /// The finding in a sentence, with its witness.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let said = self.reason.text(lang);
        match &self.witness {
            None => said,
            Some(witness) => Reason::new("check-shown")
                .with("finding", said)
                .with("witness", witness.text(lang))
                .text(lang),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

/// A question that was given up: answering it would have taken too many steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Undecided {
    /// The code of the finding that could not be proved or refuted.
    pub code: String,
    /// The criteria concerned.
    pub criteria: Vec<String>,
}

/// Everything that a check proved about one policy.
///
/// See [`Policy::check`](crate::eligibility::Policy::check).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Check {
    pub(super) policy: PolicyReference,
    pub(super) findings: Vec<Finding>,
    pub(super) undecided: Vec<Undecided>,
}

impl Check {
    /// The policy that was checked.
    #[must_use]
    pub fn policy(&self) -> &PolicyReference {
        &self.policy
    }

    /// What was found, the gravest first.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The questions that were given up; empty for all but policies made to be hard.
    #[must_use]
    pub fn undecided(&self) -> &[Undecided] {
        &self.undecided
    }

    /// Whether nothing was found and nothing given up.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty() && self.undecided.is_empty()
    }

    /// One line for each finding, or one that says that there is none.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        lines(&self.findings, &self.undecided, "check-clean", lang)
    }
}

impl fmt::Display for Check {
    /// The lines of [`text`](Check::text) in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

pub(super) fn lines(findings: &[Finding], undecided: &[Undecided], clean: &str, lang: Lang) -> String {
    let mut lines: Vec<String> = findings
        .iter()
        .map(|finding| {
            let severity = Reason::new(format!("severity-{}", finding.severity.as_str())).text(lang);
            Reason::new("check-line")
                .with("severity", severity)
                .with("finding", finding.text(lang))
                .text(lang)
        })
        .collect();
    for question in undecided {
        let criteria: Argument = question.criteria.iter().cloned().collect();
        lines.push(
            Reason::new("check-undecided")
                .with("code", question.code.as_str())
                .with("criteria", criteria)
                .text(lang),
        );
    }
    if lines.is_empty() {
        lines.push(Reason::new(clean).text(lang));
    }
    lines.join("\n")
}
