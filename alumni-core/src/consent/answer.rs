use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::event::EventKey;
use super::instant;
use super::kind::Channel;
use super::question::Question;
use super::rule::KeepFrom;
use super::state::State;
use super::words::words;
use crate::calendar::Period;
use crate::text::{Clock, Lang, Localized, Reason, sentence};

words! {
    /// May we?
    Verdict, "verdict" {
        /// Yes, with the obligations of the answer.
        Allowed = "allowed",
        /// A person has to look at it first.
        Review = "review",
        /// No.
        Denied = "denied",
    }
}

impl Verdict {
    /// The word people read.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        phrase(&format!("consent-verdict-{self}"), lang)
    }

    /// The verdict and its reasons in one line.
    pub(super) fn because(self, reasons: &[Reason], lang: Lang) -> String {
        self.because_at(reasons, lang, Clock::utc())
    }

    /// The same with days and times as a clock shows them.
    pub(super) fn because_at(self, reasons: &[Reason], lang: Lang, clock: Clock) -> String {
        let reasons: Vec<_> = reasons.iter().map(|reason| reason.text_at(lang, clock)).collect();
        match lang {
            Lang::En => format!("{}: {}", self.text(lang), reasons.join("; ")),
            Lang::Ja => format!("{}：{}", self.text(lang), reasons.join("。")),
        }
    }
}

words! {
    /// What to do when making use of the permission.
    Obligation, "obligation" {
        /// Offer a way to stop in the message itself.
        UnsubscribeLink = "unsubscribe_link",
        /// Say who is writing or calling.
        SenderIdentity = "sender_identity",
        /// Keep a record of the use and of the answer that permitted it.
        RecordToKeep = "record_to_keep",
        /// Give the sender's postal address.
        PostalAddress = "postal_address",
        /// Say where complaints and questions go.
        ContactDetails = "contact_details",
        /// Tell the person, at first contact, where the data is from and what it is used for.
        FirstContactNotice = "first_contact_notice",
        /// Record what was provided to whom.
        ProvisionRecord = "provision_record",
        /// Tell the person, before data goes abroad, where to and how it is protected there.
        TransferInformation = "transfer_information",
        /// See that the job information is accurate and current.
        CurrentJobInformation = "current_job_information",
    }
}

impl Obligation {
    /// The obligations of using `channel`; without one there is nobody to address.
    ///
    /// # Source
    ///
    /// The common part of CAN-SPAM 15 USC 7704(a), Japan's Act on Regulation of Transmission of Specified Electronic Mail
    /// Art. 4, and GDPR Art. 7(1) and 14. Legal packs refine it.
    pub(super) fn of(channel: Option<Channel>) -> Vec<Self> {
        match channel {
            Some(Channel::Email | Channel::Sms | Channel::Sns) => {
                vec![Self::UnsubscribeLink, Self::SenderIdentity, Self::RecordToKeep]
            }
            Some(Channel::Phone | Channel::Postal) => vec![Self::SenderIdentity, Self::RecordToKeep],
            Some(Channel::InApp) | None => vec![Self::RecordToKeep],
        }
    }

    /// Those of `channel` and those of the duties, each once, in the order of [`ALL`](Self::ALL).
    pub(super) fn all_of(channel: Option<Channel>, duties: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut all = Self::of(channel);
        all.extend(duties);
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The sentence people read.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        phrase(&format!("consent-obligation-{}", self.as_str().replace('_', "-")), lang)
    }
}

/// What a rule asks for when making use of the permission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Duty {
    /// What to do.
    pub obligation: Obligation,
    /// The pack's id.
    pub pack: String,
    /// The rule's id.
    pub rule: String,
    /// Where the rule applies.
    pub regime: String,
    /// Law and article.
    pub article: Localized,
    /// What the rule asks for: the content of what is attached or recorded.
    pub text: Localized,
    /// How long a record is kept; absent where the rule sets no length, and for what is no record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_for: Option<Period>,
    /// From when on it is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_from: Option<KeepFrom>,
}

/// The answer to a [`Question`], with everything that is needed to check it.
///
/// It prints as its verdict and reasons: `Denied: withdrawn on 2025-07-01 (event ce_88)`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Answer {
    /// Whether it may be done.
    pub verdict: Verdict,
    /// Why: first the reason that decided, then what is to be noted.
    pub reasons: Vec<Reason>,
    /// The events the reasons rest on; empty where nothing is recorded.
    pub evidence: Vec<EventKey>,
    /// What to do when it is done; empty when it is denied.
    pub obligations: Vec<Obligation>,
    /// What the rules of the legal packs ask for when it is done, each with its article; empty without packs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<Duty>,
    /// The next instant at which this answer changes if nothing new arrives; `None` when it never does.
    #[serde(default, deserialize_with = "instant::optional_utc")]
    pub valid_until: Option<DateTime<Utc>>,
    /// Where the subject stands.
    pub state: State,
    /// The question.
    pub question: Question,
}

impl Answer {
    /// Whether it may be done without another look.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.verdict == Verdict::Allowed
    }

    /// The verdict and its reasons in `lang`.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        self.verdict.because(&self.reasons, lang)
    }

    /// The same with days and times as a clock shows them; [`text`](Self::text) has them in UTC.
    #[must_use]
    pub fn text_at(&self, lang: Lang, clock: Clock) -> String {
        self.verdict.because_at(&self.reasons, lang, clock)
    }
}

impl fmt::Display for Answer {
    /// In English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

/// A sentence without arguments; the code itself where the catalogue does not know it.
pub(super) fn phrase(code: &str, lang: Lang) -> String {
    sentence(code, &BTreeMap::new(), lang).unwrap_or_else(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_and_obligation_has_words_in_both_languages() {
        for lang in Lang::ALL {
            for verdict in Verdict::ALL {
                assert!(!verdict.text(lang).contains("consent-"), "{verdict} in {lang}");
            }
            for obligation in Obligation::ALL {
                assert!(!obligation.text(lang).contains("consent-"), "{obligation} in {lang}");
            }
        }
    }
}
