//! The law of a ledger: which packs it answers under, and who is under which regimes.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::law::{touched_channels, touches};
use super::ledger::Ledger;
use super::pack::Pack;
use super::packs::{Law, Packs, Regimes, RuleChange, check_days};
use crate::Error;

impl Ledger {
    /// Answers under these packs from now on, instead of any before.
    ///
    /// With packs, every question is held against the rules of the subject's regimes that are in force at its instant, and
    /// the strictest one decides. A subject whose regimes nobody has named is under all of them.
    ///
    /// # Errors
    ///
    /// Those of [`Packs::new`], and [`UnknownName`](crate::ErrorKind::UnknownName) where a regime that the ledger was told
    /// of before is in no pack.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::{Channel, Ledger, LegalBasis, Pack, Purpose, Question, Regimes};
    /// use alumni_core::text::Localized;
    ///
    /// let news = Purpose::new("news", Localized::same("News"), LegalBasis::LegitimateInterest);
    /// let ledger = Ledger::new([news], [])?
    ///     .with_packs([Pack::shipped("eu-gdpr-eprivacy")?])?
    ///     .with_regimes(Regimes::everyone(["eu"]))?;
    /// let answer = ledger.may(&Question::new("w-0471", "news", Channel::Email, "2026-04-01T00:00:00Z".parse()?))?;
    /// assert!(answer.to_string().starts_with("Denied: Directive 2002/58/EC Art. 13(1) requires consent"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_packs(mut self, packs: impl IntoIterator<Item = Pack>) -> Result<Self, Error> {
        let packs = Packs::new(packs)?;
        self.regimes.check(&packs)?;
        self.packs = packs;
        Ok(self)
    }

    /// Says who is under which regimes, instead of anything said before.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a regime that is in none of the ledger's packs.
    pub fn with_regimes(mut self, regimes: Regimes) -> Result<Self, Error> {
        regimes.check(&self.packs)?;
        self.regimes = regimes;
        Ok(self)
    }

    /// The packs it answers under.
    #[must_use]
    pub fn packs(&self) -> &Packs {
        &self.packs
    }

    /// Who is under which regimes.
    #[must_use]
    pub fn regimes(&self) -> &Regimes {
        &self.regimes
    }

    /// What changes for this ledger from `from` to `until`, both included: the rules that begin or cease to apply under a
    /// regime that anybody here is under, with the purposes and channels they touch. Rules that touch none are left out.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::{Channel, Ledger, LegalBasis, Pack, Purpose, Regimes};
    /// use alumni_core::text::Localized;
    ///
    /// let jobs = Purpose::new("jobs", Localized::same("Jobs"), LegalBasis::Consent).channels([Channel::Sms]);
    /// let ledger = Ledger::new([jobs], [])?
    ///     .with_packs([Pack::shipped("us-canspam-tcpa-ccpa")?])?
    ///     .with_regimes(Regimes::everyone(["us"]))?;
    /// let changes = ledger.changes_between("2027-01-31".parse()?, "2027-01-31".parse()?)?;
    /// assert!(changes.iter().any(|change| change.rule == "us-tcpa-revoke-all" && change.purposes.contains("jobs")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for an `until` before `from`.
    pub fn changes_between(&self, from: NaiveDate, until: NaiveDate) -> Result<Vec<RuleChange>, Error> {
        check_days(from, until)?;
        let named: BTreeSet<&str> = (self.regimes.everyone.iter())
            .chain(self.regimes.subjects.values().flatten())
            .map(String::as_str)
            .collect();
        // Somebody without a regime of their own is under all of them.
        let all = self.regimes.everyone.is_empty();
        let governed = |law: &Law<'_>| all || named.iter().any(|of| law.rule.governs(of));
        let changes = self.packs.changes(from, until).filter(|(_, law)| governed(law));
        let mut touched: Vec<_> = changes
            .filter_map(|(mut change, law)| {
                for purpose in self.purposes().filter(|purpose| touches(law.rule, purpose)) {
                    change.purposes.insert(purpose.id.clone());
                    change.channels.extend(touched_channels(law.rule, purpose));
                }
                (!change.purposes.is_empty()).then_some(change)
            })
            .collect();
        touched.sort_by_key(|change| change.on);
        Ok(touched)
    }

    /// Whether it is known of `subject` under which regimes they are.
    pub(super) fn knows_regimes(&self, subject: &str) -> bool {
        !self.regimes.everyone.is_empty()
            || self.regimes.subjects.get(subject).is_some_and(|of| !of.is_empty())
    }

    /// Those of `named` that the packs know: a record from elsewhere may name others.
    pub(super) fn known_regimes(&self, named: &[String]) -> Vec<String> {
        named.iter().filter(|of| self.packs.check_regime(of).is_ok()).cloned().collect()
    }

    /// The laws that govern `subject`, who is also under `more`.
    pub(super) fn laws_of<'l: 'q, 'q>(
        &'l self,
        subject: &str,
        more: &'q [String],
    ) -> impl Iterator<Item = Law<'l>> + Clone + use<'l, 'q> {
        let own = self.regimes.subjects.get(subject);
        let named = (self.regimes.everyone.iter()).chain(own.into_iter().flatten()).chain(more);
        let named: Vec<&'q str> = named.map(String::as_str).collect();
        self.packs.laws().filter(move |law| named.is_empty() || named.iter().any(|of| law.rule.governs(of)))
    }
}
