use serde::{Deserialize, Serialize};

use crate::Error;
use crate::fairness::design::{Factors, usable};
use crate::fairness::pay::{men, one_currency, two_groups, women};
use crate::fairness::{Degrees, FactorValue, PermutationOptions, StandardErrors};
use crate::workforce::Money;

/// One worker's pay with what may explain it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FactoredWorker {
    /// The code of the group.
    pub group: String,
    /// Pay for the same period and working time as everyone's, above zero.
    pub pay: Money,
    /// The factors by name, numbers or levels. Somebody who lacks one that others have is left out and counted.
    #[serde(default)]
    pub factors: Factors,
}

impl FactoredWorker {
    /// A worker without factors.
    pub fn new(group: impl Into<String>, pay: Money) -> Self {
        Self { group: group.into(), pay, factors: Factors::new() }
    }

    /// Adds a factor.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<FactorValue>) -> Self {
        self.factors.insert(name.into(), value.into());
        self
    }
}

/// Two groups whose pay is compared beside factors, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AdjustedPayQuestion {
    /// The code of the group that is looked at; `women` unless set.
    #[serde(default = "women")]
    pub focal: String,
    /// The code of the group it is compared with; `men` unless set.
    #[serde(default = "men")]
    pub reference: String,
    /// Everyone.
    pub people: Vec<FactoredWorker>,
    /// Factors that the same difference may run through, such as the grade or the rating: the answer is also given
    /// without them.
    #[serde(default)]
    pub tainted: Vec<String>,
    /// From which difference on, in per cent and either way, somebody should look; 5 unless set, above 0 to 100.
    #[serde(default = "five")]
    pub limit_percent: f64,
    /// How sure the interval is, from 0.5 to 0.999999; 0.95 unless set. A p-value below the rest counts as unlikely.
    #[serde(default = "usual")]
    pub confidence: f64,
    /// How standard errors are computed; `hc3` unless set.
    #[serde(default)]
    pub errors: StandardErrors,
    /// Whose t distribution is used; `satterthwaite` unless set.
    #[serde(default = "satterthwaite")]
    pub degrees: Degrees,
    /// Below how many people in the smaller group the permutation test decides; 20 unless set.
    #[serde(default = "twenty")]
    pub permute_below: u32,
    /// How it is made.
    #[serde(default)]
    pub permutation: PermutationOptions,
    /// The factor, such as the role, within whose levels alone people are put into another order by the permutation test: where
    /// the levels differ in more than their mean. Absent for any order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
}

fn five() -> f64 {
    5.0
}

fn usual() -> f64 {
    0.95
}

fn twenty() -> u32 {
    20
}

fn satterthwaite() -> Degrees {
    Degrees::Satterthwaite
}

impl AdjustedPayQuestion {
    /// Women compared with men, with the numbers above.
    pub fn new(people: impl IntoIterator<Item = FactoredWorker>) -> Self {
        Self {
            focal: women(),
            reference: men(),
            people: people.into_iter().collect(),
            tainted: Vec::new(),
            limit_percent: five(),
            confidence: usual(),
            errors: StandardErrors::default(),
            degrees: satterthwaite(),
            permute_below: twenty(),
            permutation: PermutationOptions::default(),
            within: None,
        }
    }

    /// Permutes within the levels of a factor only.
    #[must_use]
    pub fn within(mut self, factor: impl Into<String>) -> Self {
        self.within = Some(factor.into());
        self
    }

    /// Compares the group `focal` with `reference`.
    #[must_use]
    pub fn comparing(mut self, focal: impl Into<String>, reference: impl Into<String>) -> Self {
        (self.focal, self.reference) = (focal.into(), reference.into());
        self
    }

    pub(super) fn checked(&self) -> Result<(), Error> {
        two_groups(&self.focal, &self.reference)?;
        if !(self.limit_percent > 0.0 && self.limit_percent <= 100.0) {
            return Err(Error::out_of_range("expected a number above 0 to 100").within("limit_percent"));
        }
        if self.permutation.orders > 1_000_000 {
            return Err(Error::too_large("expected at most 1,000,000").within("permutation.orders"));
        }
        let first = self.people.first().map(|worker| worker.pay);
        for (index, worker) in self.people.iter().enumerate() {
            let at = |error: Error| error.within(format!("people[{index}].pay"));
            if worker.pay.minor() <= 0 {
                return Err(at(Error::out_of_range("expected pay above zero")));
            }
            one_currency([first.unwrap_or(worker.pay), worker.pay]).map_err(at)?;
            for (name, value) in &worker.factors {
                if matches!(value, FactorValue::Number(number) if !usable(*number)) {
                    let error = Error::out_of_range("expected a finite number of at most 1e100 in size");
                    return Err(error.within(format!("people[{index}].factors.{name}")));
                }
            }
        }
        Ok(())
    }
}
