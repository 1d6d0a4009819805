use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::answer::phrase;
use super::super::instant;
use super::super::ledger::Ledger;
use super::super::purpose::LegalBasis;
use super::{Notice, NoticeConsequence, NoticeDifference, NoticeRef};
use crate::Error;
use crate::text::{Argument, Lang, Reason};

/// How two versions of a notice differ, and what follows from it in each regime.
///
/// # Example
///
/// See [`Ledger::notice_diff`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NoticeDiff {
    /// The earlier version, with its hash.
    pub from: NoticeRef,
    /// The later one, with its hash.
    pub to: NoticeRef,
    /// The instant whose rules are applied.
    #[serde(deserialize_with = "instant::utc")]
    pub at: DateTime<Utc>,
    /// What differs.
    pub differences: Vec<NoticeDifference>,
    /// The strictest that follows, by regime.
    pub consequences: BTreeMap<String, NoticeConsequence>,
    /// The purposes that somebody has to be asked about: those whose change asks for it in some regime, and new ones that
    /// rest on consent.
    pub asks: BTreeSet<String>,
    /// The purposes among them to which earlier consent must not be used any more: they rest on consent and both versions
    /// explain them.
    pub ends: BTreeSet<String>,
    /// What does not fit together, and what could not be compared.
    pub findings: Vec<Reason>,
}

impl NoticeDiff {
    /// The strictest that follows anywhere.
    #[must_use]
    pub fn consequence(&self) -> NoticeConsequence {
        let asked = if self.asks.is_empty() { NoticeConsequence::None } else { NoticeConsequence::AskAgain };
        self.consequences.values().copied().max().unwrap_or(asked).max(asked)
    }

    /// Whether the new version says it is material where nothing that can be compared asks for that, or does not say it
    /// where something does.
    #[must_use]
    pub fn is_contradictory(&self) -> bool {
        let codes = ["notice-material-missing", "notice-material-by-text-alone"];
        self.findings.iter().any(|finding| codes.contains(&finding.code()))
    }

    /// `notice`, which is the later version, as one under which earlier consent ends where the difference asks for it, and
    /// nowhere else. Its hash stays.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for another notice than the one compared, and
    /// [`Missing`](crate::ErrorKind::Missing) where consent ends and the notice does not say when it takes effect.
    pub fn marked(&self, notice: &Notice) -> Result<Notice, Error> {
        if (&notice.id, notice.version) != (&self.to.id, self.to.version)
            || self.to.hash != Some(notice.hash())
        {
            return Err(Error::inconsistent("expected the later version of the two that were compared"));
        }
        let mut marked = notice.clone();
        marked.material = !self.ends.is_empty();
        marked.material_for = self.ends.clone();
        if marked.material && marked.effective_from.is_none() {
            return Err(Error::missing("expected the instant from which a material change is in effect")
                .within("effective_from"));
        }
        Ok(marked)
    }

    /// The difference in `lang`, one line for each thing that differs, then the findings.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let head = Reason::new("notice-diff")
            .with("notice", self.from.id.as_str())
            .with("from", self.from.version.to_string())
            .with("to", self.to.version.to_string());
        let mut lines = vec![head.text(lang)];
        for difference in &self.differences {
            lines.push(format!("- {}", difference.reason.text(lang)));
            for ruling in &difference.rulings {
                let word = ruling.consequence.text(lang);
                let article = match &ruling.article {
                    Some(article) => article.text(lang).to_owned(),
                    None => phrase("notice-no-rule", lang),
                };
                lines.push(match lang {
                    Lang::En => format!("  - {}: {word} ({article})", ruling.regime),
                    Lang::Ja => format!("  - {}：{word}（{article}）", ruling.regime),
                });
            }
        }
        lines.extend(self.findings.iter().map(|finding| format!("! {}", finding.text(lang))));
        lines.join("\n")
    }
}

impl NoticeConsequence {
    /// The words people read.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        phrase(&format!("notice-consequence-{}", self.as_str().replace('_', "-")), lang)
    }
}

