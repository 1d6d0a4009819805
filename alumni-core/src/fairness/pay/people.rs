//! Who is paid what: the question that reports on pay gaps answer.

use serde::{Deserialize, Serialize};

use super::{not_negative, one_currency};
use crate::Error;
use crate::fairness::input_hash;
use crate::workforce::{Currency, Money};

/// One worker's pay, for the same period and the same working time as everyone else's.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::PaidWorker;
///
/// let worker = PaidWorker::new("women", "5200000 JPY".parse()?).with_variable("600000 JPY".parse()?);
/// assert_eq!(worker.with_category("grade 5").category.as_deref(), Some("grade 5"));
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PaidWorker {
    /// The code of the group; the codes to compare stand in the question.
    pub group: String,
    /// Ordinary pay: the base wage or salary with its regular allowances.
    pub pay: Money,
    /// Complementary or variable pay such as a bonus; absent and zero are alike: none was received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variable: Option<Money>,
    /// The category of workers doing the same work or work of equal value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
}

impl PaidWorker {
    /// A worker of a group with ordinary pay only.
    pub fn new(group: impl Into<String>, pay: Money) -> Self {
        Self { group: group.into(), pay, variable: None, category: None }
    }

    /// Sets complementary or variable pay.
    #[must_use]
    pub fn with_variable(mut self, variable: Money) -> Self {
        self.variable = Some(variable);
        self
    }

    /// Sets the category of work.
    #[must_use]
    pub fn with_category(mut self, category: impl Into<String>) -> Self {
        self.category = Some(category.into());
        self
    }
}

/// Two groups whose pay is compared, and everyone's pay.
///
/// Workers of other groups are counted and otherwise left out. The order of the people does not matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PayQuestion {
    /// The code of the group that is looked at; `women` unless set.
    #[serde(default = "women")]
    pub focal: String,
    /// The code of the group it is compared with; `men` unless set.
    #[serde(default = "men")]
    pub reference: String,
    /// Everyone.
    pub people: Vec<PaidWorker>,
}

pub(in super::super) fn women() -> String {
    "women".into()
}

pub(in super::super) fn men() -> String {
    "men".into()
}

impl PayQuestion {
    /// Women compared with men.
    pub fn new(people: impl IntoIterator<Item = PaidWorker>) -> Self {
        Self { focal: women(), reference: men(), people: people.into_iter().collect() }
    }

    /// Compares the group `focal` with `reference`.
    #[must_use]
    pub fn comparing(mut self, focal: impl Into<String>, reference: impl Into<String>) -> Self {
        (self.focal, self.reference) = (focal.into(), reference.into());
        self
    }

    /// Checks the amounts and the groups.
    pub(super) fn checked(&self) -> Result<(), Error> {
        two_groups(&self.focal, &self.reference)?;
        let first = self.people.first().map(|worker| worker.pay);
        for (index, worker) in self.people.iter().enumerate() {
            let at = |error: Error| error.within(format!("people[{index}]"));
            not_negative(worker.pay, "pay").map_err(at)?;
            let variable = worker.variable.unwrap_or(worker.pay);
            not_negative(variable, "variable").map_err(at)?;
            one_currency([first.unwrap_or(worker.pay), worker.pay, variable]).map_err(at)?;
        }
        Ok(())
    }

    /// A fingerprint of the question whatever the order of the people.
    pub(super) fn fingerprint(&self) -> Option<String> {
        let mut people: Vec<Row<'_>> = self.people.iter().map(Row::from).collect();
        people.sort_unstable();
        input_hash::of(&Rows {
            currency: self.people.first().map(|worker| worker.pay.currency()),
            focal: &self.focal,
            people,
            reference: &self.reference,
        })
    }

    /// The workers of one of the two groups.
    pub(super) fn of(&self, group: &str) -> impl Iterator<Item = &PaidWorker> {
        self.people.iter().filter(move |worker| worker.group == group)
    }

    /// How many are in neither group.
    pub(super) fn others(&self) -> u64 {
        let other = |worker: &&PaidWorker| worker.group != self.focal && worker.group != self.reference;
        count(self.people.iter().filter(other).count())
    }
}

/// The question as its fingerprint has it, amounts in minor units.
#[derive(Serialize)]
struct Rows<'a> {
    currency: Option<Currency>,
    focal: &'a str,
    people: Vec<Row<'a>>,
    reference: &'a str,
}

#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Row<'a> {
    category: Option<&'a str>,
    group: &'a str,
    pay: i64,
    variable: Option<i64>,
}

impl<'a> From<&'a PaidWorker> for Row<'a> {
    fn from(worker: &'a PaidWorker) -> Self {
        Self {
            category: worker.category.as_deref(),
            group: &worker.group,
            pay: worker.pay.minor(),
            variable: received(worker),
        }
    }
}

pub(in super::super) fn two_groups(focal: &str, reference: &str) -> Result<(), Error> {
    if focal == reference {
        return Err(Error::inconsistent("expected two groups, got one twice").within("reference"));
    }
    Ok(())
}

pub(in super::super) fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// The amounts that `of` finds, in rising order.
pub(super) fn sorted<'a>(
    people: impl Iterator<Item = &'a PaidWorker>,
    of: impl Fn(&PaidWorker) -> Option<i64>,
) -> Vec<i64> {
    let mut amounts: Vec<_> = people.filter_map(of).collect();
    amounts.sort_unstable();
    amounts
}

/// Variable pay where some was received.
pub(super) fn received(worker: &PaidWorker) -> Option<i64> {
    worker.variable.map(|amount| amount.minor()).filter(|minor| *minor > 0)
}

/// Ordinary pay.
#[expect(clippy::unnecessary_wraps, reason = "one of several ways to find an amount")]
pub(super) fn ordinary(worker: &PaidWorker) -> Option<i64> {
    Some(worker.pay.minor())
}

/// Ordinary and variable pay.
#[expect(clippy::unnecessary_wraps, reason = "one of several ways to find an amount")]
pub(super) fn whole(worker: &PaidWorker) -> Option<i64> {
    Some(worker.pay.minor().saturating_add(received(worker).unwrap_or_default()))
}
