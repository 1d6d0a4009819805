use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::answer::{Answer, Duty, Obligation, Verdict, phrase};
use super::event::EventKey;
use super::instant;
use super::ledger::Ledger;
use super::pack::check_country;
use super::purpose::check_id;
use super::question::Question;
use super::titles::titled;
use super::words::words;
use crate::calendar;
use crate::text::{Argument, Clock, Lang, Localized, Reason};
use crate::{Error, document};

words! {
    /// Who looks at a directory. A yes for one audience is none for another, not even for a smaller one.
    Audience, "audience" {
        /// Former colleagues of the same team.
        SameTeam = "same_team",
        /// Every member of the network.
        AllAlumni = "all_alumni",
        /// Those who recruit for the company.
        Recruiters = "recruiters",
        /// Other companies of the group.
        GroupCompanies = "group_companies",
        /// Anybody in another country.
        Abroad = "abroad",
    }
}

words! {
    /// Who puts the data where others see it.
    ProvidedBy, "provider" {
        /// The operator, out of what it holds: each provision is recorded where a rule asks for that.
        Operator = "operator",
        /// The person, by posting a profile: nothing is recorded.
        Subject = "subject",
    }
}

/// A directory of people: which fields it has, and which purpose covers each.
///
/// A yes is an event about the field's purpose whose `recipient` is the audience's word, such as `all_alumni`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Directory {
    /// The fields, in the order in which they are shown.
    pub fields: Vec<DirectoryField>,
    /// Who puts the data there.
    pub provided_by: ProvidedBy,
    /// The country (ISO 3166-1 alpha-2) in which every audience but `abroad` is; absent for where the ledger knows each to be.
    /// Where it knows none, an audience counts as abroad.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// One field of a directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DirectoryField {
    /// The field's id, such as `employer`.
    pub id: String,
    /// What people read.
    pub title: Localized,
    /// The purpose that covers it; several fields may share one.
    pub purpose: String,
}

impl Directory {
    /// Reads a directory from TOML or JSON.
    ///
    /// # Errors
    ///
    /// Text that is not a directory, with line and column; a field that comes twice.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::Directory;
    ///
    /// let directory = Directory::parse(r#"
    /// provided_by = "operator"
    /// country = "JP"
    /// fields = [{ id = "employer", title = { en = "Employer", ja = "勤務先" }, purpose = "directory_work" }]
    /// "#)?;
    /// assert_eq!(directory.fields.len(), 1);
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, Error> {
        let directory: Self = document::from_document(text)?;
        directory.check()?;
        Ok(directory)
    }

    /// Where an audience is, as far as the directory says.
    pub(super) fn country_of(&self, audience: Audience) -> Option<&str> {
        self.country.as_deref().filter(|_| audience != Audience::Abroad)
    }

    fn check(&self) -> Result<(), Error> {
        let mut known = std::collections::BTreeSet::new();
        for (place, field) in self.fields.iter().enumerate() {
            let path = || format!("fields[{place}]");
            check_id(&field.id).map_err(|error| error.within("id").within(path()))?;
            if !known.insert(&field.id) {
                let error = Error::duplicate(format!("expected one field with the id `{}`", field.id));
                return Err(error.within("id").within(path()));
            }
        }
        if let Some(country) = &self.country {
            check_country(country).map_err(|error| error.within("country"))?;
        }
        Ok(())
    }
}

/// Who may see which field of one person, at an instant and as known at an instant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DirectoryMatrix {
    /// Whom it is about.
    pub subject: String,
    /// The instant of the question.
    #[serde(deserialize_with = "instant::utc")]
    pub at: DateTime<Utc>,
    /// As it was known at this instant; absent for everything known.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "instant::optional_utc")]
    pub known_at: Option<DateTime<Utc>>,
    /// Every field with every audience, by field.
    pub cells: Vec<DirectoryCell>,
    /// What has to be recorded when what is allowed is shown: one record for each audience.
    pub provisions: Vec<ProvisionRecord>,
}

/// One field and one audience.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DirectoryCell {
    /// The field's id.
    pub field: String,
    /// What people read for the field; its id where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Localized>,
    /// Who would see it.
    pub audience: Audience,
    /// Whether they may.
    pub verdict: Verdict,
    /// Why: first the reason that decided.
    pub reasons: Vec<Reason>,
    /// The events the reasons rest on.
    pub evidence: Vec<EventKey>,
    /// What rules ask for when it is shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<Duty>,
}

/// The record of providing somebody's data to an audience.
///
/// # Source
///
/// 個人情報の保護に関する法律 Art. 29 and 30: the recipient, the principal, the items, and the fact of consent, which the events
/// prove.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ProvisionRecord {
    /// Whose data it is.
    pub subject: String,
    /// To whom it is provided.
    pub recipient: Audience,
    /// The fields.
    pub items: Vec<String>,
    /// What people read for the fields; their ids where they are absent.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub titles: BTreeMap<String, Localized>,
    /// The consent it rests on.
    pub consent: Vec<EventKey>,
    /// When.
    #[serde(deserialize_with = "instant::utc")]
    pub at: DateTime<Utc>,
    /// The rules that ask for it.
    pub rules: Vec<String>,
    /// The first day on which it need no longer be kept, in UTC; absent where no rule sets a length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_until: Option<NaiveDate>,
}

