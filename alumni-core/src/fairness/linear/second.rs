//! The second reading of the rows: residuals, leverages, and variances that may differ.

use super::blocks::BLOCK;
use super::options::{Degrees, RegressionOptions, StandardErrors};
use super::regression::{Coefficient, Leverage, Regression};
use super::rows::Rows;
use super::triangle::Factor;
use super::{add_scaled, dot, student};
use crate::fairness::pay::count;

/// A row whose leverage is this close to 1 has no residual to learn from.
const FULL: f64 = 1.0 - 1e-10;

/// What the second reading of the rows adds up.
pub(super) struct Second {
    residual_squares: f64,
    leverage: Leverage,
    /// `Z' diag(weight * residual^2) Z`, the columns of its upper triangle.
    meat: Vec<Vec<f64>>,
    /// For each coefficient whether a row of leverage 1 takes part in it.
    alone: Vec<bool>,
    /// For each coefficient the moments of its variance estimate, where asked for.
    moments: Vec<Moments>,
}

/// The sums that give a quadratic form of residuals its mean and variance where variances are equal.
#[derive(Default)]
struct Moments {
    loading: Vec<f64>,
    mean: f64,
    squares: f64,
    /// `Z' D Z`, the columns of its upper triangle.
    form: Vec<Vec<f64>>,
}

fn upper(size: usize) -> Vec<Vec<f64>> {
    (0..size).map(|number| vec![0.0; number.saturating_add(1)]).collect()
}

impl Second {
    pub(super) fn new(data: &Rows<'_>, factor: &Factor, options: &RegressionOptions) -> Self {
        let rank = factor.rank();
        let (rows, columns) = (data.outcome.len() as f64, rank as f64);
        let loadings: Vec<_> = (0..rank).map(|number| factor.loading(number)).collect();
        let wanted = options.degrees == Degrees::Satterthwaite && options.errors != StandardErrors::Classical;
        let moments = |loading: &Vec<f64>| Moments {
            loading: loading.clone(),
            form: upper(rank),
            ..Moments::default()
        };
        let mut found = Self {
            residual_squares: 0.0,
            leverage: Leverage { highest: 0.0, row: 0, mean: columns / rows, above_twice_mean: 0, full: 0 },
            meat: upper(rank),
            alone: vec![false; rank],
            moments: if wanted { loadings.iter().map(moments).collect() } else { Vec::new() },
        };
        let (mut block, mut weighted) = (Vec::new(), Vec::new());
        for start in (0..data.outcome.len()).step_by(BLOCK) {
            data.read(start, &factor.kept, &mut block);
            factor.orthonormal(&mut block);
            let mut residuals = data.outcome_at(start).to_vec();
            let mut leverages = vec![0.0; residuals.len()];
            for (column, along) in block.iter().zip(&factor.along) {
                add_scaled(&mut residuals, -along, column);
                for (leverage, value) in leverages.iter_mut().zip(column) {
                    *leverage += value * value;
                }
            }
            found.residual_squares += dot(&residuals, &residuals);
            found.note(start, &leverages, &block, &loadings);
            if options.errors == StandardErrors::Classical {
                continue;
            }
            let weights: Vec<f64> =
                leverages.iter().map(|leverage| weight(options.errors, *leverage, rows, columns)).collect();
            let squares: Vec<f64> = residuals
                .iter()
                .zip(&weights)
                .map(|(residual, weight)| residual * residual * weight)
                .collect();
            add_form(&mut found.meat, &block, &squares, &mut weighted);
            for moments in &mut found.moments {
                moments.add(&block, &leverages, &weights, &mut weighted);
            }
        }
        found
    }

    fn note(&mut self, start: usize, leverages: &[f64], block: &[Vec<f64>], loadings: &[Vec<f64>]) {
        for (row, leverage) in leverages.iter().enumerate() {
            let report = &mut self.leverage;
            if *leverage > report.highest {
                (report.highest, report.row) = (leverage.min(1.0), count(start.saturating_add(row)));
            }
            if *leverage > 2.0 * report.mean {
                report.above_twice_mean = report.above_twice_mean.saturating_add(1);
            }
            if *leverage < FULL {
                continue;
            }
            report.full = report.full.saturating_add(1);
            for (alone, loading) in self.alone.iter_mut().zip(loadings) {
                let parts =
                    block.iter().zip(loading).filter_map(|(column, part)| Some(column.get(row)? * part));
                let moved: f64 = parts.sum();
                *alone |= moved.abs() > 1e-8 * libm::sqrt(dot(loading, loading));
            }
        }
    }

