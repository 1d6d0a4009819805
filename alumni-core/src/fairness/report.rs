//! One document of everything that was found, for those who read and those who keep it.

mod families;
mod page;
mod question;
mod say;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use families::{Adjustment, ComparisonFamily};
pub use question::{ReportEntry, ReportQuestion, ReportedFinding};

use super::{RulePack, Standard, Verdict};
use crate::Error;
use crate::text::{Lang, Localized, Page, Reason};

/// Everything that was found, as one document: each finding with its figures and its sentences in English and Japanese, the
/// families of comparisons, the rules it rests on with their dates and sources, and a fingerprint of its input.
///
/// It is written as JSON, Markdown or HTML, and is the same byte for byte from every language. It holds whatever its findings
/// hold, small groups included: it is for those who may see them. It never says what follows in law.
///
/// # Example
///
/// ```
/// use alumni_core::Lang;
/// use alumni_core::fairness::{self, ReportEntry, ReportQuestion, Verdict};
///
/// let offers = fairness::selection([("women", 52, 24), ("men", 80, 48)])?;
/// let question = ReportQuestion::new("2026-03-31".parse()?).with(ReportEntry::new("offers", offers));
/// let report = fairness::report(&question)?;
/// assert_eq!(report.verdict, Some(Verdict::Insufficient));
/// assert!(report.markdown(Lang::Ja).contains("| 群    | 対象者 | 通過者 |"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FairnessReport {
    /// What the report is called.
    pub title: Localized,
    /// The day that the findings are stated for.
    pub as_of: NaiveDate,
    /// The version of the library that made it.
    pub library_version: String,
    /// The highest verdict of the findings that have one.
    pub verdict: Option<Verdict>,
    /// The findings in the order of the question.
    pub sections: Vec<ReportSection>,
    /// The families of comparisons, each with how its p-values are adjusted.
    pub families: Vec<ComparisonFamily>,
    /// The rules and methods that findings rest on, by id.
    pub rules: Vec<AppliedRule>,
    /// SHA-256 of the question as JSON on one line, keys in the order of its schema, in hexadecimal. It is of what the report
    /// says, and therefore tells nothing that the report does not.
    pub input_hash: String,
    /// What the report is not.
    pub screening: Localized,
}

/// One finding of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReportSection {
    /// The id.
    pub id: String,
    /// The heading.
    pub title: Localized,
    /// What it asks of its reader; absent for figures without a verdict.
    pub verdict: Option<Verdict>,
    /// What was found, in sentences; lines are divided by line feeds.
    pub text: Localized,
    /// The ids of the rules it rests on.
    pub rules: Vec<String>,
    /// The ids of the families its comparisons belong to.
    pub families: Vec<String>,
    /// A fingerprint of what the finding was made from: the one given, or the finding's own; absent where it carries none, as what
    /// decisions hang on, and none was given.
    pub input_hash: Option<String>,
    /// The finding. In a declared family its p-values are adjusted for all comparisons of the family.
    pub finding: ReportedFinding,
}

/// A rule that findings of a report rest on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AppliedRule {
    /// The id.
    pub id: String,
    /// The version.
    pub version: u32,
    /// What people call it.
    pub title: Localized,
    /// Where it is written; absent where a standard does not say.
    pub source: Option<String>,
    /// The first day on which it is in effect.
    pub effective_from: Option<NaiveDate>,
    /// The last day on which it is.
    pub effective_until: Option<NaiveDate>,
    /// Whether it is in effect on the day of the report; absent where it has no dates.
    pub in_effect: Option<bool>,
    /// What else is to be known.
    pub note: Option<Localized>,
}

/// More findings than a report can be read with.
const MOST_FINDINGS: usize = 1_000;
const LONGEST: usize = 1_000;

