use super::event::Event;
use super::kind::{Actor, EventKind, Method};
use super::state::DecisionState;

/// What an event amounts to, given who expressed it and how; declared from the mildest to the strictest, which is how ties
/// are broken: at equal instants the last one folded stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Act {
    Void,
    Used,
    Happened,
    NoticeShown,
    Requested,
    Deferred,
    Given,
    Renewed,
    Refused,
    Objected,
    Revoked,
    Withdrawn,
    Invalidated,
    Unrestricted,
    Restricted,
}

impl Act {
    /// A bit for each act that can only take permission away.
    pub(super) const TIGHTEN: u32 = Self::bits(&[
        Self::Used,
        Self::Happened,
        Self::Refused,
        Self::Objected,
        Self::Revoked,
        Self::Withdrawn,
        Self::Invalidated,
        Self::Restricted,
    ]);

    /// A bit for each of `acts`.
    pub(super) const fn bits(acts: &[Self]) -> u32 {
        match acts {
            [] => 0,
            [act, rest @ ..] => 1 << *act as u32 | Self::bits(rest),
        }
    }

    pub(super) fn of(event: &Event) -> Self {
        let by_subject = event.actor == Actor::Subject;
        match event.kind {
            EventKind::NoticeShown => Self::NoticeShown,
            EventKind::Requested => Self::Requested,
            EventKind::Deferred => Self::Deferred,
            EventKind::Given | EventKind::Renewed if !event.method.is_none_or(Method::is_affirmative) => {
                Self::Deferred
            }
            EventKind::Given => Self::Given,
            EventKind::Renewed => Self::Renewed,
            EventKind::Refused => Self::Refused,
            EventKind::Objected => Self::Objected,
            // A no is never turned away for its author: it becomes the no that its author can say.
            EventKind::Withdrawn | EventKind::Revoked if by_subject => Self::Withdrawn,
            EventKind::Withdrawn | EventKind::Revoked => Self::Revoked,
            EventKind::Invalidated if event.actor == Actor::Authority => Self::Invalidated,
            EventKind::Invalidated if by_subject => Self::Withdrawn,
            EventKind::Invalidated => Self::Revoked,
            EventKind::Restricted => Self::Restricted,
            // Neither a program nor an import loosens anything.
            EventKind::Unrestricted if event.actor == Actor::Engine || event.imported => Self::Void,
            EventKind::Unrestricted => Self::Unrestricted,
            EventKind::Used => Self::Used,
            EventKind::Happened => Self::Happened,
        }
    }

    pub(super) fn is_yes(self) -> bool {
        matches!(self, Self::Given | Self::Renewed)
    }

    /// Whether it can only take permission away.
    pub(super) fn tightens(self) -> bool {
        Self::TIGHTEN >> self as u32 & 1 == 1
    }

    pub(super) fn decision(self) -> DecisionState {
        match self {
            Self::Given => DecisionState::Given,
            Self::Renewed => DecisionState::Renewed,
            Self::Refused => DecisionState::Refused,
            Self::Objected => DecisionState::Objected,
            Self::Revoked => DecisionState::Revoked,
            Self::Withdrawn => DecisionState::Withdrawn,
            Self::Invalidated => DecisionState::Invalidated,
            _ => DecisionState::Undecided,
        }
    }
}
