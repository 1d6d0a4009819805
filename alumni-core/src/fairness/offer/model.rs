//! The adjusted gap between returners and incumbents, and where one more returner would move it.

use super::WhyNoBound;
use super::people::{Candidate, OfferPeer};
use crate::Error;
use crate::fairness::design::Design;
use crate::fairness::linear::{Factor, Triangle};

/// A model of the logarithm of pay of everyone in the cohort, with a column for returners.
#[derive(Clone, Debug)]
pub(super) struct PayModel {
    design: Design,
    factor: Factor,
    /// Coefficients of the kept columns.
    coefficients: Vec<f64>,
    /// Which of them is the returners', and its loading. Absent while nobody has returned: the first who does decides it.
    returners: Option<(usize, Vec<f64>)>,
    /// Whether anybody has returned.
    anybody: bool,
    /// The lowest and the highest coefficient that the limit allows.
    limits: (f64, f64),
}

/// Where a candidate stands: the coefficient after an offer is `constant + slope * ln(pay)`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    constant: f64,
    slope: f64,
}

impl PayModel {
    /// Of people with their places in the document.
    pub(super) fn new<'a>(
        people: impl Iterator<Item = (usize, &'a OfferPeer)> + Clone,
        limit_percent: f64,
    ) -> Result<Self, Error> {
        let design = Design::new(people.clone().map(|(place, peer)| (place, &peer.factors)))?;
        let mut rows: Vec<_> = people
            .filter_map(|(_, peer)| Some((peer.returner, design.row(&peer.factors)?, peer.pay.minor())))
            .collect();
        // Floats add up to the same only in the same order.
        rows.sort_by(|a, b| {
            let row = a.1.iter().zip(&b.1).map(|(a, b)| a.total_cmp(b)).find(|order| order.is_ne());
            a.0.cmp(&b.0).then(row.unwrap_or(std::cmp::Ordering::Equal)).then(a.2.cmp(&b.2))
        });
        let width = design.columns().len();
        let mut block = vec![Vec::with_capacity(rows.len()); width.saturating_add(3)];
        for (returner, row, pay) in &rows {
            let ends = [f64::from(u8::from(*returner)), libm::log(*pay as f64)];
            for (column, value) in
                block.iter_mut().zip(std::iter::once(1.0).chain(row.iter().copied()).chain(ends))
            {
                column.push(value);
            }
        }
        let mut triangle = Triangle::new(block.len());
        triangle.absorb(&mut block);
        let factor = Factor::new(&triangle);
        let last = width.saturating_add(1);
        let returners = factor.kept.iter().position(|column| *column == last);
        let limit = limit_percent / 100.0;
        Ok(Self {
            coefficients: factor.coefficients(),
            returners: returners.map(|number| (number, factor.loading(number))),
            anybody: rows.iter().any(|(returner, ..)| *returner),
            limits: (libm::log1p(-limit), libm::log1p(limit)),
            design,
            factor,
        })
    }

    /// How the coefficient depends on the candidate's pay, by the formula of Sherman and Morrison for one more row.
    ///
    /// # Formula
    ///
    /// ```text
    /// d' = d + K (ln pay - x'b)        K = [(X'X)^-1 x]_d / (1 + x'(X'X)^-1 x)
    /// ```
    pub(super) fn line(&self, candidate: &Candidate) -> Result<Line, WhyNoBound> {
        let factors = self.design.row(&candidate.factors).ok_or(WhyNoBound::FactorsUnknown)?;
        let mut row = Vec::with_capacity(factors.len().saturating_add(2));
        row.push(1.0);
        row.extend(factors);
        row.push(1.0);
        let kept = self.factor.kept_values(&row);
        let predicted: f64 = kept.iter().zip(&self.coefficients).map(|(value, beta)| value * beta).sum();
        let Some((number, loading)) = &self.returners else {
            // Nobody has returned: the candidate's own distance from what incumbents' factors predict is the gap.
            let returner = row.len().saturating_sub(1);
            let alone = !self.anybody && self.factor.within(&row, Some(returner));
            return if alone && !self.coefficients.is_empty() {
                Ok(Line { constant: -predicted, slope: 1.0 })
            } else {
                Err(WhyNoBound::NotEstimable)
            };
        };
        if !self.factor.within(&row, None) {
            return Err(WhyNoBound::NotEstimable);
        }
        let along = self.factor.transposed_solve(&kept);
        let leverage: f64 = along.iter().map(|value| value * value).sum();
        let slope = loading.iter().zip(&along).map(|(a, b)| a * b).sum::<f64>() / (1.0 + leverage);
        let delta = self.coefficients.get(*number).copied().unwrap_or_default();
        Ok(Line { constant: delta - slope * predicted, slope })
    }

    /// The lowest and the highest pay in minor units that keep the limit.
    pub(super) fn bounds(&self, line: Line) -> Result<(Option<i128>, Option<i128>), WhyNoBound> {
        if line.slope.abs() < 1e-12 {
            return Err(WhyNoBound::NotEstimable);
        }
        let pay = |limit: f64| libm::exp((limit - line.constant) / line.slope);
        let (a, b) = (pay(self.limits.0), pay(self.limits.1));
        // A slope below zero turns the two round.
        let (low, high) = if a <= b { (a, b) } else { (b, a) };
        Ok((whole(libm::ceil(low)), whole(libm::floor(high))))
    }
}

impl Line {
    /// The adjusted difference after an offer, as a share.
    pub(super) fn difference(self, pay_minor: i64) -> Option<f64> {
        let difference = libm::expm1(self.constant + self.slope * libm::log(pay_minor as f64));
        (pay_minor > 0 && difference.is_finite()).then_some(difference)
    }
}

fn whole(value: f64) -> Option<i128> {
    #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^63")]
    (0.0..9.2e18).contains(&value).then_some(value as i128)
}
