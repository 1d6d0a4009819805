//! Names in data that no fact knows.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Vocabulary;
use crate::text::{Lang, Reason};
use crate::workforce::Worker;

/// A name in data that is no fact's: rules cannot ask for it, so it would be left unused without a word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UnknownFact {
    /// The name, as the data has it.
    pub name: String,
    /// The fact that was probably meant: one of this title, or one whose name is near.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
}

impl UnknownFact {
    /// The same as a reason: `fact-unknown`, or `fact-unknown-nearest` with what was probably meant.
    #[must_use]
    pub fn reason(&self) -> Reason {
        match &self.nearest {
            None => Reason::new("fact-unknown").with("name", self.name.as_str()),
            Some(nearest) => Reason::new("fact-unknown-nearest")
                .with("name", self.name.as_str())
                .with("nearest", nearest.as_str()),
        }
    }
}

impl std::fmt::Display for UnknownFact {
    /// The English sentence.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.reason().text(Lang::En))
    }
}

impl Vocabulary {
    /// Those of `names` (the columns of a table of facts) that no fact knows, each once and in their order.
    ///
    /// A fact that takes a value is known under its written form, `time_in_job_family(sales)`, and not without it. A column
    /// that holds something else, such as the worker's id, is reported too; leave it out, or expect it.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::workforce::Vocabulary;
    ///
    /// let unknown = Vocabulary::hr().unknown(["tenure", "grad", "退職日", "shoe_size"]);
    /// let told: Vec<_> = unknown.iter().map(ToString::to_string).collect();
    /// assert_eq!(told, [
    ///     "`grad` is no fact of the vocabulary and is not used; did you mean `grade`?",
    ///     "`退職日` is no fact of the vocabulary and is not used; did you mean `separation_date`?",
    ///     "`shoe_size` is no fact of the vocabulary and is not used.",
    /// ]);
    /// ```
    #[must_use]
    pub fn unknown<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Vec<UnknownFact> {
        let mut seen = BTreeSet::new();
        let unknown = names.into_iter().filter(|name| !self.knows(name) && seen.insert(*name));
        unknown.map(|name| UnknownFact { name: name.to_owned(), nearest: self.meant(name) }).collect()
    }

    /// The facts supplied with `worker` that no fact of the vocabulary knows.
    #[must_use]
    pub fn unknown_facts(&self, worker: &Worker) -> Vec<UnknownFact> {
        self.unknown(worker.supplied().keys().map(String::as_str))
    }

    pub(crate) fn knows(&self, name: &str) -> bool {
        match name.split_once('(') {
            None => self.get(name).is_some_and(|fact| !fact.parameter),
            Some((fact, rest)) => {
                rest.len() > 1 && rest.ends_with(')') && self.get(fact).is_some_and(|fact| fact.parameter)
            }
        }
    }

    pub(crate) fn meant(&self, name: &str) -> Option<String> {
        let name = name.split_once('(').map_or(name, |(fact, _)| fact).trim();
        let titled =
            self.iter().find(|fact| fact.title.en.eq_ignore_ascii_case(name) || fact.title.ja == name);
        let fact = match titled {
            Some(fact) => fact,
            None => self.get(self.nearest(&name.to_ascii_lowercase().replace([' ', '-'], "_"))?)?,
        };
        Some(if fact.parameter { format!("{}(…)", fact.name) } else { fact.name.clone() })
    }
}
