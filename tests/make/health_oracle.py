"""What `engagement.health` is expected to find, by the written definitions: records, shares with Wilson's interval, rates with Garwood's.

Nothing of the library is used.
"""

import math
from datetime import date, datetime, timedelta

from scipy import stats

AS_OF = date(2024, 4, 1)
START = datetime(2024, 4, 1)


class Record:
    """Events, and what is counted of them."""

    def __init__(self):
        self.events = []

    def add(self, days_ago, kind, actor, actor_type="alumnus", **more):
        number = f"e-{len(self.events)}"
        at = (START - timedelta(days=days_ago)).isoformat() + "Z"
        self.events.append(
            {"id": number, "at": at, "kind": kind, "actor": actor, "actor_type": actor_type, **more}
        )
        return number


def wilson(count, of):
    z = stats.norm.ppf(0.975)
    if of == 0:
        return {"unit": "share", "count": 0, "of": 0.0, "value": None, "lower": 0.0, "upper": 1.0}
    p, square = count / of, z * z / of
    reach = z * math.sqrt(p * (1 - p) / of + square / (4 * of))
    lower = 0.0 if count == 0 else (p + square / 2 - reach) / (1 + square)
    upper = 1.0 if count == of else (p + square / 2 + reach) / (1 + square)
    return {"unit": "share", "count": count, "of": float(of), "value": p, "lower": lower, "upper": upper}


def garwood(count, years):
    lower = 0.0 if count == 0 else stats.gamma.ppf(0.025, count) / years
    return {
        "unit": "per_member_year",
        "count": count,
        "of": years,
        "value": count / years,
        "lower": float(lower),
        "upper": float(stats.gamma.ppf(0.975, count + 1) / years),
    }


def members(count):
    return [f"w-{number}" for number in range(count)]


def case(name, record, roster, expect, **more):
    return {
        "name": name,
        "given": {"events": record.events, "members": roster, "as_of": AS_OF.isoformat(), **more},
        "expect": expect,
    }


def whole(value):
    return {"type": "integer", "value": value}
