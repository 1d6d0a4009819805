//! What changes the weights: what the score is for, and how long somebody was with the company.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{KindWeight, LARGEST_WEIGHT, ScoreModel};
use crate::Error;
use crate::engagement::Kind;

/// What one purpose multiplies the weights by.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PurposeFactors {
    /// What the score is for, such as `referral`.
    pub purpose: String,
    /// The factor of each kind, 0 to 1,000; a kind that is not named keeps its weight.
    pub kinds: BTreeMap<Kind, f64>,
    /// Where the factors come from.
    pub source: Option<String>,
}

/// What every weight is multiplied by from so many completed years of tenure, up to where the next band begins.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TenureBand {
    /// The fewest completed years.
    pub from_years: u32,
    /// The factor, 0 to 1,000.
    pub factor: f64,
    /// Where the factor comes from.
    pub source: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "PurposeFactors"))]
#[serde(deny_unknown_fields)]
pub(super) struct Purpose {
    purpose: String,
    kinds: BTreeMap<String, f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TenureBand"))]
#[serde(deny_unknown_fields)]
pub(super) struct Band {
    from_years: u32,
    factor: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

const LARGEST_FACTOR: f64 = 1_000.0;
const MOST_PURPOSES: usize = 100;
const MOST_BANDS: usize = 100;

impl ScoreModel {
    /// What the model has factors for, in the document's order.
    #[must_use]
    pub fn purposes(&self) -> &[PurposeFactors] {
        &self.purposes
    }

    /// The bands of tenure, rising.
    #[must_use]
    pub fn tenure(&self) -> &[TenureBand] {
        &self.tenure
    }

    /// What the weights are multiplied by for somebody with so many completed years of tenure; 1 below the first band.
    #[must_use]
    pub fn tenure_factor(&self, years: u32) -> f64 {
        self.band(years).map_or(1.0, |band| band.factor)
    }

    /// The model for one purpose: its weights multiplied, without purposes. Its id says so, `our-network/referral`.
    ///
    /// That purpose is what the score is *for*. Whether somebody may be scored is asked with
    /// [`Permitted`](crate::engagement::Permitted).
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a purpose that the model has no factors for.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::ScoreModel;
    ///
    /// let model = ScoreModel::parse(
    ///     r#"
    ///     id = "our-network"
    ///     version = 1
    ///     title = "Our network"
    ///     source = "steering group"
    ///     half_life_days = 180
    ///     kinds = [{ kind = "introduction", weight = 4 }, { kind = "reply", weight = 3 }]
    ///     purposes = [{ purpose = "referral", kinds = { introduction = 2.5 } }]
    ///     tenure = [{ from_years = 5, factor = 1.5 }]
    ///     "#,
    /// )?;
    /// let referral = model.for_purpose("referral")?;
    /// assert_eq!((referral.id(), referral.kinds()[0].weight), ("our-network/referral", 10.0));
    /// let veterans = referral.for_tenure(7);
    /// assert_eq!((veterans.id(), veterans.kinds()[1].weight), ("our-network/referral/tenure-5", 4.5));
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn for_purpose(&self, purpose: &str) -> Result<Self, Error> {
        let found = self.purposes.iter().find(|factors| factors.purpose == purpose).ok_or_else(|| {
            let names: Vec<_> = self.purposes.iter().map(|factors| factors.purpose.as_str()).collect();
            let names = if names.is_empty() { "no purpose".to_owned() } else { names.join(", ") };
            Error::unknown_name(format!("expected one of the model's purposes ({names}), got `{purpose}`"))
                .within("purpose")
        })?;
        let mut model = self.clone();
        for kind in &mut model.kinds {
            kind.weight *= found.factor(&kind.kind);
        }
        model.purposes = Vec::new();
        model.say(purpose, found.source.as_deref());
        Ok(model)
    }

    /// The model for people with so many completed years of tenure: every weight multiplied by their band's factor, without
    /// bands or purposes, so a purpose is asked for first. Its id names where the band begins, `our-network/tenure-5`.
    ///
    /// A model without bands stays as it is. [`score_by_tenure`](Self::score_by_tenure) scores everybody with their own factor.
    #[must_use]
    pub fn for_tenure(&self, years: u32) -> Self {
        let mut model = self.clone();
        if self.tenure.is_empty() {
            return model;
        }
        let (band, factor) = (self.band(years), self.tenure_factor(years));
        for kind in &mut model.kinds {
            kind.weight *= factor;
        }
        (model.purposes, model.tenure) = (Vec::new(), Vec::new());
        let from = band.map_or(0, |band| band.from_years);
        model.say(&format!("tenure-{from}"), band.and_then(|band| band.source.as_deref()));
        model
    }

    fn band(&self, years: u32) -> Option<&TenureBand> {
        self.tenure.iter().rev().find(|band| band.from_years <= years)
    }

