//! Who stands in another band than before, and why.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Rank, RankOptions, Ranks};
use crate::engagement::{Kind, Points, ScoreTable, Scores};
use crate::text::Argument;
use crate::{Error, Reason};

/// Somebody who stands in another band than before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct BandMove {
    /// The person's id.
    pub person: String,
    /// The band before; `None` when they were not scored, or their segment was too small.
    pub from: Option<String>,
    /// The band now, likewise.
    pub to: Option<String>,
    /// The score before; `None` when they were not scored.
    pub score_before: Option<Points>,
    /// The score now, likewise.
    pub score: Option<Points>,
    /// The percentile before; `None` when they were not scored, or their segment was too small.
    pub percentile_before: Option<f64>,
    /// The percentile now, likewise.
    pub percentile: Option<f64>,
    /// What each kind of event added on both days, the largest change first, ties by kind: the changes add up to that of the score.
    /// Empty where only ranks are compared, which hold no parts, and for somebody who was not scored on one of the days.
    pub parts: Vec<PartMove>,
    /// Why the band is another one.
    pub reasons: Vec<Reason>,
}

/// What one kind of event added to a score on two days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PartMove {
    /// The kind.
    pub kind: Kind,
    /// What it added before.
    pub before: Points,
    /// What it adds now.
    pub after: Points,
}

/// Kinds that are said in words.
const SAID: usize = 3;

impl Ranks {
    /// Everybody who stands in another band than they did `before`, in the order of their ids; a person who was not scored then
    /// or is not now has no band. Ranks hold no parts: [`Scores::moves`] also says which kinds of events moved the score, and
    /// [`ScoreModel::why_between`](crate::engagement::ScoreModel::why_between) which events.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) at `before` for ranks by another model, which measures something else, and for
    /// ranks of a later day. Ranks of a table say neither, and are taken as they are.
    pub fn moves(&self, before: &Self) -> Result<Vec<BandMove>, Error> {
        moves([before, self], |_| None)
    }

    /// Whether both were told by one model, and the other ones no later.
    fn follows(&self, before: &Self) -> Result<(), Error> {
        let differ = self.hash.as_ref().zip(before.hash.as_ref()).is_some_and(|(own, other)| own != other);
        if differ {
            let name = |ranks: &Self| {
                let (id, version) =
                    (ranks.model.as_deref().unwrap_or("-"), ranks.version.unwrap_or_default());
                format!("`{id}` version {version}")
            };
            let message =
                format!("expected ranks by the model {}, got those by {}", name(self), name(before));
            let same = name(self) == name(before);
            let message = if same { format!("{message} of another content") } else { message };
            return Err(Error::inconsistent(message));
        }
        match (self.as_of, before.as_of) {
            (Some(own), Some(other)) if other > own => Err(Error::inconsistent(format!(
                "expected ranks of {own} or an earlier day, got those of {other}"
            ))),
            _ => Ok(()),
        }
    }
}

impl Scores {
    /// Everybody who stands in another band of their segment than they did `before`, in the order of their ids, and why: the change of
    /// the score, the kinds of events behind it, and whether it was the others who moved.
    ///
    /// Both days are ranked with the same `segments` and `options`; where people changed their segment, compare
    /// [`Ranks`](Ranks::moves).
    ///
    /// # Errors
    ///
    /// Those of [`Ranks::moves`].
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::{ActorType, Interaction, Permitted, RankOptions, ScoreModel};
    ///
    /// let reply = |id, at: &str, person| Interaction::new(id, at.parse().unwrap(), "reply", person, ActorType::Alumnus);
    /// let events = [
    ///     reply("e-1", "2026-02-01T00:00:00Z", "w-1")?,
    ///     reply("e-2", "2026-01-01T00:00:00Z", "w-2")?,
    ///     reply("e-3", "2026-03-20T00:00:00Z", "w-2")?,
    /// ];
    /// let model = ScoreModel::preset("alumni")?;
    /// let scores = |day: &str| model.score(&events, day.parse().unwrap(), Permitted::Everyone);
    /// let options = RankOptions::from_json(
    ///     r#"{"bands": [{"name": "low", "from": 0}, {"name": "high", "from": 0.5}], "minimum": 2}"#,
    /// )?;
    /// let moves = scores("2026-04-01")?.moves(&scores("2026-03-01")?, &Default::default(), &options)?;
    /// assert_eq!(moves[1].to_string().lines().next(), Some("w-2: low to high"));
    /// assert_eq!(moves[1].parts[0].kind.as_str(), "reply");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn moves(
        &self,
        before: &Self,
        segments: &BTreeMap<String, String>,
        options: &RankOptions,
    ) -> Result<Vec<BandMove>, Error> {
        let ranks = [before, self].map(|scores| scores.ranks(segments, options));
        let points = |scores: &Self, person: &str| -> Option<Vec<(Kind, Points)>> {
            let parts = &scores.get(person)?.parts;
            Some(parts.iter().map(|part| (part.kind.clone(), part.contribution)).collect())
        };
        moves(ranks.each_ref(), |person| Some([points(before, person)?, points(self, person)?]))
    }
}