/// Puts findings together to one report.
///
/// Selections of one declared family have their p-values adjusted for all comparisons of the family, and a fingerprint that is given takes
/// the place of a finding's own; nothing else of a finding changes.
///
/// # Errors
///
/// With the place (`findings[2].id`): [`Missing`](crate::ErrorKind::Missing) for no finding or an empty id,
/// [`Duplicate`](crate::ErrorKind::Duplicate) for an id given twice, [`TooLarge`](crate::ErrorKind::TooLarge) for more than
/// 1,000 findings or a text of more than 1,000 bytes, [`Inconsistent`](crate::ErrorKind::Inconsistent) for a family of what
/// is no selection and for a rule that ends before it begins.
pub fn report(question: &ReportQuestion) -> Result<FairnessReport, Error> {
    checked(question)?;
    let mut findings: Vec<ReportedFinding> =
        question.findings.iter().map(|entry| entry.finding.clone()).collect();
    let families = families::adjust(&question.findings, &mut findings);
    let packs = packs(&question.rules)?;
    let mut rules: BTreeMap<(String, u32), AppliedRule> = BTreeMap::new();
    let mut sections = Vec::with_capacity(findings.len());
    for (entry, mut finding) in question.findings.iter().zip(findings) {
        let input_hash = fingerprint(entry, &mut finding);
        let applied = applied(&finding, &packs, question.as_of);
        let ids = applied.iter().map(|rule| rule.id.clone()).collect();
        rules.extend(applied.into_iter().map(|rule| ((rule.id.clone(), rule.version), rule)));
        let belongs = |family: &&ComparisonFamily| family.findings.contains(&entry.id);
        sections.push(ReportSection {
            id: entry.id.clone(),
            title: entry.title.clone().unwrap_or_else(|| kind_title(finding.kind())),
            verdict: finding.verdict(),
            text: localized(|lang| say::text(&finding, lang)),
            rules: ids,
            families: families.iter().filter(belongs).map(|family| family.id.clone()).collect(),
            input_hash,
            finding,
        });
    }
    // Texts, whole numbers and finite floats: there is nothing that cannot be written.
    let input = serde_json::to_string(question).unwrap_or_default();
    Ok(FairnessReport {
        title: question.title.clone().unwrap_or_else(|| kind_title("report")),
        as_of: question.as_of,
        library_version: env!("CARGO_PKG_VERSION").to_owned(),
        verdict: sections.iter().filter_map(|section| section.verdict).max(),
        sections,
        families,
        rules: rules.into_values().collect(),
        input_hash: crate::document::sha256([input]),
        screening: localized(|lang| Reason::new("report-screening").text(lang)),
    })
}

/// The fingerprint that was given, which takes the place of the finding's own there too, or the finding's own.
fn fingerprint(entry: &ReportEntry, finding: &mut ReportedFinding) -> Option<String> {
    let own = finding.input_hash();
    match (&entry.input_hash, own) {
        (Some(given), Some(own)) => own.clone_from(given),
        (None, own) => return own.cloned(),
        _ => {}
    }
    entry.input_hash.clone()
}

fn checked(question: &ReportQuestion) -> Result<(), Error> {
    if question.findings.is_empty() {
        return Err(Error::missing("expected at least one finding").within("findings"));
    }
    if question.findings.len() > MOST_FINDINGS {
        return Err(Error::too_large("expected at most 1000 findings").within("findings"));
    }
    let mut seen = BTreeSet::new();
    for (index, entry) in question.findings.iter().enumerate() {
        let at = |error: Error, field: &str| error.within(field).within(format!("findings[{index}]"));
        let texts = [
            ("id", Some(&entry.id)),
            ("family", entry.family.as_ref()),
            ("input_hash", entry.input_hash.as_ref()),
        ];
        for (field, text) in texts {
            match text {
                Some(text) if text.trim().is_empty() => {
                    return Err(at(Error::missing("expected a text"), field));
                }
                Some(text) if text.len() > LONGEST => {
                    return Err(at(Error::too_large("expected a text of at most 1000 bytes"), field));
                }
                _ => {}
            }
        }
        if !seen.insert(entry.id.as_str()) {
            let error = Error::duplicate(format!("expected each id once, got `{}` again", entry.id));
            return Err(at(error, "id"));
        }
        if entry.family.is_some() && !matches!(entry.finding, ReportedFinding::Selection(_)) {
            let error = Error::inconsistent(format!("expected a selection, got {}", entry.finding.kind()));
            return Err(at(error, "family"));
        }
    }
    Ok(())
}

