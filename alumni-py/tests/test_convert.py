from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

import alumni as al
import pytest
from alumni.calendar import Period, Span
from alumni.workforce import Compensation, Money, Position, Separation
from hypothesis import given
from hypothesis import strategies as st

START = date(2016, 4, 1)


@given(st.dates())
def test_every_date_goes_in_and_comes_back(day: date) -> None:
    assert al.Spell(day).start == day


@given(
    st.datetimes(
        datetime(2, 1, 1),
        datetime(9998, 12, 31),
        timezones=st.one_of(
            st.just(UTC),
            st.just(ZoneInfo("Asia/Tokyo")),
            st.just(ZoneInfo("Europe/Berlin")),
            st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
        ),
    )
)
def test_every_aware_datetime_goes_in_and_comes_back_as_the_same_instant(at: datetime) -> None:
    reason = al.Reason.from_dict({"code": "x", "args": {"at": {"type": "instant", "value": at}}})
    found = reason.args["at"]
    # Python compares hours that a clock change skips or repeats in its own way, unless both are in one zone.
    assert found == at.astimezone(UTC)
    assert found.tzinfo is UTC


class Colour(Enum):
    RED = "red"


BAD_DATES: list[Any] = [
    None,
    "2016-04-01",
    datetime(2016, 4, 1),
    datetime(2016, 4, 1, tzinfo=UTC),
    20160401,
    float("nan"),
    True,
    b"2016-04-01",
    object(),
]


@pytest.mark.parametrize("value", BAD_DATES, ids=repr)
def test_what_is_not_a_date_is_refused_with_the_name_of_the_argument(value: Any) -> None:
    calls: list[tuple[Callable[[], object], str]] = [
        (lambda: al.Spell(value), "start"),
        (lambda: al.calendar.add(value, "1 day"), "date"),
        (lambda: al.Worker("w", spells=[]).facts(as_of=value), "as_of"),
        (lambda: Span(START, value), "until"),
    ]
    for call, name in calls:
        with pytest.raises(al.WrongTypeError) as caught:
            call()
        assert caught.value.path == name
        assert "date" in caught.value.message


def test_a_naive_datetime_is_refused_and_told_what_to_do() -> None:
    with pytest.raises(al.WrongTypeError, match="naive") as caught:
        al.Reason.from_dict({"code": "x", "args": {"at": {"type": "instant", "value": datetime(2025, 7, 1)}}})
    assert caught.value.path == "args.at.value"
    assert "tzinfo" in caught.value.message


def test_a_datetime_at_the_edge_of_the_calendar_is_an_error_and_no_crash() -> None:
    for at in (
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12))),
    ):
        with pytest.raises(al.OutOfRangeError):
            al.Reason.from_dict({"code": "x", "args": {"at": {"type": "instant", "value": at}}})


@pytest.mark.parametrize("value", [True, "2", 2.5, float("nan"), Decimal(2), [2], b"2"], ids=repr)
def test_what_is_not_a_whole_number_is_refused(value: Any) -> None:
    with pytest.raises(al.WrongTypeError) as caught:
        al.Spell(START, grade=value)
    assert caught.value.path == "grade"


@pytest.mark.parametrize("value", [2**31, -(2**31) - 1, 10**400])
def test_a_number_that_does_not_fit_is_out_of_range(value: int) -> None:
    with pytest.raises(al.OutOfRangeError) as caught:
        al.Spell(START, grade=value)
    assert caught.value.path == "grade"
    with pytest.raises(al.OutOfRangeError):
        Period(days=value if value > 0 else -1)


@pytest.mark.parametrize("value", [None, 5, 1.5, b"w-1", ["w-1"], date(2020, 1, 1), float("nan")], ids=repr)
def test_what_is_not_a_text_is_refused(value: Any) -> None:
    calls: list[Callable[[], object]] = [
        lambda: al.Worker(value),
        lambda: al.Worker.from_json(value),
        lambda: Period.parse(value),
        lambda: al.calendar.parse_date(value),
    ]
    for call in calls:
        with pytest.raises(al.WrongTypeError):
            call()


def test_lone_surrogates_are_refused_wherever_text_goes_in() -> None:
    lone = "w-\ud800"
    calls: list[Callable[[], object]] = [
        lambda: al.Worker(lone),
        lambda: al.Worker.from_json(lone),
        lambda: al.Worker.from_dict({"id": lone}),
        lambda: al.Worker.from_dict({lone: "x"}),
        lambda: al.Worker("w", facts={"note": lone}),
        lambda: al.Worker("w", rehire_flag=lone),
        lambda: al.calendar.parse_date(lone),
        lambda: al.text.codes(lone),
    ]
    for call in calls:
        with pytest.raises(al.ParseError, match="surrogate"):
            call()


