"""Pay and selections from frames: the same answers as from documents, in whatever frame they come."""

from decimal import Decimal
from typing import Any

import alumni as al
import pandas as pd  # type: ignore[import-untyped, unused-ignore]
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

People = list[dict[str, Any]]

PERSON = st.fixed_dictionaries(
    {
        "group": st.sampled_from(["women", "men", "other"]),
        "cents": st.integers(1, 90_000_000),
        "bonus": st.none() | st.integers(0, 900_000),
        "grade": st.sampled_from(["G4", "G5"]),
        "months": st.integers(0, 300),
        "returner": st.booleans(),
    }
)


def euros(cents: int) -> dict[str, Any]:
    return {"minor": cents, "currency": "EUR"}


def columns(people: People) -> dict[str, list[Any]]:
    return {name: [person[name] for person in people] for name in people[0]}


def frames(people: People) -> list[Any]:
    """Cents as floats, as decimals and as texts with their currency, in three libraries."""
    # A column of nothing has no type that every library hands over.
    people[0]["bonus"] = people[0]["bonus"] or 0
    table = columns(people)
    cents, bonus = table.pop("cents"), table.pop("bonus")

    def made(amount: Any) -> dict[str, Any]:
        paid = [None if value is None else amount(value) for value in bonus]
        return {**table, "pay": [amount(value) for value in cents], "bonus": paid}

    return [
        pl.DataFrame(made(lambda value: value / 100)),
        pd.DataFrame(made(lambda value: f"{value // 100}.{value % 100:02} EUR")),
        pa.table(made(lambda value: Decimal(value).scaleb(-2))),
    ]


@settings(max_examples=25, deadline=None)
@given(st.lists(PERSON, min_size=4, max_size=30))
def test_frames_answer_as_documents_do(people: People) -> None:
    tables = frames(people)
    paid = [
        {"group": one["group"], "pay": euros(one["cents"]), "category": one["grade"]}
        | ({} if one["bonus"] is None else {"variable": euros(one["bonus"])})
        for one in people
    ]
    peers = [
        {
            "pay": euros(one["cents"]),
            "tenure_months": one["months"],
            "returner": one["returner"],
            "cell": one["grade"],
        }
        for one in people
    ]
    factored = [
        {
            "group": one["group"],
            "pay": euros(one["cents"]),
            "factors": {"grade": one["grade"], "months": one["months"]},
        }
        for one in people
    ]
    few = {"permutation": {"orders": 19, "seed": 1}}
    for frame in tables:
        code = {"currency": "EUR"}
        extra = {"variable": "bonus", "category": "grade"}
        for gaps in (al.fairness.uk_pay_gaps, al.fairness.eu_pay_gaps):
            assert gaps(frame, **code, **extra).to_json() == gaps(paid).to_json()
        asked = {"tenure_months": "months", "cell": "grade", "margin_months": 3}
        found = al.fairness.inversions(frame, **code, **asked)
        assert found.to_json() == al.fairness.inversions(peers, margin_months=3).to_json()
        adjusted = al.fairness.adjusted_pay_gap(frame, factors=["grade", "months"], **code, **few)
        assert adjusted.to_json() == al.fairness.adjusted_pay_gap(factored, **few).to_json()
        pairs = [
            (al.workforce.Money(one["cents"], "EUR"), al.workforce.Money(one["cents"], "EUR"))
            for one in people
        ]
        place = al.fairness.compa_ratios(frame, midpoint="pay", **code)
        assert place.to_json() == al.fairness.compa_ratios(pairs).to_json()
        sides = [
            [al.workforce.Money(one["cents"], "EUR") for one in people if one["returner"] is side]
            for side in (True, False)
        ]
        compressed = al.fairness.compression(frame, newcomer="returner", **code)
        assert compressed.to_json() == al.fairness.compression(*sides).to_json()


