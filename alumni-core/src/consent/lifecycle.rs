//! The transitions of the lifecycle, as data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::state::{DecisionState, RequestState};
use super::words::words;

const TABLE: &str = include_str!("../../lifecycle/consent.toml");

words! {
    /// One of the three states that make up where somebody stands.
    LifecyclePart, "part of the lifecycle" {
        /// What was decided: a [`DecisionState`](super::DecisionState).
        Decision = "decision",
        /// Where asking stands: a [`RequestState`](super::RequestState).
        Request = "request",
        /// Whether use is restricted: `no` or `yes`.
        Restriction = "restriction",
    }
}

words! {
    /// What moves the lifecycle: what an event amounts to, or time that passes.
    LifecycleStep, "step of the lifecycle" {
        /// A notice was shown.
        NoticeShown = "notice_shown",
        /// The subject was asked.
        Requested = "requested",
        /// The request was put off, or answered by what is no act.
        Deferred = "deferred",
        /// An effective yes.
        Given = "given",
        /// An effective yes that repeats one, or says so.
        Renewed = "renewed",
        /// A yes that is not effective.
        Ineffective = "ineffective",
        /// The subject said no.
        Refused = "refused",
        /// The subject objected.
        Objected = "objected",
        /// Somebody else ended it.
        Revoked = "revoked",
        /// The subject took it back.
        Withdrawn = "withdrawn",
        /// An authority found it invalid.
        Invalidated = "invalidated",
        /// Use was restricted.
        Restricted = "restricted",
        /// The restriction was lifted.
        Unrestricted = "unrestricted",
        /// Use was made of a yes.
        Used = "used",
        /// Something happened that a yes may have been given until.
        Happened = "happened",
        /// Time passed without an event.
        Time = "time",
    }
}

/// One edge of the lifecycle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Transition {
    /// Which of the three states it changes or leaves.
    pub of: LifecyclePart,
    /// The state before.
    pub from: String,
    /// The step.
    pub on: LifecycleStep,
    /// The state after; that before where the step leaves it as it is.
    pub to: String,
}

type Table = BTreeMap<String, BTreeMap<String, BTreeMap<LifecycleStep, Vec<String>>>>;

impl Transition {
    /// Every edge that the ledger ever takes: for each state and each step the states it may lead to, also where it leaves the
    /// state as it is.
    ///
    /// The steps happen in the order of their acts. What arrives late is put in its place first: the table says nothing of the
    /// order of arrival. Whether a yes is effective is not in it either; `docs/consent-lifecycle.md` has those rules.
    ///
    /// # Source
    ///
    /// A superset of `consent_lifecycle.plantuml` of the Data Privacy Vocabulary 2.3; a test reads it.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::{LifecycleStep, Transition};
    ///
    /// let all = Transition::all();
    /// let leaving: Vec<_> = all.iter().filter(|edge| edge.from == "withdrawn" && edge.to != "withdrawn").collect();
    /// // Out of a withdrawal lead an effective yes, and being found invalid.
    /// let steps: Vec<_> = leaving.iter().map(|edge| (edge.on, edge.to.as_str())).collect();
    /// assert_eq!(steps, [
    ///     (LifecycleStep::Given, "given"), (LifecycleStep::Given, "expired"), (LifecycleStep::Renewed, "given"),
    ///     (LifecycleStep::Renewed, "expired"), (LifecycleStep::Invalidated, "invalidated"),
    /// ]);
    /// ```
    #[must_use]
    pub fn all() -> Vec<Self> {
        // The library's own document, which its tests read.
        let table: Table = toml::from_str(TABLE).unwrap_or_default();
        let mut all = Vec::new();
        for part in LifecyclePart::ALL {
            let listed = table.get(part.as_str());
            for from in states(*part) {
                for on in LifecycleStep::ALL {
                    let to = listed.and_then(|states| states.get(from)?.get(on));
                    let stays = [from.to_owned()];
                    for to in to.map_or(&stays[..], Vec::as_slice) {
                        all.push(Self { of: *part, from: from.to_owned(), on: *on, to: to.clone() });
                    }
                }
            }
        }
        all
    }
}

/// The names of the states of a part, in their order.
fn states(part: LifecyclePart) -> Vec<&'static str> {
    match part {
        LifecyclePart::Decision => DecisionState::ALL.iter().map(|state| state.as_str()).collect(),
        LifecyclePart::Request => RequestState::ALL.iter().map(|state| state.as_str()).collect(),
        LifecyclePart::Restriction => vec!["no", "yes"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_known_states_and_steps_alone() {
        let table: Table = toml::from_str(TABLE).unwrap();
        assert_eq!(table.len(), LifecyclePart::ALL.len());
        for (part, listed) in &table {
            let known = states(part.parse().unwrap());
            assert_eq!(listed.len(), known.len(), "{part}");
            for (from, steps) in listed {
                assert!(known.contains(&from.as_str()), "{part}.{from}");
                for (on, to) in steps {
                    assert!(to.iter().all(|to| known.contains(&to.as_str())), "{part}.{from}.{on}");
                    assert_ne!(*to, std::slice::from_ref(from), "{part}.{from}.{on} goes without saying");
                }
            }
        }
    }
}
