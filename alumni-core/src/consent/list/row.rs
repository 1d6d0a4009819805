use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use super::known::{Found, Known};
use super::time::{self, Told};
use super::{EvidenceGrade, ListAnswer, ListOptions, ListRow, Remedy};
use crate::consent::notice::{Mismatch, NoticeRef};
use crate::consent::purpose::check_id;
use crate::consent::{Channel, Event, EventKind, Ledger, Method, Question, instant, made};
use crate::text::Reason;
use crate::workforce::Row;
use crate::{Error, calendar};

const YES: [&str; 32] = [
    "yes",
    "y",
    "true",
    "1",
    "ok",
    "opt-in",
    "opt in",
    "opted in",
    "subscribed",
    "given",
    "agree",
    "agreed",
    "○",
    "〇",
    "◯",
    "はい",
    "可",
    "同意",
    "同意する",
    "同意します",
    "同意しました",
    "同意あり",
    "同意済",
    "同意済み",
    "承諾",
    "承諾する",
    "承諾します",
    "承諾済",
    "承諾済み",
    "希望",
    "希望する",
    "希望します",
];
const NO: [&str; 61] = [
    "no",
    "n",
    "false",
    "0",
    "ng",
    "opt-out",
    "opt out",
    "opted out",
    "unsubscribe",
    "unsubscribed",
    "withdrawn",
    "refused",
    "declined",
    "stop",
    "no thanks",
    "no thank you",
    "×",
    "✕",
    "✖",
    "✗",
    "✘",
    "☓",
    "❌",
    "いいえ",
    "否",
    "不可",
    "拒否",
    "拒否する",
    "拒否します",
    "不同意",
    "同意しない",
    "同意しません",
    "同意なし",
    "不承諾",
    "承諾しない",
    "承諾しません",
    "撤回",
    "撤回する",
    "撤回します",
    "退会",
    "退会する",
    "退会します",
    "退会済",
    "退会済み",
    "配信停止",
    "配信不要",
    "停止",
    "停止する",
    "停止します",
    "解除",
    "解除する",
    "解除します",
    "不要",
    "不要です",
    "辞退",
    "辞退する",
    "辞退します",
    "希望しない",
    "希望しません",
    "希望せず",
    "希望なし",
];

/// Reads rows of one list.
pub(super) struct Reader<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) options: &'a ListOptions,
    pub(super) columns: &'a BTreeMap<&'static str, String>,
    pub(super) offset: Option<FixedOffset>,
    pub(super) known: Known<'a>,
}

/// What a row says, as far as it can be read.
struct Said {
    subject: Option<String>,
    channel: Option<Channel>,
    answer: ListAnswer,
    at: Option<DateTime<FixedOffset>>,
    /// What it gives as that time, be it after the list or not.
    claimed: Option<DateTime<FixedOffset>>,
    /// Whether the list has an instant and not just a day.
    to_the_instant: bool,
    notice: Option<NoticeRef>,
    method: Option<Method>,
    evidence_ref: Option<String>,
    missing: Vec<Reason>,
}

