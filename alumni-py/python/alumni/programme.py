"""One programme as one document, and its review: the only place where the engines meet.

A `Programme` holds a programme's eligibility policies, purposes and notices, fairness standard, engagement model and how its
exports are read. `Programme.review` runs all engines over a folder of exports as of a day. Consent decides who is scored and
who may be reached; who may not be scored is counted, never scored.
"""

from alumni._alumni import (
    Closest,
    Counterfactuals,
    CriterionCount,
    Data,
    Explained,
    GroupChange,
    MissingCount,
    Network,
    OutcomeCount,
    PayComparison,
    PolicyGap,
    PolicyReview,
    Programme,
    ProgrammeReference,
    Reach,
    Review,
    SelectionFinding,
    Workforce,
    counterfactuals,
    group_changes,
    policy_gap,
)

__all__ = [
    "Closest",
    "Counterfactuals",
    "CriterionCount",
    "Data",
    "Explained",
    "GroupChange",
    "MissingCount",
    "Network",
    "OutcomeCount",
    "PayComparison",
    "PolicyGap",
    "PolicyReview",
    "Programme",
    "ProgrammeReference",
    "Reach",
    "Review",
    "SelectionFinding",
    "Workforce",
    "counterfactuals",
    "group_changes",
    "policy_gap",
]