impl ScoreTable {
    /// What [`Scores::moves`] says of the same scores.
    ///
    /// # Errors
    ///
    /// Those of [`Ranks::moves`].
    pub fn moves(
        &self,
        before: &Self,
        segments: &BTreeMap<String, String>,
        options: &RankOptions,
    ) -> Result<Vec<BandMove>, Error> {
        let ranks = [before, self].map(|scores| scores.ranks(segments, options));
        let points = |table: &Self, person: &str| -> Option<Vec<(Kind, Points)>> {
            let place = table.find(person)?;
            let part = |kind: &String| Some((kind.parse().ok()?, table.part(place, kind)?));
            Some(table.kinds.iter().filter_map(part).collect())
        };
        moves(ranks.each_ref(), |person| Some([points(before, person)?, points(self, person)?]))
    }
}

/// The moves between two ranks, the earlier first; `parts` gives what kinds added to a person's score on both days.
fn moves(
    [before, now]: [&Ranks; 2],
    parts: impl Fn(&str) -> Option<[Vec<(Kind, Points)>; 2]>,
) -> Result<Vec<BandMove>, Error> {
    now.follows(before).map_err(|error| error.within("before"))?;
    let by_id =
        |ranks: &Ranks| -> BTreeSet<String> { ranks.people.iter().map(|rank| rank.person.clone()).collect() };
    let mut people = by_id(before);
    people.extend(by_id(now));
    let moved = people.into_iter().filter_map(|person| {
        let (old, new) = (before.get(&person), now.get(&person));
        let band = |rank: Option<&Rank>| rank.and_then(|rank| rank.band.clone());
        let (from, to) = (band(old), band(new));
        if from == to {
            return None;
        }
        let parts = parts(&person).map(changed).unwrap_or_default();
        let reasons = in_words(old, new, &parts);
        Some(BandMove {
            from,
            to,
            score_before: old.map(|rank| rank.score),
            score: new.map(|rank| rank.score),
            percentile_before: old.and_then(|rank| rank.percentile),
            percentile: new.and_then(|rank| rank.percentile),
            parts,
            reasons,
            person,
        })
    });
    Ok(moved.collect())
}

/// Each kind with what it added on both days.
fn changed([before, after]: [Vec<(Kind, Points)>; 2]) -> Vec<PartMove> {
    let mut kinds: BTreeMap<Kind, (Points, Points)> = BTreeMap::new();
    for (kind, points) in before {
        kinds.entry(kind).or_default().0 = points;
    }
    for (kind, points) in after {
        kinds.entry(kind).or_default().1 = points;
    }
    let there = kinds.into_iter().filter(|(_, (before, after))| *before != *after);
    let mut parts: Vec<_> = there.map(|(kind, (before, after))| PartMove { kind, before, after }).collect();
    // Kinds stand in their order already, which a stable sort keeps among equals.
    parts.sort_by_key(|part| std::cmp::Reverse(size(part)));
    parts
}

fn size(part: &PartMove) -> Points {
    part.after.minus(part.before).max(part.before.minus(part.after))
}

/// Why the band is another one: the scores, the segment, the kinds that moved the score most, and the others.
fn in_words(old: Option<&Rank>, new: Option<&Rank>, parts: &[PartMove]) -> Vec<Reason> {
    let points = |points: Points| Argument::Number { value: points.value(), digits: 1 };
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (None, Some(new)) => return vec![Reason::new("score-move-new").with("after", points(new.score))],
        (Some(old), None) => return vec![Reason::new("score-move-gone").with("before", points(old.score))],
        (None, None) => return Vec::new(),
    };
    let mut reasons =
        vec![Reason::new("score-move").with("before", points(old.score)).with("after", points(new.score))];
    if old.segment != new.segment {
        let name = |rank: &Rank| rank.segment.clone().unwrap_or_else(|| "-".to_owned());
        reasons.push(Reason::new("score-move-segment").with("from", name(old)).with("to", name(new)));
    }
    reasons.extend(parts.iter().take(SAID).map(|part| {
        let code = if part.after > part.before { "score-move-up" } else { "score-move-down" };
        Reason::new(code).with("kind", part.kind.as_str()).with("points", points(size(part)))
    }));
    match old.percentile.zip(new.percentile) {
        Some((before, after)) if old.segment == new.segment => {
            // Who fell and stands higher was overtaken by nobody: the others fell further.
            let others =
                (after > before && new.score <= old.score) || (after < before && new.score >= old.score);
            reasons.extend(others.then(|| Reason::new("score-move-others")));
        }
        None => reasons.push(Reason::new("score-move-segment-size")),
        Some(_) => {}
    }
    reasons
}

impl std::fmt::Display for BandMove {
    /// The bands, and the reasons below.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [from, to] = [&self.from, &self.to].map(|band| band.as_deref().unwrap_or("-"));
        write!(f, "{}: {from} to {to}", self.person)?;
        for reason in &self.reasons {
            write!(f, "\n  {reason}")?;
        }
        Ok(())
    }
}
