use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Argument, Clock, Lang, sentence};

/// Why an answer is what it is: a stable code with typed arguments.
///
/// Compare, store and translate by [`code`](Self::code); show people [`text`](Self::text).
///
/// # Example
///
/// ```
/// use alumni_core::{Lang, Reason};
///
/// let reason: Reason = serde_json::from_str(
///     r#"{"code": "consent-withdrawn", "args": {
///         "on": {"type": "date", "value": "2025-07-01"}, "event": {"type": "text", "value": "ce_88"}}}"#,
/// )?;
/// assert_eq!(reason.code(), "consent-withdrawn");
/// assert!(reason.text(Lang::Ja).contains("2025年7月1日"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reason {
    code: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    args: BTreeMap<String, Argument>,
}

impl Reason {
    /// A reason without arguments; add them with [`with`](Self::with).
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), args: BTreeMap::new() }
    }

    /// Adds the argument `name`.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Argument>) -> Self {
        self.args.insert(name.to_owned(), value.into());
        self
    }

    /// The stable kebab-case code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The arguments by name.
    #[must_use]
    pub fn args(&self) -> &BTreeMap<String, Argument> {
        &self.args
    }

    /// The sentence in `lang`; the code itself where no catalogue knows it (a code from a newer version).
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        sentence(&self.code, &self.args, lang).unwrap_or_else(|| self.code.clone())
    }

    /// The same with instants, and the days of instants, as a clock shows them; [`text`](Self::text) has them in UTC.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::{Lang, Reason};
    ///
    /// let reason: Reason = serde_json::from_str(
    ///     r#"{"code": "consent-withdrawn", "args": {
    ///         "at": {"type": "instant", "value": "2025-06-30T23:00:00Z"}, "on": {"type": "date", "value": "2025-06-30"},
    ///         "event": {"type": "text", "value": "ce_88"}}}"#,
    /// )?;
    /// assert!(reason.text(Lang::Ja).contains("2025年6月30日"));
    /// assert!(reason.text_at(Lang::Ja, "+09:00".parse()?).contains("2025年7月1日"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn text_at(&self, lang: Lang, clock: Clock) -> String {
        let mut args: BTreeMap<_, _> =
            self.args.iter().map(|(name, value)| (name.clone(), value.by(clock))).collect();
        // A sentence about an act says its day; the instant stands beside it.
        if let (Some(Argument::Instant(at)), Some(Argument::Date(on))) =
            (self.args.get("at"), self.args.get("on"))
            && at.date_naive() == *on
        {
            args.insert("on".to_owned(), clock.at(*at).date_naive().into());
        }
        sentence(&self.code, &args, lang).unwrap_or_else(|| self.code.clone())
    }
}

impl fmt::Display for Reason {
    /// The English sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}
