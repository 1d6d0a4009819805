//! What a search over thresholds says.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::super::finding::Tally;
use super::super::sentence::joined;
use super::super::statistics::holm;
use super::super::verdict::{number, probability};
use super::super::{Reference, Standard};
use super::count::Counted;
use super::point::{ThresholdComparison, ThresholdPoint, comparisons};
use super::{Inference, Side, ThresholdOptions, front};
use crate::Error;
use crate::text::{Argument, Lang, Reason};

/// Who would be eligible at each threshold, how the groups compare there, and which thresholds no other one beats.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ThresholdReport {
    /// The standard they were compared by.
    pub standard: Standard,
    /// What was searched, with the thresholds in rising order.
    pub options: ThresholdOptions,
    /// How many rows the table has.
    pub rows: u64,
    /// Every group that is shown, by name, over all rows.
    pub groups: Vec<ThresholdGroup>,
    /// Groups with fewer people than the standard's minimum cell: they take part in nothing, not even in sums.
    pub withheld: Vec<String>,
    /// How many people belong to a group that is not known.
    pub unknown_group: u64,
    /// The thresholds in rising order. With [`Split`](Inference::Split) their counts are those of the half that was searched.
    pub points: Vec<ThresholdPoint>,
    /// How many tests there are: the family over which `adjusted_p` is adjusted.
    pub comparisons: u64,
    /// What is to be known about the search as a whole.
    pub reasons: Vec<Reason>,
    /// SHA-256 of the standard, the options and the counts that were used, in hexadecimal; independent of the order of rows
    /// unless they were divided.
    pub input_hash: String,
}

/// A group of a search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ThresholdGroup {
    /// The group's name, the caller's code.
    pub group: String,
    /// How many of it have a fact.
    pub considered: u64,
    /// How many of it do not: they are eligible at no threshold, and not counted in any rate.
    pub unknown: u64,
}

const MOST_GROUPS: usize = 10_000;

/// How many of a half pass the threshold at `place`, those with a fact, and those without.
fn sums(counts: &[u64], place: usize) -> (u64, u64, u64) {
    let (known, unknown) = counts.split_at_checked(counts.len().saturating_sub(1)).unwrap_or((counts, &[]));
    let sum = |counts: &[u64]| counts.iter().copied().fold(0, u64::saturating_add);
    (sum(known.get(place..).unwrap_or_default()), sum(known), sum(unknown))
}

pub(super) fn report(
    standard: &Standard,
    options: &ThresholdOptions,
    mut counted: Counted,
) -> Result<ThresholdReport, Error> {
    let nameless = counted.groups.remove(&None).unwrap_or_default();
    let mut named: Vec<(String, [Vec<u64>; 2])> =
        counted.groups.into_iter().filter_map(|(name, counts)| Some((name?, counts))).collect();
    if named.len() > MOST_GROUPS {
        return Err(Error::too_large("expected at most 10000 groups").within(options.attribute.as_str()));
    }
    let of = |counts: &[Vec<u64>; 2]| {
        let [searched, held] = counts.each_ref().map(|counts| sums(counts, 0));
        (searched.1.saturating_add(held.1), searched.2.saturating_add(held.2))
    };
    if let Reference::Group(name) = standard.reference()
        && !named.iter().any(|(group, _)| group == name)
    {
        let error = Error::unknown_name(format!("expected the name of a group, got `{name}`"));
        return Err(error.within("reference"));
    }
    let mut withheld = Vec::new();
    named.retain(|(name, counts)| {
        let is_shown = of(counts).0 >= standard.minimum_cell();
        if !is_shown {
            withheld.push(name.clone());
        }
        is_shown
    });
    let group = |(name, counts): &(String, [Vec<u64>; 2])| {
        let (considered, unknown) = of(counts);
        ThresholdGroup { group: name.clone(), considered, unknown }
    };
    let groups: Vec<ThresholdGroup> = named.iter().map(group).collect();

    // Thresholds rise: of those that a fact is at least, the lowest are passed first; of those it is at most, the highest.
    let last = counted.thresholds.len();
    let needed = |place: usize| match options.side {
        Side::AtLeast => place.saturating_add(1),
        Side::AtMost => last.saturating_sub(place),
    };
    let tallies = |half: usize, needed: usize| -> Vec<Tally> {
        let tally = |(name, counts): &(String, [Vec<u64>; 2])| {
            let (selected, considered, _) =
                counts.get(half).map(|counts| sums(counts, needed)).unwrap_or_default();
            Tally { group: name.clone(), considered, selected }
        };
        named.iter().map(tally).collect()
    };
    let mut points: Vec<ThresholdPoint> = (0..)
        .zip(&counted.thresholds)
        .map(|(place, threshold)| {
            let shown = tallies(0, needed(place));
            let [nameless, _] = nameless.each_ref().map(|counts| sums(counts, needed(place)).0);
            let eligible = shown.iter().fold(nameless, |sum, tally| sum.saturating_add(tally.selected));
            ThresholdPoint::new(standard, *threshold, eligible, &shown)
        })
        .collect();
    front::mark(&mut points);
    if options.inference != Inference::Holm {
        for (place, point) in (0..).zip(&mut points) {
            let held = || comparisons(standard, &tallies(1, needed(place)));
            point.comparisons = if point.on_front { held() } else { Vec::new() };
        }
    }
    let tests = adjust(&mut points);
    let mut options = options.clone();
    options.thresholds = counted.thresholds;
    let unknown_group = of(&nameless);
    Ok(ThresholdReport {
        reasons: reasons(standard, &options, tests, &withheld),
        input_hash: hash(standard, &options, &named, &nameless, &withheld),
        standard: standard.clone(),
        options,
        rows: counted.rows,
        groups,
        withheld,
        unknown_group: unknown_group.0.saturating_add(unknown_group.1),
        points,
        comparisons: tests,
    })
}

