//! Acts at a gamma pace, and an end that may come at any time at another: Pareto/NBD.
//!
//! The chance to have stopped between the last act and now is an integral over the time of the end. It is taken as such, by
//! Gauss and Legendre over the logarithm of time and in logarithms throughout, so that three hundred acts are no different from
//! three.
//!
//! Source: D. Schmittlein, D. Morrison, R. Colombo, *Counting your customers*, Management Science 33 (1987); P. Fader, B. Hardie,
//! *A note on deriving the Pareto/NBD model*, 2005.

use super::counts::History;
use super::fit::Jet;
use super::law::RepeatPrediction;
use crate::numerics::gamma::{digamma, trigamma};
use crate::numerics::legendre::points;

/// Panels of the integral are at most this long on the scale of logarithms.
const PANEL: f64 = 4.0;
/// Where the integrand has fallen by this power of e there is nothing left of it.
const NOTHING: f64 = 45.0;

/// Calls `each` with the logarithms of the terms of `∫ (alpha + y)^-p (beta + y)^-q dy`, and with `y`.
fn integral(alpha: f64, beta: f64, p: f64, q: f64, from: f64, until: f64, mut each: impl FnMut(f64, f64)) {
    let least = alpha.min(beta);
    // y = (least + from) e^v - least.
    let all = libm::log1p((until - from) / (least + from));
    // How fast the integrand falls at least, for a unit of v at the start.
    let fall = p * (least + from) / (alpha + from) + q * (least + from) / (beta + from) - 1.0;
    let end = if fall > 0.0 { all.min(NOTHING / fall) } else { all };
    let mut start = 0.0;
    while start < end {
        let stop = (start + PANEL).min(end);
        for (v, weight) in points(start, stop) {
            let past = (least + from) * libm::exp(v);
            let y = past - least;
            let value = libm::log(weight * past) - p * libm::log(alpha + y) - q * libm::log(beta + y);
            each(value, y);
        }
        start = stop;
    }
}

/// Adds the logarithm of the likelihood of all.
pub(super) fn likelihood(parameters: [f64; 4], groups: &[(History, f64)], jet: &mut Jet<4>) {
    let [r, alpha, s, beta] = parameters;
    let mut nodes: Vec<(f64, f64)> = Vec::new();
    for same in groups.chunk_by(|one, other| one.0.frequency.total_cmp(&other.0.frequency).is_eq()) {
        let Some((History { frequency: x, .. }, _)) = same.first() else { continue };
        let people: f64 = same.iter().map(|(_, people)| people).sum();
        let value = libm::lgamma(r + x) - libm::lgamma(r) + r * libm::log(alpha) + s * libm::log(beta);
        jet.value += people * value;
        let [to_r, to_alpha, to_s, to_beta] = &mut jet.slopes;
        *to_r += people * (digamma(r + x) - digamma(r) + libm::log(alpha));
        *to_alpha += people * r / alpha;
        *to_s += people * libm::log(beta);
        *to_beta += people * s / beta;
        let shared = [
            [trigamma(r + x) - trigamma(r), 1.0 / alpha, 0.0, 0.0],
            [1.0 / alpha, -r / (alpha * alpha), 0.0, 0.0],
            [0.0, 0.0, 0.0, 1.0 / beta],
            [0.0, 0.0, 1.0 / beta, -s / (beta * beta)],
        ];
        for (to, from) in jet.seconds.iter_mut().flatten().zip(shared.iter().flatten()) {
            *to += people * from;
        }
        let p = r + x;
        for (history, people) in same {
            let there = power_terms(p, s, alpha, beta, history.age);
            nodes.clear();
            integral(alpha, beta, p, s + 1.0, history.recency, history.age, |value, y| {
                nodes.push((value, y))
            });
            let mut terms = Vec::with_capacity(2);
            terms.push(there);
            if !nodes.is_empty() {
                terms.push(stopped(&nodes, p, s, alpha, beta));
            }
            jet.add(*people, &Jet::of_sum(&terms));
        }
    }
}

