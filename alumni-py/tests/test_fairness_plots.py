"""Pictures of selections and offers."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import alumni as al
import polars as pl
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


def test_a_table_s_forest_has_the_rows_of_every_attribute_and_combination(plt: Any) -> None:
    columns = {"sex": ["w", "w", "m", "m"] * 30, "age": ["30s", "40s"] * 60, "selected": [1, 0, 1, 1] * 30}
    table = pl.DataFrame(columns)
    report = al.fairness.selection(table, outcome="selected", by=["sex", "age"], intersections=True)
    axes = report.plot()
    told = [tick.get_text() for tick in axes.get_yticklabels()]
    assert [line.split(":")[0] for line in told] == ["sex", "age", "sex × age", "sex × age", "sex × age"]
    assert told[0] == "sex: w 30/60\nm 60/60"
    squares = [line for line in axes.lines if line.get_marker() == "s"]
    assert [line.get_xdata()[0] for line in squares][:2] == [0.5, 0.5]
    _, own = plt.subplots()
    assert report.plot(own, lang="ja") is own
    assert "率が等しい" in labels(own)


def test_strata_are_drawn_between_all_together_and_within(plt: Any) -> None:
    # Berkeley in small: equal within both departments, and half in all.
    cells = [("A", "women", 10, 8), ("A", "men", 90, 72), ("B", "women", 90, 18), ("B", "men", 10, 2)]
    report = al.fairness.strata(cells)
    axes = report.plot()
    told = [tick.get_text() for tick in axes.get_yticklabels()]
    assert told == [
        "all together: women 26/100\nmen 74/100",
        "A: women 8/10\nmen 72/90",
        "B: women 18/90\nmen 2/10",
        "within strata: women\nmen",
    ]
    squares = [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "s"]
    assert squares == pytest.approx([26 / 74, 1.0, 1.0, 1.0])
    _, own = plt.subplots()
    assert report.plot(own, lang="ja") is own


def test_the_front_of_thresholds_is_a_line_through_its_points(plt: Any) -> None:
    columns = {"sex": ["women", "men"] * 30, "tenure": [i // 2 + (i % 2) * 3 for i in range(60)]}
    report = al.fairness.thresholds(
        pl.DataFrame(columns), fact="tenure", attribute="sex", thresholds=range(5, 30, 5)
    )
    axes = report.plot()
    points = [point for point in report.points if point["lowest_ratio"] is not None]
    front = sorted((point["eligible"], point["lowest_ratio"]) for point in points if point["on_front"])
    (line,) = [line for line in axes.lines if line.get_marker() == "o"]
    assert list(zip(*line.get_data(), strict=True)) == front
    drawn = sorted(tuple(point) for point in axes.collections[0].get_offsets())
    assert drawn == sorted((p["eligible"], p["lowest_ratio"]) for p in points if not p["on_front"])
    assert {text.get_text() for text in axes.texts} == {f"{point['threshold']:g}" for point in points}
    assert labels(axes) == {"front", "screening line"}
    _, own = plt.subplots()
    assert report.plot(own, lang="ja") is own
    assert labels(own) == {"最良の組み合わせ", "点検の基準値"}


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
