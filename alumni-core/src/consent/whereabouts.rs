//! Where recipients are: a fact of theirs, so that not every question has to say it.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::Ledger;
use super::pack::check_country;
use super::purpose::check_id;
use super::question::Question;
use crate::Error;

const FIELD: &str = "recipient_countries";

impl Ledger {
    /// Says in which country (ISO 3166-1 alpha-2) recipients are, instead of anything said before.
    ///
    /// Every question that names such a recipient and no country is asked as if it named this one, whoever asks: a country that a
    /// question or a directory names is preferred. Where nobody says it, a recipient counts as abroad.
    ///
    /// # Errors
    ///
    /// [`Duplicate`](crate::ErrorKind::Duplicate) for a recipient that comes twice, those of an event for one that could be none,
    /// and [`Syntax`](crate::ErrorKind::Syntax) for something else than a country; the path says where
    /// (`recipient_countries.all_alumni`).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::{Ledger, Question};
    ///
    /// let ledger = Ledger::from_json(
    ///     r#"{"purposes": [{"id": "work", "title": "Employer", "legal_basis": "consent", "class": "directory"}],
    ///         "notices": [{"id": "n", "version": 1, "purposes": ["work"], "text": {"en": "Other alumni see your employer."},
    ///                      "recipients": [{"id": "all_alumni", "role": "third_party"}], "transfers": []}],
    ///         "packs": ["jp-appi"], "regimes": {"everyone": ["jp"]},
    ///         "events": [
    ///             {"source": "s", "id": "1", "subject": "w", "purpose": "work", "kind": "notice_shown",
    ///              "notice": {"id": "n", "version": 1}, "occurred_at": "2026-03-01T00:00:00Z", "received_at": "2026-03-01T00:00:00Z"},
    ///             {"source": "s", "id": "2", "subject": "w", "purpose": "work", "kind": "given", "recipient": "all_alumni",
    ///              "employment_state": "former",
    ///              "notice": {"id": "n", "version": 1}, "occurred_at": "2026-03-01T00:00:00Z", "received_at": "2026-03-01T00:00:00Z"}]}"#,
    /// )?;
    /// let question = Question::new("w", "work", None, "2026-05-01T00:00:00Z".parse()?).recipient("all_alumni");
    /// assert!(!ledger.may(&question)?.is_allowed()); // Abroad, for all that anybody said.
    /// let ledger = ledger.with_recipient_countries([("all_alumni", "JP")])?;
    /// assert!(ledger.may(&question)?.is_allowed());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_recipient_countries<R: Into<String>, C: Into<String>>(
        mut self,
        countries: impl IntoIterator<Item = (R, C)>,
    ) -> Result<Self, Error> {
        let mut known = BTreeMap::new();
        for (recipient, country) in countries {
            let (recipient, country) = (recipient.into(), country.into());
            check_id(&recipient).map_err(|error| error.within(FIELD))?;
            let path = format!("{FIELD}.{recipient}");
            check_country(&country).map_err(|error| error.within(path.as_str()))?;
            if known.insert(recipient, country).is_some() {
                return Err(Error::duplicate("expected one country of a recipient").within(path));
            }
        }
        self.recipient_countries = known;
        Ok(self)
    }

    /// In which country recipients are, as far as the ledger knows.
    #[must_use]
    pub fn recipient_countries(&self) -> &BTreeMap<String, String> {
        &self.recipient_countries
    }

    /// Where the recipient of `question` is: as it says itself, or else as the ledger knows.
    pub(super) fn country_for<'a>(&'a self, question: &'a Question) -> Option<&'a str> {
        self.country_of(question.recipient.as_deref(), question.country.as_deref())
    }

    /// Countries in which a recipient may be with answers of their own: of those that every pack and every notice treats alike, one.
    pub(super) fn telling_countries(&self) -> Vec<String> {
        let homes = || self.packs.iter().map(|pack| &pack.home);
        let told = || self.notices().flat_map(|notice| notice.transfers.iter().flatten());
        let named: BTreeSet<&String> =
            homes().flatten().chain(told().filter_map(|to| to.country.as_ref())).collect();
        let mut alike = BTreeMap::new();
        for country in named.into_iter().filter(|_| !self.packs.is_empty()) {
            let at_home: Vec<bool> = homes().map(|home| home.contains(country)).collect();
            // Each transfer may be about purposes of its own.
            let is_told: Vec<bool> = told().map(|to| to.country.as_ref() == Some(country)).collect();
            alike.entry((at_home, is_told)).or_insert_with(|| country.clone());
        }
        alike.into_values().collect()
    }

    /// Where `recipient` is: in `said`, where that is said.
    pub(super) fn country_of<'a>(
        &'a self,
        recipient: Option<&str>,
        said: Option<&'a str>,
    ) -> Option<&'a str> {
        said.or_else(|| self.recipient_countries.get(recipient?).map(String::as_str))
    }
}