    pub(super) fn finished(
        self,
        data: &Rows<'_>,
        factor: &Factor,
        options: &RegressionOptions,
    ) -> Regression {
        let (rows, rank) = (data.outcome.len(), factor.rank());
        let residual_degrees = rows.saturating_sub(rank);
        let residual_variance =
            (residual_degrees > 0).then(|| self.residual_squares / residual_degrees as f64);
        let estimates = factor.coefficients();
        let coefficients =
            factor.kept.iter().zip(&estimates).enumerate().map(|(number, (column, estimate))| {
                let loading = factor.loading(number);
                let alone = self.alone.get(number).copied().unwrap_or_default();
                let variance =
                    residual_variance.filter(|_| !alone || options.errors == StandardErrors::Classical);
                let variance = variance.map(|variance| match options.errors {
                    StandardErrors::Classical => variance * dot(&loading, &loading),
                    StandardErrors::Hc1 => {
                        quadratic(&self.meat, &loading) * (rows as f64 / residual_degrees as f64)
                    }
                    _ => quadratic(&self.meat, &loading),
                });
                let degrees = match self.moments.get(number) {
                    Some(moments) => moments.degrees(),
                    None => Some(residual_degrees as f64),
                };
                coefficient(data.name(*column), *estimate, variance, degrees, options.confidence)
            });
        Regression {
            observations: count(rows),
            residual_degrees: count(residual_degrees),
            errors: options.errors,
            degrees: options.degrees,
            confidence: options.confidence,
            coefficients: coefficients.collect(),
            dropped: factor.dropped.iter().map(|number| data.name(*number)).collect(),
            r_squared: r_squared(data, self.residual_squares),
            residual_variance,
            leverage: self.leverage,
            input_hash: None,
        }
    }
}

impl Moments {
    fn add(&mut self, block: &[Vec<f64>], leverages: &[f64], weights: &[f64], weighted: &mut Vec<f64>) {
        let mut parts = vec![0.0; leverages.len()];
        for (column, part) in block.iter().zip(&self.loading) {
            add_scaled(&mut parts, *part, column);
        }
        for (part, weight) in parts.iter_mut().zip(weights) {
            *part = *part * *part * weight;
        }
        for (part, leverage) in parts.iter().zip(leverages) {
            self.mean += part * (1.0 - leverage);
            self.squares += part * part * (1.0 - 2.0 * leverage);
        }
        add_form(&mut self.form, block, &parts, weighted);
    }

    /// `2 E^2 / Var` of the variance estimate.
    fn degrees(&self) -> Option<f64> {
        let off: f64 =
            self.form.iter().filter_map(|column| column.split_last()).map(|(_, rest)| dot(rest, rest)).sum();
        let on: f64 = self.form.iter().filter_map(|column| column.last()).map(|value| value * value).sum();
        let spread = self.squares + on + 2.0 * off;
        Some(self.mean * self.mean / spread).filter(|degrees| degrees.is_finite() && *degrees > 0.0)
    }
}

/// What a row's squared residual is multiplied with; zero where there is none to learn from.
fn weight(errors: StandardErrors, leverage: f64, rows: f64, columns: f64) -> f64 {
    if leverage >= FULL {
        return 0.0;
    }
    let left = 1.0 - leverage;
    match errors {
        StandardErrors::Classical | StandardErrors::Hc0 | StandardErrors::Hc1 => 1.0,
        StandardErrors::Hc2 => 1.0 / left,
        StandardErrors::Hc3 => 1.0 / (left * left),
        StandardErrors::Hc4 => libm::pow(left, -(rows * leverage / columns).min(4.0)),
    }
}

/// `form += Z' diag(weights) Z`
fn add_form(form: &mut [Vec<f64>], block: &[Vec<f64>], weights: &[f64], weighted: &mut Vec<f64>) {
    for (column, entries) in block.iter().zip(form) {
        weighted.clear();
        weighted.extend(column.iter().zip(weights).map(|(value, weight)| value * weight));
        for (other, entry) in block.iter().zip(entries) {
            *entry += dot(other, weighted);
        }
    }
}

/// `v' form v` of a symmetric form given by the columns of its upper triangle.
fn quadratic(form: &[Vec<f64>], vector: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (column, right) in form.iter().zip(vector) {
        let Some((diagonal, rest)) = column.split_last() else { continue };
        let cross: f64 = rest.iter().zip(vector).map(|(entry, left)| entry * left).sum();
        sum += right * (2.0 * cross + diagonal * right);
    }
    sum.max(0.0)
}

fn coefficient(
    name: String,
    estimate: f64,
    variance: Option<f64>,
    degrees: Option<f64>,
    confidence: f64,
) -> Coefficient {
    let standard_error = variance.map(libm::sqrt).filter(|error| error.is_finite());
    let degrees = standard_error.and(degrees);
    let t =
        standard_error.filter(|error| *error > 0.0).map(|error| estimate / error).filter(|t| t.is_finite());
    let half =
        standard_error.zip(degrees).map(|(error, degrees)| error * student::critical(confidence, degrees));
    Coefficient {
        name,
        estimate,
        standard_error,
        degrees,
        t,
        p: t.zip(degrees).map(|(t, degrees)| student::two_sided(t, degrees)),
        lower: half.map(|half| estimate - half),
        upper: half.map(|half| estimate + half),
    }
}

fn r_squared(data: &Rows<'_>, residual_squares: f64) -> Option<f64> {
    let mean =
        if data.intercept { data.outcome.iter().sum::<f64>() / data.outcome.len() as f64 } else { 0.0 };
    let total: f64 = data.outcome.iter().map(|value| (value - mean) * (value - mean)).sum();
    let scale: f64 = dot(data.outcome, data.outcome);
    (total > 1e-20 * scale).then(|| (1.0 - residual_squares / total).clamp(0.0, 1.0))
}