    fn say(&mut self, what: &str, source: Option<&str>) {
        self.id = format!("{}/{what}", self.id);
        if let Some(source) = source {
            self.source = format!("{}; {what}: {source}", self.source);
        }
    }
}

impl PurposeFactors {
    fn factor(&self, kind: &Kind) -> f64 {
        self.kinds.get(kind).copied().unwrap_or(1.0)
    }
}

/// Every purpose once, with factors of kinds that the model knows.
pub(super) fn purposes(given: Vec<Purpose>, kinds: &[KindWeight]) -> Result<Vec<PurposeFactors>, Error> {
    if given.len() > MOST_PURPOSES {
        let message = format!("expected at most {MOST_PURPOSES} purposes");
        return Err(Error::too_large(message).within("purposes"));
    }
    let mut seen = BTreeSet::new();
    let checked = given.into_iter().enumerate().map(|(index, entry)| {
        let name = entry.purpose.clone();
        let factors = entry.checked(kinds).and_then(|factors| match seen.insert(name) {
            true => Ok(factors),
            false => {
                let message = format!("expected each purpose once, got `{}` again", factors.purpose);
                Err(Error::duplicate(message).within("purpose"))
            }
        });
        factors.map_err(|error| error.within(format!("purposes[{index}]")))
    });
    checked.collect()
}

impl Purpose {
    fn checked(self, known: &[KindWeight]) -> Result<PurposeFactors, Error> {
        if self.purpose.trim().is_empty() {
            return Err(Error::missing("expected a text that is not empty").within("purpose"));
        }
        let mut kinds = BTreeMap::new();
        for (name, factor) in self.kinds {
            let checked = || {
                let weighed = known.iter().find(|weighed| weighed.kind.as_str() == name);
                let weighed = weighed.ok_or_else(|| {
                    Error::unknown_name(format!("expected a kind that the model weighs, got `{name}`"))
                })?;
                let factor = check_factor(factor, weighed.weight)?;
                Ok((weighed.kind.clone(), factor))
            };
            let (kind, factor) = checked().map_err(|error: Error| error.within(format!("kinds.{name}")))?;
            kinds.insert(kind, factor);
        }
        Ok(PurposeFactors { purpose: self.purpose, kinds, source: self.source })
    }
}

/// Bands that rise, none of which takes a weight, for any purpose, beyond the largest.
pub(super) fn tenure(
    given: Vec<Band>,
    kinds: &[KindWeight],
    purposes: &[PurposeFactors],
) -> Result<Vec<TenureBand>, Error> {
    if given.len() > MOST_BANDS {
        return Err(Error::too_large(format!("expected at most {MOST_BANDS} bands")).within("tenure"));
    }
    let plain = kinds.iter().map(|kind| kind.weight);
    let multiplied =
        purposes.iter().flat_map(|purpose| kinds.iter().map(|kind| kind.weight * purpose.factor(&kind.kind)));
    let heaviest = plain.chain(multiplied).fold(0.0, f64::max);
    let mut bands: Vec<TenureBand> = Vec::with_capacity(given.len());
    for (index, entry) in given.into_iter().enumerate() {
        let before = bands.last().map(|band| band.from_years);
        let rises = before.is_none_or(|before| before < entry.from_years);
        let factor = if rises {
            check_factor(entry.factor, heaviest).map_err(|error| error.within("factor"))
        } else {
            let message = format!("expected bands that rise, got `{}` years", entry.from_years);
            Err(Error::inconsistent(message).within("from_years"))
        };
        let factor = factor.map_err(|error| error.within(format!("tenure[{index}]")))?;
        bands.push(TenureBand { from_years: entry.from_years, factor, source: entry.source });
    }
    Ok(bands)
}

fn check_factor(factor: f64, weight: f64) -> Result<f64, Error> {
    // Also false for what is not a number.
    if !(0.0..=LARGEST_FACTOR).contains(&factor) {
        let message = format!("expected a factor from 0 to {LARGEST_FACTOR}, got `{factor}`");
        return Err(Error::out_of_range(message));
    }
    if weight * factor > LARGEST_WEIGHT {
        let message = format!(
            "expected a factor that takes no weight beyond {LARGEST_WEIGHT}, got `{factor}` for `{weight}`"
        );
        return Err(Error::out_of_range(message));
    }
    // A negative zero is zero, and hashes like it.
    Ok(factor + 0.0)
}

impl From<PurposeFactors> for Purpose {
    fn from(factors: PurposeFactors) -> Self {
        let kinds = factors.kinds.into_iter().map(|(kind, factor)| (kind.to_string(), factor)).collect();
        Self { purpose: factors.purpose, kinds, source: factors.source }
    }
}

impl From<TenureBand> for Band {
    fn from(band: TenureBand) -> Self {
        Self { from_years: band.from_years, factor: band.factor, source: band.source }
    }
}
