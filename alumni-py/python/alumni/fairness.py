"""Is bringing people back fair? Impact ratios with what the numbers can and cannot show, and positions in pay ranges.

Each finding carries its estimate, interval, exact tests, what could have been detected, how many decisions would change it,
and a `Verdict`, of which *insufficient* (the data cannot tell) is one. No answer is a legal conclusion. Group names are the
caller's codes: they are used for the one answer and kept nowhere.
"""

from alumni._alumni import (
    Finding,
    Flips,
    GroupRate,
    Interval,
    PayPosition,
    SelectionReport,
    Standard,
    ThresholdReport,
    Verdict,
    compa_ratio,
    compa_ratios,
    range_penetration,
    selection,
    thresholds,
)

__all__ = [
    "Finding",
    "Flips",
    "GroupRate",
    "Interval",
    "PayPosition",
    "SelectionReport",
    "Standard",
    "ThresholdReport",
    "Verdict",
    "compa_ratio",
    "compa_ratios",
    "range_penetration",
    "selection",
    "thresholds",
]
