"""May we do this, to this person, now, and how do we know?

A `Ledger` is made from purposes and notices and grows by events: in any order, from any source, as often as they are
delivered. `Ledger.may` answers for one subject, purpose, channel and recipient, at an instant, as it is known today or was
known at an earlier instant. Nothing is permission but an act of the person that names a notice the ledger knows, unchanged.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from alumni._alumni import (
    AccessExport,
    Acknowledgement,
    AcknowledgementStatus,
    Activity,
    Actor,
    Agreed,
    Answer,
    AnswerRow,
    Answers,
    AtExit,
    AtExitCount,
    Audience,
    Channel,
    Checked,
    Contact,
    ContactRules,
    Contacts,
    ContactState,
    Deadline,
    DecisionState,
    Directory,
    DirectoryMatrix,
    Duty,
    EmploymentState,
    EncodedEvent,
    Event,
    EventKey,
    EventKind,
    EventTable,
    Everybody,
    Exemption,
    Extended,
    Funnel,
    FunnelStage,
    Invitations,
    KeepFrom,
    Ledger,
    LegalBasis,
    ListReport,
    Method,
    Notice,
    NoticeChange,
    NoticeConsequence,
    NoticeDiff,
    NoticeDifference,
    NoticeRef,
    Obligation,
    Pack,
    Packs,
    Paper,
    Permit,
    Propagation,
    PropagationItem,
    PropagationReport,
    PropagationRules,
    PropagationStatus,
    Purpose,
    PurposeClass,
    Question,
    ReasonCount,
    Receipt,
    ReconsentPlan,
    Recorded,
    RecordReading,
    RequestState,
    RetentionDue,
    Rule,
    RuleChange,
    RuleChangeKind,
    Sending,
    Settled,
    Snapshot,
    Stand,
    State,
    Summary,
    Timeline,
    Use,
    UseFinding,
    UseFindingKind,
    Visible,
    WithdrawalReceipt,
    events_from_csv,
    transitions,
)
from alumni._alumni import ConsentRecord as Record
from alumni._alumni import ConsentStatus as Status
from alumni._alumni import ConsentVerdict as Verdict

__all__ = [
    "AccessExport",
    "Acknowledgement",
    "AcknowledgementStatus",
    "Activity",
    "Actor",
    "Agreed",
    "Answer",
    "AnswerRow",
    "Answers",
    "AtExit",
    "AtExitCount",
    "Audience",
    "Channel",
    "Checked",
    "Contact",
    "ContactRules",
    "ContactState",
    "Contacts",
    "Deadline",
    "DecisionState",
    "Directory",
    "DirectoryMatrix",
    "Duty",
    "EmploymentState",
    "EncodedEvent",
    "Event",
    "EventKey",
    "EventKind",
    "EventTable",
    "Everybody",
    "Exemption",
    "Extended",
    "Funnel",
    "FunnelStage",
    "Invitations",
    "KeepFrom",
    "Ledger",
    "LegalBasis",
    "ListReport",
    "Method",
    "Notice",
    "NoticeChange",
    "NoticeConsequence",
    "NoticeDiff",
    "NoticeDifference",
    "NoticeRef",
    "Obligation",
    "Pack",
    "Packs",
    "Paper",
    "Permit",
    "Propagation",
    "PropagationItem",
    "PropagationReport",
    "PropagationRules",
    "PropagationStatus",
    "Purpose",
    "PurposeClass",
    "Question",
    "ReasonCount",
    "Receipt",
    "ReconsentPlan",
    "Record",
    "RecordReading",
    "Recorded",
    "RequestState",
    "RetentionDue",
    "Rule",
    "RuleChange",
    "RuleChangeKind",
    "Sending",
    "Settled",
    "Snapshot",
    "Stand",
    "State",
    "Status",
    "Summary",
    "Timeline",
    "Use",
    "UseFinding",
    "UseFindingKind",
    "Verdict",
    "Visible",
    "WithdrawalReceipt",
    "events_from_csv",
    "read_events",
    "transitions",
]


def read_events(path: str | PathLike[str]) -> list[Event]:
    """Read events from a CSV file; see `events_from_csv`.

    Raises
    ------
    AlumniError
        With the file's name and the cell in ``path``.

    Examples
    --------
    >>> from pathlib import Path
    >>> import alumni as al
    >>> header = "source,id,subject,purpose,kind,occurred_at,received_at"
    >>> row = "mail,ce_88,w-0471,newsletter,withdrawn,2025-07-01T18:00:00+09:00,2025-07-01T18:00:05+09:00"
    >>> _ = Path("consent_events.csv").write_text(f"{header}\\n{row}\\n")
    >>> al.consent.read_events("consent_events.csv")
    [<Event 'ce_88' of 'mail': withdrawn>]
    """
    file = Path(path)
    return events_from_csv(file.read_bytes(), name=file.name)
