//! Who is in touch with whom, and how soon they answer each other.
//!
//! [`InteractionGraph`] is the network: directed, weighted, and faded with time where a half-life is given. [`responsiveness`]
//! says how soon people answer, and [`Inequality`] how much hangs on few.
//!
//! # Rules that hold everywhere here
//!
//! 1. **Same rows, same bits**, in whatever order they come: people stand in the order of the bytes of their ids, and sums have
//!    one order.
//! 2. **Who is not permitted is no node**: their ties are left out and counted.
//! 3. **What a figure is taken on is said with it**: directed ties, pairs without direction, or weights.

mod adjacency;
mod behalves;
mod betweenness;
mod brokers;
mod clustering;
mod communities;
mod components;
mod draw;
mod exchange;
mod from_interactions;
mod gather;
mod graph;
mod inequality;
mod k_core;
mod left_out;
mod leiden;
mod measures;
mod names;
mod options;
mod pace;
mod page_rank;
mod parties;
mod read;
mod reply_times;
mod responsiveness;
mod segments;
mod summary;
mod tie;
mod turns;
mod weights;
mod words;

pub use betweenness::{Betweenness, BetweennessOptions};
pub use brokers::Brokers;
pub use clustering::Clustering;
pub use communities::{Communities, CommunityOptions};
pub use components::Components;
pub use exchange::{Exchange, exchange};
pub use graph::InteractionGraph;
pub use inequality::{Inequality, LorenzPoint, SilentMembers, TopShare};
pub use left_out::LeftOut;
pub use measures::{MeasureOptions, PersonMeasures};
pub use options::{GraphOptions, TieOptions};
pub use page_rank::{PageRank, PageRankOptions};
pub use parties::Parties;
pub use reply_times::{ReplyTimes, ReplyWithin};
pub use responsiveness::{
    Responsiveness, ResponsivenessOptions, Unanswered, responsiveness, responsiveness_telling,
};
pub use segments::{SegmentCell, SegmentMatrix};
pub use summary::{GroupSizes, NetworkOptions, NetworkSummary};
pub use tie::Tie;

#[cfg(test)]
mod tests;
