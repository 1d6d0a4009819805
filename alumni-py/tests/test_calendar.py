from datetime import date, timedelta

import alumni as al
import pytest
from alumni.calendar import Period, Span, add, completed_months, day_after, days_between
from hypothesis import given
from hypothesis import strategies as st

days = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@given(days, days)
def test_days_between_are_those_of_python(a: date, b: date) -> None:
    assert days_between(a, b) == (b - a).days


@given(days, st.integers(0, 600))
def test_completed_months_are_the_most_that_fit(start: date, months: int) -> None:
    reached = add(start, Period(months=months))
    assert reached is not None
    assert completed_months(start, reached) == months
    assert completed_months(start, reached - timedelta(days=1)) == max(months - 1, 0)


@given(days, st.integers(0, 5000))
def test_a_span_counts_its_days(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    span = Span.inclusive(first, last)
    assert span.days == length + 1
    assert span.until == day_after(last)
    assert span.is_at_least(Period(days=length + 1))
    assert not span.is_at_least(Period(days=length + 2))


def test_periods_are_given_as_objects_or_texts() -> None:
    assert add(date(2020, 1, 31), "P1M") == add(date(2020, 1, 31), Period(months=1)) == date(2020, 2, 29)
    with pytest.raises(al.ParseError) as caught:
        add(date(2020, 1, 31), "soon")
    assert caught.value.path == "period"
    with pytest.raises(al.WrongTypeError):
        add(date(2020, 1, 31), timedelta(days=1))  # type: ignore[arg-type]


def test_what_leaves_the_calendar_has_no_answer() -> None:
    assert add(date(9999, 12, 31), "1 day") is None
    assert day_after(date(9999, 12, 31)) is None
    assert Span(date(9999, 1, 1), date(9999, 6, 1)).is_at_least("1 year") is None


def test_a_span_needs_its_ends_in_order() -> None:
    with pytest.raises(al.InconsistentError) as caught:
        Span(date(2020, 1, 2), date(2020, 1, 1))
    assert caught.value.path == "until"


def test_a_period_has_both_languages() -> None:
    period = Period.parse("1 year 6 months")
    assert (str(period), period.to_japanese(), period.to_iso8601()) == (
        "1 year 6 months",
        "1年6か月",
        "P1Y6M",
    )
    assert (period.years, period.months, period.weeks, period.days) == (1, 6, 0, 0)
