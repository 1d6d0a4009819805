"""Month ends and leap days against python-dateutil and pandas, which know nothing of this library.

Policy engines disagree here: 29 February + 3 years is an error in one, undefined in another, 1 March in a third. dateutil,
pandas, polars and DuckDB agree with each other, and are the judges.
"""

import random
from datetime import date, timedelta

import alumni as al
import pandas as pd  # type: ignore[import-untyped]
from alumni.calendar import Period, add, completed_months, completed_years, subtract
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

FIRST, LAST = date(1930, 1, 1), date(2099, 12, 31)


def days(count: int, seed: int) -> list[date]:
    """Random days, every second one at the end of a month or around it, where clamps bite."""
    rng = random.Random(seed)
    found = []
    for index in range(count):
        day = FIRST + timedelta(rng.randrange((LAST - FIRST).days))
        if index % 2:
            day = day.replace(day=1) + timedelta(rng.choice([-4, -3, -2, -1, -1, -1, 0, 1]))
        found.append(day)
    return found


def periods(count: int, seed: int) -> list[dict[str, int]]:
    rng = random.Random(seed)
    most = {"years": 45, "months": 40, "weeks": 60, "days": 400}
    return [
        {unit: rng.randrange(1, most[unit]) for unit in rng.sample(list(most), rng.randrange(1, 5))}
        for _ in range(count)
    ]


def test_four_questions_on_which_engines_disagree() -> None:
    leap = date(2020, 2, 29)
    questions = [
        (add(leap, "3 years"), leap + relativedelta(years=3), date(2023, 2, 28)),
        (add(date(2023, 1, 31), "1 month"), date(2023, 1, 31) + relativedelta(months=1), date(2023, 2, 28)),
        (
            subtract(date(2023, 7, 31), "1 month"),
            date(2023, 7, 31) - relativedelta(months=1),
            date(2023, 6, 30),
        ),
    ]
    for ours, judge, expected in questions:
        assert ours == judge == expected
    # Full years from 29 February 2020 to 28 February 2023: DuckDB's date_sub says 3, and so does the sum above.
    assert completed_years(leap, date(2023, 2, 28)) == 3
    assert completed_years(leap, date(2023, 2, 27)) == 2


def test_sums_and_differences_are_those_of_dateutil() -> None:
    for day, units in zip(days(30_000, 1), periods(30_000, 2), strict=True):
        period = Period(**units)
        assert add(day, period) == day + relativedelta(**units), (day, units)
        assert subtract(day, period) == day - relativedelta(**units), (day, units)


def test_sums_are_those_of_pandas() -> None:
    table = days(2_000, 3)
    stamps = pd.Series(pd.to_datetime(pd.Series(table)))
    for units in periods(20, 4):
        period = Period(**units)
        later = (stamps + pd.DateOffset(**units)).dt.date.tolist()
        earlier = (stamps - pd.DateOffset(**units)).dt.date.tolist()
        assert [add(day, period) for day in table] == later, units
        assert [subtract(day, period) for day in table] == earlier, units


def test_completed_months_are_the_largest_number_that_dateutil_can_add() -> None:
    # relativedelta(until, start) counts otherwise at month ends: the definition is the sum, asked of dateutil.
    for start, until in zip(days(20_000, 5), days(20_000, 6), strict=True):
        start, until = min(start, until), max(start, until)
        months = completed_months(start, until)
        assert start + relativedelta(months=months) <= until, (start, until)
        assert start + relativedelta(months=months + 1) > until, (start, until)
        assert completed_years(start, until) == months // 12


def test_tenure_and_cooling_off_turn_on_the_day_that_dateutil_says() -> None:
    policy = al.Policy.from_dict(
        {
            "id": "gates",
            "version": 1,
            "criteria": [
                {"id": "service", "require": "tenure >= 3 years"},
                {"id": "cooling-off", "require": "since_separation >= 6 months"},
                {"id": "anniversary", "require": "start_date + 3 years <= as_of"},
            ],
        }
    )
    rng = random.Random(7)
    for start in days(4_000, 8):
        after = start + relativedelta(years=3) + timedelta(rng.choice([-1, 0, 1, 200]))
        as_of = after + relativedelta(months=6) + timedelta(rng.choice([-1, 0, 1]))
        row = {"start_date": start.isoformat(), "separation_date": (after - timedelta(1)).isoformat()}
        found = policy.decide(al.Worker.from_dict({"id": "w", "facts": row}), as_of=as_of)
        expected = [
            start + relativedelta(years=3) <= after,
            after + relativedelta(months=6) <= as_of,
            start + relativedelta(years=3) <= as_of,
        ]
        assert [criterion.status.value == "met" for criterion in found.criteria] == expected, row
