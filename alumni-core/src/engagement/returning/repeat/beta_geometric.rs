//! Acts at a gamma pace, and a beta chance to stop after each: BG/NBD and MBG/NBD.
//!
//! The models differ in one number: how many chances to stop there were beyond the repeats. It is 1 where the first act may be
//! the last (MBG/NBD), and 0 where it may not (BG/NBD).
//!
//! Source: P. Fader, B. Hardie, K. Lee, *"Counting your customers" the easy way*, Marketing Science 24 (2005); E. Batislam, M.
//! Denizel, A. Filiztekin, *Empirical validation and comparison of models for customer base analysis*, International Journal of
//! Research in Marketing 24 (2007).

use super::counts::History;
use super::fit::Jet;
use super::law::RepeatPrediction;
use crate::numerics::gamma::{digamma, trigamma};

/// `ln(Γ(r+x) α^r / Γ(r) · B(a, b+x+more) / B(a, b))`, which all of one frequency share.
fn shared(more: f64, [r, alpha, a, b]: [f64; 4], x: f64) -> Jet<4> {
    let stops = x + more;
    let (both, after, end) = (a + b, b + stops, a + b + stops);
    let value = libm::lgamma(r + x) - libm::lgamma(r)
        + r * libm::log(alpha)
        + libm::lgamma(both)
        + libm::lgamma(after)
        - libm::lgamma(b)
        - libm::lgamma(end);
    let of_a = digamma(both) - digamma(end);
    let of_aa = trigamma(both) - trigamma(end);
    Jet {
        value,
        slopes: [
            digamma(r + x) - digamma(r) + libm::log(alpha),
            r / alpha,
            of_a,
            of_a + digamma(after) - digamma(b),
        ],
        seconds: [
            [trigamma(r + x) - trigamma(r), 1.0 / alpha, 0.0, 0.0],
            [1.0 / alpha, -r / (alpha * alpha), 0.0, 0.0],
            [0.0, 0.0, of_aa, of_aa],
            [0.0, 0.0, of_aa, of_aa + trigamma(after) - trigamma(b)],
        ],
    }
}

/// Adds the logarithm of the likelihood of all; histories stand in the order of their frequencies.
pub(super) fn likelihood(more: f64, parameters: [f64; 4], groups: &[(History, f64)], jet: &mut Jet<4>) {
    let [r, alpha, a, b] = parameters;
    for same in groups.chunk_by(|one, other| one.0.frequency.total_cmp(&other.0.frequency).is_eq()) {
        let Some((History { frequency: x, .. }, _)) = same.first() else { continue };
        let people: f64 = same.iter().map(|(_, people)| people).sum();
        jet.add(people, &shared(more, parameters, *x));
        let stops = x + more;
        let power = r + x;
        // The chance to have stopped with the last act, over that to go on.
        let (odds, less) = if stops > 0.0 {
            (libm::log(a / (b + stops - 1.0)), 1.0 / (b + stops - 1.0))
        } else {
            (f64::NEG_INFINITY, 0.0)
        };
        for (history, people) in same {
            let (late, early) = (alpha + history.age, alpha + history.recency);
            let (log_late, log_early) = (libm::log(late), libm::log(early));
            let share = power * (log_late - log_early) + odds;
            // ln(e^u + e^v) with u for who is there still and v for who stopped with the last act.
            let stopped = 1.0 / (1.0 + libm::exp(-share));
            let there = 1.0 - stopped;
            let value = if share > 0.0 {
                odds - power * log_early + libm::log1p(libm::exp(-share))
            } else {
                -power * log_late + libm::log1p(libm::exp(share))
            };
            jet.value += people * value;
            let (by_late, by_early) = (1.0 / late, 1.0 / early);
            let slope_r = -there * log_late - stopped * log_early;
            let slope_alpha = -power * (there * by_late + stopped * by_early);
            let [to_r, to_alpha, to_a, to_b] = &mut jet.slopes;
            *to_r += people * slope_r;
            *to_alpha += people * slope_alpha;
            *to_a += people * stopped / a;
            *to_b -= people * stopped * less;
            // Differences of the slopes of v and u.
            let d_r = log_late - log_early;
            let d_alpha = power * (by_late - by_early);
            let (d_a, d_b) = (1.0 / a, -less);
            let mixed = people * there * stopped;
            let [row_r, row_alpha, row_a, row_b] = &mut jet.seconds;
            let differences = [d_r, d_alpha, d_a, d_b];
            for (row, own) in [&mut *row_r, row_alpha, row_a, row_b].into_iter().zip(differences) {
                for (cell, other) in row.iter_mut().zip(differences) {
                    *cell += mixed * own * other;
                }
            }
            let cross = -people * (there * by_late + stopped * by_early);
            let bend = people * power * (there * by_late * by_late + stopped * by_early * by_early);
            let [_, r_alpha, ..] = row_r;
            *r_alpha += cross;
            let [alpha_r, alpha_alpha, ..] = row_alpha;
            *alpha_r += cross;
            *alpha_alpha += bend;
            let [.., a_a, _] = row_a;
            *a_a -= people * stopped / (a * a);
            let [.., b_b] = row_b;
            *b_b += people * stopped * less * less;
        }
    }
}

pub(super) fn predict(
    more: f64,
    [r, alpha, a, b]: [f64; 4],
    history: History,
    horizon: f64,
) -> RepeatPrediction {
    let History { frequency: x, recency, age } = history;
    let stops = x + more;
    let power = r + x;
    let share = if stops > 0.0 {
        libm::log(a / (b + stops - 1.0)) + power * (libm::log(alpha + age) - libm::log(alpha + recency))
    } else {
        f64::NEG_INFINITY
    };
    let alive = 1.0 / (1.0 + libm::exp(share));
    // ((α+T)/(α+T+s))^(r+x), from the logarithm of one plus a little.
    let none = -power * libm::log1p(horizon / (alpha + age));
    let any = alive * -libm::expm1(none);
    let of = |a: f64| acts(power, a, b + stops, horizon / (alpha + age + horizon), none);
    // At a = 1 the formula is 0 over 0; beside it is smooth.
    let expected = if (a - 1.0).abs() < STEP {
        (4.0 * (of(1.0 - STEP) + of(1.0 + STEP)) - of(1.0 - 2.0 * STEP) - of(1.0 + 2.0 * STEP)) / 6.0
    } else {
        of(a)
    };
    RepeatPrediction { any, expected: if expected < 0.0 { 0.0 } else { alive * expected }, alive }
}

const STEP: f64 = 1e-3;

/// Acts of one who is there: `c/(a-1) · (1 - e^none · ₂F₁(power, b; c; z))` with `c = a + b - 1`.
fn acts(power: f64, a: f64, b: f64, z: f64, none: f64) -> f64 {
    let c = a + b - 1.0;
    // c times the series, term by term: the first is c itself, and c in the others cancels. It is cut where it adds nothing.
    let (mut sum, mut term, mut n, mut scale) = (c, power * b * z, 1.0, none);
    while n < MOST_TERMS && term.abs() > f64::EPSILON * 0.25 * sum.abs() {
        sum += term;
        term *= (power + n) * (b + n) * z / ((c + n) * (n + 1.0));
        n += 1.0;
        // With thousands of acts the series is beyond a float, and what it is multiplied by below one.
        if term > LARGE {
            sum /= LARGE;
            term /= LARGE;
            scale += libm::log(LARGE);
        }
    }
    (c - libm::exp(scale) * sum) / (a - 1.0)
}

const LARGE: f64 = 1e200;
const MOST_TERMS: f64 = 4e6;
