use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, Offset as _, Utc, Weekday};
use serde::{Deserialize, Serialize};

use super::super::instant;
use super::super::kind::Channel;
use super::super::law::touches;
use super::super::ledger::Ledger;
use super::super::packs::Law;
use super::super::purpose::Purpose;
use super::super::rule::{Disclosure, Effect, covers};
use super::ended::{Ended, Scope};
use super::rules::PropagationRules;
use crate::calendar;
use crate::document;
use crate::text::{Localized, Reason};

/// 9999-12-31T23:59:59Z in seconds since 1970.
const LAST_SECOND: i64 = 253_402_300_799;

/// How long a withdrawal may take to have reached everywhere, by one rule or by the house.
///
/// # Formula
///
/// `0` days are at once: due at the withdrawal itself. Otherwise the day of the withdrawal, on the calendar of the rule's pack
/// or of the house, does not count; `days` days after it (of business days: those from Monday to Friday that are no holiday)
/// the last day ends, at midnight, and that instant still is in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Deadline {
    /// The rule that gives the length; absent where the house does.
    #[serde(default)]
    pub rule: Option<String>,
    /// The rule's pack.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack: Option<String>,
    /// Where the rule applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regime: Option<String>,
    /// Law and article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<Localized>,
    /// Days; 0 for at once.
    pub days: u16,
    /// Whether only business days count.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub business_days: bool,
    /// The last day on which it is in time.
    #[serde(with = "document::date")]
    #[cfg_attr(feature = "schema", schemars(with = "NaiveDate"))]
    pub due_on: NaiveDate,
    /// The last instant at which it is in time.
    #[serde(deserialize_with = "instant::utc")]
    pub due_at: DateTime<Utc>,
}

impl Deadline {
    /// Whether no rule gives the length, so that the house does.
    #[must_use]
    pub fn is_house(&self) -> bool {
        self.rule.is_none()
    }

    /// What gives the length: `propagation-by-law-days` with article and rule, or `propagation-by-house-days`; likewise with
    /// `-business-days` and `-at-once`.
    #[must_use]
    pub fn reason(&self) -> Reason {
        let by = if self.is_house() { "house" } else { "law" };
        let unit = match (self.days, self.business_days) {
            (0, _) => "at-once",
            (_, true) => "business-days",
            (_, false) => "days",
        };
        let mut reason = Reason::new(format!("propagation-by-{by}-{unit}"));
        if let Some(article) = &self.article {
            reason = reason.with("article", article.clone());
        }
        if let Some(rule) = &self.rule {
            reason = reason.with("rule", rule.as_str());
        }
        if self.days > 0 { reason.with("days", i64::from(self.days)) } else { reason }
    }
}

/// Every clock that a withdrawal opens, the strictest first: those of the rules in force when it began, or that of the house
/// where none gives a length.
pub(super) fn deadlines(
    ledger: &Ledger,
    rules: &PropagationRules,
    purpose: &Purpose,
    scope: &Scope<'_>,
    ended: &Ended,
) -> Vec<Deadline> {
    let began = ended.no.from;
    let laws = ledger.laws_of(scope.subject, scope.regimes);
    let laws = laws.filter(|law| law.in_force(began) && concerns(ledger, law, purpose, scope, ended));
    let mut deadlines: Vec<_> = laws.filter_map(|law| of_law(&law, rules, began)).collect();
    if deadlines.is_empty() {
        deadlines.push(of_house(rules, began));
    }
    deadlines.sort_by(|a, b| (a.due_at, &a.rule).cmp(&(b.due_at, &b.rule)));
    deadlines
}

/// Whether a rule is about such a use. What a use or a purpose leaves open is taken for each possibility, but a use without a
/// channel has ended on the channels of the noes: a law about others gives their clock no length.
fn concerns(ledger: &Ledger, law: &Law<'_>, purpose: &Purpose, scope: &Scope<'_>, ended: &Ended) -> bool {
    let rule = law.rule;
    let is_about = |of: &Channel| rule.channels.is_empty() || rule.channels.contains(of);
    let channel = match &scope.channel {
        Some(channel) => is_about(channel),
        None => ended.channels.iter().any(|of| of.as_ref().is_none_or(is_about)),
    };
    let country = ledger.country_of(scope.recipient, scope.country);
    let at_home = |country: &str| law.pack.home.iter().any(|home| home == country);
    let disclosure = match rule.disclosure {
        None => true,
        Some(Disclosure::Any) => scope.recipient.is_some(),
        Some(Disclosure::Abroad) => scope.recipient.is_some() && !country.is_some_and(at_home),
    };
    channel && disclosure && touches(rule, purpose)
}

fn of_law(law: &Law<'_>, rules: &PropagationRules, began: DateTime<Utc>) -> Option<Deadline> {
    let Effect::WithdrawalWithin { days, business_days } = law.rule.effect else { return None };
    let regime = &law.rule.regime;
    let of_regime =
        rules.regime_holidays.iter().filter(|(of, _)| covers(of, regime)).flat_map(|(_, days)| days);
    let holidays: Vec<_> = rules.holidays.iter().chain(of_regime).copied().collect();
    let first = law.pack.day(began);
    let due_on = last_day(first, days, business_days, &holidays)?;
    let due_at = match days {
        0 => began,
        _ => law.pack.begin(calendar::day_after(due_on)?)?,
    };
    Some(Deadline {
        rule: Some(law.rule.id.clone()),
        pack: Some(law.pack.id.clone()),
        regime: Some(regime.clone()),
        article: Some(law.rule.article.clone()),
        days,
        business_days,
        due_on,
        due_at,
    })
}

fn of_house(rules: &PropagationRules, began: DateTime<Utc>) -> Deadline {
    let (days, business_days) = (rules.house_deadline.days, rules.house_deadline.business_days);
    // Checked when the rules were taken in.
    let zone = rules.offset().unwrap_or_else(|_| Utc.fix());
    let first = began.with_timezone(&zone).date_naive();
    let due = last_day(first, days, business_days, &rules.holidays).and_then(|due_on| {
        let due_at = match days {
            0 => began,
            _ => begin(calendar::day_after(due_on)?, zone)?,
        };
        Some((due_on, due_at))
    });
    // Beyond the calendar its last instant is due.
    let (due_on, due_at) = due.unwrap_or_else(|| {
        let last = DateTime::from_timestamp(LAST_SECOND, 0).unwrap_or(began);
        (last.date_naive(), last)
    });
    Deadline { rule: None, pack: None, regime: None, article: None, days, business_days, due_on, due_at }
}

fn begin(day: NaiveDate, zone: FixedOffset) -> Option<DateTime<Utc>> {
    let at = day.and_time(NaiveTime::MIN).and_local_timezone(zone).single()?;
    instant::check(at).ok()?;
    Some(at.to_utc())
}

/// The day `days` days after `first`.
fn last_day(first: NaiveDate, days: u16, business_days: bool, holidays: &[NaiveDate]) -> Option<NaiveDate> {
    let counts = |day: &NaiveDate| {
        !business_days || (!matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !holidays.contains(day))
    };
    match usize::from(days).checked_sub(1) {
        None => Some(first),
        Some(before) => {
            let mut after = first.iter_days().skip(1).take_while(|day| day.year() <= 9999).filter(counts);
            after.nth(before)
        }
    }
}
