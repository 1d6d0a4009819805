//! Where somebody stands when a new version takes effect.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::answer::Answer;
use super::super::kind::Channel;
use super::super::purpose::Purpose;
use super::super::question::Question;
use super::super::state::DecisionState;
use super::people::People;
use crate::Error;
use crate::text::{Argument, Lang};

/// How somebody stands with one purpose just before the new version takes effect.
pub(super) enum Standing {
    /// A yes under an earlier version stands, or stood until the new one took effect.
    Yes {
        version: u32,
        ended: bool,
    },
    /// The new version, or a later one, was agreed to.
    Answered,
    /// It stands now and will have ended by itself.
    Lapses,
    /// A no stands; whether the rules and the request let the person be asked all the same.
    No {
        may_ask: bool,
        /// Whether the person said it, rather than the company or an authority.
        by_person: bool,
    },
    Restricted,
    Nothing,
}

impl People<'_> {
    /// The last instant before the new version takes effect, or the beginning of the plan where it has.
    fn eve(&self) -> DateTime<Utc> {
        let before = |effective: DateTime<Utc>| effective.checked_sub_signed(TimeDelta::nanoseconds(1));
        let eve = self.request.notice.effective_from.and_then(before);
        eve.map_or(self.request.at, |eve| eve.max(self.request.at))
    }

    pub(super) fn standing(
        &self,
        subject: &str,
        purpose: &str,
        channel: Option<Channel>,
        recipient: Option<String>,
    ) -> Result<Standing, Error> {
        let ask = |at| {
            let mut question = Question::new(subject, purpose, channel, at);
            question.recipient.clone_from(&recipient);
            self.ledger.may(&question)
        };
        let answer = ask(self.eve())?;
        if answer.state.restricted {
            return Ok(Standing::Restricted);
        }
        let stands =
            |answer: &Answer| matches!(answer.state.decision, DecisionState::Given | DecisionState::Renewed);
        if stands(&answer) {
            let version = version_of(&answer, &["consent-given", "consent-renewed"]);
            return Ok(match version {
                Some((id, version)) if id == self.request.notice.id => {
                    if self.diffs.contains_key(&version) {
                        Standing::Yes { version, ended: false }
                    } else if version >= self.request.notice.version {
                        Standing::Answered
                    } else {
                        Standing::Nothing
                    }
                }
                _ => Standing::Nothing,
            });
        }
        if answer.state.decision.is_no() {
            let others = [DecisionState::Revoked, DecisionState::Invalidated];
            let by_person = !others.contains(&answer.state.decision);
            return Ok(Standing::No { may_ask: self.may_ask_after(&answer), by_person });
        }
        if answer.state.decision == DecisionState::Expired {
            if let Some((id, version)) = version_of(&answer, &["consent-notice-superseded"])
                && id == self.request.notice.id
                && self.diffs.contains_key(&version)
            {
                return Ok(Standing::Yes { version, ended: true });
            }
            if stands(&ask(self.request.at)?) {
                return Ok(Standing::Lapses);
            }
        }
        Ok(Standing::Nothing)
    }

    /// How somebody stands who agreed so, or with the purpose as a whole: of a no on one channel the others know nothing. Where it is
    /// ended or restricted as a whole but not on each channel, what it comes to on those.
    pub(super) fn standings(
        &self,
        subject: &str,
        purpose: &Purpose,
        channel: Option<Channel>,
        recipient: Option<String>,
    ) -> Result<Vec<Standing>, Error> {
        let is_ended = |standing: &Standing| matches!(standing, Standing::No { .. } | Standing::Restricted);
        let whole = self.standing(subject, &purpose.id, channel, recipient.clone())?;
        let mut standings = Vec::new();
        if channel.is_none() && is_ended(&whole) {
            for channel in purpose.each_channel() {
                let on_channel = self.standing(subject, &purpose.id, Some(channel), recipient.clone())?;
                standings.extend(Some(on_channel).filter(|on_channel| !is_ended(on_channel)));
            }
        }
        if standings.is_empty() {
            standings.push(whole);
        }
        Ok(standings)
    }

    /// Whether every rule about asking again after a no lets it be done when the plan begins, and there is one.
    fn may_ask_after(&self, answer: &Answer) -> bool {
        // The day that it is everywhere by now.
        let Some(today) = self.request.at.checked_sub_signed(TimeDelta::hours(12)) else { return false };
        let today = today.date_naive();
        let mut days = answer.reasons.iter().filter_map(|reason| match reason.args().get("on") {
            Some(Argument::Date(day)) if reason.code() == "consent-law-reask-not-before" => Some(*day),
            _ => None,
        });
        let first = days.next();
        self.request.ask_after_no && first.is_some_and(|day| day <= today) && days.all(|day| day <= today)
    }
}

/// The notice and version that the reason of one of these codes names.
fn version_of(answer: &Answer, codes: &[&str]) -> Option<(String, u32)> {
    let reason = answer.reasons.iter().find(|reason| codes.contains(&reason.code()))?;
    let text = |name: &str| Some(reason.args().get(name)?.text(Lang::En));
    Some((text("notice")?, text("version")?.parse().ok()?))
}
