use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::answer::Obligation;
use super::class::{Activity, Exemption, PurposeClass};
use super::kind::Channel;
use super::notice::{NoticeChange, NoticeConsequence, RecipientRole, Safeguard};
use super::purpose::{LegalBasis, check_id, check_length};
use super::words::words;
use crate::calendar::Period;
use crate::text::Localized;
use crate::{Error, document};

words! {
    /// How a statement about the law was checked. Whatever it says, it is no legal advice.
    Checked, "grade of checking" {
        /// Against the text of the law itself.
        Primary = "primary",
        /// Against somebody else's account or copy of it.
        Secondary = "secondary",
        /// Not yet: it needs a lawyer's eye.
        Lawyer = "lawyer",
    }
}

words! {
    /// What follows when a rule is not met.
    Unmet, "consequence" {
        /// It is denied.
        Denied = "denied",
        /// A person has to look at it.
        Review = "review",
        /// It is noted, and the verdict stays.
        Note = "note",
    }
}

words! {
    /// What a rule is held against.
    Judges, "object of a rule" {
        /// Every use while the rule is in force, however old the yes is.
        Uses = "uses",
        /// Acts of the person since the rule came into force; earlier ones are left alone.
        Acts = "acts",
    }
}

words! {
    /// Disclosures that a rule is limited to.
    Disclosure, "disclosure" {
        /// To anybody.
        Any = "any",
        /// To a recipient in another country, or in one that is not named.
        Abroad = "abroad",
    }
}

words! {
    /// From when on a record is kept.
    KeepFrom, "beginning" {
        /// The act that it proves.
        Act = "act",
        /// The last use of the permission.
        LastUse = "last_use",
        /// The provision of data that it records.
        Provision = "provision",
    }
}

words! {
    /// How far the word STOP reaches.
    RevocationScope, "scope of a revocation" {
        /// The purpose it answers.
        Topic = "topic",
        /// Every purpose on each of the rule's channels, on whichever of them it came.
        All = "all",
    }
}

/// What a rule does: the whole set that the engine knows.
///
/// The set is closed: a pack that asks for something else is refused, never half obeyed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Effect {
    /// A yes has to stand, on whatever legal basis the purpose rests, unless the purpose claims one of these exemptions.
    RequiresConsent {
        /// The exemptions.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        unless: Vec<Exemption>,
    },
    /// A purpose may not claim these exemptions; with `sale` it forbids the soft opt-in.
    ForbidsExemption {
        /// The exemptions.
        exemptions: Vec<Exemption>,
    },
    /// The showing of the notice has to be on record before the yes.
    RequiresNoticeBeforeDecision {},
    /// A yes that was given while still employed has to be given again after leaving.
    RequiresConfirmationAfterLeaving {},
    /// A yes may not have come together with any paper.
    ForbidsBundling {},
    /// The yes has to be confirmed by following a link in a message to the address it is about.
    RequiresDoubleOptIn {},
    /// An objection ends it, on whatever legal basis the purpose rests, until the person says yes to it anew.
    ObjectionEnds {
        /// The classes of other purposes under which an objection counts here as well; empty for none. A purpose that does not
        /// say its class is taken for each of them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        said_under: Vec<PurposeClass>,
        /// Whether it is about passing on an address: then every no that came on one of the rule's channels, or on none, counts, a
        /// withdrawal and a refusal too, said under this purpose or another one of these classes. What is disclosed on that channel
        /// is then ended, and where nobody says on which, a person has to see whether the address is part of it. Only where the
        /// rule has `channels` and a `disclosure`.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        any_no: bool,
    },
    /// These go with every use; the rule's text says with which content.
    Attach {
        /// The obligations.
        obligations: Vec<Obligation>,
    },
    /// After a no it has to have stopped everywhere within so many days.
    WithdrawalWithin {
        /// Days; 0 for at once.
        days: u16,
        /// Whether Saturdays and Sundays are left out. Public holidays are not, so that the day named is never too late.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        business_days: bool,
    },
    /// After a no, nobody may be asked again before this long.
    ReaskNotBefore {
        /// How long.
        after: Period,
    },
    /// A record of the consent is kept, where a yes stands.
    RecordToKeep {
        /// How long; absent for as long as the permission is used.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        keep_for: Option<Period>,
        /// Beginning when.
        from: KeepFrom,
    },
    /// Without an act of the person for this long, data is no longer to be used. A yes, a no, and asking for a restriction
    /// or its end are acts; what was put off, left unsaid, or imported without proof is none. Who never acted is counted
    /// from the first record of the purpose, and where there is no record nothing is counted.
    Retention {
        /// How long after the last act on record.
        keep_for: Period,
    },
    /// What a word like STOP on the rule's channels ends.
    Revocation {
        /// How far.
        scope: RevocationScope,
        /// The words that are a revocation by themselves.
        keywords: Vec<String>,
    },
    /// Providing data to somebody else is recorded.
    ProvisionRecord {
        /// How long the record is kept.
        keep_for: Period,
    },
    /// Before data goes abroad the person is told where to, and how it is protected there.
    TransferInformation {},
    /// The person is told, by name or by class, who receives data: a yes reaches no recipient that its notice leaves out, where
    /// it says who they are. Where it names others, a person has to look, since one of them may be a class.
    RecipientInformation {},
    /// What follows when a new version of a notice differs in one of these. No use is judged by it.
    NoticeChange {
        /// The changes.
        changes: Vec<NoticeChange>,
        /// The legal bases of the purposes it is about; empty for all.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        bases: Vec<LegalBasis>,
        /// The roles of the recipients it is about; empty for all.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        roles: Vec<RecipientRole>,
        /// The safeguards under which it is not about a country. Of transfers that changed it is then about those alone that
        /// had one of these before, and have none of them now.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        unless_safeguards: Vec<Safeguard>,
        /// What follows.
        then: NoticeConsequence,
    },
}

