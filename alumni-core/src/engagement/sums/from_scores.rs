use std::collections::BTreeMap;

use super::ScoreTable;
use crate::Error;
use crate::engagement::{Points, ScoreModel, Scores};

impl Scores {
    /// The same scores column by column, with `recency_days`, which [`ScoreSums`](super::ScoreSums) cannot tell: whether something was an
    /// exchange hangs on threads and targets, and so on all events at once.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) at `model` for another one than the scores are by.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::{ActorType, Interaction, Permitted, ScoreModel, TargetType};
    ///
    /// let asked = Interaction::new("e-1", "2026-03-01T09:00:00Z".parse()?, "post_question", "w-1", ActorType::Alumnus)?;
    /// let reply = Interaction::new("e-2", "2026-03-02T09:00:00Z".parse()?, "reply", "w-2", ActorType::Alumnus)?
    ///     .with_target("e-1", TargetType::Content)?;
    /// let model = ScoreModel::preset("alumni")?;
    /// let table = model.score(&[asked, reply], "2026-04-01".parse()?, Permitted::Everyone)?.table(&model)?;
    /// assert_eq!(table.recency_days, Some(vec![Some(31), Some(30)]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn table(&self, model: &ScoreModel) -> Result<ScoreTable, Error> {
        if model.hash() != self.hash {
            let message = format!("expected the model `{}` that the scores are by", self.model);
            return Err(Error::inconsistent(message).within("model"));
        }
        let kinds: Vec<String> = model.kinds().iter().map(|kind| kind.kind.to_string()).collect();
        let mut parts = Vec::with_capacity(self.people.len().saturating_mul(kinds.len()));
        for score in &self.people {
            let own: BTreeMap<&str, Points> =
                score.parts.iter().map(|part| (part.kind.as_str(), part.contribution)).collect();
            parts.extend(kinds.iter().map(|kind| own.get(kind.as_str()).copied().unwrap_or(Points::ZERO)));
        }
        let mut tenure_factors: Vec<_> = self.people.iter().map(|score| score.tenure_factor).collect();
        if tenure_factors.iter().all(Option::is_none) {
            tenure_factors = Vec::new();
        }
        Ok(ScoreTable {
            model: self.model.clone(),
            version: self.version,
            hash: self.hash.clone(),
            as_of: self.as_of,
            people: self.people.iter().map(|score| score.person.clone()).collect(),
            scores: self.people.iter().map(|score| score.score).collect(),
            kinds,
            parts,
            tenure_factors,
            recency_days: Some(self.people.iter().map(|score| score.recency_days).collect()),
            not_scored: self.not_scored.clone(),
            tally: self.tally.clone(),
            reasons: self.reasons.clone(),
        })
    }
}
