use serde::{Deserialize, Serialize};

use crate::Error;

/// Whether those who did nothing are among the people whose shares are compared.
///
/// It changes every figure: of 1,899 people of whom 549 never wrote, the most active hundredth is 19 people or 14.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "they are counted or they are not")]
pub enum SilentMembers {
    /// Everybody given is compared, those with nothing too.
    Counted,
    /// Only those with more than nothing are compared.
    LeftOut,
}

impl SilentMembers {
    /// Both values, in the order of their numbers in C (0, 1).
    pub const ALL: [Self; 2] = [Self::Counted, Self::LeftOut];

    /// The stable name, as in JSON and in Python.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::LeftOut => "left_out",
        }
    }
}

/// How evenly something (messages, posts, contact) is spread over people.
///
/// # Formula
///
/// With the amounts `x` in rising order, `n` people: Gini `2 Σ i·x(i) / (n Σ x) - (n + 1)/n`, 0 where all do the same and
/// `(n - 1)/n` where one does everything.
///
/// # Source
///
/// C. Gini 1912; M. Lorenz 1905; CHAOSS, *Contributor Absence Factor* (also called bus factor).
///
/// # Example
///
/// ```
/// use alumni_core::engagement::{Inequality, SilentMembers};
///
/// // The worked example of CHAOSS: two of eight contributors made half of it.
/// let contributions = [1000.0, 202.0, 90.0, 33.0, 332.0, 343.0, 42.0, 433.0];
/// let spread = Inequality::of(&contributions, SilentMembers::Counted)?;
/// assert_eq!(spread.absence_factor, Some(2));
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Inequality {
    /// Whether the silent are among the people compared.
    pub silent_members: SilentMembers,
    /// How many people are compared.
    pub people: u64,
    /// How many were given whose amount is 0, compared or not.
    pub silent: u64,
    /// What all have together.
    pub total: f64,
    /// The Gini coefficient; absent where there is nobody or nothing.
    pub gini: Option<f64>,
    /// What the most active hundredth of the people has, at least one person.
    pub top_hundredth: Option<TopShare>,
    /// What the most active tenth of the people has, at least one person.
    pub top_tenth: Option<TopShare>,
    /// The absence factor: the fewest people who together have half of everything. Low means that it hangs on few.
    pub absence_factor: Option<u64>,
    /// The Lorenz curve from (0, 0) to (1, 1), the least active first: one step for each person, or for each hundredth of
    /// more than a hundred people. Empty where there is nobody or nothing.
    pub lorenz: Vec<LorenzPoint>,
}

/// What the most active people have.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TopShare {
    /// How many people these are: the part of all, rounded up.
    pub people: u64,
    /// Their share of everything.
    pub share: f64,
}

/// A point of a Lorenz curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LorenzPoint {
    /// This share of the people, the least active first,
    pub people: f64,
    /// has this share of everything.
    pub amount: f64,
}

const STEPS: usize = 100;

impl Inequality {
    /// Compares amounts, one for each person.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) at `amounts[i]` for one that is negative or no finite number, at
    /// `amounts` for a sum that is not.
    pub fn of(amounts: &[f64], silent_members: SilentMembers) -> Result<Self, Error> {
        if let Some(place) = amounts.iter().position(|amount| !(*amount >= 0.0 && amount.is_finite())) {
            let error = Error::out_of_range("expected an amount from 0 on");
            return Err(error.within(format!("amounts[{place}]")));
        }
        let active = amounts.iter().filter(|amount| **amount > 0.0).count();
        let counted = |amount: &f64| silent_members == SilentMembers::Counted || *amount > 0.0;
        let mut sorted: Vec<f64> = amounts.iter().copied().filter(counted).collect();
        // Sums in one order have the same bits however the people stood.
        sorted.sort_unstable_by(f64::total_cmp);
        // Of nobody the sum is 0, and not -0 as `sum` has it.
        let total = 0.0 + sorted.iter().sum::<f64>();
        if !total.is_finite() {
            return Err(Error::out_of_range("expected amounts with a finite sum").within("amounts"));
        }
        let mut found = Self {
            silent_members,
            people: number(sorted.len()),
            silent: number(amounts.len().saturating_sub(active)),
            total,
            gini: None,
            top_hundredth: None,
            top_tenth: None,
            absence_factor: None,
            lorenz: Vec::new(),
        };
        if total > 0.0 {
            found.gini = Some(gini(&sorted, total));
            found.top_hundredth = Some(top(&sorted, 100, total));
            found.top_tenth = Some(top(&sorted, 10, total));
            found.absence_factor = Some(absence_factor(&sorted, total));
            found.lorenz = lorenz(&sorted, total);
        }
        Ok(found)
    }
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn gini(sorted: &[f64], total: f64) -> f64 {
    let n = sorted.len() as f64;
    let (mut rank, mut weighted) = (0.0, 0.0);
    for amount in sorted {
        rank += 1.0;
        weighted += rank * (amount / total);
    }
    // All alike may be a hair below 0.
    (2.0 * weighted / n - (n + 1.0) / n).max(0.0)
}

fn top(sorted: &[f64], part: usize, total: f64) -> TopShare {
    let people = sorted.len().div_ceil(part);
    let amount: f64 = sorted.iter().rev().take(people).sum();
    TopShare { people: number(people), share: amount / total }
}

fn absence_factor(sorted: &[f64], total: f64) -> u64 {
    let mut sum = 0.0;
    let enough = sorted.iter().rev().position(|amount| {
        sum += amount;
        2.0 * sum >= total
    });
    number(enough.map_or(sorted.len(), |place| place.saturating_add(1)))
}

fn lorenz(sorted: &[f64], total: f64) -> Vec<LorenzPoint> {
    let n = sorted.len();
    let steps = n.min(STEPS);
    let mut points = vec![LorenzPoint { people: 0.0, amount: 0.0 }];
    let mut people = sorted.iter();
    let (mut sum, mut taken) = (0.0, 0_usize);
    for step in 1..=steps {
        // Where a step ends within a person, the curve is the straight line of that person.
        let end = step.saturating_mul(n);
        let whole = end.checked_div(steps).unwrap_or(n);
        while taken < whole {
            sum += people.next().copied().unwrap_or_default();
            taken = taken.saturating_add(1);
        }
        let part = end.checked_rem(steps).unwrap_or(0) as f64 / steps as f64;
        let next = people.as_slice().first().copied().unwrap_or_default();
        let share = if step == steps { 1.0 } else { (sum + part * next) / total };
        points.push(LorenzPoint { people: step as f64 / steps as f64, amount: share });
    }
    points
}
