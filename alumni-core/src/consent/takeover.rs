use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};

use super::answer::Verdict;
use super::event::Event;
use super::instant;
use super::kind::{Channel, EventKind};
use super::ledger::Ledger;
use super::made::{self, IdKey};
use super::notice::NoticeRef;
use super::purpose::check_id;
use super::question::Question;
use crate::text::Reason;
use crate::{Error, document};

/// A group elsewhere (Facebook, LINE, `LinkedIn`) whose members are to be asked into the network.
///
/// Being in that group is not consent to anything here: what comes of it is invitations, which permit nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Takeover {
    /// The group, as the source of the events: `facebook:osaka-alumni`.
    pub source: String,
    /// The purpose they are asked about.
    pub purpose: String,
    /// Where they are asked.
    pub channel: Channel,
    /// The notice they are shown.
    pub notice: NoticeRef,
    /// When they are asked.
    #[serde(deserialize_with = "instant::local")]
    #[cfg_attr(feature = "schema", schemars(with = "DateTime<FixedOffset>"))]
    pub at: DateTime<FixedOffset>,
    /// The members' ids here.
    pub members: BTreeSet<String>,
    /// A secret that the ids of the events are made with; without it they can be tried back to a person, also after erasure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_key: Option<IdKey>,
}

/// Who is asked, and who is not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Invitations {
    /// One request for each who may be asked, to be recorded once it was sent.
    pub events: Vec<Event>,
    /// Those who are not asked.
    pub left_out: Vec<LeftOut>,
}

/// A member of the group who is not asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LeftOut {
    /// Who.
    pub subject: String,
    /// Why: the reasons of the answer about the purpose on that channel.
    pub reasons: Vec<Reason>,
}

impl Takeover {
    /// Reads a takeover from TOML or JSON.
    ///
    /// # Errors
    ///
    /// Text that is not a takeover, with line and column.
    pub fn parse(text: &str) -> Result<Self, Error> {
        document::from_document(text)
    }
}

impl Ledger {
    /// The invitations that a takeover may send: to nobody who said no to the purpose on that channel, for whom use is
    /// restricted, or for whom it is allowed or to be looked at already. They are requests; adding them to the ledger permits nothing.
    ///
    /// The same invitation is the same event however often it is made; at another time, on another channel or under another notice
    /// it is another one, so that whoever has not answered may be asked a second time. Its id names nobody.
    ///
    /// The ledger is not changed. Asking is contacting people: whether the law lets them be asked on that channel is a
    /// question of its own purpose.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for an unknown purpose or a notice that is not on file for it.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::{Channel, Ledger, LegalBasis, Notice, Purpose, Question, Takeover};
    /// use alumni_core::text::Localized;
    ///
    /// let mut ledger = Ledger::new(
    ///     [Purpose::new("news", Localized::same("News"), LegalBasis::Consent)],
    ///     [Notice::new("alumni", 1, ["news"]).text("en", "We send you news.")],
    /// )?;
    /// let takeover = Takeover::parse(
    ///     r#"{"source": "facebook:osaka", "purpose": "news", "channel": "sns", "notice": {"id": "alumni", "version": 1},
    ///         "at": "2026-04-01T09:00:00+09:00", "members": ["w-1", "w-2"]}"#,
    /// )?;
    /// let invitations = ledger.invitations(&takeover)?;
    /// assert_eq!(invitations.events.len(), 2);
    /// ledger.extend(invitations.events)?;
    /// let question = Question::new("w-1", "news", Channel::Sns, "2026-05-01T00:00:00Z".parse()?);
    /// assert_eq!(ledger.may(&question)?.reasons[0].code(), "consent-requested");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn invitations(&self, takeover: &Takeover) -> Result<Invitations, Error> {
        check_id(&takeover.source).map_err(|error| error.within("source"))?;
        self.check_notice(&takeover.notice, &takeover.purpose)?;
        let at: DateTime<Utc> = takeover.at.to_utc();
        let mut invitations = Invitations { events: Vec::new(), left_out: Vec::new() };
        for member in &takeover.members {
            check_id(member).map_err(|error| error.within("members"))?;
            let question = Question::new(member.as_str(), takeover.purpose.as_str(), takeover.channel, at);
            let answer = self.may(&question)?;
            let said_no = answer.state.decision.is_no() || answer.state.restricted;
            if said_no || answer.verdict != Verdict::Denied {
                invitations.left_out.push(LeftOut { subject: member.clone(), reasons: answer.reasons });
                continue;
            }
            let mut event = Event::new(
                takeover.source.as_str(),
                invitation(takeover, member),
                member.as_str(),
                takeover.purpose.as_str(),
                EventKind::Requested,
                takeover.at,
            )
            .channel(takeover.channel);
            event.notice = Some(takeover.notice.clone());
            invitations.events.push(event);
        }
        Ok(invitations)
    }
}

/// What one invitation is called. The place's offset is no part of when it was.
fn invitation(takeover: &Takeover, member: &str) -> String {
    #[derive(Serialize)]
    struct Invited<'a> {
        subject: &'a str,
        purpose: &'a str,
        channel: Channel,
        notice: &'a NoticeRef,
        at: String,
    }
    let Takeover { purpose, channel, notice, at, .. } = takeover;
    let at = instant::written(at.to_utc().fixed_offset());
    let invited = Invited { subject: member, purpose, channel: *channel, notice, at };
    made::id(takeover.id_key.as_ref(), "invitation", &invited)
}