/// Adjusts every p-value for how many there are, and returns that number.
fn adjust(points: &mut [ThresholdPoint]) -> u64 {
    let p: Vec<f64> = points
        .iter()
        .flat_map(|point| &point.comparisons)
        .filter_map(|comparison| comparison.mid_p)
        .collect();
    let tested = points.iter_mut().flat_map(|point| &mut point.comparisons);
    let tested = tested.filter(|comparison| comparison.mid_p.is_some());
    for (comparison, adjusted) in tested.zip(holm::adjust(&p)) {
        comparison.adjusted_p = Some(adjusted);
    }
    u64::try_from(p.len()).unwrap_or(u64::MAX)
}

fn reasons(standard: &Standard, options: &ThresholdOptions, tests: u64, withheld: &[String]) -> Vec<Reason> {
    let code = match options.inference {
        Inference::Holm => "thresholds-tests",
        Inference::Split { .. } => "thresholds-tests-held-out",
    };
    let mut reasons = vec![Reason::new(code).with("tests", tests)];
    if !withheld.is_empty() {
        let groups = withheld.iter().map(String::as_str).collect::<Argument>();
        reasons.push(
            Reason::new("selection-groups-withheld")
                .with("groups", groups)
                .with("minimum", standard.minimum_cell()),
        );
    }
    reasons
}

/// Withheld groups enter by name only: a hash of a small count gives the count away.
fn hash(
    standard: &Standard,
    options: &ThresholdOptions,
    shown: &[(String, [Vec<u64>; 2])],
    nameless: &[Vec<u64>; 2],
    withheld: &[String],
) -> String {
    // Text, whole numbers and finite floats: there is nothing that cannot be written.
    let input = serde_json::to_string(&(standard, options, shown, nameless, withheld)).unwrap_or_default();
    crate::document::sha256([input])
}

impl ThresholdPoint {
    /// The smallest adjusted p-value of its comparisons.
    #[must_use]
    pub fn least_p(&self) -> Option<f64> {
        let least = |a: f64, b: f64| if b < a { b } else { a };
        self.comparisons.iter().filter_map(|ThresholdComparison { adjusted_p, .. }| *adjusted_p).reduce(least)
    }

    fn text(&self, report: &ThresholdReport, lang: Lang) -> String {
        let code = match (report.options.side, self.lowest_ratio) {
            (Side::AtLeast, Some(_)) => "threshold-at-least",
            (Side::AtMost, Some(_)) => "threshold-at-most",
            (Side::AtLeast, None) => "threshold-at-least-none",
            (Side::AtMost, None) => "threshold-at-most-none",
        };
        let mut first = Reason::new(code)
            .with("fact", report.options.fact.as_str())
            .with("threshold", self.threshold.to_string().as_str())
            .with("eligible", self.eligible);
        if let (Some(ratio), Some(group)) = (self.lowest_ratio, &self.lowest_group) {
            first = first.with("ratio", number(ratio)).with("group", group.as_str());
        }
        let mut parts = vec![first];
        if self.below_threshold == Some(true) {
            parts.push(
                Reason::new("threshold-below").with("line", number(report.standard.threshold().value())),
            );
        }
        if let Some(p) = self.least_p() {
            parts.push(match p {
                0.001.. => Reason::new("threshold-chance").with("p", probability(p)),
                _ => Reason::new("threshold-chance-rare"),
            });
        }
        if self.on_front {
            parts.push(Reason::new("threshold-front"));
        }
        joined(parts.iter().map(|part| part.text(lang)).collect(), lang)
    }
}

impl ThresholdReport {
    /// The thresholds on the front.
    pub fn front(&self) -> impl Iterator<Item = &ThresholdPoint> {
        self.points.iter().filter(|point| point.on_front)
    }

    /// A line for each threshold, and what is to be known about them all.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let points = self.points.iter().map(|point| point.text(self, lang));
        let mut closing: Vec<_> = self.reasons.iter().map(|reason| reason.text(lang)).collect();
        closing.push(Reason::new("selection-screening").text(lang));
        points.chain([joined(closing, lang)]).collect::<Vec<_>>().join("\n")
    }
}

impl fmt::Display for ThresholdReport {
    /// The English sentences.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}
