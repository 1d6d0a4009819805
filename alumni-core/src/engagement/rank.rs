mod moves;
#[cfg(feature = "table")]
mod table;

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use moves::{BandMove, PartMove};

use super::{Points, ScoreTable, ScoreTotals, Scores};
use crate::{Error, Reason, document};

/// How people are ranked: the bands, and how many a segment needs.
///
/// A band holds the percentiles from its own `from` up to, and without, the next band's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Written")]
pub struct RankOptions {
    bands: Vec<RankBand>,
    minimum: u64,
}

/// A band of percentiles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "a name and where it begins")]
pub struct RankBand {
    /// Its name.
    pub name: String,
    /// The lowest percentile in it, from 0 to below 1.
    pub from: f64,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RankOptions"))]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    bands: Option<Vec<RankBand>>,
    #[serde(default)]
    minimum: Option<u64>,
}

/// Fewer have no percentiles worth telling.
const MINIMUM: u64 = 20;

impl Default for RankOptions {
    /// The lower half, the upper half and the top fifth, in segments of 20 or more.
    fn default() -> Self {
        let bands = [("lower-half", 0.0), ("upper-half", 0.5), ("top-fifth", 0.8)];
        let bands = bands.map(|(name, from)| RankBand { name: name.to_owned(), from });
        Self { bands: bands.into(), minimum: MINIMUM }
    }
}

impl RankOptions {
    /// Reads `{"bands": [{"name": …, "from": …}, …], "minimum": …}`; what is left out is as in the default.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with line and column; bands that do not begin at 0 or do not rise.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json::<Written>(text)?.try_into()
    }
}

impl TryFrom<Written> for RankOptions {
    type Error = Error;

    fn try_from(written: Written) -> Result<Self, Error> {
        let usual = Self::default();
        let made = Self {
            bands: written.bands.unwrap_or(usual.bands),
            minimum: written.minimum.unwrap_or(usual.minimum),
        };
        let mut last = None;
        for (index, band) in made.bands.iter().enumerate() {
            let place = |error: Error| error.within(format!("bands[{index}]"));
            if band.name.trim().is_empty() {
                return Err(place(Error::missing("expected a name that is not empty").within("name")));
            }
            let fits = match last {
                None => band.from == 0.0,
                Some(last) => last < band.from && band.from < 1.0,
            };
            if !fits {
                let message = "expected the first band from 0 and the others rising and below 1";
                return Err(place(Error::out_of_range(message).within("from")));
            }
            last = Some(band.from);
        }
        if made.bands.is_empty() {
            return Err(Error::missing("expected at least one band").within("bands"));
        }
        Ok(made)
    }
}

/// Where everybody stands within their segment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Ranks {
    /// The id of the model of the scores; like what follows absent for scores that came in as a table.
    #[serde(default)]
    pub model: Option<String>,
    /// The model's version.
    #[serde(default)]
    pub version: Option<u32>,
    /// The model's [hash](super::ScoreModel::hash).
    #[serde(default)]
    pub hash: Option<String>,
    /// The day as of which people were scored.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Everybody who was scored, in the order of their ids.
    pub people: Vec<Rank>,
    /// The segments, in the order of their names; those without a name first.
    pub segments: Vec<SegmentRanks>,
    /// What a reader should know.
    pub reasons: Vec<Reason>,
}

/// Where one person stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Rank {
    /// The person's id.
    pub person: String,
    /// The segment.
    pub segment: Option<String>,
    /// The score.
    pub score: Points,
    /// The share of the others in the segment with a lower score, those with the same one by half: from 0 to 1. `None` where
    /// the segment has too few people.
    pub percentile: Option<f64>,
    /// The band that the percentile lies in.
    pub band: Option<String>,
}

/// A segment and its size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SegmentRanks {
    /// Its name; `None` for those without one.
    pub segment: Option<String>,
    /// How many people were scored.
    pub people: u64,
    /// How many stand in each band, in the order of the bands; empty where there are too few people.
    pub bands: Vec<u64>,
}

impl Ranks {
    /// Reads the ranks' JSON document.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    /// Where `person` stands; `None` when they were not scored.
    #[must_use]
    pub fn get(&self, person: &str) -> Option<&Rank> {
        let place = self.people.binary_search_by(|rank| rank.person.as_str().cmp(person)).ok()?;
        self.people.get(place)
    }
}

