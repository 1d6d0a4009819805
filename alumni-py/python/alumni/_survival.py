"""Survival curves in pictures; matplotlib is not needed to import this."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alumni._consent import lettered
from alumni._table import axes

if TYPE_CHECKING:
    from alumni._alumni import Lang, SurvivalCurves

_WORDS = {
    "en": {"time": "time", "survival": "share that has not ended"},
    "ja": {"time": "経過時間", "survival": "まだ生じていない割合"},
}
# Told apart in grey and by people who do not see red and green alike.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#999999")


def plot(curves: SurvivalCurves, ax: Any, lang: Lang) -> Any:
    """A step for each time, with a pale band round it, and a tick where somebody was last seen."""
    ax = axes(ax, None, ())
    words = _WORDS[lang.value]
    for place, curve in enumerate(curves.curves):
        colour = _COLOURS[place % len(_COLOURS)]
        points = [{"time": 0.0, "survival": 1.0, "lower": 1.0, "upper": 1.0, "open": 0}, *curve.points]
        times = [point["time"] for point in points]
        heights = [point["survival"] for point in points]
        label = None if curve.group is None else f"{curve.group} (n = {curve.people:,})"
        ax.step(times, heights, where="post", color=colour, label=label)
        banded = [point for point in points if point["lower"] is not None]
        ax.fill_between(
            [point["time"] for point in banded],
            [point["lower"] for point in banded],
            [point["upper"] for point in banded],
            step="post",
            color=colour,
            alpha=0.15,
            linewidth=0,
        )
        seen = [point for point in points if point["open"]]
        ax.plot(
            [point["time"] for point in seen],
            [point["survival"] for point in seen],
            linestyle="none",
            marker="|",
            color=colour,
        )
    ax.set_ylim(0, 1.02)
    ax.set_xlabel(words["time"])
    ax.set_ylabel(words["survival"])
    if any(curve.group is not None for curve in curves.curves):
        ax.legend(frameon=False)
    return lettered(ax, lang)