/// The library's packs and the caller's, which come first.
fn packs(own: &[RulePack]) -> Result<Vec<RulePack>, Error> {
    let mut packs: Vec<RulePack> = Vec::new();
    for (index, pack) in own.iter().enumerate() {
        pack.checked().map_err(|error| error.within(format!("rules[{index}]")))?;
        if packs.iter().any(|other| other.id == pack.id) {
            let error = Error::duplicate(format!("expected each rule once, got `{}` again", pack.id));
            return Err(error.within("id").within(format!("rules[{index}]")));
        }
        packs.push(pack.clone());
    }
    for id in RulePack::ids() {
        let shipped = RulePack::shipped(id)?;
        match packs.iter_mut().find(|pack| pack.id == id) {
            // It takes the place of the library's for the same findings, unless it names others.
            Some(own) if own.findings.is_empty() => own.findings = shipped.findings,
            Some(_) => {}
            None => packs.push(shipped),
        }
    }
    Ok(packs)
}

/// The standard of a finding or the pack of that standard, and otherwise the packs of its kind.
fn applied(finding: &ReportedFinding, packs: &[RulePack], as_of: NaiveDate) -> Vec<AppliedRule> {
    let of_pack = |pack: &RulePack| AppliedRule {
        id: pack.id.clone(),
        version: pack.version,
        title: pack.title.clone(),
        source: Some(pack.source.clone()),
        effective_from: pack.effective_from,
        effective_until: pack.effective_until,
        in_effect: pack.in_effect(as_of),
        note: pack.note.clone(),
    };
    let of_kind = |pack: &&RulePack| pack.findings.iter().any(|kind| kind == finding.kind());
    match finding.standard() {
        None => packs.iter().filter(of_kind).map(of_pack).collect(),
        Some(standard) => {
            let same =
                |pack: &&RulePack| (pack.id.as_str(), pack.version) == (standard.id(), standard.version());
            vec![packs.iter().find(same).map_or_else(|| of_standard(standard, as_of), of_pack)]
        }
    }
}

fn of_standard(standard: &Standard, as_of: NaiveDate) -> AppliedRule {
    AppliedRule {
        id: standard.id().to_owned(),
        version: standard.version(),
        title: standard.title().clone(),
        source: standard.source().map(str::to_owned),
        effective_from: standard.effective_from(),
        effective_until: None,
        in_effect: standard.effective_from().map(|from| from <= as_of),
        note: None,
    }
}

impl ReportedFinding {
    fn standard(&self) -> Option<&Standard> {
        match self {
            Self::Selection(found) => Some(&found.standard),
            Self::Strata(found) => Some(&found.standard),
            Self::Table(found) => Some(&found.standard),
            Self::Thresholds(found) => Some(&found.standard),
            Self::PublishedSelection(found) => Some(&found.standard),
            Self::PolicyGap(found) => Some(&found.report.selection.standard),
            _ => None,
        }
    }
}

fn localized(text: impl Fn(Lang) -> String) -> Localized {
    Localized::new(text(Lang::En), text(Lang::Ja))
}

fn kind_title(kind: &str) -> Localized {
    let reason = Reason::new(format!("report-kind-{}", kind.replace('_', "-")));
    localized(|lang| reason.text(lang))
}

impl FairnessReport {
    /// The report as a page in `lang`.
    #[must_use]
    pub fn page(&self, lang: Lang) -> Page {
        page::page(self, lang)
    }

    /// The report in Markdown in `lang`, its tables aligned as a terminal shows them; ends in a line feed.
    #[must_use]
    pub fn markdown(&self, lang: Lang) -> String {
        self.page(lang).markdown_aligned()
    }

    /// The report as one HTML document in `lang` that needs nothing else.
    #[must_use]
    pub fn html(&self, lang: Lang) -> String {
        self.page(lang).html()
    }
}

impl fmt::Display for FairnessReport {
    /// The English Markdown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.markdown(Lang::En))
    }
}
