//! What the rules in force make of a difference.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::ledger::Ledger;
use super::super::packs::Law;
use super::super::purpose::Purpose;
use super::super::rule::{Checked, Effect};
use super::super::words::words;
use super::{NoticeChange, NoticeDifference};
use crate::text::Localized;

words! {
    /// What follows from a difference between two versions of a notice, from the mildest.
    NoticeConsequence, "consequence of a change" {
        /// Nothing.
        None = "none",
        /// People are told.
        Notify = "notify",
        /// People are asked again: what they agreed to is something else now.
        AskAgain = "ask_again",
    }
}

/// What one regime makes of a difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NoticeRuling {
    /// The regime.
    pub regime: String,
    /// What follows there.
    pub consequence: NoticeConsequence,
    /// For which purposes.
    pub purposes: BTreeSet<String>,
    /// The pack of the rule that decided; absent where no rule in force is about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack: Option<String>,
    /// The rule that decided: the strictest, of equal ones the first in the documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Its law and article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<Localized>,
    /// How it was checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<Checked>,
}

/// What follows, and the law that says so.
#[derive(Clone, Copy, Debug)]
pub(in crate::consent) struct Applied<'p> {
    pub(in crate::consent) consequence: NoticeConsequence,
    pub(in crate::consent) law: Option<Law<'p>>,
}

/// What `laws` make of `difference` for `purpose`: the strictest.
pub(in crate::consent) fn applied<'p>(
    difference: &NoticeDifference,
    purpose: &Purpose,
    laws: impl Iterator<Item = Law<'p>>,
) -> Applied<'p> {
    let mut strictest = Applied { consequence: NoticeConsequence::None, law: None };
    for law in laws {
        let Some(consequence) = says(&law, difference, purpose) else { continue };
        if strictest.law.is_none() || strictest.consequence < consequence {
            strictest = Applied { consequence, law: Some(law) };
        }
    }
    strictest
}

/// What one law says about a difference, if it is about it. What is left open is taken for each possibility.
fn says(law: &Law<'_>, difference: &NoticeDifference, purpose: &Purpose) -> Option<NoticeConsequence> {
    let Effect::NoticeChange { changes, bases, roles, unless_safeguards, then } = &law.rule.effect else {
        return None;
    };
    let classes = &law.rule.purposes;
    let excused = |safeguard: Option<_>| safeguard.is_some_and(|of| unless_safeguards.contains(&of));
    // A transfer to which the rule applied before is no news to it, however it is described now.
    let applied_before = difference.change == NoticeChange::TransferChanged
        && !unless_safeguards.is_empty()
        && !excused(difference.safeguard_before);
    let about = changes.contains(&difference.change.counts_as())
        && (bases.is_empty() || bases.contains(&purpose.legal_basis))
        && (classes.is_empty() || purpose.class.is_none_or(|class| classes.contains(&class)))
        && (roles.is_empty() || difference.role.is_none_or(|role| roles.contains(&role)))
        && !excused(difference.safeguard)
        && !applied_before;
    about.then_some(*then)
}

impl Ledger {
    /// The regimes that anybody here can be under: those named, and every one of the packs where somebody may be without.
    pub(super) fn regimes_in_use(&self) -> BTreeSet<&str> {
        let regimes = self.regimes();
        let named = regimes.everyone.iter().chain(regimes.subjects.values().flatten());
        let mut found: BTreeSet<_> = named.map(String::as_str).collect();
        if regimes.everyone.is_empty() {
            found.extend(self.packs().regimes());
        }
        found
    }

    /// What each regime makes of `difference` at `at`: by regime, then from the strictest.
    pub(super) fn rulings(&self, difference: &NoticeDifference, at: DateTime<Utc>) -> Vec<NoticeRuling> {
        let mut rulings = Vec::new();
        for regime in self.regimes_in_use() {
            let laws = self.packs().laws().filter(|law| law.in_force(at) && law.rule.governs(regime));
            let mut found: BTreeMap<_, NoticeRuling> = BTreeMap::new();
            for purpose in self.purposes().filter(|purpose| difference.purposes.contains(&purpose.id)) {
                let applied = applied(difference, purpose, laws.clone());
                let rule = applied.law.map(|law| law.rule.id.as_str());
                let ruling = found.entry((std::cmp::Reverse(applied.consequence), rule));
                let ruling = ruling.or_insert_with(|| NoticeRuling {
                    regime: regime.to_owned(),
                    consequence: applied.consequence,
                    purposes: BTreeSet::new(),
                    pack: applied.law.map(|law| law.pack.id.clone()),
                    rule: rule.map(str::to_owned),
                    article: applied.law.map(|law| law.rule.article.clone()),
                    checked: applied.law.map(|law| law.rule.checked),
                });
                ruling.purposes.insert(purpose.id.clone());
            }
            rulings.extend(found.into_values());
        }
        rulings
    }
}
