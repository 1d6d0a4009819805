use serde::{Deserialize, Serialize};

use super::kennedy;
use crate::Error;
use crate::fairness::design::{Design, Factors};
use crate::fairness::pay::{count, one_currency};
use crate::fairness::wording;
use crate::fairness::{
    Coefficient, FactorValue, RegressionOptions, Sex, StandardErrors, Verdict, input_hash, linear,
};
use crate::text::{Argument, Lang, Localized, Reason};
use crate::workforce::Money;

/// One worker as the Swiss standard analysis model sees them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LogibWorker {
    /// The sex.
    pub sex: Sex,
    /// Pay of the month for full time: basic, allowances, a twelfth of the 13th and special payments.
    pub pay: Money,
    /// Years of training.
    pub years_of_training: f64,
    /// Years of service.
    pub years_of_service: f64,
    /// Years of potential earning: age less training less six.
    pub years_of_earning: f64,
    /// The level of skill.
    pub skill_level: String,
    /// The position in the enterprise.
    pub professional_position: String,
}

/// The four ratings of the Swiss standard analysis model, in rising order of attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "the four ratings of the tool")]
pub enum LogibRating {
    /// The difference is not significant at 5 %.
    NotSignificant,
    /// It is, and at most 2.5 %.
    Significant,
    /// It is above the target value of 2.5 %, and at most 5 %.
    AboveTarget,
    /// It is above the limit value of 5 %.
    AboveLimit,
}

/// What the Swiss standard analysis model finds.
///
/// # Source
///
/// Federal Office for Gender Equality, *Logib, module 1*: the standard analysis model, its target value of 2.5 % and
/// limit value of 5 %; the size of Kennedy's estimate is cut off after a tenth of a per cent before it is compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LogibReport {
    /// What the rating asks of its reader: no signal, no signal, watch, review; without one that the data cannot tell.
    pub verdict: Verdict,
    /// Why.
    pub reasons: Vec<Reason>,
    /// The rating; absent below fifty people, without both sexes, or when the sex depends on the factors.
    pub rating: Option<LogibRating>,
    /// How many women.
    pub women: u64,
    /// How many men.
    pub men: u64,
    /// Kennedy's estimate of how much more (above zero) or less women earn; absent as the rating.
    pub difference: Option<f64>,
    /// The coefficient of being a woman in the model of the logarithm of pay; absent as the rating.
    pub coefficient: Option<Coefficient>,
    /// Columns that depend on others and were left out.
    pub dropped: Vec<String>,
    /// A fingerprint of the people, in the canonical form of [`input_hash`](crate::fairness::input_hash); every answer of this library has
    /// one. It is of people's pay: whoever knows all of it but one amount can find that amount by trying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_hash: Option<String>,
}

/// The Swiss standard analysis model: `ln pay` on years of training, of service, of earning and their square, skill level,
/// professional position and sex, with classical standard errors and a two-sided t test at 5 %.
///
/// # Errors
///
/// With the place (`people[3].pay`): [`OutOfRange`](crate::ErrorKind::OutOfRange) for pay that is not above zero or years
/// that are negative or above 150, [`Inconsistent`](crate::ErrorKind::Inconsistent) for two currencies.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::{Verdict, logib};
///
/// let nobody = logib(&[])?;
/// assert_eq!((nobody.verdict, nobody.rating), (Verdict::Insufficient, None));
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn logib(people: &[LogibWorker]) -> Result<LogibReport, Error> {
    for (index, worker) in people.iter().enumerate() {
        let at = |error: Error| error.within(format!("people[{index}]"));
        if worker.pay.minor() <= 0 {
            return Err(at(Error::out_of_range("expected pay above zero").within("pay")));
        }
        let first = people.first().map_or(worker.pay, |first| first.pay);
        one_currency([first, worker.pay]).map_err(|error| at(error.within("pay")))?;
        let years = [
            ("years_of_training", worker.years_of_training),
            ("years_of_service", worker.years_of_service),
            ("years_of_earning", worker.years_of_earning),
        ];
        if let Some((name, _)) = years.iter().find(|(_, years)| !(0.0..=150.0).contains(years)) {
            return Err(at(Error::out_of_range("expected years from 0 to 150").within(*name)));
        }
    }
    let women = people.iter().filter(|worker| worker.sex == Sex::Women).count();
    let mut report = LogibReport {
        verdict: Verdict::Insufficient,
        reasons: Vec::new(),
        rating: None,
        women: count(women),
        men: count(people.len().saturating_sub(women)),
        difference: None,
        coefficient: None,
        dropped: Vec::new(),
        input_hash: input_hash::of(&input_hash::sorted(people)),
    };
    if people.len() < 50 || women == 0 || women == people.len() {
        report.reasons.push(Reason::new("pay-logib-few"));
        return Ok(report);
    }
    report.fit(people)?;
    Ok(report)
}

