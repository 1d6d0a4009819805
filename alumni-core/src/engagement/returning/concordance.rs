use serde::{Deserialize, Serialize};

use super::cox::{CoxOptions, Ordered, People};
use crate::columns::Columns;
use crate::{Error, document};

/// Which columns say how long it took, and how soon it was thought to end.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::ConcordanceOptions;
///
/// let options = ConcordanceOptions::new("days", "end", "log_hazard").end("returned");
/// assert_eq!(options.entry, None);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ConcordanceOptions {
    /// The column of durations, as in [`DurationOptions`](super::DurationOptions).
    pub duration: String,
    /// The column that says how it ended, likewise.
    pub event: String,
    /// The column of scores, numbers: the higher, the sooner somebody is thought to end, as with the `log_hazard` of
    /// [`CoxPredictions`](super::CoxPredictions). None may be unknown.
    pub score: String,
    /// The column of the times from which on people were watched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// The end that is meant, where there are several; who ended otherwise was last seen then. All ends where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
}

impl ConcordanceOptions {
    /// The columns of durations, of ends and of scores.
    pub fn new(duration: impl Into<String>, event: impl Into<String>, score: impl Into<String>) -> Self {
        Self { duration: duration.into(), event: event.into(), score: score.into(), entry: None, end: None }
    }

    /// Names the column of the times from which on people were watched.
    #[must_use]
    pub fn entry(mut self, column: impl Into<String>) -> Self {
        self.entry = Some(column.into());
        self
    }

    /// Says which end is meant.
    #[must_use]
    pub fn end(mut self, end: impl Into<String>) -> Self {
        self.end = Some(end.into());
        self
    }

    /// Reads `{"duration": …, "event": …, "score": …}`, with what differs from the default.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    /// People of one column, the score.
    fn as_cox(&self) -> CoxOptions {
        let mut options = CoxOptions::new(&self.duration, &self.event, [&self.score]);
        options.entry.clone_from(&self.entry);
        options.end.clone_from(&self.end);
        options
    }
}

/// Whether those who were thought to end sooner did: Harrell's index of concordance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Concordance {
    /// What was asked.
    pub options: ConcordanceOptions,
    /// How many people there are.
    pub people: u64,
    /// Pairs of whom the one with the higher score ended while the other was still watched and had not.
    pub concordant: u64,
    /// Pairs of whom the one with the lower score did.
    pub discordant: u64,
    /// Pairs with equal scores, one of whom ended while the other was still watched and had not.
    pub tied: u64,
    /// The concordant and half of the tied, of all these: 1 is in order, a half is chance. Absent without a pair.
    pub index: Option<f64>,
}

/// Counts how many pairs ended in the order of their scores.
///
/// A pair counts where it is known who ended first: one ended while the other was watched and had not, or was last seen at that very
/// time. Two who ended at one time say nothing. People are best taken whom the score has not seen.
///
/// Time grows with `n log n`.
///
/// # Source
///
/// F. Harrell et al., *Evaluating the yield of medical tests*, JAMA 247 (1982). Late entries as in R's `survival::concordance`.
///
/// # Errors
///
/// Those of [`cox`](super::cox()), with the score for a covariate.
///
/// # Example
///
/// ```
/// use alumni_core::columns::{Column, Columns, Integers, Values};
/// use alumni_core::engagement::{ConcordanceOptions, concordance};
///
/// let (days, back, score) = ([5, 8, 8, 12], [1_u8, 1, 0, 0], [3, 1, 1, 2]);
/// let columns = Columns::new(4)?
///     .with("days", Column::new(Values::Integers(Integers::I32(&days))))?
///     .with("back", Column::new(Values::Integers(Integers::U8(&back))))?
///     .with("score", Column::new(Values::Integers(Integers::I32(&score))))?;
/// let found = concordance(&columns, &ConcordanceOptions::new("days", "back", "score"))?;
/// assert_eq!((found.concordant, found.discordant, found.tied), (3, 1, 1));
/// assert_eq!(found.index, Some(0.7));
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn concordance(columns: &Columns<'_>, options: &ConcordanceOptions) -> Result<Concordance, Error> {
    let cox = options.as_cox();
    let mut people = People::new(&cox)?;
    people.add(columns, &cox)?;
    count(&people, &cox, options)
}