impl Scores {
    /// Where everybody stands within their segment; whoever is in no segment is compared with the others who are in none.
    ///
    /// Only those who were scored are compared: somebody who has not agreed to scoring moves nobody's percentile.
    ///
    /// # Formula
    ///
    /// `percentile = (lower + (same - 1) / 2) / (n - 1)` of the `n` people of the segment, `same` with the person's score.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::{ActorType, Interaction, Permitted, RankOptions, ScoreModel};
    ///
    /// let mut events = Vec::new();
    /// for person in 0..30 {
    ///     let at = "2026-03-01T00:00:00Z".parse()?;
    ///     for reply in 0..person {
    ///         let id = format!("e-{person}-{reply}");
    ///         events.push(Interaction::new(id, at, "reply", format!("w-{person:02}"), ActorType::Alumnus)?);
    ///     }
    /// }
    /// let scores = ScoreModel::preset("alumni")?.score(&events, "2026-04-01".parse()?, Permitted::Everyone)?;
    /// let ranks = scores.ranks(&Default::default(), &RankOptions::default());
    /// let last = ranks.people.last().unwrap();
    /// assert_eq!((last.percentile, last.band.as_deref()), (Some(1.0), Some("top-fifth")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn ranks(&self, segments: &BTreeMap<String, String>, options: &RankOptions) -> Ranks {
        let people = self.people.iter().map(|score| {
            let segment = segments.get(&score.person).map(String::as_str);
            (score.person.as_str(), segment, score.score)
        });
        ranks(&people.collect::<Vec<_>>(), options).of(&self.model, self.version, &self.hash, self.as_of)
    }
}

impl ScoreTable {
    /// What [`Scores::ranks`] says of the same scores.
    #[must_use]
    pub fn ranks(&self, segments: &BTreeMap<String, String>, options: &RankOptions) -> Ranks {
        let found = of_columns(&self.people, &self.scores, segments, options);
        found.of(&self.model, self.version, &self.hash, self.as_of)
    }
}

impl ScoreTotals {
    /// What [`Scores::ranks`] says of the same scores.
    #[must_use]
    pub fn ranks(&self, segments: &BTreeMap<String, String>, options: &RankOptions) -> Ranks {
        let found = of_columns(&self.people, &self.scores, segments, options);
        found.of(&self.model, self.version, &self.hash, self.as_of)
    }
}

fn of_columns(
    people: &[String],
    scores: &[Points],
    segments: &BTreeMap<String, String>,
    options: &RankOptions,
) -> Ranks {
    let scored = people.iter().zip(scores);
    let scored = scored.map(|(person, score)| {
        let segment = segments.get(person).map(String::as_str);
        (person.as_str(), segment, *score)
    });
    ranks(&scored.collect::<Vec<_>>(), options)
}

impl Ranks {
    /// The same, with what the scores were computed by.
    fn of(self, model: &str, version: u32, hash: &str, as_of: NaiveDate) -> Self {
        let (model, hash) = (Some(model.to_owned()), Some(hash.to_owned()));
        Self { model, version: Some(version), hash, as_of: Some(as_of), ..self }
    }
}

/// Where each of the people, in the order of their ids, stands among those of the same segment.
fn ranks(scored: &[(&str, Option<&str>, Points)], options: &RankOptions) -> Ranks {
    let mut by_segment: BTreeMap<Option<&str>, Vec<Points>> = BTreeMap::new();
    for (_, segment, score) in scored {
        by_segment.entry(*segment).or_default().push(*score);
    }
    for scores in by_segment.values_mut() {
        scores.sort_unstable();
    }
    let enough = |people: usize| u64::try_from(people).is_ok_and(|people| people >= options.minimum.max(2));
    let people = scored.iter().map(|(person, segment, score)| {
        let others = by_segment.get(segment).map(Vec::as_slice).unwrap_or_default();
        let percentile = enough(others.len()).then(|| percentile(others, *score));
        let band = percentile.and_then(|percentile| options.band(percentile));
        Rank {
            person: (*person).to_owned(),
            segment: segment.map(str::to_owned),
            score: *score,
            percentile,
            band: band.and_then(|band| options.bands.get(band)).map(|band| band.name.clone()),
        }
    });
    let people = people.collect();
    let mut reasons = Vec::new();
    let segments = by_segment.iter().map(|(segment, scores)| {
        let count = u64::try_from(scores.len()).unwrap_or(u64::MAX);
        let mut bands = Vec::new();
        if enough(scores.len()) {
            bands.resize(options.bands.len(), 0_u64);
            for score in scores {
                let band = options.band(percentile(scores, *score));
                if let Some(band) = band.and_then(|band| bands.get_mut(band)) {
                    *band = band.saturating_add(1);
                }
            }
        } else {
            reasons.push(
                Reason::new("score-segment-too-small")
                    .with("segment", segment.unwrap_or("-"))
                    .with("count", count)
                    .with("minimum", options.minimum.max(2)),
            );
        }
        SegmentRanks { segment: segment.map(str::to_owned), people: count, bands }
    });
    let segments = segments.collect();
    Ranks { model: None, version: None, hash: None, as_of: None, people, segments, reasons }
}

