"""Searches over thresholds in pictures; matplotlib is not needed to import this."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alumni._consent import lettered
from alumni._table import axes

if TYPE_CHECKING:
    from alumni._alumni import Lang, ThresholdReport

_WORDS = {
    "en": {
        "eligible": "people eligible",
        "ratio": "lowest ratio",
        "line": "screening line",
        "front": "front",
    },
    "ja": {
        "eligible": "対象者数(人)",
        "ratio": "群間の最も低い比",
        "line": "点検の基準値",
        "front": "最良の組み合わせ",
    },
}


def plot(report: ThresholdReport, ax: Any, lang: Lang) -> Any:
    """A point for each threshold: how many are eligible against the lowest ratio."""
    ax = axes(ax, None, ())
    words = _WORDS[lang.value]
    points = [point for point in report.points if point["lowest_ratio"] is not None]
    front = [point for point in points if point["on_front"]]
    front.sort(key=lambda point: point["eligible"])
    ax.plot(
        [point["eligible"] for point in front],
        [point["lowest_ratio"] for point in front],
        color="#0072b2",
        marker="o",
        label=words["front"],
    )
    others = [point for point in points if not point["on_front"]]
    ax.scatter(
        [point["eligible"] for point in others], [point["lowest_ratio"] for point in others], color="#999999"
    )
    for point in points:
        at = point["eligible"], point["lowest_ratio"]
        ax.annotate(
            f"{point['threshold']:g}", at, textcoords="offset points", xytext=(4, 4), fontsize="small"
        )
    numerator, denominator = map(int, report.standard.threshold.split("/"))
    ax.axhline(numerator / denominator, color="#d55e00", linestyle="--", linewidth=1, label=words["line"])
    ax.set_xlabel(words["eligible"])
    ax.set_ylabel(words["ratio"])
    ax.set_title(report.options["fact"])
    ax.legend(frameon=False)
    return lettered(ax, lang)