impl Effect {
    /// The word of its kind, as in documents.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::RequiresConsent { .. } => "requires_consent",
            Self::ForbidsExemption { .. } => "forbids_exemption",
            Self::RequiresNoticeBeforeDecision {} => "requires_notice_before_decision",
            Self::RequiresConfirmationAfterLeaving {} => "requires_confirmation_after_leaving",
            Self::ForbidsBundling {} => "forbids_bundling",
            Self::RequiresDoubleOptIn {} => "requires_double_opt_in",
            Self::ObjectionEnds { .. } => "objection_ends",
            Self::Attach { .. } => "attach",
            Self::WithdrawalWithin { .. } => "withdrawal_within",
            Self::ReaskNotBefore { .. } => "reask_not_before",
            Self::RecordToKeep { .. } => "record_to_keep",
            Self::Retention { .. } => "retention",
            Self::Revocation { .. } => "revocation",
            Self::ProvisionRecord { .. } => "provision_record",
            Self::TransferInformation {} => "transfer_information",
            Self::RecipientInformation {} => "recipient_information",
            Self::NoticeChange { .. } => "notice_change",
        }
    }

    fn check(&self) -> Result<(), Error> {
        let length = match self {
            Self::ReaskNotBefore { after } => Some(*after),
            Self::RecordToKeep { keep_for, .. } => *keep_for,
            Self::Retention { keep_for } | Self::ProvisionRecord { keep_for } => Some(*keep_for),
            _ => None,
        };
        if let Some(length) = length {
            check_length(length)?;
        }
        let empty = match self {
            Self::ForbidsExemption { exemptions } => exemptions.is_empty(),
            Self::Attach { obligations } => obligations.is_empty(),
            Self::Revocation { keywords, .. } => keywords.iter().all(|word| word.trim().is_empty()),
            Self::NoticeChange { changes, .. } => changes.is_empty(),
            _ => false,
        };
        if empty { Err(Error::missing("expected at least one word, got an empty list")) } else { Ok(()) }
    }
}

