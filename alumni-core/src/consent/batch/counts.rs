use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::super::answer::Verdict;
use super::super::summary::ReasonCount;
use super::answers::Answers;
use crate::text::Lang;

/// How many rows have each verdict, and for which reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AnswerCounts {
    /// Rows.
    pub rows: usize,
    /// Rows for which it is allowed.
    pub allowed: usize,
    /// Rows for which a person has to look at it.
    pub review: usize,
    /// Rows for which it is denied.
    pub denied: usize,
    /// Rows by verdict and the reason that decided; the most frequent first.
    pub reasons: Vec<ReasonCount>,
}

impl Answers {
    /// How many rows have each verdict, and for which reason.
    #[must_use]
    pub fn counts(&self) -> AnswerCounts {
        // For each list of reasons a number of rows for each verdict.
        let mut counts = vec![[0_usize; Verdict::ALL.len()]; self.reason_lists().len()];
        for (verdict, list) in self.verdicts().iter().zip(self.reasons()) {
            let of_list = usize::try_from(*list).ok().and_then(|list| counts.get_mut(list));
            if let Some(count) = of_list.and_then(|counts| counts.get_mut(usize::from(*verdict))) {
                *count = count.saturating_add(1);
            }
        }
        let code = |list: &Vec<String>| list.first().cloned().unwrap_or_default();
        let codes: Vec<_> = self.reason_lists().iter().map(code).collect();
        AnswerCounts::of(codes.iter().zip(counts).flat_map(|(code, counts)| {
            let pairs = Verdict::ALL.iter().zip(counts).filter(|(_, rows)| *rows > 0);
            pairs.map(|(verdict, rows)| ((*verdict, code.as_str()), rows)).collect::<Vec<_>>()
        }))
    }
}

impl AnswerCounts {
    /// Of so many rows with each verdict and reason; a pair may come more than once.
    pub(in crate::consent) fn of<'c>(rows: impl Iterator<Item = ((Verdict, &'c str), usize)>) -> Self {
        let mut counts: BTreeMap<(Verdict, &str), usize> = BTreeMap::new();
        for (pair, rows) in rows {
            let count = counts.entry(pair).or_default();
            *count = count.saturating_add(rows);
        }
        let of = |wanted: Verdict| -> usize {
            counts.iter().filter(|((verdict, _), _)| *verdict == wanted).map(|(_, rows)| *rows).sum()
        };
        let (allowed, review, denied) = (of(Verdict::Allowed), of(Verdict::Review), of(Verdict::Denied));
        let reason = |((verdict, code), count): ((Verdict, &str), usize)| ReasonCount {
            verdict,
            code: code.to_owned(),
            count,
        };
        let mut reasons: Vec<_> = counts.into_iter().map(reason).collect();
        reasons.sort_by_key(|reason| (reason.verdict, std::cmp::Reverse(reason.count)));
        let rows = allowed.saturating_add(review).saturating_add(denied);
        Self { rows, allowed, review, denied, reasons }
    }

    /// The rows of each verdict in `lang`, and a line for each reason.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let verdicts = [
            (Verdict::Allowed, self.allowed),
            (Verdict::Review, self.review),
            (Verdict::Denied, self.denied),
        ];
        let verdict = |(verdict, rows): &(Verdict, usize)| match lang {
            Lang::En => format!("{} {rows}", verdict.text(lang)),
            Lang::Ja => format!("{}{rows}", verdict.text(lang)),
        };
        let verdicts: Vec<_> = verdicts.iter().map(verdict).collect();
        let first = match lang {
            Lang::En => format!("{} rows: {}", self.rows, verdicts.join(", ")),
            Lang::Ja => format!("{}行：{}", self.rows, verdicts.join("、")),
        };
        let reason = |reason: &ReasonCount| match lang {
            Lang::En => format!("\n  {}: {} {}", reason.verdict.text(lang), reason.text(lang), reason.count),
            Lang::Ja => format!("\n　{}：{}　{}", reason.verdict.text(lang), reason.text(lang), reason.count),
        };
        first + &self.reasons.iter().map(reason).collect::<String>()
    }
}

impl fmt::Display for AnswerCounts {
    /// In English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}
