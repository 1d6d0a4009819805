//! A made-up worker who shows what a check found.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::{Period, Span, add, completed_months, days_between};
use crate::text::{Argument, Lang, Localized, Reason};
use crate::workforce::{Supplied, Worker};

/// A made-up worker as a row of facts, and a day: decided about, it shows what was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Witness {
    /// The day to decide for.
    pub as_of: NaiveDate,
    /// The facts that the policy asks for, in its order.
    pub facts: Vec<WitnessFact>,
    /// Those of them that what was found is about, as rules write them.
    pub about: Vec<String>,
}

/// One fact of a made-up worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WitnessFact {
    /// As rules write it.
    pub fact: String,
    /// What people call it.
    pub title: Localized,
    /// Its value, as a system would supply it; absent when it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Supplied>,
    /// What people call the value, where the vocabulary says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called: Option<Localized>,
}

impl Witness {
    /// The worker, to decide about.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::eligibility::{Outcome, Policy};
    ///
    /// let rule = |years: u8| {
    ///     format!("id = \"p\"\nversion = 1\n[[criteria]]\nid = \"c\"\nrequire = \"tenure >= {years} years\"")
    /// };
    /// let (new, old) = (Policy::parse(&rule(3))?, Policy::parse(&rule(5))?);
    /// let comparison = new.compare(&old)?;
    /// let witness = &comparison.gained().unwrap().witness;
    /// assert_eq!(witness.to_string(), "tenure 3 years");
    /// assert_eq!(new.decide(&witness.worker(), witness.as_of)?.outcome(), Outcome::Eligible);
    /// assert_eq!(old.decide(&witness.worker(), witness.as_of)?.outcome(), Outcome::Ineligible);
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    #[must_use]
    pub fn worker(&self) -> Worker {
        let facts = self.facts.iter().filter_map(|fact| Some((fact.fact.clone(), fact.value.clone()?)));
        Worker::of_facts("witness", facts.collect())
    }

    /// The facts that it is about, in words.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let about = self.facts.iter().filter(|fact| self.about.contains(&fact.fact));
        let mut said: Vec<String> = about.clone().map(|fact| fact.text(lang)).collect();
        let dated = |fact: &WitnessFact| matches!(&fact.value, Some(Supplied::Text(text)) if text.parse::<NaiveDate>().is_ok());
        if about.clone().any(dated) || said.is_empty() {
            said.push(Reason::new("witness-day").with("date", self.as_of).text(lang));
        }
        said.join(match lang {
            Lang::En => ", ",
            Lang::Ja => "、",
        })
    }
}

impl std::fmt::Display for Witness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl WitnessFact {
    /// The fact and its value in words.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let value = |code: &str, value: Argument| Reason::new(code).with("value", value);
        let reason = match &self.value {
            None => Reason::new("witness-unknown"),
            Some(Supplied::Boolean(true)) => Reason::new("witness-yes"),
            Some(Supplied::Boolean(false)) => Reason::new("witness-no"),
            Some(Supplied::Period(span)) => value("witness-number", length(*span).into()),
            Some(Supplied::Integer(number)) => value("witness-number", (*number).into()),
            Some(Supplied::Number(number)) => value("witness-number", number.to_string().into()),
            Some(Supplied::Texts(values)) if values.is_empty() => Reason::new("witness-none"),
            Some(Supplied::Texts(values)) => value("witness-value", values.iter().cloned().collect()),
            Some(Supplied::Text(text)) => match (text.parse::<NaiveDate>(), &self.called) {
                (_, Some(called)) => value("witness-value", called.clone().into()),
                (Ok(date), _) => value("witness-number", date.into()),
                (Err(_), _) => value("witness-value", text.clone().into()),
            },
            Some(Supplied::Cell(cell)) => value("witness-value", cell.text().into()),
        };
        reason.with("fact", self.title.clone()).text(lang)
    }
}

/// A span in years, months and days.
fn length(span: Span) -> Period {
    let months = completed_months(span.from(), span.until());
    let laid = add(span.from(), Period::months(months)).unwrap_or(span.from());
    let days = u32::try_from(days_between(laid, span.until())).unwrap_or_default();
    Period::new(months / 12, months % 12, 0, days).unwrap_or_default()
}
