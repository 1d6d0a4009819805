//! Who is close and whether the network is alive, from the record of what people did.
//!
//! The record is a list of [`Interaction`]s: who did what, when, to whom, in which thread, and what prompted it. From it
//!
//! * a [`ScoreModel`] makes [`Scores`]: per person a decayed, weighted, capped sum whose parts add up to it exactly, and
//!   the days since the last *two-way* contact;
//! * [`traffic`] counts who speaks to whom: company to alumni, alumni to company, alumni to alumni;
//! * [`pulse`] says how much life there is, each figure with its interval;
//! * [`health`](health()) says how the network is, and what ails it;
//! * [`SilenceQuestion`] and its neighbours say what a small network can tell and what it cannot;
//! * [`InteractionGraph`] is who is in touch with whom, and [`responsiveness`] how soon they answer each other.
//!
//! # Rules that hold everywhere here
//!
//! 1. **The instant of a day.** `as_of` is that day at 00:00 UTC. What happened at or after it is counted as such and
//!    never used. Days within the record are UTC days.
//! 2. **An id is one event.** The same event twice counts once; one id with two contents is an error.
//! 3. **Kinds are an open set.** A kind that the model (or, for traffic and pulse, this library) does not know is counted
//!    per kind and reported, never guessed.
//! 4. **Not scored is not zero.** Whoever may not be scored is listed as such, and their events do not change anybody
//!    else's score or recency: the answer is the one that a record without them gives.
//! 5. **Same record, same bits.** Order, repetition and partition of the events do not matter, on any platform.

mod activity;
mod actor;
mod answers;
mod calendar_days;
mod cap;
mod change;
mod decay;
mod health;
mod ids;
mod import;
mod interaction;
mod kind;
mod learn;
mod mailing;
mod model;
mod network;
mod participation;
mod permitted;
mod points;
mod proportion;
mod pulse;
mod rank;
mod rate;
mod record;
mod request;
mod returning;
mod rfm;
mod rows;
mod scores;
mod scoring;
mod small;
mod sums;
mod tenure_years;
mod traffic;
mod window;

pub use activity::{ActivityLog, Added};
pub use actor::{ActorType, TargetType};
pub use calendar_days::{ActivityCalendar, CalendarDay, activity_calendar};
pub use cap::Cap;
pub use change::{EventChange, FadedEvent, FadedRest, PartChange, ScoreChange};
pub use health::{
    Cause, CauseKind, CauseThreshold, Certainty, CertaintyLevels, Evidence, Figure, FigureUnit, Health,
    HealthKinds, HealthModel, HealthState, Roster, StateThresholds, Week, health, health_telling,
};
pub use import::{
    InteractionCheck, InteractionFault, interactions_from_columns, interactions_from_csv,
    interactions_from_json, interactions_from_table,
};
#[cfg(feature = "table")]
pub use import::{interactions_from_arrow, interactions_from_arrow_telling};
pub use interaction::Interaction;
pub use kind::Kind;
pub use learn::{KindHalfLife, LearnOptions, LearnedHalfLife, TriedHalfLife};
pub use model::{KindWeight, PurposeFactors, ScoreModel, TenureBand};
pub use network::{
    Betweenness, BetweennessOptions, Brokers, Clustering, Communities, CommunityOptions, Components,
    Exchange, GraphOptions, GroupSizes, Inequality, InteractionGraph, LeftOut, LorenzPoint, MeasureOptions,
    NetworkOptions, NetworkSummary, PageRank, PageRankOptions, Parties, PersonMeasures, ReplyTimes,
    ReplyWithin, Responsiveness, ResponsivenessOptions, SegmentCell, SegmentMatrix, SilentMembers, Tie,
    TieOptions, TopShare, Unanswered, exchange, responsiveness, responsiveness_telling,
};
pub use participation::{Participation, SegmentShare, participation};
pub use permitted::Permitted;
pub use points::Points;
pub use proportion::Proportion;
pub use pulse::{Pulse, pulse};
pub use rank::{BandMove, PartMove, Rank, RankBand, RankOptions, Ranks, SegmentRanks};
pub use rate::Rate;
pub use request::Request;
pub use returning::{
    ActOptions, Band, BaselinePoint, Calibration, CalibrationBin, CalibrationOptions, CommonOptions,
    CompetingEnds, Concordance, ConcordanceOptions, Convergence, CoxCoefficient, CoxFit, CoxOptions,
    CoxPredictions, CumulativeHazard, CumulativeHazards, CurveOptions, CurvePoint, CurveQuantile,
    DurationOptions, Durations, FitFailure, HazardPoint, HeldBack, HoldBackOptions, Incidence,
    IncidencePoint, LogRank, LogRankGroup, Parameter, RepeatActs, RepeatCounts, RepeatFit, RepeatLaw,
    RepeatModel, RepeatOptions, RepeatParameter, RepeatPrediction, RepeatPredictions, RestrictedMean,
    SurvivalCurve, SurvivalCurves, Ties, ValueCounts, ValueFit, ValueLaw, ValueOptions, WeibullFit,
    WeibullFits, calibration, concordance, cox, hold_back,
};
#[cfg(feature = "table")]
pub use returning::{calibration_table, concordance_table, cox_table};
pub use rfm::{Rfm, RfmModel, RfmTable, rfm};
pub use scores::{NotScored, Part, Score, Scores, Tally};
pub use small::{
    GroupCount, Prior, PriorMethod, RatePower, RatePowerQuestion, SharePower, SharePowerQuestion, ShrinkLaw,
    ShrinkQuestion, Shrinkage, ShrunkGroup, Silence, SilenceQuestion, SilenceVerdict, Spread,
};
pub use sums::{ScoreSums, ScoreTable, ScoreTotals, TotalSums};
pub use tenure_years::tenure_years_from_json;
pub use traffic::{Flow, Traffic, traffic};
pub use window::{Distance, KindPoints, Window, WindowModel, WindowScore, WindowScores};

#[cfg(test)]
mod tests;