impl LogibReport {
    fn fit(&mut self, people: &[LogibWorker]) -> Result<(), Error> {
        let mut rows: Vec<_> = people.iter().map(|worker| (worker, factors(worker))).collect();
        rows.sort_by(|(a, a_factors), (b, b_factors)| {
            let sex = |worker: &LogibWorker| worker.sex == Sex::Women;
            let order =
                sex(a).cmp(&sex(b)).then_with(|| crate::fairness::design::order(a_factors, b_factors));
            order.then_with(|| a.pay.minor().cmp(&b.pay.minor()))
        });
        let design = Design::new(rows.iter().map(|(_, factors)| factors).enumerate())?;
        let (names, columns) = (design.columns(), design.matrix(rows.iter().map(|(_, factors)| factors)));
        let outcome: Vec<_> = rows.iter().map(|(worker, _)| libm::log(worker.pay.minor() as f64)).collect();
        let woman: Vec<_> =
            rows.iter().map(|(worker, _)| f64::from(u8::from(worker.sex == Sex::Women))).collect();
        let mut named: Vec<(&str, &[f64])> =
            names.iter().zip(&columns).map(|(name, column)| (name.as_str(), column.as_slice())).collect();
        named.push(("sex", &woman));
        let options = RegressionOptions::default().with_errors(StandardErrors::Classical);
        let fit = linear::fit(&outcome, &named, &options)?;
        self.dropped.clone_from(&fit.dropped);
        let sex = fit.coefficient("sex").and_then(|sex| Some((sex, sex.standard_error?, sex.p?)));
        let Some((sex, error, p)) = sex else {
            self.verdict = Verdict::NotEstimable;
            self.reasons.push(Reason::new("pay-gap-not-estimable"));
            return Ok(());
        };
        let difference = kennedy(sex.estimate, error * error);
        let cut = libm::floor(difference.abs() * 1000.0) / 1000.0;
        let rating = if p > 0.05 {
            LogibRating::NotSignificant
        } else if cut <= 0.025 {
            LogibRating::Significant
        } else if cut <= 0.05 {
            LogibRating::AboveTarget
        } else {
            LogibRating::AboveLimit
        };
        self.verdict = match rating {
            LogibRating::NotSignificant | LogibRating::Significant => Verdict::NoSignal,
            LogibRating::AboveTarget => Verdict::Watch,
            LogibRating::AboveLimit => Verdict::Review,
        };
        let direction = if difference > 0.0 { ("more", "高い") } else { ("less", "低い") };
        self.reasons.push(
            Reason::new("pay-logib-difference")
                .with("size", Argument::Share { value: difference.abs(), digits: 1 })
                .with("direction", Argument::Phrase(Localized::new(direction.0, direction.1))),
        );
        self.reasons.push(Reason::new(match rating {
            LogibRating::NotSignificant => "pay-logib-not-significant",
            LogibRating::Significant => "pay-logib-significant",
            LogibRating::AboveTarget => "pay-logib-above-target",
            LogibRating::AboveLimit => "pay-logib-above-limit",
        }));
        (self.rating, self.difference, self.coefficient) =
            (Some(rating), Some(difference), Some(sex.clone()));
        Ok(())
    }

    /// The finding in sentences.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        wording::lines(&self.reasons, self.verdict, lang)
    }
}

fn factors(worker: &LogibWorker) -> Factors {
    let number = |name: &str, value: f64| (name.to_owned(), FactorValue::Number(value));
    let level = |name: &str, value: &String| (name.to_owned(), FactorValue::Level(value.clone()));
    Factors::from([
        number("years_of_training", worker.years_of_training),
        number("years_of_service", worker.years_of_service),
        number("years_of_earning", worker.years_of_earning),
        number("years_of_earning_squared", worker.years_of_earning * worker.years_of_earning),
        level("skill_level", &worker.skill_level),
        level("professional_position", &worker.professional_position),
    ])
}