def test_a_regression_takes_a_frame() -> None:
    table: dict[str, list[float]] = {
        "pay": [1.0, 2.0, 4.0, 7.5],
        "returned": [0, 0, 1, 1],
        "years": [1.5, 2.5, 2.0, 4.0],
    }
    asked = {name: table[name] for name in ("returned", "years")}
    documents = al.fairness.regress(table["pay"], asked, errors="hc1")
    for frame in (pl.DataFrame(table), pd.DataFrame(table), pa.table(table)):
        found = al.fairness.regress("pay", ["returned", "years"], frame=frame, errors="hc1")
        assert found.to_json() == documents.to_json()


def test_selection_takes_a_frame_with_its_outcome() -> None:
    frame = pl.DataFrame(
        {
            "sex": ["women", "men", None, "women", "men"] * 40,
            "age": ["20s", "40s", "40s", "40s", "20s", "20s", "40s", "20s"] * 25,
            "round": ["spring", "autumn"] * 100,
            "hired": [0, 1, 1, 1, 1, 0, 1, 0, 0, 1] * 20,
        }
    )
    found = al.fairness.selection(frame, outcome="hired", by=["sex", "age"], strata="round")
    same = al.fairness.selection_table(frame, outcome="hired", attributes=["sex", "age"], stratum="round")
    assert found == same
    one = al.fairness.selection(frame, outcome="hired", by="sex", threshold="9/10", intersections=False)
    assert one.attributes[0].attributes == ["sex"]
    assert one.standard.threshold == "9/10"


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({"by": "sex"}, "outcome"),
        ({"outcome": "hired"}, "by"),
        ({"outcome": "hired", "by": "sex", "unknown": (1, 1)}, "unknown"),
        ({"outcome": "hired", "by": "gender"}, "gender"),
    ],
)
def test_what_a_frame_lacks_is_named(arguments: dict[str, Any], path: str) -> None:
    frame: Any = pl.DataFrame({"sex": ["women", "men"], "hired": [0, 1]})
    with pytest.raises(al.AlumniError) as caught:
        al.fairness.selection(frame, **arguments)
    assert caught.value.path == path


def test_columns_are_named_for_tables_only() -> None:
    select: Any = al.fairness.selection
    with pytest.raises(al.AlumniError) as caught:
        select({"women": (52, 24), "men": (80, 48)}, by="sex")
    assert caught.value.path == "by"
    for call in (
        lambda: al.fairness.compa_ratios([("5 EUR", "5 EUR")], currency="EUR"),
        lambda: al.fairness.compression(["5 EUR"], ["5 EUR"], currency="EUR"),
    ):
        with pytest.raises(al.AlumniError) as caught:
            call()
        assert caught.value.path == "currency"


@pytest.mark.parametrize(
    ("frame", "options", "path"),
    [
        ({"group": ["women"], "pay": [5]}, {}, "currency"),
        ({"group": ["women"], "pay": [None]}, {"currency": "EUR"}, "pay"),
        ({"group": ["women"], "pay": [1.005]}, {"currency": "EUR"}, "pay.row 0"),
        ({"group": ["women"], "pay": [float("nan")]}, {"currency": "EUR"}, "pay.row 0"),
        ({"group": ["women"], "pay": [5]}, {"currency": "EUR", "focal": " "}, "focal"),
        ({"group": ["women"], "pay": [-5]}, {"currency": "EUR"}, "people[0].pay"),
        ({"group": ["women", "men"], "pay": ["5 EUR", "5 JPY"]}, {}, "people[1]"),
    ],
)
def test_bad_frames_are_refused_with_their_place(
    frame: dict[str, list[Any]], options: dict[str, Any], path: str
) -> None:
    with pytest.raises(al.AlumniError) as caught:
        al.fairness.uk_pay_gaps(pa.table(frame), **options)
    assert caught.value.path == path


