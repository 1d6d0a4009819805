//! From people to coefficients.

use super::super::matrix::dependent;
use super::super::newton::{Convergence, FitFailure, Local, Search, maximise};
use super::baseline::baseline;
use super::people::{Ordered, People};
use super::sweep::{separates, sweep};
use super::{CoxCoefficient, CoxFit, CoxOptions};
use crate::Error;
use crate::numerics::normal;

/// What is left of a column after those before it, as a share of it, where it says nothing new.
const SAME: f64 = 1e-10;
/// A coefficient of this many for a standard deviation is looked at twice.
const WILD: f64 = 6.0;

/// The columns in the order of time, row by row, each less its mean and over its standard deviation.
struct Table {
    columns: Vec<f64>,
    width: usize,
    /// Which columns they are, their means, and by what they were divided.
    kept: Vec<Kept>,
}

#[derive(Clone, Copy)]
struct Kept {
    number: usize,
    mean: f64,
    scale: f64,
}

impl Table {
    fn new(people: &People, ordered: &Ordered, kept: &[usize]) -> Self {
        let rows = ordered.rows.len();
        let width = WIDTHS.into_iter().find(|width| *width >= kept.len()).unwrap_or(kept.len());
        let mut table = Self { columns: vec![0.0; rows.saturating_mul(width)], width, kept: Vec::new() };
        for (place, number) in kept.iter().enumerate() {
            let Some(values) = people.covariates.get(*number) else { continue };
            let mean = values.iter().sum::<f64>() / rows as f64;
            let spread =
                values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / rows as f64;
            let scale = libm::sqrt(spread);
            let to = table.columns.iter_mut().skip(place).step_by(width);
            for (to, row) in to.zip(&ordered.rows) {
                let value = usize::try_from(*row).ok().and_then(|row| values.get(row));
                *to = value.map_or(0.0, |value| (value - mean) / scale);
            }
            table.kept.push(Kept { number: *number, mean, scale });
        }
        table
    }
}

/// Numbers of columns for which there is code of its own; a table of another number has columns of zeros at its end.
const WIDTHS: [usize; 15] = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 24, 32, 48, 64];

fn local(ordered: &Ordered, table: &Table, weights: &mut [f64], at: &[f64], options: &CoxOptions) -> Local {
    macro_rules! of_width {
        ($($width:literal)*) => {
            match table.width {
                $($width => sweep::<$width>(ordered, &table.columns, weights, at, options.ties),)*
                _ => Local { value: f64::NAN, gradient: Vec::new(), information: Vec::new() },
            }
        };
    }
    of_width!(1 2 3 4 5 6 7 8 10 12 16 24 32 48 64)
}

pub(super) fn fit(people: People, options: &CoxOptions) -> Result<CoxFit, Error> {
    people.check_end(options)?;
    let ordered = Ordered::new(&people);
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let ended = ordered.blocks.iter().map(|block| block.ended).sum();
    let mut found = CoxFit {
        options: options.clone(),
        people: number(people.times.len()),
        ended: number(ended),
        dropped: Vec::new(),
        convergence: Convergence {
            reached: false,
            steps: 0,
            decrement: 0.0,
            failure: Some(FitFailure::NothingToFit),
        },
        separated_by: Vec::new(),
        coefficients: Vec::new(),
        log_likelihood: None,
        log_likelihood_null: None,
        baseline: Vec::new(),
        watched_until: ordered.blocks.first().map(|block| block.time),
    };
    let name = |number: usize| options.covariates.get(number).cloned().unwrap_or_default();
    let varies = |values: &Vec<f64>| {
        values.first().is_some_and(|first| values.iter().any(|value| value.total_cmp(first).is_ne()))
    };
    let varying: Vec<usize> = (0..)
        .zip(&people.covariates)
        .filter(|(_, values)| varies(values))
        .map(|(number, _)| number)
        .collect();
    let mut weights = vec![0.0; people.times.len()];
    let mut table = Table::new(&people, &ordered, &varying);
    let mut kept = varying.clone();
    if ended > 0 && !kept.is_empty() {
        let start = local(&ordered, &table, &mut weights, &vec![0.0; kept.len()], options);
        let dropped = dependent(&start.information, kept.len(), SAME, SAME * ended as f64);
        if !dropped.is_empty() {
            kept = (0..)
                .zip(&varying)
                .filter(|(place, _)| !dropped.contains(place))
                .map(|(_, number)| *number)
                .collect();
            table = Table::new(&people, &ordered, &kept);
        }
        found.log_likelihood_null = Some(start.value);
    }
    found.dropped = (0..options.covariates.len()).filter(|number| !kept.contains(number)).map(name).collect();
    if ended == 0 || kept.is_empty() {
        found.log_likelihood_null = None;
        return Ok(found);
    }
    let search =
        maximise(vec![0.0; kept.len()], 4.0, 1e6, |at| local(&ordered, &table, &mut weights, at, options));
    found.convergence = search.convergence.clone();
    let separated = separated(&search, &ordered, &table);
    if !separated.is_empty() {
        found.separated_by = separated.into_iter().map(name).collect();
        found.convergence.reached = false;
        found.convergence.failure = Some(FitFailure::MonotoneLikelihood);
    }
    if !found.convergence.reached {
        found.log_likelihood_null = None;
        return Ok(found);
    }
    found.log_likelihood = Some(search.value);
    found.baseline = baseline(&ordered, &table.columns, table.width, &search.at, options.ties);
    found.coefficients = coefficients(&search, &table, options);
    Ok(found)
}

/// The columns by which whoever ends is told from all who could; none where the likelihood has a maximum.
fn separated(search: &Search, ordered: &Ordered, table: &Table) -> Vec<usize> {
    let wild = search.at.iter().any(|entry| entry.abs() > WILD);
    if search.convergence.reached && !wild {
        return Vec::new();
    }
    for direction in [&search.step, &search.at] {
        let largest = direction.iter().fold(0.0, |most: f64, entry| most.max(entry.abs()));
        // What has come to rest takes no part.
        let clear: Vec<f64> =
            direction.iter().map(|entry| if entry.abs() > 1e-3 * largest { *entry } else { 0.0 }).collect();
        if separates(ordered, &table.columns, table.width, &clear) {
            let parts = table.kept.iter().zip(&clear).filter(|(_, entry)| entry.abs() > 0.0);
            return parts.map(|(kept, _)| kept.number).collect();
        }
    }
    Vec::new()
}

fn coefficients(search: &Search, table: &Table, options: &CoxOptions) -> Vec<CoxCoefficient> {
    let z = normal::two_sided(options.confidence);
    let size = search.at.len();
    let variances = search.covariance.iter().flatten().step_by(size.saturating_add(1));
    let of = |((at, variance), kept): ((&f64, &f64), &Kept)| {
        let Kept { number, mean, scale } = *kept;
        let (coefficient, error) = (at / scale, libm::sqrt(*variance) / scale);
        CoxCoefficient {
            name: options.covariates.get(number).cloned().unwrap_or_default(),
            coefficient,
            standard_error: error,
            hazard_ratio: libm::exp(coefficient),
            lower: libm::exp(coefficient - z * error),
            upper: libm::exp(coefficient + z * error),
            p: (2.0 * normal::cumulative(-(coefficient / error).abs())).min(1.0),
            mean,
        }
    };
    search.at.iter().zip(variances).zip(&table.kept).map(of).collect()
}