/// `-p ln(alpha + y) - q ln(beta + y)`, where `p` grows with r and `q` with s.
fn power_terms(p: f64, q: f64, alpha: f64, beta: f64, y: f64) -> Jet<4> {
    let (a, b) = (alpha + y, beta + y);
    let (log_a, log_b) = (libm::log(a), libm::log(b));
    Jet {
        value: -p * log_a - q * log_b,
        slopes: [-log_a, -p / a, -log_b, -q / b],
        seconds: [
            [0.0, -1.0 / a, 0.0, 0.0],
            [-1.0 / a, p / (a * a), 0.0, 0.0],
            [0.0, 0.0, 0.0, -1.0 / b],
            [0.0, 0.0, -1.0 / b, q / (b * b)],
        ],
    }
}

/// `ln(s ∫ …)`: slopes of an integral are means of the slopes under it.
fn stopped(nodes: &[(f64, f64)], p: f64, s: f64, alpha: f64, beta: f64) -> Jet<4> {
    let most = nodes.iter().map(|(value, _)| *value).fold(f64::NEG_INFINITY, f64::max);
    let mut total = 0.0;
    let mut mean = Jet::<4>::NONE;
    for (value, y) in nodes {
        let weight = libm::exp(value - most);
        total += weight;
        let term = power_terms(p, s + 1.0, alpha, beta, *y);
        for ((to, seconds), slope) in mean.seconds.iter_mut().zip(&term.seconds).zip(&term.slopes) {
            for ((to, second), other) in to.iter_mut().zip(seconds).zip(&term.slopes) {
                *to += weight * (second + slope * other);
            }
        }
        for (to, slope) in mean.slopes.iter_mut().zip(&term.slopes) {
            *to += weight * slope;
        }
    }
    let slopes = mean.slopes.map(|slope| slope / total);
    for (to, slope) in mean.seconds.iter_mut().zip(&slopes) {
        for (to, other) in to.iter_mut().zip(&slopes) {
            *to = *to / total - slope * other;
        }
    }
    mean.slopes = slopes;
    mean.value = most + libm::log(total) + libm::log(s);
    let [_, _, by_s, _] = &mut mean.slopes;
    *by_s += 1.0 / s;
    let [_, _, row, _] = &mut mean.seconds;
    let [_, _, cell, _] = row;
    *cell -= 1.0 / (s * s);
    mean
}

fn log_integral(alpha: f64, beta: f64, p: f64, q: f64, from: f64, until: f64) -> f64 {
    let mut values = Vec::new();
    integral(alpha, beta, p, q, from, until, |value, _| values.push(value));
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY {
        return most;
    }
    most + libm::log(values.iter().map(|value| libm::exp(value - most)).sum())
}

pub(super) fn predict([r, alpha, s, beta]: [f64; 4], history: History, horizon: f64) -> RepeatPrediction {
    let History { frequency: x, recency, age } = history;
    let p = r + x;
    let there = -p * libm::log(alpha + age) - s * libm::log(beta + age);
    let stopped = libm::log(s) + log_integral(alpha, beta, p, s + 1.0, recency, age);
    let alive = 1.0 / (1.0 + libm::exp(stopped - there));
    // The first act of the horizon comes at a time at which the end has not come.
    let (late, end) = (alpha + age, beta + age);
    let first = log_integral(late, end, p + 1.0, s, 0.0, horizon);
    let any = (libm::log(p) + p * libm::log(late) + s * libm::log(end) + first).min(0.0);
    // (1 - (end/(end + horizon))^(s-1)) / (s - 1), which is a logarithm at s = 1.
    let log = libm::log1p(horizon / end);
    let stretch = s - 1.0;
    let span = if (stretch * log).abs() < 1e-8 {
        log * (1.0 - 0.5 * stretch * log)
    } else {
        -libm::expm1(-stretch * log) / stretch
    };
    RepeatPrediction { any: alive * libm::exp(any), expected: alive * p * end / late * span, alive }
}