/// The same for a table in batches, as Arrow hands it over; only the columns asked for are read.
///
/// # Errors
///
/// Those of [`concordance`] and of [`Reader::next_batch`](crate::table::Reader).
#[cfg(feature = "table")]
pub fn concordance_table(
    mut table: crate::table::Reader,
    options: &ConcordanceOptions,
) -> Result<Concordance, Error> {
    let cox = options.as_cox();
    let mut people = People::new(&cox)?;
    table.keep(|name| cox.reads(name));
    people.add(&table.empty()?.columns()?, &cox)?;
    while let Some(batch) = table.next_batch()? {
        people.add(&batch.columns()?, &cox)?;
    }
    count(&people, &cox, options)
}

fn count(people: &People, cox: &CoxOptions, options: &ConcordanceOptions) -> Result<Concordance, Error> {
    people.check_end(cox)?;
    let ordered = Ordered::new(people);
    let scores = people.covariates.first().map(Vec::as_slice).unwrap_or_default();
    let ranks = ranks(scores);
    let rank_of = |row: &u32| usize::try_from(*row).ok().and_then(|row| ranks.get(row)).copied();
    let placed: Vec<usize> = ordered.rows.iter().filter_map(rank_of).collect();
    let mut watched = Watched::new(ranks.iter().copied().max().map_or(0, |most| most.saturating_add(1)));
    let mut late = ordered.late.iter().peekable();
    let mut left = placed.as_slice();
    let (mut concordant, mut discordant, mut tied) = (0_u64, 0_u64, 0_u64);
    // From the last time to the first: whoever is watched has not ended by then.
    for block in &ordered.blocks {
        let Some((here, rest)) = left.split_at_checked(block.people) else { break };
        left = rest;
        let (ended, open) = here.split_at_checked(block.ended).unwrap_or_default();
        for rank in open {
            watched.enter(*rank);
        }
        // Who came at this time or later was not watched then; who ended then is not among the watched yet.
        let mut not_yet = Vec::new();
        while let Some((_, place)) = late.next_if(|(entry, _)| *entry >= block.time) {
            let place = usize::try_from(*place).unwrap_or(usize::MAX);
            not_yet.extend(placed.get(place).copied());
        }
        for rank in not_yet {
            watched.leave(rank);
        }
        for rank in ended {
            let (lower, equal) = watched.lower_and_equal(*rank);
            concordant = concordant.saturating_add(lower);
            tied = tied.saturating_add(equal);
            discordant = discordant.saturating_add(watched.all.saturating_sub(lower).saturating_sub(equal));
        }
        for rank in ended {
            watched.enter(*rank);
        }
    }
    let pairs = concordant as f64 + discordant as f64 + tied as f64;
    Ok(Concordance {
        options: options.clone(),
        people: u64::try_from(scores.len()).unwrap_or(u64::MAX),
        concordant,
        discordant,
        tied,
        index: (pairs > 0.0).then(|| (concordant as f64 + 0.5 * tied as f64) / pairs),
    })
}

/// The place of each score among the different ones, the lowest 0.
fn ranks(scores: &[f64]) -> Vec<usize> {
    let mut sorted = scores.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.dedup_by(|one, other| one.total_cmp(other).is_eq());
    scores.iter().map(|score| sorted.partition_point(|known| known.total_cmp(score).is_lt())).collect()
}

/// How many are watched, by rank: sums over powers of two (Fenwick's tree).
struct Watched {
    sums: Vec<u64>,
    all: u64,
}

impl Watched {
    fn new(ranks: usize) -> Self {
        Self { sums: vec![0; ranks.saturating_add(1)], all: 0 }
    }

    fn enter(&mut self, rank: usize) {
        self.all = self.all.saturating_add(1);
        self.change(rank, |sum| sum.wrapping_add(1));
    }

    fn leave(&mut self, rank: usize) {
        self.all = self.all.saturating_sub(1);
        self.change(rank, |sum| sum.wrapping_sub(1));
    }

    fn change(&mut self, rank: usize, by: impl Fn(u64) -> u64) {
        let mut at = rank.saturating_add(1);
        while let Some(sum) = self.sums.get_mut(at) {
            *sum = by(*sum);
            at = at.saturating_add(at & at.wrapping_neg());
        }
    }

    /// How many have a rank below this.
    fn below(&self, rank: usize) -> u64 {
        let (mut at, mut sum) = (rank, 0_u64);
        while at > 0 {
            sum = sum.wrapping_add(self.sums.get(at).copied().unwrap_or_default());
            at &= at.wrapping_sub(1);
        }
        sum
    }

    fn lower_and_equal(&self, rank: usize) -> (u64, u64) {
        let lower = self.below(rank);
        (lower, self.below(rank.saturating_add(1)).wrapping_sub(lower))
    }
}