impl Audience {
    /// The words people read.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        phrase(&format!("consent-audience-{}", self.as_str().replace('_', "-")), lang)
    }
}

impl DirectoryCell {
    /// Field, audience, verdict and reasons in one line.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        self.text_at(lang, Clock::utc())
    }

    /// The same with days and times as a clock shows them; [`text`](Self::text) has them in UTC.
    #[must_use]
    pub fn text_at(&self, lang: Lang, clock: Clock) -> String {
        let because = self.verdict.because_at(&self.reasons, lang, clock);
        let audience = self.audience.text(lang);
        let field = self.title.as_ref().map_or(self.field.as_str(), |title| title.text(lang));
        match lang {
            Lang::En => format!("{field} for {audience}: {because}"),
            Lang::Ja => format!("{field}（{audience}）：{because}"),
        }
    }
}

impl ProvisionRecord {
    /// The record as a reason: `consent-provision-until` with the day until which it is kept, or `consent-provision` where no
    /// rule sets a length.
    #[must_use]
    pub fn reason(&self) -> Reason {
        let items: Argument = self.items.iter().map(|id| titled(self.titles.get(id), id)).collect();
        let events: Argument = self.consent.iter().map(|key| key.id.as_str()).collect();
        let audience = Localized::new(self.recipient.text(Lang::En), self.recipient.text(Lang::Ja));
        let reason = match self.keep_until {
            Some(day) => Reason::new("consent-provision-until").with("until", day),
            None => Reason::new("consent-provision"),
        };
        let reason = reason.with("subject", self.subject.as_str()).with("audience", audience);
        reason.with("items", items).with("events", events).with("at", self.at)
    }

    /// The record in one line.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        self.reason().text(lang)
    }
}

impl DirectoryMatrix {
    /// Every field with every audience, then what has to be recorded, line by line.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        self.text_at(lang, Clock::utc())
    }

    /// The same with days and times as a clock shows them; [`text`](Self::text) has them in UTC.
    #[must_use]
    pub fn text_at(&self, lang: Lang, clock: Clock) -> String {
        let cells = self.cells.iter().map(|cell| cell.text_at(lang, clock));
        let provisions = self.provisions.iter().map(|record| record.reason().text_at(lang, clock));
        let lines: Vec<_> = cells.chain(provisions).collect();
        lines.join("\n")
    }
}

impl fmt::Display for DirectoryMatrix {
    /// In English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl Ledger {
    /// Who may see which field of `subject` at `at`, as known at `known_at` (`None` for everything known): on a past date,
    /// who could.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a field whose purpose is not known here; those of
    /// [`Directory::parse`], and those of an event for a subject that could be none.
    pub fn directory(
        &self,
        directory: &Directory,
        subject: &str,
        at: DateTime<Utc>,
        known_at: Option<DateTime<Utc>>,
    ) -> Result<DirectoryMatrix, Error> {
        directory.check()?;
        self.whom(subject)?;
        let mut cells = Vec::new();
        for (place, field) in directory.fields.iter().enumerate() {
            for audience in Audience::ALL.iter().copied() {
                let mut question =
                    Question::new(subject, field.purpose.as_str(), None, at).recipient(audience.as_str());
                question.known_at = known_at;
                question.country = directory.country_of(audience).map(str::to_owned);
                let answer = self.may(&question).map_err(|error| error.within(format!("fields[{place}]")))?;
                let Answer { verdict, reasons, evidence, duties, .. } = answer;
                let title = Some(field.title.clone()).filter(|title| *title != Localized::default());
                let field = field.id.clone();
                cells.push(DirectoryCell { field, title, audience, verdict, reasons, evidence, duties });
            }
        }
        let audiences =
            Audience::ALL.iter().copied().filter(|_| directory.provided_by == ProvidedBy::Operator);
        let provisions = audiences.filter_map(|audience| provision(&cells, subject, audience, at)).collect();
        Ok(DirectoryMatrix { subject: subject.to_owned(), at, known_at, cells, provisions })
    }
}

fn provision(
    cells: &[DirectoryCell],
    subject: &str,
    recipient: Audience,
    at: DateTime<Utc>,
) -> Option<ProvisionRecord> {
    let mut record = ProvisionRecord {
        subject: subject.to_owned(),
        recipient,
        items: Vec::new(),
        titles: BTreeMap::new(),
        consent: Vec::new(),
        at,
        rules: Vec::new(),
        keep_until: None,
    };
    let shown = cells.iter().filter(|cell| cell.audience == recipient && cell.verdict == Verdict::Allowed);
    for cell in shown {
        let asked: Vec<_> =
            cell.duties.iter().filter(|duty| duty.obligation == Obligation::ProvisionRecord).collect();
        if asked.is_empty() {
            continue;
        }
        record.items.push(cell.field.clone());
        record.titles.extend(cell.title.clone().map(|title| (cell.field.clone(), title)));
        record.consent.extend(cell.evidence.iter().cloned());
        for duty in asked {
            record.rules.push(duty.rule.clone());
            let until = duty.keep_for.and_then(|length| calendar::add(at.date_naive(), length));
            record.keep_until = record.keep_until.max(until);
        }
    }
    record.consent.sort_unstable();
    record.consent.dedup();
    record.rules.sort_unstable();
    record.rules.dedup();
    (!record.items.is_empty()).then_some(record)
}
