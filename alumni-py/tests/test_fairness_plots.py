"""Pictures of selections and offers."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import alumni as al
import pytest

OFFER = Path(__file__).resolve().parents[2] / "tests/northstar/offer"


@pytest.fixture
def plt() -> Iterator[Any]:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    yield plt
    plt.close("all")


def labels(axes: Any) -> set[str]:
    return {text.get_text() for text in axes.get_legend().get_texts()}


def test_a_forest_has_a_row_for_each_finding(plt: Any) -> None:
    report = al.fairness.selection({"women": (52, 24), "men": (80, 48), "none": (0, 0), "nobody": (9, 0)})
    axes = report.plot()
    assert [tick.get_text() for tick in axes.get_yticklabels()] == [
        "nobody 0/9\nmen 48/80",
        "none 0/0\nmen 48/80",
        "women 24/52\nmen 48/80",
    ]
    assert [text.get_text() for text in axes.texts] == ["cannot be estimated"]
    squares = [line for line in axes.lines if line.get_marker() == "s" and line.get_xdata()[0]]
    assert [line.get_xdata()[0] for line in squares] == [pytest.approx((24 / 52) / (48 / 80))]
    # Nobody selected: the interval reaches down to zero, which an arrow says.
    assert [line.get_ydata()[0] for line in axes.lines if line.get_marker() == "<"] == [0]
    women = report.findings[2].to_dict()["interval"]
    assert any(list(line.get_xdata()) == [women["lower"], women["upper"]] for line in axes.lines)
    assert axes.get_xscale() == "log"
    _, own = plt.subplots()
    assert report.plot(own, lang="ja") is own
    assert {"率が等しい", "データ不足", "要確認"} <= labels(own)


def test_pay_is_drawn_with_the_range_the_headroom_and_the_offer(plt: Any) -> None:
    document = json.loads((OFFER / "cohort.json").read_text(encoding="utf-8"))
    cohort = al.fairness.OfferCohort(document)
    candidate = {"tenure_months": 60, "rating": 3}
    axes = cohort.plot(candidate, offer="7000000 JPY")
    points = axes.collections[0].get_offsets()
    assert sorted(map(tuple, points)) == sorted(
        (peer["tenure_months"], peer["pay"]["minor"]) for peer in document["people"]
    )
    room = cohort.headroom(candidate)
    assert any(list(line.get_ydata()) == [room.lowest["minor"], room.highest["minor"]] for line in axes.lines)
    assert {"incumbents", "pay range", "midpoint", "headroom", "offer"} == labels(axes)
    assert axes.get_ylabel() == "pay (JPY)"
    _, own = plt.subplots()
    assert cohort.plot(candidate, ax=own, lang="ja") is own
    assert {"在籍者", "賃金レンジ", "レンジの中央値", "提示できる幅"} == labels(own)


def test_minor_units_are_drawn_in_the_currency_s_own(plt: Any) -> None:
    pay = {"minor": 1_234_50, "currency": "EUR"}
    people = [{"pay": pay, "returner": True}, {"pay": pay, "left_out": "probation"}]
    axes = al.fairness.OfferCohort({"people": people}).plot()
    assert [tuple(point) for point in axes.collections[0].get_offsets()] == [(0, 1234.5)]
    assert len(axes.collections) == 1
    with pytest.raises(al.AlumniError):
        al.fairness.OfferCohort({"people": []}).plot()