@pytest.mark.parametrize("value", ["maybe", "", "YES", True, None, 1, Colour.RED], ids=repr)
def test_an_unknown_name_lists_the_known_ones(value: Any) -> None:
    if value is None:
        assert al.Worker("w", rehire_flag=value).rehire_flag == "absent"
        return
    with pytest.raises(al.AlumniError) as caught:
        al.Worker("w", rehire_flag=value)
    assert caught.value.path == "rehire_flag"
    if isinstance(value, str):
        assert "upon_review" in caught.value.message


@pytest.mark.parametrize("value", ["abc", b"abc", 5, {"start": START}, al.Spell(START)], ids=repr)
def test_what_is_not_a_sequence_of_spells_is_refused(value: Any) -> None:
    with pytest.raises(al.WrongTypeError) as caught:
        al.Worker("w", spells=value)
    assert caught.value.path.startswith("spells")


def test_an_item_says_its_place() -> None:
    with pytest.raises(al.WrongTypeError) as caught:
        al.Worker("w", spells=[al.Spell(START), 5])  # type: ignore[list-item]
    assert caught.value.path == "spells[1]"
    with pytest.raises(al.WrongTypeError) as caught:
        al.Worker("w", spells=[{"start": START, "positions": [{"from": START, "grade": "high"}]}])
    assert caught.value.path == "spells[0].positions[0].grade"


def test_an_iterator_that_fails_tells_its_own_error() -> None:
    def spells() -> Any:
        yield al.Spell(START)
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        al.Worker("w", spells=spells())


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (float("nan"), "out_of_range"),
        (float("inf"), "out_of_range"),
        (2**64, "out_of_range"),
        (object(), "wrong_type"),
        (b"bytes", "wrong_type"),
        (datetime(2020, 1, 1), "wrong_type"),
        ({"a": {1: 2}}, "wrong_type"),
        (lambda: None, "wrong_type"),
    ],
    ids=repr,
)
def test_a_document_with_a_value_that_has_no_json_form_names_the_place(value: Any, kind: str) -> None:
    with pytest.raises(al.AlumniError) as caught:
        al.Worker.from_dict({"id": "w", "facts": {"x": value}})
    assert caught.value.kind == kind
    assert caught.value.path.startswith("facts.x")


def test_a_document_that_holds_itself_is_refused() -> None:
    loop: dict[str, Any] = {}
    loop["facts"] = loop
    with pytest.raises(al.TooLargeError):
        al.Worker.from_dict(loop)


def test_a_document_takes_dates_enums_and_our_own_objects() -> None:
    worker = al.Worker.from_dict(
        {
            "id": "w-1",
            "spells": (al.Spell(START, date(2021, 9, 30), separation="voluntary"),),
            "rehire_flag": al.RehireFlag.YES,
            "compensation": [{"from": START, "amount": Money.parse("300000 JPY"), "period": "month"}],
        }
    )
    assert worker == al.Worker(
        "w-1",
        spells=[
            {"start": "2016-04-01", "end": START.replace(2021, 9, 30), "separation": {"kind": "voluntary"}}
        ],
        rehire_flag="yes",
        compensation=[Compensation(START, "300000 JPY", "month")],
    )


def test_facts_of_the_customers_own_keep_their_type() -> None:
    worker = al.Worker(
        "w",
        facts={
            "a": True,
            "b": 3,
            "c": 0.75,
            "d": "x",
            "e": ["x", "y"],
            "f": date(2024, 4, 1),
            "g": Money.parse("5200000 JPY"),
            "h": Span(START, date(2017, 4, 1)),
            "i": Decimal("0.5"),
            "j": None,
        },
    )
    assert worker.to_dict()["facts"] == {
        "a": True,
        "b": 3,
        "c": 0.75,
        "d": "x",
        "e": ["x", "y"],
        "f": "2024-04-01",
        "g": "5200000 JPY",
        "h": {"from": "2016-04-01", "until": "2017-04-01"},
        "i": "0.5",
    }


def test_booleans_are_booleans() -> None:
    for value in (1, 0, "yes", 1.0):
        with pytest.raises(al.WrongTypeError) as caught:
            Separation(regretted=value)  # type: ignore[arg-type]
        assert caught.value.path == "regretted"
    assert Separation(regretted=False).regretted is False


def test_numbers_of_numpy_come_in_by_what_they_are() -> None:
    numpy = pytest.importorskip("numpy")
    worker = al.Worker(
        "w",
        facts={
            "a": numpy.int64(3),
            "b": numpy.float64(0.5),
            "c": numpy.array([True])[0],
            "d": numpy.array(["x"]),
        },
    )
    assert worker.to_dict()["facts"] == {"a": 3, "b": 0.5, "c": True, "d": ["x"]}
    assert al.Spell(START, grade=numpy.int32(4)).grade == 4


def test_options_are_keyword_only() -> None:
    with pytest.raises(TypeError):
        al.Worker("w", [])  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        al.Spell(START, None, 2)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        al.Worker("w").facts(START)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Position(START, None, "title")  # type: ignore[call-arg]