impl Reader<'_> {
    pub(super) fn read(&self, row: &Row<'_>) -> Result<Vec<(ListRow, Option<Event>)>, Error> {
        let said = self.said(row);
        let named = self.text(row, "purpose").or(self.options.purpose.as_deref());
        let known = |id: &&str| self.ledger.purposes().any(|purpose| purpose.id == **id);
        let purposes: Vec<Option<&str>> = match named.filter(known) {
            Some(purpose) => vec![Some(purpose)],
            // A no counts for everything rather than for nothing.
            None if said.answer == ListAnswer::No => {
                self.ledger.purposes().map(|purpose| Some(purpose.id.as_str())).collect()
            }
            None => vec![None],
        };
        let unnamed = match named {
            Some(name) if !known(&name) => Some(unusable("purpose")),
            None => Some(missing("purpose")),
            Some(_) => None,
        };
        purposes
            .into_iter()
            .map(|purpose| {
                self.judged(
                    usize::try_from(row.line()).unwrap_or(usize::MAX),
                    &said,
                    purpose,
                    unnamed.clone(),
                )
            })
            .collect()
    }

    fn judged(
        &self,
        line: usize,
        said: &Said,
        purpose: Option<&str>,
        unnamed: Option<Reason>,
    ) -> Result<(ListRow, Option<Event>), Error> {
        let mut lacking: Vec<_> = unnamed.into_iter().chain(said.missing.iter().cloned()).collect();
        let proven = match (&said.notice, purpose) {
            (Some(notice), Some(purpose)) => match self.ledger.notice_proves(notice, purpose) {
                Ok(()) => true,
                Err(mismatch) => {
                    let code = match mismatch {
                        Mismatch::Unknown => "consent-list-notice-unknown",
                        Mismatch::Changed => "consent-list-notice-changed",
                        Mismatch::OtherPurpose => "consent-list-notice-other-purpose",
                    };
                    let reason = Reason::new(code).with("notice", notice.id.as_str());
                    lacking.push(reason.with("version", notice.version.to_string()));
                    false
                }
            },
            _ => false,
        };
        let grade = grade(said, proven);
        let answer = match (&said.subject, purpose) {
            (Some(subject), Some(purpose)) => {
                let question = Question::new(subject, purpose, said.channel, self.options.received_at);
                Some(self.ledger.may(&question)?)
            }
            _ => None,
        };
        let stands_no = answer.as_ref().is_some_and(|answer| answer.state.decision.is_no());
        let remedy = if said.answer == ListAnswer::No {
            Remedy::HonourNo
        } else if stands_no {
            Remedy::KeepOut
        } else if said.missing.contains(&unusable("answer")) {
            // What nobody could read may be a no.
            Remedy::ReadAnswer
        } else if answer.is_some_and(|answer| answer.is_allowed()) {
            Remedy::Settled
        } else {
            match grade {
                EvidenceGrade::Proved => Remedy::FileEvidence,
                EvidenceGrade::Documented => Remedy::CompleteEvidence,
                EvidenceGrade::Asserted => Remedy::AskAgain,
                EvidenceGrade::Unknown => Remedy::FindGround,
            }
        };
        let event = self.event(said, purpose);
        let row = ListRow {
            line,
            subject: said.subject.clone(),
            purpose: purpose.map(str::to_owned),
            channel: said.channel,
            answer: said.answer,
            grade,
            missing: lacking,
            remedy,
            evidence_ref: said.evidence_ref.clone(),
        };
        Ok((row, event))
    }

    /// The event of a row that says something. It carries no proof: what the list claims nobody has looked at yet.
    fn event(&self, said: &Said, purpose: Option<&str>) -> Option<Event> {
        let kind = match said.answer {
            ListAnswer::Yes => EventKind::Given,
            ListAnswer::No => EventKind::Withdrawn,
            ListAnswer::Nothing => return None,
        };
        if kind == EventKind::Given && said.missing.contains(&unusable("channel")) {
            return None;
        }
        // Without a day it is dated to the import. Which import that was is no part of what the row says.
        let at = said.claimed.unwrap_or_else(|| self.options.received_at.fixed_offset());
        let mut event = Event::new(&self.options.source, "", said.subject.as_ref()?, purpose?, kind, at);
        event.received_at = self.options.received_at;
        event.imported = true;
        event.time_untrusted = said.claimed.is_none();
        event.channel = said.channel;
        event.method = said.method;
        event.notice.clone_from(&said.notice);
        // The same row of the same list is the same event, wherever it stands and whenever it comes again.
        let day = said.claimed.map(instant::written);
        let content = (&event.subject, &event.purpose, event.channel, kind.as_str(), day);
        let content = (content, event.method, &event.notice);
        event.id = made::id(self.options.id_key.as_ref(), "row", &content);
        Some(event)
    }

    fn text<'r>(&self, row: &Row<'r>, column: &str) -> Option<&'r str> {
        row.text(self.columns.get(column)?)
    }

    fn said(&self, row: &Row<'_>) -> Said {
        let mut lacking = Vec::new();
        let subject = match self.text(row, "subject") {
            Some(subject) if check_id(subject).is_ok() => self.subject(subject, &mut lacking),
            Some(_) => {
                lacking.push(unusable("subject"));
                None
            }
            None => {
                lacking.push(missing("subject"));
                None
            }
        };
        let answer = self.answer(row, &mut lacking);
        let channel = self.text(row, "channel").map(str::parse::<Channel>);
        // A no on a channel nobody knows is a no on every channel.
        let channel = self.or_told(channel, "channel", &mut lacking);
        let (claimed, to_the_instant) = self.at(row, answer, &mut lacking);
        // A yes from after the list is nobody's; a no from then counts from when it came.
        let at = claimed.filter(|at| answer == ListAnswer::No || at.to_utc() <= self.options.received_at);
        if at.is_none() && claimed.is_some() {
            lacking.push(Reason::new("consent-list-future"));
        }
        let to_the_instant = to_the_instant && at.is_some();
        let notice = self.notice(row, &mut lacking);
        let method = self.text(row, "method").map(str::parse::<Method>);
        let has_method = method.is_some();
        let method = self.or_told(method, "method", &mut lacking);
        let evidence_ref = self.text(row, "evidence_ref").map(str::to_owned);
        if answer == ListAnswer::Yes {
            if !has_method {
                lacking.push(missing("method"));
            } else if !method.is_none_or(Method::is_affirmative) {
                lacking.push(Reason::new("consent-list-not-affirmative"));
            }
            if notice.is_none() && !lacking.iter().any(|reason| *reason == unusable("notice")) {
                lacking.push(missing("notice"));
            }
        }
        if evidence_ref.is_none() && answer != ListAnswer::Nothing {
            lacking.push(missing("evidence_ref"));
        }
        Said {
            subject,
            channel,
            answer,
            at,
            claimed,
            to_the_instant,
            notice,
            method,
            evidence_ref,
            missing: lacking,
        }
    }

    /// The ledger's id for the one that is written, which may be of the other width.
    fn subject(&self, written: &str, lacking: &mut Vec<Reason>) -> Option<String> {
        match self.known.find(self.ledger, written) {
            Found::Written => Some(written.to_owned()),
            Found::Other(known) => {
                let reason = Reason::new("consent-list-id-width").with("written", written);
                lacking.push(reason.with("known", known));
                Some(known.to_owned())
            }
            Found::Several => {
                lacking.push(Reason::new("consent-list-id-several").with("written", written));
                None
            }
        }
    }

    fn or_told<T>(&self, read: Option<Result<T, Error>>, name: &str, lacking: &mut Vec<Reason>) -> Option<T> {
        match read? {
            Ok(value) => Some(value),
            Err(_) => {
                lacking.push(unusable(name));
                None
            }
        }
    }

    fn answer(&self, row: &Row<'_>, lacking: &mut Vec<Reason>) -> ListAnswer {
        let Some(text) = self.text(row, "answer") else {
            lacking.push(missing("answer"));
            return ListAnswer::Nothing;
        };
        let lower = text.to_lowercase();
        let word: String = lower.chars().map(calendar::half_width).collect();
        let word = word.trim().trim_end_matches(['.', '!', '。', '｡']);
        let words = &self.options.words;
        let own = [text, &lower, word].into_iter().find_map(|word| words.get(word).copied());
        let usual = || {
            // Typed in full width it is the cross of a Japanese list; in ASCII it may as well be a mark beside what was chosen.
            if lower.trim() == "ｘ" {
                return Some(ListAnswer::No);
            }
            let yes = YES.contains(&word).then_some(ListAnswer::Yes);
            yes.or_else(|| NO.contains(&word).then_some(ListAnswer::No))
        };
        own.or_else(usual).unwrap_or_else(|| {
            lacking.push(unusable("answer"));
            ListAnswer::Nothing
        })
    }

    /// When it was decided: an instant, or a day at the place, and whether it was an instant.
    fn at(
        &self,
        row: &Row<'_>,
        answer: ListAnswer,
        lacking: &mut Vec<Reason>,
    ) -> (Option<DateTime<FixedOffset>>, bool) {
        let Some(text) = self.text(row, "occurred_at") else {
            if answer != ListAnswer::Nothing {
                lacking.push(missing("occurred_at"));
            }
            return (None, false);
        };
        match time::read(text, self.offset, answer == ListAnswer::No) {
            Told::Instant(at) => (Some(at), true),
            Told::Day(at) => {
                lacking.push(Reason::new("consent-list-day-only"));
                (Some(at), false)
            }
            Told::NoOffset => {
                lacking.push(Reason::new("consent-list-no-offset"));
                (None, false)
            }
            Told::Unreadable => {
                lacking.push(unusable("occurred_at"));
                (None, false)
            }
        }
    }

    fn notice(&self, row: &Row<'_>, lacking: &mut Vec<Reason>) -> Option<NoticeRef> {
        let id = self.text(row, "notice_id");
        let version = self.text(row, "notice_version").map(str::parse::<u32>);
        match (id, version) {
            (None, None) => None,
            (Some(id), Some(Ok(version))) => {
                let hash = self.text(row, "notice_hash").map(str::to_owned);
                Some(NoticeRef { id: id.to_owned(), version, hash })
            }
            _ => {
                lacking.push(unusable("notice"));
                None
            }
        }
    }
}

fn grade(said: &Said, proven: bool) -> EvidenceGrade {
    let kept = said.evidence_ref.is_some();
    match said.answer {
        _ if said.subject.is_none() => EvidenceGrade::Unknown,
        ListAnswer::Nothing => EvidenceGrade::Unknown,
        ListAnswer::Yes => {
            let clear = said.method.is_some_and(Method::is_affirmative);
            if said.method.is_some() && !clear {
                EvidenceGrade::Unknown
            } else if said.to_the_instant && clear && proven && kept {
                EvidenceGrade::Proved
            } else if said.at.is_some() && (kept || said.notice.is_some()) {
                EvidenceGrade::Documented
            } else {
                EvidenceGrade::Asserted
            }
        }
        ListAnswer::No if said.to_the_instant && kept => EvidenceGrade::Proved,
        ListAnswer::No if said.at.is_some() || kept => EvidenceGrade::Documented,
        ListAnswer::No => EvidenceGrade::Asserted,
    }
}

fn missing(field: &str) -> Reason {
    Reason::new("consent-list-missing").with("field", field)
}

fn unusable(field: &str) -> Reason {
    Reason::new("consent-list-unusable").with("field", field)
}
