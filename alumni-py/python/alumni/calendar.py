"""Exact calendar arithmetic: periods, completed years and months, spans of days.

Adding years and months moves to the same day of the target month, or to its last day when the month is shorter: 31 January
+ 1 month = 28 or 29 February. A length is at least a period when its first day plus the period is on or before the day after
its last day. Dates are `datetime.date`; the range is the years 1 to 9999.
"""

from alumni._alumni import (
    Period,
    Span,
    completed_months,
    completed_years,
    day_after,
    days_between,
    parse_date,
)
from alumni._alumni import calendar_add as add
from alumni._alumni import calendar_subtract as subtract

__all__ = [
    "Period",
    "Span",
    "add",
    "completed_months",
    "completed_years",
    "day_after",
    "days_between",
    "parse_date",
    "subtract",
]
