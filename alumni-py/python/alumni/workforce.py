"""The people and their employment: workers, spells, separations, pay, and the facts derived from them.

Absent is never *no*: what a source does not say is unknown, and stays so.
"""

from alumni._alumni import (
    CannotSupply,
    Compensation,
    ContactKind,
    ContactPoint,
    EmploymentType,
    Fact,
    FactType,
    Fault,
    FlagOrigin,
    Import,
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
from alumni._alumni import ExportMapping as Mapping

__all__ = [
    "CannotSupply",
    "Compensation",
    "ContactKind",
    "ContactPoint",
    "EmploymentType",
    "Fact",
    "FactType",
    "Fault",
    "FlagOrigin",
    "Import",
    "LocalCode",
    "Mapping",
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
