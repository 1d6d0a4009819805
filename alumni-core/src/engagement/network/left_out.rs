use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::Kind;

/// What was given and makes no tie in a graph, counted in events or rows. Each counts once, under the first that fits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct LeftOut {
    /// At or after the day `as_of`.
    pub future: u64,
    /// Before the day `since`.
    pub past: u64,
    /// By or to somebody who is not permitted.
    pub not_permitted: u64,
    /// By or to the company's side, as far as it is no party.
    pub other_parties: u64,
    /// By or to somebody who is not on the roster.
    pub outside_roster: u64,
    /// To oneself, or going on with something of one's own: one's own content or thread.
    pub to_oneself: u64,
    /// Of weight 0: rows that say so, kinds that weigh nothing, and what has faded altogether.
    pub weightless: u64,
    /// Directed at nobody and answering nothing, such as a post to the network.
    pub to_nobody: u64,
    /// Events of kinds that neither the library nor the options know, by kind.
    pub unknown_kinds: BTreeMap<Kind, u64>,
}