/// One requirement of a law, with its dates and with how well it was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Rule {
    /// The id, unlike that of any other rule.
    pub id: String,
    /// Where it stands: law and article, in the law's own form.
    pub article: Localized,
    /// What it asks for, in one sentence.
    pub text: Localized,
    /// Where it applies: `eu`, `jp`, `us-ca`. A rule for `us` applies to `us-ca` as well.
    pub regime: String,
    /// The first day on which it applies, at the pack's offset.
    #[serde(with = "document::date")]
    #[cfg_attr(feature = "schema", schemars(with = "NaiveDate"))]
    pub effective_from: NaiveDate,
    /// The first day on which it no longer applies; absent while no end is known.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "document::optional_date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub effective_until: Option<NaiveDate>,
    /// What it was taken from.
    pub source: String,
    /// How it was checked.
    pub checked: Checked,
    /// How its dates were checked.
    pub dates_checked: Checked,
    /// The channels it is about; empty for all, and for what has no channel.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// The purposes it is about; empty for all. A purpose that does not say its class is taken for each of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub purposes: Vec<PurposeClass>,
    /// What it is about doing; empty for everything. A question that does not say what is taken for each of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<Activity>,
    /// The disclosures it is about; absent for every use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disclosure: Option<Disclosure>,
    /// What it is held against.
    #[serde(default = "uses", skip_serializing_if = "is_uses")]
    pub judges: Judges,
    /// What follows when it is not met.
    #[serde(default = "denied", skip_serializing_if = "is_denied")]
    pub unmet: Unmet,
    /// What it does.
    pub effect: Effect,
}

const fn uses() -> Judges {
    Judges::Uses
}

fn is_uses(judges: &Judges) -> bool {
    *judges == Judges::Uses
}

const fn denied() -> Unmet {
    Unmet::Denied
}

fn is_denied(unmet: &Unmet) -> bool {
    *unmet == Unmet::Denied
}

impl Rule {
    pub(super) fn check(&self) -> Result<(), Error> {
        check_id(&self.id).map_err(|error| error.within("id"))?;
        check_regime(&self.regime).map_err(|error| error.within("regime"))?;
        for (field, text) in
            [("article", &self.article.en), ("text", &self.text.en), ("source", &self.source)]
        {
            if text.trim().is_empty() {
                return Err(Error::missing("expected a text").within(field));
            }
        }
        if self.effective_until.is_some_and(|until| until <= self.effective_from) {
            let error = Error::inconsistent("expected an end after `effective_from`");
            return Err(error.within("effective_until"));
        }
        if matches!(self.effect, Effect::NoticeChange { .. }) {
            let narrowed = [
                ("channels", !self.channels.is_empty()),
                ("activities", !self.activities.is_empty()),
                ("disclosure", self.disclosure.is_some()),
            ];
            if let Some((field, _)) = narrowed.into_iter().find(|(_, narrowed)| *narrowed) {
                let error =
                    Error::inconsistent("expected a rule about notices without this, which is of uses");
                return Err(error.within(field));
            }
        }
        if self.is_about_addresses() && (self.channels.is_empty() || self.disclosure.is_none()) {
            let field = if self.channels.is_empty() { "channels" } else { "disclosure" };
            let error = Error::missing("expected this where any no ends that an address is passed on");
            return Err(error.within(field));
        }
        self.effect.check().map_err(|error| error.within("effect"))
    }

    /// Whether it is about passing on the addresses of its channels.
    pub(super) fn is_about_addresses(&self) -> bool {
        matches!(self.effect, Effect::ObjectionEnds { any_no: true, .. })
    }

    /// Whether somebody under the regime `of` is under this rule.
    pub(super) fn governs(&self, of: &str) -> bool {
        covers(&self.regime, of)
    }
}

/// Whether `whole` is `part`, or `part` a part of it (`us` and `us-ca`).
pub(super) fn covers(whole: &str, part: &str) -> bool {
    part.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

pub(super) fn check_regime(regime: &str) -> Result<(), Error> {
    let is_word = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    if regime.len() <= 64 && regime.split('-').all(is_word) {
        Ok(())
    } else {
        Err(Error::syntax("expected a regime in small letters, such as `eu` or `us-ca`"))
    }
}
