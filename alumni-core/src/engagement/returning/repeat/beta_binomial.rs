//! Yes or no at each opportunity, with a beta chance, and a beta chance to stop before each: BG/BB.
//!
//! Source: P. Fader, B. Hardie, J. Shang, *Customer-base analysis in a discrete-time noncontractual setting*, Marketing Science 29
//! (2010).

use super::counts::History;
use super::fit::Jet;
use super::law::RepeatPrediction;
use crate::Error;
use crate::numerics::gamma::{digamma, trigamma};

const MOST: f64 = 10_000.0;

pub(super) fn check(history: History) -> Result<(), Error> {
    let whole = |value: f64| value.fract().abs() <= 0.0;
    let bad =
        |name: &str, expected: &str| Err(Error::out_of_range(format!("expected {expected}")).within(name));
    if !whole(history.recency) || history.frequency > history.recency {
        return bad("recency", "the number of the last opportunity taken, not below the frequency");
    }
    if !whole(history.age) || history.age > MOST {
        return bad("age", "a whole number of opportunities, at most 10000");
    }
    Ok(())
}

pub(super) fn check_horizon(horizon: f64) -> Result<(), Error> {
    if horizon.fract().abs() <= 0.0 && horizon <= MOST {
        return Ok(());
    }
    Err(Error::out_of_range("expected a whole number of opportunities, at most 10000").within("horizon"))
}

fn log_beta(a: f64, b: f64) -> f64 {
    libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b)
}

/// `ln(B(a + up, b + down) / B(a, b))` with slopes in a and b and second derivatives in aa, ab and bb.
fn quotient(a: f64, b: f64, up: f64, down: f64) -> (f64, [f64; 2], [f64; 3]) {
    let (sum, end) = (a + b, a + b + up + down);
    let value = log_beta(a + up, b + down) - log_beta(a, b);
    let both = digamma(sum) - digamma(end);
    let seconds = trigamma(sum) - trigamma(end);
    (
        value,
        [digamma(a + up) - digamma(a) + both, digamma(b + down) - digamma(b) + both],
        [trigamma(a + up) - trigamma(a) + seconds, seconds, trigamma(b + down) - trigamma(b) + seconds],
    )
}

/// `active` taken of `seen` opportunities while there; there for `until`, and stopped after that where `ended`.
fn term([alpha, beta, gamma, delta]: [f64; 4], taken: f64, missed: f64, ended: f64, until: f64) -> Jet<4> {
    let (act, [act_a, act_b], [act_aa, act_ab, act_bb]) = quotient(alpha, beta, taken, missed);
    let (stop, [stop_c, stop_d], [stop_cc, stop_cd, stop_dd]) = quotient(gamma, delta, ended, until);
    Jet {
        value: act + stop,
        slopes: [act_a, act_b, stop_c, stop_d],
        seconds: [
            [act_aa, act_ab, 0.0, 0.0],
            [act_ab, act_bb, 0.0, 0.0],
            [0.0, 0.0, stop_cc, stop_cd],
            [0.0, 0.0, stop_cd, stop_dd],
        ],
    }
}

fn of_one(parameters: [f64; 4], history: History) -> (Jet<4>, f64) {
    let History { frequency: x, recency, age } = history;
    let there = term(parameters, x, age - x, 0.0, age);
    let mut terms = vec![there];
    let mut i = 0.0;
    while recency + i < age {
        terms.push(term(parameters, x, recency - x + i, 1.0, recency + i));
        i += 1.0;
    }
    let all = Jet::of_sum(&terms);
    let alive = libm::exp(there.value - all.value);
    (all, alive)
}

pub(super) fn likelihood(parameters: [f64; 4], groups: &[(History, f64)], jet: &mut Jet<4>) {
    for (history, people) in groups {
        jet.add(*people, &of_one(parameters, *history).0);
    }
}

pub(super) fn predict(parameters: [f64; 4], history: History, horizon: f64) -> RepeatPrediction {
    let [alpha, beta, gamma, delta] = parameters;
    let History { frequency: x, age, .. } = history;
    let (all, alive) = of_one(parameters, history);
    let (taken, missed) = (alpha + x, beta + age - x);
    let scale = -log_beta(alpha, beta) - log_beta(gamma, delta) - all.value;
    let (mut any, mut expected, mut next) = (0.0, 0.0, 1.0);
    while next <= horizon {
        let there = log_beta(gamma, delta + age + next) + scale;
        // The first one taken is the next, after so many missed.
        any += libm::exp(there + log_beta(taken + 1.0, missed + next - 1.0));
        expected += libm::exp(there + log_beta(taken + 1.0, missed));
        next += 1.0;
    }
    RepeatPrediction { any: any.min(1.0), expected, alive: alive.min(1.0) }
}