#[cfg(feature = "table")]
impl Ranks {
    /// The ranks as a table that goes out: `person`, `segment`, `score`, `percentile` and `band`.
    ///
    /// # Errors
    ///
    /// None that ranks which exist can have.
    pub fn stream(&self) -> Result<crate::table::Stream, Error> {
        let people = self.people.iter();
        let record = crate::table::Record::new(self.people.len())
            .texts("person", people.clone().map(|rank| rank.person.as_str()))
            .texts_or_none("segment", people.clone().map(|rank| rank.segment.as_deref()))
            .numbers("score", people.clone().map(|rank| rank.score.value()).collect())
            .numbers_or_none("percentile", people.clone().map(|rank| rank.percentile))
            .texts_or_none("band", people.map(|rank| rank.band.as_deref()));
        Ok(crate::table::Stream::once(record, []))
    }
}

impl RankOptions {
    /// The names of the bands, from the lowest on.
    pub fn bands(&self) -> impl Iterator<Item = &str> {
        self.bands.iter().map(|band| band.name.as_str())
    }

    fn band(&self, percentile: f64) -> Option<usize> {
        self.bands.iter().rposition(|band| band.from <= percentile)
    }
}

/// The place of a score among those of a segment, in rising order, its own included.
fn percentile(scores: &[Points], score: Points) -> f64 {
    let lower = scores.partition_point(|other| *other < score);
    let same = scores.partition_point(|other| *other <= score).saturating_sub(lower);
    (lower as f64 + (same as f64 - 1.0) / 2.0) / (scores.len() as f64 - 1.0)
}

impl fmt::Display for Ranks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted =
            |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
        let people = counted(self.people.len(), "person", "people");
        write!(f, "{people} in {}", counted(self.segments.len(), "segment", "segments"))?;
        for segment in &self.segments {
            let bands: Vec<_> = segment.bands.iter().map(u64::to_string).collect();
            let name = segment.segment.as_deref().unwrap_or("-");
            if bands.is_empty() {
                write!(f, "\n{name}: {}", segment.people)?;
            } else {
                write!(f, "\n{name}: {} ({})", segment.people, bands.join(" / "))?;
            }
        }
        for reason in &self.reasons {
            write!(f, "\n{reason}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engagement::{ActorType, Interaction, Permitted, ScoreModel};

    fn ranks(replies: &[(&str, usize)], minimum: u64) -> Ranks {
        let mut events = Vec::new();
        for (person, count) in replies {
            for reply in 0..*count {
                let (id, at) = (format!("{person}-{reply}"), "2026-03-01T00:00:00Z".parse().unwrap());
                events.push(Interaction::new(id, at, "reply", *person, ActorType::Alumnus).unwrap());
            }
        }
        let model = ScoreModel::preset("alumni").unwrap();
        let scores = model.score(&events, "2026-04-01".parse().unwrap(), Permitted::Everyone).unwrap();
        scores
            .ranks(&BTreeMap::new(), &RankOptions::from_json(&format!("{{\"minimum\": {minimum}}}")).unwrap())
    }

    #[test]
    fn moves_are_those_whose_band_is_another_one() {
        let before = ranks(&[("a", 1), ("b", 2), ("c", 3), ("d", 4)], 2);
        let after = ranks(&[("a", 9), ("b", 2), ("c", 3), ("e", 1)], 2);
        let moves: Vec<_> =
            after.moves(&before).unwrap().into_iter().map(|one| (one.person, one.from, one.to)).collect();
        let band = |name: &str| Some(name.to_owned());
        let expected = [
            ("a", band("lower-half"), band("top-fifth")),
            ("d", band("top-fifth"), None),
            ("e", None, band("lower-half")),
        ];
        assert_eq!(moves, expected.map(|(person, from, to)| (person.to_owned(), from, to)));
        assert!(before.moves(&before).unwrap().is_empty());
        // A segment that has become too small has no bands.
        assert!(ranks(&[("a", 1)], 2).moves(&before).unwrap().iter().all(|one| one.to.is_none()));
    }

    #[test]
    fn ranks_of_another_model_and_of_a_later_day_are_no_past() {
        let at = |model: &str, day: &str| {
            let model = ScoreModel::preset(model).unwrap();
            let scores = model.score(&[], day.parse().unwrap(), Permitted::Everyone).unwrap();
            scores.ranks(&BTreeMap::new(), &RankOptions::default())
        };
        let (now, other) = (at("alumni", "2026-04-01"), at("case-modes", "2026-03-01"));
        let error = now.moves(&other).unwrap_err();
        assert_eq!((error.kind(), error.path()), (crate::ErrorKind::Inconsistent, "before"));
        assert!(error.message().contains("`alumni`") && error.message().contains("`case-modes`"), "{error}");
        let error = at("alumni", "2026-03-01").moves(&now).unwrap_err();
        assert!(error.message().contains("2026-04-01"), "{error}");
        assert!(now.moves(&at("alumni", "2026-04-01")).is_ok());
        // A document of before the model was in it still reads, and says nothing against it.
        let old = Ranks::from_json(r#"{"people": [], "segments": [], "reasons": []}"#).unwrap();
        assert!(now.moves(&old).is_ok() && old.moves(&now).is_ok());
        assert_eq!(old.to_string(), "0 people in 0 segments");
    }
}
