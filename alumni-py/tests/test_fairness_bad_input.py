"""What no formula was made for, through the doors of fairness in Python: an error that names the place, or an answer of numbers."""

import math
from collections.abc import Callable
from datetime import date
from typing import Any

import alumni as al
import polars as pl
import pytest

NAN, INF = float("nan"), float("inf")
HALF = 5 * 10**17
YEN = {"minor": 6_000_000, "currency": "JPY"}
PEOPLE = pl.DataFrame({"sex": ["a", "b"], "years": [1.0, NAN]})


def cell(people: int, selected: int) -> dict[str, Any]:
    return {"categories": ["a"], "people": people, "selected": selected}


@pytest.mark.parametrize(
    ("kind", "path", "call"),
    [
        ("out_of_range", "groups[0].considered", lambda: al.fairness.selection({"a": (-1, 0), "b": (4, 2)})),
        ("inconsistent", "groups[1].selected", lambda: al.fairness.selection({"a": (4, 2), "b": (4, 5)})),
        (
            "too_large",
            "groups[1].considered",
            lambda: al.fairness.selection({"a": (HALF, 0), "b": (HALF + 1, 1)}),
        ),
        ("out_of_range", "outcome[1]", lambda: al.fairness.regress([1.0, NAN], {"x": [1.0, 2.0]})),
        ("out_of_range", "columns[0].values[0]", lambda: al.fairness.regress([1.0, 2.0], {"x": [-INF, 2.0]})),
        ("out_of_range", "p[0]", lambda: al.fairness.adjust_p_values([NAN])),
        (
            "out_of_range",
            "difference",
            lambda: al.fairness.expected_impact(INF, selection_rate=0.5, group_share=0.5),
        ),
        (
            "out_of_range",
            "years",
            lambda: al.fairness.thresholds(PEOPLE, fact="years", attribute="sex", thresholds=[1]),
        ),
        (
            "out_of_range",
            "thresholds[0]",
            lambda: al.fairness.thresholds(PEOPLE, fact="years", attribute="sex", thresholds=[NAN]),
        ),
        (
            "out_of_range",
            "people[0].score",
            lambda: al.fairness.local_law_144(["sex"], people=[{"categories": ["a"], "score": NAN}]),
        ),
        (
            "inconsistent",
            "cells[0].selected",
            lambda: al.fairness.local_law_144(["sex"], cells=[cell(1, 2)]),
        ),
        (
            "out_of_range",
            "totals[0].headcount",
            lambda: al.fairness.japan_pay_ratios([{"sex": "women", "headcount": NAN, "total": YEN}]),
        ),
        (
            "out_of_range",
            "terms[0].offered",
            lambda: al.fairness.OfferCohort({"people": [{"pay": YEN}]}).check(
                {"pay": YEN, "terms": [{"kind": "leave_days", "offered": INF, "standard": 10}]}
            ),
        ),
    ],
)
def test_refused(kind: str, path: str, call: Callable[[], Any]) -> None:
    with pytest.raises(al.AlumniError) as caught:
        call()
    assert caught.value.kind is not None
    assert (caught.value.kind.value, caught.value.path) == (kind, path)


def numbers(value: Any) -> list[float]:
    """Every number of a document."""
    if isinstance(value, dict):
        return [number for item in value.values() for number in numbers(item)]
    if isinstance(value, list):
        return [number for item in value for number in numbers(item)]
    return [value] if isinstance(value, float) else []


@pytest.mark.parametrize(
    "groups",
    [
        {"a": (0, 0), "b": (0, 0)},
        {"a": (1, 0), "b": (1, 1)},
        {"a": (40, 0), "b": (60, 0)},
        {"a": (40, 40), "b": (60, 60)},
        {"a": (HALF, 1), "b": (HALF, HALF)},
        {f"g{i}": (3 + i % 40, i % 4) for i in range(10_000)},
    ],
    ids=["nobody", "groups of one", "none selected", "all selected", "10^18", "10,000 groups"],
)
def test_a_verdict_at_the_edges(groups: dict[str, tuple[int, int]]) -> None:
    report = al.fairness.selection(groups)
    assert all(math.isfinite(number) for number in numbers(report.to_dict()))
    assert al.fairness.SelectionReport.from_json(report.to_json()) == report


def test_collinear_and_constant_columns_are_dropped_and_named() -> None:
    fit = al.fairness.regress([1, 2, 4, 3, 6], {"x": [1, 2, 3, 4, 5], "y": [2, 4, 6, 8, 10], "z": [7] * 5})
    assert fit.dropped == ["y", "z"]
    assert all(math.isfinite(number) for number in numbers(fit.to_dict()))


def test_a_policy_over_nobody_and_over_one_group() -> None:
    policy = al.Policy.from_dict(
        {"id": "p", "version": 1, "criteria": [{"id": "c", "require": "grade >= 3"}]}
    )
    for people in (
        pl.DataFrame({"grade": [], "sex": []}, schema={"grade": pl.Int8, "sex": pl.String}),
        pl.DataFrame({"grade": [3, None], "sex": ["a", "a"]}),
        pl.DataFrame({"grade": [3, None], "sex": [None, None]}, schema_overrides={"sex": pl.String}),
    ):
        gap = al.programme.policy_gap(policy, people, attribute="sex", as_of=date(2026, 4, 1))
        assert (gap.attributions, gap.selection.verdict.value) == ([], "insufficient")
        hangs = al.programme.counterfactuals(
            policy, people, as_of=date(2026, 4, 1), facts=["grade"], attribute="sex"
        )
        assert hangs.facts[0]["known"] + hangs.facts[0]["unknown"] == len(people)


def test_a_bare_name_of_a_reference_is_shown_the_form() -> None:
    for refused in (
        lambda: al.fairness.selection({"women": (52, 24), "men": (80, 48)}, reference="men"),
        lambda: al.fairness.Standard("a", 1, reference="men"),
        lambda: al.fairness.Standard.parse('{"id": "a", "version": 1, "reference": "men"}'),
    ):
        with pytest.raises(al.AlumniError, match=r'a group as `\{"group":"men"\}`, got `men`'):
            refused()
