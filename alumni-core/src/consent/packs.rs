use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::kind::Channel;
use super::pack::Pack;
use super::rule::{Effect, RevocationScope, Rule, check_regime, covers};
use super::unknown::unknown;
use super::words::words;
use crate::Error;
use crate::text::Localized;

/// Several packs together: the law that a ledger answers under.
///
/// # Example
///
/// ```
/// use alumni_core::consent::{Pack, Packs};
///
/// let packs = Packs::new([Pack::shipped("us-canspam-tcpa-ccpa")?])?;
/// let changes = packs.changes_between("2027-01-01".parse()?, "2027-03-01".parse()?)?;
/// assert_eq!(changes[0].rule, "us-tcpa-revoke-topic");
/// assert_eq!(changes[0].on.to_string(), "2027-01-31");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packs {
    packs: Vec<Pack>,
    /// Pack, rule, beginning and end, in the order of the documents.
    timed: Vec<Timed>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Timed {
    pack: usize,
    rule: usize,
    from: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
}

/// A rule with its pack and the instants between which it is in force.
#[derive(Clone, Copy, Debug)]
pub(super) struct Law<'p> {
    pub(super) pack: &'p Pack,
    pub(super) rule: &'p Rule,
    pub(super) from: DateTime<Utc>,
    pub(super) until: Option<DateTime<Utc>>,
}

impl PartialEq for Law<'_> {
    /// One rule of one pack is one law.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.rule, other.rule) && std::ptr::eq(self.pack, other.pack)
    }
}

impl Law<'_> {
    pub(super) fn in_force(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

words! {
    /// What happens to a rule on a day.
    RuleChangeKind, "change" {
        /// It begins to apply.
        Begins = "begins",
        /// It ceases to apply.
        Ends = "ends",
    }
}

/// A rule that begins or ceases to apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RuleChange {
    /// The day, on the calendar of the pack.
    pub on: NaiveDate,
    /// Whether it begins or ends.
    pub change: RuleChangeKind,
    /// The pack's id.
    pub pack: String,
    /// The rule's id.
    pub rule: String,
    /// Where it applies.
    pub regime: String,
    /// Law and article.
    pub article: Localized,
    /// What it asks for.
    pub text: Localized,
    /// The purposes of the ledger that it touches, sorted; empty where no ledger was asked.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub purposes: BTreeSet<String>,
    /// The channels of those purposes that it touches; empty where no ledger was asked, and for uses without any.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub channels: BTreeSet<Channel>,
}

impl Packs {
    /// Puts packs together.
    ///
    /// # Errors
    ///
    /// [`Duplicate`](crate::ErrorKind::Duplicate) for two packs or two rules with one id, and those of [`Pack::parse`].
    pub fn new(packs: impl IntoIterator<Item = Pack>) -> Result<Self, Error> {
        let packs: Vec<_> = packs.into_iter().collect();
        let (mut ids, mut rules) = (BTreeSet::new(), BTreeSet::new());
        let mut timed = Vec::new();
        for (place, pack) in packs.iter().enumerate() {
            let path = format!("packs[{place}]");
            pack.check().map_err(|error| error.within(path.as_str()))?;
            if !ids.insert(pack.id.as_str()) {
                let error = Error::duplicate(format!("expected one pack with the id `{}`", pack.id));
                return Err(error.within("id").within(path));
            }
            for (number, rule) in pack.rules.iter().enumerate() {
                if !rules.insert(rule.id.as_str()) {
                    let error = Error::duplicate(format!("expected one rule with the id `{}`", rule.id));
                    return Err(error.within("id").within(format!("rules[{number}]")).within(path));
                }
                let Some(from) = pack.begin(rule.effective_from) else { continue };
                let until = rule.effective_until.and_then(|day| pack.begin(day));
                timed.push(Timed { pack: place, rule: number, from, until });
            }
        }
        Ok(Self { packs, timed })
    }

    /// Every pack that comes with the library.
    ///
    /// # Errors
    ///
    /// None: the tests build them.
    pub fn shipped() -> Result<Self, Error> {
        Self::new(Pack::shipped_ids().map(Pack::shipped).collect::<Result<Vec<_>, _>>()?)
    }

