"""The people and their employment: workers, spells, separations, pay, and the facts derived from them.

Absent is never *no*: what a source does not say is unknown, and stays so.
"""

from alumni._alumni import (
    Compensation,
    ContactKind,
    ContactPoint,
    EmploymentType,
    Fact,
    FactType,
    FlagOrigin,
    LocalCode,
    Money,
    Ownership,
    PayPeriod,
    Position,
    RehireFlag,
    Separation,
    SeparationKind,
    SeparationReason,
    Spell,
    Worker,
    WorkerType,
)

__all__ = [
    "Compensation",
    "ContactKind",
    "ContactPoint",
    "EmploymentType",
    "Fact",
    "FactType",
    "FlagOrigin",
    "LocalCode",
    "Money",
    "Ownership",
    "PayPeriod",
    "Position",
    "RehireFlag",
    "Separation",
    "SeparationKind",
    "SeparationReason",
    "Spell",
    "Worker",
    "WorkerType",
]
