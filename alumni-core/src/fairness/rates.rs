//! Two or more rates by every named test and interval, and how many people a difference takes.

mod across;
mod pair;
mod planning;

use serde::{Deserialize, Serialize};

pub use across::{GroupEstimate, RatesTogether};
pub use pair::{DifferenceIntervals, OddsRatioIntervals, RatePair, RateTest, RateTests, RatioIntervals};
pub use planning::{PowerOfRates, PowerOfRatesQuestion};

use super::finding::Tally;
use super::input_hash;
use super::selection::checked;
use super::statistics::normal;
use super::statistics::{benjamini_hochberg, holm};
use crate::{Error, document};

/// How many of a group were considered, and how many of them were selected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RateCounts {
    /// The group's name, the caller's code.
    pub group: String,
    /// How many were considered.
    pub considered: u64,
    /// How many of those were selected.
    pub selected: u64,
}

/// Do the groups' rates differ, and which ones: by every test and interval that has a name.
///
/// [`selection`](super::selection) reads one set of figures, chosen for small groups, and says what they mean; this is for a reader who
/// has to show another one, such as the chi-square with Yates' correction that a court or an older report used. It gives no verdict.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::RateComparisonQuestion;
///
/// // Fleiss: smokers among patients of four hospitals.
/// let counts = [("1", 86, 83), ("2", 93, 90), ("3", 136, 129), ("4", 82, 70)];
/// let compared = RateComparisonQuestion::new(counts).answer()?;
/// let together = compared.together.unwrap();
/// assert_eq!(format!("{:.2} on {}", together.pearson.statistic, together.pearson.degrees_of_freedom), "12.60 on 3");
///
/// // 1 and 4, by the test with Yates' correction, adjusted for the six pairs by Holm.
/// let yates = compared.pairs[2].tests.unwrap().yates;
/// assert_eq!(format!("{:.3}, adjusted {:.3}", yates.p, yates.adjusted_p), "0.024, adjusted 0.119");
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RateComparisonQuestion {
    /// Two groups or more, at most 64; their order does not matter.
    pub groups: Vec<RateCounts>,
    /// The group that each other one is compared with; every pair is compared when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// How sure intervals are: from 0.5 to 0.999999; 0.95 when left out.
    #[serde(default = "confidence")]
    pub confidence: f64,
}

fn confidence() -> f64 {
    0.95
}

/// What two or more rates say about each other.
///
/// Groups stand in the order of their names, whatever order they came in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RateComparison {
    /// Each group's rate with its interval.
    pub groups: Vec<GroupEstimate>,
    /// All of them together.
    pub all: GroupEstimate,
    /// Whether the rates differ anywhere; absent where fewer than two groups have somebody considered.
    pub together: Option<RatesTogether>,
    /// Each group with the reference, or each with every later one.
    pub pairs: Vec<RatePair>,
    /// How many pairs have tests: the family over which each test's p-values are adjusted.
    pub comparisons: u64,
    /// A fingerprint of the question, whatever the order of its groups, in the canonical form of [`input_hash`](super::input_hash); every
    /// answer of this library has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_hash: Option<String>,
}

/// All pairs of them are 2,016.
const MOST: usize = 64;

impl RateComparisonQuestion {
    /// Every pair of the groups; each is its name, how many were considered, and how many of them selected.
    #[must_use]
    pub fn new<N: Into<String>>(groups: impl IntoIterator<Item = (N, u64, u64)>) -> Self {
        let counts = |(group, considered, selected): (N, u64, u64)| RateCounts {
            group: group.into(),
            considered,
            selected,
        };
        Self { groups: groups.into_iter().map(counts).collect(), reference: None, confidence: confidence() }
    }

    /// Compares each group with this one only.
    #[must_use]
    pub fn reference(mut self, group: impl Into<String>) -> Self {
        self.reference = Some(group.into());
        self
    }

    /// Sets how sure intervals are.
    #[must_use]
    pub fn confidence(mut self, confidence: f64) -> Self {
        self.confidence = confidence;
        self
    }

    /// Reads `{"groups": [{"group": …, "considered": …, "selected": …}, …]}`.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    /// Answers it.
    ///
    /// # Errors
    ///
    /// With the place (`groups[1].selected`), as [`Standard::selection`](super::Standard::selection);
    /// [`TooLarge`](crate::ErrorKind::TooLarge) for more than 64 groups too, [`OutOfRange`](crate::ErrorKind::OutOfRange) for such a
    /// confidence, [`UnknownName`](crate::ErrorKind::UnknownName) for a reference that is no group.
    ///
    /// Nobody considered, nobody selected and everybody selected are no errors: what cannot be formed is absent.
    pub fn answer(&self) -> Result<RateComparison, Error> {
        if self.groups.len() > MOST {
            return Err(Error::too_large("expected at most 64 groups").within("groups"));
        }
        let confidence = planning::within(self.confidence, 0.5, 0.999_999, "confidence")?;
        let groups = checked(self.groups.iter().map(|of| (of.group.as_str(), of.considered, of.selected)))?;
        let z = normal::two_sided(confidence);
        let mut pairs = Vec::new();
        for (first, second) in self.pairs(&groups)? {
            pairs.push(RatePair::new(first, second, confidence, z));
        }
        let sum = |of: fn(&Tally) -> u64| groups.iter().map(of).fold(0, u64::saturating_add);
        let all = Tally {
            group: String::new(),
            considered: sum(|group| group.considered),
            selected: sum(|group| group.selected),
        };
        let mut asked = self.clone();
        asked.groups.sort_by(|one, other| one.group.cmp(&other.group));
        Ok(RateComparison {
            input_hash: input_hash::of(&input_hash::canonical(&asked)),
            together: RatesTogether::new(&groups),
            comparisons: adjust(&mut pairs),
            groups: groups.iter().map(|group| GroupEstimate::new(group, confidence, z)).collect(),
            all: GroupEstimate::new(&all, confidence, z),
            pairs,
        })
    }

    fn pairs<'a>(&self, groups: &'a [Tally]) -> Result<Vec<(&'a Tally, &'a Tally)>, Error> {
        let Some(name) = &self.reference else {
            let later = |(place, first)| {
                groups.iter().skip(usize::saturating_add(place, 1)).map(move |second| (first, second))
            };
            return Ok(groups.iter().enumerate().flat_map(later).collect());
        };
        let Some(reference) = groups.iter().find(|group| group.group == *name) else {
            let message = format!("expected the name of a group, got `{name}`");
            return Err(Error::unknown_name(message).within("reference"));
        };
        let others = groups.iter().filter(|group| group.group != *name);
        Ok(others.map(|group| (group, reference)).collect())
    }
}

/// Adjusts the p-values of each test for how many pairs there are, and returns that number.
fn adjust(pairs: &mut [RatePair]) -> u64 {
    let mut tested: Vec<&mut RateTests> = pairs.iter_mut().filter_map(|pair| pair.tests.as_mut()).collect();
    for test in RateTests::EACH {
        let p: Vec<f64> = tested.iter_mut().map(|tests| test(tests).p).collect();
        let adjusted = holm::adjust(&p).into_iter().zip(benjamini_hochberg::adjust(&p));
        for (tests, (adjusted, discovery)) in tested.iter_mut().zip(adjusted) {
            let test = test(tests);
            (test.adjusted_p, test.discovery_p) = (adjusted, discovery);
        }
    }
    u64::try_from(tested.len()).unwrap_or(u64::MAX)
}
