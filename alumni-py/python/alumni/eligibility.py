"""May this worker join, be invited, come back?

A `Policy` is a document of criteria, each a short typed expression over facts. Deciding is three-valued: a fact that is not
known is neither true nor false, and what cannot be told is `Outcome.UNDETERMINED` with the facts that would settle it.
"""

from alumni._alumni import (
    Change,
    ChangeKind,
    Check,
    Criterion,
    CriterionResult,
    Decision,
    Effect,
    FactUsed,
    Finding,
    Imported,
    LadderCheck,
    Nearest,
    Outcome,
    Policy,
    PolicyComparison,
    PolicyReference,
    Relation,
    Remark,
    Severity,
    Status,
    Way,
    Witness,
    check_ladder,
)

__all__ = [
    "Change",
    "ChangeKind",
    "Check",
    "Criterion",
    "CriterionResult",
    "Decision",
    "Effect",
    "FactUsed",
    "Finding",
    "Imported",
    "LadderCheck",
    "Nearest",
    "Outcome",
    "Policy",
    "PolicyComparison",
    "PolicyReference",
    "Relation",
    "Remark",
    "Severity",
    "Status",
    "Way",
    "Witness",
    "check_ladder",
]
