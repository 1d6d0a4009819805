//! Grades, job families and pay.

use chrono::{Datelike, NaiveDate};

use crate::random::Rng;
use crate::scenario::AS_OF;

/// A grade: its code, its rank, and the median of yearly base pay in thousand yen.
///
/// E.2 of the specification has 一般 at 3.8 million; here it is two rungs around that, so that 主任 is rank 3.
pub(crate) const LADDER: [(&str, i32, i64); 6] = [
    ("一般1級", 1, 3_600),
    ("一般2級", 2, 4_000),
    ("主任", 3, 4_600),
    ("係長", 4, 5_400),
    ("課長", 5, 6_600),
    ("部長", 6, 8_600),
];

/// Years on a rung before the next is open, and the probability per April from then on. From the second to the third it is
/// such that about 30 of 100 who stay are 主任 by the end of their sixth year.
const PROMOTION: [(i32, f64); 5] = [(2, 0.7), (1, 0.097), (3, 0.12), (3, 0.09), (5, 0.05)];

/// Job families: id and title.
pub(crate) const FAMILIES: [(&str, &str, f64); 5] = [
    ("engineer", "エンジニア", 40.0),
    ("consultant", "コンサルタント", 20.0),
    ("sales", "営業", 20.0),
    ("corporate", "管理部門", 12.0),
    ("support", "サポート", 8.0),
];

/// Departments are numbered.
pub(crate) const DEPARTMENTS: u64 = 12;

/// Whether somebody on `rung` since the April of `since` goes up in the April of `year`.
pub(crate) fn promoted(rng: &mut Rng, rung: usize, since: i32, year: i32) -> bool {
    PROMOTION.get(rung).is_some_and(|(wait, chance)| year - since >= *wait && rng.chance(*chance))
}

/// The range of a grade on `day`: 83 % to 117 % of the midpoint, which rises by 2.4 % a year.
pub(crate) fn range(rung: usize, day: NaiveDate) -> (i64, i64, i64) {
    let years = f64::from(AS_OF.year() - day.year());
    let midpoint = LADDER[rung].2 as f64 * 1_000.0 * libm::pow(1.024, -years);
    (rounded(midpoint * 0.83), rounded(midpoint), rounded(midpoint * 1.17))
}

/// Pay at `place` standard deviations (of 10 %) from the midpoint, with 1.2 % for each year on the rung.
pub(crate) fn pay(rung: usize, day: NaiveDate, place: f64, years_on_rung: i32) -> i64 {
    let (_, midpoint, _) = range(rung, day);
    rounded(midpoint as f64 * libm::exp(0.1 * place) * libm::pow(1.012, f64::from(years_on_rung)))
}

/// To whole twelve thousands: a round amount per month.
#[expect(clippy::cast_possible_truncation, reason = "yearly pay is far below 2^53")]
fn rounded(yen: f64) -> i64 {
    libm::round(yen / 12_000.0) as i64 * 12_000
}