    /// Whether there is none.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.packs.is_empty()
    }

    /// The packs.
    pub fn iter(&self) -> impl Iterator<Item = &Pack> {
        self.packs.iter()
    }

    /// Every regime that a rule names, sorted.
    #[must_use]
    pub fn regimes(&self) -> BTreeSet<&str> {
        self.packs.iter().flat_map(|pack| &pack.rules).map(|rule| rule.regime.as_str()).collect()
    }

    /// The rules that begin or cease to apply on the days from `from` to `until`, both included: by day, in the order of
    /// the documents.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for an `until` before `from`.
    pub fn changes_between(&self, from: NaiveDate, until: NaiveDate) -> Result<Vec<RuleChange>, Error> {
        check_days(from, until)?;
        let mut changes: Vec<_> = self.changes(from, until).map(|(change, _)| change).collect();
        changes.sort_by_key(|change| change.on);
        Ok(changes)
    }

    /// What `text`, which came back over `channel` from somebody under `regimes` (all of them where there are none), ends
    /// by itself at `at`; `None` where it is no revocation by itself, which it may still be to a person who reads it.
    ///
    /// Only letters and digits count, whether capital or small, full-width or not: `opt-out`, `OPTOUT` and `ＳＴＯＰ。` are
    /// understood. Where several rules apply, the widest scope counts.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) and [`Syntax`](crate::ErrorKind::Syntax) for a regime that no pack knows,
    /// at its place (`regimes[0]`).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::{Channel, Packs, RevocationScope};
    ///
    /// let packs = Packs::shipped()?;
    /// let ends = |text, at: &str| packs.revocation(text, Channel::Sms, &["us"], at.parse().unwrap());
    /// assert_eq!(ends("Stop.", "2026-12-01T00:00:00Z")?.unwrap().scope, RevocationScope::Topic);
    /// assert_eq!(ends("Opt-out", "2027-02-01T00:00:00Z")?.unwrap().scope, RevocationScope::All);
    /// assert!(ends("Thank you", "2027-02-01T00:00:00Z")?.is_none());
    /// assert!(packs.revocation("Stop", Channel::Sms, &["usa"], "2027-02-01T00:00:00Z".parse().unwrap()).is_err());
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn revocation(
        &self,
        text: &str,
        channel: Channel,
        regimes: &[&str],
        at: DateTime<Utc>,
    ) -> Result<Option<Revocation>, Error> {
        for (place, regime) in regimes.iter().enumerate() {
            self.check_regime(regime).map_err(|error| error.within(format!("regimes[{place}]")))?;
        }
        let said = bare(text);
        if said.is_empty() {
            return Ok(None);
        }
        let laws = self.laws().filter(|law| {
            law.in_force(at)
                && (regimes.is_empty() || regimes.iter().any(|of| law.rule.governs(of)))
                && (law.rule.channels.is_empty() || law.rule.channels.contains(&channel))
        });
        let found = laws.filter_map(|law| match &law.rule.effect {
            Effect::Revocation { scope, keywords } if keywords.iter().any(|word| bare(word) == said) => {
                Some(Revocation { scope: *scope, rule: law.rule.id.clone() })
            }
            _ => None,
        });
        Ok(found.max_by_key(|revocation| revocation.scope))
    }

    pub(super) fn changes(
        &self,
        from: NaiveDate,
        until: NaiveDate,
    ) -> impl Iterator<Item = (RuleChange, Law<'_>)> {
        self.laws().flat_map(move |law| {
            let days = [
                (Some(law.rule.effective_from), RuleChangeKind::Begins),
                (law.rule.effective_until, RuleChangeKind::Ends),
            ];
            days.into_iter().filter_map(move |(day, change)| {
                let on = day.filter(|day| (from..=until).contains(day))?;
                let change = RuleChange {
                    on,
                    change,
                    pack: law.pack.id.clone(),
                    rule: law.rule.id.clone(),
                    regime: law.rule.regime.clone(),
                    article: law.rule.article.clone(),
                    text: law.rule.text.clone(),
                    purposes: BTreeSet::new(),
                    channels: BTreeSet::new(),
                };
                Some((change, law))
            })
        })
    }

    pub(super) fn laws(&self) -> impl Iterator<Item = Law<'_>> + Clone {
        self.timed.iter().filter_map(|timed| {
            let pack = self.packs.get(timed.pack)?;
            let rule = pack.rules.get(timed.rule)?;
            Some(Law { pack, rule, from: timed.from, until: timed.until })
        })
    }

    /// An error for a regime that no rule covers.
    pub(super) fn check_regime(&self, regime: &str) -> Result<(), Error> {
        check_regime(regime)?;
        let known = self.regimes();
        if known.iter().any(|whole| covers(whole, regime) || covers(regime, whole)) {
            return Ok(());
        }
        Err(unknown("regime", regime, known))
    }
}

/// What a word like STOP ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Revocation {
    /// How far it reaches.
    pub scope: RevocationScope,
    /// The rule that says so.
    pub rule: String,
}

/// Nothing but letters and digits, in small letters, full-width ones as ordinary ones.
fn bare(text: &str) -> String {
    let letters = text.chars().map(narrow).filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The form that a full-width letter of ASCII has in ASCII, as NFKC has it.
fn narrow(letter: char) -> char {
    const WIDE: u32 = 0xFEE0;
    match letter {
        '！'..='～' => u32::from(letter).checked_sub(WIDE).and_then(char::from_u32).unwrap_or(letter),
        _ => letter,
    }
}

/// Who is under which regimes. With packs, nobody is under none: whose regimes are not known is under all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Regimes {
    /// Those everybody is under.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub everyone: BTreeSet<String>,
    /// Those a subject is under besides.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub subjects: BTreeMap<String, BTreeSet<String>>,
}

impl Regimes {
    /// Everybody is under these.
    pub fn everyone<R: Into<String>>(regimes: impl IntoIterator<Item = R>) -> Self {
        Self { everyone: regimes.into_iter().map(Into::into).collect(), subjects: BTreeMap::new() }
    }

    /// One subject is under these besides.
    #[must_use]
    pub fn subject<R: Into<String>>(
        mut self,
        subject: impl Into<String>,
        regimes: impl IntoIterator<Item = R>,
    ) -> Self {
        self.subjects.entry(subject.into()).or_default().extend(regimes.into_iter().map(Into::into));
        self
    }

    pub(super) fn check(&self, packs: &Packs) -> Result<(), Error> {
        let named = self.subjects.values().flatten().map(|regime| ("subjects", regime));
        for (field, regime) in self.everyone.iter().map(|regime| ("everyone", regime)).chain(named) {
            packs.check_regime(regime).map_err(|error| error.within(field).within("regimes"))?;
        }
        Ok(())
    }
}
/// That a span of days is none the wrong way round, in which nothing would ever change.
pub(super) fn check_days(from: NaiveDate, until: NaiveDate) -> Result<(), Error> {
    if until < from {
        return Err(Error::inconsistent("expected a day not before the first").within("until"));
    }
    Ok(())
}