def test_one_offer_is_a_call() -> None:
    stayed = [{"pay": {"minor": amount, "currency": "JPY"}} for amount in (6_200_000, 6_400_000)]
    limits = al.fairness.Limits(gap=0.05)
    room = al.fairness.offer({}, stayed, limits=limits)
    assert room == al.fairness.OfferCohort({"people": stayed, "limits": limits}).headroom()
    # 5 % below the mean of 6.3 million; 5 % above the geometric mean, which is the smaller.
    assert (room.lowest["minor"], room.highest["minor"]) == (5_985_000, int((6.2 * 6.4) ** 0.5 * 1_050_000))
    assert str(al.fairness.offer({}, stayed)) == "No limit could be applied"
    assert limits.to_dict()["adjusted_gap_percent"] == 5.0
    with pytest.raises(al.AlumniError) as caught:
        al.fairness.Limits(gap=1.5)
    assert caught.value.path == "gap"


def test_counts_by_category_come_from_any_frame() -> None:
    rows = [
        ("women", "20s", 1),
        ("women", None, 0),
        ("men", "20s", 1),
        ("men", "30s", 1),
        (None, "30s", 0),
    ] * 30
    table = {
        name: list(values)
        for name, values in zip(("sex", "age", "hired"), zip(*rows, strict=True), strict=True)
    }
    cells = [([sex, age], 1, hired) for sex, age, hired in rows]
    law = al.fairness.local_law_144(["sex", "age"], cells=cells)
    shown = al.fairness.publish(["sex", "age"], cells, minimum_cell=5)
    for frame in (pl.DataFrame(table), pd.DataFrame(table), pa.table(table)):
        same = al.fairness.local_law_144(["sex", "age"], table=frame, outcome="hired")
        assert same == law
        assert pl.DataFrame(same).equals(law.to_polars())
        published = al.fairness.publish(["sex", "age"], table=frame, outcome="hired", minimum_cell=5)
        assert published == shown
    counted = pl.DataFrame(table).group_by("sex", "age").agg(pl.len().alias("all"), pl.col("hired").sum())
    assert al.fairness.local_law_144(["sex", "age"], table=counted, considered="all", selected="hired") == law


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"cells": [(["women"], 5, 1)], "table": {"sex": ["women"]}, "outcome": "hired"}, "table"),
        ({"cells": [(["women"], 5, 1)], "outcome": "hired"}, "outcome"),
        ({"table": {"sex": ["women"], "hired": [1]}, "outcome": 3}, "outcome"),
        ({"table": {"sex": ["women"], "hired": [1]}, "outcome": "hird"}, "hird"),
    ],
)
def test_a_table_and_its_columns_belong_together(options: dict[str, Any], path: str) -> None:
    if "table" in options:
        options = options | {"table": pl.DataFrame(options["table"])}
    for ask in (al.fairness.local_law_144, al.fairness.publish):
        with pytest.raises(al.AlumniError) as caught:
            ask(["sex"], **options)
        assert caught.value.path == path


def test_incumbents_come_from_any_frame() -> None:
    people = [("a", 5_900_000, 12, "women"), ("b", 6_200_000, 30, "men"), ("c", 6_700_000, 80, "men")]
    names = ("id", "pay", "tenure_months", "group")
    table = {name: list(values) for name, values in zip(names, zip(*people, strict=True), strict=True)}
    documents = [
        dict(zip(names, one, strict=True)) | {"pay": {"minor": one[1], "currency": "JPY"}} for one in people
    ]
    limits = al.fairness.Limits(gap=0.05, inversions=0)
    asked = {"limits": limits.to_dict(), "focal": "women", "reference": "men"}
    cohort = al.fairness.OfferCohort({"people": documents} | asked)
    candidate = {"tenure_months": 40, "group": "women"}
    for frame in (pl.DataFrame(table), pd.DataFrame(table), pa.table(table)):
        same = al.fairness.OfferCohort(frame, currency="JPY", **asked)
        assert same == cohort
        found = al.fairness.offer(candidate, frame, limits=limits, currency="JPY")
        assert found == cohort.headroom(candidate)
    with pytest.raises(al.AlumniError) as caught:
        al.fairness.OfferCohort({"people": documents}, currency="JPY")
    assert caught.value.path == "currency"