impl fmt::Display for NoticeDiff {
    /// In English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl Ledger {
    /// How `new` differs from `old`, and what follows from it in every regime that anybody here can be under, by the rules in
    /// force at `at`: the instant at which `new` takes effect where `at` is absent.
    ///
    /// Neither has to be on file. Versions between the two that are on file count for what they declare about purposes.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for two notices, for a version that is not later, and for one that
    /// differs from the one on file; [`UnknownName`](crate::ErrorKind::UnknownName) for purposes that are not known here;
    /// [`Missing`](crate::ErrorKind::Missing) where there is no instant. The path names `old` or `new`.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::{Ledger, LegalBasis, Notice, NoticeRecipient, Pack, Purpose, RecipientRole, Regimes};
    /// use alumni_core::text::{Lang, Localized};
    ///
    /// let jobs = Purpose::new("jobs", Localized::new("Jobs", "求人のご案内"), LegalBasis::Consent);
    /// let mut old = Notice::new("alumni", 1, ["jobs"]).text("ja", "求人をご案内します。");
    /// old.recipients = Some(vec![]);
    /// let mut new = Notice::new("alumni", 2, ["jobs"]).text("ja", "当社と紹介会社が求人をご案内します。")
    ///     .effective_from("2026-06-01T00:00:00+09:00".parse()?);
    /// new.recipients = Some(vec![NoticeRecipient::new("agency", RecipientRole::ThirdParty)]);
    ///
    /// let ledger = Ledger::new([jobs], [old.clone()])?
    ///     .with_packs([Pack::shipped("jp-appi")?])?
    ///     .with_regimes(Regimes::everyone(["jp"]))?;
    /// let diff = ledger.notice_diff(&old, &new, None)?;
    /// assert!(diff.ends.contains("jobs"));
    /// assert!(diff.text(Lang::Ja).contains("再同意が必要（個人情報保護法第27条第1項）"));
    /// // The new version did not say so: consent would have gone on as if nothing had happened.
    /// assert!(diff.is_contradictory() && diff.marked(&new)?.is_material_for("jobs"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn notice_diff(
        &self,
        old: &Notice,
        new: &Notice,
        at: Option<DateTime<Utc>>,
    ) -> Result<NoticeDiff, Error> {
        for (name, notice) in [("old", old), ("new", new)] {
            self.check_version(notice).map_err(|error| error.within(name))?;
        }
        if old.id != new.id {
            let message = format!("expected a version of notice `{}`, got `{}`", old.id, new.id);
            return Err(Error::inconsistent(message).within("id").within("new"));
        }
        if old.version >= new.version {
            let message = format!("expected a version after {}, got {}", old.version, new.version);
            return Err(Error::inconsistent(message).within("version").within("new"));
        }
        let at = at.or(new.effective_from).ok_or_else(|| {
            Error::missing("expected an instant, or a new version that says when it takes effect")
                .within("at")
        })?;
        Ok(self.diff_at(old, new, at))
    }

    /// The pairs of neighbouring versions on file whose difference contradicts what the later one says about itself: it is
    /// not `material` though rules ask for consent again, or it is and nothing that can be compared differs so much. Each by
    /// the rules in force when the later version takes effect, at `at` where it does not say when.
    ///
    /// Nothing on file is changed. Until a version is marked, consent under the earlier one goes on.
    #[must_use]
    pub fn notice_contradictions(&self, at: DateTime<Utc>) -> Vec<NoticeDiff> {
        let notices: Vec<_> = self.notices().collect();
        let pairs = notices.windows(2).filter_map(|pair| match pair {
            [old, new] if old.id == new.id => Some((*old, *new)),
            _ => None,
        });
        let diffs = pairs.map(|(old, new)| self.diff_at(old, new, new.effective_from.unwrap_or(at)));
        diffs.filter(NoticeDiff::is_contradictory).collect()
    }

    /// That a version can be used here: it is well formed, and on file it is the same or absent.
    pub(in crate::consent) fn check_version(&self, notice: &Notice) -> Result<(), Error> {
        let purposes = self.purposes().map(|purpose| (purpose.id.clone(), purpose.clone())).collect();
        notice.check(&purposes)?;
        let mut known =
            self.notices().filter(|known| (&known.id, known.version) == (&notice.id, notice.version));
        if known.any(|known| known.hash() != notice.hash()) {
            let message = format!(
                "expected notice `{}` version {} as it is on file, found it changed",
                notice.id, notice.version
            );
            return Err(Error::inconsistent(message));
        }
        Ok(())
    }

    /// The difference of two versions that were checked.
    pub(in crate::consent) fn diff_at(&self, old: &Notice, new: &Notice, at: DateTime<Utc>) -> NoticeDiff {
        let between: Vec<_> = self
            .notices()
            .filter(|of| of.id == new.id && old.version < of.version && of.version < new.version)
            .collect();
        let mut differences = old.differences_through(&between, new);
        let mut consequences: BTreeMap<_, _> =
            self.regimes_in_use().into_iter().map(|of| (of.to_owned(), NoticeConsequence::None)).collect();
        let mut asks = BTreeSet::new();
        for difference in &mut differences {
            difference.rulings = self.rulings(difference, at);
            let named = difference.purposes.iter().map(|purpose| self.said(purpose)).collect::<Argument>();
            difference.reason = difference.reason.clone().with("purposes", named);
            for ruling in &difference.rulings {
                if let Some(strictest) = consequences.get_mut(&ruling.regime) {
                    *strictest = ruling.consequence.max(*strictest);
                }
                if ruling.consequence == NoticeConsequence::AskAgain {
                    asks.extend(ruling.purposes.iter().cloned());
                }
            }
        }
        let on_consent = |id: &String| {
            self.purposes().any(|purpose| purpose.id == *id && purpose.legal_basis == LegalBasis::Consent)
        };
        let carried = |id: &String| old.purposes.contains(id) && new.purposes.contains(id);
        asks.extend(new.purposes.iter().filter(|id| !carried(id) && on_consent(id)).cloned());
        let ends: BTreeSet<_> = asks.iter().filter(|id| carried(id) && on_consent(id)).cloned().collect();
        let reference = |notice: &Notice| NoticeRef {
            id: notice.id.clone(),
            version: notice.version,
            hash: Some(notice.hash()),
        };
        let mut diff = NoticeDiff {
            from: reference(old),
            to: reference(new),
            at,
            differences,
            consequences,
            asks,
            ends,
            findings: Vec::new(),
        };
        diff.findings = self.findings(&diff, old, new);
        diff
    }
}
